"""Two people become one, with all their rows; an undo brings both back exactly."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.activities.models import Activity, Attendance, Participation, Session
from percorsi.audit.choices import Act
from percorsi.audit.models import Event
from percorsi.cases.models import Case
from percorsi.diary.models import Note
from percorsi.kit.refusal import Forbidden, Refused
from percorsi.people import actions
from percorsi.people.actions.merge_plan import make_plan
from percorsi.people.choices import ExceptionKind, PairDecision
from percorsi.people.models import AccessException, Condition, Merge, MergedRow, Person, PossibleDuplicate
from percorsi.people.queries import visible_to
from percorsi.referrals.models import Referral
from tests import cast
from tests.people.digests import tables

pytestmark = pytest.mark.django_db

MAY = date(2018, 5, 1)
JUNE = date(2018, 6, 1)
RECORDS = {"people.merge", "people.mergedrow", "audit.event", "audit.subject"}
CODE = "CRDDAA85E43H501T"


@pytest.fixture
def coordinator() -> User:
    return cast.member(Role.OPERATIONAL_COORDINATOR)


@pytest.fixture
def ada() -> Person:
    return cast.person(given_names="Ada")


@pytest.fixture
def ida() -> Person:
    return cast.person(given_names="Adele", codice_fiscale=CODE, born_on=date(1985, 5, 3), remark="chiamare la sera")


def test_everything_becomes_the_one_persons(coordinator: User, ada: Person, ida: Person) -> None:
    cast.case(ida, worker=coordinator)
    ida.contacts.create(kind="phone", value="3991234567")
    Note.objects.create(person=ida, kind="interview", happened_on=MAY, text="gufo", written_at=timezone.now())
    numbers = {row.number for person in (ada, ida) for row in person.numbers.all()}
    actions.merge(ada, ida, reason="stessa data di nascita", by=coordinator)
    assert {row.number for row in ada.numbers.all()} == numbers
    assert Case.objects.get().person == Referral.objects.get().person == ada
    assert Note.objects.get().person == ada
    assert not Person.objects.filter(pk=ida.pk).exists()
    assert (ada.codice_fiscale, ada.born_on, ada.remark) == (CODE, date(1985, 5, 3), "chiamare la sera")
    words = set(ada.terms.values_list("term", flat=True))
    assert words >= {"ada", "adele", "cardellino", "3991234567"} | {n.lower().replace("-", " ") for n in numbers}
    event = Event.objects.get(act=Act.MERGE)
    assert event.about_people == [ada.pk, ida.pk]
    assert event.reason == "stessa data di nascita"
    assert "ardellino" not in str(event.fields)


def test_an_undo_gives_back_what_was_taken(coordinator: User, ada: Person, ida: Person) -> None:
    cast.case(ida, worker=coordinator)
    before = tables(but=RECORDS)
    merge = actions.merge(ada, ida, by=coordinator)
    back = actions.undo_merge(merge, by=coordinator)
    assert (back.pk, back.public_id) == (ida.pk, ida.public_id)
    assert tables(but=RECORDS) == before
    assert Event.objects.get(act=Act.UNDO).about_people == [ada.pk, ida.pk]
    assert Merge.objects.get().lost == {}
    assert not MergedRow.objects.exclude(before=None, after=None).exists()
    with pytest.raises(Refused):
        actions.undo_merge(merge, by=coordinator)


def test_what_was_written_after_the_merge_stays_with_the_one_who_stayed(
    coordinator: User, ada: Person, ida: Person
) -> None:
    merge = actions.merge(ada, ida, by=coordinator)
    actions.add_contact(ada, kind="phone", value="3997654321", by=coordinator)
    identity = actions.Identity.of(ada)
    changed = actions.Identity(**{**_values(identity), "remark": "altro"})
    actions.change_identity(ada, identity=changed, version=ada.version, by=coordinator)
    actions.undo_merge(merge, by=coordinator)
    ada.refresh_from_db()
    assert (ada.remark, ada.codice_fiscale) == ("altro", None)
    assert ada.contacts.count() == 1
    ida.refresh_from_db()
    assert (ida.remark, ida.codice_fiscale) == ("chiamare la sera", CODE)


def _values(identity: actions.Identity) -> dict[str, Any]:
    return {name: getattr(identity, name) for name in identity.__slots__}


def test_half_of_anothers_identity_is_not_taken(coordinator: User, ida: Person) -> None:
    ada = cast.person(born_on=date(1985, 5, 4))
    actions.merge(ada, ida, by=coordinator)
    assert (ada.born_on, ada.codice_fiscale) == (date(1985, 5, 4), None)


def test_two_open_paths_stop_a_merge(coordinator: User, ada: Person, ida: Person) -> None:
    cast.case(ada)
    cast.case(ida)
    (obstacle,) = actions.obstacles(ada, ida)
    assert not obstacle.is_resolved
    assert "percorso aperto" in obstacle.message
    before = tables()
    with pytest.raises(Refused):
        actions.merge(ada, ida, by=coordinator)
    assert tables() == before


RESIDENCES = {
    "both since ever": (None, None, [(None, None)]),
    "the other came before": (JUNE, MAY, [(JUNE, None), (MAY, date(2018, 5, 31))]),
    "the other came later": (MAY, JUNE, [(MAY, None)]),
    "the other since ever": (JUNE, None, [(JUNE, None), (None, date(2018, 5, 31))]),
}


@pytest.mark.parametrize(("mine", "others", "after"), RESIDENCES.values(), ids=RESIDENCES.keys())
def test_two_present_residences_become_one(
    coordinator: User, ada: Person, ida: Person, mine: date | None, others: date | None, after: list[Any]
) -> None:
    ada.residences.create(municipality=cast.municipality("Rho"), starts_on=mine)
    ida.residences.create(municipality=cast.municipality("Pero"), starts_on=others)
    before = tables(but=RECORDS)
    assert [one.is_resolved for one in actions.obstacles(ada, ida)] == [True]
    merge = actions.merge(ada, ida, by=coordinator)
    assert list(ada.residences.order_by("pk").values_list("starts_on", "ends_on")) == after
    actions.undo_merge(merge, by=coordinator)
    assert tables(but=RECORDS) == before


@pytest.mark.parametrize(("mine", "others", "after"), RESIDENCES.values(), ids=RESIDENCES.keys())
def test_two_present_situations_become_one(
    coordinator: User, ada: Person, ida: Person, mine: date | None, others: date | None, after: list[Any]
) -> None:
    ada.situations.create(is_jobless=True, starts_on=mine)
    ida.situations.create(is_jobless=False, is_losing_job=True, starts_on=others)
    before = tables(but=RECORDS)
    assert [one.is_resolved for one in actions.obstacles(ada, ida)] == [True]
    merge = actions.merge(ada, ida, by=coordinator)
    assert list(ada.situations.order_by("pk").values_list("starts_on", "ends_on")) == after
    actions.undo_merge(merge, by=coordinator)
    assert tables(but=RECORDS) == before


def test_of_two_main_categories_the_one_of_who_stays_remains(coordinator: User, ada: Person, ida: Person) -> None:
    Condition.objects.create(person=ada, category="over_50", is_main=True)
    Condition.objects.create(person=ida, category="l68_99", is_main=True)
    actions.merge(ada, ida, by=coordinator)
    assert set(ada.conditions.values_list("category", "is_main")) == {("over_50", True), ("l68_99", False)}


def test_one_enrolment_of_two_is_put_aside_unless_somebody_was_present(
    coordinator: User, ada: Person, ida: Person
) -> None:
    activity = Activity.objects.create(name="ORAFO", starts_on=MAY)
    rows = [Participation.objects.create(activity=activity, person=person) for person in (ada, ida)]
    session = Session.objects.create(activity=activity, held_on=MAY)
    presence = Attendance.objects.create(session=session, participation=rows[1], kind="present")
    assert [one.is_resolved for one in actions.obstacles(ada, ida)] == [False]
    presence.delete()
    assert [one.is_resolved for one in actions.obstacles(ada, ida)] == [True]
    merge = actions.merge(ada, ida, by=coordinator)
    assert Participation.objects.get() == rows[0]
    actions.undo_merge(merge, by=coordinator)
    assert set(Participation.objects.values_list("pk", "person")) == {(row.pk, row.person_id) for row in rows}


def test_merges_are_undone_last_first(coordinator: User, ada: Person, ida: Person) -> None:
    third = cast.person(given_names="Adelina")
    before = tables(but=RECORDS)
    first = actions.merge(ida, third, by=coordinator)
    second = actions.merge(ada, ida, by=coordinator)
    with pytest.raises(Refused):
        actions.undo_merge(first, by=coordinator)
    actions.undo_merge(second, by=coordinator)
    actions.undo_merge(first, by=coordinator)
    assert tables(but=RECORDS) == before


def test_an_undo_that_no_longer_fits_changes_nothing(coordinator: User, ada: Person, ida: Person) -> None:
    merge = actions.merge(ada, ida, by=coordinator)
    Person.objects.filter(pk=ada.pk).update(codice_fiscale=None)
    cast.person(family_names="Merlo", codice_fiscale=CODE)
    before = tables()
    with pytest.raises(Refused):
        actions.undo_merge(merge, by=coordinator)
    assert tables() == before


@pytest.mark.parametrize("role", [Role.MEDIATOR, Role.PSYCHOLOGIST, Role.OFFICER, Role.SOCIAL_WORKER])
def test_only_the_coordinator_joins_people(coordinator: User, ada: Person, ida: Person, role: Role) -> None:
    with pytest.raises(Forbidden):
        actions.merge(ada, ida, by=cast.member(role))
    merge = actions.merge(ada, ida, by=coordinator)
    with pytest.raises(Forbidden):
        actions.undo_merge(merge, by=cast.member(role))


def test_protected_people_are_not_joined(coordinator: User, ada: Person) -> None:
    hidden, unknown = cast.protected_person(cleared=(coordinator,)), cast.protected_person("Caso 8B")
    with pytest.raises(Refused):
        actions.merge(ada, hidden, by=coordinator)
    with pytest.raises(Forbidden):
        actions.merge(ada, unknown, by=coordinator)
    with pytest.raises(Forbidden):
        actions.merge(ada, ada, by=coordinator)


def test_every_room_that_points_at_a_person_is_in_the_plan(ada: Person, ida: Person) -> None:
    cast.case(ida)
    labels = {step.row._meta.label for step in make_plan(ada, ida).steps}
    assert labels == {"people.RegisterNumber", "referrals.Referral", "cases.Case"}


# --- Pairs ------------------------------------------------------------------------------------------------------


def pair_of(first: Person, second: Person) -> PossibleDuplicate:
    one, other = sorted([first.numbers.get(), second.numbers.get()], key=lambda row: row.pk)
    return PossibleDuplicate.objects.create(first=one, second=other, kind="same_name_different_cf")


def test_the_same_person_keeps_the_lower_number_and_may_be_two_again(coordinator: User) -> None:
    later, earlier = cast.person(given_names="Ada"), cast.person(given_names="Ada B.")
    later.numbers.update(number="NIL-1000")
    earlier.numbers.update(number="NIL-0999")
    for person in (later, earlier):
        actions.rebuild_keys(person)
    pair = pair_of(later, earlier)
    before = tables(but=RECORDS)
    merge = actions.decide_pair(pair, decision=PairDecision.SAME, by=coordinator)
    assert merge is not None and merge.kept == earlier
    pair.refresh_from_db()
    assert (pair.decision, pair.decided_by, pair.merge) == (PairDecision.SAME, coordinator, merge)
    with pytest.raises(Refused):
        actions.decide_pair(pair, decision=PairDecision.DIFFERENT, by=coordinator)
    actions.reopen_pair(pair, by=coordinator)
    assert tables(but=RECORDS) == before


def test_an_undone_merge_reopens_its_pair(coordinator: User, ada: Person, ida: Person) -> None:
    pair = pair_of(ada, ida)
    merge = actions.decide_pair(pair, decision=PairDecision.SAME, by=coordinator)
    assert merge is not None
    actions.undo_merge(merge, by=coordinator)
    pair.refresh_from_db()
    assert (pair.decision, pair.decided_by, pair.merge) == (PairDecision.OPEN, None, None)


def test_two_people_stay_two_until_somebody_thinks_again(coordinator: User, ada: Person, ida: Person) -> None:
    pair = pair_of(ada, ida)
    assert actions.decide_pair(pair, decision=PairDecision.DIFFERENT, by=coordinator) is None
    assert Person.objects.filter(pk__in=[ada.pk, ida.pk]).count() == 2
    actions.reopen_pair(pair, by=coordinator)
    pair.refresh_from_db()
    assert pair.decision == PairDecision.OPEN
    with pytest.raises(Refused):
        actions.reopen_pair(pair, by=coordinator)
    with pytest.raises(Refused):
        actions.decide_pair(pair, decision="perhaps", by=coordinator)
    with pytest.raises(Forbidden):
        actions.decide_pair(pair, decision=PairDecision.DIFFERENT, by=cast.member(Role.MEDIATOR))


# --- Any two people ---------------------------------------------------------------------------------------------

DAYS = st.none() | st.dates(date(2015, 1, 1), date(2019, 1, 1))
SOMEBODY = st.fixed_dictionaries(
    {
        "family_names": st.sampled_from(["Cardellino", "Bora", ""]),
        "given_names": st.sampled_from(["Ada", "Zefiro"]),
        "sex": st.sampled_from(["F", "M", ""]),
        "born_on": st.sampled_from([None, date(1985, 5, 3), date(1985, 5, 4)]),
        "remark": st.sampled_from(["", "vedova", "x" * 2_600]),
        "residences": st.lists(DAYS, max_size=1),
        "situations": st.lists(DAYS, max_size=1),
        "main": st.none() | DAYS,
        "has_code": st.booleans(),
        "enrolled": st.booleans(),
        "contacts": st.integers(0, 2),
        "cleared": st.booleans(),
        "referrals": st.integers(0, 2),
    }
)


def put_on_stage(facts: dict[str, Any], worker: Any, activity: Activity, code: str) -> Person:
    names = ("family_names", "given_names", "sex", "born_on", "remark")
    person = cast.person(**{name: facts[name] for name in names}, codice_fiscale=code if facts["has_code"] else None)
    for starts_on in facts["residences"]:
        person.residences.create(municipality=cast.municipality("Rho"), starts_on=starts_on)
    for starts_on in facts["situations"]:
        person.situations.create(is_jobless=True, jobless_since=starts_on, starts_on=starts_on)
    person.conditions.create(category="over_50", is_main=facts["main"] is not None, starts_on=facts["main"])
    for number in range(facts["contacts"]):
        person.contacts.create(kind="phone", value=f"399000{number}")
    if facts["enrolled"]:
        Participation.objects.create(activity=activity, person=person)
    if facts["cleared"]:
        kind = ExceptionKind.COVER
        AccessException.objects.create(person=person, worker=worker, kind=kind, starts_at=timezone.now())
    for number in range(facts["referrals"]):
        cast.referral(person, referred_on=MAY + timedelta(days=number))
    actions.rebuild_keys(person)
    return person


class AnyTwo(TestCase):
    """Whoever the two are, an undo leaves every table as it was before the merge."""

    @settings(max_examples=60)
    @given(SOMEBODY, SOMEBODY)
    def test_merge_then_undo_changes_nothing(self, one: dict[str, Any], other: dict[str, Any]) -> None:
        coordinator = cast.member(Role.OPERATIONAL_COORDINATOR)
        activity = Activity.objects.create(name="ORAFO", starts_on=MAY)
        worker = cast.worker_of(coordinator)
        keep = put_on_stage(one, worker, activity, "99113460150")
        lose = put_on_stage(other, worker, activity, CODE)
        before = tables(but=RECORDS)
        merge = actions.merge(keep, lose, by=coordinator)
        assert visible_to(coordinator).count() == 1
        assert keep.residences.filter(ends_on=None).count() <= 1
        assert keep.situations.filter(ends_on=None).count() <= 1
        assert tables(but=RECORDS) != before
        actions.undo_merge(merge, by=coordinator)
        assert tables(but=RECORDS) == before
