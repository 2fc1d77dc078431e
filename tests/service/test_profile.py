"""What the service calls and promises itself: written, noted, taken back, read without a query."""

from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.audit.choices import Act
from percorsi.audit.models import Event
from percorsi.documents.models import File
from percorsi.kit.refusal import Forbidden, Refused, Stale
from percorsi.service import queries
from percorsi.service.actions import ProfileDraft, change_profile, set_logo, set_standards, undo_profile
from percorsi.service.choices import USUAL_DAYS, Standard
from percorsi.service.models import ServiceProfile
from tests import cast
from tests.service.pictures import jpeg, png

pytestmark = pytest.mark.django_db
DAYS = {standard.value: 10 + place for place, standard in enumerate(Standard)}


@pytest.fixture
def coordinator() -> User:
    return cast.member(Role.OPERATIONAL_COORDINATOR)


def named(by: User, name: str = "SIL di Borgo Rondine", version: int = 0, **more: str) -> ServiceProfile:
    return change_profile(ProfileDraft(name, **more), by=by, version=version)


def test_the_name_is_written_noted_and_taken_back(coordinator: User) -> None:
    assert named(coordinator).version == 1
    assert named(coordinator, "NIL di Valtiglio", version=1).version == 2
    event = Event.objects.filter(act=Act.CHANGE).latest("pk")
    assert event.fields == {"before": {"name": "SIL di Borgo Rondine"}, "after": {"name": "NIL di Valtiglio"}}
    assert (event.actor, event.kind) == (coordinator.pk, "service.serviceprofile")
    assert undo_profile(by=coordinator, version=2).name == "SIL di Borgo Rondine"
    assert ServiceProfile.objects.get().name == "SIL di Borgo Rondine"
    with pytest.raises(Refused, match="niente da annullare"):
        undo_profile(by=coordinator, version=3)


def test_nothing_is_taken_back_over_a_colleague_s_change(coordinator: User) -> None:
    named(coordinator)
    named(cast.member(Role.ADMINISTRATOR), "Altro nome", version=1)
    with pytest.raises(Stale):
        undo_profile(by=coordinator, version=1)
    with pytest.raises(Stale):
        named(coordinator, "Terzo nome", version=1)
    assert ServiceProfile.objects.get().name == "Altro nome"


def test_the_same_name_again_is_no_change(coordinator: User) -> None:
    named(coordinator)
    events = Event.objects.count()
    assert named(coordinator, version=1).version == 1
    assert Event.objects.count() == events


@pytest.mark.parametrize("role", [role for role in Role if role != Role.COMMAND])
def test_only_who_looks_after_the_service_writes(role: Role) -> None:
    user = cast.member(role)
    may = role in {Role.OPERATIONAL_COORDINATOR, Role.PROJECT_COORDINATOR, Role.ADMINISTRATOR}
    if may:
        named(user)
        return
    for act in (
        lambda: named(user),
        lambda: set_logo(png(), by=user, version=0),
        lambda: undo_profile(by=user, version=1),
    ):
        with pytest.raises(Forbidden):
            act()
    with pytest.raises(Forbidden):
        set_standards(DAYS, by=user, version=0)


@pytest.mark.parametrize("address", ["javascript:alert(1)", "borgorondine", "ftp://a.example/", "https://"])
def test_a_link_is_the_address_of_a_page(coordinator: User, address: str) -> None:
    with pytest.raises(Refused) as refusal:
        named(coordinator, privacy_url=address)
    assert refusal.value.field == "privacy_url"
    assert not ServiceProfile.objects.exclude(privacy_url="").exists()


def test_standards_are_the_usual_ones_until_somebody_sets_others(coordinator: User) -> None:
    assert queries.standards() == USUAL_DAYS
    set_standards(DAYS, by=coordinator, version=0)
    assert queries.standards()[Standard.ANSWER] == DAYS["answer"]
    undo_profile(by=coordinator, version=1)
    assert queries.standards() == USUAL_DAYS


@pytest.mark.parametrize("days", [0, -1, 366])
def test_a_standard_has_bounds(coordinator: User, days: int) -> None:
    with pytest.raises(Refused, match="da 1 a 365") as refusal:
        set_standards({**DAYS, "silence": days}, by=coordinator, version=0)
    assert refusal.value.field == "silence"


def test_the_profile_is_read_once_and_again_when_it_changed(
    coordinator: User, django_capture_on_commit_callbacks: Any
) -> None:
    queries.forget_profile()
    with CaptureQueriesContext(connection) as first:
        assert queries.profile().name == ""
    with CaptureQueriesContext(connection) as later:
        queries.profile()
        queries.known_profile()
    assert (len(first), len(later)) == (1, 0)
    before = queries.stamp_path().stat().st_mtime_ns if queries.stamp_path().exists() else 0
    with django_capture_on_commit_callbacks(execute=True):
        named(coordinator)
    assert queries.profile().name == "SIL di Borgo Rondine"
    assert queries.stamp_path().stat().st_mtime_ns != before


def test_another_process_that_wrote_is_noticed(coordinator: User) -> None:
    named(coordinator)
    assert queries.profile().name == "SIL di Borgo Rondine"
    ServiceProfile.objects.update(name="Scritto altrove")
    assert queries.profile().name == "SIL di Borgo Rondine"
    queries.stamp_path().write_text("altrove")
    assert queries.profile().name == "Scritto altrove"


@pytest.mark.parametrize(("data", "ending"), [(png(40, 20), "png"), (jpeg(40, 20), "jpg")])
def test_a_logo_is_kept_with_its_digest(coordinator: User, data: bytes, ending: str) -> None:
    profile = set_logo(data, by=coordinator, version=0)
    assert profile.logo is not None
    assert profile.logo.name == f"logo.{ending}"
    assert (Path(profile.logo.content.path).read_bytes(), profile.logo.size) == (data, len(data))
    assert set_logo(None, by=coordinator, version=1).logo is None
    assert undo_profile(by=coordinator, version=2).logo_id == File.objects.get().pk


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", "Non è un’immagine"),
        (b"\x89PNG\r\n\x1a\n", "Non è un’immagine"),
        (png()[:-4], "Non è un’immagine"),
        (b"\xff\xd8\xff\xd9", "Non è un’immagine"),
        (b"", "Non è un’immagine"),
        (png() + b"<html>", "Non è un’immagine"),
        (png(5000, 10), "4.000 punti"),
        (jpeg(10, 5000), "4.000 punti"),
        (b"\x89PNG" + b"0" * 210 * 1024, "supera 200 KB"),
    ],
)
def test_what_is_no_picture_is_refused_whatever_its_name(coordinator: User, data: bytes, words: str) -> None:
    with pytest.raises(Refused, match=words) as refusal:
        set_logo(data, by=coordinator, version=0)
    assert refusal.value.field == "logo"
    assert not File.objects.exists()
