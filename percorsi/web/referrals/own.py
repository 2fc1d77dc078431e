"""The referrals of a municipality as its social workers see them: state, last milestone, what waits for them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from percorsi.accounts.models import User
from percorsi.people.models import Person
from percorsi.referrals import queries as referrals
from percorsi.referrals.choices import DraftState, Outcome
from percorsi.referrals.models import Referral, ReferralDraft
from percorsi.service.choices import Standard
from percorsi.service.queries import standards
from percorsi.web.people.listing import Row, with_state
from percorsi.web.people.listing import rows_of as people_rows
from percorsi.web.referrals.draft_showing import name_for_sender, name_of
from percorsi.web.referrals.listing import Clock, clock_of


@dataclass(frozen=True)
class Mine:
    """A referral, how far the person has come, and the day of the last milestone."""

    referral: Referral
    person: Row
    milestone: str | Promise
    milestone_on: date | None


@dataclass(frozen=True)
class Pending:
    """A form that waits, how it calls the person, and what the service asks about it."""

    draft: ReferralDraft
    name: str
    question: str
    clock: Clock | None = None


def rows_of(shown: Iterable[Referral], reader: User, today: date) -> list[Mine]:
    """Turn referrals into rows, with the present state of each person, in a number of queries that does not grow."""
    found = list(shown)
    told = with_state(Person.objects.filter(pk__in=[row.person_id for row in found]), reader, today)
    people = {row.pk: row for row in people_rows(told, reader, today)}
    return [Mine(row, people[row.person_id], *_milestone(row, people[row.person_id])) for row in found]


def needs_of_me(reader: User) -> list[Pending]:
    """Return the forms of which the reader sees no referral yet: with a question, then the drafts, then the sent ones.

    One taken in of somebody hidden stands among the sent ones, as if it still waited.
    """
    order = {DraftState.RETURNED: 0, DraftState.DRAFT: 1, DraftState.SENT: 2, DraftState.TAKEN: 2}
    rows = list(referrals.drafts_of_own(reader).prefetch_related("questions").order_by("-saved_at", "-pk"))
    rows.sort(key=lambda row: order[DraftState(row.state)])
    return [Pending(row, name_for_sender(row), _question(row)) for row in rows]


def sent_to(reader: User, today: date) -> list[Pending]:
    """Return the forms that wait to be taken in, the oldest first, each with its clock.

    Those that wait for the sender come last.
    """
    term = timedelta(days=standards()[Standard.ANSWER])
    rows = [
        Pending(row, name_of(row), _question(row), clock_of(row.sent_on + term, today))
        for row in referrals.drafts_sent(reader).prefetch_related("questions")
        if row.sent_on
    ]
    return sorted(rows, key=lambda row: bool(row.question))


def _question(draft: ReferralDraft) -> str:
    return next((one.text for one in draft.questions.all() if one.replied_at is None), "")


def _milestone(referral: Referral, person: Row) -> tuple[str | Promise, date | None]:
    if person.opened_on:
        return _("presa in carico"), person.opened_on
    if person.closed_on and person.closed_on >= referral.referred_on:
        return _("percorso chiuso"), person.closed_on
    if referral.outcome == Outcome.WAITING:
        return _("segnalazione ricevuta"), referral.referred_on
    return referral.get_outcome_display(), referral.answered_on
