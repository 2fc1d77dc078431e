"""What the drawing of a chart says, and what it must not say."""

import re
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from percorsi.web.shell.charts import Chart, Part, Point, bars, first_share
from percorsi.web.shell.templatetags import shell

FIGURES = st.lists(st.integers(0, 10**7), min_size=1, max_size=7)


def chart_of(*values: int | None) -> Chart:
    points = [Point(str(2015 + n), value, "< 5" if value is None else str(value)) for n, value in enumerate(values)]
    return Chart("Le persone crescono", "Persone, per anno", points)


def drawn(chart: Chart) -> str:
    return render_to_string("shell/bar_chart.html", shell.bar_chart(chart))


@given(values=FIGURES)
def test_heights_are_in_proportion_and_bars_stand_on_the_base_line(values: list[int]) -> None:
    placed = bars(chart_of(*values))
    tallest = max(int(bar.height) for bar in placed)
    for bar, value in zip(placed, values, strict=True):
        assert int(bar.y) + int(bar.height) == int(placed[0].y) + int(placed[0].height)
        assert abs(int(bar.height) - tallest * value / max(1, *values)) <= 1


@given(values=FIGURES)
def test_bars_stay_inside_the_drawing_and_do_not_touch(values: list[int]) -> None:
    placed = bars(chart_of(*values))
    edges = [(float(bar.x.rstrip("%")), float(bar.width.rstrip("%"))) for bar in placed]
    assert all(x > 0 and x + width < 100 for x, width in edges)
    assert all(first[0] + first[1] < second[0] for first, second in pairwise(edges))


def test_a_hidden_figure_has_no_bar_and_changes_no_other() -> None:
    with_hidden, all_shown = bars(chart_of(40, None, 20)), bars(chart_of(40, 4, 20))
    assert with_hidden[1].height == "0"
    assert [with_hidden[n].height for n in (0, 2)] == [all_shown[n].height for n in (0, 2)]
    picture = drawn(chart_of(40, None, 20))
    assert len(re.findall(r'<rect class="bar-ink"', picture)) == 2
    assert picture.count("&lt; 5") >= 2  # beside the bars and in the table


@pytest.mark.parametrize("values", [(), (0, 0), (None, None)])
def test_charts_without_figures_are_still_drawn(values: tuple[int | None, ...]) -> None:
    assert "<svg" in drawn(chart_of(*values))


@pytest.mark.parametrize("count", [5, 12])
def test_the_drawing_is_sound_and_has_no_inline_style(count: int) -> None:
    points = [Point(f"<Comune> {n}", n * 1000, str(n), n == 4, f"/righe/?n={n}") for n in range(count)]
    picture = drawn(Chart("Titolo con «virgolette» & altro", "Misura", points))
    svg = picture[picture.index('<svg class="chart') : picture.index("</svg>") + 6]
    root = ElementTree.fromstring(svg)
    named = {element.get("id") for element in root.iter()}
    assert set((root.get("aria-labelledby") or "").split()) <= named
    assert "style=" not in picture
    assert all("," not in (element.get("width") or "") for element in root.iter())
    assert picture.count('class="fig-link"') == count


def test_what_is_not_seen_is_told() -> None:
    assert "2015: 162; 2016: &lt; 5." in drawn(chart_of(162, None))


def test_an_unfinished_period_is_told_by_hatch_asterisk_and_words() -> None:
    picture = drawn(Chart("T", "M", [Point("2019", 412, "412", True)], partial_note="a fine maggio: anno non finito"))
    assert "url(#grafico-" in picture
    assert "2019*" in picture
    assert "* a fine maggio: anno non finito" in picture


def test_two_charts_of_a_page_share_no_id() -> None:
    assert chart_of(1, 2).key != chart_of(1, 3).key
    assert chart_of(1, 2).key == chart_of(1, 2).key


def test_many_bars_or_long_labels_lie_down() -> None:
    assert not chart_of(1, 2, 3).is_lying
    assert chart_of(*range(12)).is_lying
    assert Chart("T", "M", [Point("Settimo Milanese", 1, "1")]).is_lying


@given(first=st.integers(0, 10**6), second=st.integers(0, 10**6))
def test_a_split_bar_shares_the_whole(first: int, second: int) -> None:
    share = first_share(Part(first, "", ""), Part(second, "", ""))
    if first + second == 0:
        assert share is None
    else:
        assert share is not None
        assert abs(float(share.rstrip("%")) - 100 * first / (first + second)) < 0.01


def test_a_hidden_part_hides_the_proportion() -> None:
    context = shell.split_bar(Part(None, "< 5", "aziende profit"), Part(49, "49", "altri enti"))
    picture = render_to_string("shell/split_bar.html", context)
    assert "bar-ink" not in picture
    assert "&lt; 5" in picture
