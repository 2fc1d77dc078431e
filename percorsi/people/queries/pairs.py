"""Pairs of folders that may be one person's, and who a person was before a merge."""

from django.db.models import F, QuerySet

from percorsi.accounts.models import User
from percorsi.accounts.permissions import Permission
from percorsi.people.choices import PairDecision
from percorsi.people.models import Merge, Person, PossibleDuplicate
from percorsi.people.queries.visibility import visible_to


def pairs_for(user: User) -> QuerySet[PossibleDuplicate]:
    """Return the pairs that the user may decide, with both folders and people; both must be visible to them."""
    if not user.has(Permission.PEOPLE_MERGE):
        return PossibleDuplicate.objects.none()
    seen = visible_to(user).values("pk")
    rows = PossibleDuplicate.objects.filter(first__person__in=seen, second__person__in=seen)
    return rows.select_related("first__person", "second__person", "decided_by", "merge").order_by("-pk")


def open_pairs(user: User) -> QuerySet[PossibleDuplicate]:
    """Return the pairs that still wait for the user's decision; folders of one person no longer do."""
    return pairs_for(user).filter(decision=PairDecision.OPEN).exclude(first__person=F("second__person"))


def merges_for(user: User) -> QuerySet[Merge]:
    """Return the merges that the user may see and undo, the last first."""
    if not user.has(Permission.PEOPLE_MERGE):
        return Merge.objects.none()
    rows = Merge.objects.filter(kept__in=visible_to(user).values("pk"), kept__is_protected=False)
    return rows.select_related("kept", "merged_by").order_by("-pk")


def trail_ids(person: Person) -> list[int]:
    """Return the keys under which the trail speaks of a person: their own, and those of who was joined to them."""
    lost = Merge.objects.filter(kept=person, undone_at=None).order_by("pk").values_list("lost_id", flat=True)
    return [person.pk, *lost]
