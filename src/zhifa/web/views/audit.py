"""For the audit administrator: the journal's state and its verification, what administrators did, who signed in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.http import urlencode
from django.utils.timezone import localtime
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from zhifa.acts.verification import request_verification
from zhifa.core.values import SHANGHAI, Refusal
from zhifa.ports import clock
from zhifa.store.readers.audit import (
    AuditFilter,
    AuditLine,
    JournalState,
    SignIn,
    VerificationRead,
    audit_page,
    journal_state,
    sign_ins,
    verification,
)
from zhifa.store.readers.people import names_of
from zhifa.web import viewmodels as vm
from zhifa.web.admin_forms import day, text
from zhifa.web.audit_words import Names, person, subject, title, told
from zhifa.web.exports import export
from zhifa.web.render import show_fragment, show_page
from zhifa.web.visitor import Visitor, missing, shell, signed_in

KINDS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "": ("全部行为", ()),
    "people": ("人员和岗位", ("officer.registered", "acting.appointed")),
    "accounts": (
        "账号和口令",
        ("account.opened", "account.reset", "account.closed", "account.reset_asked", "account.reset_agreed"),
    ),
    "certificates": ("证件", ("certificate.issued", "certificate.suspended", "certificate.cancelled")),
    "organs": ("机关", ("organ.registered",)),
    "erasure": ("清除", ("personal.erased",)),
    "verified": ("核验", ("journal.verified",)),
}
SIGNED, FAILED = "signed", "failed"
SIGN_INS = {SIGNED: "登录", FAILED: "登录失败"}
COLUMNS = (
    vm.Column(label="时间", kind="short"),
    vm.Column(label="行为", kind="short"),
    vm.Column(label="对象", kind="main"),
    vm.Column(label="内容"),
    vm.Column(label="谁办的", kind="short"),
)
SIGN_IN_COLUMNS = (
    vm.Column(label="时间", kind="short"),
    vm.Column(label="结果", kind="short"),
    vm.Column(label="谁", kind="main"),
    vm.Column(label="登录名"),
    vm.Column(label="来自"),
)
HEAD, SIGN_IN_HEAD = tuple(c.label for c in COLUMNS), tuple(c.label for c in SIGN_IN_COLUMNS)
SOON = timedelta(seconds=15)
"""Within this time background work takes up what it is asked for."""
MOST = 100_000
"""Rows of one file."""


def _clock(moment: datetime) -> str:
    return f"{localtime(moment):%Y-%m-%d %H:%M}"


def _midnight(typed: str, *, after: bool = False) -> datetime | None:
    """The beginning of a day as typed, or its end; None for anything else."""
    try:
        found = date.fromisoformat(typed)
        return datetime.combine(found + timedelta(days=int(after)), time(), SHANGHAI)
    except (ValueError, OverflowError):
        return None


def _asked(request: HttpRequest) -> dict[str, str]:
    """What the page is asked to show, as it goes on into its links."""
    asked = {name: str(request.GET.get(name, "")).strip()[:40] for name in ("kind", "q", "from", "to")}
    return {name: value for name, value in asked.items() if value}


def _filter(asked: Mapping[str, str], before: str = "") -> AuditFilter:
    return AuditFilter(
        types=KINDS.get(asked.get("kind", ""), ("", ()))[1],
        person=asked.get("q", ""),
        start=_midnight(asked.get("from", "")),
        end=_midnight(asked.get("to", ""), after=True),
        before=int(before) if before.isdecimal() and len(before) < 19 else 0,
    )


@never_cache
@require_safe
@signed_in("audit.read")
def audit(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """The journal's state, and the acts of administrators or the attempts to sign in."""
    asked, before = _asked(request), str(request.GET.get("before", ""))[:40]
    signing = asked.get("kind", "") in SIGN_INS
    if (form := str(request.GET.get("format", ""))) in {"csv", "xlsx"}:
        rows = _sign_in_rows(asked, visitor) if signing else _act_rows(asked, visitor)
        return export("登录记录" if signing else "管理行为", SIGN_IN_HEAD if signing else HEAD, rows, form)
    state = journal_state()
    table = _sign_in_table(asked, before, visitor) if signing else _act_table(asked, before, visitor)
    page = vm.AuditDesk(
        tiles=_tiles(state),
        progress=_progress(state.running) if state.running else None,
        verify=vm.Action(label="核验全部日志", href=reverse("audit_verify"), post=True, primary=True),
        fields=(
            replace(text("q", "办事的或者被办的人", asked.get("q", "")), placeholder="姓名或者登录名"),
            day("from", "自", asked.get("from", "")),
            day("to", "至", asked.get("to", "")),
        ),
        action=reverse("audit"),
        kind=asked.get("kind", ""),
        table=table,
    )
    return show_page(request, page, shell=shell(request, visitor, "audit"))


