"""Addresses of the traineeships and of their months."""

from django.urls import path

from percorsi.web.traineeships.views import acts, lists, months, undoing

app_name = "traineeships"
urlpatterns = [
    path("", lists.traineeships_list, name="list"),
    path("mesi/<str:month>/", months.grid, name="months"),
    path("mesi/<str:month>/verifica/", months.verify, name="verify_months"),
    path("nuovo/<str:person_id>/", acts.new, name="new"),
    path("<str:traineeship_id>/", lists.traineeship, name="traineeship"),
    path("<str:traineeship_id>/modifica/", acts.change, name="change"),
    path("<str:traineeship_id>/sospendi/", acts.suspend, name="suspend"),
    path("<str:traineeship_id>/riprendi/", acts.resume, name="resume"),
    path("<str:traineeship_id>/proroga/", acts.extend, name="extend"),
    path("<str:traineeship_id>/chiudi/", acts.close, name="close"),
    path("<str:traineeship_id>/mesi/<str:month>/riapri/", months.reopen, name="reopen_month"),
    path("<str:traineeship_id>/annulla-registrazione/", undoing.undo_start, name="undo_start"),
    path("<str:traineeship_id>/annulla-sospensione/", undoing.undo_suspend, name="undo_suspend"),
    path("<str:traineeship_id>/annulla-ripresa/", undoing.undo_resume, name="undo_resume"),
    path("<str:traineeship_id>/annulla-proroga/", undoing.undo_extend, name="undo_extend"),
    path("<str:traineeship_id>/annulla-chiusura/", undoing.undo_close, name="undo_close"),
]
