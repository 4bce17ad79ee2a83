"""A case told to people: its timeline in words, its facts in groups, its papers and evidence."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from typing import Any

from django.urls import reverse

from zhifa.core.conditions import Unknown
from zhifa.core.events import (
    CASE_ASKED,
    CASE_HANDED_OVER,
    CASE_OPENED,
    EFFECT_AROSE,
    EFFECT_WITHDRAWN,
    PAPER_ISSUED,
    PAPER_WITHDRAWN,
    PERSONAL_ERASED,
    Event,
)
from zhifa.core.facts import Vocabulary, show_value
from zhifa.core.procedure.case import read_facts
from zhifa.core.procedure.model import Step
from zhifa.core.procedure.state import Context, Instance
from zhifa.core.values import show_date
from zhifa.store.readers.cases import CaseRead
from zhifa.web import viewmodels as vm
from zhifa.web.forms import step_facts
from zhifa.web.marks import finding_row, law_mark, optional_mark

SHANGHAI = timezone(timedelta(hours=8))
GROUPS = {
    "party": "当事人", "clue": "线索", "matter": "事项", "case": "案件", "filing": "立案", "evidence": "证据",
    "preservation": "先行登记保存", "report": "调查终结", "discretion": "裁量", "notice": "告知", "defence": "陈述申辩",
    "hearing": "听证", "review": "法制审核", "discussion": "集体讨论", "decision": "决定", "delivery": "送达",
    "payment": "缴款", "inspection": "检查", "application": "申请", "permit": "许可", "seizure": "扣押",
    "lifting": "解除", "publication": "公示", "archive": "归档", "simple": "当场处罚",
}  # fmt: skip
SHOWN, MENTIONED = 160, 8
"""So many characters of one fact, and so many facts of one step, are told in the story; the rest is among the facts."""


def stamp(instant: datetime) -> str:
    """When something was entered, as Shanghai reads it."""
    local = instant.astimezone(SHANGHAI)
    return f"{show_date(local.date())} {local:%H:%M}"


def names(read: CaseRead, ids: tuple[str, ...]) -> str:
    return "、".join(person.name if (person := read.people.get(key)) else key for key in ids)


def _said(vocabulary: Vocabulary, facts: Mapping[str, Any], step: Step | None = None) -> str:
    """The facts of a step in one line of words, in the order in which the law asks for them."""
    order = {code: number for number, code in enumerate(step_facts(step))} if step else {}
    parts = []
    for code in sorted(facts, key=lambda code: order.get(code, len(order))):
        fact, value = vocabulary.get(code), facts[code]
        if fact is None or fact.type == "file" or (code == "matter.code" and "matter.title" in facts):
            continue
        shown = show_value(value, fact.type, fact.unit)
        parts.append(f"{fact.label}：{shown[:SHOWN]}{'…' if len(shown) > SHOWN else ''}")
    more = f"；另有 {len(parts) - MENTIONED} 项" if len(parts) > MENTIONED else ""
    return "；".join(parts[:MENTIONED]) + more


def timeline(read: CaseRead, context: Context, *, correctable: bool = False) -> tuple[vm.TimelineEntry, ...]:
    """What happened, newest first, each with the day it happened and the day it was entered."""
    instances: dict[int, Instance] = {}
    for run in read.view.state.runs.values():
        for instance in run.instances:
            instances[instance.taken.version] = instance
    corrected = {
        int(event.payload["supersedes"]): event  # type: ignore[arg-type]
        for event in read.view.case.events
        if event.type == "step.corrected"
    }
    entries = [
        (event.occurred.day, event.version, entry)
        for event in read.view.case.events
        if (entry := _entry(read, context, event, instances, corrected, correctable=correctable)) is not None
    ]
    entries.sort(key=lambda item: (item[0], item[1]), reverse=True)
    return tuple(entry for _, _, entry in entries)


def _entry(
    read: CaseRead,
    context: Context,
    event: Event,
    instances: dict[int, Instance],
    corrected: dict[int, Event],
    *,
    correctable: bool,
) -> vm.TimelineEntry | None:
    payload: Any = event.payload
    vocabulary = context.book.vocabulary
    actor = names(read, (event.actor,))
    gap = (event.recorded_at.astimezone(SHANGHAI).date() - event.occurred.day).days
    recorded = stamp(event.recorded_at)
    if event.type == "step.taken":
        return _step_entry(
            read, event, instances.get(event.version), corrected.get(event.version), vocabulary, correctable=correctable
        )
    if event.type == "step.corrected":
        facts = _said(vocabulary, read_facts(vocabulary, payload.get("facts", {})))
        text = f"理由：{payload['reason']}" + (f"；{facts}" if facts else "")
        return vm.TimelineEntry(
            title="更正", occurred=event.occurred.text, text=text, by=actor, recorded=recorded, kind="correction"
        )
    if event.type in {EFFECT_AROSE, EFFECT_WITHDRAWN}:
        text = str(payload.get("say") or payload.get("reason", ""))
        return vm.TimelineEntry(
            title="法律后果发生" if event.type == EFFECT_AROSE else "法律后果撤回",
            occurred=event.occurred.text,
            text=text,
            recorded=recorded,
            law=optional_mark(str(payload.get("cite", ""))),
            kind="law",
        )
    if event.type == PAPER_ISSUED:
        link = vm.Action(
            label=str(payload["number"] or payload["title"]), href=reverse("paper", args=[payload["token"]])
        )
        return vm.TimelineEntry(
            title=f"签发{payload['title']}", occurred=event.occurred.text, by=actor, recorded=recorded, papers=(link,)
        )
    if event.type == PAPER_WITHDRAWN:
        paper = next((row for row in read.papers if row.token == payload["token"]), None)
        link = vm.Action(label=(paper.number or paper.title) if paper else "文书",
                         href=reverse("paper", args=[payload["token"]]))  # fmt: skip
        return vm.TimelineEntry(
            title=f"撤回{paper.title if paper else '文书'}", occurred=event.occurred.text,
            text=f"理由：{payload['reason']}", by=actor, recorded=recorded, papers=(link,), kind="correction",
        )  # fmt: skip
    if event.type == PERSONAL_ERASED:
        count = sum(len(item["paths"]) for item in payload["values"])
        text = f"{count} 项个人信息已依法清除；理由：{payload['reason']}；依据：{payload['basis']}"
        return vm.TimelineEntry(
            title="清除个人信息", occurred=event.occurred.text, text=text, by=actor, recorded=recorded
        )
    if event.type == CASE_OPENED:
        return vm.TimelineEntry(
            title="建立案卷", occurred=event.occurred.text, by=actor, recorded=recorded, gap=max(gap, 0)
        )
    if event.type == CASE_ASKED:
        said = str(payload.get("question") or "")
        return vm.TimelineEntry(
            title="询问承办人", occurred=event.occurred.text, text=said, by=actor, recorded=recorded
        )
    if event.type == CASE_HANDED_OVER:
        text = (
            f"由{names(read, tuple(payload['from']))}移交{names(read, tuple(payload['officers']))}：{payload['reason']}"
        )
        return vm.TimelineEntry(title="移交案件", occurred=event.occurred.text, text=text, by=actor, recorded=recorded)
    return None


def _step_entry(
    read: CaseRead,
    event: Event,
    instance: Instance | None,
    corrected: Event | None,
    vocabulary: Vocabulary,
    *,
    correctable: bool,
) -> vm.TimelineEntry:
    payload: Any = event.payload
    facts = read_facts(vocabulary, payload.get("facts", {}))
    step = instance.step if instance else None
    title = step.title if step else str(payload["step"])
    gap = (event.recorded_at.astimezone(SHANGHAI).date() - event.occurred.day).days
    flags = [finding for finding in read.view.findings if finding.version == event.version]
    superseded = ""
    if corrected is not None:
        word = "作废" if corrected.payload.get("void") else "更正"
        superseded = f"{stamp(corrected.recorded_at)} {word}：{corrected.payload['reason']}"
    elif instance is not None and not instance.standing:
        superseded = "已被后来的步骤撤销" if instance.annulled else "已因后来的步骤重新办理"
    recorded_kind = payload["mode"] == "recorded"
    return vm.TimelineEntry(
        title=title,
        occurred=event.occurred.text,
        text=_said(vocabulary, facts, step),
        by=names(read, tuple(payload.get("by", ()))) or names(read, (event.actor,)),
        recorded=stamp(event.recorded_at),
        gap=max(gap, 0),
        law=law_mark(step.cite) if step and step.cite else None,
        kind="correction" if corrected is not None else "recorded" if recorded_kind else "act",
        superseded=superseded,
        papers=(vm.Action(label="更正", href=reverse("correct", args=[read.row.pk, event.version])),)
        if correctable and corrected is None
        else (),
        flag=finding_row(flags[0]) if flags else None,
    )


def fact_groups(read: CaseRead, proceeding: str) -> tuple[vm.FactGroup, ...]:
    """Everything known in a proceeding and above it, by subject, with the step it comes from."""
    state = read.view.state
    vocabulary = state.vocabulary
    facts: dict[str, tuple[Any, str]] = {}
    chain, current = [], proceeding
    while current in state.runs:
        chain.append(current)
        current = state.runs[current].proceeding.parent
    for key in reversed(chain):
        run = state.runs[key]
        for code, value in run.facts.items():
            facts[code] = (value, "")
        for instance in run.instances:
            if instance.standing and instance.step:
                for code in instance.taken.facts:
                    if code in facts:
                        facts[code] = (facts[code][0], instance.step.title)
    groups: dict[str, list[vm.FactRow]] = {}
    for code, (value, source) in facts.items():
        fact = vocabulary.get(code)
        if fact is None or isinstance(value, Unknown) or fact.type == "file":
            continue
        title = GROUPS.get(code.partition(".")[0], "其他")
        shown = _table(value, fact) if fact.type == "table" else show_value(value, fact.type, fact.unit)
        if code == "matter.code" and (listed := state.context.rules(read.view.day).entry("matter", str(value))):
            shown = f"{listed.data.get('title', value)}（{value}）"
        groups.setdefault(title, []).append(
            vm.FactRow(label=fact.label, value=shown, source=source, personal=fact.personal)
        )
    return tuple(vm.FactGroup(title=title, rows=tuple(rows)) for title, rows in groups.items())


def _table(value: Any, fact: Any) -> str:
    lines = []
    for row in value:
        cells = [show_value(row[c.code], c.type) for c in fact.columns if c.code in row and c.code != fact.key]
        lines.append("，".join(cells))
    return "；".join(lines)


def evidence(read: CaseRead) -> tuple[vm.Evidence, ...]:
    """Files recorded with steps: what, when, by whom."""
    found = []
    vocabulary = read.view.state.vocabulary
    for run in read.view.state.runs.values():
        for instance in run.instances:
            for code, value in instance.taken.facts.items():
                fact = vocabulary.get(code)
                if fact is None or fact.type != "file" or not isinstance(value, str):
                    continue
                found.append(
                    vm.Evidence(
                        title=f"{instance.step.title if instance.step else ''}·{fact.label}",
                        href=reverse("file", args=[read.row.pk, value]),
                        kind="photo",
                        taken=instance.taken.at.text,
                        by=names(read, instance.taken.by),
                    )
                )
    return tuple(found)


def paper_rows(read: CaseRead, proceeding: str, context: Context, *, working: bool) -> tuple[vm.PaperRow, ...]:
    """Papers issued, and those the steps taken so far could still issue."""
    rows = [
        vm.PaperRow(
            title=paper.title,
            href=reverse("paper", args=[paper.token]),
            state="withdrawn" if paper.withdrawn_on else "issued",
            number=paper.number,
            on=paper.issued_on,
            note="盖章扫描件已入卷" if paper.scan else "",
        )
        for paper in reversed(read.papers)
    ]
    if not working:
        return tuple(rows)
    issued = {(paper.proceeding, paper.code) for paper in read.papers}
    rules = context.rules(read.view.day)
    for instance in read.view.state.runs[proceeding].instances:
        for code in instance.step.papers if instance.step and instance.standing else ():
            entry = rules.entry("paper", code)
            if entry is None or (proceeding, code) in issued:
                continue
            issued.add((proceeding, code))
            rows.append(
                vm.PaperRow(
                    title=str(entry.data.get("title", code)),
                    href=reverse("paper_draft", args=[read.row.pk, proceeding, code]),
                    state="draft",
                )
            )
    return tuple(rows)
