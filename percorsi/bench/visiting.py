"""A reader at the door of the web server: requests as gunicorn hands them over, through every middleware."""

from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.test import Client

from percorsi.accounts.models import User

HOST = "127.0.0.1"
SECRET = "b" * 32  # the token against forged forms is the visitor's own affair
MOVED = range(300, 400)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    body: bytes
    headers: dict[str, str]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for: an address with its query, and the fields of a form when one is sent."""

    path: str
    form: dict[str, str] = field(default_factory=dict)


class Visitor:
    """Somebody signed in. Every request is a fresh one: no connection and nothing of the page before is kept."""

    def __init__(self, user: User) -> None:
        """Sign in without the password, whose check is slow on purpose."""
        self.role = user.role
        client = Client()
        client.force_login(user)
        self._cookies = {name: morsel.value for name, morsel in client.cookies.items()}
        self._cookies[settings.CSRF_COOKIE_NAME] = SECRET
        self._door = WSGIHandler()

    def ask(self, asked: Asked) -> Answer:
        """Return the page, following where a sent form leads."""
        answer = self._call(asked)
        if answer.status in MOVED:
            return self._call(Asked(answer.headers["Location"]))
        return answer

    def _call(self, asked: Asked) -> Answer:
        given: dict[str, Any] = {}

        def start(status: str, headers: list[tuple[str, str]], exc_info: object = None) -> None:
            del exc_info
            given.update(status=int(status.split(maxsplit=1)[0]), headers=dict(headers))

        parts = self._door(self._environ(asked), start)  # type: ignore[arg-type]
        try:
            body = b"".join(parts)
        finally:
            parts.close()
        return Answer(given["status"], body, given["headers"])

    def _environ(self, asked: Asked) -> dict[str, Any]:
        path, _, query = asked.path.partition("?")
        sent = urlencode({**asked.form, "csrfmiddlewaretoken": SECRET}).encode() if asked.form else b""
        return {
            "REQUEST_METHOD": "POST" if asked.form else "GET",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SERVER_NAME": HOST,
            "SERVER_PORT": "443",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": HOST,
            "HTTP_HOST": HOST,
            "HTTP_ORIGIN": f"https://{HOST}",
            "HTTP_X_FORWARDED_PROTO": "https",
            "HTTP_ACCEPT_LANGUAGE": "it",
            "HTTP_COOKIE": "; ".join(f"{name}={value}" for name, value in self._cookies.items()),
            "CONTENT_TYPE": "application/x-www-form-urlencoded",
            "CONTENT_LENGTH": str(len(sent)),
            "wsgi.url_scheme": "https",
            "wsgi.input": BytesIO(sent),
            "wsgi.multithread": True,
            "wsgi.multiprocess": False,
        }
