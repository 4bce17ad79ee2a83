"""Who must be released when: detained and summoned persons, the nearest end first."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.views.decorators.http import require_safe

from zhifa.acts.work import context, this_moment
from zhifa.core.values import before
from zhifa.store.readers.liberty import Held, any_held, held
from zhifa.web import viewmodels as vm
from zhifa.web.exports import export
from zhifa.web.marks import law_mark
from zhifa.web.render import show_page
from zhifa.web.visitor import Visitor, shell, signed_in

COLUMNS = (
    vm.Column(label="被限制自由的人", kind="main"),
    vm.Column(label="案号", kind="short"),
    vm.Column(label="在哪里"),
    vm.Column(label="自", kind="date"),
    vm.Column(label="最迟应当结束", kind="due"),
    vm.Column(label="依据"),
)
HEAD = ("姓名", "案号", "机关", "期限", "在哪里", "自", "最迟应当结束", "时刻", "现状", "依据")
WORDS = {"running": "限制自由中", "paused": "出所中，期限停止计算", "lapsed": "已经超期"}


def periods_of_liberty(visitor: Visitor) -> frozenset[str]:
    """The periods that restrict somebody's liberty, as the rules mark them."""
    return frozenset(e.code for e in context().rules(visitor.day).entries("period").values() if e.data.get("liberty"))


def liberty_action(visitor: Visitor) -> tuple[vm.Action, ...]:
    """The way to this list, where anybody is held."""
    shown = any_held(reach=visitor.reach(), codes=periods_of_liberty(visitor))
    return (vm.Action(label="在押与传唤", href=reverse("liberty")),) if shown else ()


@require_safe
@signed_in("case.read")
def held_persons(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """The list: whoever must be let go next stands first."""
    lines = held(reach=visitor.reach(), codes=periods_of_liberty(visitor), context=context(), day=visitor.day)
    if (form := str(request.GET.get("format", ""))) in {"csv", "xlsx"}:
        return export("在押与传唤", HEAD, [_plain(line) for line in lines], form)
    place = reverse("liberty")
    late = sum(1 for line in lines if _over(line))
    today = sum(1 for line in lines if line.state == "running" and line.due_on == visitor.day and not _over(line))
    table = vm.TableView(
        caption="在押与传唤",
        columns=COLUMNS,
        rows=tuple(_row(line, visitor) for line in lines),
        empty=vm.Empty(
            what="现在没有被限制人身自由的人",
            how="登记送拘留所执行或者到案以后，列在这里，最早应当解除、离开的在前。",
            action=vm.Action(label="回到案件", href=reverse("cases")),
        ),
        exports=tuple(
            vm.Action(label=kind.upper(), href=f"{place}?format={kind}", download=True) for kind in ("csv", "xlsx")
        )
        if lines
        else (),
    )
    said = [f"{len(lines)} 人"]
    said += [f"今天应当解除、离开 {today} 人"] if today else []
    said += [f"已经超期 {late} 人"] if late else []
    page = vm.ListPage(title="在押与传唤", lead="，".join(said) if lines else "", table=table)
    return show_page(request, page, shell=shell(request, visitor, "cases"))


def _row(line: Held, visitor: Visitor) -> vm.Row:
    until = f"{line.due_at.text}" if line.due_at and line.due_at.at else ""
    return vm.Row(
        href=f"{reverse('case', args=[line.case_id])}?p={line.proceeding}&step={line.step}",
        cells=(
            vm.Cell(
                text=line.party or "（未登记）",
                sub=f"{line.verb} · {WORDS[line.state]}",
                level="red" if _over(line) else "none",
            ),
            vm.Cell(text=line.number, sub=line.organ),
            vm.Cell(text=line.place),
            vm.Cell(on=line.since),
            vm.Cell(due=_chip(line, visitor), sub=until),
            vm.Cell(law=law_mark(line.cite)),
        ),
    )


def _over(line: Held) -> bool:
    """Whether somebody is held longer than the law allows: of hours, by the minute."""
    by_the_minute = line.due_at is not None and before(line.due_at, this_moment()) is True
    return line.state == "lapsed" or (line.state == "running" and by_the_minute)


def _chip(line: Held, visitor: Visitor) -> vm.DueChip:
    """When somebody must be let go. Liberty is counted in days as they come, never in working days."""
    where = reverse("trace", args=[line.case_id, line.proceeding, line.code])
    left = (line.due_on - visitor.day).days
    if line.state == "paused":
        return vm.DueChip(level="none", word="停止计算", on=line.due_on, href=where)
    if _over(line):
        said = f"超 {-left} 天" if left < 0 else "已过时刻"
        return vm.DueChip(level="red", word="已超期", on=line.due_on, relative=said, href=where)
    level, word, said = {0: ("red", "今天", "今天到期"), 1: ("yellow", "明天", "明天到期")}.get(
        left, ("blue", "未到", f"还有 {left} 天")
    )
    return vm.DueChip(level=level, word=word, on=line.due_on, relative=said, href=where)  # type: ignore[arg-type]


def _plain(line: Held) -> tuple[object, ...]:
    minute = line.due_at.at.strftime("%H:%M") if line.due_at and line.due_at.at else ""
    return (
        line.party, line.number, line.organ, line.title, line.place, line.since, line.due_on, minute,
        WORDS[line.state], line.cite,
    )  # fmt: skip


URLS = [path("liberty", held_persons, name="liberty")]
