"""Reading notes, and counting who reads them."""

from django.db.models import Exists, F, OuterRef, QuerySet, TextField, Value
from django.db.models.functions import Cast, Coalesce, Concat

from percorsi.accounts.models import User
from percorsi.accounts.permissions import Permission
from percorsi.diary.models import Note
from percorsi.kit.timeline import COLUMNS
from percorsi.people import queries as people
from percorsi.people.models import Person


def visible_to(user: User) -> QuerySet[Note]:
    """Return the notes that the user may read: those about the people they see, if their role reads the diary."""
    if not user.has(Permission.DIARY_READ):
        return Note.objects.none()
    # Correlated on purpose: the database looks at the people of the rows it shows, never at all people.
    return Note.objects.filter(Exists(people.visible_to(user).filter(pk=OuterRef("person"))))


def timeline_rows(person: Person, user: User) -> QuerySet[Note, dict[str, object]]:
    """Return the notes about one person as rows of the timeline; the kind is ``note:`` and the kind of the note."""
    return (
        visible_to(user)
        .filter(person=person)
        .values("happened_on")
        .annotate(
            day=F("happened_on"),
            title=Cast(Value(""), TextField()),
            author=Cast(Coalesce(F("written_by__name"), Value("")), TextField()),
            link=Cast(F("public_id"), TextField()),
            is_milestone=Value(False),
        )
        .annotate(kind=Concat(Value("note:"), F("kind"), output_field=TextField()), text=Cast(F("text"), TextField()))
        .values(*COLUMNS)
    )
