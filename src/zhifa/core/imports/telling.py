"""A case told as a row of a list: what the columns of a layout ask for, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, cast

from zhifa.core.conditions import Unknown
from zhifa.core.facts import Value
from zhifa.core.imports.model import Column, Layout
from zhifa.core.procedure.case import Case, Taken
from zhifa.core.procedure.state import State
from zhifa.core.values import Moment

Named = Callable[[str], str]
"""How an organ or a person is called."""
NUMBER: Final = "listed.number"
"""The number a list gave a proceeding."""


def told(
    state: State,
    proceeding: str,
    layout: Layout,
    *,
    kin: Sequence[tuple[str, str]],
    number: str,
    others: Mapping[str, str],
    organ: Named,
    person: Named,
) -> list[str]:
    """The cells of one proceeding. `kin` are its procedure and those it is written after, with their titles; `others`
    the numbers of what else the case is a case of, by kind."""
    case = state.case
    taken = [one for one in case.taken if one.proceeding == proceeding]  # an acceptance the law deems is one
    officers = dict.fromkeys((*case.officers, *(key for one in taken for key in one.by)))
    cells: list[str] = []
    for column in columns_of(layout):
        match column.type:
            case "organ":
                cells.append(organ(case.organ))
            case "officers":
                cells.append("、".join(filter(None, map(person, officers))))
            case "procedure":
                unstated = layout.unstated and _fact(state, proceeding, taken, layout.unstated)
                cells.append("" if unstated else _word(column, kin))
            case "case":
                cells.append(others.get(column.of, ""))
            case "day" if not column.facts:
                cells.append(_day(column, layout, _of(case, proceeding, column, taken)))
            case _ if column.steps and not any(one.step in column.steps for one in taken):
                cells.append("")  # what a list says of a step it dates elsewhere or not at all
            case _:
                values = (_fact(state, proceeding, taken, name) for name in _names(column))
                value = next((one for one in values if one is not None), None)
                cells.append(number if column.code == layout.number else _shown(column, value))
    return cells


def number_of(state: State, proceeding: str, layout: Layout, *, usual: str) -> str:
    """The number by which a list knows a proceeding: the one a list gave it, else that of the document with which it
    was decided, else the usual one."""
    given = state.runs[proceeding].proceeding.facts.get(NUMBER)
    if given:
        return str(given)
    steps = {step for c in layout.columns if c.type == "day" and c.required and not c.beside for step in c.steps}
    issued = (p.number for p in state.case.papers if p.proceeding == proceeding and p.step in steps and not p.withdrawn)
    return next(filter(None, issued), usual)


def columns_of(layout: Layout) -> list[Column]:
    """The columns that are written: those that tell something."""
    return [column for column in layout.columns if column.type != "none"]


def _of(case: Case, proceeding: str, column: Column, taken: list[Taken]) -> list[Taken]:
    """The steps a column may date: of the proceeding, or of the one beside it that the column tells of."""
    if not column.beside:
        return taken
    beside = {one.id for one in case.children(proceeding) if one.procedure == column.beside}
    return [one for one in case.taken if one.proceeding in beside]


def _fact(state: State, proceeding: str, taken: Sequence[Taken], code: str) -> Value | None:
    """A fact as it was last entered in the proceeding, or as it knows it from above."""
    entered = next((one.facts[code] for one in reversed(taken) if code in one.facts), None)
    found = state.recorded(proceeding, code) if entered is None else entered
    return None if isinstance(found, Unknown) else cast("Value", found)


def _names(column: Column) -> list[str]:
    return [name for code in column.facts for name in code.split("+")]


def _word(column: Column, kin: Sequence[tuple[str, str]]) -> str:
    """The word for a procedure, or the nearest it is written after: as its title begins, else the longest."""
    words: Mapping[str, Any] = column.words
    for code, title in kin:
        if meant := [word for word, one in words.items() if one == code]:
            return max(meant, key=lambda word: (title.startswith(word), len(word), word))
    return ""


def _day(column: Column, layout: Layout, taken: Sequence[Taken]) -> str:
    """The day of the step the column dates; of two columns for one step each has the one whose facts it knows."""
    found = [one for one in taken if one.step in column.steps and column.also.items() <= one.facts.items()]
    if not column.also:
        others = [c.also for c in layout.columns if c.also and set(c.steps) & set(column.steps)]
        found = [one for one in found if not any(also.items() <= one.facts.items() for also in others)]
    return _moment(found[-1].at) if found else ""


def _moment(at: Moment) -> str:
    return str(at).replace("T", " ")


def _shown(column: Column, value: Value | None) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if column.type in ("yuan", "wan") and isinstance(value, int):
        return _amount(value, 4 if column.type == "wan" else 0)
    if isinstance(value, Moment):
        return _moment(value)
    if isinstance(value, tuple):
        return "、".join(map(str, value))
    return str(value)


def _amount(fen: int, places: int) -> str:
    """Fen as yuan, or as ten thousand yuan, without zeros nobody needs."""
    whole, rest = divmod(fen, 10 ** (places + 2))
    return f"{whole}.{rest:0{places + 2}}".rstrip("0").rstrip(".") if rest else str(whole)
