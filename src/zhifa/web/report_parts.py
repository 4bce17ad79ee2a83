"""What stands around the text of an annual report on screen: deadline, finished files, suggestions, notes, charts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from django.urls import reverse
from django.utils.http import urlencode

from zhifa.acts.annual_charts import Course, chart, courses
from zhifa.acts.annual_note import before_sources, check_text, checks_summary, published_summary
from zhifa.acts.annual_report import ReportModel, figure_address
from zhifa.acts.report_deadline import ReportDuty
from zhifa.acts.report_finishing import Moved
from zhifa.acts.report_members import Member
from zhifa.acts.report_suggestions import LEFT, OPEN, TAKEN, Suggestion
from zhifa.core.footing import CONTRADICTION, HOLDS
from zhifa.core.narrative import Passage
from zhifa.core.statistics import show
from zhifa.core.values import show_date
from zhifa.store.readers.statistics import year_of
from zhifa.web import viewmodels as vm
from zhifa.web.charts import Monthly, by_month
from zhifa.web.figures import figure_href
from zhifa.web.marks import due_chip

STATES = {TAKEN: "已写进报告", LEFT: "不用", OPEN: ""}
FINISHED_FORMS = ("docx", "pdf", "html", "json")


def address(name: str, model: ReportModel, *more: str) -> str:
    """An address of this report."""
    return f"{reverse(name, args=[model.year, *more])}?{urlencode({'organ': model.organ.code})}"


def duty_chip(duty: ReportDuty, day: date) -> vm.DueChip:
    """The day by which the report must be published; met late stays red."""
    met = duty.met_on
    state = "running" if met is None else "met" if met <= duty.due_on else "late"
    return due_chip(duty.due_on, day=day, yellow_on=duty.yellow_on, state=state)


def finished_lines(duty: ReportDuty | None, moved: Sequence[Moved] = (), rewritten: int = 0) -> Iterator[str]:
    """When the report was finished and published, and what has changed since, in words."""
    if duty is not None and not duty.here:
        yield f"公开期限 {show_date(duty.due_on)}；这一年的年报没有在本系统定稿，是否公开这里没有记载。"
    if duty is None or duty.finished is None:
        return
    about = duty.finished
    yield f"{show_date(about.frozen_on)} 定稿，数字落在含 {about.checkpoint_size} 个事件的检查点上，以后照原样重出。"
    if about.published_on:
        late = "逾期" if about.published_on > duty.due_on else ""
        yield f"{show_date(about.published_on)} 在{about.published_where}{late}公开。"
    if moved or rewritten:
        said = [f"{len(moved)} 个数字"] * bool(moved) + [f"{rewritten} 段文字"] * bool(rewritten)
        again = "再次定稿以后更正公开的文本" if about.published_on else "要用现在的，再次定稿"
        yield f"定稿以后有变化的：{'、'.join(said)}。定稿仍是当时的样子；{again}。"


def finished_files(model: ReportModel, duty: ReportDuty | None) -> tuple[vm.Action, ...]:
    """The files of the finished report."""
    if duty is None or duty.finished is None:
        return ()
    files = [(form.upper(), form) for form in FINISHED_FORMS]
    return tuple(
        vm.Action(label=f"定稿 {label}", href=address("report_finished", model, form), download=True)
        for label, form in files
    )


def moved_notes(model: ReportModel, moved: Sequence[Moved]) -> Iterator[vm.WriterNotes]:
    """The figures that changed since the report was finished; those of now open their cases."""
    if not moved:
        return
    rows = tuple(
        vm.StatRow(
            label=f"{one.title}（{one.unit}）",
            cells=(vm.Figure(text=one.then), vm.Figure(text=one.now, href=figure_href(model, model.figures[one.code]))),
        )
        for one in moved
    )
    table = vm.StatTable(title="变化的数字", unit="", columns=("定稿", "现在"), rows=rows)
    yield vm.WriterNotes(title="定稿以后的变化", table=table)


def report_actions(
    model: ReportModel, duty: ReportDuty | None, *, editing: bool, finishing: bool
) -> Iterator[vm.Action]:
    """What can be done with a report, what is next first."""
    finished = duty.finished if duty else None
    if editing:
        yield vm.Action(
            label="填报数字", href=address("report_facts", model), primary=bool(model.missing) and not finished
        )
        yield vm.Action(label="上年数字", href=address("report_before", model))
    if finishing and model.complete:
        yield vm.Action(
            label="再次定稿" if finished else "定稿", href=address("report_finish", model), post=True,
            primary=not finished and not model.missing,
            confirm=_asked_first(model),
        )  # fmt: skip
    if editing and finished and not finished.published_on:
        yield vm.Action(label="登记公开", href=address("report_published", model), primary=True)
    yield vm.Action(label="统计表", href=f"{reverse('statistics')}?organ={model.organ.code}&year={model.year}")
    yield vm.Action(label="编写说明", href=address("report_note", model))


def _asked_first(model: ReportModel) -> str:
    """What the head should know before the report is finished: what is still open, and that it is kept as it is."""
    counts = (
        (len(model.drafts), "段没有核实"),
        (len(model.missing), "个数字没有填报"),
        (len(model.broken), "处数字不符或者没有说明"),
    )
    open_ = "、".join(f"{count} {what}" for count, what in counts if count)
    return f"{f'还有 {open_}。' if open_ else ''}定稿以后照原样保存。定稿 {model.year} 年的年报？"


def suggestion_row(model: ReportModel, one: Suggestion, *, editing: bool) -> vm.SuggestionRow:
    """A suggestion with the findings and figures behind it, and what the writer can do with it."""
    period = year_of(model.year)
    place = {} if model.members else {"organ": model.organ.code}
    said = {"since": period.start.isoformat(), "until": period.end.isoformat()} | place
    grounds = [
        vm.Action(label=f"{group}问题 {count} 处", href=f"{reverse('findings')}?{urlencode(said | {'group': group})}")
        for group, count in one.groups.items()
    ]
    grounds += [
        vm.Action(label=f"{model.figures[code].title} {model.figures[code].shown}", href=href)
        for code in one.figures
        if (href := figure_href(model, model.figures[code]))
    ]
    here = address("report_suggestion", model, one.code)
    may_take = editing and one.state != TAKEN
    return vm.SuggestionRow(
        title=one.title,
        problem=one.problem,
        plan=one.plan,
        grounds=tuple(grounds),
        state=STATES[one.state],
        take=vm.Action(label="写进报告", href=f"{here}&take=1", post=True) if may_take else None,
        leave=vm.Action(label="不用", href=f"{here}&take=0", post=True) if may_take and one.state != LEFT else None,
    )


def writer_notes(model: ReportModel) -> Iterator[vm.WriterNotes]:
    """What does not agree, what the parts say, what was published, where last year's figures come from."""
    worst = any(check.state == CONTRADICTION for check in model.broken)
    checked = [checks_summary(model, sum(check.state == HOLDS for check in model.checks))]
    checked += [check_text(check) for check in model.broken]
    yield vm.WriterNotes(title="数字之间的核对", lines=tuple(checked), level="contradiction" if worst else "")
    if model.member_notes:
        yield vm.WriterNotes(title="各单位与汇总的核对", lines=model.member_notes)
    if model.published:
        lines = (published_summary(model.published), *map(check_text, model.published.checks))
        rows = tuple(
            vm.StatRow(label=d.title, cells=(vm.Figure(text=d.published), vm.Figure(text=d.found)))
            for d in model.published.differences
        )
        columns = ("公布", "由案件计出")
        table = vm.StatTable(title="不同的数字", unit="", columns=columns, rows=rows) if rows else None
        yield vm.WriterNotes(title="与已公布报告的核对", lines=lines, table=table)
    if model.compared:
        yield vm.WriterNotes(title="上年数字的出处", lines=tuple(before_sources(model)))


