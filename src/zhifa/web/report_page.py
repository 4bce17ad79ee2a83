"""The annual report on screen: its passages in order, figures as links, contradictions in the margin."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.http import urlencode

from zhifa.acts.annual_document import before_shown, check_text, checks_summary, close_up, standing_text
from zhifa.acts.annual_report import CASES, Published, ReportModel
from zhifa.core.footing import CONTRADICTION, HOLDS, UNEXPLAINED, Footing
from zhifa.core.narrative import Passage
from zhifa.web import viewmodels as vm
from zhifa.web.figures import Chosen, figure_href, organ_filters, stat_table, year_filters
from zhifa.web.story import stamp

FORMS = (("DOCX", "docx"), ("PDF", "pdf"), ("HTML", "html"), ("JSON", "json"))
KINDS = {CONTRADICTION: "contradiction", UNEXPLAINED: "unexplained"}


def address(name: str, model: ReportModel, *more: str) -> str:
    """An address of this report."""
    return f"{reverse(name, args=[model.year, *more])}?{urlencode({'organ': model.organ.code})}"


def report_page(model: ReportModel, chosen: Chosen, *, editing: bool) -> vm.ReportPage:
    """The whole report."""
    drafts = sum(1 for passage in model.report.passages if passage.draft)
    place = reverse("report")
    worst = sum(1 for check in model.broken if check.state == CONTRADICTION)
    counts = (
        ("处前后矛盾", worst),
        ("处余数未说明", len(model.broken) - worst),
        ("段待核实", drafts),
        ("个数字待填报", len(model.missing)),
        ("处与已公布的不同", len(model.published.differences) if model.published else 0),
    )
    state = "按现有记载生成" if model.complete else f"{model.year} 年尚未结束，数字还会变"
    actions = [vm.Action(label="统计表", href=f"{reverse('statistics')}?organ={model.organ.code}&year={model.year}")]
    if editing:
        actions.insert(0, vm.Action(label="填报数字", href=address("report_facts", model), primary=bool(model.missing)))
    return vm.ReportPage(
        title=f"{model.year} 年度报告",
        organ=model.organ.name,
        year=model.year,
        state=f"{state}{f'，{drafts} 段待核实' if drafts else ''}",
        passages=tuple(_passages(model, editing=editing)),
        exports=tuple(vm.Action(label=label, href=address("report_export", model, form)) for label, form in FORMS),
        years=year_filters(chosen, place),
        organs=organ_filters(chosen, place),
        summary=tuple((label, str(count)) for label, count in counts if count),
        actions=tuple(actions),
        stand=standing_text(model),
    )


def _passages(model: ReportModel, *, editing: bool) -> Iterator[vm.Passage]:
    yield vm.Passage(kind="title", runs=(vm.Run(text=model.title),))
    tables = {table.rule.code: table for table in model.tables}
    waiting = list(model.broken)
    for passage in model.report.passages:
        codes = {piece.figure for piece in passage.pieces if piece.figure}
        here = [check for check in waiting if codes & {*check.identity.left, *check.identity.right}]
        waiting = [check for check in waiting if check not in here]
        notes = tuple(map(_note, here))
        match passage.kind:
            case "heading":
                yield vm.Passage(kind="h1" if passage.level <= 1 else "h2", runs=_runs(model, passage))
            case "table":
                yield vm.Passage(kind="table", table=stat_table(model, tables[passage.table]), anchor=passage.table)
            case "footing":
                yield vm.Passage(kind="h1", runs=_runs(model, passage))
                yield from _checks(model)
            case "page_break":
                continue
            case _:
                yield _text(model, passage, notes, editing=editing)
    if waiting:
        words = vm.Run(text="下面的核对涉及附表中的数字，正文没有提到。")
        yield vm.Passage(kind="para", runs=(words,), notes=tuple(map(_note, waiting)))
    if model.published:
        yield from _published(model.published)


def _text(model: ReportModel, passage: Passage, notes: tuple[vm.MarginNote, ...], *, editing: bool) -> vm.Passage:
    if before := _last_year(model, passage):
        notes = (*notes, vm.MarginNote(kind="last_year", text=before))
    return vm.Passage(
        kind="para",
        runs=_runs(model, passage),
        edit=address("report_passage", model, passage.edit) if passage.edit and editing else "",
        edited=edited(model, passage),
        notes=notes,
        anchor=passage.edit,
    )


def edited(model: ReportModel, passage: Passage) -> str:
    """Who changed a passage and when, or that it still has to be confirmed."""
    entry = model.entries.passages.get(passage.edit) if passage.rewritten else None
    if entry:
        return f"{stamp(entry.recorded_at)} 改过"
    return "不来自案件，发布前须由单位核实" if passage.draft else ""


def _runs(model: ReportModel, passage: Passage) -> tuple[vm.Run, ...]:
    runs = []
    for piece in close_up(passage.pieces):
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
    said = [f"{f.title} {before_shown(model, f)}" for f in found if f.before is not None and f.before != f.value]
    return "；".join(said[:4])


def _para(text: str) -> vm.Passage:
    return vm.Passage(kind="para", runs=(vm.Run(text=text),))


def _checks(model: ReportModel) -> Iterator[vm.Passage]:
    yield _para(checks_summary(model, sum(check.state == HOLDS for check in model.checks)))
    for check in model.broken:
        yield _para(check_text(check))


def _published(published: Published) -> Iterator[vm.Passage]:
    """This report beside the one that was published: what differs, and what the published one contradicts itself in."""
    yield vm.Passage(kind="h1", runs=(vm.Run(text="与已公布报告的核对"),), anchor="published")
    same = published.compared - len(published.differences)
    yield _para(f"已公布的《{published.title}》列有 {published.compared} 个总数，由案件计出的与之相同 {same} 个。")
    if published.differences:
        rows = tuple(
            vm.StatRow(label=d.title, cells=(vm.Figure(text=d.published), vm.Figure(text=d.found)))
            for d in published.differences
        )
        table = vm.StatTable(title="不同的数字", unit="", columns=("公布", "由案件计出"), rows=rows)
        yield vm.Passage(kind="table", table=table)
    for check in published.checks:
        yield vm.Passage(kind="para", runs=(vm.Run(text=check_text(check)),), notes=(_note(check),))
