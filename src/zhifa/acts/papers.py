"""Acts on papers: look at one before it is issued, issue it under its number, keep the copy that came back stamped."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from django.conf import settings
from django.db import transaction

from zhifa.acts.numbers import take_number, use_number
from zhifa.acts.powers import MATTER, MODE, PRINCIPAL, capacity
from zhifa.acts.work import Actor, Recorded, Work, act, new_id, no_such_case, this_moment
from zhifa.core.conditions import BadCondition, Unknown, parse
from zhifa.core.events import PAPER_ISSUED, PAPER_SCANNED_BACK, PAPER_WITHDRAWN, NewEvent
from zhifa.core.facts import Value
from zhifa.core.papers import Context, Document, Missing, Number, Officer, Template, fill, read_template
from zhifa.core.papers.fill import Gap, Issued
from zhifa.core.papers.stored import dump
from zhifa.core.permission import may
from zhifa.core.procedure.functions import FUNCTIONS
from zhifa.core.procedure.state import Scope, State
from zhifa.core.procedure.taking import bad_input
from zhifa.core.rulebook import Rules
from zhifa.core.values import Moment, Refusal
from zhifa.store.casework import models as rows
from zhifa.store.registry.models import Organ

REASON_LENGTH = 200


@dataclass(frozen=True, slots=True)
class PaperIssued:
    """A paper that now exists: its number, the token under which anybody may check it, and its content."""

    token: str
    number: str
    document: Document
    recorded: Recorded


def template(rules: Rules, code: str) -> Template | None:
    """The template of a paper in the version of a day."""

    def read(_: Rules) -> Template | None:
        entry = rules.entry("paper", code)
        if entry is None:
            return None
        return read_template(code, entry.data, passage=lambda name: _passage(rules, name))

    return rules.built(f"paper:{code}", read)


def _passage(rules: Rules, name: str) -> Mapping[str, Any] | None:
    entry = rules.entry("passage", name)
    return entry.data if entry else None


@cache
def _condition(text: str, vocabulary: Any) -> Any:
    return parse(text, vocabulary, FUNCTIONS)


def fill_paper(state: State, proceeding: str, given: Template, *, at: Moment, context: Context) -> Document | Missing:
    """The paper with the facts of a proceeding as they stand, or everything it still lacks."""
    scope = Scope(state, proceeding, at.day)

    def lookup(code: str) -> Value | None:
        value = scope.fact(code)
        return None if isinstance(value, Unknown) else value  # type: ignore[return-value]

    def holds(text: str) -> bool | None:
        try:
            value = _condition(text, state.vocabulary).holds(scope)
        except BadCondition:
            return None
        return None if isinstance(value, Unknown) else value

    found = fill(given, lookup=lookup, vocabulary=state.vocabulary, holds=holds, context=context)
    return _in_facts(found, scope) if isinstance(found, Missing) else found


def _in_facts(missing: Missing, scope: Scope) -> Missing:
    """A passage whose occasion cannot be judged is said as the facts that would judge it."""
    gaps: dict[str, Gap] = {}
    for gap in missing.gaps:
        asked = _condition(gap.code, scope.vocabulary).missing(scope) if gap.kind == "condition" else ()
        for code in asked:
            gaps.setdefault(code, Gap(code, scope.vocabulary.label(code)))
        if not asked:
            gaps.setdefault(gap.code, gap)
    return replace(missing, gaps=tuple(gaps.values()))


def paper_context(work: Work, organ: Organ, proceeding: str, at: Moment, *, draft: bool, token: str) -> Context:
    """Who issues the paper and where its remedies lie."""
    said = work.look().state.fact
    held = capacity(organ, *(said(proceeding, code) for code in (MODE, PRINCIPAL, MATTER)))
    certified = []
    for key in work.case.officers:
        person = work.person(key)
        found = person.certificate_on(at.day) if person else None
        if person and found:
            certified.append(Officer(person.name, found.number))
    return Context(
        organ=held.name,
        issued_on=at.day,
        officers=tuple(certified),
        reconsideration_body=held.reconsideration,
        court=held.court,
        address=organ.address,
        contact=certified[0].name if certified else "",
        phone=organ.phone,
        bank=organ.bank,
        payee=held.name if organ.bank_account else "",
        account=organ.bank_account,
        verify_url=f"{getattr(settings, 'ZHIFA_PUBLIC_URL', '')}/p/{token}" if token else "",
        issued=tuple(Issued(p.paper, p.number, p.at.day) for p in work.case.papers if not p.withdrawn),
        draft=draft,
    )


def preview_paper(case_id: str, proceeding: str, code: str, *, actor: Actor) -> Document | Missing | Refusal:
    """The paper as it would be issued now, without a number; nothing is written."""
    with act(case_id) as work:
        if work is None:
            return no_such_case()
        if refused := may(actor.person, "case.read", work.row.path, work.day):
            return refused
        at = this_moment()
        given = template(work.context.rules(at.day), code)
        if given is None or proceeding not in work.case.proceedings:
            return bad_input(f"没有代码为“{code[:60]}”的文书模板", place="paper")
        context = paper_context(work, work.organ, proceeding, at, draft=True, token="")
        return fill_paper(work.look().state, proceeding, given, at=at, context=context)


def issue_paper(
    case_id: str,
    proceeding: str,
    code: str,
    *,
    actor: Actor,
    at: Moment | None = None,
    step: str = "",
    serial: int | None = None,
) -> PaperIssued | Refusal:
    """Issue a paper: number and content are fixed, and kept; what is missing is listed and nothing happens.

    With `serial` the paper takes a number reserved to the actor or to an officer of the case, as printed on a form
    that was filled out by hand; without it the next free number.
    """
    with act(case_id) as work:
        if work is None:
            return no_such_case()
        when = at or this_moment()
        result = may(actor.person, "case.act", work.row.path, work.day) or _issue(
            work, proceeding, code, when, actor, step, serial
        )
        if isinstance(result, Refusal):
            transaction.set_rollback(True)
        return result


def _number(work: Work, kind: str, at: Moment, actor: Actor, token: str, serial: int | None) -> Number | None | Refusal:
    """The number of a paper about to be issued: none where its kind has none."""
    year = at.day.year
    if serial is None:
        return take_number(work.organ, kind, year, token=token) if kind else None
    if not kind:
        return bad_input("这种文书不编号", "不用选文号，直接制作", place="serial")
    return use_number(work.organ, kind, year, serial, token=token, persons={actor.id, *work.case.officers})


def _issue(
    work: Work, proceeding: str, code: str, at: Moment, actor: Actor, step: str, serial: int | None
) -> PaperIssued | Refusal:
    given = template(work.context.rules(at.day), code)
    if given is None or proceeding not in work.case.proceedings:
        return bad_input(f"没有代码为“{code[:60]}”的文书模板", place="paper")
    token = new_id()
    context = paper_context(work, work.organ, proceeding, at, draft=True, token=token)
    seen = work.look()
    trial = fill_paper(seen.state, proceeding, given, at=at, context=context)
    if isinstance(trial, Missing):
        return Refusal("missing", trial.message, "补齐所缺内容后再签发", given.cite, trial.facts)
    if at.day > work.day:
        return bad_input("文书日期晚于今天", "填今天或者以前的日期", place="on")
    number = _number(work, given.number_kind, at, actor, token, serial)
    if isinstance(number, Refusal):
        return number
    final = fill_paper(seen.state, proceeding, given, at=at, context=replace(context, number=number, draft=False))
    if isinstance(final, Missing):
        return Refusal("missing", final.message, "补齐所缺内容后再签发", given.cite, final.facts)
    content = dump(final)
    digest = hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
    work.write(
        [
            NewEvent(
                type=PAPER_ISSUED,
                occurred=at,
                actor=actor.id,
                payload={
                    "token": token,
                    "proceeding": proceeding,
                    "paper": code,
                    "title": given.title,
                    "number": str(number) if number else "",
                    "step": step,
                    "digest": digest,
                    "document": content,
                },
                personal=("/document", "/digest"),
            )
        ]
    )
    work.finish()
    recorded = Recorded(work.row.pk, work.case.version, tuple(work.fresh))
    return PaperIssued(token, str(number) if number else "", final, recorded)


def scan_back(token: str, digest: str, *, actor: Actor) -> Recorded | Refusal:
    """Keep the scan of a paper that was printed, signed and stamped as the copy that was issued."""
    paper = rows.Paper.objects.filter(pk=token).first()
    if paper is None:
        return bad_input("没有这份文书", place="paper")
    with act(paper.case_id) as work:
        if work is None:
            return no_such_case()
        refused = may(actor.person, "case.act", work.row.path, work.day)
        if refused is None and not rows.File.objects.filter(pk=digest).exists():
            refused = bad_input("没有收到扫描件", "重新选择文件上传", place="scan")
        if refused is not None:
            transaction.set_rollback(True)
            return refused
        work.write(
            [
                NewEvent(
                    type=PAPER_SCANNED_BACK,
                    occurred=this_moment(),
                    actor=actor.id,
                    payload={"token": token, "file": digest},
                )
            ]
        )
        work.finish()
        return Recorded(work.row.pk, work.case.version, tuple(work.fresh))


def withdraw_paper(token: str, *, reason: str, actor: Actor) -> Recorded | Refusal:
    """Take an issued paper back, as when it names the wrong person: it stays in the file and is no longer valid.

    Its number is never used again. Whoever checks the paper is told of the withdrawal with the reason.
    """
    paper = rows.Paper.objects.filter(pk=token).first()
    if paper is None:
        return bad_input("没有这份文书", "从案件重新打开", place="paper")
    with act(paper.case_id) as work:
        if work is None:
            return no_such_case()
        refused = may(actor.person, "paper.withdraw", work.row.path, work.day) or _not_withdrawn(work, token, reason)
        if refused is not None:
            transaction.set_rollback(True)
            return refused
        payload = {"token": token, "reason": reason.strip()}
        work.write([NewEvent(type=PAPER_WITHDRAWN, occurred=this_moment(), actor=actor.id, payload=payload)])
        work.finish()
        return Recorded(work.row.pk, work.case.version, tuple(work.fresh))


def _not_withdrawn(work: Work, token: str, reason: str) -> Refusal | None:
    """Why the paper cannot be taken back; judged on the locked case."""
    said = reason.strip()
    if not said:
        return bad_input("撤回文书应当写明理由", "写明错在哪里；理由会公开，不要写个人信息", place="reason")
    if len(said) > REASON_LENGTH:
        return bad_input(f"理由最多 {REASON_LENGTH} 个字", "只写要点", place="reason")
    if any(issued.token == token and issued.withdrawn for issued in work.case.papers):
        return bad_input("这份文书已经撤回", "需要的，重新制作一份", place="paper")
    return None
