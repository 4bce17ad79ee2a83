"""Reports with their mistakes beside what is right: 立案{312|322}件 is 312, and 322 where the mistake is planted.

Each draft is checked once as it is right, and once for every mistake alone. A mistake is found when a contradiction is
reported that the right text does not give; every contradiction of the right text is false.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from bench.reports.score import DAY, Planted, Score
from zhifa.core.footing.checks import Check
from zhifa.core.footing.examining import examine
from zhifa.ports.reportfiles import read_report
from zhifa.ports.rules import report_words

DRAFTS: Final = Path(__file__).parent / "drafts"
_MARK: Final = re.compile(r"\{([^|{}]*)\|([^{}]*)\}")


def right(text: str) -> str:
    """A draft without its mistakes."""
    return _MARK.sub(r"\1", text)


def spoilt(text: str) -> Iterator[tuple[str, str]]:
    """A draft with each of its mistakes alone: the mistake, and the text."""
    for mark in _MARK.finditer(text):
        if mark[1] != mark[2]:
            yield mark[0], right(text[: mark.start()]) + mark[2] + right(text[mark.end() :])


def score(begin: str = "") -> Score:
    """Check every draft whose name begins so; `reports` counts the drafts."""
    result = Score()
    for path in sorted(DRAFTS.glob(f"{begin}*")):
        text = path.read_text(encoding="utf-8")
        tried(path.name, path.name, text, result)
    return result


def tried(name: str, file: str, text: str, result: Score) -> None:
    """One text with marked mistakes, read as a file of that name: as it is right, and with each mistake alone."""
    clean = _contradictions(right(text), file, result)
    result.reports += 1
    result.false += [(name, check) for check in clean]
    known = {(check.kind, check.expression) for check in clean}
    for mark, wrong in spoilt(text):
        found = [c for c in _contradictions(wrong, file, result) if (c.kind, c.expression) not in known]
        result.planted += 1
        result.found += bool(found)
        if not found:
            result.missed.append((name, Planted(mark, ())))


def _contradictions(text: str, name: str, result: Score) -> tuple[Check, ...]:
    begun = time.perf_counter()
    found = examine(read_report(text.encode(), name), report_words(DAY)).contradictions
    result.seconds.append(time.perf_counter() - begun)
    return found
