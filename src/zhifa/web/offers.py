"""What an organ can begin a case with, or add to one: procedures that say so themselves, and whom they serve."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode

from zhifa.acts.work import context
from zhifa.core.competence import carried_on, functions_of
from zhifa.core.rulebook import Entry
from zhifa.web import viewmodels as vm
from zhifa.web.visitor import Visitor


@dataclass(frozen=True, slots=True)
class Offer:
    """One way to begin a case: with which procedure, with which of its steps (empty: the first), how it is called."""

    code: str
    step: str
    label: str

    @property
    def href(self) -> str:
        asked = f"?{urlencode({'step': self.step})}" if self.step else ""
        return reverse("new_case", args=[self.code]) + asked


def offers(visitor: Visitor) -> list[Offer]:
    """What cases begin with besides a clue and an inspection.

    A procedure says so itself (`offered`), and which functions the organs have that it serves.
    """
    found = context().rules(visitor.day).entries("procedure").values()
    return [offer for entry in found if suits(entry, visitor) for offer in _offered(entry)]


def _offered(entry: Entry) -> Iterator[Offer]:
    said = entry.data.get("offered", ())
    if isinstance(said, str):
        yield Offer(entry.key, "", said)
        return
    for item in said:
        yield Offer(entry.key, str(item["step"]), str(item["say"]))


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
    return tuple(vm.Action(label=offer.label, href=offer.href) for offer in offers(visitor))
