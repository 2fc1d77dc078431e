"""Addresses of the paths."""

from django.urls import path

from percorsi.web.cases import acts, undoing, views

app_name = "cases"
urlpatterns = [
    path("persona/<str:person_id>/", views.of_person, name="of_person"),
    path("nuovo/<str:referral_id>/", acts.open_case, name="open"),
    path("annulla-affidamenti/", undoing.reassignments, name="undo_reassign"),
    path("<str:case_id>/", views.case, name="case"),
    path("<str:case_id>/affida/", acts.assign, name="assign"),
    path("<str:case_id>/affida/annulla/", undoing.assignment, name="undo_assign"),
    path("<str:case_id>/sostituzione/annulla/", undoing.cover, name="undo_cover"),
    path("<str:case_id>/sospendi/annulla/", undoing.suspension, name="undo_suspend"),
    path("<str:case_id>/fine-incarico/", acts.end_assignment, name="end_assignment"),
    path("<str:case_id>/sostituzione/", acts.cover, name="cover"),
    path("<str:case_id>/fine-sostituzione/", acts.end_cover, name="end_cover"),
    path("<str:case_id>/sospendi/", acts.suspend, name="suspend"),
    path("<str:case_id>/riprendi/", acts.resume, name="resume"),
    path("<str:case_id>/dimissione/", acts.discharge, name="discharge"),
    path("<str:case_id>/riapri/", acts.reopen, name="reopen"),
]
