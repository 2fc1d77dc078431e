"""Addresses of the referrals."""

from django.urls import path

from percorsi.web.referrals import answering, drafts, taking, views

app_name = "referrals"
urlpatterns = [
    path("", views.referrals_list, name="list"),
    path("mie/", drafts.mine, name="mine"),
    path("mie/nuova/", drafts.start, name="start"),
    path("bozze/<str:draft_id>/", drafts.section, name="section"),
    path("bozze/<str:draft_id>/rileggi/", drafts.review, name="review"),
    path("bozze/<str:draft_id>/elimina/", drafts.discard, name="discard"),
    path("inviate/<str:draft_id>/", taking.sent, name="sent"),
    path("inviate/<str:draft_id>/rispondi/", drafts.reply, name="reply"),
    path("inviate/<str:draft_id>/esamina/", taking.take, name="take"),
    path("inviate/<str:draft_id>/chiedi/", taking.ask, name="ask"),
    path("nuova/", views.new_person, name="new_person"),
    path("nuova/<str:person_id>/", views.new, name="new"),
    path("<str:referral_id>/", views.referral, name="referral"),
    path("<str:referral_id>/risposta/", answering.answer, name="answer"),
    path("<str:referral_id>/annulla-risposta/", answering.take_back, name="take_back"),
    path("<str:referral_id>/riapri/", answering.reopen, name="reopen"),
]
