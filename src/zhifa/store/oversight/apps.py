"""Tables of supervision: what many cases show together."""

from __future__ import annotations

from django.apps import AppConfig


class OversightConfig(AppConfig):
    name = "zhifa.store.oversight"
    label = "oversight"
    verbose_name = "监督"
    default_auto_field = "django.db.models.BigAutoField"
