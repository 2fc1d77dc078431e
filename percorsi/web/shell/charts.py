"""Bar charts drawn by the server: what to draw (``Chart``) and where each bar stands (``bars``).

Positions across are percentages and heights are pixels, so that the drawing fills its panel and its text never
shrinks. Everything is text when it reaches the template: a localised "12,5" would break the drawing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2s
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext

_PLOT_HEIGHT = 120
_BASE_LINE = 146  # leaves 26 px above the tallest bar for its value
_UPRIGHT_HEIGHT = 170
_BAR_SHARE = 76  # of every 100 units of room, the bar takes these; the rest is air
_ROW_HEIGHT = 46
_LONGEST_LYING_BAR = 80  # per cent: the value needs the rest
_MOST_UPRIGHT_BARS = 7
_LONGEST_UPRIGHT_LABEL = 6


@dataclass(frozen=True)
class Point:
    """One bar. ``value`` is None when the figure is hidden or unknown: then no bar is drawn, only ``shown``.

    ``shown`` is the figure as the reader sees it ("162", "< 5", "n.d."); ``url`` opens the rows behind it.
    """

    label: str
    value: int | None
    shown: str
    is_partial: bool = False
    url: str = ""


@dataclass(frozen=True)
class Chart:
    """A chart whose title is its message in one sentence and whose measure says what is counted.

    ``description`` is the text for who does not see the drawing; without it the points are listed in words.
    ``partial_note`` explains the asterisk ("a fine maggio: anno non finito").
    """

    title: str
    measure: str
    points: Sequence[Point]
    description: str = ""
    partial_note: str = ""

    @property
    def has_partial(self) -> bool:
        """Whether a bar is hatched and its asterisk needs a note."""
        return any(point.is_partial for point in self.points)

    @property
    def is_lying(self) -> bool:
        """Many bars or long labels do not fit side by side on a phone: then bars lie, one under another."""
        labels_too_long = any(len(point.label) > _LONGEST_UPRIGHT_LABEL for point in self.points)
        return labels_too_long or len(self.points) > _MOST_UPRIGHT_BARS

    @property
    def in_words(self) -> str:
        """The description, or the figures one after another."""
        return self.description or gettext("%(measure)s. %(figures)s.") % {
            "measure": self.measure,
            "figures": "; ".join(f"{point.label}: {point.shown}" for point in self.points),
        }

    @property
    def key(self) -> str:
        """A short name for the ids of this drawing: the same chart always has the same one."""
        content = repr((self.title, self.measure, *self.points))
        return "grafico-" + blake2s(content.encode(), digest_size=5).hexdigest()


@dataclass(frozen=True)
class Bar:
    """A point with its place in the drawing, as attribute values of SVG."""

    point: Point
    x: str
    y: str
    width: str
    height: str
    text_x: str
    text_y: str
    label_y: str


@dataclass(frozen=True)
class Part:
    """One side of a split bar: its figure and what it is ("31", "aziende profit"); None hides the proportion."""

    value: int | None
    shown: str
    label: str


def drawing(chart: Chart, *, width: int) -> str:
    """Return the same drawing as the page's, ``width`` pixels wide and with its colours in it, for papers."""
    return render_to_string("shell/bar_chart_drawing.html", {**parts(chart), "width": str(width)})


def parts(chart: Chart) -> dict[str, Any]:
    """Return what the template of the drawing needs."""
    return {"chart": chart, "bars": bars(chart), "height": drawing_height(chart), "base_line": base_line()}


def drawing_height(chart: Chart) -> str:
    """Height of the whole drawing in pixels."""
    return str(_ROW_HEIGHT * len(chart.points) if chart.is_lying else _UPRIGHT_HEIGHT)


def base_line() -> str:
    """Height in pixels, from the top, of the line on which upright bars stand."""
    return str(_BASE_LINE)


def bars(chart: Chart) -> list[Bar]:
    """Place every point of the chart. Hidden figures (value None) never change the scale nor get a size."""
    tallest = max((point.value for point in chart.points if point.value is not None), default=0)
    place = _lying_bar if chart.is_lying else _upright_bar
    return [
        place(point, index, count=len(chart.points), size=_share(point.value, tallest))
        for index, point in enumerate(chart.points)
    ]


def first_share(first: Part, second: Part) -> str | None:
    """Per cent of the whole that the first part takes; None when a part is hidden or the whole is zero."""
    if first.value is None or second.value is None or first.value + second.value <= 0:
        return None
    return f"{_share(first.value, first.value + second.value):.2f}%"


def _share(value: int | None, whole: int) -> float:
    """Per cent of ``value`` in ``whole``; a hidden value takes no room."""
    return 0 if value is None or whole <= 0 else max(0, 100 * value / whole)


def _upright_bar(point: Point, index: int, *, count: int, size: float) -> Bar:
    room = 100 / count
    height = round(_PLOT_HEIGHT * size / 100)
    top = _BASE_LINE - height
    return Bar(
        point=point,
        x=f"{room * index + room * (100 - _BAR_SHARE) / 200:.2f}%",
        y=str(top),
        width=f"{room * _BAR_SHARE / 100:.2f}%",
        height=str(height),
        text_x=f"{room * (index + 0.5):.2f}%",
        text_y=str(top - 7),
        label_y=str(_BASE_LINE + 18),
    )


def _lying_bar(point: Point, index: int, *, count: int, size: float) -> Bar:
    """``count`` is not needed: rows have a fixed height whatever their number."""
    del count
    top = _ROW_HEIGHT * index
    width = f"{_LONGEST_LYING_BAR * size / 100:.2f}%"
    return Bar(
        point=point,
        x="0",
        y=str(top + 21),
        width=width,
        height="16",
        text_x=width,
        text_y=str(top + 34),
        label_y=str(top + 15),
    )