def _tiles(state: JournalState) -> tuple[vm.Tile, ...]:
    last = state.verification
    signed = _clock(state.signed_at) if state.signed_at else "还没有"
    broken = last is not None and last.valid is False
    names = names_of([last.asked_by]) if last else {}
    return (
        vm.Tile(
            label="日志中的事件", figure=vm.Figure(text=f"{state.placed + state.waiting:,}"), unit="个",
            note=f"{state.waiting:,} 个等待排序" if state.waiting else f"全部已排序，{state.alg.upper()}",
        ),
        vm.Tile(
            label="最近的签名检查点", figure=vm.Figure(text=signed),
            note=f"含 {state.signed_size:,} 个事件" if state.signed_at else "",
        ),
        vm.Tile(
            label="最近一次核验",
            figure=vm.Figure(text=_clock(last.finished_at) if last and last.finished_at else "还没有"),
            level="red" if broken else "none",
            word="红色" if broken else "",
            note=f"{_result(last)}；{person(last.asked_by, names)}提出" if last else "",
        ),
    )  # fmt: skip


def _result(read: VerificationRead) -> str:
    if read.valid:
        return f"{read.done:,} 个事件、{read.checkpoints} 个检查点完好"
    return f"有误：{read.reason}" if read.valid is False else read.reason


def _progress(read: VerificationRead) -> vm.Progress:
    late = clock.now() - read.asked_at > SOON
    waiting = "后台工作还没有开始核验，请系统管理员确认 zhifa work 在运行" if late else "等后台工作开始"
    done = read.finished_at is not None
    return vm.Progress(
        label="核验全部日志",
        done=read.done,
        total=max(read.total, read.done, 1),
        note=_result(read) if done else "" if read.started else waiting,
        poll=reverse("audit_progress", args=[read.id]),
        finished=done and read.valid is True,
        failed=_result(read) if done and not read.valid else "",
        actions=(vm.Action(label="看核验结果", href=reverse("audit")),) if done else (),
    )


def _act_cells(line: AuditLine, names: Names) -> tuple[str, ...]:
    event = line.event
    return (_clock(event.recorded_at), title(line), subject(line, names), told(line, names), person(event.actor, names))


def _act_table(asked: Mapping[str, str], before: str, visitor: Visitor) -> vm.TableView:
    read = audit_page(_filter(asked, before), reach=visitor.reach("audit.read"))
    rows = tuple(
        vm.Row(
            href=_place(asked, q=read.names.get(line.person, "")),
            cells=tuple(
                vm.Cell(text=said, level="red" if line.event.payload.get("valid") is False and n == 3 else "none")
                for n, said in enumerate(_act_cells(line, read.names))
            ),
        )
        for line in read.lines
    )
    following = _place(asked, before=str(read.lines[-1].id)) if read.more else ""
    return _table(asked, COLUMNS, rows, following, "条管理行为", first=bool(before))


def _sign_in_cells(line: SignIn) -> tuple[str, ...]:
    return (_clock(line.at + clock.shift()), line.outcome, line.person or "没有这个账号", line.username, line.address)