def chart_passage(model: ReportModel, passage: Passage) -> vm.Passage:
    """A chart of the report; each bar's number opens its cases."""

    def link(code: str, _group: str, _value: str) -> str:
        return figure_href(model, model.figures.get(code))

    drawn = chart(model, passage, link)
    bars = tuple(
        vm.Rung(label=bar.label, figure=vm.Figure(text=bar.shown, href=bar.href), share=bar.size, past=bar.past)
        for bar in drawn.bars
    )
    return vm.Passage(kind="chart", caption=drawn.caption, bars=bars)


def months_passage(model: ReportModel, passage: Passage, day: date) -> vm.Passage:
    """The course of the year; each month's bar opens its cases."""

    def drawn(one: Course) -> vm.Chart:
        months = [date(model.year, number, 1) for number in range(1, len(one.values) + 1)]
        hrefs = [figure_address(model.organ.code, model.year, one.code, month=month.month) for month in months]
        return by_month(one.title, one.unit, months, [Monthly("", one.values, hrefs)])

    return vm.Passage(kind="months", caption=passage.text, courses=tuple(map(drawn, courses(model, passage, day))))


def members_table(model: ReportModel, passage: Passage) -> vm.StatTable:
    """Every organ whose acts the report adds up: its report opens, its figures beside it, the sum last."""
    counted = [model.indicators[code] for code in passage.figures]
    titles = tuple(f"{one.title}（{one.unit}）" for one in counted)
    sums = [sum((one.values[code] for one in model.members), 0) for code in passage.figures]
    shown = (show(model.indicators[code], total) for code, total in zip(passage.figures, sums, strict=True))
    others = [one for one in model.members if not one.writes]
    done = sum(one.frozen_on is not None for one in others)
    last = vm.StatRow(
        label="合计",
        total=True,
        cells=(vm.Figure(text=f"{done}/{len(others)} 定稿"), *(vm.Figure(text=text) for text in shown)),
    )
    return vm.StatTable(
        title=passage.text,
        unit="",
        columns=("年报", *titles),
        rows=(*(_member(model, one) for one in model.members), last),
    )


def _member(model: ReportModel, one: Member) -> vm.StatRow:
    href = f"{reverse('report', args=[model.year])}?{urlencode({'organ': one.code})}"
    note = f"矛盾或者须说明 {len(one.broken)} 处" if one.broken else ""
    cells = (vm.Figure(text=one.state, href=href, note=note), *(vm.Figure(text=text) for text in one.shown))
    return vm.StatRow(label=one.short, cells=cells)
