"""Tables of imported lists of cases."""

from __future__ import annotations

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "zhifa.store.imports"
    label = "imports"
