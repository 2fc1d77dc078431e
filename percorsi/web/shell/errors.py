"""The lines of an error summary: the same words as beside the field, each with the field it leads to."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from django.forms import BaseForm, BaseFormSet
from django.forms.boundfield import BoundField


@dataclass(frozen=True)
class ErrorLine:
    """A message and the id of the element that receives the focus; an empty id means that there is none."""

    message: str
    target: str


def error_lines(*forms: BaseForm | BaseFormSet) -> list[ErrorLine]:
    """Collect the errors of forms and formsets in page order: first the general ones, then field by field."""
    return list(chain.from_iterable(_lines_of(form) for form in forms))


def _lines_of(form: BaseForm | BaseFormSet) -> Iterator[ErrorLine]:
    if isinstance(form, BaseFormSet):
        if form.is_bound:
            yield from (ErrorLine(str(message), "") for message in form.non_form_errors())
        for inner in form.forms:
            yield from _lines_of(inner)
        return
    yield from (ErrorLine(str(message), "") for message in form.non_field_errors())
    for field in form:
        for message in field.errors:
            yield ErrorLine(_after_label(str(field.label), str(message)), _target(field))


def _target(field: BoundField) -> str:
    """A group of choices has no element of its own: its first choice receives the focus."""
    if field.is_hidden or not field.auto_id:
        return ""
    return field.id_for_label or f"{field.auto_id}_0"


def _after_label(label: str, message: str) -> str:
    """The message goes on after "label:", so it begins small; after a question, or an acronym, it stays as it is."""
    if label.endswith("?"):
        return f"{label} {message}"
    is_acronym = len(message) > 1 and message[1].isupper()
    return f"{label}: {message if is_acronym else message[:1].lower() + message[1:]}"
