"""Tables of organs, people, accounts and certificates."""

from __future__ import annotations

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "zhifa.store.registry"
    label = "registry"
