"""Acts on drafts of rules: write one, approve it as somebody else, refuse, withdraw, publish, rescind before its day.

A draft is a stream of the journal. Whoever wrote at it never approves it; approved means the words as they were then,
and writing at it again makes the approval void. All who approve or publish pass one lock, so that of two drafts of
one rule the second is judged with the first already standing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Max

from zhifa.acts.publishing import lock_catalogue, write_out
from zhifa.acts.rulecheck import Checked, Standing, tried
from zhifa.acts.work import Actor, new_id, this_moment, today
from zhifa.core.events import (
    RULES_APPROVED,
    RULES_DRAFTED,
    RULES_PUBLISHED,
    RULES_REFUSED,
    RULES_RESCINDED,
    RULES_WITHDRAWN,
    NewEvent,
)
from zhifa.core.facts import Json
from zhifa.core.permission import may
from zhifa.core.procedure.taking import bad_input
from zhifa.core.rulebook import Problem, Rulebook
from zhifa.core.ruledraft import (
    APPROVED,
    CLOSED,
    LONGEST,
    PUBLISHED,
    WAITING,
    Change,
    Draft,
    Said,
    changes,
    file_name,
    file_text,
    fold,
    matters_touched,
    read_text,
)
from zhifa.core.values import Gate, Refusal
from zhifa.ports import clock
from zhifa.ports.rules import published_mark, rulebook
from zhifa.store import journal
from zhifa.store.catalogue.models import RuleDraft
from zhifa.store.catalogue.projector import project
from zhifa.store.readers.rule_drafts import STREAM, approved_drafts, read_draft, top_organ
from zhifa.store.registry.models import Organ


@dataclass(frozen=True, slots=True)
class Written:
    """A draft as it is typed: the text of its entries, the day from which they shall apply, and why."""

    text: str
    effective: date
    reason: str


def allowed(actor: Actor, action: str) -> Refusal | None:
    """Whether somebody may do this for the whole installation: rules are the same for every organ below the top."""
    return may(actor.person, action, top_organ(), today())


def enter_draft(written: Written, *, actor: Actor, key: str = "", version: int = 0) -> str | Refusal:
    """Write a draft, or write at one anew; its id. What is wrong with the words does not keep them from being kept."""
    if refused := allowed(actor, "rules.draft") or _unfit(written):
        return refused
    with transaction.atomic():
        lock_catalogue()
        known = read_draft(key) if key else None
        if key and known is None:
            return _gone()
        if known and (refused := _moved(known, version) or _not_open(known)):
            return refused
        draft = known or Draft(new_id(), number=_next_number())
        payload: dict[str, Json] = {
            "number": draft.number,
            "text": written.text.replace("\r\n", "\n"),
            "effective": written.effective.isoformat(),
            "reason": written.reason.strip(),
        }
        _write(draft, RULES_DRAFTED, payload, actor)
        return draft.id


def _unfit(written: Written) -> Refusal | None:
    if not written.text.strip():
        return bad_input("草案没有内容", "写一条或者几条规则", place="text")
    if len(written.text) > LONGEST or "\0" in written.text:
        return bad_input(f"草案最长 {LONGEST} 个字符，不含控制字符", "分成几个草案", place="text")
    if not written.reason.strip() or len(written.reason) > 300:
        return bad_input("请写明为什么改（300 字以内）", "例如 国家条例修改，罚款上限提高", place="reason")
    return None


def approve_draft(key: str, version: int, *, actor: Actor) -> Refusal | None:
    """Approve a draft as it stood at `version`: somebody who wrote nothing of it, once nothing is wrong with it."""

    def approve(draft: Draft, _checked: Checked) -> None:
        _write(draft, RULES_APPROVED, {}, actor)

    return _decide(key, version, why_not_approve, approve, actor)


def why_not_approve(draft: Draft, actor: Actor) -> Refusal | None:
    """Why somebody may not approve or refuse a draft, the same words for page and act."""
    if refused := allowed(actor, "rules.approve"):
        return refused
    if draft.state != WAITING:
        return bad_input("草案不是待批准", "从列表重新打开", place="draft")
    if actor.id in draft.authors:
        return Refusal("separation", "您参加了起草，不能批准自己的草案", "请另一名规则维护人员或者区县负责人批准")
    return None


def refuse_draft(key: str, version: int, reason: str, *, actor: Actor) -> Refusal | None:
    """Do not approve a draft, and say why; it is kept."""
    return _close(key, version, reason, RULES_REFUSED, actor)


def withdraw_draft(key: str, version: int, reason: str, *, actor: Actor) -> Refusal | None:
    """Take back a draft before it is published, with the reason: its authors, or another who drafts rules."""
    return _close(key, version, reason, RULES_WITHDRAWN, actor)


def why_not_withdraw(draft: Draft, actor: Actor) -> Refusal | None:
    """Why somebody may not withdraw a draft."""
    if refused := allowed(actor, "rules.draft"):
        return refused
    if draft.state not in (WAITING, APPROVED):
        return bad_input("只有没有公布的草案可以撤回", "已公布的另写草案改，施行以前可以停止施行", place="draft")
    return None


def rescind_draft(key: str, version: int, reason: str, *, actor: Actor) -> Refusal | None:
    """Stop what was published before its first day has come: nobody was judged by it yet."""
    return _close(key, version, reason, RULES_RESCINDED, actor)


def why_not_rescind(draft: Draft, actor: Actor) -> Refusal | None:
    """Why what was published may not be stopped."""
    if refused := allowed(actor, "rules.approve"):
        return refused
    if draft.state != PUBLISHED:
        return bad_input("草案没有公布", "从列表重新打开", place="draft")
    if draft.effective is None or draft.effective <= today():
        return bad_input("规则已经施行，案件可能已经适用", "另写草案，从以后的一天起改", place="draft")
    return None


def _close(key: str, version: int, reason: str, type_: str, actor: Actor) -> Refusal | None:
    why_not = {
        RULES_REFUSED: why_not_approve,
        RULES_WITHDRAWN: why_not_withdraw,
        RULES_RESCINDED: why_not_rescind,
    }[type_]
    with transaction.atomic():
        lock_catalogue()
        draft = read_draft(key)
        if draft is None:
            return _gone()
        if refused := why_not(draft, actor) or _moved(draft, version):
            return refused
        if not reason.strip() or len(reason) > 300:
            return bad_input("请写明理由（300 字以内）", "写明理由再提交", place="reason")
        _write(draft, type_, {"reason": reason.strip()}, actor)
        if type_ == RULES_RESCINDED:
            transaction.on_commit(write_out)
    return None


def publish_draft(key: str, version: int, *, actor: Actor) -> Refusal | None:
    """Publish an approved draft: from its day on its entries are the rules, and the versions before them end.

    The file is written once the transaction stands. Where the program stops in between, the journal says what the
    file must contain, and it is written at the next start or by `zhifa rules published --write`.
    """

    def publish(draft: Draft, checked: Checked) -> None:
        content = file_text(checked.said, number=draft.number, reason=draft.reason)
        _write(draft, RULES_PUBLISHED, {"file": file_name(draft.number), "content": content}, actor)
        transaction.on_commit(write_out)

    return _decide(key, version, why_not_publish, publish, actor)


def why_not_publish(draft: Draft, actor: Actor) -> Refusal | None:
    """Why somebody may not publish a draft."""
    if refused := allowed(actor, "rules.approve"):
        return refused
    if draft.state != APPROVED:
        return bad_input(
            "草案还没有批准" if draft.state == WAITING else "草案不是待公布", "批准以后再公布", place="draft"
        )
    return None


def _decide(
    key: str,
    version: int,
    why_not: Callable[[Draft, Actor], Refusal | None],
    write: Callable[[Draft, Checked], None],
    actor: Actor,
) -> Refusal | None:
    """Decide about a draft once nothing is wrong with it.

    Trying it out takes seconds, and nobody else's work shall wait so long for the lock: it is tried out before the
    lock is taken, and again where other drafts were approved or published meanwhile.
    """
    while True:
        write_out()  # what was published a moment ago counts, whoever was to write it
        draft = read_draft(key)
        if draft is None:
            return _gone()
        if refused := why_not(draft, actor) or _moved(draft, version):
            return refused
        stands, checked = _stands(draft), _checked(draft)
        with transaction.atomic():
            lock_catalogue()
            now = read_draft(key)
            if now is None:
                return _gone()
            if refused := why_not(now, actor) or _moved(now, version):
                return refused
            if _stands(now) == stands:
                refused = _faulty(checked)
                if refused is None:
                    write(now, checked)
                return refused


def _others(draft: Draft) -> Standing:
    """Every other draft that is approved: what stands is judged together."""
    return tuple((d.text, d.effective, d.number) for d in approved_drafts() if d.id != draft.id and d.effective)


def _stands(draft: Draft) -> tuple[object, ...]:
    """What the judgment of a draft depends on, found out in a moment."""
    return published_mark(), _others(draft), today()


def _checked(draft: Draft) -> Checked:
    """The draft tried out on the rules with every other approved draft on top."""
    assert draft.effective is not None
    checked = tried(rulebook(), _others(draft), draft.text, draft.effective, draft.number, today())
    return replace(checked, problems=(*checked.problems, *_strange_organs(checked.said)))


def _strange_organs(said: Sequence[Said]) -> Iterator[Problem]:
    """Organs a draft names that are not registered here, which no compiler can know."""
    named = {str(code): one for one in said if one.section == "chain_use" for code in one.data.get("organs", ())}
    known = set(Organ.objects.filter(pk__in=named).values_list("pk", flat=True))
    for code, one in named.items():
        if code not in known:
            yield Problem("草案", one.where, f"没有代码为“{code}”的机关：在“机关”页查代码")


@dataclass(frozen=True, slots=True)
class Preview:
    """What a draft says, what is wrong with it, what it changes and which matters it reaches."""

    problems: tuple[Problem, ...]
    changes: tuple[Change, ...]
    matters: frozenset[str]
    book: Rulebook | None
    """The rules as they would be; None where they do not compile, or the draft is no longer open."""


def preview(draft: Draft) -> Preview:
    """A draft laid open for whoever decides on it. One that is published or ended is shown, not judged again."""
    assert draft.effective is not None
    open_ = draft.state in (WAITING, APPROVED)
    checked = _checked(draft) if open_ else None
    said = checked.said if checked else tuple(read_text(draft.text, draft.effective)[0])
    before = draft.effective - timedelta(days=1) if draft.state == PUBLISHED else draft.effective
    base = rulebook()
    return Preview(
        checked.problems if checked else (),
        tuple(changes(base, said, before)),
        matters_touched(base, said),
        checked.book if checked else None,
    )


def _faulty(checked: Checked) -> Refusal | None:
    """A refusal that names every problem of a draft, the first in the message."""
    if not checked.problems:
        return None
    first, count = checked.problems[0], len(checked.problems)
    gates = tuple(Gate("rules.problem", f"{p.where}：{p.message}", "在草案里改正") for p in checked.problems)
    return Refusal(
        "rules.problems",
        f"草案有 {count} 处问题，第一处在 {first.where}：{first.message}",
        "由起草人改正以后再批准",
        gates=gates,
    )


def _not_open(draft: Draft) -> Refusal | None:
    if draft.state == PUBLISHED or draft.state in CLOSED:
        return bad_input("草案已经公布或者结束，不能再改", "另写一个草案", place="draft")
    return None


def _moved(draft: Draft, version: int) -> Refusal | None:
    if draft.version == version:
        return None
    return bad_input("草案刚被改过，您看到的不是现在的文字", "重新打开草案，看过以后再办", place="draft")


def _gone() -> Refusal:
    return bad_input("没有这个草案", "从列表重新打开", place="draft")


def _next_number() -> int:
    return int(RuleDraft.objects.aggregate(last=Max("number"))["last"] or 0) + 1


def _write(draft: Draft, type_: str, payload: dict[str, Json], actor: Actor) -> None:
    event = NewEvent(type=type_, occurred=this_moment(), actor=actor.id, payload=payload)
    written = journal.append(STREAM, draft.id, draft.version, [event], recorded_at=clock.now())
    if isinstance(written, journal.StaleStream):
        raise RuntimeError(f"草案 {draft.id} 同时被改动")
    project(fold(draft.id, journal.read_stream(STREAM, draft.id)))
