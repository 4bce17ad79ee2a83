"""For anybody, without signing in: is this paper genuine, how does one object, what was decided and published."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.http import urlencode
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from zhifa.acts.work import context, today
from zhifa.core.rulebook import Entry
from zhifa.core.values import Moment, chinese_date
from zhifa.store.readers.public import (
    CheckedPaper,
    PublicFilter,
    Published,
    Window,
    checked_paper,
    published_decision,
    published_page,
    publishing_organs,
)
from zhifa.web import viewmodels as vm
from zhifa.web.render import show_page

TOKEN = re.compile(r"[0-9a-f]{32}")
SHORT = cache_control(public=True, max_age=60)
"""A minute: repeated scans cost nothing, and a withdrawal is seen at once."""
WORDS = 5
"""So many words of a search are looked for."""
UNITS = {"day": "日", "workday": "个工作日", "month": "个月", "year": "年"}
FIRST = "remedy.on_the_spot"
"""The passage of papers after which reconsideration comes before court."""


def _spaced(text: str) -> str:
    """A long code in groups of four, so that it can be compared by eye."""
    return " ".join(text[n : n + 4] for n in range(0, len(text), 4))


def _normal(typed: str) -> str:
    """What was typed, with the brackets and widths of a document number."""
    text = re.sub(r"\s", "", typed)[:80].translate(
        str.maketrans("０１２３４５６７８９［］[]【】", "0123456789〔〕〔〕〔〕")
    )
    return re.sub(r"[(（](\d{4})[)）]", r"〔\1〕", text)


def _passages(entry: Entry | None) -> list[str]:
    return [str(item["passage"]) for item in entry.data.get("body", ()) if "passage" in item] if entry else []


def _term(procedure: str, word: str, day: date) -> str:
    """The length of the period to object as the rules of the day have it, where no delivery is known."""
    entries = context().rules(day).entries("period")
    found = next((e for key, e in entries.items() if key.startswith(f"{procedure}/") and key.endswith(word)), None)
    if found is None or "length" not in found.data:
        return "期限见文书"
    return f"自收到之日起 {found.data['length']} {UNITS.get(str(found.data.get('unit')), '')}内"


def _until(window: Window | None, otherwise: str) -> str:
    if window is None:
        return otherwise
    over = "（已过）" if window.due_on < today() else ""
    return f"最迟 {chinese_date(window.due_on)}{over}"


def _objection(paper: CheckedPaper) -> Iterator[tuple[str, str]]:
    """To whom, and until when, as far as it can be worked out; reconsideration first where the law says so."""
    passages = _passages(context().rules(paper.issued_on).entry("paper", paper.code))
    remedies = [name for name in passages if name.startswith("remedy.")]
    if not remedies:
        return
    court_too = FIRST not in remedies or "行政复议法" not in _cite(FIRST, paper.issued_on)
    reconsider = next((w for w in paper.windows if ".reconsider" in w.code), None)
    suit = next((w for w in paper.windows if ".suit" in w.code), None)
    term = _until(reconsider, _term(paper.procedure, ".reconsider", paper.issued_on))
    yield "申请行政复议", f"向{paper.superior or '上一级行政机关'}提出，{term}"
    court = paper.court or "有管辖权的人民法院"
    if court_too:
        yield "提起行政诉讼", f"向{court}提起，{_until(suit, _term(paper.procedure, '.suit', paper.issued_on))}"
    else:
        yield "提起行政诉讼", f"须先申请行政复议；对复议决定不服的，再向{court}提起"
    if reconsider is None:
        yield "期限从何时算起", "系统中还没有送达记录，从您收到文书的那一天算起"


def _cite(passage: str, day: date) -> str:
    entry = context().rules(day).entry("passage", passage)
    return entry.cite if entry else ""


def _page(found: CheckedPaper | None, code: str) -> vm.PaperCheck:
    action = reverse("public_check")
    if found is None:
        return vm.PaperCheck(state="unknown", code=code, action=action)
    withdrawn = ""
    if found.withdrawn_on:
        why = f"：{found.withdrawn_why}" if found.withdrawn_why else "。"
        withdrawn = f"{found.organ}于 {chinese_date(found.withdrawn_on)} 撤回了它，不再有效{why}"
    facts = [("制发机关", found.organ), ("制作日期", chinese_date(found.issued_on)), ("核验码", _spaced(found.token))]
    return vm.PaperCheck(
        state="withdrawn" if found.withdrawn_on else "genuine",
        code=found.token,
        action=action,
        title=found.title,
        number=found.number,
        organ=found.organ,
        issued=found.issued_on,
        digest=f"SHA-256 {_spaced(found.digest)}",
        facts=tuple(facts),
        withdrawn=withdrawn,
        objection=() if found.withdrawn_on else tuple(_objection(found)),
        contact=f"{found.organ}　{found.phone}" if found.phone else "",
    )


@SHORT
@require_safe
def public_paper(request: HttpRequest, token: str) -> HttpResponse:
    """What the code on a paper opens."""
    found = checked_paper(token=token) if TOKEN.fullmatch(token) else None
    return show_page(request, _page(found, token[:80]), status=200 if found else 404)


@SHORT
@require_safe
def public_check(request: HttpRequest) -> HttpResponse:
    """Type the code or the number of a paper."""
    typed = str(request.GET.get("code", "")).strip()[:80]
    if not typed:
        return show_page(request, vm.PaperCheck(state="ask", code="", action=reverse("public_check")))
    code = re.sub(r"[\s-]", "", typed).lower()
    found = checked_paper(token=code) if TOKEN.fullmatch(code) else checked_paper(number=_normal(typed))
    return show_page(request, _page(found, typed), status=200 if found else 404)


def _after(text: str) -> tuple[date, str] | None:
    day, _, key = text.partition("_")
    try:
        return (date.fromisoformat(day), key) if key else None
    except ValueError:
        return None


def _day(text: str) -> date | None:
    try:
        return Moment.parse(text).day if text else None
    except ValueError:
        return None


def _line(item: Published) -> vm.PublishedDecision:
    return vm.PublishedDecision(
        title=f"{item.category}决定" if not item.category.endswith("决定") else item.category,
        number=item.number,
        organ=item.organ,
        party=item.party or "（已撤回）",
        matter=item.matter,
        outcome=item.outcome,
        on=item.published_on,
        href=reverse("public_decision", args=[item.id]),
        withdraws=f"{item.withdrawn_on} 撤回" if item.withdrawn_on else "",
    )


@SHORT
@require_safe
def public_decisions(request: HttpRequest) -> HttpResponse:
    """The decisions that were published, newest first, and a search in what may be seen of them."""
    typed = {name: str(request.GET.get(name, "")).strip()[:40] for name in ("q", "organ", "since", "until")}
    after, organs = _after(str(request.GET.get("after", ""))), publishing_organs()
    if typed["organ"] not in {code for code, _ in organs}:
        typed["organ"] = ""
    asked = {name: value for name, value in typed.items() if value}
    wanted = PublicFilter(
        tuple(typed["q"].split()[:WORDS]), typed["organ"], _day(typed["since"]), _day(typed["until"]), after
    )
    read = published_page(wanted, context=context(), day=today())
    place = reverse("public_decisions")
    following = ""
    if read.after:
        following = f"{place}?{urlencode({**asked, 'after': f'{read.after[0]}_{read.after[1]}'})}"
    what, how = (
        ("没有找到", "换一个词，或者放宽机关和日期再查；没有公示的决定查不到。")
        if asked
        else ("还没有公示的决定", "决定公示以后列在这里。")
    )
    unread = [name for name in ("since", "until") if typed[name] and _day(typed[name]) is None]
    page = vm.DecisionSearch(
        action=place,
        query=typed["q"],
        organs=tuple(vm.Option(value=code, label=short, selected=code == typed["organ"]) for code, short in organs),
        since=typed["since"],
        until=typed["until"],
        narrowed=any(typed[name] for name in ("organ", "since", "until")),
        error="日期写作 2024-03-05；没有按日期筛选。" if unread else "",
        found=tuple(_line(item) for item in read.lines),
        pager=vm.Pager(
            shown=f"本页 {len(read.lines)} 件",
            first=f"{place}?{urlencode(asked)}" if after and asked else place if after else "",
            next=following,
        ),
        empty=vm.Empty(what=what, how=how),
    )
    return show_page(request, page)


@SHORT
@require_safe
def public_decision(request: HttpRequest, key: str) -> HttpResponse:
    """One published decision, masked."""
    found = published_decision(key, context=context(), day=today())
    if found is None:
        page = vm.PublicDecision(
            title="没有这条公示",
            rows=(),
            content="",
            back=vm.Action(label="查找处罚决定", href=reverse("public_decisions")),
        )
        return show_page(request, page, status=404)
    rows = [
        ("文书号", found.number),
        ("机关", found.organ),
        ("当事人", found.party),
        ("事由", found.matter),
        ("结果", found.outcome),
        ("公示日期", chinese_date(found.published_on)),
    ]
    gone = f"{chinese_date(found.withdrawn_on)} 撤回。{found.withdrawn_why}" if found.withdrawn_on else ""
    page = vm.PublicDecision(
        title=_line(found).title,
        rows=tuple((label, value) for label, value in rows if value),
        content=found.content,
        back=vm.Action(label="行政执法决定公示", href=reverse("public_decisions")),
        withdrawn=gone,
        correction=found.correction,
    )
    return show_page(request, page)


URLS = [
    path("p/<str:token>", public_paper, name="public_paper"),
    path("check", public_check, name="public_check"),
    path("public", public_decisions, name="public_decisions"),
    path("public/<str:key>", public_decision, name="public_decision"),
]
