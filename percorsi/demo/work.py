"""Traineeships, their months and the hires that came of them, from the end of the register to today."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from percorsi.activities.models import Activity, Participation
from percorsi.demo.since import REGISTER_ENDS, Stage, Walk
from percorsi.funding.models import Payer
from percorsi.kit.dates import add_months, first_of_month, last_day, last_of_month, months_touched
from percorsi.kit.money import cents
from percorsi.organisations.choices import Kind
from percorsi.organisations.models import Organisation
from percorsi.placements.choices import Attribution, Contract, EndReason
from percorsi.placements.models import Placement
from percorsi.traineeships.choices import MonthState
from percorsi.traineeships.models import Traineeship, TraineeshipMonth

_KINDS = ("inclusione sociale", "inclusione sociale", "formativo", "finalizzato all'assunzione")
_OUTCOMES = (
    *["concluso"] * 4,
    *["concluso - assunto"] * 3,
    *["interrotto dalla persona", "interrotto dall'azienda", "nuovo tirocinio"],
)
_HIRED = "concluso - assunto"
_JOBS = (
    *("addetto alle pulizie", "aiuto cuoco", "assemblatore", "commesso", "giardiniere", "magazziniere"),
    *("operaio generico", "impiegato d'ordine"),
)
_TUTORS = ("Gianni Ontano", "Rita Pispola", "Ivana Larice", "Pino Scirpo", "Mara Tufo", "Elio Calandra")
_ENDS = (*[EndReason.EXPIRED] * 4, *[EndReason.NEW_CONTRACT] * 3, EndReason.RESIGNED, EndReason.OTHER_JOB)
_HOURS_DUE = {15: 65, 20: 87, 25: 108, 30: 130}
_NEVER_PERCENT = 42
_ENTERED_LATE_PERCENT = 45
# Days from today on which traineeships and contracts end: somebody must decide about each.
ENDING_TRAINEESHIPS = (6, 13, 20, 27)
ENDING_CONTRACTS = (13, 14, 27, 29, 52, 58)


def let_them_work(stage: Stage, paths: list[Walk]) -> None:
    """Give about half of the paths a traineeship or two, with months, and hire some who ended well.

    The last month of some running ones is left to be entered.
    """
    hosts = list(Organisation.objects.filter(kind=Kind.EMPLOYER).order_by("id"))
    payers = list(Payer.objects.order_by("id"))
    begun = [row for path in paths for row in _traineeships(stage, path, hosts, payers)]
    begun += _ending_soon(stage, paths, begun, hosts, payers)
    Traineeship.objects.bulk_create(begun, batch_size=500)
    months = [row for traineeship in begun for row in _months(stage, traineeship)]
    TraineeshipMonth.objects.bulk_create(months, batch_size=1000)
    hired = [_hire(stage, row) for row in begun if row.outcome == _HIRED and row.ends_on]
    hired += _contracts_ending(stage, paths, begun, hosts)
    hired = [row for row in hired if row.starts_on <= stage.today]
    _say_how_they_ended(stage, hired)
    Placement.objects.bulk_create(hired, batch_size=500)


def meet_in_groups(stage: Stage, paths: list[Walk]) -> None:
    """Twice a year a group of people in charge met, as in the years of the register; the one in course comes apart."""
    months = [(year, month) for year in range(REGISTER_ENDS.year, stage.today.year + 1) for month in (4, 10)]
    starts = [stage.workday(date(year, month, 6)) for year, month in months]
    for first in (day for day in starts if REGISTER_ENDS < day < stage.today - timedelta(days=120)):
        last = first + timedelta(days=42)
        free = [path for path in paths if path.case.opened_on <= first and not path.case.person.is_protected]
        here = [path for path in free if path.case.closed_on is None or path.case.closed_on >= last]
        edition = Activity.objects.create(
            name="ORAFO",
            edition=f"{'primavera' if first.month < 7 else 'autunno'} {first.year}",
            municipality=stage.rng.choice(stage.towns),
            starts_on=first,
            ends_on=last,
        )
        members = stage.rng.sample(here, min(len(here), stage.rng.randrange(7, 11)))
        Participation.objects.bulk_create(
            Participation(activity=edition, person_id=person, enrolled_on=first - timedelta(days=12))
            for person in {path.case.person_id: None for path in members}
        )


def _traineeships(stage: Stage, path: Walk, hosts: list[Organisation], payers: list[Payer]) -> Iterator[Traineeship]:
    rng, case = stage.rng, path.case
    if case.person.is_protected or rng.randrange(100) < _NEVER_PERCENT:
        return
    start = max(case.opened_on, REGISTER_ENDS + timedelta(days=1)) + timedelta(days=rng.randrange(60, 220))
    for _ in range(rng.choice((1, 1, 2))):
        start = stage.workday(start)
        planned = last_day(start, rng.choice((3, 4, 6)))
        end = min(planned, case.closed_on) if case.closed_on else planned
        if start >= stage.today or end <= start:
            return
        yield _traineeship(stage, path, rng.choice(hosts), rng.choice(payers), (start, end))
        start = end + timedelta(days=rng.randrange(40, 160))


def _ending_soon(
    stage: Stage, paths: list[Walk], begun: list[Traineeship], hosts: list[Organisation], payers: list[Payer]
) -> list[Traineeship]:
    """Some of the open paths that have no traineeship running get one that ends soon."""
    busy = {row.person_id for row in begun if row.ends_on and row.ends_on >= stage.today}
    free = [path for path in paths if path.case.closed_on is None and path.case.person_id not in busy]
    old_enough = [path for path in free if path.case.opened_on < stage.today - timedelta(days=200)]
    ready = [path for path in old_enough if not path.case.person.is_protected]
    chosen = stage.rng.sample(ready, len(ENDING_TRAINEESHIPS))
    rows = []
    for path, days in zip(chosen, ENDING_TRAINEESHIPS, strict=True):
        end = stage.today + timedelta(days=days)
        start = add_months(end, -4) + timedelta(days=1)
        rows.append(_traineeship(stage, path, stage.rng.choice(hosts), stage.rng.choice(payers), (start, end)))
    return rows


def _traineeship(stage: Stage, path: Walk, host: Organisation, payer: Payer, days: tuple[date, date]) -> Traineeship:
    rng = stage.rng
    return Traineeship(
        person_id=path.case.person_id,
        host=host,
        kind=rng.choice(_KINDS),
        starts_on=days[0],
        ends_on=days[1],
        weekly_hours=Decimal(rng.choice(tuple(_HOURS_DUE))),
        monthly_allowance=Decimal(rng.choice((300, 350, 400, 450, 500))),
        payer=payer,
        company_tutor=rng.choice(_TUTORS),
        outcome=rng.choice(_OUTCOMES) if days[1] < stage.today else "",
    )


def _months(stage: Stage, traineeship: Traineeship) -> Iterator[TraineeshipMonth]:
    assert traineeship.ends_on and traineeship.weekly_hours and traineeship.monthly_allowance
    due = Decimal(_HOURS_DUE[int(traineeship.weekly_hours)])
    last_whole = first_of_month(stage.today) - timedelta(days=1)
    last = min(traineeship.ends_on, last_whole)
    for month in months_touched(traineeship.starts_on, last) if last >= traineeship.starts_on else ():
        is_latest = month == first_of_month(last_whole)
        if is_latest and traineeship.ends_on >= stage.today and stage.rng.randrange(100) < _ENTERED_LATE_PERCENT:
            return
        share = _share_of_month(traineeship, month)
        hours_due = (due * share).quantize(Decimal(1))
        present = (hours_due * Decimal(stage.rng.choice((70, 82, 88, 92, 95, 100, 100))) / 100).quantize(Decimal(1))
        amount = traineeship.monthly_allowance * present / due if due else Decimal(0)
        missed = hours_due - present
        justified = missed if stage.rng.randrange(3) else Decimal(0)
        yield TraineeshipMonth(
            traineeship=traineeship,
            month=month,
            hours_due=hours_due,
            hours_present=present,
            absences_justified=justified,
            absences_unjustified=missed - justified,
            amount=cents(amount),
            has_signed_sheet=not is_latest or stage.rng.randrange(3) > 0,
            state=MonthState.COMPLETE if is_latest else MonthState.VERIFIED,
        )


def _share_of_month(traineeship: Traineeship, month: date) -> Decimal:
    assert traineeship.ends_on
    whole = (last_of_month(month) - month).days + 1
    first, last = max(month, traineeship.starts_on), min(last_of_month(month), traineeship.ends_on)
    return Decimal((last - first).days + 1) / whole


def _hire(stage: Stage, traineeship: Traineeship) -> Placement:
    assert traineeship.ends_on
    starts = stage.workday(traineeship.ends_on + timedelta(days=stage.rng.randrange(1, 12)))
    row = _placement(stage, traineeship.person_id, traineeship.host, starts)
    row.traineeship = traineeship
    return row


def _placement(stage: Stage, person: int, employer: Organisation, starts: date) -> Placement:
    rng = stage.rng
    contract = rng.choice([Contract.FIXED_TERM] * 6 + [Contract.AGENCY_FIXED_TERM] * 2 + [Contract.PERMANENT] * 2)
    return Placement(
        person_id=person,
        employer=employer,
        starts_on=starts,
        ends_on=None if contract == Contract.PERMANENT else last_day(starts, rng.choice((3, 6, 6, 12))),
        contract=contract,
        weekly_hours=Decimal(rng.choice((20, 24, 30, 40))),
        job=rng.choice(_JOBS),
        attribution=rng.choice([Attribution.SERVICE] * 4 + [Attribution.OWN]),
    )


def _say_how_they_ended(stage: Stage, hired: list[Placement]) -> None:
    """Of the latest one nobody has said it yet."""
    over = [row for row in hired if row.ends_on and row.ends_on < stage.today]
    over.sort(key=lambda row: row.ends_on or stage.today)
    for row in over[:-1]:
        row.end_reason = stage.rng.choice(_ENDS)


def _contracts_ending(
    stage: Stage, paths: list[Walk], begun: list[Traineeship], hosts: list[Organisation]
) -> list[Placement]:
    """Some open paths have a job with a term that ends soon."""
    busy = {row.person_id for row in begun if row.ends_on and row.ends_on >= stage.today}
    ready = [
        path
        for path in paths
        if path.case.closed_on is None
        and path.case.person_id not in busy
        and not path.case.person.is_protected
        and path.case.opened_on < stage.today - timedelta(days=260)
    ]
    rows = []
    for path, days in zip(stage.rng.sample(ready, len(ENDING_CONTRACTS)), ENDING_CONTRACTS, strict=True):
        end = stage.today + timedelta(days=days)
        row = _placement(stage, path.case.person_id, stage.rng.choice(hosts), add_months(end, -6) + timedelta(days=1))
        row.contract, row.ends_on = Contract.FIXED_TERM, end
        rows.append(row)
    return rows
