"""Reading what the service is and promises itself.

The profile stands on every page, so each process keeps it in memory. A stamp in the data folder says that it changed:
to look at the stamp costs no query.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.conf import settings
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from percorsi.accounts.models import User
from percorsi.accounts.permissions import Permission
from percorsi.kit.fields import holds_on
from percorsi.organisations.models import Membership
from percorsi.service.choices import USUAL_DAYS, Standard
from percorsi.service.models import ContractPeriod, Problem, ServedMunicipality, ServiceProfile

STAMP = "service.stamp"
NEVER = -1


@dataclass
class _Memory:
    """The profile as this process last read it, and the stamp that stood then; ``NEVER`` before the first reading."""

    profile: ServiceProfile
    stamp: int = NEVER


_memory = _Memory(ServiceProfile(pk=1))


def profile() -> ServiceProfile:
    """Return the profile, read from the database when it changed since this process last read it; blank without one."""
    stamp = _stamp()
    if _memory.stamp != stamp:
        _memory.profile = ServiceProfile.objects.select_related("logo").first() or ServiceProfile(pk=1)
        _memory.stamp = stamp
    return _memory.profile


def known_profile() -> ServiceProfile:
    """Return the profile that this process knows, without looking anywhere: error pages read no database."""
    return _memory.profile


def forget_profile(*, is_blank: bool = False) -> None:
    """Let the next page read the profile again. ``is_blank`` says that there is none to read."""
    _memory.profile = ServiceProfile(pk=1) if is_blank else _memory.profile
    _memory.stamp = _stamp() if is_blank else NEVER


def stamp_path() -> Path:
    """Return the file whose time says when the profile last changed, in whatever process."""
    return Path(settings.DATA_DIR) / STAMP


def _stamp() -> int:
    try:
        return stamp_path().stat().st_mtime_ns
    except OSError:
        return 0


def standards() -> dict[Standard, int]:
    """Return every standard of the service, in days: its own, or the usual one where it set none."""
    own = profile().standard_days
    return {standard: int(own.get(standard.value, usual)) for standard, usual in USUAL_DAYS.items()}


def contracts() -> QuerySet[ContractPeriod]:
    """Return the contract periods, the latest first."""
    return ContractPeriod.objects.select_related("provider").order_by("-starts_on", "-pk")


def served() -> QuerySet[ServedMunicipality]:
    """Return the municipalities served, those of now first, by name."""
    rows = ServedMunicipality.objects.select_related("municipality")
    return rows.order_by(F("ends_on").desc(nulls_first=True), "municipality__name", "pk")


def served_on(day: date) -> QuerySet[ServedMunicipality]:
    """Return the municipalities served on a day."""
    return ServedMunicipality.objects.filter(holds_on(day))


def team(*, is_past: bool = False) -> QuerySet[Membership]:
    """Return the parts that people play today or will play, or those that ended, by name of the worker.

    Who works for a municipality or for the commissioner is among them: the kind of the body says so.
    """
    over = Q(ends_on__lt=timezone.localdate())
    rows = Membership.objects.select_related("worker", "organisation").filter(over if is_past else ~over)
    return rows.order_by("worker__name", F("starts_on").desc(nulls_last=True), "pk")


def problems_visible_to(user: User) -> QuerySet[Problem]:
    """Return the problems that readers reported, the oldest open ones first, for who looks after the service."""
    if not user.has(Permission.SERVICE_MANAGE):
        return Problem.objects.none()
    rows = Problem.objects.select_related("sent_by", "answered_by")
    return rows.order_by(F("answered_at").desc(nulls_first=True), "sent_at", "pk")


def own_problems(user: User) -> QuerySet[Problem]:
    """Return the problems that this reader reported, the latest first."""
    return Problem.objects.filter(sent_by=user).order_by("-sent_at", "-pk")
