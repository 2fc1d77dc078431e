"""Addresses of the referrals."""

from django.urls import path

from percorsi.web.referrals import views

app_name = "referrals"
urlpatterns = [
    path("", views.waiting, name="waiting"),
    path("nuova/", views.new_person, name="new_person"),
    path("nuova/<str:person_id>/", views.new, name="new"),
    path("<str:referral_id>/", views.referral, name="referral"),
    path("<str:referral_id>/risposta/", views.answer, name="answer"),
    path("<str:referral_id>/riapri/", views.reopen, name="reopen"),
]
