"""Lists nothing announces: a total and, behind or before it, figures of the same unit that together are the total.

共查处58起，涉及占道23起、乱倒19起、搭建16起. No word says that the list is complete, so a sum far from the total says
nothing. One that misses it narrowly, over names of one make, is a mistake.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from zhifa.core.footing.checks import Check, together
from zhifa.core.footing.reading.figures import Figure, Reading, Sentence
from zhifa.core.footing.reading.lexicon import Lexicon
from zhifa.core.footing.reading.likeness import (
    THAN,
    crosses,
    mended,
    mistyped,
    near,
    of_its_kind,
    opposites,
    parallel,
    turned,
)
from zhifa.core.footing.reading.numbers import EXACT
from zhifa.core.footing.sums.claims import added_up, agrees, narrowly_missed
from zhifa.core.footing.sums.closing import clause_of

_TURN: Final = re.compile(
    rf"同时|此外|另|{THAN}|比上|比去|同比|与去年|其中|上年|去年|包括|分别|[，；]并(?=[\u4e00-\u9fff]{{2}})|按|从|下达|出动|发放"
)
_TOTAL: Final = re.compile(
    r"(?:^|[，；、：（])(?:[^，；、：（\d]{0,10})(?:总?共计?|合计|总计|共|总共|累计|总数|总量|相加|加总|加起来|合起来)[^，；、：（\d]{0,8}$"
)
_BARE: Final = re.compile(
    r"(?:^|[，；、：（])[^，；、：（\d]{0,2}(?:合计|总计|共计|累计|共|相加|加起来|合起来)(?:是|为|达|有)?$"
)
"""A total that names nothing of its own, so that it can only be of what stands before it."""
_FIRST: Final = re.compile(r"前[两三四五六七八九十\d]{1,2}[项类种位名个家][^，；]{0,6}$")
"""前三项合计: of some of the list only."""
_OF_IT: Final = re.compile(r"[\u4e00-\u9fff]{2}的$")
"""属实的58条，非污染原因的208条: groups of what was named before."""
_LOOSE: Final = re.compile(r"等(?:[^级]|$)|主要|以上|余")
_WIDER: Final = Decimal("0.25")
"""How far two parts that leave nothing between them may miss their total and still surely be its parts."""
_FEWEST: Final = 2
_LEAST: Final = 3
_SEVENTH: Final = 7
_NAME: Final = re.compile(r"[，、；：](?:\w{0,4}(?<!中))?[一-龥]{2,12}")


def runs(reading: Reading, lexicon: Lexicon) -> Iterator[Check]:
    """Every unannounced list of the report against the total beside it."""
    for sentence in reading.sentences:
        yield from _in_sentence(reading, sentence, lexicon)


def _in_sentence(reading: Reading, sentence: Sentence, lexicon: Lexicon) -> Iterator[Check]:
    figures = [figure for figure in sentence.figures if _usable(figure)]
    for list_ in _lists(figures):
        if len(list_) < _FEWEST:
            continue
        if found := _before(reading, sentence, figures, list_, lexicon) or _behind(figures, list_, lexicon):
            yield found


def _usable(figure: Figure) -> bool:
    return (
        figure.counted
        and "每" not in figure.label
        and not figure.moved
        and figure.token.bound == EXACT
        and figure.depth == 0
    )


def _lists(figures: Sequence[Figure]) -> Iterator[list[Figure]]:
    """Stretches of figures of one unit and period, with nothing between them that turns away.

    Amounts, areas and people between them belong to the part before; a semicolon may divide parts or end a list.
    """
    for unit in dict.fromkeys(figure.same for figure in figures):
        whole: list[Figure] = []
        turned = False
        for figure in figures:
            turned = turned or bool(_TURN.search(figure.lead))
            if figure.same != unit:
                continue
            if whole and (turned or figure.period != whole[0].period):
                yield from _pieces(whole)
                whole = []
            whole.append(figure)
            turned = False
        yield from _pieces(whole)


def _pieces(list_: list[Figure]) -> Iterator[list[Figure]]:
    """A stretch, and its pieces between semicolons where these do not divide every part."""
    if not list_:
        return
    yield list_
    cuts = [at for at, figure in enumerate(list_) if at and "；" in figure.lead]
    if cuts and len(cuts) < len(list_) - 1:
        for start, end in zip([0, *cuts], [*cuts, len(list_)], strict=True):
            yield list_[start:end]


def _before(
    reading: Reading, sentence: Sentence, figures: Sequence[Figure], list_: Sequence[Figure], lexicon: Lexicon
) -> Check | None:
    """A total and its parts behind it: the first of the stretch, or the last of the sentence before."""
    first, parts = list_[0], list_[1:]
    if "其中" in first.lead or "包括" in first.lead:
        return None
    if first.exact and len(parts) >= _FEWEST and all(part.exact and part.said for part in parts):
        alike = parallel(parts, lexicon) and not crosses(parts, lexicon)
        left = lexicon.words["pending"].search(clause_of(parts[-1])) is not None or opposites(parts, lexicon)
        left = left and not lexicon.words["carried"].search(sentence.text)
        if (alike or left) and turned(first, parts, all_told=left or len(parts) <= _LEAST):
            return narrowly_missed(first, parts)
    if len(parts) < 2 or first.value <= max(part.value for part in parts):
        return None
    for place in range(len(list_) - _LEAST):
        for many in range(len(list_), place + _LEAST, -1):
            if agrees(list_[place], list_[place + 1 : many]):
                return added_up(list_[place], list_[place + 1 : many])
    denied = (
        any(opposites(list_[at : at + 2], lexicon) for at in range(1, len(list_) - 1)) or "不合格" in list_[-1].label
    )
    for place in range(max(1, len(list_) - _LEAST) if denied else 1):
        whole, rest = list_[place], list_[place + 1 :]
        if whole.value > max(part.value for part in rest) and (found := _judged(whole, rest, reading, lexicon)):
            return found
    return None


def _judged(whole: Figure, parts: Sequence[Figure], reading: Reading, lexicon: Lexicon) -> Check | None:
    total = together(parts)
    of_it = all(_OF_IT.search(part.lead) for part in parts) and not _nested(parts)
    both = opposites(parts, lexicon) or of_it
    if agrees(whole, parts):
        return added_up(whole, parts) if both or len(parts) > 2 else None
    text = reading.document.passages[parts[0].passage].text
    told = text[parts[0].token.start : parts[-1].token.end + 2]
    if _LOOSE.search(told) or whole.partial != parts[0].partial or "，" in parts[0].lead.strip("，。") and _far(parts):
        return None
    if all(lexicon.words["favourable"].search(part.label) for part in parts):
        return None
    sure = both or (len(parts) > 2 and parallel(parts, lexicon) and not crosses(parts, lexicon))
    close = near(whole.value, total, [part.value for part in parts])
    if _plainly_divided(whole, parts, total, text, lexicon):
        return narrowly_missed(whole, parts)
    if not sure or not (
        close
        or (
            (opposites(parts, lexicon) or (of_it and len(parts) >= _LEAST))
            and abs(whole.value - total) <= whole.value * _WIDER
        )
    ):
        return None
    return narrowly_missed(whole, parts)


def _plainly_divided(whole: Figure, parts: Sequence[Figure], total: Decimal, text: str, lexicon: Lexicon) -> bool:
    """Whether nothing but names that exclude one another ends the sentence, and they miss by less than any."""
    bare = all(_NAME.fullmatch(part.lead) for part in parts) and text[parts[-1].token.end :][:1] in ("。", "")
    apart = abs(total - whole.value)
    few = apart <= min(part.value for part in parts) and apart * _SEVENTH <= whole.value
    few = few and (total > whole.value or mistyped(whole.value, total))
    return bare and few and of_its_kind(whole, parts, lexicon) and not crosses(parts, lexicon)


def _nested(parts: Sequence[Figure]) -> bool:
    """属实的126条，属实线索中立案的68条: a later part that names an earlier one is a part of it."""
    return any("中" in later.label for later in parts[1:])


def _far(parts: Sequence[Figure]) -> bool:
    """Whether a list begins so long behind its total that something else was spoken of."""
    return len(parts[0].lead) > 30


def _behind(figures: Sequence[Figure], list_: Sequence[Figure], lexicon: Lexicon) -> Check | None:
    """Parts and their total behind them: A 45件、B 31件、C 9件，全年共85件."""
    for place in range(len(list_) - 1, 1, -1):
        whole, parts = list_[place], list_[:place]
        if (
            not _TOTAL.search(whole.lead)
            or _FIRST.search(whole.lead)
            or not all(f.period == whole.period for f in parts)
        ):
            continue
        starts = next((at for at in range(place - 1, 0, -1) if _TOTAL.search(parts[at].lead)), 0)
        parts = parts[starts:]
        total = together(parts)
        if agrees(whole, parts):
            return added_up(whole, parts)
        if len(parts) < 2 or crosses(parts, lexicon):
            return None
        if not _BARE.search(whole.lead) and not parallel(parts, lexicon) and len(parts) < _LEAST:
            return None
        values = [f.value for f in parts]
        close = near(whole.value, total, values) or mistyped(whole.value, total) or mended(whole.value, values)
        more = total > whole.value and parallel([*parts, whole], lexicon) and len(parts) >= _LEAST
        return narrowly_missed(whole, parts) if close or more else None
    return None
