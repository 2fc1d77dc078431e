"""Findings and decisions: only what is certain may stop somebody."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from percorsi.law.decision import Decision, Finding, Param, Severity, any_of
from percorsi.law.reader import Value, value_on
from percorsi.law.strict_toml import Confidence

DAY = date(2026, 1, 1)
CERTAIN = value_on("civil_invalidity_threshold", DAY)
VALUES = [None, *(replace(CERTAIN, confidence=confidence) for confidence in Confidence)]


def finding(severity: Severity, value: Value | None = CERTAIN) -> Finding:
    return Finding("test.rule", severity, "Frase di prova.", {}, value)


@pytest.mark.parametrize("value", VALUES, ids=lambda value: value.confidence if value else "no value")
def test_only_a_certain_value_blocks(value: Value | None) -> None:
    expected = Severity.BLOCK if value == CERTAIN else Severity.WARNING
    assert finding(Severity.BLOCK, value).severity is expected
    assert Decision((finding(Severity.BLOCK, value),)).blocks is (expected is Severity.BLOCK)


@given(value=st.sampled_from(VALUES), severity=st.sampled_from(Severity))
def test_a_block_cannot_be_smuggled_in_by_a_copy(value: Value | None, severity: Severity) -> None:
    copy = replace(finding(Severity.OK, value), severity=severity)
    assert copy.severity is not Severity.BLOCK or copy.confidence is Confidence.CERTAIN


@pytest.mark.parametrize(
    ("severities", "outcome"),
    [
        ("OK", "OK"),
        ("OK TO_CLARIFY", "TO_CLARIFY"),
        ("TO_CLARIFY WARNING OK", "WARNING"),
        ("WARNING BLOCK TO_CLARIFY", "BLOCK"),
    ],
)
def test_the_heaviest_finding_decides(severities: str, outcome: str) -> None:
    decision = Decision(tuple(finding(Severity[name]) for name in severities.split()))
    assert decision.outcome is Severity[outcome]
    flags = [decision.is_ok, decision.needs_clarifying, decision.needs_reason, decision.blocks]
    assert flags == [name == outcome for name in ("OK", "TO_CLARIFY", "WARNING", "BLOCK")]


def test_a_decision_without_reasons_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one finding"):
        Decision(())


@pytest.mark.parametrize(
    ("severities", "kept"),
    [
        ("OK WARNING TO_CLARIFY", "OK"),
        ("WARNING TO_CLARIFY", "TO_CLARIFY"),
        ("WARNING BLOCK", "WARNING BLOCK"),
    ],
)
def test_one_condition_of_many_is_enough(severities: str, kept: str) -> None:
    found = any_of(*(finding(Severity[name]) for name in severities.split()))
    assert [one.severity.name for one in found] == kept.split()


def test_a_sentence_is_translated_before_it_is_filled() -> None:
    params: dict[str, Param] = {"day": date(2018, 6, 9), "amount": Decimal("39.21"), "months": 12}
    sentence = Finding("test.rule", Severity.OK, "Dal {day}: {amount} EUR, {months} mesi.", params)
    assert sentence.text() == "Dal 09/06/2018: 39,21 EUR, 12 mesi."
    assert (
        sentence.text({sentence.message: "From {day}: {months} months."}.__getitem__) == "From 09/06/2018: 12 months."
    )


def test_a_finding_cannot_change_after_it_was_given() -> None:
    given_params: dict[str, Param] = {"age": 51}
    kept = Finding("test.rule", Severity.OK, "Ha {age} anni.", given_params)
    given_params["age"] = 12
    assert kept.text() == "Ha 51 anni."


def test_the_record_kept_by_a_room_names_day_outcome_and_act() -> None:
    record = Decision((finding(Severity.BLOCK),)).as_record(on=DAY)
    assert record == {
        "on": "2026-01-01",
        "outcome": "block",
        "findings": [
            {
                "rule": "test.rule",
                "severity": "block",
                "text": "Frase di prova.",
                "subject": "civil_invalidity_threshold",
                "value": "46",
                "act": "L. 68/99",
                "confidence": "certain",
            }
        ],
    }
