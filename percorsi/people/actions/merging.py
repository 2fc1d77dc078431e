"""Joining two people who are one, and undoing it: the same rows go back, and the person comes back the same."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from percorsi.accounts.models import User
from percorsi.accounts.permissions import Permission
from percorsi.audit.actions import Details, record
from percorsi.audit.choices import Act
from percorsi.kit.refusal import Forbidden, Refused
from percorsi.people.actions.keys import rebuild_keys
from percorsi.people.actions.merge_plan import (
    Obstacle,
    Step,
    as_row,
    filled,
    make_plan,
    plain,
    plain_value,
)
from percorsi.people.choices import PairDecision
from percorsi.people.models import Merge, MergedRow, Person
from percorsi.people.queries import visible_to

BATCH = 1_000


def obstacles(keep: Person, lose: Person) -> list[Obstacle]:
    """Return what stands in the way of joining two people, to be shown before; the unresolved ones stop a merge."""
    return make_plan(keep, lose).obstacles


@transaction.atomic
def merge(keep: Person, lose: Person, *, reason: str = "", by: User) -> Merge:
    """Make two people one: every row of ``lose`` in any room becomes ``keep``'s, blanks of ``keep`` are filled.

    Raises Refused when something stands in the way or somebody is protected; Forbidden unless ``by`` may join people
    and sees both.
    """
    stays, goes = _both(keep, lose, by=by)
    plan = make_plan(stays, goes)
    if plan.blocking:
        raise Refused(" ".join(one.message for one in plan.blocking))
    done = Merge.objects.create(kept=stays, lost_id=goes.pk, lost=plain(goes), merged_by=by, merged_at=timezone.now())
    values = filled(stays, goes)
    changes = [_merged_row(done, step) for step in plan.steps]
    changes += [_merged_row(done, Step(stays, name, value)) for name, value in values.items()]
    MergedRow.objects.bulk_create(changes, batch_size=BATCH)
    _carry_out(plan.steps)
    goes.delete()
    Person.objects.filter(pk=stays.pk).update(**values, version=stays.version + 1)
    keep.refresh_from_db()
    rebuild_keys(keep)
    record(Act.MERGE, by=by, about=done, people=[stays.pk, done.lost_id], details=Details(reason=reason))
    return done


@transaction.atomic
def undo_merge(merge: Merge, *, reason: str = "", by: User) -> Person:
    """Bring back the person who went away, with exactly the rows that moved; return them.

    What was written since stays with the other. Raises Refused when a later merge comes first, or when what was moved
    no longer fits; Forbidden.
    """
    done = Merge.objects.select_for_update(of=("self",)).select_related("kept").get(pk=merge.pk)
    _ensure_may_undo(done, by=by)
    rows = list(done.rows.order_by("pk"))
    try:
        with transaction.atomic():
            back = _bring_back(done, rows)
    except IntegrityError:
        raise Refused(
            _("Dopo l’unione è cambiato qualcosa che non lascia tornare indietro: chiedi a chi assiste il programma.")
        ) from None
    # Nothing of the two people stays in the record of what is over.
    done.lost, done.undone_at = {}, timezone.now()
    done.save(update_fields=["lost", "undone_at"])
    done.rows.update(before=None, after=None)
    done.pairs.update(decision=PairDecision.OPEN, decided_by=None, decided_at=None, merge=None)
    for person in (Person.objects.get(pk=done.kept_id), back):
        rebuild_keys(person)
    record(Act.UNDO, by=by, about=done, people=[done.kept_id, back.pk], details=Details(reason=reason))
    return back


def _both(keep: Person, lose: Person, *, by: User) -> tuple[Person, Person]:
    """Return the two as they are now, held until the end of the transaction."""
    may_see = Person.objects.all() if by.is_system else visible_to(by)
    if not (by.is_system or by.has(Permission.PEOPLE_MERGE)) or may_see.filter(pk__in=[keep.pk, lose.pk]).count() < 2:
        raise Forbidden
    held = {one.pk: one for one in Person.objects.select_for_update().filter(pk__in=[keep.pk, lose.pk]).order_by("pk")}
    stays, goes = held[keep.pk], held[lose.pk]
    if stays.is_protected or goes.is_protected:
        raise Refused(_("Una persona protetta non si unisce a un’altra: tenerle distinte."))
    return stays, goes


def _merged_row(done: Merge, step: Step) -> MergedRow:
    row = step.row
    if not step.field:
        return MergedRow(merge=done, model=row._meta.label_lower, row_id=row.pk, before=plain(row))
    column = row._meta.get_field(step.field)
    assert isinstance(column, models.Field)
    before = plain_value(getattr(row, column.attname))
    return MergedRow(
        merge=done,
        model=row._meta.label_lower,
        field=step.field,
        row_id=row.pk,
        before=before,
        after=plain_value(step.after),
    )


def _carry_out(steps: Iterable[Step]) -> None:
    alike: defaultdict[tuple[type[models.Model], str, Any], list[int]] = defaultdict(list)
    for step in steps:
        alike[type(step.row), step.field, step.after].append(step.row.pk)
    for (model, name, value), keys in alike.items():
        rows = model._base_manager.filter(pk__in=keys)
        if name:
            rows.update(**{name: value})
        else:
            rows.delete()


def _ensure_may_undo(done: Merge, *, by: User) -> None:
    may_see = by.is_system or (by.has(Permission.PEOPLE_MERGE) and visible_to(by).filter(pk=done.kept_id).exists())
    if not may_see:
        raise Forbidden
    if done.undone_at is not None:
        raise Refused(_("Questa unione è già stata annullata."))
    if done.kept.is_protected:
        raise Refused(_("La persona è stata protetta dopo l’unione: non si può più dividere."))
    if Merge.objects.filter(kept=done.kept_id, undone_at=None, pk__gt=done.pk).exists():
        raise Refused(_("Dopo questa c’è stata un’altra unione: annullare prima quella."))


def _bring_back(done: Merge, rows: list[MergedRow]) -> Person:
    """Undo in the order that no constraint minds: codes freed, person back, rows moved, values, rows put aside."""
    kept = [row for row in rows if row.model == Person._meta.label_lower]
    others = [row for row in rows if row.model != Person._meta.label_lower]
    _restore(kept)
    Person.objects.filter(pk=done.kept_id).update(version=models.F("version") + 1)
    back = as_row(Person, done.lost)
    assert isinstance(back, Person)
    _ensure_code_is_free(back)
    back.save(force_insert=True)
    moved = [row for row in others if row.field and _points_at_person(row)]
    _restore(moved)
    _restore([row for row in others if row.field and not _points_at_person(row)])
    for row in others:
        if not row.field:
            as_row(apps.get_model(row.model), row.before or {}).save(force_insert=True)
    return back


def _restore(rows: list[MergedRow]) -> None:
    """Write the values of before, where what the merge wrote still stands: what was written since is left alone."""
    alike: defaultdict[tuple[str, str, str], list[MergedRow]] = defaultdict(list)
    for row in rows:
        alike[row.model, row.field, repr((row.before, row.after))].append(row)
    for (label, name, _values), same in alike.items():
        model = apps.get_model(label)
        column = model._meta.get_field(name)
        read = (column.target_field if column.is_relation else column).to_python
        written, of_before = read(same[0].after), read(same[0].before)
        model._base_manager.filter(pk__in=[row.row_id for row in same], **{name: written}).update(**{name: of_before})


def _points_at_person(row: MergedRow) -> bool:
    return apps.get_model(row.model)._meta.get_field(row.field).related_model is Person


def _ensure_code_is_free(back: Person) -> None:
    if back.codice_fiscale and Person.objects.filter(codice_fiscale=back.codice_fiscale).exists():
        raise Refused(_("Il codice fiscale della persona che torna è ora in uso: correggerlo, poi annullare l’unione."))
