"""A traineeship stops and goes on, is extended, closed, corrected; each act is taken back while it is the last."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.audit.models import Event
from percorsi.kit.refusal import Refused, Stale
from percorsi.organisations.choices import Kind
from percorsi.traineeships import actions
from percorsi.traineeships.actions import Pause, TraineeshipDraft
from percorsi.traineeships.actions.pausing import _moved
from percorsi.traineeships.models import Suspension, Traineeship
from tests import cast

pytestmark = pytest.mark.django_db
MAY, JUNE, JULY = date(2018, 5, 2), date(2018, 6, 1), date(2018, 7, 31)
TOMORROW = timezone.localdate() + timedelta(days=1)


@pytest.fixture
def user() -> User:
    return cast.member(Role.OPERATIONAL_COORDINATOR)


@pytest.fixture
def row(user: User) -> Traineeship:
    draft = TraineeshipDraft(cast.body("Officine Levante", Kind.EMPLOYER), MAY, JULY)
    return actions.start_traineeship(cast.person(), by=user, draft=draft)


def test_days_made_up_for_move_the_end_and_come_back_with_the_undoing(user: User, row: Traineeship) -> None:
    actions.suspend(row, by=user, version=1, pause=Pause(JUNE, "chiusura estiva"))
    assert Traineeship.objects.get().ends_on == JULY
    actions.resume(row, by=user, version=2, ends_on=date(2018, 6, 10), is_counted=True)
    kept = Traineeship.objects.get()
    assert (kept.ends_on, kept.previous_end, kept.version) == (date(2018, 8, 10), JULY, 3)
    actions.undo_resume(row, by=user, version=3)
    kept = Traineeship.objects.get()
    assert (kept.ends_on, Suspension.objects.get().ends_on) == (JULY, None)
    actions.undo_suspend(row, by=user, version=4)
    assert not Suspension.objects.exists()
    assert Event.objects.latest("id").about_people == [row.person_id]


def test_a_suspension_whose_end_is_known_is_written_at_once(user: User, row: Traineeship) -> None:
    actions.suspend(row, by=user, version=1, pause=Pause(JUNE, "ferie", date(2018, 6, 5), is_counted=True))
    assert Traineeship.objects.get().ends_on == date(2018, 8, 5)
    actions.undo_suspend(row, by=user, version=2)
    assert Traineeship.objects.get().ends_on == JULY


def test_a_suspension_without_making_up_leaves_the_end(user: User, row: Traineeship) -> None:
    actions.suspend(row, by=user, version=1, pause=Pause(JUNE, "ferie"))
    actions.resume(row, by=user, version=2, ends_on=date(2018, 6, 5), is_counted=False)
    assert Traineeship.objects.get().ends_on == JULY


BAD_PAUSES = {
    "before it begins": (Pause(MAY - timedelta(days=1), "ferie"), "starts_on"),
    "after it ends": (Pause(JULY + timedelta(days=1), "ferie"), "starts_on"),
    "ends early": (Pause(JUNE, "ferie", MAY), "ends_on"),
    "without reason": (Pause(JUNE, "  "), "reason"),
    "open and to come": (Pause(TOMORROW, "ferie"), "starts_on"),
}


@pytest.mark.parametrize(("pause", "field"), BAD_PAUSES.values(), ids=BAD_PAUSES.keys())
def test_a_suspension_that_cannot_be(user: User, row: Traineeship, pause: Pause, field: str) -> None:
    with pytest.raises(Refused) as caught:
        actions.suspend(row, by=user, version=1, pause=pause)
    assert caught.value.field == field
    assert not Suspension.objects.exists()


def test_no_two_suspensions_share_a_day_and_one_is_present(user: User, row: Traineeship) -> None:
    actions.suspend(row, by=user, version=1, pause=Pause(JUNE, "ferie", date(2018, 6, 5)))
    with pytest.raises(Refused, match="già sospeso"):
        actions.suspend(row, by=user, version=2, pause=Pause(date(2018, 6, 5), "malattia"))
    actions.suspend(row, by=user, version=2, pause=Pause(date(2018, 6, 6), "malattia"))
    with pytest.raises(Refused, match="riprendilo"):
        actions.suspend(row, by=user, version=3, pause=Pause(date(2018, 7, 1), "ferie"))
    with pytest.raises(Refused, match="Riprendi"):
        actions.close_traineeship(row, by=user, version=3, ends_on=JULY, outcome="concluso")


day_numbers = st.integers(min_value=0, max_value=400)


@given(length=st.integers(min_value=1, max_value=400), start=day_numbers, stopped=st.integers(1, 200))
def test_the_end_moves_by_as_many_days_as_the_suspension_has(length: int, start: int, stopped: int) -> None:
    ends_on = MAY + timedelta(days=length)
    first = MAY + timedelta(days=min(start, length))
    pause = Suspension(starts_on=first, ends_on=first + timedelta(days=stopped - 1), is_counted=True)
    moved = _moved(Traineeship(starts_on=MAY, ends_on=ends_on), pause)
    assert (moved["ends_on"] - ends_on).days == stopped
    assert moved["previous_end"] == ends_on
    pause.is_counted = False
    assert _moved(Traineeship(starts_on=MAY, ends_on=ends_on), pause) == {}


def test_an_extension_keeps_the_end_of_before_and_is_taken_back(user: User, row: Traineeship) -> None:
    later = date(2018, 10, 31)
    for ends_on, reason, field in ((JULY, "serve tempo", "ends_on"), (later, "", "reason")):
        with pytest.raises(Refused) as caught:
            actions.extend(row, by=user, version=1, ends_on=ends_on, reason=reason)
        assert caught.value.field == field
    added = actions.extend(row, by=user, version=1, ends_on=later, reason="serve tempo")
    assert (added.ended_on, Traineeship.objects.get().ends_on) == (JULY, later)
    actions.undo_extend(row, by=user, version=2)
    assert Traineeship.objects.get().ends_on == JULY
    with pytest.raises(Refused):
        actions.undo_extend(row, by=user, version=3)


def test_a_closing_is_corrected_and_taken_back_to_the_planned_end(user: User, row: Traineeship) -> None:
    actions.close_traineeship(row, by=user, version=1, ends_on=JUNE, outcome="interrotto")
    for attempt in (
        lambda: actions.suspend(row, by=user, version=2, pause=Pause(MAY, "ferie")),
        lambda: actions.extend(row, by=user, version=2, ends_on=JULY, reason="serve tempo"),
    ):
        with pytest.raises(Refused, match="chiuso"):
            attempt()
    actions.close_traineeship(row, by=user, version=2, ends_on=date(2018, 6, 8), outcome="concluso")
    actions.undo_close(row, by=user, version=3)
    kept = Traineeship.objects.get()
    assert (kept.ends_on, kept.outcome) == (JULY, "")
    with pytest.raises(Refused):
        actions.undo_close(row, by=user, version=4)


def test_only_who_has_just_closed_opens_again(user: User, row: Traineeship, monkeypatch: pytest.MonkeyPatch) -> None:
    colleague = cast.member(Role.OPERATIONAL_COORDINATOR)
    old = Traineeship.objects.create(person=row.person, host=row.host, starts_on=MAY, ends_on=JUNE, outcome="concluso")
    with pytest.raises(Refused, match="non si può più annullare"):
        actions.undo_close(old, by=user, version=1)
    actions.close_traineeship(row, by=user, version=1, ends_on=JUNE, outcome="interrotto")
    with pytest.raises(Refused, match="non si può più annullare"):
        actions.undo_close(row, by=colleague, version=2)
    Traineeship.objects.filter(pk=row.pk).update(is_imported=True)
    with pytest.raises(Refused, match="non si può più annullare"):
        actions.undo_close(row, by=user, version=2)
    Traineeship.objects.filter(pk=row.pk).update(is_imported=False)
    monkeypatch.setattr("percorsi.audit.queries.UNDO_WITHIN", timedelta(0))
    with pytest.raises(Refused, match="non si può più annullare"):
        actions.undo_close(row, by=user, version=2)
    kept = set(Traineeship.objects.values_list("ends_on", "outcome"))
    assert kept == {(JUNE, "concluso"), (JUNE, "interrotto")}


def test_a_correction_keeps_within_what_is_written(user: User, row: Traineeship) -> None:
    row.months.create(month=JUNE, hours_due=80, hours_present=70)
    host = cast.body("Vivaio Fontanella", Kind.EMPLOYER)
    for starts_on, ends_on, field in ((date(2018, 7, 1), JULY, "starts_on"), (MAY, date(2018, 5, 31), "ends_on")):
        draft = TraineeshipDraft(host, starts_on, ends_on)
        with pytest.raises(Refused) as caught:
            actions.change_traineeship(row, by=user, version=1, draft=draft)
        assert caught.value.field == field
    actions.change_traineeship(row, by=user, version=1, draft=TraineeshipDraft(host, JUNE, JULY, company_tutor="Olmo"))
    kept = Traineeship.objects.get()
    assert (kept.host, kept.starts_on, kept.company_tutor, kept.version) == (host, JUNE, "Olmo", 2)


def test_what_was_written_by_mistake_is_taken_away_while_it_is_empty(user: User, row: Traineeship) -> None:
    row.months.create(month=JUNE)
    with pytest.raises(Refused, match="chiudilo"):
        actions.undo_start(row, by=user, version=1)
    row.months.all().delete()
    actions.undo_start(row, by=user, version=1)
    assert not Traineeship.objects.exists()


def test_only_who_has_just_written_takes_a_traineeship_away(
    user: User, row: Traineeship, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(Refused, match="chiudilo"):
        actions.undo_start(row, by=cast.member(Role.OPERATIONAL_COORDINATOR), version=1)
    monkeypatch.setattr("percorsi.audit.queries.UNDO_WITHIN", timedelta(0))
    with pytest.raises(Refused, match="chiudilo"):
        actions.undo_start(row, by=user, version=1)
    assert Traineeship.objects.get() == row


def test_an_overlap_and_a_missing_end_are_told(user: User, row: Traineeship) -> None:
    assert actions.doubts_of(row) == []
    again = Traineeship.objects.create(person=row.person, host=row.host, starts_on=JULY)
    assert len(actions.doubts_of(again)) == 2


UNDOINGS: tuple[Callable[..., Any], ...] = (
    actions.undo_start,
    actions.undo_suspend,
    actions.undo_resume,
    actions.undo_extend,
    actions.undo_close,
)


@pytest.mark.parametrize("undo", UNDOINGS)
def test_nothing_is_taken_back_once_something_else_happened(user: User, row: Traineeship, undo: Any) -> None:
    Traineeship.objects.update(version=7)
    with pytest.raises(Stale):
        undo(row, by=user, version=1)
