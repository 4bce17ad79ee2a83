"""What an organ can begin a case with, or add to one: procedures that say so themselves, and whom they serve.

`offered` is the verb of the button, `serves` names functions of organs, `beside` the procedures or kinds of procedure a
case must already have. Measures and penalties may be added to every open case.
"""

from __future__ import annotations

from typing import Final

from django.urls import reverse

from zhifa.acts.work import context
from zhifa.core.competence import carried_on, functions_of
from zhifa.core.procedure.view import View
from zhifa.core.rulebook import Entry
from zhifa.web import viewmodels as vm
from zhifa.web.visitor import Visitor

ANYWHERE: Final = frozenset({"measure", "penalty"})
"""Kinds of procedure that any open case may need."""
FIRST: Final = ("permit", "penalty.simple", "penalty.ordinary", "measure.seize", "measure.seal")
"""The openings with a button of their own; the rest stand behind one."""


def offers(visitor: Visitor) -> dict[str, str]:
    """What cases begin with besides a clue and an inspection, by procedure: how the beginning is called.

    A procedure names it (`offered`), and the functions of the organs it serves where it is not for everybody.
    """
    found = context().rules(visitor.day).entries("procedure").values()
    return {e.key: str(e.data["offered"]) for e in found if e.data.get("offered") and suits(e, visitor)}


def suits(entry: Entry, visitor: Visitor) -> bool:
    """Whether a procedure is one for the visitor's organ, by the functions the organ is registered with."""
    served = entry.data.get("serves", ())
    if not served:
        return True
    carried = carried_on(visitor.organ.carried, visitor.day) or frozenset()
    functions = functions_of(context().rules(visitor.day))
    return any(functions.held(str(code), carried) for code in served)


def openings(visitor: Visitor) -> tuple[vm.Action, ...]:
    """The usual ways to begin a case, each leading to the form of its first step, and the way to all others."""
    found = offers(visitor)
    usual = [vm.Action(label=found[code], href=reverse("new_case", args=[code])) for code in FIRST if code in found]
    return (*usual, vm.Action(label="其他程序", href=reverse("new_cases")))


def additions(visitor: Visitor, view: View) -> list[Entry]:
    """The procedures that may be opened in the case now; in a closed one only those that follow what it decided."""
    closed = view.headline.closed_on is not None
    found = []
    for entry in context().rules(visitor.day).entries("procedure").values():
        # Whose rules a procedure follows is found from the case; its variants are not chosen from a list.
        if entry.data.get("regime") or not suits(entry, visitor):
            continue
        if entry.data.get("beside"):
            if above(entry, view):
                found.append(entry)
        elif not closed and entry.data.get("kind") in ANYWHERE:
            found.append(entry)
    return found


def above(entry: Entry, view: View) -> str:
    """The proceeding a new one would be about: the latest of those it is written to stand beside."""
    named = entry.data.get("beside") or ()
    places = [
        key
        for key, item in view.case.proceedings.items()
        if item.procedure in named or ((found := view.state.procedure(key)) and found.kind in named)
    ]
    exact = [key for key in places if view.case.proceedings[key].procedure in named]
    return (exact or places or [""])[-1]
