"""The first steps of an installation without data: what is done, what is next, and whose page it is."""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.accounts.permissions import Permission
from percorsi.kit.fields import holds_on
from percorsi.organisations.models import Membership
from percorsi.people.models import Person
from percorsi.service import queries
from percorsi.web.shell.menu import url_or_empty

_FOLLOW_PEOPLE = (Role.OPERATIONAL_COORDINATOR, Role.MEDIATOR)


@dataclass(frozen=True)
class Step:
    """One step: ``url`` is empty for who may not take it, and ``whose`` says then who does."""

    title: str | Promise
    words: str | Promise
    verb: str | Promise
    is_done: bool
    url: str = ""
    whose: str | Promise = ""


@dataclass(frozen=True)
class _Planned:
    title: str | Promise
    words: str | Promise
    verb: str | Promise
    is_done: Callable[[], bool]
    # The pages that lead there, each with its right; the first that the reader may open is offered.
    pages: tuple[tuple[str, Permission], ...]
    # Who takes the step when the reader may not.
    whose: str | Promise = ""


_MANAGE = Permission.SERVICE_MANAGE
_STEPS = (
    _Planned(
        _("Nome del servizio"),
        _("Sta in alto in ogni pagina, nelle stampe e nei documenti."),
        _("Scrivi il nome"),
        lambda: bool(queries.profile().name or settings.SERVICE_NAME),
        (("service:profile", _MANAGE),),
    ),
    _Planned(
        _("Affidamento"),
        _("Chi gestisce il servizio, con quale atto e fino a quando: le cifre si contano anche per affidamento."),
        _("Aggiungi l’affidamento"),
        lambda: queries.contracts().exists(),
        (("service:new_contract", _MANAGE),),
    ),
    _Planned(
        _("Comuni serviti"),
        _("Quelli dell’ambito e quelli in convenzione, uno per volta."),
        _("Aggiungi un Comune"),
        lambda: queries.served_on(timezone.localdate()).exists(),
        (("service:new_served", _MANAGE),),
    ),
    _Planned(
        _("Squadra"),
        _("Almeno una persona che segue i percorsi: un coordinatore operativo o un operatore della mediazione."),
        _("Aggiungi una persona"),
        lambda: Membership.objects.filter(holds_on(timezone.localdate()), role__in=_FOLLOW_PEOPLE).exists(),
        (("accounts:new_user", Permission.USERS_MANAGE),),
        _("Lo fa l’amministratore di sistema, in «Utenti e ruoli»."),
    ),
    _Planned(
        _("Standard"),
        _("Entro quanti giorni rispondere, risentire, avvisare. Ci sono valori di partenza: confermali o cambiali."),
        _("Guarda gli standard"),
        lambda: bool(queries.profile().standard_days),
        (("service:standards", _MANAGE),),
    ),
    _Planned(
        _("Prime persone"),
        _("Porta dentro il registro che usate adesso, oppure registra la prima segnalazione."),
        _("Comincia"),
        Person.objects.exists,
        (("bridges:imports", Permission.REGISTER_IMPORT), ("referrals:new_person", Permission.REFERRALS_WRITE)),
        _("Lo fa il coordinatore operativo."),
    ),
)


def steps_for(user: User) -> list[Step]:
    """Return every step with its state, for this reader."""
    return [_for(user, planned) for planned in _STEPS]


def leads_to_first_steps(user: User) -> bool:
    """Whether the home page leads this reader to the first steps: nobody is served yet, and something is missing."""
    if not user.has(_MANAGE) or Person.objects.exists():
        return False
    return not queries.contracts().exists() or not queries.served_on(timezone.localdate()).exists()


def _for(user: User, planned: _Planned) -> Step:
    open_pages = [url for name, right in planned.pages if user.has(right) and (url := url_or_empty(name))]
    is_done = planned.is_done()
    url = open_pages[0] if open_pages else ""
    return Step(planned.title, planned.words, planned.verb, is_done, url, "" if url else planned.whose)
