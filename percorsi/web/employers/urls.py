"""Addresses of the companies: the archive, whom one speaks with there, what was said."""

from django.urls import path

from percorsi.web.employers.views import companies, contacts, references

app_name = "companies"
urlpatterns = [
    path("", companies.company_list, name="list"),
    path("nuova/", companies.new, name="new"),
    path("contatti/<str:contact_id>/", contacts.change, name="change_contact"),
    path("contatti/<str:contact_id>/togli/", contacts.take_back, name="take_back_contact"),
    path("riferimenti/<str:reference_id>/", references.change, name="change_reference"),
    path("riferimenti/<str:reference_id>/chiudi/", references.end, name="end_reference"),
    path("riferimenti/<str:reference_id>/riprendi/", references.resume, name="resume_reference"),
    path("<str:company_id>/", companies.company, name="company"),
    path("<str:company_id>/modifica/", companies.change, name="change"),
    path("<str:company_id>/contatto/", contacts.log, name="log_contact"),
    path("<str:company_id>/riferimento/", references.add, name="add_reference"),
]
