"""What the database holds, as rows of the register: to tell new from known, to compare, and to write it out again."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models

from percorsi.activities.models import Participation
from percorsi.bridges.register.checking import Known
from percorsi.bridges.register.rows import (
    AttendanceRow,
    CompanyRow,
    GroupRow,
    HireRow,
    PathRow,
    TraineeshipRow,
    UserRow,
)
from percorsi.bridges.taking_over import wording
from percorsi.cases.models import Case, Suspension
from percorsi.confidential.models import ProtectedIdentity
from percorsi.organisations.models import Organisation
from percorsi.people.choices import ContactKind
from percorsi.people.models import Condition, Contact, Invalidity, Person, RegisterNumber, Residence
from percorsi.placements.models import Placement
from percorsi.referrals.models import Referral
from percorsi.traineeships.models import Traineeship, TraineeshipMonth

PathKey = tuple[str, date]
HireKey = tuple[str, str, date]
GroupKey = tuple[str, str, str, date | None, str]
NOWHERE: dict[str, Any] = {"sheet": "", "row": 0}


@dataclass(slots=True)
class Archive:
    """The rows of the database by their key in the register, and the ids that new rows point at.

    ``first_numbers`` gives, by person id, the folder that speaks for the person.
    """

    users: dict[str, UserRow]
    paths: dict[PathKey, PathRow]
    companies: dict[str, CompanyRow]
    traineeships: dict[str, TraineeshipRow]
    attendances: dict[tuple[str, date], AttendanceRow]
    hires: dict[HireKey, HireRow]
    groups: dict[GroupKey, GroupRow]
    numbers: dict[str, RegisterNumber]
    first_numbers: dict[int, str]

    def known(self) -> Known:
        """Return what a file may point at."""
        return Known(
            numbers=self.numbers.keys(),
            companies=self.companies.keys(),
            traineeships={code: (row.starts_on, row.ends_on) for code, row in self.traineeships.items()},
            months=self.attendances.keys(),
        )


def path_key(row: PathRow) -> PathKey:
    """A path is known by folder and day of referral."""
    return row.number, row.referred_on


def hire_key(row: HireRow) -> HireKey:
    """A hire is known by folder, company and day."""
    return row.number, row.company, row.hired_on


def group_key(row: GroupRow) -> GroupKey:
    """An enrolment is known by edition (activity, number, place, start) and folder."""
    return row.activity, row.edition, row.municipality, row.starts_on, row.number


def read_archive() -> Archive:
    """Read the whole register out of the database, in a number of queries that does not grow with the rows."""
    numbers = {row.number: row for row in RegisterNumber.objects.select_related("sending_service", "operator")}
    first: dict[int, str] = {}
    for row in sorted(numbers.values(), key=lambda one: one.pk):
        first.setdefault(row.person_id, row.number)
    return Archive(
        users=_users(numbers),
        paths={path_key(row): row for row in _paths(first)},
        companies={row.code: row for row in _companies()},
        traineeships={row.code: row for row in _traineeships(first)},
        attendances={(row.traineeship, row.month): row for row in _attendances()},
        hires={hire_key(row): row for row in _hires(first)},
        groups={group_key(row): row for row in _groups(first)},
        numbers=numbers,
        first_numbers=first,
    )


def _by_person(rows: models.QuerySet[Any]) -> dict[int, list[Any]]:
    found: defaultdict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.person_id].append(row)
    return found


def _users(numbers: dict[str, RegisterNumber]) -> dict[str, UserRow]:
    people = Person.objects.in_bulk()
    about = {
        "residence": _by_person(Residence.objects.filter(ends_on=None).select_related("municipality")),
        "phone": _by_person(Contact.objects.filter(kind=ContactKind.PHONE).order_by("id")),
        "email": _by_person(Contact.objects.filter(kind=ContactKind.EMAIL).order_by("id")),
        "condition": _by_person(Condition.objects.filter(ends_on=None).order_by("-is_main", "id")),
        "invalidity": _by_person(Invalidity.objects.order_by("id")),
        "identity": _by_person(ProtectedIdentity.objects.all()),
    }
    rows = {}
    for row in numbers.values():
        own = {name: lists.get(row.person_id, []) for name, lists in about.items()}
        rows[row.number] = _user(row, people[row.person_id], own)
    return rows


def _user(number: RegisterNumber, person: Person, own: dict[str, list[Any]]) -> UserRow:
    residence = own["residence"][0] if own["residence"] else None
    invalidity = own["invalidity"][0] if own["invalidity"] else None
    identity = own["identity"][0] if own["identity"] else person
    code = identity.codice_fiscale or ""
    return UserRow(
        **NOWHERE,
        number=number.number,
        family_names=person.alias or person.family_names,
        given_names=identity.given_names,
        sex=person.sex,
        born_on=identity.born_on,
        birth_place=identity.birth_place,
        citizenship=person.citizenship,
        codice_fiscale=code,
        codice_fiscale_kind=wording.codice_fiscale_kind(code),
        residence=residence.municipality.name if residence and residence.municipality else "",
        address=residence.address if residence else "",
        phone=own["phone"][0].value if own["phone"] else "",
        email=own["email"][0].value if own["email"] else "",
        education=person.education,
        categories=tuple(wording.category_label(one) for one in own["condition"]),
        invalidity_percent=invalidity.percent if invalidity else None,
        invalidity_kind=invalidity.kind if invalidity else "",
        sending_service=_name(number.sending_service),
        operator=_name(number.operator),
        note=person.remark,
        is_protected=person.is_protected,
    )


def _name(row: Any) -> str:
    return row.name if row else ""


def _number(row: Any, first: dict[int, str]) -> str:
    return row.register_number.number if row.register_number else first.get(row.person_id, "")


def _paths(first: dict[int, str]) -> list[PathRow]:
    cases = {case.referral_id: case for case in Case.objects.exclude(referral=None)}
    suspended = set(Suspension.objects.filter(ends_on=None).values_list("case_id", flat=True))
    return [
        _path(referral, cases.get(referral.pk), suspended, first)
        for referral in Referral.objects.select_related("register_number", "municipality", "social_worker")
    ]


def _path(referral: Referral, case: Case | None, suspended: set[int], first: dict[int, str]) -> PathRow:
    return PathRow(
        **NOWHERE,
        number=_number(referral, first),
        referred_on=referral.referred_on,
        municipality=_name(referral.municipality),
        social_worker=_name(referral.social_worker),
        opened_on=case.opened_on if case else None,
        closed_on=case.closed_on if case else None,
        close_reason=wording.close_reason(case) if case else referral.refusal_reason,
        state=wording.state_of(referral, case, is_suspended=bool(case and case.pk in suspended)),
    )


def _companies() -> list[CompanyRow]:
    return [
        CompanyRow(
            **NOWHERE,
            code=row.code or "",
            name=row.name,
            vat_number=row.vat_number,
            nature=wording.nature_label(row.nature),
            activity=row.activity,
            municipality=_name(row.seat),
            employees=row.employees,
            contact=row.contact_name,
            phone=row.phone,
        )
        for row in Organisation.objects.exclude(code=None).select_related("seat")
    ]


def _traineeships(first: dict[int, str]) -> list[TraineeshipRow]:
    return [
        TraineeshipRow(
            **NOWHERE,
            code=row.code or "",
            number=_number(row, first),
            company=row.host.code or "",
            kind=row.kind,
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            weekly_hours=row.weekly_hours,
            monthly_allowance=row.monthly_allowance,
            payer=_name(row.payer),
            project=_name(row.project),
            company_tutor=row.company_tutor,
            outcome=row.outcome,
        )
        for row in Traineeship.objects.exclude(code=None).select_related("register_number", "host", "payer", "project")
    ]


def _attendances() -> list[AttendanceRow]:
    return [
        AttendanceRow(
            **NOWHERE,
            traineeship=row.traineeship.code or "",
            month=row.month,
            hours_due=row.hours_due,
            hours_present=row.hours_present,
            amount=row.amount,
        )
        for row in TraineeshipMonth.objects.select_related("traineeship")
    ]


def _hires(first: dict[int, str]) -> list[HireRow]:
    return [
        HireRow(
            **NOWHERE,
            number=_number(row, first),
            company=row.employer.code or "",
            hired_on=row.starts_on,
            ends_on=row.ends_on,
            contract=wording.contract_words(row),
            weekly_hours=row.weekly_hours,
            job=row.job,
            counts_for_quota=row.counts_for_quota,
            traineeship=(row.traineeship.code or "") if row.traineeship else "",
        )
        for row in Placement.objects.select_related("register_number", "employer", "traineeship")
    ]


def _groups(first: dict[int, str]) -> list[GroupRow]:
    return [
        GroupRow(
            **NOWHERE,
            activity=row.activity.name,
            edition=row.activity.edition,
            municipality=_name(row.activity.municipality),
            target=row.activity.target,
            starts_on=row.activity.starts_on,
            ends_on=row.activity.ends_on,
            number=_number(row, first),
        )
        for row in Participation.objects.select_related("register_number", "activity__municipality")
    ]
