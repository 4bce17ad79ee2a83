"""The annual report on screen: its passages in order, figures as links, contradictions in the margin."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.urls import reverse
from django.utils.http import urlencode

from zhifa.acts.annual_document import ANNEX, close_up
from zhifa.acts.annual_note import standing_text
from zhifa.acts.annual_report import ReportModel
from zhifa.acts.report_deadline import ReportDuty
from zhifa.acts.report_figures import CASES, before_shown
from zhifa.acts.report_finishing import Moved
from zhifa.acts.report_suggestions import Suggestion
from zhifa.core.footing import CONTRADICTION, UNEXPLAINED, Footing
from zhifa.core.narrative import Passage, Piece, paragraphs
from zhifa.core.values import Refusal
from zhifa.web import viewmodels as vm
from zhifa.web.figures import Chosen, figure_href, organ_filters, stat_table, year_filters
from zhifa.web.marks import law_mark, refusal_panel
from zhifa.web.report_parts import (
    address,
    chart_passage,
    duty_chip,
    finished_files,
    finished_lines,
    members_table,
    months_passage,
    moved_notes,
    report_actions,
    suggestion_row,
    writer_notes,
)
from zhifa.web.story import stamp

FORMS = (("DOCX", "docx"), ("PDF", "pdf"), ("HTML", "html"), ("JSON", "json"))
KINDS = {CONTRADICTION: "contradiction", UNEXPLAINED: "unexplained"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What stands beside the text of a report: how far it has come, what could be said, who may do what."""

    duty: ReportDuty | None = None
    suggestions: Sequence[Suggestion] = ()
    editing: bool = False
    finishing: bool = False
    previewed: str = ""
    """Another kind of report that is only being looked at."""
    names: Mapping[str, str] = field(default_factory=dict)
    """Names of those who wrote passages, by person."""
    moved: Sequence[Moved] = ()
    rewritten: int = 0
    """What has changed since the report was finished: figures, and how many passages."""
    refused: Refusal | None = None


def report_page(model: ReportModel, chosen: Chosen, beside: Beside, *, day: date) -> vm.ReportPage:
    """The whole report."""
    drafts, place = len(model.drafts), reverse("report")
    passages = tuple(_passages(model, beside, day))
    state = "按现有记载生成" if model.complete else f"{model.year} 年尚未结束，数字还会变"
    return vm.ReportPage(
        title=f"{model.year} 年度报告",
        organ=model.organ.name,
        year=model.year,
        state=f"{state}{f'，{drafts} 段待核实' if drafts else ''}",
        passages=passages,
        exports=tuple(vm.Action(label=label, href=address("report_export", model, form)) for label, form in FORMS),
        years=year_filters(chosen, place),
        organs=organ_filters(chosen, place),
        summary=tuple(_summary(model, beside, passages)),
        actions=tuple(report_actions(model, beside.duty, editing=beside.editing, finishing=beside.finishing)),
        stand=standing_text(model),
        due=duty_chip(beside.duty, day) if beside.duty and beside.duty.here else None,
        law=law_mark(beside.duty.cite) if beside.duty and beside.duty.here else None,
        finished=tuple(finished_lines(beside.duty, beside.moved, beside.rewritten)),
        finished_files=finished_files(model, beside.duty),
        kinds=_kinds(model, beside),
        choose=_choose(model, beside),
        suggestions=tuple(suggestion_row(model, one, editing=beside.editing) for one in beside.suggestions),
        suggesting=any(one.state for one in beside.suggestions) and not all(one.state for one in beside.suggestions),
        notes=(*moved_notes(model, beside.moved), *writer_notes(model)),
        refused=refusal_panel(beside.refused, title="没有办成") if beside.refused else None,
    )


def _summary(model: ReportModel, beside: Beside, passages: Sequence[vm.Passage]) -> Iterator[tuple[str, vm.Figure]]:
    """What is still to be done before the report is finished, each count leading to the first of it."""

    def noted(kind: str) -> str:
        found = (one.anchor for one in passages if any(note.kind == kind for note in one.notes))
        return next((f"#{anchor}" for anchor in found if anchor), "")

    worst = sum(1 for check in model.broken if check.state == CONTRADICTION)
    counts = (
        ("处前后矛盾", worst, noted("contradiction")),
        ("处余数未说明", len(model.broken) - worst, noted("unexplained")),
        ("段待核实", len(model.drafts), next((f"#{one.edit}" for one in model.drafts), "")),
        ("个数字待填报", len(model.missing), address("report_facts", model) if beside.editing else ""),
        ("处与已公布的不同", len(model.published.differences) if model.published else 0, "#notes"),
        ("条建议待取舍", sum(not one.state for one in beside.suggestions), "#suggestions"),
    )
    for label, count, href in counts:
        if count:
            yield label, vm.Figure(text=str(count), href=href)


