"""The product's own pages, and the bare page to compare them with."""

from django.urls import path

from percorsi.bench.bare import bare
from percorsi.urls import urlpatterns as product

urlpatterns = [path("pagina-nuda/", bare, name="bare"), *product]
