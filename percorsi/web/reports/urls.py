"""Addresses of the figures."""

from django.urls import path

from percorsi.web.reports import views

app_name = "reports"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("righe/", views.rows, name="rows"),
    path("righe.xlsx", views.rows_workbook, name="rows_workbook"),
    path("tabelle.xlsx", views.workbook, name="workbook"),
    path("relazione/", views.paper, name="paper"),
    path("tabelle.csv", views.csv, name="csv"),
]
