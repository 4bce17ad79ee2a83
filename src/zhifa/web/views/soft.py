"""Soft enforcement: a minute's form for what was talked over or taught, the list of it, and its own figures."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from zhifa.acts.report_frame import frame
from zhifa.core.statistics import show
from zhifa.core.values import Refusal
from zhifa.store.readers.statistics import counted, year_of
from zhifa.web import viewmodels as vm
from zhifa.web.render import show_page
from zhifa.web.views.lists import begin, case_table, opening_form
from zhifa.web.visitor import Visitor, missing, shell, signed_in

PROCEDURE, STEP, VERB = "soft", "act", "记一次柔性执法"
FIGURES = (
    "soft.total",
    "soft.reached",
    "soft.persuasion",
    "soft.lecture",
    "soft.reminder",
    "soft.talk",
    "soft.warning",
    "soft.guidance",
    "soft.advice",
    "soft.compliance",
    "soft.education",
)


@signed_in("case.act")
def new_soft(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """One form, filled within a minute on a phone."""
    typed, refusal = None, None
    if request.method == "POST":
        result = begin(request, visitor, PROCEDURE, STEP)
        if isinstance(result, HttpResponse):
            return result
        typed, refusal = result
    place = reverse("new_soft")
    form = opening_form(visitor, PROCEDURE, place, verb=VERB, typed=typed, refusal=refusal, begun_by=STEP)
    if form is None:
        return missing(request, visitor)
    page = vm.FormPage(
        title=VERB,
        lead="劝导、普法、提醒、约谈等。它不是处罚；发现涉嫌违法、应当处理的，勾选后同时登记线索。",
        form=form,
        back=vm.Action(label="柔性执法记录", href=reverse("soft")),
    )
    return show_page(request, page, shell=shell(request, visitor, "soft"), status=422 if refusal else 200)


@require_safe
@signed_in("case.read")
def soft(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """What was done softly, and how often this year; never among penalties."""
    table = case_table(
        request, visitor, place=reverse("soft"), kind="soft", caption="柔性执法",
        empty=vm.Empty(what="还没有柔性执法的记录", how="在路边劝导、上门普法以后，一分钟记完，列在这里。"),
    )  # fmt: skip
    if isinstance(table, HttpResponse):
        return table
    acting, now = visitor.may("case.act"), visitor.day.year
    year = now - 1 if request.GET.get("in") == str(now - 1) else now
    page = vm.ListPage(
        title="柔性执法",
        lead=f"{year} 年的次数，自成一类，不计入处罚；点开数字看每一次",
        years=tuple(
            vm.Filter(label=f"{one} 年", href=f"{reverse('soft')}?in={one}", here=one == year) for one in (now, now - 1)
        ),
        tiles=_tiles(visitor, year),
        table=table,
        actions=(
            vm.Action(label=VERB, href=reverse("new_soft"), primary=True),
            vm.Action(label="发约谈通知", href=reverse("new_case", args=[PROCEDURE])),
        )
        if acting
        else (),
    )
    return show_page(request, page, shell=shell(request, visitor, "soft"))


def _tiles(visitor: Visitor, year: int) -> tuple[vm.Tile, ...]:
    """The figures of the year, each opening its cases; kinds that did not occur are left out."""
    code = visitor.organ.code
    given = frame(code, year, reach=visitor.reach("statistics.read"))
    if isinstance(given, Refusal):
        return ()
    wanted = [given.known[name] for name in FIGURES if name in given.known]
    found = counted(wanted, year_of(year), given.scope.codes)
    place, asked = reverse("statistics_cases"), {"organ": code, "year": str(year)}
    return tuple(
        vm.Tile(
            label=indicator.title,
            figure=vm.Figure(
                text=show(indicator, found[indicator.code].value),
                href=f"{place}?{urlencode({**asked, 'figure': indicator.code})}",
            ),
            unit=indicator.unit,
        )
        for indicator in wanted
        if found[indicator.code].value or indicator.code in FIGURES[:2]
    )


URLS = [path("soft", soft, name="soft"), path("soft/new", new_soft, name="new_soft")]
