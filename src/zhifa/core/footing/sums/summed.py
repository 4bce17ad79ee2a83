"""Totals in plain words behind their parts: 行政处罚205项，行政检查22项，两类事项之和为227项.

The total names how many parts it has, or it stands right behind one enumeration and says that it is of all of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from zhifa.core.footing.checks import Check
from zhifa.core.footing.reading.figures import Figure, Reading
from zhifa.core.footing.reading.lexicon import Lexicon
from zhifa.core.footing.sums.claims import narrowly_missed
from zhifa.core.numerals import number_of

_SUM = r"(?:(?<!公)共(?![同享建用])计?|合计|总计|相加|之和|总和|加总"
_SUM += r"|加起来|加在一起|合起来|合在一起|总[数量额]|总次数)"
_MANY: Final = re.compile(
    r"([两二三四五六七八九十])(?:个)?(?:项|类|者|种|地|批|轮|方面|部分|来源|程序|情形|方式)"
    rf"[^，。；\d]{{0,14}}[，]?[^，。；\d]{{0,8}}{_SUM}[^，。；\d]{{0,8}}$"
)
"""三项相加为: a total that says of how many parts it is."""
_ALL: Final = re.compile(
    r"^[，。；][^，。；\d]{0,8}(?:总(?:人数|数|量|额|计|面积|价值|金额|规模|次数)?|合计|共计?"
    r"|全(?:省|市|州|县|区|镇|乡|街道|局|队|系统|支队|大队)[^，。；\d]{0,10})"
    r"[^，。；\d]{0,4}$"
)
_JOINED: Final = re.compile(r"^(?:[、和及与]|以及)[^，。；\d]{0,12}$")
_OTHER: Final = re.compile(r"其中|[较比]|[增减]|占|均|另|每|上年|去年|累计|目标|计划")
_WIDER: Final = 4
"""A list without a number of its parts is no part of a total that is a fourth larger or smaller."""
_EACH: Final = re.compile(r"分别|依次|各|从")
_BARE: Final = re.compile(r"^[，。；](?:[^总全合]*)共")
"""，共检查: what was done in all may be more than what was named, unless the list says that it is one."""
_NARROW: Final = 14
_BACK: Final = 24
"""How many figures before a total its parts may begin."""
_PAIR: Final = 2


def summed_up(reading: Reading, lexicon: Lexicon) -> Iterator[Check]:
    """Every total of the report that stands behind its parts and says so."""
    for figures in reading.families(lambda f: f.unit, lambda f: f.counted and not f.moved and not f.depth):
        for place in range(_PAIR, len(figures)):
            if found := _total(reading, figures, place, lexicon):
                yield found


def _total(reading: Reading, figures: Sequence[Figure], place: int, lexicon: Lexicon) -> Check | None:
    whole, told = figures[place], figures[max(0, place - _BACK) : place]
    many, of_all = _MANY.search(whole.lead), _ALL.search(whole.lead)
    if not many and not of_all:
        return None
    text = "".join(s.text for s in reading.sentences_of(whole.passage) if abs(s.number - whole.sentence) <= 1)
    if _OTHER.search(whole.lead) or any(lexicon.words[name].search(text) for name in ("overlap", "excluded")):
        return None
    parts = _counted(told, number_of(many[1].replace("两", "二")) or 0) if many else []
    parts = parts or (_enumerated(told) if of_all and told[-1].index == whole.index - 1 else [])
    total = sum((f.value for f in parts), Decimal(0))
    sums = (sum((f.value for f in told[at:]), Decimal(0)) for at in range(len(told) - 1))
    if not parts or any(abs(one - whole.value) <= whole.token.slack for one in (*sums, total)):
        return None
    certain = all(f.exact and f.period == whole.period for f in (*parts, whole))
    slack = sum((f.token.slack for f in (*parts, whole)), Decimal(0))
    apart = abs(total - whole.value)
    each = _EACH.search(parts[0].lead) or not _BARE.search(whole.lead)
    far = not many and apart * (_WIDER if each else _NARROW) > max(total, whole.value)
    if not certain or far or apart <= slack or whole.value < max(f.value for f in parts):
        return None
    return narrowly_missed(whole, parts, total)


def _counted(told: Sequence[Figure], many: int) -> Sequence[Figure]:
    """As many figures as the total says, where the passage or the sentence tells no more of the kind."""
    own = [f for f in told if f.sentence == told[-1].sentence]
    for listed in (told, own):
        if len(listed) == many > 1 and not any(_OTHER.search(f.lead) for f in listed[1:]):
            return listed
    return []


def _enumerated(told: Sequence[Figure]) -> Sequence[Figure]:
    """The one enumeration that ends with the last figure: 12600辆、9450辆 and 86辆."""
    at = len(told) - 1
    while at and _JOINED.search(told[at].lead) and told[at].index == told[at - 1].index + 1:
        at -= 1
    own = told[at].sentence == told[-1].sentence and len(told) - at >= _PAIR
    return told[at:] if own and (at == 0 or told[at - 1].sentence != told[at].sentence) else []
