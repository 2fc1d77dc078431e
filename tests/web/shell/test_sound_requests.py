"""What no form of ours sends is refused before anything reads it, and is never a fault of the program."""

import pytest
from django.test import Client

from percorsi.accounts.choices import Role
from percorsi.web.shell.sound_requests import MOST_BYTES
from tests.cast import client_of, member

pytestmark = pytest.mark.django_db

HALF_A_LETTER = b"+2AA-"  # in UTF-7, one half of a pair of surrogates


def form(**values: bytes) -> bytes:
    """A form in parts, as browsers send files."""
    head = b'--B\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n'
    return b"".join(head % (name.encode(), value) for name, value in values.items()) + b"--B--\r\n"


@pytest.mark.parametrize("charset", ["utf-7", "utf-16", "unicode_escape", "latin-1"])
def test_letters_are_read_as_utf_8_or_not_at_all(charset: str) -> None:
    coordinator = client_of(member(Role.OPERATIONAL_COORDINATOR))
    kind = f"multipart/form-data; boundary=B; charset={charset}"
    text, name = form(testo=HALF_A_LETTER), form(login=HALF_A_LETTER, password=HALF_A_LETTER)
    assert coordinator.generic("POST", "/persone/cerca/", text, content_type=kind).status_code == 400
    assert Client().generic("POST", "/accesso/", name, content_type=kind).status_code == 400
    plain = f"text/plain; charset={charset}"
    assert coordinator.generic("GET", "/persone/?comune=%2B2AA-", b"x", content_type=plain).status_code == 400


@pytest.mark.parametrize("charset", ["utf-8", "UTF-8"])
def test_utf_8_may_be_named(charset: str) -> None:
    coordinator = client_of(member(Role.OPERATIONAL_COORDINATOR))
    kind = f"multipart/form-data; boundary=B; charset={charset}"
    answer = coordinator.generic("POST", "/persone/cerca/", form(testo="Pettiròsso".encode()), content_type=kind)
    assert answer.status_code == 200 and "Pettiròsso" in answer.content.decode()


@pytest.mark.parametrize(
    "path", ["/persone/%00/", "/percorsi/a%00/", "/utenti/%00/", "/accesso/attiva/%00/x/", "/importazioni/%00/"]
)
def test_no_address_holds_a_nul(path: str) -> None:
    for role in (Role.OPERATIONAL_COORDINATOR, Role.ADMINISTRATOR):
        assert client_of(member(role)).get(path).status_code == 404
    assert Client().get(path).status_code == 404


def test_a_body_larger_than_any_form_is_refused_unread() -> None:
    sent = {"CONTENT_TYPE": "multipart/form-data; boundary=B", "CONTENT_LENGTH": str(MOST_BYTES + 1)}
    assert Client().post("/accesso/", **sent, **{"wsgi.input": Unreadable()}).status_code == 413


class Unreadable:
    """A body that breaks the test when somebody begins to read it."""

    def read(self, _size: int) -> bytes:
        raise AssertionError("the body was read")

    readline = read


def test_what_is_refused_has_the_headers_of_every_answer() -> None:
    answer = Client().get("/persone/%00/")
    assert "default-src" in answer["Content-Security-Policy"] and answer["Cross-Origin-Resource-Policy"]
