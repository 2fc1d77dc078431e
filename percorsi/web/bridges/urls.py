"""Addresses of the imports."""

from django.urls import path

from percorsi.web.bridges import views

app_name = "bridges"
urlpatterns = [
    path("", views.imports, name="imports"),
    path("<str:public_id>/", views.import_result, name="import"),
]
