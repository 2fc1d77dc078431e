"""Several rows at once: only what the reader sees, never none, never too many, and each with its own answer."""

import pytest
from django.http import HttpRequest
from django.test import RequestFactory

from percorsi.kit.refusal import Forbidden, Refused
from percorsi.people.models import Person
from percorsi.web.shell import bulk
from tests import cast

pytestmark = pytest.mark.django_db


def sent(*public_ids: str) -> HttpRequest:
    return RequestFactory().post("/", {"scelti": list(public_ids)})


def test_only_what_the_reader_sees_is_chosen_in_the_order_of_the_list() -> None:
    second, first, hidden = cast.person("Bora"), cast.person("Abete"), cast.person("Corvo")
    seen = Person.objects.exclude(pk=hidden.pk).order_by("sort_key")
    asked = (second.public_id, hidden.public_id, "x" * 22, first.public_id, second.public_id)
    assert bulk.chosen(sent(*asked), seen) == [first, second]


@pytest.mark.parametrize("asked", [(), ("x" * 22,), ("",)])
def test_an_empty_choice_is_an_error_that_says_what_to_do(asked: tuple[str, ...]) -> None:
    cast.person("Abete")
    with pytest.raises(Refused, match="spunta le caselle"):
        bulk.chosen(sent(*asked), Person.objects.all())


def test_at_most_a_hundred_are_chosen() -> None:
    rows = [cast.person(f"Merlo {n:03}").public_id for n in range(3)]
    many = [f"{n:022}" for n in range(97)]
    assert len(bulk.chosen(sent(*rows, *many), Person.objects.all())) == 3
    with pytest.raises(Refused, match="Ne hai scelte 101.*al massimo 100"):
        bulk.chosen(sent(*rows, *many, "y" * 22), Person.objects.all())


def test_a_refusal_stops_its_row_alone() -> None:
    rows = [cast.person(name) for name in ("Abete", "Bora", "Corvo")]

    def act(person: Person) -> None:
        if person.family_names == "Abete":
            raise Refused("È già chiuso.")
        if person.family_names == "Bora":
            raise Forbidden

    outcome = bulk.carry_out(rows, act)
    assert outcome.done == ["Ada Corvo"]
    assert outcome.refused == [("Ada Abete", "È già chiuso."), ("Ada Bora", "Non hai il permesso per questa persona.")]
