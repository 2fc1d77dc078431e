"""Addresses of the papers of people. Nothing about a person but a random id stands in them."""

from django.urls import path

from percorsi.web.documents import views

app_name = "documents"
urlpatterns = [
    path("<str:person_id>/documenti/", views.of_person, name="of_person"),
    path("<str:person_id>/documenti/nuovo/", views.add, name="add"),
    path("documenti/<str:document_id>/scarica/", views.download, name="download"),
    path("documenti/<str:document_id>/modifica/", views.change, name="change"),
    path("documenti/<str:document_id>/sostituisci/", views.replace, name="replace"),
    path("documenti/<str:document_id>/ritira/", views.withdraw, name="withdraw"),
    path("documenti/<str:document_id>/annulla/", views.take_back, name="take_back"),
]
