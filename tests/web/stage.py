"""A whole small service for tests that walk every page: one person of each kind, with rows in every room.

The kinds are those of the access matrix: ``own`` is followed by the reader and referred by the reader's municipality,
``colleague`` is followed by somebody else, ``elsewhere`` was referred by another municipality, ``protected`` is a
protected person for whom the reader is not cleared, ``cleared`` one for whom they are, ``closed`` an own path, ended.
"""

from dataclasses import dataclass, field
from datetime import date, time, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from django.utils import timezone

from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.activities.choices import AttendanceKind
from percorsi.activities.models import Activity, Attendance, Participation, Session
from percorsi.bridges.models import Import
from percorsi.cases.models import Case, Suspension
from percorsi.diary.choices import AppointmentKind, NoteKind
from percorsi.diary.models import Appointment, Draft, Note
from percorsi.documents.models import File
from percorsi.employers.choices import ContactKind as CompanyContactKind
from percorsi.employers.models import Contact as CompanyContact
from percorsi.funding.choices import PayerKind
from percorsi.funding.models import Payer, Project
from percorsi.kit.reading import read_date
from percorsi.organisations.choices import Kind, Nature
from percorsi.organisations.models import Membership, Reference, Worker
from percorsi.people.choices import ContactKind
from percorsi.people.models import (
    Condition,
    Contact,
    Invalidity,
    Permit,
    Person,
    PossibleDuplicate,
    Relative,
    Residence,
    Situation,
)
from percorsi.placements.choices import Contract, EndReason
from percorsi.placements.models import Placement
from percorsi.referrals.models import Referral
from percorsi.service.models import ContractPeriod, Problem, ServedMunicipality
from percorsi.traineeships.models import Traineeship, TraineeshipMonth
from tests import cast
from tests.web.stage_drafts import drafts
from tests.web.stage_papers import papers

ORDINARY = ("own", "colleague", "elsewhere", "closed")
PROTECTED = ("protected", "cleared")
KINDS = (*ORDINARY, *PROTECTED)
TOWNS = {"elsewhere": "Arese"}
Rows = dict[str, Any]
EMPTY_REPORT: dict[str, Any] = {
    **{name: {"people": 0} for name in ("created", "merged", "proposed")},
    **{name: {} for name in ("normalised", "unknown_headers")},
    **{name: [] for name in ("refused", "changed", "problems", "notes")},
    "formulas": 0,
    "dry_run": False,
}


@dataclass
class Stage:
    """The reader, their colleague, and the rows of each kind by name of the object ("person", "case"...)."""

    reader: User
    colleague: User
    rows: dict[str, Rows] = field(default_factory=dict)

    def person(self, kind: str) -> Person:
        """The person of a kind."""
        found: Person = self.rows[kind]["person"]
        return found


def build(role: Role, *, say: dict[str, str] | None = None) -> Stage:
    """Put the service on stage for a reader with this role. ``say`` replaces texts, by the names used below."""
    stage = Stage(cast.member(role, name="Elena Nibbio"), cast.member(Role.MEDIATOR, name="Sandro Libeccio"))
    words = _Words(say or {})
    for kind in KINDS:
        stage.rows[kind] = _rows(stage, kind, words) | _staff(stage, kind)
    return stage


def _staff(stage: Stage, kind: str) -> Rows:
    """An account, and somebody of the team who has none; whose case is whose says nothing about staff."""
    name = f"Teodoro Grecale {kind}"
    without_account = Worker.objects.create(name=name, match_key=name.lower())
    Membership.objects.create(worker=without_account, organisation=cast.body(), role=Role.MEDIATOR)
    return {"user": stage.colleague, "worker": without_account} | _settings(stage, kind)


def _settings(stage: Stage, kind: str) -> Rows:
    """What the service says of itself: one row each, whatever the kind of person."""
    if found := next((rows for rows in stage.rows.values() if "contract" in rows), None):
        return {name: found[name] for name in ("contract", "served", "problem")}
    days = {"starts_on": date(2016, 1, 1), "ends_on": date(2020, 12, 31)}
    contract = ContractPeriod.objects.create(name="Affidamento 2016-2020", provider=cast.body(), **days)
    served = ServedMunicipality.objects.create(municipality=cast.municipality("Rho"))
    text = "Il menu non si apre."
    problem = Problem.objects.create(kind="error", text=text, sent_by=stage.colleague, sent_at=timezone.now())
    return {"contract": contract, "served": served, "problem": problem}


@dataclass
class _Words:
    given: dict[str, str]

    def __call__(self, kind: str, name: str, otherwise: str = "") -> str:
        return self.given.get(f"{kind}.{name}", otherwise)


