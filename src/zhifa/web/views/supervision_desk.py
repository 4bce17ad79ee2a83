"""Findings being worked off, and supervision papers: who must do what by when, with what came back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from zhifa.acts.supervising import span
from zhifa.acts.work import context
from zhifa.core.oversight import alerts
from zhifa.core.oversight.model import ANSWERS, COLOURS
from zhifa.core.supervising import ANSWERED, CLOSED, DISMISSED, MENDED, RAISED, RETURNED, STATES
from zhifa.store.readers.organs import organs
from zhifa.store.readers.supervision import (
    COUNTED,
    OVERDUE,
    WAITING,
    InstrumentLine,
    Unanswered,
    WorkLine,
    instrument_page,
    overdue_count,
    recurrences,
    unanswered_page,
    work_counts,
    working_page,
)
from zhifa.web import viewmodels as vm
from zhifa.web.exports import export
from zhifa.web.marks import due_chip
from zhifa.web.render import show_page
from zhifa.web.visitor import Visitor, shell, signed_in

FORMS = ("csv", "xlsx")
MOST = 20_000
"""So many lines a download holds at most."""
LISTS: Sequence[tuple[str, str]] = (
    (WAITING, "待说明"), (OVERDUE, "逾期未说明"), (ANSWERED, STATES[ANSWERED]), (RETURNED, STATES[RETURNED]),
    (RAISED, STATES[RAISED]), (CLOSED, "已办结"), (DISMISSED, STATES[DISMISSED]), (MENDED, STATES[MENDED]),
)  # fmt: skip
WORK_HEAD = ("问题", "等级", "机关", "案号", "发现", "状态", "说明期限", "说明日期", "办结日期")
WAITING_COLUMNS = (
    vm.Column(label="问题", kind="main"), vm.Column(label="等级", kind="short"), vm.Column(label="机关", kind="short"),
    vm.Column(label="案号", kind="short"), vm.Column(label="由谁说明", kind="short"),
    vm.Column(label="说明期限", kind="due"),
)  # fmt: skip
WORK_COLUMNS = (
    vm.Column(label="问题", kind="main"), vm.Column(label="等级", kind="short"), vm.Column(label="机关", kind="short"),
    vm.Column(label="案号", kind="short"), vm.Column(label="发现", kind="date"), vm.Column(label="说明", kind="date"),
    vm.Column(label="办结", kind="date"), vm.Column(label="状态", kind="short"),
)  # fmt: skip
PAPER_HEAD = (
    "文号", "种类", "被监督机关", "监督事项", "监督案号", "送达", "报告期限", "报告", "核查", "核查结果", "结案",
    "状态",
)  # fmt: skip
PAPER_COLUMNS = (
    vm.Column(label="文号", kind="short"), vm.Column(label="被监督机关", kind="main"), vm.Column(label="监督事项"),
    vm.Column(label="送达", kind="date"), vm.Column(label="报告期限", kind="due"),
    vm.Column(label="核查", kind="short"), vm.Column(label="状态", kind="short"),
)  # fmt: skip
STATES_OF_PAPERS = ("起草审批", "待报告", "待核查", "待补充", "待结案", "已结案", "已转用", "已撤销")


def _titles(day: date) -> Mapping[str, str]:
    return {code: one.title for code, one in alerts(context().rules(day)).all.items()}


def _level(colour: str) -> vm.Level:
    return colour if colour in {"red", "yellow", "blue"} else "none"  # type: ignore[return-value]


def _colour(colour: str) -> vm.Cell:
    return vm.Cell(text=f"{COLOURS.get(colour, '')}色", level=_level(colour))


def _after(request: HttpRequest) -> tuple[date, str] | None:
    day, _, last = str(request.GET.get("after", "")).partition("_")
    try:
        return (date.fromisoformat(day), last) if last else None
    except ValueError:
        return None


def _at(name: str, **asked: str) -> str:
    said = {key: value for key, value in asked.items() if value}
    return f"{reverse(name)}?{urlencode(said)}" if said else reverse(name)


def _exports(name: str, **asked: str) -> tuple[vm.Action, ...]:
    return tuple(vm.Action(label=f.upper(), href=_at(name, **asked, format=f), download=True) for f in FORMS)


def _waiting_row(line: Unanswered, titles: Mapping[str, str], day: date) -> vm.Row:
    return vm.Row(
        href=reverse("finding", args=[line.key]),
        cells=(
            vm.Cell(text=titles.get(line.alert, line.alert), sub=line.message[:80]),
            _colour(line.colour), vm.Cell(text=line.organ), vm.Cell(text=line.case_number),
            vm.Cell(text="退回再说明" if line.returned else ANSWERS.get(line.answers, "")),
            vm.Cell(due=due_chip(line.answer_by, day=day)),
        ),
    )  # fmt: skip


def _work_row(line: WorkLine, titles: Mapping[str, str]) -> vm.Row:
    return vm.Row(
        href=reverse("finding", args=[line.key]),
        quiet=line.state in {CLOSED, DISMISSED, MENDED},
        cells=(
            vm.Cell(text=titles.get(line.alert, line.alert), sub="" if line.stands else "记录已经更正"),
            _colour(line.colour), vm.Cell(text=line.organ), vm.Cell(text=line.case_number), vm.Cell(on=line.known_on),
            vm.Cell(on=line.answered_on), vm.Cell(on=line.settled_on), vm.Cell(text=STATES[line.state]),
        ),
    )  # fmt: skip


class Asked:
    """What the list of findings is asked for."""

    def __init__(self, request: HttpRequest, visitor: Visitor) -> None:
        said = str(request.GET.get("state", ""))
        self.state = said if said in dict(LISTS) else WAITING
        self.organ = str(request.GET.get("organ", ""))[:40]
        self.after, self.visitor = _after(request), visitor
        self.reach = visitor.reach("finding.read")

    @property
    def until(self) -> date | None:
        return self.visitor.day - timedelta(days=1) if self.state == OVERDUE else None

    def waiting(self, after: tuple[date, str] | None, limit: int = 50) -> tuple[list[Unanswered], bool]:
        return unanswered_page(reach=self.reach, until=self.until, organ=self.organ, after=after, limit=limit)

    def worked(self, after: tuple[date, str] | None, limit: int = 50) -> tuple[list[WorkLine], bool]:
        return working_page(self.state, reach=self.reach, organ=self.organ, after=after, limit=limit)

    def exported(self, titles: Mapping[str, str]) -> Iterator[tuple[object, ...]]:
        """Every line of the list, page by page."""
        after: tuple[date, str] | None = None
        for _ in range(MOST // 1000):
            if self.state in {WAITING, OVERDUE}:
                lines, more = self.waiting(after, 1000)
                for one in lines:
                    yield (titles.get(one.alert, one.alert), COLOURS.get(one.colour, ""), one.organ, one.case_number,
                           "", "退回待说明" if one.returned else "待说明", one.answer_by, "", "")  # fmt: skip
                after = (lines[-1].known_on, lines[-1].key) if lines else None
            else:
                worked, more = self.worked(after, 1000)
                for line in worked:
                    yield (titles.get(line.alert, line.alert), COLOURS.get(line.colour, ""), line.organ,
                           line.case_number, line.known_on, STATES[line.state], line.answer_by, line.answered_on,
                           line.settled_on)  # fmt: skip
                after = (worked[-1].known_on, worked[-1].key) if worked else None
            if not more:
                return


def _tiles(visitor: Visitor) -> tuple[vm.Tile, ...]:
    reach = visitor.reach("finding.read")
    counted: dict[str, int] = {}
    for one in work_counts(reach=reach):
        state = CLOSED if one.state == "accepted" else one.state
        counted[state] = counted.get(state, 0) + one.number
    late = overdue_count(reach=reach, day=visitor.day)
    again = recurrences(reach=reach, span=span("recurrence", visitor.day))
    names = {organ.code: organ.short for organ in organs(reach=reach)}
    where = "、".join(
        f"{names.get(code, code)} {number}" for code, number in sorted(again.items(), key=lambda i: -i[1])[:3]
    )

    def tile(label: str, state: str, number: int, note: str = "", level: vm.Level = "none") -> vm.Tile:
        text = f"{COUNTED:,} 以上" if number > COUNTED else f"{number:,}"
        figure = vm.Figure(text=text, href=_at("finding_work", state=state) if number and state else "")
        word = {"red": "红色", "yellow": "黄色"}.get(level, "") if number else ""
        return vm.Tile(label=label, figure=figure, unit="件", note=note, level=level if number else "none", word=word)

    return (
        tile("逾期未说明", OVERDUE, late, level="red"),
        tile("待审核", ANSWERED, counted.get(ANSWERED, 0)),
        tile("已发监督文书", RAISED, counted.get(RAISED, 0)),
        tile("已办结", CLOSED, counted.get(CLOSED, 0)),
        tile("整改后复发", "", sum(again.values()), where, "yellow"),
    )


@require_safe
@signed_in("finding.read")
def work(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Findings by what is to be done about them."""
    asked, titles = Asked(request, visitor), _titles(visitor.day)
    if (form := str(request.GET.get("format", ""))) in FORMS:
        return export(f"问题办结 {dict(LISTS)[asked.state]}", WORK_HEAD, asked.exported(titles), form)
    following, more = "", False
    columns: tuple[vm.Column, ...]
    if asked.state in {WAITING, OVERDUE}:
        lines, more = asked.waiting(asked.after)
        rows, columns = tuple(_waiting_row(line, titles, visitor.day) for line in lines), WAITING_COLUMNS
        last = f"{lines[-1].known_on}_{lines[-1].key}" if lines else ""
    else:
        worked, more = asked.worked(asked.after)
        rows, columns = tuple(_work_row(line, titles) for line in worked), WORK_COLUMNS
        last = f"{worked[-1].known_on}_{worked[-1].key}" if worked else ""
    if more:
        following = _at("finding_work", state=asked.state, organ=asked.organ, after=last)
    page = vm.ListPage(
        title="问题办结",
        lead="有关机关说明，监督人员采纳、退回、认定不成立或者发监督文书；更正以后问题自行消失，往来仍然可以查看。",
        tiles=_tiles(visitor),
        table=vm.TableView(
            caption=dict(LISTS)[asked.state], columns=columns, rows=rows,
            filters=tuple(
                vm.Filter(label=label, href=_at("finding_work", state=state, organ=asked.organ),
                          here=state == asked.state)
                for state, label in LISTS
            ),
            pager=vm.Pager(
                shown=f"本页 {len(rows)} 件", next=following,
                first=_at("finding_work", state=asked.state, organ=asked.organ) if asked.after else "",
            ),
            exports=_exports("finding_work", state=asked.state, organ=asked.organ) if rows else (),
            empty=vm.Empty(what=f"没有{dict(LISTS)[asked.state]}的问题", how="换一个状态看。"),
        ),
    )  # fmt: skip
    return show_page(request, page, shell=shell(request, visitor, "finding_work"))


