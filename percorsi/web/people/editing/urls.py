"""The addresses of the forms about people. They come before the person's own page, whose id would swallow them."""

from django.urls import path

from percorsi.web.people.editing import facts_views, guarding_views, hidden_views, pairs_views

_PARTS = {
    "residences": "residenze",
    "contacts": "recapiti",
    "relatives": "familiari",
    "conditions": "categorie",
    "situations": "situazione",
    "invalidities": "invalidita",
    "permits": "permessi",
    "numbers": "numeri",
}

urlpatterns = [
    path("doppi/", pairs_views.pairs, name="pairs"),
    path("doppi/<str:public_id>/", pairs_views.pair, name="pair"),
    path("doppi/<str:public_id>/riapri/", pairs_views.reopen_pair, name="reopen_pair"),
    path("<str:public_id>/modifica/", facts_views.change_identity, name="change_identity"),
    *(path(f"<str:public_id>/{word}/", facts_views.section, {"key": key}, name=key) for key, word in _PARTS.items()),
    path("<str:public_id>/categorie/proposta/", facts_views.accept_proposal, name="accept_proposal"),
    path("<str:public_id>/proteggi/", guarding_views.protect, name="protect"),
    path("<str:public_id>/autorizzati/", guarding_views.readers, name="readers"),
    path("<str:public_id>/autorizzati/togli/", guarding_views.withdraw, name="withdraw"),
    path("<str:public_id>/identita/", guarding_views.identity, name="identity"),
    path("<str:public_id>/identita/correggi/", hidden_views.correct_identity, name="correct_identity"),
    path("<str:public_id>/proteggi/termina/", hidden_views.end_protection, name="end_protection"),
]
