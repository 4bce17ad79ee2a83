"""What people make of a file: a reader's lines over the machine's proposal, two readers compared, files shared out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from zhifa.core.appraisal.model import Item, Standard
from zhifa.core.appraisal.sheet import Deduction
from zhifa.core.drawing import rank


@dataclass(frozen=True, slots=True)
class Line:
    """What one item takes: so many points, or the whole file where it is fatal, and the reader's words."""

    item: str
    lost: int = 0
    fatal: bool = False
    words: str = ""

    @property
    def takes(self) -> bool:
        return bool(self.lost or self.fatal)


@dataclass(frozen=True, slots=True)
class Total:
    """The score and grade of some lines."""

    score: int
    grade: str
    fatal: int


def proposal(standard: Standard, deductions: Iterable[Deduction]) -> tuple[Line, ...]:
    """The machine's deductions gathered by item, in the order of the standard; mere questions take nothing."""
    found: dict[str, list[Deduction]] = {}
    for one in deductions:
        found.setdefault(one.item, []).append(one)
    lines = []
    for item in standard.items:
        taken = [one for one in found.get(item.code, ()) if not one.ask]
        if item.fatal:
            lines.append(Line(item.code, fatal=bool(taken)))
        else:
            lines.append(Line(item.code, lost=_least(item, sum(one.points for one in taken))))
    return tuple(lines)


def _least(item: Item, points: int) -> int:
    return min(points, item.most) if item.most else points


def totalled(standard: Standard, lines: Iterable[Line]) -> Total:
    """The score of a sheet: nobody falls below zero, a fatal line fails the file."""
    given = list(lines)
    fatal = sum(1 for line in given if line.fatal)
    score = max(0, standard.full - sum(line.lost for line in given))
    grade = standard.failed if fatal else next(grade.title for grade in standard.grades if score >= grade.least)
    return Total(score, grade, fatal)


def faults(standard: Standard, lines: Sequence[Line], proposed: Sequence[Line]) -> tuple[tuple[str, str], ...]:
    """What is wrong with a reader's sheet: the item and why. Whoever departs from the proposal says why."""
    before = {line.item: line for line in proposed}
    found: list[tuple[str, str]] = []
    for line in lines:
        item = standard.item(line.item)
        if item is None:
            found.append((line.item, "标准里没有这个项目"))
        elif line.fatal and not item.fatal:
            found.append((line.item, f"“{item.title}”不是一票否决的项目"))
        elif line.lost and item.fatal:
            found.append((line.item, f"“{item.title}”是一票否决的项目，不扣分"))
        elif not 0 <= line.lost <= (item.most or standard.full):
            found.append((line.item, f"“{item.title}”的扣分应在 0 到 {item.most or standard.full} 之间"))
        elif _departs(line, before.get(line.item)) and not line.words.strip():
            found.append((line.item, f"“{item.title}”与机器的评分不同，请写明理由"))
    return tuple(found)


def _departs(line: Line, proposed: Line | None) -> bool:
    return (line.lost, line.fatal) != ((proposed.lost, proposed.fatal) if proposed else (0, False))


def differing(first: Iterable[Line], second: Iterable[Line]) -> tuple[str, ...]:
    """The items on which two readers differ."""
    one, other = ({line.item: (line.lost, line.fatal) for line in lines if line.takes} for lines in (first, second))
    return tuple(sorted(code for code in one.keys() | other.keys() if one.get(code) != other.get(code)))


def stored(lines: Iterable[Line]) -> list[dict[str, Any]]:
    """Lines as the journal keeps them: only those that take or say something."""
    return [
        {"item": line.item, "lost": line.lost, "fatal": line.fatal, "words": line.words}
        for line in lines
        if line.takes or line.words
    ]


def loaded(lines: Iterable[Mapping[str, Any]]) -> tuple[Line, ...]:
    """What `stored` wrote."""
    return tuple(Line(str(o["item"]), int(o["lost"]), bool(o["fatal"]), str(o["words"])) for o in lines)


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who may read files of others: never of their own organ."""

    id: str
    organ: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """A file that was drawn: whose it is, and who had a hand in it."""

    case: str
    organ: str
    worked: frozenset[str]


def shared_out(files: Sequence[Drawn], readers: Sequence[Reader], seed: str) -> dict[str, tuple[str, str]] | str:
    """Two readers for each file: nobody of the organ, nobody who worked on it, the one with the fewest files first.

    Equal loads are told apart by the draw, so that anybody comes to the same. The case nobody can read, where readers
    do not suffice.
    """
    loads = dict.fromkeys((reader.id for reader in readers), 0)
    found: dict[str, tuple[str, str]] = {}
    for file in files:
        fit = [one.id for one in readers if one.organ != file.organ and one.id not in file.worked]
        chosen = sorted(fit, key=lambda one: (loads[one], rank(seed, file.case, one)))[:2]
        if len(chosen) < 2:
            return file.case
        for one in chosen:
            loads[one] += 1
        found[file.case] = (chosen[0], chosen[1])
    return found