def _sign_in_table(asked: Mapping[str, str], before: str, visitor: Visitor) -> vm.TableView:
    mark = _instant(before)
    reach = visitor.reach("audit.read")
    found, more = sign_ins(_real(asked), reach=reach, failed=asked["kind"] == FAILED, before=mark)
    rows = tuple(
        vm.Row(
            href=_place(asked, q=line.username or asked.get("q", "")),
            cells=tuple(
                vm.Cell(text=said, level="yellow" if n == 1 and "暂停" in said else "none")
                for n, said in enumerate(_sign_in_cells(line))
            ),
        )
        for line in found
    )
    following = _place(asked, before=found[-1].at.isoformat()) if more else ""
    return _table(asked, SIGN_IN_COLUMNS, rows, following, "次登录", first=mark is not None)


def _real(asked: Mapping[str, str]) -> AuditFilter:
    """The filter on the real clock: attempts to sign in are noted by it, also where a demonstration has its own."""
    wanted, shift = _filter(asked), clock.shift()
    return replace(wanted, start=wanted.start and wanted.start - shift, end=wanted.end and wanted.end - shift)


def _instant(typed: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(typed)
    except ValueError:
        return None
    return found if found.tzinfo else None


def _place(asked: Mapping[str, str], **more: str) -> str:
    return f"{reverse('audit')}?{urlencode({name: v for name, v in {**asked, **more}.items() if v})}"


def _table(
    asked: Mapping[str, str], columns: tuple[vm.Column, ...], rows: tuple[vm.Row, ...], following: str, what: str,
    *, first: bool,
) -> vm.TableView:  # fmt: skip
    kept = {name: value for name, value in asked.items() if name != "kind"}
    kinds = {code: label for code, (label, _) in KINDS.items()} | SIGN_INS
    return vm.TableView(
        caption="管理行为和登录",
        columns=columns,
        rows=rows,
        filters=tuple(
            vm.Filter(label=label, href=_place(kept, kind=code), here=code == asked.get("kind", ""))
            for code, label in kinds.items()
        ),
        pager=vm.Pager(shown=f"本页 {len(rows)} {what}", first=_place(asked) if first else "", next=following),
        exports=tuple(vm.Action(label=f.upper(), href=_place(asked, format=f), download=True) for f in ("csv", "xlsx"))
        if rows
        else (),
        empty=vm.Empty(what="没有符合条件的记录", how="换一个人、换一段时间，或者看全部行为。"),
    )


def _act_rows(asked: Mapping[str, str], visitor: Visitor) -> Iterator[tuple[str, ...]]:
    """Everything the list shows, page after page."""
    wanted, taken = _filter(asked), 0
    while taken < MOST:
        read = audit_page(wanted, reach=visitor.reach("audit.read"), limit=500)
        yield from (_act_cells(line, read.names) for line in read.lines)
        taken += len(read.lines)
        if not read.more:
            return
        wanted = replace(wanted, before=read.lines[-1].id)


def _sign_in_rows(asked: Mapping[str, str], visitor: Visitor) -> Iterator[tuple[str, ...]]:
    reach, failed = visitor.reach("audit.read"), asked["kind"] == FAILED
    before, taken = None, 0
    while taken < MOST:
        found, more = sign_ins(_real(asked), reach=reach, failed=failed, limit=500, before=before)
        yield from map(_sign_in_cells, found)
        taken += len(found)
        if not more:
            return
        before = found[-1].at


@require_POST
@signed_in("journal.verify")
def verify(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Ask for a verification of the whole journal."""
    done = request_verification(actor=visitor.actor)
    if isinstance(done, Refusal):
        return missing(request, visitor, done.message)
    messages.success(request, "已提出核验，做完后这里显示结果")
    return HttpResponseRedirect(reverse("audit"), status=303)


@never_cache
@require_safe
@signed_in("journal.verify")
def progress(request: HttpRequest, visitor: Visitor, key: int) -> HttpResponse:
    """How far a verification has come."""
    read = verification(key)
    return show_fragment(request, _progress(read)) if read else missing(request, visitor)


URLS = [
    path("audit", audit, name="audit"),
    path("audit/verify", verify, name="audit_verify"),
    path("audit/verify/<int:key>", progress, name="audit_progress"),
]
