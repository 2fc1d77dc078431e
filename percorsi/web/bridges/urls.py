"""Addresses of the imports. The letter comes first: the id of an import would swallow it."""

from django.urls import path

from percorsi.web.bridges import cells_views, letter_views, steps_views, views

app_name = "bridges"
urlpatterns = [
    path("", views.imports, name="imports"),
    path("lettera/", letter_views.written, name="letter"),
    path("lettera/righe/", letter_views.rows, name="letter_rows"),
    path("<str:public_id>/", views.import_page, name="import"),
    path("<str:public_id>/prova/", steps_views.try_out, name="try"),
    path("<str:public_id>/importa/", steps_views.take_over, name="take"),
    path("<str:public_id>/riprendi/", steps_views.resume, name="resume"),
    path("<str:public_id>/lascia/", steps_views.abandon, name="abandon"),
    path("<str:public_id>/rifiutate.xlsx", views.refused_rows, name="refused_rows"),
    path("<str:public_id>/celle/", cells_views.decide, name="cells"),
    path("<str:public_id>/celle/annulla/", cells_views.undo, name="undo_cells"),
]
