"""Names told in the order of their amounts, which stand elsewhere: 案件数由多到少依次为甲局、丙局、乙局."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from zhifa.core.footing.checks import Check, amount, check, named
from zhifa.core.footing.identities import CONTRADICTION, HOLDS
from zhifa.core.footing.reading.figures import Figure, Reading
from zhifa.core.footing.reading.lexicon import Lexicon

_ORDER: Final = re.compile(
    r"(?P<what>[^，。；：（）、]{0,14}?)(?:按[^，。；]{0,6})?[从由]"
    r"(?:(?P<down>多到少|高到低|大到小|多至少|高至低|大至小)|少到多|低到高|小到大|少至多|低至高|小至大)"
    r"(?:的?顺序)?(?:排[列序名]?)?，?(?:依次|分别)?(?:是|为|：)(?P<names>[^，。；：（）\d]{2,60})(?=[。；，])"
)
_DIVIDED: Final = re.compile(r"、|[和及与]")
_FEWEST: Final = 3
_BACK: Final = 2
"""How many paragraphs before it the amounts may stand."""


def rankings(reading: Reading, celled: Sequence[Figure], lexicon: Lexicon) -> Iterator[Check]:
    """Every order of three names or more that are not told with their amounts."""
    for number, passage in enumerate(reading.document.passages):
        for found in _ORDER.finditer(passage.text):
            names = [name.removesuffix("等") for name in _DIVIDED.split(found["names"])]
            if len(names) < _FEWEST or not all(names):
                continue
            told = [f for at in range(_BACK + 1) for f in reading.of_passage(number - at)]
            told = [f for f in told if f.exact and not f.moved and not f.token.percent]
            listed = _of_table(names, found["what"], celled) or _of_text(names, found["what"], told, lexicon)
            if listed:
                one = _judged(listed, found[0], falls=bool(found["down"]))
                yield replace(one, lines=tuple(sorted({*one.lines, passage.line(found.start())})))


def _of_table(names: Sequence[str], what: str, celled: Sequence[Figure]) -> list[Figure]:
    """The cells of the one column that is called so, each in the row of its name."""
    columns: dict[str, list[Figure]] = {}
    for figure in celled:
        if figure.label and figure.label in what:
            columns.setdefault(figure.label, []).append(figure)
    rows = [[f for f in own if f.row == name] for own in columns.values() for name in names]
    return [row[0] for row in rows] if len(columns) == 1 and all(len(row) == 1 for row in rows) else []


def _of_text(names: Sequence[str], what: str, told: Sequence[Figure], lexicon: Lexicon) -> list[Figure]:
    """The amounts the text gives under just these names: of the unit the order names, or the only one told there."""
    called = lexicon.words["called"]
    for unit in dict.fromkeys(f.unit for f in told if f.unit):
        rows = [[f for f in told if f.unit == unit and called.sub("", f.label) == called.sub("", n)] for n in names]
        if all(len(row) == 1 for row in rows):
            places = {row[0].sentence for row in rows}
            if unit in what or {f.unit for f in told if f.sentence in places} == {unit}:
                return [row[0] for row in rows]
    return []


def _judged(listed: Sequence[Figure], said: str, *, falls: bool) -> Check:
    for one, other in pairwise(listed):
        if one.value < other.value if falls else one.value > other.value:
            sign, explain = ("<" if falls else ">"), f"{_named(one)}，{_named(other)}：不是“{said}”"
            return check("order", CONTRADICTION, f"{amount(one)} {sign} {amount(other)}", explain, [one, other])
    signs = " ≥ " if falls else " ≤ "
    return check("order", HOLDS, signs.join(map(amount, listed)), f"“{said}”", listed)


def _named(figure: Figure) -> str:
    return f"{figure.row}{named(figure)}"
