"""A condition in Chinese as it stands in the rules, without a case: for reference pages and the list of steps."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from zhifa.core.conditions.tree import (
    COMPARED,
    Arithmetic,
    Call,
    Cell,
    Compare,
    Condition,
    Constant,
    Items,
    Junction,
    Member,
    Name,
    Node,
    Not,
    Quantified,
)
from zhifa.core.facts import Vocabulary
from zhifa.core.values import format_yuan

Titles = Callable[[str, str], str]
"""What a step, point, period, procedure or threshold is called: kind, code."""
QUANTIFIED: Mapping[str, str] = {"any": "有一项", "all": "各项均", "count": "的项数", "sum": "的合计"}


def said(condition: Condition, words: Vocabulary, titles: Titles) -> str:
    """The condition as a sentence."""
    return _Speaker(words, titles).claim(condition.tree)


def named(condition: Condition, words: Vocabulary, titles: Titles) -> str:
    """An expression that gives a day or a number, as a noun."""
    return _Speaker(words, titles).value(condition.tree)


class _Speaker:
    def __init__(self, words: Vocabulary, titles: Titles) -> None:
        self.words, self.titles = words, titles
        self.columns: dict[str, Mapping[str, str]] = {}

    def claim(self, node: Node, *, holds: bool = True) -> str:
        """A node as something that is true, or is not."""
        match node:
            case Not():
                return self.claim(node.inner, holds=not holds)
            case Junction():
                word = "且" if node.every is holds else "或"
                parts = [self._inner(member, node, holds) for member in node.members]
                return f"，{word}".join(parts)
            case Call() if node.function.returns == "boolean":
                return self._called(node, holds)
            case Compare():
                right = self.value(node.right, node.kind)
                text = f"“{self.value(node.left)}”{COMPARED[node.operator]}{right}"
            case Member():
                return self._member(node, holds)
            case Name() | Cell():
                return f"“{self.value(node)}”为{'是' if holds else '否'}"
            case Quantified():
                text = self._rows(node)
            case _:
                text = self.value(node)
        return text if holds else f"并非{text}"

    def _inner(self, member: Node, outer: Junction, holds: bool) -> str:
        inner = member.inner if isinstance(member, Not) else member
        text = self.claim(member, holds=holds)
        return f"（{text}）" if isinstance(inner, Junction) else text

    def _called(self, call: Call, holds: bool) -> str:
        pattern = call.function.false if holds else call.function.true
        return pattern.format(*self._arguments(call)) if pattern else f"{call.function.name}为{'是' if holds else '否'}"

    def _arguments(self, call: Call) -> list[str]:
        shown = [self.value(argument) for argument in call.arguments]
        if call.arguments and isinstance(call.arguments[0], Constant) and call.function.argument != "value":
            shown[0] = self.titles(call.function.argument, str(call.arguments[0].held))
        return shown

    def _member(self, node: Member, holds: bool) -> str:
        if isinstance(node.item, Constant):
            return f"“{self.value(node.group)}”{'含有' if holds else '不含'}{self.value(node.item)}"
        return f"“{self.value(node.item)}”{'' if holds else '不'}是{self.value(node.group)}之一"

    def _rows(self, node: Quantified) -> str:
        code = node.table.code if isinstance(node.table, Name) else ""
        fact = self.words.get(code)
        self.columns[node.variable] = {column.code: column.label for column in fact.columns} if fact else {}
        body = self.claim(node.body)
        only = f"（限{self.claim(node.only)}）" if node.only is not None else ""
        return f"“{self.value(node.table)}”{QUANTIFIED[node.kind]}{body}{only}"

    def value(self, node: Node, kind: str = "") -> str:
        """A node as a thing."""
        match node:
            case Constant():
                return self._constant(node.held, kind)
            case Name():
                return self.words.label(node.code)
            case Cell():
                return self.columns.get(node.variable, {}).get(node.column, node.column)
            case Items():
                return "、".join(self.value(member, kind) for member in node.members)
            case Arithmetic():
                return f"{self.value(node.left)} {node.operator} {self.value(node.right)}"
            case Call() if node.function.returns != "boolean":
                return (node.function.true or node.function.name).format(*self._arguments(node))
            case Quantified() if node.kind in {"count", "sum"}:
                return self._rows(node)
        return self.claim(node)

    def _constant(self, held: object, kind: str) -> str:
        if isinstance(held, bool):
            return "是" if held else "否"
        if kind == "money" and isinstance(held, int):
            return f"{format_yuan(held)} 元"
        return f"“{held}”" if isinstance(held, str) else held.isoformat() if isinstance(held, date) else str(held)
