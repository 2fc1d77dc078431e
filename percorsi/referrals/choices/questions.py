"""The form that a social worker fills in: its sections and questions, a version a file, none ever rewritten.

Answers are kept as typed, by key, with the number of their version; they are read with that version.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.functional import Promise


class Ask(StrEnum):
    """How a question is answered."""

    LINE = "line"
    TEXT = "text"
    DAY = "day"
    BIRTH = "birth"  # a day, or a year alone when the day is uncertain
    CODE = "code"  # a codice fiscale, provisional or not
    MUNICIPALITY = "municipality"
    ONE = "one"
    SEVERAL = "several"


@dataclass(frozen=True, slots=True)
class Question:
    """A question. ``missing`` says what to do without an answer; a question without it is optional.

    ``tells_who`` marks what tells who or where the person is: it is not asked of who comes from a protected place, and
    leaves the form once the person is in the archive.
    """

    key: str
    label: str | Promise
    how: Ask = Ask.LINE
    help_text: str | Promise = ""
    missing: str | Promise = ""
    options: tuple[tuple[str, str | Promise], ...] = ()
    most: int = 150
    tells_who: bool = False
    width: str = ""

    @property
    def is_needed(self) -> bool:
        """Whether the form cannot be sent without an answer."""
        return bool(self.missing)


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the form, filled in on a page of its own. The title begins with a verb; read back it has its name."""

    key: str
    name: str | Promise
    title: str | Promise
    lead: str | Promise
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """A version of the form, in force from a day."""

    version: int
    valid_from: date
    sections: tuple[Section, ...]

    def section(self, key: str) -> Section | None:
        """Return a section by its key."""
        return next((one for one in self.sections if one.key == key), None)

    def asked(self, *, is_protected: bool) -> Iterator[Question]:
        """Give the questions; of who comes from a protected place only those that do not tell who they are."""
        for section in self.sections:
            yield from asked_in(section, is_protected=is_protected)


def asked_in(section: Section, *, is_protected: bool) -> list[Question]:
    """Return the questions of a section that are asked."""
    return [one for one in section.questions if not (is_protected and one.tells_who)]
