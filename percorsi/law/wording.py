"""Marker for sentences that a reader will see, without importing Django."""

from __future__ import annotations


def gettext_noop(text: str) -> str:
    """Return `text` unchanged; it only marks the sentence so that the translation tools collect it.

    Import it as `_`. The page that shows the sentence translates it, then fills its `{parameters}`.
    """
    return text
