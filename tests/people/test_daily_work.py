"""Residences, contacts, relatives, permits, categories, invalidities: written with dates, and told in the trail."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.audit.choices import Act
from percorsi.audit.models import Event
from percorsi.kit.refusal import Forbidden, Refused
from percorsi.people import actions
from percorsi.people.actions import Address, Belonging, Certificate
from percorsi.people.legal import basis_of, proposals_for
from percorsi.people.models import Condition, Contact, Person, Residence
from tests import cast

pytestmark = pytest.mark.django_db

MAY = date(2018, 5, 1)
JUNE = date(2018, 6, 1)
JULY = date(2018, 7, 1)


@pytest.fixture
def coordinator() -> User:
    return cast.member(Role.OPERATIONAL_COORDINATOR)


@pytest.fixture
def ada() -> Person:
    return cast.person(born_on=date(1960, 1, 2))


def lives_in(person: Person) -> list[tuple[str, date | None, date | None]]:
    rows = person.residences.order_by("pk")
    return [(str(row.municipality), row.starts_on, row.ends_on) for row in rows]


def test_a_move_closes_the_present_residence_the_day_before(coordinator: User, ada: Person) -> None:
    actions.move(ada, to=Address(cast.municipality("Rho"), "via Gufo 1"), on=None, by=coordinator)
    actions.move(ada, to=Address(cast.municipality("Arese")), on=JUNE, by=coordinator)
    assert lives_in(ada) == [("Rho", None, date(2018, 5, 31)), ("Arese", JUNE, None)]
    assert [event.act for event in Event.objects.order_by("pk")] == [Act.CREATE, Act.CREATE]
    assert "Gufo" not in str(list(Event.objects.values_list("fields", flat=True)))


@pytest.mark.parametrize(
    ("on", "field"), [(None, "starts_on"), (JUNE, "starts_on"), (MAY, "starts_on"), (date(2190, 1, 1), "starts_on")]
)
def test_a_move_needs_a_possible_day(coordinator: User, ada: Person, on: date | None, field: str) -> None:
    actions.move(ada, to=Address(cast.municipality("Rho")), on=JUNE, by=coordinator)
    with pytest.raises(Refused) as refused:
        actions.move(ada, to=Address(cast.municipality("Arese")), on=on, by=coordinator)
    assert refused.value.field == field
    assert lives_in(ada) == [("Rho", JUNE, None)]


def test_a_residence_is_corrected_or_taken_away(coordinator: User, ada: Person) -> None:
    row = actions.move(ada, to=Address(cast.municipality("Rho")), on=None, by=coordinator)
    actions.correct_residence(row, to=Address(cast.municipality("Pero")), starts_on=MAY, by=coordinator)
    assert lives_in(ada) == [("Pero", MAY, None)]
    actions.remove_residence(row, by=coordinator)
    assert not Residence.objects.exists()


def test_a_contact_finds_the_person_as_long_as_it_stands(coordinator: User, ada: Person) -> None:
    row = actions.add_contact(ada, kind="phone", value="399 12 34 567", whose="sorella", by=coordinator)
    assert ada.terms.filter(term="3991234567").exists()
    actions.change_contact(row, kind="phone", value="399 76 54 321", whose="", by=coordinator)
    assert set(ada.terms.filter(term__startswith="399").values_list("term", flat=True)) == {"3997654321"}
    actions.remove_contact(row, by=coordinator)
    assert not ada.terms.filter(term__startswith="399").exists()
    assert not Contact.objects.exists()


@pytest.mark.parametrize(
    ("kind", "value"),
    [("phone", "12"), ("phone", ""), ("email", "ada.example"), ("pigeon", "1234567"), ("phone", "1" * 255)],
)
def test_a_contact_that_reaches_nobody_is_refused(coordinator: User, ada: Person, kind: str, value: str) -> None:
    with pytest.raises(Refused) as refused:
        actions.add_contact(ada, kind=kind, value=value, by=coordinator)
    assert refused.value.field in {"kind", "value"}


def test_relatives_and_permits_come_and_go(coordinator: User, ada: Person) -> None:
    sister = actions.add_relative(ada, name="Ida Cardellino", relation="sorella", by=coordinator)
    actions.change_relative(sister, name="Ida Cardellino", relation="sorella minore", by=coordinator)
    permit = actions.add_permit(ada, kind="lavoro subordinato", expires_on=JUNE, by=coordinator)
    actions.change_permit(permit, kind="lavoro subordinato", expires_on=JULY, by=coordinator)
    assert (ada.relatives.get().relation, ada.permits.get().expires_on) == ("sorella minore", JULY)
    actions.remove_relative(sister, by=coordinator)
    actions.remove_permit(permit, by=coordinator)
    assert not ada.relatives.exists() and not ada.permits.exists()
    assert Event.objects.count() == 6


def mains(person: Person) -> list[tuple[str, date | None, date | None]]:
    rows = person.conditions.filter(is_main=True).order_by("starts_on", "pk")
    return [(row.category, row.starts_on, row.ends_on) for row in rows]


def test_the_first_category_is_the_main_one_and_only_one_is(coordinator: User, ada: Person) -> None:
    actions.add_condition(ada, belonging=Belonging(category="over_50", starts_on=MAY), by=coordinator)
    actions.add_condition(ada, belonging=Belonging(category="l68_99", starts_on=MAY), by=coordinator)
    assert mains(ada) == [("over_50", MAY, None)]


def test_a_new_main_category_leaves_the_past_as_it_was(coordinator: User, ada: Person) -> None:
    actions.add_condition(ada, belonging=Belonging(category="over_50"), by=coordinator)
    other = actions.add_condition(ada, belonging=Belonging(category="l68_99", starts_on=MAY), by=coordinator)
    actions.set_main_condition(other, since=JUNE, by=coordinator)
    assert sorted(mains(ada), key=str) == sorted(
        [("over_50", None, date(2018, 5, 31)), ("l68_99", JUNE, None)], key=str
    )
    assert set(ada.conditions.filter(ends_on=None).values_list("category", "is_main")) == {
        ("over_50", False),
        ("l68_99", True),
    }


def test_a_main_category_chosen_without_a_day_holds_as_long_as_it_did(coordinator: User, ada: Person) -> None:
    actions.add_condition(ada, belonging=Belonging(category="over_50"), by=coordinator)
    other = actions.add_condition(ada, belonging=Belonging(category="l68_99"), by=coordinator)
    actions.set_main_condition(other, by=coordinator)
    assert mains(ada) == [("l68_99", None, None)]
    assert ada.conditions.count() == 2


def test_the_main_category_ends_only_after_another_was_chosen(coordinator: User, ada: Person) -> None:
    first = actions.add_condition(ada, belonging=Belonging(category="over_50", starts_on=MAY), by=coordinator)
    second = actions.add_condition(ada, belonging=Belonging(category="l68_99", starts_on=MAY), by=coordinator)
    ended = Belonging(category="over_50", starts_on=MAY, ends_on=JUNE)
    with pytest.raises(Refused):
        actions.change_condition(first, belonging=ended, by=coordinator)
    with pytest.raises(Refused):
        actions.remove_condition(first, by=coordinator)
    actions.set_main_condition(second, by=coordinator)
    actions.change_condition(first, belonging=ended, by=coordinator)
    actions.change_condition(
        second, belonging=Belonging(category="l68_99", starts_on=MAY, ends_on=JULY, evidence="verbale"), by=coordinator
    )
    assert not ada.conditions.filter(ends_on=None).exists()


@pytest.mark.parametrize(
    ("belonging", "field"),
    [
        (Belonging(category=""), "category"),
        (Belonging(category="rich_people"), "category"),
        (Belonging(category="l68_99", starts_on=JUNE, ends_on=MAY), "ends_on"),
        (Belonging(category="l68_99", evidence="x" * 201), "evidence"),
        (Belonging(category="over_50"), "category"),
        (Belonging(category="l68_99", starts_on=date(2150, 1, 1)), "starts_on"),
    ],
)
def test_a_category_that_cannot_be_is_refused(coordinator: User, ada: Person, belonging: Belonging, field: str) -> None:
    actions.add_condition(ada, belonging=Belonging(category="over_50"), by=coordinator)
    with pytest.raises(Refused) as refused:
        actions.add_condition(ada, belonging=belonging, by=coordinator)
    assert refused.value.field == field
    assert ada.conditions.count() == 1


def test_a_category_as_an_old_register_wrote_it_keeps_its_name(coordinator: User, ada: Person) -> None:
    old = Condition.objects.create(person=ada, category="ex detenuti", is_main=True)
    actions.change_condition(old, belonging=Belonging(category="ex detenuti", evidence="atto"), by=coordinator)
    old.refresh_from_db()
    assert (old.category, old.evidence) == ("ex detenuti", "atto")
    assert basis_of("ex detenuti") is None


def test_categories_come_with_the_act_they_rest_on() -> None:
    basis = basis_of("l68_99")
    assert basis is not None
    assert (basis.act, basis.where, basis.confidence) == ("L. 68/99", "art. 1", "certo")


def test_a_rule_proposes_with_reasons_and_somebody_accepts(coordinator: User, ada: Person) -> None:
    ada.invalidities.create(percent=80, kind="civile")
    found = {one.code: one for one in proposals_for(ada, on=MAY)}
    assert found["l68_99"].is_complete
    assert "80%" in found["l68_99"].reasons[0].text
    assert found["l68_99"].reasons[0].confidence
    assert not found["over_50"].is_complete  # nothing says whether she works
    assert not ada.conditions.exists()
    actions.accept_proposal(ada, category="l68_99", on=MAY, by=coordinator)
    row = ada.conditions.get()
    assert (row.evidence, row.starts_on, row.is_main) == ("proposta dalla regola «L.68/99» il 01/05/2018", MAY, True)
    assert "l68_99" not in {one.code for one in proposals_for(ada, on=JUNE)}
    with pytest.raises(Refused):
        actions.accept_proposal(ada, category="l68_99", on=MAY, by=coordinator)


def test_nothing_is_proposed_of_whom_nothing_is_known() -> None:
    assert proposals_for(cast.person(), on=MAY) == []


def test_an_invalidity_by_inail_is_another_title(ada: Person) -> None:
    ada.invalidities.create(percent=40, kind="INAIL")
    assert "INAIL" in {one.code: one for one in proposals_for(ada, on=MAY)}["l68_99"].reasons[0].text


def test_the_trail_of_health_holds_no_value(coordinator: User, ada: Person) -> None:
    row = actions.add_invalidity(ada, certificate=Certificate(percent=67, kind="psichica"), by=coordinator)
    actions.change_invalidity(row, certificate=Certificate(percent=74, kind="psichica"), by=coordinator)
    actions.remove_invalidity(row, by=coordinator)
    told = str(list(Event.objects.values_list("fields", "reason")))
    assert "psichica" not in told and "74" not in told and "67" not in told
    assert Event.objects.count() == 3


@pytest.mark.parametrize(
    ("certificate", "field"),
    [
        (Certificate(percent=101), "percent"),
        (Certificate(percent=-1), "percent"),
        (Certificate(), "percent"),
        (Certificate(percent=50, issued_on=timezone.localdate() + timedelta(days=1)), "issued_on"),
        (Certificate(percent=50, issued_on=JUNE, review_on=MAY), "review_on"),
    ],
)
def test_an_impossible_certificate_is_refused(
    coordinator: User, ada: Person, certificate: Certificate, field: str
) -> None:
    with pytest.raises(Refused) as refused:
        actions.add_invalidity(ada, certificate=certificate, by=coordinator)
    assert refused.value.field == field


def test_a_colleagues_person_is_not_ones_own_to_write(ada: Person) -> None:
    mediator = cast.member(Role.MEDIATOR)
    cast.case(ada, worker=cast.member(Role.MEDIATOR))
    for write in (
        lambda: actions.move(ada, to=Address(cast.municipality()), on=None, by=mediator),
        lambda: actions.add_contact(ada, kind="phone", value="3991234567", by=mediator),
        lambda: actions.add_condition(ada, belonging=Belonging(category="over_50"), by=mediator),
        lambda: actions.add_invalidity(ada, certificate=Certificate(percent=50), by=mediator),
        lambda: actions.add_number(ada, by=mediator),
    ):
        with pytest.raises(Forbidden):
            write()
    assert not Event.objects.exists()


def test_a_protected_person_has_no_residence_contact_or_relative_here(coordinator: User) -> None:
    hidden = cast.protected_person(cleared=(coordinator,))
    with pytest.raises(Refused):
        actions.move(hidden, to=Address(cast.municipality()), on=None, by=coordinator)
    with pytest.raises(Refused):
        actions.add_contact(hidden, kind="phone", value="3991234567", by=coordinator)
    with pytest.raises(Refused):
        actions.add_relative(hidden, name="Ida", relation="sorella", by=coordinator)
    actions.add_condition(hidden, belonging=Belonging(category="social_services"), by=coordinator)


def test_a_category_may_come_in_or_become_the_main_one_by_its_form(coordinator: User, ada: Person) -> None:
    first = actions.add_condition(ada, belonging=Belonging(category="over_50"), by=coordinator)
    new = Belonging(category="l68_99", starts_on=JUNE, is_main=True)
    actions.add_condition(ada, belonging=new, by=coordinator)
    assert mains(ada)[-1] == ("l68_99", JUNE, None) or mains(ada)[0] == ("l68_99", JUNE, None)
    present = ada.conditions.get(category="over_50", ends_on=None)
    assert not present.is_main and first.pk != present.pk
    again = Belonging(category="over_50", starts_on=JUNE, is_main=True, main_since=JULY)
    actions.change_condition(present, belonging=again, by=coordinator)
    assert ada.conditions.get(is_main=True, ends_on=None).category == "over_50"
    assert ada.conditions.get(is_main=True, category="l68_99").ends_on == date(2018, 6, 30)
