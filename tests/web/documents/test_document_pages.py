"""The pages of the papers: the list, what is sent, the download, what is refused."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.audit.models import Event
from percorsi.people.choices import Audience, Paper
from percorsi.people.models import PersonDocument
from tests import cast
from tests.web.stage_papers import PDF, paper

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer() -> User:
    return cast.member(Role.OFFICER)


def text(answer: Any) -> str:
    return str(answer.content.decode())


def file(content: bytes = PDF, name: str = "carta.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_a_paper_is_sent_and_stands_in_the_list_with_its_expiry(officer: User) -> None:
    person, client = cast.person(), cast.client_of(officer)
    soon = timezone.localdate() + timedelta(days=10)
    data = {"file": file(), "kind": "identity", "title": "Carta", "expires_on": f"{soon:%d/%m/%Y}"}
    page = text(client.post(reverse("documents:add", args=[person.public_id]), data, follow=True))
    assert "Il documento è caricato." in page
    assert "Documento d’identità: Carta" in page
    assert "tra 10 giorni" in page
    assert PersonDocument.objects.get().expires_on == soon


def test_the_file_is_saved_and_never_shown_and_the_trail_says_so(officer: User) -> None:
    made = paper(cast.person(), Paper.IDENTITY)
    answer = cast.client_of(officer).get(reverse("documents:download", args=[made.public_id]))
    assert answer.content == PDF
    assert answer["Content-Disposition"].startswith("attachment")
    assert (answer["X-Content-Type-Options"], answer["Content-Type"]) == ("nosniff", "application/pdf")
    event = Event.objects.latest("id")
    assert (event.where, event.about_people, event.object_id) == ("documents:download", [made.person_id], made.pk)


def test_papers_of_health_do_not_exist_for_who_may_not_read_them(officer: User) -> None:
    made = paper(cast.person(), Paper.INVALIDITY, audience=Audience.HEALTH, title="Verbale")
    client = cast.client_of(officer)
    nothing = client.get(reverse("documents:download", args=["a" * 22]))
    answer = client.get(reverse("documents:download", args=[made.public_id]))
    assert (answer.status_code, answer.content) == (404, nothing.content)
    page = text(client.get(reverse("documents:of_person", args=[made.person.public_id])))
    assert "Verbale" not in page
    assert "Ancora nessun documento" in page
    assert "invalidità" not in text(client.get(reverse("documents:add", args=[made.person.public_id])))


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "Scegli il file."),
        ({"file": file(b"<html>")}, "non è quello di un file .pdf"),
        ({"file": file(b"")}, "Il file è vuoto"),
        ({"file": file(name="carta.exe")}, "Questo tipo di file non si può caricare"),
    ],
)
def test_an_error_stands_on_the_file_and_what_was_typed_stays(officer: User, sent: dict[str, Any], said: str) -> None:
    person = cast.person()
    page = text(
        cast.client_of(officer).post(
            reverse("documents:add", args=[person.public_id]), {"kind": "identity", "title": "Carta", **sent}
        )
    )
    assert said in page
    assert '<a href="#id_file">' in page
    assert 'value="Carta"' in page
    assert not PersonDocument.objects.exists()


def test_a_newer_version_stands_above_the_older(officer: User) -> None:
    old = paper(cast.person(), Paper.IDENTITY, title="Carta")
    client = cast.client_of(officer)
    data = {"file": file(name="nuova.pdf"), "kind": "identity", "title": "Carta nuova"}
    page = text(client.post(reverse("documents:replace", args=[old.public_id]), data, follow=True))
    assert "1 versione di prima" in page
    assert page.index("nuova.pdf") < page.index("documento.pdf")


def test_a_withdrawal_is_taken_back_from_the_message(officer: User) -> None:
    made = paper(cast.person(), Paper.IDENTITY)
    client = cast.client_of(officer)
    data = {"reason": "Doppio", "version": "1"}
    page = text(client.post(reverse("documents:withdraw", args=[made.public_id]), data, follow=True))
    undo = reverse("documents:take_back", args=[made.public_id])
    assert f'action="{undo}"' in page
    assert "Ritirati" in page
    assert "Ritirati" not in text(client.post(undo, follow=True))


def test_two_editors_see_both_values(officer: User) -> None:
    made = paper(cast.person(), Paper.IDENTITY, expires_on=date(2030, 1, 1))
    client = cast.client_of(officer)
    data = {"kind": "permit", "version": "5"}
    assert "mentre scrivevi" in text(client.post(reverse("documents:change", args=[made.public_id]), data))


def test_a_lost_file_is_said_to_be_nowhere(officer: User) -> None:
    made = paper(cast.person(), Paper.IDENTITY)
    made.file.content.storage.delete(made.file.content.name)
    assert cast.client_of(officer).get(reverse("documents:download", args=[made.public_id])).status_code == 404


def test_the_list_costs_the_same_whatever_the_rows(officer: User, django_assert_max_num_queries: Any) -> None:
    person, client = cast.person(), cast.client_of(officer)
    paper(person, Paper.IDENTITY)
    address = reverse("documents:of_person", args=[person.public_id])
    client.get(address)
    with django_assert_max_num_queries(16):
        client.get(address)
    for _number in range(8):
        paper(person, Paper.OTHER)
    with django_assert_max_num_queries(16):
        client.get(address)
