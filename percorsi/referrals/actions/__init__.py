"""Writing referrals."""

from percorsi.referrals.actions.answering import accept, refuse, reopen_referral
from percorsi.referrals.actions.drafting import (
    ask_about,
    begin_draft,
    discard_draft,
    reply_to_question,
    save_section,
    send_draft,
)
from percorsi.referrals.actions.registering import NewReferral, NewService, refer_new_person, register_referral
from percorsi.referrals.actions.taking import identity_of, take_draft

__all__ = [
    "NewReferral",
    "NewService",
    "accept",
    "ask_about",
    "begin_draft",
    "discard_draft",
    "identity_of",
    "refer_new_person",
    "refuse",
    "register_referral",
    "reopen_referral",
    "reply_to_question",
    "save_section",
    "send_draft",
    "take_draft",
]
