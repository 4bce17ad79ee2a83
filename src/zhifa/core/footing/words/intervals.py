"""Numbers as intervals: as wide as they were rounded, or as 约 and 近 leave open; and relations between them."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Final

from zhifa.core.footing.checks import plain, rounded
from zhifa.core.footing.reading.figures import Figure
from zhifa.core.footing.reading.numbers import ABOUT, LEAST, MOST

_ROUGH: Final = Decimal("0.12")
_NEARLY: Final = Decimal("0.07")
"""So far from what they say are 一番 and 一半 still meant."""
_CUT: Final = Decimal("0.9999")
"""A number rounded or cut off is less than a whole step away: 10% is not printed as 9%."""
_TWICE: Final = 2
_HUNDRED: Final = 100
_SIGNS: Final = {ast.LtE: "≤", ast.Lt: "<", ast.GtE: "≥", ast.Gt: ">"}
_OPERATORS: Final = {ast.Add: "+", ast.Sub: "−", ast.Mult: "×", ast.Div: "÷"}


class Unknown(Exception):
    """What cannot be worked out is not said."""


@dataclass(frozen=True, slots=True)
class Span:
    """From the least to the greatest a number may be."""

    low: Decimal
    high: Decimal

    @property
    def middle(self) -> Decimal:
        return (self.low + self.high) / 2


def span(figure: Figure, *, rounded: bool = False) -> Span:
    """What a printed number may stand for."""
    value, token = figure.value, figure.token
    if token.bound == ABOUT:
        return Span(value * (1 - _ROUGH), value * (1 + _ROUGH))
    if token.bound == LEAST:
        return Span(value, value * _TWICE)
    if token.bound == MOST:
        return Span(value / _TWICE, value)
    slack = token.step * _CUT if rounded or token.percent or figure.near == "points" else token.slack
    return Span(value - slack, value + slack)


def possible(holds: ast.expr, values: Mapping[str, Span]) -> bool:
    """Whether some numbers of the intervals satisfy a relation."""
    assert isinstance(holds, ast.Compare)
    terms = [_worked(node, values) for node in (holds.left, *holds.comparators)]
    return all(_may(op, *pair) for op, pair in zip(holds.ops, pairwise(terms), strict=True))


def _may(op: ast.cmpop, left: Span, right: Span) -> bool:
    """Whether two numbers may stand so to each other."""
    verdicts: dict[type[ast.cmpop], bool] = {
        ast.Eq: left.low <= right.high and right.low <= left.high,
        ast.LtE: left.low <= right.high,
        ast.Lt: left.low < right.high,
        ast.GtE: left.high >= right.low,
        ast.Gt: left.high > right.low,
    }
    return verdicts[type(op)]


def _worked(node: ast.expr, values: Mapping[str, Span]) -> Span:
    """A term as an interval."""
    if isinstance(node, ast.Constant):
        return Span(Decimal(str(node.value)), Decimal(str(node.value)))
    if isinstance(node, ast.Name):
        return values[node.id]
    if isinstance(node, ast.Call):
        return _called(node, values)
    assert isinstance(node, ast.BinOp)
    return _combined(node.op, _worked(node.left, values), _worked(node.right, values))


def _combined(op: ast.operator, left: Span, right: Span) -> Span:
    if isinstance(op, ast.Add):
        return Span(left.low + right.low, left.high + right.high)
    if isinstance(op, ast.Sub):
        return Span(left.low - right.high, left.high - right.low)
    if isinstance(op, ast.Mult):
        ends = [a * b for a in (left.low, left.high) for b in (right.low, right.high)]
    else:
        if right.low <= 0 <= right.high:
            raise Unknown
        ends = [a / b for a in (left.low, left.high) for b in (right.low, right.high)]
    return Span(min(ends), max(ends))


def _called(node: ast.Call, values: Mapping[str, Span]) -> Span:
    assert isinstance(node.func, ast.Name)
    if node.func.id == "about":
        number = _worked(node.args[0], values)
        return Span(number.low * (1 - _NEARLY), number.high * (1 + _NEARLY))
    if node.func.id == "apart":
        apart = _combined(ast.Sub(), *(_worked(argument, values) for argument in node.args))
        return apart if apart.low >= 0 else Span(-apart.high, -apart.low)
    return _nearest(*(_worked(argument, values) for argument in node.args))


def _nearest(whole: Span, percent: Span) -> Span:
    """The share of a whole that a whole number of it makes nearest to a percentage: of 60, 86.7% for 86.2%."""
    if whole.middle <= 0:
        raise Unknown
    share = rounded(percent.middle * whole.middle / _HUNDRED, Decimal(1)) * _HUNDRED / whole.middle
    return Span(share, share)


def arithmetic(holds: ast.expr, values: Mapping[str, Span]) -> str:
    """The relation with its numbers: 12600 − 9450 = 3150 ≠ 3510."""
    assert isinstance(holds, ast.Compare)
    terms = [_term(node, values) for node in (holds.left, *holds.comparators)]
    if isinstance(holds.ops[0], ast.Eq):
        told = _short(_worked(holds.left, values).middle)
        return f"{terms[1]} {'=' if possible(holds, values) else '≠'} {told}"
    said = terms[0] + "".join(f" {_SIGNS[type(op)]} {term}" for op, term in zip(holds.ops, terms[1:], strict=True))
    return said if possible(holds, values) else f"并非 {said}"


def _term(node: ast.expr, values: Mapping[str, Span]) -> str:
    """A term with its numbers, and what it comes to."""
    words, comes_to = _written(node, values), _short(_worked(node, values).middle)
    return words if words == comes_to else f"{words} = {comes_to}"


def _written(node: ast.expr, values: Mapping[str, Span]) -> str:
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
    return _short(_worked(node, values).middle)


def _short(number: Decimal) -> str:
    """A number with two digits behind the point at most."""
    return plain(rounded(number))
