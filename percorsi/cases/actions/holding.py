"""How every action on a path begins: the row held as it is now, the right and the days checked."""

from datetime import date

from django.utils.translation import gettext as _

from percorsi.accounts.models import User
from percorsi.accounts.permissions import Permission
from percorsi.cases.models import Case
from percorsi.cases.policy import ensure_may
from percorsi.kit.refusal import Refused
from percorsi.people.actions import typed


def hold(case: Case, permission: Permission, *, by: User) -> Case:
    """Return the path as it is now, held until the transaction ends. Raises ``Forbidden``."""
    now = Case.objects.select_for_update(of=("self",)).select_related("person").get(pk=case.pk)
    ensure_may(by, permission, now.person)
    return now


def hold_open(case: Case, permission: Permission, *, by: User) -> Case:
    """Return the path as :func:`hold` does. Raises ``Refused`` when it is closed."""
    now = hold(case, permission, by=by)
    ensure_open(now)
    return now


def ensure_open(case: Case) -> None:
    """Refuse what only an open path allows."""
    if case.closed_on:
        raise Refused(
            _("Il percorso è chiuso dal %(day)s. Per continuare riaprilo.") % {"day": in_figures(case.closed_on)}
        )


def within(case: Case, day: date, *, field: str) -> None:
    """Refuse a day before the path began, or one that no document can have."""
    typed.span(day, None, field=field)
    if day < case.opened_on:
        raise Refused(
            _("Il percorso comincia il %(day)s: scegli quel giorno o uno dopo.") % {"day": in_figures(case.opened_on)},
            field=field,
        )


def in_figures(day: date) -> str:
    """Return a day as messages write it: 03/06/2019."""
    return f"{day:%d/%m/%Y}"
