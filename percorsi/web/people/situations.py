"""How somebody stands with work and at home, in words: only what was declared, for what is not known says nothing."""

from collections.abc import Iterator
from datetime import date

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from percorsi.people.models import Person, Situation
from percorsi.web.shell.templatetags.shell import day


def situations_of(person: Person) -> list[Situation]:
    """Return the situations of a person, the one of the whole past first; read once, also for the rules."""
    prefetch_related_objects([person], "situations")
    return sorted(person.situations.all(), key=lambda row: (row.starts_on or date.min, row.pk))


def in_words(row: Situation) -> list[str]:
    """Return what was declared, one short sentence each."""
    return list(_sentences(row))


def _sentences(row: Situation) -> Iterator[str]:
    if row.jobless_since is not None:
        yield _("Senza lavoro dal %(day)s") % {"day": day(row.jobless_since)}
    elif row.is_jobless is not None:
        yield _("Senza lavoro") if row.is_jobless else _("Ha un lavoro")
    if row.is_losing_job:
        yield _("Sta per perdere il lavoro")
    elif row.is_losing_job is False and not row.is_jobless:
        yield _("Non sta per perdere il lavoro")
    if row.never_had_regular_job is not None:
        never, before = _("Mai avuto un lavoro regolare retribuito"), _("Ha già avuto un lavoro regolare retribuito")
        yield never if row.never_had_regular_job else before
    if row.left_education_on is not None:
        yield _("Studi a tempo pieno finiti il %(day)s") % {"day": day(row.left_education_on)}
    if row.lives_alone_with_dependants is not None:
        alone, with_others = _("Unica persona adulta in casa, con figli a carico"), _("Non è sola con figli a carico")
        yield alone if row.lives_alone_with_dependants else with_others
