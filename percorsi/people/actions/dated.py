"""Rows that follow one another in time: a new one ends the present one the day before, nothing is overwritten."""

from datetime import date, timedelta
from typing import Any

from django.db import models

from percorsi.kit.refusal import Refused


def end_present(rows: models.QuerySet[Any], *, on: date | None, no_day: str, too_early: str) -> None:
    """End the present one of ``rows``, if there is one, the day before ``on``.

    Raises Refused on ``starts_on``: with ``no_day`` when ``on`` is unknown, with ``too_early`` (which names the present
    start as ``%(day)s``) when the present one begins on that day or later.
    """
    present = rows.filter(ends_on=None).first()
    if present is None:
        return
    if on is None:
        raise Refused(no_day, field="starts_on")
    if present.starts_on is not None and on <= present.starts_on:
        raise Refused(too_early % {"day": f"{present.starts_on:%d/%m/%Y}"}, field="starts_on")
    present.ends_on = on - timedelta(days=1)
    present.save(update_fields=["ends_on"])
