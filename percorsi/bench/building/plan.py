"""Who the n-th person is: every choice about them comes from the seed and their number."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

SEED = 20_181_231
# Two of five paths are open, so a mediator who takes in every path of this many people follows about 150.
PEOPLE_A_MEDIATOR = 375
FEWEST_MEDIATORS = 3
PEOPLE_A_PSYCHOLOGIST = 3_000
PEOPLE_AN_EMPLOYER = 20
PEOPLE_AN_EDITION = 24
PEOPLE_A_FURTHER_TOWN = 1_000
TALKATIVE = 15  # the person with very many notes: open, ordinary, followed by the first mediator
MANY_NOTES = 500
FEW_NOTES = (4, 16)
OLDEST_DAYS, NEWEST_DAYS = 1_500, 40


@dataclass(frozen=True, slots=True)
class Plan:
    """The choices about one person: how the path stands, and who and what belongs to it, by number."""

    number: int
    random: Random
    is_protected: bool
    is_cleared: bool
    is_waiting: bool
    is_open: bool
    mediator: int
    psychologist: int
    employer: int
    edition: int
    referred_on: date
    opened_on: date
    ended_on: date

    @property
    def notes(self) -> int:
        """How many notes were written about them."""
        if self.number == TALKATIVE:
            return MANY_NOTES
        return 0 if self.is_waiting else self.random.randint(*FEW_NOTES)

    def day(self) -> date:
        """Some day of their path."""
        return self.opened_on + timedelta(days=self.random.randrange((self.ended_on - self.opened_on).days + 1))


def plan_for(number: int, today: date) -> Plan:
    """Return the choices about the person with this number, counted from 0."""
    random = Random(SEED + number)  # noqa: S311 - nothing secret is drawn
    referred_on = today - timedelta(days=random.randint(NEWEST_DAYS, OLDEST_DAYS))
    opened_on = referred_on + timedelta(days=random.randint(5, 30))
    is_open = number % 5 in {0, 1}
    last_day = min(opened_on + timedelta(days=random.randint(60, 700)), today - timedelta(days=1))
    first_mediators = number < FEWEST_MEDIATORS * PEOPLE_A_MEDIATOR
    return Plan(
        number=number,
        random=random,
        is_protected=number % 200 in {50, 150},
        is_cleared=number % 200 == 50,
        is_waiting=number % 25 == 24,
        is_open=is_open,
        mediator=number // 5 % FEWEST_MEDIATORS if first_mediators else number // PEOPLE_A_MEDIATOR,
        psychologist=number // PEOPLE_A_PSYCHOLOGIST,
        employer=number // PEOPLE_AN_EMPLOYER,
        edition=number // PEOPLE_AN_EDITION,
        referred_on=referred_on,
        opened_on=opened_on,
        ended_on=today if is_open else last_day,
    )


def town_number(number: int, town_count: int) -> int:
    """Return which of the towns a person belongs to."""
    return number * 7 % town_count
