"""The casefile: one case one file, its papers and files in the order of the rules, in a main and a side volume.

What goes where is data (`[[casefile_part]]`): a paper belongs to the part that names it, one written with `*` gives way
to one that names it in full. A receipt of delivery follows the paper it delivers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from fnmatch import fnmatchcase
from typing import Final

from zhifa.core.conditions import parse
from zhifa.core.papers.template import strings
from zhifa.core.procedure.functions import FUNCTIONS
from zhifa.core.procedure.scope import Scope
from zhifa.core.procedure.state import State
from zhifa.core.rulebook import Entry, Rules

SECTION: Final = "casefile_part"
RECEIPT: Final = "delivery-receipt"
OWN: Final = "casefile-"
"""How the codes of the papers of the casefile itself begin."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """One thing in the file: a paper with its scan, or a file recorded with a step (`code` empty)."""

    key: str
    title: str
    day: date
    code: str = ""
    number: str = ""
    proceeding: str = ""
    withdrawn: bool = False
    rank: int = 0
    """Its place among those of one day: the version of its event."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the file: its name in the index, its volume, and what belongs to it."""

    code: str
    title: str
    volume: str
    cite: str
    status: str
    papers: tuple[str, ...] = ()
    receipts: bool = False
    files: bool = False
    rest: bool = False
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Filed:
    """A part of this case's file with what lies in it, in order."""

    part: Part
    leaves: tuple[Leaf, ...]


def parts_of(rules: Rules) -> tuple[Part, ...]:
    """The parts in force on a day, in the order in which they were written."""
    return tuple(
        Part(
            code=entry.key,
            title=str(entry.data.get("title", entry.key)),
            volume=str(entry.data.get("volume", "")),
            cite=entry.cite,
            status=entry.status,
            papers=strings(entry.data.get("papers")),
            receipts=bool(entry.data.get("receipts")),
            files=bool(entry.data.get("files")),
            rest=bool(entry.data.get("rest")),
            withdrawn=bool(entry.data.get("withdrawn")),
        )
        for entry in rules.entries(SECTION).values()
    )


def arrange(leaves: Sequence[Leaf], parts: Sequence[Part]) -> tuple[Filed, ...]:
    """Everything of a case in its part, by day; nothing is left out, empty parts are."""
    ordered = sorted(leaves, key=lambda leaf: (leaf.day, leaf.rank, leaf.key))
    placed: dict[str, list[Leaf]] = {part.code: [] for part in parts}
    for leaf in ordered:
        if leaf.code != RECEIPT or leaf.withdrawn:
            placed[_part(leaf, parts).code].append(leaf)
    for leaf in ordered:
        if leaf.code == RECEIPT and not leaf.withdrawn:
            _follow(leaf, parts, placed)
    return tuple(Filed(part, tuple(placed[part.code])) for part in parts if placed[part.code])


def _part(leaf: Leaf, parts: Sequence[Part]) -> Part:
    rest = next((part for part in parts if part.rest), parts[-1])
    if leaf.withdrawn:
        return next((part for part in parts if part.withdrawn), rest)
    if not leaf.code:
        return next((part for part in parts if part.files), rest)
    exact = next((part for part in parts if leaf.code in part.papers), None)
    return exact or next((p for p in parts if any(fnmatchcase(leaf.code, like) for like in p.papers)), rest)


def _follow(receipt: Leaf, parts: Sequence[Part], placed: dict[str, list[Leaf]]) -> None:
    """Put a receipt behind the last paper of its proceeding that goes out to the party and is not younger."""
    sent = [
        (leaf.day, leaf.rank, part.code, leaf)
        for part in parts
        if part.receipts
        for leaf in placed[part.code]
        if leaf.proceeding == receipt.proceeding
        and leaf.code != RECEIPT
        and (leaf.day, leaf.rank) <= (receipt.day, receipt.rank)
    ]
    if not sent:
        placed[_part(receipt, parts).code].append(receipt)
        return
    _, _, code, paper = max(sent, key=lambda item: item[:2])
    place = placed[code].index(paper) + 1
    while place < len(placed[code]) and placed[code][place].code == RECEIPT:
        place += 1
    placed[code].insert(place, receipt)


def fits(entry: Entry | None, state: State, proceeding: str) -> bool:
    """Whether a paper is one for how the case stands: a refusal is not asked for where the permit was granted."""
    text = str(entry.data.get("only_if", "")) if entry else ""
    if not text:
        return True
    book = state.context.book
    asked = book.kept(("paper", id(entry)), lambda: parse(text, book.vocabulary, FUNCTIONS))
    return asked.holds(Scope(state, proceeding, state.day)) is not False


@dataclass(frozen=True, slots=True)
class Lack:
    """A paper that steps were taken without: the one they make first, and the first of these steps."""

    proceeding: str
    code: str
    title: str
    step: str
    version: int
    said: str
    """The titles of the steps."""


def lacks(state: State, rules: Rules) -> tuple[Lack, ...]:
    """Papers steps were taken without, each once.

    A step that names several papers is content with any of them; the papers of the casefile itself are made with it.
    """
    issued = {(paper.proceeding, paper.paper) for paper in state.case.papers if not paper.withdrawn}
    found: dict[tuple[str, str], Lack] = {}
    for proceeding, run in state.runs.items():
        for instance in run.instances:
            step = instance.step
            if step is None or not instance.standing or instance.taken.is_deemed:
                continue
            named = [code for code in step.papers if not code.startswith(OWN)]
            wanted = [code for code in named if fits(rules.entry("paper", code), state, proceeding)]
            if not wanted or any((proceeding, code) in issued for code in named):
                continue
            known = found.get((proceeding, wanted[0]))
            if known is None:
                entry = rules.entry("paper", wanted[0])
                title = str(entry.data.get("title", wanted[0])) if entry else wanted[0]
                version = instance.taken.version
                found[proceeding, wanted[0]] = Lack(proceeding, wanted[0], title, step.code, version, step.title)
            elif step.title not in known.said.split("、"):
                found[proceeding, wanted[0]] = replace(known, said=f"{known.said}、{step.title}")
    return tuple(found.values())
