"""What was typed into a form, checked: pure, but for the municipalities, which are looked up by name."""

import re
from collections.abc import Mapping
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from percorsi.kit import codice_fiscale as codes
from percorsi.kit.reading import Unreadable, read_date
from percorsi.kit.refusal import Refused
from percorsi.kit.text import squeeze, squeeze_lines
from percorsi.people.actions import typed
from percorsi.people.actions.identity import BAD_CODES, code_fault
from percorsi.places.models import Municipality
from percorsi.places.queries import named
from percorsi.referrals.choices.form_1 import PROTECTED, YES
from percorsi.referrals.choices.questions import Ask, Question, Section, asked_in

Answers = Mapping[str, str | list[str]]
# What is kept of one answer, however wrong it is: nothing typed is lost before somebody corrects it.
LONGEST_KEPT = 10_000
_YEAR = re.compile(r"\d{4}")


def comes_from_protected_place(answers: Answers) -> bool:
    """Whether the sender says that the person comes from a place which must not be known."""
    return answers.get(PROTECTED) == YES


def line(answers: Answers, key: str) -> str:
    """Return an answer as one text; empty without one."""
    value = answers.get(key, "")
    return value if isinstance(value, str) else ", ".join(value)


def kept(question: Question, value: str | list[str]) -> str | list[str]:
    """Return what was typed as the draft keeps it: without what nobody sees, options only of those offered."""
    if question.how == Ask.SEVERAL:
        offered = [key for key, _label in question.options]
        return [key for key in offered if key in value]
    text = value if isinstance(value, str) else ""
    if question.how == Ask.ONE:
        return text if text in {key for key, _label in question.options} else ""
    tidy = squeeze_lines if question.how == Ask.TEXT else squeeze
    return tidy(text[:LONGEST_KEPT])


def faults(section: Section, answers: Answers) -> dict[str, str]:
    """Return what is wrong or missing in a section, by key of the question, each with its remedy."""
    asked = asked_in(section, is_protected=comes_from_protected_place(answers))
    found = {one.key: _fault(one, answers) for one in asked}
    return {key: message for key, message in found.items() if message}


def is_begun(section: Section, answers: Answers) -> bool:
    """Whether anything of a section was answered."""
    return any(answers.get(one.key) for one in section.questions if one.key != PROTECTED)


def birth_of(text: str) -> tuple[date | None, int | None]:
    """Return the day of birth, or the year alone when only that is known. Raises ``Unreadable``."""
    if _YEAR.fullmatch(text.strip()):
        return None, int(text)
    return (read_date(text), None) if text else (None, None)


def municipality_of(text: str) -> Municipality | None:
    """Return the municipality of today with this name; None when there is none, or several."""
    found = list(named(text)[:2]) if text else []
    return found[0] if len(found) == 1 else None


def _fault(question: Question, answers: Answers) -> str:
    given = answers.get(question.key) or ""
    if not given:
        return str(question.missing)
    if isinstance(given, list):
        return ""
    if len(given) > question.most:
        return _("Ha %(count)d caratteri e può averne %(most)d: abbrevia.") % {
            "count": len(given),
            "most": question.most,
        }
    check = {
        Ask.DAY: _fault_of_day,
        Ask.BIRTH: _fault_of_birth,
        Ask.CODE: _fault_of_code,
        Ask.MUNICIPALITY: _fault_of_municipality,
    }.get(question.how)
    return check(given, answers) if check else ""


def _fault_of_day(text: str, answers: Answers) -> str:
    del answers
    try:
        day = read_date(text)
    except Unreadable:
        return _("Questo giorno non esiste: scrivilo così, 3/6/2019.")
    return _("È un giorno futuro: controllalo.") if day > timezone.localdate() else ""


def _fault_of_birth(text: str, answers: Answers) -> str:
    del answers
    try:
        born_on, year = birth_of(text)
        typed.birth(born_on or date(year or 1, 1, 1))
    except Unreadable:
        return _("Questo giorno non esiste: scrivilo così, 3/6/1985, oppure scrivi solo l’anno.")
    except Refused as refusal:
        return str(refusal.message)
    except ValueError:
        return _("Controlla l’anno.")
    return ""


def _fault_of_code(text: str, answers: Answers) -> str:
    try:
        code = codes.read(text)
    except codes.BadCodiceFiscale as bad:
        return str(BAD_CODES[bad.kind])
    try:
        born_on, _year = birth_of(line(answers, "born"))
    except Unreadable:
        born_on = None
    return code_fault(code, born_on=born_on, sex=line(answers, "sex"))


def _fault_of_municipality(text: str, answers: Answers) -> str:
    del answers
    found = list(named(text)[:2])
    if not found:
        return _("Non conosciamo questo comune: controlla come si scrive.")
    if len(found) > 1:
        example = f"{found[0].name} ({found[0].province})"
        return _("Ci sono più comuni con questo nome: aggiungi la provincia, per esempio «%(name)s».") % {
            "name": example
        }
    return ""
