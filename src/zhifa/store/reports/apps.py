"""The app of finished annual reports."""

from __future__ import annotations

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "zhifa.store.reports"
    label = "reports"
