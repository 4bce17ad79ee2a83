"""The gallery where an installation in DEBUG would mount it, with the style of papers, which pages show."""

from django.urls import include, path

from zhifa.web.views.papers import paper_css

urlpatterns = [path("gallery/", include("zhifa.web.gallery.urls")), path("paper.css", paper_css, name="paper_css")]
