"""Ending a protection: who somebody is comes back into the open rooms, and everybody who may see people sees them."""

from datetime import date
from typing import Any

from django.db import IntegrityError, models, transaction
from django.db.models.functions import Greatest
from django.utils import timezone
from django.utils.translation import gettext as _

from percorsi.accounts.models import User
from percorsi.audit.actions import Details, record
from percorsi.audit.choices import Act
from percorsi.confidential.actions.saying import given, without_name
from percorsi.confidential.models import ProtectedIdentity
from percorsi.confidential.policy import ensure_may_protect
from percorsi.documents.models import File
from percorsi.kit.refusal import Refused
from percorsi.kit.text import match_key
from percorsi.people.actions import rebuild_keys
from percorsi.people.choices import ExceptionKind
from percorsi.people.models import (
    LONGEST_REMARK,
    AccessException,
    Contact,
    Merge,
    MergedRow,
    Person,
    Relative,
    Residence,
)
from percorsi.places.models import Municipality

WHERE = "end_protection"


@transaction.atomic
def end_protection(person: Person, *, reason: str, by: User) -> None:
    """Give a protected person back their identity, as it was when protection began and was corrected since.

    The clearances end, the locked room keeps nothing. Of whom only an alias is known the alias stays. Raises Refused on
    the field at fault, also when somebody in the open rooms has the same codice fiscale; Forbidden.
    """
    now = Person.objects.select_for_update().get(pk=person.pk)
    ensure_may_protect(by, now)
    if not now.is_protected:
        raise Refused(_("La persona non è protetta."))
    why = given(reason, missing=_("Manca il motivo: scrivi perché la protezione finisce, senza il nome."))
    hidden = ProtectedIdentity.objects.filter(person=now).first()
    # Whoever is protected again one day must not find the name in the trail.
    without_name(why, hidden or now, field="reason")
    restored = {} if hidden is None else _identity(hidden, now, _give_evidence_back(hidden, now))
    try:
        with transaction.atomic():
            Person.objects.filter(pk=now.pk).update(is_protected=False, version=now.version + 1, **restored)
    except IntegrityError:
        raise _taken() from None
    if hidden is not None:
        _bring_rows_back(hidden)
        hidden.delete()
    _end_clearances(now)
    person.refresh_from_db()
    rebuild_keys(person)
    fields = {"fields": sorted([*restored, "is_protected"])}
    record(Act.UNDO, by=by, about=person, people=[person.pk], details=Details(where=WHERE, reason=why, fields=fields))


def _identity(hidden: ProtectedIdentity, now: Person, documents: list[str]) -> dict[str, Any]:
    """Return what the person's own row gets back. Somebody without a name keeps the alias; documents are remarks."""
    names = ("family_names", "given_names", "born_on", "birth_place")
    values = {name: getattr(hidden, name) for name in names}
    has_name = bool(hidden.family_names or hidden.given_names)
    values["alias"] = hidden.former_alias or ("" if has_name else now.alias)
    values["codice_fiscale"] = hidden.codice_fiscale or None
    values["remark"] = " · ".join(filter(None, [hidden.remark, *documents]))
    if len(values["remark"]) > LONGEST_REMARK:
        raise Refused(_("L’annotazione diventerebbe troppo lunga: abbreviala nell’identità riservata."))
    if values["codice_fiscale"] and Person.objects.filter(codice_fiscale=values["codice_fiscale"]).exists():
        raise _taken()
    return values


def _taken() -> Refused:
    # The other is an ordinary person, whom every coordinator may find; which of them it is, is not for this page.
    return Refused(
        _(
            "Il codice fiscale dell’identità riservata è già in uso: cerca la persona e controlla i due codici. "
            "Se sono la stessa persona, togli il codice dall’identità riservata, termina la protezione, poi unisci."
        )
    )


def _give_evidence_back(hidden: ProtectedIdentity, now: Person) -> list[str]:
    """Give the conditions their documents back; return in words those whose condition is no longer there."""
    lost: list[str] = []
    for one in hidden.evidence:
        alike = now.conditions.filter(category=one["category"], evidence="", starts_on=_day(one["starts_on"]))
        row = alike.filter(pk=one["id"]).first() if one.get("id") else alike.order_by("pk").first()
        if row is None:
            lost.append(_("Documento: %(words)s") % {"words": one["evidence"]})
        else:
            row.evidence = one["evidence"]
            row.save(update_fields=["evidence"])
    return lost


def _bring_rows_back(hidden: ProtectedIdentity) -> None:
    person = hidden.person
    for row in hidden.residences:
        Residence.objects.create(person=person, **_residence(row))
    for row in hidden.contacts:
        Contact.objects.create(person=person, **_values(row, "kind", "value", "whose"))
    for row in hidden.relatives:
        Relative.objects.create(person=person, **_values(row, "name", "relation", "phone"))
    for paper in hidden.documents:
        values = {"title": paper["title"], "withdrawn_reason": paper["withdrawn_reason"]}
        person.documents.filter(pk=paper["id"]).update(**values)
        File.objects.filter(pk__in=person.documents.filter(pk=paper["id"]).values("file")).update(name=paper["file"])
    for union in hidden.merges:
        Merge.objects.filter(pk=union["merge"]).update(lost=union["lost"])
        for row in union["rows"]:
            changed = MergedRow.objects.filter(
                merge=union["merge"], model=row["model"], field=row["field"], row_id=row["row_id"]
            )
            changed.update(before=row["before"], after=row["after"])


def _values(row: dict[str, Any], *names: str) -> dict[str, Any]:
    # The key of before, so that a union of before can still be undone; a row corrected since has none.
    key = {"pk": int(row["id"])} if row.get("id") else {}
    return key | {name: row[name] for name in names}


def _residence(row: dict[str, Any]) -> dict[str, Any]:
    """Return a residence's values; a place that no municipality is called stands before the street."""
    values = _values(row, "address") | {name: _day(row[name]) for name in ("starts_on", "ends_on")}
    place = row["municipality"]
    found = list(Municipality.objects.filter(match_key=match_key(place)).order_by("pk")) if place else []
    known = [one for one in found if str(one.pk) == str(row.get("municipality_id", ""))]
    known = known or [one for one in found if one.ends_on is None] or found
    if place and len(known) != 1:
        return values | {"address": ", ".join(filter(None, [place, row["address"]]))}
    return values | {"municipality": known[0] if known else None}


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _end_clearances(person: Person) -> None:
    given_now = AccessException.objects.filter(person=person, kind=ExceptionKind.CLEARED)
    moment = timezone.now()
    open_still = given_now.filter(models.Q(ends_at=None) | models.Q(ends_at__gt=moment))
    # One that has not begun yet ends where it would have begun.
    open_still.update(ends_at=Greatest("starts_at", models.Value(moment)))
