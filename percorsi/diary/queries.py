"""Reading notes, and counting who reads them."""

from django.db.models import Exists, F, OuterRef, Q, QuerySet, TextField, Value
from django.db.models.functions import Coalesce, Concat
from django.utils import timezone

from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.accounts.permissions import Permission
from percorsi.accounts.roles import RIGHTS
from percorsi.diary.models import Note
from percorsi.kit.fields import holds_on
from percorsi.kit.timeline import COLUMNS
from percorsi.organisations.models import Membership, Worker
from percorsi.people import queries as people
from percorsi.people.choices import ExceptionKind
from percorsi.people.models import AccessException, Person

_ASSIGNED = {"starts": "assignments__starts_on", "ends": "assignments__ends_on"}


def visible_to(user: User) -> QuerySet[Note]:
    """Return the notes that the user may read: those about the people they see, if their role reads the diary."""
    if not user.has(Permission.DIARY_READ):
        return Note.objects.none()
    # Correlated on purpose: the database looks at the people of the rows it shows, never at all people.
    return Note.objects.filter(Exists(people.visible_to(user).filter(pk=OuterRef("person"))))


def timeline_rows(person: Person, user: User) -> QuerySet[Note, dict[str, object]]:
    """Return the notes about one person as rows of the timeline; the kind is ``note:`` and the kind of the note."""
    is_open = user.has(Permission.DIARY_READ) and people.sees(user, person)
    mine = Note.objects.filter(person=person) if is_open else Note.objects.none()
    return (
        mine.values("happened_on")
        .annotate(
            day=F("happened_on"),
            title=Value(""),
            author=Coalesce(F("written_by__name"), Value("")),
            link=F("public_id"),
            is_milestone=Value(False),
        )
        .annotate(kind=Concat(Value("note:"), F("kind"), output_field=TextField()), text=F("text"))
        .values(*COLUMNS)
    )


def readers_of(person: Person) -> list[Membership]:
    """Return who may read the notes about the person today, one membership each, by role and name.

    Counted are the workers with an account: all who follow people, the psychologists to whom the person is entrusted;
    for a protected person, of these only who is cleared.
    """
    today = timezone.localdate()
    roles = [role for role, rights in RIGHTS.items() if Permission.DIARY_READ in rights]
    rows = Membership.objects.filter(holds_on(today), role__in=roles, worker__user__is_active=True)
    entrusted = Worker.objects.filter(holds_on(today, **_ASSIGNED), assignments__case__person=person)
    rows = rows.filter(~Q(role=Role.PSYCHOLOGIST) | Q(worker__in=entrusted))
    if person.is_protected:
        cleared = AccessException.objects.filter(people.in_force(), person=person, kind=ExceptionKind.CLEARED)
        rows = rows.filter(worker__in=cleared.values("worker"))
    found = {row.worker_id: row for row in rows.select_related("worker").order_by("role", "worker__name", "id")}
    return list(found.values())
