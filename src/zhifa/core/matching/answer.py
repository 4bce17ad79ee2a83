"""The answer to a text: the likeliest matters of the whole and of its parts, and whether to trust them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from zhifa.core.matching.learning import OUTSIDE
from zhifa.core.matching.model import Affair, Answer, Likely, Match, Reader, Subjects
from zhifa.core.rulebook import Rules

_LOOKED_AT: Final = 12
SURE: Final = 0.5
"""The first answer is sure when it, with the matters punished by the same article, has this share."""
_WORTH_SAYING: Final = 0.01
_PART: Final = 0.2
"""A part of the text speaks for a matter of its own from this share on."""
_CLAUSE: Final = re.compile(r"[，。；！？、,;!?：:\s]+|(?:又|还|另外|同时|而且|并且)(?=.{4})")
_LEAST_CLAUSE: Final = 5
_TOLD: Final = 3
"""So many words are shown as reasons."""


def match(text: str, rules: Rules, among: Subjects, reader: Reader, *, limit: int = 3) -> Answer:
    """The matters nearest to a text, best first, and whether the first of them may be trusted."""
    found = reader.likely(text, among, max(_LOOKED_AT, limit))
    inside = [item for item in found if not item.code.startswith(OUTSIDE) and item.share >= _WORTH_SAYING]
    outside = [item for item in found if item.code.startswith(OUTSIDE)]
    beside = sum(item.share for item in outside)
    affair = _affair(rules, outside[0].code) if outside and beside > sum(item.share for item in inside) else None
    sure = affair is None and bool(inside) and _together(inside, among) >= SURE
    chosen = _with_parts(text, inside, among, reader)[:limit]
    matches = tuple(
        Match(among[item.code], round(item.share, 4), _why(text, item.code, among, reader), sure and number == 0)
        for number, item in enumerate(chosen)
    )
    return Answer(matches, not sure, affair)


def _why(text: str, code: str, among: Subjects, reader: Reader) -> tuple[str, ...]:
    """The matter's own words that stand in the text, then the stretches that carried it."""
    own = sorted((word for word in among[code].words if word in text), key=lambda word: (-len(word), word))
    found: list[str] = []
    for word in (*own, *reader.why(text, code, among)):
        if not any(word in other for other in found):
            found.append(word)
    return tuple(found[:_TOLD])


def _together(found: Sequence[Likely], among: Subjects) -> float:
    """The share of the first with that of the matters punished by the same article."""
    return sum(item.share for item in found if among.akin(found[0].code, item.code))


def _affair(rules: Rules, code: str) -> Affair | None:
    entry = rules.entry("outside", code.removeprefix(OUTSIDE))
    return Affair(str(entry.data["title"]), str(entry.data["goes"])) if entry else None


def _with_parts(text: str, whole: list[Likely], among: Subjects, reader: Reader) -> list[Likely]:
    """The likeliest of the whole, with what its clauses speak of moved up: two offences are two answers."""
    clauses = [part for part in _CLAUSE.split(text) if part and len(part) >= _LEAST_CLAUSE]
    if len(clauses) < 2 or not whole:
        return whole
    own = [found[0] for part in clauses if (found := reader.likely(part, among, 1))]
    own = [item for item in own if item.share >= _PART and not item.code.startswith(OUTSIDE)]
    chosen = whole[:1]
    for item in sorted(own, key=lambda item: -item.share):
        if len(chosen) < 2 and not any(among.akin(item.code, other.code) for other in chosen):
            chosen.append(next((other for other in whole if other.code == item.code), item._replace(share=0.0)))
    return chosen + [item for item in whole if item not in chosen]
