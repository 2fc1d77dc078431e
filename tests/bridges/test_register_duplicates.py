"""Certain duplicates share a final codice fiscale; possible ones share surname and birth, and people decide."""

import time
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from percorsi.bridges.register.duplicates import Identity, certain_groups, possible_pairs

BORN = date(1980, 2, 1)
CODE, OTHER_CODE, OMOCODIA = "VRLNNA80B41H264X", "VRLNNA80B41F205Y", "VRLNNA80B41H26QZ"


def identity(key: str, **changes: Any) -> Identity[str]:
    values: dict[str, Any] = {
        "key": key,
        "family_names": "D'Averla",
        "given_names": "Anna",
        "born_on": BORN,
        "codice_fiscale": CODE,
        "codice_fiscale_kind": "final",
        "address": "Via Larice 1",
        "is_protected": False,
    }
    return Identity(**(values | changes))


NO_CODE = {"codice_fiscale": "", "codice_fiscale_kind": ""}
PROVISIONAL = {"codice_fiscale": "99113460150", "codice_fiscale_kind": "provisional"}


def test_same_final_code_is_one_person_whatever_the_names() -> None:
    people = [identity("1"), identity("2", **NO_CODE), identity("3", family_names="Altra"), identity("4")]
    assert certain_groups(people) == [["1", "3", "4"]]


@pytest.mark.parametrize("changes", [NO_CODE, PROVISIONAL, {"is_protected": True}])
def test_without_final_code_or_protected_nothing_is_certain(changes: dict[str, Any]) -> None:
    assert certain_groups([identity("1", **changes), identity("2", **changes), identity("3")]) == []


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        (NO_CODE, "no_cf_one_side"),
        (PROVISIONAL, "provisional_and_final_cf"),
        ({"codice_fiscale": OTHER_CODE}, "same_name_different_cf"),
        ({"codice_fiscale": OMOCODIA}, "same_name_omocodia"),
        ({"codice_fiscale": OTHER_CODE, "given_names": "Pia", "address": "via  larice, 1"}, "twins"),
        ({**NO_CODE, "given_names": "Pia", "address": "Via Melo 3"}, "same_surname_and_birth"),
        ({**NO_CODE, "given_names": "Pia", "address": ""}, "same_surname_and_birth"),
        ({**NO_CODE, "family_names": "D AVERLÀ"}, "no_cf_one_side"),
    ],
)
def test_kind_of_a_possible_pair(changes: dict[str, Any], kind: str) -> None:
    for pair in (identity("1"), identity("2", **changes)), (identity("1", **changes), identity("2")):
        found = possible_pairs(pair, [])
        assert [(one.first, one.second, one.kind) for one in found] == [("1", "2", kind)]


@pytest.mark.parametrize(
    "changes",
    [{"family_names": "Gufo"}, {"born_on": date(1980, 2, 2)}, {"born_on": None}, {"is_protected": True}],
)
def test_others_are_never_proposed(changes: dict[str, Any]) -> None:
    assert not possible_pairs([identity("1"), identity("2", **NO_CODE, **changes)], [])


def test_merged_persons_are_proposed_once() -> None:
    people = [identity("1"), identity("2"), identity("3", **NO_CODE), identity("4")]
    groups = certain_groups(people)
    assert groups == [["1", "2", "4"]]
    assert [(pair.first, pair.second) for pair in possible_pairs(people, groups)] == [("1", "3")]


def test_of_merged_persons_the_first_speaks_because_it_alone_is_kept() -> None:
    people = [identity("1", family_names="Gufo"), identity("2"), identity("3", **NO_CODE)]
    groups = certain_groups(people)
    assert groups == [["1", "2"]]
    assert possible_pairs(people, groups) == []


@given(st.lists(st.tuples(st.sampled_from("AB"), st.sampled_from(["", CODE, OTHER_CODE]), st.booleans()), max_size=12))
def test_no_pair_is_within_a_person_nor_twice(people: list[tuple[str, str, bool]]) -> None:
    identities = [
        identity(str(number), family_names=name, codice_fiscale=code, codice_fiscale_kind="final" if code else "")
        for number, (name, code, _) in enumerate(people)
    ]
    groups = certain_groups(identities)
    person = {key: keys[0] for keys in groups for key in keys}
    pairs = [
        frozenset((person.get(p.first, p.first), person.get(p.second, p.second)))
        for p in possible_pairs(identities, groups)
    ]
    assert all(len(pair) == 2 for pair in pairs)
    assert len(pairs) == len(set(pairs))


def test_twelve_thousand_people_take_a_moment_even_if_all_alike() -> None:
    alike = [identity(str(number), **NO_CODE) for number in range(12_000)]
    begun = time.perf_counter()
    pairs = possible_pairs(alike, certain_groups(alike))
    assert len(pairs) == len(alike) - 1
    assert time.perf_counter() - begun < 2
