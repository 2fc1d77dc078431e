"""The categories of the law that a person belongs to, one of them the main one, and recognised invalidities."""

from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from percorsi.accounts.models import User
from percorsi.audit.choices import Act
from percorsi.kit.refusal import Refused
from percorsi.people.actions import typed
from percorsi.people.actions.opening import open_person, tell
from percorsi.people.legal import proposals_for
from percorsi.people.models import Condition, Person

A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Belonging:
    """A category with its proof and its days, as somebody typed it.

    ``is_main`` makes it the main one, from ``main_since`` on; without that day, as long as it has held.
    """

    category: str
    evidence: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    is_main: bool = False
    main_since: date | None = None


@transaction.atomic
def add_condition(person: Person, *, belonging: Belonging, by: User) -> Condition:
    """Add a category; the first one in force becomes the main one. Raises Refused on the field, Forbidden."""
    now = open_person(person, by=by)
    values = _checked(belonging)
    if now.conditions.filter(category=values["category"], ends_on=None).exists():
        raise Refused(
            _("Questa categoria c’è già: correggi quella, o chiudila prima di aggiungerne un’altra."),
            field="category",
        )
    added = Condition.objects.create(person=now, **values)
    tell(Act.CREATE, added, person=now, by=by, fields=values)
    has_main = _present_main(now) is not None
    if added.ends_on is None and (belonging.is_main or not has_main):
        # The days before the new category stay with the main one of then.
        since = belonging.main_since or added.starts_on if has_main else None
        added = set_main_condition(added, since=since, by=by)
    return added


@transaction.atomic
def change_condition(condition: Condition, *, belonging: Belonging, by: User) -> None:
    """Replace category, proof and days; a last day ends it. Raises Refused, Forbidden.

    The main one ends only when another was chosen before, or when there is no other in force.
    """
    now = open_person(condition.person, by=by)
    row = Condition.objects.get(pk=condition.pk, person=now)
    differing = typed.changed(row, _checked(belonging, kept=row.category))
    if differing.get("ends_on"):
        _ensure_not_needed_as_main(row)
    if not differing:
        _choose_as_main(row, belonging, by=by)
        return
    present = now.conditions.filter(category=belonging.category, ends_on=None).exclude(pk=row.pk)
    if belonging.ends_on is None and present.exists():
        raise Refused(_("Questa categoria c’è già: scegli l’altra riga."), field="category")
    if belonging.ends_on is None and row.is_main and row.ends_on and _present_main(now):
        raise Refused(
            _("Un’altra categoria è ora la prevalente: lascia la fine, o aggiungila di nuovo."), field="ends_on"
        )
    Condition.objects.filter(pk=row.pk).update(**differing)
    tell(Act.CHANGE, row, person=now, by=by, fields=differing)
    _choose_as_main(row, belonging, by=by)
    if not _present_main(now):
        _first_present_becomes_main(now, by=by)


@transaction.atomic
def remove_condition(condition: Condition, *, by: User) -> None:
    """Take away a category that was written by mistake. Raises Refused, Forbidden."""
    now = open_person(condition.person, by=by)
    row = Condition.objects.get(pk=condition.pk, person=now)
    _ensure_not_needed_as_main(row)
    tell(Act.DELETE, row, person=now, by=by)
    row.delete()


@transaction.atomic
def set_main_condition(condition: Condition, *, since: date | None = None, by: User) -> Condition:
    """Make a category in force the main one from the day ``since``; without a day, as long as it has held.

    The main one of before keeps its days as such: figures of the past do not change. Return the row that is main now
    (a new one when a day in the middle divides the old). Raises Refused, Forbidden.
    """
    person = open_person(condition.person, by=by)
    row = Condition.objects.get(pk=condition.pk, person=person)
    if row.ends_on is not None:
        raise Refused(_("La categoria è finita: scegli una di quelle in corso."))
    if row.is_main:
        return row
    if since is not None:
        typed.not_future(since, field="main_since")
        if row.starts_on is not None and since < row.starts_on:
            raise Refused(
                _("La categoria vale dal %(day)s: indica quel giorno o uno dopo.")
                % {"day": f"{row.starts_on:%d/%m/%Y}"},
                field="main_since",
            )
    before = _present_main(person)
    if before is not None:
        _from_then_on(before, since, is_main=False)
    chosen = _from_then_on(row, since, is_main=True)
    tell(Act.CHANGE, chosen, person=person, by=by, fields=["is_main"])
    return chosen


@transaction.atomic
def accept_proposal(person: Person, *, category: str, on: date | None = None, by: User) -> Condition:
    """Add the category that the rule proposes on a day (today unless given); the proof names rule and day.

    Raises Refused when the rule proposes it no longer; Forbidden.
    """
    day = on or timezone.localdate()
    now = open_person(person, by=by)
    proposal = next((one for one in proposals_for(now, on=day) if one.code == category), None)
    if proposal is None:
        raise Refused(_("La regola non propone più questa categoria: rileggere la pagina della persona."))
    words = (
        _("proposta dalla regola «%(label)s» il %(day)s")
        if proposal.is_complete
        else _("proposta dalla regola «%(label)s» il %(day)s, con fatti da chiarire")
    )
    evidence = words % {"label": proposal.basis.label, "day": f"{day:%d/%m/%Y}"}
    return add_condition(now, belonging=Belonging(category=category, evidence=evidence, starts_on=day), by=by)


def _checked(belonging: Belonging, *, kept: str = "") -> dict[str, Any]:
    """``kept`` is a category that stays as it is, also when only an old register knew it."""
    values = {name: value for name, value in asdict(belonging).items() if name not in {"is_main", "main_since"}}
    if belonging.category != kept or not kept:
        values["category"] = typed.choice(Condition, "category", belonging.category)
    values["evidence"] = typed.text(Condition, "evidence", belonging.evidence)
    typed.span(belonging.starts_on, belonging.ends_on)
    if belonging.starts_on is not None:
        typed.not_future(belonging.starts_on)
    return values


def _present_main(person: Person) -> Condition | None:
    return person.conditions.filter(is_main=True, ends_on=None).first()


def _choose_as_main(row: Condition, belonging: Belonging, *, by: User) -> None:
    if belonging.is_main and not row.is_main:
        set_main_condition(row, since=belonging.main_since, by=by)


def _from_then_on(row: Condition, since: date | None, *, is_main: bool) -> Condition:
    """Let the row be main, or not, from a day on; return the row of the days that follow."""
    if since is None or (row.starts_on is not None and since <= row.starts_on):
        row.is_main = is_main
        row.save(update_fields=["is_main"])
        return row
    row.ends_on = since - A_DAY
    row.save(update_fields=["ends_on"])
    return Condition.objects.create(
        person_id=row.person_id, category=row.category, evidence=row.evidence, starts_on=since, is_main=is_main
    )


def _ensure_not_needed_as_main(row: Condition) -> None:
    others = Condition.objects.filter(person=row.person_id, ends_on=None).exclude(pk=row.pk)
    if row.is_main and row.ends_on is None and others.exists():
        raise Refused(_("È la categoria prevalente: prima scegli quale altra lo diventa."))


def _first_present_becomes_main(person: Person, *, by: User) -> None:
    row = person.conditions.filter(ends_on=None).order_by("pk").first()
    if row is not None:
        set_main_condition(row, by=by)
