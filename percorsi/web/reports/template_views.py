"""The office's own Word template of the report: taken away, changed in Word, brought back."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from percorsi.accounts.permissions import Permission
from percorsi.documents import actions
from percorsi.documents.models import Template
from percorsi.documents.queries import content_of, template_of
from percorsi.kit.refusal import Refused
from percorsi.reports.word_template import andamento_template
from percorsi.web.reports.files import DOCX, download
from percorsi.web.reports.paper import REPORT, template_fault
from percorsi.web.shell.forms import VersionedForm, carried_out, posted
from percorsi.web.shell.pages import page
from percorsi.web.shell.readers import reader_of
from percorsi.web.shell.undo import say_done


class TemplateForm(VersionedForm):
    """A Word file."""

    file = forms.FileField(
        label=gettext_lazy("Modello Word"),
        help_text=gettext_lazy("Un documento .docx con le stesse parole tra graffe del modello di adesso"),
        error_messages={"required": gettext_lazy("Scegli il documento Word da usare come modello.")},
    )


@page(Permission.SERVICE_MANAGE, methods=("GET", "POST"))
def template(request: HttpRequest) -> HttpResponse:
    """Which template is in use; bring another."""
    now = template_of(REPORT)
    files = request.FILES if request.method == "POST" else None
    form = TemplateForm(posted(request), files, initial={"version": now.version})
    if done := carried_out(form, lambda given: _keep(request, given)):
        return _said(request, done.result, _("Il modello nuovo è in uso."))
    form.show_now(now.version)
    return render(request, "reports/template.html", {"form": form, "template": now})


@page(Permission.SERVICE_MANAGE)
def template_file(request: HttpRequest) -> HttpResponse:
    """The template in use, to be changed in Word; ours with ``?nostro``."""
    own = None if "nostro" in request.GET else content_of(template_of(REPORT))
    return download(own or andamento_template(), DOCX, "modello-relazione.docx")


@page(Permission.SERVICE_MANAGE, methods=("POST",))
def drop_template(request: HttpRequest) -> HttpResponse:
    """Go back to our template."""
    done = actions.drop_template(REPORT, by=reader_of(request), version=template_of(REPORT).version)
    return _said(request, done, _("Si usa di nuovo il modello di Percorsi."))


@page(Permission.SERVICE_MANAGE, methods=("POST",))
def undo_template(request: HttpRequest) -> HttpResponse:
    """Take the last change back."""
    actions.undo_template(REPORT, by=reader_of(request), version=template_of(REPORT).version)
    say_done(request, _("Si usa di nuovo il modello di prima."))
    return redirect("reports:template")


def _keep(request: HttpRequest, given: dict[str, object]) -> Template:
    upload, version = given["file"], given["version"]
    actions.ensure_is_word(upload)  # type: ignore[arg-type]
    if fault := template_fault(upload.read()):  # type: ignore[attr-defined]
        raise Refused(fault, field="file")
    upload.seek(0)  # type: ignore[attr-defined]
    return actions.keep_template(REPORT, upload, by=reader_of(request), version=version)  # type: ignore[arg-type]


def _said(request: HttpRequest, done: Template, text: str) -> HttpResponse:
    say_done(request, text, undo_url=reverse("reports:undo_template"))
    return redirect("reports:template")
