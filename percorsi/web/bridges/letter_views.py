"""The letter "Che cosa dice il vostro registro", on the screen and on paper, and the rows behind its figures."""

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from percorsi.accounts.permissions import Permission
from percorsi.audit.choices import Act
from percorsi.bridges import letter
from percorsi.bridges.letter_facts import Facts
from percorsi.web.shell.lists import list_file
from percorsi.web.shell.menu import url_or_empty
from percorsi.web.shell.pages import page
from percorsi.web.shell.readers import reader_of
from percorsi.web.shell.trail import log_view

ROWS_A_PAGE = 50


@page(Permission.REGISTER_IMPORT)
def written(request: HttpRequest) -> HttpResponse:
    """The letter: figures that the reader may know, each leading to its rows; it prints on A4."""
    today = timezone.localdate()
    composed = letter.compose(Facts(reader_of(request), on=today).found(), on=today)
    context = {
        "letter": composed,
        "pairs_url": url_or_empty("people:pairs"),
        "pairs": letter.PAIRS,
        "review": letter.REVIEW,
    }
    return render(request, "bridges/letter.html", context)


@page(Permission.REGISTER_IMPORT)
def rows(request: HttpRequest) -> HttpResponse:
    """The rows behind one figure of the letter."""
    key, today = request.GET.get("cifra", ""), timezone.localdate()
    if key not in letter.WITH_ROWS:
        raise Http404
    facts = Facts(reader_of(request), on=today)
    title = next(one.title for one in letter.compose(facts.found(), on=today).sections if key in _keys(one))
    found = facts.rows(key)
    if "segue" in request.GET:
        found = [one for one in found if one.followed_by == request.GET["segue"]]
    heads = (_("Persona"), _("Che cosa"), _("Giorno"), _("Segue"))
    table = ([str(one.person), one.what, one.day, one.followed_by] for one in found)
    if answer := list_file(request, title, heads, table, people=(one.person.pk for one in found)):
        return answer
    shown: Page = Paginator(found, ROWS_A_PAGE).get_page(request.GET.get("pagina"))
    log_view(request, Act.LIST, people=dict.fromkeys(one.person.pk for one in shown))
    return render(request, "bridges/letter_rows.html", {"title": title, "page": shown, "count": len(found)})


def _keys(section: letter.Section) -> set[str]:
    return {figure.key for figure in section.figures}
