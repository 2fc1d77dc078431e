"""The letter after an import: its words, its figures, and the rows behind them, within the reader's rights."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.bridges import letter
from percorsi.bridges.letter_facts import Facts
from percorsi.cases.models import Suspension
from percorsi.diary.choices import NoteKind
from percorsi.diary.models import Note
from percorsi.organisations.choices import Kind
from percorsi.people.models import Invalidity, Permit, Person, PossibleDuplicate
from percorsi.placements.choices import Contract
from percorsi.placements.models import Placement
from percorsi.traineeships.models import Traineeship, TraineeshipMonth
from tests import cast

TODAY = date(2019, 12, 10)


def figures(found: letter.Found) -> dict[str, str]:
    return {
        figure.key: figure.words for section in letter.compose(found, on=TODAY).sections for figure in section.figures
    }


def test_one_and_many_read_well_and_every_figure_stands_once() -> None:
    one = figures(letter.Found(dict.fromkeys((letter.PAIRS, *letter.WITH_ROWS), 1), months_traineeships=1))
    many = figures(letter.Found({}, months_traineeships=2))
    assert set(one) == set(many) == {letter.PAIRS, *letter.WITH_ROWS}
    assert one[letter.MONTHS] == "mese con ore presenti, in un tirocinio, è senza pagatore"
    assert figures(letter.Found({}))[letter.MONTHS] == "mesi con ore presenti sono senza pagatore"
    assert many[letter.MONTHS] == "mesi con ore presenti, in 2 tirocini, sono senza pagatore"
    assert all(one[key] != many[key] for key in one)


def test_it_says_which_register_it_speaks_of() -> None:
    written = letter.compose(letter.Found({}, brought=("r.xlsx", date(2019, 12, 9))), on=TODAY)
    assert written.opening.startswith("Il registro «r.xlsx» è entrato il 09/12/2019.")
    assert letter.compose(letter.Found({}, operators=[("", 2)]), on=TODAY).operators[0].name == "senza operatore"


@pytest.fixture
def coordinator() -> User:
    return cast.member(Role.OPERATIONAL_COORDINATOR)


def names(reader: User, key: str) -> list[str]:
    return [str(row.person) for row in Facts(reader, on=TODAY).rows(key)]


def silent(name: str, **case: Any) -> Person:
    person = cast.person("Pavoncella", name)
    cast.case(person, opened_on=date(2018, 3, 12), **case)
    return person


@pytest.mark.django_db
def test_a_path_is_silent_when_no_room_knows_anything_for_eighteen_months(coordinator: User) -> None:
    silent("Ada")
    silent("Chiusa", closed_on=date(2018, 5, 1))
    heard = silent("Sentita")
    Note.objects.create(
        person=heard, kind=NoteKind.CALL, happened_on=date(2018, 6, 10), text="x", written_at="2018-06-10T10:00:00Z"
    )
    host = cast.body("Vivai Melo", Kind.EMPLOYER)
    worked = Traineeship.objects.create(
        person=silent("Tirocinante"), host=host, starts_on=date(2018, 4, 1), outcome="ok"
    )
    TraineeshipMonth.objects.create(traineeship=worked, month=date(2018, 7, 1), hours_present=10)
    Traineeship.objects.create(person=silent("In corso"), host=host, starts_on=date(2018, 4, 1))
    Placement.objects.create(
        person=silent("Assunta"), employer=host, starts_on=date(2019, 1, 1), contract=Contract.PERMANENT
    )
    assert names(coordinator, letter.SILENT) == ["Ada Pavoncella"]


@pytest.mark.django_db
def test_the_day_of_eighteen_months_ago_is_not_silent_yet(coordinator: User) -> None:
    for day in (9, 10):
        cast.case(cast.person("Pavoncella", f"{day}"), opened_on=date(2018, 6, day))
    assert names(coordinator, letter.SILENT) == ["9 Pavoncella"]


@pytest.mark.django_db
def test_candidates_for_review_are_counted_by_who_follows_them(coordinator: User) -> None:
    mediator = cast.member(Role.MEDIATOR, name="Sandro Libeccio")
    silent("Ada", worker=mediator)
    hired = cast.person("Pavoncella", "Assunta")
    cast.case(hired, worker=mediator, opened_on=date(2019, 9, 1))
    host = cast.body("Vivai Melo", Kind.EMPLOYER)
    Placement.objects.create(person=hired, employer=host, starts_on=date(2019, 5, 1), contract=Contract.PERMANENT)
    paused = cast.case(cast.person("Pavoncella", "Sospesa"), opened_on=date(2019, 9, 1))
    Suspension.objects.create(case=paused, starts_on=date(2019, 10, 1))
    found = Facts(coordinator, on=TODAY).found()
    assert found.operators == [("Sandro Libeccio", 2), ("", 1)]
    counts = {key: found.counts[key] for key in (letter.SILENT, letter.HIRED, letter.SUSPENDED, letter.REVIEW)}
    assert list(counts.values()) == [1, 1, 1, 3]
    whats = {str(row.person): row.what for row in Facts(coordinator, on=TODAY).rows(letter.REVIEW)}
    assert whats["Assunta Pavoncella"] == "al lavoro"


@pytest.mark.django_db
def test_papers_count_for_open_paths_and_who_reads_health(coordinator: User) -> None:
    person = silent("Ada")
    Invalidity.objects.create(person=person, percent=67, review_on=date(2019, 12, 9))
    Invalidity.objects.create(person=person, percent=70)
    Permit.objects.create(person=person, kind="lavoro", expires_on=date(2019, 12, 9))
    Permit.objects.create(person=cast.person(), kind="lavoro", expires_on=date(2019, 12, 9))
    counts = Facts(coordinator, on=TODAY).found().counts
    assert [counts[key] for key in (letter.CERTIFICATES, letter.PERMITS, letter.UNDATED)] == [1, 1, 1]
    officer = Facts(cast.member(Role.OFFICER), on=TODAY).found().counts
    assert [officer[key] for key in (letter.CERTIFICATES, letter.PERMITS, letter.UNDATED)] == [0, 0, 0]


@pytest.mark.django_db
def test_months_without_payer_are_counted_by_traineeship(coordinator: User) -> None:
    stage = Traineeship.objects.create(
        person=silent("Ada"), host=cast.body("Vivai Melo", Kind.EMPLOYER), starts_on=date(2018, 1, 1)
    )
    for month, hours in ((1, 10), (2, 20), (3, 0)):
        TraineeshipMonth.objects.create(traineeship=stage, month=date(2018, month, 1), hours_present=Decimal(hours))
    found = Facts(coordinator, on=TODAY).found()
    assert (found.counts[letter.MONTHS], found.months_traineeships) == (2, 1)
    assert Facts(coordinator, on=TODAY).rows(letter.MONTHS)[0].what == "Vivai Melo: 2 mesi"


@pytest.mark.django_db
def test_a_protected_person_counts_for_who_is_cleared_alone(coordinator: User) -> None:
    hidden = cast.protected_person()
    cast.case(hidden, opened_on=date(2015, 1, 1))
    ordinary = silent("Ada")
    one, other = sorted([hidden.numbers.get(), ordinary.numbers.get()], key=lambda row: row.pk)
    PossibleDuplicate.objects.create(first=one, second=other, kind="twins")
    assert names(coordinator, letter.REVIEW) == ["Ada Pavoncella"]
    assert Facts(coordinator, on=TODAY).found().counts[letter.PAIRS] == 0
    cleared = cast.member(Role.OPERATIONAL_COORDINATOR)
    seen = cast.protected_person("Caso 8", cleared=(cleared,))
    cast.case(seen, opened_on=date(2015, 1, 1))
    assert "Caso 8" in names(cleared, letter.REVIEW)
    host = cast.body("Vivai Melo", Kind.EMPLOYER)
    stage = Traineeship.objects.create(person=seen, host=host, starts_on=date(2018, 1, 1))
    TraineeshipMonth.objects.create(traineeship=stage, month=date(2018, 1, 1), hours_present=Decimal(10))
    assert [row.what for row in Facts(cleared, on=TODAY).rows(letter.MONTHS)] == ["sede riservata: 1 mese"]


@pytest.mark.django_db
def test_queries_do_not_grow_with_the_rows(coordinator: User, django_assert_max_num_queries: Any) -> None:
    for number in range(8):
        silent(f"Ada {number}")
    with django_assert_max_num_queries(24):
        Facts(coordinator, on=TODAY).found()
