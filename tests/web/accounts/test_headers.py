"""The safety headers on every answer, also those that no view gives."""

from pathlib import Path

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.test import Client, override_settings
from django.urls import include, path

from percorsi.accounts.choices import Role
from percorsi.web.shell.pages import PUBLIC, page
from tests.cast import client_of, member

pytestmark = pytest.mark.django_db

EXPECTED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@page(PUBLIC)
def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("on purpose")


urlpatterns = [path("guasta/", broken), path("", include("percorsi.urls"))]


def assert_safe(response: HttpResponseBase, what: str) -> None:
    for name, value in EXPECTED.items():
        assert response.headers.get(name) == value, f"{what}: {name}"
    policy = response.headers["Content-Security-Policy"]
    for part in ("default-src 'self'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"):
        assert part in policy, what
    assert "form-action 'self'" in policy
    assert "unsafe" not in policy
    assert "camera=()" in response.headers["Permissions-Policy"], what


@override_settings(ROOT_URLCONF=__name__)
def test_pages_redirects_and_errors_carry_them() -> None:
    anonymous = Client(raise_request_exception=False)
    inside = client_of(member(Role.ADMINISTRATOR))
    guarded = Client(enforce_csrf_checks=True)
    answers = {
        "login page": (anonymous.get("/accesso/"), 200),
        "led to the login": (anonymous.get("/utenti/"), 302),
        "no such page": (anonymous.get("/nulla/"), 404),
        "no slash": (anonymous.get("/accesso"), 301),
        "broken page": (anonymous.get("/guasta/"), 500),
        "unknown host": (anonymous.get("/accesso/", HTTP_HOST="altrove.example"), 400),
        "form from elsewhere": (guarded.post("/accesso/"), 403),
        "page": (inside.get("/utenti/"), 200),
        "denied page": (client_of(member(Role.SCOUT)).get("/utenti/"), 404),
        "wrong method": (inside.delete("/utenti/"), 405),
        "link that is over": (anonymous.get("/accesso/attiva/x/y/"), 410),
    }
    for what, (response, status) in answers.items():
        assert response.status_code == status, what
        assert_safe(response, what)


def test_too_many_attempts_carry_them() -> None:
    client = Client(REMOTE_ADDR="203.0.113.77")
    last = [client.post("/accesso/", {"login": f"nome{n}", "password": "x"}) for n in range(31)][-1]
    assert last.status_code == 429
    assert_safe(last, "too many")


def test_static_files_carry_them(tmp_path: Path) -> None:
    (tmp_path / "prova.css").write_text("p {}")
    with override_settings(STATIC_ROOT=tmp_path):
        response = Client().get("/static/prova.css")
        assert response.status_code == 200
        assert_safe(response, "static file")
        assert b"".join(response.streaming_content) == b"p {}"  # type: ignore[attr-defined]
        response.close()


def test_the_redirect_to_https_carries_them() -> None:
    with override_settings(SECURE_SSL_REDIRECT=True):
        response = Client().get("/accesso/")
    assert response.status_code == 301
    assert response["Location"].startswith("https://")
    assert_safe(response, "to https")


def test_whatever_may_answer_by_itself_stands_behind_them() -> None:
    assert settings.MIDDLEWARE[:3] == [
        "percorsi.web.shell.headers.FixedHeaders",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
        "csp.middleware.CSPMiddleware",
    ]
