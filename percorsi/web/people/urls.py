"""Addresses of the people. Nothing about a person but a random id stands in them."""

from django.urls import path

from percorsi.web.people import chosen, person_views, views
from percorsi.web.people.editing.urls import urlpatterns as editing

app_name = "people"
urlpatterns = [
    path("", views.people_list, name="list"),
    path("cerca/", views.search, name="search"),
    path("scelte/", chosen.chosen, name="chosen"),
    path("scelte/affida/", chosen.assign_chosen, name="assign_chosen"),
    *editing,
    path("<str:public_id>/", person_views.person, name="person"),
    path("<str:public_id>/dati/", person_views.record, name="record"),
    path("<str:public_id>/lavoro/", person_views.work, name="work"),
    path("<str:public_id>/accessi/", person_views.accesses, name="accesses"),
]
