"""What the figures beside a list say of its sum: that they are what is missing, or what the list is of.

The text adds the missing part right behind it, counts what stands in two of the parts, gives every part its share, or
names another figure that the list amounts to. Asked by `doubts` of every sum that does not come out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import combinations
from typing import Final

from zhifa.core.footing.checks import together
from zhifa.core.footing.reading.figures import Figure, Reading
from zhifa.core.footing.reading.lexicon import Lexicon
from zhifa.core.footing.sums.closing import complement, of_family

SEVERAL: Final = re.compile(r"[两二三四五六七八九十]+[项类者种]|上述|以上")
INSIDE: Final = re.compile(r"其中|包括|含")
_ALSO: Final = re.compile(r"(?:^|[，；、（])(?:另|其余|其他|剩余|还有|余下)")
_HUNDRED: Final = 100
_SHORT: Final = 3
_PAIR: Final = 2
_MOST: Final = 7
_BACK: Final = 16
"""How many figures before a list its own total may stand."""


def in_shares(figures: Sequence[Figure], reading: Reading) -> bool:
    """Whether all are parts of one larger whole, since their shares make a hundred: 712人，占51.2%；640人，占46%."""
    behind = [reading.figures[f.index + 1] for f in figures if f.index + 1 < len(reading.figures)]
    shares = [f.value for f in behind if f.token.percent and "占" in f.lead]
    return len(shares) == len(figures) > _PAIR and abs(sum(shares, Decimal(0)) - _HUNDRED) <= 1


def told_again(whole: Figure, parts: Sequence[Figure]) -> bool:
    """Whether one of a list is what some before it are together, and the others are the whole: 撤销4、重作2，纠错6."""
    rest = together(parts) - whole.value
    if len(parts) > _PAIR and parts[0].value == rest and "其中" in parts[0].lead:
        return True  # 隐患530处，其中重大8处，已整改498处，剩余32处
    return any(
        part.value == rest and any(together(parts[start:at]) == rest for start in range(at - 1))
        for at, part in enumerate(parts)
    )


def of_an_earlier(figure: Figure, parts: Sequence[Figure], whole: Figure, lexicon: Lexicon) -> bool:
    """Whether three parts or more are of a figure told further ahead than what they were held against.

    审结19件，其中维持9件、撤回5件、驳回8件: outcomes are of what is done, and not of the 22 before.
    """
    left = bool(lexicon.words["finished"].search(whole.label)) and of_family(parts, lexicon)
    ahead = len(parts) >= _SHORT and figure.index < parts[0].index - 1 and figure.sentence == parts[0].sentence
    return ahead and not left


def pair_makes(whole: Figure, parts: Sequence[Figure], lexicon: Lexicon) -> bool:
    """Whether two of the list that leave nothing between them make the whole: 成立198个，换届36个，未成立228个."""
    pairs = combinations(parts[:_MOST], 2) if len(parts) > _PAIR else ()
    return any(a.value + b.value == whole.value and complement(a, b, lexicon) for a, b in pairs)


def completed(whole: Figure, parts: Sequence[Figure], reading: Reading) -> bool:
    """Whether what the text adds right behind the list makes the sum right: 维持19件，变更3件，另外4件撤回."""
    rest = whole.value - together(parts)
    text = reading.document.passages[parts[-1].passage].text
    following = reading.figures[parts[-1].index + 1 : parts[-1].index + 2]
    if following and (following[0].sentence, following[0].same, following[0].value) == (
        parts[-1].sentence, whole.same, rest
    ):  # fmt: skip
        return True
    for figure in reading.figures[parts[-1].index + 1 : parts[-1].index + 4]:
        if figure.sentence == parts[-1].sentence and figure.same == whole.same and figure.value == rest:
            return bool(_ALSO.search(text[parts[-1].token.end : figure.token.start]))
    return False


def figures_of(whole: Figure, parts: Sequence[Figure], reading: Reading) -> list[Figure]:
    """The other figures of the sentences of a list."""
    own = {whole.index, *(part.index for part in parts)}
    told = {whole.sentence, *(part.sentence for part in parts), parts[-1].sentence + 1}
    near = [f for f in reading.around(parts[-1]) if f.sentence in told]
    return [f for f in near if f.index not in own and f.near == whole.near and not f.moved]


def made_of_some(whole: Figure, reading: Reading) -> bool:
    """Whether some of the figures before a total make it, so that the others are parts of parts: 三类共计."""
    told = [f for f in reading.around(whole) if f.index < whole.index and f.same == whole.same]
    back = 1 if SEVERAL.search(whole.lead) else 0
    told = [f for f in told if f.counted and not f.moved and whole.sentence - f.sentence <= back][-_MOST:]
    if not back and not any(INSIDE.search(f.lead) for f in told):
        return False
    rest = whole.value - told[-1].value if told else whole.value
    sizes = range(1, len(told))
    return any(sum(f.value for f in some) == rest for many in sizes for some in combinations(told[:-1], many))


def sibling(whole: Figure, parts: Sequence[Figure], total: Decimal, reading: Reading) -> bool:
    """Whether a figure is one more of the list, whose total stands before it: 2431件…大气1187、噪声816、其他428."""
    own = {whole.index, *(part.index for part in parts)}
    first = min(own)
    told = [f for f in reading.figures[max(0, first - _BACK) : max(own) + 3] if f.index not in own]
    told = [f for f in told if f.same == whole.same and not f.moved]
    together = whole.value + total
    for before in (None, *reversed([f for f in told if f.index < first and f.sentence == whole.sentence])):
        together += before.value if before is not None else 0
        if any(f.value == together for f in told if f is not before):
            return True
    return False


def set_apart(parts: Sequence[Figure], apart: Decimal, reading: Reading) -> bool:
    """Whether the text names the difference: 外省籍39人（2人为双重户籍）, or an item counted in another unit."""
    last = parts[-1]
    for part in parts:
        following = reading.figures[part.index + 1 : part.index + 2]
        if following and following[0].depth > part.depth and following[0].value == apart:
            return True
    behind = reading.figures[last.index + 1 : last.index + 2]
    if behind and behind[0].lead.startswith("，有") and (behind[0].same, behind[0].value) == (last.same, apart):
        return True  # 日间2310家次、夜间1105家次，有373家次从傍晚延续到夜间
    own = {part.index for part in parts}
    inside = [f for f in reading.figures[parts[0].index : last.index] if f.index not in own and f.counted]
    return any(f.value == apart and f.lead.startswith("、") for f in inside)


def doubly(whole: Figure, parts: Sequence[Figure], total: Decimal, reading: Reading, lexicon: Lexicon) -> bool:
    """Whether the text counts what is in two of the parts: 同时取得两种资格的有13家；食品360家，药品58家，共405家."""
    beside = [f for f in figures_of(whole, parts, reading) if f.value == total - whole.value]
    return any(lexicon.words["overlap"].search(f.lead) for f in beside)
