"""The map of the pages: one line a room."""

from django.urls import URLPattern, URLResolver, include, path

from percorsi.web.shell.health import health
from percorsi.web.shell.language import choose_language
from percorsi.web.shell.views import home

handler400 = "percorsi.web.shell.failures.bad_request"
handler500 = "percorsi.web.shell.failures.server_error"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home, name="home"),
    path("salute/", health, name="health"),
    path("lingua/", choose_language, name="language"),
    path("", include("percorsi.web.shell.urls")),
    path("oggi/", include("percorsi.web.today.urls")),
    path("persone/", include("percorsi.web.documents.urls")),
    path("persone/", include("percorsi.web.people.urls")),
    path("", include("percorsi.web.diary.urls")),
    path("segnalazioni/", include("percorsi.web.referrals.urls")),
    path("percorsi/", include("percorsi.web.cases.urls")),
    path("tirocini/", include("percorsi.web.traineeships.urls")),
    path("assunzioni/", include("percorsi.web.placements.urls")),
    path("gruppi/", include("percorsi.web.activities.urls")),
    path("aziende/", include("percorsi.web.employers.urls")),
    path("importazioni/", include("percorsi.web.bridges.urls")),
    path("andamento/", include("percorsi.web.reports.urls")),
    path("", include("percorsi.web.service.urls")),
    path("", include("percorsi.web.accounts.urls")),
]
