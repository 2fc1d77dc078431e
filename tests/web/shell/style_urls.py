"""Pages that exist only in the tests: every component of the shell, with long names, empty states and errors."""

from django.urls import include, path

from tests.web.shell import style_views as views

people = ([path("", views.people, name="list"), path("cerca/", views.people, name="search")], "people")
reports = ([path("", views.report, name="overview")], "reports")
users = ([path("", views.states, name="users")], "accounts")

urlpatterns = [
    path("persone/", include(people)),
    path("persone/ada/", views.person),
    path("andamento/", include(reports)),
    path("utenti/", include(users)),
    path("modulo/", views.referral),
    path("accesso/", views.sign_in, name="account_login"),
    path("uscita/", views.people, name="account_logout"),
    path("password/", views.sign_in, name="account_change_password"),
    path("vietata/", views.forbidden),
    path("guasta/", views.broken),
    path("occupata/", views.busy),
]
