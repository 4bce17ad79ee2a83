"""The journal's tables."""

from __future__ import annotations

from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "zhifa.store.journal"
    label = "journal"
