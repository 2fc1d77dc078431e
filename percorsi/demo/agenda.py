"""The diaries of these days: appointments, notes to go back to, a draft, a group in course, companies to hear again."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.utils import timezone

from percorsi.accounts.models import User
from percorsi.activities.choices import AttendanceKind
from percorsi.activities.models import Activity, Attendance, Participation, Session
from percorsi.demo.since import Stage, Walk, open_ones
from percorsi.diary.choices import AppointmentKind, AppointmentState, NoteKind
from percorsi.diary.models import Appointment, Draft, Note
from percorsi.employers.choices import ContactKind
from percorsi.employers.models import Contact
from percorsi.organisations.choices import Kind
from percorsi.organisations.models import Organisation, Reference, Worker

_HOURS = (time(9, 0), time(10, 30), time(11, 30), time(14, 30), time(16, 0))
_KINDS = (AppointmentKind.INTERVIEW, AppointmentKind.INTERVIEW, AppointmentKind.VISIT, AppointmentKind.CALL)
_PLACES = {AppointmentKind.INTERVIEW: "sede di Rho, sala 2", AppointmentKind.VISIT: "presso l’azienda"}
_DAYS_AROUND = range(-4, 11)
_FOLLOW_UPS = (-3, 0, 0, 1, 4)
_GROUP = "ORAFO"
_GROUP_SIZE = 9
_MEETINGS = 6
_MEETINGS_HELD = 3
_TOPICS = (
    *("Presentazione e patto di gruppo", "Le mie competenze", "Il curriculum", "Rispondere a un’offerta"),
    *("Il colloquio", "Diritti e doveri sul lavoro"),
)
_PEOPLE_OF_COMPANIES = (
    *("Rita Allocco", "Piero Cerro", "Dina Levante", "Aldo Onice", "Ines Mirto", "Silvio Tordo", "Greta Giada"),
    *("Guido Ostro", "Flora Leccio", "Zeno Merlo"),
)
_SAID = (
    (ContactKind.CALL, "Cercano una persona per il confezionamento, turno di mattina, da gennaio."),
    (ContactKind.VISIT, "Visto il reparto: spazi adatti, chiedono una prova di due settimane."),
    (ContactKind.MAIL, "Mandata la scheda sulla convenzione; rispondono dopo la riunione di direzione."),
)
# Days since the last word with a company, and days until the next step.
_COMPANIES_HEARD = ((30, -5), (12, 0), (7, 3), (20, 9), (45, None), (110, None), (160, None), (4, 14))


def fill_the_week(stage: Stage, paths: list[Walk], *, coordinator: Worker) -> None:
    """Put into the diaries what happened in the last days and what comes in the next."""
    ours = [path for path in open_ones(paths) if not path.case.person.is_protected]
    workers = {path.worker.pk: path.worker for path in ours}
    rows = [row for worker in workers.values() for row in _appointments(stage, worker, ours)]
    rows += _meetings(stage, coordinator)
    Appointment.objects.bulk_create(rows)
    followed = [path for path in ours if path.worker in stage.mediators]
    _go_back_to_some(stage, followed)
    _leave_a_draft(followed)
    _run_a_group(stage, followed)


def _appointments(stage: Stage, worker: Worker, paths: list[Walk]) -> Iterator[Appointment]:
    own = [path for path in paths if path.worker == worker]
    for offset in _DAYS_AROUND:
        day = stage.today + timedelta(days=offset)
        if stage.workday(day) != day:
            continue
        hours = stage.rng.sample(_HOURS, 3 if offset == 0 else stage.rng.randrange(1, 3))
        for hour, path in zip(sorted(hours), stage.rng.sample(own, len(hours)), strict=True):
            kind = stage.rng.choice(_KINDS)
            yield Appointment(
                person_id=path.case.person_id,
                worker=worker,
                kind=kind,
                held_on=day,
                starts_at=hour,
                ends_at=time(hour.hour + 1, hour.minute),
                place=_PLACES.get(kind, ""),
                state=_outcome(stage) if offset < 0 else AppointmentState.PLANNED,
                made_by=worker,
                made_at=timezone.now(),
            )


def _meetings(stage: Stage, coordinator: Worker) -> list[Appointment]:
    """The coordinator meets the team today, and the social workers in a few days."""
    days = (
        (stage.workday(stage.today), time(9, 30), "Équipe", "sala grande"),
        (stage.workday(stage.today + timedelta(days=2)), time(14, 0), "Tavolo con le assistenti sociali", "Rho"),
    )
    return [
        Appointment(
            worker=coordinator,
            kind=AppointmentKind.MEETING,
            held_on=day,
            starts_at=hour,
            ends_at=time(hour.hour + 2, hour.minute),
            note=note,
            place=place,
            made_by=coordinator,
            made_at=timezone.now(),
        )
        for day, hour, note, place in days
    ]


def _outcome(stage: Stage) -> AppointmentState:
    return stage.rng.choice([AppointmentState.CAME] * 5 + [AppointmentState.ABSENT])


def _go_back_to_some(stage: Stage, paths: list[Walk]) -> None:
    """A few notes say by which day the person is to be heard again."""
    chosen = stage.rng.sample(paths, len(_FOLLOW_UPS))
    at = timezone.make_aware(datetime.combine(stage.workday(stage.today - timedelta(days=9)), time(11, 0)))
    Note.objects.bulk_create(
        Note(
            person_id=path.case.person_id,
            kind=NoteKind.CALL,
            happened_on=at.date(),
            text="Telefonata: aspetta una risposta dall’azienda, risentirla dopo il colloquio.",
            follow_up_on=stage.today + timedelta(days=days),
            written_by=path.worker,
            written_at=at,
        )
        for path, days in zip(chosen, _FOLLOW_UPS, strict=True)
    )


def _leave_a_draft(paths: list[Walk]) -> None:
    path = paths[0]
    Draft.objects.create(
        user=User.objects.get(worker=path.worker),
        person_id=path.case.person_id,
        kind=NoteKind.INTERVIEW,
        text="Arriva puntuale, chiede di poter anticipare l’orario del mattino perché",
        saved_at=timezone.now(),
    )


def _run_a_group(stage: Stage, paths: list[Walk]) -> None:
    """An edition of the group meets once a week; the last meeting held still waits for its sheet."""
    first = stage.workday(stage.today - timedelta(days=7 * _MEETINGS_HELD - 1))
    edition = Activity.objects.create(
        name=_GROUP,
        edition=f"autunno {first.year}" if first.month > 6 else f"primavera {first.year}",
        municipality=stage.towns[-3],
        starts_on=first,
        ends_on=first + timedelta(days=7 * (_MEETINGS - 1)),
    )
    sessions = Session.objects.bulk_create(
        Session(
            activity=edition,
            held_on=first + timedelta(days=7 * number),
            begins_at=time(9, 30),
            finishes_at=time(12, 30),
            hours=Decimal(3),
            topic=topic,
        )
        for number, topic in enumerate(_TOPICS)
    )
    members = Participation.objects.bulk_create(
        Participation(activity=edition, person_id=path.case.person_id, enrolled_on=first - timedelta(days=10))
        for path in stage.rng.sample(paths, _GROUP_SIZE)
    )
    marks = [AttendanceKind.PRESENT] * 7 + [AttendanceKind.ABSENT, AttendanceKind.JUSTIFIED]
    Attendance.objects.bulk_create(
        Attendance(session=session, participation=member, kind=stage.rng.choice(marks))
        for session in sessions[: _MEETINGS_HELD - 1]
        for member in members
    )


def speak_with_companies(stage: Stage, scout: Worker) -> None:
    """The scout spoke with some companies; a few are to be heard again by now."""
    companies = list(Organisation.objects.filter(kind=Kind.EMPLOYER).order_by("id")[: len(_PEOPLE_OF_COMPANIES)])
    Reference.objects.bulk_create(
        Reference(organisation=company, name=name, role="ufficio personale", phone=f"399 02{number:05}")
        for number, (company, name) in enumerate(zip(companies, _PEOPLE_OF_COMPANIES, strict=True))
    )
    Contact.objects.bulk_create(
        _contact(stage, company, scout, stage.today - timedelta(days=since), step)
        for company, (since, step) in zip(companies, _COMPANIES_HEARD, strict=False)
    )


def _contact(stage: Stage, company: Organisation, scout: Worker, day: date, step: int | None) -> Contact:
    kind, text = stage.rng.choice(_SAID)
    return Contact(
        organisation=company,
        kind=kind,
        happened_on=stage.workday(day),
        text=text,
        next_step_on=None if step is None else stage.today + timedelta(days=step),
        written_by=scout,
        written_at=timezone.make_aware(datetime.combine(stage.workday(day), time(17, 0))),
    )
