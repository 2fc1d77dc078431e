"""Several rows of a list at once: which ones were chosen, and what became of each."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from percorsi.kit.refusal import Forbidden, Refused

MOST_CHOSEN = 100
M = TypeVar("M", bound=Model)


class BulkAct(NamedTuple):
    """A button of the bar. ``name`` and ``value`` are what it sends; ``url`` where, when not where the bar goes."""

    name: str
    value: str
    icon: str
    label: str | Promise
    url: str = ""


@dataclass(frozen=True)
class Outcome:
    """What became of the chosen rows: what was done is called by its name, what was refused also has a reason."""

    done: list[str] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)


def chosen(request: HttpRequest, rows: QuerySet[M]) -> list[M]:
    """Return the ticked rows (``scelti``, public ids) among what the reader sees, in the order of ``rows``.

    Raises ``Refused`` when none is ticked, or more than ``MOST_CHOSEN``. What the reader does not see, or is no
    longer there, is left out without a word.
    """
    asked = set(request.POST.getlist("scelti"))
    if len(asked) > MOST_CHOSEN:
        raise Refused(
            _("Ne hai scelte %(asked)s: se ne possono scegliere al massimo %(most)s per volta.")
            % {"asked": len(asked), "most": MOST_CHOSEN}
        )
    found = list(rows.filter(public_id__in=asked)) if asked else []
    if not found:
        raise Refused(_("Non hai scelto nessuna riga: spunta le caselle accanto ai nomi, poi riprova."))
    return found


def carry_out(rows: Iterable[M], act: Callable[[M], Any], *, called: Callable[[M], str] = str) -> Outcome:
    """Do the act to each row; a refusal concerns its row alone, and the others go on."""
    outcome = Outcome()
    for row in rows:
        try:
            act(row)
        except Refused as refusal:
            outcome.refused.append((called(row), str(refusal.message)))
        except Forbidden:
            outcome.refused.append((called(row), _("Non hai il permesso per questa persona.")))
        else:
            outcome.done.append(called(row))
    return outcome
