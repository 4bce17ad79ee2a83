"""Findings of cases and patterns of organs: one list, narrowed by colour, head, organ and rule."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from zhifa.acts.work import context
from zhifa.core.oversight import COLOURS, Alerts, alerts
from zhifa.core.oversight.model import ANSWERS
from zhifa.store.readers.findings import FindingCount, FindingFilter, FindingLine, counts, findings
from zhifa.web import viewmodels as vm
from zhifa.web.exports import export
from zhifa.web.marks import COLOURED, due_chip, finding_href, law_mark
from zhifa.web.render import show_page
from zhifa.web.visitor import Visitor, shell, signed_in

LARGEST = 20_000
"""So many rows a download holds at most; more is narrowed first."""
COLUMNS = (
    vm.Column(label="问题", kind="main"),
    vm.Column(label="颜色", kind="short"),
    vm.Column(label="案件"),
    vm.Column(label="单位"),
    vm.Column(label="发现", kind="date"),
    vm.Column(label="答复", kind="due"),
)
HEAD = (
    "颜色", "类别", "问题", "说明", "依据", "怎么改", "单位", "案号", "案由", "当事人", "发生日期", "发现日期",
    "由谁答复", "答复期限", "编号",
)  # fmt: skip
ASKED = ("organ", "group", "colour", "alert", "source", "since", "until")


def _filter(request: HttpRequest) -> FindingFilter:
    said = {name: str(request.GET.get(name, ""))[:60] for name in ASKED}
    return FindingFilter(
        organ=said["organ"],
        group=said["group"],
        colour=said["colour"] if said["colour"] in COLOURS else "",
        alert=said["alert"],
        source=said["source"] if said["source"] in ("case", "pattern") else "",
        since=_day(said["since"]),
        until=_day(said["until"]),
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _href(wanted: FindingFilter, **more: str) -> str:
    asked = {name: getattr(wanted, name) or "" for name in ASKED} | more
    said = urlencode({name: value for name, value in asked.items() if value})
    return f"{reverse('findings')}?{said}" if said else reverse("findings")


@require_safe
@signed_in("finding.read")
def listed(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Everything that looks wrong within reach, what was seen last first."""
    wanted, reach = _filter(request), visitor.reach("finding.read")
    rules = alerts(context().rules(visitor.day))
    if (form := str(request.GET.get("format", ""))) in {"csv", "xlsx"}:
        rows = [_exported(line, rules) for line in _every(wanted, reach)]
        return export(f"问题{visitor.day}", HEAD, rows, form)
    after = _after(str(request.GET.get("after", "")))
    found = findings(replace(wanted, after=after), reach=reach)
    within = replace(wanted, group="", colour="", alert="", after=None)
    counted = counts(reach=reach, wanted=within)
    rule = rules.all.get(wanted.alert)
    page = vm.ListPage(
        title=f"问题：{rule.title}" if rule else "问题",
        lead="单个案件里的，和许多案件放在一起才看得出的。更正、补办以后自行消失；是否违法由人核查。",
        actions=(vm.Action(label="监督规则", href=reverse("alert_rules")),),
        tiles=_tiles(counted, wanted),
        choices=_organs(reach, wanted),
        table=vm.TableView(
            caption="问题",
            columns=COLUMNS,
            rows=tuple(_row(line, rules, visitor.day) for line in found.lines),
            filters=_groups(counted, wanted),
            pager=vm.Pager(
                shown=f"本页 {len(found.lines)} 个",
                first=_href(wanted) if after else "",
                next=_next(wanted, found.lines) if found.more else "",
            ),
            exports=tuple(
                vm.Action(label=f.upper(), href=_href(wanted, format=f), download=True) for f in ("csv", "xlsx")
            ),
            empty=vm.Empty(
                what="没有符合条件的问题",
                how="办理、补录时即时核对，每日巡查时按期限和跨案件的规律核对，发现的列在这里。",
            ),
        ),
    )
    return show_page(request, page, shell=shell(request, visitor, "findings"))


def _every(wanted: FindingFilter, reach: Sequence[str]) -> Iterator[FindingLine]:
    """Page after page of what is listed, as far as a download goes."""
    taken = 0
    while taken < LARGEST:
        found = findings(wanted, reach=reach, limit=1000)
        yield from found.lines
        taken += len(found.lines)
        if not found.more:
            return
        wanted = replace(wanted, after=(found.lines[-1].known_on, found.lines[-1].key))


