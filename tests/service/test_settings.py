"""Contracts, municipalities served and problems: what is refused, what is noted, what can be taken back."""

from dataclasses import replace
from datetime import date

import pytest

from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.audit.choices import Act
from percorsi.audit.models import Event
from percorsi.kit.refusal import Forbidden, Refused, Stale
from percorsi.organisations.choices import Kind
from percorsi.organisations.models import Organisation
from percorsi.service import queries
from percorsi.service.actions import (
    ContractDraft,
    ServedDraft,
    add_contract,
    answer_problem,
    change_contract,
    change_served,
    report_problem,
    serve,
    undo_contract,
    undo_served,
)
from percorsi.service.models import ContractPeriod, Problem, ServedMunicipality
from tests import cast

pytestmark = pytest.mark.django_db
DRAFT = ContractDraft("Affidamento 2019-2021", "Cooperativa Tramontana", date(2019, 1, 1), date(2021, 12, 31))


@pytest.fixture
def coordinator() -> User:
    return cast.member(Role.PROJECT_COORDINATOR)


def refused(act: object, *values: object, **more: object) -> str:
    with pytest.raises(Refused) as refusal:
        act(*values, **more)  # type: ignore[operator]
    return refusal.value.field


def test_a_contract_is_added_with_its_body_and_taken_back(coordinator: User) -> None:
    contract = add_contract(replace(DRAFT, cig="z7a 1b2c 3d4"), by=coordinator)
    assert (contract.cig, contract.provider.kind) == ("Z7A1B2C3D4", Kind.PROVIDER)
    assert Event.objects.get(act=Act.CREATE).fields["after"]["starts_on"] == "2019-01-01"
    undo_contract(contract, by=coordinator, version=1)
    assert not ContractPeriod.objects.exists()
    assert Event.objects.latest("pk").act == Act.UNDO


def test_a_correction_is_taken_back_with_its_days(coordinator: User) -> None:
    contract = add_contract(DRAFT, by=coordinator)
    other = replace(DRAFT, ends_on=date(2022, 6, 30), provider="Consorzio Libeccio", act="Det. 12/2019")
    change_contract(contract, by=coordinator, version=1, draft=other)
    contract.refresh_from_db()
    assert (contract.ends_on, contract.provider.name) == (date(2022, 6, 30), "Consorzio Libeccio")
    undo_contract(contract, by=coordinator, version=2)
    contract.refresh_from_db()
    assert (contract.ends_on, contract.provider.name, contract.act) == (date(2021, 12, 31), DRAFT.provider, "")


def test_a_body_known_already_is_not_written_twice(coordinator: User) -> None:
    known = cast.body("Cooperativa Tramontana")
    assert add_contract(replace(DRAFT, provider=" cooperativa  TRAMONTANA"), by=coordinator).provider == known
    assert Organisation.objects.filter(match_key=known.match_key).count() == 1


@pytest.mark.parametrize(
    ("starts", "ends", "is_free"),
    [
        (date(2021, 12, 31), date(2022, 12, 31), False),
        (date(2022, 1, 1), date(2022, 12, 31), True),
        (date(2018, 1, 1), date(2018, 12, 31), True),
        (date(2018, 1, 1), date(2019, 1, 1), False),
        (date(2019, 6, 1), date(2019, 6, 1), False),
    ],
)
def test_two_contracts_never_hold_on_one_day(coordinator: User, starts: date, ends: date, is_free: bool) -> None:
    add_contract(DRAFT, by=coordinator)
    draft = ContractDraft("Secondo", "Cooperativa Tramontana", starts, ends)
    if is_free:
        second = add_contract(draft, by=coordinator)
        assert refused(change_contract, second, by=coordinator, version=1, draft=DRAFT) == "starts_on"
    else:
        assert refused(add_contract, draft, by=coordinator) == "starts_on"
    assert ContractPeriod.objects.count() == 1 + is_free


@pytest.mark.parametrize("cig", ["Z7A1B2C3D", "Z7A1B2C3D45", "Z7A1B2C3D-", "Ž7A1B2C3D4"])
def test_a_cig_has_ten_letters_and_digits(coordinator: User, cig: str) -> None:
    assert refused(add_contract, replace(DRAFT, cig=cig), by=coordinator) == "cig"


