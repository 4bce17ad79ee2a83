"""Whether figures look like parts of one whole, and whether a number looks like another one mistyped.

Texts seldom say that a list is complete. Two labels that deny each other are (合格、不合格); labels of one make are
parts of one whole rather than stages of one procedure (市容、环保 against 立案、结案); and a sum that misses its
total by swapped digits misses it by mistake.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from itertools import pairwise
from typing import Final

from zhifa.core.footing.reading.figures import Figure
from zhifa.core.footing.reading.lexicon import Lexicon

LOOSE_END: Final = re.compile(r"等(?!其[他它])(?:[^级]|$)")
"""A list that says it is not all."""
SHARE_OF: Final = r"(?<![侵强])占(?![道用压绿路地])"
"""占35%, and not 占道经营, 侵占绿地."""
THAN: Final = r"较(?!大(?!幅))"
"""较上年, and not 较大隐患."""
BREAK: Final = re.compile(
    rf"[，；]并(?=[\u4e00-\u9fff]{{2}})|同时|此外|另|{THAN}|比上|比去|同比|与去年|与上年|累计|共计|合计|总计|^[，、；]计$|其中|上年|去年"
)
"""Words behind which a list is over."""
_DENIED: Final = re.compile(r"(?:不予|未予|未能|[未不非没无])(?=[\u4e00-\u9fff])")
_FILLING: Final = re.compile(r"[的了]|(?:的)?(?:案件|企业|数量|人员|情况|数)$")
_NEAR: Final = Decimal("0.12")
_LONG: Final = 4
_PAIR: Final = 2
_LEAST: Final = 3
_TRIED: Final = 12
"""Among more numbers one is alike by chance."""
_MORE, _TURNED, _PARTS = 14, 25, 75
"""Once in so many lists chance may make a sum right by turning digits."""


def mistyped(one: Decimal, other: Decimal) -> bool:
    """Whether one number is the other with two digits swapped or one digit wrong: 553 for 535, 1286 for 1296."""
    a, b = _in_place(one, other)
    return len(a) >= _PAIR and (len(_differing(a, b)) == 1 or exchanged(one, other))


def mistyped_within(one: Decimal, low: Decimal, high: Decimal, step: Decimal) -> bool:
    """Whether a number is one of few, printed to a step, with a slip: 90 for 20, where 1024 and 51.2 each leave 20."""
    first, last = (low / step).to_integral_value(ROUND_CEILING), (high / step).to_integral_value(ROUND_FLOOR)
    return last - first < _TRIED and any(mistyped(one, (first + at) * step) for at in range(int(last - first) + 1))


def exchanged(one: Decimal, other: Decimal) -> bool:
    """Any two digits each in the place of the other: 371 for 173."""
    a, b = _in_place(one, other)
    apart = _differing(a, b)
    return len(apart) == _PAIR and a[apart[0]] == b[apart[1]] and a[apart[1]] == b[apart[0]]


def swapped(one: Decimal, other: Decimal) -> bool:
    """Two neighbouring digits in the wrong order: 371 for 317."""
    a, b = _in_place(one, other)
    apart = _differing(a, b)
    return exchanged(one, other) and apart[1] == apart[0] + 1


def longer(one: Decimal, other: Decimal, step: Decimal) -> bool:
    """Whether one number is the other with a digit too many, both printed to a step: 13 for 3, 80000 for 8000."""
    less, more = sorted((str(int(abs(number) / step)) for number in (one, other)), key=len)
    return len(more) == len(less) + 1 and any(more[:at] + more[at + 1 :] == less for at in range(len(more)))


def digits(number: Decimal) -> str:
    """The digits of a number that matter, wherever its point: 426 of 42.6, of 0.426 and of 42600."""
    return format(number.normalize(), "f").replace(".", "").strip("0")


def _in_place(one: Decimal, other: Decimal) -> tuple[str, str]:
    """The digits of two numbers, those of the same worth in the same place: 350 and 305 for 35 and 30.5."""
    places = max(0, *(-int(number.normalize().as_tuple().exponent) for number in (one, other)))
    return str(int(one.scaleb(places))), str(int(other.scaleb(places)))


def _differing(a: str, b: str) -> list[int]:
    """The places where two rows of digits differ; none where they are not of one length."""
    return [at for at in range(len(a)) if a[at] != b[at]] if len(a) == len(b) else []


def shifted(one: Decimal, other: Decimal) -> bool:
    """The same digits, two or more of them, behind another point or unit: 42.6 for 426, 1.7万 for 1.7亿."""
    return one != other and digits(one) == digits(other) and len(digits(one)) >= _PAIR


def reordered(one: Decimal, other: Decimal) -> bool:
    """The same three digits or more in any other order, wherever their point: 89.3 for 38.9."""
    a, b = digits(one), digits(other)
    return one != other and len(a) >= _LEAST and sorted(a) == sorted(b)


def mended(whole: Decimal, parts: Sequence[Decimal]) -> bool:
    """Whether swapping two neighbouring digits of one part makes the sum right: 11 and 63 for 47."""
    total = sum(parts, Decimal(0))
    return any(swapped(part, whole - total + part) for part in parts if whole - total + part > 0)


def turned(whole: Figure, parts: Sequence[Figure], *, all_told: bool = False) -> bool:
    """Whether two neighbouring digits the other way round, of a whole or of one part, are all that is wrong with a sum.

    Among so many numbers nearly as large that is seldom so by chance: parts are rarely more than their whole, so that
    little is asked for there, nor of a list that leaves nothing out; of parts any may be the wrong one: there more is.
    """
    values = [part.value for part in parts]
    total = sum(values, Decimal(0))
    own = swapped(whole.value, total)
    step = min(part.token.step for part in parts)
    if whole.token.step > step or not slip(abs(whole.value - total)) or not (own or mended(whole.value, values)):
        return False
    step = min(step, whole.token.step)
    printed = [str(int(value / step)) for value in ([whole.value] if own else values)]
    tries = sum(one != other for number in printed for one, other in pairwise(number))
    seldom = _MORE if total > whole.value or all_told else _TURNED if own else _PARTS
    return tries * seldom * step <= max(whole.value, total)


def near(whole: Decimal, total: Decimal, parts: Sequence[Decimal]) -> bool:
    """Whether a sum misses its total by less than half of any part, or by a slip of the hand."""
    apart = abs(whole - total)
    least = min((part for part in parts if part), default=Decimal(0))
    slipped = len(parts) > 2 and (mistyped(whole, total) or slip(apart))
    return apart <= whole * _NEAR and (apart * 2 <= least or slipped)


def slip(apart: Decimal) -> bool:
    """Whether a difference is that of one wrong digit (40, 300) or of two neighbours swapped (9, 27, 450, 810)."""
    told = digits(apart)
    return len(told) == 1 or (len(told) == _PAIR and int(told) % 9 == 0)


def opposites(parts: Sequence[Figure], lexicon: Lexicon) -> bool:
    """Two labels that leave nothing between them: 合格 and 不合格, 线上 and 线下."""
    if len(parts) != 2:
        return False
    left, right = (_FILLING.sub("", part.said) for part in parts)
    for one, other in ((left, right), (right, left)):
        bare = _DENIED.sub("", other)
        if bare != other and len(bare) >= 2 and not _DENIED.search(one) and bare.endswith(one):
            return len(one) >= 2
    return any(
        (a in left and b in right and b not in left) or (b in left and a in right and a not in left)
        for a, b in lexicon.opposites
    )


def parallel(parts: Sequence[Figure], lexicon: Lexicon) -> bool:
    """Whether labels are names of one make and no stages of one procedure: 立案、结案、罚款 are stages.

    行政处罚, 行政检查 and the like are kinds of acts.
    """
    stages = [lexicon.words["stages"].findall(lexicon.words["acts"].sub("", part.label)) for part in parts]
    last = {found[-1] if found else "" for found in stages}
    return len(last) == 1


def crosses(parts: Sequence[Figure], lexicon: Lexicon) -> bool:
    """Whether labels cut across other divisions (涉企、重大), so that a case may be counted under two of them.

    In a long list one such label is only a name.
    """
    if banded(parts):
        return False
    names = [re.sub(r"^涉及", "", part.label) or part.noun for part in parts]
    many = sum(bool(lexicon.words["crossing"].search(name)) for name in names)
    return many > 0 if len(parts) < _LONG else many * 2 >= len(parts)


def of_its_kind(whole: Figure, parts: Sequence[Figure], lexicon: Lexicon) -> bool:
    """Whether names exclude one another by their form: organs and places, or kinds that end with a word of the whole.

    镇级河长6名, 村级河长21名 of 河长27名.
    """
    names = [part.label for part in parts]
    ends = {name[-_PAIR:] for name in names}
    kinds = len(ends) == 1 and len(set(names)) == len(names) and ends.pop() in whole.said
    return kinds or all(lexicon.words["organs"].search(name) for name in names)


def banded(parts: Sequence[Figure]) -> bool:
    """Bands from the lowest to the highest: 1万元以下…10万元以上. They are all there is, and so are steps of which
    the first or last takes in all below it: 研究生、本科、大专及以下."""
    labels = [part.label + part.noun for part in parts]
    if len(parts) > _PAIR and any("及以下" in label for label in (labels[0], labels[-1])):
        return True
    low = any(re.search(r"以下|不足|不满|未满|低于|不到", label) for label in labels)
    return low and any("以上" in label for label in labels) and len(parts) > 1
