"""Whom a complaint is about: those its case was in the hands of, filled in where the case is named."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from zhifa.core.procedure.authority import names_in
from zhifa.core.procedure.model import Step
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
