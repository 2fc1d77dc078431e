"""Links to the pages of work that other pages show, within the reader's rights."""

from django.urls import reverse
from django.utils.translation import gettext as _

from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.accounts.permissions import Permission
from percorsi.web.people.head import Head
from percorsi.web.traineeships.showing import Link


def beside_the_work(head: Head, reader: User) -> list[Link]:
    """Return what the reader may add to the work of a person whose page they opened: a traineeship, a hire.

    It says without another question what ``traineeships.policy.may_write`` says.
    """
    if not (reader.has(Permission.WORK_WRITE) and (head.may_write or reader.role == Role.OFFICER)):
        return []
    person = head.person.public_id
    return [
        Link(_("Nuovo tirocinio"), "it-plus", reverse("traineeships:new", args=[person])),
        Link(_("Nuova assunzione"), "it-plus", reverse("placements:new", args=[person])),
    ]
