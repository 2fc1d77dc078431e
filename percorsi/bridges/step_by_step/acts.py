"""What somebody asks of an import through the pages: bring a file, try it, take it over, go on, leave it."""

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from percorsi.accounts.models import User
from percorsi.audit.actions import record
from percorsi.audit.choices import Act
from percorsi.bridges.actions import ensure_may_import, keep_file
from percorsi.bridges.choices import UNFINISHED_KEPT, State, Step
from percorsi.bridges.models import HeaderChoice, Import
from percorsi.bridges.register.layout import register_layout
from percorsi.bridges.step_by_step import places, starting
from percorsi.kit.refusal import Refused
from percorsi.kit.text import header_key

# A header of a sheet: the key of the sheet, and the header as written.
Header = tuple[str, str]
UNFINISHED = (State.UPLOADED, State.READ, State.TRIED, State.RUNNING, State.FAILED)


def upload(file: UploadedFile, *, by: User) -> Import:
    """Keep a register that came through a page and have it read; return its import. Raises Forbidden."""
    ensure_may_import(by)
    name = Path(file.name or "registro").name
    now = timezone.now()
    row = Import(at=now, by=by, state=State.UPLOADED, step=Step.STARTING, heartbeat_at=now)
    path = places.keep(file, row=row)
    try:
        with transaction.atomic():
            row.file = keep_file(path, _digest(file), name=name, by=by)
            row.save()
    except BaseException:
        places.forget(row)
        raise
    starting.start(row.public_id)
    return row


def try_out(row: Import, *, meanings: Mapping[Header, str | None], by: User) -> None:
    """Remember what headers mean, and have the file compared with the archive; nothing of it is written.

    ``meanings`` gives by header a field, blank for "not needed", or None for "not decided". Raises Refused, Forbidden.
    """
    ensure_may_import(by)
    with transaction.atomic():
        _ask(row, by=by, of=(State.READ, State.TRIED), to=State.READ)
        _remember(meanings, by=by)
    starting.start(row.public_id)


def take_over(row: Import, *, by: User) -> None:
    """Have a file that was tried taken over. Raises Refused, Forbidden."""
    ensure_may_import(by)
    _ask(row, by=by, of=(State.TRIED,), to=State.RUNNING)
    starting.start(row.public_id)


def resume(row: Import, *, by: User) -> None:
    """Have a step done again whose process died or failed. Raises Refused, Forbidden."""
    ensure_may_import(by)
    if not places.has_file(row):
        raise Refused(_("Il file non c’è più: caricalo di nuovo."))
    if places.is_at_work(row):
        raise Refused(_("L’importazione va avanti: aspetta che finisca."))
    state = State.UPLOADED if row.state == State.FAILED else State(row.state)
    going_on = Import.objects.filter(pk=row.pk, state=row.state).exclude(step="", state__in=_waiting_for_people())
    if not going_on.update(state=state, step=Step.STARTING, failure="", heartbeat_at=timezone.now(), by=by):
        raise _moved_on()
    starting.start(row.public_id)


def abandon(row: Import, *, by: User) -> None:
    """Leave an import that is not done; its file is deleted, the digest stays. Raises Refused, Forbidden."""
    ensure_may_import(by)
    if places.is_at_work(row):
        raise Refused(_("L’importazione va avanti in questo momento: aspetta che finisca, poi lasciala."))
    with transaction.atomic():
        if not _leave(Import.objects.filter(pk=row.pk)):
            raise _moved_on()
        record(Act.DELETE, by=by, about=row)
    places.forget(row)


def sweep() -> int:
    """Delete the files of imports that nobody carried on for a day, and refused rows whose time is over.

    Return how many imports were left.
    """
    now = timezone.now()
    old = [
        row
        for row in Import.objects.filter(state__in=UNFINISHED, heartbeat_at__lt=now - UNFINISHED_KEPT).only("public_id")
        if not places.is_at_work(row)
    ]
    if old:
        _leave(Import.objects.filter(pk__in=[row.pk for row in old]))
    for row in old:
        places.forget(row)
    over = Import.objects.filter(refused_until__lt=now, refused_rows__isnull=False)
    if over.exists():
        over.update(refused_rows=None)
    return len(old)


def _digest(file: UploadedFile) -> str:
    digest = hashlib.sha256()
    for piece in file.chunks():
        digest.update(piece)
    return digest.hexdigest()


def _waiting_for_people() -> tuple[State, ...]:
    return State.READ, State.TRIED, State.DONE, State.ABANDONED


def _ask(row: Import, *, by: User, of: Iterable[State], to: State) -> None:
    """Give an import that waits for somebody to a process; whoever asks second finds it moved on."""
    asked = Import.objects.filter(pk=row.pk, state__in=of, step="")
    if not places.has_file(row) or not asked.update(
        state=to, step=Step.STARTING, failure="", rows_done=0, rows_total=0, heartbeat_at=timezone.now(), by=by
    ):
        raise _moved_on()


def _moved_on() -> Refused:
    return Refused(_("L’importazione nel frattempo è andata avanti: guarda a che punto è."))


def _leave(rows: QuerySet[Import]) -> int:
    return rows.filter(state__in=UNFINISHED).update(state=State.ABANDONED, step="", report={}, recognised={})


def _remember(meanings: Mapping[Header, str | None], *, by: User) -> None:
    """Write down what was decided; what is undecided again is forgotten. Raises Refused for a field met twice."""
    taken: set[tuple[str, str]] = set()
    for (sheet, written), field in meanings.items():
        if field and (sheet, field) in taken:
            name = register_layout().sheet(sheet).name
            raise Refused(
                _("Due colonne del foglio «%(sheet)s» hanno lo stesso significato: scegline una.") % {"sheet": name}
            )
        taken.add((sheet, field or ""))
        kept = HeaderChoice.objects.filter(sheet=sheet, header=header_key(written))
        if field is None:
            kept.delete()
        else:
            values = {"written": written, "field": field, "chosen_by": by, "chosen_at": timezone.now()}
            HeaderChoice.objects.update_or_create(sheet=sheet, header=header_key(written), defaults=values)
