"""How sure it is that a text asserts an identity. Only what it certainly asserts can be contradicted.

Every module that finds an identity says what would follow from it. Whether the passage also says something that
takes the identity back is asked here, once for all of them: that cases are counted under several heads, that what
looks like parts is an account of what came and went, that the whole of a rate is another figure. An identity that is
only likely leaves its difference *unexplained*; of one that was guessed nothing is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from zhifa.core.footing.chance import SUMS, by_chance
from zhifa.core.footing.checks import CERTAIN, GUESS, LIKELY, Check
from zhifa.core.footing.identities import CONTRADICTION, HOLDS, UNEXPLAINED
from zhifa.core.footing.quotients.otherwise import otherwise
from zhifa.core.footing.quotients.ratios import HUNDRED, fits
from zhifa.core.footing.reading.figures import Figure, Reading
from zhifa.core.footing.reading.lexicon import Lexicon
from zhifa.core.footing.reading.likeness import opposites
from zhifa.core.footing.sums.doubts import left_unsaid, named_open, no_sum, of_sum

_NOTE: Final = re.compile(r"^(?:说明|备?注|表注)")
_OF_KINDS: Final = re.compile(r"并处|种类|[两二三多数几]种|最重")
"""A note on cases under several kinds speaks of the columns of kinds, and not of what stands one below the other."""
_SHARE: Final = re.compile(r"，(?:约)?占(?:全部|全年)?([^，。；\d]{0,12}?)的?(?:比例|比重)?(?:为|达到?)?")
_RATE: Final = re.compile(r"，([\u4e00-\u9fff]{2,4})率(?:为|达到?)?")
_GENERAL: Final = re.compile(r"案件|总[数量]|数量?|全部")
_QUOTIENTS: Final = frozenset({"rate", "share", "bound", "growth", "average"})
_OF_ACCOUNT: Final = frozenset({"total", "part", "growth"})
"""What the figures of an account that comes out right are not beside."""
_SHORT: Final = 3
_PAIR: Final = 2
_NEAR: Final = 2
"""How many paragraphs from a rate its whole may be named."""
_LOOKED: Final = 120
"""How many figures before a rate are asked whether they give it."""


def assured(checks: Iterable[Check], reading: Reading, lexicon: Lexicon) -> Iterator[Check]:
    """The checks, with every contradiction of an identity that is not certain made unexplained or left out.

    按程序分，普通113件，简易46件；未结8件: where some of the parts make the whole, the others are not parts of it.
    """
    found = list(checks)
    holding: dict[int, list[set[int]]] = {}
    for check in found:
        if check.kind == "total" and check.state == HOLDS:
            holding.setdefault(check.figures[0], []).append(set(check.figures))
    whole_lists = [set(check.figures[1:]) for check in found if check.kind == "total" and check.state == HOLDS]
    worded = {phrase.code for phrase in lexicon.phrases}
    told = {frozenset(c.figures) for c in found if c.kind in worded and c.state == HOLDS and len(c.figures) >= _SHORT}
    balanced = [set(c.figures) for c in found if c.kind == "balance" and c.state == HOLDS]
    again = [set(c.figures) for c in found if c.kind == "repeat" and c.state == HOLDS and len(c.figures) == _PAIR]
    for check in found:
        if check.exceeds and len(check.figures) == _PAIR and _of_both(check, holding, reading):
            continue
        if check.kind in SUMS and check.state != HOLDS and any(one <= set(check.figures[1:]) for one in again):
            continue  # one of its parts is another told again
        if check.kind == "repeat" and check.state == CONTRADICTION and _entries(check, reading):
            continue
        if check.kind in SUMS and check.state != HOLDS and _in_another(check, holding):
            continue  # 处罚193卷，合格139卷；许可152卷，合格2卷: 193 and 152 are all of the 345
        if check.kind in _OF_ACCOUNT and check.state != HOLDS and any(set(check.figures) <= one for one in balanced):
            continue  # 办结70件, 未办结7件 are no parts of 新立案72件, nor is 减少8人 the change from 64 to 67
        if check.state != HOLDS and check.kind not in worded and frozenset(check.figures) in told:
            continue  # the text says in so many words how these figures belong together
        sure = certainty(check, reading, lexicon) if check.state == CONTRADICTION else CERTAIN
        if sure == CERTAIN and check.state == CONTRADICTION and not check.shown and _by_chance(check, reading, lexicon):
            sure = GUESS
        if check.kind == "total" and check.state != HOLDS and _of_another_list(check, whole_lists):
            continue
        inner = (held for at in check.figures for held in holding.get(at, ())) if check.kind == "total" else ()
        if any(held < set(check.figures) for held in inner):
            continue
        if sure == CERTAIN:
            yield check
        elif sure == LIKELY:
            yield replace(check, state=UNEXPLAINED)


def _of_both(check: Check, holding: Mapping[int, Sequence[set[int]]], reading: Reading) -> bool:
    """受理投诉2304件、举报613件，共2917件，办结2905件: what exceeds a part need not exceed the whole."""
    figures = sorted((reading.figures[at] for at in check.figures if at < len(reading.figures)), key=lambda f: f.value)
    if "." not in check.kind or len(figures) < _PAIR:
        return False
    less, more = figures
    wholes = [
        at for at, sums in holding.items() if at < len(reading.figures) and any(less.index in one for one in sums)
    ]
    return any(reading.figures[at].value >= more.value and at not in check.figures for at in wholes)


def _entries(check: Check, reading: Reading) -> bool:
    """Whether two figures of one name stand in two lines of one list: 甲区检查638家，追回1432万元； 乙县检查547家，….

    Lines of a list count the same in the same order, under the same names but for the first.
    """
    at = [reading.figures[at].passage for at in check.figures if at < len(reading.figures)]
    if len(at) < _PAIR or at[0] == at[-1]:
        return False
    lines = [reading.of_passage(number) for number in range(min(at), max(at) + 1)]
    first = lines[0]
    alike = len(first) > 1 and all([f.unit for f in line] == [f.unit for f in first] for line in lines)
    named = all(f.label == one.label for line in lines for f, one in zip(line[1:], first[1:], strict=False))
    return alike and named and len({line[0].label for line in lines}) == len(lines) > _PAIR


def _in_another(check: Check, holding: Mapping[int, Sequence[set[int]]]) -> bool:
    """Whether a whole is made of others, some of which are taken for parts of it here as well, beside what is none."""
    whole, parts = check.figures[0], set(check.figures[1:])
    made = [held - {whole} for held in holding.get(whole, ())]
    return any(one & parts and one - parts and parts - one for one in made)


def _of_another_list(check: Check, lists: Sequence[set[int]]) -> bool:
    """Whether the parts of a whole told before them are, with others, all of another whole."""
    parts = set(check.figures[1:])
    return len(parts) > 1 and check.figures[0] < min(parts) and any(parts < one for one in lists)


def certainty(check: Check, reading: Reading, lexicon: Lexicon) -> str:
    """How sure it is that the text asserts what a check says it breaks."""
    figures = [reading.figures[at] for at in check.figures if at < len(reading.figures)]
    if check.kind == "table" and check.adds and _noted(check, reading, lexicon):
        return LIKELY
    if len(figures) < 2 or len(figures) < len(check.figures):
        return CERTAIN
    if check.kind in ("rate", "share"):
        return _of_rate(figures, reading, lexicon)
    if check.kind == "sum" and (
        named_open(figures[0], figures[1:]) or (check.falls_short and left_unsaid(figures[-1], reading))
    ):
        return LIKELY
    family = "." in check.kind and not check.kind.endswith("balance") and check.adds
    if (family or check.kind in ("total", "part", "sum")) and no_sum(figures[0], figures[1:], reading, lexicon):
        return GUESS
    if check.kind in ("total", "part") or family:
        return of_sum(figures[0], figures[1:], reading, lexicon, family=family)
    return CERTAIN


def _by_chance(check: Check, reading: Reading, lexicon: Lexicon) -> bool:
    figures = [reading.figures[at] for at in check.figures if at < len(reading.figures)]
    if len(figures) < len(check.figures) or len(figures) < 2:
        return False
    if check.kind in _QUOTIENTS and len(figures) == _SHORT and _in_a_row(reading, *figures):
        return False
    printed = figures[-1].token.percent or check.kind in ("growth", "average")  # 三成 is no figure
    other = printed and check.kind in _QUOTIENTS and otherwise(check, figures, reading, lexicon)
    return other or by_chance(check, figures, reading, lexicon)


def _in_a_row(reading: Reading, one: Figure, other: Figure, rate: Figure) -> bool:
    """Whole, part and quotient in a row, by their names: 办结21件，其中简易2件，占办结的8.7%; 抽检72批，合格14批，
    合格率51.9%. An earlier number of the sentence may be part of a rate, and is of no share."""
    whole, part = sorted((one, other), key=lambda figure: figure.index)
    row = whole.index + 1 == part.index == rate.index - 1 and whole.sentence == rate.sentence
    if not (row and rate.token.percent and whole.depth == part.depth == rate.depth and whole.unit == part.unit):
        return False
    if said := _SHARE.fullmatch(rate.lead):
        return part.lead.startswith("，其中") and (not said[1] or _GENERAL.sub("", said[1]) in whole.label)
    stem = _RATE.fullmatch(rate.lead)
    first = next(f for f in reading.sentences[rate.sentence].figures if f.unit == whole.unit)
    return first is whole and stem is not None and part.lead in (f"，{stem[1]}", f"，其中{stem[1]}")


def _noted(check: Check, reading: Reading, lexicon: Lexicon) -> bool:
    """Whether the note right under a table says that one case stands in several of its cells.

    Then the cells may be more than their total, and never fewer.
    """
    last = max((grid.lines[-1] for grid in reading.document.grids if set(check.lines) & set(grid.lines)), default=0)
    behind = (p for p in reading.document.passages if last and p.line(0) > last)
    note = next(behind, None)
    if note is None or not _NOTE.match(note.text) or not lexicon.words["overlap"].search(note.text):
        return False
    return not check.falls_short and not ("一列" in check.explain and _OF_KINDS.search(note.text))


def _of_rate(figures: Sequence[Figure], reading: Reading, lexicon: Lexicon) -> str:
    """Of a percentage: whether another whole told before gives it, so that that one is meant."""
    rate, amounts = figures[-1], figures[:-1]
    if len(amounts) < 2 or not rate.token.percent:
        return CERTAIN
    by_size = sorted(amounts, key=lambda figure: figure.value)
    if rate.value > HUNDRED and fits(by_size[-1].value * HUNDRED / by_size[0].value, rate):
        return GUESS  # 新增2160个，完成任务2000个的108.0%: the whole is the smaller one
    part = min(amounts, key=lambda figure: figure.value)
    in_time = lexicon.words["in time"]
    if rate.value == HUNDRED and in_time.search(rate.label) and not in_time.search(part.said):
        return GUESS  # 受理348件，办结339件，按期办结率100%: of those whose time is over
    if lexicon.words["apart"].search(reading.sentences[rate.sentence].text):
        return LIKELY
    told = [f for f in _told_before(rate, amounts[0], reading) if f is not part]
    right = [f for f in told if fits(part.value * HUNDRED / f.value, rate)]
    return GUESS if any(not opposites([part, f], lexicon) for f in right) else CERTAIN


def _told_before(figure: Figure, like: Figure, reading: Reading) -> list[Figure]:
    """The figures that count the same as another, told before one in its paragraph and those before it."""
    told = reading.figures[max(0, figure.index - _LOOKED) : figure.index]
    told = tuple(f for f in told if figure.passage - _NEAR <= f.passage)
    return [f for f in told if f.same == like.same and f.value > 0 and f.counted]
