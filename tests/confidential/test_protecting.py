"""Protection hides a person whole: not a word of who they are stays anywhere but in the locked room."""

from dataclasses import replace
from datetime import date

import pytest
from django.apps import apps
from django.utils import timezone

from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.audit.choices import Act
from percorsi.audit.models import Event
from percorsi.confidential.actions import change_protected, protect, register_protected, reveal
from percorsi.confidential.models import ProtectedIdentity
from percorsi.confidential.queries import mentions
from percorsi.diary.models import Note
from percorsi.kit.refusal import Forbidden, Refused
from percorsi.people import actions
from percorsi.people.actions import Identity
from percorsi.people.actions.keys import number_terms
from percorsi.people.models import Merge, Person, PossibleDuplicate, SearchTerm
from percorsi.people.queries import found_by, open_pairs, pairs_for, visible_to
from percorsi.referrals.choices import DraftState
from percorsi.referrals.models import DraftQuestion
from tests import cast
from tests.confidential.needles import CODE, MAY, NEEDLES, tables_with, whole_database
from tests.web.stage_drafts import draft

pytestmark = pytest.mark.django_db


def test_the_needles_are_there_before(woman: Person) -> None:
    """Without this the next test could pass on an empty haystack."""
    for needle in [*NEEDLES.values(), CODE]:
        found = tables_with(needle)
        assert found, needle
        assert not {table for table in found if table.startswith(("audit", "confidential"))}, needle


def test_protection_leaves_no_word_outside_the_locked_room(coordinator: User, woman: Person) -> None:
    words_before = set(SearchTerm.objects.filter(person=woman).values_list("term", flat=True))
    numbers = {word for row in woman.numbers.all() for word in number_terms(row.number)}
    protect(woman, reason="lo chiede il centro antiviolenza", by=coordinator)
    for needle in [*NEEDLES.values(), CODE]:
        assert tables_with(needle) <= {"confidential_protectedidentity"}, needle
        assert tables_with(needle), needle
    after = set(SearchTerm.objects.filter(person=woman).values_list("term", flat=True))
    assert not after & (words_before - numbers)


def test_the_locked_room_holds_it_all(coordinator: User, woman: Person) -> None:
    protect(woman, reason="centro antiviolenza", by=coordinator)
    known = ProtectedIdentity.objects.get(person=woman)
    assert (known.born_on, known.codice_fiscale, known.former_alias) == (date(1985, 5, 3), CODE, "Luccherino")
    assert [row["municipality"] for row in known.residences] == ["Rho", "Pero"]
    contact = {"kind": "phone", "value": "3990817263", "whose": "Agrifoglio"}
    assert [{**row, "id": ""} for row in known.contacts] == [{**contact, "id": ""}]
    assert known.merges[0]["lost"]["family_names"] == "Quarzite"
    woman.refresh_from_db()
    assert woman.is_protected
    assert woman.alias.startswith("Caso ")
    assert woman.sort_key == woman.alias.lower()
    assert woman.conditions.get().is_main


def test_only_the_cleared_know_that_the_person_exists(coordinator: User, woman: Person) -> None:
    operator, colleague = cast.member(Role.MEDIATOR), cast.member(Role.MEDIATOR)
    cast.case(woman, worker=operator)
    others = [colleague, *(cast.member(role) for role in (Role.PSYCHOLOGIST, Role.OFFICER, Role.SOCIAL_WORKER))]
    second = cast.member(Role.OPERATIONAL_COORDINATOR)
    protect(woman, reason="centro antiviolenza", alias="Caso 9C", by=coordinator)
    for reader in (coordinator, second, operator):
        assert woman in visible_to(reader)
        assert woman in found_by("caso 9c", reader)
        assert woman not in found_by("ginestrone", reader)
    for reader in others:
        assert woman not in visible_to(reader)
        assert not found_by("caso 9c", reader).exists()
        assert not found_by("ginestrone", reader).exists()
    late = cast.member(Role.OPERATIONAL_COORDINATOR)
    assert woman not in visible_to(late)


