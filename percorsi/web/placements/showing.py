"""What the pages of one hire share: the row fetched for its reader, its words, its acts, the way back."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from percorsi.accounts.models import User
from percorsi.kit.refusal import Forbidden
from percorsi.placements import queries as placements
from percorsi.placements.models import Placement
from percorsi.service.choices import Standard
from percorsi.service.queries import standards
from percorsi.traineeships.policy import may_write
from percorsi.web.people.head import Head, open_person
from percorsi.web.shell.forms import VersionedForm
from percorsi.web.shell.pages import visible_or_404
from percorsi.web.shell.readers import reader_of
from percorsi.web.shell.undo import say_done
from percorsi.web.traineeships.showing import Link, State, Wording, at_work, who_reads_reasons


@dataclass(frozen=True)
class Opened:
    """A hire opened by somebody who may see it."""

    request: HttpRequest
    reader: User
    row: Placement
    head: Head

    def back(self, said: str, *, undo: str = "") -> HttpResponse:
        """Lead back to the hire and say what was done; ``undo`` is the name of the page that takes it back.

        What the register brought is not taken back, so no way back is offered.
        """
        self.row.refresh_from_db()
        url = (
            f"{reverse(undo, args=[self.row.public_id])}?versione={self.row.version}"
            if undo and not self.row.is_imported
            else ""
        )
        say_done(self.request, said, undo_url=url)
        return redirect("placements:placement", self.row.public_id)

    def show(self, form: VersionedForm, wording: Wording) -> HttpResponse:
        """Show the form of an act on this hire, with the end of now when somebody else changed it."""
        ends_on = self.row.ends_on
        form.show_now(self.row.version, (_("Scadenza"), f"{ends_on:%d/%m/%Y}" if ends_on else ""))
        cancel = reverse("placements:placement", args=[self.row.public_id])
        context = {"head": self.head, "row": self.row, "form": form, "wording": wording, "cancel": cancel}
        return render(self.request, "placements/act.html", context | {"readers": who_reads_reasons()})


def opened(request: HttpRequest, public_id: str, *, writes: bool = False) -> Opened:
    """Fetch a hire that the reader may see, or write when ``writes``; note the look. Raises Http404, ``Forbidden``."""
    reader = reader_of(request)
    rows = placements.visible_to(reader).select_related("person", "employer", "traineeship__host")
    row = visible_or_404(rows, public_id)
    head = at_work(open_person(request, row.person.public_id))
    if writes and not may_write(reader, head.person):
        raise Forbidden
    return Opened(request, reader, row, head)


def state_of(row: Placement, today: date) -> State:
    """Return how a hire stands on a day."""
    if row.starts_on > today:
        return State("line", "it-calendar", _("Da iniziare"))
    if row.ends_on is not None and row.ends_on < today:
        if row.end_reason or row.is_imported:
            return State("line", "it-check", _("Finita"))
        return State("soon", "it-flag", _("Scaduta"))
    ending = row.ends_on is not None and row.ends_on <= today + timedelta(days=standards()[Standard.CONTRACT_ENDING])
    if ending and not row.end_reason:
        return State("soon", "it-clock", _("In scadenza"))
    return State("ok", "it-check-circle", _("In corso"))


def acts_on(row: Placement) -> list[Link]:
    """Return the acts on a hire as it is now, for who may write it."""
    offered = (
        (not row.end_reason, _("Cambia la scadenza"), "it-calendar", "placements:change_end"),
        (not row.end_reason, _("Registra la fine"), "it-flag", "placements:end"),
        (bool(row.end_reason), _("Correggi la fine"), "it-pencil", "placements:end"),
    )
    return [Link(label, icon, reverse(name, args=[row.public_id])) for is_on, label, icon, name in offered if is_on]
