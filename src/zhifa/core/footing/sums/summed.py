"""Totals in plain words behind their parts: 行政处罚205项，行政检查22项，两类事项之和为227项.

The total names how many parts it has, or it stands right behind one enumeration and says that it is of all of it.
What a text itself calls a sum is believed to be one, however far it is missed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Final

from zhifa.core.footing.checks import Check, together
from zhifa.core.footing.reading.figures import Figure, Reading
from zhifa.core.footing.reading.lexicon import Lexicon
from zhifa.core.footing.reading.likeness import SHARE_OF, mistyped
from zhifa.core.footing.sums.claims import agrees, narrowly_missed
from zhifa.core.numerals import number_of

_NUMBER: Final = (
    r"(?P<from>以上|上述|前述|这|前|后)?(?P<many>[两二三四五六七八九十]|\d{1,2})(?:个|大)?[^，。；\d]{0,3}?"
)
_ALL: Final = re.compile(
    r"^[，。；][^，。；\d]{0,8}(?:总(?:人数|数|量|额|计|面积|价值|金额|规模|次数)?|合计|共计?"
    r"|全(?:省|市|州|县|区|镇|乡|街道|局|队|系统|支队|大队)[^，。；\d]{0,10})"
    r"[^，。；\d]{0,4}$"
)
_JOINED: Final = re.compile(r"^(?:[、和及与]|以及)[^，。；\d]{0,12}$")
_LAST: Final = re.compile(r"^，[^，。；\d]{2,6}$")
"""The last of a list behind a comma: 青江州176件，省本级330件，全省7500件."""
_OTHER: Final = re.compile(
    rf"其中|[较比]|同期|增(?!值)|减(?![轻免排])|{SHARE_OF}|另|[各每](?!类|项|种|级)|平均|人均|上年|去年|目标|计划|最"
)
_WIDER: Final = 4
"""A list without a number of its parts is no part of a total that is a fourth larger or smaller."""
_EACH: Final = re.compile(r"分别|依次|各|从|对应")
_BARE: Final = re.compile(r"^[，。；](?:[^总全合]*)共")
"""，共检查: what was done in all may be more than what was named, unless the list says that it is one."""
_REACHED: Final = re.compile(r"(?:为|达到?|总|共|合计|下来|全部|累计)[^，。；\d]{0,10}$")
_AT_ONCE: Final = re.compile(r"^，(?:合计|共计?|总计)$")
_EVERY: Final = re.compile(r"[^，。；\d]{0,6}[均都]")
_SO_MANY: Final = re.compile(
    r"([两二三四五六七八九十])(?!届|中全会)[^，。；、\d两二三四五六七八九十]*(?:，[^，。；、\d]*)?$"
)
"""How many parts an enumeration says it has: 分三批清退，分别为."""
_BARE_SUM: Final = re.compile(r"(?:^|[，。；])[^，。；\d]{0,6}([^，。；\d]{2})(?:合计|总计|共计|总和)(?:为|达)?$")
_FEW: Final = 5
_NARROW: Final = 14
_BACK: Final = 24
"""How many figures before a total its parts may begin."""
_TRIED: Final = 10
_PAIR: Final = 2


def summed_up(reading: Reading, lexicon: Lexicon) -> Iterator[Check]:
    """Every total of the report that stands behind its parts and says so."""
    many = _many(lexicon)
    for figures in reading.families(lambda f: f.unit, lambda f: f.counted and not f.moved and not f.depth):
        for place in range(1, len(figures)):
            lead = figures[place].lead
            said = many.search(lead.rpartition("，")[2]) or many.search(lead)
            if _takes_back(reading, figures[place], lexicon):
                continue
            told = figures[max(0, place - _BACK) : place]
            parts = _counted(reading, figures, place, said) if said else []
            if not parts and place >= _PAIR:
                parts = _whole_list(figures[place], told, reading)
                parts = [] if said and number_of(said["many"]) != len(parts) else parts
            if parts:
                yield from _missed(figures[place], parts)


def _many(lexicon: Lexicon) -> re.Pattern[str]:
    """三项相加为: a total that says of how many parts it is."""
    kinds, sums = lexicon.words["kinds counted"].pattern, lexicon.words["sum said"].pattern
    return re.compile(
        rf"{_NUMBER}(?:{kinds})[^，。；\d]{{0,14}}(?:，(?!全)[^，。；\d]{{0,10}})?(?:{sums})，?[^，。；\d]{{0,10}}$"
    )


def _takes_back(reading: Reading, whole: Figure, lexicon: Lexicon) -> bool:
    """Whether the sentence or its neighbours say that something is counted twice or not at all."""
    lead = re.split(r"[。；]", whole.lead)[-1]
    text = "".join(s.text for s in reading.sentences_of(whole.passage) if abs(s.number - whole.sentence) <= 1)
    text = text.replace(lead, "，")
    return bool(_OTHER.search(lead)) or any(lexicon.words[name].search(text) for name in ("overlap", "excluded"))


def _counted(reading: Reading, figures: Sequence[Figure], place: int, said: re.Match[str]) -> Sequence[Figure]:
    """As many figures as the total says; empty where any so many make it."""
    whole, many = figures[place], number_of(said["many"])
    told = list(figures[max(0, place - _BACK) : place])
    if len(told) < many and reading.document.passages[whole.passage].text[whole.token.end :][:1] == "（":
        here = reading.sentences[whole.sentence].figures
        told = [f for f in here if f.index < whole.index and f.near == whole.near and not f.depth and not f.moved]
    if many < _PAIR or len(told) < many or _made(whole, told[-_TRIED:], many):
        return []
    own = [f for f in told if f.sentence == told[-1].sentence]
    for listed in (told, own):
        if len(listed) == many and not any(_OTHER.search(f.lead) for f in listed[1:]):
            return listed
    if said["from"] == "前":
        return own[:many] if len(own) > many else []
    return told[-many:] if said["from"] else []


def _made(whole: Figure, told: Sequence[Figure], many: int) -> bool:
    """Whether some of the figures, so many of them, are the whole."""
    return any(agrees(whole, some) for some in combinations(told, many))


def _whole_list(whole: Figure, told: Sequence[Figure], reading: Reading) -> Sequence[Figure]:
    """The one enumeration right before a total that says that it is of all of it, and is not far from it."""
    if told[-1].index != whole.index - 1:
        return []
    if told[-_PAIR].lead.endswith("除") and re.search(r"外，其余", told[-1].lead):
        return told[-_PAIR:] if _REACHED.search(whole.lead) else []
    named = _of_one_name(whole, told)
    parts = _enumerated(told) or named
    if not parts or agrees(whole, parts):
        return []
    if not _EACH.search(parts[0].lead) and any(agrees(whole, told[at:]) for at in range(len(told) - 1)):
        return []
    return parts if named or _all_of(reading, whole, parts) else []


def _all_of(reading: Reading, whole: Figure, parts: Sequence[Figure]) -> bool:
    """Whether a total is surely of all of an enumeration: it says so and is near, or the list says how many it has."""
    total = together(parts)
    apart, most = abs(total - whole.value), max(total, whole.value)
    each = bool(_EACH.search(parts[0].lead))
    bare = each and all(not re.sub(r"[、和及与，]", "", f.lead) for f in parts[1:])
    if _ALL.search(whole.lead) and not bare:
        bare_sum = not each and _BARE.search(whole.lead) is not None
        return apart * (_NARROW if bare_sum else _WIDER) <= most or (bare_sum and _one_digit(whole, parts))
    if bare and _AT_ONCE.search(whole.lead):
        return True
    text = reading.document.passages[whole.passage].text
    reached = _REACHED.search(whole.lead) or _ALL.search(whole.lead) or _EVERY.match(text, whole.token.end)
    many = _SO_MANY.search(reading.sentences[parts[0].sentence].text.partition(parts[0].printed)[0])
    told_so = many is not None and "全" not in whole.lead and number_of(many[1]) == len(parts)
    return bare and bool(reached) and whole.sentence == parts[-1].sentence and (told_so or apart * _WIDER <= most)


def _one_digit(whole: Figure, parts: Sequence[Figure]) -> bool:
    """Whether one wrong digit of the total or of one part is all that is wrong."""
    right = [(whole.value, together(parts)), *((p.value, whole.value - together(parts) + p.value) for p in parts)]
    return any(expected > 0 and mistyped(told, expected) for told, expected in right)


def _of_one_name(whole: Figure, told: Sequence[Figure]) -> Sequence[Figure]:
    """罚款金额386万元；没收金额42万元。罚没金额合计428万元: all the passage counts so, under names that end alike."""
    said = _BARE_SUM.search(whole.lead)
    if said is None or len(told) > _FEW or told[0].sentence < whole.sentence - 1:
        return []
    total = together(told)
    near = abs(total - whole.value) * _WIDER <= max(total, whole.value)
    return told if near and all(part.label[-_PAIR:] == said[1] for part in told) else []


def _enumerated(told: Sequence[Figure]) -> Sequence[Figure]:
    """The one enumeration that ends with the last figure: 12600辆、9450辆 and 86辆."""
    at = len(told) - 1
    if at > _PAIR and _LAST.search(told[at].lead) and told[at].index == told[at - 1].index + 1:
        at -= 1
    while at and _JOINED.search(told[at].lead) and told[at].index == told[at - 1].index + 1:
        at -= 1
    own = told[at].sentence == told[-1].sentence and len(told) - at >= _PAIR
    return told[at:] if own and (at == 0 or told[at - 1].sentence != told[at].sentence) else []


def _missed(whole: Figure, parts: Sequence[Figure]) -> Iterator[Check]:
    certain = all(f.exact and f.period == whole.period for f in (*parts, whole))
    if certain and not agrees(whole, parts) and whole.value >= max(f.value for f in parts):
        yield narrowly_missed(whole, parts, "sum")
