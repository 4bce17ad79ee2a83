"""Deliveries of many cases at once, and one announcement for many."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods

from zhifa.acts.deliveries import (
    ANNOUNCEMENT,
    METHODS,
    RECEIPT,
    Delivered,
    announce_many,
    deliver_many,
    delivering_steps,
    moment,
)
from zhifa.acts.work import context
from zhifa.core.procedure.taking import bad_input
from zhifa.core.values import Refusal
from zhifa.store.readers.deliveries import WaitingDelivery, waiting_deliveries
from zhifa.store.readers.organs import organ_details
from zhifa.web import viewmodels as vm
from zhifa.web.marks import due_chip, refusal_panel
from zhifa.web.render import show_page
from zhifa.web.visitor import Visitor, shell, signed_in


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in("case.act")
def deliveries(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """What waits to be delivered; chosen ones are delivered or announced together."""
    announcing = request.GET.get("by") == "announcement"
    steps = delivering_steps(context().rules(visitor.day), ANNOUNCEMENT if announcing else RECEIPT)
    lines = waiting_deliveries(steps, reach=visitor.reach("case.act"))
    chosen = [line for line in lines if line.key in request.POST.getlist("line")]
    done: Sequence[Delivered] = ()
    refused: Refusal | None = None
    if request.method == "POST":
        result = _taken(request, visitor, chosen, announcing)
        refused, done = (result, ()) if isinstance(result, Refusal) else (None, result)
        if done:
            left = {line.key for line in waiting_deliveries(steps, reach=visitor.reach("case.act"))}
            lines = [line for line in lines if line.key in left or line in chosen]
    page = _page(request, visitor, lines, chosen, done, refused, announcing)
    return show_page(request, page, shell=shell(request, visitor, "deliveries"), status=422 if refused else 200)


def _taken(
    request: HttpRequest, visitor: Visitor, chosen: Sequence[WaitingDelivery], announcing: bool
) -> Sequence[Delivered] | Refusal:
    at = moment(str(request.POST.get("on", "")).strip())
    if isinstance(at, Refusal):
        return at
    if not chosen:
        return bad_input("没有选案件", "勾选要一起办理的案件", place="line")
    if announcing:
        own = (organ for organ in organ_details(reach=(visitor.organ.path,)) if organ.code == visitor.organ.code)
        address = next((organ.address for organ in own), "")
        facts: dict[str, object] = {"delivery.unreachable": str(request.POST.get("reason", "")).strip()}
        if posted := str(request.POST.get("posted", "")).strip():
            facts["delivery.announced_at"] = posted
        return announce_many(chosen, facts, at, organ=visitor.organ.name, address=address, actor=visitor.actor)
    method = str(request.POST.get("method", ""))
    if method not in METHODS:
        return bad_input("请选择送达方式", "留置、邮寄、电子等方式逐案登记凭据", place="method")
    return deliver_many(chosen, {"delivery.method": method}, at, actor=visitor.actor)


def _page(
    request: HttpRequest, visitor: Visitor, lines: Sequence[WaitingDelivery], chosen: Sequence[WaitingDelivery],
    done: Sequence[Delivered], refused: Refusal | None, announcing: bool,
) -> vm.DeliveryDesk:  # fmt: skip
    results = {one.line.key: one.result for one in done}
    place = reverse("deliveries")
    good = sum(not isinstance(result, Refusal) for result in results.values())
    return vm.DeliveryDesk(
        action=f"{place}?by=announcement" if announcing else place,
        tabs=(
            vm.Filter(label="登记送达", href=place, here=not announcing),
            vm.Filter(label="公告送达（一份公告，多个当事人）", href=f"{place}?by=announcement", here=announcing),
        ),
        announcing=announcing,
        lines=tuple(_line(line, visitor, line in chosen, results.get(line.key)) for line in lines),
        methods=METHODS,
        method=str(request.POST.get("method", "")),
        on=str(request.POST.get("on", "")) or str(visitor.day),
        reason=str(request.POST.get("reason", "")),
        posted=str(request.POST.get("posted", "")),
        refusal=refusal_panel(refused, title="没有办理") if refused else None,
        told=f"已办 {good} 件" + (f"，{len(results) - good} 件没有办成，原因在各行" if good < len(results) else "")
        if results
        else "",
    )


def _line(line: WaitingDelivery, visitor: Visitor, chosen: bool, result: object) -> vm.DeliveryLine:
    href = f"{reverse('case', args=[line.case_id])}?p={line.proceeding}#step-{line.step}"
    return vm.DeliveryLine(
        key=line.key,
        case=vm.Action(label=line.number or line.case_title, href=href),
        party=line.party,
        what=f"{line.title}：{line.papers[-1]}" if line.papers else line.title,
        due=due_chip(line.due_on, day=visitor.day) if line.due_on else None,
        chosen=chosen and (result is None or isinstance(result, Refusal)),
        done="已办" if result is not None and not isinstance(result, Refusal) else "",
        refused=result.message if isinstance(result, Refusal) else "",
    )


URLS = [path("deliveries", deliveries, name="deliveries")]
