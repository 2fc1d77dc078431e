"""What is chosen in the head of Andamento, and what a link to the rows behind a figure says. Both only read."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from percorsi.kit.dates import in_words
from percorsi.kit.indicator import Indicator
from percorsi.kit.periods import Period, free
from percorsi.people.legal import category_choices
from percorsi.placements.indicators import FIXED, HIRES_BY_NATURE, HIRES_BY_TERM
from percorsi.reports.choices import DECLARED_KIND, MOST_PERIODS, PERIODS_IN_A_YEAR, Cut, Kind
from percorsi.reports.figures import BLANK, PAGE_CATEGORY, PAGE_MUNICIPALITY, Label, Question
from percorsi.reports.frame import Frame
from percorsi.reports.rows import BY_KEY
from percorsi.reports.selection import Scope, Selection, column, columns, default_selection, default_years
from percorsi.reports.sentences import nature_words, unit
from percorsi.web.shell.forms import day_field

_GONE = _("Questa scelta non c’è. Scegline una dell’elenco.")


def _choice(label: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, error_messages={"invalid_choice": _GONE})


class SelectionForm(forms.Form):
    """Periods, municipality and cut, among those that the reader's scope offers.

    ``selection`` is what was asked, once the form is valid.
    """

    hides_optional = True
    tipo = _choice(_("Periodo"))
    dal = _choice(_("Dal"))
    al = _choice(_("Al"))
    inizio = day_field(_("Primo giorno"))
    fine = day_field(_("Ultimo giorno"))
    comune = _choice(_("Comune"))
    per = _choice(_("Dividi per"))

    def __init__(self, given: Mapping[str, Any], *, frame: Frame, scope: Scope):
        super().__init__({**_usual(frame, scope, given.get("tipo")), **{name: given[name] for name in given}})
        self.frame, self.scope = frame, scope
        self.selection = default_selection(frame)
        self._offer_choices()
        is_free = self.data["tipo"] == Kind.FREE and Kind.FREE in scope.kinds
        for name in ("dal", "al") if is_free else ("inizio", "fine"):
            del self.fields[name]

    def _offer_choices(self) -> None:
        frame, scope = self.frame, self.scope
        last = frame.cut_off.year if frame.cut_off else 0
        years = [(str(year), str(year)) for year in range(frame.first_year or 1, last + 1)]
        towns = [town for town in frame.towns if scope.towns is None or town in scope.towns]
        self._offer("tipo", [(kind.value, kind.label) for kind in scope.kinds])
        self._offer("dal", years)
        self._offer("al", years)
        self._offer("comune", [("", gettext("Tutti i Comuni")), *((town, town) for town in towns)])
        self._offer("per", [("", gettext("Niente")), *((cut.value, cut.label) for cut in scope.cuts)])
        if len(scope.kinds) == 1:
            del self.fields["tipo"]

    def _offer(self, name: str, choices: list[tuple[Any, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def clean(self) -> dict[str, Any]:
        """Put the choices together; a combination that cannot be shown says what to change."""
        cleaned = super().clean() or {}
        for name in ("dal", "al"):
            if name in self.fields and name not in self.errors and not cleaned.get(name):
                self.add_error(name, _GONE)
        if self.errors or self.frame.cut_off is None:
            return cleaned
        kind = Kind(cleaned.get("tipo") or self.scope.kinds[0])
        cut = Cut(cleaned["per"]) if cleaned.get("per") else None
        if self.scope.is_outside and cleaned["comune"] and cut:
            self.add_error("per", gettext("Un taglio alla volta: scegli «Tutti i Comuni» oppure togli la divisione."))
            return cleaned
        if cut == Cut.CATEGORY and self.scope.hides_small(cut) and (cleaned["comune"] or kind != DECLARED_KIND):
            self.add_error(
                "per",
                gettext(
                    "Per categoria si divide solo l’anno solare di tutti i Comuni: scegli quello, o un altro taglio."
                ),
            )
            return cleaned
        if cleaned["comune"] and cut == Cut.MUNICIPALITY:
            self.add_error(
                "per", gettext("Le cifre sono già di un solo Comune: scegli «Tutti i Comuni» per dividerle.")
            )
            return cleaned
        shown = self._free(cleaned) if kind == Kind.FREE else self._years(kind, cleaned)
        if not self.errors:
            self.selection = Selection(kind, shown, cleaned["comune"], cut)
        return cleaned

    def _free(self, cleaned: dict[str, Any]) -> tuple[Any, ...]:
        cut_off = self.frame.cut_off
        assert cut_off is not None, "an empty service was left out before"
        first, last = cleaned.get("inizio"), cleaned.get("fine")
        for name, day in (("inizio", first), ("fine", last)):
            if day is None:
                self.add_error(name, gettext("Scrivi il giorno, per esempio 1/1/2018."))
        if not first or not last:
            return ()
        if last < first:
            self.add_error("fine", gettext("Viene prima del primo giorno: scambia i due giorni."))
            return ()
        if first > cut_off:
            until = {"day": in_words(cut_off)}
            self.add_error("inizio", gettext("I dati arrivano al %(day)s: scegli un giorno precedente.") % until)
            return ()
        return (column(free(first, last), cut_off, Kind.FREE),)

    def _years(self, kind: Kind, cleaned: dict[str, Any]) -> tuple[Any, ...]:
        cut_off = self.frame.cut_off
        assert cut_off is not None, "an empty service was left out before"
        first, last = int(cleaned["dal"]), int(cleaned["al"])
        if last < first:
            self.add_error("al", gettext("Viene prima dell’inizio: scegli un anno uguale o successivo."))
            return ()
        most = MOST_PERIODS // PERIODS_IN_A_YEAR[kind]
        if last - first >= most:
            numbers = {"most": most, "unit": unit(kind)}
            message = gettext("Per ogni %(unit)s si confrontano al massimo %(most)s anni: avvicina i due anni.")
            if most == 1:
                message = gettext("Per ogni %(unit)s si mostra un anno alla volta: scegli lo stesso anno due volte.")
            self.add_error("al", message % numbers)
            return ()
        shown = columns(kind, first, last, cut_off)
        if not shown:
            self.add_error(
                "dal", gettext("In questi anni non comincia nessun periodo con dati: scegli un anno precedente.")
            )
        return shown


def _usual(frame: Frame, scope: Scope, asked: Any) -> dict[str, Any]:
    """What the form says when the address leaves it out: the first way of dividing time, the latest years that fit."""
    kind = Kind(asked) if asked in scope.kinds else scope.kinds[0]
    if frame.cut_off is None or kind == Kind.FREE:
        return {"tipo": kind.value}
    first, last = default_years(kind, frame)
    return {"tipo": kind.value, "dal": str(first), "al": str(last)}


class RowsForm(forms.Form):
    """Which figure, of which days and whom. Made by the page itself: who writes it by hand gets no explanation."""

    cifra = forms.ChoiceField(choices=[(key, key) for key in BY_KEY])
    dal = forms.DateField(input_formats=["%Y-%m-%d"])
    al = forms.DateField(input_formats=["%Y-%m-%d"])
    parte = forms.CharField(required=False, max_length=200)
    comune = forms.CharField(required=False, max_length=100)
    categoria = forms.CharField(required=False, max_length=40)

    def clean(self) -> dict[str, Any]:
        """Refuse days in the wrong order."""
        cleaned = super().clean() or {}
        if not self.errors and cleaned["al"] < cleaned["dal"]:
            self.add_error("al", "order")
        return cleaned

    @property
    def indicator(self) -> Indicator:
        """The indicator that was asked for."""
        return BY_KEY[self.cleaned_data["cifra"]]

    @property
    def period(self) -> Period:
        """The days, with their name."""
        return free(self.cleaned_data["dal"], self.cleaned_data["al"])

    @property
    def part(self) -> str | None:
        """The part of a divided indicator, blank for that without a name; None for the whole."""
        return _meant(self.cleaned_data["parte"]) if self.indicator.split else None

    @property
    def question(self) -> Question:
        """The question whose rows are asked for."""
        given = ((PAGE_MUNICIPALITY, "comune"), (PAGE_CATEGORY, "categoria"))
        within: tuple[tuple[Label, str], ...] = tuple(
            (label, _meant(self.cleaned_data[name]) or "") for label, name in given if self.cleaned_data[name]
        )
        return Question(self.indicator, self.period, within=within)

    @property
    def in_words(self) -> str:
        """The days, and whose rows they are, for the head of the list."""
        part, names = self.part, dict(category_choices())
        said = [self.period.label, self.cleaned_data["comune"], names.get(self.cleaned_data["categoria"], "")]
        return ", ".join(filter(None, [*said, _part_in_words(self.indicator, part)]))


def _part_in_words(indicator: Indicator, part: str | None) -> str:
    if part is None:
        return ""
    if indicator is HIRES_BY_NATURE:
        return nature_words(part)
    if indicator is HIRES_BY_TERM:
        return gettext("a tempo determinato") if part == FIXED else gettext("altri contratti")
    return part or gettext("non indicato")


def _meant(given: str) -> str | None:
    """What an address means by a label: none when it is left out, a blank one when it says so."""
    return None if not given else "" if given == BLANK else given
