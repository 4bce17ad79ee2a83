"""Signing in and out, and one's own certificates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate, get_user_model, login, logout, update_session_auth_hash
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhifa.acts.accounts import change_own_password
from zhifa.core.permission import ROLE_TITLES
from zhifa.core.values import show_date
from zhifa.web import admin_forms
from zhifa.web import viewmodels as vm
from zhifa.web.render import show_page
from zhifa.web.visitor import Visitor, shell, signed_in

_LONGEST = 60
"""No account has a longer name; what is longer is not looked up and not counted as a failure of anybody."""


def _page(*, username: str = "", following: str = "", wrong: str = "", locked: str = "") -> vm.SignIn:
    return vm.SignIn(
        action=reverse("sign_in"),
        fields=(
            vm.FieldView(name="username", label="账号", kind="text", value=username),
            vm.FieldView(name="password", label="口令", kind="text"),
        ),
        next=following,
        wrong=wrong,
        locked=locked,
        help="忘记口令请联系本单位系统管理员。",
    )


@never_cache
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in; wrong entries are counted and the account locks itself for a while."""
    following = str(request.POST.get("next") or request.GET.get("next") or "")
    if request.method == "GET":
        return show_page(request, _page(following=following))
    username = str(request.POST.get("username", "")).strip()
    nobody = len(username) > _LONGEST or not username.isprintable()
    secret = str(request.POST.get("password", ""))
    account = None if nobody else authenticate(request, username=username, password=secret)
    if account is None:
        return show_page(
            request, _page(username=username, following=following, wrong="账号或口令不对，请核对后再试"), status=422
        )
    login(request, account)
    return HttpResponseRedirect(_onward(request, following))


def _onward(request: HttpRequest, following: str) -> str:
    """Where somebody wanted to go, if it is a page of this house."""
    safe = url_has_allowed_host_and_scheme(following, allowed_hosts={request.get_host()})
    return following if safe and following else reverse("workbench")


def locked_out(request: HttpRequest, credentials: Mapping[str, Any] | None = None, *args: object) -> HttpResponse:
    """What somebody sees whose account is locked after too many wrong passwords: until when, and whom to ask."""
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    said = (
        f"连续输错 {settings.AXES_FAILURE_LIMIT} 次，此账号在本机暂停登录 {minutes} 分钟。急用请联系本单位系统管理员。"
    )
    username = str((credentials or {}).get("username", ""))
    return show_page(request, _page(username=username, locked=said), status=429)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return HttpResponseRedirect(reverse("sign_in"))


@require_safe
@signed_in("")
def account(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """One's own roles and certificates."""
    rows = tuple(
        vm.Row(
            href=reverse("account"),
            cells=(
                vm.Cell(text=item.number),
                vm.Cell(on=item.validity.start),
                vm.Cell(on=item.validity.end),
                vm.Cell(text=item.why_not(visitor.day) or "有效"),
            ),
        )
        for item in visitor.person.certificates
    )
    table = vm.TableView(
        caption="我的执法证件",
        columns=(
            vm.Column(label="证号", kind="main"),
            vm.Column(label="发证", kind="date"),
            vm.Column(label="到期", kind="date"),
            vm.Column(label=f"{show_date(visitor.day)} 的状态"),
        ),
        rows=rows,
        empty=vm.Empty(what="没有登记执法证件", how="证件由系统管理员登记；没有有效证件不能执法。"),
    )
    roles = "、".join(ROLE_TITLES.get(role, role) for role in visitor.roles)
    page = vm.ListPage(
        title=visitor.person.name,
        lead=f"{visitor.organ.name} · {roles}",
        table=table,
        actions=(vm.Action(label="修改口令", href=reverse("password")),),
    )
    return show_page(request, page, shell=shell(request, visitor))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in("")
def password(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Change one's own password; after a one-time password nothing else can be done before."""
    following = str(request.POST.get("next") or request.GET.get("next") or "")
    refused = None
    if request.method == "POST":
        old, new, again = (str(request.POST.get(name, "")) for name in ("old", "new", "again"))
        refused = change_own_password(visitor.account, old=old, new=new, again=again)
        if refused is None:
            update_session_auth_hash(request, get_user_model()._default_manager.get(pk=visitor.account))
            messages.success(request, "口令已修改，下次登录用新口令")
            return HttpResponseRedirect(_onward(request, following), status=303)
    first = bool(getattr(request.user, "must_change_password", False))
    page = vm.FormPage(
        title="修改口令",
        lead="您用的是一次性口令。先换成只有自己知道的口令，再办别的事。" if first else "",
        form=admin_forms.form(
            code="password",
            title="修改口令",
            verb="修改",
            action=f"{reverse('password')}?{urlencode({'next': following})}" if following else reverse("password"),
            refused=refused,
            fields=[
                admin_forms.password("old", "一次性口令" if first else "原口令"),
                admin_forms.password("new", "新口令", hint="至少 10 个字符，不能全是数字，不能是常见口令"),
                admin_forms.password("again", "再输入一遍新口令"),
            ],
        ),
        back=vm.Action(label="我的证件与口令", href=reverse("account")),
    )
    return show_page(request, page, shell=shell(request, visitor), status=422 if refused else 200)
