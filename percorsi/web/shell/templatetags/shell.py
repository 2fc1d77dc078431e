"""Shared tags and filters of the pages: icons, tags, error summary, charts, dates in words, Italian numbers."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BaseForm, BaseFormSet
from django.template import Context
from django.templatetags.static import static
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from percorsi.web.shell import charts, moments
from percorsi.web.shell.errors import error_lines
from percorsi.web.shell.undo import mend_url_of, undo_url_of

register = template.Library()

_KINDS = frozenset({"", "ok", "soon", "late", "priv", "line"})
_TONES = frozenset({"", "late", "soon", "ok"})


@register.simple_tag
def icon(name: str, size: str = "") -> SafeString:
    """Draw an icon of the sprite, hidden from assistive technology; ``size`` "sm" is 16 px instead of 20."""
    return _drawing(static("svg/sprites.svg"), name, size)


@lru_cache(maxsize=512)
def _drawing(sprite: str, name: str, size: str) -> SafeString:
    """The markup of an icon: a page draws a hundred, of few kinds."""
    css_class = f"icon icon-{size}" if size else "icon"
    return format_html(
        '<svg class="{}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>', css_class, sprite, name
    )


@register.simple_tag
def tag(kind: str, icon_name: str, text: str) -> SafeString:
    """A tag: tint, icon and word. ``kind`` is "", ok, soon, late, priv or line; ``icon_name`` may be empty.

    Raises ``ValueError`` for another kind: a colour without a meaning is a mistake.
    """
    if kind not in _KINDS:
        raise ValueError(f"Unknown kind of tag: {kind!r}")
    return _tag(kind or "info", icon(icon_name, "sm") if icon_name else "", str(text))


# By type too: safe and plain text of the same letters are not written alike.
@lru_cache(maxsize=512, typed=True)
def _tag(css_class: str, drawing: str, text: str) -> SafeString:
    """The markup of a tag: a list repeats a few on every row."""
    return format_html('<span class="tag {}">{}<span>{}</span></span>', css_class, drawing, text)


@register.inclusion_tag("shell/error_summary.html")
def error_summary(*forms: BaseForm | BaseFormSet) -> dict[str, Any]:
    """List the errors of the forms at the top of the page; nothing is written when there are none.

    A summarised form no longer prints its general errors above its fields: they would be read twice.
    """
    given = [form for form in forms if isinstance(form, BaseForm | BaseFormSet)]
    for form in given:
        form.is_summarised = True  # type: ignore[union-attr]
    return {"lines": error_lines(*given)}


@register.inclusion_tag("shell/bar_chart.html")
def bar_chart(chart: charts.Chart, level: int = 2) -> dict[str, Any]:
    """A figure with its message, its bars and its data table; ``level`` is the level of the heading."""
    note = chart.partial_note or gettext("periodo non finito")
    return {**charts.parts(chart), "level": str(level), "partial_note": note}


@register.inclusion_tag("shell/split_bar.html")
def split_bar(first: charts.Part, second: charts.Part) -> dict[str, Any]:
    """One bar in two parts, with both figures written above it; a hidden figure leaves the bar undivided."""
    return {"first": first, "second": second, "share": charts.first_share(first, second)}


@register.inclusion_tag("shell/pagination.html", takes_context=True)
def pagination(context: Context, page: Page, sizes: Sequence[int] = ()) -> dict[str, Any]:
    """Links to the pages of a list; the page number travels in ``pagina``, other parameters stay as they are.

    ``sizes`` are how many rows a page may have; the one chosen travels in ``righe``.
    """
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    sizes = [size for size in sizes if page.paginator.count > min(sizes)]
    return {"page": page, "numbers": list(numbers), "sizes": sizes, "request": context["request"]}


@register.simple_tag
def contextual_date(day: date | None, today: date, tone: str = "", style: str = "") -> SafeString:
    """A day in two parts: "7 giorni fa" and "30 maggio". ``style`` "short" writes "30/05", for table cells.

    ``tone`` (late, soon, ok) colours the words. Raises ``ValueError`` for another tone.
    """
    if tone not in _TONES:
        raise ValueError(f"Unknown tone of a date: {tone!r}")
    if day is None:
        return format_html('<span class="muted">{}</span>', gettext("nessuna"))
    written = moments.short_day(day, today) if style == "short" else moments.day_and_month(day, today)
    return format_html(
        '<span class="when"><span class="when-far {}">{}</span> <time datetime="{}">{}</time></span>',
        tone,
        moments.distance(day, today),
        day.isoformat(),
        written,
    )


register.filter("undo_url", undo_url_of)
register.filter("mend_url", mend_url_of)


@register.filter
def day(value: date | None) -> str:
    """03/06/2027; "n.d." when there is no date."""
    return f"{value:%d/%m/}{value.year}" if value else gettext("n.d.")


@register.filter
def full_day(value: date) -> str:
    """giovedì 6 giugno 2027."""
    return moments.full_day(value)


@register.filter
def long_day(value: date | None) -> str:
    """6 giugno 2019; "n.d." when there is no date."""
    return moments.long_day(value) if value else gettext("n.d.")


@register.filter
def number(value: int | Decimal | None) -> str:
    """1.234 or 3.907,58; "n.d." when the figure is unknown. Text ("< 5") passes as it is."""
    if value is None:
        return gettext("n.d.")
    if isinstance(value, str):
        return value
    return str(number_format(value, use_l10n=True, force_grouping=True))


@register.filter
def in_cell(value: str | int | float | Decimal | date | None) -> str:
    """A value of a printed list for the eye: 03/06/2027, 1.234,50; a dash where there is nothing."""
    if value is None or value == "":
        return "–"
    if isinstance(value, date):
        return day(value)
    return value if isinstance(value, str) else number(value)  # type: ignore[arg-type]
