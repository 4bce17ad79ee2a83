"""A condition: its text with its tree, and what may be asked of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from zhifa.core.conditions.logic import Result, Unknown, truth
from zhifa.core.conditions.tree import NO_BINDINGS, Bindings, Call, Compare, Constant, Name, Node, Scope

_CODES: Final = frozenset({"step", "point", "period", "procedure"})


@dataclass(frozen=True, slots=True)
class Condition:
    """An expression with its tree."""

    text: str
    tree: Node

    def holds(self, scope: Scope, row: Bindings = NO_BINDINGS) -> bool | Unknown:
        return truth(self.tree.value(scope, row))

    def value(self, scope: Scope, row: Bindings = NO_BINDINGS) -> Result:
        return self.tree.value(scope, row)

    def why_not(self, scope: Scope) -> tuple[str, ...]:
        """Root reasons, in Chinese, why the condition does not hold."""
        return self.tree.why(scope, True)

    def figures(self, scope: Scope) -> tuple[str, ...]:
        """The comparisons of amounts and days that fail, with both sides, for whoever must mend them."""
        failing = (
            node
            for node in self.tree.walk()
            if isinstance(node, Compare) and node.operator in ("<", "<=", ">", ">=") and node.value(scope) is False
        )
        return tuple(dict.fromkeys(f"{why[0]}" for node in failing if (why := node.why(scope, True))))

    def missing(self, scope: Scope) -> tuple[str, ...]:
        """Codes of the facts nobody has recorded, among those the condition asks for."""
        names = (node for node in self.tree.walk() if isinstance(node, Name))
        return tuple(dict.fromkeys(n.code for n in names if scope.lacks(n.code)))

    def facts(self) -> frozenset[str]:
        return frozenset(node.code for node in self.tree.walk() if isinstance(node, Name))

    def calls(self) -> tuple[Call, ...]:
        return tuple(node for node in self.tree.walk() if isinstance(node, Call))

    def named(self) -> tuple[str, ...]:
        """What its calls name by code: the steps, points, periods and procedures it asks for."""
        first = (call.arguments[0] for call in self.calls() if call.function.argument in _CODES)
        return tuple(dict.fromkeys(str(item.held) for item in first if isinstance(item, Constant)))