def test_the_trail_says_that_and_why_and_not_who(coordinator: User, woman: Person) -> None:
    protect(woman, reason="lo chiede il centro antiviolenza", by=coordinator)
    event = Event.objects.get(act=Act.PROTECT)
    assert (event.actor, event.about_people, event.reason) == (
        coordinator.pk,
        [woman.pk],
        "lo chiede il centro antiviolenza",
    )


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"reason": " "}, "reason"),
        ({"reason": "Zafferana è in pericolo"}, "reason"),
        ({"reason": "x", "alias": "Caso Ginestrone"}, "alias"),
        ({"reason": "x", "alias": "C" * 61}, "alias"),
    ],
)
def test_words_that_would_tell_are_refused(
    coordinator: User, woman: Person, values: dict[str, str], field: str
) -> None:
    with pytest.raises(Refused) as refused:
        protect(woman, **values, by=coordinator)
    assert refused.value.field == field
    woman.refresh_from_db()
    assert not woman.is_protected
    assert not ProtectedIdentity.objects.exists()


def test_protection_begins_once(coordinator: User, woman: Person) -> None:
    protect(woman, reason="x", by=coordinator)
    with pytest.raises(Refused):
        protect(woman, reason="x", by=coordinator)


@pytest.mark.parametrize("role", [Role.MEDIATOR, Role.PSYCHOLOGIST, Role.OFFICER, Role.ADMINISTRATOR])
def test_only_the_coordinator_protects(woman: Person, role: Role) -> None:
    with pytest.raises(Forbidden):
        protect(woman, reason="x", by=cast.member(role))


def test_a_merge_of_before_can_no_longer_be_undone(coordinator: User, woman: Person) -> None:
    protect(woman, reason="x", by=coordinator)
    with pytest.raises(Refused):
        actions.undo_merge(Merge.objects.get(), by=coordinator)


def test_an_undone_merge_leaves_no_name_either(coordinator: User) -> None:
    woman, other = cast.person("Quarzite", "Zafferana"), cast.person("Merlo", "Ugo")
    actions.undo_merge(actions.merge(other, woman, by=coordinator), by=coordinator)
    protect(Person.objects.get(pk=woman.pk), reason="x", by=coordinator)
    assert tables_with("Quarzite") == tables_with("Zafferana") == {"confidential_protectedidentity"}
    assert "merlo" in found_by("merlo", coordinator).get().sort_key


def test_a_code_that_went_into_the_room_gives_no_sign_of_itself(coordinator: User, woman: Person) -> None:
    """Whoever registers the same code again is not told that somebody hidden has it."""
    identity = replace(Identity.of(woman), alias="")
    protect(woman, reason="x", by=coordinator)
    again = actions.register_person(identity, by=coordinator)
    assert again.codice_fiscale == CODE


def test_texts_that_name_the_person_are_counted(coordinator: User, woman: Person) -> None:
    for text in ("Ho visto Zafferana al mercato", "Colloquio senza nomi", "la sig.ra GINESTRONE"):
        Note.objects.create(person=woman, kind="interview", happened_on=MAY, text=text, written_at=timezone.now())
    assert mentions(woman) == [("diary.note", 2)]


def test_the_form_behind_a_referral_is_read_too(coordinator: User, woman: Person) -> None:
    author = cast.worker_of(cast.member(Role.SOCIAL_WORKER))
    for person in (woman, cast.person()):
        answers = {"needs": ["long_term", "Zafferana sa cucire"], "reason": "Cerca lavoro."}
        form = draft(answers, town="Rho", author=author, is_sent=True)
        form.referral, form.state = cast.referral(person), DraftState.TAKEN
        form.save()
        told = {"draft": form, "asked_by": author, "asked_at": timezone.now(), "replied_at": timezone.now()}
        DraftQuestion.objects.create(text="Che cosa cerca?", reply="La sig.ra Ginestrone non sa.", **told)
        DraftQuestion.objects.create(text="Quando viene Zafferana?", reply="Domani.", **told)
        DraftQuestion.objects.create(text="Quando?", reply="Domani.", **told)
    assert mentions(woman) == [("referrals.referraldraft", 1), ("referrals.draftquestion", 2)]


