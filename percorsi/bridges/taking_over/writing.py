"""Writing a plan into the rooms: one transaction, bulk inserts, one event in the trail."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.activities.models import Activity, Participation
from percorsi.audit.actions import Details, record
from percorsi.audit.choices import Act
from percorsi.backups.statistics import refresh_statistics
from percorsi.bridges.register.rows import CompanyRow, GroupRow, HireRow, PathRow, TraineeshipRow, UserRow
from percorsi.bridges.taking_over import people_rows, wording
from percorsi.bridges.taking_over.archive import Archive
from percorsi.bridges.taking_over.plan import Plan
from percorsi.cases.models import Assignment, Case, Suspension
from percorsi.funding.actions import ensure_payers, ensure_projects
from percorsi.organisations import actions as organisations
from percorsi.organisations.choices import Kind
from percorsi.organisations.models import Membership, Organisation, Worker
from percorsi.people import actions as people
from percorsi.people.choices import ExceptionKind
from percorsi.people.models import AccessException, PossibleDuplicate, RegisterNumber
from percorsi.placements.choices import Contract
from percorsi.placements.models import Placement
from percorsi.places.actions import ensure_municipalities
from percorsi.places.models import Municipality
from percorsi.referrals.models import Referral
from percorsi.traineeships.choices import MonthState
from percorsi.traineeships.models import Traineeship, TraineeshipMonth

BATCH = 2_000
OUR_TEAM = "Servizio inserimenti lavorativi"


@dataclass(slots=True)
class _Writer:
    """The rows already written, by their key in the register, for the rows that point at them."""

    plan: Plan
    numbers: dict[str, RegisterNumber]
    places: dict[str, Municipality] = field(default_factory=dict)
    companies: dict[str, Organisation] = field(default_factory=dict)
    traineeships: dict[str, Traineeship] = field(default_factory=dict)


@transaction.atomic
def write(plan: Plan, archive: Archive, *, by: User, digest: str) -> None:
    """Write all that is new, or nothing. ``digest`` tells in the trail which file it came from."""
    writer = _Writer(plan, dict(archive.numbers))
    writer.places = ensure_municipalities([*_place_names(plan)])
    _write_people(writer)
    _write_paths(writer)
    writer.companies = organisations.bulk_add([_company(row, writer.places) for row in plan.companies])
    writer.companies |= {str(row.code): row for row in Organisation.objects.exclude(code=None)}
    _write_traineeships(writer)
    _add(Placement, (_placement(row, writer) for row in plan.hires))
    _write_groups(writer)
    touched = {writer.numbers[number].person_id for number in _folders(plan)}
    if touched or plan.companies or plan.attendances:
        details = Details(role=Role.COMMAND if by.is_system else "", where="import-register", fields={"digest": digest})
        record(Act.IMPORT, by=by, people=sorted(touched), details=details)
        refresh_statistics()


def _add(model: type[models.Model], rows: Iterable[Any]) -> list[Any]:
    return model._default_manager.bulk_create(rows, batch_size=BATCH)


def _folders(plan: Plan) -> Iterable[str]:
    rows: Sequence[UserRow | PathRow | TraineeshipRow | HireRow | GroupRow]
    for rows in (plan.users, plan.paths, plan.traineeships, plan.hires, plan.groups):
        yield from (row.number for row in rows)


def _place_names(plan: Plan) -> Iterable[str]:
    yield from (row.residence for row in plan.users)
    rows: Sequence[PathRow | CompanyRow | GroupRow]
    for rows in (plan.paths, plan.companies, plan.groups):
        yield from (row.municipality for row in rows)


def _write_people(writer: _Writer) -> None:
    plan = writer.plan
    team = organisations.ensure_services({OUR_TEAM: Kind.PROVIDER})[OUR_TEAM]
    workers = organisations.ensure_workers([row.operator for row in plan.users], role=Role.MEDIATOR, body=team)
    protected = {row.sending_service for row in plan.users if row.is_protected}
    services = organisations.ensure_services(
        {
            row.sending_service: wording.service_kind(
                row.sending_service, is_protected=row.sending_service in protected
            )
            for row in plan.users
        }
    )
    own = {row.number: people_rows.folder(row, services, workers) for row in plan.users}
    drafts = {row.number: people_rows.draft(row, writer.places) for row in plan.users if row.number not in plan.joins}
    for number, draft in drafts.items():
        draft.related.append(own[number])
    people.bulk_add(list(drafts.values()))
    writer.numbers |= {number: own[number] for number in drafts}
    _write_given_folders(writer)
    for number, first in plan.joins.items():
        own[number].person = writer.numbers[first].person
    writer.numbers |= {row.number: row for row in people.add_numbers([own[number] for number in plan.joins])}
    _clear_readers(plan.users, writer.numbers)
    _add(PossibleDuplicate, (_pair(writer.numbers, pair.first, pair.second, pair.kind) for pair in plan.pairs))


def _write_given_folders(writer: _Writer) -> None:
    """Write the folders made for people who had none and whom a row of this file now joins or may be."""
    plan = writer.plan
    touched = {*plan.joins.values(), *(number for pair in plan.pairs for number in (pair.first, pair.second))}
    people.add_numbers([writer.numbers[number] for number in sorted(touched) if writer.numbers[number].pk is None])


def _pair(numbers: dict[str, RegisterNumber], one: str, other: str, kind: str) -> PossibleDuplicate:
    first, second = sorted((numbers[one], numbers[other]), key=lambda row: row.pk)
    return PossibleDuplicate(first=first, second=second, kind=kind)


def _clear_readers(users: list[UserRow], numbers: dict[str, RegisterNumber]) -> None:
    """Clear, for each protected person, the operational coordinators of today and the folder's own operator."""
    now = timezone.now()
    in_force = Membership.objects.filter(role=Role.OPERATIONAL_COORDINATOR, ends_on=None)
    coordinators = set(in_force.values_list("worker_id", flat=True))
    folders = [numbers[row.number] for row in users if row.is_protected]
    pairs = {(folder.person_id, worker) for folder in folders for worker in coordinators}
    pairs |= {(folder.person_id, folder.operator_id) for folder in folders if folder.operator_id}
    known = AccessException.objects.filter(kind=ExceptionKind.CLEARED, ends_at=None)
    pairs -= set(known.filter(person__in={person for person, _ in pairs}).values_list("person_id", "worker_id"))
    _add(
        AccessException,
        (
            AccessException(person_id=person, worker_id=worker, kind=ExceptionKind.CLEARED, starts_at=now)
            for person, worker in sorted(pairs)
        ),
    )


