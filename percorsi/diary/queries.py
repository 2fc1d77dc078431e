"""Reading notes, the agenda and one's own drafts, and counting who reads a note."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db.models import Case, Exists, Expression, F, OuterRef, Q, QuerySet, Subquery, TextField, Value, When
from django.db.models.functions import Cast, Coalesce, Concat, Greatest
from django.utils import timezone

from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.accounts.permissions import Permission
from percorsi.accounts.roles import RIGHTS
from percorsi.cases.models import Case as Path
from percorsi.cases.queries import is_suspended_on
from percorsi.diary.choices import AppointmentState
from percorsi.diary.models import Appointment, Draft, Note
from percorsi.diary.policy import reads_all_agendas
from percorsi.kit.due import DAYS_AHEAD
from percorsi.kit.fields import holds_on
from percorsi.kit.timeline import COLUMNS
from percorsi.organisations.models import Membership, Worker
from percorsi.people import queries as people
from percorsi.people.choices import ExceptionKind
from percorsi.people.models import AccessException, Person
from percorsi.service.choices import Standard

_ASSIGNED = {"starts": "assignments__starts_on", "ends": "assignments__ends_on"}


def visible_to(user: User) -> QuerySet[Note]:
    """Return the notes that the user may read: those about the people they see, if their role reads the diary."""
    if not user.has(Permission.DIARY_READ):
        return Note.objects.none()
    # Correlated on purpose: the database looks at the people of the rows it shows, never at all people.
    return Note.objects.filter(Exists(people.visible_to(user).filter(pk=OuterRef("person"))))


def appointments_visible_to(user: User) -> QuerySet[Appointment]:
    """Return the appointments that the user may read: those with the people they see, and the team's meetings."""
    if not user.has(Permission.DIARY_READ):
        return Appointment.objects.none()
    seen = Exists(people.visible_to(user).filter(pk=OuterRef("person")))
    return Appointment.objects.filter(Q(person=None) | seen)


def appointments_of(user: User, day: date) -> QuerySet[Appointment]:
    """Return the user's own appointments of a day and the team's meetings, by the clock; cancelled ones are left out.

    Person and worker come with them.
    """
    return appointments_between(user, day, day)


def appointments_between(user: User, first: date, last: date, worker: int | None = None) -> QuerySet[Appointment]:
    """Return the agenda from one day to another, inclusive, as :func:`appointments_of` does for a day.

    ``worker`` is the primary key of a colleague, whose agenda only who keeps them all may open: for others it is empty.
    """
    own = user.standing.worker if user.standing else None
    whose = worker or own
    if whose is None or (whose != own and not reads_all_agendas(user)):
        return Appointment.objects.none()
    # The days stand in both halves, so that each is looked up by an index of its own.
    days = Q(held_on__range=(first, last))
    rows = appointments_visible_to(user).filter((Q(worker=whose) & days) | (Q(person=None) & days))
    planned = rows.exclude(state=AppointmentState.CANCELLED).select_related("person", "worker")
    return planned.order_by("held_on", "starts_at", "pk")


def next_appointment(person: Person, user: User, today: date) -> Appointment | None:
    """Return the first appointment to come with one person, whoever keeps it; None without any."""
    if not (user.has(Permission.DIARY_READ) and people.sees(user, person)):
        return None
    rows = Appointment.objects.filter(person=person, held_on__gte=today, state=AppointmentState.PLANNED)
    return rows.select_related("worker").order_by("held_on", "starts_at", "pk").first()


def open_follow_ups(user: User) -> QuerySet[Note]:
    """Return the notes whose person is still to be heard again: no later note, nobody came to a later appointment."""
    return visible_to(user).filter(_still_promised())


def _still_promised() -> Q:
    later = Q(happened_on__gt=OuterRef("happened_on")) | Q(happened_on=OuterRef("happened_on"), pk__gt=OuterRef("pk"))
    heard = Note.objects.filter(later, person=OuterRef("person"))
    came = Appointment.objects.filter(
        person=OuterRef("person"), held_on__gt=OuterRef("happened_on"), state=AppointmentState.CAME
    )
    return Q(~Exists(heard), ~Exists(came), follow_up_on__isnull=False)


def drafts_of(user: User) -> QuerySet[Draft]:
    """Return the user's own drafts, the last saved first: never anybody else's, nor about who is hidden from them."""
    return _own_drafts(user).filter(dropped_at=None)


def dropped_drafts_of(user: User) -> QuerySet[Draft]:
    """Return the own drafts that the user threw away and may still take back."""
    return _own_drafts(user).exclude(dropped_at=None)


def _own_drafts(user: User) -> QuerySet[Draft]:
    if not user.has(Permission.DIARY_WRITE):
        return Draft.objects.none()
    seen = Exists(people.visible_to(user).filter(pk=OuterRef("person")))
    rows = Draft.objects.filter(Q(person=None) | seen, user=user.pk)
    return rows.select_related("person").order_by("-saved_at", "-pk")


