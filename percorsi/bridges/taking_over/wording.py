"""The office's words and ours: each short list of the register beside the choices of the room that keeps it."""

from typing import Literal

from percorsi.bridges.register.layout import register_layout
from percorsi.bridges.register.rows import PathRow
from percorsi.bridges.register.sound_values import is_protected
from percorsi.cases.choices import DischargeReason
from percorsi.cases.models import Case
from percorsi.kit.text import match_key
from percorsi.organisations.choices import Kind, Nature
from percorsi.people.legal import category_choices
from percorsi.people.models import Condition, Person
from percorsi.placements.choices import Contract
from percorsi.placements.models import Placement
from percorsi.referrals.choices import Outcome
from percorsi.referrals.models import Referral

PROTECTED_NOTE = "caso protetto"
OPEN, SUSPENDED, CLOSED, WAITING, REFUSED = "Aperto", "Sospeso", "Chiuso", "In attesa", "Non accolto"
NATURES = {"profit": Nature.PROFIT, "non profit": Nature.NON_PROFIT, "ente pubblico": Nature.PUBLIC}
CONTRACTS = {
    "tempo determinato": Contract.FIXED_TERM,
    "somministrazione a termine": Contract.AGENCY_FIXED_TERM,
    "tempo indeterminato": Contract.PERMANENT,
    "apprendistato": Contract.APPRENTICESHIP,
}
REASONS = {match_key(str(DischargeReason(value).label)): DischargeReason(value) for value in DischargeReason.values}
CATEGORIES = {label: code for code, label in category_choices()}
LABELS = dict(category_choices())
PROVISIONAL_LENGTH = 11


def codice_fiscale_kind(code: str) -> Literal["final", "provisional", ""]:
    """Tell a final code from a provisional one of eleven digits."""
    if not code:
        return ""
    return "provisional" if len(code) == PROVISIONAL_LENGTH else "final"


def category_label(condition: Condition) -> str:
    """Return the office's name of a condition's category; one outside the list is as it was written."""
    return LABELS.get(condition.category, condition.category)


def category_code(label: str) -> str:
    """Return the code of a category by the office's name; one outside the list is kept as written."""
    return CATEGORIES.get(label, label[:40])


def nature_label(nature: str) -> str:
    """Return the office's word for the nature of a body, or nothing."""
    return next((label for label, value in NATURES.items() if value == nature), "")


def service_kind(name: str, *, is_protected: bool) -> Kind:
    """Whoever sends a protected person is an anti-violence centre; the others are services."""
    return Kind.ANTI_VIOLENCE_CENTRE if is_protected and name else Kind.SERVICE


def contract_words(row: Placement) -> str:
    """Return the contract in the office's words; one outside the list is as it was written."""
    return row.contract_words or next((words for words, value in CONTRACTS.items() if value == row.contract), "")


def close_reason(case: Case) -> str:
    """Return why a path ended, as it was written."""
    return case.discharge_words or (str(case.get_discharge_reason_display()) if case.discharge_reason else "")


def discharge(row: PathRow) -> tuple[str, str]:
    """Return the reason of the room's list, and the words where they say something else."""
    if not row.close_reason:
        return "", ""
    reason = REASONS.get(match_key(row.close_reason))
    is_same = reason is not None and str(reason.label) == row.close_reason
    return reason or DischargeReason.OTHER, "" if is_same else row.close_reason


def state_of(referral: Referral | None, case: Case | None, *, is_suspended: bool) -> str:
    """Return the state of a path in the office's words."""
    if case is None:
        return REFUSED if referral and referral.outcome == Outcome.REFUSED else WAITING
    if case.closed_on:
        return CLOSED
    return SUSPENDED if is_suspended else OPEN


def marked_note(person: Person, sending_service: str) -> str:
    """Return the remark on a person, with the office's mark of a protected one where the sender does not tell."""
    checks = register_layout().checks
    if not person.is_protected or is_protected(sending_service, person.remark, checks):
        return person.remark
    return "; ".join(filter(None, [person.remark, PROTECTED_NOTE]))


def plain_state(row: PathRow) -> str:
    """Return the state that the dates of a row allow: what they contradict ("Chiuso" without a day) does not hold."""
    if row.opened_on is None:
        return REFUSED if row.state == REFUSED else WAITING
    if row.closed_on:
        return CLOSED
    return SUSPENDED if row.state == SUSPENDED else OPEN


def outcome(row: PathRow) -> Outcome:
    """Return the answer that a path's row implies."""
    if row.opened_on is not None:
        return Outcome.ACCEPTED
    return Outcome.REFUSED if plain_state(row) == REFUSED else Outcome.WAITING