def _write_paths(writer: _Writer) -> None:
    paths = writer.plan.paths
    workers = _social_workers(writer)
    referrals = _add(Referral, (_referral(row, writer, workers) for row in paths))
    opened = [(row, referral) for row, referral in zip(paths, referrals, strict=True) if row.opened_on]
    cases = _add(Case, (_case(row, referral) for row, referral in opened))
    _add(
        Assignment,
        (
            Assignment(case=case, worker=number.operator)
            for case, number in (
                (case, writer.numbers[row.number]) for (row, _), case in zip(opened, cases, strict=True)
            )
            if number.operator
        ),
    )
    _add(
        Suspension,
        (
            Suspension(case=case)
            for (row, _), case in zip(opened, cases, strict=True)
            if wording.plain_state(row) == wording.SUSPENDED
        ),
    )


def _social_workers(writer: _Writer) -> dict[str, Worker]:
    """Each social worker belongs to the municipality that the register first names them with."""
    found: dict[str, Worker] = {}
    named: dict[str, list[str]] = {}
    for row in writer.plan.paths:
        named.setdefault(row.municipality, []).append(row.social_worker)
    for municipality, names in named.items():
        body = municipality_body(writer.places[municipality]) if municipality else None
        if body is None:
            body = organisations.ensure_services({OUR_TEAM: Kind.PROVIDER})[OUR_TEAM]
        found |= organisations.ensure_workers(names, role=Role.SOCIAL_WORKER, body=body)
    return found


def municipality_body(place: Municipality) -> Organisation:
    """Return the body that governs a municipality, adding it when it is met for the first time."""
    name = f"Comune di {place.name}"
    body, _ = Organisation.objects.get_or_create(
        seat=place, kind=Kind.MUNICIPALITY, defaults={"name": name, "match_key": name.casefold()}
    )
    return body


