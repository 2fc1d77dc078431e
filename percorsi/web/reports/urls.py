"""Addresses of the figures."""

from django.urls import path

from percorsi.web.reports import template_views, views

app_name = "reports"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("righe/", views.rows, name="rows"),
    path("righe.xlsx", views.rows_workbook, name="rows_workbook"),
    path("tabelle.xlsx", views.workbook, name="workbook"),
    path("relazione/", views.paper, name="paper"),
    path("modello/", template_views.template, name="template"),
    path("modello.docx", template_views.template_file, name="template_file"),
    path("modello/nostro/", template_views.drop_template, name="drop_template"),
    path("modello/annulla/", template_views.undo_template, name="undo_template"),
    path("tabelle.csv", views.csv, name="csv"),
]