def _rows(stage: Stage, kind: str, words: _Words) -> Rows:
    town = TOWNS.get(kind, "Rho")
    person = _person(stage, kind, words)
    follows = stage.reader if kind in {"own", "closed"} else stage.colleague
    case = cast.case(person, worker=follows, town=town)
    sender = Worker.objects.create(name=words(kind, "social_worker", "Irma Sorbo"), match_key="irma sorbo")
    reason = words(kind, "referral_reason", "Cerca lavoro")
    Referral.objects.filter(pk=case.referral_id).update(reason=reason, social_worker=sender)
    if kind == "closed":
        case.assignments.update(ends_on=date(2019, 1, 31))
        Case.objects.filter(pk=case.pk).update(closed_on=date(2019, 1, 31), discharge_words=words(kind, "discharge"))
    else:
        Suspension.objects.create(
            case=case, starts_on=date(2018, 8, 1), ends_on=date(2018, 8, 31), reason=words(kind, "suspension", "Ferie")
        )
    _facts(person, kind, words)
    note = Note.objects.create(
        person=person,
        kind=NoteKind.CALL,
        happened_on=date(2018, 4, 3),
        text=words(kind, "note", "Sentita al telefono."),
        written_by=cast.worker_of(stage.colleague),
        written_at=timezone.now(),
    )
    agenda = _agenda(stage, kind, person, words)
    waiting = cast.referral(person, town=town, referred_on=date(2019, 2, 1), social_worker=sender)
    forms = drafts(kind, town=town, author=sender, words=words)
    rows = {
        **forms,
        **papers(person, kind, words),
        "person": person,
        "case": case,
        "referral": waiting,
        "note": note,
        "pair": _pair(stage, kind, person),
    }
    rows |= agenda
    rows |= _work(person, kind, words)
    return rows | _company(stage, kind, rows["placement"]) | {"import": _import(stage, kind, person, words)}


def _company(stage: Stage, kind: str, placement: Placement) -> Rows:
    """The company of a kind, whom one speaks with there, and what the reader or their colleague wrote of it."""
    writer = stage.reader if kind in {"own", "closed"} else stage.colleague
    contact = CompanyContact.objects.create(
        organisation=placement.employer,
        kind=CompanyContactKind.CALL,
        happened_on=date(2018, 9, 3),
        text="Cercano un magazziniere.",
        next_step_on=date(2018, 9, 20),
        written_by=cast.worker_of(writer),
        written_at=timezone.now(),
    )
    reference = Reference.objects.create(organisation=placement.employer, name="Pia Ghiandaia", role="titolare")
    return {"company": placement.employer, "contact": contact, "reference": reference}


def _agenda(stage: Stage, kind: str, person: Person, words: _Words) -> Rows:
    """An appointment of today in the reader's agenda, whoever follows the person, and a colleague's unfinished note."""
    appointment = Appointment.objects.create(
        person=person,
        worker=cast.worker_of(stage.reader),
        kind=AppointmentKind.INTERVIEW,
        held_on=timezone.localdate(),
        starts_at=time(10),
        place=words(kind, "appointment_place", "sede di Rho"),
        note=words(kind, "appointment_note", "Porta il verbale."),
        made_at=timezone.now(),
    )
    typed = {"person": person, "text": words(kind, "draft", "Sentita al"), "saved_at": timezone.now()}
    return {"appointment": appointment, "draft": Draft.objects.create(user=stage.colleague, **typed)}


def _pair(stage: Stage, kind: str, person: Person) -> PossibleDuplicate:
    """Another folder that may be the same person's."""
    if kind in PROTECTED:
        other = cast.protected_person(f"Doppio {kind}", cleared=(stage.reader,) if kind == "cleared" else ())
    else:
        other = cast.person("Cardellino", "Ida")
    folders = sorted((person.numbers.get(), other.numbers.get()), key=lambda folder: folder.pk)
    return PossibleDuplicate.objects.create(first=folders[0], second=folders[1], kind="twins")


def _import(stage: Stage, kind: str, person: Person, words: _Words) -> Import:
    """An import with a refused row and a differing cell of the person."""
    now = timezone.now()
    file = File.objects.create(name="registro.xlsx", digest="0" * 64, size=1, added_at=now)
    folder = person.numbers.get().number
    said = words(kind, "alias" if kind in PROTECTED else "address", "via dei Tigli 1")
    line = {"sheet": "Utenti", "row": 2, "folder": folder, "is_hidden": False}
    refused = {**line, "kind": "unreadable_value", "message": f"«{said}» non si può leggere."}
    cell = {"key": folder, "field": "address", "here": said, "in_file": f"{said}/A"}
    report = {
        **EMPTY_REPORT,
        "refused": [refused],
        "refused_count": 1,
        "changed": [{**line, **cell, "kind": "users", "parts": [folder]}],
    }
    return Import.objects.create(
        file=file,
        at=now,
        finished_at=now,
        by=stage.colleague,
        report=report,
        refused_rows={"headers": {"Utenti": ["N. pratica", "Indirizzo"]}, "rows": [[folder, said]]},
        refused_until=now + timedelta(days=7),
    )


