"""What an invited supervisor sees: cards that wait for an opinion, and what became of it. No case, no party."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_safe

from zhifa.acts.consultations import INVITED, give_opinion
from zhifa.acts.social import serves
from zhifa.core.values import Refusal
from zhifa.store.readers.social import ConsultationRead, consultation, consultations, given_by
from zhifa.web import admin_forms
from zhifa.web import viewmodels as vm
from zhifa.web.admin_forms import Typed, typed_of
from zhifa.web.personnel_pages import link
from zhifa.web.render import show_page
from zhifa.web.views.consultations import card_lines, opinion_fields
from zhifa.web.visitor import Visitor, missing, shell, signed_in

GIVE, HERE = "opinion.give", "cards"


@require_safe
@signed_in(GIVE)
def cards(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """The cards I am asked about, those that wait first."""
    serving = serves(visitor.person.id, visitor.day)
    lines = consultations(reach=visitor.reach(GIVE), kind=INVITED, limit=0)[0] if serving else []
    mine = given_by(visitor.person.id)
    lines.sort(key=lambda one: (one.id in mine or bool(one.closed_on), one.due_on))
    table = vm.TableView(
        caption="征求我的意见",
        columns=(vm.Column(label="名称", kind="main"), vm.Column(label="单位", kind="short"),
                 vm.Column(label="截止", kind="date"), vm.Column(label="状态", kind="short")),
        rows=tuple(
            vm.Row(
                href=reverse("card", args=[one.id]),
                quiet=one.id in mine or bool(one.closed_on),
                cells=(vm.Cell(text=one.title), vm.Cell(text=one.organ_name), vm.Cell(on=one.due_on),
                       vm.Cell(text="已提出" if one.id in mine else "已结束" if one.closed_on else "等您的意见")),
            )
            for one in lines
        ),
        empty=vm.Empty(what="现在没有征求您意见的案件" if serving else "您现在不在任期内",
                       how="有机关征求意见时，隐去个人信息的案情列在这里。" if serving else "任期由司法局登记。"),
    )  # fmt: skip
    page = vm.ListPage(title="征求我的意见", lead="案情隐去了当事人的信息；您的意见机关应当答复", table=table)
    return show_page(request, page, shell=shell(request, visitor, HERE))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(GIVE)
def card(request: HttpRequest, visitor: Visitor, key: str) -> HttpResponse:
    """One card, my opinion, and the answer to it."""
    found = consultation(key, reach=visitor.reach(GIVE)) if serves(visitor.person.id, visitor.day) else None
    if found is None or found.kind != INVITED:
        return missing(request, visitor, "没有这张案情卡，或者它不在您的权限范围内。", to=(HERE, "看征求我的意见"))
    refused: Refusal | None = None
    typed: Typed = {}
    if request.method == "POST":
        typed = typed_of(request)
        refused = give_opinion(key, stance=typed.get("stance", ""), text=typed.get("text", ""), actor=visitor.actor)
        if refused is None:
            messages.success(request, "意见已提出")
            return HttpResponseRedirect(reverse("card", args=[key]), status=303)
    page = _page(found, visitor, typed, refused)
    return show_page(request, page, shell=shell(request, visitor, HERE), status=422 if refused else 200)


def _page(found: ConsultationRead, visitor: Visitor, typed: Typed, refused: Refusal | None) -> vm.RecordPage:
    mine = next((one for one in found.opinions if one.giver == visitor.person.id), None)
    said = [*card_lines(found.card), ("想听什么", found.asked), ("截止", str(found.due_on))]
    if mine:
        answer = f"{mine.outcome}{'：' + mine.answer if mine.answer else ''}" if mine.outcome else "等待答复"
        said += [("我的意见", f"{mine.stance}{'：' + mine.text if mine.text else ''}"), ("答复", answer)]
    if found.summary:
        said.append(("小结", found.summary))
    form = admin_forms.form(
        code="opinion", title="我的意见", verb="提出意见", action=reverse("card", args=[found.id]), refused=refused,
        fields=opinion_fields(typed),
    )  # fmt: skip
    return vm.RecordPage(
        title=found.title,
        lead=found.organ_name,
        back=link("回到列表", HERE),
        forms=() if mine or found.closed_on else (form,),
        facts=(vm.FactGroup(title="案情", rows=tuple(vm.FactRow(label=n, value=v) for n, v in said)),),
    )


URLS = [path("cards", cards, name="cards"), path("cards/<str:key>", card, name="card")]
