"""Tables of the power lists an installation has imported."""

from __future__ import annotations

from django.apps import AppConfig


class PowerListsConfig(AppConfig):
    name = "zhifa.store.powerlists"
    label = "powerlists"
