"""What is going on now: who was heard of and who was not, what waits, what ends, what is in the diary this week."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from percorsi.cases.models import Suspension
from percorsi.demo.since import Stage, Walk, open_ones
from percorsi.diary.choices import NoteKind
from percorsi.diary.models import Note
from percorsi.people.models import Invalidity, Permit

_TOLD = (
    (NoteKind.INTERVIEW, "Colloquio di verifica: puntuale, vuole riprendere il lavoro in magazzino."),
    (NoteKind.CALL, "Sentita al telefono: la visita medica è rimandata alla settimana prossima."),
    (NoteKind.CALL, "Telefonata con la referente aziendale: soddisfatti, chiedono di allungare l’orario."),
    (NoteKind.VISIT, "Visita in azienda: ambiente tranquillo, da chiarire il turno del sabato."),
    (NoteKind.INTERVIEW, "Aggiornato il curriculum e scelte tre offerte a cui rispondere."),
    (NoteKind.MAIL, "Mandata la convocazione per il gruppo di orientamento."),
    (NoteKind.ABSENCE, "Non si è presentata all’appuntamento e non risponde: riprovare lunedì."),
    (NoteKind.INTERVIEW, "Primo colloquio: esperienze, orari possibili, mezzi per spostarsi."),
    (NoteKind.CALL, "La sorella conferma il numero nuovo; meglio chiamare dopo le 17."),
    (NoteKind.VISIT, "Accompagnata al colloquio in cooperativa: prova di due settimane da definire."),
    (NoteKind.OTHER, "Sentita l’assistente sociale: confermato il contributo per i trasporti."),
    (NoteKind.INTERVIEW, "Restituzione della valutazione: si orienta verso la ristorazione."),
)
# Days since the last contact, in turn: most were heard of lately, every sixth is silent.
_SILENCE = (3, 9, 16, 24, 31, 72, 5, 12, 19, 27, 38, 58, 2, 8, 14, 33, 40, 95)
_PERMITS_EXPIRE_IN = (-6, 11, 26, 48)
_CERTIFICATES_REVIEWED_IN = (-14, 9, 34, 55)
_SUSPENDED = ((60, -4, "Ricovero: si risente dopo le dimissioni."), (35, 12, "Corso di italiano fino a fine mese."))


def write_the_diary(stage: Stage, paths: list[Walk]) -> None:
    """Write notes for every path: a few for those that ended, more and recent ones for those still open."""
    notes = [note for n, path in enumerate(paths) for note in _notes(stage, path, n)]
    Note.objects.bulk_create(notes, batch_size=1000)


def _notes(stage: Stage, path: Walk, number: int) -> Iterator[Note]:
    case = path.case
    first = max(case.opened_on, date(2019, 6, 1))
    last = case.closed_on or stage.today - timedelta(days=_SILENCE[number % len(_SILENCE)])
    if last <= first:
        return
    how_many = stage.rng.randrange(5, 10) if case.closed_on is None else stage.rng.randrange(1, 4)
    days = {last, *(first + timedelta(days=stage.rng.randrange((last - first).days)) for _ in range(how_many))}
    for day in sorted(day for day in map(stage.workday, days) if day <= stage.today):
        kind, text = stage.rng.choice(_TOLD)
        at = timezone.make_aware(datetime.combine(day, time(15, 30)))
        yield Note(
            person_id=case.person_id, kind=kind, happened_on=day, text=text, written_by=path.worker, written_at=at
        )


def let_papers_expire(stage: Stage, paths: list[Walk]) -> None:
    """Permits and certificates of people in charge that ran out lately, or soon will."""
    people = {path.case.person_id for path in open_ones(paths)}
    permits = list(Permit.objects.filter(person__in=people).order_by("id")[: len(_PERMITS_EXPIRE_IN)])
    for permit, days in zip(permits, _PERMITS_EXPIRE_IN, strict=False):
        permit.expires_on = stage.today + timedelta(days=days)
    Permit.objects.bulk_update(permits, ["expires_on"])
    _renew_the_others(stage, people, {permit.pk for permit in permits})
    certificates = list(Invalidity.objects.filter(person__in=people).order_by("-id")[: len(_CERTIFICATES_REVIEWED_IN)])
    for certificate, days in zip(certificates, _CERTIFICATES_REVIEWED_IN, strict=False):
        certificate.issued_on = stage.today + timedelta(days=days - 1095)
        certificate.review_on = stage.today + timedelta(days=days)
    Invalidity.objects.bulk_update(certificates, ["issued_on", "review_on"])
    chosen = [certificate.pk for certificate in certificates]
    Invalidity.objects.filter(person__in=people, review_on__lt=stage.today).exclude(pk__in=chosen).update(
        review_on=None
    )


def _renew_the_others(stage: Stage, people: set[int], chosen: set[int]) -> None:
    old = list(Permit.objects.filter(person__in=people, expires_on__lt=stage.today).exclude(pk__in=chosen))
    for permit in old:
        permit.expires_on = stage.today + timedelta(days=stage.rng.randrange(90, 500))
    Permit.objects.bulk_update(old, ["expires_on"])


def suspend_some(stage: Stage, paths: list[Walk]) -> None:
    """Two open paths are suspended: one to be looked at again by now, one soon."""
    ready = [path for path in open_ones(paths) if path.case.opened_on < stage.today - timedelta(days=120)]
    chosen = [path for path in ready if not path.case.person.is_protected and not path.case.is_imported]
    Suspension.objects.bulk_create(
        Suspension(
            case=path.case,
            starts_on=stage.today - timedelta(days=since),
            review_on=stage.today + timedelta(days=review),
            reason=reason,
        )
        for path, (since, review, reason) in zip(chosen[::7], _SUSPENDED, strict=False)
    )
