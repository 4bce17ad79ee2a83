"""The list of flexible enforcement (柔性执法清单): which of its items the facts of an act meet, and what follows.

The list proposes; whoever decides takes the step 不予行政处罚 with its ground and always records how the party was
educated (行政处罚法 33.3).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from zhifa.core.conditions import Name, Unknown
from zhifa.core.conditions.tree import Node
from zhifa.core.discretion.arithmetic import rule_of
from zhifa.core.discretion.lighter import condition_of
from zhifa.core.discretion.model import Facts, Line
from zhifa.core.facts import Value
from zhifa.core.rulebook import Entry, Rulebook, Rules

EARLIER: Final = "conduct.earlier"
"""How often the party was dealt with for the same matter before; readers count it where officers did not."""


@dataclass(frozen=True, slots=True)
class Lenient:
    """One item of the list measured against an act. `holds` is None while facts are missing."""

    code: str
    kind: str
    title: str
    say: str
    ground: str
    must: bool
    cite: str
    status: str
    holds: bool | None
    missing: tuple[str, ...]
    unmet: tuple[str, ...]

    @property
    def verdict(self) -> str:
        """What the law makes of an item that holds."""
        return "不予行政处罚" if self.must else "可以不予行政处罚"


def leniency_for(*, book: Rulebook, matter: str, facts: Mapping[str, Value], happened_on: date) -> tuple[Lenient, ...]:
    """Every item of the list for a matter, those that hold first, then those that wait for a fact."""
    rules, scope = book.as_of(happened_on), Facts(book.vocabulary, facts)
    items = [entry for entry in rules.entries("leniency").values() if entry.data.get("matter") == matter]
    found = [_measured(rules, scope, item) for item in items]
    known = [item for item in found if item is not None]
    return tuple(sorted(known, key=lambda item: ({True: 0, None: 1, False: 2}[item.holds], not item.must)))


def _measured(rules: Rules, scope: Facts, item: Entry) -> Lenient | None:
    """The law's own condition for the kind and the list's further one must both hold."""
    kind = rules.entry("leniency_kind", str(item.data["kind"]))
    if kind is None:
        return None
    holds: bool | None = True
    missing: list[str] = []
    unmet: list[str] = []
    for text in (kind.data.get("when"), item.data.get("when")):
        condition = condition_of(rules.book, str(text)) if text else None
        held = condition.holds(scope) if condition else True
        if condition is None or held is True:
            continue
        if isinstance(held, Unknown):
            holds = None if holds is True else holds
            missing += _undecided(condition.tree, scope)
        else:
            holds = False
            unmet += condition.why_not(scope)
    return Lenient(
        code=item.key,
        kind=kind.key,
        title=str(kind.data["title"]),
        say=str(item.data["say"]),
        ground=str(kind.data["ground"]),
        must=bool(kind.data.get("must")),
        cite=item.cite,
        status=item.status,
        holds=holds,
        missing=tuple(dict.fromkeys(missing)),
        unmet=tuple(dict.fromkeys(unmet)),
    )


def _undecided(node: Node, scope: Facts) -> Iterator[str]:
    """The facts on which the answer hangs: in what is decided already nothing is missing."""
    if not isinstance(node.value(scope), Unknown):
        return
    if isinstance(node, Name):
        yield node.code
    for child in node.children():
        yield from _undecided(child, scope)


def proposed(found: tuple[Lenient, ...]) -> Lenient | None:
    """The item on which 不予处罚 is proposed: one that binds before one that leaves the choice."""
    return next((item for item in found if item.holds), None)


def lines(book: Rulebook, found: tuple[Lenient, ...], happened_on: date) -> Iterator[Line]:
    """The answer of the list as the proof shows it."""
    for item in found:
        if item.holds:
            yield Line(f"柔性执法清单“{item.kind}”：{item.say}——条件都成立，{item.verdict}", item.cite)
        elif item.holds is None:
            labels = "、".join(book.vocabulary.label(code) for code in item.missing)
            yield Line(f"柔性执法清单“{item.kind}”：{item.say}——尚缺{labels}", item.cite)
    if proposed(found):
        rule = rule_of(book.as_of(happened_on), "educate")
        yield Line("不予行政处罚的，应当对当事人进行教育并记录", str(rule.get("cite", "")))
