"""Forms made from facts: what a step records becomes fields, what was typed becomes raw facts again.

Nothing typed is ever lost: a field shows what was typed, not what could be read of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from zhifa.acts import matters, powers
from zhifa.acts.work import context, today
from zhifa.core.conditions import Unknown
from zhifa.core.facts import Column, Fact, Value, Vocabulary
from zhifa.core.kinship import kin
from zhifa.core.permission import Person
from zhifa.core.planning import ITEM
from zhifa.core.procedure.model import Step
from zhifa.core.regimes import FACT as REGIME
from zhifa.core.values import Moment, format_yuan
from zhifa.web import viewmodels as vm
from zhifa.web.marks import law_mark

OFFICERS = "by"
MATTER, MATTER_FACTS = matters.CODE, matters.FACTS
POWER_FACTS = powers.FACTS
WHEN = "occurred"
ALWAYS = frozenset({MATTER, ITEM, "party.kind", "party.name"})
"""Never folded: without the matter and the party nothing later can be decided, without the plan nothing is counted."""
FEW = 3
"""So many fields that need not be filled in disturb nobody."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed into a step: facts, who did it, when."""

    facts: dict[str, Any] = field(default_factory=dict)
    by: tuple[str, ...] = ()
    occurred: str = ""


def prefixed(name: str, prefix: str) -> str:
    return f"{prefix}{name}" if prefix else name


def typed_table(data: QueryDict, name: str, fact: Fact) -> list[dict[str, str]]:
    """Rows of a table editor: `name-0-column`; rows in which nothing was typed are left out."""
    rows: dict[int, dict[str, str]] = {}
    for key in data:
        if not key.startswith(f"{name}-"):
            continue
        number, _, column = key[len(name) + 1 :].partition("-")
        value = str(data.get(key, "")).strip()
        if number.isdigit() and value and any(c.code == column for c in fact.columns):
            rows.setdefault(int(number), {})[column] = value
    return [rows[number] for number in sorted(rows)]


def read_typed(
    data: QueryDict, step: Step, vocabulary: Vocabulary, *, prefix: str = "", files: Mapping[str, str] | None = None
) -> Typed:
    """The raw facts of a posted step form."""
    facts: dict[str, Any] = {}
    for code in step_facts(step):
        fact, name = vocabulary.get(code), prefixed(code, prefix)
        if fact is None:
            continue
        if fact.type == "table":
            rows = typed_table(data, name, fact)
            if rows:
                facts[code] = rows
        elif fact.type == "choices":
            chosen = data.getlist(name)
            if chosen:
                facts[code] = chosen
        elif fact.type == "file":
            if files and name in files:
                facts[code] = files[name]
            elif data.get(name):
                facts[code] = data[name]
        elif typed := str(data.get(name, "")).strip():
            facts[code] = typed
    by = tuple(value for value in data.getlist(prefixed(OFFICERS, prefix)) if value)
    return Typed(facts, by, str(data.get(prefixed(WHEN, prefix), "")).strip())


def step_facts(step: Step) -> list[str]:
    """The facts a form of the step asks for, in the order of the law; the step's own day is asked separately.

    What the catalogue says of a matter is not asked beside its code, nor what the register of powers says.
    """
    asked = [record.fact for record in step.records] + list(step.may_record)
    fixed = {code for code, _ in step.sets} | {step.dated_as} | POWER_FACTS
    if MATTER in asked:
        fixed |= MATTER_FACTS
    return [code for code in dict.fromkeys(asked) if code not in fixed]


