import re

from percorsi.kit import public_ids
from percorsi.kit.public_ids import ALPHABET, new_public_id


def test_ids_are_twenty_two_letters_and_digits_and_all_different():
    ids = [new_public_id() for _ in range(5_000)]
    assert all(re.fullmatch(r"[A-Za-z0-9]{22}", public_id) for public_id in ids)
    assert len(set(ids)) == len(ids)


def test_no_character_is_favoured():
    text = "".join(new_public_id() for _ in range(10_000))
    expected = len(text) / len(ALPHABET)
    # Chance moves a count by about 60; an unfair use of the last bytes would move eight of them by about 800.
    assert all(abs(text.count(char) - expected) < 450 for char in ALPHABET)


def test_an_unlucky_draw_is_made_up_for(monkeypatch):
    draws = iter([bytes([255] * 30 + [0, 1]), bytes(range(32))])
    monkeypatch.setattr(public_ids.secrets, "token_bytes", lambda count: next(draws))
    assert new_public_id() == "ababcdefghijklmnopqrst"
