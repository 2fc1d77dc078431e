"""Single values of the archive in the register's words, each written by the action of its room."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from percorsi.accounts.models import User
from percorsi.bridges.taking_over import wording
from percorsi.bridges.taking_over.plan import say
from percorsi.funding.actions import ensure_payers, ensure_projects
from percorsi.kit.fields import holds_on
from percorsi.kit.refusal import Refused
from percorsi.organisations.actions import CompanyDraft, change_company
from percorsi.organisations.models import Organisation
from percorsi.people import actions as people
from percorsi.people.choices import ContactKind
from percorsi.people.models import Contact, Invalidity, Person, Residence
from percorsi.placements.actions import change_end
from percorsi.placements.models import Placement
from percorsi.places.actions import ensure_municipalities
from percorsi.traineeships.actions import MonthDraft, TraineeshipDraft, change_traineeship, record_month
from percorsi.traineeships.choices import MonthState
from percorsi.traineeships.models import Traineeship, TraineeshipMonth

# A differing cell as the stored report has it.
Line = Mapping[str, Any]


class Cell(ABC):
    """One value of the archive in the register's words."""

    def __init__(self, line: Line) -> None:
        self.field: str = line["field"]
        self.parts: list[str] = line["parts"]

    @abstractmethod
    def value(self) -> str:
        """Return what stands here."""

    @abstractmethod
    def write(self, value: str, *, by: User) -> None:
        """Write ``value`` by the action of its room. Raises Refused, Forbidden."""

    def person(self) -> Person:
        """Return the person of the folder."""
        return _found(Person.objects.filter(numbers__number__iexact=self.parts[0]))


class _Identity(Cell):
    names: Mapping[str, str] = {"note": "remark"}

    def value(self) -> str:
        return say(getattr(self.person(), self._name))

    def write(self, value: str, *, by: User) -> None:
        person = self.person()
        new: Any = date.fromisoformat(value) if value and self.field == "born_on" else value
        if self.field == "born_on":
            new = new or None
        identity = replace(people.Identity.of(person), **{self._name: new})
        people.change_identity(person, identity=identity, version=person.version, by=by)

    @property
    def _name(self) -> str:
        return self.names.get(self.field, self.field)


class _Home(Cell):
    def value(self) -> str:
        row = self._row()
        if row is None:
            return ""
        return row.address if self.field == "address" else say(row.municipality.name if row.municipality else "")

    def write(self, value: str, *, by: User) -> None:
        row = self._row()
        to = people.Address(row.municipality, row.address) if row else people.Address()
        if self.field == "address":
            to = replace(to, address=value)
        else:
            to = replace(to, municipality=ensure_municipalities([value])[value] if value else None)
        if row is None:
            people.move(self.person(), to=to, on=None, by=by)
        elif to == people.Address():
            people.remove_residence(row, by=by)
        else:
            people.correct_residence(row, to=to, starts_on=row.starts_on, by=by)

    def _row(self) -> Residence | None:
        rows = Residence.objects.filter(holds_on(timezone.localdate()), person=self.person())
        return rows.select_related("municipality", "person").order_by("-id").first()


class _Reach(Cell):
    kinds: Mapping[str, ContactKind] = {"phone": ContactKind.PHONE, "email": ContactKind.EMAIL}

    def value(self) -> str:
        row = self._row()
        return row.value if row else ""

    def write(self, value: str, *, by: User) -> None:
        row, kind = self._row(), self.kinds[self.field]
        if row is None:
            people.add_contact(self.person(), kind=kind, value=value, by=by)
        elif value:
            people.change_contact(row, kind=kind, value=value, whose=row.whose, by=by)
        else:
            people.remove_contact(row, by=by)

    def _row(self) -> Contact | None:
        rows = Contact.objects.filter(person=self.person(), kind=self.kinds[self.field])
        return rows.select_related("person").order_by("id").first()


class _Certified(Cell):
    def value(self) -> str:
        row = self._row()
        return say(getattr(row, self._name)) if row else ""

    def write(self, value: str, *, by: User) -> None:
        row = self._row()
        new: Any = (int(value) if value else None) if self._name == "percent" else value
        if row is None:
            people.add_invalidity(self.person(), certificate=people.Certificate(**{self._name: new}), by=by)
            return
        known = people.Certificate(percent=row.percent, kind=row.kind, issued_on=row.issued_on, review_on=row.review_on)
        wanted = replace(known, **{self._name: new})
        if wanted == people.Certificate():
            people.remove_invalidity(row, by=by)
        else:
            people.change_invalidity(row, certificate=wanted, by=by)

    @property
    def _name(self) -> str:
        return self.field.removeprefix("invalidity_")

    def _row(self) -> Invalidity | None:
        return Invalidity.objects.filter(person=self.person()).select_related("person").order_by("id").first()


