"""Sentences that assert a relation in so many words: 东线比西线多查3150辆, 人均43份, 三中队办案最多.

What they look like and what must hold is data (`rules/reports/phrases.toml`). Every number is an interval: as wide as
it was rounded, or as 约 and 近 leave open. A relation is broken where no numbers of the intervals satisfy it.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from zhifa.core.footing.checks import Check, lines_of, plain
from zhifa.core.footing.identities import CONTRADICTION, HOLDS
from zhifa.core.footing.reading.figures import Figure, Reading
from zhifa.core.footing.reading.lexicon import Lexicon
from zhifa.core.footing.reading.numbers import ABOUT, LEAST, MOST
from zhifa.core.footing.reading.phrasing import Phrase, index_of, is_sign, sign
from zhifa.core.numerals import number_of

_DAY: Final = re.compile(r"(?:((?:19|20)\d\d)年)?(\d{1,2})月(\d{1,2})日")
_OTHERS: Final = frozenset({"times", "score", "time"})
_ROUGH: Final = Decimal("0.12")
_NEARLY: Final = Decimal("0.07")
"""So far from what they say are 一番 and 一半 still meant."""
_TWICE: Final = 2
_STOPS: Final = "。；！？"
_OPERATORS: Final = {ast.Add: "+", ast.Sub: "−", ast.Mult: "×", ast.Div: "÷"}


class _Unknown(Exception):
    """What cannot be worked out is not said."""


@dataclass(frozen=True, slots=True)
class _Span:
    """From the least to the greatest a number may be."""

    low: Decimal
    high: Decimal

    @property
    def middle(self) -> Decimal:
        return (self.low + self.high) / 2


_Value = _Span | tuple[Figure, ...] | str


def phrases(reading: Reading, lexicon: Lexicon) -> Iterator[Check]:
    """Every phrase of every passage."""
    for number, passage in enumerate(reading.document.passages):
        masked: str | None = None
        for phrase in lexicon.phrases:
            if phrase.cue and not phrase.cue.search(passage.text):
                continue
            if masked is None:
                masked = _masked(passage.text, reading.of_passage(number))
            for found in phrase.pattern.finditer(masked):
                if made := _said(reading, phrase, masked, found, passage.line(0)):
                    yield made


def _masked(text: str, figures: list[Figure]) -> str:
    """A passage in which one sign stands for each figure."""
    parts, at = [], 0
    for figure in figures:
        parts += [text[at : figure.token.start], sign(_kind(figure), figure.index)]
        at = figure.token.end
    return "".join([*parts, text[at:]])


def _kind(figure: Figure) -> str:
    if figure.token.percent:
        return "%"
    if figure.near == "points":
        return "."
    return {"time": ":"}.get(figure.near, "/" if figure.near in _OTHERS else "")


def _said(reading: Reading, phrase: Phrase, masked: str, found: re.Match[str], line: int) -> Check | None:
    """What a place of the text that has the wording says; None where it takes it back or cannot be worked out."""
    if phrase.unless and phrase.unless.search(_sentence(masked, found)):
        return None
    given = {name: [reading.figures[index_of(mark)] for mark in found[name] if is_sign(mark)] for name in phrase.places}
    marked = sorted({figure.index: figure for some in given.values() for figure in some}.values(), key=_place)
    if len({figure.same for name in phrase.alike for figure in given[name]}) > 1:
        return None
    if len({figure.unit for name in phrase.unlike for figure in given[name]}) < len(phrase.unlike):
        return None
    values = {name: _value(phrase, name, found[name], given[name], reading.year) for name in phrase.places}
    try:
        right, wrong = _judged(phrase.holds, values)
        arithmetic = _arithmetic(phrase.holds, values)
    except (_Unknown, ZeroDivisionError, ValueError):
        return None
    if not right and not wrong:
        return None
    state = HOLDS if right else CONTRADICTION
    words = _in_words(masked, found, reading)
    lines = lines_of(marked) or (line,)
    told = tuple(figure.index for figure in marked)
    return Check(phrase.code, state, arithmetic, f"{phrase.say}：“{words}”", lines, told)


def _place(figure: Figure) -> int:
    return figure.index


def _sentence(masked: str, found: re.Match[str]) -> str:
    start = max(masked.rfind(stop, 0, found.start()) for stop in _STOPS) + 1
    ends = [at for stop in _STOPS if (at := masked.find(stop, found.end())) >= 0]
    return masked[start : min(ends, default=len(masked))]


def _in_words(masked: str, found: re.Match[str], reading: Reading) -> str:
    return "".join(reading.figures[index_of(mark)].printed if is_sign(mark) else mark for mark in found[0])


def _value(phrase: Phrase, name: str, said: str, figures: list[Figure], year: int) -> _Value:
    """What stands in a place."""
    kind = phrase.places[name]
    if kind == "*":
        return tuple(figures)
    if kind == "=":
        return said
    if kind == "@":
        return _day(said, year)
    if kind == "#":
        number = Decimal(number_of(said))
        return _Span(number, number)
    return _span(figures[0], rounded=name in phrase.rounded)


def _day(said: str, year: int) -> _Span:
    found = _DAY.match(said)
    assert found is not None
    try:
        number = Decimal(date(int(found[1] or year or 1), int(found[2]), int(found[3])).toordinal())
    except ValueError:
        number = Decimal(0)
    return _Span(number, number)


def _span(figure: Figure, *, rounded: bool = False) -> _Span:
    """What a printed number may stand for."""
    value, token = figure.value, figure.token
    if token.bound == ABOUT:
        return _Span(value * (1 - _ROUGH), value * (1 + _ROUGH))
    if token.bound == LEAST:
        return _Span(value, value * _TWICE)
    if token.bound == MOST:
        return _Span(value / _TWICE, value)
    slack = token.step if rounded or token.percent or figure.near == "points" else token.slack
    return _Span(value - slack, value + slack)


def _judged(holds: ast.expr, values: Mapping[str, _Value]) -> tuple[bool, bool]:
    """Whether a relation holds, and whether it cannot hold."""
    if isinstance(holds, ast.Call):
        order = [figure.value for figure in _list(holds.args[0], values)]
        wanted = sorted(order, reverse=isinstance(holds.func, ast.Name) and holds.func.id == "falling")
        return order == wanted, order != wanted
    assert isinstance(holds, ast.Compare)
    left, right = _worked(holds.left, values), _worked(holds.comparators[0], values)
    verdicts: dict[type[ast.cmpop], Callable[[], tuple[bool, bool]]] = {
        ast.Eq: lambda: (
            left.low <= right.high and right.low <= left.high,
            left.low > right.high or left.high < right.low,
        ),
        ast.LtE: lambda: (left.low <= right.high, left.low > right.high),
        ast.Lt: lambda: (left.low < right.high, left.low >= right.high),
        ast.GtE: lambda: (left.high >= right.low, left.high < right.low),
        ast.Gt: lambda: (left.high > right.low, left.high <= right.low),
    }
    return verdicts[type(holds.ops[0])]()


def _list(node: ast.expr, values: Mapping[str, _Value]) -> tuple[Figure, ...]:
    found = values[node.id] if isinstance(node, ast.Name) else ()
    if not isinstance(found, tuple) or not found:
        raise _Unknown
    return found


def _worked(node: ast.expr, values: Mapping[str, _Value]) -> _Span:
    """A term as an interval."""
    if isinstance(node, ast.Constant):
        return _Span(Decimal(str(node.value)), Decimal(str(node.value)))
    if isinstance(node, ast.Name):
        found = values[node.id]
        if not isinstance(found, _Span):
            raise _Unknown
        return found
    if isinstance(node, ast.Call):
        return _called(node, values)
    assert isinstance(node, ast.BinOp)
    return _combined(node.op, _worked(node.left, values), _worked(node.right, values))


def _combined(op: ast.operator, left: _Span, right: _Span) -> _Span:
    if isinstance(op, ast.Add):
        return _Span(left.low + right.low, left.high + right.high)
    if isinstance(op, ast.Sub):
        return _Span(left.low - right.high, left.high - right.low)
    if isinstance(op, ast.Mult):
        ends = [a * b for a in (left.low, left.high) for b in (right.low, right.high)]
    else:
        if right.low <= 0 <= right.high:
            raise _Unknown
        ends = [a / b for a in (left.low, left.high) for b in (right.low, right.high)]
    return _Span(min(ends), max(ends))


def _called(node: ast.Call, values: Mapping[str, _Value]) -> _Span:
    assert isinstance(node.func, ast.Name)
    if node.func.id == "days":
        first, last = (_worked(argument, values) for argument in node.args)
        if not first.low or not last.low or last.low < first.low:
            raise _Unknown
        return _Span(last.low - first.low, last.low - first.low + 1)
    if node.func.id == "about":
        number = _worked(node.args[0], values)
        return _Span(number.low * (1 - _NEARLY), number.high * (1 + _NEARLY))
    if node.func.id == "apart":
        apart = _combined(ast.Sub(), *(_worked(argument, values) for argument in node.args))
        return apart if apart.low >= 0 else _Span(-apart.high, -apart.low)
    figures = _list(node.args[0], values)
    spans = [_span(figure) for figure in figures]
    total = _Span(sum((s.low for s in spans), Decimal(0)), sum((s.high for s in spans), Decimal(0)))
    if node.func.id == "sum":
        return total
    if node.func.id == "count":
        return _Span(Decimal(len(spans)), Decimal(len(spans)))
    if node.func.id == "mean":
        return _Span(total.low / len(spans), total.high / len(spans))
    if node.func.id == "at":
        return _named(figures, node.args[1], values)
    pick = max if node.func.id == "max" else min
    return _Span(pick(s.low for s in spans), pick(s.high for s in spans))


def _named(figures: tuple[Figure, ...], node: ast.expr, values: Mapping[str, _Value]) -> _Span:
    """The number of a list that stands under a name."""
    who = values[node.id] if isinstance(node, ast.Name) else ""
    found = [figure for figure in figures if isinstance(who, str) and who and who in figure.lead]
    if len(found) != 1:
        raise _Unknown
    return _span(found[0])


def _arithmetic(holds: ast.expr, values: Mapping[str, _Value]) -> str:
    """The relation with its numbers: 12600 − 9450 = 3150 ≠ 3510."""
    if isinstance(holds, ast.Call):
        return " → ".join(plain(figure.value) for figure in _list(holds.args[0], values))
    assert isinstance(holds, ast.Compare)
    left, right = (_worked(side, values).middle for side in (holds.left, holds.comparators[0]))
    words = _written(holds.comparators[0], values)
    shown = words if words == _short(right) else f"{words} = {_short(right)}"
    if isinstance(holds.ops[0], ast.Eq):
        return f"{shown} {'=' if _judged(holds, values)[0] else '≠'} {_short(left)}"
    sign_ = {ast.LtE: "≤", ast.Lt: "<", ast.GtE: "≥", ast.Gt: ">"}[type(holds.ops[0])]
    right_ = f"{_written(holds.left, values)} {sign_} {shown}"
    return right_ if _judged(holds, values)[0] else f"并非 {right_}"


def _written(node: ast.expr, values: Mapping[str, _Value]) -> str:
    if isinstance(node, ast.BinOp):
        left, right = _written(node.left, values), _written(node.right, values)
        if isinstance(node.op, ast.Mult | ast.Div):
            left = (
                f"({left})"
                if isinstance(node.left, ast.BinOp) and isinstance(node.left.op, ast.Add | ast.Sub)
                else left
            )
            right = f"({right})" if isinstance(node.right, ast.BinOp) else right
        return f"{left} {_OPERATORS[type(node.op)]} {right}"
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("sum", "mean"):
        terms = " + ".join(plain(figure.value) for figure in _list(node.args[0], values))
        return terms if node.func.id == "sum" else f"({terms}) ÷ {len(_list(node.args[0], values))}"
    return _short(_worked(node, values).middle)


def _short(number: Decimal) -> str:
    """A number with two digits behind the point at most."""
    return plain(number.quantize(Decimal("0.01"), ROUND_HALF_UP))
