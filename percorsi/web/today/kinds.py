"""What a worklist tells of: for each kind its words, its icon, and the ways to deal with it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from percorsi.accounts.permissions import Permission
from percorsi.web.today import reasons
from percorsi.web.today.reasons import Due

Word = str | Promise


class Way(NamedTuple):
    """An act, offered to who has the right and once its page exists.

    ``takes`` is what stands in the address: "person" or "link" for a public id, "month" for 2026-10.
    """

    label: Word
    url_name: str
    right: Permission
    takes: str = "link"


@dataclass(frozen=True)
class Kind:
    """One kind of thing that is due. ``group`` is the pill it belongs to; of the ways the first possible is offered."""

    group: str
    icon: str
    what: Word | Callable[[Due], str]
    reason: Callable[[Due, int], str]
    ways: tuple[Way, ...]


# The pills, in their order; the keys stand in addresses.
GROUPS: Mapping[str, Word] = {
    "segnalazioni": _("Segnalazioni"),
    "percorsi": _("Percorsi"),
    "persone": _("Persone da risentire"),
    "appuntamenti": _("Appuntamenti"),
    "tirocini": _("Tirocini"),
    "contratti": _("Contratti"),
    "documenti": _("Documenti"),
}
_PERSON = "person"
_NOTE = Way(_("Scrivi nota"), "diary:new", Permission.DIARY_WRITE, _PERSON)
_PAGE = Way(_("Apri la scheda"), "people:person", Permission.PEOPLE_READ, _PERSON)
_WORK = Way(_("Apri"), "people:work", Permission.WORK_READ, _PERSON)

# The order is that of the rows of one day.
KINDS: Mapping[str, Kind] = {
    "referral": Kind(
        "segnalazioni",
        "it-inbox",
        _("Risposta alla segnalazione."),
        reasons.referral,
        (
            Way(_("Rispondi"), "referrals:answer", Permission.REFERRALS_ANSWER),
            Way(_("Apri"), "referrals:referral", Permission.REFERRALS_READ),
        ),
    ),
    "accepted": Kind(
        "segnalazioni",
        "it-flag",
        _("Percorso da aprire."),
        reasons.accepted,
        (
            Way(_("Apri il percorso"), "cases:open", Permission.CASES_ASSIGN),
            Way(_("Apri"), "referrals:referral", Permission.REFERRALS_READ),
        ),
    ),
    "unassigned": Kind(
        "percorsi",
        "it-user",
        _("Percorso da affidare."),
        reasons.unassigned,
        (Way(_("Affida"), "cases:assign", Permission.CASES_ASSIGN),),
    ),
    "appointment": Kind(
        "appuntamenti",
        "it-calendar",
        _("Esito dell’appuntamento."),
        reasons.appointment,
        (Way(_("Segna l’esito"), "diary:outcome", Permission.DIARY_WRITE), _PAGE),
    ),
    "follow_up": Kind("persone", "it-telephone", _("Da risentire."), reasons.follow_up, (_NOTE, _PAGE)),
    "silence": Kind("persone", "it-comment", _("Non si sente da tempo."), reasons.silence, (_NOTE, _PAGE)),
    "pause": Kind(
        "percorsi",
        "it-clock",
        _("Sospensione da rivedere."),
        reasons.pause,
        (Way(_("Rivedi"), "cases:case", Permission.CASES_READ),),
    ),
    "month": Kind(
        "tirocini",
        "it-card",
        reasons.month_to_enter,
        reasons.month,
        (Way(_("Registra il mese"), "traineeships:months", Permission.WORK_WRITE, "month"), _WORK),
    ),
    "traineeship_end": Kind(
        "tirocini",
        "it-clock",
        _("Fine tirocinio."),
        reasons.traineeship_end,
        (Way(_("Decidi l’esito"), "traineeships:traineeship", Permission.WORK_WRITE), _WORK),
    ),
    "contract_end": Kind(
        "contratti",
        "it-clock",
        _("Fine contratto."),
        reasons.contract_end,
        (Way(_("Apri il contratto"), "placements:placement", Permission.WORK_READ), _WORK),
    ),
    "permit": Kind(
        "documenti",
        "it-file",
        _("Permesso di soggiorno."),
        reasons.permit,
        (Way(_("Aggiorna"), "people:permits", Permission.PEOPLE_WRITE, _PERSON), _PAGE),
    ),
    "invalidity": Kind(
        "documenti",
        "it-file",
        _("Verbale in revisione."),
        reasons.invalidity,
        (Way(_("Aggiorna"), "people:invalidities", Permission.PEOPLE_WRITE, _PERSON), _PAGE),
    ),
    "paper": Kind(
        "documenti",
        "it-file",
        _("Documento in scadenza."),
        reasons.paper,
        (Way(_("Apri i documenti"), "people:documents", Permission.DOCUMENTS_READ, _PERSON), _PAGE),
    ),
}