class _Month(Cell):
    def value(self) -> str:
        return say(getattr(self._row(), self.field))

    def write(self, value: str, *, by: User) -> None:
        row = self._row()
        draft = replace(_draft(MonthDraft, row), **{self.field: Decimal(value) if value else None})
        # A month that was complete stays so.
        draft = replace(draft, is_complete=row.state != MonthState.DRAFT)
        record_month(row.traineeship, by=by, draft=draft, version=row.version)

    def _row(self) -> TraineeshipMonth:
        code, month = self.parts
        rows = TraineeshipMonth.objects.filter(traineeship__code__iexact=code, month=date.fromisoformat(month))
        return _found(rows.select_related("traineeship__person", "payer"))


class _HireEnd(Cell):
    def value(self) -> str:
        return say(self._row().ends_on)

    def write(self, value: str, *, by: User) -> None:
        row = self._row()
        change_end(row, by=by, version=row.version, ends_on=date.fromisoformat(value) if value else None)

    def _row(self) -> Placement:
        folder, company, day = self.parts
        rows = Placement.objects.filter(
            person__numbers__number__iexact=folder, employer__code__iexact=company, starts_on=date.fromisoformat(day)
        )
        return _found(rows.select_related("person").order_by("id"))


class _Stage(Cell):
    """A value of a traineeship."""

    def value(self) -> str:
        row = self._row()
        found = getattr(row, self.field)
        return say(found.name if self.field in ("payer", "project") and found else found)

    def write(self, value: str, *, by: User) -> None:
        row = self._row()
        draft = replace(_draft(TraineeshipDraft, row), **{self.field: self._read(value)})
        change_traineeship(row, by=by, version=row.version, draft=draft)

    def _read(self, value: str) -> Any:
        if self.field in ("starts_on", "ends_on"):
            return date.fromisoformat(value) if value else None
        if self.field in ("weekly_hours", "monthly_allowance"):
            return Decimal(value) if value else None
        if self.field == "payer":
            return ensure_payers([value])[value] if value else None
        if self.field == "project":
            return ensure_projects([value])[value] if value else None
        return value

    def _row(self) -> Traineeship:
        rows = Traineeship.objects.filter(code__iexact=self.parts[0])
        return _found(rows.select_related("person", "host", "payer", "project"))


class _Company(Cell):
    names: Mapping[str, str] = {"contact": "contact_name", "municipality": "seat"}

    def value(self) -> str:
        row = self._row()
        if self.field == "nature":
            return wording.nature_label(row.nature)
        if self.field == "municipality":
            return row.seat.name if row.seat else ""
        return say(getattr(row, self._name))

    def write(self, value: str, *, by: User) -> None:
        row = self._row()
        new: Any = value
        if self.field == "nature":
            new = wording.NATURES.get(value, "")
        elif self.field == "municipality":
            new = ensure_municipalities([value])[value] if value else None
        elif self.field == "employees":
            new = int(value) if value else None
        draft = replace(_draft(CompanyDraft, row), **{self._name: new})
        change_company(row, by=by, version=row.version, draft=draft)

    @property
    def _name(self) -> str:
        return self.names.get(self.field, self.field)

    def _row(self) -> Organisation:
        return _found(Organisation.objects.filter(code__iexact=self.parts[0]).select_related("seat"))


def _draft(kind: type[Any], row: Any) -> Any:
    """Return what is written of a row, as somebody would type it."""
    return kind(**{one.name: getattr(row, one.name) for one in fields(kind) if hasattr(row, one.name)})


def _found(rows: QuerySet[Any]) -> Any:
    row = rows.first()
    if row is None:
        raise Refused(_("La riga qui non c’è più: guarda la scheda della persona."))
    return row


CELLS: dict[tuple[str, str], type[Cell]] = {
    **{("users", name): _Identity for name in ("family_names", "given_names", "sex", "born_on", "birth_place")},
    **{("users", name): _Identity for name in ("citizenship", "codice_fiscale", "education", "note")},
    **{("users", name): _Home for name in ("residence", "address")},
    **{("users", name): _Reach for name in ("phone", "email")},
    **{("users", name): _Certified for name in ("invalidity_percent", "invalidity_kind")},
    **{("attendances", name): _Month for name in ("hours_due", "hours_present", "amount")},
    **{("traineeships", name): _Stage for name in ("starts_on", "ends_on", "kind", "weekly_hours", "company_tutor")},
    **{("traineeships", name): _Stage for name in ("monthly_allowance", "payer", "project")},
    **{("companies", name): _Company for name in ("name", "vat_number", "nature", "activity", "municipality")},
    **{("companies", name): _Company for name in ("employees", "contact", "phone")},
    ("hires", "ends_on"): _HireEnd,
}
