"""Fields of the forms of administrators, and what was typed into them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from django.http import HttpRequest

from zhifa.core.values import Moment, Refusal
from zhifa.web import viewmodels as vm
from zhifa.web.marks import optional_mark, refusal_panel

Typed = Mapping[str, str]


def typed_of(request: HttpRequest) -> Typed:
    """What was posted, without blanks around it."""
    return {name: str(request.POST.get(name, "")).strip() for name in request.POST}


def text(name: str, label: str, value: str = "", *, hint: str = "", required: bool = True) -> vm.FieldView:
    return vm.FieldView(name=name, label=label, kind="text", value=value, hint=hint, required=required)


def password(name: str, label: str, *, hint: str = "") -> vm.FieldView:
    return vm.FieldView(name=name, label=label, kind="password", hint=hint)


def whole(name: str, label: str, value: str = "", *, unit: str = "", hint: str = "") -> vm.FieldView:
    return vm.FieldView(name=name, label=label, kind="integer", value=value, unit=unit, hint=hint)


def day(name: str, label: str, value: str = "", *, required: bool = True, hint: str = "") -> vm.FieldView:
    return vm.FieldView(name=name, label=label, kind="date", value=value, required=required, hint=hint)


def choice(
    name: str, label: str, options: Sequence[tuple[str, str]], chosen: str, *, required: bool = True, hint: str = ""
) -> vm.FieldView:
    made = tuple(vm.Option(value=value, label=shown, selected=value == chosen) for value, shown in options)
    return vm.FieldView(name=name, label=label, kind="choice", options=made, required=required, hint=hint)


def read_day(typed: Typed, name: str, label: str) -> date | None | Refusal:
    """A day as typed, None where nothing was typed; a refusal names the field."""
    if not typed.get(name):
        return None
    try:
        return Moment.parse(typed[name]).day
    except ValueError as error:
        return Refusal("bad_input", f"{label}：{error}", "写作 2024-03-05", missing=(name,))


def form(
    *,
    code: str,
    title: str,
    verb: str,
    action: str,
    fields: Sequence[vm.FieldView],
    refused: Refusal | None = None,
    note: str = "",
    cite: str = "",
) -> vm.StepForm:
    """A form with its refusal above and at the field it speaks of."""
    wrong = dict.fromkeys(refused.missing, refused.message) if refused else {}
    return vm.StepForm(
        code=code,
        title=title,
        verb=verb,
        action=action,
        fields=tuple(replace(field, error=wrong[field.name]) if field.name in wrong else field for field in fields),
        refusal=refusal_panel(refused, title=f"没有{verb}") if refused else None,
        note=note,
        law=optional_mark(cite),
    )
