"""Tables of the law library: instruments, their texts by version, articles."""

from __future__ import annotations

from django.apps import AppConfig


class LibraryConfig(AppConfig):
    name = "zhifa.store.library"
    label = "library"
