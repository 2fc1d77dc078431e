"""The papers of a person: who adds and opens them, versions, withdrawal, expiry, protection, merge."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.audit.models import Event
from percorsi.confidential.actions import end_protection, protect
from percorsi.documents.models import File
from percorsi.kit.refusal import Forbidden, Refused, Stale
from percorsi.people import actions
from percorsi.people.actions import PaperDraft
from percorsi.people.choices import Audience, Paper
from percorsi.people.models import Person, PersonDocument
from percorsi.people.queries import documents_of, expiring_documents, readable_documents
from tests import cast

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n%prova\n"
TODAY = timezone.localdate()


@pytest.fixture
def coordinator() -> User:
    return cast.member(Role.OPERATIONAL_COORDINATOR)


def upload(name: str = "Ada Cardellino.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PDF)


def add(person: Person, by: User, kind: str = Paper.IDENTITY, **values: Any) -> PersonDocument:
    replaces = values.pop("replaces", None)
    draft = PaperDraft(kind, **values)
    return actions.add_document(person, by=by, paper=draft, upload=upload(), replaces=replaces)


def test_a_paper_is_kept_and_the_trail_names_no_value(coordinator: User) -> None:
    person = cast.person()
    made = add(person, coordinator, title="Carta di Ada", issued_on=date(2020, 1, 1), expires_on=date(2030, 1, 1))
    kept = PersonDocument.objects.get()
    assert (kept, kept.audience, kept.file.name) == (made, Audience.TEAM, "Ada Cardellino.pdf")
    event = Event.objects.get(kind="people.persondocument")
    assert event.about_people == [person.pk]
    assert "Ada" not in str(event.fields)


def test_who_adds_papers(coordinator: User) -> None:
    mediator, officer = cast.member(Role.MEDIATOR), cast.member(Role.OFFICER)
    own, other = cast.person(), cast.person()
    cast.case(own, worker=mediator)
    for by, person in ((mediator, own), (officer, other), (coordinator, other)):
        add(person, by)
    for by in (mediator, cast.member(Role.SOCIAL_WORKER), cast.member(Role.SCOUT)):
        with pytest.raises(Forbidden):
            add(other, by)


def test_papers_of_health_are_for_who_reads_health(coordinator: User) -> None:
    officer, person = cast.member(Role.OFFICER), cast.person()
    verbal = add(person, coordinator, Paper.INVALIDITY)
    hidden = add(person, coordinator, Paper.OTHER, audience=Audience.HEALTH)
    plain = add(person, coordinator)
    assert verbal.audience == Audience.HEALTH
    assert set(readable_documents(officer)) == {plain}
    assert set(documents_of(person, coordinator)) == {verbal, hidden, plain}
    with pytest.raises(Refused, match="salute"):
        add(person, officer, Paper.DIAGNOSIS)
    for act in (
        lambda: actions.withdraw_document(verbal, by=officer, version=1, reason="Prova"),
        lambda: actions.change_document(hidden, by=officer, version=1, paper=PaperDraft(Paper.OTHER)),
        lambda: add(person, officer, replaces=verbal),
    ):
        with pytest.raises(Forbidden):
            act()
    # A change of kind cannot open what was of health to everybody.
    actions.change_document(plain, by=coordinator, version=1, paper=PaperDraft(Paper.CERTIFICATE))
    assert not readable_documents(officer).exists()


def test_a_newer_version_takes_the_place_once(coordinator: User) -> None:
    person = cast.person()
    old = add(person, coordinator, expires_on=TODAY)
    new = add(person, coordinator, replaces=old, expires_on=TODAY + timedelta(days=400))
    with pytest.raises(Refused, match="versione nuova"):
        add(person, coordinator, replaces=old)
    assert PersonDocument.objects.count() == File.objects.count() == 2
    old.refresh_from_db()
    assert old.replaced_by == new
    with pytest.raises(Forbidden):
        add(cast.person(), coordinator, replaces=new)


def test_what_expires_is_told_once_and_only_of_whom_one_sees(coordinator: User) -> None:
    person, protected = cast.person(), cast.protected_person()
    old = add(person, coordinator, expires_on=TODAY - timedelta(days=3))
    soon = add(person, coordinator, replaces=old, expires_on=TODAY + timedelta(days=20))
    late = add(person, coordinator, Paper.PERMIT, expires_on=TODAY - timedelta(days=1))
    add(person, coordinator, Paper.ISEE, expires_on=TODAY + timedelta(days=100))
    gone = add(person, coordinator, Paper.LICENCE, expires_on=TODAY)
    actions.withdraw_document(gone, by=coordinator, version=1, reason="Doppio")
    file = File.objects.create(name="a.pdf", digest="0", size=1, added_at=timezone.now())
    PersonDocument.objects.create(person=protected, file=file, kind=Paper.PERMIT, expires_on=TODAY)
    assert list(expiring_documents(coordinator, TODAY, days=60)) == [late, soon]
    assert not expiring_documents(cast.member(Role.SOCIAL_WORKER), TODAY, days=60).exists()


def test_a_withdrawal_is_told_why_and_taken_back(coordinator: User) -> None:
    made = add(cast.person(), coordinator)
    with pytest.raises(Refused, match="Scrivi perché"):
        actions.withdraw_document(made, by=coordinator, version=1, reason=" ")
    with pytest.raises(Stale):
        actions.withdraw_document(made, by=coordinator, version=7, reason="Sbagliato")
    actions.withdraw_document(made, by=coordinator, version=1, reason="Sbagliato")
    with pytest.raises(Refused, match="già stato ritirato"):
        actions.withdraw_document(made, by=coordinator, version=2, reason="Di nuovo")
    with pytest.raises(Refused):
        actions.take_back_withdrawal(made, by=cast.member(Role.OPERATIONAL_COORDINATOR))
    actions.take_back_withdrawal(made, by=coordinator)
    made.refresh_from_db()
    assert (made.withdrawn_at, made.withdrawn_reason) == (None, "")


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"kind": "carta"}, "kind"),
        ({"issued_on": TODAY + timedelta(days=1)}, "issued_on"),
        ({"issued_on": date(2020, 1, 2), "expires_on": date(2020, 1, 1)}, "expires_on"),
        ({"title": "a" * 151}, "title"),
    ],
)
def test_what_cannot_be_is_refused_on_its_field(coordinator: User, values: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as caught:
        add(cast.person(), coordinator, **values)
    assert caught.value.field == field
    assert not File.objects.exists()


def test_protection_takes_titles_and_names_of_files_away_and_gives_them_back(coordinator: User) -> None:
    person = cast.person("Cardellino", "Ada")
    made = add(person, coordinator, title="Carta di Ada")
    old = add(person, coordinator, Paper.ISEE)
    actions.withdraw_document(old, by=coordinator, version=1, reason="Era di Ada Cardellino")
    protect(person, reason="Lo chiede lei", by=coordinator)
    words = str(list(PersonDocument.objects.values())) + str(list(File.objects.values_list("name", flat=True)))
    assert "Ada" not in words
    assert "Cardellino" not in words
    with pytest.raises(Refused, match="protetta"):
        add(person, coordinator, title="Carta di Ada")
    assert add(person, coordinator, Paper.CURRICULUM).file.name == "documento.pdf"
    end_protection(person, reason="Non serve più", by=coordinator)
    made.refresh_from_db()
    old.refresh_from_db()
    assert (made.title, made.file.name) == ("Carta di Ada", "Ada Cardellino.pdf")
    assert old.withdrawn_reason == "Era di Ada Cardellino"


def test_a_merge_moves_the_papers_and_its_undo_gives_them_back(coordinator: User) -> None:
    keep, lose = cast.person(), cast.person()
    mine, theirs = add(keep, coordinator), add(lose, coordinator)
    done = actions.merge(keep, lose, by=coordinator)
    assert set(keep.documents.all()) == {mine, theirs}
    back = actions.undo_merge(done, by=coordinator)
    assert set(back.documents.all()) == {theirs}


def test_nobody_takes_back_the_withdrawal_of_somebody_else(coordinator: User) -> None:
    made, colleague = add(cast.person(), coordinator), cast.member(Role.OPERATIONAL_COORDINATOR)
    actions.change_document(made, by=coordinator, version=1, paper=PaperDraft(Paper.IDENTITY, title="Carta"))
    actions.withdraw_document(made, by=colleague, version=2, reason="Sbagliato")
    with pytest.raises(Refused, match="carica di nuovo"):
        actions.take_back_withdrawal(made, by=coordinator)
    made.refresh_from_db()
    assert made.withdrawn_at is not None
    actions.take_back_withdrawal(made, by=colleague)
    made.refresh_from_db()
    assert made.withdrawn_at is None
