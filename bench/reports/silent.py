"""What the checker does not notice: `python -m bench.reports.silent [--show]`.

Every figure of the sets' reports that comes out of others told near it is printed once with another digit: a sum of
figures that follow one another, a percentage of two, a growth from last year's, a mean, a difference, a number told
again. Where no contradiction names its line, nothing is said of it. Some of these figures only seem to come out, so
the share is no measure of what should be found; it is one of what changes, in sentences nobody chose.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final

from bench.reports.run import HERE, SETS, written
from bench.reports.score import DAY, places
from zhifa.core.footing.checks import rounded
from zhifa.core.footing.examining import Examination, examine
from zhifa.core.footing.reading.figures import Figure
from zhifa.core.footing.reading.passages import Line
from zhifa.core.footing.reading.periods import LAST_YEAR
from zhifa.ports.reportfiles import read_report
from zhifa.ports.rules import report_words

_EACH: Final = re.compile("均|每")
_LEAST: Final = 10
_TOTAL: Final = 20
_MOST: Final = 8
_HUNDRED: Final = Decimal(100)


def _sums(figure: Figure, told: Sequence[Figure]) -> bool:
    if not figure.counted or figure.value < _TOTAL:
        return False
    alike = [f for f in told if f.same == figure.same and f.counted and f.value > 0]
    runs = (alike[a:b] for a in range(len(alike)) for b in range(a + 2, min(a + _MOST, len(alike)) + 1))
    return any(
        sum((f.value for f in run), Decimal(0)) == figure.value
        and (len(run) > 2 or min(f.value for f in run) >= _LEAST)
        and (run[0].index > figure.index or run[-1].index < figure.index)
        and run[-1].index - run[0].index <= 3 * (len(run) - 1)
        for run in runs
    )


def _pairs(told: Sequence[Figure]) -> Iterator[tuple[Figure, Figure]]:
    counted = [f for f in told if f.counted and f.value >= _LEAST]
    return ((a, b) for a in counted for b in counted if a is not b and a.same == b.same)


def _shares(figure: Figure, told: Sequence[Figure]) -> bool:
    if not figure.token.percent or figure.moved or figure.token.step >= 1:
        return False
    return any(rounded(a.value * _HUNDRED / b.value, figure.token.step) == figure.value for a, b in _pairs(told))


def _growths(figure: Figure, told: Sequence[Figure]) -> bool:
    if not figure.token.percent or not figure.moved or figure.token.step >= 1:
        return False
    pairs = ((a, b) for a, b in _pairs(told) if b.period == LAST_YEAR)
    return any(
        rounded(abs(a.value - b.value) * _HUNDRED / b.value, figure.token.step) == figure.value for a, b in pairs
    )


def _means(figure: Figure, told: Sequence[Figure]) -> bool:
    if not figure.counted or figure.moved or not _EACH.search(figure.lead[-_LEAST:]) or figure.value <= 1:
        return False
    amounts = [f for f in told if f.unit == figure.unit and f.value > figure.value]
    numbers = [f for f in told if f.counted and f.unit != figure.unit and f.value > 1]
    return any(rounded(a.value / n.value, figure.token.step) == figure.value for a in amounts for n in numbers)


def _differences(figure: Figure, told: Sequence[Figure]) -> bool:
    alike = [f for f in told if f.unit == ("%" if figure.near == "points" else figure.unit)]
    return figure.moved and figure.counted and any(a.value - b.value == figure.value for a in alike for b in alike)


KINDS: Final[dict[str, Callable[[Figure, Sequence[Figure]], bool]]] = {
    "sums": _sums, "shares": _shares, "growth": _growths, "means": _means, "differences": _differences,
}  # fmt: skip


def coming_out(found: Examination) -> Iterator[tuple[str, Figure]]:
    """The figures of a text that come out of others of their paragraph and those beside it; of each the first kind."""
    for figure in found.reading.figures:
        if not figure.exact:
            continue
        told = [f for f in found.reading.figures if abs(f.passage - figure.passage) <= 1 and f is not figure]
        if kind := next((name for name, comes in KINDS.items() if comes(figure, told)), ""):
            yield kind, figure


def altered(lines: Sequence[Line], found: Examination, figure: Figure, draw: random.Random) -> list[Line]:
    """The report with another digit in the place of one of the first two of a figure; as it is where none stands."""
    passage = found.document.passages[figure.passage]
    spots = passage.spots[figure.token.start : figure.token.end]
    digits = [at for at in range(len(spots)) if passage.text[figure.token.start + at].isdigit()][:2]
    number, column = spots[draw.choice(digits)] if digits else (0, 0)
    return [_with_another(line, column, draw) if line.number == number and digits else line for line in lines]


def _with_another(line: Line, column: int, draw: random.Random) -> Line:
    sign = line.text[column]
    other = draw.choice([digit for digit in "123456789" if digit != sign])
    return replace(line, text=f"{line.text[:column]}{other}{line.text[column + 1 :]}")


def main() -> None:
    """Count what is noticed, kind by kind."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--show", action="store_true", help="name everything that is not noticed")
    args = parser.parse_args()
    words, draw, counted = report_words(DAY), random.Random(0), Counter[tuple[str, bool]]()
    for sample in (one for name in SETS for one in written(HERE / name)):
        lines = read_report(sample.content, sample.name)
        found = examine(lines, words)
        planted = {line for one in sample.planted for line in places(lines, one.at)}
        for kind, figure in coming_out(found):
            other = altered(lines, found, figure, draw)
            if figure.line in planted or other == list(lines):
                continue
            noticed = any(figure.line in check.lines for check in examine(other, words).contradictions)
            counted[kind, noticed] += 1
            if args.show and not noticed:
                text = found.document.passages[figure.passage].text[max(0, figure.token.start - 60) : figure.token.end]
                sys.stdout.write(f"  {kind} {sample.name}: {text}\n")
    for kind in KINDS:
        right, all_ = counted[kind, True], counted[kind, True] + counted[kind, False]
        sys.stdout.write(f"{kind}: {right} of {all_} noticed ({100 * right / all_:.1f} %)\n")


if __name__ == "__main__":
    main()
