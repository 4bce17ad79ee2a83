"""A draft of rules as its page shows it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

from django.urls import reverse

from zhifa.acts.drafting import (
    Preview,
    why_not_approve,
    why_not_publish,
    why_not_rescind,
    why_not_withdraw,
)
from zhifa.acts.effects import effects_on
from zhifa.acts.work import Actor, context
from zhifa.core.lawdiff import marked
from zhifa.core.published import WHOLE
from zhifa.core.ruledraft import APPROVED, CLOSED, PUBLISHED, WAITING, Change, Draft
from zhifa.core.values import Refusal, show_date
from zhifa.store.readers.rule_drafts import Touched, names_of
from zhifa.web import admin_forms
from zhifa.web import viewmodels as vm
from zhifa.web.marks import law_mark, refusal_panel
from zhifa.web.rule_words import SECTIONS, STATES, key_label, said, where_label
from zhifa.web.visitor import Visitor

SHOWN = 30
"""Of so many open cases the effect is worked out; the others are counted."""


def pieces(old: str, new: str) -> tuple[tuple[vm.LawPiece, ...], tuple[vm.LawPiece, ...]]:
    """Two values with what differs marked; a value that was not there is marked whole."""
    one, other = marked(old, new)
    return tuple(vm.LawPiece(text=p.text, marked=p.changed) for p in one), tuple(
        vm.LawPiece(text=p.text, marked=p.changed) for p in other
    )


def change_view(change: Change, draft: Draft) -> vm.RuleChange:
    """One entry: which version ends when, and each key that differs."""
    assert draft.effective is not None
    one, old = change.said, change.old
    title = str(one.data.get("title") or (old.data.get("title") if old else "") or one.code)
    fields, words = [], context().book.vocabulary
    for field in change.fields:
        before, after = pieces(said(field.key, field.old, words), said(field.key, field.new, words))
        fields.append(vm.RuleField(label=key_label(field.key, one.section), key=field.key, old=before, new=after))
    until = f"至 {change.until}" if change.until else "没有终止日"
    span = f"新版本自 {draft.effective} 起，{until}"
    if old and one.section not in WHOLE:
        first = f"自 {old.validity.start}" if old.validity.start else "一直"
        span = f"现行版本（{first}）到 {draft.effective - timedelta(days=1)} 为止；{span}"
    return vm.RuleChange(
        title=f"{title}（{one.code}）" if title != one.code else title,
        href=reverse("matter", args=[one.code]) if one.section == "matter" and old else "",
        kind=f"{SECTIONS[one.section]}·{'修改' if old else '新增'}",
        span=span,
        fields=tuple(fields),
        note="" if fields else "与现行规则没有差别",
    )


_ROW = re.compile(r"(fines|detentions)\[(\d+)\]")


def _row_said(found: re.Match[str]) -> str:
    """A row of a list as the plain form numbers it."""
    return f"{key_label(found[1])}第 {found[2]} 行"


def problem_lacks(preview: Preview, edit: vm.Action | None) -> tuple[vm.Lack, ...]:
    """Every problem with its place; the first carries the way to mend it."""
    return tuple(
        vm.Lack(
            what=f"{where_label(problem.where)}：{_ROW.sub(_row_said, problem.message)}",
            hint="" if problem.path == "草案" else f"在 {problem.path}",
            action=edit if not number else None,
        )
        for number, problem in enumerate(preview.problems)
    )


def touched_table(
    draft: Draft, preview: Preview, touched: Touched, visitor: Visitor, titles: Callable[[str], str]
) -> vm.TableView:
    """The open cases a draft reaches, and what would change for each if it were decided on the draft's first day."""
    assert draft.effective is not None
    day = max(draft.effective, visitor.day)
    undecided = [line.id for line in touched.readable if line.decided_on is None]
    reach = visitor.reach("case.read")
    effects = effects_on(undecided, preview.book, day, reach=reach) if preview.book else {}
    rows = []
    for line in touched.readable:
        effect = effects.get(line.id)
        if line.decided_on:
            now, then, why = "已经决定", "不变", ""
        elif effect is None:
            now, then, why = "还没有可算的幅度", "", ""
        else:
            now, then = effect.old, effect.new if effect.differs else "不变"
            why = effect.why if effect.differs else ""
        cells = (
            vm.Cell(text=line.number or line.title or "未编号", sub=line.title if line.number else ""),
            vm.Cell(text=line.organ), vm.Cell(text=titles(line.matter)), vm.Cell(text=now),
            vm.Cell(text=then, sub=why, level="yellow" if effect and effect.differs else "none"),
        )  # fmt: skip
        rows.append(vm.Row(href=reverse("case", args=[line.id]), cells=cells))
    hidden = touched.total - len(touched.readable)
    how = f"另有 {hidden} 件不在您的查看范围内或者没有列出" if hidden else "草案公布以后，以新立的案件为准"
    return vm.TableView(
        caption="涉及的在办案件",
        columns=(
            vm.Column(label="案件", kind="main"), vm.Column(label="机关", kind="short"), vm.Column(label="事项"),
            vm.Column(label="现行规则的幅度"), vm.Column(label="草案的幅度"),
        ),
        rows=tuple(rows),
        empty=vm.Empty(what="没有您可以查看的在办案件" if touched.total else "没有在办案件受影响", how=how),
        name="touched",
    )  # fmt: skip


