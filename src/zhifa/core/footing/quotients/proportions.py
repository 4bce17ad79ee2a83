"""What stands in a proportion: parts that are 3：1, and shares that make a hundred."""

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
from zhifa.core.footing.reading.likeness import THAN, crosses, opposites
from zhifa.core.numerals import number_of

_RATIO: Final = re.compile(
    r"(?:之比|比例|比值|(?<![\u4e00-\u9fff])比)(?:约|大约)?(?:为|是|达到?)?(\d{1,3}(?:[：:]\d{1,3}){1,3})(?![\d.])"
)
_ROUGH: Final = Decimal("0.06")
_SHARE: Final = re.compile(r"占|贡献|比重|比例")
_MOVED: Final = re.compile(rf"增|减|升|降|提|率|同比|环比|{THAN}|每")
_REST: Final = re.compile(r"^[，；、](?:其余|其他|其它|另外|剩余|余下|剩下)")
_MANY: Final = re.compile(r"(?<![前其])([二两三四五六七八九十]|\d)(?:个|类|项|种|大|家|所|名)")
_ROW: Final = re.compile(r"分别(?:占|为)")
_AND: Final = re.compile(r"[、，]?(?:和|及|以及|与)?")
_OPEN: Final = re.compile(r"等|交叉|重复")
_KIND: Final = re.compile(r"类(?:案件|问题|投诉|事项)?占(?:比|[^，。；、]{0,6}的)?(?:为|达)?$")
_TWO: Final = 2


def proportions(reading: Reading, lexicon: Lexicon) -> Iterator[Check]:
    """Every proportion whose terms stand in its sentence."""
    for sentence in reading.sentences:
        yield from _ratios(sentence)
        yield from _hundreds(sentence, lexicon)


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
    """Shares of one whole: all of it where they are said to be all, or miss it by less than any."""
    shares = [f for f in sentence.figures if f.token.percent and f.exact and not f.group]
    if len(shares) < _TWO or any(f.moved or _MOVED.search(f.lead) for f in shares) or not _SHARE.search(shares[0].lead):
        return
    facing = opposites(shares, lexicon)
    if (not facing and crosses(shares, lexicon)) or len({_of_what(f) for f in shares} - {""}) > 1:
        return
    if any(f.counted and shares[0].index < f.index < shares[-1].index for f in sentence.figures):
        return
    row = _ROW.search(shares[0].lead) and all(_AND.fullmatch(f.lead) for f in shares[1:])
    complete = bool(_REST.match(shares[-1].lead)) or facing or (bool(row) and _as_many(shares))
    several = len(shares) > _TWO and not any("；" in f.lead for f in shares) and not _OPEN.search(sentence.text)
    total = sum((f.value for f in shares), Decimal(0))
    slack = sum((f.token.step for f in shares), Decimal(0)) / 2
    right = abs(total - HUNDRED) <= slack
    least = min(f.value for f in shares)
    near = (row or all("占" in f.lead for f in shares)) and -least < HUNDRED - total < least / 2
    kinds = total > HUNDRED and all(_KIND.search(f.lead) for f in shares)  # 市容类占52%，…: none is of two
    if not (complete or (several and (right or near or kinds))):
        return
    if not complete and total > HUNDRED and all(lexicon.words["several in one"].search(f.label) for f in shares):
        return  # 客车占49.2%，货车占32.1%，摩托车占26.7%: of one accident may be several
    arithmetic = " + ".join(plain(f.value) for f in shares) + f" = {plain(total)}%"
    explain = f"各占比之和应为百分之百（{'、'.join(named(f) for f in shares)}）"
    state = HOLDS if right else CONTRADICTION
    yield check("hundred", state, arithmetic if right else f"{arithmetic} ≠ 100%", explain, shares)


def _of_what(figure: Figure) -> str:
    """占全部案件的: what a share is said to be of."""
    found = re.search(r"占([^，、]{0,12}的)", figure.lead)
    return found[1] if found else ""


def _as_many(shares: Sequence[Figure]) -> bool:
    """Whether the words count as many things as there are shares: 三个责任区."""
    found = _MANY.search(shares[0].lead)
    if found is None:
        return False
    return (int(found[1]) if found[1].isdigit() else number_of(found[1])) == len(shares)
