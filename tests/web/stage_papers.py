"""The papers of people, on stage: for each kind of person an ordinary one and one of health, with their files."""

from collections.abc import Callable
from datetime import date

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from percorsi.documents.models import File
from percorsi.people.choices import Audience, Paper
from percorsi.people.models import Person, PersonDocument

PDF = b"%PDF-1.4\n%prova\n"


def papers(person: Person, kind: str, words: Callable[[str, str, str], str]) -> dict[str, PersonDocument]:
    """Put both on stage; ``words`` gives the text of a field, or the usual one. Protected people have no titles."""
    titles = ("", "") if person.is_protected else (words(kind, "paper", "Carta"), words(kind, "verbal", "Verbale"))
    paper(person, Paper.INVALIDITY, title=titles[1], audience=Audience.HEALTH)
    return {"document": paper(person, Paper.IDENTITY, title=titles[0], expires_on=date(2027, 3, 31))}


def paper(person: Person, kind: str, *, content: bytes = PDF, **values: object) -> PersonDocument:
    """A paper of a person with its file."""
    place = default_storage.save("documents/00/prova", ContentFile(content))
    file = File.objects.create(
        name="documento.pdf", digest="0" * 64, size=len(content), content=place, added_at=timezone.now()
    )
    return PersonDocument.objects.create(person=person, file=file, kind=kind, **values)
