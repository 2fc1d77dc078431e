"""Puts typed text back into the form of a finished page.

The page was made as for anybody who asks for it, so no view has to know; only values, ticks and choices change.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

Attributes = Sequence[tuple[str, str | None]]
# What belongs to the page as it is now, and not to who typed.
_OF_THE_PAGE = re.compile(r"csrfmiddlewaretoken|.*-(?:TOTAL|INITIAL|MIN_NUM|MAX_NUM)_FORMS")
_UNTYPED = frozenset({"file", "password", "submit", "button", "image", "reset"})
_TICKED = frozenset({"checkbox", "radio"})


@dataclass
class _Control:
    """A field: its tag with its place in the page, and for a text of several lines where that text lies."""

    tag: str
    attributes: dict[str, str | None]
    span: tuple[int, int]
    text: tuple[int, int] = (0, 0)
    options: list["_Control"] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.attributes.get("name") or ""

    @property
    def kind(self) -> str:
        return (self.attributes.get("type") or "").lower()


@dataclass
class _Form:
    attributes: dict[str, str | None]
    start: int
    controls: list[_Control] = field(default_factory=list)


@dataclass(frozen=True)
class Refilled:
    """The page with the text in its form; ``start`` is where the form begins, ``homeless`` what found no field."""

    page: str
    start: int
    homeless: list[str]


def refill(page: str, *, address: str, action: str, fields: Mapping[str, Sequence[str]]) -> Refilled | None:
    """Fill the form of the page at ``address`` that is sent to ``action``; None when the page has no such form."""
    parser = _Page(page)
    parser.feed(page)
    sent = [form for form in parser.forms if _goes_to(form, address) == urlsplit(action).path]
    if not sent:
        return None
    form = max(sent, key=lambda each: len({control.name for control in each.controls} & fields.keys()))
    waiting = {name: list(values) for name, values in fields.items()}
    edits = [edit for control in form.controls for edit in _edits(control, waiting)]
    for (start, end), text in sorted(edits, reverse=True):
        page = page[:start] + text + page[end:]
    known = {control.name for control in form.controls if control.kind in _UNTYPED or control.tag == "button"}
    left = [value for name, values in waiting.items() if name not in known for value in values if value.strip()]
    return Refilled(page, form.start, left)


def _goes_to(form: _Form, address: str) -> str:
    if (form.attributes.get("method") or "").lower() != "post":
        return ""
    return urlsplit(urljoin(address, form.attributes.get("action") or address)).path


def _edits(control: _Control, waiting: dict[str, list[str]]) -> Iterator[tuple[tuple[int, int], str]]:
    """Yield what changes in a field, and take from ``waiting`` what found its place."""
    if not control.name or control.kind in _UNTYPED or control.tag == "button" or _OF_THE_PAGE.fullmatch(control.name):
        waiting.pop(control.name, None) if _OF_THE_PAGE.fullmatch(control.name) else None
        return
    values = waiting.get(control.name, [])
    if control.kind in _TICKED:
        yield control.span, _tag(control, "checked", _takes(values, control.attributes.get("value", "on") or ""))
    elif control.tag == "select":
        for option in control.options:
            yield option.span, _tag(option, "selected", _takes(values, option.attributes.get("value") or ""))
    elif values and control.tag == "textarea":
        yield control.text, "\n" + escape(values.pop(0))
    elif values:
        yield control.span, _tag(control, "value", values.pop(0))


def _takes(values: list[str], value: str) -> bool:
    if value not in values:
        return False
    values.remove(value)
    return True


def _tag(control: _Control, name: str, value: str | bool) -> str:
    """Write the tag with one attribute changed: a text, or one that is there or not."""
    attributes = {key: text for key, text in control.attributes.items() if key != name}
    if value is not False:
        attributes[name] = None if value is True else str(value)
    written = "".join(f" {key}" if text is None else f' {key}="{escape(text)}"' for key, text in attributes.items())
    return f"<{control.tag}{written}>"


class _Page(HTMLParser):
    """Finds the forms inside <main> with their fields, also those that stand elsewhere and name their form."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.forms: list[_Form] = []
        self._lines = [0, *(match.end() for match in re.finditer("\n", page))]
        self._is_main = False
        self._form: _Form | None = None
        self._control: _Control | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note forms and fields."""
        start = self._place()
        given = dict(attrs)
        self._is_main = self._is_main or tag == "main"
        if not self._is_main:
            return
        span = (start, start + len(self.get_starttag_text() or ""))
        if tag == "form":
            self._form = _Form(given, start)
            self.forms.append(self._form)
        elif tag == "option" and self._control is not None:
            self._control.options.append(_Control(tag, given, span))
        elif tag in {"input", "textarea", "select", "button"}:
            self._add(_Control(tag, given, span, (span[1], span[1])))

    def handle_endtag(self, tag: str) -> None:
        """Note where forms and texts end."""
        if tag == "textarea" and self._control is not None:
            self._control.text = (self._control.text[0], self._place())
        if tag == "form":
            self._form = None
        self._is_main = self._is_main and tag != "main"

    def _add(self, control: _Control) -> None:
        self._control = control
        elsewhere = control.attributes.get("form")
        named = (form for form in self.forms if elsewhere and form.attributes.get("id") == elsewhere)
        if form := next(named, None) if elsewhere else self._form:
            form.controls.append(control)

    def _place(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column
