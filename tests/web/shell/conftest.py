"""A server with the style pages and production's hashed static files, in the place of the whole site."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from wsgiref.types import WSGIApplication

import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.test import override_settings

HERE = Path(__file__).parent
HASHED = {"staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}}
NOT_USED = ("js", "plugins", "_virtual", "Roboto_Mono", "Lora", "account", "mfa", "*.ttf", "*.woff", "*.eot")


def style_settings(**more: Any) -> override_settings:
    """The settings under which the style pages are served; without ``more`` the static files keep their names."""
    engine = {**settings.TEMPLATES[0], "DIRS": [*settings.TEMPLATES[0]["DIRS"], str(HERE / "templates")]}
    options = {**engine["OPTIONS"]}
    processor = "percorsi.web.shell.context.shell"
    options["context_processors"] = list(dict.fromkeys([*options["context_processors"], processor]))
    links = {
        "ACCESSIBILITY_STATEMENT_URL": "/dichiarazione/",
        "ACCESSIBILITY_REPORT_URL": "/segnala/",
        "PRIVACY_URL": "/privacy/",
    }
    return override_settings(
        ROOT_URLCONF="tests.web.shell.style_urls",
        TEMPLATES=[{**engine, "OPTIONS": options}],
        SERVICE_NAME="SIL Rhodense",
        **links,
        **more,
    )


@pytest.fixture
def style_pages() -> Iterator[None]:
    """Serve the style pages to Django's test client."""
    with style_settings():
        yield


@pytest.fixture(scope="session")
def static_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Collect the static files once, as production does: hashed names, compressed."""
    folder = tmp_path_factory.mktemp("static")
    with override_settings(STATIC_ROOT=folder, STORAGES={**settings.STORAGES, **HASHED}):
        call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=list(NOT_USED))
    return folder


class QuietHandler(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: the tests read the answers."""


@pytest.fixture(scope="module")
def site(static_root: Path) -> Iterator[str]:
    """Serve the style pages on a free port and return the origin. No database is touched: pytest-django refuses it."""
    from django.core.wsgi import get_wsgi_application

    with style_settings(STATIC_ROOT=static_root, STORAGES={**settings.STORAGES, **HASHED}):
        application: WSGIApplication = get_wsgi_application()
        server = ThreadedWSGIServer(("127.0.0.1", 0), QuietHandler)
        server.daemon_threads = True
        server.set_app(application)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        server.server_close()
        thread.join()
