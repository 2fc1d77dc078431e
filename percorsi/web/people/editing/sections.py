"""The parts of what is known of a person that are lists of rows: how each is shown, asked and written."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from percorsi.accounts.models import User
from percorsi.people import actions
from percorsi.people.legal import basis_of
from percorsi.people.models import Condition, Invalidity, Person, Residence, Situation
from percorsi.web.people.editing import forms
from percorsi.web.people.editing.forms import RowForm
from percorsi.web.people.editing.situation_form import SituationForm
from percorsi.web.people.situations import in_words
from percorsi.web.shell.templatetags.shell import day

Write = Callable[[Any, Any, User], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A list of rows with its form. ``tells_who`` marks what nobody writes here about a protected person."""

    key: str
    title: str | Promise
    adding: str | Promise
    form: type[RowForm]
    words: Callable[[Any], tuple[str, str]]
    add: Write
    change: Write | None = None
    remove: Callable[[Any, User], object] | None = None
    tells_who: bool = False

    @property
    def has_changes(self) -> bool:
        """Whether a row may be changed; a template would call the function itself."""
        return self.change is not None

    @property
    def has_removals(self) -> bool:
        """Whether a row may be taken away."""
        return self.remove is not None

    def rows(self, person: Person) -> QuerySet[Any]:
        """Return the rows of the person, in the order in which they were written."""
        found: QuerySet[Any] = getattr(person, self.key).order_by("pk")
        return found


def _days(starts: Any, ends: Any) -> str:
    if starts and ends:
        return _("dal %(first)s al %(last)s") % {"first": day(starts), "last": day(ends)}
    if starts:
        return _("dal %(first)s") % {"first": day(starts)}
    return _("fino al %(last)s") % {"last": day(ends)} if ends else ""


def _residence(row: Residence) -> tuple[str, str]:
    return str(row), _days(row.starts_on, row.ends_on)


def _condition(row: Condition) -> tuple[str, str]:
    basis = basis_of(row.category)
    main = _("prevalente") if row.is_main else ""
    source = f"{basis.act}, {basis.where}" if basis else _("come scritta nel vecchio registro")
    return str(row), " · ".join(filter(None, [main, _days(row.starts_on, row.ends_on), row.evidence, source]))


def _invalidity(row: Invalidity) -> tuple[str, str]:
    issued = _("verbale del %(day)s") % {"day": day(row.issued_on)} if row.issued_on else ""
    review = _("da rivedere il %(day)s") % {"day": day(row.review_on)} if row.review_on else ""
    return str(row), " · ".join(filter(None, [issued, review]))


def _situation(row: Situation) -> tuple[str, str]:
    first, *others = in_words(row) or [str(row)]
    return first, " · ".join(filter(None, [*others, _days(row.starts_on, row.ends_on)]))


def _typed(form: RowForm) -> dict[str, Any]:
    return {name: value for name, value in form.cleaned_data.items() if name != "row"}


_ALL = (
    Section(
        key="residences",
        title=gettext_lazy("Residenze"),
        adding=gettext_lazy("Nuova residenza"),
        form=forms.ResidenceForm,
        words=_residence,
        add=lambda person, form, by: actions.move(person, to=form.place, on=form.cleaned_data["starts_on"], by=by),
        change=lambda row, form, by: actions.correct_residence(
            row, to=form.place, starts_on=form.cleaned_data["starts_on"], by=by
        ),
        remove=lambda row, by: actions.remove_residence(row, by=by),
        tells_who=True,
    ),
    Section(
        key="contacts",
        title=gettext_lazy("Recapiti"),
        adding=gettext_lazy("Nuovo recapito"),
        form=forms.ContactForm,
        words=lambda row: (row.value, " · ".join(filter(None, [str(row.get_kind_display()), row.whose]))),
        add=lambda person, form, by: actions.add_contact(person, **_typed(form), by=by),
        change=lambda row, form, by: actions.change_contact(row, **_typed(form), by=by),
        remove=lambda row, by: actions.remove_contact(row, by=by),
        tells_who=True,
    ),
    Section(
        key="relatives",
        title=gettext_lazy("Familiari"),
        adding=gettext_lazy("Nuovo familiare"),
        form=forms.RelativeForm,
        words=lambda row: (row.name, " · ".join(filter(None, [row.relation, row.phone]))),
        add=lambda person, form, by: actions.add_relative(person, **_typed(form), by=by),
        change=lambda row, form, by: actions.change_relative(row, **_typed(form), by=by),
        remove=lambda row, by: actions.remove_relative(row, by=by),
        tells_who=True,
    ),
    Section(
        key="conditions",
        title=gettext_lazy("Categorie"),
        adding=gettext_lazy("Nuova categoria"),
        form=forms.ConditionForm,
        words=_condition,
        add=lambda person, form, by: actions.add_condition(person, belonging=form.belonging, by=by),
        change=lambda row, form, by: actions.change_condition(row, belonging=form.belonging, by=by),
        remove=lambda row, by: actions.remove_condition(row, by=by),
    ),
    Section(
        key="situations",
        title=gettext_lazy("Situazione lavorativa e familiare"),
        adding=gettext_lazy("Nuova situazione"),
        form=SituationForm,
        words=_situation,
        add=lambda person, form, by: actions.record_situation(
            person, declared=form.declared, on=form.cleaned_data["starts_on"], by=by
        ),
        change=lambda row, form, by: actions.correct_situation(
            row, declared=form.declared, starts_on=form.cleaned_data["starts_on"], by=by
        ),
        remove=lambda row, by: actions.remove_situation(row, by=by),
    ),
    Section(
        key="invalidities",
        title=gettext_lazy("Invalidità"),
        adding=gettext_lazy("Nuova invalidità"),
        form=forms.InvalidityForm,
        words=_invalidity,
        add=lambda person, form, by: actions.add_invalidity(person, certificate=form.certificate, by=by),
        change=lambda row, form, by: actions.change_invalidity(row, certificate=form.certificate, by=by),
        remove=lambda row, by: actions.remove_invalidity(row, by=by),
    ),
    Section(
        key="permits",
        title=gettext_lazy("Permessi di soggiorno"),
        adding=gettext_lazy("Nuovo permesso"),
        form=forms.PermitForm,
        words=lambda row: (row.kind, _("scade il %(day)s") % {"day": day(row.expires_on)} if row.expires_on else ""),
        add=lambda person, form, by: actions.add_permit(person, **_typed(form), by=by),
        change=lambda row, form, by: actions.change_permit(row, **_typed(form), by=by),
        remove=lambda row, by: actions.remove_permit(row, by=by),
    ),
    Section(
        key="numbers",
        title=gettext_lazy("Numeri di pratica"),
        adding=gettext_lazy("Nuovo numero"),
        form=forms.NumberForm,
        words=lambda row: (row.number, str(row.sending_service or "")),
        add=lambda person, form, by: actions.add_number(person, **_typed(form), by=by),
    ),
)
SECTIONS: Mapping[str, Section] = {section.key: section for section in _ALL}
