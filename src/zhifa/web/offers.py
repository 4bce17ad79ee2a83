"""What an organ can begin a case with, or add to one: procedures that say so themselves, and whom they serve."""

from __future__ import annotations

from django.urls import reverse

from zhifa.acts.work import context
from zhifa.core.competence import carried_on, functions_of
from zhifa.core.rulebook import Entry
from zhifa.web import viewmodels as vm
from zhifa.web.visitor import Visitor


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
    """The ways to begin a case, each leading to the form of its first step."""
    return tuple(
        vm.Action(label=label, href=reverse("new_case", args=[code])) for code, label in offers(visitor).items()
    )