# --- Showing ----------------------------------------------------------------------------------------------------


def test_what_is_revealed_was_written_down_before(coordinator: User, woman: Person) -> None:
    protect(woman, reason="x", by=coordinator)
    assert reveal(woman, reason="convocazione", by=coordinator).given_names == "Zafferana"
    event = Event.objects.get(act=Act.VIEW)
    assert (event.about_people, event.kind, event.reason) == (
        [woman.pk],
        "confidential.protectedidentity",
        "convocazione",
    )


def test_without_a_line_in_the_trail_nothing_is_revealed(
    coordinator: User, woman: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    protect(woman, reason="x", by=coordinator)

    def fail(*_: object, **__: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr("percorsi.confidential.actions.revealing.record", fail)
    with pytest.raises(OSError, match="full"):
        reveal(woman, by=coordinator)


def test_nobody_else_is_shown_anything(coordinator: User, woman: Person) -> None:
    with pytest.raises(Forbidden):
        reveal(woman, by=coordinator)
    protect(woman, reason="x", by=coordinator)
    for role in (Role.OPERATIONAL_COORDINATOR, Role.MEDIATOR, Role.PSYCHOLOGIST, Role.OFFICER, Role.ADMINISTRATOR):
        with pytest.raises(Forbidden):
            reveal(woman, by=cast.member(role))


def test_of_whom_only_an_alias_is_known_that_is_said(coordinator: User) -> None:
    with pytest.raises(Refused):
        reveal(cast.protected_person(cleared=(coordinator,)), by=coordinator)


def test_the_alias_may_change_but_not_into_the_name(coordinator: User, woman: Person) -> None:
    protect(woman, reason="x", alias="Caso 9C", by=coordinator)
    known = Identity.of(woman)
    with pytest.raises(Refused) as refused:
        change_protected(woman, identity=replace(known, alias="Caso Zafferana"), version=woman.version, by=coordinator)
    assert refused.value.field == "alias"
    change_protected(woman, identity=replace(known, alias="Caso 10D"), version=woman.version, by=coordinator)
    assert woman in found_by("caso 10d", coordinator)
    stranger = cast.member(Role.OPERATIONAL_COORDINATOR)
    with pytest.raises(Forbidden):
        change_protected(woman, identity=known, version=woman.version, by=stranger)


# --- From the first day -----------------------------------------------------------------------------------------


def test_somebody_may_be_protected_from_the_first_day() -> None:
    mediator, coordinator = cast.member(Role.MEDIATOR), cast.member(Role.OPERATIONAL_COORDINATOR)
    person = register_protected(reason="segnalata da un centro antiviolenza", by=mediator)
    assert person.is_protected and person.numbers.count() == 1
    for reader in (mediator, coordinator):
        assert person in visible_to(reader)
    assert person not in visible_to(cast.member(Role.MEDIATOR))
    with pytest.raises(Forbidden):
        register_protected(reason="x", by=cast.member(Role.OFFICER))


def test_pairs_with_a_protected_person_are_shown_to_the_cleared_only(coordinator: User, woman: Person) -> None:
    twin = cast.person("Ginestrone", "Ida")
    first, second = sorted([woman.numbers.order_by("pk")[0], twin.numbers.get()], key=lambda row: row.pk)
    PossibleDuplicate.objects.create(first=first, second=second, kind="twins")
    protect(woman, reason="x", by=coordinator)
    assert open_pairs(coordinator).count() == 1
    assert not pairs_for(cast.member(Role.OPERATIONAL_COORDINATOR)).exists()
    assert not pairs_for(cast.member(Role.MEDIATOR)).exists()


def test_every_text_of_every_table_was_looked_at() -> None:
    """The haystack is the database's own list of tables: a model without a table would be none."""
    assert {model._meta.db_table for model in apps.get_models()} <= {table for table, _ in whole_database()}
