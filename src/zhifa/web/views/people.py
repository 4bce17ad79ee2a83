"""People and their certificates: who may enforce today, and the register kept by the system administrator."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from zhifa.acts.agreement import agreement_needed, pending, unagreed
from zhifa.core.permission import ROLE_TITLES, Certificate, Person
from zhifa.store.readers.accounts import account_of
from zhifa.store.readers.organs import open_cases, organs
from zhifa.store.readers.people import StaffLine, staff
from zhifa.web import viewmodels as vm
from zhifa.web.exports import export
from zhifa.web.people_changes import ACTS, Act
from zhifa.web.people_figures import lapse_lacks, reviewers_lacks, reviewers_tile, soon_lapsing
from zhifa.web.people_forms import TITLES, Register, Typed, people_form
from zhifa.web.person_page import answers, lacks, tables, tiles
from zhifa.web.render import show_page
from zhifa.web.visitor import Visitor, missing, shell, signed_in

PAGE = 100
EVERYWHERE = ("",)
LAPSING = "lapsing"
STATES = (("全部", ""), ("无有效证件", "red"), ("将到期、暂停", "yellow"), ("依规定将失效", LAPSING))
ONES_OWN = ("register", "certificate", "acting")
"""Forms offered above the list; the others begin on the page of a person."""
NEAR = 30
"""Days before its end from which a certificate is shown as near it."""


def certificate_of(person: Person, day: date) -> Certificate | None:
    """The certificate that counts on a day, else the one that ended last."""
    held = person.certificate_on(day)
    return held or max(person.certificates, key=lambda c: c.validity.end or date.max, default=None)


def state_of(line: StaffLine, day: date) -> tuple[vm.Level, str]:
    """Whether a person may enforce today, as a level and a word."""
    if line.left_on and line.left_on <= day:
        return "none", f"已离岗 {line.left_on}"
    person = line.person
    held = person.certificate_on(day)
    if held is None:
        if "officer" not in person.roles_on(day) and not person.certificates:
            return "none", "辅助，不能执法" if "auxiliary" in person.roles_on(day) else "不需要证件"
        last = certificate_of(person, day)
        if last is None:
            return "red", "没有证件"
        if last.lapsed and last.lapsed.on <= day:
            return "red", "已失效"
        if last.cancelled_on and last.cancelled_on <= day:
            return ("red" if "officer" in person.roles_on(day) else "none"), "已注销"
        if last.validity.end and last.validity.end < day:
            return "red", "已过期"
        return "yellow", "暂停" if any(s.contains(day) for s in last.suspended) else "尚未生效"
    left = (held.validity.end - day).days if held.validity.end else NEAR + 1
    return ("yellow", "即将到期") if left <= NEAR else ("none", "有效")


def _ends(item: Certificate | None, day: date) -> vm.Cell:
    if item is None:
        return vm.Cell()
    end = min((d for d in (item.validity.end, item.cancelled_on) if d), default=None)
    return vm.Cell(on=end) if end else vm.Cell(text="长期")


COLUMNS = (
    vm.Column(label="姓名", kind="main"),
    vm.Column(label="单位", kind="short"),
    vm.Column(label="岗位"),
    vm.Column(label="证号"),
    vm.Column(label="证件到期", kind="date"),
    vm.Column(label="今天"),
    vm.Column(label="在办", kind="number"),
)


def _row(line: StaffLine, day: date, working: int) -> vm.Row:
    item, (level, word) = certificate_of(line.person, day), state_of(line, day)
    roles = "、".join(ROLE_TITLES.get(role, role) for role in sorted(line.person.roles_on(day)))
    return vm.Row(
        href=reverse("person", args=[line.person.id]),
        quiet=line.left_on is not None and line.left_on <= day,
        cells=(
            vm.Cell(text=line.person.name, sub=line.post),
            vm.Cell(text=line.organ),
            vm.Cell(text=roles),
            vm.Cell(text=item.number if item else ""),
            _ends(item, day),
            vm.Cell(text=word, level=level),
            vm.Cell(text=str(working) if working else ""),
        ),
    )


def _matching(lines: Sequence[StaffLine], query: str, day: date, state: str) -> list[StaffLine]:
    def fits(line: StaffLine) -> bool:
        numbers = " ".join(item.number for item in line.person.certificates)
        if query and query not in f"{line.person.name} {line.organ} {line.post} {numbers}":
            return False
        return not state or state_of(line, day)[0] == state

    return [line for line in lines if fits(line)]


def _tiles(lines: Sequence[StaffLine], day: date) -> tuple[vm.Tile, ...]:
    certificates = [item for line in lines for item in line.person.certificates]
    held = sum(1 for line in lines if line.person.certificate_on(day))
    added = sum(1 for c in certificates if c.validity.start and c.validity.start.year == day.year)
    ended = sum(1 for c in certificates if c.cancelled_on and c.cancelled_on.year == day.year)
    wrong = sum(1 for line in lines if state_of(line, day)[0] == "red")
    place = reverse("people")
    return (
        vm.Tile(label="今天可以执法", figure=vm.Figure(text=str(held), href=place), unit="名"),
        vm.Tile(label="本年发证", figure=vm.Figure(text=str(added)), unit="件"),
        vm.Tile(label="本年注销", figure=vm.Figure(text=str(ended)), unit="件"),
        vm.Tile(
            label="在岗而无有效证件",
            figure=vm.Figure(text=str(wrong), href=f"{place}?state=red" if wrong else ""),
            unit="名",
            level="red" if wrong else "none",
            word="红色" if wrong else "",
        ),
        *reviewers_tile(lines, day),
    )


def _page(request: HttpRequest, visitor: Visitor, form: vm.StepForm | None = None) -> vm.PeoplePage | HttpResponse:
    day, place = visitor.day, reverse("people")
    everybody = staff(reach=visitor.reach("people.read"))
    query, state = str(request.GET.get("q", ""))[:40].strip(), str(request.GET.get("state", ""))
    lines = _matching(everybody, query, day, state if state in {"red", "yellow"} else "")
    lines = soon_lapsing(lines) if state == LAPSING else lines
    work = open_cases(reach=visitor.reach("people.read"))
    if (kind := str(request.GET.get("format", ""))) in {"csv", "xlsx"}:
        return _export(lines, day, work.get, kind)
    start = next((n + 1 for n, line in enumerate(lines) if line.person.id == request.GET.get("after")), 0)
    shown = lines[start : start + PAGE]
    asked = urlencode({k: v for k, v in (("q", query), ("state", state)) if v})
    more = f"{place}?{asked}&after={shown[-1].person.id}" if start + PAGE < len(lines) else ""
    lacks = [
        vm.Lack(what=f"{line.person.name}{state_of(line, day)[1]}，名下还有 {work[line.person.id]} 件在办案件",
                hint="由负责人在案件页“移交”给有证件的人员")
        for line in everybody
        if work.get(line.person.id) and (state_of(line, day)[0] == "red" or (line.left_on and line.left_on <= day))
    ]  # fmt: skip
    lacks += lapse_lacks(everybody) + reviewers_lacks(everybody, day)
    managing = visitor.may("people.manage")
    return vm.PeoplePage(
        people=vm.TableView(
            caption="人员",
            columns=COLUMNS,
            rows=tuple(_row(line, day, work.get(line.person.id, 0)) for line in shown),
            query=query,
            query_href=place,
            filters=tuple(
                vm.Filter(
                    label=label, href=f"{place}?{urlencode({'state': code})}" if code else place, here=code == state
                )
                for label, code in STATES
            ),
            pager=vm.Pager(shown=f"本页 {len(shown)} 名，共 {len(lines)} 名", first=place if start else "", next=more),
            exports=tuple(
                vm.Action(label=f.upper(), href=f"{place}?{asked}&format={f}", download=True) for f in ("csv", "xlsx")
            ),
            empty=vm.Empty(
                what="没有符合条件的人员" if query or state else "还没有登记人员", how="人员和证件由系统管理员登记。"
            ),
        ),
        tiles=_tiles(everybody, day),
        lacks=tuple(lacks[:8]),
        actions=(
            *(vm.Action(label=TITLES[k][0], href=f"{place}?form={k}") for k in ONES_OWN if managing),
            vm.Action(label="责任清单", href=reverse("responsibilities")),
        ),
        form=form,
    )


def _export(lines: Sequence[StaffLine], day: date, working: Callable[[str, int], int], form: str) -> HttpResponse:
    head = ("姓名", "单位", "职务", "岗位", "证号", "发证", "到期", f"{day} 的状态", "到岗", "离岗", "在办案件")
    rows = []
    for line in lines:
        item = certificate_of(line.person, day)
        roles = "、".join(ROLE_TITLES.get(role, role) for role in sorted(line.person.roles_on(day)))
        rows.append(
            (line.person.name, line.organ, line.post, roles, item.number if item else "",
             item.validity.start if item else None, item.validity.end if item else None, state_of(line, day)[1],
             line.joined_on, line.left_on, working(line.person.id, 0))
        )  # fmt: skip
    return export("人员与证件", head, rows, form)


def _names() -> dict[str, str]:
    """What every organ is called, by its place in the tree: roles elsewhere are shown with it."""
    return {organ.path: organ.short for organ in organs(reach=EVERYWHERE)}


def _register(visitor: Visitor) -> Register:
    reach = visitor.reach("people.manage")
    return Register(staff(reach=reach), organs(reach=reach), visitor.day, reach, _names())


@require_safe
@signed_in("people.read")
def people(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Everybody within the reach, with what their certificate is worth today."""
    form = None
    if (kind := str(request.GET.get("form", ""))) in TITLES and visitor.may("people.manage"):
        form = people_form(kind, _register(visitor), {}, person=str(request.GET.get("person", "")))
    page = _page(request, visitor, form)
    return page if isinstance(page, HttpResponse) else show_page(request, page, shell=shell(request, visitor, "people"))


