"""Yearly plans of an organ, of inspections and of supervision: what, how often, when, and whether its head agreed.

A plan is drafted item by item; what stands is what was last adopted. A later change waits for the head again, and
until then inspections are carried out under the items as they were adopted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final

from zhifa.core.events import (
    PLAN_ADOPTED,
    PLAN_FILED,
    PLAN_ITEM_ENTERED,
    PLAN_ITEM_STRUCK,
    SUPERVISION_PLAN_ADOPTED,
    SUPERVISION_PLAN_ITEM_ENTERED,
    SUPERVISION_PLAN_ITEM_STRUCK,
    SUPERVISION_PLAN_REPORTED,
    Event,
)
from zhifa.core.facts import Value, Vocabulary
from zhifa.core.procedure.case import read_facts

ITEM: Final = "inspection.plan_item"
"""The fact by which an inspection names the item it carries out, as `item_name` writes it."""
SUPERVISED: Final = "oversight.plan_item"
"""The fact by which a case of supervision names the item of the yearly plan of supervision it carries out."""
CAP: Final = "inspection.cap"
MATTER, OBJECTS, WAY, VISITS, SHARE, MONTHS = (
    "matter.code", "plan.objects", "plan.way", "plan.visits", "plan.share", "plan.months"
)  # fmt: skip
DOCUMENT, FILED_ON, FILED_WITH = "plan.document", "plan.filed_on", "plan.filed_with"

_NAME = re.compile(r"(\d{4})年第(\d{1,4})项")


def item_name(year: int, number: int) -> str:
    """How an item is called on papers and in records: `2024年第3项`; within one organ it means one thing for good."""
    return f"{year}年第{number}项"


def read_name(text: str) -> tuple[int, int] | None:
    """Year and number of an item by its name; None for any other text."""
    found = _NAME.fullmatch(text.strip())
    return (int(found[1]), int(found[2])) if found else None


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to be inspected in a year, as its facts say; `struck` is why it was taken out, empty while it is in."""

    number: int
    facts: Mapping[str, Value]
    struck: str = ""

    @property
    def visits(self) -> int:
        """How many inspections are planned."""
        said = self.facts.get(VISITS)
        return said if isinstance(said, int) else 0

    def text(self, code: str) -> str:
        """A fact of the item as somebody typed it; empty where it was not said."""
        said = self.facts.get(code)
        return "" if said is None else "、".join(map(str, said)) if isinstance(said, tuple) else str(said)


@dataclass(frozen=True, slots=True)
class Adoption:
    """The head's agreement to the plan as it stood, and where it was filed, or how it was carried out reported."""

    on: date
    by: str
    document: str
    filed_on: date | None = None
    filed_with: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan as drafted and as adopted. `version` is how many events its stream holds."""

    year: int
    items: tuple[Item, ...] = ()
    adopted: Mapping[int, Item] = field(default_factory=dict)
    adoption: Adoption | None = None
    version: int = 0

    @property
    def standing(self) -> tuple[Item, ...]:
        """The items under which inspections may be carried out."""
        return tuple(item for item in self.adopted.values() if not item.struck)

    @property
    def drafted(self) -> tuple[Item, ...]:
        """The items of the plan once the head agrees to it."""
        return tuple(item for item in self.items if not item.struck)

    @property
    def pending(self) -> tuple[Item, ...]:
        """Items entered, changed or struck since the head last agreed."""
        return tuple(
            item
            for item in self.items
            if self.adopted.get(item.number) != item and not (item.struck and item.number not in self.adopted)
        )

    def item(self, number: int) -> Item | None:
        """An item of the draft by its number; struck ones keep theirs."""
        return next((item for item in self.items if item.number == number), None)


def fold(year: int, events: Iterable[Event], vocabulary: Vocabulary) -> Plan:
    """The plan its journal tells of."""
    plan = Plan(year)
    for event in events:
        plan = replace(_after(plan, event, vocabulary), version=event.version)
    return plan


def _after(plan: Plan, event: Event, vocabulary: Vocabulary) -> Plan:
    payload: Any = event.payload
    if event.type in (PLAN_ITEM_ENTERED, SUPERVISION_PLAN_ITEM_ENTERED):
        return _put(plan, Item(payload["number"], read_facts(vocabulary, payload["facts"])))
    if event.type in (PLAN_ITEM_STRUCK, SUPERVISION_PLAN_ITEM_STRUCK) and (item := plan.item(payload["number"])):
        return _put(plan, replace(item, struck=payload["reason"]))
    if event.type in (PLAN_ADOPTED, SUPERVISION_PLAN_ADOPTED):
        adopted = {item.number: item for item in plan.items}
        return replace(plan, adopted=adopted, adoption=Adoption(event.occurred.day, event.actor, payload["document"]))
    if event.type in (PLAN_FILED, SUPERVISION_PLAN_REPORTED) and plan.adoption:
        filed = replace(plan.adoption, filed_on=event.occurred.day, filed_with=payload["with"])
        return replace(plan, adoption=filed)
    return plan


def _put(plan: Plan, item: Item) -> Plan:
    items = {known.number: known for known in plan.items} | {item.number: item}
    return replace(plan, items=tuple(items[number] for number in sorted(items)))
