"""Completing a case known from a list: all there is is entered, and it is judged like any other from now on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from zhifa.acts.work import Actor, Recorded, Work, context, decide, this_moment
from zhifa.core.events import NewEvent
from zhifa.core.permission import may
from zhifa.core.procedure.attempt import People
from zhifa.core.procedure.case import Case
from zhifa.core.procedure.completing import Completion, as_completed, complete, lacking
from zhifa.core.procedure.findings import Finding
from zhifa.core.procedure.model import Step
from zhifa.core.procedure.taking import bad_input
from zhifa.core.procedure.view import View, view
from zhifa.core.values import Refusal
from zhifa.store.casework import models as rows


@dataclass(frozen=True, slots=True)
class Outlook:
    """What completing a proceeding would bring: what would be found, and the steps nobody entered."""

    findings: tuple[Finding, ...]
    lacking: tuple[Step, ...]


def outlook(case: Case, proceeding: str, unfound: Mapping[str, str], *, people: People, day: date) -> Outlook:
    """Look at a case as if a proceeding were completed; nothing is written. Those nobody entered are all
    named, also where one is missed only once another is known not to be found."""

    def seen(said: Mapping[str, str]) -> View:
        return view(as_completed(case, proceeding, said), context=context(), people=people, day=day)

    steps: dict[str, Step] = {}
    while more := {
        one.code: one for one in lacking(seen(dict.fromkeys(steps, "")), proceeding) if one.code not in steps
    }:
        steps |= more  # behind a step nobody knows of may stand others
    found = tuple(one for one in seen(unfound).findings if one.proceeding == proceeding)
    return Outlook(found, tuple(sorted(steps.values(), key=lambda step: step.rank)))


def complete_listed(case_id: str, completion: Completion, *, actor: Actor) -> Recorded | Refusal:
    """Say that all there is of a proceeding is entered: from now on it is judged in full, periods too."""

    def decision(work: Work) -> Sequence[NewEvent] | Refusal:
        if refused := may(actor.person, work.action, work.row.path, work.day):
            return refused
        if completion.scan and not rows.File.objects.filter(pk=completion.scan).exists():
            return bad_input("没有这个扫描件", "重新上传", place="scan")
        event = complete(work.case, completion, this_moment(), context=work.context)
        return event if isinstance(event, Refusal) else [event]

    return decide(case_id, decision)
