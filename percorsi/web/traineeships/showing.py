"""What the pages of one traineeship share: the row fetched for its reader, its words, its acts, the way back."""

from dataclasses import dataclass, replace
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.accounts.permissions import Permission
from percorsi.accounts.roles import RIGHTS
from percorsi.kit.refusal import Forbidden
from percorsi.traineeships import queries as traineeships
from percorsi.traineeships.models import Traineeship
from percorsi.traineeships.policy import may_write
from percorsi.web.people.head import Head, open_person, url_or_empty
from percorsi.web.shell.forms import VersionedForm
from percorsi.web.shell.pages import visible_or_404
from percorsi.web.shell.readers import reader_of
from percorsi.web.shell.undo import say_done


@dataclass(frozen=True)
class State:
    """How a traineeship stands today, as a tag."""

    tint: str
    icon: str
    word: str


@dataclass(frozen=True)
class Link:
    """An act that the reader may do."""

    label: str
    icon: str
    url: str


@dataclass(frozen=True)
class Wording:
    """What the page of an act says: the same page for all of them. ``note`` is what nobody has verified."""

    title: str | Promise
    lead: str | Promise
    button: str | Promise
    note: str | Promise = ""
    is_private: bool = False


@dataclass(frozen=True)
class Opened:
    """A traineeship opened by somebody who may see it."""

    request: HttpRequest
    reader: User
    row: Traineeship
    head: Head

    def back(self, said: str, *, undo: str = "") -> HttpResponse:
        """Lead back to the traineeship and say what was done; ``undo`` is the name of the page that takes it back."""
        self.row.refresh_from_db()
        url = f"{reverse(undo, args=[self.row.public_id])}?versione={self.row.version}" if undo else ""
        say_done(self.request, said, undo_url=url)
        return redirect("traineeships:traineeship", self.row.public_id)

    def show(self, form: VersionedForm, wording: Wording, template: str = "traineeships/act.html") -> HttpResponse:
        """Show the form of an act on this traineeship, with the values of now when somebody else changed them."""
        form.show_now(self.row.version, *self._now())
        cancel = reverse("traineeships:traineeship", args=[self.row.public_id])
        context = {"head": self.head, "row": self.row, "form": form, "wording": wording, "cancel": cancel}
        return render(self.request, template, context | {"readers": who_reads_reasons()})

    def _now(self) -> list[tuple[str, object]]:
        row = self.row
        shown: list[tuple[str, object]] = [
            (_("Ente ospitante"), row.host.name),
            (_("Dal"), f"{row.starts_on:%d/%m/%Y}"),
            (_("Al"), f"{row.ends_on:%d/%m/%Y}" if row.ends_on else ""),
            (_("Ore settimanali"), row.weekly_hours),
        ]
        return [*shown, (_("Esito"), row.outcome)] if self.reader.has(Permission.DIARY_READ) else shown


def opened(request: HttpRequest, public_id: str, *, writes: bool = False) -> Opened:
    """Fetch a traineeship that the reader may see, or write when ``writes``; note the look.

    Raises Http404, ``Forbidden``.
    """
    reader = reader_of(request)
    rows = traineeships.visible_to(reader).select_related("person", "host", "payer", "project")
    row = visible_or_404(rows, public_id)
    head = at_work(open_person(request, row.person.public_id))
    if writes and not may_write(reader, head.person):
        raise Forbidden
    return Opened(request, reader, row, head)


def at_work(head: Head) -> Head:
    """Return the head with the section of work as the current one."""
    here = url_or_empty("people:work", head.person.public_id)
    return replace(head, tabs=[replace(tab, is_current=tab.url == here) for tab in head.tabs])


def state_of(row: Traineeship, today: date, *, is_suspended: bool) -> State:
    """Return how a traineeship stands on a day."""
    if row.starts_on > today:
        return State("line", "it-calendar", _("Da iniziare"))
    if row.ends_on is not None and row.ends_on < today:
        if row.outcome or row.is_imported:
            return State("line", "it-check", _("Concluso"))
        return State("soon", "it-flag", _("Da chiudere"))
    if is_suspended:
        return State("soon", "it-clock", _("Sospeso"))
    return State("ok", "it-check-circle", _("In corso"))


def acts_on(row: Traineeship, *, is_suspended: bool) -> list[Link]:
    """Return the acts on a traineeship as it is now, for who may write it."""
    is_open = not row.outcome
    offered: tuple[tuple[bool, str, str, str], ...] = (
        (is_open, _("Chiudi"), "it-flag", "traineeships:close"),
        (is_open and row.ends_on is not None, _("Proroga"), "it-calendar", "traineeships:extend"),
        (is_open and not is_suspended, _("Sospendi"), "it-clock", "traineeships:suspend"),
        (is_open and is_suspended, _("Riprendi"), "it-refresh", "traineeships:resume"),
        (True, _("Modifica"), "it-pencil", "traineeships:change"),
        (not is_open, _("Correggi la chiusura"), "it-flag", "traineeships:close"),
    )
    links = [Link(label, icon, reverse(name, args=[row.public_id])) for is_on, label, icon, name in offered if is_on]
    hire = url_or_empty("placements:new", row.person.public_id)
    return (
        [*links, Link(_("Registra un’assunzione"), "it-plus", f"{hire}?tirocinio={row.public_id}")] if hire else links
    )


def who_reads_reasons() -> dict[str, list[str]]:
    """Which roles read how and why, and which never do."""
    sides: dict[str, list[str]] = {"yes": [], "no": []}
    for role, rights in RIGHTS.items():
        sides["yes" if Permission.DIARY_READ in rights else "no"].append(str(Role(role).label))
    return sides
