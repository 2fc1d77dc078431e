"""Reading bodies and the people who work there."""

from datetime import date

from django.db.models import F, Prefetch, Q, QuerySet
from django.utils import timezone

from percorsi.accounts.models import User
from percorsi.accounts.permissions import Permission
from percorsi.accounts.standing import Standing
from percorsi.kit.fields import holds_on
from percorsi.kit.text import match_key
from percorsi.organisations.choices import Kind
from percorsi.organisations.models import Membership, Organisation, Reference, Worker
from percorsi.organisations.policy import KINDS_OF_COMPANIES, KINDS_OF_STAFF

MOST_SIMILAR = 5
# They tell what a body is, not which.
_LEGAL_WORDS = frozenset(
    {
        *("srl", "srls", "spa", "snc", "sas", "sapa", "scarl", "scrl", "soc", "coop", "societa", "cooperativa"),
        *("sociale", "onlus", "ets", "aps", "odv", "ditta", "azienda", "impresa"),
        *("di", "e", "il", "la", "del", "della", "dei"),
    }
)
_CANDIDATES = 50


def reader(user_id: int, *, on: date | None = None) -> User | None:
    """Return the account with the standing that its membership in force gives, in one query; None without account.

    Of several memberships in force the one begun last counts. ``on`` is today unless given.
    """
    day = on or timezone.localdate()
    rows = Membership.objects.filter(holds_on(day), worker__user=user_id)
    newest_first = rows.select_related("worker__user", "organisation").order_by(
        F("starts_on").desc(nulls_last=True), "-id"
    )
    membership = newest_first.first()
    if membership is None:
        return User.objects.filter(pk=user_id).first()
    user = membership.worker.user
    assert user is not None, "the membership was found by its worker's account"
    body = membership.organisation
    governed = body.seat_id if body.kind == Kind.MUNICIPALITY else None
    user.standing = Standing(membership.role, membership.worker_id, body.pk, governed)
    return user


def workers_with(*roles: str, on: date | None = None) -> list[Worker]:
    """Return the workers who play one of these roles on a day (today unless given), by name."""
    day = on or timezone.localdate()
    memberships = Membership.objects.filter(holds_on(day), role__in=roles)
    return list(Worker.objects.filter(Q(pk__in=memberships.values("worker"))).order_by("name"))


def accounts_visible_to(user: User) -> QuerySet[User]:
    """Return the accounts of people, with their workers, for who looks after accounts; nobody else sees any."""
    if not user.has(Permission.USERS_MANAGE):
        return User.objects.none()
    parts = Membership.objects.select_related("organisation").order_by(F("starts_on").desc(nulls_last=True), "-id")
    return (
        User.objects.filter(is_system=False)
        .select_related("worker")
        .prefetch_related(Prefetch("worker__memberships", queryset=parts))
        .order_by("name", "pk")
    )


def workers_without_account(user: User) -> QuerySet[Worker]:
    """Return the workers whom somebody named and who cannot enter, for who looks after accounts."""
    if not user.has(Permission.USERS_MANAGE):
        return Worker.objects.none()
    parts = Membership.objects.select_related("organisation").order_by("pk")
    return Worker.objects.filter(user=None).prefetch_related(Prefetch("memberships", queryset=parts))


def bodies_of_staff() -> QuerySet[Organisation]:
    """Return the bodies in which somebody of the service may play a part: no companies, no specialist services."""
    return Organisation.objects.filter(kind__in=KINDS_OF_STAFF).order_by("name")


def companies_visible_to(user: User) -> QuerySet[Organisation]:
    """Return the bodies that hire, host or help, by name, for who may read companies; they hold nobody served."""
    if not user.has(Permission.COMPANIES_READ):
        return Organisation.objects.none()
    return Organisation.objects.filter(kind__in=KINDS_OF_COMPANIES).order_by("match_key", "pk")


def references_visible_to(user: User) -> QuerySet[Reference]:
    """Return whom one speaks with in those bodies: first who is there still, by name."""
    if not user.has(Permission.COMPANIES_READ):
        return Reference.objects.none()
    rows = Reference.objects.filter(organisation__kind__in=KINDS_OF_COMPANIES)
    return rows.order_by(F("ends_on").desc(nulls_first=True), "name", "pk")


def similar_to(name: str, *, but: Organisation | None = None) -> list[Organisation]:
    """Return the few companies whose name says the same apart from legal forms: "Ali S.r.l." and "ALI srl di Rho"."""
    words = _telling_words(name)
    if not words:
        return []
    longest = max(words, key=len)
    rows = Organisation.objects.filter(kind__in=KINDS_OF_COMPANIES, match_key__contains=longest)
    others = rows.exclude(pk=but.pk) if but else rows
    candidates = [(row, _telling_words(row.name)) for row in others.order_by("match_key", "pk")[:_CANDIDATES]]
    near = [row for row, theirs in candidates if words <= theirs or theirs <= words]
    return near[:MOST_SIMILAR]


def _telling_words(name: str) -> set[str]:
    words = set(match_key(name).split())
    return words - _LEGAL_WORDS or words
