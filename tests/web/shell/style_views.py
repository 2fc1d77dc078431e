"""Views of the style pages: a stand-in reader, invented people, no database."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from percorsi.web.shell.charts import Chart, Part, Point
from percorsi.web.shell.templatetags.shell import number
from tests.web.shell.style_forms import FilterForm, ReferralForm, SignInForm

TODAY = date(2019, 6, 6)
YEARS = ("2015", "2016", "2017", "2018", "2019")
NAMES = [
    ("Ortensia Allocco", 41, "Rho", "search"), ("Teodoro Abete", 23, "Arese", "search"),
    ("Maria Assunta Frassinetti dell’Olmo", 52, "Pregnana Milanese", "search"),
    ("Khadija Bora", 29, "Rho", "evaluation"), ("Zefiro", 26, "Cornaredo", "evaluation"),
    ("Omar Larice", 37, "Rho", "suspended"), ("Gina Pettirosso", 48, "Cornaredo", "traineeship"),
    ("Caso 7A", None, "riservato", "protected"), ("Ermanno Cinciallegra", 60, "Vanzago", "search"),
    ("Dario Martin de Ponente Scirocco e Tramontana", 45, "Settimo Milanese", "traineeship"),
]  # fmt: skip


@dataclass
class Reader:
    """Stands in for a signed-in user who may open everything."""

    is_authenticated: bool = True
    is_anonymous: bool = False

    def has(self, permission: str) -> bool:
        return bool(permission)

    def get_full_name(self) -> str:
        return "Elena Nibbio"

    def get_username(self) -> str:
        return "elena"


def as_reader(request: HttpRequest) -> None:
    request.user = Reader()  # type: ignore[assignment]


@login_not_required
def people(request: HttpRequest) -> HttpResponse:
    as_reader(request)
    rows = [
        {"name": name, "age": age, "town": town, "phase": phase, "last": TODAY - timedelta(71 - 5 * index),
         "next": TODAY + timedelta(index * 4 - 2) if index % 3 else None, "chosen": index in {0, 2}}
        for index, (name, age, town, phase) in enumerate(NAMES)
    ]  # fmt: skip
    page = Paginator(rows * 40, len(rows)).get_page(request.GET.get("pagina"))
    return render(request, "style/people.html", {"page": page, "filters": FilterForm(), "today": TODAY})


@login_not_required
def person(request: HttpRequest) -> HttpResponse:
    as_reader(request)
    days = [TODAY - timedelta(7), TODAY + timedelta(24), TODAY + timedelta(55)]
    return render(request, "style/person.html", {"today": TODAY, "days": days})


@login_not_required
def report(request: HttpRequest) -> HttpResponse:
    as_reader(request)
    series = [
        ("Nel 2018 le persone in carico sono quasi il triplo del 2015", "Utenti con percorso attivo, per anno",
         (162, 258, 274, 455, 412)),
        ("Fino al 2018 i tirocinanti crescono ogni anno, da 91 a 156", "Persone in tirocinio, per anno",
         (91, 94, 123, 156, 119)),
        ("Nel 2018 i mesi di tirocinio salgono a 639", "Mesi erogati, per anno", (409, 377, 398, 639, 484)),
    ]  # fmt: skip
    charts = [Chart(title, measure, _points(values), partial_note="a fine maggio: anno non finito")
              for title, measure, values in series]  # fmt: skip
    context = {
        "charts": charts,
        "splits": [(Part(31, "31", "aziende profit"), Part(26, "26", "altri enti")),
                   (Part(49, "49", "a tempo determinato"), Part(8, "8", "altri contratti"))],
        "years": YEARS, "figures": [("N. utenti in tirocinio", series[1][2]), ("N. mesi erogati", series[2][2])],
    }  # fmt: skip
    return render(request, "style/report.html", context)


def _points(values: tuple[int, ...]) -> list[Point]:
    return [Point(year, value, str(value), year == "2019", f"/persone/?anno={year}")
            for year, value in zip(YEARS, values, strict=True)]  # fmt: skip


@login_not_required
def states(request: HttpRequest) -> HttpResponse:
    """Empty states, messages of every level, hidden figures, bars that lie."""
    as_reader(request)
    messages.success(request, "La nota è salvata.")
    messages.info(request, "Il registro è stato letto: nessuna riga nuova.")
    messages.warning(request, "La convenzione scade tra 12 giorni.")
    messages.error(request, "Il file non si apre. Salvalo di nuovo come .xlsx e riprova.")
    towns = [("Settimo Milanese", 1204), ("Cornaredo", 388), ("Pregnana Milanese", None), ("Rho", 31)]
    points = [Point(town, n, "< 5" if n is None else number(n)) for town, n in towns]
    context = {
        "lying": Chart("Settimo Milanese ha il triplo delle persone di Cornaredo", "Persone, per Comune", points),
        "hidden": (Part(None, "< 5", "aziende profit"), Part(None, "n.d.", "altri enti")),
        "page": Paginator([], 20).get_page(1), "is_exposed_demo": True,
    }  # fmt: skip
    return render(request, "style/states.html", context)


@login_not_required
def referral(request: HttpRequest) -> HttpResponse:
    as_reader(request)
    form = ReferralForm(request.POST or None)
    return render(request, "style/referral.html", {"form": form})


@login_not_required
def sign_in(request: HttpRequest) -> HttpResponse:
    return render(request, "style/sign_in.html", {"form": SignInForm(request.POST or None)})


@login_not_required
def forbidden(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


@login_not_required
def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("a page that breaks, on purpose")


@login_not_required
def busy(request: HttpRequest) -> HttpResponse:
    return render(request, "503.html", status=503)
