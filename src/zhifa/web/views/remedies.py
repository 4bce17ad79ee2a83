"""Remedies against the organ's acts: each of a year with its outcome, and a sum that closes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from zhifa.acts.work import context
from zhifa.store.readers.remedies import Remedy, remedies
from zhifa.store.readers.statistics import year_of
from zhifa.web import viewmodels as vm
from zhifa.web.exports import export
from zhifa.web.render import show_page
from zhifa.web.visitor import Visitor, shell, signed_in

SHOWN_YEARS = 5
PENDING, NEW, CARRIED, DONE = "未结", "本年收到", "上年结转", "本年办结"
FORMS = ("csv", "xlsx")
HEAD = ("案号", "机关", "种类", "当事人", "原案", "收到", "结果", "办结")
COLUMNS = (
    vm.Column(label="案号", kind="short"),
    vm.Column(label="当事人", kind="main"),
    vm.Column(label="种类", kind="short"),
    vm.Column(label="收到", kind="date"),
    vm.Column(label="结果", kind="short"),
    vm.Column(label="办结", kind="date"),
)


def _place(**asked: str) -> str:
    return f"{reverse('remedies')}?{urlencode({name: value for name, value in asked.items() if value})}"


def _is(item: Remedy, wanted: str) -> bool:
    """Whether a remedy stands in one of the places of the account."""
    places = {PENDING: item.pending, NEW: not item.carried, CARRIED: item.carried, DONE: not item.pending}
    return places.get(wanted, not item.pending and item.result == wanted)


@require_safe
@signed_in("case.read")
def register(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Reconsideration, suits and claims of one year."""
    asked, last = str(request.GET.get("year", "")), visitor.day.year
    year = int(asked) if asked.isascii() and asked.isdigit() and 2000 <= int(asked) <= last else last
    found, wanted = remedies(year_of(year), reach=visitor.reach()), str(request.GET.get("which", ""))[:20]
    shown = [item for item in found if not wanted or _is(item, wanted)]
    titles = {key: str(entry.data["title"]) for key, entry in context().rules(visitor.day).entries("procedure").items()}
    form = str(request.GET.get("format", ""))
    if form in FORMS:
        lines = [_line(item, titles) for item in shown]
        return export(f"{year}年复议诉讼{wanted}", HEAD, lines, form)
    page = vm.ListPage(
        title="复议诉讼",
        lead=_account(found),
        tiles=tuple(
            vm.Tile(label=name, figure=_figure(found, name, year), unit="件") for name in (CARRIED, NEW, DONE, PENDING)
        ),
        years=tuple(
            vm.Filter(label=str(item), href=_place(year=str(item)), here=item == year)
            for item in sorted({*range(last - SHOWN_YEARS + 1, last + 1), year})
        ),
        table=_table(shown, found, year, wanted, titles),
    )
    return show_page(request, page, shell=shell(request, visitor, "remedies"))


def _figure(found: Sequence[Remedy], name: str, year: int) -> vm.Figure:
    many = sum(_is(item, name) for item in found)
    return vm.Figure(text=str(many), href=_place(year=str(year), which=name))


def _account(found: Sequence[Remedy]) -> str:
    """The account in one line: what there was to do is what was done, by result, and what is pending."""
    kinds = Counter(item.result or "其他" for item in found if not item.pending)
    carried, pending = sum(item.carried for item in found), sum(item.pending for item in found)
    said = "、".join(f"{kind} {many}" for kind, many in kinds.most_common())
    done = f"办结 {kinds.total()}" + (f"（{said}）" if said else "")
    return f"结转 {carried} + 收到 {len(found) - carried} = {done} + 未结 {pending}。复议机关不予受理的不计入收到。"


def _line(item: Remedy, titles: dict[str, str]) -> tuple[object, ...]:
    kind = titles.get(item.procedure, item.procedure)
    result = item.result or PENDING
    return (item.number, item.organ, kind, item.party, item.title, item.received_on, result, item.ended_on)


def _table(
    shown: Sequence[Remedy], found: Sequence[Remedy], year: int, wanted: str, titles: dict[str, str]
) -> vm.TableView:
    kinds = Counter(item.result for item in found if not item.pending)
    places = [("全部", "", len(found)), (PENDING, PENDING, sum(item.pending for item in found))]
    places += [(kind, kind, many) for kind, many in kinds.most_common()]
    return vm.TableView(
        caption=f"{year} 年{wanted}的复议、诉讼和赔偿",
        columns=COLUMNS,
        rows=tuple(
            vm.Row(
                href=f"{reverse('case', args=[item.case_id])}?p={item.proceeding}",
                cells=(
                    vm.Cell(text=item.number, sub=item.organ),
                    vm.Cell(text=item.party or "（未登记）", sub=item.title),
                    vm.Cell(text=titles.get(item.procedure, item.procedure)),
                    vm.Cell(on=item.received_on),
                    vm.Cell(text=item.result or PENDING),
                    vm.Cell(on=item.ended_on),
                ),
            )
            for item in shown
        ),
        empty=vm.Empty(
            what=f"{year} 年没有{wanted}复议、诉讼和赔偿",
            how="当事人申请复议、提起诉讼的，在案件页登记“当事人申请复议（提起诉讼）”，收到文书以后列在这里。",
        ),
        filters=tuple(
            vm.Filter(label=label, href=_place(year=str(year), which=which), here=which == wanted, count=str(many))
            for label, which, many in places
        ),
        exports=tuple(
            vm.Action(label=form.upper(), href=_place(year=str(year), which=wanted, format=form), download=True)
            for form in FORMS
        ),
    )


URLS = [path("remedies", register, name="remedies")]
