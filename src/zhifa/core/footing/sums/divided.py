"""A whole first and behind it what it divides into, over clauses and sentences, with nothing but the list to say so.

收到申请421件。受理378件，不予受理24件，告知11件，其他8件. The list runs until the text turns to something else. It is
held against the whole where it says that it is all of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from zhifa.core.footing.checks import Check, together
from zhifa.core.footing.reading.figures import Figure, Reading
from zhifa.core.footing.reading.lexicon import Lexicon
from zhifa.core.footing.reading.likeness import THAN
from zhifa.core.footing.reading.periods import THIS_YEAR
from zhifa.core.footing.sums.claims import agrees, narrowly_missed
from zhifa.core.footing.sums.closing import closed, complement, deducted, explained, of_one_make, rest_told, told_all

_TURN: Final = re.compile(
    rf"同比|上年|去年|{THAN}|比(?!例|重|赛)|平均|人均|[各每](?!类|项|种)|同期|占(?![用道]|$)|目标|计划|累计|[^，。；]中[，有]|(?:件|起|人|户|次|个)[中里]"
)
_TOTAL: Final = re.compile(r"(?:合计|总计|共计|一共|总共|(?<!公)共(?![同享建用识]))[^，。；、\d]{0,8}$")
_NESTED: Final = re.compile(r"其中|包括|含")
_ITEM: Final = re.compile(r"其中|分别|(?<!工作)(?<!活动)(?<!行动)(?<!过程)中[，：]|(?<![其集])中[\u4e00-\u9fff]{2,}")
_NUMBERED: Final = re.compile(r"\s*(?:（[一二三四五六七八九十]+）|\d{1,2}[.．、]|[一二三四五六七八九十]+(?:是|、))")
"""What is numbered anew behind the first part is of another matter."""
_COUNT: Final = re.compile(r"\d+|[一二三四五六七八九十]+")
_TIME: Final = re.compile(r"\d年|[上去今本前]年|同期|当年|全年")
_SENTENCES: Final = 4
_LONGEST: Final = 24
_PAIR: Final = 2
_NARROW: Final = 14


def divided(reading: Reading, lexicon: Lexicon) -> Iterator[Check]:
    """Every such list of the report."""
    for figures in reading.families(lambda f: f.unit, lambda f: f.counted and not f.moved and not f.depth):
        done: set[int] = set()
        for place, whole in enumerate(figures[:-_PAIR]):
            if whole.index in done or not whole.exact or not _leads(reading, figures, place, lexicon):
                continue
            if figures[place + 1].lead.startswith("、"):
                continue  # one of the list
            run = run_behind(whole, figures[place + 1 :])
            made = next((run[:many] for many in _ends(run) if agrees(whole, run[:many])), [])
            parts = [] if made else _closed(reading, whole, run, figures, lexicon)
            exact = not made or together(made) == whole.value
            done |= {figure.index for figure in made or parts if exact}
            if parts:
                yield narrowly_missed(whole, parts, "sum")


def _leads(reading: Reading, figures: Sequence[Figure], place: int, lexicon: Lexicon) -> bool:
    """Whether a figure is the first of its sentence to count so, and no item of a list."""
    whole = figures[place]
    sentence = reading.sentences[whole.sentence]
    told = sentence.text[: whole.token.start - sentence.start]
    following = reading.figures[whole.index + 1 : whole.index + 2]
    if following and following[0].token.percent and "占" in following[0].lead:
        return False
    if place and figures[place - 1].sentence == whole.sentence and not _paired(figures, place, lexicon):
        return False
    return not any(lexicon.words[name].search(told) for name in ("list headed", "sorting")) and not _ITEM.search(told)


def _paired(figures: Sequence[Figure], place: int, lexicon: Lexicon) -> bool:
    """Whether a pair that leaves nothing between it follows: 确定赔偿11.5万元，已支付8万元，另3.5万元."""
    pair = figures[place + 1 : place + 1 + _PAIR]
    alone = len(figures) == place + 1 + _PAIR or figures[place + 1 + _PAIR].sentence != pair[-1].sentence
    done = "已" in pair[0].lead and figures[place].lead.startswith("，")
    return alone and done and complement(pair[0], pair[1], lexicon)


def _closed(
    reading: Reading, whole: Figure, run: Sequence[Figure], figures: Sequence[Figure], lexicon: Lexicon
) -> Sequence[Figure]:
    """The list behind a whole that says it is all of it and does not make it; empty for none."""
    for many in range(len(run), 1, -1):
        parts = run[:many]
        if many < len(run) and run[many].sentence == parts[-1].sentence and not deducted(parts):
            continue
        total = together(parts)
        open_ = deducted(parts) or of_one_make(parts) or rest_told(parts[-1], lexicon)
        most = whole.value * 2 if open_ else whole.value
        sized = max(f.value for f in parts) <= most and whole.value <= total * 2 and total <= whole.value * 3
        narrow = abs(total - whole.value) <= max(whole.value / _NARROW, Decimal(1))
        more = total > whole.value and of_one_make(parts)
        if sized and (more or (narrow and _bare(parts)) or closed(reading, whole, parts, lexicon)):
            some = not told_all(reading, whole, parts, lexicon)
            taken = taken_back(reading, whole, parts, lexicon) or explained(reading, whole, parts, figures, some=some)
            return [] if taken else parts
    return []


def _ends(run: Sequence[Figure]) -> Iterator[int]:
    """How many figures a list may have, the most first: it does not end within one enumeration."""
    for many in range(len(run), 0, -1):
        goes_on = many < len(run) and run[many].lead.startswith("、") and run[many].sentence == run[many - 1].sentence
        if not goes_on:
            yield many


def _bare(parts: Sequence[Figure]) -> bool:
    """Whether every part begins its clause: 共19件，17件一次性通过，2件退回."""
    return all(re.fullmatch(r"[，、；\u4e00-\u9fff]*[，；]|[^，。；]*，", part.lead) for part in parts)


def run_behind(whole: Figure, behind: Sequence[Figure]) -> list[Figure]:
    """The figures behind a whole until the text turns to something else, without those of parts of parts."""
    run: list[Figure] = []
    nested, sentence = False, whole.sentence
    for figure in behind[:_LONGEST]:
        if figure.sentence - whole.sentence > _SENTENCES or not figure.exact or not _of_one_time(whole, figure):
            break
        if _TURN.search(figure.lead) or _TOTAL.search(figure.lead):
            break
        nested = bool(run and _NESTED.search(figure.lead)) or (nested and figure.sentence == sentence)
        sentence = figure.sentence
        if not nested:
            run.append(figure)
    return run


def _of_one_time(whole: Figure, figure: Figure) -> bool:
    """Whether a figure is of the time of the whole: it names none of its own in a sentence behind."""
    apart = figure.sentence > whole.sentence and not _TIME.search(figure.lead)
    return figure.period == whole.period or (apart and figure.period == THIS_YEAR)


def taken_back(reading: Reading, whole: Figure, parts: Sequence[Figure], lexicon: Lexicon) -> bool:
    """Whether the sentences say that something is counted twice, left out, or came from before, or turn away."""
    told = reading.sentences_of(whole.passage)
    own, first = (_NUMBERED.match(reading.sentences[f.sentence].text) for f in (whole, parts[0]))
    if own and first and _COUNT.sub("#", own[0]) == _COUNT.sub("#", first[0]):
        return True  # 3.白沙镇：立案26件。4.青石镇：立案1件: one item is no part of another
    if any(_NUMBERED.match(s.text) for s in told if parts[0].sentence < s.number <= parts[-1].sentence):
        return not any(_NUMBERED.match(s.text) for s in told if whole.sentence < s.number <= parts[0].sentence)
    text = "".join(s.text for s in told if whole.sentence - 1 <= s.number <= parts[-1].sentence + 1)
    return any(lexicon.words[name].search(text) for name in ("overlap", "excluded", "carried"))
