"""Lists of one part, which is divided again: 受理的案件中，审结190件，尚在审理15件.

The whole is the figure before that has the name. A list of it that says it is all is believed; one
that is only a list must not exceed its whole, and is wrong where it misses it narrowly.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from zhifa.core.footing.checks import Check, together
from zhifa.core.footing.reading.figures import Figure, Reading
from zhifa.core.footing.reading.lexicon import Lexicon
from zhifa.core.footing.reading.likeness import near, turned
from zhifa.core.footing.sums.claims import agrees, narrowly_missed
from zhifa.core.footing.sums.closing import closed, explained, of_family
from zhifa.core.footing.sums.divided import run_behind, taken_back
from zhifa.core.footing.sums.subsets import too_large

_INSIDE: Final = r"(?:中|里|之中|当中|之内|内部?)(?![央心型小学旬队药医级层期])[，：]?(?:因|有|的)?"
_NAMED: Final = re.compile(
    rf"(?:^|[，。；])(?:在|对于?|上述|这些|该|所有|全部|而)*([\u4e00-\u9fff“”]{{2,14}}?)(?:{_INSIDE}|(?:的)?(?:种类|类型|情形|构成|去向)[为是：，]*|(?:再|进一步)细分，|(?:包括|包含)：?|(?=按[^，。；]{{1,10}}分)|(?=从[^，。；]{{1,8}}看)|的(?:案件|情形|人员|企业|对象)?，)"
)
_FILLING: Final = re.compile(
    r"^(?:已|经|当年|全年|本年|共)+|(?:的|之|了)?(?:案件|情形|情况|人员|企业|单位|对象|线索|问题|部分|收入|事项|吸毒人员)?$"
)
_DENIED: Final = re.compile(r"(?:不予?|未|非)$|不予|未(?!成年)")
_ALL: Final = re.compile(r"所有|全部|上述|以上")
_BACK: Final = 12
_PAIR: Final = 2
_NARROW: Final = 14
_SMALL: Final = 2


def among(reading: Reading, lexicon: Lexicon) -> Iterator[Check]:
    """Every such list of the report."""
    for figures in reading.families(lambda f: f.unit, lambda f: f.counted and not f.moved and not f.depth):
        for place in range(1, len(figures)):
            whole = _named(figures, place, lexicon)
            if whole is None or not whole.exact:
                continue
            parts = _list(reading, whole, figures, place, lexicon)
            if found := _too_large(whole, figures[place]):
                yield found
            elif parts:
                yield narrowly_missed(whole, parts, "sum")


def _too_large(whole: Figure, part: Figure) -> Check | None:
    """A figure said to be of a whole and larger than it: 属实126条，属实线索中立案的168条."""
    of_it = part.lead.endswith("的") or (part.lead.startswith("。") and part.sentence == whole.sentence + 1)
    if part.value <= whole.value or not part.exact or not of_it or part.period != whole.period:
        return None
    return too_large(whole, part)


def _named(figures: Sequence[Figure], place: int, lexicon: Lexicon) -> Figure | None:
    """The one figure before whose name the list takes up."""
    said = _NAMED.search(re.split(r"(?<=[。；])", figures[place].lead)[-1])
    name = _FILLING.sub("", said[1]) if said else ""
    if said is None or len(said[1]) < _PAIR:
        return None
    before = [f for f in figures[max(0, place - _BACK) : place] if f.label or f.noun]
    found = [f for f in before if len(name) >= _PAIR and _called(_FILLING.sub("", f.label or f.noun), name)]
    found = found or [f for f in before if _holds(said[1], f.label)]
    ended = lexicon.words["ended"]
    if not found and ended.search(said[1]) and not _DENIED.search(said[1]):
        found = [f for f in before if ended.search(f.label) and not _DENIED.search(f.label)]
    found = found or [f for f in before if len(name) >= _PAIR and name in f.said and not _DENIED.search(f.said)]
    if found and _ALL.search(figures[place].lead):
        return found[0]  # 所有许可: not 农药经营许可, the last that was told
    return found[-1] if found else None


def _holds(said: str, label: str) -> bool:
    """Whether words name what a label names and do not deny it: 办结的投诉 of 已办结."""
    if len(label) >= _PAIR and label in said:
        return True
    bare = _FILLING.sub("", label)
    return len(bare) >= _PAIR and bare in said and not _DENIED.search(said.partition(bare)[0])


def _called(label: str, name: str) -> bool:
    """Whether a label ends with a name and does not deny it."""
    return label.endswith(name) and not _DENIED.search(label.removesuffix(name))


def _list(reading: Reading, whole: Figure, figures: Sequence[Figure], start: int, lexicon: Lexicon) -> Sequence[Figure]:
    """The list of a part that does not make it, and says that it is all, or misses it narrowly or by being more."""
    run = run_behind(figures[start], figures[start + 1 :])
    run = [figures[start], *(f for f in run if f.sentence - figures[start].sentence <= 1)]
    if any(agrees(whole, run[:many]) for many in range(1, len(run) + 1)):
        return []
    own = [f for f in run if f.sentence == run[0].sentence]
    clause = own[: next((at for at, f in enumerate(own) if at and "；" in f.lead), len(own))]
    for parts in (run, own, clause):
        total = together(parts)
        slipped = len(parts) > 1 and turned(whole, parts)
        if slipped and parts[-1] in (own[-1], run[-1]):
            return [] if taken_back(reading, run[0], parts, lexicon) else parts
        if len(parts) < _PAIR or max(f.value for f in parts) > whole.value or total * 2 < whole.value:
            continue
        apart = abs(whole.value - total)
        by_law = len(parts) > _PAIR and of_family(parts, lexicon)
        sure = (closed(reading, whole, parts, lexicon) or by_law) and total <= whole.value * 2
        narrow = len(parts) > _PAIR and apart <= max(whole.value / _NARROW, Decimal(_SMALL))
        narrow = narrow and (total > whole.value or near(whole.value, total, [part.value for part in parts]))
        if not (sure or narrow):
            continue
        taken = taken_back(reading, run[0], parts, lexicon) or explained(reading, whole, parts, figures, some=True)
        return [] if taken else parts
    return []
