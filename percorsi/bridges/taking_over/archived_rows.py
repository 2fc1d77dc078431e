"""The database read as rows of the register, every row of it, in the order in which it was written."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.db import models
from django.utils import timezone

from percorsi.activities.models import Participation
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
from percorsi.bridges.taking_over.archived_paths import last_senders, operators, read_paths
from percorsi.kit.fields import holds_on
from percorsi.kit.public_ids import new_public_id
from percorsi.organisations.choices import Kind
from percorsi.organisations.models import Organisation
from percorsi.people.choices import ContactKind
from percorsi.people.models import Condition, Contact, Invalidity, Person, RegisterNumber, Residence
from percorsi.placements.models import Placement
from percorsi.traineeships.models import Traineeship, TraineeshipMonth

NOWHERE: dict[str, Any] = {"sheet": "", "row": 0}
# Drawn at random: a running number could meet the same one of another office. They end with a letter, so that they
# are no number of the office's series that a next one could follow.
GIVEN_FOLDER, GIVEN_COMPANY, GIVEN_TRAINEESHIP = "P-", "A-", "T-"
GIVEN_LENGTH = 9
GIVEN_END = "X"


@dataclass(slots=True)
class ArchivedRows:
    """All rows of the register that the database holds.

    ``numbers`` are the folders by number; those of people who had none are in memory only, as long as they have no
    primary key. ``first_numbers`` gives, by person id, the folder that speaks for the person.
    """

    users: list[UserRow]
    paths: list[PathRow]
    companies: list[CompanyRow]
    traineeships: list[TraineeshipRow]
    attendances: list[AttendanceRow]
    hires: list[HireRow]
    groups: list[GroupRow]
    numbers: dict[str, RegisterNumber]
    first_numbers: dict[int, str]


def given_code(prefix: str) -> str:
    """Return a new code for what has none in the office's register."""
    return prefix + new_public_id()[:GIVEN_LENGTH].upper() + GIVEN_END


def read_rows() -> ArchivedRows:
    """Read every row, in a number of queries that does not grow with the rows. No cursor stays open."""
    people = Person.objects.in_bulk()
    numbers = read_numbers(people)
    first: dict[int, str] = {}
    for key, row in numbers.items():
        first.setdefault(row.person_id, key)
    return ArchivedRows(
        users=_users(numbers, people, first),
        paths=read_paths(first),
        companies=_companies(),
        traineeships=_traineeships(first),
        attendances=_attendances(),
        hires=_hires(first),
        groups=_groups(first),
        numbers=numbers,
        first_numbers=first,
    )


def read_numbers(people: dict[int, Person]) -> dict[str, RegisterNumber]:
    """Return the folders in the order in which they came, and a new one for each person without any."""
    folders = RegisterNumber.objects.select_related("sending_service", "operator").order_by("id")
    numbers = {row.number.upper(): row for row in folders}
    without = people.keys() - {row.person_id for row in numbers.values()}
    senders = last_senders(without) if without else {}
    for pk in sorted(without):
        made = RegisterNumber(person=people[pk], number=given_code(GIVEN_FOLDER), sending_service=senders.get(pk))
        numbers[made.number] = made
    return numbers


def _by_person(rows: models.QuerySet[Any]) -> dict[int, list[Any]]:
    found: defaultdict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.person_id].append(row)
    return found


def _users(numbers: dict[str, RegisterNumber], people: dict[int, Person], first: dict[int, str]) -> list[UserRow]:
    now = holds_on(timezone.localdate())
    about = {
        "residence": _by_person(Residence.objects.filter(now).select_related("municipality").order_by("-id")),
        "phone": _by_person(Contact.objects.filter(kind=ContactKind.PHONE).order_by("id")),
        "email": _by_person(Contact.objects.filter(kind=ContactKind.EMAIL).order_by("id")),
        "condition": _by_person(Condition.objects.filter(now).order_by("-is_main", "id")),
        "invalidity": _by_person(Invalidity.objects.order_by("id")),
    }
    followed_by = operators(first)
    rows = []
    for key, number in numbers.items():
        own: dict[str, Any] = {name: lists.get(number.person_id, []) for name, lists in about.items()}
        own["operator"] = followed_by.get(key) or _name(number.operator)
        row = _user(key, number, people[number.person_id], own)
        speaker = first[number.person_id]
        is_told_by_code = row.codice_fiscale_kind == "final"
        rows.append(row if key == speaker or is_told_by_code else replace(row, same_as=speaker))
    return rows


