"""Tables of who did what when, since when a fault stood, and monthly tallies."""

from __future__ import annotations

from django.apps import AppConfig


class ActivityConfig(AppConfig):
    name = "zhifa.store.activity"
    label = "activity"