def _account(key: str, visitor: Visitor) -> str:
    """How the person signs in, told to whoever manages accounts."""
    held = account_of(key) if visitor.may("accounts.manage") else None
    if not visitor.may("accounts.manage"):
        return ""
    found = pending(key)
    asked = f"，已申请给出口令，{'另一名管理员已同意' if found.agreed_by else '等另一名管理员同意'}" if found else ""
    if held is None:
        return f"没有登录账号{asked}"
    fresh = "，还没有改一次性口令" if held.fresh else ""
    return f"账号 {held.username}{'' if held.active else '（已停用）'}{fresh}{asked}"


def _account_actions(line: StaffLine, visitor: Visitor) -> tuple[vm.Action, ...]:
    """Open, reset or close the account; one's own is changed on one's own page."""
    key = line.person.id
    if not visitor.may("accounts.manage"):
        return ()
    if key == visitor.person.id:
        return (vm.Action(label="修改我的口令", href=reverse("password")),)
    held = account_of(key)
    if agreement_needed(key) and unagreed(key, visitor.actor):
        found, close = pending(key), vm.Action(label="停用账号", href=reverse("account_close", args=[key]))
        ask = vm.Action(label="申请给出口令", href=reverse("account_ask", args=[key]))
        return (*(() if found else (ask,)), *((close,) if held and held.active else ()))
    if held is None or not held.active:
        return (
            vm.Action(label="开通账号" if held is None else "重新开通账号", href=reverse("account_open", args=[key])),
        )
    asked = f"换发一次性口令后，{line.person.name}现在的口令和已登录的页面立即失效。继续？"
    return (
        vm.Action(label="重置口令", href=reverse("account_reset", args=[key]), post=True, confirm=asked),
        vm.Action(label="停用账号", href=reverse("account_close", args=[key])),
    )


