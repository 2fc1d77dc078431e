"""Each refusal and failure is a page in the style of the others, which says what to do next."""

import pytest
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.template.loader import render_to_string
from django.test import RequestFactory

from percorsi.accounts.choices import Role
from percorsi.web.shell import failures
from tests.cast import client_of, member

EVERY = ("400", "403", "403_csrf", "404", "405", "413", "429", "500", "503")


@pytest.mark.parametrize("name", EVERY)
def test_each_says_what_to_do_next_without_asking_anything(name: str) -> None:
    page = render_to_string(f"{name}.html")
    assert page.count("<h1>") == page.count('class="btn btn-primary') == 1
    assert "panel stop" in page and "<form" not in page
    assert any(word in page for word in ("Torna", "torna", "Riprova", "riparti", "chiedi"))


def test_titles_differ() -> None:
    titles = {render_to_string(f"{name}.html").split("<title>")[1].split("</title>")[0] for name in EVERY}
    assert len(titles) == len(EVERY)


@pytest.mark.django_db
def test_an_address_of_a_button_opened_by_hand_says_so() -> None:
    answer = client_of(member(Role.SCOUT)).get("/uscita/")
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "serve a un pulsante" in answer.content.decode()


def test_what_is_too_large_has_its_own_words() -> None:
    request = RequestFactory().post("/")
    assert failures.bad_request(request, RequestDataTooBig()).status_code == 413
    assert "troppo grande" in failures.bad_request(request, RequestDataTooBig()).content.decode()
    assert failures.bad_request(request, SuspiciousOperation("Agomessaggio")).status_code == 400


def test_a_failure_shows_its_number() -> None:
    request = RequestFactory().get("/")
    page = failures.server_error(request).content.decode()
    assert f"<strong>{request.error_number}</strong>" in page  # type: ignore[attr-defined]
