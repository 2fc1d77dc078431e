"""What the log says of a failure: where in the program, on which page, under which number; nothing of what was typed.

The words of an exception, an address, a query, a field, a local variable: each may hold a person's name. Of them the
log keeps the kind of the exception, the lines of the program, the name of the page.
"""

import logging
import traceback
from collections.abc import Iterator
from types import TracebackType
from typing import Any

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
# Only what the program itself says is written by people who know this rule.
_OWN = "percorsi"
_DEEPEST = 10  # causes of causes


class BareFormatter(logging.Formatter):
    """Writes a record without anything that a reader typed."""

    def format(self, record: logging.LogRecord) -> str:
        """Return one line, and under it the lines of the program that led there."""
        head = [self.formatTime(record), record.levelname, record.name, *_circumstances(record), _said(record)]
        lines = _stack(record.exc_info[1]) if record.exc_info and not record.name.startswith("django.security") else ()
        return "\n".join([" ".join(filter(None, head)), *lines])


def _circumstances(record: logging.LogRecord) -> Iterator[str]:
    """The number that the reader was shown, the method, the name of the page, the answer."""
    request = getattr(record, "request", None)
    if number := getattr(request, "error_number", ""):
        yield f"errore={number}"
    if method := getattr(request, "method", ""):
        match = getattr(request, "resolver_match", None)
        yield method if method in _METHODS else "OTHER"
        yield match.view_name if match else "-"
    if isinstance(status := getattr(record, "status_code", None), int):
        yield str(status)


def _said(record: logging.LogRecord) -> str:
    """The message of the program; of what others say only the form, without what they put into it."""
    if record.name.split(".")[0] == _OWN:
        return record.getMessage()
    return str(record.msg) if record.args and isinstance(record.msg, str) else ""


def _stack(error: BaseException | None) -> Iterator[str]:
    """The kind of the error and the lines that led to it, the first cause last."""
    for _ in range(_DEEPEST):
        if error is None:
            return
        yield f"{type(error).__module__}.{type(error).__qualname__}"
        yield from _lines(error.__traceback__)
        error = error.__cause__ or error.__context__


def _lines(trace: TracebackType | None) -> Iterator[str]:
    for frame in traceback.extract_tb(trace):
        yield f"  {frame.filename}:{frame.lineno} {frame.name}"


def to_stderr() -> dict[str, Any]:
    """Return the setting LOGGING: warnings and errors to the standard error of the server."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"bare": {"()": "percorsi.web.shell.logs.BareFormatter"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "bare"}},
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            "django": {"handlers": [], "level": "WARNING"},
            # Pages that do not exist, and refusals, are no failures; the trail knows them.
            "django.request": {"level": "ERROR"},
            # The server for developers would write every address.
            "django.server": {"handlers": [], "level": "ERROR", "propagate": True},
        },
    }