def people_to_write_about(text: str, user: User) -> QuerySet[Person]:
    """Return whom a typed text may mean among the people about whom the user may write notes."""
    found = people.found_by(text, user)
    if user.standing is None or not (user.has(Permission.DIARY_WRITE) and user.has(Permission.PEOPLE_WRITE)):
        return found.none()
    return found if user.role == Role.OPERATIONAL_COORDINATOR else found.filter(people.own_of(user.standing.worker))


def timeline_rows(person: Person, user: User) -> QuerySet[Any, Any]:
    """Return the notes and appointments of one person as rows of the timeline.

    Kinds: ``note:`` and the kind of the note, ``appointment:`` and its state; what is still to come is not told.
    """
    if not (user.has(Permission.DIARY_READ) and people.sees(user, person)):
        return Note.objects.none()
    notes = _rows(Note.objects.filter(person=person), "happened_on", Concat(Value("note:"), F("kind")), F("text"))
    over = Q(held_on__lt=timezone.localdate()) | ~Q(state=AppointmentState.PLANNED)
    # Place and annotation in one text: a line each.
    said = Case(
        When(place="", then=F("note")),
        When(note="", then=F("place")),
        default=Concat(F("place"), Value("\n"), F("note"), output_field=TextField()),
        output_field=TextField(),
    )
    met = Appointment.objects.filter(over, person=person)
    return notes.union(_rows(met, "held_on", Concat(Value("appointment:"), F("state")), said), all=True)


def _rows(rows: QuerySet, day: str, kind: Concat, text: Expression | F) -> QuerySet[Any, Any]:
    author = "written_by__name" if rows.model is Note else "worker__name"
    named = rows.values(day).annotate(
        day=F(day),
        title=Value(""),
        author=Coalesce(F(author), Value("")),
        link=F("public_id"),
        is_milestone=Value(False),
    )
    # The text comes last: it bears the name of a column of the note.
    told = named.annotate(kind=Cast(kind, TextField()), text=text)
    return told.values(*COLUMNS)


def readers_of(person: Person) -> list[Membership]:
    """Return who may read the notes about the person today, one membership each, by role and name.

    Counted are the workers with an account: all who follow people, the psychologists to whom the person is entrusted;
    for a protected person, of these only who is cleared.
    """
    today = timezone.localdate()
    roles = [role for role, rights in RIGHTS.items() if Permission.DIARY_READ in rights]
    rows = Membership.objects.filter(holds_on(today), role__in=roles, worker__user__is_active=True)
    entrusted = Worker.objects.filter(holds_on(today, **_ASSIGNED), assignments__case__person=person)
    rows = rows.filter(~Q(role=Role.PSYCHOLOGIST) | Q(worker__in=entrusted))
    if person.is_protected:
        cleared = AccessException.objects.filter(people.in_force(), person=person, kind=ExceptionKind.CLEARED)
        rows = rows.filter(worker__in=cleared.values("worker"))
    found = {row.worker_id: row for row in rows.select_related("worker").order_by("role", "worker__name", "id")}
    return list(found.values())


def due_rows(user: User, on: date, among: Q, terms: Mapping[Standard, int]) -> QuerySet[Any, Any]:
    """Return who is to be heard again (kind ``follow_up``), of whom nothing was heard for long (``silence``), and
    the appointments that passed without a word on what became of them (``appointment``).

    The clock of silence runs from the last note, else from the opening of the path, and never before its import.
    """
    if not user.has(Permission.DIARY_READ):
        return people.as_due(Note.objects.none(), "follow_up", due_on=F("follow_up_on"))
    ahead = on + timedelta(days=DAYS_AHEAD)
    promised = Note.objects.filter(among, _still_promised(), follow_up_on__lte=ahead)
    follow_ups = people.as_due(promised, "follow_up", due_on=F("follow_up_on"), since=F("happened_on"))
    # A meeting of the team is about nobody: it is no row of a person.
    passed = Appointment.objects.filter(among, person__isnull=False, held_on__lt=on, state=AppointmentState.PLANNED)
    met = people.as_due(passed, "appointment", due_on=F("held_on"), words=(F("kind"), F("public_id")))
    return follow_ups.union(met, _silent(on, among, terms[Standard.SILENCE]), all=True)


def _silent(on: date, among: Q, term: int) -> QuerySet[Any, Any]:
    """The open paths that do not rest, without an appointment to come, whose person was last heard of long ago."""
    of_theirs = {"person": OuterRef("person")}
    heard = Note.objects.filter(**of_theirs, happened_on__lte=on).order_by("-happened_on").values("happened_on")[:1]
    to_come = Appointment.objects.filter(**of_theirs, held_on__gte=on, state=AppointmentState.PLANNED)
    since = Greatest(Coalesce(Subquery(heard), F("opened_on")), Coalesce(F("imported_on"), F("opened_on")))
    rows = Path.objects.filter(among, ~is_suspended_on(on), ~Exists(to_come), closed_on=None)
    rows = rows.alias(last=since).filter(last__lte=on + timedelta(days=DAYS_AHEAD - term))
    return people.as_due(rows, "silence", due_on=people.days_after(since, term), since=Subquery(heard))
