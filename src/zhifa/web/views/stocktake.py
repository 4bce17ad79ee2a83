"""Counting what an organ keeps: one sheet, item by item, place by place; differences become findings of their cases."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.http import urlencode

from zhifa.acts.custody import MOST, Counted, take_stock
from zhifa.acts.work import context
from zhifa.core.procedure.custody import ledgers
from zhifa.core.values import Refusal
from zhifa.store.readers.custody import CustodyFilter, CustodyLine, custody_page
from zhifa.store.readers.people import staff
from zhifa.web import viewmodels as vm
from zhifa.web.marks import refusal_panel
from zhifa.web.render import show_page
from zhifa.web.visitor import Visitor, shell, signed_in


def _held(visitor: Visitor) -> list[CustodyLine]:
    """What the visitor's own organ holds and counts, in the order of the places where it lies."""
    counted = {ledger.list for ledger in ledgers(context().book) if ledger.counts}
    read = custody_page(CustodyFilter(organ=visitor.organ.code), reach=visitor.reach("case.act"), limit=MOST)
    return sorted(
        (line for line in read.lines if line.list in counted and line.quantity),
        key=lambda line: (line.kept_at, line.case_number, line.proceeding, line.id),
    )


def _key(line: CustodyLine) -> str:
    return f"{line.case_id}-{line.proceeding}-{line.list}-{line.no}"


def _page(
    request: HttpRequest, visitor: Visitor, held: Sequence[CustodyLine], place: str | None, refused: Refusal | None
) -> vm.StocktakePage:
    shown = [line for line in held if place is None or line.kept_at == place]
    places = sorted({line.kept_at for line in held})
    posted = request.POST
    mates = tuple(
        vm.Option(value=one.person.id, label=one.person.name, selected=one.person.id in posted.getlist("with"))
        for one in staff(reach=(visitor.organ.path,))
        if one.person.id != visitor.person.id and one.person.may_act_as(("officer", "clerk"), visitor.day)
    )
    return vm.StocktakePage(
        title="盘点涉案财物",
        lead=f"{visitor.organ.short}在管 {len(held)} 项。逐件清点，只改与台账不同的数量；没有找到的填 0。"
        "差异记入案件，成为需要查明的问题。",
        action=request.get_full_path(),
        back=vm.Action(label="涉案财物", href=reverse("custody")),
        places=(
            vm.Action(label="全部", href=reverse("stocktake"), primary=place is None),
            *(
                vm.Action(
                    label=one or "未写地点",
                    href=f"{reverse('stocktake')}?{urlencode({'place': one})}",
                    primary=one == place,
                )
                for one in places
            ),
        )
        if len(places) > 1
        else (),
        lines=tuple(
            vm.CountLine(
                name=line.name,
                key=_key(line),
                detail="，".join(part for part in (line.specification, line.state) if part),
                case=vm.Action(label=line.case_number, href=reverse("case", args=[line.case_id])),
                kept_at=line.kept_at,
                listed=line.quantity,
                unit=line.unit,
                found=str(posted.get(f"found-{_key(line)}", line.quantity)),
                condition=str(posted.get(f"condition-{_key(line)}", "")),
            )
            for line in shown
        ),
        fields=(
            vm.FieldView(name="with", label="一同盘点的人员", kind="officers", options=mates, required=False),
            vm.FieldView(
                name="note",
                label="差异的说明",
                kind="text",
                value=str(posted.get("note", "")),
                hint="数量不符的写明原因，查不清的写“待查明”",
                required=False,
            ),
        ),
        empty=None
        if shown
        else vm.Empty(
            what="没有要盘点的财物", how="查封、扣押的财物入库后列在这里。",
            action=vm.Action(label="涉案财物", href=reverse("custody")),
        ),
        refusal=refusal_panel(refused, title="没有登记") if refused else None,
    )  # fmt: skip


@signed_in("case.act")
def stocktake(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """The sheet of a count; posting it records one step in each case whose goods were counted."""
    held = _held(visitor)
    place = str(request.GET["place"]) if "place" in request.GET else None
    refused: Refusal | None = None
    if request.method == "POST":
        counted = [
            Counted(
                line.case_id, line.proceeding, line.list, line.no,
                str(request.POST[f"found-{_key(line)}"])[:30], str(request.POST.get(f"condition-{_key(line)}", "")),
            )
            for line in held
            if f"found-{_key(line)}" in request.POST
        ]  # fmt: skip
        mates = [str(value) for value in request.POST.getlist("with") if value]
        note = str(request.POST.get("note", ""))[:300]
        done = take_stock(counted, note=note, with_=mates, actor=visitor.actor)
        if not isinstance(done, Refusal):
            said = f"，其中 {done.differing} 项与台账不符，已列为案件的问题" if done.differing else "，与台账相符"
            messages.success(request, f"已登记盘点 {done.items} 项{said}")
            return HttpResponseRedirect(f"{reverse('custody')}{'?short=1' if done.differing else ''}", status=303)
        refused = done
    page = _page(request, visitor, held, place, refused)
    return show_page(request, page, shell=shell(request, visitor, "custody"), status=422 if refused else 200)


URLS = [path("custody/stocktake", stocktake, name="stocktake")]
