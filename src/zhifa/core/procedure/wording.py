"""A condition in Chinese as it stands in the rules, without a case: for reference pages and the list of steps."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from zhifa.core.conditions.condition import Condition
from zhifa.core.conditions.tree import (
    COMPARED,
    Arithmetic,
    Call,
    Cell,
    Compare,
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
from zhifa.core.procedure.model import Period
from zhifa.core.rulebook import Rules
from zhifa.core.values import format_yuan

Titles = Callable[[str, str], str]
"""What a step, point, period, procedure or threshold is called: kind, code."""
UNITS: Mapping[str, str] = {"day": "日", "workday": "个工作日", "hour": "小时", "month": "个月", "year": "年"}
KINDS: Mapping[str, str] = {"duty": "义务", "window": "可行使的期间", "wait": "等候期", "term": "效力期间"}
OF: Mapping[str, str] = {
    "organ": "机关", "party": "当事人", "court": "法院", "bank": "金融机构", "supervised": "被监督机关",
    "reviewing_organ": "复议机关", "other_organ": "其他机关", "superior": "上级机关",
}  # fmt: skip
QUANTIFIED: Mapping[str, str] = {"any": "有一项", "all": "各项均", "count": "的项数", "sum": "的合计"}


def said(condition: Condition, words: Vocabulary, titles: Titles) -> str:
    """The condition as a sentence."""
    return _Speaker(words, titles).claim(condition.tree)


def named(condition: Condition, words: Vocabulary, titles: Titles) -> str:
    """An expression that gives a day or a number, as a noun."""
    return _Speaker(words, titles).value(condition.tree)


def titles(rules: Rules, owner: str) -> Mapping[tuple[str, str], str]:
    """What everything a condition may name is called."""
    found: dict[tuple[str, str], str] = {}
    for kind in ("step", "point", "period"):
        entries = rules.entries(kind).items()
        for mine in (False, True):
            for key, entry in entries:
                if key.startswith(f"{owner}/") is mine:
                    found[kind, entry.code] = str(entry.data.get("title", entry.code))
    for kind in ("procedure", "threshold"):
        for key, entry in rules.entries(kind).items():
            found[kind, key] = str(entry.data.get("title", key))
            found.setdefault((kind, key.rpartition(".")[0]), found[kind, key])
    return found


def length_words(period: Period, noun: Callable[[Condition | None], str]) -> str:
    """How long a period is: `90日`, `在其3个工作日以前`, `至…`, `立即`."""
    if period.until is not None and not period.length:
        return f"至{noun(period.until)}"
    length = f"{abs(period.length)}{UNITS.get(period.unit, period.unit)}" if period.length else "立即"
    return f"在其{length}以前" if period.backwards else length


def whose_words(period: Period) -> str:
    """Whose period it is and of what kind: `机关的义务`."""
    return f"{OF.get(period.of, period.of)}的{KINDS.get(period.kind, period.kind)}"


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
                return self.columns.get(node.variable, {}).get(node.column) or self.words.column(node.column)
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
