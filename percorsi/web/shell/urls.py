"""The addresses of the pages that belong to no room."""

from django.urls import path

from percorsi.web.shell import views

app_name = "shell"
urlpatterns = [path("tasti/", views.keys, name="keys")]
