"""How far the data reach: the first year, the last day they speak of, the municipalities that occur, the contract."""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from django.db.models import F, Max, Min, Q, QuerySet, Value
from django.utils import timezone

from percorsi.activities.models import Activity
from percorsi.cases.models import Case
from percorsi.kit.dates import last_of_month
from percorsi.people.models import Residence
from percorsi.placements.models import Placement
from percorsi.referrals.models import Referral
from percorsi.service.models import ContractPeriod
from percorsi.traineeships.models import TraineeshipMonth


class Contract(NamedTuple):
    """By whom the service is run, and from which day."""

    provider: str
    starts_on: date


class Frame(NamedTuple):
    """What a reader may choose from. An empty service has no days and no municipalities.

    ``first_year`` is that of the first path; ``first_full_year`` that of the first traineeship month, hire or group:
    older paths were carried over, and the years before were not recorded. ``cut_off`` is the last day that the data
    speak of, never in the future: planned ends and expiries do not count.
    """

    first_year: int | None = None
    first_full_year: int | None = None
    cut_off: date | None = None
    towns: tuple[str, ...] = ()
    contract: Contract | None = None


def read_frame() -> Frame:
    """Read the frame from the data, in three queries."""
    today = timezone.localdate()
    paths, work, last = _reach(today)
    if last is None:
        return Frame()
    first = min(day for day in (paths, work) if day)
    contracts = ContractPeriod.objects.filter(starts_on__lte=last).order_by("starts_on")
    provider = contracts.values_list("provider__name", "starts_on").last()
    return Frame(
        first_year=first.year,
        first_full_year=(work or first).year,
        cut_off=last,
        towns=_towns(),
        contract=Contract(*provider) if provider else None,
    )


def _reach(today: date) -> tuple[date | None, date | None, date | None]:
    """Return the first day of a path, the first of any work, and the last day of anything up to today."""
    delivered = TraineeshipMonth.objects.filter(hours_present__gt=0)
    rows = _days("path", Case.objects.all(), "opened_on", today).union(
        _days("fact", Case.objects.all(), "closed_on", today),
        _days("fact", Referral.objects.all(), "referred_on", today),
        _days("fact", Referral.objects.all(), "answered_on", today),
        _days("work", Placement.objects.all(), "starts_on", today),
        _days("work", Activity.objects.all(), "starts_on", today),
        _days("month", delivered, "month", today),
        all=True,
    )
    found = [(row["kind"], row["first"], row["last"]) for row in rows if row["first"]]
    lasts = [min(last_of_month(last), today) if kind == "month" else last for kind, _first, last in found]
    return (
        _earliest(first for kind, first, _last in found if kind == "path"),
        _earliest(first for kind, first, _last in found if kind in {"work", "month"}),
        max(lasts, default=None) if any(kind in {"path", "work", "month"} for kind, *_ in found) else None,
    )


def _days(kind: str, rows: QuerySet[Any], field: str, today: date) -> QuerySet[Any]:
    known = rows.order_by().filter(**{f"{field}__lte": today}).annotate(kind=Value(kind)).values("kind")
    return known.annotate(first=Min(field), last=Max(field)).values("kind", "first", "last")


def _earliest(days: Iterable[date]) -> date | None:
    return min(days, default=None)


def _towns() -> tuple[str, ...]:
    """Every municipality where somebody lives or is in charge of one, in order of name."""
    lived_in = Residence.objects.filter(~Q(municipality=None)).order_by().values(town=F("municipality__name"))
    in_charge = Referral.objects.filter(~Q(municipality=None), person__is_protected=True)
    names = lived_in.union(in_charge.order_by().values(town=F("municipality__name")))
    return tuple(sorted(row["town"] for row in names))