def text_of(value: Value | Unknown | Any, fact: Fact) -> str:
    """A known value as somebody would type it."""
    if value is None or isinstance(value, Unknown):
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if fact.type == "money" and isinstance(value, int):
        return format_yuan(value).replace(",", "")
    if isinstance(value, date | Moment):
        return str(value).replace("T", " ")
    return str(value) if not isinstance(value, tuple | list) else ""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known already about a fact, to prefill its field."""

    lookup: Callable[[str], Any]
    source: Callable[[str], str]


def matter_options(procedure: str, day: date, chosen: str) -> tuple[vm.Option, ...]:
    """The matters in force on a day that a procedure may decide, by title."""
    rules, named = context().rules(day), kin(context().book, procedure)
    entries, own = rules.entries("matter"), rules.entry("procedure", procedure)
    known = {*named, *(own.data.get("beside", ()) if own else ())}
    options = [
        vm.Option(value=key, label=str(entry.data.get("title", key)), selected=key == chosen)
        for key, entry in entries.items()
        if not known.isdisjoint(entry.data.get("procedures", known)) or procedure == "clue"
    ]
    if chosen and all(option.value != chosen for option in options):
        options.insert(0, vm.Option(value=chosen, label=f"{chosen}（目录外）", selected=True))
    return tuple(options)


def regime_options(day: date, chosen: str) -> tuple[vm.Option, ...]:
    """The rules of procedure a case may follow; left open, the matter and the organ decide."""
    entries = context().rules(day).entries("regime")
    return tuple(
        vm.Option(value=key, label=f"{key}：{entry.data.get('title', key)}", selected=key == chosen)
        for key, entry in entries.items()
    )


def _choices(fact: Fact, procedure: str, shown: str, value: Any) -> tuple[vm.Option, ...]:
    if fact.code == REGIME:
        return regime_options(today(), shown)
    return matter_options(procedure, today(), shown) if fact.code == MATTER else _options(fact, value)


def field_view(
    fact: Fact,
    *,
    required: bool,
    typed: Any = None,
    known: Known | None = None,
    errors: Mapping[str, tuple[str, str]] | None = None,
    check: str = "",
    prefix: str = "",
    procedure: str = "",
    columns: Sequence[str] = (),
) -> vm.FieldView:
    """One fact as a field, showing what was typed, else what is known. A matter is chosen by its title.

    Of a list only the `columns` are asked for, where any are named, and its key with them.
    """
    fact = replace(fact, columns=_asked(fact, columns))
    value = typed if typed is not None else (known.lookup(fact.code) if known else None)
    if isinstance(value, Unknown):
        value = None
    error, remedy = (errors or {}).get(fact.code, ("", ""))
    shown = value if isinstance(value, str) else text_of(value, fact)
    return vm.FieldView(
        name=prefixed(fact.code, prefix),
        label=fact.label,
        kind="choice" if fact.code in (MATTER, REGIME) else fact.type,  # type: ignore[arg-type]
        value=shown,
        unit="" if fact.type == "money" else fact.unit,
        hint=fact.hint,
        required=required,
        error=error,
        remedy=remedy,
        known_from=known.source(fact.code) if known and typed is None and value not in (None, "", ()) else "",
        personal=fact.personal,
        options=_choices(fact, procedure, shown, value),
        columns=tuple(_column(column) for column in fact.columns),
        rows=_rows(fact, value),
        check=check,
    )


def _asked(fact: Fact, columns: Sequence[str]) -> tuple[Column, ...]:
    return tuple(c for c in fact.columns if not columns or c.code in columns or c.code == fact.key)


def _column(column: Any) -> vm.TableColumn:
    kind: Any = column.type if column.type in {"integer", "decimal", "money", "date", "choice"} else "text"
    return vm.TableColumn(code=column.code, label=column.label, kind=kind, options=column.options)


def _options(fact: Fact, value: Any) -> tuple[vm.Option, ...]:
    if not fact.options:
        return ()
    chosen = set(value) if isinstance(value, tuple | list) else {value}
    return tuple(vm.Option(value=option, label=option, selected=option in chosen) for option in fact.options)


def _rows(fact: Fact, value: Any) -> tuple[vm.TableRow, ...]:
    if fact.type != "table":
        return ()
    rows = value if isinstance(value, tuple | list) else ()
    shown = []
    for row in rows:
        cells = []
        for column in fact.columns:
            cell: Any = row.get(column.code, "") if isinstance(row, Mapping) else ""
            money = column.type == "money" and isinstance(cell, int)
            cells.append(format_yuan(cell).replace(",", "") if money else str(cell if cell is not None else ""))
        shown.append(vm.TableRow(values=tuple(cells)))
    return tuple(shown)


def fold(fields: Sequence[vm.FieldView], step: Step, *, prefix: str = "") -> list[vm.FieldView]:
    """Set aside what a step may record, nobody asks for and nobody has filled in, when it is more than a few."""
    asked = ALWAYS | {record.fact for record in step.records}
    free = {prefixed(code, prefix) for code in step.may_record if code not in asked}
    aside = {field.name for field in fields if field.name in free and not _filled(field)}
    return [replace(field, aside=len(aside) > FEW and field.name in aside) for field in fields]


def _filled(field: vm.FieldView) -> bool:
    return bool(field.value or field.rows or field.error) or any(option.selected for option in field.options)


def officers_field(
    staff: Sequence[Person],
    *,
    step: Step,
    day: date,
    chosen: Iterable[str],
    prefix: str = "",
    error: str = "",
    recording: bool = False,
) -> vm.FieldView:
    """Who took the step: everybody who may, with why the others may not on that day.

    When something that happened is recorded, whoever did it can be chosen; what was wrong is only said.
    """
    picked = set(chosen)
    options = []
    for person in staff:
        if not person.may_act_as(step.by, day):
            continue
        certificate = person.certificate_on(day)
        why = "" if certificate or not step.officers else person.why_uncertified(day)
        until = f" · 至 {certificate.validity.end}" if certificate and certificate.validity.end else ""
        options.append(
            vm.Option(
                value=person.id,
                label=person.name,
                selected=person.id in picked,
                note=f"{certificate.number}{until}" if certificate else why if recording else "",
                why_not="" if recording else why,
            )
        )
    return vm.FieldView(
        name=prefixed(OFFICERS, prefix),
        label="执法人员" if step.officers else "办理人",
        kind="officers",
        options=tuple(options),
        needed=step.officers,
        error=error,
        law=law_mark(step.officers_cite) if step.officers else None,
    )


def when_field(*, value: str, label: str = "时间", error: str = "", prefix: str = "", hint: str = "") -> vm.FieldView:
    """When the step was taken; now unless somebody says otherwise."""
    return vm.FieldView(
        name=prefixed(WHEN, prefix), label=label, kind="moment", value=value, error=error, hint=hint, required=False
    )


def files_of(files: MultiValueDict[str, Any]) -> list[tuple[str, Any]]:
    """Uploaded files by the name of their field."""
    return [(name, upload) for name, uploads in files.lists() for upload in uploads]