def _person(stage: Stage, kind: str, words: _Words) -> Person:
    if kind in PROTECTED:
        cleared = (stage.reader,) if kind == "cleared" else (stage.colleague,)
        return cast.protected_person(words(kind, "alias", f"Caso {kind}"), cleared=cleared)
    return cast.person(
        words(kind, "family_names", f"Cardellino {kind}"),
        words(kind, "given_names", "Ada"),
        born_on=date(1985, 1, 31),
        birth_place=words(kind, "birth_place", "Rho"),
        remark=words(kind, "remark"),
    )


def _facts(person: Person, kind: str, words: _Words) -> None:
    if kind not in PROTECTED:
        place = cast.municipality(TOWNS.get(kind, "Rho"))
        Residence.objects.create(person=person, municipality=place, address=words(kind, "address", "via dei Tigli 1"))
        Contact.objects.create(person=person, kind=ContactKind.PHONE, value=words(kind, "phone", "3990000001"))
        Relative.objects.create(person=person, name=words(kind, "relative", "Ugo Cardellino"), relation="fratello")
    Permit.objects.create(person=person, kind=words(kind, "permit", "attesa occupazione"), expires_on=date(2027, 1, 31))
    Condition.objects.create(
        person=person, category="l68_99", is_main=True, evidence=words(kind, "evidence", "verbale 2015")
    )
    Condition.objects.create(person=person, category="over_50")
    since = read_date(words(kind, "situation", "01/11/2015"))
    Situation.objects.create(person=person, is_jobless=True, jobless_since=since, never_had_regular_job=False)
    Invalidity.objects.create(person=person, percent=67, kind=words(kind, "invalidity", "psichica"))


def _work(person: Person, kind: str, words: _Words) -> Rows:
    employer = cast.body(f"Officine Levante {kind}", Kind.EMPLOYER, nature=Nature.PROFIT, code=f"AZ-{kind}")
    project_name = words(kind, "project", f"Progetto {kind}")
    project = Project.objects.create(name=project_name, match_key=project_name.lower(), is_protected=kind in PROTECTED)
    payer, _ = Payer.objects.get_or_create(kind=PayerKind.PROJECT, name="Progetto", match_key="progetto")
    traineeship = Traineeship.objects.create(
        code=f"TIR-{kind}",
        person=person,
        host=employer,
        starts_on=date(2018, 5, 2),
        ends_on=date(2018, 10, 31),
        payer=payer,
        project=project,
        company_tutor=words(kind, "tutor", "Olmo Ghiaia"),
        outcome=words(kind, "outcome"),
    )
    traineeship.suspensions.create(
        starts_on=date(2018, 8, 6), ends_on=date(2018, 8, 17), reason=words(kind, "stop", "chiusura estiva")
    )
    traineeship.extensions.create(
        ended_on=date(2018, 9, 30), ends_on=date(2018, 10, 31), reason=words(kind, "extension", "serve più tempo")
    )
    TraineeshipMonth.objects.create(
        traineeship=traineeship, month=date(2018, 6, 1), hours_due=80, hours_present=70, amount=Decimal("400.00")
    )
    placement = Placement.objects.create(
        person=person,
        employer=employer,
        starts_on=date(2018, 11, 5),
        contract=Contract.FIXED_TERM,
        ends_on=date(2019, 4, 30),
        end_reason=EndReason.OTHER,
        end_words=words(kind, "end_words", "trasloco"),
    )
    activity, _ = Activity.objects.get_or_create(name="ORAFO", edition="1/2018", starts_on=date(2018, 3, 20))
    session, _ = Session.objects.get_or_create(activity=activity, held_on=date(2018, 3, 20), hours=2)
    participation = Participation.objects.create(
        activity=activity,
        person=person,
        withdrawn_on=date(2018, 5, 1),
        withdrawal_reason=words(kind, "withdrawal", "ha trovato lavoro"),
    )
    Attendance.objects.create(session=session, participation=participation, kind=AttendanceKind.PRESENT)
    month = SimpleNamespace(public_id="2018-06")
    return {
        "month": month,
        "traineeship": traineeship,
        "placement": placement,
        "activity": activity,
        "session": session,
        "participation": participation,
    }
