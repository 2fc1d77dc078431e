"""The entries of the bar: which pages a signed-in person is offered, by permission."""

from dataclasses import dataclass
from typing import NamedTuple

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from percorsi.accounts.choices import Role


class Item(NamedTuple):
    """A page of the menu: it is offered to who has the permission and once its URL name exists."""

    label: str | Promise
    url_name: str
    permission: str
    # Where else the pages of this entry live.
    other_pages: str = ""
    # Who has this right has a page of their own instead.
    unless: str = ""


@dataclass(frozen=True)
class Entry:
    """An entry as the page shows it."""

    label: str
    url: str
    is_current: bool


# The most used first: the bar has room for seven, the others stand in the menu under the reader's initials.
IN_THE_BAR = 7
ITEMS = (
    Item(_("Oggi"), "today:today", "today.read"),
    Item(_("Le mie segnalazioni"), "referrals:mine", "referrals.send", other_pages="/segnalazioni/"),
    Item(_("Persone"), "people:list", "people.list", other_pages="/percorsi/"),
    Item(_("Segnalazioni"), "referrals:list", "referrals.read", unless="referrals.send"),
    Item(_("Tirocini"), "traineeships:list", "work.write"),
    Item(_("Aziende"), "companies:list", "companies.read"),
    Item(_("Gruppi"), "activities:list", "groups.write"),
    Item(_("Andamento"), "reports:overview", "reports.read"),
    Item(_("Agenda"), "diary:week", "diary.read"),
    Item(_("Importazioni"), "bridges:imports", "register.import"),
    Item(_("Utenti e ruoli"), "accounts:users", "users.manage"),
    Item(_("Impostazioni"), "service:settings", "service.manage"),
)
NOTE = Item(_("Nota rapida"), "diary:quick", "diary.write")
# Where each role is led after the login (ux.md, section 4); the other roles find the first entry that is theirs.
FIRST_SCREENS: dict[str, str] = {
    Role.MEDIATOR: "today:today",
    Role.OPERATIONAL_COORDINATOR: "today:today",
    Role.PSYCHOLOGIST: "today:today",
    Role.OFFICER: "today:today",
    Role.SOCIAL_WORKER: "referrals:mine",
    Role.SCOUT: "companies:list",
    Role.PROJECT_COORDINATOR: "reports:overview",
    Role.COMMISSIONER: "reports:overview",
    Role.ADMINISTRATOR: "accounts:users",
}
SEARCH = Item(_("Cerca una persona"), "people:search", "people.list")


def entries(request: HttpRequest) -> list[Entry]:
    """Return the entries that this reader may open; the longest address that contains the page is the current one."""
    offered = [(item, url) for item in ITEMS if (url := url_if_reachable(request, item))]
    around = [url for item, url in offered if _contains(url, request.path) or _is_elsewhere(item, request.path)]
    current = max(around, key=len, default=None)
    return [Entry(str(item.label), url, url == current) for item, url in offered]


def url_if_reachable(request: HttpRequest, item: Item) -> str:
    """The address of the item, or an empty text when the reader lacks the permission or the page does not exist."""
    is_offered = may(request, item.permission) and not (item.unless and may(request, item.unless))
    return url_or_empty(item.url_name) if is_offered else ""


def may(request: HttpRequest, permission: str) -> bool:
    """Whether somebody is signed in who has the permission."""
    user = getattr(request, "user", None)
    return user is not None and user.is_authenticated and bool(user.has(permission))


def url_or_empty(url_name: str) -> str:
    """The address behind a URL name; empty when this installation has no such page."""
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""


def _is_elsewhere(item: Item, path: str) -> bool:
    return bool(item.other_pages) and path.startswith(item.other_pages)


def _contains(url: str, path: str) -> bool:
    return path == url or (url != "/" and path.startswith(url.rstrip("/") + "/"))
