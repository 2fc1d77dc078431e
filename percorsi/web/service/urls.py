"""Addresses of the settings, of the first steps, and of the problems that readers report."""

from django.urls import path

from percorsi.web.service.views import first_steps, problems, profile, rows, settings

app_name = "service"
urlpatterns = [
    path("impostazioni/", settings.overview, name="settings"),
    path("impostazioni/primi-passi/", first_steps.first_steps, name="first_steps"),
    path("impostazioni/nome/", profile.change, name="profile"),
    path("impostazioni/logo/", profile.change_logo, name="change_logo"),
    path("impostazioni/logo/togli/", profile.remove_logo, name="remove_logo"),
    path("impostazioni/standard/", profile.change_standards, name="standards"),
    path("impostazioni/annulla/", profile.undo, name="undo_profile"),
    path("impostazioni/affidamenti/nuovo/", rows.new_contract, name="new_contract"),
    path("impostazioni/affidamenti/<str:public_id>/", rows.contract, name="contract"),
    path("impostazioni/affidamenti/<str:public_id>/annulla/", rows.undo_contract, name="undo_contract"),
    path("impostazioni/comuni/nuovo/", rows.new_served, name="new_served"),
    path("impostazioni/comuni/<str:public_id>/", rows.served, name="served"),
    path("impostazioni/comuni/<str:public_id>/annulla/", rows.undo_served, name="undo_served"),
    path("impostazioni/problemi/", problems.problem_list, name="problems"),
    path("impostazioni/problemi/<str:public_id>/", problems.problem, name="problem"),
    path("segnala-un-problema/", problems.report, name="report_problem"),
    path("logo/", profile.logo, name="logo"),
]