def _user(key: str, number: RegisterNumber, person: Person, own: dict[str, Any]) -> UserRow:
    """A protected person is an alias here as in the office's register: who she is stays in the locked room."""
    residence = _first(own["residence"])
    invalidity = _first(own["invalidity"])
    code = person.codice_fiscale or ""
    family = person.alias or person.family_names
    service = _name(number.sending_service)
    return UserRow(
        **NOWHERE,
        number=key,
        family_names=family or person.given_names,
        given_names=person.given_names if family else "",
        sex=person.sex,
        born_on=person.born_on,
        birth_place=person.birth_place,
        citizenship=person.citizenship,
        codice_fiscale=code,
        codice_fiscale_kind=wording.codice_fiscale_kind(code),
        residence=_name(residence.municipality) if residence else "",
        address=residence.address if residence else "",
        phone=own["phone"][0].value if own["phone"] else "",
        email=own["email"][0].value if own["email"] else "",
        education=person.education,
        categories=tuple(dict.fromkeys(wording.category_label(one) for one in own["condition"])),
        invalidity_percent=invalidity.percent if invalidity else None,
        invalidity_kind=invalidity.kind if invalidity else "",
        sending_service=service,
        operator=own["operator"],
        note=wording.marked_note(person, service),
        is_protected=person.is_protected,
    )


def _first(rows: list[Any]) -> Any:
    return rows[0] if rows else None


def _name(row: Any) -> str:
    return row.name if row else ""


def folder_of(row: Any, first: dict[int, str]) -> str:
    """Return the folder that a row was written under, or the one that speaks for its person."""
    return row.register_number.number.upper() if row.register_number else first[row.person_id]


def hosting_bodies() -> models.QuerySet[Organisation]:
    """Return the bodies of the sheet of companies: those with a code, employers, and whoever hosts or has hired."""
    used = models.Q(pk__in=Traineeship.objects.values("host")) | models.Q(pk__in=Placement.objects.values("employer"))
    return Organisation.objects.filter(~models.Q(code=None) | models.Q(kind=Kind.EMPLOYER) | used)


def _code(row: Any) -> str:
    return (row.code or "").upper() if row else ""


def _companies() -> list[CompanyRow]:
    return [
        CompanyRow(
            **NOWHERE,
            code=_code(row),
            name=row.name,
            vat_number=row.vat_number,
            nature=wording.nature_label(row.nature),
            activity=row.activity,
            municipality=_name(row.seat),
            employees=row.employees,
            contact=row.contact_name,
            phone=row.phone,
        )
        for row in hosting_bodies().select_related("seat").order_by("id")
    ]


def _traineeships(first: dict[int, str]) -> list[TraineeshipRow]:
    about = ("register_number", "host", "payer", "project")
    return [
        TraineeshipRow(
            **NOWHERE,
            code=_code(row),
            number=folder_of(row, first),
            company=_code(row.host),
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
        for row in Traineeship.objects.select_related(*about).order_by("id")
    ]


def _attendances() -> list[AttendanceRow]:
    rows: Iterable[TraineeshipMonth] = TraineeshipMonth.objects.select_related("traineeship").order_by("id")
    return [
        AttendanceRow(
            **NOWHERE,
            traineeship=_code(row.traineeship),
            month=row.month,
            hours_due=row.hours_due,
            hours_present=row.hours_present,
            amount=row.amount,
        )
        for row in rows
    ]


def _hires(first: dict[int, str]) -> list[HireRow]:
    return [
        HireRow(
            **NOWHERE,
            number=folder_of(row, first),
            company=_code(row.employer),
            hired_on=row.starts_on,
            ends_on=row.ends_on,
            contract=wording.contract_words(row),
            weekly_hours=row.weekly_hours,
            job=row.job,
            counts_for_quota=row.counts_for_quota,
            traineeship=_code(row.traineeship),
        )
        for row in Placement.objects.select_related("register_number", "employer", "traineeship").order_by("id")
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
            number=folder_of(row, first),
        )
        for row in Participation.objects.select_related("register_number", "activity__municipality").order_by("id")
    ]
