from datetime import date
from itertools import pairwise

import pytest
from codicefiscale import codicefiscale as encoder
from hypothesis import given, settings
from hypothesis import strategies as st

from percorsi.kit.codice_fiscale import BadCodiceFiscale, CodiceFiscale, read

# Invented surnames: birds, trees, winds.
SURNAMES = ("Mestolone", "D'Aquila", "Pelèr", "Bò", "De Ghiandaia", "Abou-Nakhla")
NAMES = ("Anna", "Salvatore", "Ugo", "Io", "Maria Teresa")
PLACES = ("Rho", "Milano", "Palermo", "Egitto", "Senegal")


def make(*, surname: str = "Mestolone", name: str = "Anna", born_on: date = date(1983, 11, 18), sex: str = "F",
         place: str = "Rho") -> str:  # fmt: skip
    """Make the code of an invented person."""
    return encoder.encode(surname, name, sex, born_on.isoformat(), place)


def omocodes(code: str) -> list[str]:
    """Return the code and its 127 variants with letters in place of digits."""
    return encoder.decode(code)["omocodes"]


people = st.fixed_dictionaries(
    {
        "surname": st.sampled_from(SURNAMES),
        "name": st.sampled_from(NAMES),
        "born_on": st.dates(date(1930, 1, 1), date(2025, 12, 31)),
        "sex": st.sampled_from("MF"),
        "place": st.sampled_from(PLACES),
    }
)


@given(people, st.integers(0, 127))
@settings(deadline=None)
def test_a_made_code_and_its_omocodes_say_what_they_were_made_of(person, number):
    plain = make(**person)
    written = omocodes(plain)[number]
    born_on = person["born_on"]
    assert read(f" {written.lower()} ") == CodiceFiscale(
        written,
        "final",
        born_year=born_on.year % 100,
        born_month=born_on.month,
        born_day=born_on.day,
        sex=person["sex"],
        has_omocodia=written != plain,
    )
    assert read(written).agrees_with_birth(born_on)


@given(people, st.dates(date(1930, 1, 1), date(2025, 12, 31)))
@settings(deadline=None)
def test_a_code_agrees_with_its_own_birth_only(person, other_day):
    code = read(make(**person))
    same = (person["born_on"].year - other_day.year) % 100 == 0 and (
        (person["born_on"].month, person["born_on"].day) == (other_day.month, other_day.day)
    )
    assert code.agrees_with_birth(other_day) is same


def test_the_century_is_not_in_the_code():
    code = read(make(born_on=date(2004, 2, 29)))
    assert code.agrees_with_birth(date(2004, 2, 29))
    assert code.agrees_with_birth(date(1904, 2, 29))
    assert not code.agrees_with_birth(date(2005, 2, 28))


@pytest.mark.parametrize("text", ["12345678901", " 00000000000 ", "123 456 789 01"])
def test_a_provisional_code_is_eleven_digits_and_says_nothing_of_the_birth(text):
    code = read(text)
    assert (code.code, code.kind) == (text.replace(" ", ""), "provisional")
    assert (code.born_year, code.born_month, code.born_day, code.sex, code.has_omocodia) == (
        None,
        None,
        None,
        None,
        False,
    )
    assert code.agrees_with_birth(date(1983, 11, 18))


def test_blanks_and_case_do_not_matter():
    code = make()
    spaced = " ".join([code[:3], code[3:6], code[6:11], code[11:]])
    assert read(f"\u00a0{spaced.lower()}\t").code == code


@given(people, st.integers(1, 25))
@settings(deadline=None)
def test_every_other_check_letter_is_refused(person, shift):
    code = make(**person)
    wrong = code[:-1] + chr((ord(code[-1]) - ord("A") + shift) % 26 + ord("A"))
    with pytest.raises(BadCodiceFiscale, match=wrong) as caught:
        read(wrong)
    assert caught.value.kind == "cf_check_digit"


@given(people, st.integers(0, 14))
@settings(deadline=None)
def test_two_swapped_neighbours_are_not_taken_for_the_same_code(person, place):
    code = make(**person)
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    if swapped != code:
        with pytest.raises(BadCodiceFiscale):
            read(swapped)


@pytest.mark.parametrize(
    ("birth", "said"),
    [
        ("83B31", "31/2"),
        ("83B29", "29/2"),
        ("83A00", "0/1"),
        ("83A32", "32/1"),
        ("83A40", "40/1"),
        ("83D71", "31/4"),
        ("83A81", "41/1"),
    ],
)
def test_a_day_of_birth_that_does_not_exist_is_a_wrong_format(birth, said):
    body = make()[:6] + birth + "H264"
    with pytest.raises(BadCodiceFiscale, match=f"{said}, che non esiste") as caught:
        read(body + encoder.encode_cin(body))
    assert caught.value.kind == "cf_format"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Manca il codice fiscale"),
        ("   ", "Manca il codice fiscale"),
        ("MSTNNA83S58H264", "ha 15 caratteri"),
        ("1234567890", "ha 10 caratteri"),
        ("MSTNNA83S58H264XX", "ha 17 caratteri"),
        ("MSTNNA83F58H264X", "non sono al posto giusto"),
        ("M5TNNA83S58H264X", "non sono al posto giusto"),
        ("MSTNNA83S58H2640", "non sono al posto giusto"),
        ("in corso di rilascio", "ha 17 caratteri"),
    ],
)
def test_other_texts_are_a_wrong_format(text, said):
    with pytest.raises(BadCodiceFiscale, match=said) as caught:
        read(text)
    assert caught.value.kind == "cf_format"


@given(st.text() | st.text("MSTN0123456789LQ", min_size=11, max_size=16))
def test_any_text_is_read_or_refused_with_a_remedy(text):
    try:
        result: CodiceFiscale | BadCodiceFiscale = read(text)
    except BadCodiceFiscale as error:
        result = error
    if isinstance(result, BadCodiceFiscale):
        assert result.kind in {"cf_check_digit", "cf_format"}
        assert "icopiarlo" in str(result) or "crivere" in str(result)
    else:
        assert len(result.code) == {"final": 16, "provisional": 11}[result.kind]


def test_omocodes_are_different_codes():
    codes = sorted(read(code).code for code in omocodes(make()))
    assert all(one != other for one, other in pairwise(codes))