@require_safe
@signed_in("people.read")
def person(request: HttpRequest, visitor: Visitor, key: str) -> HttpResponse:
    """One person at a glance: may they act today, for whom, on what; hours, examinations, equipment, cases."""
    line = next((line for line in staff(reach=visitor.reach("people.read")) if line.person.id == key), None)
    if line is None:
        return missing(request, visitor)
    named, day = _names(), visitor.day
    roles = "；".join(
        f"{'' if held.path == line.path else named.get(held.path, held.path)}{ROLE_TITLES.get(held.role, held.role)}"
        + ("（代行）" if held.acting else "")
        + (f" {held.validity.start or ''} 至 {held.validity.end}" if held.validity.end else "")
        for held in line.person.roles
    )
    place = reverse("people")
    own = line.person.id == visitor.person.id
    page = vm.RecordPage(
        title=line.person.name,
        lead=" · ".join(part for part in (line.organ, line.post, roles, _account(key, visitor)) if part),
        verdicts=answers(line, day, named),
        tiles=tiles(line, day),
        lacks=lacks(line, day),
        tables=tables(
            line,
            day,
            reach=visitor.reach(),
            assessed=own or visitor.may("assessment.enter") or "supervisor" in visitor.roles,
        ),  # fmt: skip
        back=vm.Action(label="回到人员", href=place),
        actions=(
            *(
                vm.Action(label=label, href=f"{place}?{urlencode({'form': kind, 'person': key})}")
                for label, kind in KINDS
            ),
            *_account_actions(line, visitor),
        )
        if visitor.may("people.manage")
        else (),
    )
    return show_page(request, page, shell=shell(request, visitor, "people"))


KINDS = (
    ("变更登记", "register"), ("发证", "certificate"), ("年审", "check"), ("暂停证件", "suspend"),
    ("恢复证件", "restore"), ("换发", "replace"), ("注销证件", "cancel"), ("收回证件", "return"),
)  # fmt: skip
"""What the system administrator may do to a person and their certificates."""


def _handler(kind: str, act: Act, done: str) -> Callable[..., HttpResponse]:
    """The view of one form: act, then back to the list; a refusal stands above what was typed."""

    @require_POST
    @signed_in("people.manage")
    def view(request: HttpRequest, visitor: Visitor) -> HttpResponse:
        typed: Typed = {name: [str(v) for v in values] for name, values in request.POST.lists()}
        key = str(request.GET.get("person", ""))
        refused = act(typed, visitor, key)
        if refused is None:
            messages.success(request, done)
            return HttpResponseRedirect(reverse("people"), status=303)
        form = people_form(kind, _register(visitor), typed, person=key, refusal=refused)
        page = cast(vm.PeoplePage, _page(request, visitor, form))
        return show_page(request, page, shell=shell(request, visitor, "people"), status=422)

    return view


URLS = [
    path("people", people, name="people"),
    *(path(f"people/act/{k}", _handler(k, *given), name=f"people_{k}") for k, given in ACTS.items()),
    path("people/<str:key>", person, name="person"),
]
