"""Fields that are chosen from a register instead of typed: items of the plan, recorders that were given out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from zhifa.store.readers.equipment import given_out
from zhifa.web import plan_table
from zhifa.web import viewmodels as vm
from zhifa.web.story import RECORDER

KIND = "recorder"


def offered(field: vm.FieldView, organ: str, day: date) -> vm.FieldView:
    """The field as a choice where a register knows what may stand in it."""
    if field.name.endswith(RECORDER):
        return _recorders(field, organ)
    return plan_table.offered(field, organ, day)


def _recorders(field: vm.FieldView, organ: str) -> vm.FieldView:
    found = [(item.serial, f"{item.serial} {item.holder_name}") for item in given_out(organ, KIND) if item.serial]
    if field.value and field.value not in dict(found):
        found.insert(0, (field.value, field.value))
    if not found:
        return field
    options = tuple(vm.Option(value=value, label=label, selected=value == field.value) for value, label in found)
    return replace(field, kind="choice", options=options)
