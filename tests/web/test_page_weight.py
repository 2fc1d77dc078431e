"""What a page weighs on its way to the reader: the first time, and when the browser has already kept its files."""

import gzip
from dataclasses import dataclass

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Response

from percorsi.accounts.choices import Role
from percorsi.diary.models import Note
from tests import cast
from tests.web.people.test_list import resident
from tests.web.people.test_person import full_person
from tests.web.visiting import Visit

pytestmark = [pytest.mark.browser, pytest.mark.sqlite_only, pytest.mark.django_db(transaction=True)]
COLD, WARM, REQUESTS = 220_000, 30_000, 12


@dataclass(frozen=True)
class Weight:
    """Bytes compressed, with all the page's files and without those that a browser keeps for good; requests."""

    cold: int
    warm: int
    requests: int


def weigh(visit: Visit, path: str) -> Weight:
    """Open a page in a browser that kept nothing. Fonts travel as they are, everything else compressed."""
    answers: list[Response] = []

    def note(answer: Response) -> None:
        answers.append(answer)

    visit.page.on("response", note)
    visit.open(path)
    visit.page.wait_for_load_state("networkidle")
    visit.page.remove_listener("response", note)
    sizes = {answer.url: _size(answer) for answer in answers if answer.url.startswith("http")}
    kept = f"{visit.site}{settings.STATIC_URL}"
    warm = sum(size for url, size in sizes.items() if not url.startswith(kept))
    return Weight(sum(sizes.values()), warm, len(sizes))


def _size(answer: Response) -> int:
    body = answer.body()
    return len(body) if answer.url.endswith(".woff2") else len(gzip.compress(body))


@pytest.mark.parametrize("page", ["today", "list", "person"])
def test_a_page_weighs_little(visit: Visit, page: str) -> None:
    mediator = cast.member(Role.MEDIATOR, name="Elena Nibbio")
    person = full_person(mediator)
    for number in range(100):
        cast.case(resident(f"Merlo {number}", "Arese"), worker=mediator)
        now = timezone.now()
        Note.objects.create(
            person=person, kind="call", happened_on=now, text="Sentita al telefono. " * 9, written_at=now
        )
    visit.sign_in(mediator)
    addresses = {"today": "/oggi/", "list": "/persone/?righe=100", "person": f"/persone/{person.public_id}/"}
    weight = weigh(visit, addresses[page])
    assert weight.cold <= COLD and weight.warm <= WARM and weight.requests <= REQUESTS, weight
    assert weight.requests >= 6, "the page came without its files, so nothing was weighed"
