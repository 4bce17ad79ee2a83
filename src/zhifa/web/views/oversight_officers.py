"""Who was active in a month, and why somebody's deeds do not count: organs, officers, deeds, cases."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.views.decorators.http import require_safe

from zhifa.acts.tallying import certified
from zhifa.acts.work import context
from zhifa.core.activity import WHY
from zhifa.store.readers.activity import (
    DeedLine,
    Month,
    OfficerMonth,
    activity_by_organ,
    deeds_of_officer,
    months,
    officers_of_month,
)
from zhifa.store.readers.people import OrganRead, names_of
from zhifa.web import viewmodels as vm
from zhifa.web.oversight_figures import OVERSIGHT as ACTION
from zhifa.web.oversight_figures import activity_explained, asked_month, asked_organ, nowhere, place
from zhifa.web.personnel_pages import acting_organs, asked_export, exports_at, link
from zhifa.web.render import show_page
from zhifa.web.visitor import Visitor, missing, shell, signed_in

HERE = "oversight"


@require_safe
@signed_in(ACTION)
def officers(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Organs with their active officers in a month; of one organ the officers with their deeds."""
    found, month = asked_organ(request, visitor), asked_month(request, visitor)
    if found is None or month is None:
        return nowhere(request, visitor)
    organ, within = found
    if organ is None:
        return _organs_by_activity(request, visitor, within, month)
    lines = officers_of_month(organ.code, month, certified(organ.code, month))
    when = f"{month.year} 年 {month.month} 月"
    head = ("姓名", "计入", "不计入", "理由")
    rows = [(x.name, x.counted, sum(x.flaws.values()), _flaws(x)) for x in lines]
    if download := asked_export(request, f"{organ.short}{month:%Y-%m}执法人员活跃情况", head, rows):
        return download
    at = place("oversight_officers", organ=organ.code, month=f"{month:%Y-%m}")
    table = vm.TableView(
        caption="执法人员",
        columns=(vm.Column(label="姓名", kind="main"), vm.Column(label="计入", kind="number"),
                 vm.Column(label="不计入", kind="number"), vm.Column(label="为什么不计入")),
        rows=tuple(_officer_row(x, organ, month) for x in lines),
        empty=vm.Empty(what=f"{when}没有人参加须由持证人员实施的步骤"),
        exports=exports_at(at) if lines else (),
    )  # fmt: skip
    mine = next((one for one in months(reach=(organ.path,), day=visitor.day) if one.month == month), None)
    return _officers_page(request, visitor, f"{organ.short} {when}执法人员活跃情况", table, mine, organ.code)


def _officers_page(
    request: HttpRequest, visitor: Visitor, title: str, table: vm.TableView, month: Month | None, code: str
) -> HttpResponse:
    said = activity_explained(visitor.day)
    share = f"{month.active} / {month.officers} 人活跃。" if month else ""
    page = vm.ListPage(
        title=title,
        banners=(vm.Banner(word="怎么算", text=f"{share}{said}"),) if said else (),
        actions=(link("回到监督", "oversight", organ=code) if code else link("回到监督", "oversight"),),
        table=table,
    )
    return show_page(request, page, shell=shell(request, visitor, HERE))


def _organs_by_activity(request: HttpRequest, visitor: Visitor, within: list[OrganRead], month: date) -> HttpResponse:
    counted = activity_by_organ(month, [one.code for one in within])
    listed = [(one, counted[one.code]) for one in within if one.code in counted and counted[one.code][1]]
    head = ("单位", "活跃", "持证在岗", "活跃度（%）")
    rows = [(one.short, a, n, round(a * 100 / n)) for one, (a, n) in listed]
    if download := asked_export(request, f"{month:%Y-%m}执法人员活跃情况", head, rows):
        return download
    at = place("oversight_officers", month=f"{month:%Y-%m}")
    table = vm.TableView(
        caption="单位",
        columns=(vm.Column(label="单位", kind="main"), vm.Column(label="活跃", kind="number"),
                 vm.Column(label="持证在岗", kind="number"), vm.Column(label="活跃度", kind="part")),
        rows=tuple(
            vm.Row(
                href=place("oversight_officers", organ=one.code, month=f"{month:%Y-%m}"),
                cells=(vm.Cell(text=one.short), vm.Cell(text=str(a)), vm.Cell(text=str(n)), vm.Cell(part=(a, n))),
            )
            for one, (a, n) in listed
        ),
        empty=vm.Empty(what="这个月还没有计数", how="后台工作（zhifa work）每天计一次。"),
        exports=exports_at(at) if listed else (),
    )  # fmt: skip
    mine = next((one for one in months(reach=visitor.reach(ACTION), day=visitor.day) if one.month == month), None)
    return _officers_page(request, visitor, f"{month.year} 年 {month.month} 月执法人员活跃情况", table, mine, "")


