"""Rows as plain values in the order of their columns: a case has sixty of them, and an object for each costs more
than working it out."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.db import models

Values = tuple[Any, ...]


@cache
def columns(model: type[models.Model]) -> tuple[str, ...]:
    """The attribute names of a row without its automatic key."""
    return tuple(f.attname for f in model._meta.concrete_fields if not isinstance(f, models.AutoField))


def values_of(model: type[models.Model], **said: Any) -> Values:
    """A row with what is said of it; the rest as the model has it by default, None for the case it belongs to."""
    defaults = _defaults(model)
    found = tuple((defaults | said).values())
    if len(found) != len(defaults):
        raise TypeError(f"{model.__name__} has no column {sorted(said.keys() - defaults.keys())}")
    return found


@cache
def _defaults(model: type[models.Model]) -> dict[str, Any]:
    fields = (f for f in model._meta.concrete_fields if not isinstance(f, models.AutoField))
    return {f.attname: f.get_default() for f in fields}
