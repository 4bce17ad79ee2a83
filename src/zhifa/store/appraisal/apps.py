"""Tables of the appraisal of casefiles."""

from __future__ import annotations

from django.apps import AppConfig


class AppraisalConfig(AppConfig):
    name = "zhifa.store.appraisal"
    label = "appraisal"
