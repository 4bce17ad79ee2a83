"""Tables of how findings are worked off, of supervision papers, of accountability and of interventions."""

from __future__ import annotations

from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    name = "zhifa.store.supervision"
    label = "supervision"