def _referral(row: PathRow, writer: _Writer, workers: dict[str, Worker]) -> Referral:
    number = writer.numbers[row.number]
    return Referral(
        person_id=number.person_id,
        register_number=number,
        referred_on=row.referred_on,
        municipality=writer.places.get(row.municipality),
        sending_service=number.sending_service,
        social_worker=workers.get(row.social_worker),
        outcome=wording.outcome(row),
        refusal_reason="" if row.opened_on else row.close_reason,
        is_imported=True,
        imported_on=timezone.localdate(),
    )


def _case(row: PathRow, referral: Referral) -> Case:
    assert row.opened_on is not None, "only a path with a day in charge is a case"
    reason, words = wording.discharge(row)
    return Case(
        person_id=referral.person_id,
        referral=referral,
        opened_on=row.opened_on,
        closed_on=row.closed_on,
        discharge_reason=reason,
        discharge_words=words,
        is_imported=True,
        imported_on=timezone.localdate(),
    )


def _company(row: Any, places: dict[str, Municipality]) -> Organisation:
    return Organisation(
        kind=Kind.EMPLOYER,
        code=row.code,
        name=row.name,
        vat_number=row.vat_number,
        nature=wording.NATURES.get(row.nature, ""),
        activity=row.activity,
        seat=places.get(row.municipality),
        employees=row.employees,
        contact_name=row.contact,
        phone=row.phone,
    )


def _write_traineeships(writer: _Writer) -> None:
    rows = writer.plan.traineeships
    payers = ensure_payers([row.payer for row in rows])
    projects = ensure_projects([row.project for row in rows])
    _add(
        Traineeship,
        (
            Traineeship(
                code=row.code,
                person_id=writer.numbers[row.number].person_id,
                register_number=writer.numbers[row.number],
                host=writer.companies[row.company],
                kind=row.kind,
                starts_on=row.starts_on,
                ends_on=row.ends_on,
                weekly_hours=row.weekly_hours,
                monthly_allowance=row.monthly_allowance,
                payer=payers.get(row.payer),
                project=projects.get(row.project),
                company_tutor=row.company_tutor,
                outcome=row.outcome,
                is_imported=True,
                imported_on=timezone.localdate(),
            )
            for row in rows
        ),
    )
    writer.traineeships = {str(row.code): row for row in Traineeship.objects.exclude(code=None)}
    _add(
        TraineeshipMonth,
        (
            TraineeshipMonth(
                traineeship=writer.traineeships[row.traineeship],
                month=row.month,
                hours_due=row.hours_due,
                hours_present=row.hours_present,
                amount=row.amount,
                state=MonthState.DRAFT if row.hours_present is None else MonthState.COMPLETE,
            )
            for row in writer.plan.attendances
        ),
    )


def _placement(row: Any, writer: _Writer) -> Placement:
    contract = wording.CONTRACTS.get(row.contract)
    return Placement(
        person_id=writer.numbers[row.number].person_id,
        register_number=writer.numbers[row.number],
        employer=writer.companies[row.company],
        starts_on=row.hired_on,
        ends_on=row.ends_on,
        contract=contract or Contract.OTHER,
        contract_words="" if contract else row.contract,
        weekly_hours=row.weekly_hours,
        job=row.job,
        counts_for_quota=row.counts_for_quota,
        traineeship=writer.traineeships.get(row.traineeship),
        is_imported=True,
    )


def _write_groups(writer: _Writer) -> None:
    def edition(row: Any) -> tuple[Any, ...]:
        place = writer.places.get(row.municipality)
        return row.activity, row.edition, place.pk if place else None, row.starts_on

    wanted = {edition(row): row for row in reversed(writer.plan.groups)}
    known = {
        (row.name, row.edition, row.municipality_id, row.starts_on): row
        for row in Activity.objects.filter(name__in={row.activity for row in wanted.values()})
    }
    new = [
        Activity(
            name=row.activity,
            edition=row.edition,
            municipality=writer.places.get(row.municipality),
            target=row.target,
            starts_on=row.starts_on,
            ends_on=row.ends_on,
        )
        for key, row in wanted.items()
        if key not in known
    ]
    known |= {(row.name, row.edition, row.municipality_id, row.starts_on): row for row in _add(Activity, new)}
    _add(
        Participation,
        (
            Participation(
                activity=known[edition(row)],
                person_id=writer.numbers[row.number].person_id,
                register_number=writer.numbers[row.number],
            )
            for row in writer.plan.groups
        ),
    )
