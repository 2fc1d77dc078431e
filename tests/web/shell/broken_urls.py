"""Pages that break while they hold somebody's name."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import path

handler400 = "percorsi.web.shell.failures.bad_request"
handler500 = "percorsi.web.shell.failures.server_error"


@login_not_required
def broken(request: HttpRequest, name: str) -> HttpResponse:
    local = f"Agolocale {name} {request.POST.get('testo')}"
    try:
        int(local)
    except ValueError as cause:
        raise ValueError(f"Agomessaggio {local}") from cause
    return HttpResponse("")


app_name = "rotte"
urlpatterns = [path("persone/<str:name>/", broken, name="persona")]
