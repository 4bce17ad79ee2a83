"""Addresses: pages at the root, the programming interface below /api/v1."""

from __future__ import annotations

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

_PARTS = (("api/v1/", "zhifa.api.urls"), ("", "zhifa.web.urls"))

urlpatterns: list[URLPattern | URLResolver] = [
    path(prefix, include(module)) for prefix, module in _PARTS if find_spec(module)
]

handler400 = "zhifa.web.views.errors.bad_request"
handler403 = "zhifa.web.views.errors.forbidden"
handler404 = "zhifa.web.views.errors.not_found"
handler500 = "zhifa.web.views.errors.broken"
