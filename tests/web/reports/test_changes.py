"""Andamento before the first row, and when rows change."""

import pytest
from django.utils import timezone

from percorsi.accounts.choices import Role
from percorsi.activities.models import Activity
from percorsi.audit.actions import record
from percorsi.audit.choices import Act
from percorsi.cases.models import Case
from tests.cast import case, client_of, member, person
from tests.web.reports.reading import page_of, tables_of, text_of

pytestmark = pytest.mark.django_db


def test_an_empty_service_has_no_figures_and_says_why() -> None:
    text = text_of(page_of(client_of(member(Role.OPERATIONAL_COORDINATOR))))
    assert "Le cifre sono n.d.: nel servizio non c’è ancora nessun percorso" in text
    for name in ("xlsx", "csv"):
        assert client_of(member(Role.COMMISSIONER)).get(f"/andamento/tabelle.{name}").status_code == 200


def test_a_change_moves_the_figures_at_once() -> None:
    coordinator = member(Role.OPERATIONAL_COORDINATOR)
    client = client_of(coordinator)
    first = case(person(), worker=coordinator)
    year = str(timezone.localdate().year)

    def active() -> str:
        return tables_of(page_of(client, al=year, dal=year))["Persone"]["Utenti con percorso attivo"][year]

    Activity.objects.create(name="ORAFO", starts_on=timezone.localdate())
    assert [active(), active()] == ["1", "1"]
    case(person("Gazza"), worker=coordinator)
    assert active() == "2"
    Case.objects.filter(pk=first.pk).update(closed_on=first.opened_on)
    record(Act.CHANGE, by=coordinator, about=first, people=[first.person_id])
    assert active() == "1"
