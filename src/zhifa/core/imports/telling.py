"""A case told as a row of a list: what the columns of a layout ask for, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from zhifa.core.facts import Value
from zhifa.core.imports.model import Column, Layout
from zhifa.core.procedure.case import Case, Proceeding, Taken
from zhifa.core.values import Moment

Named = Callable[[str], str]
"""How an organ or a person is called."""


def told(
    case: Case,
    proceeding: Proceeding,
    layout: Layout,
    *,
    kin: Sequence[tuple[str, str]],
    number: str,
    organ: Named,
    person: Named,
) -> list[str]:
    """The cells of one proceeding. `kin` are its procedure and those it is written after, with their titles."""
    taken = [one for one in case.taken if one.proceeding == proceeding.id and not one.is_deemed]
    facts: dict[str, Value] = {**case.facts, **proceeding.facts}
    for one in taken:
        facts.update(one.facts)
    officers = dict.fromkeys((*case.officers, *(key for one in taken for key in one.by)))
    cells: list[str] = []
    for column in columns_of(layout):
        match column.type:
            case "organ":
                cells.append(organ(case.organ))
            case "officers":
                cells.append("、".join(filter(None, map(person, officers))))
            case "procedure":
                cells.append("" if facts.get(layout.unstated) else _word(column, kin))
            case "day" if not column.facts:
                cells.append(_day(column, layout, taken))
            case _:
                value = next((facts[name] for name in _names(column) if name in facts), None)
                said = number if value is None and column.code == layout.number else _shown(column, value)
                cells.append(said)
    return cells


def columns_of(layout: Layout) -> list[Column]:
    """The columns that are written: those that tell something."""
    return [column for column in layout.columns if column.type != "none"]


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
