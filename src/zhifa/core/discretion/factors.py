"""Circumstances of an act: which were named, which the facts show, and where they lead (第355号令 13 至 18)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from zhifa.core.discretion.arithmetic import rule_of
from zhifa.core.discretion.lighter import condition_of
from zhifa.core.discretion.model import (
    HEAVIER,
    LIGHTER,
    REDUCED,
    WEIGHED,
    Circumstances,
    Facts,
    Line,
)
from zhifa.core.rulebook import Entry, Rules
from zhifa.core.values import Refusal

SIDES: Final = ("lighter", "heavier", "exempt")


@dataclass(frozen=True, slots=True)
class Shown:
    """A circumstance that nobody named but the recorded facts show."""

    factor: Entry
    facts: tuple[str, ...]


def looked_at(rules: Rules, entry: Entry, row: Mapping[str, Any]) -> frozenset[str]:
    """Facts that chose the fine or that the benchmark judges: the same fact is not held against a party twice."""
    benchmark = rules.entry("benchmark", str(entry.data.get("benchmark", "")))
    texts = [row.get("if", "")]
    texts += [tier.get("when", "") for tier in benchmark.data.get("tiers", ())] if benchmark else []
    return frozenset(code for text in texts if text for code in condition_of(rules.book, str(text)).facts())


def shown(rules: Rules, scope: Facts, seen: frozenset[str]) -> Iterator[Shown]:
    """Circumstances whose own condition holds, unless something else has judged the same facts."""
    for factor in rules.entries("discretion_factor").values():
        text = str(factor.data.get("when", ""))
        if not text:
            continue
        condition = condition_of(rules.book, text)
        facts = tuple(sorted(condition.facts()))
        if condition.holds(scope) is True and not seen & set(facts):
            yield Shown(factor, facts)


def circumstances(rules: Rules, scope: Facts, seen: frozenset[str] = frozenset()) -> Circumstances:
    """Those that officers named and those that the facts show, each once, by the side they stand on."""
    known = rules.entries("discretion_factor")
    found: dict[str, dict[str, Entry]] = {side: {} for side in SIDES}
    for side in SIDES:
        found[side] = {code: known[code] for code in scope.texts(f"discretion.{side}") if code in known}
    derived = [item.factor for item in shown(rules, scope, seen)]
    for factor in derived:
        found[str(factor.data["side"])].setdefault(factor.key, factor)
    named = {code for side in SIDES for code in scope.texts(f"discretion.{side}")}
    shown_only = frozenset(factor.key for factor in derived if factor.key not in named)
    lighter, heavier, exempt = (tuple(found[side].values()) for side in SIDES)
    return Circumstances(lighter, heavier, exempt, shown_only)


def told(found: Circumstances) -> Iterator[Line]:
    """Each circumstance with its article, whether it must or may weigh, and where it comes from."""
    for factors, word in ((found.lighter, "从轻或者减轻"), (found.heavier, "从重")):
        for factor in factors:
            weight = "应当" if factor.data.get("must") else "可以"
            source = "，登记的事实已经说明" if factor.key in found.shown else ""
            yield Line(f"{factor.key}（{weight}{word}{source}）", factor.cite)


def groundless(rules: Rules, found: Circumstances, scope: Facts) -> Refusal | None:
    """To go below what the article demands takes a circumstance the law names; else the refusal says what to do."""
    rule = rule_of(rules, "reduce")
    if not rule or not scope.yes("discretion.reduce") or found.lighter:
        return None
    return Refusal(
        "discretion.reduce",
        "没有法定的从轻或者减轻情节，不能减轻处罚",
        "有法定情节的，在“从轻或者减轻情节”中选定并附证据；没有的，在法定幅度以内确定数额，"
        "认为适用裁量基准明显不当的报请调整适用",
        str(rule.get("cite", "")),
        missing=("discretion.lighter",),
    )


def tier_of(found: Circumstances, benchmark: str, scope: Facts) -> str:
    """Which tier circumstances and benchmark lead to; those that pull both ways must be weighed."""
    lighter = bool(found.lighter) or (bool(found.heavier) and benchmark == LIGHTER)
    heavier = bool(found.heavier) or (bool(found.lighter) and benchmark == HEAVIER)
    if lighter and heavier:
        return WEIGHED
    if lighter:
        return REDUCED if scope.yes("discretion.reduce") else LIGHTER
    return HEAVIER if heavier else benchmark


def concurrence(rules: Rules, entry: Entry, found: Circumstances) -> tuple[str, tuple[Line, ...]]:
    """Whether penalties that may be combined are given alone or together (第355号令 18)."""
    if not entry.data.get("may_combine"):
        return "", ()
    rule = rule_of(rules, "concurrent")
    side = "mixed" if found.lighter and found.heavier else "lighter" if found.lighter else "heavier"
    if not rule or not (found.lighter or found.heavier):
        return "", ()
    takes = str(rule[side]["takes"])
    return takes, (Line(f"可以并处的处罚：{takes}", str(rule[side]["cite"])),)
