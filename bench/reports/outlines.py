"""Reports with numbers drawn anew each time: {a:10-90} draws one, {=a+b} follows, {%a/b} is a share, {a} says it again.

Each outline is filled several times; whatever the checker then contradicts is false. What follows from others is also
printed with a digit wrong, one place at a time, and must then be found. `{n=a-b}` follows and is given a name.
"""

from __future__ import annotations

import ast
import operator
import random
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Final

from bench.reports.score import DAY, Planted, Score
from zhifa.core.footing.checks import Check
from zhifa.core.footing.examining import examine
from zhifa.ports.reportfiles import read_report
from zhifa.ports.rules import report_words

OUTLINES: Final = Path(__file__).parent / "outlines"
FILLED: Final = 8
"""How often each outline is filled; the first two times also with its mistakes."""
SPOILT: Final = 2
_PLACE: Final = re.compile(r"\{([^{}]*)\}")
_DRAWN: Final = re.compile(r"(\w+):([\d.]+)-([\d.]+)(?:/(\d))?")
_NAMED: Final = re.compile(r"(\w+)=(.*)")
_SIGNS: Final[Mapping[type[ast.operator], Callable[[Decimal, Decimal], Decimal]]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv,
}  # fmt: skip


@dataclass(slots=True)
class Draw:
    """One filling of an outline: its numbers, and which of the places that follow is printed wrongly."""

    dice: random.Random
    wrong: int | None = None
    numbers: dict[str, Decimal] = field(default_factory=dict)
    places: int = 0
    mistake: str = ""

    def __call__(self, place: re.Match[str]) -> str:
        said = place[1]
        if drawn := _DRAWN.fullmatch(said):
            scale = 10 ** int(drawn[4] or 0)
            low, high = (int(Decimal(bound) * scale) for bound in (drawn[2], drawn[3]))
            self.numbers[drawn[1]] = Decimal(self.dice.randint(low, high)) / scale
            return str(self.numbers[drawn[1]])
        if said in self.numbers:
            return str(self.numbers[said])
        return self._followed(said)

    def _followed(self, said: str) -> str:
        named = _NAMED.fullmatch(said)
        value = self._worked(named[2] if named else said[1:])
        if named:
            self.numbers[named[1]] = value
        share = said.startswith("%")
        right = str((value * 100).quantize(Decimal("0.1"), ROUND_HALF_UP)) if share else str(value)
        self.places += 1
        if self.wrong != self.places - 1:
            return right
        printed = slipped(right, self.dice, share=share)
        self.mistake = f"{right} → {printed}"
        return printed

    def _worked(self, expression: str) -> Decimal:
        return self._node(ast.parse(expression, mode="eval").body)

    def _node(self, node: ast.expr) -> Decimal:
        if isinstance(node, ast.Name):
            return self.numbers[node.id]
        if isinstance(node, ast.BinOp):
            return _SIGNS[type(node.op)](self._node(node.left), self._node(node.right))
        raise ValueError(ast.dump(node))


def slipped(right: str, dice: random.Random, *, share: bool) -> str:
    """A number as people mistype it: two neighbours swapped, or a late digit off by one or two."""
    at = [place for place, sign in enumerate(right) if sign.isdigit()]
    found = [
        right[:a] + right[b] + right[a + 1 : b] + right[a] + right[b + 1 :] for a, b in zip(at, at[1:], strict=False)
    ]
    for place in (at[:-1] or at) if share else at[-2:]:
        digits = (int(right[place]) + apart for apart in (-2, -1, 1, 2))
        found += [f"{right[:place]}{digit}{right[place + 1 :]}" for digit in digits if 0 <= digit <= 9]
    value = Decimal(right)
    far = Decimal("0.2") if share else Decimal(0)
    near = [text for text in found if text[0] != "0" and abs(Decimal(text) - value) > far]
    close = [text for text in near if share or abs(Decimal(text) - value) <= max(value / 10, Decimal(1))]
    return dice.choice(close or near)


def score() -> Score:
    """Fill and check every outline; `reports` counts the fillings without a mistake."""
    result = Score()
    for path in sorted(OUTLINES.glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        for number in range(FILLED):
            draw = Draw(random.Random(f"{path.name} {number}"))
            clean = _contradictions(_PLACE.sub(draw, text), path.name, result)
            result.reports += 1
            result.false += [(path.name, check) for check in clean]
            known = {(check.kind, check.expression) for check in clean}
            for wrong in range(draw.places if number < SPOILT else 0):
                spoilt = Draw(random.Random(f"{path.name} {number}"), wrong)
                found = _contradictions(_PLACE.sub(spoilt, text), path.name, result)
                result.planted += 1
                hit = any((check.kind, check.expression) not in known for check in found)
                result.found += hit
                if not hit:
                    result.missed.append((path.name, Planted(spoilt.mistake, ())))
    return result


def _contradictions(text: str, name: str, result: Score) -> tuple[Check, ...]:
    begun = time.perf_counter()
    found = examine(read_report(text.encode(), name), report_words(DAY)).contradictions
    result.seconds.append(time.perf_counter() - begun)
    return found
