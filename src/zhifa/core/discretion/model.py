"""What the discretion computation speaks in: recorded facts, statutory bounds, and the interval with its proof."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final

from zhifa.core.citations import parse_all
from zhifa.core.conditions import UNKNOWN, Known, Result
from zhifa.core.facts import Value, Vocabulary
from zhifa.core.rulebook import Entry
from zhifa.core.values import Moment, format_yuan

REDUCED, LIGHTER, ORDINARY, HEAVIER = "减轻", "从轻", "一般", "从重"
WEIGHED, EXEMPT, NOT_YET, WHOLE = "综合衡量", "不予处罚", "不得罚款", "法定幅度"
KEYS: Final = {REDUCED: "reduced", LIGHTER: "lighter", ORDINARY: "ordinary", HEAVIER: "heavier"}


@dataclass(frozen=True, slots=True)
class Line:
    """One step of the reasoning and the article that carries it."""

    text: str
    cite: str = ""


@dataclass(frozen=True, slots=True)
class Range:
    """What may be fined for one act: tier, interval in fen (both ends allowed), and how it was reached."""

    matter: str
    title: str
    party: str
    tier: str
    min_fen: int
    max_fen: int
    statutory_min: int
    statutory_max: int
    kind: str
    trace: tuple[Line, ...]
    missing: tuple[str, ...] = ()
    """Facts that would have decided a tier of the benchmark but were not recorded."""
    concurrence: str = ""
    basis: tuple[str, ...] = ()
    status: str = "verified"
    limit_fen: int = 0
    """What an organ acting by delegation may fine at most; 0 where the article sets no such limit."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """The statutory range of one fine: with both ends, with only an upper end, or as multiples of a value."""

    shape: str
    low: Fraction
    high: Fraction
    text: str


@dataclass(frozen=True, slots=True)
class Circumstances:
    lighter: tuple[Entry, ...]
    heavier: tuple[Entry, ...]
    exempt: tuple[Entry, ...]
    shown: frozenset[str] = frozenset()
    """Those among them that nobody named but the recorded facts show."""


class Facts:
    """Recorded facts as conditions ask for them; what nobody recorded means what the vocabulary says."""

    __slots__ = ("_facts", "vocabulary")

    def __init__(self, vocabulary: Vocabulary, facts: Mapping[str, Value]) -> None:
        self.vocabulary, self._facts = vocabulary, facts

    def fact(self, code: str) -> Result:
        if code in self._facts:
            return self._facts[code]
        absent: dict[str, Result] = {"no": False, "zero": 0, "empty": (), "unknown": UNKNOWN}
        return absent[self.vocabulary[code].absent]

    def recorded(self, code: str) -> bool:
        return code in self._facts

    def lacks(self, code: str) -> bool:
        return self.fact(code) is UNKNOWN

    def call(self, name: str, arguments: tuple[Known, ...]) -> Result:
        """Full years of age on a day; whatever needs a case is not known here."""
        first, last = (plain_day(value) for value in arguments[:2]) if name == "age" else (None, None)
        if first is None or last is None:
            return UNKNOWN
        return last.year - first.year - ((last.month, last.day) < (first.month, first.day))

    def title(self, kind: str, code: str) -> str:
        return code

    def texts(self, code: str) -> tuple[str, ...]:
        value = self._facts.get(code, ())
        return tuple(str(item) for item in value) if isinstance(value, tuple) else ()

    def yes(self, code: str) -> bool:
        return self._facts.get(code) is True


def plain_day(value: Known) -> date | None:
    """The day of a date or a moment."""
    day = value.day if isinstance(value, Moment) else value
    return day if isinstance(day, date) else None


def reasons(found: Range, amount_fen: int) -> str:
    """The paragraph of the decision that explains the benchmark (第355号令 20): basis, circumstances, tier, sum."""
    basis = "、".join(place.chinese for cite in found.basis for place in parse_all(cite))
    said = "；".join(
        line.text + (f"（{'、'.join(place.chinese for place in parse_all(line.cite))}）" if line.cite else "")
        for line in found.trace
    )
    head = f"当事人的行为（{found.title}）依据{basis}处理。{said}。"
    if found.kind != "罚款":
        return f"{head}综上，本机关决定对当事人适用{found.kind}。"
    if not found.min_fen <= amount_fen <= found.max_fen:
        allowed = f"{format_yuan(found.min_fen)} 元至 {format_yuan(found.max_fen)} 元"
        raise ValueError(f"罚款 {format_yuan(amount_fen)} 元不在 {allowed}之间")
    if found.tier in (WHOLE, WEIGHED):
        return (
            f"{head}综上，在 {format_yuan(found.min_fen)} 元至 {format_yuan(found.max_fen)} 元的幅度内，"
            f"本机关决定罚款 {format_yuan(amount_fen)} 元。"
        )
    return (
        f"{head}综上，适用“{found.tier}”阶次，罚款区间为 {format_yuan(found.min_fen)} 元至"
        f" {format_yuan(found.max_fen)} 元，本机关决定罚款 {format_yuan(amount_fen)} 元。"
    )
