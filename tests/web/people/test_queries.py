"""What the pages ask of the database: the same number of questions whatever the rows, and few."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from tests import cast
from tests.web.people.test_person import full_person

pytestmark = pytest.mark.django_db
ASKING = ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")
# Page -> how many questions are the aim of its kind; twelve is the ceiling of every page. Where other filters are
# used than the last time, one more remembers them.
CEILING = 12
PAGES = {
    "": 8, "?pagina=2": 8, "?stato=tutti&ordine=-eta": 9, "?stato=in-tirocinio&ordine=dal": 9, "cerca/": 8,
    "{id}/": 10, "{id}/dati/": 10, "{id}/lavoro/": 10, "{id}/accessi/": 10,
}  # fmt: skip


def questions(user: User, path: str) -> int:
    client = cast.client_of(user)
    with CaptureQueriesContext(connection) as asked:
        answer = client.post(path, {"testo": "merlo"}) if path == "/persone/cerca/" else client.get(path)
    assert answer.status_code == 200
    return sum(one["sql"].lstrip("( ").upper().startswith(ASKING) for one in asked.captured_queries)


@pytest.mark.parametrize("role", [Role.OPERATIONAL_COORDINATOR, Role.MEDIATOR])
def test_the_questions_do_not_grow_with_the_people(role: Role) -> None:
    user = cast.member(role)
    person = full_person(user)

    def counts() -> dict[str, int]:
        shown = {page for page in PAGES if role == Role.OPERATIONAL_COORDINATOR or "accessi" not in page}
        return {page: questions(user, f"/persone/{page.format(id=person.public_id)}") for page in shown}

    grow(5, user)
    few = counts()
    grow(60, user)
    many = counts()
    assert {page: (few[page], many[page]) for page in few if many[page] > few[page]} == {}
    assert {page: n for page, n in many.items() if n > min(PAGES[page], CEILING)} == {}


def grow(people: int, user: User) -> None:
    for number in range(people):
        cast.case(cast.person(f"Merlo {number}"), worker=user)
        cast.protected_person(f"Caso {number} {people}", cleared=(user,))
