"""The quality of organs' enforcement in a period: every score with the figures it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.views.decorators.http import require_safe

from zhifa.acts.quality import SPECIAL, Scored, period_of, quality, quality_standard
from zhifa.core.assessment import Period, Standard
from zhifa.core.assessment import Scored as Line
from zhifa.core.values import read_date
from zhifa.store.readers.quality_conclusions import TOLD, Conclusion, conclusions
from zhifa.web import viewmodels as vm
from zhifa.web.personnel_pages import asked_export, exports_at, link
from zhifa.web.render import show_page
from zhifa.web.views.appraisal import usual_year
from zhifa.web.views.quality_conclusion import state_cell
from zhifa.web.visitor import Visitor, missing, shell, signed_in

HERE = "quality"
HALF = 50
"""A score that rests on less than half of the points says so."""


def _day(request: HttpRequest, name: str) -> date | None:
    try:
        return read_date(str(request.GET.get(name, "")))
    except ValueError:
        return None


def _choices(period: Period, year: int, place: str) -> tuple[vm.Filter, ...]:
    names = [str(year - 1), str(year), *(f"{year}Q{quarter}" for quarter in (1, 2, 3, 4))]
    found = [known for name in names if (known := period_of(name))]
    return tuple(
        vm.Filter(label=one.title, href=f"{place}?{urlencode({'period': one.name})}", here=one.name == period.name)
        for one in found
    )


def _cell(line: Line) -> vm.Cell:
    if line.points is None:
        return vm.Cell(text="—", sub="没有发生")
    return vm.Cell(text=str(line.points), sub=line.said_of)


def _extent(one: Scored) -> str:
    """How much of the standard the score rests on, where much of it did not happen."""
    judged = sum(line.item.points for line in one.result.lines if line.points is not None)
    return f"只有 {judged} 分的项目发生" if judged < HALF else ""


def _table(
    found: list[Scored], standard: Standard, here: str, told: Mapping[str, Conclusion], visitor: Visitor
) -> vm.TableView:
    shown = [one for one in found if one.judged]
    ranked = sorted(shown, key=lambda one: (-one.result.score, one.name))
    return vm.TableView(
        caption="考评结果",
        columns=(
            vm.Column(label="单位", kind="main"),
            vm.Column(label="得分", kind="number"),
            vm.Column(label="等次", kind="short"),
            vm.Column(label="结论", kind="short"),
            *(vm.Column(label=f"{item.title}（{item.points}）", kind="number") for item in standard.items),
        ),
        rows=tuple(
            vm.Row(
                href=f"{reverse('appraisal')}?{urlencode({'organ': one.code})}",
                cells=(
                    vm.Cell(text=one.name),
                    vm.Cell(text=str(one.result.score)),
                    vm.Cell(text=one.result.grade, sub=_extent(one)),
                    state_cell(told[one.code], visitor) if one.code in told else vm.Cell(text="未作出"),
                    *(_cell(line) for line in one.result.lines),
                ),
            )
            for one in ranked
        ),
        exports=exports_at(here) if ranked else (),
        empty=vm.Empty(what="这个时段没有可以考评的事", how="换一个时段；有案件决定、期限届满以后自动算出。"),
    )


def _open(told: Mapping[str, Conclusion], visitor: Visitor) -> Iterator[vm.Banner]:
    """What the visitor's own organ was told and may still object to."""
    one = told.get(visitor.organ.code)
    if one and one.state(visitor.day) == TOLD and visitor.may("appraisal.object"):
        yield vm.Banner(
            word="考评结论已告知",
            text=f"{one.title}：{one.score} 分，{one.grade}；有异议的，最迟 {one.object_by} 提出",
            action=link("看结论、提出异议", "quality_conclusion", one.id),
        )


def _actions(
    visitor: Visitor, period: Period, judged: Sequence[str], told: Mapping[str, Conclusion]
) -> tuple[vm.Action, ...]:
    every = link("历次结论", "quality_conclusions")
    waiting = [code for code in judged if code not in told and code != visitor.organ.code]
    if not waiting or period.last >= visitor.day or period.kind == SPECIAL or not visitor.may("appraisal.manage"):
        return (every,)
    act = vm.Action(
        label="作出考评结论", href=f"{reverse('quality_conclude')}?{urlencode({'period': period.name})}", post=True,
        primary=True, confirm=f"作出 {period.title}的考评结论 {len(waiting)} 份，告知各单位，开始计算异议期？",
    )  # fmt: skip
    return (act, every)


@require_safe
@signed_in("appraisal.read")
def page(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """The scores of the organs within the reach for a period."""
    reach = visitor.reach("appraisal.read")
    usual = str(usual_year(visitor, reach))
    name = str(request.GET.get("period", "")) or usual
    first, last = _day(request, "first"), _day(request, "last")
    period = period_of(name, first, last)
    standard = quality_standard(visitor.day)
    if standard is None or period is None:
        return missing(
            request, visitor, "时段写作 2024、2024Q3、2024-03-05，或者写起止日期。", to=(HERE, "看执法质量考评")
        )
    found = quality(period, standard, reach=reach)
    asked = {"first": first, "last": last} if first and last else {"period": period.name}
    here = f"{reverse('quality')}?{urlencode(asked)}"
    head = ("单位", "得分", "等次", *(x for item in standard.items for x in (item.title, "依据的数字")))
    rows = (
        (one.name, one.result.score, one.result.grade, *(x for y in one.result.lines for x in (y.points, y.said_of)))
        for one in found
        if one.judged
    )
    if download := asked_export(request, f"执法质量考评{period.name}", head, rows):
        return download
    told = {one.organ: one for one in conclusions(reach=reach, first=period.first, last=period.last)}
    shown = vm.ListPage(
        title="执法质量考评",
        lead=f"{period.title}；百分制，没有发生的项目不计，分值摊到其余项目。点开单位看它的案卷。",
        years=_choices(period, int(usual), reverse("quality")),
        banners=(
            *_open(told, visitor),
            vm.Banner(
                word="不得进入",
                text="罚没数额、处罚件数不进入考评：罚没款项不得同考核、考评直接或者变相挂钩，严禁以罚款数额排名",
                note=f"{standard.limits}；分值是本单位的选择，见规则 appraisal/6-quality.toml",
            ),
        ),
        actions=_actions(visitor, period, [one.code for one in found if one.judged], told),
        table=_table(found, standard, here, told, visitor),
    )
    return show_page(request, shown, shell=shell(request, visitor, HERE))


URLS = [path("appraisal/quality", page, name="quality")]
