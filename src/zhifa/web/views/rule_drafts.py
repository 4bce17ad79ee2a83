"""Drafts of rules: the list, writing one, and the page on which others decide about it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhifa.acts.drafting import (
    Written,
    allowed,
    approve_draft,
    enter_draft,
    preview,
    publish_draft,
    refuse_draft,
    rescind_draft,
    withdraw_draft,
)
from zhifa.acts.work import context
from zhifa.core.rulebook import Entry
from zhifa.core.ruledraft import PUBLISHED, WAITING, Draft, starting_text
from zhifa.core.values import Refusal
from zhifa.store.readers.rule_drafts import DraftLine, draft_lines, read_draft, touched_cases
from zhifa.web import admin_forms, rule_forms
from zhifa.web import viewmodels as vm
from zhifa.web.admin_forms import Typed, read_day, typed_of
from zhifa.web.render import show_page
from zhifa.web.rule_draft_page import SHOWN, draft_page
from zhifa.web.rule_words import KINDS, PLAIN, SECTIONS, STATES, where_label
from zhifa.web.visitor import Visitor, missing, shell, signed_in

FOUND = 60
"""So many rules to begin with are listed; more are found by narrower words."""
LIST = ("rule_drafts", "看全部草案")


def _titles(section: str = "matter") -> Callable[[str], str]:
    book = context().book

    def title(code: str) -> str:
        versions = book.versions(section, code)
        return str(versions[-1].data.get("title", code)) if versions else code

    return title


def _row(line: DraftLine) -> vm.Row:
    title = _titles()
    said = [title(code.partition(" ")[2]) if code.startswith("matter ") else where_label(code) for code in line.codes]
    shown = "、".join(said[:3]) + (f"等 {len(said)} 条" if len(said) > 3 else "")
    waiting = line.state in ("waiting", "approved")
    cells = (
        vm.Cell(text=str(line.number)),
        vm.Cell(text=line.reason, sub=shown or "还读不出条目"),
        vm.Cell(on=line.effective_on),
        vm.Cell(text=line.author, sub=str(line.entered_on)),
        vm.Cell(text=STATES[line.state], level="blue" if waiting else "none"),
    )
    return vm.Row(
        href=reverse("rule_draft", args=[line.id]), cells=cells, quiet=not waiting and line.state != PUBLISHED
    )


@require_safe
@signed_in("rules.read")
def drafts(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """All drafts with their states, the latest first."""
    asked = str(request.GET.get("state", ""))
    state = asked if asked in STATES else ""
    everything = draft_lines()
    lines = [line for line in everything if not state or line.state == state]
    query = str(request.GET.get("q", "")).strip()[:60]
    if query:
        lines = [
            line for line in lines if query in line.reason or query in " ".join(line.codes) or query in line.author
        ]
    place = reverse("rule_drafts")
    drafting = allowed(visitor.actor, "rules.draft") is None
    new = vm.Action(label="起草", href=reverse("rule_draft_new"), primary=True)
    count = {name: sum(line.state == name for line in everything) for name in STATES}
    filters = [vm.Filter(label="全部", href=place, here=not state, count=str(len(everything)))]
    filters += [
        vm.Filter(label=label, href=f"{place}?state={name}", here=name == state, count=str(count[name]))
        for name, label in STATES.items()
        if count[name] or name in (WAITING, state)
    ]
    page = vm.ListPage(
        title="规则草案",
        lead="事项、裁量基准、条文接替怎样改：一人起草，核对通过，另一人批准，再公布；以前的案件仍按当时的规则",
        actions=(new,) if drafting and everything else (),
        table=vm.TableView(
            caption="草案",
            columns=(
                vm.Column(label="号", kind="short"), vm.Column(label="改什么、为什么", kind="main"),
                vm.Column(label="施行日", kind="date"), vm.Column(label="起草", kind="short"),
                vm.Column(label="状态", kind="short"),
            ),
            rows=tuple(_row(line) for line in lines),
            empty=_no_drafts(bool(everything), drafting, new),
            query=query,
            query_href=place if everything else "",
            filters=tuple(filters) if everything else (),
        ),
    )  # fmt: skip
    return show_page(request, page, shell=shell(request, visitor, "rule_drafts"))


def _no_drafts(any_: bool, drafting: bool, new: vm.Action) -> vm.Empty:
    if any_:
        return vm.Empty(what="没有符合条件的草案", how="换一个状态，或者减少筛选的词")
    how = "选一条现行规则改，或者从空白写" if drafting else "规则维护人员起草以后列在这里"
    return vm.Empty(what="还没有草案", how=how, action=new if drafting else None)


def _begin(section: str, code: str, day: date) -> Entry | None:
    """The version of a rule a draft begins with: the one in force, else the latest."""
    if section not in SECTIONS:
        return None
    book = context().book
    versions = book.versions(section, code)
    return book.as_of(day).entry(section, code) or (versions[-1] if versions else None)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in("rules.draft")
def new(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Choose a rule to begin with; then write the draft, in full or in the plain form."""
    section, code = str(request.GET.get("section", "")), str(request.GET.get("code", ""))
    entry = _begin(section, code, visitor.day)
    if entry is None and not request.GET.get("blank"):
        return _choose(request, visitor)
    if entry is not None and request.GET.get("plain"):
        return _plain(request, visitor, entry)
    return _full(request, visitor, text=starting_text(entry) if entry else "", begun=entry)


