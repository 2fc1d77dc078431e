"""The form of a social worker: filled in bit by bit, sent, asked about, taken in; and what they never learn."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.audit.models import Event
from percorsi.confidential.actions import protect
from percorsi.people.models import Person
from percorsi.referrals.choices import DraftState
from percorsi.referrals.models import DraftQuestion, Referral, ReferralDraft
from tests import cast
from tests.web.stage_drafts import WHOLE, draft

pytestmark = pytest.mark.django_db
CODE = "FRNSVN85A31H264Q"
SECTIONS = {
    "chi-e": ("protected", "family_names", "given_names", "born", "codice_fiscale", "residence"),
    "perche": ("needs", "reason", "agrees"),
    "situazione": ("work", "hours"),
    "documenti": ("privacy", "contact"),
}


@pytest.fixture
def sender() -> User:
    return cast.member(Role.SOCIAL_WORKER, name="Irma Sorbo")


@pytest.fixture
def coordinator() -> User:
    return cast.member(Role.OPERATIONAL_COORDINATOR)


def text(answer: Any) -> str:
    return str(answer.content.decode())


def page(name: str, of: ReferralDraft, section: str = "") -> str:
    return reverse(f"referrals:{name}", args=[of.public_id]) + (f"?sezione={section}" if section else "")


def started(client: Client, protected: str = "no") -> ReferralDraft:
    client.post(reverse("referrals:start"), {"protected": protected})
    return ReferralDraft.objects.latest("pk")


def fill(client: Client, of: ReferralDraft, section: str, answers: dict[str, Any], **more: str) -> Any:
    version = ReferralDraft.objects.get(pk=of.pk).version
    told = {key: answers[key] for key in SECTIONS[section] if key in answers}
    return client.post(page("section", of, section), {**told, "version": version, **more})


def filled(client: Client, **answers: Any) -> ReferralDraft:
    of = started(client)
    for section in SECTIONS:
        fill(client, of, section, {**WHOLE, **answers})
    return ReferralDraft.objects.get(pk=of.pk)


def send(client: Client, of: ReferralDraft) -> Any:
    return client.post(page("review", of), {"version": of.version}, follow=True)


def test_a_form_is_filled_in_over_several_sittings_and_sent(sender: User) -> None:
    client = cast.client_of(sender)
    of = started(client)
    assert fill(client, of, "chi-e", WHOLE).url == page("section", of, "perche")
    answer = fill(client, of, "perche", {"reason": "Cerca lavoro."}, dopo="1")
    assert answer.url == reverse("referrals:mine")
    assert "Silvano Fringuello" in text(client.get(answer.url))
    tasks = text(client.get(page("section", of, "perche")))
    assert "Cerca lavoro." in tasks
    for word in ("Completa", "Da completare", "Da iniziare", "Dopo le altre", "5 di 11"):
        assert word in tasks
    for section in ("perche", "situazione", "documenti"):
        fill(client, of, section, WHOLE)
    answer = send(client, ReferralDraft.objects.get(pk=of.pk))
    assert "Segnalazione S-1 del" in text(answer)
    of.refresh_from_db()
    assert (of.state, of.sent_on, of.author.name) == (DraftState.SENT, timezone.localdate(), "Irma Sorbo")
    assert client.get(page("section", of)).status_code == 404
    assert not Person.objects.exists()
    assert "Silvano" not in str(list(Event.objects.values_list("fields", "reason")))


def test_what_was_typed_wrong_is_kept_as_typed_and_told_on_its_question(sender: User) -> None:
    client = cast.client_of(sender)
    of = started(client)
    typed = {"protected": "no", "born": "31/02/1985", "codice_fiscale": "FRNSVN85B31E415", "residence": "Atlantide"}
    said = text(fill(client, of, "chi-e", typed))
    targets = re.findall(r'<li><a href="#id_(\w+)">', said)
    assert targets == ["given_names", "born", "codice_fiscale", "residence"]
    assert "<title>Errore: " in said
    assert "3 errori" in said
    for value in ("31/02/1985", "FRNSVN85B31E415", "Atlantide"):
        assert f'value="{value}"' in said
    assert 'value="31/02/1985"' in text(client.get(page("section", of, "chi-e")))
    assert "Invia al SIL" not in text(client.get(page("review", of)))
    of.refresh_from_db()
    assert "Manca ancora qualcosa" in text(send(client, of))
    assert ReferralDraft.objects.get().state == DraftState.DRAFT


AWKWARD = {
    "one name": {"family_names": ""},
    "a year only": {"born": "1985"},
    "no code": {"codice_fiscale": ""},
    "a provisional code": {"codice_fiscale": "99113460150"},
    "a whole code": {"codice_fiscale": CODE},
}


@pytest.mark.parametrize("answers", AWKWARD.values(), ids=AWKWARD.keys())
def test_names_birth_and_code_may_be_as_life_gives_them(
    sender: User, coordinator: User, answers: dict[str, str]
) -> None:
    of = filled(cast.client_of(sender), **answers)
    send(cast.client_of(sender), of)
    of.refresh_from_db()
    answer = cast.client_of(coordinator).post(page("take", of), {"who": "nuova", "version": of.version})
    door = Referral.objects.get()
    assert answer.url == reverse("referrals:answer", args=[door.public_id])
    assert (door.reason, door.social_worker, door.referred_on) == (WHOLE["reason"], of.author, of.sent_on)
    person = door.person
    assert person.given_names == "Silvano"
    assert person.codice_fiscale == (answers.get("codice_fiscale") or None)
    assert person.born_on == (None if "born" in answers else date(1985, 1, 31))
    assert ("anno 1985" in person.remark) == ("born" in answers)
    assert str(person.residences.get().municipality) == "Rho"


def test_two_sittings_at_once_lose_nothing(sender: User) -> None:
    client = cast.client_of(sender)
    of = started(client)
    fill(client, of, "chi-e", WHOLE)
    said = text(client.post(page("section", of, "perche"), {"reason": "Altre parole", "version": "1"}))
    assert "mentre scrivevi" in said
    assert "Altre parole" in said
    assert "reason" not in ReferralDraft.objects.get().answers


@contextmanager
def rehearsal() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def everything_the_sender_reads(sender: User) -> bytes:
    """All answers from the first question to the list, without what is random in each."""
    client = cast.client_of(sender)
    of = filled(client, codice_fiscale=CODE)
    pages = [client.get(page("section", of, section)).content for section in SECTIONS]
    pages += [client.get(page("review", of)).content, send(client, of).content]
    pages += [client.get(page("sent", of)).content, client.get(reverse("referrals:mine")).content]
    whole = b"".join(pages).replace(of.public_id.encode(), b"ID")
    return re.sub(rb'name="csrfmiddlewaretoken" value="\w+"|\d\d:\d\d', b"", whole)


@pytest.mark.parametrize("known", ["elsewhere", "protected", "own"])
def test_whoever_the_service_knows_the_sender_is_told_the_very_same(
    sender: User, coordinator: User, known: str
) -> None:
    with rehearsal():
        nobody = everything_the_sender_reads(sender)
    person = cast.person("Fringuello", "Silvano", born_on=date(1985, 1, 31), codice_fiscale=CODE)
    cast.case(person, town="Arese", worker=coordinator)
    if known == "protected":
        protect(person, reason="Lo chiede lei", by=coordinator)
    with rehearsal():
        assert everything_the_sender_reads(sender) == nobody


def after_sending(reader: User, of: ReferralDraft) -> list[tuple[int, bytes]]:
    """Each page on which a reader of the municipality finds a form that was sent, without what is random in it."""
    client, told = cast.client_of(reader), {"reply": "Sì.", "version": "2"}
    answers = [client.get(page("sent", of)), client.get(reverse("referrals:mine")), client.get(page("reply", of))]
    answers.append(client.post(page("reply", of), told))
    answers += [client.get(page(name, of)) for name in ("section", "review", "discard", "take", "ask")]
    random = rb'name="csrfmiddlewaretoken" value="\w+"|\d\d:\d\d'
    return [(answer.status_code, re.sub(random, b"", answer.content)) for answer in answers]


@pytest.mark.parametrize("is_from_protected_place", [False, True])
def test_a_form_taken_in_of_somebody_hidden_reads_like_one_that_waits(
    sender: User, coordinator: User, is_from_protected_place: bool
) -> None:
    hidden = cast.person("Fringuello", "Silvano", born_on=date(1985, 1, 31), codice_fiscale=CODE)
    protect(hidden, reason="Lo chiede lei", by=coordinator)
    client, colleague = cast.client_of(sender), cast.member(Role.SOCIAL_WORKER)
    of = filled(client, codice_fiscale=CODE)
    if is_from_protected_place:
        fill(client, of, "chi-e", {"protected": "yes"})
        of.refresh_from_db()
    send(client, of)
    of.refresh_from_db()
    waiting = [after_sending(reader, of) for reader in (sender, colleague)]
    who = "nuova" if is_from_protected_place else hidden.public_id
    cast.client_of(coordinator).post(page("take", of), {"who": who, "version": of.version})
    of.refresh_from_db()
    assert of.state == DraftState.TAKEN
    assert [after_sending(reader, of) for reader in (sender, colleague)] == waiting
    (status, shown), (_status, mine) = waiting[0][:2]
    assert status == 200
    assert b"inviata" in shown
    assert WHOLE["reason"].encode() in shown
    assert b"la sta leggendo" in mine
    assert b"Segnalazione S-1" in mine
    assert b"Silvano" not in shown + mine


def test_a_form_taken_in_of_somebody_whom_the_sender_sees_leads_to_them(sender: User, coordinator: User) -> None:
    of = draft(WHOLE, town="Rho", author=cast.worker_of(sender), is_sent=True)
    cast.client_of(coordinator).post(page("take", of), {"who": "nuova", "version": "1"})
    client = cast.client_of(sender)
    shown, mine = text(client.get(page("sent", of))), text(client.get(reverse("referrals:mine")))
    assert "Silvano Fringuello" in shown
    assert "presa in esame" in shown
    assert "Silvano Fringuello" in mine
    assert "la sta leggendo" not in mine


def test_the_service_sees_side_by_side_whom_it_may_know(sender: User, coordinator: User) -> None:
    known = cast.person("Fringuello", "Silvano", codice_fiscale=CODE)
    cast.case(known, town="Arese")
    of = draft({**WHOLE, "codice_fiscale": CODE}, town="Rho", author=cast.worker_of(sender), is_sent=True)
    client = cast.client_of(coordinator)
    assert "Silvano Fringuello" in text(client.get(reverse("referrals:list")))
    shown = text(client.get(page("take", of)))
    assert f'value="{known.public_id}"' in shown
    assert "È una persona nuova" in shown
    assert known.pk in Event.objects.filter(where="referrals:take").latest("id").about_people
    assert "già in uso" in text(client.post(page("take", of), {"who": "nuova", "version": "1"}))
    client.post(page("take", of), {"who": known.public_id, "version": "1"})
    door = Referral.objects.latest("pk")
    assert door.person == known
    of.refresh_from_db()
    assert (of.state, of.referral) == (DraftState.TAKEN, door)
    assert not {"given_names", "family_names", "born", "codice_fiscale", "residence"} & of.answers.keys()
    assert of.answers["reason"] == WHOLE["reason"]
    assert Person.objects.count() == 1


def test_who_follows_reads_the_form_behind_a_referral_and_the_officer_does_not(sender: User, coordinator: User) -> None:
    of = draft({**WHOLE, "care": "Non sollevare pesi."}, town="Rho", author=cast.worker_of(sender), is_sent=True)
    cast.client_of(coordinator).post(page("take", of), {"who": "nuova", "version": "1"})
    address = reverse("referrals:referral", args=[Referral.objects.get().public_id])
    for role, reads in ((Role.MEDIATOR, True), (Role.SOCIAL_WORKER, True), (Role.OFFICER, False)):
        shown = text(cast.client_of(cast.member(role)).get(address))
        assert ("Non sollevare pesi." in shown) == reads
        assert ("Solo una parte del giorno" in shown) == reads


def test_somebody_hidden_is_found_by_who_is_cleared_and_not_written_openly(sender: User, coordinator: User) -> None:
    hidden = cast.person("Fringuello", "Silvano", born_on=date(1985, 1, 31), codice_fiscale=CODE)
    protect(hidden, reason="Lo chiede lei", alias="Caso 7A", by=coordinator)
    of = draft({**WHOLE, "codice_fiscale": CODE}, town="Rho", author=cast.worker_of(sender), is_sent=True)
    client = cast.client_of(coordinator)
    assert "Caso 7A" in text(client.get(page("take", of)))
    client.post(page("take", of), {"who": hidden.public_id, "version": "1"})
    assert Referral.objects.get().person == hidden
    assert Person.objects.count() == 1
    other = draft({**WHOLE, "codice_fiscale": CODE}, town="Arese", author=cast.worker_of(sender), is_sent=True)
    newcomer = cast.member(Role.OPERATIONAL_COORDINATOR)
    assert "Caso 7A" not in text(cast.client_of(newcomer).get(page("take", other)))
    assert "Silvano" not in text(cast.client_of(sender).get(reverse("referrals:mine")))


def test_of_who_comes_from_a_protected_place_nothing_telling_is_asked_nor_kept(sender: User, coordinator: User) -> None:
    client = cast.client_of(sender)
    of = started(client)
    fill(client, of, "chi-e", WHOLE)
    said = text(fill(client, of, "chi-e", {**WHOLE, "protected": "yes"}, dopo="1"))
    of.refresh_from_db()
    assert (of.is_protected, of.answers) == (True, {"protected": "yes"})
    said = text(client.get(page("section", of)))
    for name in ("given_names", "codice_fiscale", "address", "born"):
        assert f'name="{name}"' not in said
    for section in ("perche", "situazione", "documenti"):
        fill(client, of, section, WHOLE)
    of.refresh_from_db()
    send(client, of)
    for stranger in (cast.member(Role.SOCIAL_WORKER), cast.member(Role.MEDIATOR)):
        assert cast.client_of(stranger).get(page("sent", of)).status_code == 404
    assert "Caso protetto" not in text(cast.client_of(cast.member(Role.SOCIAL_WORKER)).get(reverse("referrals:mine")))
    of.refresh_from_db()
    cast.client_of(coordinator).post(page("take", of), {"who": "nuova", "version": of.version})
    person = Person.objects.get()
    assert person.is_protected
    assert person.alias.startswith("Caso ")
    assert client.get(reverse("referrals:mine")).status_code == 200
    assert person.alias not in text(client.get(reverse("referrals:mine")))


def test_a_question_is_asked_and_answered(sender: User, coordinator: User) -> None:
    of = draft(WHOLE, town="Rho", author=cast.worker_of(sender), is_sent=True)
    theirs, ours = cast.client_of(sender), cast.client_of(coordinator)
    assert "Scrivi che cosa serve sapere" in text(ours.post(page("ask", of), {"version": "1"}))
    ours.post(page("ask", of), {"text": "Ha già un colloquio fissato?", "version": "1"})
    mine = text(theirs.get(reverse("referrals:mine")))
    assert "Ha già un colloquio fissato?" in mine
    for shown in (mine, text(theirs.get(page("sent", of))), text(theirs.get(page("reply", of)))):
        assert "Silvano Fringuello" in shown
    assert page("reply", of) in mine
    assert "Aspetta una risposta dal Comune" in text(ours.get(reverse("referrals:list")))
    assert "aspetta una risposta dal Comune" in text(ours.post(page("take", of), {"who": "nuova", "version": "2"}))
    theirs.post(page("reply", of), {"reply": "Sì, il 3 dicembre.", "version": "2"})
    of.refresh_from_db()
    assert of.state == DraftState.SENT
    assert DraftQuestion.objects.get().reply == "Sì, il 3 dicembre."
    assert "Sì, il 3 dicembre." in text(ours.get(page("take", of)))


def test_a_draft_is_thrown_away_and_a_sent_one_is_not(sender: User) -> None:
    client = cast.client_of(sender)
    of = started(client)
    assert "va perso" in text(client.get(page("discard", of)))
    client.post(page("discard", of))
    assert not ReferralDraft.objects.exists()
    of = draft(WHOLE, town="Rho", author=cast.worker_of(sender), is_sent=True)
    assert client.post(page("discard", of)).status_code == 404


def test_numbers_count_within_the_municipality(sender: User) -> None:
    draft(WHOLE, town="Arese", author=cast.worker_of(sender))
    assert str(started(cast.client_of(sender))) == "S-1"


def test_the_list_of_a_municipality_costs_the_same_whatever_the_rows(
    sender: User, django_assert_max_num_queries: Any
) -> None:
    client = cast.client_of(sender)
    for _number in range(2):
        draft(WHOLE, town="Rho", author=cast.worker_of(sender))
        cast.case(cast.person())
    client.get(reverse("referrals:mine"))
    with django_assert_max_num_queries(14):
        client.get(reverse("referrals:mine"))
    for _number in range(9):
        draft(WHOLE, town="Rho", author=cast.worker_of(sender), is_sent=True)
        cast.case(cast.person())
    with django_assert_max_num_queries(14):
        said = text(client.get(reverse("referrals:mine")))
    assert said.count("presa in carico") >= 11
