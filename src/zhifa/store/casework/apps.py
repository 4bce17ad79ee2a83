"""Tables of cases, proceedings, obligations, papers and outcomes."""

from __future__ import annotations

from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "zhifa.store.casework"
    label = "casework"
