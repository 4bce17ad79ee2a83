"""Document numbers: every one issued, reserved or cancelled; blocks for pre-numbered forms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from zhifa.acts.numbers import cancel_number, reserve_numbers
from zhifa.acts.work import context
from zhifa.core.values import Refusal
from zhifa.store.readers.numbers import NumberAccount, NumberLine, number_account, number_kinds
from zhifa.store.readers.organs import organs
from zhifa.store.readers.people import OrganRead, staff
from zhifa.web import viewmodels as vm
from zhifa.web.admin_forms import Typed, choice, form, text, typed_of, whole
from zhifa.web.exports import export
from zhifa.web.render import show_page
from zhifa.web.visitor import Visitor, missing, shell, signed_in

PAGE = 200
STATES = {"issued": "已签发", "reserved": "已预留", "cancelled": "已作废"}
COLUMNS = (
    vm.Column(label="文号", kind="main"),
    vm.Column(label="去向", kind="short"),
    vm.Column(label="文书"),
    vm.Column(label="领用人", kind="short"),
    vm.Column(label="日期", kind="date"),
    vm.Column(label="说明"),
)


@dataclass(frozen=True, slots=True)
class Series:
    """The numbers of one organ, kind and year that a page shows."""

    organ: OrganRead
    kind: str
    year: int
    kinds: Sequence[tuple[str, int]]

    def query(self, **more: str | int) -> str:
        asked: dict[str, str | int] = {"organ": self.organ.code, "kind": self.kind, "year": self.year, **more}
        return urlencode(asked)

    def href(self, **more: str | int) -> str:
        return f"{reverse('numbers')}?{self.query(**more)}"


def _series(request: HttpRequest, visitor: Visitor) -> Series | None:
    """The series asked for; without a word of it the penalties of one's own organ this year. None out of reach."""
    within = organs(reach=visitor.reach("numbers.read"))
    asked = str(request.GET.get("organ", ""))
    own = next((one for one in within if one.code == visitor.organ.code), None) or (within[0] if within else None)
    chosen = next((one for one in within if one.code == asked), None) if asked else own
    if chosen is None:
        return None
    kinds = number_kinds(chosen.code)
    first = next((k for k in kinds if k[0] == "罚"), kinds[0] if kinds else ("罚", visitor.day.year))
    typed = str(request.GET.get("year", ""))
    year = int(typed) if typed.isdecimal() and len(typed) == 4 else first[1]
    return Series(chosen, str(request.GET.get("kind", ""))[:20] or first[0], year, kinds)


def _row(line: NumberLine, series: Series, *, managing: bool) -> vm.Row:
    where = reverse("paper", args=[line.paper]) if line.paper else ""
    where = where or (reverse("case", args=[line.case]) if line.case else "")
    if line.state == "reserved" and managing:
        where = f"{reverse('number_cancel')}?{series.query(serial=line.serial)}"
    said = f"{line.withdrawn_on} 撤回：{line.reason}" if line.withdrawn_on else line.reason
    return vm.Row(
        href=where or series.href(),
        quiet=line.state == "cancelled",
        cells=(
            vm.Cell(text=line.text),
            vm.Cell(text="已撤回" if line.withdrawn_on else STATES[line.state]),
            vm.Cell(text=line.title),
            vm.Cell(text=line.holder),
            vm.Cell(on=line.on),
            vm.Cell(text=said),
        ),
    )


def _tiles(found: NumberAccount) -> tuple[vm.Tile, ...]:
    gaps = len(found.missing)
    counted = [(label, found.count(state)) for state, label in STATES.items()]
    return (
        *(vm.Tile(label=label, figure=vm.Figure(text=str(count)), unit="个") for label, count in counted),
        vm.Tile(
            label="没有去向",
            figure=vm.Figure(text=str(gaps)),
            unit="个",
            level="red" if gaps else "none",
            word="红色" if gaps else "",
            note="" if gaps else f"1 至 {found.given} 号都有去向" if found.given else "",
        ),
    )


