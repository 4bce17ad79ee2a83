"""What an organ can begin a case with, or add to one: procedures that say so themselves, and whom they serve.

`offered` is the verb of the button (or several, each with the step it begins with), `serves` names functions of organs,
`beside` the procedures or kinds of procedure a case must already have. Measures, penalties and
orders of a duty may be added to every open case.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.http import urlencode

from zhifa.acts.proceedings import above_of
from zhifa.acts.work import context
from zhifa.core.competence import carried_on, functions_of
from zhifa.core.permission import acting_on
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


@dataclass(frozen=True, slots=True)
class Offer:
    """One way to begin a case: with which procedure, with which of its steps (empty: the first), how it is called."""

    entry: Entry
    step: str
    label: str

    @property
    def code(self) -> str:
        return self.entry.key

    @property
    def href(self) -> str:
        asked = f"?{urlencode({'step': self.step})}" if self.step else ""
        return reverse("new_case", args=[self.code]) + asked

    @property
    def is_usual(self) -> bool:
        """Whether it has a button of its own: what everybody does, and what only such an organ does."""
        return self.code in FIRST or bool(self.entry.data.get("serves"))


def offers(visitor: Visitor) -> list[Offer]:
    """What cases begin with besides a clue and an inspection.

    A procedure says so itself (`offered`), and which functions the organs have that it serves.
    """
    found = context().rules(visitor.day).entries("procedure").values()
    mine = [entry for entry in found if visitor.may(acting_on(str(entry.data.get("kind", ""))))]
    return [offer for entry in mine if suits(entry, visitor) for offer in _offered(entry)]


def _offered(entry: Entry) -> Iterator[Offer]:
    said = entry.data.get("offered", ())
    if isinstance(said, str):
        yield Offer(entry, "", said)
        return
    for item in said:
        yield Offer(entry, str(item["step"]), str(item["say"]))


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
    order = {code: place for place, code in enumerate(FIRST)}
    found = sorted((o for o in offers(visitor) if o.is_usual), key=lambda o: order.get(o.code, len(order)))
    usual = [vm.Action(label=offer.label, href=offer.href) for offer in found]
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
