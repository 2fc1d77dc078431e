"""Stylesheets, fonts and templates: colours one can read, icons that exist, nothing inline."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

import percorsi

WEB = Path(percorsi.__file__).parent / "web"
ASSETS = WEB / "shell" / "assets" / "percorsi"
TEMPLATES = sorted(WEB.glob("**/*.html"))
TOKENS = dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{3,6})", (ASSETS / "percorsi.css").read_text()))
ON_WHITE = ["text", "ink", "muted", "act", "act-d", "late", "soon", "ok", "priv"]
PAIRS = [
    *[(colour, "panel") for colour in ON_WHITE],
    *[(colour, "page") for colour in ("text", "ink", "muted", "act", "act-d")],
    *[(colour, "sel") for colour in ("text", "muted", "act", "act-d", "late", "soon")],
    ("late", "late-bg"), ("soon", "soon-bg"), ("ok", "ok-bg"), ("priv", "priv-bg"), ("priv-text", "priv-bg"),
    ("ink", "info-bg"), ("ink", "head"), ("panel", "bar"), ("panel", "bar2"), ("panel", "act"), ("panel", "late"),
]  # fmt: skip


def luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    digits = digits if len(digits) == 6 else "".join(digit * 2 for digit in digits)
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(first: str, second: str) -> float:
    light, dark = sorted((luminance(TOKENS[first]), luminance(TOKENS[second])), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(("ink", "paper"), PAIRS)
def test_text_can_be_read_on_its_ground(ink: str, paper: str) -> None:
    assert contrast(ink, paper) >= 4.5


@pytest.mark.parametrize("edge", ["ctrl", "cell"])
def test_edges_that_identify_a_control_can_be_seen(edge: str) -> None:
    assert contrast(edge, "panel") >= 3


def test_fonts_and_pictures_of_the_stylesheets_exist() -> None:
    for sheet in ASSETS.glob("*.css"):
        for address in re.findall(r'url\("([^"#]+)"\)', sheet.read_text()):
            name = (ASSETS / address).resolve().relative_to(ASSETS.parent.resolve())
            assert finders.find(str(name)), f"{sheet.name}: {address}"


def test_every_icon_of_the_templates_is_in_the_sprite() -> None:
    sprite = Path(str(finders.find("svg/sprites.svg"))).read_text()
    known = set(re.findall(r'<symbol id="([^"]+)"', sprite))
    used = {icon for path in TEMPLATES for icon in re.findall(r'"(it-[a-z0-9-]+)"', path.read_text())}
    assert len(used) > 5
    assert used <= known


def test_templates_have_nothing_inline_and_no_one_elses_address() -> None:
    assert len(TEMPLATES) > 15
    for path in TEMPLATES:
        text = path.read_text()
        assert not re.search(r"\sstyle=|<style|\son[a-z]+=|javascript:", text), path
        assert not re.search(r"<script(?![^>]*\ssrc=)", text), path
        assert "https://" not in text.replace("https://www.w3.org", ""), path
        assert len(text.splitlines()) <= 150, path
