"""What happened between the end of the register and today: old paths end, others come, by years and without gaps.

All of it is made up with a generator of its own seed, so that a day always gives the same service.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from percorsi.cases.choices import DischargeReason
from percorsi.cases.models import Assignment, Case, Suspension
from percorsi.demo.names import some_name
from percorsi.kit.dates import add_months
from percorsi.organisations.models import Organisation, Worker
from percorsi.people import actions as people
from percorsi.people.actions import PersonDraft
from percorsi.people.choices import ContactKind
from percorsi.people.models import (
    Condition,
    Contact,
    Invalidity,
    Permit,
    Person,
    RegisterNumber,
    Residence,
)
from percorsi.places.models import Municipality
from percorsi.referrals.choices import Outcome
from percorsi.referrals.models import Referral

REGISTER_ENDS = date(2019, 5, 31)
KEPT_OPEN = 38
_A_MONTH = (6, 7, 7, 8)
_REFUSED_PERCENT = 11
_MONDAY_AFTER = 7
_SATURDAY = 5
_FIRST_NEW_NUMBER = 700
_REASONS = (
    *[DischargeReason.HIRED] * 5,
    *[DischargeReason.GOAL_REACHED] * 3,
    *[DischargeReason.RENOUNCED] * 4,
    *[DischargeReason.UNREACHABLE] * 3,
    *[DischargeReason.HEALTH] * 2,
    *[DischargeReason.MOVED, DischargeReason.OTHER_SERVICE, DischargeReason.NOT_FEASIBLE],
)
_CATEGORIES = (
    *["l68_99"] * 9,
    *["l381_91"] * 2,
    *["social_services"] * 3,
    *["long_term_unemployed", "over_50", "young_jobless"] * 2,
    "lone_parent",
)
_WHY_REFERRED = (
    "Cerca un lavoro a tempo parziale compatibile con le terapie.",
    "Senza lavoro da oltre un anno, chiede un percorso di orientamento.",
    "Ha concluso un corso e vorrebbe un tirocinio nella zona.",
    "Nucleo seguito dal servizio: un’entrata stabile è il primo obiettivo.",
    "Ha lavorato in magazzino e nelle pulizie, disponibile da subito.",
    "Rientra al lavoro dopo una lunga assenza, da valutare le mansioni adatte.",
)
_EDUCATION = ("licenza media", "licenza media", "qualifica professionale", "diploma di scuola superiore", "laurea")


@dataclass(frozen=True, slots=True)
class Walk:
    """A path and who walks it with the person, as the later steps of the demo need them."""

    case: Case
    worker: Worker


@dataclass(frozen=True, slots=True)
class Stage:
    """What every step draws from: the day, the generator, who follows people, which municipalities refer."""

    today: date
    rng: Random
    mediators: list[Worker]
    towns: list[Municipality]
    senders: dict[int, Worker]
    services: list[Organisation]
    births: set[tuple[str, date]] = field(default_factory=set)

    def birthday(self, family: str, *, referred_on: date) -> date:
        """A day of birth that nobody of the same surname has, so that nobody seems to be somebody else."""
        while True:
            born = referred_on - timedelta(days=self.rng.randrange(19 * 365, 60 * 365))
            if (family, born) not in self.births:
                self.births.add((family, born))
                return born

    def workday(self, day: date) -> date:
        """The day itself, or the Monday after it."""
        return day + timedelta(days=_MONDAY_AFTER - day.weekday()) if day.weekday() >= _SATURDAY else day

    def day_of_month(self, month: date) -> date:
        """Some working day within a month."""
        day = self.workday(month + timedelta(days=self.rng.randrange(25)))
        return min(day, add_months(month, 1) - timedelta(days=1))


def close_old_paths(stage: Stage) -> list[Walk]:
    """End the open paths of the register on days until last month, most in the first years; return those left open.

    One of a protected person stays open with them. Referrals that nobody ever answered are shelved.
    """
    still_open = Case.objects.filter(closed_on=None).select_related("person").order_by("-opened_on", "id")
    protected = [case for case in still_open if case.person.is_protected][:1]
    seen: set[int] = set()
    kept = [*protected]
    for case in still_open:
        if len(kept) < KEPT_OPEN and not case.person.is_protected and case.person_id not in seen:
            seen.add(case.person_id)
            kept.append(case)
    chosen = {case.pk for case in kept}
    _end(stage, [case for case in still_open if case.pk not in chosen])
    Referral.objects.filter(outcome=Outcome.WAITING).update(
        outcome=Outcome.REFUSED,
        refusal_reason="nessun seguito: archiviata dopo la revisione dei casi",
        answered_on=date(REGISTER_ENDS.year, 12, 20),
    )
    followed = Assignment.objects.filter(case__in=kept, ends_on=None, worker__in=stage.mediators)
    worker_of = {row.case_id: row.worker for row in followed.select_related("worker").order_by("-id")}
    return [Walk(case, worker_of[case.pk]) for case in kept if case.pk in worker_of]


def _end(stage: Stage, cases: list[Case]) -> None:
    """End paths, with whoever follows them and what holds them up."""
    span = (stage.today - REGISTER_ENDS).days - 30
    for case in cases:
        case.closed_on = stage.workday(REGISTER_ENDS + timedelta(days=1 + int(span * stage.rng.random() ** 2.2)))
        case.discharge_reason = stage.rng.choice(_REASONS)
        case.discharge_agreed_with = "assistente sociale e persona"
    Case.objects.bulk_update(cases, ["closed_on", "discharge_reason", "discharge_agreed_with"], batch_size=500)
    day_of = {case.pk: case.closed_on for case in cases}
    followers = list(Assignment.objects.filter(case__in=day_of, ends_on=None))
    pauses = list(Suspension.objects.filter(case__in=day_of, ends_on=None))
    rows: list[Assignment | Suspension] = [*followers, *pauses]
    for row in rows:
        row.ends_on = day_of[row.case_id]
    Assignment.objects.bulk_update(followers, ["ends_on"], batch_size=500)
    Suspension.objects.bulk_update(pauses, ["ends_on"], batch_size=500)


def bring_newcomers(stage: Stage) -> list[Walk]:
    """Let people be referred in every month since the register ended; return their paths, open and closed."""
    months = _months_until(stage.today)
    arrivals = [stage.day_of_month(month) for month in months for _ in range(stage.rng.choice(_A_MONTH))]
    arrivals = [day for day in arrivals if day < stage.today - timedelta(days=21)]
    drafts = [_newcomer(stage, f"NIL-{_FIRST_NEW_NUMBER + n:04}", day) for n, day in enumerate(arrivals)]
    newcomers = people.bulk_add(drafts)
    referrals = [_referral(stage, person, day) for person, day in zip(newcomers, arrivals, strict=True)]
    Referral.objects.bulk_create(referrals, batch_size=500)
    accepted = [row for row in referrals if row.outcome == Outcome.ACCEPTED]
    cases = Case.objects.bulk_create([_case(stage, row) for row in accepted], batch_size=500)
    paths = [Walk(case, stage.mediators[n % len(stage.mediators)]) for n, case in enumerate(cases)]
    Assignment.objects.bulk_create(
        Assignment(case=path.case, worker=path.worker, starts_on=path.case.opened_on, ends_on=path.case.closed_on)
        for path in paths
    )
    return paths


def _months_until(today: date) -> list[date]:
    month, months = date(REGISTER_ENDS.year, REGISTER_ENDS.month + 1, 1), []
    while month <= today:
        months.append(month)
        month = add_months(month, 1)
    return months


def _newcomer(stage: Stage, number: str, day: date) -> PersonDraft:
    rng, name = stage.rng, some_name(stage.rng)
    person = Person(
        family_names=name.family,
        given_names=name.given,
        sex=name.sex,
        born_on=stage.birthday(name.family, referred_on=day),
        birth_place=name.birth_place,
        citizenship=name.citizenship,
        education=rng.choice(_EDUCATION),
    )
    return PersonDraft(person, [RegisterNumber(number=number), *_known(stage, person, day)])


def _known(stage: Stage, person: Person, day: date) -> Iterator[Residence | Contact | Condition | Invalidity | Permit]:
    rng, category = stage.rng, stage.rng.choice(_CATEGORIES)
    yield Residence(municipality=_town_of(stage, day), starts_on=None)
    yield Contact(kind=ContactKind.PHONE, value=f"399 {rng.randrange(1000000, 9999999)}")
    if rng.randrange(3) == 0:
        word = (person.given_names or person.family_names).split()[0].lower()
        yield Contact(kind=ContactKind.EMAIL, value=f"{word}{rng.randrange(100)}@posta.example")
    if person.citizenship != "italiana":
        category = "immigrant_worker"
        yield Permit(kind="lavoro subordinato", expires_on=day + timedelta(days=rng.randrange(500, 1500)))
    yield Condition(category=category, is_main=True, starts_on=day)
    if category == "l68_99":
        issued = day - timedelta(days=rng.randrange(60, 1500))
        review = issued + timedelta(days=rng.choice((1095, 1825))) if rng.randrange(3) == 0 else None
        yield Invalidity(percent=rng.choice((46, 50, 60, 67, 75)), kind="civile", issued_on=issued, review_on=review)


def _town_of(stage: Stage, day: date) -> Municipality:
    return stage.towns[(day.toordinal() * 7) % len(stage.towns)]


def _referral(stage: Stage, person: Person, day: date) -> Referral:
    town = _town_of(stage, day)
    is_refused = stage.rng.randrange(100) < _REFUSED_PERCENT
    return Referral(
        person=person,
        referred_on=day,
        municipality=town,
        social_worker=stage.senders.get(town.pk),
        sending_service=stage.rng.choice(stage.services) if stage.rng.randrange(4) == 0 else None,
        reason=stage.rng.choice(_WHY_REFERRED),
        outcome=Outcome.REFUSED if is_refused else Outcome.ACCEPTED,
        refusal_reason="residente fuori dai Comuni serviti" if is_refused else "",
        answered_on=stage.workday(day + timedelta(days=stage.rng.randrange(2, 14))),
    )


def _case(stage: Stage, referral: Referral) -> Case:
    opened = referral.answered_on
    assert opened is not None, "an accepted referral has the day of its answer"
    closed: date | None = stage.workday(opened + timedelta(days=int(stage.rng.triangular(110, 760, 250))))
    if closed and closed >= stage.today - timedelta(days=10):
        closed = None
    return Case(
        person_id=referral.person_id,
        referral=referral,
        opened_on=opened,
        closed_on=closed,
        discharge_reason=stage.rng.choice(_REASONS) if closed else "",
        discharge_agreed_with="assistente sociale e persona" if closed else "",
    )


# Days since the referrals that nobody has answered yet came in: two are late.
_WAITING_SINCE = (1, 3, 5, 8, 12, 16, 21)


def let_some_wait(stage: Stage) -> None:
    """Refer some people whose referral waits for an answer."""
    days = [stage.workday(stage.today - timedelta(days=days)) for days in _WAITING_SINCE]
    days = [min(day, stage.today) for day in days]
    first = _FIRST_NEW_NUMBER + RegisterNumber.objects.filter(number__gte=f"NIL-{_FIRST_NEW_NUMBER:04}").count()
    drafts = [_newcomer(stage, f"NIL-{first + n:04}", day) for n, day in enumerate(days)]
    referrals = [_referral(stage, person, day) for person, day in zip(people.bulk_add(drafts), days, strict=True)]
    for row in referrals:
        row.outcome, row.refusal_reason, row.answered_on = Outcome.WAITING, "", None
    Referral.objects.bulk_create(referrals)


def open_ones(paths: Iterable[Walk]) -> list[Walk]:
    """Return the paths still open, in their order."""
    return [path for path in paths if path.case.closed_on is None]
