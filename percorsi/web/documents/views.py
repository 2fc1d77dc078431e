"""The pages of the papers of a person: the list, a new one, its download, a newer version, the withdrawal."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from percorsi.accounts.permissions import Permission
from percorsi.audit.choices import Act
from percorsi.documents.choices import ACCEPTED
from percorsi.kit.refusal import Forbidden, Refused
from percorsi.people import actions
from percorsi.people import queries as people
from percorsi.people.models import Person, PersonDocument
from percorsi.people.policy import may_write_documents
from percorsi.web.documents.forms import PaperForm, UploadForm, WithdrawForm, told_of
from percorsi.web.documents.showing import opened, papers_of, with_tab
from percorsi.web.people.head import Head, open_person
from percorsi.web.shell.forms import carried_out, posted
from percorsi.web.shell.pages import page, visible_or_404
from percorsi.web.shell.readers import reader_of
from percorsi.web.shell.trail import log_view
from percorsi.web.shell.undo import say_done

_FORM = ("GET", "POST")


@page(Permission.DOCUMENTS_READ)
def of_person(request: HttpRequest, person_id: str) -> HttpResponse:
    """The papers of a person that the reader may open, with their expiry."""
    reader = reader_of(request)
    head = open_person(request, person_id)
    papers = papers_of(people.documents_of(head.person, reader), head.today)
    context = {"head": head, "papers": papers, "may_write": may_write_documents(reader, head.person)}
    return render(request, "documents/of_person.html", context)


@page(Permission.DOCUMENTS_WRITE, methods=_FORM)
def add(request: HttpRequest, person_id: str) -> HttpResponse:
    """Add a paper of the person."""
    head = with_tab(open_person(request, person_id))
    _ensure_may_write(request, head.person)
    form = UploadForm(posted(request), request.FILES or None, reader=reader_of(request), person=head.person)
    if done := carried_out(form, lambda given: _keep(request, head.person, form, given)):
        return _back(request, done.result, _("Il documento è caricato."))
    return _show(request, head, form, _("Carica un documento"))


@page(Permission.DOCUMENTS_READ)
def download(request: HttpRequest, document_id: str) -> HttpResponse:
    """Give the file, always to be saved and never shown here; the trail is written before a byte leaves."""
    document = visible_or_404(people.readable_documents(reader_of(request)), document_id)
    log_view(request, Act.VIEW, people=[document.person_id], about=document)
    stored = document.file.content
    if not stored.name or not stored.storage.exists(stored.name):
        raise Http404
    with stored.open("rb") as opened_file:
        content = opened_file.read()
    kind = ACCEPTED.get(document.file.name.rpartition(".")[2].lower(), "application/octet-stream")
    attached = content_disposition_header(True, document.file.name) or "attachment"
    headers = {"Content-Disposition": attached, "X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"}
    return HttpResponse(content, content_type=kind, headers=headers)


@page(Permission.DOCUMENTS_WRITE, methods=_FORM)
def change(request: HttpRequest, document_id: str) -> HttpResponse:
    """Put right what is said of a paper."""
    document, head = opened(request, document_id)
    _ensure_may_write(request, head.person)
    reader = reader_of(request)
    form = PaperForm(posted(request), initial=told_of(document), reader=reader, person=head.person)

    def attempt(given: dict[str, Any]) -> PersonDocument:
        actions.change_document(document, by=reader, version=given["version"], paper=form.paper())
        return document

    if done := carried_out(form, attempt):
        return _back(request, done.result, _("Il documento è aggiornato."))
    return _show(request, head, form, _("Modifica il documento"))


@page(Permission.DOCUMENTS_WRITE, methods=_FORM)
def replace(request: HttpRequest, document_id: str) -> HttpResponse:
    """Put a newer version in the place of a paper, which stays beneath it."""
    document, head = opened(request, document_id)
    _ensure_may_write(request, head.person)
    told = {**told_of(document), "issued_on": None, "expires_on": None}
    sent = posted(request), request.FILES or None
    form = UploadForm(*sent, initial=told, reader=reader_of(request), person=head.person)
    if done := carried_out(form, lambda given: _keep(request, head.person, form, given, replaces=document)):
        return _back(request, done.result, _("La versione nuova è caricata: quella di prima resta sotto."))
    return _show(request, head, form, _("Carica una versione nuova"))


@page(Permission.DOCUMENTS_WRITE, methods=_FORM)
def withdraw(request: HttpRequest, document_id: str) -> HttpResponse:
    """Take a paper out of the list, with the reason."""
    document, head = opened(request, document_id)
    _ensure_may_write(request, head.person)
    form = WithdrawForm(posted(request), initial={"version": document.version})
    if carried_out(form, lambda given: actions.withdraw_document(document, by=reader_of(request), **given)):
        undo_url = reverse("documents:take_back", args=[document.public_id])
        return _back(request, document, _("Il documento è ritirato."), undo_url=undo_url)
    return _show(request, head, form, _("Ritira il documento"))


@page(Permission.DOCUMENTS_WRITE, methods=("POST",))
def take_back(request: HttpRequest, document_id: str) -> HttpResponse:
    """Put back a paper that was withdrawn just now."""
    document, head = opened(request, document_id)
    _ensure_may_write(request, head.person)
    try:
        actions.take_back_withdrawal(document, by=reader_of(request))
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("documents:of_person", head.person.public_id)
    return _back(request, document, _("Il documento è di nuovo nell’elenco."))


def _ensure_may_write(request: HttpRequest, person: Person) -> None:
    if not may_write_documents(reader_of(request), person):
        raise Forbidden


def _keep(
    request: HttpRequest,
    person: Person,
    form: UploadForm,
    given: dict[str, Any],
    replaces: PersonDocument | None = None,
) -> PersonDocument:
    by = reader_of(request)
    return actions.add_document(person, by=by, paper=form.paper(), upload=given["file"], replaces=replaces)


def _show(request: HttpRequest, head: Head, form: Any, title: str) -> HttpResponse:
    return render(request, "documents/form.html", {"head": head, "form": form, "form_title": title})


def _back(request: HttpRequest, document: PersonDocument, said: str, undo_url: str = "") -> HttpResponse:
    say_done(request, said, undo_url=undo_url)
    return redirect("documents:of_person", document.person.public_id)
