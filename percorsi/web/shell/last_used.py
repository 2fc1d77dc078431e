"""The filters of a list as its reader last used them: kept with the account, shown, and one click from being gone."""

from collections.abc import Sequence
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict

from percorsi.accounts.actions import remember_filters
from percorsi.web.shell.readers import reader_of


def recall(request: HttpRequest, names: Sequence[str]) -> bool:
    """Take up the filters last used on this page when the address names none; say whether that was done.

    ``names`` are those of the filters. The address of the page stays as it is, but ``request.GET`` holds them from
    here on, so that every link of the page carries them.
    """
    kept = reader_of(request).last_filters.get(_where(request), "")
    if not kept or any(name in request.GET for name in names):
        return False
    request.GET = QueryDict("&".join(filter(None, [kept, request.GET.urlencode()])))
    return True


def forget(request: HttpRequest, names: Sequence[str]) -> None:
    """Put the list back as it is without filters, for kept ones that no longer mean anything."""
    query = request.GET.copy()
    for name in names:
        query.pop(name, None)
    request.GET = query  # type: ignore[assignment]
    keep(request, {})


def keep(request: HttpRequest, filters: dict[str, str]) -> None:
    """Remember what a filter form understood, by name; nothing is written when it is what was kept already."""
    reader, where = reader_of(request), _where(request)
    query = urlencode({name: value for name, value in filters.items() if value})
    if reader.last_filters.get(where, "") != query:
        remember_filters(reader, where=where, query=query)


def _where(request: HttpRequest) -> str:
    return request.resolver_match.view_name if request.resolver_match else request.path