def _lacks(found: NumberAccount) -> tuple[vm.Lack, ...]:
    if not found.missing:
        return ()
    shown = "、".join(str(serial) for serial in found.missing[:20])
    hint = "数据库可能被人直接改过，请系统管理员运行 zhifa verify"
    return (vm.Lack(what=f"{shown} 号没有记录", hint=hint),)


def _export(found: NumberAccount, series: Series, kind: str) -> HttpResponse:
    head = ("文号", "序号", "去向", "文书", "领用人", "日期", "撤回", "说明")
    rows = [
        (line.text, line.serial, STATES[line.state], line.title, line.holder, line.on, line.withdrawn_on, line.reason)
        for line in found.lines
    ]
    rows += [("", serial, "没有去向", "", "", None, None, "") for serial in found.missing]
    return export(f"{series.organ.short}{series.kind}{series.year}文号", head, rows, kind)


@require_safe
@signed_in("numbers.read")
def numbers(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Every number of a series with what became of it."""
    series = _series(request, visitor)
    if series is None:
        return missing(request, visitor)
    found = number_account(series.organ.code, series.kind, series.year)
    if (kind := str(request.GET.get("format", ""))) in {"csv", "xlsx"}:
        return _export(found, series, kind)
    typed = str(request.GET.get("after", "0"))
    after = int(typed) if typed.isdecimal() and len(typed) < 9 else 0
    lines = [line for line in found.lines if line.serial > after]
    shown = lines[:PAGE]
    more = series.href(after=shown[-1].serial) if len(lines) > PAGE else ""
    managing = _manages(series.organ, visitor)
    within = organs(reach=visitor.reach("numbers.read"))
    reserve = f"{reverse('number_reserve')}?{series.query()}"
    page = vm.ListPage(
        title="文号",
        lead="一个单位、一种文书、一年一个流水，不跳号、不重号。每个号都有去向：签发、预留给谁、作废的理由。"
        + ("已预留而不用的，点开作废。" if managing and found.count("reserved") else ""),
        actions=(vm.Action(label="预留一段文号", href=reserve),) if managing else (),
        tiles=_tiles(found),
        lacks=_lacks(found),
        choices=tuple(
            vm.Filter(
                label=one.short, href=f"{reverse('numbers')}?organ={one.code}", here=one.code == series.organ.code
            )
            for one in within
        )
        if len(within) > 1
        else (),
        table=vm.TableView(
            caption="文号",
            columns=COLUMNS,
            rows=tuple(_row(line, series, managing=managing) for line in shown),
            filters=_filters(series),
            pager=vm.Pager(
                shown=f"本页 {len(shown)} 个，共 {len(found.lines)} 个", first=series.href() if after else "", next=more
            ),
            exports=tuple(
                vm.Action(label=f.upper(), href=series.href(format=f), download=True) for f in ("csv", "xlsx")
            ),
            empty=vm.Empty(what="还没有用过文号", how="制作第一份编号的文书时从 1 号开始；外出用的表格可以先预留。"),
        ),
    )  # fmt: skip
    return show_page(request, page, shell=shell(request, visitor, "numbers"))


def _filters(series: Series) -> tuple[vm.Filter, ...]:
    kinds = list(series.kinds)
    if (series.kind, series.year) not in kinds:
        kinds.insert(0, (series.kind, series.year))
    return tuple(
        vm.Filter(
            label=f"{kind}〔{year}〕",
            href=series.href(kind=kind, year=year),
            here=(kind, year) == (series.kind, series.year),
        )
        for kind, year in kinds
    )


def _manages(organ: OrganRead, visitor: Visitor) -> bool:
    return any(organ.path.startswith(prefix) for prefix in visitor.reach("numbers.manage"))


def _kinds(visitor: Visitor) -> list[tuple[str, str]]:
    """The kinds of numbered papers, each with the papers that take their number from it."""
    titles: dict[str, list[str]] = {}
    for entry in context().rules(visitor.day).entries("paper").values():
        if kind := str(entry.data.get("number_kind", "")):
            titles.setdefault(kind, []).append(str(entry.data.get("title", "")))
    return [(kind, f"{kind}（{'、'.join(found)}）") for kind, found in sorted(titles.items())]


def _whole(written: str) -> int:
    """A small number as typed; 0, which is refused, for anything else."""
    return int(written) if written.isdecimal() and len(written) < 6 else 0


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in("numbers.manage")
def number_reserve(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Reserve a block of numbers to somebody who takes pre-numbered forms along."""
    series = _series(request, visitor)
    if series is None or not _manages(series.organ, visitor):
        return missing(request, visitor)
    typed: Typed = {"kind": series.kind, "year": str(visitor.day.year), "count": "10", "holder": visitor.person.id}
    refused: Refusal | None = None
    if request.method == "POST":
        typed = typed_of(request)
        count, year = (_whole(typed.get(name, "")) for name in ("count", "year"))
        made = reserve_numbers(
            series.organ.code, typed.get("kind", ""), year, count, holder=typed.get("holder", ""), actor=visitor.actor
        )
        if isinstance(made, list):
            messages.success(request, f"已预留 {made[0]} 至 {made[-1].serial} 号")
            asked = series.query(kind=made[0].kind, year=made[0].year)
            return HttpResponseRedirect(f"{reverse('numbers')}?{asked}", status=303)
        refused = made
    years = [(str(year), str(year)) for year in (visitor.day.year, visitor.day.year + 1)]
    holders = [(line.person.id, line.person.name) for line in staff(reach=(series.organ.path,)) if line.left_on is None]
    fields = [
        choice("kind", "文种", _kinds(visitor), typed.get("kind", "")),
        choice("year", "年份", years, typed.get("year", "")),
        whole("count", "个数", typed.get("count", ""), unit="个", hint="一次 1 至 200 个"),
        choice("holder", "领用人", holders, typed.get("holder", "")),
    ]
    page = vm.FormPage(
        title="预留一段文号",
        lead=f"{series.organ.name}。印在空白表格上带出去用；录入时选同一个号。没有用的要作废并写明理由。",
        form=form(
            code="reserve", title="预留", verb="预留", refused=refused, fields=fields,
            action=f"{reverse('number_reserve')}?{series.query()}",
        ),
        back=vm.Action(label="回到文号", href=series.href()),
    )  # fmt: skip
    return show_page(request, page, shell=shell(request, visitor, "numbers"), status=422 if refused else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in("numbers.manage")
def number_cancel(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Cancel a reserved number, as when a form was spoilt."""
    series = _series(request, visitor)
    asked = str(request.GET.get("serial", ""))
    if series is None or not _manages(series.organ, visitor):
        return missing(request, visitor)
    found = number_account(series.organ.code, series.kind, series.year)
    line = next((one for one in found.lines if str(one.serial) == asked), None)
    if line is None:
        return missing(request, visitor, "没有这个文号，或者它不在您的权限范围内。")
    typed, refused = typed_of(request), None
    if request.method == "POST":
        refused = cancel_number(
            series.organ.code, series.kind, series.year, line.serial, reason=typed.get("reason", ""),
            actor=visitor.actor,
        )  # fmt: skip
        if refused is None:
            messages.success(request, f"{line.text} 已作废")
            return HttpResponseRedirect(series.href(), status=303)
    reason = text("reason", "理由", typed.get("reason", ""), hint="例如写坏、遗失；作废后这个号不再使用")
    page = vm.FormPage(
        title=f"作废 {line.text}",
        lead=f"现在的去向：{STATES[line.state]}{f'给{line.holder}' if line.holder else ''}。",
        form=form(
            code="cancel", title="作废", verb="作废", refused=refused, fields=[reason],
            action=f"{reverse('number_cancel')}?{series.query(serial=line.serial)}",
        ),
        back=vm.Action(label="回到文号", href=series.href()),
    )  # fmt: skip
    return show_page(request, page, shell=shell(request, visitor, "numbers"), status=422 if refused else 200)


URLS = [
    path("numbers", numbers, name="numbers"),
    path("numbers/reserve", number_reserve, name="number_reserve"),
    path("numbers/cancel", number_cancel, name="number_cancel"),
]
