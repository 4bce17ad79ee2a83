"""An examined report as one JSON document, in the form the command and the programming interface give."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from zhifa.core.footing.checks import Check
from zhifa.core.footing.examining import Examination
from zhifa.core.footing.reading.figures import Figure
from zhifa.core.footing.reading.numbers import EXACT


def data(found: Examination) -> dict[str, Any]:
    """`figures` and `identities`. A line is its number in the file; amounts are in yuan, shares in per cent."""
    return {
        "figures": [_figure(figure) for figure in found.figures],
        "identities": [_identity(check) for check in found.checks],
    }


def _figure(figure: Figure) -> dict[str, Any]:
    return {
        "label": figure.label or figure.noun,
        "value": _number(figure.value),
        "unit": figure.unit,
        "line": figure.line,
        "printed": figure.printed,
        "noun": figure.noun,
        "period": figure.period or "year",
        "exact": figure.token.bound == EXACT,
        "table": figure.passage < 0,
    }


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def _identity(check: Check) -> dict[str, Any]:
    return {
        "kind": check.kind,
        "expression": check.expression,
        "holds": check.holds,
        "severity": check.severity,
        "lines": list(check.lines),
        "explain": check.explain,
        "cite": check.cite,
        "status": check.status,
    }
