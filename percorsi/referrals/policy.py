"""Who may register, answer and read referrals."""

from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.accounts.permissions import Permission
from percorsi.kit.refusal import Forbidden
from percorsi.people.models import Person
from percorsi.people.queries import visible_to
from percorsi.places.models import Municipality
from percorsi.referrals.choices import DraftState
from percorsi.referrals.models import Referral, ReferralDraft


def may_register(user: User, person: Person) -> bool:
    """Whether the user may refer the person: they see them, and their role refers people."""
    return user.has(Permission.REFERRALS_WRITE) and visible_to(user).filter(pk=person.pk).exists()


def may_answer(user: User, person: Person) -> bool:
    """Whether the user may accept or refuse referrals of the person."""
    return user.has(Permission.REFERRALS_ANSWER) and visible_to(user).filter(pk=person.pk).exists()


def ensure_may_register(user: User, person: Person) -> None:
    """Raise :class:`Forbidden` unless the user may refer the person; the actor of console commands always may."""
    if not (user.is_system or may_register(user, person)):
        raise Forbidden


def ensure_may_answer(user: User, person: Person) -> None:
    """Raise :class:`Forbidden` unless the user may answer; the actor of console commands always may."""
    if not (user.is_system or may_answer(user, person)):
        raise Forbidden


def speaks_for(user: User, municipality: Municipality | None) -> bool:
    """Whether the user may refer in the name of the municipality: a social worker only in that of their own."""
    if user.role != Role.SOCIAL_WORKER or user.standing is None:
        return True
    return municipality is not None and municipality.pk == user.standing.municipality


def reads_reasons(user: User, referral: Referral | None = None) -> bool:
    """Whether the user reads why and by which service somebody was referred, which often tells of health.

    The team that follows people does; a social worker does for the referrals of their own municipality.
    """
    if user.has(Permission.DIARY_READ):
        return True
    return referral is not None and user.role == Role.SOCIAL_WORKER and speaks_for(user, referral.municipality)


def own_municipality(user: User) -> int:
    """Return the municipality for which the user sends referrals. Raises :class:`Forbidden` without one."""
    if user.standing is None or user.standing.municipality is None or not user.has(Permission.REFERRALS_SEND):
        raise Forbidden
    return user.standing.municipality


def ensure_may_edit(user: User, draft: ReferralDraft) -> None:
    """Raise :class:`Forbidden` unless the form is of the user's municipality; a protected one is its author's alone."""
    if draft.municipality_id != own_municipality(user):
        raise Forbidden
    if draft.is_protected and (user.standing is None or draft.author_id != user.standing.worker):
        raise Forbidden


def ensure_may_take(user: User, draft: ReferralDraft) -> None:
    """Raise :class:`Forbidden` unless the user answers referrals and the form was sent."""
    if not user.has(Permission.REFERRALS_ANSWER) or draft.state == DraftState.DRAFT:
        raise Forbidden