def test_a_contract_has_a_name_a_body_and_possible_days(coordinator: User) -> None:
    assert refused(add_contract, replace(DRAFT, name=" "), by=coordinator) == "name"
    assert refused(add_contract, replace(DRAFT, provider=""), by=coordinator) == "provider"
    assert refused(add_contract, replace(DRAFT, provider="x" * 201), by=coordinator) == "provider"
    assert refused(add_contract, replace(DRAFT, ends_on=date(2018, 1, 1)), by=coordinator) == "ends_on"
    with pytest.raises(Forbidden):
        add_contract(DRAFT, by=cast.member(Role.MEDIATOR))


def test_a_municipality_is_served_corrected_and_taken_back(coordinator: User) -> None:
    served = serve(cast.municipality("Rho"), by=coordinator, draft=ServedDraft(starts_on=date(2019, 1, 1)))
    change_served(served, by=coordinator, version=1, draft=ServedDraft(is_in_convention=True, ends_on=date(2020, 1, 1)))
    with pytest.raises(Stale):
        change_served(served, by=coordinator, version=1, draft=ServedDraft())
    served.refresh_from_db()
    assert (served.is_in_convention, served.starts_on, served.ends_on) == (True, None, date(2020, 1, 1))
    undo_served(served, by=coordinator, version=2)
    served.refresh_from_db()
    assert (served.is_in_convention, served.starts_on, served.ends_on) == (False, date(2019, 1, 1), None)
    assert queries.served_on(date(2018, 12, 31)).count() == 0
    assert queries.served_on(date(2019, 1, 1)).get() == served


@pytest.mark.parametrize(
    ("draft", "is_free"),
    [
        (ServedDraft(), False),
        (ServedDraft(ends_on=date(2018, 12, 31)), True),
        (ServedDraft(ends_on=date(2019, 1, 1)), False),
        (ServedDraft(starts_on=date(2021, 1, 1)), True),
        (ServedDraft(starts_on=date(2020, 12, 31), ends_on=date(2025, 1, 1)), False),
    ],
)
def test_a_municipality_is_not_served_twice_on_one_day(coordinator: User, draft: ServedDraft, is_free: bool) -> None:
    period = ServedDraft(starts_on=date(2019, 1, 1), ends_on=date(2020, 12, 31))
    serve(cast.municipality("Rho"), by=coordinator, draft=period)
    serve(cast.municipality("Arese"), by=coordinator, draft=period)
    if is_free:
        serve(cast.municipality("Rho"), by=coordinator, draft=draft)
    else:
        assert refused(serve, cast.municipality("Rho"), by=coordinator, draft=draft) == "municipality"
    assert ServedMunicipality.objects.count() == 2 + is_free


def test_everybody_reports_and_who_looks_after_the_service_answers() -> None:
    scout, other = cast.member(Role.SCOUT), cast.member(Role.ADMINISTRATOR)
    problem = report_problem(by=scout, kind="accessibility", text="Il menu non si apre.\n", page="people:person")
    assert (problem.text, problem.page) == ("Il menu non si apre.", "people:person")
    assert "menu" not in str(Event.objects.latest("pk").fields)
    assert list(queries.problems_visible_to(other)) == [problem]
    assert list(queries.problems_visible_to(scout)) == []
    assert list(queries.own_problems(scout)) == [problem]
    with pytest.raises(Forbidden):
        answer_problem(problem, by=scout, version=1, text="Fatto")
    answer_problem(problem, by=other, version=1, text="Corretto.")
    assert Problem.objects.get().answered_by == other
    with pytest.raises(Stale):
        answer_problem(problem, by=other, version=1, text="Di nuovo")


@pytest.mark.parametrize("page", ["/persone/abc/", "people:person?x=1", "people:a:b", "", "Ada Cardellino"])
def test_what_is_no_name_of_a_page_is_not_kept(page: str) -> None:
    assert report_problem(by=cast.member(Role.SCOUT), kind="error", text="Non va", page=page).page == ""


def test_a_report_says_something_and_not_too_much() -> None:
    scout = cast.member(Role.SCOUT)
    assert refused(report_problem, by=scout, kind="error", text="  \n") == "text"
    assert refused(report_problem, by=scout, kind="error", text="x" * 2_001) == "text"
    assert refused(report_problem, by=scout, kind="invented", text="x") == "kind"
