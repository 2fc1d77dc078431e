import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from percorsi.kit.text import digits, header_key, match_key, name_key, proper_name, search_words, squeeze, squeeze_lines

# Any string that Python can hold, with halves of surrogate pairs, and with many of the characters that matter here.
any_text = st.text(st.characters() | st.sampled_from("'’´`. -\u00a0\u200bàÈßİıﬁ%ºأй\u0301\x00\ud800"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  NIL-0547  ", "NIL-0547"),
        ("via  Roma\t\n 5", "via Roma 5"),
        ("Rho\u00a0(MI)", "Rho (MI)"),
        ("a\x00b\x07c\u200bd\ufeff", "abcd"),
        ("\ud83d", ""),
        ("Pero\u0300", "Però"),
        ("ПЕТРОВ", "ПЕТРОВ"),
        ("محمد  علي", "محمد علي"),
    ],
)
def test_squeeze(text, expected):
    assert squeeze(text) == expected


@given(any_text)
def test_lines_are_squeezed_one_by_one_and_stay_as_they_are(text):
    lines = squeeze_lines(text)
    assert squeeze_lines(lines) == lines
    assert "\n\n\n" not in lines
    assert squeeze(lines) == squeeze(" ".join(text.splitlines()))


@given(any_text)
def test_squeezed_text_is_clean_and_stays_as_it_is(text):
    squeezed = squeeze(text)
    assert squeeze(squeezed) == squeezed
    assert squeezed == squeezed.strip()
    assert unicodedata.is_normalized("NFC", squeezed)
    assert not {unicodedata.category(char) for char in squeezed} & {"Cc", "Cs"}


SAME = [
    ["Pero'", "Però", "PERO'", "PERO’", "pero´", " Pero ", "Pero\u0300", "PERO`"],
    ["Pele'r", "Pelèr", "PELER"],
    ["Settimo  Milanese", "SETTIMO MILANESE", "settimo\u00a0milanese"],
    ["Rho (MI)", "Rho MI", "rho - mi"],
    ["O.R.A.F.O.", "Orafo", "ORAFO"],
    ["Minuteria Frosone S.r.l.", "MINUTERIA FROSONE SRL", "minuteria frosone s.r.l"],
    ["Coop.Soc.La Quercia", "Coop. Soc. La Quercia"],
    ["L.68/99", "L. 68/99", "l 68 / 99"],
    ["Non-profit", "NON PROFIT", "non profit"],
    ["Łukasz Đorđe", "lukasz dorde"],
    ["Straße", "STRASSE"],
    ["أحمد", "احمد"],
    ["ЙОВОВИЧ", "йовович"],
    ["ﬁlippo", "Filippo"],
]


@pytest.mark.parametrize("writings", SAME, ids=lambda writings: writings[0])
def test_writings_of_one_thing_have_one_key(writings):
    assert len({match_key(writing) for writing in writings}) == 1
    assert match_key(writings[0])


@pytest.mark.parametrize(
    ("one", "other"), [("Rossi", "Rosso"), ("ORAF0", "ORAFO"), ("L.68", "L.381"), ("محمد", "محمود"), ("Пётр", "Павел")]
)
def test_different_things_have_different_keys(one, other):
    assert match_key(one) != match_key(other)
    assert name_key(one) != name_key(other)


@pytest.mark.parametrize("writing", ["D'Aquila", "D Aquila", "DAquila", "d’aquila", "D' AQUILA", "D'Àquila"])
def test_a_name_is_compared_without_blanks(writing):
    assert name_key(writing) == "daquila"


@given(any_text)
def test_keys_are_idempotent_and_hold_only_words(text):
    key = match_key(text)
    assert match_key(key) == key
    assert all(char.isalnum() or char == " " for char in key)
    assert key == " ".join(key.split())
    assert name_key(name_key(text)) == name_key(text)
    assert header_key(header_key(text)) == header_key(text)


def test_the_key_of_every_character_is_idempotent():
    last_alphabet = 0x1FFFF  # beyond it there are Chinese characters only
    unstable = [code for code in range(last_alphabet + 1) if match_key(key := match_key(chr(code))) != key]
    assert unstable == []


@given(st.text(st.characters(max_codepoint=0x24F)))
def test_case_makes_no_difference_to_latin_keys(text):
    assert match_key(text.upper()) == match_key(text.lower().upper())


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("N. pratica", "npratica"),
        ("N° pratica", "npratica"),
        ("Nº  Pratica", "npratica"),
        ("Attivita'", "attivita"),
        ("Attività", "attivita"),
        ("% invalidita'", "%invalidita"),
        (" %  INVALIDITÀ", "%invalidita"),
        ("Perc. inv.", "percinv"),
        ("C.F.", "cf"),
        ("P. IVA", "piva"),
        ("Nato/a il", "natoail"),
        ("€/mese", "mese"),
        ("Data\nfine", "datafine"),
        ("L.68", "l68"),
        ("", ""),
    ],
)
def test_header_key(written, expected):
    assert header_key(written) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Maria  D'Aquila", ["maria", "d", "aquila"]),
        ("D Aquila", ["d", "aquila"]),
        ("Dell'Orto", ["dell", "orto"]),
        ("Pele'r", ["peler"]),
        ("Pero' Anna", ["pero", "anna"]),
        ("O'Connor", ["oconnor"]),
        ("EL-SAYED", ["el", "sayed"]),
        ("Anna Anna", ["anna"]),
        ("Петров", ["петров"]),
        (" ?! ", []),
    ],
)
def test_search_words(text, expected):
    assert search_words(text) == expected


@given(any_text)
def test_search_words_are_match_keys_of_one_word(text):
    words = search_words(text)
    assert all(word and match_key(word) == word and " " not in word for word in words)
    assert all(word in name_key(text) for word in words)
    assert bool(words) == bool(match_key(text))


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("SALVATORE", "Salvatore"),
        ("D'AQUILA", "D'Aquila"),
        ("D’AQUILA", "D’Aquila"),
        ("DE LUCA", "De Luca"),
        ("EL-SAYED", "El-Sayed"),
        ("PERO'", "Pero'"),
        ("COLIBRÍ", "Colibrí"),
        ("JOSE\u0301E", "Jose\u0301e"),
        ("ЙОВОВИЧ", "Йовович"),
        ("Pero'", "Pero'"),
        ("McDonald", "McDonald"),
        ("de Luca", "de Luca"),
        ("محمد", "محمد"),
        ("", ""),
    ],
)
def test_proper_name(written, expected):
    assert proper_name(written) == expected


@given(any_text)
def test_a_proper_name_is_the_same_name(text):
    assert match_key(proper_name(text)) == match_key(text)


@pytest.mark.parametrize(
    ("text", "expected"), [("399 181-5043", "3991815043"), ("+39 (0)2", "3902"), ("٣٩", ""), ("", "")]
)
def test_digits(text, expected):
    assert digits(text) == expected
