"""An examined report on screen: each line with its figures marked, the findings numbered and linked both ways."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from zhifa.acts.annual_report import figure_address
from zhifa.acts.report_check import Compared
from zhifa.core.footing.checks import WORST, Check
from zhifa.core.footing.examining import Examination
from zhifa.core.footing.figures import Figure
from zhifa.core.footing.identities import CONTRADICTION, HOLDS, UNDECIDABLE, UNEXPLAINED
from zhifa.core.footing.passages import Line
from zhifa.web import viewmodels as vm

WORDS = {CONTRADICTION: "处矛盾", UNEXPLAINED: "处没有说明", UNDECIDABLE: "处不能确定", HOLDS: "处相符"}
_Span = tuple[int, int, str, str]
"""First column, column behind the last, state, what the figure is."""


def report_check_page(form: vm.StepForm, found: Examination, name: str, again: vm.Action) -> vm.ReportCheckPage:
    """The page of a report that was read."""
    broken = [check for check in found.checks if check.state != HOLDS]
    numbered = list(enumerate(broken, 1))
    counted = {state: sum(check.state == state for check in found.checks) for state in WORDS}
    return vm.ReportCheckPage(
        form=form,
        name=name,
        lead=f"{len(found.document.lines)} 行，找到 {len(found.figures)} 个数字，核对 {len(found.checks)} 项",
        summary=tuple((word, str(counted[state])) for state, word in WORDS.items() if counted[state]),
        lines=tuple(_lines(found, numbered)),
        broken=tuple(_note(number, check) for number, check in numbered),
        holding=tuple(_note(0, check) for check in found.checks if check.state == HOLDS),
        sound=None if broken else _sound(found),
        again=again,
    )


def _sound(found: Examination) -> vm.Empty:
    if found.checks:
        return vm.Empty(what="没有发现矛盾", how="能够核对的数字都相符；报告没有说到的关系不在核对范围内。")
    return vm.Empty(what="没有可以核对的关系", how="没有找到合计、占比、同比、附表等可以复算的数字。")


def _note(number: int, check: Check) -> vm.CheckNote:
    return vm.CheckNote(
        number=number,
        state=check.state,  # type: ignore[arg-type]
        text=check.explain,
        expression=check.expression,
        lines=check.lines,
        cite=check.cite,
    )


def _lines(found: Examination, numbered: Sequence[tuple[int, Check]]) -> Iterator[vm.CheckedLine]:
    """Every line that says something, its figures marked by the worst that is known of them."""
    worst: dict[int, str] = {}
    for check in found.checks:
        for figure in check.figures:
            if figure not in worst or WORST[check.state] < WORST[worst[figure]]:
                worst[figure] = check.state
    spans = _spans(found, worst)
    notes: dict[int, list[int]] = {}
    for number, check in numbered:
        for line in check.lines:
            notes.setdefault(line, []).append(number)
    for told in found.document.lines:
        if told.text.strip():
            runs = tuple(_runs(told, spans.get(told.number, ())))
            beside = tuple(notes.get(told.number, ()))
            yield vm.CheckedLine(number=told.number, runs=runs, notes=beside, cells=bool(told.cells))


def _spans(found: Examination, worst: Mapping[int, str]) -> Mapping[int, list[_Span]]:
    """Where the figures of the text stand, by line."""
    spans: dict[int, list[_Span]] = {}
    for figure in found.reading.figures:
        passage = found.document.passages[figure.passage]
        state = worst.get(figure.index, "figure")
        for line, start, end in passage.span(figure.token.start, figure.token.end):
            spans.setdefault(line, []).append((start, end, state, _title(figure)))
    return spans


def _title(figure: Figure) -> str:
    return figure.label or figure.noun


def _runs(line: Line, spans: Sequence[_Span]) -> Iterator[vm.CheckedRun]:
    if line.cells:
        yield vm.CheckedRun(text="　｜　".join(cell or "—" for cell in line.cells))
        return
    end = 0
    for start, stop, state, title in sorted(spans):
        if start > end:
            yield vm.CheckedRun(text=line.text[end:start])
        if stop > max(start, end):
            yield vm.CheckedRun(text=line.text[max(start, end) : stop], state=state, title=title)  # type: ignore[arg-type]
        end = max(end, stop)
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
