"""Small pieces made from what the core says: law marks, due chips, findings, refusals."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from django.urls import reverse
from django.utils.http import urlencode

from zhifa.acts.statutes import ground, law_index
from zhifa.acts.work import context
from zhifa.core.citations import Citation, Index
from zhifa.core.oversight import Judged
from zhifa.core.procedure.findings import Finding
from zhifa.core.values import Gate, Refusal
from zhifa.web import viewmodels as vm


def index() -> Index:
    """The index of instruments of this installation."""
    return law_index()


STANDING = {"reported": "据报道", "configured": "本地配置"}
"""How a rule that was not read in the text says so wherever its article stands."""


def law_mark(cite: str, why: str = "", status: str = "verified") -> vm.LawMark:
    """The article beside a demand; several articles show the first. A rule not read in the text says so."""
    first = re.split("[、;；]", cite)[0].strip()
    if not first:
        return vm.LawMark(label=STANDING.get(status, ""))
    try:
        label = index().mark(Citation.parse(first))
    except ValueError:
        label = first
    said = STANDING.get(status)
    label = f"{label} · {said}" if said else label
    return vm.LawMark(label=label, href=f"{reverse('law')}?{urlencode({'cite': first, 'why': why})}", title=cite)


def ground_mark(code: str) -> vm.LawMark:
    """The article by which a page outside the procedures asks for something."""
    found = ground(code)
    return law_mark(found.cite, str(found.data["title"]), found.status)


def optional_mark(cite: str) -> vm.LawMark | None:
    return law_mark(cite) if cite else None


def due_chip(
    due_on: date | None, *, day: date, yellow_on: date | None = None, state: str = "running", href: str = ""
) -> vm.DueChip:
    """A due date with how near it is; a met or ended period no longer presses."""
    if due_on is None:
        return vm.DueChip(level="none", word="尚未起算")
    if state in {"met", "ended"}:
        return vm.DueChip(level="none", word="已完成" if state == "met" else "已终结", on=due_on, href=href)
    left = context().calendar.workdays_between(day, due_on) if due_on >= day else 0
    if state == "late":
        return vm.DueChip(level="red", word="逾期完成", on=due_on, href=href)
    if due_on < day:
        over = (day - due_on).days
        return vm.DueChip(level="red", word="已超期", on=due_on, relative=f"超 {over} 天", href=href)
    if due_on == day:
        return vm.DueChip(level="red", word="今天", on=due_on, relative="今天到期", href=href)
    near = day >= yellow_on if yellow_on else left <= 3
    relative = f"还有 {left} 个工作日" if left else f"还有 {(due_on - day).days} 天"
    return vm.DueChip(
        level="yellow" if near else "blue", word="临近" if near else "未到", on=due_on, relative=relative, href=href
    )


LEVELS: dict[str, tuple[vm.Level, str]] = {
    "red": ("red", "红色"),
    "yellow": ("yellow", "黄色"),
    "question": ("blue", "疑问"),
}


def finding_row(finding: Finding, *, href: str = "") -> vm.FindingRow:
    """A finding as pages show it, with what to do."""
    level, word = LEVELS.get(finding.level, ("blue", "提示"))
    return vm.FindingRow(
        level=level,
        word=word,
        message=f"{finding.message}。{finding.remedy}" if finding.remedy else finding.message,
        law=optional_mark(finding.cite),
        since=finding.on,
        href=href,
    )


COLOURED: dict[str, tuple[vm.Level, str]] = {
    "red": ("red", "红色"),
    "yellow": ("yellow", "黄色"),
    "blue": ("blue", "蓝色"),
}
"""Colours of findings under their rules of supervision."""


def finding_href(key: str) -> str:
    """Where a finding stands by itself, with what was done about it."""
    return f"{reverse('findings')}/{key}"


def judged_row(judged: Judged, *, href: str = "") -> vm.FindingRow:
    """A finding under its rule of supervision: the rule's title and colour, what is wrong, what to do."""
    finding = judged.finding
    level, word = COLOURED[judged.colour]
    said = f"{finding.message}。{finding.remedy}" if finding.remedy else finding.message
    return vm.FindingRow(
        level=level,
        word="疑问" if finding.level == "question" else word,
        case=judged.alert.title,
        message=said,
        law=optional_mark(finding.cite or judged.alert.cite),
        since=finding.on,
        href=href or finding_href(judged.key),
    )


def lack(gate: Gate) -> vm.Lack:
    """One thing that stands in the way."""
    return vm.Lack(what=gate.message, law=optional_mark(gate.cite), hint=gate.remedy, question=gate.unknown)


def refusal_panel(
    refusal: Refusal, *, title: str = "还不能办理", record_instead: vm.Action | None = None
) -> vm.RefusalPanel:
    """Why an act was refused; where it happened on paper already, the way to record it."""
    gates: Iterable[Gate] = refusal.gates or (Gate(refusal.code, refusal.message, refusal.cite, refusal.remedy),)
    return vm.RefusalPanel(title=title, lacks=tuple(lack(gate) for gate in gates), record_instead=record_instead)
