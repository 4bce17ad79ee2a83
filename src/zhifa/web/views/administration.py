"""For the system administrator: the organs of the installation, and who may sign in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhifa.acts.accounts import Opened, close_account, open_account, reset_password
from zhifa.acts.organs import LABELS, OrganEntry, register_organ
from zhifa.acts.work import context, today
from zhifa.core.competence import Functions, carried_on, functions_of
from zhifa.core.jurisdiction import COUNTY
from zhifa.core.values import Refusal, Validity
from zhifa.store.readers.accounts import account_of
from zhifa.store.readers.organs import OrganDetail, organ_details
from zhifa.store.readers.people import StaffLine, staff
from zhifa.web import viewmodels as vm
from zhifa.web.admin_forms import Typed, choice, day, form, read_day, text, typed_of
from zhifa.web.exports import export
from zhifa.web.marks import ground_mark
from zhifa.web.render import show_page
from zhifa.web.visitor import Visitor, missing, shell, signed_in

NO_PERSON = "没有登记这名人员，或者不在您的管理范围内。"
HINTS = {
    "code": "字母和数字，例如 500112-lq；登记以后不能改",
    "mark": "文号开头的汉字，例如 渝洛碛；不制发文书的机关可以不填",
    "superior": "文书告知当事人向它申请行政复议",
    "court": "文书告知当事人向它提起行政诉讼",
    "bank": "罚款缴到哪里；处罚决定书写明",
    "valid_to": "机关撤销的日期；还有在办案件的不能撤销",
    "functions": "区县机关只能办所选职能主管的事项；一项也不选，就不按部门核对。镇街按层级行使，不用选",
    "functions_since": "职能划入、划出从这一天起；不填，就是一直如此（用于第一次登记和更正）",
}
OPTIONAL = ("mark", "superior", "court", "bank", "bank_account", "address", "phone", "valid_from", "valid_to")
FUNCTIONS, SINCE = "functions", "functions_since"
COLUMNS = (
    vm.Column(label="机关", kind="main"),
    vm.Column(label="代字"),
    vm.Column(label="层级、职能"),
    vm.Column(label="上级"),
    vm.Column(label="行政复议机关"),
    vm.Column(label="法院"),
    vm.Column(label="缺少", kind="short"),
)


def _lacking(organ: OrganDetail, today: date) -> str:
    """What papers of the organ would lack, and what its competence is judged by."""
    if not organ.mark:
        return ""
    wanted = (("superior", "复议机关"), ("court", "法院"), ("bank", "代收银行"), ("address", "地址"))
    lacking = [label for name, label in wanted if not getattr(organ, name)]
    return "、".join(["职能", *lacking] if organ.level == COUNTY and not carried_on(organ.carried, today) else lacking)


def _known_functions() -> Functions:
    return functions_of(context().rules(today()))


def _row(organ: OrganDetail, today: date) -> vm.Row:
    over = organ.valid_to is not None and organ.valid_to < today
    lacking = _lacking(organ, today)
    return vm.Row(
        href=reverse("organ", args=[organ.code]),
        quiet=over,
        cells=(
            vm.Cell(text=organ.short, sub=f"{organ.name} · {organ.code}"),
            vm.Cell(text=organ.mark or "不制发文书"),
            vm.Cell(text=organ.level, sub=_known_functions().said(carried_on(organ.carried, today) or ())),
            vm.Cell(text=organ.parent_name),
            vm.Cell(text=organ.superior),
            vm.Cell(text=organ.court),
            vm.Cell(text=f"已撤销 {organ.valid_to}")
            if over
            else vm.Cell(text=lacking, level="yellow" if lacking else "none"),
        ),
    )


@require_safe
@signed_in("organs.manage")
def organs(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """The organs within the reach, with what their papers would lack."""
    place = reverse("organs")
    query = str(request.GET.get("q", "")).strip()[:40]
    found = [
        organ
        for organ in organ_details(reach=visitor.reach("organs.manage"))
        if query in f"{organ.name} {organ.short} {organ.code} {organ.mark}"
    ]
    if (kind := str(request.GET.get("format", ""))) in {"csv", "xlsx"}:
        names = [name for name in LABELS if name not in (FUNCTIONS, SINCE)]
        titles = _known_functions().titles
        held = {one.code: titles(carried_on(one.carried, visitor.day) or ()) for one in found}
        rows = [[*(getattr(one, name) for name in names), "、".join(held[one.code])] for one in found]
        return export("机关", [*(LABELS[name] for name in names), LABELS[FUNCTIONS]], rows, kind)
    page = vm.ListPage(
        title="机关",
        lead="文号、复议机关、法院、代收银行都从这里写进文书；案件和岗位按机关所在位置决定谁能看、谁能办。",
        actions=(
            vm.Action(label="登记机关", href=reverse("organ_new"), primary=True),
            vm.Action(label="撤销合并", href=reverse("organs_merge")),
        ),
        table=vm.TableView(
            caption="机关",
            columns=COLUMNS,
            rows=tuple(_row(organ, visitor.day) for organ in found),
            query=query,
            query_href=place,
            exports=tuple(
                vm.Action(label=f.upper(), href=f"{place}?q={query}&format={f}", download=True) for f in ("csv", "xlsx")
            ),
            empty=vm.Empty(what="没有符合条件的机关" if query else "还没有登记机关", how="从最上级机关开始逐级登记。"),
        ),
    )
    return show_page(request, page, shell=shell(request, visitor, "organs"))


def _levels() -> list[tuple[str, str]]:
    """The levels which the catalogue of matters distinguishes, and one for all others."""
    named = {level for entry in context().book.section("matter") for level in entry.data.get("levels", ())}
    return [(level, level) for level in (*sorted(named), "其他")]


def _fields(typed: Typed, parents: Sequence[OrganDetail], known: OrganDetail | None) -> list[vm.FieldView]:
    above = [(organ.code, organ.short) for organ in parents if known is None or not organ.path.startswith(known.path)]
    made: list[vm.FieldView] = []
    townlike = _known_functions().of_level(typed.get("level", "")) is not None
    for name, label in LABELS.items():
        value = typed.get(name, "")
        if name == "code" and known:
            continue
        if name == "parent":
            if known is None:
                made.append(choice(name, label, above, value, hint="登记以后不能改"))
        elif name == "level":
            made.append(choice(name, label, _levels(), value, hint="决定这个机关可以办哪些事项"))
        elif name == FUNCTIONS:
            made.append(replace(_function_field(set(value.split()), known), aside=townlike and not value))
        elif name == SINCE:
            field = day(name, label, value, required=False, hint=HINTS[name])
            made.append(replace(field, aside=townlike and not value))
        elif name.startswith("valid_"):
            made.append(day(name, label, value, required=False, hint=HINTS.get(name, "")))
        else:
            made.append(text(name, label, value, required=name not in OPTIONAL, hint=HINTS.get(name, "")))
    return made


def _function_field(chosen: set[str], known: OrganDetail | None) -> vm.FieldView:
    """The functions to be ticked, with the days on which the organ carries or carried them."""
    carried = {item.function: item.validity for item in known.carried} if known else {}
    offered = {one.code: one.title for one in _known_functions().of_districts()}
    options = tuple(
        vm.Option(value=code, label=title, selected=code in chosen, note=_days(carried.get(code)))
        for code, title in ({code: code for code in sorted(chosen | set(carried))} | offered).items()
    )
    return vm.FieldView(
        name=FUNCTIONS, label=LABELS[FUNCTIONS], kind="choices", options=options, required=False,
        hint=HINTS[FUNCTIONS], law=ground_mark("own_functions"),
    )  # fmt: skip


def _days(validity: Validity | None) -> str:
    if validity is None:
        return ""
    start, end = validity.start, validity.end
    return f"{f'自 {start}' if start else ''}{f'至 {end}' if end else ''}"


def _typed_organ(organ: OrganDetail) -> Typed:
    said = {name: str(getattr(organ, name) or "") for name in LABELS if name not in (FUNCTIONS, SINCE)}
    return said | {FUNCTIONS: " ".join(item.function for item in organ.carried if item.validity.end is None)}


def _submit(typed: Typed, known: OrganDetail | None, visitor: Visitor) -> Refusal | None:
    start, end = read_day(typed, "valid_from", "设立日期"), read_day(typed, "valid_to", "撤销日期")
    if isinstance(start, Refusal):
        return start
    if isinstance(end, Refusal):
        return end
    since = read_day(typed, SINCE, LABELS[SINCE])
    if isinstance(since, Refusal):
        return since
    dated = (FUNCTIONS, SINCE, "valid_from", "valid_to")
    said = {name: typed.get(name, "") for name in LABELS if name not in dated}
    if known is not None:
        said |= {"code": known.code, "parent": known.parent}
    elif not said["parent"]:
        return Refusal("bad_input", "请选择上级", "最上级机关由 zhifa init 建立", missing=("parent",))
    entry = OrganEntry(
        code=said.pop("code"), name=said.pop("name"), short=said.pop("short"), valid_from=start, valid_to=end,
        functions=tuple(typed.get(FUNCTIONS, "").split()), functions_since=since, **said,
    )  # fmt: skip
    return register_organ(entry, actor=visitor.actor, change=known is not None)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in("organs.manage")
def organ(request: HttpRequest, visitor: Visitor, code: str = "") -> HttpResponse:
    """Register an organ, or change one."""
    reachable = organ_details(reach=visitor.reach("organs.manage"))
    known = next((one for one in reachable if one.code == code), None) if code else None
    if code and known is None:
        return missing(request, visitor, "没有登记这个机关，或者它不在您的管理范围内。")
    refused: Refusal | None = None
    own = next((one.code for one in reachable if one.path == visitor.organ.path), "")
    typed: Typed = _typed_organ(known) if known else {"parent": own}
    if request.method == "POST":
        typed = {**typed_of(request), FUNCTIONS: " ".join(request.POST.getlist(FUNCTIONS))}
        refused = _submit(typed, known, visitor)
        if refused is None:
            messages.success(request, f"{typed.get('short') or code}已{'保存' if known else '登记'}")
            return HttpResponseRedirect(reverse("organs"), status=303)
    verb = "保存" if known else "登记"
    page = vm.FormPage(
        title=known.short if known else "登记机关",
        lead=f"代码 {known.code}，上级{known.parent_name or '无'}。改动以后制作的文书用新的内容，已制作的不变。"
        if known
        else "",
        form=form(
            code="organ", title="机关", verb=verb, refused=refused, fields=_fields(typed, reachable, known),
            action=reverse("organ", args=[code]) if known else reverse("organ_new"),
        ),
        back=vm.Action(label="回到机关", href=reverse("organs")),
    )  # fmt: skip
    return show_page(request, page, shell=shell(request, visitor, "organs"), status=422 if refused else 200)


def _person(key: str, visitor: Visitor) -> StaffLine | None:
    return next((line for line in staff(reach=visitor.reach("accounts.manage")) if line.person.id == key), None)


def _once(request: HttpRequest, visitor: Visitor, line: StaffLine, made: Opened) -> HttpResponse:
    """The one-time password, on a page that is kept nowhere."""
    page = vm.OncePage(
        title=f"{line.person.name}的一次性口令",
        lead="只显示这一次。抄给本人或者当面告诉本人；本人首次登录后必须修改，之后谁也看不到。",
        rows=(("登录名", made.username), ("一次性口令", made.password)),
        back=vm.Action(label="抄好了，回到人员", href=reverse("person", args=[line.person.id]), primary=True),
    )
    return show_page(request, page, shell=shell(request, visitor, "people"))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in("accounts.manage")
def account_open(request: HttpRequest, visitor: Visitor, key: str) -> HttpResponse:
    """Open an account for a person."""
    line = _person(key, visitor)
    if line is None:
        return missing(request, visitor, NO_PERSON)
    closed = account_of(key)
    typed: Typed = {"username": closed.username if closed else ""}
    refused: Refusal | None = None
    if request.method == "POST":
        typed = typed_of(request)
        made = open_account(key, typed.get("username", ""), actor=visitor.actor)
        if isinstance(made, Opened):
            return _once(request, visitor, line, made)
        refused = made
    name = text("username", "登录名", typed.get("username", ""), hint="例如姓名的拼音；全系统不能重复")
    page = vm.FormPage(
        title=f"为{line.person.name}开通账号",
        lead="开通后显示一次性口令。能看什么、能办什么由岗位决定，账号本身不带权限。",
        form=form(
            code="account", title="开通账号", verb="开通", refused=refused, fields=[name],
            action=reverse("account_open", args=[key]),
        ),
        back=vm.Action(label="回到人员", href=reverse("person", args=[key])),
    )  # fmt: skip
    return show_page(request, page, shell=shell(request, visitor, "people"), status=422 if refused else 200)


def _not_done(request: HttpRequest, visitor: Visitor, key: str, refused: Refusal) -> HttpResponse:
    page = vm.ErrorPage(
        title="没有办理",
        what=f"{refused.message}。{refused.remedy}",
        actions=(vm.Action(label="回到人员", href=reverse("person", args=[key]), primary=True),),
        kind="refused",
    )
    return show_page(request, page, shell=shell(request, visitor, "people"), status=422)


@never_cache
@require_POST
@signed_in("accounts.manage")
def account_reset(request: HttpRequest, visitor: Visitor, key: str) -> HttpResponse:
    """Give a person a new one-time password."""
    line = _person(key, visitor)
    if line is None:
        return missing(request, visitor, NO_PERSON)
    made = reset_password(key, actor=visitor.actor)
    if isinstance(made, Refusal):
        return _not_done(request, visitor, key, made)
    return _once(request, visitor, line, made)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in("accounts.manage")
def account_close(request: HttpRequest, visitor: Visitor, key: str) -> HttpResponse:
    """Close the account of a person, with the reason."""
    line, held = _person(key, visitor), account_of(key)
    if line is None or held is None:
        return missing(request, visitor, NO_PERSON)
    typed, refused = typed_of(request), None
    if request.method == "POST":
        refused = close_account(key, reason=typed.get("reason", ""), actor=visitor.actor)
        if refused is None:
            messages.success(request, f"账号 {held.username} 已停用，已登录的立即失效")
            return HttpResponseRedirect(reverse("person", args=[key]), status=303)
    reason = text("reason", "理由", typed.get("reason", ""), hint="例如调离、离岗；写入日志，不要写个人信息")
    page = vm.FormPage(
        title=f"停用{line.person.name}的账号",
        lead=f"登录名 {held.username}。停用后不能登录；以前办的事仍记在本人名下，需要时可以重新开通。",
        form=form(
            code="account", title="停用账号", verb="停用", refused=refused, fields=[reason],
            action=reverse("account_close", args=[key]),
        ),
        back=vm.Action(label="回到人员", href=reverse("person", args=[key])),
    )  # fmt: skip
    return show_page(request, page, shell=shell(request, visitor, "people"), status=422 if refused else 200)


URLS = [
    path("organs", organs, name="organs"),
    path("register-organ", organ, name="organ_new"),
    path("organs/<str:code>", organ, name="organ"),
    path("people/<str:key>/account", account_open, name="account_open"),
    path("people/<str:key>/account/reset", account_reset, name="account_reset"),
    path("people/<str:key>/account/close", account_close, name="account_close"),
]
