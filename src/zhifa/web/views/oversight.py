"""The cockpit: a district, an organ, its cases — what is late, what goes wrong where, and whether it is put right."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from zhifa.acts.work import context
from zhifa.core.values import show_date
from zhifa.store.readers.activity import SpellLine, again_by_organ, came_back, months, spells_of
from zhifa.store.readers.cockpit import (
    LATE,
    SOON,
    DueLine,
    due_by_organ,
    due_page,
    faults,
    open_cases_by_organ,
)
from zhifa.store.readers.people import OrganRead
from zhifa.web import viewmodels as vm
from zhifa.web.marks import due_chip, law_mark
from zhifa.web.oversight_figures import OVERSIGHT as ACTION
from zhifa.web.oversight_figures import (
    activity_explained,
    asked_month,
    asked_organ,
    charts,
    finding_place,
    heat,
    nowhere,
    place,
    reach_of,
    sum_of,
    tiles,
)
from zhifa.web.personnel_pages import asked_export, exports_at, link
from zhifa.web.render import show_page
from zhifa.web.step_forms import step_place
from zhifa.web.visitor import Visitor, shell, signed_in

HERE = "oversight"
URGENT, RETURNED = 12, 8
"""So many duties and so many faults that came back are shown beside the figures."""
TITLES = {LATE: "现已超期", SOON: "七天内到期"}
SPELLS = {"begun": "新出现的问题", "ended": "已改正的问题", "again": "改后复发的问题"}
COLOURS: dict[str, tuple[vm.Level, str]] = {
    "red": ("red", "须改正"),
    "yellow": ("yellow", "须说明"),
    "blue": ("blue", "须留意"),
}


@require_safe
@signed_in(ACTION)
def cockpit(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """The district, or one organ of it."""
    found = asked_organ(request, visitor)
    if found is None:
        return nowhere(request, visitor)
    return show_page(request, _cockpit(visitor, *found), shell=shell(request, visitor, HERE))


@require_safe
@signed_in(ACTION)
def wall(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """The same figures without anything to press, for a screen on the wall; it fetches itself again."""
    found = asked_organ(request, visitor)
    if found is None:
        return nowhere(request, visitor)
    page = _cockpit(visitor, *found, rows=10)
    at = place("oversight_wall", organ=found[0].code if found[0] else "")
    return show_page(request, vm.Wall(cockpit=replace(page, poll=at), now=show_date(visitor.day)))


def _cockpit(visitor: Visitor, organ: OrganRead | None, within: list[OrganRead], rows: int = 0) -> vm.Cockpit:
    reach, day, code = reach_of(organ, visitor), visitor.day, organ.code if organ else ""
    below = [one for one in within if organ is None or one.path.startswith(organ.path)]
    due, found = due_by_organ(reach=reach, day=day), faults(reach=reach)
    went = months(reach=reach, day=day)
    opened, again = open_cases_by_organ(reach=reach), again_by_organ(reach=reach)
    alone = organ if len(below) == 1 else None
    name = organ.short if organ else _district(visitor, within)
    return vm.Cockpit(
        title=f"{name}执法监督",
        lead=f"{len(below)} 个单位，截至 {show_date(day)}" if not alone else f"{alone.name}，截至 {show_date(day)}",
        tiles=tiles(code, sum_of(due), found, sum(again.values()), sum(opened.values()), went[-1]),
        heat=heat(below, due, found, rows=rows),
        charts=charts(went, code),
        again=tuple(map(_again_line, came_back(reach=reach, limit=RETURNED))),
        tables=(_urgent(reach, visitor, code),) if organ else (),
        actions=_actions(visitor, code, alone),
        up=(vm.Filter(label="全部单位", href=reverse("oversight")),) if organ and len(within) > 1 else (),
        explains=_explains(day),
    )


def _district(visitor: Visitor, within: list[OrganRead]) -> str:
    top = min(within, key=lambda one: len(one.path), default=None)
    return top.short if top else visitor.organ.short


def _actions(visitor: Visitor, code: str, alone: OrganRead | None) -> tuple[vm.Action, ...]:
    wall_at = vm.Action(label="大屏", href=place("oversight_wall", organ=code))
    return (wall_at,) if alone is None else ()


def _explains(day: date) -> tuple[tuple[str, str], ...]:
    said = activity_explained(day)
    return (
        *((("执法人员活跃", said),) if said else ()),
        ("已改正", "上一次核对时有、这一次按日志重放已经没有的问题。"),
        ("改后复发", "同一单位同一类问题改正以后，在规则规定的天数内又出现。"),
    )


def _again_line(one: SpellLine) -> vm.Line:
    before = f"，上一次 {one.before} 改正" if one.before else ""
    return vm.Line(
        text=f"{alert_title(one.alert)}（{one.organ}）",
        sub=f"{one.number} {one.since} 又出现{before}".strip(),
        href=finding_place(one.key),
    )


def alert_title(code: str) -> str:
    """What a rule of supervision is called; its code where the rules no longer have it."""
    versions = context().book.versions("alert", code)
    return str(versions[-1].data["title"]) if versions else code


def _urgent(reach: tuple[str, ...], visitor: Visitor, code: str) -> vm.TableView:
    late = due_page(LATE, reach=reach, day=visitor.day, limit=URGENT).lines
    soon = due_page(SOON, reach=reach, day=visitor.day, limit=URGENT).lines if len(late) < URGENT else ()
    return _due_table((*late, *soon)[:URGENT], visitor, caption="最急的期限", name="urgent")


# Duties that are late or soon due


def _due_table(
    lines: tuple[DueLine, ...], visitor: Visitor, *, caption: str, name: str = "list", **more: object
) -> vm.TableView:
    return vm.TableView(
        caption=caption,
        name=name,
        columns=(
            vm.Column(label="要办的事", kind="main"),
            vm.Column(label="案号", kind="short"),
            vm.Column(label="当事人"),
            vm.Column(label="事项"),
            vm.Column(label="单位", kind="short"),
            vm.Column(label="期限", kind="due"),
        ),
        rows=tuple(_due_row(line, visitor) for line in lines),
        empty=vm.Empty(what="没有超期或者七天内到期的期限"),
        **more,  # type: ignore[arg-type]
    )


def _due_row(line: DueLine, visitor: Visitor) -> vm.Row:
    return vm.Row(
        href=step_place(line.case_id, line.proceeding, line.step),
        cells=(
            vm.Cell(text=line.verb),
            vm.Cell(text=line.number),
            vm.Cell(text=line.party or "（未登记）"),
            vm.Cell(text=line.title, law=law_mark(line.cite)),
            vm.Cell(text=line.organ),
            vm.Cell(due=due_chip(line.due_on, day=visitor.day)),
        ),
    )


@require_safe
@signed_in(ACTION)
def due(request: HttpRequest, visitor: Visitor, when: str) -> HttpResponse:
    """The duties behind a figure of the cockpit, page by page, and as a file."""
    found = asked_organ(request, visitor)
    if found is None or when not in TITLES:
        return nowhere(request, visitor)
    organ, within = found
    reach, day, code = reach_of(organ, visitor), visitor.day, organ.code if organ else ""
    if request.GET.get("format"):
        rows = ((x.verb, x.number, x.party, x.title, x.organ, x.due_on) for x in
                due_page(when, reach=reach, day=day, limit=0).lines)  # fmt: skip
        head = ("要办的事", "案号", "当事人", "事项", "单位", "到期日")
        if download := asked_export(request, f"{TITLES[when]}{day}", head, rows):
            return download
    after = _after(str(request.GET.get("after", "")))
    read = due_page(when, reach=reach, day=day, after=after)
    at = place("oversight_due", when, organ=code)
    last = read.lines[-1] if read.more else None
    more = (
        f"{at}{'&' if '?' in at else '?'}{urlencode({'after': f'{last.due_on}_{last.case_id}_{last.id}'})}"
        if last
        else ""
    )
    table = _due_table(
        read.lines, visitor, caption=TITLES[when], exports=exports_at(at) if read.lines else (),
        pager=vm.Pager(shown=f"本页 {len(read.lines)} 项", first=at if after else "", next=more),
    )  # fmt: skip
    whole = sum_of(due_by_organ(reach=reach, day=day))
    page = vm.ListPage(
        title=f"{TITLES[when]} {getattr(whole, when):,} 项",
        lead=organ.name if organ else f"{len(within)} 个单位",
        actions=(link("回到监督", "oversight", organ=code) if code else link("回到监督", "oversight"),),
        table=table,
    )
    return show_page(request, page, shell=shell(request, visitor, HERE))


def _after(text: str) -> tuple[date, str, int] | None:
    day, case, last = [*text.split("_"), "", ""][:3]
    try:
        return (date.fromisoformat(day), case, int(last)) if text else None
    except ValueError:
        return None


# Faults over time


@require_safe
@signed_in(ACTION)
def spells(request: HttpRequest, visitor: Visitor, what: str) -> HttpResponse:
    """Faults that began, were put right or came back: of one month, or those that came back and stand."""
    found, month = asked_organ(request, visitor), asked_month(request, visitor)
    if found is None or month is None or what not in SPELLS:
        return nowhere(request, visitor)
    organ, within = found
    reach, code = reach_of(organ, visitor), organ.code if organ else ""
    standing = what == "again" and not request.GET.get("month")
    lines = came_back(reach=reach) if standing else spells_of(what, month, reach=reach)
    when = "现在" if standing else f"{month.year} 年 {month.month} 月"
    head = ("问题", "类别", "颜色", "单位", "案号", "出现", "改正")
    rows = [(alert_title(x.alert), x.group, COLOURS[x.colour][1], x.organ, x.number, x.since, x.until) for x in lines]
    if download := asked_export(request, f"{when}{SPELLS[what]}".replace(" ", ""), head, rows):
        return download
    at = place("oversight_spells", what, organ=code, month="" if standing else f"{month:%Y-%m}")
    table = vm.TableView(
        caption=SPELLS[what],
        columns=(
            vm.Column(label="问题", kind="main"), vm.Column(label="颜色", kind="short"),
            vm.Column(label="单位", kind="short"), vm.Column(label="案号", kind="short"),
            vm.Column(label="出现", kind="date"), vm.Column(label="改正", kind="date"),
        ),
        rows=tuple(map(_spell_row, lines)),
        empty=vm.Empty(what=f"{when}没有{SPELLS[what]}"),
        exports=exports_at(at) if lines else (),
    )  # fmt: skip
    page = vm.ListPage(
        title=f"{when}{SPELLS[what]} {len(lines):,} 项",
        lead=organ.name if organ else f"{len(within)} 个单位",
        actions=(link("回到监督", "oversight", organ=code) if code else link("回到监督", "oversight"),),
        table=table,
    )
    return show_page(request, page, shell=shell(request, visitor, HERE))


def _spell_row(one: SpellLine) -> vm.Row:
    level, word = COLOURS[one.colour]
    before = f"上一次 {one.before} 改正" if one.before else ""
    return vm.Row(
        href=finding_place(one.key),
        cells=(
            vm.Cell(text=alert_title(one.alert), sub="，".join(p for p in (one.group, before) if p)),
            vm.Cell(text=word, level=level),
            vm.Cell(text=one.organ),
            vm.Cell(text=one.number),
            vm.Cell(on=one.since),
            vm.Cell(on=one.until),
        ),
    )


URLS = [
    path("oversight", cockpit, name="oversight"),
    path("oversight/wall", wall, name="oversight_wall"),
    path("oversight/due/<str:when>", due, name="oversight_due"),
    path("oversight/spells/<str:what>", spells, name="oversight_spells"),
]
