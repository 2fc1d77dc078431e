"""Addresses of the groups: editions, sessions, who is enrolled, who came."""

from django.urls import path

from percorsi.web.activities.views import attendance, editions, sessions, taking_part

app_name = "activities"
urlpatterns = [
    path("", editions.activity_list, name="list"),
    path("nuovo/", editions.new, name="new"),
    path("incontri/<str:session_id>/", attendance.sheet, name="sheet"),
    path("incontri/<str:session_id>/riporta/", attendance.undo_sheet, name="undo_sheet"),
    path("incontri/<str:session_id>/firme/", attendance.print_sheet, name="print_sheet"),
    path("incontri/<str:session_id>/sposta/", sessions.change, name="change_session"),
    path("incontri/<str:session_id>/annulla/", sessions.cancel, name="cancel_session"),
    path("incontri/<str:session_id>/ripristina/", sessions.restore, name="restore_session"),
    path("iscrizioni/<str:participation_id>/ritiro/", taking_part.withdraw, name="withdraw"),
    path("iscrizioni/<str:participation_id>/riammetti/", taking_part.readmit, name="readmit"),
    path("iscrizioni/<str:participation_id>/togli/", taking_part.take_back, name="take_back_enrolment"),
    path("<str:activity_id>/", editions.activity, name="activity"),
    path("<str:activity_id>/modifica/", editions.change, name="change"),
    path("<str:activity_id>/incontri/", sessions.add, name="add_sessions"),
    path("<str:activity_id>/iscrivi/", taking_part.enrol, name="enrol"),
    path("<str:activity_id>/iscrivi/<str:person_id>/", taking_part.enrol_person, name="enrol_person"),
]
