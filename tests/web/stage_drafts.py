"""The forms that social workers send, on stage: for each kind of person one being filled in, and one sent.

Those of the protected kinds are somebody else's secret; the one of ``protected`` was never sent: nobody reads it.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils import timezone

from percorsi.organisations.models import Worker
from percorsi.referrals.choices import DraftState
from percorsi.referrals.models import ReferralDraft
from tests import cast

WHOLE: dict[str, Any] = {
    "protected": "no",
    "given_names": "Silvano",
    "family_names": "Fringuello",
    "born": "31/1/1985",
    "residence": "Rho",
    "needs": ["long_term"],
    "reason": "Cerca lavoro da tempo.",
    "agrees": "yes",
    "work": "jobless",
    "hours": "part",
    "privacy": "signed",
    "contact": "direct",
}
TELLS_WHO = ("given_names", "family_names", "born", "residence")


def drafts(kind: str, *, town: str, author: Worker, words: Callable[[str, str, str], str]) -> dict[str, ReferralDraft]:
    """Put both forms of a kind on stage; ``words`` gives the text of a field, or the usual one."""
    hidden = kind in {"protected", "cleared"}
    told = {**WHOLE, "given_names": words(kind, "form_name", "Silvano"), "protected": "yes" if hidden else "no"}
    told["reason"] = words(kind, "form_reason", "Cerca lavoro da tempo.")
    if hidden:
        told = {key: value for key, value in told.items() if key not in TELLS_WHO}
    return {
        "form": draft(told, town=town, author=author, is_protected=hidden),
        "sent_form": draft(told, town=town, author=author, is_protected=hidden, is_sent=kind != "protected"),
    }


def draft(
    answers: dict[str, Any], *, town: str, author: Worker, is_protected: bool = False, is_sent: bool = False
) -> ReferralDraft:
    """A form of a municipality, with the next number."""
    place = cast.municipality(town)
    return ReferralDraft.objects.create(
        number=ReferralDraft.objects.filter(municipality=place).count() + 1,
        municipality=place,
        author=author,
        form_version=1,
        answers=answers,
        is_protected=is_protected,
        saved_at=timezone.now(),
        state=DraftState.SENT if is_sent else DraftState.DRAFT,
        sent_on=date(2019, 2, 1) if is_sent else None,
    )
