"""The map of the pages: one line a room."""

from django.urls import URLPattern, URLResolver, path

from percorsi.web.shell.views import home

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home, name="home"),
]
