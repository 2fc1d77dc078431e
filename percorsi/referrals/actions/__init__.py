"""Writing referrals."""

from percorsi.referrals.actions.answering import accept, refuse, reopen_referral
from percorsi.referrals.actions.registering import NewReferral, NewService, refer_new_person, register_referral

__all__ = [
    "NewReferral",
    "NewService",
    "accept",
    "refer_new_person",
    "refuse",
    "register_referral",
    "reopen_referral",
]
