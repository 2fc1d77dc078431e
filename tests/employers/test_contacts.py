"""Contacts with companies: what is kept, who writes, and which companies are to be heard."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.audit.models import Event
from percorsi.bridges.handing_over.left_out import left_out
from percorsi.employers.actions import ContactDraft, change_contact, log_contact, take_back_contact
from percorsi.employers.choices import ContactKind, Due
from percorsi.employers.models import Contact
from percorsi.employers.queries import contacts_of, due_contacts
from percorsi.kit.refusal import Forbidden, Refused, Stale
from percorsi.organisations.choices import Kind
from percorsi.organisations.models import Organisation
from percorsi.service.choices import Standard
from percorsi.service.queries import standards
from tests import cast

pytestmark = pytest.mark.django_db
TODAY = date(2019, 6, 6)
DAY = timedelta(days=1)


@pytest.fixture
def scout() -> User:
    return cast.member(Role.SCOUT)


@pytest.fixture
def company() -> Organisation:
    return cast.body("Officine Tramontana", Kind.EMPLOYER)


def spoke(company: Organisation, by: User, happened_on: date, next_step_on: date | None = None) -> Contact:
    return log_contact(company, by=by, draft=ContactDraft(ContactKind.CALL, happened_on, "Sentiti.", next_step_on))


def test_a_contact_is_kept_with_who_wrote_it(scout: User, company: Organisation) -> None:
    draft = ContactDraft(ContactKind.VISIT, TODAY, "  Cercano un magazziniere. \n\n\n Richiamare ", TODAY + 7 * DAY)
    made = log_contact(company, by=scout, draft=draft)
    assert (made.text, made.written_by) == ("Cercano un magazziniere.\n\nRichiamare", cast.worker_of(scout))
    assert list(contacts_of(company, scout)) == [made]
    assert (Event.objects.get().kind, Event.objects.get().fields) == (
        "employers.contact",
        {"fields": ["happened_on", "kind", "next_step_on", "text"]},
    )


def test_what_cannot_be(scout: User, company: Organisation) -> None:
    tomorrow = timezone.localdate() + DAY
    for draft, field in (
        (ContactDraft(ContactKind.CALL, TODAY, "  "), "text"),
        (ContactDraft(ContactKind.CALL, TODAY, "a" * 5_001), "text"),
        (ContactDraft(ContactKind.CALL, tomorrow, "Sentiti."), "happened_on"),
        (ContactDraft(ContactKind.CALL, TODAY, "Sentiti.", TODAY - DAY), "next_step_on"),
        (ContactDraft("fax", TODAY, "Sentiti."), "kind"),
    ):
        with pytest.raises(Refused) as caught:
            log_contact(company, by=scout, draft=draft)
        assert caught.value.field == field
    assert not Contact.objects.exists()


def test_only_who_wrote_a_contact_changes_it_or_takes_it_back(scout: User, company: Organisation) -> None:
    made, other = spoke(company, scout, TODAY), cast.member(Role.SCOUT)
    draft = ContactDraft(ContactKind.MAIL, TODAY, "Scritto.")
    for act in (
        lambda: change_contact(made, by=other, version=1, draft=draft),
        lambda: take_back_contact(made, by=other),
    ):
        with pytest.raises(Forbidden):
            act()
    change_contact(made, by=scout, version=1, draft=draft)
    with pytest.raises(Stale):
        change_contact(made, by=scout, version=1, draft=draft)
    assert Contact.objects.get().text == "Scritto."
    take_back_contact(made, by=scout)
    assert not Contact.objects.exists()


@pytest.mark.parametrize("role", Role)
def test_who_reads_and_writes(role: Role, scout: User, company: Organisation) -> None:
    spoke(company, scout, TODAY)
    reader = cast.member(role)
    reads = {Role.PROJECT_COORDINATOR, Role.OPERATIONAL_COORDINATOR, Role.MEDIATOR, Role.SCOUT, Role.OFFICER}
    assert contacts_of(company, reader).exists() == (role in reads)
    assert due_contacts(reader, TODAY + 365 * DAY).exists() == (role in reads)
    if role in reads - {Role.PROJECT_COORDINATOR}:
        spoke(company, reader, TODAY)
        return
    with pytest.raises(Forbidden):
        spoke(company, reader, TODAY)


def test_no_contact_with_who_sends_people_or_runs_the_service(scout: User) -> None:
    for kind in (Kind.MUNICIPALITY, Kind.PROVIDER, Kind.COMMISSIONER, Kind.ANTI_VIOLENCE_CENTRE):
        with pytest.raises(Forbidden):
            spoke(cast.body(f"Ente {kind}", kind), scout, TODAY)


def test_which_companies_are_to_be_heard(scout: User) -> None:
    silence = standards()[Standard.COMPANY_SILENCE] * DAY
    bodies = {name: cast.body(f"Azienda {name}", Kind.EMPLOYER) for name in "ABCDEFG"}
    spoke(bodies["A"], scout, TODAY - 40 * DAY, TODAY - 3 * DAY)  # late
    spoke(bodies["B"], scout, TODAY - 40 * DAY, TODAY)  # today
    spoke(bodies["C"], scout, TODAY - 40 * DAY, TODAY + 14 * DAY)  # coming
    spoke(bodies["D"], scout, TODAY - 40 * DAY, TODAY + 15 * DAY)  # too far
    spoke(bodies["E"], scout, TODAY - 9 * DAY - silence)  # silent
    spoke(bodies["F"], scout, TODAY - 50 * DAY, TODAY - 20 * DAY)  # heard again since
    spoke(bodies["F"], scout, TODAY - DAY)
    rows = list(due_contacts(scout, TODAY))
    assert [(row.organisation.name[-1], row.due_on, row.due_kind) for row in rows] == [  # type: ignore[attr-defined]
        ("E", TODAY - 9 * DAY, Due.SILENCE),
        ("A", TODAY - 3 * DAY, Due.STEP),
        ("B", TODAY, Due.STEP),
        ("C", TODAY + 14 * DAY, Due.STEP),
    ]


def test_of_two_contacts_of_a_day_the_later_written_holds_the_step(scout: User, company: Organisation) -> None:
    spoke(company, scout, TODAY, TODAY + 2 * DAY)
    spoke(company, scout, TODAY, TODAY + 5 * DAY)
    assert [row.next_step_on for row in due_contacts(scout, TODAY)] == [TODAY + 5 * DAY]


def test_what_is_known_of_companies_does_not_fit_the_workbook_and_is_counted(
    scout: User, company: Organisation
) -> None:
    spoke(company, scout, TODAY)
    company.references.create(name="Pia Ghiandaia")
    Organisation.objects.filter(pk=company.pk).update(address="via dei Tigli 1")
    counted = left_out()
    assert {counted[kind] for kind in ("contacts_with_companies", "references", "details_of_companies")} == {1}
