"""Writing referrals."""

from percorsi.referrals.actions.answering import accept, refuse, reopen_referral
from percorsi.referrals.actions.registering import ReferralDraft, register_referral

__all__ = ["ReferralDraft", "accept", "refuse", "register_referral", "reopen_referral"]
