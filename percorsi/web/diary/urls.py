"""Addresses of the diary: notes and appointments under the people's, the quick note and the agenda by themselves."""

from django.urls import path

from percorsi.web.diary.views import agenda, appointments, drafts, notes

app_name = "diary"
urlpatterns = [
    path("persone/<str:person_id>/nota/", notes.new, name="new"),
    path("persone/<str:person_id>/nota/bozza/", drafts.keep, name="keep"),
    path("persone/nota/<str:note_id>/", notes.note, name="note"),
    path("persone/nota/<str:note_id>/correggi/", notes.change, name="change"),
    path("persone/<str:person_id>/appuntamento/", appointments.new, name="appoint"),
    path("note/nuova/", notes.quick, name="quick"),
    path("note/bozza/", drafts.keep, name="keep_quick"),
    path("note/bozze/<str:draft_id>/elimina/", drafts.drop, name="drop"),
    path("note/bozze/<str:draft_id>/ripristina/", drafts.restore, name="restore"),
    path("agenda/", agenda.week, name="week"),
    path("agenda/giorno/", agenda.day, name="day"),
    path("agenda/riunione/", appointments.meeting, name="meeting"),
    path("agenda/<str:appointment_id>/", appointments.appointment, name="appointment"),
    path("agenda/<str:appointment_id>/sposta/", appointments.move, name="move"),
    path("agenda/<str:appointment_id>/esito/", appointments.outcome, name="outcome"),
    path("agenda/<str:appointment_id>/annulla/", appointments.cancel, name="cancel"),
    path("agenda/<str:appointment_id>/riapri/", appointments.reopen, name="reopen"),
]
