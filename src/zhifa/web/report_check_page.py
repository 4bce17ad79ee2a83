"""An examined report on screen: each line with its figures marked, the findings numbered and linked both ways."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from zhifa.acts.annual_report import figure_address
from zhifa.acts.report_check import Compared
from zhifa.core.footing.checks import WORST, Check
from zhifa.core.footing.examining import Examination
from zhifa.core.footing.identities import CONTRADICTION, HOLDS, UNDECIDABLE, UNEXPLAINED
from zhifa.core.footing.reading.figures import Figure
from zhifa.core.footing.reading.passages import Line
from zhifa.web import viewmodels as vm
from zhifa.web.exports import carried

WORDS: Final = {CONTRADICTION: "矛盾", UNEXPLAINED: "没有说明", UNDECIDABLE: "不能确定", HOLDS: "相符"}
HEAD: Final = ("序号", "判定", "说明", "算式", "行", "原文", "依据")
OPEN: Final = "open"
"""Everything that does not hold."""


@dataclass(frozen=True, slots=True)
class _Mark:
    """Where a figure stands in a line, and what is known of it."""

    start: int
    end: int
    figure: Figure
    first: bool
    """Whether it begins here: one that runs over the end of a line is led to where it begins."""


def report_check_page(form: vm.StepForm, found: Examination, name: str, again: vm.Action) -> vm.ReportCheckPage:
    """The page of a report that was read."""
    broken = [check for check in found.checks if check.state != HOLDS]
    numbered = list(enumerate([*broken, *(check for check in found.checks if check.state == HOLDS)], 1))
    return vm.ReportCheckPage(
        form=form,
        name=name,
        lead=f"{len(found.document.lines)} 行，找到 {len(found.figures)} 个数字，核对 {len(found.checks)} 项",
        filters=tuple(_filters(found.checks)),
        files=tuple(_files(found, numbered, name)),
        lines=tuple(_lines(found, numbered)),
        notes=tuple(_note(found, number, check) for number, check in numbered),
        sound=None if broken else _sound(found),
        again=again,
    )


def _sound(found: Examination) -> vm.Empty:
    if found.checks:
        return vm.Empty(what="没有发现矛盾", how="能够核对的数字都相符；报告没有说到的关系不在核对范围内。")
    return vm.Empty(what="没有可以核对的关系", how="没有找到合计、占比、同比、附表等可以复算的数字。")


def _filters(checks: Sequence[Check]) -> Iterator[vm.CheckFilter]:
    """What is to be looked at first; one state alone is no choice beside it."""
    counted = {state: sum(check.state == state for check in checks) for state in WORDS}
    waiting = [state for state in WORDS if counted[state] and state != HOLDS]
    if len(waiting) > 1:
        yield vm.CheckFilter(code=OPEN, label="要看的", count=sum(counted[s] for s in waiting), here=True)
    for state in (*waiting, *((HOLDS,) if counted[HOLDS] else ())):
        here = [state] == waiting or not waiting
        yield vm.CheckFilter(code=state, label=WORDS[state], count=counted[state], here=here)


def _files(found: Examination, numbered: Sequence[tuple[int, Check]], name: str) -> Iterator[vm.CheckFile]:
    """Every finding with the words it speaks of, as tables to be passed on."""
    said = {line.number: line.text.strip() for line in found.document.lines}
    rows = [
        (number, WORDS[check.state], check.explain, check.expression, "、".join(map(str, check.lines)),
         "\n".join(said.get(line, "") for line in check.lines), check.cite)
        for number, check in numbered
    ]  # fmt: skip
    for form in ("csv", "xlsx") if rows else ():
        title = f"{name.rpartition('.')[0] or name}核对结果.{form}"
        yield vm.CheckFile(label=form.upper(), href=carried(HEAD, rows, form), name=title)


def _note(found: Examination, number: int, check: Check) -> vm.CheckNote:
    return vm.CheckNote(
        number=number,
        state=check.state,  # type: ignore[arg-type]
        text=check.explain,
        expression=check.expression,
        places=tuple((f"第 {line} 行", f"#{_place(found, check, line)}") for line in check.lines),
        cite=check.cite,
    )


def _place(found: Examination, check: Check, line: int) -> str:
    """The first figure of the check that stands in the line, else the line."""
    marked = (found.figures[n] for n in check.figures if n < len(found.figures))
    return next((f"f{figure.index}" for figure in marked if figure.line == line), f"l{line}")


def _lines(found: Examination, numbered: Sequence[tuple[int, Check]]) -> Iterator[vm.CheckedLine]:
    """Every line that says something, its figures marked by the worst that is known of them."""
    worst: dict[int, tuple[int, Check]] = {}
    for number, check in numbered:
        for index in check.figures:
            if index not in worst or WORST[check.state] < WORST[worst[index][1].state]:
                worst[index] = (number, check)
    marks = _marks(found)
    cells: dict[int, list[Figure]] = {}
    for figure in found.celled:
        cells.setdefault(figure.line, []).append(figure)
    notes: dict[int, list[int]] = {}
    for number, check in numbered:
        for line in check.lines if check.state != HOLDS else ():
            notes.setdefault(line, []).append(number)
    for told in found.document.lines:
        if not told.text.strip():
            continue
        in_cells = _cell_runs(told, cells.get(told.number, ()), worst)
        runs = tuple(in_cells if told.cells else _runs(told, marks.get(told.number, ()), worst))
        beside = tuple(notes.get(told.number, ()))
        yield vm.CheckedLine(number=told.number, runs=runs, notes=beside, cells=bool(told.cells))


def _marks(found: Examination) -> Mapping[int, list[_Mark]]:
    """Where the figures of the text stand, by line."""
    marks: dict[int, list[_Mark]] = {}
    for figure in found.reading.figures:
        passage = found.document.passages[figure.passage]
        for part, (line, start, end) in enumerate(passage.span(figure.token.start, figure.token.end)):
            marks.setdefault(line, []).append(_Mark(start, end, figure, part == 0))
    return marks


def _figure(text: str, figure: Figure, worst: Mapping[int, tuple[int, Check]], *, first: bool) -> vm.CheckedRun:
    number, check = worst.get(figure.index, (0, None))
    return vm.CheckedRun(
        text=text,
        state=check.state if check else "figure",  # type: ignore[arg-type]
        title=figure.label or figure.noun,
        href=f"#n{number}" if check else "",
        anchor=f"f{figure.index}" if check and first else "",
    )


def _cell_runs(
    line: Line, figures: Sequence[Figure], worst: Mapping[int, tuple[int, Check]]
) -> Iterator[vm.CheckedRun]:
    """A row of a table: a figure is marked in the first cell that holds what it says."""
    left = [figure for figure in figures if figure.index in worst]
    for number, cell in enumerate(line.cells):
        if number:
            yield vm.CheckedRun(text="　｜　")
        held = next((figure for figure in left if figure.printed == cell.strip()), None)
        if held is None:
            yield vm.CheckedRun(text=cell or "—")
        else:
            left.remove(held)
            yield _figure(cell, held, worst, first=True)


def _runs(line: Line, marks: Sequence[_Mark], worst: Mapping[int, tuple[int, Check]]) -> Iterator[vm.CheckedRun]:
    end = 0
    for mark in sorted(marks, key=lambda mark: (mark.start, mark.end)):
        if mark.start > end:
            yield vm.CheckedRun(text=line.text[end : mark.start])
        if mark.end > max(mark.start, end):
            yield _figure(line.text[max(mark.start, end) : mark.end], mark.figure, worst, first=mark.first)
        end = max(end, mark.end)
    if end < len(line.text):
        yield vm.CheckedRun(text=line.text[end:])


def compared_figures(rows: Sequence[Compared], organ: str, year: int) -> tuple[vm.ComparedFigure, ...]:
    """The yearly figures beside those of the cases, each opening its cases."""
    return tuple(
        vm.ComparedFigure(
            title=row.title, reported=row.reported, counted=row.counted, same=row.same, line=row.line,
            href=figure_address(organ, year, row.code),
        )
        for row in rows
    )  # fmt: skip
