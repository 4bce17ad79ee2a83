"""The story of a case, newest first: each event in words, with the day it happened and the day it was entered."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from typing import Any, ClassVar

from django.urls import reverse

from zhifa.core import events as happened
from zhifa.core.events import Event
from zhifa.core.facts import Vocabulary, show_value
from zhifa.core.procedure.case import read_facts
from zhifa.core.procedure.findings import Finding
from zhifa.core.procedure.model import Step
from zhifa.core.procedure.state import Context, Instance
from zhifa.core.procedure.view import ERASED
from zhifa.core.values import SHANGHAI
from zhifa.store.readers.cases import CaseRead
from zhifa.web import viewmodels as vm
from zhifa.web.forms import step_facts
from zhifa.web.marks import finding_row, law_mark, optional_mark
from zhifa.web.story import names, stamp

SHOWN, MENTIONED = 160, 8
"""So many characters of one fact, and so many facts of one step, are told in the story; the rest is among the facts."""

LIST = "由清单录入"
"""Who told of what a list told: it names nobody, and was written long after what it tells of."""
Told = Mapping[str, Any]
"""What one kind of event adds to an entry besides who, when and when entered."""


def timeline(
    read: CaseRead, context: Context, *, correctable: bool = False, only: Container[int] | None = None
) -> tuple[vm.TimelineEntry, ...]:
    """What happened in a case, newest first. `correctable` adds to each step the way to correct it; `only` tells no
    other events than those of these versions."""
    teller = _Teller(read, context, correctable=correctable)
    told = [e for e in read.view.case.events if only is None or e.version in only]
    entries = [(e.occurred.day, e.version, e.part, entry) for e in told if (entry := teller.entry(e))]
    entries.sort(key=lambda item: item[:3], reverse=True)
    return tuple(entry for *_, entry in entries)


def correction_place(case_id: str, version: int, part: int = 0) -> str:
    """Where one entry is corrected; of a light case, whose event carries several steps, the step is named besides."""
    return reverse("correct", args=[case_id, version]) + (f"?part={part}" if part else "")


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


class _Teller:
    """Tells the events of one case; each kind of event has its own way of being told."""

    def __init__(self, read: CaseRead, context: Context, *, correctable: bool) -> None:
        self.read, self.correctable = read, correctable
        self.vocabulary = context.book.vocabulary
        self.instances: dict[tuple[int, int], Instance] = {
            (instance.taken.version, instance.taken.part): instance
            for run in read.view.state.runs.values()
            for instance in run.instances
        }
        first = next(iter(read.view.case.proceedings.values()), None)
        self.listed = first.version if first and first.listed else 0
        self.corrections: dict[tuple[int, int], Event] = {
            (int(event.payload["supersedes"]), int(event.payload.get("part", 0))): event  # type: ignore[arg-type]
            for event in read.view.case.events
            if event.type == happened.STEP_CORRECTED
        }

    def entry(self, event: Event) -> vm.TimelineEntry | None:
        """One event as an entry; what is no happening of its own, such as a proceeding a step opened, is not told."""
        tell = self.WAYS.get(event.type)
        if tell is None:
            return None
        told = {
            "occurred": event.occurred.text,
            "by": names(self.read, (event.actor,)),
            "recorded": stamp(event.recorded_at),
            "anchor": f"event-{event.version}" + (f"-{event.part}" if event.part else ""),
            **tell(self, event),
        }
        return vm.TimelineEntry(**told)

    def _gap(self, event: Event) -> int:
        return max(0, (event.recorded_at.astimezone(SHANGHAI).date() - event.occurred.day).days)

    def _opened(self, event: Event) -> Told:
        if event.version == self.listed:
            return {"title": "建立案卷", "by": LIST}
        return {"title": "建立案卷", "gap": self._gap(event)}

    def _step(self, event: Event) -> Told:
        payload: Any = event.payload
        place = (event.version, event.part)
        instance, corrected = self.instances.get(place), self.corrections.get(place)
        step = instance.step if instance else None
        if step is None:  # struck out, or of a procedure that no longer knows it: still told by its name
            step = self.read.view.state.step(payload["proceedings"][0], str(payload["step"]), event.occurred.day)
        flags = [f for f in self.read.view.findings if f.version == event.version and self._of(event, f)]
        kind = "recorded" if payload["mode"] == "recorded" else "act"
        way = vm.Action(label="更正", href=correction_place(self.read.row.pk, event.version, event.part))
        told = bool(payload.get("listed"))
        return {
            "title": step.title if step else str(payload["step"]),
            "text": self._words(event, step),
            "by": names(self.read, tuple(payload.get("by", ())))
            or (LIST if told else names(self.read, (event.actor,))),
            "gap": 0 if told else self._gap(event),
            "law": law_mark(step.cite, status=step.status) if step and step.cite else None,
            "kind": "correction" if corrected is not None else kind,
            "superseded": self._superseded(instance, corrected),
            "papers": (way,) if self.correctable and corrected is None else (),
            "flag": finding_row(flags[0]) if flags else None,
        }

    def _of(self, event: Event, finding: Finding) -> bool:
        """Whether a finding about an event is about this step of it."""
        return not event.part or finding.step == event.payload["step"]

    def _words(self, event: Event, step: Step | None) -> str:
        """What was recorded, and that some of it was lawfully erased since."""
        payload: Any = event.payload
        told = _said(self.vocabulary, read_facts(self.vocabulary, payload.get("facts", {})), step)
        gone = f"{len(event.erased)} 项个人信息{ERASED}" if event.erased else ""
        return "；".join(part for part in (told, gone) if part)

    def _superseded(self, instance: Instance | None, corrected: Event | None) -> str:
        """What became of a step that no longer counts as it was entered."""
        if corrected is not None:
            word = "作废" if corrected.payload.get("void") else "更正"
            return f"{stamp(corrected.recorded_at)} {word}：{corrected.payload['reason']}"
        if instance is not None and not instance.standing:
            return "已被后来的步骤撤销" if instance.annulled else "已因后来的步骤重新办理"
        return ""

    def _correction(self, event: Event) -> Told:
        payload: Any = event.payload
        facts = _said(self.vocabulary, read_facts(self.vocabulary, payload.get("facts", {})))
        text = f"理由：{payload['reason']}" + (f"；{facts}" if facts else "")
        return {"title": "更正", "text": text, "kind": "correction"}

    def _completed(self, event: Event) -> Told:
        payload: Any = event.payload
        titles = []
        for code in payload["unfound"]:
            step = self.read.view.state.step(payload["proceeding"], code, event.occurred.day)
            titles.append(step.title if step else code)
        unfound = f"；没有查到：{'、'.join(titles)}" if titles else ""
        scan = payload.get("scan")
        place = reverse("file", args=[self.read.row.pk, scan]) if scan else ""
        papers = (vm.Action(label="案卷扫描件", href=place),) if place else ()
        return {"title": "清单案件补齐", "text": f"{payload['note']}{unfound}", "papers": papers}

    def _effect(self, event: Event) -> Told:
        payload: Any = event.payload
        arose = event.type == happened.EFFECT_AROSE
        return {
            "title": "法律后果发生" if arose else "法律后果撤回",
            "text": str(payload.get("say") or payload.get("reason", "")),
            "by": "",
            "law": optional_mark(str(payload.get("cite", ""))),
            "kind": "law",
        }

    def _paper(self, event: Event) -> Told:
        payload: Any = event.payload
        link = vm.Action(
            label=str(payload["number"] or payload["title"]), href=reverse("paper", args=[payload["token"]])
        )
        return {"title": f"签发{payload['title']}", "papers": (link,)}

    def _paper_withdrawn(self, event: Event) -> Told:
        payload: Any = event.payload
        paper = next((row for row in self.read.papers if row.token == payload["token"]), None)
        title, number = (paper.title, paper.number) if paper else ("文书", "")
        link = vm.Action(label=number or title, href=reverse("paper", args=[payload["token"]]))
        return {
            "title": f"撤回{title}",
            "text": f"理由：{payload['reason']}",
            "papers": (link,),
            "kind": "correction",
        }

    def _moved(self, event: Event) -> Told:
        payload: Any = event.payload
        titles = {(o.proceeding, o.code): o.title for o in self.read.view.obligations}
        said = [
            f"{titles.get((due['proceeding'], due['period']), due['period'])}由 {due['was']} 改为 {due['due_on']}"
            for due in payload["dues"]
        ]
        return {"title": "届满日改变", "text": f"{payload['why']}：{'；'.join(said)}", "by": "", "kind": "law"}

    def _erased(self, event: Event) -> Told:
        payload: Any = event.payload
        count = sum(len(item["paths"]) for item in payload["values"])
        said = f"{count} 项个人信息已依法清除；理由：{payload['reason']}"
        return {"title": "清除个人信息", "text": said, "law": optional_mark(str(payload["basis"]))}

    def _asked(self, event: Event) -> Told:
        return {"title": "询问承办人", "text": str(event.payload.get("question") or ERASED)}

    def _answered(self, event: Event) -> Told:
        return {"title": "承办人回答", "text": str(event.payload.get("answer") or ERASED)}

    def _handed_over(self, event: Event) -> Told:
        payload: Any = event.payload
        giver, taker = (names(self.read, tuple(payload[side])) for side in ("from", "officers"))
        return {"title": "移交案件", "text": f"由{giver}移交{taker}：{payload['reason']}"}

    def _succeeded(self, event: Event) -> Told:
        payload: Any = event.payload
        return {
            "title": "案件承接",
            "text": f"由{payload['former_name']}转由{payload['name']}继续办理：{payload['reason']}",
        }

    WAYS: ClassVar[Mapping[str, Callable[[_Teller, Event], Told]]] = {
        happened.CASE_OPENED: _opened,
        happened.STEP_TAKEN: _step,
        happened.STEP_CORRECTED: _correction,
        happened.PROCEEDING_CORRECTED: _correction,
        happened.PROCEEDING_COMPLETED: _completed,
        happened.EFFECT_AROSE: _effect,
        happened.EFFECT_WITHDRAWN: _effect,
        happened.DUE_MOVED: _moved,
        happened.PAPER_ISSUED: _paper,
        happened.PAPER_WITHDRAWN: _paper_withdrawn,
        happened.PERSONAL_ERASED: _erased,
        happened.CASE_ASKED: _asked,
        happened.CASE_ANSWERED: _answered,
        happened.CASE_HANDED_OVER: _handed_over,
        happened.CASE_SUCCEEDED: _succeeded,
    }
