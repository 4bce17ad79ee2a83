"""Whom a complaint is about: those its case was in the hands of, filled in where the case is named; nobody of them
writes into it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from zhifa.acts.work import Actor, Work
from zhifa.core.permission import PRIVATE, may
from zhifa.core.procedure.authority import names_in, recused
from zhifa.core.procedure.model import Step
from zhifa.core.procedure.order import unfold
from zhifa.core.values import Refusal
from zhifa.store.casework.models import Case
from zhifa.store.registry.people import people

CASE: Final = "complaint.about_case"
PEOPLE: Final = "complaint.about_people"


def with_concerned(step: Step, typed: Mapping[str, object]) -> Mapping[str, object]:
    """What was typed into a step that names the case complained about, with that case's officers beside those named.

    Officers in charge alone: a head or reviewer who only signed there is recused where the complaint names him.
    """
    number = str(typed.get(CASE) or "").strip()
    if not number or PEOPLE not in step.facts:
        return typed
    handling = Case.objects.filter(number=number).values_list("officers", flat=True).first() or ()
    known = people(handling)
    named = names_in(typed.get(PEOPLE))
    named += [known[key].name for key in handling if key in known]
    return {**typed, PEOPLE: "、".join(dict.fromkeys(named))} if named else typed


def shut_out(work: Work, actor: Actor, action: str) -> Refusal | None:
    """Why somebody may not write into a case: no permission, or it is a private case about himself.

    Not only steps: whoever could correct the complaint against himself, or hand it to somebody of his choice, would
    deal with it all the same.
    """
    if refused := may(actor.person, action, work.row.path, work.day):
        return refused
    if work.row.kind not in PRIVATE or actor.person is None:
        return None
    state = unfold(work.case, work.context, day=work.day)
    gates = (recused(state, key, actor.person.name) for key in state.runs)
    gate = next((gate for gate in gates if gate), None)
    return Refusal(gate.code, gate.message, gate.remedy, gate.cite, gates=(gate,)) if gate else None
