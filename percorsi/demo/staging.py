"""Putting the invented service on stage: first its people, then the office's register through the real importer."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

from django.db import transaction
from django.utils import timezone

from percorsi.accounts.actions import command_user
from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.audit.actions import Details, record
from percorsi.audit.choices import Act
from percorsi.backups.statistics import refresh_statistics
from percorsi.bridges.actions import take_register
from percorsi.cases.models import Assignment, Case
from percorsi.demo.agenda import fill_the_week, speak_with_companies
from percorsi.demo.cast import COMMISSIONER, LOGINS, PASSWORD, PROVIDER, SERVICE, SHORT_NAME, TOWN, Login
from percorsi.demo.senders import send_in_forms
from percorsi.demo.since import REGISTER_ENDS, Stage, Walk, bring_newcomers, close_old_paths, let_some_wait
from percorsi.demo.situations import declare_situations
from percorsi.demo.today import let_papers_expire, suspend_some, write_the_diary
from percorsi.demo.work import let_them_work, meet_in_groups
from percorsi.diary.choices import NoteKind
from percorsi.diary.models import Note
from percorsi.kit.text import match_key
from percorsi.organisations.actions import ensure_services, worker_key
from percorsi.organisations.choices import Kind
from percorsi.organisations.models import Membership, Organisation, Worker
from percorsi.organisations.queries import reader
from percorsi.places.actions import ensure_municipalities
from percorsi.service.choices import USUAL_DAYS
from percorsi.service.models import ContractPeriod, ServedMunicipality, ServiceProfile

REGISTER = Path(__file__).with_name("registro-nil-2015-2019.xlsx")
FIRST_DAY = date(2015, 1, 1)
CONTRACT_YEARS = 3
AMBIT = (
    *("Arese", "Cornaredo", "Lainate", "Pero", "Pogliano Milanese", "Pregnana Milanese", "Rho"),
    *("Settimo Milanese", "Vanzago"),
)
IN_CONVENTION = "Nerviano"
PEOPLE_OF_THE_PSYCHOLOGIST = 8
PEOPLE_WITH_NOTES = 24
SEED = 68_99
SATURDAY = 5
# Days from the opening of the path, kind, text.
NOTES = (
    (0, NoteKind.INTERVIEW, "Primo colloquio: presentato il servizio, raccolte esperienze e disponibilità di orario."),
    (21, NoteKind.CALL, "Telefonata per fissare l’incontro di orientamento; conferma la presenza."),
    (45, NoteKind.INTERVIEW, "Rivisto il curriculum; si orienta verso mansioni di magazzino e pulizie."),
    (75, NoteKind.VISIT, "Visita in azienda con il tutor: accoglienza buona, da rivedere gli spostamenti."),
)


@transaction.atomic
def stage_demo() -> bool:
    """Fill an empty database, all or nothing; return whether anything was written. A service that is there stays."""
    if ContractPeriod.objects.exists():
        return False
    _set_up_service()
    workers = {login: _engage(login, _body(login)) for login in LOGINS}
    take_register(REGISTER, by=command_user(), backs_up=False)
    _write_notes()
    stage = _stage(workers, timezone.localdate())
    paths = bring_to_today(stage)
    followed = [*paths, *_entrusted(_worker(workers, Role.PSYCHOLOGIST))]
    fill_the_week(stage, followed, coordinator=_worker(workers, Role.OPERATIONAL_COORDINATOR))
    speak_with_companies(stage, _worker(workers, Role.SCOUT))
    send_in_forms(_reader(_worker(workers, Role.SOCIAL_WORKER)), today=stage.today)
    declare_situations()
    return True


def bring_to_today(stage: Stage) -> list[Walk]:
    """Go on from the end of the register to today, leave the service with its hands full, and return the paths."""
    paths = [*close_old_paths(stage), *bring_newcomers(stage)]
    let_them_work(stage, paths)
    meet_in_groups(stage, paths)
    write_the_diary(stage, paths)
    let_papers_expire(stage, paths)
    suspend_some(stage, paths)
    let_some_wait(stage)
    touched = sorted({path.case.person_id for path in paths})
    record(Act.IMPORT, by=command_user(), people=touched, details=Details(where="demo-data"))
    refresh_statistics()
    return paths


def _worker(workers: dict[Login, Worker], role: Role) -> Worker:
    return next(worker for login, worker in workers.items() if login.role == role)


def _reader(worker: Worker) -> User:
    found = reader(worker.user_id) if worker.user_id else None
    assert found is not None, "everybody of the cast has an account"
    return found


def _stage(workers: dict[Login, Worker], today: date) -> Stage:
    served = ServedMunicipality.objects.order_by("municipality__name").select_related("municipality")
    towns = [row.municipality for row in served]
    members = Membership.objects.filter(role=Role.SOCIAL_WORKER, organisation__seat__in=towns).select_related("worker")
    return Stage(
        today=today,
        rng=Random(SEED),  # noqa: S311 - the same day gives the same demo
        mediators=[worker for login, worker in workers.items() if login.role == Role.MEDIATOR],
        towns=towns,
        senders={row.organisation.seat_id: row.worker for row in members.order_by("-id") if row.organisation.seat_id},
        services=list(Organisation.objects.filter(kind=Kind.SERVICE).order_by("id")),
    )


def _set_up_service() -> None:
    bodies = ensure_services({SERVICE: Kind.PROVIDER, PROVIDER: Kind.PROVIDER, COMMISSIONER: Kind.COMMISSIONER})
    ServiceProfile.objects.update_or_create(pk=1, defaults={"name": SHORT_NAME, "standard_days": dict(USUAL_DAYS)})
    ContractPeriod.objects.bulk_create(_contracts(bodies[PROVIDER], timezone.localdate()))
    places = ensure_municipalities([*AMBIT, IN_CONVENTION])
    ServedMunicipality.objects.bulk_create(
        ServedMunicipality(municipality=place, is_in_convention=name == IN_CONVENTION, starts_on=FIRST_DAY)
        for name, place in sorted(places.items())
    )


def _contracts(provider: Organisation, today: date) -> list[ContractPeriod]:
    """One contract after another, from the first day of the register to the one in force today."""
    years = range(FIRST_DAY.year, today.year + 1, CONTRACT_YEARS)
    return [
        ContractPeriod(
            name=f"Affidamento {year}-{year + CONTRACT_YEARS - 1}",
            provider=provider,
            act=f"Determinazione n. 0/{year} (inventata)",
            starts_on=date(year, 1, 1),
            ends_on=date(year + CONTRACT_YEARS - 1, 12, 31),
        )
        for year in years
    ]


def _body(login: Login) -> Organisation:
    if login.role == Role.COMMISSIONER:
        return Organisation.objects.get(match_key=match_key(COMMISSIONER))
    if login.role == Role.SOCIAL_WORKER:
        name = f"Comune di {TOWN}"
        defaults = {"name": name, "match_key": match_key(name)}
        place = ensure_municipalities([TOWN])[TOWN]
        return Organisation.objects.get_or_create(seat=place, kind=Kind.MUNICIPALITY, defaults=defaults)[0]
    return Organisation.objects.get(match_key=match_key(SERVICE))


def _engage(login: Login, body: Organisation) -> Worker:
    """Give one of the cast an account and a place in a body. The importer finds them by the same words."""
    user = User.objects.create_user(username=login.username, password=PASSWORD, name=login.name)
    worker = Worker.objects.create(name=login.name, match_key=worker_key(login.name), user=user)
    Membership.objects.create(worker=worker, organisation=body, role=login.role, starts_on=FIRST_DAY)
    details = Details(where="demo-data", fields={"role": login.role.value})
    record(Act.GRANT, by=command_user(), about=user, details=details)
    return worker


def _entrusted(psychologist: Worker) -> list[Walk]:
    """Let the psychologist follow, beside the mediator, the first open ordinary paths; return them as theirs."""
    cases = Case.objects.filter(closed_on=None, person__is_protected=False).select_related("person").order_by("id")
    chosen = list(cases[:PEOPLE_OF_THE_PSYCHOLOGIST])
    Assignment.objects.bulk_create(
        Assignment(case=case, worker=psychologist, starts_on=case.opened_on) for case in chosen
    )
    return [Walk(case, psychologist) for case in chosen]


def _write_notes() -> None:
    """Write a few notes by who follows the latest open paths, within the years of the register."""
    followed = Assignment.objects.filter(case__closed_on=None, case__person__is_protected=False, ends_on=None)
    told = followed.filter(case__opened_on__lte=REGISTER_ENDS - timedelta(days=NOTES[-1][0]))
    latest = told.exclude(worker__memberships__role=Role.PSYCHOLOGIST).select_related("case", "worker")
    Note.objects.bulk_create(
        _note(row, *note) for row in latest.order_by("-case__opened_on", "id")[:PEOPLE_WITH_NOTES] for note in NOTES
    )


def _note(row: Assignment, days: int, kind: NoteKind, text: str) -> Note:
    day = row.case.opened_on + timedelta(days=days)
    if day.weekday() >= SATURDAY:
        day += timedelta(days=7 - day.weekday())
    at = datetime(day.year, day.month, day.day, 15, 30, tzinfo=UTC)
    return Note(
        person_id=row.case.person_id, kind=kind, happened_on=day, text=text, written_by=row.worker, written_at=at
    )
