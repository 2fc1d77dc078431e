"""What each role finds on its first screen: one paragraph a role, and where who has no worklist is led."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from percorsi.accounts.choices import Role

Word = str | Promise
ANSWERS = ("referral", "accepted", "unassigned")
PEOPLE = ("appointment", "follow_up", "silence", "pause")
WORK = ("month", "traineeship_end", "contract_end")
_NOTHING_DUE = _("Niente in scadenza per le persone che segui.")
PAPERS = ("permit", "invalidity", "paper")


@dataclass(frozen=True)
class Screen:
    """A first screen with a worklist: its title, whether it is about own people or about everybody, and its kinds.

    ``first`` are the kinds that come before everything else, under the word of ``first_word``.
    """

    title: Word
    is_own: bool
    kinds: tuple[str, ...]
    first: tuple[str, ...] = ()
    first_word: Word = ""
    has_team: bool = False
    has_diary: bool = True
    has_drafts: bool = True
    is_agenda_first: bool = False
    empty: Word = ""


SCREENS: Mapping[str, Screen] = {
    # Own people and those covered for a colleague.
    Role.MEDIATOR: Screen(_("Oggi"), True, (*PEOPLE, *WORK, *PAPERS), empty=_NOTHING_DUE),
    # Who waits for an answer or for somebody to follow them; then what is late in the whole team, and its load.
    Role.OPERATIONAL_COORDINATOR: Screen(
        _("Équipe"),
        False,
        (*ANSWERS, *PEOPLE, *WORK, *PAPERS),
        first=ANSWERS,
        first_word=_("Da rispondere e affidare"),
        has_team=True,
        has_drafts=False,
        empty=_("Niente in scadenza: segnalazioni, percorsi e tirocini sono in ordine."),
    ),
    # The interviews of the day, then the people entrusted to them.
    Role.PSYCHOLOGIST: Screen(_("Colloqui"), True, (*PEOPLE, *PAPERS), is_agenda_first=True, empty=_NOTHING_DUE),
    # Months, ends and papers of everybody; nothing of the diary.
    Role.OFFICER: Screen(
        _("Scadenze amministrative"),
        False,
        (*WORK, "paper"),
        has_diary=False,
        empty=_("Niente in scadenza: mesi, tirocini, contratti e documenti sono in ordine."),
    ),
}
