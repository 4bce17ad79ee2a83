"""Who answers for a case, and for the enforcement of an organ: printed as a list, derived and never entered."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from zhifa.acts.work import context
from zhifa.core.responsibility import Answerable, answerable, levels
from zhifa.store.readers.cases import read_case
from zhifa.store.readers.people import staff
from zhifa.web import viewmodels as vm
from zhifa.web.marks import law_mark
from zhifa.web.personnel_pages import asked_export, chosen_organ, exports_at, link, organ_choices, serving
from zhifa.web.render import show_page
from zhifa.web.visitor import Visitor, missing, shell, signed_in

COLUMNS = (
    vm.Column(label="姓名", kind="main"),
    vm.Column(label="责任"),
    vm.Column(label="依据"),
    vm.Column(label="办了什么"),
)
HEAD = ("姓名", "责任", "依据", "办了什么")


def _deeds(one: Answerable) -> str:
    said = "；".join(f"{deed.on} {deed.title}" for deed in one.deeds)
    return "；".join(part for part in ("代行" if one.acting else "", said) if part)


def _rows(found: Iterable[Answerable]) -> tuple[vm.Row, ...]:
    return tuple(
        vm.Row(
            href=reverse("person", args=[one.person]),
            cells=(
                vm.Cell(text=one.name),
                vm.Cell(text=one.level.title),
                vm.Cell(law=law_mark(one.level.cite)),
                vm.Cell(text=_deeds(one)),
            ),
        )
        for one in found
    )


@require_safe
@signed_in("case.read")
def of_case(request: HttpRequest, visitor: Visitor, case_id: str) -> HttpResponse:
    """Who led, was in charge, approved, reviewed and did each step of a case."""
    read = read_case(case_id, reach=visitor.reach(), context=context(), day=visitor.day)
    if read is None:
        return missing(request, visitor, "没有这个案件，或者它不在您的权限范围内。")
    state, day = read.view.state, visitor.day
    officers = [line.person for line in staff(reach=(read.row.path,))]
    found = answerable(state.case, state, context().rules(day), read.people, officers, read.row.path)
    rows = ((one.name, one.level.title, one.level.cite, _deeds(one)) for one in found)
    number = read.row.number or read.row.title
    if download := asked_export(request, f"{number}责任清单", HEAD, rows):
        return download
    page = vm.ListPage(
        title=f"{number} 责任清单",
        lead="从日志得出，不能填写；更正不会去掉名字，人员离岗以后仍然保留。",
        actions=(link("回到案件", "case", case_id),),
        table=vm.TableView(
            caption="责任清单",
            columns=COLUMNS,
            rows=_rows(found),
            exports=exports_at(reverse("responsibility", args=[case_id])),
            empty=vm.Empty(what="还没有人办理过步骤"),
        ),
    )
    return show_page(request, page, shell=shell(request, visitor, "cases"))


@require_safe
@signed_in("people.read")
def of_organ(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Who leads, is in charge, reviews and enforces in an organ today."""
    organ = chosen_organ(request, visitor, "people.read")
    if organ is None:
        return missing(request, visitor)
    day = visitor.day
    lines = serving(staff(reach=(organ.path,)), visitor)
    found = [
        (line, level)
        for level in levels(context().rules(day))
        if level.code != "approving"
        for line in lines
        if any(
            held.role in level.roles
            and held.role != "clerk"
            and held.path == organ.path
            and held.validity.contains(day)
            for held in line.person.roles
        )
    ]
    rows = ((line.person.name, line.post, level.title, level.cite) for line, level in found)
    if download := asked_export(request, f"{organ.short}责任清单", ("姓名", "职务", "责任", "依据"), rows):
        return download
    place = reverse("responsibilities")
    lacking = [level.title for level in levels(context().rules(day))
               if level.code in {"leading", "in_charge"} and level not in [one for _, one in found]]  # fmt: skip
    page = vm.ListPage(
        title="行政执法责任清单",
        lead=f"{organ.name}，{day}",
        actions=(link("回到人员", "people"),),
        choices=organ_choices(visitor, "people.read", place, organ.code),
        lacks=tuple(
            vm.Lack(what=f"没有登记承担{title}的人", hint="系统管理员在人员登记中写明负责人、分管或者机构负责人的岗位")
            for title in lacking
        ),
        table=vm.TableView(
            caption="责任清单",
            columns=(vm.Column(label="姓名", kind="main"), vm.Column(label="职务"), vm.Column(label="责任"),
                     vm.Column(label="依据")),
            rows=tuple(
                vm.Row(
                    href=reverse("person", args=[line.person.id]),
                    cells=(vm.Cell(text=line.person.name), vm.Cell(text=line.post), vm.Cell(text=level.title),
                           vm.Cell(law=law_mark(level.cite))),
                )
                for line, level in found
            ),
            exports=exports_at(f"{place}?{urlencode({'organ': organ.code})}"),
            empty=vm.Empty(what="还没有登记人员", how="登记人员和岗位以后自动列出。"),
        ),
    )  # fmt: skip
    return show_page(request, page, shell=shell(request, visitor, "people"))


URLS = [
    path("responsibility", of_organ, name="responsibilities"),
    path("cases/<str:case_id>/responsibility", of_case, name="responsibility"),
]
