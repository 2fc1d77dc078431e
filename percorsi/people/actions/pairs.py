"""Deciding whether two folders are one person's: the decision is remembered, and can be taken back."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from percorsi.accounts.models import User
from percorsi.accounts.permissions import Permission
from percorsi.audit.actions import Details, record
from percorsi.audit.choices import Act
from percorsi.kit.refusal import Forbidden, Refused
from percorsi.people.actions.merging import merge, undo_merge
from percorsi.people.actions.numbers import order_of
from percorsi.people.choices import PairDecision
from percorsi.people.models import Merge, Person, PossibleDuplicate
from percorsi.people.queries import visible_to


def in_order(pair: PossibleDuplicate) -> tuple[Person, Person]:
    """Return the two people of a pair: first the one who stays if they are one, who has the lower register number."""
    first, second = sorted((pair.first, pair.second), key=lambda row: order_of(row.number))
    return first.person, second.person


@transaction.atomic
def decide_pair(pair: PossibleDuplicate, *, decision: str, reason: str = "", by: User) -> Merge | None:
    """Remember that two people are the SAME, and join them, or DIFFERENT; return the merge, if there was one.

    Raises Refused when the pair is decided already or cannot be joined; Forbidden unless ``by`` may and sees both.
    """
    row = _open(pair, by=by)
    if row.decision != PairDecision.OPEN:
        raise Refused(_("Qualcuno ha già deciso su queste due persone: per cambiare, prima annulla la decisione."))
    if decision not in (PairDecision.SAME, PairDecision.DIFFERENT):
        raise Refused(_("Scegli se sono la stessa persona o due persone."), field="decision")
    keep, lose = in_order(row)
    done = None
    if decision == PairDecision.SAME and keep != lose:
        done = merge(keep, lose, reason=reason, by=by)
    row.decision, row.decided_by, row.decided_at, row.merge = decision, by, timezone.now(), done
    row.save(update_fields=["decision", "decided_by", "decided_at", "merge"])
    _tell(row, [keep.pk, done.lost_id if done else lose.pk], Act.CHANGE, reason=reason, by=by)
    return done


@transaction.atomic
def reopen_pair(pair: PossibleDuplicate, *, reason: str = "", by: User) -> None:
    """Take a decision back: people who were joined are two again. Raises Refused, Forbidden."""
    row = _open(pair, by=by)
    if row.decision == PairDecision.OPEN:
        raise Refused(_("Su queste due persone nessuno ha ancora deciso."))
    if row.merge is not None:
        undo_merge(row.merge, reason=reason, by=by)
        row = PossibleDuplicate.objects.select_related("first__person", "second__person").get(pk=row.pk)
    else:
        row.decision, row.decided_by, row.decided_at = PairDecision.OPEN, None, None
        row.save(update_fields=["decision", "decided_by", "decided_at"])
    _tell(row, [one.pk for one in in_order(row)], Act.UNDO, reason=reason, by=by)


def _open(pair: PossibleDuplicate, *, by: User) -> PossibleDuplicate:
    """Return the pair as it is now, held until the transaction ends, if the actor may decide and sees both people."""
    held = PossibleDuplicate.objects.select_for_update(of=("self",)).select_related(
        "first__person", "second__person", "merge"
    )
    row = held.get(pk=pair.pk)
    people = {row.first.person_id, row.second.person_id}
    if by.is_system:
        return row
    if not by.has(Permission.PEOPLE_MERGE) or visible_to(by).filter(pk__in=people).count() < len(people):
        raise Forbidden
    return row


def _tell(pair: PossibleDuplicate, people: list[int], act: Act, *, reason: str, by: User) -> None:
    details = Details(reason=reason, fields={"fields": ["decision"]})
    record(act, by=by, about=pair, people=people, details=details)
