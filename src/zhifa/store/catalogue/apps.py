"""Tables of the catalogue: drafts of rules and what became of them."""

from __future__ import annotations

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "zhifa.store.catalogue"
    label = "catalogue"
