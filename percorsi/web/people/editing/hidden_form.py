"""The form on who a protected person is: rows of one kind stand in one text, a line each, parts apart by semicolons."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from percorsi.confidential.actions import HiddenIdentity
from percorsi.confidential.models import ProtectedIdentity
from percorsi.kit.reading import Unreadable, read_date
from percorsi.kit.text import squeeze
from percorsi.people.choices import ContactKind
from percorsi.web.people.editing.forms import MEDIUM, text_field
from percorsi.web.shell.forms import VersionedForm, day_field
from percorsi.web.shell.templatetags.shell import day

Row = Mapping[str, str]
# The parts of a line, in their order.
PARTS = {
    "residences": ("municipality", "address", "starts_on", "ends_on"),
    "contacts": ("value", "whose"),
    "relatives": ("name", "relation", "phone"),
}
_DAYS = ("starts_on", "ends_on")


def lines_field(label: Any, *, help_text: Any) -> forms.CharField:
    """A text of rows, a line each."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=False,
        widget=forms.Textarea({"rows": 3, "autocomplete": "off"}),
    )


class HiddenForm(VersionedForm):
    """Who a protected person is. Everything may be unknown, so no field is marked as optional."""

    hides_optional = True
    family_names = text_field(_("Cognome"))
    given_names = text_field(_("Nome"))
    born_on = day_field(_("Data di nascita"), help_text=_("Per esempio 3/6/1985"))
    birth_place = text_field(_("Luogo di nascita"))
    codice_fiscale = text_field(
        _("Codice fiscale"), help_text=_("Anche provvisorio, 11 cifre. Se non c’è lascia vuoto"), attrs=MEDIUM
    )
    residences = lines_field(_("Residenze"), help_text=_("Una per riga: comune; indirizzo; dal; al"))
    contacts = lines_field(_("Recapiti"), help_text=_("Uno per riga: numero o e-mail; di chi è, se non è suo"))
    relatives = lines_field(_("Familiari"), help_text=_("Uno per riga: nome; legame; telefono"))
    remark = forms.CharField(label=_("Annotazione"), required=False, widget=forms.Textarea({"rows": 3}))

    def __init__(self, *args: Any, hidden: ProtectedIdentity | None, **more: Any):
        self.known = HiddenIdentity.of(hidden)
        more["initial"] = shown(self.known) | {"version": hidden.version if hidden else 0}
        super().__init__(*args, **more)

    @property
    def identity(self) -> HiddenIdentity:
        """What was typed, as the action asks for it."""
        return HiddenIdentity(**{name: self.cleaned_data[name] for name in HiddenIdentity.__slots__})

    def typed(self) -> dict[str, Any]:
        """What was typed, as the form shows it."""
        given = self.cleaned_data
        return {name: _lines(rows, PARTS[name]) if name in PARTS else rows for name, rows in given.items()}

    def clean_residences(self) -> tuple[Row, ...]:
        """Read the lines of the residences."""
        return self._rows("residences")

    def clean_contacts(self) -> tuple[Row, ...]:
        """Read the lines of the contacts; the sign @ makes an e-mail address."""
        return tuple(row if "kind" in row else {**row, "kind": _kind(row["value"])} for row in self._rows("contacts"))

    def clean_relatives(self) -> tuple[Row, ...]:
        """Read the lines of the relatives."""
        return self._rows("relatives")

    def _rows(self, name: str) -> tuple[Row, ...]:
        # A line that nobody touched is the row that it was, also with a semicolon of its own.
        as_before = {_line(row, PARTS[name]): row for row in getattr(self.known, name)}
        typed = [squeeze(line) for line in self.cleaned_data[name].splitlines()]
        filled = [line for line in typed if line.strip("; ")]
        return tuple(as_before.get(line) or _read(line, place, PARTS[name]) for place, line in enumerate(filled, 1))


def shown(identity: HiddenIdentity) -> dict[str, Any]:
    """Return the values of an identity as the form shows them."""
    values: dict[str, Any] = {name: getattr(identity, name) for name in HiddenIdentity.__slots__}
    return values | {name: _lines(values[name], parts) for name, parts in PARTS.items()}


def _lines(rows: Iterable[Row], parts: tuple[str, ...]) -> str:
    return "\n".join(_line(row, parts) for row in rows)


def _line(row: Row, parts: tuple[str, ...]) -> str:
    words = [_day_in_words(row[name]) if name in _DAYS else row[name] for name in parts]
    return squeeze("; ".join(words).rstrip("; "))


def _day_in_words(text: str) -> str:
    return day(date.fromisoformat(text)) if text else ""


def _read(line: str, place: int, parts: tuple[str, ...]) -> Row:
    words = [word.strip() for word in line.split(";")]
    while words and not words[-1]:
        words.pop()
    if len(words) > len(parts):
        most = _now("Riga %(line)d: le parti fra punto e virgola sono al massimo %(most)d.")
        raise forms.ValidationError(most % {"line": place, "most": len(parts)})
    row = dict.fromkeys(parts, "") | dict(zip(parts, words, strict=False))
    for name in _DAYS:
        if row.get(name):
            row[name] = _read_day(row[name], place)
    return row


def _read_day(text: str, place: int) -> str:
    try:
        return read_date(text).isoformat()
    except Unreadable:
        fault = _now("Riga %(line)d: questo giorno non esiste: scrivilo così, 3/6/2019.") % {"line": place}
        raise forms.ValidationError(fault) from None


def _kind(value: str) -> str:
    return ContactKind.EMAIL if "@" in value else ContactKind.PHONE
