"""Organs that are abolished or merged: who goes on with their powers and open cases."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods

from zhifa.acts.statutes import ground
from zhifa.acts.succession import merge_organs
from zhifa.core.values import Refusal
from zhifa.store.readers.organs import organ_details
from zhifa.web import admin_forms
from zhifa.web import viewmodels as vm
from zhifa.web.admin_forms import read_day, typed_of
from zhifa.web.render import show_page
from zhifa.web.visitor import Visitor, shell, signed_in


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in("organs.manage")
def merge(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Register which organ goes on in the place of others."""
    typed, refused = typed_of(request), None
    chosen = request.POST.getlist("organs")
    if request.method == "POST":
        on = read_day(typed, "on", "承接日期")
        done = on if isinstance(on, Refusal) else merge_organs(
            chosen, typed.get("successor", "")[:40], on=on or visitor.day, document=typed.get("document", ""),
            actor=visitor.actor,
        )  # fmt: skip
        if not isinstance(done, Refusal):
            messages.success(
                request, f"已登记承接：{len(done.cases)} 件在办案件、{len(done.powers)} 项职权由新机关继续"
            )
            return HttpResponseRedirect(reverse("organs"), status=303)
        refused = done
    existing = [
        organ
        for organ in organ_details(reach=visitor.reach("organs.manage"))
        if organ.valid_to is None or organ.valid_to >= visitor.day
    ]
    asked = str(request.GET.get("organ", ""))
    picked = {*chosen, asked}
    fields = [
        vm.FieldView(
            name="organs", label="撤销的机关", kind="picker", placeholder="按名称筛选",
            options=tuple(
                vm.Option(value=one.code, label=one.short, note=one.name, selected=one.code in picked)
                for one in existing
            ),
        ),
        admin_forms.choice("successor", "承接的机关", [(one.code, one.short) for one in existing],
                           typed.get("successor", ""), hint="没有的先登记机关"),
        admin_forms.day("on", "自哪一日起承接", typed.get("on", str(visitor.day)), hint="被撤销的机关前一日终止"),
        admin_forms.text("document", "撤销、合并的文件", typed.get("document", ""), hint="例如 渝北委编〔2026〕3号"),
    ]  # fmt: skip
    page = vm.FormPage(
        title="撤销合并",
        lead="继续行使职权的机关接着办理在办案件，并对原机关的决定承担复议、诉讼的责任；已经办结的仍记在原机关名下。",
        form=admin_forms.form(
            code="merge", title="撤销合并", verb="登记承接", action=reverse("organs_merge"), fields=fields,
            refused=refused, cite=ground("functions_moved").cite,
        ),
        back=vm.Action(label="回到机关", href=reverse("organs")),
    )  # fmt: skip
    return show_page(request, page, shell=shell(request, visitor, "organs"), status=422 if refused else 200)


URLS = [path("merge-organs", merge, name="organs_merge")]
