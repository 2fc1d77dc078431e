"""The picture of the README: a whole path on one page, from the invented register. SCREENSHOT says where to keep it."""

import os
import struct
from pathlib import Path

import pytest
from django.db.models import Count

from percorsi.accounts.models import User
from percorsi.demo.staging import stage_demo
from percorsi.organisations.queries import reader
from percorsi.people.models import Person
from tests.web.visiting import DESK, Visit

pytestmark = [pytest.mark.browser, pytest.mark.sqlite_only, pytest.mark.django_db(transaction=True)]
HEIGHT = 800
MOST_BYTES = 200_000


def richest() -> Person:
    """Who has a whole path open to show: a referral, notes, a group, a traineeship and a hire, the more the better."""
    rows = ("notes", "traineeships", "placements", "participations")
    whole = Person.objects.filter(cases__closed_on=None, cases__isnull=False, is_protected=False)
    counted = whole.annotate(**{f"n_{name}": Count(name, distinct=True) for name in rows})
    return counted.order_by(*(f"-n_{name}" for name in rows), "pk")[0]


def test_a_whole_path_fits_a_picture(visit: Visit, tmp_path: Path) -> None:
    stage_demo()
    coordinator = reader(User.objects.get(username="nibbio").pk)
    assert coordinator is not None
    visit.sign_in(coordinator)
    page = visit.open(f"/persone/{richest().public_id}/")
    page.set_viewport_size({"width": DESK, "height": HEIGHT})
    assert page.locator(".diary > li").count() >= 6
    picture = Path(os.environ.get("SCREENSHOT") or tmp_path / "screenshot.png")
    page.screenshot(path=picture)
    head = picture.read_bytes()[:24]
    assert head[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", head[16:24]) == (DESK, HEIGHT)
    assert 20_000 < picture.stat().st_size < MOST_BYTES