def _kinds(model: ReportModel, beside: Beside) -> tuple[vm.Filter, ...]:
    if not beside.editing:
        return ()
    here = address("report", model)
    return tuple(
        vm.Filter(label=name, href=f"{here}&{urlencode({'report': code})}", here=code == model.kind)
        for code, name in model.frame.kinds.items()
    )


def _choose(model: ReportModel, beside: Beside) -> vm.Action | None:
    if not beside.editing or not beside.previewed:
        return None
    href = f"{address('report_kind', model)}&{urlencode({'report': beside.previewed})}"
    return vm.Action(label="这份年报用这种体例", href=href, post=True, primary=True)


def _passages(model: ReportModel, beside: Beside, day: date) -> Iterator[vm.Passage]:
    yield vm.Passage(kind="title", runs=(vm.Run(text=model.title),))
    tables = {table.rule.code: table for table in model.tables}
    waiting = list(model.broken)
    for passage in model.report.passages:
        codes = {piece.figure for piece in passage.pieces if piece.figure}
        here = [check for check in waiting if codes & {*check.identity.left, *check.identity.right}]
        waiting = [check for check in waiting if check not in here]
        match passage.kind:
            case "heading":
                yield vm.Passage(kind="h1" if passage.level <= 1 else "h2", runs=_runs(model, close_up(passage.pieces)))
            case "table":
                yield vm.Passage(kind="table", table=stat_table(model, tables[passage.table]), anchor=passage.table)
            case "chart":
                yield chart_passage(model, passage)
            case "months":
                yield months_passage(model, passage, day)
            case "members":
                yield vm.Passage(kind="table", table=members_table(model, passage), anchor="members")
            case "annex":
                yield vm.Passage(kind="h1", runs=(vm.Run(text=f"{ANNEX}　{passage.text}"),))
            case "ask":
                yield _asked(model, passage, beside)
            case "page_break":
                continue
            case _:
                yield _text(model, passage, here, beside)
    if waiting:
        words = vm.Run(text="下面的核对涉及附表中的数字，正文没有提到。")
        yield vm.Passage(kind="para", runs=(words,), notes=tuple(map(_note, waiting)), anchor="checks")


def _text(model: ReportModel, passage: Passage, checked: Sequence[Footing], beside: Beside) -> vm.Passage:
    notes = tuple(map(_note, checked))
    if before := _last_year(model, passage):
        notes = (*notes, vm.MarginNote(kind="last_year", text=before))
    first, *more = (_runs(model, pieces) for pieces in paragraphs(close_up(passage.pieces)))
    return vm.Passage(
        kind="para",
        runs=first,
        more=tuple(more),
        edit=address("report_passage", model, passage.edit) if passage.edit and beside.editing else "",
        edited=edited(model, passage, beside.names),
        notes=notes,
        anchor=passage.edit or (checked[0].identity.code.replace(".", "-") if checked else ""),
    )


def _asked(model: ReportModel, passage: Passage, beside: Beside) -> vm.Passage:
    """A passage only the site can write: printed once it is written."""
    return vm.Passage(
        kind="para",
        runs=(vm.Run(text=f"请写：{passage.text}（不写则不印）", todo=True),),
        edit=address("report_passage", model, passage.edit) if beside.editing else "",
        anchor=passage.edit,
    )


def edited(model: ReportModel, passage: Passage, names: Mapping[str, str]) -> str:
    """Who changed a passage and when, or that it still has to be confirmed."""
    entry = model.entries.passages.get(passage.edit) if passage.rewritten else None
    if entry:
        return f"{names.get(entry.actor, '')} {stamp(entry.recorded_at)} 改过".strip()
    return "不来自案件，发布前须由单位核实" if passage.draft else ""


def _runs(model: ReportModel, pieces: Sequence[Piece]) -> tuple[vm.Run, ...]:
    runs = []
    for piece in pieces:
        figure = model.figures.get(piece.figure)
        runs.append(
            vm.Run(
                text=piece.text,
                href=figure_href(model, figure),
                entered=figure is not None and figure.source != CASES,
            )
        )
    return tuple(runs)


def _note(check: Footing) -> vm.MarginNote:
    kind = KINDS.get(check.state, "undecidable")
    return vm.MarginNote(kind=kind, text=check.explain, expression=check.expression)  # type: ignore[arg-type]


def _last_year(model: ReportModel, passage: Passage) -> str:
    """The figures of a passage a year earlier, where anything is known of that year."""
    if not model.compared:
        return ""
    codes = dict.fromkeys(piece.figure for piece in passage.pieces if piece.figure in model.figures)
    found = [model.figures[code] for code in codes]
    said = [
        f"{f.title} {before_shown(model.indicators[f.code], f)}"
        for f in found
        if f.before is not None and f.before != f.value
    ]
    return "；".join(said[:4])
