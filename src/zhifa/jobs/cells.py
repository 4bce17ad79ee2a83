"""Asks the cells of many installations for the tables of one form. Needs neither a database nor an installation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from time import perf_counter

from zhifa.core.statistics import Engine, Sheet, Span, ask_table, form_tables, indicators
from zhifa.ports.cells import Cell, open_cell, together
from zhifa.ports.engines import engine
from zhifa.ports.rules import rulebook
from zhifa.ports.signing import PublicKey


@dataclass(frozen=True, slots=True)
class Added:
    """The tables of a form over many cells, and how long the engine took for them, its start left out."""

    sheets: tuple[Sheet, ...]
    cells: tuple[Cell, ...]
    seconds: float


def open_cells(folders: Sequence[Path], keys: Sequence[PublicKey]) -> list[Cell]:
    """The cells in these folders; BadCell names the first that cannot be trusted, or holds an organ twice."""
    cells = [open_cell(folder, keys=keys) for folder in folders]
    together(cells)
    return cells


def add_up(cells: Sequence[Cell], form: str, year: int, *, name: str, master: str = "") -> Added:
    """The tables of a form for a year over these cells; NoEngine where the engine of that name is missing.

    BadIndicator where no such form is in force in that year.
    """
    files = [path for cell in cells for path in cell.files(year)]
    with engine(name, files, master=master) as asked:
        began = perf_counter()
        units = {unit.code: unit.short for unit in together(cells)}
        sheets = form_sheets(asked, form, year, units)
        return Added(sheets, tuple(cells), perf_counter() - began)


def form_sheets(asked: Engine, form: str, year: int, units: Mapping[str, str]) -> tuple[Sheet, ...]:
    """Every table of a form from one engine. Figures that people enter are not in the rows and are 0."""
    rules = rulebook().as_of(date(year, 12, 31))
    span = Span(start=date(year, 1, 1), end=date(year, 12, 31))
    known = indicators(rules)
    return tuple(ask_table(asked, rule, known, span, units=units)[0] for rule in form_tables(rules, form))
