"""Which matters were used, rarely or never in a year, organ by organ: the ground of the yearly adjustment."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from zhifa.core.jurisdiction import TRANSFER
from zhifa.store.readers.catalogue import used_by_year
from zhifa.store.readers.organs import organs
from zhifa.store.readers.powers import powers
from zhifa.web import viewmodels as vm
from zhifa.web.exports import export
from zhifa.web.marks import law_mark
from zhifa.web.matter_page import matter_href
from zhifa.web.matter_rows import PAGE
from zhifa.web.render import show_page
from zhifa.web.usage_rows import NEVER, OFTEN, ORDER, SELDOM, WORDS, YEARS, OrganUse, UsedMatter, organ_uses
from zhifa.web.visitor import Visitor, missing, shell, signed_in

SHOWN_YEARS = 5
IDLE = f"连续 {YEARS} 年没有行使"
FORMS = ("csv", "xlsx")
OVERVIEW = (
    vm.Column(label="机关", kind="main"),
    vm.Column(label="可以行使", kind="number"),
    vm.Column(label=WORDS[OFTEN], kind="number"),
    vm.Column(label=WORDS[SELDOM], kind="number"),
    vm.Column(label=WORDS[NEVER], kind="number"),
    vm.Column(label="行使过的比例", kind="part"),
    vm.Column(label=IDLE, kind="number"),
)
OVERVIEW_HEAD = ("机关", "年度", "可以行使", WORDS[OFTEN], WORDS[SELDOM], WORDS[NEVER], IDLE)


def _year(request: HttpRequest, visitor: Visitor) -> int:
    """The year asked for; in January the year just ended, which is then being reviewed."""
    asked, today = str(request.GET.get("year", "")), visitor.day
    usual = today.year - 1 if today.month == 1 else today.year
    return int(asked) if asked.isascii() and asked.isdigit() and 2000 <= int(asked) <= today.year else usual


def _place(**asked: str) -> str:
    return f"{reverse('matter_usage')}?{urlencode({name: value for name, value in asked.items() if value})}"


@require_safe
@signed_in("matters.read")
def matter_usage(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """The matters of one organ by how much they were used; of several organs first how many each uses."""
    year, reach = _year(request, visitor), visitor.reach("matters.read")
    asked = str(request.GET.get("organ", ""))[:40]
    known = [organ for organ in organs(reach=reach) if asked in ("", organ.code)]
    if not known:
        return missing(request, visitor, "没有这个机关，或者它不在您的管理范围内。")
    given = [line.power for line in powers(reach=reach)]
    day = min(visitor.day, date(year, 12, 31))
    lines = used_by_year(reach=reach, organ=asked, until=year)
    found = list(organ_uses(known, given, lines, year, day))
    form = str(request.GET.get("format", ""))
    if len(found) == 1:
        return _one(request, visitor, found[0], year, several=bool(asked) and len(organs(reach=reach)) > 1)
    if form in FORMS:
        return export(f"{year}年事项使用情况", OVERVIEW_HEAD, [_counted(item, year) for item in found], form)
    return show_page(request, _overview(found, visitor, year, asked), shell=shell(request, visitor, "matter_usage"))


def _years(visitor: Visitor, year: int, organ: str) -> tuple[vm.Filter, ...]:
    last = visitor.day.year
    shown = sorted({*range(last - SHOWN_YEARS + 1, last + 1), year})
    return tuple(
        vm.Filter(label=str(item), href=_place(organ=organ, year=str(item)), here=item == year) for item in shown
    )


def _exports(**asked: str) -> tuple[vm.Action, ...]:
    return tuple(vm.Action(label=form.upper(), href=_place(**asked, format=form), download=True) for form in FORMS)


# ---- several organs ----
def _counted(item: OrganUse, year: int) -> tuple[object, ...]:
    return (item.organ.short, year, item.held, *(len(item.of(use)) for use in (OFTEN, SELDOM, NEVER)), _idle(item))


def _idle(item: OrganUse) -> str:
    return f"{item.idle:,}" if item.remembered else "年数不够"


def _overview(found: Sequence[OrganUse], visitor: Visitor, year: int, organ: str) -> vm.ListPage:
    return vm.ListPage(
        title="事项使用情况",
        lead=f"{year} 年各机关可以行使的事项用了多少，供年度动态调整",
        years=_years(visitor, year, organ),
        table=vm.TableView(
            caption="机关",
            columns=OVERVIEW,
            rows=tuple(_organ_row(item, year) for item in found),
            exports=_exports(year=str(year)) if found else (),
            pager=vm.Pager(shown=f"共 {len(found)} 个机关"),
            empty=vm.Empty(
                what="您的管理范围内没有行使事项的机关",
                how="登记机关、层级和职权以后，这里按年统计每个事项办了多少件。",
                action=vm.Action(label="看事项目录", href=reverse("matters")),
            ),
        ),
    )


def _organ_row(item: OrganUse, year: int) -> vm.Row:
    def count(use: str) -> vm.Cell:
        number = len(item.of(use))
        place = _place(organ=item.organ.code, year=str(year), use=use)
        return vm.Cell(text=f"{number:,}", href=place if number else "")

    exercised = len(item.of(OFTEN)) + len(item.of(SELDOM))
    place = _place(organ=item.organ.code, year=str(year))
    idle = _place(organ=item.organ.code, year=str(year), use="idle")
    return vm.Row(
        href=place,
        cells=(
            vm.Cell(text=item.organ.short),
            vm.Cell(text=f"{item.held:,}", href=place),
            count(OFTEN),
            count(SELDOM),
            count(NEVER),
            vm.Cell(part=(exercised, item.held), text=f"{exercised} / {item.held}") if item.held else vm.Cell(),
            vm.Cell(text=_idle(item), href=idle if item.idle else ""),
        ),
    )


# ---- one organ ----
def _columns(year: int) -> tuple[vm.Column, ...]:
    return (
        vm.Column(label="事项", kind="main"),
        vm.Column(label="领域", kind="short"),
        vm.Column(label="类别", kind="short"),
        vm.Column(label="方式", kind="short"),
        vm.Column(label="依据"),
        *(vm.Column(label=f"{year - back} 年", kind="number") for back in range(YEARS)),
        vm.Column(label="最近一次", kind="date"),
    )


def _matches(item: UsedMatter, use: str, query: str) -> bool:
    if use and not (item.idle if use == "idle" else item.use == use):
        return False
    sought = f"{item.title} {item.field} {item.kind} {item.mode} {item.code}".lower()
    return all(word in sought for word in query.lower().split())


def _row(item: UsedMatter, organ: str, year: int, visitor: Visitor) -> vm.Row:
    def count(back: int) -> vm.Cell:
        number = item.counts[back]
        asked = {"matter": item.code, "organ": organ, "since": f"{year - back}-01-01", "until": f"{year - back}-12-31"}
        opens = number and visitor.may("case.read")
        return vm.Cell(text=f"{number:,}", href=f"{reverse('cases')}?{urlencode(asked)}" if opens else "")

    return vm.Row(
        href=matter_href(item.code),
        quiet=item.mode == TRANSFER,
        cells=(
            vm.Cell(text=item.title, sub=item.code),
            vm.Cell(text=item.field),
            vm.Cell(text=item.kind),
            vm.Cell(text="不再行使" if item.mode == TRANSFER else item.mode),
            vm.Cell(law=law_mark(item.cite, f"事项“{item.title}”的依据", item.status) if item.cite else None),
            *(count(back) for back in range(YEARS)),
            vm.Cell(on=item.last_on),
        ),
    )


def _file(found: Sequence[UsedMatter], use: OrganUse, year: int, form: str) -> HttpResponse:
    head = ("机关", "代码", "事项", "类别", "领域", "方式", "依据", *(f"{year - back}年案件" for back in range(YEARS)),
            "最近一次", "使用情况")  # fmt: skip
    rows = [
        (use.organ.short, item.code, item.title, item.kind, item.field, item.mode, item.cite, *item.counts,
         item.last_on, WORDS[item.use])
        for item in found
    ]  # fmt: skip
    return export(f"{use.organ.short}{year}年事项使用情况", head, rows, form)


def _chips(use: OrganUse, chosen: str, asked: dict[str, str]) -> tuple[vm.Filter, ...]:
    counts = {"": len(use.matters), **{item: len(use.of(item)) for item in ORDER}, "idle": use.idle}
    labels = {"": "全部", **WORDS, "idle": IDLE}
    return tuple(
        vm.Filter(label=label, href=_place(**{**asked, "use": value}), here=value == chosen, count=f"{counts[value]:,}")
        for value, label in labels.items()
        if counts[value] or value in ("", NEVER, chosen)
    )


def _tiles(use: OrganUse, year: int) -> tuple[vm.Tile, ...]:
    def tile(label: str, number: int, value: str) -> vm.Tile:
        place = _place(organ=use.organ.code, year=str(year), use=value)
        return vm.Tile(label=label, figure=vm.Figure(text=f"{number:,}", href=place if number else ""), unit="项")

    counted = (tile(WORDS[item], len(use.of(item)), item) for item in (OFTEN, SELDOM, NEVER))
    idle = (tile(IDLE, use.idle, "idle"),) if use.remembered else ()
    return (tile("可以行使", use.held, ""), *counted, *idle)


def _after(found: Sequence[UsedMatter], after: str) -> tuple[Sequence[UsedMatter], str]:
    start = next((n + 1 for n, item in enumerate(found) if item.code == after), 0) if after else 0
    shown = found[start : start + PAGE]
    return shown, shown[-1].code if len(found) > start + PAGE else ""


def _one(request: HttpRequest, visitor: Visitor, use: OrganUse, year: int, *, several: bool) -> HttpResponse:
    chosen, query = str(request.GET.get("use", ""))[:10], str(request.GET.get("q", "")).strip()[:60]
    asked = {"organ": use.organ.code, "year": str(year), "q": query}
    found = [item for item in use.matters if _matches(item, chosen, query)]
    if (form := str(request.GET.get("format", ""))) in FORMS:
        return _file(found, use, year, form)
    after = str(request.GET.get("after", ""))[:80]
    shown, following = _after(found, after)
    narrowed = asked | {"use": chosen}
    whole = vm.Action(label="全部机关", href=_place(year=str(year)))
    page = vm.ListPage(
        title=f"{use.organ.short}事项使用情况",
        lead=f"{year} 年立案的件数",
        years=_years(visitor, year, use.organ.code),
        actions=(whole,) if several else (),
        tiles=_tiles(use, year),
        table=vm.TableView(
            caption="事项",
            columns=_columns(year),
            rows=tuple(_row(item, use.organ.code, year, visitor) for item in shown),
            query=query,
            query_href=_place(**asked | {"q": "", "use": chosen}),
            filters=_chips(use, chosen, asked),
            exports=_exports(**narrowed) if found else (),
            pager=vm.Pager(
                shown=f"本页 {len(shown)} 项，共 {len(found):,} 项",
                first=_place(**narrowed) if after else "",
                next=_place(**narrowed, after=following) if following else "",
            ),
            empty=vm.Empty(
                what="没有符合条件的事项", how="换一个年份或者条件。",
                action=vm.Action(label="看全部", href=_place(organ=use.organ.code, year=str(year))),
            ),
        ),
    )  # fmt: skip
    return show_page(request, page, shell=shell(request, visitor, "matter_usage"))


URLS = [path("matters/usage", matter_usage, name="matter_usage")]
