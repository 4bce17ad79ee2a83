"""Tables of training, examinations, assessments, equipment and postings."""

from __future__ import annotations

from django.apps import AppConfig


class PersonnelConfig(AppConfig):
    name = "zhifa.store.personnel"
    label = "personnel"
