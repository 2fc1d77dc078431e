"""What the database knows and the office's workbook has no place for, counted: nobody should believe it handed over."""

from collections.abc import Iterator
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from percorsi.activities.models import Activity, Participation, Session
from percorsi.cases.models import Assignment, Case, Suspension
from percorsi.confidential.models import ProtectedIdentity
from percorsi.diary.models import Note
from percorsi.employers.models import Contact as CompanyContact
from percorsi.kit.fields import holds_on
from percorsi.organisations.models import Organisation, Reference
from percorsi.people.choices import PairDecision
from percorsi.people.models import (
    Condition,
    Contact,
    Invalidity,
    Permit,
    PossibleDuplicate,
    Relative,
    Residence,
    Situation,
)
from percorsi.placements.choices import Attribution
from percorsi.placements.models import Placement
from percorsi.referrals.models import Referral
from percorsi.traineeships.choices import MonthState
from percorsi.traineeships.models import Extension, TraineeshipMonth
from percorsi.traineeships.models import Suspension as TraineeshipStop

# How each kind is called on the screen.
LABELS = {
    "notes": "note di diario",
    "relatives": "familiari",
    "permits": "permessi di soggiorno",
    "situations": "situazioni lavorative e familiari",
    "other_residences": "residenze passate o future",
    "other_contacts": "recapiti oltre il primo telefono e la prima e-mail",
    "other_conditions": "categorie non più valide o non ancora valide",
    "evidence_of_conditions": "documenti e date delle categorie",
    "evidence_of_invalidities": "date dei verbali, e invalidità oltre la prima",
    "protected_identities": "identità protette (restano sotto chiave)",
    "decisions_on_duplicates": "coppie decise «due persone»",
    "details_of_referrals": "motivi e date di risposta delle segnalazioni",
    "agreements_on_discharge": "dimissioni concordate con qualcuno",
    "past_assignments": "operatori di prima, e oltre il primo",
    "details_of_suspensions": "sospensioni finite, e date e motivi delle altre",
    "payers_of_months": "mesi pagati da altri che il tirocinio",
    "details_of_months": "assenze, fogli firmati e verifiche dei mesi di tirocinio",
    "stops_of_traineeships": "sospensioni dei tirocini",
    "extensions_of_traineeships": "proroghe dei tirocini",
    "ends_of_hires": "motivi della fine delle assunzioni",
    "editions_without_participants": "edizioni di gruppi senza iscritti",
    "sessions": "incontri dei gruppi, con le presenze",
    "withdrawals": "ritiri dai gruppi",
    "details_of_companies": "indirizzi, e-mail e codici fiscali delle aziende",
    "references": "persone di riferimento delle aziende",
    "contacts_with_companies": "contatti con le aziende",
    "attributions": "assunzioni con l’attribuzione (servizio o iniziativa propria)",
}


def left_out() -> dict[str, int]:
    """Return by kind how many rows, or details of rows, the workbook cannot hold; kinds with none are absent."""
    counted = {kind: rows.count() for kind, rows in _rows()}
    return {kind: count for kind, count in counted.items() if count}


def _rows() -> Iterator[tuple[str, QuerySet[Any]]]:
    now = holds_on(timezone.localdate())
    yield "notes", Note.objects.all()
    yield "relatives", Relative.objects.all()
    yield "permits", Permit.objects.all()
    yield "situations", Situation.objects.all()
    yield "other_residences", Residence.objects.exclude(now)
    yield "other_contacts", _beyond_the_first(Contact, "kind")
    yield "other_conditions", Condition.objects.exclude(now)
    yield "evidence_of_conditions", Condition.objects.filter(now).exclude(evidence="", starts_on=None)
    dated = ~Q(issued_on=None) | ~Q(review_on=None)
    yield "evidence_of_invalidities", Invalidity.objects.filter(dated | Q(pk__in=_beyond_the_first(Invalidity)))
    yield "protected_identities", ProtectedIdentity.objects.all()
    yield "decisions_on_duplicates", PossibleDuplicate.objects.filter(decision=PairDecision.DIFFERENT)
    yield "details_of_referrals", Referral.objects.exclude(reason="", answered_on=None)
    yield "agreements_on_discharge", Case.objects.exclude(discharge_agreed_with="")
    yield "past_assignments", Assignment.objects.filter(~Q(ends_on=None) | Q(pk__in=_later_followers()))
    yield "details_of_suspensions", Suspension.objects.exclude(starts_on=None, ends_on=None, review_on=None, reason="")
    months = TraineeshipMonth.objects.exclude(payer=None)
    yield "payers_of_months", months.exclude(payer=F("traineeship__payer"))
    absent = ~Q(absences_justified=None) | ~Q(absences_unjustified=None)
    shut = Q(has_signed_sheet=True) | Q(state=MonthState.VERIFIED)
    yield "details_of_months", TraineeshipMonth.objects.filter(absent | shut)
    yield "stops_of_traineeships", TraineeshipStop.objects.all()
    yield "extensions_of_traineeships", Extension.objects.all()
    yield "ends_of_hires", Placement.objects.exclude(end_reason="")
    yield "editions_without_participants", Activity.objects.filter(participations=None)
    yield "sessions", Session.objects.all()
    yield "withdrawals", Participation.objects.exclude(withdrawn_on=None)
    yield "details_of_companies", Organisation.objects.exclude(address="", email="", codice_fiscale="")
    yield "references", Reference.objects.all()
    yield "contacts_with_companies", CompanyContact.objects.all()
    yield "attributions", Placement.objects.exclude(attribution=Attribution.UNKNOWN)


def _beyond_the_first(model: Any, *of_one_kind: str) -> QuerySet[Any]:
    """Return the rows of a person, of each kind, that are not the first: the workbook has one cell."""
    rows = f"person__{model._meta.get_field('person').remote_field.related_name}"
    earlier = {f"{rows}__id__lt": F("id")} | {f"{rows}__{name}": F(name) for name in of_one_kind}
    return model.objects.filter(**earlier).distinct()


def _later_followers() -> QuerySet[Any]:
    present = Assignment.objects.filter(
        ends_on=None, case__assignments__ends_on=None, case__assignments__id__lt=F("id")
    )
    return present.distinct().values("pk")
