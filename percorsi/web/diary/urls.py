"""Addresses of the notes, under the people's."""

from django.urls import path

from percorsi.web.diary import views

app_name = "diary"
urlpatterns = [
    path("<str:person_id>/nota/", views.new, name="new"),
    path("nota/<str:note_id>/", views.note, name="note"),
    path("nota/<str:note_id>/correggi/", views.change, name="change"),
]