def _paper_row(line: InstrumentLine, day: date) -> vm.Row:
    running = line.issued_on and not line.reported_on and not line.closed_on
    chip = due_chip(line.report_by, day=day, state="running" if running else "met") if line.report_by else None
    return vm.Row(
        href=f"{reverse('case', args=[line.case_id])}?{urlencode({'p': line.proceeding})}",
        quiet=line.closed_on is not None,
        cells=(
            vm.Cell(text=line.number or "未编号", sub=line.kind), vm.Cell(text=line.supervised),
            vm.Cell(text=line.title, sub=line.case_number), vm.Cell(on=line.issued_on),
            vm.Cell(due=chip) if chip else vm.Cell(), vm.Cell(text=line.result), vm.Cell(text=line.state),
        ),
    )  # fmt: skip


def _exported_papers(
    visitor: Visitor, procedure: str, state: str, overdue: date | None
) -> Iterator[tuple[object, ...]]:
    after: tuple[date, str] | None = None
    for _ in range(MOST // 500):
        lines, more = instrument_page(
            reach=visitor.reach("supervision.read"), procedure=procedure, state=state, overdue=overdue, after=after,
            limit=500,
        )  # fmt: skip
        for one in lines:
            yield (one.number, one.kind, one.supervised, one.title, one.case_number, one.issued_on, one.report_by,
                   one.reported_on, one.checked_on, one.result, one.closed_on, one.state)  # fmt: skip
        if not more:
            return
        after = (lines[-1].opened_on, lines[-1].proceeding)


@require_safe
@signed_in("supervision.read")
def instruments(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """The register of supervision papers."""
    state = str(request.GET.get("state", ""))
    state = state if state in STATES_OF_PAPERS else ""
    procedure = str(request.GET.get("kind", ""))[:60]
    late = request.GET.get("late") == "1"
    overdue = visitor.day if late else None
    kept = {"state": state, "kind": procedure, "late": "1" if late else ""}
    if (form := str(request.GET.get("format", ""))) in FORMS:
        return export("监督文书", PAPER_HEAD, _exported_papers(visitor, procedure, state, overdue), form)
    lines, more = instrument_page(
        reach=visitor.reach("supervision.read"), procedure=procedure, state=state, overdue=overdue,
        after=_after(request),
    )  # fmt: skip
    last = f"{lines[-1].opened_on}_{lines[-1].proceeding}" if more else ""
    choices = [("全部", "", ""), ("逾期未报告", "", "1"), *((one, one, "") for one in STATES_OF_PAPERS)]
    page = vm.ListPage(
        title="监督文书",
        lead="通知书、意见书、决定书、督办、建议和通报：送给谁、何时报告、核查到哪里。",
        actions=(vm.Action(label="立监督案件", href=reverse("supervise_whom"), primary=True),)
        if visitor.may("supervision.open")
        else (),
        table=vm.TableView(
            caption="监督文书", columns=PAPER_COLUMNS, rows=tuple(_paper_row(line, visitor.day) for line in lines),
            filters=tuple(
                vm.Filter(label=label, href=_at("instruments", state=wanted, late=due, kind=procedure),
                          here=(wanted, due) == (state, kept["late"]))
                for label, wanted, due in choices
            ),
            pager=vm.Pager(shown=f"本页 {len(lines)} 份", next=_at("instruments", **kept, after=last) if more else "",
                           first=_at("instruments", **kept) if _after(request) else ""),
            exports=_exports("instruments", **kept) if lines else (),
            empty=vm.Empty(what="还没有监督文书", how="从问题页“发监督文书”，或者在这里立监督案件。"),
        ),
    )  # fmt: skip
    return show_page(request, page, shell=shell(request, visitor, "instruments"))


@require_safe
@signed_in("supervision.open")
def whom(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Which organ the case of supervision is about."""
    found = [one for one in organs(reach=visitor.reach("supervision.open")) if one.code != visitor.organ.code]
    item = {"item": said} if (said := str(request.GET.get("item", ""))[:20]) else {}
    page = vm.ListPage(
        title="监督哪个机关",
        lead="一个监督案件监督一个机关的一件事。",
        table=vm.TableView(
            caption="机关",
            columns=(vm.Column(label="机关", kind="main"), vm.Column(label="层级", kind="short")),
            rows=tuple(
                vm.Row(
                    href=f"{reverse('supervise', args=[one.code])}{'?' + urlencode(item) if item else ''}",
                    cells=(vm.Cell(text=one.name), vm.Cell(text=one.level)),
                )
                for one in found
            ),
            empty=vm.Empty(what="没有可以监督的机关", how="由系统管理员登记机关和监督岗位。"),
        ),
    )
    return show_page(request, page, shell=shell(request, visitor, "instruments"))


URLS = [
    path("oversight/work", work, name="finding_work"),
    path("oversight/instruments", instruments, name="instruments"),
    path("oversight/supervise", whom, name="supervise_whom"),
]
