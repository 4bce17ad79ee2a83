"""Addresses of the gallery, to be included under `gallery/` in DEBUG and tests."""

from django.urls import path

from zhifa.web.gallery import views

app_name = "gallery"
urlpatterns = [
    path("", views.index, name="index"),
    path("style/", views.style, name="style"),
    path("qr.svg", views.qr, name="qr"),
    path("draft/", views.draft, name="draft"),
    path("check/", views.check, name="check"),
    path("panel/<slug:name>/", views.panel, name="panel"),
    path("<slug:name>/", views.page, name="page"),
    path("<slug:name>/<slug:state>/", views.page, name="state"),
]
