"""How far the data reach, which periods stand side by side, and when figures are counted anew."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from percorsi.accounts.choices import Role
from percorsi.activities.models import Activity
from percorsi.audit.actions import record
from percorsi.audit.choices import Act
from percorsi.audit.models import Event
from percorsi.cases.indicators import ACTIVE_PEOPLE
from percorsi.cases.models import Case
from percorsi.funding.choices import PayerKind
from percorsi.funding.models import Payer, Project
from percorsi.funding.policy import OTHER_PROJECTS
from percorsi.kit.periods import calendar_year
from percorsi.organisations.choices import Kind as BodyKind
from percorsi.people.models import Person, Residence
from percorsi.placements.models import Placement
from percorsi.reports import remembering
from percorsi.reports.choices import MOST_PERIODS, PERIODS_IN_A_YEAR, USUAL_YEARS, Kind
from percorsi.reports.figures import CUTS, PAGE_MUNICIPALITY, Label, Question, ask
from percorsi.reports.frame import Frame, read_frame
from percorsi.reports.remembering import Memory
from percorsi.reports.selection import columns, default_selection, default_years
from percorsi.traineeships.indicators import MONTHS_BY_PAYER
from percorsi.traineeships.models import Traineeship, TraineeshipMonth
from tests.cast import body, case, member, municipality, person, protected_person, referral

pytestmark = pytest.mark.django_db
IN_2019 = time_machine.travel(datetime(2019, 6, 6, 10, 30), tick=False)  # noqa: DTZ001 - the machine's own zone


def month(of: Person, day: date, *, hours: int = 20, payer: Payer | None = None) -> TraineeshipMonth:
    host = body("Vivai Averla", BodyKind.EMPLOYER)
    stage = Traineeship.objects.create(person=of, host=host, starts_on=day, ends_on=date(2030, 1, 1), payer=payer)
    return TraineeshipMonth.objects.create(traineeship=stage, month=day, hours_present=hours)


@IN_2019
def test_the_data_reach_to_the_last_fact_and_not_to_planned_ends() -> None:
    assert read_frame() == Frame()
    one = person()
    case(one, opened_on=date(2013, 2, 1))
    assert read_frame().cut_off == date(2018, 3, 1)  # the referral that tests/cast puts before
    assert (read_frame().first_year, read_frame().first_full_year) == (2013, 2013)
    month(one, date(2019, 3, 1), hours=0)
    assert read_frame().cut_off == date(2018, 3, 1)
    month(one, date(2019, 3, 1))
    assert read_frame().cut_off == date(2019, 3, 31)
    assert (read_frame().first_year, read_frame().first_full_year) == (2013, 2019)
    Placement.objects.create(
        person=one, employer=body(), starts_on=date(2019, 4, 2), ends_on=date(2020, 4, 1), contract="fixed_term"
    )
    assert read_frame().cut_off == date(2019, 4, 2)
    Activity.objects.create(name="ORAFO", starts_on=date(2019, 7, 1))
    assert read_frame().cut_off == date(2019, 4, 2)
    Case.objects.update(closed_on=date(2019, 5, 20))
    assert read_frame().cut_off == date(2019, 5, 20)
    month(one, date(2019, 6, 1))  # June is not over: the data speak of today at most
    assert read_frame().cut_off == date(2019, 6, 6)


def test_the_frame_names_municipalities_of_residence_and_in_charge() -> None:
    Residence.objects.create(person=person(), municipality=municipality("Rho"))
    case(protected_person(), town="Arese")
    case(person("Gazza"), town="Pero")
    assert read_frame().towns == ("Arese", "Rho")


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind != Kind.FREE])
def test_no_more_periods_than_fit_stand_side_by_side(kind: Kind) -> None:
    frame = Frame(1990, 1990, date(2019, 5, 31))
    first, last = default_years(kind, frame)
    shown = columns(kind, first, last, date(2019, 5, 31))
    assert 0 < len(shown) <= MOST_PERIODS
    assert last - first + 1 == min(USUAL_YEARS, MOST_PERIODS // PERIODS_IN_A_YEAR[kind])
    assert [column.is_unfinished for column in shown][:-1] == [False] * (len(shown) - 1)
    assert all(column.period.last <= date(2019, 5, 31) for column in shown)
    assert len({column.head for column in shown}) == len(shown)


def test_columns_of_an_unfinished_year_say_up_to_when() -> None:
    shown = columns(Kind.CALENDAR, 2018, 2019, date(2019, 5, 31))
    assert [column.is_unfinished for column in shown] == [False, True]
    assert shown[1].cut_off_words == "a fine maggio"
    assert columns(Kind.CALENDAR, 2019, 2019, date(2019, 5, 17))[0].cut_off_words == "al 17 maggio"
    assert default_selection(Frame()).columns == ()


def labels(cut: Label) -> dict[str, int]:
    return {answer.label: answer.figure for answer in ask([Question(ACTIVE_PEOPLE, calendar_year(2018), cut)])[0]}


def test_on_pages_a_protected_person_counts_under_the_municipality_in_charge_on_that_day() -> None:
    ordinary, hidden = person(), protected_person()
    Residence.objects.create(person=ordinary, municipality=municipality("Rho"))
    case(ordinary, town="Pero")
    case(hidden, town="Arese")
    referral(hidden, town="Lainate", referred_on=date(2018, 9, 1))
    referral(hidden, town="Pero", referred_on=date(2019, 1, 2))  # after the period
    assert labels(PAGE_MUNICIPALITY) == {"Rho": 1, "Lainate": 1}
    assert labels(CUTS["municipality"]) == {"Rho": 1, "": 1}


def test_a_purse_with_the_name_of_a_protected_project_counts_among_others() -> None:
    named = {"Nemmeno con un fiore": "nemmeno con un fiore", "Comune di Rho": "comune di rho"}
    for number, (name, key) in enumerate(named.items()):
        payer = Payer.objects.create(name=name, match_key=key, kind=PayerKind.OTHER)
        month(person(f"Merlo {number}"), date(2018, 3, 1), payer=payer)
    Project.objects.create(name="Nemmeno con un fiore", match_key="nemmeno con un fiore", is_protected=True)
    answers = ask([Question(MONTHS_BY_PAYER, calendar_year(2018))])[0]
    assert {answer.part: answer.figure for answer in answers} == {str(OTHER_PROJECTS): 1, "Comune di Rho": 1}


def test_a_month_counts_under_its_own_payer_and_else_under_the_traineeships() -> None:
    own, other = (
        Payer.objects.create(name=name, match_key=name.lower(), kind=PayerKind.OTHER) for name in ("Azienda", "Comune")
    )
    for number, (of_month, of_stage) in enumerate([(own, other), (None, other), (None, None), (own, None)]):
        row = month(person(f"Merlo {number}"), date(2018, 3, 1), payer=of_stage)
        TraineeshipMonth.objects.filter(pk=row.pk).update(payer=of_month)
    answers = ask([Question(MONTHS_BY_PAYER, calendar_year(2018))])[0]
    assert {answer.part: answer.figure for answer in answers} == {"Azienda": 2, "Comune": 1, "": 1}


class Counter:
    """Counts how often it is asked."""

    times = 0

    def __call__(self) -> int:
        self.times += 1
        return self.times


def test_figures_are_counted_again_after_a_change_and_only_then() -> None:
    reader, count = member(Role.MEDIATOR), Counter()
    one = person()
    for _ in range(3):
        assert Memory().remembered("q", count) == 1
    assert Memory().remembered("another", count) == 2
    for act in remembering.READINGS:
        record(act, by=reader, people=[one.pk])
    assert Memory().remembered("q", count) == 1
    for times, act in enumerate([act for act in Act if act not in remembering.READINGS], start=3):
        record(act, by=reader, people=[one.pk])
        assert Memory().remembered("q", count) == times, act
        assert Memory().remembered("q", count) == times, act
    person("Gazza")  # rows that come by bulk, before their event
    assert Memory().remembered("q", count) == times + 1


def test_a_new_day_has_its_own_figures() -> None:
    count = Counter()
    with IN_2019 as clock:
        assert [Memory().remembered("q", count) for _ in range(2)] == [1, 1]
        clock.shift(timedelta(days=1))
        assert Memory().remembered("q", count) == 2


def test_the_trail_is_not_read_from_its_beginning_for_ever() -> None:
    reader, count = member(Role.MEDIATOR), Counter()
    person()
    with IN_2019 as clock:
        record(Act.CHANGE, by=reader)
        assert Memory().remembered("q", count) == 1
        clock.shift(timedelta(hours=2))
        assert Memory().remembered("q", count) == 1  # the anchor moves on, the figures stay
        kept: Any = remembering._kept.get("state")
        assert kept.anchor == Event.objects.latest("id").pk and not kept.signs.changes
        assert Memory().remembered("q", count) == 1
        record(Act.CHANGE, by=reader)
        assert Memory().remembered("q", count) == 2


def test_an_event_that_appears_late_below_others_is_seen() -> None:
    reader, count = member(Role.MEDIATOR), Counter()
    person()
    last = record(Act.CHANGE, by=reader)
    late = last.pk + 1
    Event.objects.create(pk=last.pk + 2, at=timezone.now(), act=Act.CHANGE)
    assert Memory().remembered("q", count) == 1
    Event.objects.create(pk=late, at=timezone.now(), act=Act.CHANGE)
    assert Memory().remembered("q", count) == 2
