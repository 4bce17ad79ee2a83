"""The tree of a condition: every node gives its value, its reasons in Chinese, and its children."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final, Protocol, TypeAlias

from zhifa.core.conditions.logic import UNKNOWN, Known, Result, Unknown, arithmetic, compare, truth
from zhifa.core.facts import Value, Vocabulary, show_value
from zhifa.core.values import Moment


@dataclass(frozen=True, slots=True)
class Function:
    """A named function conditions may call: its argument count, what it returns, and how it reads in Chinese."""

    name: str
    arity: tuple[int, ...]
    returns: str
    true: str = ""
    """Said when the call is wanted true and is not; `{0}` is the first argument as people read it."""
    false: str = ""
    argument: str = "value"
    """What the first argument names: value, step, period, procedure, threshold."""


class Scope(Protocol):
    """What a condition is evaluated against."""

    @property
    def vocabulary(self) -> Vocabulary: ...

    def fact(self, code: str) -> Result: ...

    def recorded(self, code: str) -> bool | Unknown: ...

    def lacks(self, code: str) -> bool: ...

    def call(self, name: str, arguments: tuple[Known, ...]) -> Result: ...

    def title(self, kind: str, code: str) -> str: ...


Bindings: TypeAlias = "Mapping[str, Mapping[str, Value]]"
NO_BINDINGS: Final[Bindings] = {}


@dataclass(frozen=True, slots=True)
class Node:
    """One node of a condition; subclasses give value, reasons and children."""

    def value(self, scope: Scope, row: Bindings = NO_BINDINGS) -> Result:
        raise NotImplementedError

    def children(self) -> tuple[Node, ...]:
        return ()

    def walk(self) -> Iterator[Node]:
        yield self
        for child in self.children():
            yield from child.walk()

    def say(self, scope: Scope, row: Bindings = NO_BINDINGS) -> str:
        """The node as a noun phrase in Chinese."""
        return ""

    def why(self, scope: Scope, want: bool, row: Bindings = NO_BINDINGS) -> tuple[str, ...]:
        """Root reasons why the node is not what is wanted; empty when it is."""
        if self.value(scope, row) is want:
            return ()
        return (f"{'须' if want else '不得'}{self.say(scope, row)}",)


@dataclass(frozen=True, slots=True)
class Constant(Node):
    held: Value

    def value(self, scope: Scope, row: Bindings = NO_BINDINGS) -> Result:
        return self.held

    def say(self, scope: Scope, row: Bindings = NO_BINDINGS) -> str:
        return f"“{self.held}”" if isinstance(self.held, str) else show_value(self.held)


@dataclass(frozen=True, slots=True)
class Name(Node):
    code: str

    def value(self, scope: Scope, row: Bindings = NO_BINDINGS) -> Result:
        return scope.fact(self.code)

    def say(self, scope: Scope, row: Bindings = NO_BINDINGS) -> str:
        return scope.vocabulary.label(self.code)

    def why(self, scope: Scope, want: bool, row: Bindings = NO_BINDINGS) -> tuple[str, ...]:
        held = self.value(scope, row)
        if held is want:
            return ()
        if isinstance(held, Unknown):
            return (f"尚未登记“{self.say(scope)}”",)
        return (f"“{self.say(scope)}”应为{'是' if want else '否'}",)


def values(scope: Scope, row: Bindings, *nodes: Node) -> tuple[Result, ...]:
    """What nodes give that say something only together. Beside a fact nobody recorded no other is read: what a case
    was asked for is what makes its kind (`acts.casting`)."""
    if sum(not isinstance(node, Constant) for node in nodes) > 1:
        bare = [node for node in nodes if isinstance(node, Name) and scope.lacks(node.code)]
        if any(isinstance(node.value(scope, row), Unknown) for node in bare):
            return (UNKNOWN,) * len(nodes)
    return tuple(node.value(scope, row) for node in nodes)


@dataclass(frozen=True, slots=True)
class Cell(Node):
    """A column of the row a quantifier is looking at."""

    variable: str
    column: str
    label: str = ""
    closed: bool = False
    """A tick nobody made in a list means no, as with a fact of its own."""

    def value(self, scope: Scope, row: Bindings = NO_BINDINGS) -> Result:
        return row.get(self.variable, {}).get(self.column, False if self.closed else UNKNOWN)

    def say(self, scope: Scope, row: Bindings = NO_BINDINGS) -> str:
        return self.label or self.column


@dataclass(frozen=True, slots=True)
class Items(Node):
    members: tuple[Node, ...]

    def children(self) -> tuple[Node, ...]:
        return self.members

    def value(self, scope: Scope, row: Bindings = NO_BINDINGS) -> Result:
        held = tuple(member.value(scope, row) for member in self.members)
        return UNKNOWN if any(isinstance(item, Unknown) for item in held) else held  # type: ignore[return-value]

    def say(self, scope: Scope, row: Bindings = NO_BINDINGS) -> str:
        return "、".join(member.say(scope, row) for member in self.members)


@dataclass(frozen=True, slots=True)
class Not(Node):
    inner: Node

    def children(self) -> tuple[Node, ...]:
        return (self.inner,)

    def value(self, scope: Scope, row: Bindings = NO_BINDINGS) -> Result:
        held = truth(self.inner.value(scope, row))
        return UNKNOWN if isinstance(held, Unknown) else not held

    def say(self, scope: Scope, row: Bindings = NO_BINDINGS) -> str:
        return f"非（{self.inner.say(scope, row)}）"

    def why(self, scope: Scope, want: bool, row: Bindings = NO_BINDINGS) -> tuple[str, ...]:
        return self.inner.why(scope, not want, row)


@dataclass(frozen=True, slots=True)
class Junction(Node):
    """`and` when every is true, `or` when it is false."""

    every: bool
    members: tuple[Node, ...]

    def children(self) -> tuple[Node, ...]:
        return self.members

    def value(self, scope: Scope, row: Bindings = NO_BINDINGS) -> Result:
        unknown = False
        for member in self.members:
            held = truth(member.value(scope, row))
            if isinstance(held, Unknown):
                unknown = True
            elif held is not self.every:
                return held
        return UNKNOWN if unknown else self.every

    def say(self, scope: Scope, row: Bindings = NO_BINDINGS) -> str:
        return ("且" if self.every else "或").join(member.say(scope, row) for member in self.members)

    def why(self, scope: Scope, want: bool, row: Bindings = NO_BINDINGS) -> tuple[str, ...]:
        if truth(self.value(scope, row)) is want:
            return ()
        reasons = [why for member in self.members if (why := member.why(scope, want, row))]
        if want is self.every or len(reasons) == 1:
            return tuple(dict.fromkeys(reason for group in reasons for reason in group))
        return (EITHER + "；或".join(map(_alternative, reasons)),)


EITHER: Final = "任一："


def _alternative(reasons: Sequence[str]) -> str:
    """One of several ways out: a choice inside a choice joins it; beside something else it keeps its brackets."""
    if len(reasons) == 1:
        return reasons[0].removeprefix(EITHER)
    return "且".join(f"（{reason}）" if reason.startswith(EITHER) else reason for reason in reasons)


COMPARED = {"==": "为", "!=": "不为", "<": "低于", "<=": "不超过", ">": "超过", ">=": "不低于"}
DATED = {"==": "在", "!=": "不在", "<": "早于", "<=": "不晚于", ">": "晚于", ">=": "不早于"}


@dataclass(frozen=True, slots=True)
class Compare(Node):
    left: Node
    operator: str
    right: Node
    kind: str = "text"
    unit: str = ""

    def children(self) -> tuple[Node, ...]:
        return (self.left, self.right)

    def value(self, scope: Scope, row: Bindings = NO_BINDINGS) -> Result:
        left, right = values(scope, row, self.left, self.right)
        if isinstance(left, Unknown) or isinstance(right, Unknown):
            return UNKNOWN
        return compare(left, self.operator, right)

    def _shown(self, node: Node, scope: Scope, row: Bindings) -> str:
        held = node.value(scope, row)
        if isinstance(held, Unknown):
            return "尚未登记"
        if isinstance(held, tuple) and held and not isinstance(held[0], Mapping | str):
            return node.say(scope, row)
        return show_value(held, self.kind, self.unit)  # type: ignore[arg-type]

    def say(self, scope: Scope, row: Bindings = NO_BINDINGS) -> str:
        held = self.right.value(scope, row)
        words = DATED if isinstance(held, date | Moment) else COMPARED
        right = self._shown(self.right, scope, row)
        if not isinstance(self.right, Constant) and (named := self.right.say(scope, row)):
            right = f"{named}（{right}）"
        return f"“{self.left.say(scope, row)}”{words[self.operator]}{right}"

    def why(self, scope: Scope, want: bool, row: Bindings = NO_BINDINGS) -> tuple[str, ...]:
        held = self.value(scope, row)
        if held is want:
            return ()
        unknown = [n for n in (self.left, self.right) if isinstance(n.value(scope, row), Unknown)]
        if unknown:
            return tuple(f"尚未登记“{node.say(scope, row)}”" for node in unknown if node.say(scope, row))
        said = self.say(scope, row)
        return (f"{'须' if want else '不得'}{said}，现为{self._shown(self.left, scope, row)}",)


@dataclass(frozen=True, slots=True)
class Member(Node):
    item: Node
    group: Node
    kind: str = "text"

    def children(self) -> tuple[Node, ...]:
        return (self.item, self.group)

    def value(self, scope: Scope, row: Bindings = NO_BINDINGS) -> Result:
        item, group = values(scope, row, self.item, self.group)
        if isinstance(item, Unknown) or isinstance(group, Unknown):
            return UNKNOWN
        return isinstance(group, tuple) and item in group

    def say(self, scope: Scope, row: Bindings = NO_BINDINGS) -> str:
        if isinstance(self.item, Constant):
            return f"“{self.group.say(scope, row)}”含{self.item.say(scope, row)}"
        return f"“{self.item.say(scope, row)}”为{self.group.say(scope, row)}之一"

    def why(self, scope: Scope, want: bool, row: Bindings = NO_BINDINGS) -> tuple[str, ...]:
        held = self.value(scope, row)
        if held is want:
            return ()
        if isinstance(held, Unknown):
            unknown = [n for n in (self.item, self.group) if isinstance(n.value(scope, row), Unknown)]
            return tuple(f"尚未登记“{node.say(scope, row)}”" for node in unknown)
        return (f"{'须' if want else '不得'}{self.say(scope, row)}",)


@dataclass(frozen=True, slots=True)
class Arithmetic(Node):
    left: Node
    operator: str
    right: Node

    def children(self) -> tuple[Node, ...]:
        return (self.left, self.right)

    def value(self, scope: Scope, row: Bindings = NO_BINDINGS) -> Result:
        left, right = values(scope, row, self.left, self.right)
        if isinstance(left, Unknown) or isinstance(right, Unknown):
            return UNKNOWN
        return arithmetic(left, self.operator, right)

    def say(self, scope: Scope, row: Bindings = NO_BINDINGS) -> str:
        return f"{self.left.say(scope, row)}{self.operator}{self.right.say(scope, row)}"


@dataclass(frozen=True, slots=True)
class Call(Node):
    function: Function
    arguments: tuple[Node, ...]

    def children(self) -> tuple[Node, ...]:
        return self.arguments

    def value(self, scope: Scope, row: Bindings = NO_BINDINGS) -> Result:
        first = self.arguments[0] if self.arguments else None
        if self.function.name == "known" and isinstance(first, Name):
            return scope.recorded(first.code)
        held = values(scope, row, *self.arguments)
        if self.function.name == "known":
            return not isinstance(held[0], Unknown)
        if any(isinstance(item, Unknown) for item in held):
            return UNKNOWN
        return scope.call(self.function.name, held)  # type: ignore[arg-type]

    def say(self, scope: Scope, row: Bindings = NO_BINDINGS) -> str:
        return self._said(self.function.true or self.function.name, scope, row)

    def _said(self, pattern: str, scope: Scope, row: Bindings) -> str:
        shown = []
        for index, argument in enumerate(self.arguments):
            if index == 0 and isinstance(argument, Constant) and self.function.argument != "value":
                shown.append(scope.title(self.function.argument, str(argument.held)))
            else:
                shown.append(argument.say(scope, row))
        return pattern.format(*shown)

    def why(self, scope: Scope, want: bool, row: Bindings = NO_BINDINGS) -> tuple[str, ...]:
        held = self.value(scope, row)
        if held is want:
            return ()
        if isinstance(held, Unknown):
            missing = [n for n in self.walk() if isinstance(n, Name) and isinstance(n.value(scope), Unknown)]
            if missing:
                return tuple(f"尚未登记“{node.say(scope)}”" for node in missing)
        pattern = self.function.true if want else self.function.false
        return (self._said(pattern or f"{'须' if want else '不得'}{self.function.name}", scope, row),)


@dataclass(frozen=True, slots=True)
class Quantified(Node):
    """`any`, `all`, `count` and `sum` over the rows of a table fact."""

    kind: str
    variable: str
    table: Node
    body: Node
    only: Node | None = None

    def children(self) -> tuple[Node, ...]:
        return (self.table, self.body) if self.only is None else (self.table, self.body, self.only)

    def value(self, scope: Scope, row: Bindings = NO_BINDINGS) -> Result:
        table = self.table.value(scope, row)
        if isinstance(table, Unknown):
            return UNKNOWN
        if not isinstance(table, tuple):
            return UNKNOWN
        results: list[Result] = []
        for item in table:
            if not isinstance(item, Mapping):
                return UNKNOWN
            bound = {**row, self.variable: item}
            asked = True if self.only is None else truth(self.only.value(scope, bound))
            if asked is not False:
                held = self.body.value(scope, bound)
                results.append(held if asked is True or self._idle(held) else UNKNOWN)
        return self._reduce(results)

    def _idle(self, held: Result) -> bool:
        """Whether a row changes nothing, asked for or not: then it does not matter that nobody knows if it is."""
        if self.kind == "sum":
            return held == 0
        return truth(held) is (self.kind == "all")

    def _reduce(self, results: list[Result]) -> Result:
        if self.kind in {"any", "all"}:
            wanted = self.kind == "any"
            truths = [truth(result) for result in results]
            if any(item is wanted for item in truths):
                return wanted
            return UNKNOWN if any(isinstance(item, Unknown) for item in truths) else not wanted
        if any(isinstance(item, Unknown) for item in results):
            return UNKNOWN
        if self.kind == "count":
            return sum(1 for item in results if truth(item) is True)
        numbers = [item for item in results if isinstance(item, int | Decimal)]
        return sum(numbers)

    def say(self, scope: Scope, row: Bindings = NO_BINDINGS) -> str:
        words = {"any": "有一项", "all": "各项均", "count": "项数", "sum": "合计"}
        return f"“{self.table.say(scope, row)}”{words[self.kind]}{self.body.say(scope, row)}"

    def why(self, scope: Scope, want: bool, row: Bindings = NO_BINDINGS) -> tuple[str, ...]:
        held = self.value(scope, row)
        if held is want:
            return ()
        table = self.table.value(scope, row)
        if self.kind == "all" and want and isinstance(table, tuple):
            faults = []
            for number, item in enumerate(table, 1):
                bound = {**row, self.variable: item} if isinstance(item, Mapping) else row
                left_out = self.only is not None and truth(self.only.value(scope, bound)) is False
                if isinstance(item, Mapping) and not left_out:
                    reasons = self.body.why(scope, True, bound)
                    faults += [f"“{self.table.say(scope, row)}”第 {number} 项{reason}" for reason in reasons]
            return tuple(faults)
        return (f"{'须' if want else '不得'}{self.say(scope, row)}",)
