"""What stands around the people: bodies, team, senders, employers, purses, editions; it grows with them."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.activities.models import Activity
from percorsi.bench.building import plan, words
from percorsi.funding.actions import ensure_payers, ensure_projects
from percorsi.funding.models import Payer, Project
from percorsi.organisations import actions as organisations
from percorsi.organisations.choices import Kind, Nature
from percorsi.organisations.models import Organisation, Worker
from percorsi.places.actions import ensure_municipalities
from percorsi.places.models import Municipality
from percorsi.service.models import ContractPeriod, ServedMunicipality

SERVICE = "Servizio inserimenti lavorativi Maestrale"
SENDERS = ("Centro psicosociale Larice", "Servizio dipendenze Ontano", "Servizio disabili Betulla")
COORDINATOR = "Elena Nibbio"
SOCIAL_WORKERS_A_TOWN = 2


@dataclass(frozen=True, slots=True)
class Frame:
    """Rows that people point at. ``employers``, ``editions`` and the like are by number, of these people only."""

    today: date
    towns: list[Municipality]
    senders: list[Organisation]
    coordinator: Worker
    mediators: dict[int, Worker]
    psychologists: dict[int, Worker]
    social_workers: dict[int, list[Worker]]
    employers: dict[int, Organisation]
    editions: dict[int, Activity]
    payers: list[Payer]
    projects: list[Project]


def frame_for(plans: list[plan.Plan], today: date) -> Frame:
    """Return what these people point at, adding what is not there yet."""
    bodies = organisations.ensure_services({SERVICE: Kind.PROVIDER, **dict.fromkeys(SENDERS, Kind.SERVICE)})
    team = bodies[SERVICE]
    towns = _towns(plans[-1].number + 1)
    _serve(towns, team, today)
    return Frame(
        today=today,
        towns=towns,
        senders=[bodies[name] for name in SENDERS],
        coordinator=_account(COORDINATOR, Role.OPERATIONAL_COORDINATOR, team),
        mediators=_team({one.mediator for one in plans}, Role.MEDIATOR, team),
        psychologists=_team({one.psychologist for one in plans}, Role.PSYCHOLOGIST, team),
        social_workers=_social_workers(towns),
        employers=_employers(sorted({one.employer for one in plans}), towns),
        editions=_editions(sorted({one.edition for one in plans}), towns, today),
        payers=list(ensure_payers(["Progetto", "Azienda", *(f"Comune di {name}" for name in words.TOWNS)]).values()),
        projects=list(ensure_projects(["Progetto Brughiera", "Progetto Radura", "Dote Ginestra"]).values()),
    )


def name_of(number: int) -> str:
    """Return the name of the team member with this number."""
    return f"{_nth(words.GIVEN_NAMES, number * 11)} {_nth(words.SURNAMES, number * 37)} {number + 1}"


def _nth(names: tuple[str, ...], number: int) -> str:
    return names[number % len(names)]


def _towns(people: int) -> list[Municipality]:
    further = max(0, people // plan.PEOPLE_A_FURTHER_TOWN - len(words.TOWNS))
    names = [*words.TOWNS, *_names_of_further_towns()[:further]]
    found = ensure_municipalities(names)
    return [found[name] for name in names]


@cache
def _names_of_further_towns() -> list[str]:
    around = Municipality.objects.filter(ends_on=None, province__in=["MI", "VA", "CO", "BG"])
    others = around.exclude(name__in=words.TOWNS).order_by("cadastral_code")
    return list(others.values_list("name", flat=True))


def _serve(towns: list[Municipality], team: Organisation, today: date) -> None:
    if not ContractPeriod.objects.exists():
        first, last = date(today.year - 4, 1, 1), date(today.year, 12, 31)
        ContractPeriod.objects.create(name="Affidamento di prova", provider=team, starts_on=first, ends_on=last)
    served = set(ServedMunicipality.objects.values_list("municipality_id", flat=True))
    new = [ServedMunicipality(municipality=town) for town in towns if town.pk not in served]
    ServedMunicipality.objects.bulk_create(new)


def _account(name: str, role: Role, body: Organisation) -> Worker:
    worker = organisations.ensure_workers([name], role=role, body=body)[name]
    if worker.user is None:
        worker.user = User.objects.create_user(f"banco-{worker.pk}", name=name)
        worker.save(update_fields=["user"])
    return worker


def _team(numbers: set[int], role: Role, body: Organisation) -> dict[int, Worker]:
    """The first of a role has an account, because the pages are measured as seen by them."""
    suffix = "" if role == Role.MEDIATOR else " psicologa"
    names = {number: name_of(number) + suffix for number in sorted(numbers)}
    found = organisations.ensure_workers(list(names.values()), role=role, body=body)
    if 0 in names:
        found[names[0]] = _account(names[0], role, body)
    return {number: found[name] for number, name in names.items()}


def _social_workers(towns: list[Municipality]) -> dict[int, list[Worker]]:
    bodies = {row.seat_id: row for row in Organisation.objects.filter(kind=Kind.MUNICIPALITY, seat__in=towns)}
    known = {row.match_key: row for row in Worker.objects.filter(memberships__role=Role.SOCIAL_WORKER)}
    found: dict[int, list[Worker]] = {}
    for town in towns:
        names = [f"Assistente {town.name} {number + 1}" for number in range(SOCIAL_WORKERS_A_TOWN)]
        here = [known[key] for key in map(organisations.worker_key, names) if key in known]
        if len(here) < len(names):
            name = f"Comune di {town.name}"
            body = bodies.get(town.pk) or Organisation.objects.create(
                name=name, match_key=name.casefold(), kind=Kind.MUNICIPALITY, seat=town
            )
            here = list(organisations.ensure_workers(names, role=Role.SOCIAL_WORKER, body=body).values())
        found[town.pk] = here
    return found


def _employers(numbers: list[int], towns: list[Municipality]) -> dict[int, Organisation]:
    codes = {f"BANCO-{number:06}": number for number in numbers}
    found = {str(row.code): row for row in Organisation.objects.filter(code__in=codes)}
    natures = (Nature.PROFIT, Nature.NON_PROFIT, Nature.PROFIT, Nature.PUBLIC)
    new = [
        Organisation(
            code=code,
            name=f"{_nth(words.EMPLOYERS, number)} {_nth(words.SURNAMES, number)} {number}",
            kind=Kind.EMPLOYER,
            nature=natures[number % len(natures)],
            seat=towns[number % len(towns)],
        )
        for code, number in codes.items()
        if code not in found
    ]
    found |= organisations.bulk_add(new)
    return {number: found[code] for code, number in codes.items()}


def _editions(numbers: list[int], towns: list[Municipality], today: date) -> dict[int, Activity]:
    names = {f"ed. {number + 1}": number for number in numbers}
    found = {row.edition: row for row in Activity.objects.filter(edition__in=names)}
    new = [
        Activity(
            name=_nth(words.ACTIVITIES, number),
            edition=edition,
            municipality=towns[number % len(towns)],
            starts_on=(start := today - timedelta(days=30 + number * 97 % plan.OLDEST_DAYS)),
            ends_on=start + timedelta(days=28),
        )
        for edition, number in names.items()
        if edition not in found
    ]
    found |= {row.edition: row for row in Activity.objects.bulk_create(new)}
    return {number: found[edition] for edition, number in names.items()}