def _flaws(line: OfficerMonth) -> str:
    return "；".join(f"{WHY[flaw]} {number} 次" for flaw, number in sorted(line.flaws.items()))


def _officer_row(line: OfficerMonth, organ: OrganRead, month: date) -> vm.Row:
    did = line.counted or line.flaws
    return vm.Row(
        href=place("oversight_deeds", organ.code, line.person, month=f"{month:%Y-%m}")
        if did
        else reverse("person", args=[line.person]),
        quiet=not line.counted,
        cells=(
            vm.Cell(text=line.name),
            vm.Cell(text=str(line.counted)),
            vm.Cell(text=str(sum(line.flaws.values())) if line.flaws else ""),
            vm.Cell(text=_flaws(line) if did else "没有参加"),
        ),
    )


@require_safe
@signed_in(ACTION)
def deeds(request: HttpRequest, visitor: Visitor, code: str, person: str) -> HttpResponse:
    """What one officer did in a month, each with its case and whether it counts."""
    month = asked_month(request, visitor)
    organ = next((one for one in acting_organs(visitor, ACTION) if one.code == code), None)
    if organ is None or month is None:
        return nowhere(request, visitor)
    lines, name = deeds_of_officer(code, person, month), names_of([person]).get(person, person)
    if not lines:
        return missing(request, visitor, "这个月没有这名人员的记录。", to=("oversight", "看监督"))
    table = vm.TableView(
        caption="步骤",
        columns=(vm.Column(label="日期", kind="date"), vm.Column(label="步骤", kind="main"),
                 vm.Column(label="案号", kind="short"), vm.Column(label="登记", kind="short"),
                 vm.Column(label="计入", kind="short"), vm.Column(label="为什么不计入")),
        rows=tuple(map(_deed_row, lines)),
        empty=vm.Empty(what="没有记录"),
    )  # fmt: skip
    page = vm.ListPage(
        title=f"{name} {month.year} 年 {month.month} 月",
        lead=organ.name,
        actions=(vm.Action(label="回到单位", href=place("oversight_officers", organ=code, month=f"{month:%Y-%m}")),),
        table=table,
    )
    return show_page(request, page, shell=shell(request, visitor, HERE))


def _deed_row(line: DeedLine) -> vm.Row:
    at = f" {line.minute // 60:02d}:{line.minute % 60:02d}" if line.minute is not None else ""
    return vm.Row(
        href=reverse("case", args=[line.case_id]),
        quiet=bool(line.flaw),
        cells=(
            vm.Cell(on=line.on, sub=at.strip()),
            vm.Cell(text=step_title(line.procedure, line.step), sub=line.title),
            vm.Cell(text=line.number),
            vm.Cell(text=f"{line.delay} 个工作日以后" if line.delay else "当日"),
            vm.Cell(text="" if line.flaw else "计入"),
            vm.Cell(text=WHY.get(line.flaw, "")),
        ),
    )


def step_title(procedure: str, step: str) -> str:
    """What a step is called; its code where no version of the rules knows it."""
    versions = context().book.versions("step", f"{procedure}/{step}")
    return str(versions[-1].data.get("title", step)) if versions else step


URLS = [
    path("oversight/officers", officers, name="oversight_officers"),
    path("oversight/officers/<str:code>/<str:person>", deeds, name="oversight_deeds"),
]
