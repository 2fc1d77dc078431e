"""What was said with a company: the two clicks and two fields of every day."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from percorsi.accounts.permissions import Permission
from percorsi.employers import actions
from percorsi.employers.actions import ContactDraft
from percorsi.employers.models import Contact
from percorsi.employers.policy import ensure_may_change
from percorsi.employers.queries import contacts_of, contacts_visible_to
from percorsi.web.employers.forms import ContactForm
from percorsi.web.employers.views.companies import kept_or_404
from percorsi.web.shell.forms import carried_out, posted
from percorsi.web.shell.pages import page, visible_or_404
from percorsi.web.shell.readers import reader_of
from percorsi.web.shell.undo import say_done


@page(Permission.COMPANIES_WRITE, methods=("GET", "POST"))
def log(request: HttpRequest, company_id: str) -> HttpResponse:
    """Write what was said; the step that was promised before is done with that."""
    body, by = kept_or_404(request, company_id), reader_of(request)
    form = ContactForm(posted(request))
    if done := carried_out(form, lambda _given: actions.log_contact(body, by=by, draft=form.draft())):
        back = reverse("companies:take_back_contact", args=[done.result.public_id])
        say_done(request, _("Il contatto è registrato."), undo_url=back)
        return redirect("companies:company", body.public_id)
    last = contacts_of(body, by).first()
    context = {"form": form, "company": body, "last": last, "today": timezone.localdate()}
    return render(request, "employers/contact.html", context)


@page(Permission.COMPANIES_WRITE, methods=("GET", "POST"))
def change(request: HttpRequest, contact_id: str) -> HttpResponse:
    """Write an own contact anew."""
    row, by = _own(request, contact_id), reader_of(request)
    present = {name: getattr(row, name) for name in ContactDraft.__slots__}
    form = ContactForm(posted(request), initial={**present, "version": row.version})

    def attempt(given: dict[str, Any]) -> None:
        actions.change_contact(row, by=by, version=given["version"], draft=form.draft())

    if carried_out(form, attempt):
        say_done(request, _("Il contatto è corretto."))
        return redirect("companies:company", row.organisation.public_id)
    form.show_differing(row.version, present)
    return render(request, "employers/contact.html", {"form": form, "company": row.organisation, "contact": row})


@page(Permission.COMPANIES_WRITE, methods=("POST",))
def take_back(request: HttpRequest, contact_id: str) -> HttpResponse:
    """Take out an own contact written by mistake."""
    row = _own(request, contact_id)
    actions.take_back_contact(row, by=reader_of(request))
    say_done(request, _("Il contatto è tolto."))
    return redirect("companies:company", row.organisation.public_id)


def _own(request: HttpRequest, contact_id: str) -> Contact:
    reader = reader_of(request)
    row = visible_or_404(contacts_visible_to(reader).select_related("organisation"), contact_id)
    ensure_may_change(reader, row)
    return row
