"""The addresses of entering, and of accounts and roles. Of allauth's own only these three are open."""

from django.urls import URLPattern, URLResolver, include, path

from percorsi.web.accounts.views import entering, returning, users

_users = [
    path("accesso/attiva/<str:public_id>/<str:token>/", entering.choose_first_password, name="activate"),
    path("utenti/", users.user_list, name="users"),
    path("utenti/nuovo/", users.new_user, name="new_user"),
    path("utenti/enti/nuovo/", users.new_body, name="new_body"),
    path("utenti/senza-account/", users.worker_list, name="workers"),
    path("utenti/senza-account/<str:public_id>/", users.open_account, name="open_account"),
    path("utenti/<str:public_id>/", users.user_page, name="user"),
    path("utenti/<str:public_id>/modifica/", users.change_user, name="change_user"),
    path("utenti/<str:public_id>/ruoli/nuovo/", users.add_role, name="add_role"),
    path("utenti/<str:public_id>/ruoli/fine/", users.end_role, name="end_role"),
    path("utenti/<str:public_id>/disattiva/", users.shut_user, name="shut_user"),
    path("utenti/<str:public_id>/collegamento/", users.new_link, name="new_link"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("accesso/", entering.login, name="account_login"),
    path("uscita/", entering.logout, name="account_logout"),
    path("testo-ritrovato/", returning.found_text, name="found_text"),
    path("password/", entering.change_own_password, name="account_change_password"),
    path("", include((_users, "accounts"))),
]
