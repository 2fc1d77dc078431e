"""The person categories, as tables: facts and day on the left, outcome and the sentence that matters on the right."""

from dataclasses import fields, replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from percorsi.law.decision import Decision, Severity
from percorsi.law.facts import PersonFacts
from percorsi.law.reader import UnknownOnThatDay
from percorsi.law.rules.person_categories import RULES, decisions, proposals

OK, TO_CLARIFY, NO, BLOCK = Severity.OK, Severity.TO_CLARIFY, Severity.WARNING, Severity.BLOCK
IN_2018 = date(2018, 6, 1)


def day(text: str) -> date:
    return date.fromisoformat(text)


def facts(**known: object) -> PersonFacts:
    """Facts with the days written as text, as in the tables."""
    return PersonFacts(**{key: day(fact) if isinstance(fact, str) else fact for key, fact in known.items()})  # type: ignore[arg-type]


# category, day, facts, outcome, words of a reason
TABLE = [
    # more than 50 years, and without work or about to lose it
    ("over_50", "2018-05-31", {"born_on": "1967-06-01", "is_jobless": True}, TO_CLARIFY, "due modi"),
    ("over_50", "2018-06-01", {"born_on": "1967-06-01", "is_jobless": True}, OK, "Ha 51 anni: più di 50"),
    ("over_50", "2018-05-31", {"born_on": "1968-06-01", "is_jobless": True}, NO, "Ha 49 anni"),
    ("over_50", "2018-06-01", {"born_on": "1960-03-02", "is_jobless": False}, TO_CLARIFY, "perdere il lavoro"),
    ("over_50", "2018-06-01", {"born_on": "1960-03-02", "is_losing_job": True}, OK, "Sta per perdere"),
    ("over_50", "2018-06-01", {"born_on": "1960-03-02", "is_jobless": False, "is_losing_job": False}, NO, "un lavoro"),
    ("over_50", "2018-06-01", {"born_on": "1960-03-02"}, TO_CLARIFY, "è senza lavoro"),
    ("over_50", "2018-06-01", {"born_on": "1960-03-02", "jobless_since": "2018-01-10"}, OK, "È senza lavoro"),
    ("over_50", "2018-06-01", {"is_jobless": True}, TO_CLARIFY, "Manca la data di nascita"),
    ("over_50", "2018-06-01", {"born_on": "2081-03-02", "is_jobless": True}, TO_CLARIFY, "Manca la data di nascita"),
    # under 25, or fresh from school; and never had a job
    ("young_jobless", "2018-05-31", {"born_on": "1993-06-01", "never_had_regular_job": True}, OK, "Ha 24 anni"),
    ("young_jobless", "2018-06-01", {"born_on": "1993-06-01", "never_had_regular_job": True}, TO_CLARIFY, "gli studi"),
    ("young_jobless", "2018-06-01", {"born_on": "2000-01-01", "never_had_regular_job": False}, NO, "Ha già avuto"),
    ("young_jobless", "2018-06-01", {"born_on": "2000-01-01"}, TO_CLARIFY, "esperienze di lavoro"),
    (
        "young_jobless",
        "2018-06-30",
        {"born_on": "1990-01-01", "left_education_on": "2016-06-30", "never_had_regular_job": True},
        OK,
        "non più di 2 anni fa",
    ),
    (
        "young_jobless",
        "2018-07-01",
        {"born_on": "1990-01-01", "left_education_on": "2016-06-30", "never_had_regular_job": True},
        NO,
        "30/06/2016: più di 2 anni fa",
    ),
    ("young_jobless", "2018-06-01", {"left_education_on": "2010-06-30"}, TO_CLARIFY, "Manca la data di nascita"),
    # 12 months without work, 6 under 25; earlier times may count, so a shorter one is to clarify
    ("long_term_unemployed", "2018-06-01", {"born_on": "1980-01-01", "jobless_since": "2017-06-01"}, OK, "12 mesi"),
    (
        "long_term_unemployed",
        "2018-05-31",
        {"born_on": "1980-01-01", "jobless_since": "2017-06-01"},
        TO_CLARIFY,
        "12 mesi negli ultimi 16",
    ),
    ("long_term_unemployed", "2018-06-01", {"born_on": "1995-01-01", "jobless_since": "2017-12-01"}, OK, "6 mesi"),
    (
        "long_term_unemployed",
        "2018-06-01",
        {"born_on": "1995-01-01", "jobless_since": "2018-01-01"},
        TO_CLARIFY,
        "6 mesi negli ultimi 8",
    ),
    ("long_term_unemployed", "2018-06-01", {"jobless_since": "2017-12-01"}, TO_CLARIFY, "12 mesi negli ultimi 16"),
    ("long_term_unemployed", "2018-06-01", {"is_jobless": True}, TO_CLARIFY, "da quando"),
    ("long_term_unemployed", "2018-06-01", {"is_jobless": False}, NO, "Ha un lavoro"),
    # adult, alone at home with dependent children
    ("lone_parent", "2018-06-01", {"born_on": "1985-01-01", "lives_alone_with_dependants": True}, OK, "figli a carico"),
    ("lone_parent", "2018-06-01", {"born_on": "1985-01-01", "lives_alone_with_dependants": False}, NO, "Non è"),
    ("lone_parent", "2018-06-01", {"born_on": "1985-01-01"}, TO_CLARIFY, "chi vive in casa"),
    ("lone_parent", "2018-06-01", {"lives_alone_with_dependants": True}, TO_CLARIFY, "data di nascita"),
    ("lone_parent", "2018-05-31", {"born_on": "2000-06-01", "lives_alone_with_dependants": True}, NO, "Ha 17 anni"),
    ("lone_parent", "2018-06-01", {"born_on": "2000-06-01", "lives_alone_with_dependants": True}, OK, "figli a carico"),
    # L. 68/99: more than 45% civil, more than 33% INAIL, or another title
    ("l68_99", "2018-06-01", {"invalidity_percent": 46}, OK, "46%: la soglia è 46%"),
    ("l68_99", "2018-06-01", {"invalidity_percent": 45}, TO_CLARIFY, "INAIL"),
    ("l68_99", "2018-06-01", {"inail_percent": 34}, OK, "34%"),
    ("l68_99", "2018-06-01", {"invalidity_percent": 10, "inail_percent": 33}, TO_CLARIFY, "altri titoli"),
    ("l68_99", "2018-06-01", {"has_other_l68_title": True}, OK, "altro titolo"),
    (
        "l68_99",
        "2018-06-01",
        {"invalidity_percent": 45, "inail_percent": 33, "has_other_l68_title": False},
        BLOCK,
        "serve almeno il 46%",
    ),
]


