"""What is said to rise or fall from year to year, beside the years: 立案件数逐年减少, with 14、17 and 19 before it.

The years stand at the head of clauses (2022年立案14件；2023年立案17件；…) of the same paragraph, and the figures are
called what is said to move. One step the other way contradicts it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from zhifa.core.footing.checks import Check, check, plain
from zhifa.core.footing.identities import CONTRADICTION
from zhifa.core.footing.reading.figures import Figure, Reading

_CLAIM: Final = re.compile(
    r"(?P<what>[\u4e00-\u9fff]{2,12}?)(?:总体|整体|总量)?(?:呈现?)?(?:逐年|连年|连续[两二三四五]年)(?:呈现?)?(?:大幅|稳步|持续|明显)?"
    r"(?P<way>减少|下降|降低|递减|走低|回落|增加|增长|上升|递增|提高|走高|攀升)"
)
_DOWN: Final = frozenset({"减少", "下降", "降低", "递减", "走低", "回落"})
_YEAR: Final = re.compile(r"(?:^|[，；。：])(20\d\d)年(?:度|全年)?")
_FILLING: Final = re.compile(r"^.*?(?:[两二三四五\d]年来?|以来|来看|看)|(?:的)?(?:件|户|人|次)?总?(?:数量?|量|额)?$")
_LEAST: Final = 3
_PAIR: Final = 2


def trends(reading: Reading) -> Iterator[Check]:
    """Every such claim of the report against its years."""
    for number, passage in enumerate(reading.document.passages):
        for claim in _CLAIM.finditer(passage.text):
            name = _FILLING.sub("", claim["what"])
            if len(name) < _PAIR:
                continue
            told = [f for f in reading.of_passage(number) if f.token.end <= claim.start() and f.counted and not f.moved]
            series = _series([f for f in told if f.label.endswith(name) or f.label.startswith(name)], passage.text)
            if len(series) < _LEAST:
                continue
            values = [figure.value for figure in series]
            wrong = [(a, b) for a, b in pairwise(values) if (b > a if claim["way"] in _DOWN else b < a)]
            if wrong:
                explain = f"说“{claim[0]}”，而各年为 {'、'.join(figure.printed for figure in series)}"
                sign = "<" if claim["way"] in _DOWN else ">"
                yield check(
                    "order", CONTRADICTION, f"{plain(wrong[0][0])} {sign} {plain(wrong[0][1])}", explain, series
                )


def _series(figures: list[Figure], text: str) -> list[Figure]:
    """The figures of years that follow one another, each under its own; none where a year has two."""
    marks = [(found.start(), int(found[1])) for found in _YEAR.finditer(text)]
    years: dict[int, Figure] = {}
    for figure in figures:
        own = [year for at, year in marks if at <= figure.token.start and "。" not in text[at + 1 : figure.token.start]]
        if not own or figure.unit != figures[0].unit:
            continue
        if own[-1] in years:
            return []
        years[own[-1]] = figure
    found = sorted(years)
    if not found:
        return []
    return [years[year] for year in found] if found == list(range(found[0], found[0] + len(found))) else []
