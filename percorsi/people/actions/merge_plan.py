"""What joining two people would do: which rows move, which step back, what stands in the way. Nothing is written."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from percorsi.kit import codice_fiscale as codes
from percorsi.people.actions.identity import code_fault
from percorsi.people.models import AccessException, Condition, Person, Residence, SearchTerm, Situation

# Blank in the person who stays, these are taken from the one who goes; the names only together.
FILLED = ("sex", "born_on", "birth_place", "citizenship", "codice_fiscale", "education", "remark")
NAMES = ("family_names", "given_names")
AGREEING = ("codice_fiscale", "born_on", "sex")
# Two rows that say the same of both people: the one of the person who goes is put aside.
PUT_ASIDE = frozenset({"one_open_exception_once", "one_enrolment_a_folder"})
RESIDENCE, MAIN = "one_present_residence_a_person", "one_present_main_condition_a_person"
SITUATION = "one_present_situation_a_person"


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why two people cannot simply be joined. A resolved one is only told: a rule settles it, and undo restores it."""

    message: str
    is_resolved: bool


@dataclass(frozen=True, slots=True)
class Step:
    """A value to change in a row; without ``field`` the row is put aside."""

    row: models.Model
    field: str = ""
    after: Any = None


@dataclass(slots=True)
class MergePlan:
    """The steps that join two people, in their order, and the obstacles met."""

    steps: list[Step] = field(default_factory=list)
    obstacles: list[Obstacle] = field(default_factory=list)

    @property
    def blocking(self) -> list[Obstacle]:
        """The obstacles that somebody has to remove first."""
        return [one for one in self.obstacles if not one.is_resolved]


def make_plan(keep: Person, lose: Person) -> MergePlan:
    """Return what joining ``lose`` to ``keep`` would do."""
    plan = MergePlan()
    for relation in relations():
        model, name = relation.related_model, relation.field.name
        for constraint, row in _clashes(relation, keep, lose):
            _settle(plan, constraint, row, keep)
        aside = {step.row.pk for step in plan.steps if type(step.row) is model and not step.field}
        rows = model._base_manager.filter(**{name: lose}).exclude(pk__in=aside).order_by("pk")
        plan.steps += [Step(row, name, keep.pk) for row in rows]
    return plan


def relations() -> list[Any]:
    """Return every way in which a row of any room points at a person, search words apart: those are made anew."""
    found = Person._meta.get_fields(include_hidden=True)
    return [
        one
        for one in found
        if one.auto_created and not one.concrete and (one.one_to_many or one.one_to_one)
        if one.related_model is not SearchTerm
    ]


def plain(row: models.Model) -> dict[str, Any]:
    """Return all values of a row as JSON holds them; :func:`as_row` makes the row again."""
    return {column.attname: plain_value(getattr(row, column.attname)) for column in row._meta.concrete_fields}


def as_row(model: type[models.Model], values: dict[str, Any]) -> models.Model:
    """Return the row, not yet written, of which :func:`plain` gave the values."""
    columns = {column.attname: column for column in model._meta.concrete_fields}
    return model(**{name: columns[name].to_python(value) for name, value in values.items() if name in columns})


def plain_value(value: Any) -> Any:
    """Return a value as JSON holds it."""
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def filled(keep: Person, lose: Person) -> dict[str, Any]:
    """Return the values that the person who stays takes from the one who goes."""
    values = {name: getattr(lose, name) for name in FILLED if getattr(lose, name) and not getattr(keep, name)}
    if not any(getattr(keep, name) for name in NAMES):
        values |= {name: getattr(lose, name) for name in NAMES if getattr(lose, name)}
    both = f"{keep.remark} · {lose.remark}"
    longest = Person._meta.get_field("remark").max_length
    assert longest is not None
    if keep.remark and lose.remark and keep.remark != lose.remark and len(both) <= longest:
        values["remark"] = both
    if _disagree({name: values.get(name) or getattr(keep, name) for name in AGREEING}):
        values = {name: value for name, value in values.items() if name not in AGREEING}
    return values


def _disagree(values: dict[str, Any]) -> bool:
    """Whether the codice fiscale would say something else than birth and sex, half of them another's."""
    if not values["codice_fiscale"]:
        return False
    try:
        code = codes.read(values["codice_fiscale"])
    except codes.BadCodiceFiscale:
        return True
    return bool(code_fault(code, born_on=values["born_on"], sex=values["sex"]))


