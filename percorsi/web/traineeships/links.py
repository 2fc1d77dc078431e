"""Links to the pages of work that other pages show, within the reader's rights."""

from django.urls import reverse
from django.utils.translation import gettext as _

from percorsi.accounts.models import User
from percorsi.people.models import Person
from percorsi.traineeships.policy import may_write
from percorsi.web.people.head import url_or_empty
from percorsi.web.traineeships.showing import Link


def beside_the_work(person: Person, reader: User) -> list[Link]:
    """Return what the reader may add to the work of a person whom they see: a traineeship, a hire."""
    if not may_write(reader, person):
        return []
    links = [Link(_("Nuovo tirocinio"), "it-plus", reverse("traineeships:new", args=[person.public_id]))]
    hire = url_or_empty("placements:new", person.public_id)
    return [*links, Link(_("Nuova assunzione"), "it-plus", hire)] if hire else links
