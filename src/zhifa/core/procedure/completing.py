"""Completing a proceeding known from a list: somebody has the file before them and says that all there is is entered.

From then on it is judged like any case entered afterwards: a step nobody entered is a step nobody took. Of steps the
file does not tell about the officer says so, with the reason; they stay a question.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from zhifa.core.events import PROCEEDING_COMPLETED, NewEvent
from zhifa.core.procedure.case import Case
from zhifa.core.procedure.findings import UNFOUND
from zhifa.core.procedure.model import Step
from zhifa.core.procedure.state import Context
from zhifa.core.procedure.taking import bad_input
from zhifa.core.procedure.view import View
from zhifa.core.values import Moment, Refusal


@dataclass(frozen=True, slots=True)
class Completion:
    """What somebody says of the file of a proceeding: what it rests on, and which steps it does not tell about."""

    proceeding: str
    actor: str
    note: str
    unfound: Mapping[str, str] = field(default_factory=dict)
    """Codes of steps, each with the reason why the file does not tell about it."""
    scan: str = ""
    """The digest of the file as it was scanned, where it was."""


def complete(case: Case, completion: Completion, at: Moment, *, context: Context) -> NewEvent | Refusal:
    """The event that completes a proceeding; it may be said anew when more was found."""
    old = case.proceedings.get(completion.proceeding)
    if old is None:
        return bad_input(f"本案没有编号为“{completion.proceeding[:40]}”的程序", place="proceeding")
    if not old.listed:
        return bad_input("这个程序不是由清单录入的", "缺少的步骤用“事后补录”，写错的用“更正”", place="proceeding")
    if not completion.note.strip():
        return bad_input("补齐应当写明依据", "写明依据哪一份案卷、何人核对", place="note")
    taken = {one.step for one in case.taken if one.proceeding == old.id}
    for code, why in completion.unfound.items():
        known = context.book.versions("step", f"{old.procedure}/{code}")
        if not known:
            return bad_input(f"程序里没有“{code[:60]}”这一步骤", place=code)
        title = str(known[0].data.get("title", code))
        if code in taken:
            return bad_input(f"“{title}”已经录入，不能又说没有查到", "删去这一项的说明", place=code)
        if not why.strip():
            return bad_input(f"没有写明为什么查不到“{title}”", "写明原因，如案卷已移交、已销毁", place=code)
    return NewEvent(
        type=PROCEEDING_COMPLETED,
        occurred=at,
        actor=completion.actor,
        payload={
            "proceeding": old.id,
            "note": completion.note.strip(),
            "unfound": {code: why.strip() for code, why in completion.unfound.items()},
            **({"scan": completion.scan} if completion.scan else {}),
        },
    )


def as_completed(case: Case, proceeding: str, unfound: Mapping[str, str]) -> Case:
    """The case as it would stand, for a look before anything is written."""
    old = case.proceedings[proceeding]
    new = replace(old, completed=case.version + 1, unfound=dict(unfound))
    return replace(case, proceedings={**case.proceedings, proceeding: new})


def lacking(seen: View, proceeding: str) -> list[Step]:
    """Steps of a completed proceeding that nobody entered and that are missed: the law asks for them, or what came
    later needs them. `seen` is the case as completed."""
    procedure = seen.state.procedure(proceeding)
    missed = {
        code for one in seen.findings if one.proceeding == proceeding and one.code != UNFOUND for code in one.about
    }
    missed |= {one.step.code for one in seen.open_steps if one.proceeding == proceeding and one.demanded}
    steps = procedure.steps.values() if procedure else ()
    return [step for step in steps if step.code in missed and not seen.state.instances(proceeding, step.code)]
