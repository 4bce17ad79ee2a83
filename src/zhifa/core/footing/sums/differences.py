"""How much one amount is more than another: 东线12600辆，西线9450辆，东线比西线多查3150辆; 后者比前者多9次.

The text names what it compares. Both amounts stand in the passage, before or behind; where no two amounts of it have
that difference, the difference is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Final

from zhifa.core.footing.checks import Check, check, named, plain
from zhifa.core.footing.identities import CONTRADICTION
from zhifa.core.footing.reading.figures import LAST_YEAR, THIS_YEAR, Figure, Reading
from zhifa.core.footing.reading.lexicon import Lexicon

_MORE: Final = r"(?:多|少|高|低|增加|减少|增长|上升|下降|增|减|超出?|长|短)(?:出|了|过|到)?(?:[\u4e00-\u9fff]{0,3})$"
_THAN: Final = re.compile(
    rf"(?P<one>[^，。；：（）\d]{{0,14}})(?:比|较)(?P<other>(?:\d{{4}}年)?[^，。；：（）\d]{{1,10}}?)(?:总?共|足足|整整|净|还)?{_MORE}"
)
_BESIDE: Final = re.compile(
    rf"(?:[与同和](?P<other>(?:\d{{4}}年)?[^，。；：\d]{{1,10}})相比|(?P<same>同比|环比)).{{0,14}}?{_MORE}"
)
_GAP: Final = re.compile(r"(?:两者|二者|两项|两个|彼此|前后)[^，。；\d]{0,6}(?:相差|差额|差距)[^，。；\d]{0,3}$")
_NET: Final = re.compile(r"(?:年|月|期)[间内来]?[^，。；\d]{0,4}净(?:增|减)[^，。；\d]{0,4}$")
_YEAR: Final = re.compile(r"[上去前]一?年|同期|同比|上月|环比|(?:19|20)\d\d年|基期")
_ELSE: Final = re.compile(r"目标|计划|任务|平均|均值|标准|限值|预期|要求|规定|法定|全[国省市县区]|每|名[次列]|第")
_TIME: Final = re.compile(
    r"(?:今年|本年度?|本期|本月|当年|全年|前[一-十\d]{1,2}个?[月季度]{1,2}|\d{4}年度?|[上下]半年)+(?:末|底)?"
)
_AROUND: Final = 8
_PAIR: Final = 2


def differences(reading: Reading, lexicon: Lexicon) -> Iterator[Check]:
    """Every difference of the report between two amounts it gives."""
    for figures in reading.families(lambda f: f.unit, lambda f: f.counted and f.exact):
        if len(figures) > _PAIR:
            for place, figure in enumerate(figures):
                if found := _difference(reading, figures, place, figure):
                    yield found


def _difference(reading: Reading, figures: Sequence[Figure], place: int, figure: Figure) -> Check | None:
    said = _said(reading, figure)
    if said is None:
        return None
    amounts = [f for f in figures if f is not figure and not f.moved and abs(f.index - figure.index) <= 3 * _AROUND]
    amounts = [f for f in amounts if not _said(reading, f)]
    pair = _pair(reading, amounts, figure, said)
    if pair is None:
        return None
    apart = abs(pair[0].value - pair[1].value)
    slack = figure.token.slack + max(f.token.slack for f in pair)
    arithmetic = f"{plain(max(f.value for f in pair))} − {plain(min(f.value for f in pair))} = {plain(apart)}"
    if any(abs(abs(a.value - b.value) - figure.value) <= slack for a, b in combinations(amounts, 2)):
        return None
    explain = f"{named(figure)}：{named(pair[0])} 与 {named(pair[1])} 相差 {plain(apart)}"
    return check("difference", CONTRADICTION, f"{arithmetic} ≠ {plain(figure.value)}", explain, [*pair, figure])


def _said(reading: Reading, figure: Figure) -> re.Match[str] | None:
    """The words that make a figure a difference."""
    sentence = reading.sentences[figure.sentence]
    told = sentence.text[: figure.token.start - sentence.start].rpartition("；")[2]
    clause = told[-len(figure.lead) :] if figure.lead else ""
    if _ELSE.search(re.split(r"[，。；]", clause)[-1]):
        return None
    for pattern in (_THAN, _BESIDE, _GAP, _NET):
        if found := pattern.search(clause):
            return found
    found = _BESIDE.search(told[-40:])
    return found if found and re.search(rf"^[，、）][^，。；]{{0,8}}{_MORE}", figure.lead) else None


def _pair(
    reading: Reading, amounts: Sequence[Figure], figure: Figure, said: re.Match[str]
) -> tuple[Figure, Figure] | None:
    """The two amounts compared, where the text says which."""
    told = said.groupdict()
    other = told.get("other") or told.get("same") or ""
    before = [f for f in amounts if f.index < figure.index]
    if "前者" in other or "后者" in other or not other:
        return (before[-2], before[-1]) if len(before) >= _PAIR and _near(before[-2], figure) else None
    found = [f for f in amounts if f is not figure and _is(f, other)]
    if len(found) != 1:
        return (
            (before[0], before[1]) if len(before) == _PAIR == len(amounts) and _listed(reading, before, said) else None
        )
    rest = [f for f in amounts if f is not found[0]]
    one = _subject(rest, figure, told.get("one") or "", found[0])
    return (one, found[0]) if one else None


def _near(amount: Figure, figure: Figure) -> bool:
    return figure.sentence - amount.sentence <= 1


def _is(figure: Figure, name: str) -> bool:
    """Whether an amount is what the text compares with: by its period or by its name."""
    if _YEAR.search(name):
        year = re.search(r"(?:19|20)\d\d年", name)
        if year:
            return year[0] in figure.lead
        if "前年" in name or "前一年" in name:
            return "前年" in figure.lead
        return figure.period == LAST_YEAR or bool(re.search(r"[上去]一?年|同期", re.split(r"[。；]", figure.lead)[-1]))
    name = re.sub(r"^(?:其他|其它)|的$", "", name)
    return len(name) >= _PAIR and name in re.split(r"[。；]", figure.lead)[-1] + figure.noun


def _subject(amounts: Sequence[Figure], figure: Figure, name: str, other: Figure) -> Figure | None:
    """What is compared: the amount of that name, else the only one, else the nearest before in the sentence."""
    if len(amounts) == 1:
        return amounts[0]
    name = re.sub(r"^(?:也就是说|换言之|即|今年|本年度?|其中|的)+|的$", "", name.strip("，。"))
    named_ = [f for f in amounts if name and name[:_PAIR] in f.lead + f.noun]
    own = [f for f in amounts if f.sentence == figure.sentence and f.index < figure.index]
    if name and len(named_) == 1:
        return named_[0]
    if _TIME.fullmatch(name):
        own = [f for f in amounts if f.index < figure.index and f.period == THIS_YEAR]
        return own[0] if len(own) == 1 else None
    if name:
        return None
    if len(own) != 1:
        return None
    return own[0] if _alike(own[0], other) else None


def _alike(one: Figure, other: Figure) -> bool:
    """Whether two amounts have a word in common, or one has no name of its own."""
    left, right = one.said, other.said
    return len(left) < _PAIR or len(right) < _PAIR or any(left[at : at + 2] in right for at in range(len(left) - 1))


def _listed(reading: Reading, amounts: Sequence[Figure], said: re.Match[str]) -> bool:
    """Whether both names stand before a bare pair of amounts: 东线、西线分别为12600辆、9450辆."""
    sentence = reading.sentences[amounts[0].sentence]
    text = sentence.text[: amounts[-1].token.end - sentence.start]
    names = [said["one"], said["other"]] if "one" in said.groupdict() else []
    return bool(names) and all(name and re.sub(r"[^\u4e00-\u9fff]", "", name)[-_PAIR:] in text for name in names)
