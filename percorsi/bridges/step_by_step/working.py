"""The work of the process that carries an import on: one step, then it ends; what it finds is in the import's row."""

import logging
import time

from django.utils import timezone, translation

from percorsi.accounts.models import User
from percorsi.bridges import actions
from percorsi.bridges.choices import State, Step
from percorsi.bridges.models import Import
from percorsi.bridges.register.limits import UnreadableRegister
from percorsi.bridges.step_by_step import places
from percorsi.bridges.step_by_step.recognising import recognised_record
from percorsi.bridges.taking_over.importing import Tell, meanings
from percorsi.bridges.taking_over.one_at_a_time import AlreadyImporting, the_only_import
from percorsi.bridges.taking_over.stored_report import stored_report
from percorsi.kit.refusal import Forbidden, Refused
from percorsi.organisations.queries import reader

LOGGER = logging.getLogger(__name__)
# How often the row is written at most, how long a turn is waited for, and how long a process may take to begin.
TOLD_EVERY, LONGEST_WAIT, LONGEST_START = 0.5, 1800.0, 20.0
WAIT = 1.0
UNEXPECTED = "Qualcosa non ha funzionato; non è stato scritto nulla. Riprova: se succede ancora, avvisa chi amministra."


def carry_on(public_id: str) -> bool:
    """Do the step that an import waits for; return whether it succeeded. Nobody else may work for it meanwhile."""
    row = Import.objects.select_related("file").filter(public_id=public_id).first()
    if row is None:
        return False
    with places.at_work(row) as is_mine, translation.override("it"):
        row.refresh_from_db()
        if not is_mine or not row.step:
            return False
        is_done = _tried(row)
    if row.state in (State.DONE, State.ABANDONED):
        places.forget(row)
    return is_done


def is_dead(row: Import) -> bool:
    """Whether an import waits for a process that is no more."""
    if not row.step or places.is_at_work(row):
        return False
    told = row.heartbeat_at
    return told is None or (timezone.now() - told).total_seconds() > LONGEST_START or row.step != Step.STARTING


def _tried(row: Import) -> bool:
    """Do the step, and write down why when it cannot be done: nothing is half, nobody waits for ever."""
    try:
        by = reader(row.by_id)
        if by is None:
            raise Forbidden
        _STEPS[State(row.state)](row, by)
    except (Refused, UnreadableRegister) as refusal:
        # What a person can mend leaves the import where they can; a file that is no register is of no use any more.
        back = {State.READ: State.READ, State.RUNNING: State.TRIED}.get(State(row.state), State.FAILED)
        _stop(row, back, getattr(refusal, "message", str(refusal)))
        if back == State.FAILED:
            places.forget(row)
        return False
    except Forbidden:
        _stop(row, State.FAILED, "Chi l’ha chiesta non può più importare: la riprenda un’altra persona.")
        return False
    except Exception:
        LOGGER.exception("An import stopped")
        _stop(row, State.FAILED, UNEXPECTED)
        return False
    return True


def _read(row: Import, by: User) -> None:
    actions.ensure_may_import(by)
    found = recognised_record(places.file_of(row), meanings())
    _write(row, state=State.READ, step="", recognised=found)


def _try(row: Import, by: User) -> None:
    path = places.file_of(row)
    found = recognised_record(path, meanings())
    _wait_for_turn(row)
    taken = actions.preview_register(path, by=by, tell=_teller(row))
    _write(row, state=State.TRIED, step="", recognised=found, report=stored_report(taken.report))


def _take(row: Import, by: User) -> None:
    _wait_for_turn(row)
    actions.take_register(places.file_of(row), by=by, into=row, tell=_teller(row))


_STEPS = {State.UPLOADED: _read, State.READ: _try, State.RUNNING: _take}


def _wait_for_turn(row: Import) -> None:
    """Let another import finish; two in a hurry may still meet, and then the second is told so."""
    tell, end = _teller(row), time.monotonic() + LONGEST_WAIT
    while time.monotonic() < end:
        try:
            with the_only_import():
                return
        except AlreadyImporting:
            tell(Step.WAITING, 0, 0)
            time.sleep(WAIT)
    raise Refused("Un’altra importazione non finisce: riprova più tardi.")


def _teller(row: Import) -> Tell:
    """Return what writes into the row how far the work has come: each step, and within one not too often."""
    last: tuple[str, float] = "", 0.0

    def tell(step: str, done: int, total: int) -> None:
        nonlocal last
        now = time.monotonic()
        if step == last[0] and now - last[1] < TOLD_EVERY:
            return
        last = step, now
        _write(row, step=step, rows_done=done, rows_total=total)

    return tell


def _stop(row: Import, state: State, why: object) -> None:
    _write(row, state=state, step="", failure=str(why))


def _write(row: Import, **values: object) -> None:
    """Write into the row, unless somebody left the import meanwhile."""
    values["heartbeat_at"] = timezone.now()
    Import.objects.filter(pk=row.pk).exclude(state=State.ABANDONED).update(**values)
    for name, value in values.items():
        setattr(row, name, value)
