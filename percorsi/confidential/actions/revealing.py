"""Showing who a protected person is."""

from django.db import transaction
from django.utils.translation import gettext as _

from percorsi.accounts.models import User
from percorsi.audit.actions import Details, record
from percorsi.audit.choices import Act
from percorsi.confidential.models import ProtectedIdentity
from percorsi.confidential.policy import ensure_may_reveal
from percorsi.kit.refusal import Forbidden, Refused
from percorsi.kit.text import squeeze
from percorsi.people.models import Person


@transaction.atomic
def reveal(person: Person, *, reason: str = "", by: User) -> ProtectedIdentity:
    """Return who a protected person is, for who is cleared; the trail knows before anybody sees.

    Raises Refused when nothing is recorded of who they are, Forbidden.
    """
    if not person.is_protected:
        raise Forbidden
    ensure_may_reveal(by, person)
    hidden = ProtectedIdentity.objects.filter(person=person).first()
    record(Act.VIEW, by=by, about=hidden, people=[person.pk], details=Details(where="reveal", reason=squeeze(reason)))
    if hidden is None:
        raise Refused(_("Di questa persona sono registrati solo alias e N. pratica."))
    return hidden
