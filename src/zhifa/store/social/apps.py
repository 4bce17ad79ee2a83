"""Tables of invited supervisors, their meetings, and what outsiders were asked about cases."""

from __future__ import annotations

from django.apps import AppConfig


class SocialConfig(AppConfig):
    name = "zhifa.store.social"
    label = "social"