def _after(text: str) -> tuple[date, str] | None:
    day, _, key = text.partition("/")
    known = _day(day)
    return (known, key[:32]) if known and key else None


def _next(wanted: FindingFilter, lines: Sequence[FindingLine]) -> str:
    return _href(wanted, after=f"{lines[-1].known_on}/{lines[-1].key}")


def _row(line: FindingLine, rules: Alerts, day: date) -> vm.Row:
    rule = rules.all.get(line.alert)
    level, word = COLOURED[line.colour]
    case = vm.Cell(text="跨案件")
    if line.case_id:
        href = reverse("case", args=[line.case_id])
        case = vm.Cell(text=line.case_number or line.case_title, sub=line.case_party, href=href)
    trial = "（试行）" if rule and rule.trial else ""
    return vm.Row(
        href=finding_href(line.key),
        cells=(
            vm.Cell(
                text=f"{rule.title if rule else line.alert}{trial}",
                sub=line.message,
                law=law_mark(line.cite, line.message, rule.status if rule else "verified"),
            ),
            vm.Cell(text=word, level=level),
            case,
            vm.Cell(text=line.organ_name),
            vm.Cell(on=line.known_on),
            vm.Cell(
                due=due_chip(line.answer_by, day=day),
                sub=f"由{ANSWERS[line.answers]}答复" if line.answers in ANSWERS else "",
            ),
        ),
    )


def _exported(line: FindingLine, rules: Alerts) -> tuple[object, ...]:
    rule = rules.all.get(line.alert)
    return (
        COLOURS[line.colour], line.group, rule.title if rule else line.alert, line.message, line.cite, line.remedy,
        line.organ_name, line.case_number, line.case_title, line.case_party, line.found_on, line.known_on,
        ANSWERS.get(line.answers, ""), line.answer_by, line.key,
    )  # fmt: skip


def _sum(counted: Sequence[FindingCount], **same: str) -> int:
    return sum(
        count.number for count in counted if all(getattr(count, name) == value for name, value in same.items() if value)
    )


def _tiles(counted: Sequence[FindingCount], wanted: FindingFilter) -> tuple[vm.Tile, ...]:
    """One tile for each colour, and one for all."""
    every = vm.Figure(text=str(_sum(counted, group=wanted.group)), href=_href(wanted, colour=""))
    return (
        vm.Tile(label="全部", figure=every, unit="个"),
        *(
            vm.Tile(
                label=COLOURED[code][1],
                figure=vm.Figure(
                    text=str(_sum(counted, group=wanted.group, colour=code)), href=_href(wanted, colour=code)
                ),
                unit="个",
                level=COLOURED[code][0],
                word="所列" if wanted.colour == code else "",
            )
            for code in COLOURS
        ),
    )


def _groups(counted: Sequence[FindingCount], wanted: FindingFilter) -> tuple[vm.Filter, ...]:
    names = sorted({count.group for count in counted}, key=lambda name: -_sum(counted, group=name))
    every = vm.Filter(label="全部类别", href=_href(wanted, group="", alert=""), here=not wanted.group)
    return (
        every,
        *(
            vm.Filter(
                label=name,
                href=_href(wanted, group=name, alert=""),
                here=name == wanted.group,
                count=str(_sum(counted, group=name, colour=wanted.colour)),
            )
            for name in names
        ),
    )


def _organs(reach: Sequence[str], wanted: FindingFilter) -> tuple[vm.Filter, ...]:
    """The organs that have findings, those with most first; none where one organ is all there is."""
    every = counts(reach=reach, wanted=replace(wanted, organ="", after=None))
    named = {count.organ: count.organ_name for count in every}
    if len(named) < 2 and not wanted.organ:
        return ()
    ordered = sorted(named, key=lambda organ: (-_sum(every, organ=organ), organ))
    return (
        vm.Filter(label="全部单位", href=_href(wanted, organ=""), here=not wanted.organ),
        *(
            vm.Filter(
                label=named[organ],
                href=_href(wanted, organ=organ),
                here=organ == wanted.organ,
                count=str(_sum(every, organ=organ)),
            )
            for organ in ordered
        ),
    )


URLS = [path("oversight/findings", listed, name="findings")]
