"""Reading bodies and the people who work there."""

from datetime import date

from django.db.models import F, Prefetch, Q, QuerySet
from django.utils import timezone

from percorsi.accounts.models import User
from percorsi.accounts.permissions import Permission
from percorsi.accounts.standing import Standing
from percorsi.kit.fields import holds_on
from percorsi.organisations.choices import Kind
from percorsi.organisations.models import Membership, Organisation, Worker
from percorsi.organisations.policy import KINDS_OF_STAFF


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
