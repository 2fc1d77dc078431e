"""Addresses of the hires."""

from django.urls import path

from percorsi.web.placements import acts, views

app_name = "placements"
urlpatterns = [
    path("", views.placements_list, name="list"),
    path("nuova/<str:person_id>/", acts.new, name="new"),
    path("<str:placement_id>/", views.placement, name="placement"),
    path("<str:placement_id>/scadenza/", acts.change_end, name="change_end"),
    path("<str:placement_id>/fine/", acts.end, name="end"),
    path("<str:placement_id>/annulla-registrazione/", acts.undo_record, name="undo_record"),
    path("<str:placement_id>/annulla-fine/", acts.undo_end, name="undo_end"),
]
