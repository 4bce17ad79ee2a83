"""What a percentage is of, where its sentence does not say it: 电气原因521起，占35.9%, with 火灾1452起 before.

The base is the only figure before that counts the same and is large enough, or the one of several that gives the
percentage with a digit wrong.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from zhifa.core.footing.checks import Check, plain, rounded
from zhifa.core.footing.quotients.ratios import HUNDRED, Ratio, fits, judge, ratio
from zhifa.core.footing.reading.figures import Figure, Reading, Sentence
from zhifa.core.footing.reading.lexicon import Lexicon
from zhifa.core.footing.reading.likeness import mistyped, opposites, swapped
from zhifa.core.footing.reading.naming import canonical

_SHARE: Final = re.compile(
    r"^[^，；。：]{0,12}[，（](?:约|仅|只|就)?占(?:比|到)?(?P<of>[\u4e00-\u9fff]{0,14}?)的?(?:比例|比重)?(?:为|达到?|约)?$"
)
_RATE: Final = re.compile(
    r"^[^，；。：]{0,12}[，（](?P<stem>[\u4e00-\u9fff]{1,8})(?:率|(?<=意)度)(?:（[^，。；）\d]{1,12}）)?(?:为|达到?|约)?$"
)
_LEFT: Final = re.compile(r"^[，；](?:其余|剩余|余下|剩下|尚未|未)[^，；]{0,8}$")
_PLAIN: Final = re.compile(r"全部|全年|全[市县区镇省局]|总数量?|总量|总|数量?|的|案件|人数|件数")
_DENIED: Final = re.compile(r"[不未]")
_REACH: Final = 5
"""How many sentences back a single base is looked for."""
_WINDOW: Final = 24
_ALIKE: Final = 2
_NEAREST: Final = 3
"""How many wholes of other paragraphs are tried: more give any number with a digit wrong."""


def based(reading: Reading, sentence: Sentence, figure: Figure, lexicon: Lexicon) -> Check | None:
    """The percentage over its base; None where no base is sure."""
    part = next((f for f in sentence.figures if f.index == figure.index - 1), None)
    if part is None or not _usable(part) or not 0 < figure.value < HUNDRED or figure.token.step > 1:
        return None
    if part.lead.startswith("、"):
        return None  # of all the list together
    share, rate = _SHARE.match(figure.lead), _RATE.match(figure.lead)
    told = _before(reading, part)
    beside = told[-1] if told and opposites([told[-1], part], lexicon) else None
    if beside is not None and rate and beside.index == part.index - 1:
        both = beside.value + part.value
        if bool(_DENIED.search(part.said)) != bool(_DENIED.search(rate["stem"])):
            part, beside = beside, part  # 合格128人，不合格9人，合格率
        made = Ratio(part.value * HUNDRED / both, f"{plain(part.value)} ÷ {plain(both)}", (beside, part))
        return judge("rate", figure, [made])
    wholes = [f for f in told if f.value >= part.value and f is not beside]
    if rate and (rest := _rest(sentence, figure, part)) is not None:
        both = part.value + rest.value
        made = Ratio(part.value * HUNDRED / both, f"{plain(part.value)} ÷ {plain(both)}", (rest, part))
        return judge("rate", figure, [made, *(ratio(part, f) for f in wholes)])
    if not share and not rate:
        return None
    wholes = wholes or (_above(reading, part) if rate else [])
    if any(fits(part.value * HUNDRED / f.value, figure) for f in wholes):
        return None
    if wholes and wholes[-1].passage != part.passage:
        wholes = [f for f in wholes if _slip(part, f, figure)]
        return _judged(part, figure, wholes, rate=True) if len({f.value for f in wholes}) == 1 else None
    if rate and not _of_this(rate["stem"], part, lexicon):
        wholes = [f for f in wholes if _swapped(part, f, figure)]
        return _judged(part, figure, wholes, rate=True) if len({f.value for f in wholes}) == 1 else None
    name = _PLAIN.sub("", canonical(share["of"], lexicon)) if share else ""
    if len(name) >= _ALIKE:
        wholes = [f for f in wholes if name in canonical(f.label, lexicon)]
        return _judged(part, figure, wholes, rate=bool(rate)) if len({f.value for f in wholes}) == 1 else None
    near = [f for f in wholes if part.sentence - f.sentence <= _REACH and not _shared(reading, f)]
    if len({f.value for f in near}) == 1:
        return _judged(part, figure, near, rate=bool(rate))
    slips = [f for f in near if _slip(part, f, figure)]
    return _judged(part, figure, slips, rate=bool(rate)) if len({f.value for f in slips}) == 1 else None


def _rest(sentence: Sentence, figure: Figure, part: Figure) -> Figure | None:
    """已整改439个，整改率66.7%，剩余219个: what is left, told right behind a rate."""
    following = next((f for f in sentence.figures if f.index == figure.index + 1), None)
    if following is None or following.same != part.same or not _usable(following):
        return None
    return following if _LEFT.match(following.lead) else None


def _usable(figure: Figure) -> bool:
    return figure.counted and figure.exact and not figure.moved and figure.value > 0


def _of_this(stem: str, part: Figure, lexicon: Lexicon) -> bool:
    """Whether a rate is of what the figure before it counts: 持证274名，持证率."""
    known = lexicon.words.get(f"rate {stem[-2:]}")
    said = part.label[-8:] + part.noun
    return bool(known.search(said)) if known else any(sign in said[-4:] for sign in stem[-2:])


def _before(reading: Reading, part: Figure) -> list[Figure]:
    """The figures of the paragraph before one that count the same, at no deeper level."""
    near = reading.figures[max(0, part.index - _WINDOW) : part.index]
    told = [f for f in near if f.passage == part.passage and f.same == part.same and _usable(f)]
    return [f for f in told if f.period == part.period and f.depth <= part.depth]


def _above(reading: Reading, part: Figure) -> list[Figure]:
    """The nearest of what the paragraphs before counted in the unit of a part, if its own counted nothing more."""
    told = reading.figures[max(0, part.index - _WINDOW) : part.index]
    told = tuple(f for f in told if f.same == part.same and _usable(f) and f.period == part.period and not f.partial)
    alike = [f for f in told if not f.depth and f.value >= part.value and not f.lead.startswith("、")]
    return [f for f in alike if f.passage < part.passage and not _shared(reading, f)][-_NEAREST:]


def _shared(reading: Reading, figure: Figure) -> bool:
    """Whether a figure is followed by its own share, so that it is one more part."""
    following = reading.figures[figure.index + 1 : figure.index + 2]
    return bool(following) and following[0].token.percent and "占" in following[0].lead


def _slip(part: Figure, whole: Figure, figure: Figure) -> bool:
    """Whether the percentage printed is the right one with a digit wrong."""
    right = rounded(part.value * HUNDRED / whole.value, figure.token.step)
    return mistyped(right, figure.value) and right >= 1 and figure.token.step < 1


def _swapped(part: Figure, whole: Figure, figure: Figure) -> bool:
    """Whether the percentage printed is the right one with two neighbouring digits swapped."""
    right = rounded(part.value * HUNDRED / whole.value, figure.token.step)
    return figure.token.step < 1 and swapped(right, figure.value)


def _judged(part: Figure, figure: Figure, wholes: Sequence[Figure], *, rate: bool) -> Check | None:
    if not wholes:
        return None
    right = part.value * HUNDRED / wholes[0].value
    if abs(right - figure.value) * Decimal(2) > figure.value and not _slip(part, wholes[0], figure):
        return None
    return judge("rate" if rate else "share", figure, [ratio(part, whole) for whole in wholes])
