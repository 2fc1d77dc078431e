"""Reading the office's templates."""

from percorsi.documents.models import Template


def template_of(key: str) -> Template:
    """Return the row of a kind of paper; one that is not stored yet, without a file, while nobody brought any."""
    return Template.objects.select_related("file").filter(key=key).first() or Template(key=key, version=0)


def content_of(template: Template) -> bytes | None:
    """Return the office's own template; None where ours is used."""
    if template.file is None or not template.file.content:
        return None
    with template.file.content.open("rb") as content:
        return bytes(content.read())
