"""Shares in words: 占三分之二以上, 占四成多, 近一半.

Words are rough, so a share in words is wrong only where it is far from what any whole of the paragraph gives, and
the whole is known: the parts named beside it are all of it, or it is the only one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from zhifa.core.footing.checks import Check, check, named, plain
from zhifa.core.footing.identities import CONTRADICTION, HOLDS
from zhifa.core.footing.reading.figures import Figure, Reading, Sentence
from zhifa.core.numerals import number_of

_SHARE: Final = (
    r"占(?:比)?(?:总数|总量|全部|全年)?的?"
    r"(?P<before>约|接?近|超过?|不到|不足|逾)?"
    r"(?:(?P<below>[二三四五六七八九十])分之(?P<above>[一二两三四五六七八九])|(?P<tenths>[一二两三四五六七八九])成|(?P<half>一半|半数|五成))"
    r"(?P<behind>以上|以下|多|有余|半|左右|上下)?"
)
_SAID: Final = re.compile(rf"[^，。；：\d]{{0,8}}，(?:约|接?近|超过?|不到|不足)?{_SHARE}")
_AHEAD: Final = re.compile(rf"^[^。；]{{0,14}}{_SHARE}，(?:有|共|计|为)?$")
_ROUGH: Final = Decimal("0.06")
"""How far from what it says a share in words may be."""
_MORE: Final = re.compile(r"以上|多|有余|超|逾")
_LESS: Final = re.compile(r"以下|近|不到|不足")


def wordshares(reading: Reading) -> Iterator[Check]:
    """Every share in words whose part and whole are known."""
    for sentence in reading.sentences:
        for figure in sentence.figures:
            said = _SAID.match(sentence.text, figure.token.end - sentence.start)
            if _AHEAD.search(figure.lead) and figure.counted and figure.exact:
                yield from _ahead(sentence, figure)
            if said and figure.counted and figure.exact and not figure.moved:
                yield from _judged(reading, sentence, figure, said)


def _ahead(sentence: Sentence, part: Figure) -> Iterator[Check]:
    """专家134人，高级职称的占三分之二，89人: the share stands before its part."""
    whole = next((f for f in sentence.figures if f.index == part.index - 1), None)
    said = _AHEAD.search(part.lead)
    if said and whole and whole.same == part.same and whole.exact and not whole.moved and whole.value >= part.value:
        yield from _held(part, [whole], said)


def _judged(reading: Reading, sentence: Sentence, part: Figure, said: re.Match[str]) -> Iterator[Check]:
    yield from _held(part, _wholes(reading, sentence, part), said)


def _held(part: Figure, wholes: Sequence[Figure], said: re.Match[str]) -> Iterator[Check]:
    if not wholes:
        return
    low, high = _bounds(said)
    words = "占" + said[0].rpartition("占")[2].rstrip("，")
    for whole in wholes:
        value = part.value / whole.value
        if low <= value <= high:
            expression = f"{plain(part.value)} ÷ {plain(whole.value)} = {_percent(value)}"
            yield check("share", HOLDS, expression, f"{named(part)}，{words}：相符", [whole, part])
            return
    if len({whole.value for whole in wholes}) == 1 and wholes[0].exact:
        whole = wholes[0]
        shown = _percent(part.value / whole.value)
        explain = f"{named(part)} 说“{words}”，而占 {named(whole)} 的 {shown}"
        expression = f"{plain(part.value)} ÷ {plain(whole.value)} = {shown}"
        yield check("share", CONTRADICTION, expression, explain, [whole, part])


def _percent(value: Decimal) -> str:
    return f"{(value * 100).quantize(Decimal('0.1'))}%"


def _bounds(said: re.Match[str]) -> tuple[Decimal, Decimal]:
    """The least and the greatest share the words allow."""
    if said["below"]:
        value = Decimal(number_of(said["above"])) / Decimal(number_of(said["below"]))
    elif said["tenths"]:
        value = Decimal(number_of(said["tenths"])) / 10 + (Decimal("0.05") if said["behind"] == "半" else 0)
    else:
        value = Decimal("0.5")
    told = (said["before"] or "") + (said["behind"] or "") + said[0].partition("占")[0][-3:]
    if _MORE.search(told):
        top = value + (Decimal("0.1") if said["behind"] in ("多", "有余") else Decimal(1))
        return value - Decimal("0.01"), top
    if _LESS.search(told):
        return value - Decimal("0.15"), value + Decimal("0.01")
    return value - _ROUGH, value + _ROUGH


def _wholes(reading: Reading, sentence: Sentence, part: Figure) -> list[Figure]:
    """The figures before that the part may be a share of."""
    told = [f for f in reading.around(part) if f.index < part.index and f.sentence >= sentence.number - 1]
    if sentence.figures[0] is part and not told and not reading.document.passages[part.passage].level:
        told = reading.of_passage(part.passage - 1)
    told = [f for f in told if f.same == part.same]
    told = [f for f in told if f.counted and not f.moved and f.value >= part.value and f.depth <= part.depth]
    return [f for f in told if f.period == part.period]
