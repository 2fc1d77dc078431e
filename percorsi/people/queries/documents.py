"""Reading the papers of people: whoever sees the person and opens papers, those of health only who reads health."""

from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from percorsi.accounts.models import User
from percorsi.accounts.permissions import Permission
from percorsi.people.choices import Audience
from percorsi.people.models import Person, PersonDocument
from percorsi.people.queries.visibility import sees, visible_to


def readable_documents(user: User) -> QuerySet[PersonDocument]:
    """Return the papers that the user may open, of all people whom they see, the withdrawn ones too."""
    rows = _open_to(user)
    return rows.filter(Exists(visible_to(user).filter(pk=OuterRef("person")))).select_related("file", "person")


def documents_of(person: Person, user: User) -> QuerySet[PersonDocument]:
    """Return the papers of one person, older versions and withdrawn ones too: by kind, the newest first."""
    rows = _open_to(user).filter(person=person) if sees(user, person) else PersonDocument.objects.none()
    return rows.select_related("file", "added_by").order_by("kind", "-pk")


def expiring_documents(user: User, on: date, *, days: int, among: Q | None = None) -> QuerySet[PersonDocument]:
    """Return the present papers that expire within so many days of ``on``, or have expired; the first to expire first.

    ``among`` is a condition on rows with a person, such as "in the user's hands"; without, of everybody they see.
    """
    present = Q(withdrawn_at=None, replaced_by=None, expires_on__lte=on + timedelta(days=days))
    rows = readable_documents(user).filter(present)
    return (rows if among is None else rows.filter(among)).order_by("expires_on", "pk")


def _open_to(user: User) -> QuerySet[PersonDocument]:
    if not user.has(Permission.DOCUMENTS_READ):
        return PersonDocument.objects.none()
    if user.has(Permission.PEOPLE_HEALTH):
        return PersonDocument.objects.all()
    return PersonDocument.objects.filter(audience=Audience.TEAM)
