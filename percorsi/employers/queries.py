"""Reading what was said with companies, and which are to be heard."""

from datetime import date, timedelta

from django.db.models import (
    Case,
    CharField,
    DateField,
    DateTimeField,
    ExpressionWrapper,
    F,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast

from percorsi.accounts.models import User
from percorsi.accounts.permissions import Permission
from percorsi.employers.choices import Due
from percorsi.employers.models import Contact
from percorsi.kit.due import DAYS_AHEAD
from percorsi.organisations.models import Organisation
from percorsi.organisations.policy import KINDS_OF_COMPANIES
from percorsi.service.choices import Standard
from percorsi.service.queries import standards

_NEWEST_FIRST = ("-happened_on", "-id")


def contacts_visible_to(user: User) -> QuerySet[Contact]:
    """Return the contacts for who may read companies, the newest first."""
    if not user.has(Permission.COMPANIES_READ):
        return Contact.objects.none()
    return Contact.objects.filter(organisation__kind__in=KINDS_OF_COMPANIES).order_by(*_NEWEST_FIRST)


def contacts_of(company: Organisation, user: User) -> QuerySet[Contact]:
    """Return the contacts with one company, the newest first, with who wrote them."""
    return contacts_visible_to(user).filter(organisation=company).select_related("written_by")


def latest_of(company: OuterRef) -> QuerySet[Contact]:
    """Return the latest contact with a company, as a query for ``Subquery``."""
    return Contact.objects.filter(organisation=company).order_by(*_NEWEST_FIRST)[:1]


def due_contacts(user: User, on: date) -> QuerySet[Contact]:
    """Return the latest contact of each company that is to be heard, the most urgent first.

    ``due_on`` is the day of the promised step, else the one on which the company will have been silent for the
    standard's days; ``due_kind`` says which of the two. Those of the next fourteen days are told too.
    """
    silence = timedelta(days=standards()[Standard.COMPANY_SILENCE])
    heard_again = Cast(ExpressionWrapper(F("happened_on") + silence, output_field=DateTimeField()), DateField())
    rows = contacts_visible_to(user).filter(pk=Subquery(latest_of(OuterRef("organisation")).values("pk")))
    steps = rows.filter(next_step_on__lte=on + timedelta(days=DAYS_AHEAD))
    silent = rows.filter(next_step_on=None, happened_on__lte=on + timedelta(days=DAYS_AHEAD) - silence)
    due = (steps | silent).annotate(
        due_on=Case(When(next_step_on=None, then=heard_again), default=F("next_step_on"), output_field=DateField()),
        due_kind=Case(
            When(next_step_on=None, then=Value(Due.SILENCE)), default=Value(Due.STEP), output_field=CharField()
        ),
    )
    return due.select_related("organisation__seat", "written_by").order_by("due_on", "organisation__match_key", "pk")
