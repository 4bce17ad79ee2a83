"""Percentages worked out again: shares, rates, growth; and whether any whole numbers could give what is printed.

A percentage printed with three decimals says much about the numbers behind it: with 1,026 of something, no whole
number of all gives 71.345 %.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from zhifa.core.footing.checks import Check, plain, together
from zhifa.core.footing.quotients.bases import based
from zhifa.core.footing.quotients.ratelists import groups, in_row, two
from zhifa.core.footing.quotients.ratios import (
    DOWN,
    HUNDRED,
    SHARE,
    UP,
    Ratio,
    before,
    judge,
    ratio,
)
from zhifa.core.footing.quotients.shares import OF_WHOLE, possible_part, share
from zhifa.core.footing.reading.figures import Figure, Reading, Sentence
from zhifa.core.footing.reading.lexicon import Lexicon
from zhifa.core.footing.reading.likeness import opposites
from zhifa.core.footing.reading.periods import LAST_YEAR

_GROWTH: Final = re.compile(r"同比|环比|上年|去年|上一年|\d{4}年|同期")
_DUE: Final = re.compile(r"应[^急诉]|须|需|计划|任务|目标|总数")
"""What should have been done: the whole of a rate and never its part."""
_FEW: Final = 3
_VALUE: Final = re.compile(r"[降升增减高少加低长][至到为]$")
"""降至4.8%: where a rate arrived, and no change."""
_PAIR: Final = 2
_SEVERAL: Final = re.compile(r"和(?!解)|[及与、]")
"""A rate of several grades."""
_LOOSE: Final = re.compile(r"全部|任务|完结|覆盖")
"""Rates whose whole the text leaves to the reader: a task is done, too, where a place was closed."""
_OPEN: Final = re.compile(r"剩余|其余|余下|正在|尚|阶段性|未|另")
"""What is still open: beside the part of a rate and never the part itself."""
_REST: Final = re.compile(r"其余|剩余|余下|其[他它]")
"""其余79件由当事人递交: what is left of one thing is no whole of another."""
_RATE: Final = re.compile(r"([\u4e00-\u9fff]{1,10}?)(?:率|(?<=意)度)")


def rates(reading: Reading, lexicon: Lexicon, known: frozenset[int]) -> Iterator[Check]:
    """Every percentage of the report that can be worked out again, but those of which something is known already."""
    for sentence in reading.sentences:
        rows = groups(sentence)
        for row in rows:
            yield from in_row(reading, sentence, row)
        yield from two(sentence)
        listed = {figure.index for row in rows for figure in row} | known
        for figure in sentence.figures:
            if figure.index in listed:
                continue
            if figure.token.percent and figure.exact:
                found = _percentage(reading, sentence, figure, lexicon) or based(reading, sentence, figure, lexicon)
                if found:
                    yield found


def _percentage(reading: Reading, sentence: Sentence, figure: Figure, lexicon: Lexicon) -> Check | None:
    words = figure.lead
    if _VALUE.search(words):
        return None
    averaged = lexicon.words["averaged"].search(words)
    if averaged and not _last_rate(words) and not OF_WHOLE.search(words):
        return None
    moved = bool(UP.search(words) or DOWN.search(words))
    earlier = before(sentence, figure)
    if (
        moved
        and (_GROWTH.search(words) or (earlier and (earlier[-1].period == LAST_YEAR or earlier[-1].moved)))
        or figure.moved
    ):
        return None  # what grew, and not what is part of what
    if SHARE.search(words) or OF_WHOLE.search(words):
        return share(reading, sentence, figure, words, lexicon)
    if found := _last_rate(words):
        return _rate(reading, lexicon, sentence, figure, found)
    return None


def _last_rate(words: str) -> str:
    found = [match[1] for match in _RATE.finditer(words) if match.end() > len(words) - 8]
    return found[-1] if found else ""


def _rate(reading: Reading, lexicon: Lexicon, sentence: Sentence, figure: Figure, stem: str) -> Check | None:
    """整改率: what was put right over what was found, both named in the sentence."""
    figures = [f for f in sentence.figures if f.counted and not f.moved and f is not figure]
    if made := _of_two(figures, figure, stem):
        return judge("rate", figure, [made])
    if made_of := _of_nearly(figures, figure, stem, lexicon):
        return judge("rate", figure, made_of)
    if _SEVERAL.search(stem):
        return None
    some = lexicon.words["only some"].search(stem)
    if some and not any(some[0] in f.said for f in figures):
        return None
    parts = _named(lexicon, figures, figure, stem)
    if not parts:
        if lexicon.words["averaged"].search(figure.lead):
            return None
        if alone := _of_one(figures, figure):
            return possible_part(alone, figure)
        pairs = [ratio(a, b) for a in figures for b in figures if a is not b and b.value and a.near == b.near]
        return judge("rate", figure, [r for r in pairs if r.value <= HUNDRED], sure=False)
    ratios: list[Ratio] = []
    if len(parts) > 1 and _in_one_list(figures, parts[0], parts[-1]):  # 撤销3件、确认违法2件: both were corrected
        both = together(parts)
        large = [f for f in figures if f.same == parts[0].same and not _in_one_list(figures, f, parts[0])]
        ratios = [
            Ratio(both * HUNDRED / f.value, f"{plain(both)} ÷ {plain(f.value)}", (*parts, f)) for f in large if f.value
        ]
    for part in parts:
        wholes = [f for f in figures if f is not part and f.near == part.near and f.value and f.period == part.period]
        wholes = [f for f in wholes if not opposites([f, part], lexicon) and not _sibling(f, part)]
        wholes = [f for f in wholes if not _in_one_list(figures, f, part)]
        said = [ratio(part, whole) for whole in reversed(wholes) if part.value <= whole.value]
        ratios += [_rest(one) for one in said] if _denied(part, stem) else said
        beyond = [
            f
            for f in wholes
            if not f.lead.startswith("、") and f.same == part.same and f.index == part.index - 1 == figure.index - 2
        ]
        if lexicon.words["carried"].search(reading.document.passages[sentence.passage].text):
            continue
        if not said and beyond and part.value > beyond[0].value and part.label.endswith(stem[-2:]):
            ratios.append(ratio(part, beyond[0]))
    sure = bool(ratios) and any(_strictly(sentence, part, figure, ratios) for part in parts)
    if not sure and len(parts) == 1 and not _denied(parts[0], stem) and not _LOOSE.search(stem + parts[0].said):
        wider, beside = _wider(reading, sentence, parts[0], figure, stem, lexicon)
        return judge("rate", figure, [*ratios, *wider], sure=beside and bool(wider))
    return judge("rate", figure, ratios, sure=sure)


def _of_nearly(figures: Sequence[Figure], figure: Figure, stem: str, lexicon: Lexicon) -> list[Ratio]:
    """合格171个、基本合格22个、不合格10个，合格率84.2%: the first grade of all three, or all but the last."""
    run = [f for f in figures if figure.index - _FEW <= f.index < figure.index]
    if len(run) < _FEW or not lexicon.grade(run[1].label) or not _denied(run[2], stem) or not together(run):
        return []
    whole = together(run)
    words = f"{plain(run[0].value)} ÷ {plain(whole)}"
    first = Ratio(run[0].value * HUNDRED / whole, words, tuple(run))
    return [first, _rest(Ratio(run[2].value * HUNDRED / whole, f"{plain(run[2].value)} ÷ {plain(whole)}", tuple(run)))]


def _wider(
    reading: Reading, sentence: Sentence, part: Figure, figure: Figure, stem: str, lexicon: Lexicon
) -> tuple[list[Ratio], bool]:
    """What else of the paragraph the part may be a part of, and whether that is all it may be.

    已整改1,251条，整改率… with 发现1,268条 a sentence before; 维持21件、终止4件，维持率… behind 复议27件.
    """
    earlier = [f for f in reading.around(part) if f.index < part.index and f.same == part.same and f.counted]
    earlier = [f for f in earlier if not f.moved and f.value >= part.value > 0]
    earlier = [f for f in earlier if not opposites([f, part], lexicon) and not _REST.match(f.label)]
    earlier = [f for f in earlier if f.sentence < sentence.number or not _in_one_list(sentence.figures, f, part)]
    own = bool(re.search(rf"{re.escape(stem[-2:])}(?:的|到位|案?[卷件])?$", part.label)) and part.index < figure.index
    halves = {stem[:2], stem[-2:]}
    own = own or (len(halves) == _PAIR and all(half in part.label for half in halves))
    brought = [f for f in earlier if lexicon.words["brought up"].search(f.label) and f.depth == 0]
    near = [f for f in earlier if sentence.number - f.sentence <= 1]
    between = [f for f in sentence.figures if part.index < f.index < figure.index]
    alike = all(f.same == part.same for f in between) and len(between) <= _FEW
    listed = [f for f in (part, *between) if f.same == part.same]
    whole = sum((f.value for f in listed), Decimal(0))
    if len(listed) > 1 and whole:
        made = Ratio(part.value * HUNDRED / whole, f"{plain(part.value)} ÷ {plain(whole)}", (part,))
        return [made, *(ratio(part, f) for f in earlier)], own and alike and bool(near)
    sure = (own and bool(near)) or (len({f.value for f in brought}) == 1 and part.index == figure.index - 1)
    return [ratio(part, f) for f in earlier], sure and not between and all(f.exact for f in earlier) and part.exact


def _named(lexicon: Lexicon, figures: Sequence[Figure], figure: Figure, stem: str) -> list[Figure]:
    """The figures a rate names: the one beside it, else those before it, else those behind."""
    known = lexicon.words.get(f"rate {stem[-2:]}")
    key = known or re.compile(
        "|".join(re.escape(half) for half in {stem[-2:], stem[-2:][::-1], stem[:2] if len(stem) == 4 else stem[-2:]})
    )
    said = {f.index: f.label + f.noun.replace(f"{stem}率", "").replace(f"{stem[-2:]}率", "") for f in figures}
    parts = [f for f in figures if key.search(said[f.index])]
    if not parts and len(stem) >= 2:
        parts = [f for f in figures if all(sign in said[f.index] for sign in stem[-2:])]
    real = [f for f in parts if not _DUE.search(f.label) and not _OPEN.search(f.label)]
    parts = real or parts
    earlier = [f for f in parts if f.index < figure.index]
    if len(earlier) > 1 and earlier[-1].index == figure.index - 1:
        return earlier[-1:]
    return earlier or parts


def _sibling(one: Figure, other: Figure) -> bool:
    """持省级执法证的29名，持部委执法证的5名: one is as much the part as the other."""
    return (
        bool(one.label)
        and len(one.label) > _PAIR
        and one.label[0] == other.label[:1]
        and one.label[-2:] == other.label[-2:]
    )


def _in_one_list(figures: Sequence[Figure], one: Figure, other: Figure) -> bool:
    """维持30件、撤销4件、终止6件: three kinds of one list are no whole of one another; 收结420件、撤诉90件 may be."""
    first, last = sorted((one.index, other.index))
    listed = [f.index for f in figures if f.lead.startswith("、") and f.same == one.same]
    row = all(at in listed for at in range(first + 1, last + 1))
    return row and (first == last or last - first > 1 or first in listed or last + 1 in listed)


def _of_one(figures: Sequence[Figure], figure: Figure) -> Figure | None:
    """7名执法人员持证率: the rate of the things counted right before it, and of nothing else."""
    beside = next((f for f in figures if f.index == figure.index - 1), None)
    if beside is None or not beside.noun or "，" in figure.lead or not figure.lead.startswith(beside.noun[:4]):
        return None
    return beside


def _of_two(figures: Sequence[Figure], figure: Figure, stem: str) -> Ratio | None:
    """优良率: 优秀34卷、良好39卷 of the number right before them, else of a list that ends with what failed."""
    told = [f for f in figures if f.index < figure.index]
    for at, (one, other) in enumerate(zip(told, told[1:], strict=False)):
        grades = [[sign in f.label[-_PAIR:] for sign in stem] for f in (one, other)]
        if grades != [[True, False], [False, True]]:
            continue
        listed = [f for f in told[at:] if f.same == one.same]
        failed = len(listed) > _PAIR and bool(re.match("[不未]", listed[-1].label))
        before_ = told[at - 1 : at] if at and told[at - 1].same == one.same else []
        whole = together(before_ or listed) if before_ or failed else Decimal(0)
        if one.same == other.same and whole:
            both = one.value + other.value
            words = f"{plain(both)} ÷ {plain(whole)}"
            return Ratio(both * HUNDRED / whole, words, (*before_, one, other))
    return None


def _denied(part: Figure, stem: str) -> bool:
    """不合格 beside a 合格率: the figure counts what is not meant."""
    key = stem[-2:]
    return any(f"{sign}{key}" in part.said and f"{sign}{key}" not in stem for sign in ("不", "未", "尚未"))


def _rest(one: Ratio) -> Ratio:
    """The share of all the others."""
    return Ratio(HUNDRED - one.value, f"1 − {one.words}", one.figures)


def _strictly(sentence: Sentence, part: Figure, figure: Figure, ratios: Sequence[Ratio]) -> bool:
    """Part and whole stand beside the rate, nothing counted between them, and count the same things."""
    wholes = [one.figures[1] for one in ratios if one.figures[0] is part]
    wholes = [f for f in wholes if f.same == part.same]
    if not wholes:
        return False
    near = min(wholes, key=lambda f: abs(f.index - part.index))
    counted = [f for f in sentence.figures if near.index < f.index < figure.index and not f.token.percent]
    if part in counted and "其中" in counted[0].lead and all(_in_one_list(counted, counted[0], f) for f in counted):
        return True  # 审结40件，其中维持30件、撤销4件、终止6件，纠错率10%
    low, high = sorted((near.index, part.index))
    between = [f for f in sentence.figures if low < f.index < high and f.same == part.same]
    told = sentence.figures[low - sentence.figures[0].index + 1 : figure.index - sentence.figures[0].index + 1]
    if between or any("；" in f.lead for f in told if f is not figure or high < figure.index):
        return False
    if figure.index == high + 1:
        return near.index < part.index or low == high - 1
    return figure.index < low and figure.index == low - 1 and high == low + 1
