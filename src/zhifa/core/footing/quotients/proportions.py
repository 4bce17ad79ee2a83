"""What stands in a proportion: parts that are 3：1, shares that make a hundred, sides that make an area."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from zhifa.core.footing.checks import Check, check, named, plain
from zhifa.core.footing.identities import CONTRADICTION, HOLDS
from zhifa.core.footing.quotients.quotas import HUNDRED
from zhifa.core.footing.reading.figures import Figure, Reading, Sentence
from zhifa.core.footing.reading.lexicon import Lexicon
from zhifa.core.footing.reading.likeness import crosses, opposites
from zhifa.core.numerals import number_of

_RATIO: Final = re.compile(r"(?:之比|比例|比值|比)(?:约|大约)?(?:为|是|达到?)?(\d{1,3}(?:[：:]\d{1,3}){1,3})(?![\d.])")
_ROUGH: Final = Decimal("0.06")
_SHARE: Final = re.compile(r"占|贡献|比重|比例")
_MOVED: Final = re.compile(r"增|减|升|降|提|率|同比|环比|较|每")
_REST: Final = re.compile(r"^[，；、](?:其余|其他|其它|另外|剩余|余下|剩下)")
_MANY: Final = re.compile(r"(?<![前其])([二两三四五六七八九十]|\d)(?:个|类|项|种|大|家|所|名)")
_ROW: Final = re.compile(r"分别(?:占|为)")
_AND: Final = re.compile(r"[、，]?(?:和|及|以及|与)?")
_SIDES: Final = re.compile(r"长[^，。；\d]{0,4}$"), re.compile(r"^[、，×乘]?[^，。；\d]{0,6}宽[^，。；\d]{0,4}$")
_AREA: Final = re.compile(r"面积[^，。；\d]{0,6}$")


def proportions(reading: Reading, lexicon: Lexicon) -> Iterator[Check]:
    """Every proportion whose terms stand in its sentence."""
    for sentence in reading.sentences:
        yield from _ratios(sentence)
        yield from _hundreds(sentence, lexicon)
        yield from _areas(sentence)


def _ratios(sentence: Sentence) -> Iterator[Check]:
    """之比为3：1，即办件1650件，承诺件550件."""
    for found in _RATIO.finditer(sentence.text):
        terms = [Decimal(one) for one in re.split("[：:]", found[1])]
        if not all(terms):
            continue
        end = sentence.start + found.end()
        told = [f for f in sentence.figures if f.counted and f.exact and not f.moved and f.unit]
        rows = ([f for f in told if f.token.start >= end], [f for f in told if f.token.end <= end][-len(terms) :])
        row = next((r[: len(terms)] for r in rows if len(r) >= len(terms)), [])
        if not row or len({f.same for f in row}) != 1 or not all(f.value for f in row):
            continue
        unit = [f.value / term for f, term in zip(row, terms, strict=True)]
        right = max(unit) - min(unit) <= max(unit) * _ROUGH
        shown = " ： ".join(plain(f.value) for f in row)
        explain = f"{'、'.join(named(f) for f in row)}：{found[0]}"
        sign = "=" if right else "≠"
        yield check("ratio", HOLDS if right else CONTRADICTION, f"{shown} {sign} {found[1]}", explain, row)


def _hundreds(sentence: Sentence, lexicon: Lexicon) -> Iterator[Check]:
    """Shares that are said to be all: as many as there are, ended by the rest, or of two that leave nothing."""
    shares = [f for f in sentence.figures if f.token.percent and f.exact]
    if len(shares) < 2 or any(f.moved or _MOVED.search(f.lead) for f in shares):
        return
    facing = opposites(shares, lexicon)
    if not facing and crosses(shares, lexicon):
        return
    between = sentence.figures[
        shares[0].index - sentence.figures[0].index : shares[-1].index - sentence.figures[0].index
    ]
    if not _SHARE.search(shares[0].lead) or any(not f.token.percent for f in between):
        return
    row = _ROW.search(shares[0].lead) and all(_AND.fullmatch(f.lead) for f in shares[1:])
    if not (_REST.match(shares[-1].lead) or facing or (row and _as_many(shares))):
        return
    total = sum((f.value for f in shares), Decimal(0))
    slack = sum((f.token.step for f in shares), Decimal(0)) / 2
    right = abs(total - HUNDRED) <= slack
    arithmetic = " + ".join(plain(f.value) for f in shares) + f" = {plain(total)}%"
    explain = f"各占比之和应为百分之百（{'、'.join(named(f) for f in shares)}）"
    state = HOLDS if right else CONTRADICTION
    yield check("hundred", state, arithmetic if right else f"{arithmetic} ≠ 100%", explain, shares)


def _as_many(shares: Sequence[Figure]) -> bool:
    """Whether the words count as many things as there are shares: 三个责任区."""
    found = _MANY.search(shares[0].lead)
    if found is None:
        return False
    return (int(found[1]) if found[1].isdigit() else number_of(found[1])) == len(shares)


def _areas(sentence: Sentence) -> Iterator[Check]:
    """长24米、宽15米…面积360平方米."""
    for one, other in zip(sentence.figures, sentence.figures[1:], strict=False):
        if one.unit != "米" or other.unit != "米" or not _SIDES[0].search(one.lead) or not _SIDES[1].search(other.lead):
            continue
        area = next((f for f in sentence.figures if f.index == other.index + 1), None)
        if area is None or area.near != "area" or not _AREA.search(area.lead) or not (one.exact and area.exact):
            continue
        made = one.value * other.value
        slack = area.token.step / 2 + one.token.slack * other.value + other.token.slack * one.value
        right = abs(made - area.value) <= slack
        arithmetic = f"{plain(one.value)} × {plain(other.value)} = {plain(made)}"
        sign = "" if right else f" ≠ {plain(area.value)}"
        yield check("unit", HOLDS if right else CONTRADICTION, arithmetic + sign, named(area), [one, other, area])
