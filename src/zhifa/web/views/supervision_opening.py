"""Opening a case of supervision: about a finding, or about an organ by the plan, a complaint, an order."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from zhifa.acts.supervising import Matter, open_supervision, planned_items
from zhifa.acts.work import context
from zhifa.core.events import PROCEEDING_OPENED
from zhifa.core.values import Refusal
from zhifa.store.readers.organs import organs
from zhifa.web import admin_forms
from zhifa.web import viewmodels as vm
from zhifa.web.admin_forms import Typed, typed_of
from zhifa.web.finding_page import HERE, NO_FINDING, alert_of, look_up
from zhifa.web.personnel_pages import long_text
from zhifa.web.render import show_page
from zhifa.web.visitor import Visitor, missing, shell, signed_in

INSTRUMENTS = ("监督通知书", "监督意见书", "监督决定书", "督办通知书", "监督建议书", "错案评查")
SOURCE = "系统预警"


def _raise_form(typed: Typed, refused: Refusal | None, action: str, *, organ: str, cite: str = "") -> vm.StepForm:
    planned = [(name, f"{name} {about}") for name, about in planned_items(organ).items()]
    vocabulary = context().book.vocabulary
    sources = [(s, s) for s in vocabulary["oversight.source"].options]
    return admin_forms.form(
        code="raise", title="立监督案件", verb="立案并起草", action=action, refused=refused, cite=cite,
        note="立案以后起草文书，本机关负责人审批后送达；被监督机关在自己的案件里签收、报告整改。",
        fields=[
            admin_forms.choice("instrument", "采用的监督文书", [(i, i) for i in INSTRUMENTS],
                               typed.get("instrument", "")),
            admin_forms.choice("source", "事项来源", sources, typed.get("source", SOURCE)),
            admin_forms.text("title", "监督事项", typed.get("title", "")),
            long_text("problem", "存在的问题", typed.get("problem", ""), hint="写明事实、证据和违反的条文"),
            admin_forms.text("case_number", "涉及的执法案件", typed.get("case_number", ""), required=False),
            admin_forms.choice("plan_item", "执行年度监督计划的项目", [("", "计划外"), *planned],
                               typed.get("plan_item", ""), required=False),
        ],
    )  # fmt: skip


def _matter(organ: str, typed: Typed, findings: tuple[str, ...] = ()) -> Matter:
    return Matter(
        organ, typed.get("title", ""), typed.get("problem", ""), typed.get("source", SOURCE),
        case_number=typed.get("case_number", ""), plan_item=typed.get("plan_item", ""), findings=findings,
        instrument=typed.get("instrument", ""),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in("supervision.open")
def raise_finding(request: HttpRequest, visitor: Visitor, key: str) -> HttpResponse:
    """Open a case of supervision about a finding, with the paper to be drafted."""
    found = look_up(key, visitor)
    if found is None or not found.allowed("supervision.open"):
        return missing(request, visitor, NO_FINDING)
    alert = alert_of(found.said("alert"), visitor.day)
    known = {
        "title": alert.title if alert else "", "case_number": found.line.case_number if found.line else "",
        "problem": f"{found.said('message')}。", "instrument": INSTRUMENTS[0], "source": SOURCE,
    }  # fmt: skip
    place = reverse("finding_raise", args=[key])
    return _opening(
        request, visitor, known, lambda typed: _matter(found.organ, typed, (key,)), place,
        lead=found.said("message"), back=vm.Action(label="回到问题", href=reverse("finding", args=[key])),
        cite=found.said("cite"),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in("supervision.open")
def supervise(request: HttpRequest, visitor: Visitor, organ: str) -> HttpResponse:
    """Open a case of supervision about an organ, without a finding: by the plan, from a complaint, by order."""
    one = next((o for o in organs(reach=visitor.reach("supervision.open")) if o.code == organ), None)
    if one is None:
        return missing(request, visitor)
    known = {"source": "日常监督", "instrument": INSTRUMENTS[0], "plan_item": str(request.GET.get("item", ""))}
    return _opening(
        request, visitor, known, lambda typed: _matter(organ, typed), reverse("supervise", args=[organ]),
        lead=f"监督 {one.name}", back=vm.Action(label="监督文书", href=reverse("instruments")),
    )  # fmt: skip


def _opening(
    request: HttpRequest, visitor: Visitor, known: Typed, matter: Callable[[Typed], Matter], place: str, *,
    lead: str, back: vm.Action, cite: str = "",
) -> HttpResponse:  # fmt: skip
    typed, refused = known, None
    if request.method == "POST":
        typed = typed_of(request)
        done = open_supervision(matter(typed), actor=visitor.actor)
        if not isinstance(done, Refusal):
            messages.success(request, "已立监督案件，接着起草文书")
            opened = [str(e.payload["proceeding"]) for e in done.events if e.type == PROCEEDING_OPENED][-1]
            return HttpResponseRedirect(
                f"{reverse('case', args=[done.case_id])}?{urlencode({'p': opened})}", status=303
            )
        refused = done
    page = vm.FormPage(
        title="立监督案件",
        lead=lead,
        form=_raise_form(typed, refused, place, organ=visitor.organ.code, cite=cite),
        back=back,
    )
    return show_page(request, page, shell=shell(request, visitor, HERE), status=422 if refused else 200)


URLS = [
    path("oversight/findings/<str:key>/raise", raise_finding, name="finding_raise"),
    path("oversight/supervise/<str:organ>", supervise, name="supervise"),
]