@pytest.mark.parametrize(("code", "on", "known", "outcome", "words"), TABLE)
def test_table(code: str, on: str, known: dict[str, object], outcome: Severity, words: str) -> None:
    decision = RULES[code](facts(**known), on=day(on))
    assert decision.outcome is outcome
    reasons = [finding.text() for finding in decision.findings if finding.severity is outcome]
    assert any(words in reason for reason in reasons), reasons


@pytest.mark.parametrize(
    ("known", "complete", "to_clarify"),
    [
        ({}, [], []),
        ({"born_on": "1960-01-01"}, [], ["over_50"]),
        ({"born_on": "1960-01-01", "jobless_since": "2015-01-01"}, ["over_50", "long_term_unemployed"], []),
        ({"born_on": "2000-01-01", "never_had_regular_job": True}, ["young_jobless"], []),
        ({"born_on": "1985-01-01", "invalidity_percent": 60, "is_jobless": False}, ["l68_99"], []),
        ({"born_on": "1985-01-01", "is_jobless": True}, [], ["long_term_unemployed"]),
        ({"lives_alone_with_dependants": True}, [], ["lone_parent"]),
    ],
)
def test_proposals(known: dict[str, object], complete: list[str], to_clarify: list[str]) -> None:
    found = proposals(facts(**known), on=IN_2018)
    assert [one.category.code for one in found if one.is_complete] == complete
    assert [one.category.code for one in found if not one.is_complete] == to_clarify


def test_nothing_known_is_to_clarify_for_every_category() -> None:
    found = decisions(PersonFacts(), on=IN_2018)
    assert {code: decision.outcome for code, decision in found.items()} == dict.fromkeys(RULES, TO_CLARIFY)


@pytest.mark.parametrize(("code", "first_day"), [("over_50", "2003-01-01"), ("l68_99", "2000-01-17")])
def test_before_the_known_dates_a_rule_does_not_answer(code: str, first_day: str) -> None:
    assert RULES[code](PersonFacts(), on=day(first_day)).outcome is TO_CLARIFY
    with pytest.raises(UnknownOnThatDay):
        RULES[code](PersonFacts(), on=day(first_day) - timedelta(days=1))


days = st.dates(date(1920, 1, 1), date(2035, 12, 31))
asked_days = st.dates(date(2003, 1, 1), date(2035, 12, 31))
yes_no = st.none() | st.booleans()
any_facts = st.builds(
    PersonFacts,
    born_on=st.none() | days,
    is_jobless=yes_no,
    jobless_since=st.none() | days,
    is_losing_job=yes_no,
    never_had_regular_job=yes_no,
    left_education_on=st.none() | days,
    lives_alone_with_dependants=yes_no,
    invalidity_percent=st.none() | st.integers(0, 100),
    inail_percent=st.none() | st.integers(0, 100),
    has_other_l68_title=yes_no,
)


def is_no(decision: Decision) -> bool:
    return decision.needs_reason or decision.blocks


@given(born_on=days, on=asked_days, later=asked_days)
def test_over_50_never_flips_back_as_time_goes_by(born_on: date, on: date, later: date) -> None:
    on, later = sorted((on, later))
    known = PersonFacts(born_on=min(born_on, on), is_jobless=True)
    order = [NO, TO_CLARIFY, OK]
    before, after = (order.index(RULES["over_50"](known, on=asked).outcome) for asked in (on, later))
    assert before <= after


@given(
    known=any_facts, forgotten=st.sets(st.sampled_from([field.name for field in fields(PersonFacts)])), on=asked_days
)
def test_forgetting_a_fact_never_makes_a_no(known: PersonFacts, forgotten: set[str], on: date) -> None:
    fewer = replace(known, **dict.fromkeys(forgotten))
    before, after = decisions(known, on=on), decisions(fewer, on=on)
    assert [code for code in RULES if is_no(after[code]) and not is_no(before[code])] == []


@given(known=any_facts, on=asked_days)
def test_every_answer_can_be_read_and_no_doubtful_value_blocks(known: PersonFacts, on: date) -> None:
    for decision in decisions(known, on=on).values():
        for finding in decision.findings:
            assert finding.text().endswith((".", ")"))
            assert "{" not in finding.text() and "None" not in finding.text()
            assert finding.severity is not BLOCK or (finding.value is not None and finding.value.is_certain)


@given(known=any_facts, on=asked_days)
def test_a_proposal_is_never_refused_by_its_own_rule(known: PersonFacts, on: date) -> None:
    answers = decisions(known, on=on)
    found = [one.category.code for one in proposals(known, on=on)]
    assert [code for code in found if is_no(answers[code])] == []
    assert [code for code in answers if answers[code].is_ok and code not in found] == []
