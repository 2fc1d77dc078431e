"""The pages of the traineeships: list, page of one, begin, change, suspend, extend, close, and take back."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from percorsi.accounts.choices import Role
from percorsi.organisations.choices import Kind
from percorsi.organisations.models import Organisation
from percorsi.people.models import Person
from percorsi.traineeships.models import Traineeship
from tests import cast

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def client() -> Client:
    return cast.client_of(cast.member(Role.OPERATIONAL_COORDINATOR))


def running(person: Person | None = None, **values: object) -> Traineeship:
    given = {"starts_on": TODAY - timedelta(days=90), "ends_on": TODAY + timedelta(days=60)} | values
    host = values.pop("host", None) or cast.body("Officine Levante", Kind.EMPLOYER)
    return Traineeship.objects.create(**{"person": person or cast.person(), "host": host, **given})


def text(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined,no-any-return]


def test_pages_open(client: Client) -> None:
    row = running()
    for path in ("", f"{row.public_id}/", f"nuovo/{row.person.public_id}/", f"{TODAY:mesi/%Y-%m}/", *(f"{row.public_id}/{act}/" for act in ("modifica", "sospendi", "riprendi", "proroga", "chiudi"))):
        answer = client.get(f"/tirocini/{path}")
        assert answer.status_code == 200, path
