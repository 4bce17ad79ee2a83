"""How the report checker does on labelled reports: planted contradictions found, false ones, seconds.

A planted contradiction is found when a contradiction is reported on one of its lines. A reported contradiction none
of whose lines carries a planted one is false; several on the same planted place count once.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from zhifa.core.footing.checks import Check
from zhifa.core.footing.examining import examine
from zhifa.core.footing.reading.passages import Line
from zhifa.ports.reportfiles import read_report
from zhifa.ports.rules import report_words

DAY = date(2025, 1, 31)


@dataclass(frozen=True, slots=True)
class Planted:
    """One thing wrong with a report: its kind, and pieces of the wording it stands in."""

    kind: str
    at: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sample:
    """A labelled report as a file."""

    name: str
    content: bytes
    planted: tuple[Planted, ...]
    undecidable: tuple[str, ...] = ()
    """Wording of rows that lost their separators and must be called undecidable, or solved."""


@dataclass(slots=True)
class Score:
    """What was found in a set of reports."""

    reports: int = 0
    planted: int = 0
    found: int = 0
    false: list[tuple[str, Check]] = field(default_factory=list)
    missed: list[tuple[str, Planted]] = field(default_factory=list)
    undecidable: int = 0
    seen: int = 0
    seconds: list[float] = field(default_factory=list)

    def lines(self) -> list[str]:
        """The score in words."""
        share = 100 * self.found / self.planted if self.planted else 100.0
        ten = 10 * len(self.false) / self.reports
        undecidable = f", lost separators seen {self.seen}/{self.undecidable}" if self.undecidable else ""
        return [
            f"{self.reports} reports: {self.found}/{self.planted} contradictions found ({share:.1f} %), "
            f"{len(self.false)} false ({ten:.2f} per ten reports){undecidable}, "
            f"slowest {max(self.seconds):.3f} s, mean {sum(self.seconds) / len(self.seconds):.3f} s",
        ]


def score(samples: Sequence[Sample]) -> Score:
    """Check every report and compare with its labels."""
    words = report_words(DAY)
    result = Score()
    for sample in samples:
        begun = time.perf_counter()
        lines = read_report(sample.content, sample.name)
        found = examine(lines, words)
        result.seconds.append(time.perf_counter() - begun)
        result.reports += 1
        stood = {planted: places(lines, planted.at) for planted in sample.planted}
        for planted, at in stood.items():
            assert at, f"{sample.name}: {planted.at} stands nowhere"
            hit = any(at & set(check.lines) for check in found.contradictions)
            result.planted += 1
            result.found += hit
            if not hit:
                result.missed.append((sample.name, planted))
        every = set().union(*stood.values()) if stood else set()
        result.false += [(sample.name, check) for check in found.contradictions if not every & set(check.lines)]
        for piece in sample.undecidable:
            at = places(lines, (piece,))
            result.undecidable += 1
            result.seen += any(check.kind == "split" and at & set(check.lines) for check in found.checks)
    return result


def places(lines: Sequence[Line], pieces: Sequence[str]) -> set[int]:
    """The lines the pieces of wording stand on, wherever the text was broken or spaced."""
    signs = [(sign, line.number) for line in lines for sign in line.text if not sign.isspace() and sign not in "—"]
    text = "".join(sign for sign, _ in signs)
    found: set[int] = set()
    for piece in pieces:
        wanted = "".join(sign for sign in piece if not sign.isspace())
        at = text.find(wanted)
        if at >= 0:
            found |= {number for _, number in signs[at : at + len(wanted)]}
    return found
