"""The gallery where an installation in DEBUG would mount it."""

from django.urls import include, path

urlpatterns = [path("gallery/", include("zhifa.web.gallery.urls"))]
