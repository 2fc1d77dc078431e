"""Addresses of the referrals."""

from django.urls import path

from percorsi.web.referrals import answering, views

app_name = "referrals"
urlpatterns = [
    path("", views.referrals_list, name="list"),
    path("nuova/", views.new_person, name="new_person"),
    path("nuova/<str:person_id>/", views.new, name="new"),
    path("<str:referral_id>/", views.referral, name="referral"),
    path("<str:referral_id>/risposta/", answering.answer, name="answer"),
    path("<str:referral_id>/annulla-risposta/", answering.take_back, name="take_back"),
    path("<str:referral_id>/riapri/", answering.reopen, name="reopen"),
]
