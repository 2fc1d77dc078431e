"""A company on a page: when it was heard, and who worked there, within the reader's rights."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, DateField, OuterRef, QuerySet, Subquery
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from percorsi.accounts.models import User
from percorsi.accounts.permissions import Permission
from percorsi.employers.choices import Due
from percorsi.employers.models import Contact
from percorsi.employers.queries import latest_of
from percorsi.kit.fields import holds_on
from percorsi.organisations.models import Organisation
from percorsi.placements import queries as placements
from percorsi.placements.models import Placement
from percorsi.reports.workbook import Value
from percorsi.traineeships import queries as traineeships
from percorsi.traineeships.models import Traineeship

HEADS = (
    _("Ente"),
    _("Tipo"),
    _("Natura"),
    _("Comune"),
    _("Tirocini"),
    _("Assunzioni"),
    _("Ultimo contatto"),
    _("Prossimo passo"),
)
MOST_WORKED = 30  # traineeships, and as many hires: the latest
_LATEST = latest_of(OuterRef("pk"))


@dataclass(frozen=True)
class Row:
    """A company as the list shows it."""

    company: Organisation
    traineeships: int
    hires: int
    heard_on: date | None
    next_step_on: date | None

    def cells(self) -> list[Value]:
        """Return the row as a file shows it, in the order of ``HEADS``."""
        body = self.company
        kind, nature = capfirst(body.get_kind_display()), capfirst(body.get_nature_display())
        town = body.seat.name if body.seat else ""
        return [body.name, kind, nature, town, self.traineeships, self.hires, self.heard_on, self.next_step_on]


@dataclass(frozen=True)
class ToHear:
    """A company to be heard, and why. ``tone`` colours the day: late, today, or nothing to hurry about."""

    contact: Contact
    due_on: date
    is_step: bool
    tone: str


def with_contact(rows: QuerySet[Organisation]) -> QuerySet[Organisation]:
    """Add when each company was heard last, and the day of the next step."""
    return rows.select_related("seat").annotate(
        heard_on=Subquery(_LATEST.values("happened_on"), output_field=DateField()),
        step_on=Subquery(_LATEST.values("next_step_on"), output_field=DateField()),
    )


def rows_of(companies: Iterable[Organisation], user: User) -> list[Row]:
    """Turn companies read by :func:`with_contact` into rows: two queries count for all of them."""
    found = list(companies)
    trainees = _counted(traineeships_at(found, user), "host")
    hires = _counted(hires_at(found, user), "employer")
    return [
        Row(each, trainees[each.pk], hires[each.pk], getattr(each, "heard_on", None), getattr(each, "step_on", None))
        for each in found
    ]


def traineeships_at(companies: Sequence[Organisation], user: User) -> QuerySet[Traineeship]:
    """Return the traineeships in these companies: of whom the user sees, else, to be counted only, of who is ordinary.

    Nobody protected is in a figure that somebody who is not cleared reads.
    """
    rows = traineeships.visible_to(user) if sees_work(user) else Traineeship.objects.filter(person__is_protected=False)
    return rows.filter(host__in=companies)


def hires_at(companies: Sequence[Organisation], user: User) -> QuerySet[Placement]:
    """Return the hires by these companies, as :func:`traineeships_at`."""
    rows = placements.visible_to(user) if sees_work(user) else Placement.objects.filter(person__is_protected=False)
    return rows.filter(employer__in=companies)


def sees_work(user: User) -> bool:
    """Whether the user reads who worked where; the others read how many."""
    return user.has(Permission.WORK_READ)


def work_at(company: Organisation, user: User, today: date) -> dict[str, object]:
    """Return the context of the work in a company: rows with people for who sees them, figures for everybody."""
    trainees, hires = traineeships_at([company], user), hires_at([company], user)
    context: dict[str, object] = {
        "counts": (trainees.count(), trainees.filter(holds_on(today)).count(), hires.count()),
        "most": MOST_WORKED,
    }
    if not sees_work(user):
        return context
    rows = trainees.select_related("person").order_by("-starts_on", "-pk")[:MOST_WORKED]
    hired = hires.select_related("person").order_by("-starts_on", "-pk")[:MOST_WORKED]
    return context | {"trainees": list(rows), "hires": list(hired)}


def people_of(work: dict[str, object]) -> list[int]:
    """Return the keys of whom the work shows."""
    shown: list[Traineeship | Placement] = [*work.get("trainees", []), *work.get("hires", [])]  # type: ignore[misc]
    return [row.person_id for row in shown]


def to_hear(contacts: Iterable[Contact], today: date) -> list[ToHear]:
    """Turn contacts of ``employers.queries.due_contacts`` into rows."""
    rows = []
    for contact in contacts:
        due_on: date = contact.due_on  # type: ignore[attr-defined]
        tone = "late" if due_on < today else "soon" if due_on == today else ""
        rows.append(ToHear(contact, due_on, contact.due_kind == Due.STEP, tone))  # type: ignore[attr-defined]
    return rows


def _counted(rows: QuerySet, column: str) -> Counter[int]:
    return Counter(dict(rows.order_by().values_list(column).annotate(n=Count("pk"))))
