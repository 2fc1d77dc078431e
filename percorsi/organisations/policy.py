"""Who may give and take roles, and keep companies.

Nobody changes their own role, or leaves the house without administrator.
"""

from datetime import date

from django.utils.translation import gettext as _

from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.accounts.permissions import Permission
from percorsi.accounts.policy import ensure_manages_users
from percorsi.kit.fields import holds_on
from percorsi.kit.refusal import Forbidden, Refused
from percorsi.organisations.choices import Kind
from percorsi.organisations.models import Membership

# In which kinds of body a role is played; the roles that are not listed belong to who runs the service.
_PLACES = {Role.SOCIAL_WORKER: Kind.MUNICIPALITY, Role.COMMISSIONER: Kind.COMMISSIONER}
KINDS_OF_STAFF = (Kind.PROVIDER, Kind.MUNICIPALITY, Kind.COMMISSIONER)
# Bodies that hire, host or help. Who sends people, pays or runs the service is kept elsewhere: rights hang on those.
KINDS_OF_COMPANIES = (Kind.EMPLOYER, Kind.SERVICE, Kind.OTHER)
ROLES_TO_GIVE = tuple(role for role in Role if role != Role.COMMAND)


def kind_for(role: str) -> Kind:
    """Return the kind of body in which the role is played."""
    return _PLACES.get(Role(role), Kind.PROVIDER)


def keeps_companies(user: User) -> bool:
    """Whether the user may add and change companies."""
    return user.has(Permission.COMPANIES_WRITE)


def ensure_keeps_companies(user: User) -> None:
    """Raise Forbidden unless the user keeps the archive of companies; the actor of console commands always may."""
    if not (user.is_system or keeps_companies(user)):
        raise Forbidden


def ensure_manages(by: User, user: User | None) -> None:
    """Raise Forbidden unless the actor manages accounts, Refused when the account is their own or the system's."""
    ensure_manages_users(by)
    if user is None:
        return
    if user.pk == by.pk:
        raise Refused(_("Non puoi cambiare il tuo account e i tuoi ruoli: chiedilo a un altro amministratore."))
    if user.is_system:
        raise Refused(_("Questo account serve ai comandi del sistema e non si modifica."))


def ensure_administrator_left(*, without: User, on: date) -> None:
    """Raise Refused when this is the only account that could administer on that day.

    Call it in the transaction of the change: the rows are locked, so that two administrators who shut each other out
    at once cannot both succeed.
    """
    rows = Membership.objects.select_for_update().filter(
        holds_on(on), role=Role.ADMINISTRATOR, worker__user__is_active=True
    )
    if {row.worker.user_id for row in rows.select_related("worker").order_by("pk")} == {without.pk}:
        raise Refused(
            _("È l’ultimo amministratore di sistema attivo: assegna prima il ruolo a un’altra persona con un account.")
        )
