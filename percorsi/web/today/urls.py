"""Addresses of the first screen."""

from django.urls import path

from percorsi.web.today import views

app_name = "today"
urlpatterns = [
    path("", views.today, name="today"),
    path("ordine/", views.order, name="order"),
]
