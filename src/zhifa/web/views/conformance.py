"""The rules without exception (五个一律): how many cases of each organ keep them, and those that do not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from zhifa.acts.work import context
from zhifa.core.conformance import Demand, demands
from zhifa.store.readers.chains import Kept, conformity, conformity_page
from zhifa.store.readers.people import OrganRead
from zhifa.web import viewmodels as vm
from zhifa.web.oversight_figures import OVERSIGHT, asked_organ, nowhere, place, reach_of
from zhifa.web.personnel_pages import asked_export, exports_at, link
from zhifa.web.render import show_page
from zhifa.web.visitor import Visitor, shell, signed_in

RULES = "conformance"
STATES = {"kept": "做到", "broken": "没有做到", "unknown": "不能判断"}


def _year(request: HttpRequest, visitor: Visitor) -> int:
    asked = str(request.GET.get("year", ""))
    return int(asked) if asked.isdecimal() and len(asked) == 4 and asked >= "2000" else visitor.day.year


@require_safe
@signed_in(OVERSIGHT)
def conformance(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Organs by rules: how many keep each."""
    found = asked_organ(request, visitor)
    if found is None:
        return nowhere(request, visitor)
    organ, within = found
    year, reach = _year(request, visitor), reach_of(organ, visitor)
    known = demands(context().rules(visitor.day))
    counted = conformity(date(year, 1, 1), date(year, 12, 31), reach=reach)
    organs = [one for one in within if any((one.code, d.code) in counted for d in known)]
    head = ("单位", *(f"{d.title}（做到/应当）" for d in known))
    rows = [(o.short, *(_share(counted.get((o.code, d.code), Kept())) for d in known)) for o in organs]
    if download := asked_export(request, f"{year}年五个一律", head, rows):
        return download
    at = place("conformance", organ=organ.code if organ else "", year=str(year))
    table = vm.TableView(
        caption="五个一律",
        columns=(vm.Column(label="单位", kind="main"), *(vm.Column(label=d.title, kind="number") for d in known)),
        rows=tuple(_conformance_row(one, known, counted, year) for one in organs),
        exports=exports_at(at) if organs else (),
        empty=vm.Empty(what=f"{year} 年还没有可以核对的案件", how="后台工作（zhifa work）随案件逐件核对。"),
    )
    page = vm.ListPage(
        title="五个一律",
        lead=f"{year} 年开始的案件，做到的 / 应当做到的；怎样算做到是本地配置，写在下面",
        years=tuple(
            vm.Filter(label=str(y), href=place("conformance", year=str(y)), here=y == year)
            for y in range(visitor.day.year - 2, visitor.day.year + 1)
        ),
        actions=(link("回到监督", "oversight"),),
        table=table,
        explains=tuple(map(_explained, known)),
    )
    return show_page(request, page, shell=shell(request, visitor, RULES))


def _explained(demand: Demand) -> tuple[str, str]:
    """How a rule is judged, and what it says in its source."""
    note = f"（{demand.note}）" if demand.note else ""
    return demand.title, f"{demand.say}{note}。原话：{demand.says_of}"


def _share(one: Kept) -> str:
    return f"{one.kept}/{one.asked}" if one.asked else "—"


def _conformance_row(
    organ: OrganRead, known: Sequence[Demand], counted: Mapping[tuple[str, str], Kept], year: int
) -> vm.Row:
    cells = []
    for demand in known:
        one = counted.get((organ.code, demand.code), Kept())
        href = place("conformity", demand.code, organ=organ.code, year=str(year)) if one.broken else ""
        cells.append(vm.Cell(text=_share(one), href=href))
    first = next((cell.href for cell in cells if cell.href), place("oversight", organ=organ.code))
    return vm.Row(href=first, cells=(vm.Cell(text=organ.short), *cells))


@require_safe
@signed_in(OVERSIGHT)
def conformity_cases(request: HttpRequest, visitor: Visitor, code: str) -> HttpResponse:
    """The cases that do not keep a rule."""
    found = asked_organ(request, visitor)
    demand = next((d for d in demands(context().rules(visitor.day)) if d.code == code), None)
    state = str(request.GET.get("state", "broken"))
    if found is None or demand is None or state not in STATES:
        return nowhere(request, visitor)
    organ, within = found
    year, reach = _year(request, visitor), reach_of(organ, visitor)
    span = (date(year, 1, 1), date(year, 12, 31))
    if request.GET.get("format"):
        every, _ = conformity_page(code, state, *span, reach=reach, limit=0)
        rows = ((x.number, x.title, x.organ, x.on, STATES[x.state]) for x in every)
        if download := asked_export(request, f"{year}年{demand.title}", ("案号", "事项", "单位", "日期", "情况"), rows):
            return download
    after = _after(str(request.GET.get("after", "")))
    lines, more = conformity_page(code, state, *span, reach=reach, after=after)
    said = {"organ": organ.code if organ else "", "year": str(year), "state": state}
    at = place("conformity", code, **said)
    next_at = f"{at}&{urlencode({'after': f'{lines[-1].on}_{lines[-1].id}'})}" if more else ""
    table = vm.TableView(
        caption=demand.title,
        columns=(vm.Column(label="案号", kind="short"), vm.Column(label="事项", kind="main"),
                 vm.Column(label="单位", kind="short"), vm.Column(label="日期", kind="date")),
        rows=tuple(
            vm.Row(
                href=reverse("case", args=[x.case_id]),
                cells=(
                    vm.Cell(text=x.number), vm.Cell(text=x.title or "（未登记）"), vm.Cell(text=x.organ),
                    vm.Cell(on=x.on),
                ),
            )
            for x in lines
        ),
        filters=tuple(
            vm.Filter(label=word, href=place("conformity", code, **(said | {"state": s})), here=s == state)
            for s, word in STATES.items()
        ),
        exports=exports_at(at) if lines else (),
        pager=vm.Pager(shown=f"本页 {len(lines)} 件", first=at if after else "", next=next_at),
        empty=vm.Empty(what=f"没有{STATES[state]}的案件"),
    )  # fmt: skip
    page = vm.ListPage(
        title=f"{demand.title}：{STATES[state]}",
        lead=f"{organ.name if organ else f'{len(within)} 个单位'}，{year} 年",
        actions=(link("回到五个一律", "conformance"),),
        table=table,
    )
    return show_page(request, page, shell=shell(request, visitor, RULES))


def _after(text: str) -> tuple[date, int] | None:
    day, _, last = text.partition("_")
    try:
        return (date.fromisoformat(day), int(last)) if text else None
    except ValueError:
        return None


URLS = [
    path("oversight/conformance", conformance, name="conformance"),
    path("oversight/conformance/<str:code>", conformity_cases, name="conformity"),
]
