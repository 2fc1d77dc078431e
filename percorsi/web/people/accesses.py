"""Who saw or changed what about a person, in words that the person could read too."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Page, Paginator
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.audit.choices import Act
from percorsi.audit.models import Subject
from percorsi.audit.queries import about_person
from percorsi.people import queries as people
from percorsi.people.models import Person

ROWS_A_PAGE = 50
# Pages and commands by the names under which the trail knows them.
PLACES = {
    "today:today": _("oggi"),
    "people:list": _("elenco delle persone"),
    "people:search": _("ricerca di una persona"),
    "people:chosen": _("persone scelte in elenco"),
    "people:assign_chosen": _("affidamento di più percorsi"),
    "people:person": _("scheda della persona"),
    "people:record": _("dati della persona"),
    "people:situations": _("situazione lavorativa e familiare"),
    "people:correct_identity": _("dati riservati"),
    "end_protection": _("protezione della persona"),
    "people:work": _("tirocini e lavoro"),
    "documents:download": _("documento scaricato"),
    "people:accesses": _("accessi alla persona"),
    "referrals:list": _("elenco delle segnalazioni"),
    "referrals:mine": _("segnalazioni di un Comune"),
    "referrals:take": _("segnalazione da prendere in esame"),
    "cases:case": _("percorso"),
    "placements:list": _("elenco delle assunzioni"),
    "placements:placement": _("assunzione"),
    "traineeships:list": _("elenco dei tirocini"),
    "traineeships:traineeship": _("tirocinio"),
    "traineeships:months": _("registro dei mesi di tirocinio"),
    "companies:company": _("scheda di un’azienda"),
    "activities:activity": _("iscritti a un gruppo"),
    "activities:sheet": _("presenze di un incontro"),
    "activities:print_sheet": _("foglio firme di un incontro"),
    "activities:enrol": _("iscrizione a un gruppo"),
    "activities:withdraw": _("ritiro da un gruppo"),
    "diary:week": _("agenda"),
    "diary:day": _("agenda del giorno"),
    "diary:quick": _("nota rapida"),
    "diary:appoint": _("nuovo appuntamento"),
    "diary:appointment": _("appuntamento"),
    "reports:overview": _("andamento"),
    "reports:rows": _("righe di una cifra"),
    "bridges:imports": _("importazioni"),
    "bridges:import": _("esito di un’importazione"),
    "bridges:letter_rows": _("righe della lettera sul registro"),
    "bridges:refused_rows": _("righe rifiutate di un’importazione"),
    "changed-cells": _("celle del registro, decise una per una"),
    "import-register": _("importazione del registro"),
    "export-register": _("esportazione del registro"),
}
# Where no page is named: what was touched, by room.
ROOMS = {
    "people": _("dati della persona"),
    "documents": _("documenti della persona"),
    "confidential": _("dati riservati"),
    "referrals": _("segnalazione"),
    "cases": _("percorso"),
    "diary": _("diario"),
    "activities": _("attività"),
    "traineeships": _("tirocinio"),
    "placements": _("assunzione"),
    "reports": _("andamento"),
    "bridges": _("registro"),
}
ELSEWHERE = _("altra pagina")


@dataclass(frozen=True)
class Access:
    """One act about the person."""

    at: datetime
    who: str
    role: str
    act: str
    where: str | Promise
    reason: str
    is_outside_own: bool


def page_of(person: Person, number: str | None) -> Page:
    """Return a page of the acts about a person, newest first."""
    return Paginator(about_person(*people.trail_ids(person)), ROWS_A_PAGE).get_page(number)


def in_words(rows: Iterable[Subject]) -> list[Access]:
    """Put rows of the trail into words, with the present names of the accounts."""
    events = [row.event for row in rows]
    actors = {event.actor for event in events if event.actor is not None}
    names = dict(User.objects.filter(pk__in=actors).values_list("pk", "name"))
    roles, acts = dict(Role.choices), dict(Act.choices)
    return [
        Access(
            at=event.at,
            who=names.get(event.actor or 0) or event.actor_name,
            role=str(roles.get(event.role, "")),
            act=str(acts.get(event.act, event.act)),
            where=place_of(event.where, event.kind),
            reason=event.reason,
            is_outside_own=event.is_outside_own,
        )
        for event in events
    ]


def place_of(where: str, kind: str) -> str | Promise:
    """Return the Italian words for a page or command, else for the room of the page or of the object."""
    room = (where if ":" in where else kind).replace(":", ".").partition(".")[0]
    return PLACES.get(where) or ROOMS.get(room) or ELSEWHERE
