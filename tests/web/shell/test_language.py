"""Italian, until the reader chooses another language that is complete."""

from pathlib import Path

import pytest
from django.test import Client, override_settings

from percorsi.accounts.choices import Role
from percorsi.languages import spoken
from tests.cast import client_of, member

HEAD = 'msgid ""\nmsgstr ""\n"Language: en\\n"\n'
DONE = '#: a.py:1\nmsgid "Oggi"\nmsgstr "Today"\n'
PLURAL = 'msgid "%(n)s persona"\nmsgid_plural "%(n)s persone"\nmsgstr[0] "%(n)s person"\nmsgstr[1] "{}"\n'
LONG = 'msgid ""\n"Una frase "\n"lunga"\nmsgstr ""\n"A long "\n"one"\n'
BOTH = [("it", "Italiano"), ("en", "English")]


@pytest.mark.parametrize(
    ("entries", "is_complete"),
    [
        ([DONE], True),
        ([DONE, PLURAL.format("%(n)s people"), LONG], True),
        (["#, fuzzy\n" + HEAD.strip(), DONE], True),
        ([DONE, 'msgid "Ieri"\nmsgstr ""\n'], False),
        ([PLURAL.format("")], False),
        (['#, fuzzy, python-format\nmsgid "Ieri"\nmsgstr "Yesterday"\n'], False),
        (['msgid ""\n"Una frase "\nmsgstr ""\n'], False),
        ([DONE, '#~ msgid "Ieri"\n#~ msgstr ""\n'], True),
    ],
)
def test_english_joins_when_every_word_is_translated(tmp_path: Path, entries: list[str], is_complete: bool) -> None:
    folder = tmp_path / "en" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text("\n".join([HEAD, *entries]), encoding="utf-8")
    assert spoken(tmp_path) == BOTH[:1]
    (folder / "django.mo").write_bytes(b"")
    assert spoken(tmp_path) == (BOTH if is_complete else BOTH[:1])


def test_without_a_catalogue_there_is_italian_only(tmp_path: Path) -> None:
    assert spoken(tmp_path) == BOTH[:1]


@pytest.mark.django_db
@override_settings(LANGUAGES=BOTH)
def test_the_reader_changes_language_and_back() -> None:
    client = client_of(member(Role.ADMINISTRATOR))
    page = client.get("/utenti/", headers={"accept-language": "en"})
    assert 'lang="it"' in page.content.decode() and page["Content-Language"] == "it"
    assert '<button class="bar-line" type="submit" lang="en">English</button>' in page.content.decode()
    answer = client.post("/lingua/", {"lingua": "en"}, headers={"referer": "http://testserver/utenti/?pagina=1"})
    assert answer["Location"] == "/utenti/?pagina=1"
    assert client.cookies["lingua"]["samesite"] == "Lax" and client.cookies["lingua"]["httponly"]
    page = client.get("/utenti/")
    assert '<html lang="en">' in page.content.decode()
    assert 'lang="it">Italiano</button>' in page.content.decode()
    client.post("/lingua/", {"lingua": "it"}, headers={"referer": "https://altrove.example/"})
    assert '<html lang="it">' in client.get("/utenti/").content.decode()


@pytest.mark.django_db
def test_a_language_that_is_not_spoken_is_not_chosen() -> None:
    client = client_of(member(Role.ADMINISTRATOR))
    with override_settings(LANGUAGES=BOTH[:1]):
        assert client.post("/lingua/", {"lingua": "en"})["Location"] == "/"
        assert "lingua" not in client.cookies
        client.cookies["lingua"] = "en"
        page = client.get("/utenti/").content.decode()
    assert '<html lang="it">' in page and 'name="lingua"' not in page


def test_the_page_of_entering_speaks_the_chosen_language_too() -> None:
    client = Client()
    client.cookies["lingua"] = "xx"
    assert client.get("/nulla-di-nulla/", headers={"accept-language": "de"})["Content-Language"] == "it"