def tiles(preview: Preview, touched: Touched) -> tuple[vm.Tile, ...]:
    """How far a draft reaches, in numbers."""
    shown = "、".join(f"{organ} {count}" for organ, count in touched.organs[:4])
    return (
        vm.Tile(label="改动的规则", figure=vm.Figure(text=str(len(preview.changes))), unit="条"),
        vm.Tile(label="涉及的事项", figure=vm.Figure(text=str(len(preview.matters))), unit="项"),
        vm.Tile(label="涉及的在办案件", figure=vm.Figure(text=str(touched.total)), unit="件", note=shown),
    )


def history(draft: Draft) -> tuple[tuple[str, str], ...]:
    """Who did what when."""
    persons = [*draft.authors, draft.approver, draft.publisher, draft.closed_by]
    names = names_of([one for one in persons if one])

    def who(key: str) -> str:
        return names.get(key, key)

    told = (
        [("起草", f"{'、'.join(who(one) for one in draft.authors)}，{show_date(draft.entered_on)}")]
        if draft.entered_on
        else []
    )
    if draft.approved_on:
        told.append(("批准", f"{who(draft.approver)}，{show_date(draft.approved_on)}"))
    if draft.published_on:
        told.append(("公布", f"{who(draft.publisher)}，{show_date(draft.published_on)}，文件 published/{draft.file}"))
    if draft.closed_on and draft.state in CLOSED:
        told.append((STATES[draft.state], f"{who(draft.closed_by)}，{show_date(draft.closed_on)}：{draft.why}"))
    return tuple(told)


Rule = Callable[[Draft, Actor], Refusal | None]


def decisions(draft: Draft, visitor: Visitor, faulty: int, typed: admin_forms.Typed) -> tuple[vm.RuleDecision, ...]:
    """What may be done with a draft in its state, each as a form for whom it belongs to, else with the reason."""
    offered: Sequence[tuple[str, str, str, Rule, bool]] = ()
    if draft.state == WAITING:
        offered = (
            ("approve", "批准", "批准", why_not_approve, False),
            ("refuse", "不批准", "不批准", why_not_approve, True),
            ("withdraw", "撤回", "撤回草案", why_not_withdraw, True),
        )
    elif draft.state == APPROVED:
        offered = (
            ("publish", "公布", "公布", why_not_publish, False),
            ("withdraw", "撤回", "撤回草案", why_not_withdraw, True),
        )
    elif draft.state == PUBLISHED:
        offered = (("rescind", "停止施行", "停止施行", why_not_rescind, True),)
    return _together([_decision(draft, visitor, faulty, typed, *one) for one in offered])


def _together(found: Sequence[vm.RuleDecision]) -> tuple[vm.RuleDecision, ...]:
    """What is refused for the same reason is said once."""
    made: list[vm.RuleDecision] = []
    for one in found:
        before = made[-1] if made else None
        if before and one.why_not and (before.why_not, before.remedy) == (one.why_not, one.remedy):
            made[-1] = replace(before, label=f"{before.label}、{one.label}")
        else:
            made.append(one)
    return tuple(made)


def _decision(
    draft: Draft, visitor: Visitor, faulty: int, typed: admin_forms.Typed,
    name: str, label: str, verb: str, rule: Rule, reasoned: bool,
) -> vm.RuleDecision:  # fmt: skip
    refused = rule(draft, visitor.actor)
    if refused:
        return vm.RuleDecision(label=label, why_not=refused.message, remedy=refused.remedy)
    if name in ("approve", "publish") and faulty:
        return vm.RuleDecision(label=label, why_not=f"草案有 {faulty} 处问题", remedy="由起草人改正以后再办")
    action = f"{reverse('rule_draft_decide', args=[draft.id, name])}?version={draft.version}"
    asked = [admin_forms.text("reason", "理由", typed.get("reason", ""))] if reasoned else []
    form = admin_forms.form(code=f"draft-{name}", title=label, verb=verb, action=action, fields=asked)
    return vm.RuleDecision(label=label, form=form, open=not reasoned)


def _lighter(visitor: Visitor) -> vm.LawMark | None:
    """The article by which the lighter of two laws applies."""
    rule = context().rules(visitor.day).entry("discretion_rule", "lighter_law")
    return law_mark(rule.cite, "行为在新规则施行以前的，适用较轻的规定") if rule else None


def draft_page(
    draft: Draft, preview: Preview, touched: Touched, visitor: Visitor, *,
    titles: Callable[[str], str], refused: Refusal | None = None, typed: admin_forms.Typed | None = None,
) -> vm.RuleDraftPage:  # fmt: skip
    """A draft laid open for whoever decides on it."""
    assert draft.effective is not None
    open_ = draft.state in (WAITING, APPROVED)
    edit = vm.Action(label="改草案", href=reverse("rule_draft_edit", args=[draft.id]))
    mine = edit if open_ and visitor.may("rules.draft") else None
    return vm.RuleDraftPage(
        title=f"规则草案第 {draft.number} 号",
        state="需要改正" if preview.problems else STATES[draft.state],
        lead=f"{draft.reason}　自 {show_date(draft.effective)} 起施行",
        steps=history(draft),
        back=vm.Action(label="全部草案", href=reverse("rule_drafts")),
        problems=problem_lacks(preview, mine),
        judged="已连同现行规则一起核对：写法、前后照应、引用的条文没有发现问题"
        if open_ and not preview.problems
        else "",
        changes=tuple(change_view(change, draft) for change in preview.changes),
        tiles=tiles(preview, touched),
        touched=touched_table(draft, preview, touched, visitor, titles) if open_ else None,
        decisions=decisions(draft, visitor, len(preview.problems), typed or {}),
        lighter=_lighter(visitor),
        text=draft.text,
        edit=mine,
        refusal=refusal_panel(refused, title="没有办成") if refused else None,
    )
