"""Reading referrals: each query begins with the people that the reader may see."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Greatest

from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.accounts.permissions import Permission
from percorsi.kit.timeline import COLUMNS
from percorsi.people import queries as people
from percorsi.people.models import Person
from percorsi.referrals.choices import DraftState, Outcome
from percorsi.referrals.models import Referral, ReferralDraft
from percorsi.referrals.policy import reads_reasons
from percorsi.service.choices import Standard


def visible_to(user: User) -> QuerySet[Referral]:
    """Return the referrals that the user may open; a social worker those of their own municipality only."""
    if not user.has(Permission.REFERRALS_READ):
        return Referral.objects.none()
    # Correlated on purpose: the database looks at the people of the rows it shows, never at all people.
    return _open_to_role(Referral.objects.filter(Exists(people.visible_to(user).filter(pk=OuterRef("person")))), user)


def waiting(user: User) -> QuerySet[Referral]:
    """Return the referrals that wait for an answer, the oldest first, with what a list shows of each."""
    rows = visible_to(user).filter(outcome=Outcome.WAITING)
    return rows.select_related("person", "municipality", "sending_service", "social_worker").order_by(
        "referred_on", "id"
    )


def with_clock(rows: QuerySet[Referral], days: int) -> QuerySet[Referral]:
    """Add ``answer_by``, the day by which each is to be answered: so many days after it came, or was reopened."""
    return rows.annotate(answer_by=people.days_after(_clock(), days))


def of_person(person: Person, user: User) -> QuerySet[Referral]:
    """Return the referrals of one person, the newest first."""
    rows = visible_to(user).filter(person=person)
    return rows.select_related("municipality", "sending_service", "social_worker").order_by("-referred_on", "-id")


def drafts_of_own(user: User) -> QuerySet[ReferralDraft]:
    """Return the forms of the user's own municipality that are not in the archive yet; protected ones only their own.

    The social workers of a municipality help one another; who comes from a protected place is the author's secret.
    A form in the archive whose referral the user does not see stays among them: were it to vanish, the service would
    have said that the person is hidden.
    """
    if not user.has(Permission.REFERRALS_SEND) or user.standing is None or user.standing.municipality is None:
        return ReferralDraft.objects.none()
    mine = Q(is_protected=False) | Q(author=user.standing.worker)
    rows = ReferralDraft.objects.filter(mine, municipality=user.standing.municipality)
    is_seen = Exists(visible_to(user).filter(pk=OuterRef("referral")))
    return rows.filter(~Q(state=DraftState.TAKEN) | ~is_seen).select_related("author", "municipality")


def of_own_municipality(user: User) -> QuerySet[Referral]:
    """Return the referrals of a social worker's municipality, the newest first."""
    rows = visible_to(user) if user.has(Permission.REFERRALS_SEND) else Referral.objects.none()
    return rows.select_related("person", "social_worker").order_by("-referred_on", "-id")


def drafts_sent(user: User) -> QuerySet[ReferralDraft]:
    """Return the forms that wait to be taken in, or for an answer of the sender, for who answers referrals."""
    if not user.has(Permission.REFERRALS_ANSWER):
        return ReferralDraft.objects.none()
    rows = ReferralDraft.objects.filter(state__in=(DraftState.SENT, DraftState.RETURNED))
    return rows.select_related("author", "municipality").order_by("sent_on", "pk")


def drafts_visible_to(user: User) -> QuerySet[ReferralDraft]:
    """Return the sent forms that the user may read: one that is in the archive goes with its referral."""
    own = drafts_of_own(user).exclude(state=DraftState.DRAFT).order_by().values("pk")
    sent = drafts_sent(user).order_by().values("pk")
    taken = Q(state=DraftState.TAKEN, referral__in=visible_to(user).values("pk"))
    may_open_taken = user.has(Permission.REFERRALS_SEND) or user.has(Permission.REFERRALS_ANSWER)
    rows = ReferralDraft.objects.filter(Q(pk__in=own) | Q(pk__in=sent) | (taken if may_open_taken else Q(pk__in=[])))
    return rows.select_related("author", "municipality", "referral")


def timeline_rows(person: Person, user: User) -> QuerySet[Referral, dict[str, object]]:
    """Return the referrals as rows of the timeline: who sent is the title, the reason the text.

    Reason and service are there only for who may read them; the others read the municipality. Of a protected person
    the municipality and its social worker stay hidden: they tell where she comes from.
    """
    reads = _reads_all_reasons(user)
    reason = F("reason") if reads else Value("")
    service = F("sending_service__name") if reads else Value(None)
    is_masked = person.is_protected
    town = Value(None) if is_masked else F("municipality__name")
    worker = Value(None) if is_masked else F("social_worker__name")
    is_open = user.has(Permission.REFERRALS_READ) and people.sees(user, person)
    mine = Referral.objects.filter(person=person) if is_open else Referral.objects.none()
    return (
        _open_to_role(mine, user)
        .values("referred_on")
        .annotate(
            day=F("referred_on"),
            kind=Value("referral"),
            title=Coalesce(service, town, Value("")),
            text=reason,
            author=Coalesce(worker, Value("")),
            link=F("public_id"),
            is_milestone=Value(True),
        )
        .values(*COLUMNS)
    )


def _clock() -> Combinable:
    """The day on which the term for answering begins to run."""
    came = F("referred_on")
    return Greatest(came, Coalesce(F("imported_on"), came), Coalesce(F("reopened_on"), came))


def _open_to_role(rows: QuerySet[Referral], user: User) -> QuerySet[Referral]:
    if user.role == Role.SOCIAL_WORKER:
        return rows.filter(municipality=user.standing.municipality if user.standing else None)
    return rows


def _reads_all_reasons(user: User) -> bool:
    # The rows of a social worker are their own municipality's already.
    return reads_reasons(user) or user.role == Role.SOCIAL_WORKER


def due_rows(user: User, on: date, among: Q, terms: Mapping[Standard, int]) -> QuerySet[Any, Any]:
    """Return the referrals that wait for an answer (``referral``), and those accepted and not begun (``accepted``).

    Both are due within the term for answering; that of an imported referral runs from the day of the import.
    """
    del on  # what waits is told of from its first day
    if not user.has(Permission.REFERRALS_READ):
        return people.as_due(Referral.objects.none(), "referral", due_on=F("referred_on"))
    rows, term = _open_to_role(Referral.objects.filter(among), user), terms[Standard.ANSWER]
    town, link = Coalesce(F("municipality__name"), Value("")), F("public_id")
    waiting = rows.filter(outcome=Outcome.WAITING)
    # The path stands in a room above this one. Imported history is never judged.
    accepted = rows.filter(outcome=Outcome.ACCEPTED, is_imported=False, case=None, answered_on__isnull=False)
    told: dict[str, Any] = {"since": F("referred_on"), "words": (town, link)}
    return people.as_due(waiting, "referral", due_on=people.days_after(_clock(), term), **told).union(
        people.as_due(accepted, "accepted", due_on=people.days_after("answered_on", term), **told), all=True
    )
