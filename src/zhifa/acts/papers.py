"""Acts on papers: look at one before it is issued, issue it under its number, keep the copy that came back stamped."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace

from django.db import transaction

from zhifa.acts.numbers import take_number, use_number
from zhifa.acts.paperfill import fill_paper, paper_context, template
from zhifa.acts.paperlint import faults, faulty
from zhifa.acts.work import Actor, Recorded, Work, act, new_id, no_such_case, this_moment
from zhifa.core.events import PAPER_ISSUED, PAPER_SCANNED_BACK, PAPER_WITHDRAWN, NewEvent
from zhifa.core.facts import Json
from zhifa.core.papers import Document, Missing, Number
from zhifa.core.papers.lint import Fault
from zhifa.core.papers.stored import dump
from zhifa.core.permission import may, reading
from zhifa.core.procedure.taking import bad_input
from zhifa.core.values import Moment, Refusal
from zhifa.store.casework import models as rows

REASON_LENGTH = 200


@dataclass(frozen=True, slots=True)
class PaperIssued:
    """A paper that now exists: its number, the token under which anybody may check it, and its content."""

    token: str
    number: str
    document: Document
    recorded: Recorded


@dataclass(frozen=True, slots=True)
class Draft:
    """A paper as it would be issued now: its content or what it lacks, and what is wrong with it."""

    found: Document | Missing
    faults: tuple[Fault, ...]


def preview_paper(case_id: str, proceeding: str, code: str, *, actor: Actor) -> Draft | Refusal:
    """The paper as it would be issued now, without a number, and its faults; nothing is written."""
    with act(case_id) as work:
        if work is None:
            return no_such_case()
        if refused := may(actor.person, reading(work.row.kind), work.row.path, work.day):
            return refused
        at = this_moment()
        given = template(work.context.rules(at.day), code)
        if given is None or proceeding not in work.case.proceedings:
            return bad_input(f"没有代码为“{code[:60]}”的文书模板", place="paper")
        context = paper_context(work, work.organ, proceeding, at, draft=True, token="")
        state = work.look().state
        found = fill_paper(state, proceeding, given, at=at, context=context)
        return Draft(found, faults(work, state, proceeding, given, found, context, at))


def issue_paper(
    case_id: str,
    proceeding: str,
    code: str,
    *,
    actor: Actor,
    at: Moment | None = None,
    step: str = "",
    serial: int | None = None,
    afterwards: bool = False,
) -> PaperIssued | Refusal:
    """Issue a paper: number and content are fixed, and kept; what is missing or wrong is listed and nothing happens.

    With `serial` the paper takes a number reserved to the actor or to an officer of the case, as printed on a form
    that was filled out by hand; without it the next free number. One that was given out already and is entered
    `afterwards` is kept with its faults, which become findings of the case until it is withdrawn.
    """
    with act(case_id) as work:
        if work is None:
            return no_such_case()
        when = at or this_moment()
        result = may(actor.person, work.action, work.row.path, work.day) or _issue(
            work, proceeding, code, when, actor, step, serial, afterwards
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
    work: Work,
    proceeding: str,
    code: str,
    at: Moment,
    actor: Actor,
    step: str,
    serial: int | None,
    afterwards: bool,
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
    context = replace(context, number=number, draft=False)
    final = fill_paper(seen.state, proceeding, given, at=at, context=context)
    wrong = faults(work, seen.state, proceeding, given, final, context, at)
    if isinstance(final, Missing) or (wrong and not afterwards):
        return faulty(given, wrong)
    payload: dict[str, Json] = {
        "token": token,
        "proceeding": proceeding,
        "paper": code,
        "title": given.title,
        "number": str(number) if number else "",
        "step": step,
    }
    _keep(work, final, wrong, payload, at, actor)
    work.finish()
    recorded = Recorded(work.row.pk, work.case.version, tuple(work.fresh))
    return PaperIssued(token, str(number) if number else "", final, recorded)


def _keep(
    work: Work, final: Document, wrong: tuple[Fault, ...], payload: dict[str, Json], at: Moment, actor: Actor
) -> None:
    """Write the paper into the journal: its content, and what is wrong with it, may name people."""
    content = dump(final)
    payload["digest"] = hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
    payload["document"] = content
    personal = ["/document", "/digest"]
    if wrong:
        payload["faults"] = [[f.code, str(f), f.cite, f.remedy] for f in wrong]
        personal.append("/faults")
    work.write([NewEvent(type=PAPER_ISSUED, occurred=at, actor=actor.id, payload=payload, personal=tuple(personal))])


def scan_back(token: str, digest: str, *, actor: Actor) -> Recorded | Refusal:
    """Keep the scan of a paper that was printed, signed and stamped as the copy that was issued."""
    paper = rows.Paper.objects.filter(pk=token).first()
    if paper is None:
        return bad_input("没有这份文书", place="paper")
    with act(paper.case_id) as work:
        if work is None:
            return no_such_case()
        refused = may(actor.person, work.action, work.row.path, work.day)
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
