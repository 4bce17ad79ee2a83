"""Between administrators: ask for the agreement to give one of them a password, and agree to it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.timezone import localtime
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from zhifa.acts.accounts import ask_for_reset
from zhifa.acts.agreement import AGREED_FOR, ASKED_FOR, agree_reset, open_requests
from zhifa.core.permission import ADMINISTRATORS, ROLE_TITLES
from zhifa.core.values import Refusal
from zhifa.store.readers.accounts import ResetRequest
from zhifa.store.readers.people import StaffLine, names_of, staff
from zhifa.web import viewmodels as vm
from zhifa.web.admin_forms import form, text, typed_of
from zhifa.web.render import show_page
from zhifa.web.visitor import Visitor, missing, shell, signed_in

LEAD = "系统管理员要给另一名管理员口令时，由您核实后同意。同意以前，系统管理员拿不到口令。"
COLUMNS = (
    vm.Column(label="给谁", kind="main"),
    vm.Column(label="岗位"),
    vm.Column(label="理由"),
    vm.Column(label="谁申请的", kind="short"),
    vm.Column(label="申请时间", kind="short"),
)


def _open(visitor: Visitor) -> list[ResetRequest]:
    return open_requests(visitor.person.id, reach=visitor.reach("accounts.agree"))


def _offices(line: StaffLine, visitor: Visitor) -> str:
    held = line.person.roles_on(visitor.day)
    return "、".join(ROLE_TITLES[role] for role in ADMINISTRATORS if role in held)


@never_cache
@require_safe
@signed_in("accounts.agree")
def agreements(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """What waits for the agreement of this administrator."""
    found = _open(visitor)
    lines = {line.person.id: line for line in staff(reach=visitor.reach("accounts.agree"))}
    names = names_of(one.asked_by for one in found)
    rows = tuple(
        vm.Row(
            href=reverse("agreement", args=[one.person]),
            cells=(
                vm.Cell(text=lines[one.person].person.name, sub=lines[one.person].organ),
                vm.Cell(text=_offices(lines[one.person], visitor)),
                vm.Cell(text=one.reason),
                vm.Cell(text=names.get(one.asked_by, one.asked_by)),
                vm.Cell(text=f"{localtime(one.asked_at):%Y-%m-%d %H:%M}"),
            ),
        )
        for one in found
    )
    page = vm.ListPage(
        title="会签",
        lead=LEAD,
        table=vm.TableView(
            caption="等待同意的申请",
            columns=COLUMNS,
            rows=rows,
            empty=vm.Empty(what="没有等待同意的申请", how=f"申请 {ASKED_FOR.days} 天内有效，列在这里。"),
        ),
    )
    return show_page(request, page, shell=shell(request, visitor, "agreements"))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in("accounts.agree")
def agreement(request: HttpRequest, visitor: Visitor, key: str) -> HttpResponse:
    """Agree to one request."""
    asked = next((one for one in _open(visitor) if one.person == key), None)
    line = next((line for line in staff(reach=visitor.reach("accounts.agree")) if line.person.id == key), None)
    if asked is None or line is None:
        return missing(request, visitor, "没有等待您同意的这项申请。")
    refused: Refusal | None = None
    if request.method == "POST":
        refused = agree_reset(key, actor=visitor.actor)
        if refused is None:
            messages.success(request, f"已同意给{line.person.name}口令")
            return HttpResponseRedirect(reverse("agreements"), status=303)
    by = names_of([asked.asked_by]).get(asked.asked_by, asked.asked_by)
    hours = int(AGREED_FOR.total_seconds() // 3600)
    page = vm.FormPage(
        title=f"同意给{line.person.name}口令",
        lead=f"{line.organ} · {_offices(line, visitor)}",
        form=form(
            code="agree", title="同意", verb="同意", refused=refused, fields=(),
            action=reverse("agreement", args=[key]),
            note=f"先向{line.person.name}本人核实。同意后 {hours} 小时内，{by}可以换发一次性口令，用一次即失效。",
        ),
        facts=(
            vm.FactGroup(
                title="申请",
                rows=(
                    vm.FactRow(label="谁申请的", value=by),
                    vm.FactRow(label="理由", value=asked.reason),
                    vm.FactRow(label="时间", value=f"{localtime(asked.asked_at):%Y-%m-%d %H:%M}"),
                ),
            ),
        ),
        back=vm.Action(label="不同意，返回", href=reverse("agreements")),
    )  # fmt: skip
    return show_page(request, page, shell=shell(request, visitor, "agreements"), status=422 if refused else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in("accounts.manage")
def ask(request: HttpRequest, visitor: Visitor, key: str) -> HttpResponse:
    """Ask for the agreement, with the reason."""
    line = next((line for line in staff(reach=visitor.reach("accounts.manage")) if line.person.id == key), None)
    if line is None:
        return missing(request, visitor, "没有登记这名人员，或者不在您的管理范围内。")
    typed, refused = typed_of(request), None
    if request.method == "POST":
        refused = ask_for_reset(key, reason=typed.get("reason", ""), actor=visitor.actor)
        if refused is None:
            messages.success(request, "已申请，等安全管理员或者审计管理员在“会签”里同意")
            return HttpResponseRedirect(reverse("person", args=[key]), status=303)
    reason = text(
        "reason", "理由", typed.get("reason", ""), hint="例如本人忘记口令、当面提出；写入日志，不要写个人信息"
    )
    page = vm.FormPage(
        title=f"申请给{line.person.name}口令",
        lead="管理员的口令要另一名管理员同意才能给出：谁也不能独自以别的管理员的身份登录。",
        form=form(
            code="ask", title="申请", verb="申请", refused=refused, fields=[reason],
            action=reverse("account_ask", args=[key]),
        ),
        back=vm.Action(label="回到人员", href=reverse("person", args=[key])),
    )  # fmt: skip
    return show_page(request, page, shell=shell(request, visitor, "people"), status=422 if refused else 200)


URLS = [
    path("agreements", agreements, name="agreements"),
    path("agreements/<str:key>", agreement, name="agreement"),
    path("people/<str:key>/account/ask", ask, name="account_ask"),
]
