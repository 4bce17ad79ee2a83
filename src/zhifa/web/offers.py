"""What an organ can begin a case with, or add to one: procedures that say so themselves, and whom they serve.

`offered` is the verb of the button, `serves` names functions of organs, `beside` the procedures or kinds of procedure a
case must already have. Measures, penalties and orders of a duty may be added to every open case.
"""

from __future__ import annotations

from typing import Final

from django.urls import reverse

from zhifa.acts.proceedings import above_of
from zhifa.acts.work import context
from zhifa.core.competence import carried_on, functions_of
from zhifa.core.procedure.view import View
from zhifa.core.rulebook import Entry
from zhifa.web import viewmodels as vm
from zhifa.web.visitor import Visitor

ANYWHERE: Final = frozenset({"measure", "penalty", "duty"})
"""Kinds of procedure that any open case may need."""
AFTERWARDS: Final = frozenset({"remedy", "transfer"})
"""Kinds of procedure that may begin in any case, a closed one too."""
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
    kinds = AFTERWARDS if view.headline.closed_on else AFTERWARDS | ANYWHERE
    rules, found = context().rules(visitor.day), []
    sent = {
        str(letter.get("procedure", "")) for e in rules.entries("step").values() for letter in e.data.get("sends", ())
    }
    for entry in rules.entries("procedure").values():
        # Whose rules a procedure follows is found from the case, and some only another organ's letter begins.
        if entry.data.get("regime") or entry.key in sent or not suits(entry, visitor):
            continue
        if entry.data.get("beside"):
            if isinstance(above_of(view.case, context(), entry.key, visitor.day), str):
                found.append(entry)
        elif entry.data.get("kind") in kinds:
            found.append(entry)
    return found