def _clashes(relation: Any, keep: Person, lose: Person) -> Iterator[tuple[str, models.Model]]:
    """Give the rows of the person who goes that a unique constraint would refuse, with its name."""
    model, name = relation.related_model, relation.field.name
    mine, theirs = (model._base_manager.filter(**{name: person}) for person in (keep, lose))
    if relation.field.unique and mine.exists():
        yield from (("", row) for row in theirs)
    for constraint in model._meta.constraints:
        keys = _other_columns(constraint, name)
        if keys is None:
            continue
        named = {f"clash_{place}": key for place, key in enumerate(keys)}
        condition = constraint.condition or models.Q()
        # A blank never equals a blank in a unique constraint of either engine.
        known = {key for key in mine.filter(condition).annotate(**named).values_list(*named) if None not in key}
        if not named:
            known = {()} if mine.filter(condition).exists() else set()
        for row in theirs.filter(condition).annotate(**named):
            if tuple(getattr(row, key) for key in named) in known:
                yield constraint.name, row


def _other_columns(constraint: models.BaseConstraint, name: str) -> list[Any] | None:
    """Return what a unique constraint compares besides the person; None when it does not concern the person."""
    if not isinstance(constraint, models.UniqueConstraint):
        return None
    compared: list[Any] = [models.F(one) for one in constraint.fields] or list(constraint.expressions)
    others = [one for one in compared if getattr(one, "name", None) != name]
    return others if len(others) < len(compared) else None


def _settle(plan: MergePlan, constraint: str, row: models.Model, keep: Person) -> None:
    if isinstance(row, Residence) and constraint == RESIDENCE:
        _settle_residence(plan, row, keep)
    elif isinstance(row, Situation) and constraint == SITUATION:
        _settle_situation(plan, row, keep)
    elif isinstance(row, Condition) and constraint == MAIN:
        plan.steps.append(Step(row, "is_main", False))
        words = _("Hanno due categorie prevalenti: resta quella di chi rimane, «%(category)s» diventa una delle altre.")
        plan.obstacles.append(Obstacle(words % {"category": row}, is_resolved=True))
    elif constraint in PUT_ASIDE and not _is_pointed_at(row):
        if not any(step.row == row and not step.field for step in plan.steps):
            plan.steps.append(Step(row))
        if not isinstance(row, AccessException):
            words = _("«%(row)s» c’è per tutte e due: ne resta una.")
            plan.obstacles.append(Obstacle(words % {"row": row}, is_resolved=True))
    else:
        plan.obstacles.append(Obstacle(_words(constraint, row), is_resolved=False))


def _settle_residence(plan: MergePlan, row: Residence, keep: Person) -> None:
    """The later residence follows the earlier; of two that begin together the one of the person who stays holds."""
    if _steps_back(plan, row, keep.residences.get(ends_on=None)):
        words = _("Hanno due residenze attuali: «%(place)s» finisce il giorno prima dell’altra.")
    else:
        words = _("Hanno due residenze attuali: resta quella di chi rimane, «%(place)s» si mette da parte.")
    plan.obstacles.append(Obstacle(words % {"place": row}, is_resolved=True))


def _settle_situation(plan: MergePlan, row: Situation, keep: Person) -> None:
    if _steps_back(plan, row, keep.situations.get(ends_on=None)):
        words = _("Hanno due situazioni attuali: la più vecchia finisce il giorno prima dell’altra.")
    else:
        words = _("Hanno due situazioni attuali: resta quella di chi rimane, l’altra si mette da parte.")
    plan.obstacles.append(Obstacle(words, is_resolved=True))


def _steps_back(plan: MergePlan, row: Any, present: Any) -> bool:
    """Let a row end before the present one of the person who stays, or put it aside; return whether it ends."""
    begins = present.starts_on
    is_earlier = begins is not None and (row.starts_on is None or row.starts_on < begins)
    plan.steps.append(Step(row, "ends_on", begins - timedelta(days=1)) if is_earlier else Step(row))
    return is_earlier


def _is_pointed_at(row: models.Model) -> bool:
    fields: list[Any] = row._meta.get_fields(include_hidden=True)
    pointers = [one for one in fields if one.auto_created and not one.concrete]
    return any(one.related_model._base_manager.filter(**{one.field.name: row}).exists() for one in pointers)


def _words(constraint: str, row: models.Model) -> str:
    """Say what to do first; the constraints are other rooms', known here by name only."""
    said = {
        "one_open_case_a_person": _("Hanno tutte e due un percorso aperto: chiudere uno dei due, poi unire."),
        "one_enrolment_a_folder": _("«%(row)s» c’è per tutte e due, con le presenze: togli una delle due iscrizioni."),
    }
    words = said.get(constraint) or _("«%(row)s» non può stare due volte per la stessa persona: correggerne una.")
    return words % {"row": row}