def _choose(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    query = str(request.GET.get("q", "")).strip()[:60]
    kind = asked if (asked := str(request.GET.get("kind", ""))) in KINDS else "matter"
    place = reverse("rule_draft_new")
    rules = context().book.as_of(visitor.day).entries(kind)
    used: dict[str, int] = {}
    for matter in context().book.as_of(visitor.day).entries("matter").values():
        benchmark = str(matter.data.get("benchmark", ""))
        used[benchmark] = used.get(benchmark, 0) + 1
    found = [e for e in rules.values() if all(word in _sought(e) for word in query.split())]
    rows = []
    for entry in found[:FOUND]:
        begin = f"{place}?{urlencode({'section': kind, 'code': entry.key})}"
        about = f"{used.get(entry.key, 0)} 个事项使用" if kind == "benchmark" else _about(entry)
        cells = (
            vm.Cell(text=str(entry.data.get("title", entry.key)), sub=entry.key),
            vm.Cell(text=about),
            vm.Cell(on=entry.validity.start),
            *((vm.Cell(text="改数额和文字", href=f"{begin}&plain=1"),) if kind in PLAIN else ()),
        )
        rows.append(vm.Row(href=begin, cells=cells))
    more = f"共 {len(found)} 条，列出前 {FOUND} 条；多写几个字缩小范围" if len(found) > FOUND else f"共 {len(found)} 条"
    page = vm.ListPage(
        title="起草：从哪一条规则改",
        lead=f"点名称改全文{'；只改数额、文字的，点右边的简表' if kind in PLAIN else ''}。{more}",
        actions=(vm.Action(label="从空白写", href=f"{place}?blank=1"), _back(None)),
        table=vm.TableView(
            caption="现行规则",
            columns=(
                vm.Column(label="名称", kind="main"),
                vm.Column(label={"matter": "领域", "chain_use": "机关代码"}.get(kind, "使用"), kind="short"),
                vm.Column(label="现行版本自", kind="date"),
                *((vm.Column(label="简表", kind="short"),) if kind in PLAIN else ()),
            ),
            rows=tuple(rows),
            empty=vm.Empty(what="没有这样的规则", how="换一个词；新的事项从空白写"),
            query=query,
            query_href=f"{place}?kind={kind}",
            filters=tuple(
                vm.Filter(label=label, href=f"{place}?kind={name}", here=name == kind) for name, label in KINDS.items()
            ),
        ),
    )  # fmt: skip
    return show_page(request, page, shell=shell(request, visitor, "rule_drafts"))


def _about(entry: Entry) -> str:
    """Where a rule belongs: the field of a matter, the organs that use a chain."""
    organs = entry.data.get("organs")
    if isinstance(organs, list):
        return "、".join(map(str, organs)) or "没有机关采用"
    return str(entry.data.get("field", ""))


def _sought(entry: Entry) -> str:
    return f"{entry.key} {entry.data.get('title', '')} {entry.data.get('field', '')} {entry.cite}"


def _written(typed: Typed, text: str) -> Written | Refusal:
    day = read_day(typed, "effective", "施行日")
    if isinstance(day, Refusal):
        return day
    if day is None:
        return Refusal("bad_input", "请填写施行日", "规则自哪一天起适用", missing=("effective",))
    return Written(text, day, typed.get("reason", ""))


def _common(typed: Typed, visitor: Visitor, effective: str = "", reason: str = "") -> list[vm.FieldView]:
    return [
        admin_forms.day(
            "effective", "施行日", typed.get("effective", effective or str(visitor.day + timedelta(days=1))),
            hint="自这一天起适用；不能早于今天，除非所引的法自己在那一天施行",
        ),
        admin_forms.text("reason", "为什么改", typed.get("reason", reason), hint="例如 国家条例修改，罚款上限提高"),
    ]  # fmt: skip


def _full(
    request: HttpRequest, visitor: Visitor, *, text: str, begun: Entry | None = None, draft: Draft | None = None
) -> HttpResponse:
    """The full text of a draft, as rule files are written."""
    typed, refused = typed_of(request) if request.method == "POST" else {}, None
    if request.method == "POST":
        written = _written(typed, str(request.POST.get("text", "")))
        known = {"key": draft.id, "version": _seen(request)} if draft else {}
        done = written if isinstance(written, Refusal) else enter_draft(written, actor=visitor.actor, **known)  # type: ignore[arg-type]
        if not isinstance(done, Refusal):
            return _kept(request, done)
        refused = done
    effective, reason = (str(draft.effective), draft.reason) if draft else ("", "")
    fields = _common(typed, visitor, effective, reason)
    fields.append(
        vm.FieldView(
            name="text", label="规则全文", kind="longtext", value=str(request.POST.get("text", text)),
            hint="一条以 [[matter]]、[[benchmark]]、[[chain_use]] 等开头；不写 from，以施行日为准；金额的单位是分",
        )
    )  # fmt: skip
    place = request.get_full_path()
    action = f"{reverse('rule_draft_edit', args=[draft.id])}?version={draft.version}" if draft else place
    title = f"改规则草案第 {draft.number} 号" if draft else "起草"
    about = (
        f"{SECTIONS[begun.section]} {begun.data.get('title', begun.key)}" if begun else "可以写一条，也可以写几条一起改"
    )
    lead = "改过以后，原来的批准不再有效" if draft and draft.state != WAITING else about
    more: tuple[vm.Action, ...] = ()
    if begun and begun.section in ("matter", "benchmark"):
        more = (vm.Action(label="只改数额和文字", href=f"{place}&plain=1"),)
    page = vm.FormPage(
        title=title, lead=lead, more=more,
        form=admin_forms.form(
            code="rule-draft", title=title, verb="保存并核对", action=action, fields=fields, refused=refused,
        ),
        back=_back(draft),
        facts=_help(),
    )  # fmt: skip
    return show_page(request, page, shell=shell(request, visitor, "rule_drafts"), status=422 if refused else 200)


def _help() -> tuple[vm.FactGroup, ...]:
    """How a rule is written, in so few words that they stand beside the text."""
    said = (
        ("一个版本", "写全文，不是只写改动；从前的版本自动到施行日前一天为止"),
        ("施行日", "以表中填的为准，不写 from；有终止日的写 to"),
        ("罚款", "min、max 的单位是分，五百元写 50000；按倍数的写 base、min_times、max_times"),
        ("引用", "法名(版本)#条.款(项)，例如 行政处罚法(2021)#58.1(2)"),
        ("原话", "says 逐字引条文，数额和条件所在的那句"),
        ("条件", "if、when 只用 conduct. 开头的事实，第一个成立的适用，没有条件的放最后"),
        ("法规目录", "[[instrument]] 要照写原有的全部版本，再加新版本"),
        ("审批链", "[[chain_use]] 的 organs 写机关代码，不再采用的删去代码；[[chain]] 的各关按签批的次序写"),
    )
    return (vm.FactGroup(title="写法", rows=tuple(vm.FactRow(label=label, value=text) for label, text in said)),)


def _plain(request: HttpRequest, visitor: Visitor, entry: Entry) -> HttpResponse:
    """The commonest changes without the words of a rule file: wording, sums."""
    typed, refused = typed_of(request) if request.method == "POST" else {}, None
    if request.method == "POST":
        text = rule_forms.text_from(entry, typed)
        written = text if isinstance(text, Refusal) else _written(typed, text)
        done = written if isinstance(written, Refusal) else enter_draft(written, actor=visitor.actor)
        if not isinstance(done, Refusal):
            return _kept(request, done)
        refused = done
    place = reverse("rule_draft_new")
    asked = urlencode({"section": entry.section, "code": entry.key})
    page = vm.FormPage(
        title=f"改{SECTIONS[entry.section]}：{entry.data.get('title', entry.key)}",
        lead="改动的数额和文字仍要与所引条文一致；依据、条件、种类要改的，改全文",
        more=(vm.Action(label="改全文", href=f"{place}?{asked}"),),
        form=admin_forms.form(
            code="rule-plain", title="改数额和文字", verb="保存并核对", action=f"{place}?{asked}&plain=1",
            fields=[*_common(typed, visitor), *rule_forms.fields_of(entry, typed, context().book)],
            refused=refused,
        ),
        back=_back(None),
    )  # fmt: skip
    return show_page(request, page, shell=shell(request, visitor, "rule_drafts"), status=422 if refused else 200)


def _back(draft: Draft | None) -> vm.Action:
    if draft:
        return vm.Action(label="回到草案", href=reverse("rule_draft", args=[draft.id]))
    return vm.Action(label="全部草案", href=reverse(LIST[0]))


def _kept(request: HttpRequest, key: str) -> HttpResponse:
    messages.success(request, "草案已保存，核对结果在下面")
    return HttpResponseRedirect(reverse("rule_draft", args=[key]), status=303)


def _seen(request: HttpRequest) -> int:
    """The version of the draft that was on the page."""
    raw = str(request.GET.get("version", ""))
    return int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 10 else 0


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in("rules.draft")
def edit(request: HttpRequest, visitor: Visitor, key: str) -> HttpResponse:
    """Write at a draft anew."""
    draft = read_draft(key)
    if draft is None:
        return missing(request, visitor, "没有这个草案。", to=LIST)
    return _full(request, visitor, text=draft.text, draft=draft)


def _page(
    request: HttpRequest, visitor: Visitor, draft: Draft, *, refused: Refusal | None = None, typed: Typed | None = None
) -> HttpResponse:
    seen = preview(draft)
    touched = touched_cases(seen.matters, reach=visitor.reach("case.read"), limit=SHOWN)
    page = draft_page(draft, seen, touched, visitor, titles=_titles(), refused=refused, typed=typed)
    codes = {"forbidden": 403, "separation": 403}
    status = codes.get(refused.code, 422) if refused else 200
    return show_page(request, page, shell=shell(request, visitor, "rule_drafts"), status=status)


@require_safe
@signed_in("rules.read")
def draft(request: HttpRequest, visitor: Visitor, key: str) -> HttpResponse:
    """What a draft changes, whether it holds, whose cases it reaches, and what may be done with it."""
    found = read_draft(key)
    if found is None:
        return missing(request, visitor, "没有这个草案。", to=LIST)
    return _page(request, visitor, found)


DONE = {
    "approve": "草案已批准，公布以后按施行日生效",
    "refuse": "已记为不批准，理由随草案保存",
    "withdraw": "草案已撤回",
    "publish": "规则已公布，自施行日起适用",
    "rescind": "已停止施行，公布的文件已经撤下",
}


@require_POST
@signed_in("rules.approve")
def decide(request: HttpRequest, visitor: Visitor, key: str, name: str) -> HttpResponse:
    """Approve, refuse, withdraw, publish or rescind a draft as it was seen."""
    if name not in DONE:
        return missing(request, visitor, to=LIST)
    version, typed = _seen(request), typed_of(request)
    reason = typed.get("reason", "")
    refused: Refusal | None
    match name:
        case "approve":
            refused = approve_draft(key, version, actor=visitor.actor)
        case "publish":
            refused = publish_draft(key, version, actor=visitor.actor)
        case "refuse":
            refused = refuse_draft(key, version, reason, actor=visitor.actor)
        case "withdraw":
            refused = withdraw_draft(key, version, reason, actor=visitor.actor)
        case _:
            refused = rescind_draft(key, version, reason, actor=visitor.actor)
    if refused is None:
        messages.success(request, DONE[name])
        return HttpResponseRedirect(reverse("rule_draft", args=[key]), status=303)
    found = read_draft(key)
    if found is None:
        return missing(request, visitor, "没有这个草案。", to=LIST)
    return _page(request, visitor, found, refused=refused, typed=typed)


URLS = [
    path("catalogue/drafts", drafts, name="rule_drafts"),
    path("catalogue/drafts/new", new, name="rule_draft_new"),
    path("catalogue/drafts/<str:key>", draft, name="rule_draft"),
    path("catalogue/drafts/<str:key>/edit", edit, name="rule_draft_edit"),
    path("catalogue/drafts/<str:key>/<str:name>", decide, name="rule_draft_decide"),
]
