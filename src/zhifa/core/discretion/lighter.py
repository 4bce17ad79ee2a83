"""从旧兼从轻: the law of the day of the act and that of the day of decision side by side, head by head.

Each head is compared for the facts as recorded; the first head in which one law is lighter decides, and all of them
are shown, so that whoever reviews the case sees where the two pull in different ways.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, Final

from zhifa.core.citations import parse_all
from zhifa.core.conditions import Condition, Unknown, parse
from zhifa.core.discretion.arithmetic import bounds_of, rule_of
from zhifa.core.discretion.model import Bounds, Facts, Line
from zhifa.core.procedure.functions import SUBSTANCE
from zhifa.core.rulebook import Entry, Rulebook
from zhifa.core.values import show_date

OLD, NEW, EQUAL = "旧", "新", "相同"
_NOTHING: Final = "不处罚款"


@dataclass(frozen=True, slots=True)
class Head:
    """One respect in which two laws are compared, what each says, and which is lighter."""

    name: str
    old: str
    new: str
    lighter: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two versions of a matter side by side; `applies` is the one to be applied."""

    old: Entry
    new: Entry
    heads: tuple[Head, ...]
    applies: Entry
    missing: tuple[str, ...] = ()

    @property
    def split(self) -> bool:
        """Whether the two laws are each lighter in some respect."""
        return {OLD, NEW} <= {head.lighter for head in self.heads}


def condition_of(book: Rulebook, text: str) -> Condition:
    """A condition of rule data, read once."""
    return book.kept(("discretion", text), lambda: parse(text, book.vocabulary, SUBSTANCE))


def rows_for(entry: Entry, party: str) -> list[Mapping[str, Any]]:
    """The fines of a matter that concern this kind of party."""
    return [row for row in entry.data.get("fines", ()) if row["party"] in (party, "任何")]


def row_for(book: Rulebook, entry: Entry, party: str, scope: Facts) -> Mapping[str, Any] | None:
    """The first fine of the article whose condition holds (情节严重, 拒不改正 …)."""
    for row in rows_for(entry, party):
        if "if" not in row or condition_of(book, row["if"]).holds(scope) is True:
            return row
    return None


def unlawful(book: Rulebook, entry: Entry, scope: Facts) -> tuple[bool | None, tuple[str, ...]]:
    """Whether the facts meet the further element of the offence; None and the missing facts where nobody knows."""
    text = str(entry.data.get("only_if", ""))
    if not text:
        return True, ()
    condition = condition_of(book, text)
    holds = condition.holds(scope)
    return (None, tuple(condition.missing(scope))) if isinstance(holds, Unknown) else (holds, ())


def compare(book: Rulebook, old: Entry, new: Entry, party: str, scope: Facts, decided_on: date) -> Comparison:
    """Lay two versions of a matter side by side for these facts."""
    order = rule_of(book.as_of(decided_on), "lighter_law").get("kinds", ())
    still, missing = unlawful(book, new, scope)
    heads = tuple(_heads(book, old, new, party, scope, [str(kind) for kind in order], still))
    decisive = next((head.lighter for head in heads if head.lighter != EQUAL), OLD)
    return Comparison(old, new, heads, new if decisive == NEW else old, missing)


def _heads(
    book: Rulebook, old: Entry, new: Entry, party: str, scope: Facts, order: Sequence[str], still: bool | None
) -> Iterator[Head]:
    if new.data.get("only_if") and not old.data.get("only_if"):
        verdict = {True: "属于违法", False: "不认为是违法", None: "尚不能判断"}[still]
        yield Head("是否违法", "属于违法", verdict, NEW if still is False else EQUAL)
    rows = [row_for(book, entry, party, scope) for entry in (old, new)]
    yield _now(rows)
    if all(entry.data.get("kinds") for entry in (old, new)) and order:
        yield _kinds(old, new, order)
    low, high = zip(*(_ends(row, scope) for row in rows), strict=True)
    yield _sums("罚款上限", high)
    yield _sums("罚款下限", low)
    if all(row is not None for row in rows):
        said = ["可以处罚款" if row and row.get("may") else "应当处罚款" for row in rows]
        yield Head("是否必罚", said[0], said[1], EQUAL if said[0] == said[1] else NEW if "可以" in said[1] else OLD)


def _now(rows: Sequence[Mapping[str, Any] | None]) -> Head:
    """Whether a fine may be given at once, or only after an order was refused or missed."""
    said = ["可以即时罚款" if row is not None else "先责令改正，尚不得罚款" for row in rows]
    lighter = EQUAL if (rows[0] is None) == (rows[1] is None) else NEW if rows[1] is None else OLD
    return Head("罚款条件", said[0], said[1], lighter)


def _kinds(old: Entry, new: Entry, order: Sequence[str]) -> Head:
    """The heaviest kind each law names, in the order of 行政处罚法 9."""
    ranks = [max((order.index(kind) for kind in e.data["kinds"] if kind in order), default=-1) for e in (old, new)]
    said = ["、".join(entry.data["kinds"]) for entry in (old, new)]
    lighter = EQUAL if ranks[0] == ranks[1] else NEW if ranks[1] < ranks[0] else OLD
    return Head("处罚种类", said[0], said[1], lighter)


def _ends(row: Mapping[str, Any] | None, scope: Facts) -> tuple[Fraction, Fraction]:
    bounds = bounds_of(row, scope) if row else None
    return (bounds.low, bounds.high) if isinstance(bounds, Bounds) else (Fraction(0), Fraction(0))


def _sums(name: str, ends: Sequence[Fraction]) -> Head:
    said = [f"{end / 100:,.2f}".removesuffix(".00") + " 元" if end else _NOTHING for end in map(float, ends)]
    lighter = EQUAL if ends[0] == ends[1] else NEW if ends[1] < ends[0] else OLD
    return Head(name, said[0], said[1], lighter)


def explained(book: Rulebook, found: Comparison, happened_on: date, decided_on: date) -> tuple[Line, ...]:
    """The reasoning as the decision prints it: the two laws, every head, the result."""
    rule = rule_of(book.as_of(decided_on), "lighter_law")
    cite = str(rule.get("cite", ""))
    old, new = (_named(entry) for entry in (found.old, found.new))
    lines = [
        Line(f"违法行为发生于 {show_date(happened_on)}，当时适用{old}；决定时（{show_date(decided_on)}）适用{new}")
    ]
    for head in found.heads:
        verdict = {OLD: "旧规定较轻", NEW: "新规定较轻", EQUAL: "相同"}[head.lighter]
        lines.append(Line(f"{head.name}：旧 {head.old}；新 {head.new}（{verdict}）"))
    if found.applies is found.new:
        lines.append(Line("新规定处罚较轻或者不认为是违法，适用新的规定", cite))
    else:
        lines.append(Line("新规定并不更轻，适用违法行为发生时的规定", cite))
    if found.split:
        lines.append(Line("两个规定在不同方面各有轻重，以排在前面的方面为准，请法制审核人员确认"))
    return tuple(lines)


def _named(entry: Entry) -> str:
    cites = parse_all(entry.data.get("applied") or entry.cite)
    return "、".join(dict.fromkeys(cite.chinese for cite in cites))
