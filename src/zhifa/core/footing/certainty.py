"""How sure it is that a text asserts an identity. Only what it certainly asserts can be contradicted.

Every module that finds an identity says what would follow from it. Whether the passage also says something that
takes the identity back is asked here, once for all of them: that cases are counted under several heads, that what
looks like parts is an account of what came and went, that the whole of a rate is another figure. An identity that is
only likely leaves its difference *unexplained*; of one that was guessed nothing is said.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final

from zhifa.core.footing.checks import Check
from zhifa.core.footing.figures import Figure, Reading
from zhifa.core.footing.identities import CONTRADICTION, UNEXPLAINED
from zhifa.core.footing.lexicon import Lexicon
from zhifa.core.footing.ratios import HUNDRED, fits

CERTAIN, LIKELY, GUESS = "certain", "likely", "guess"
_NET: Final = re.compile(r"净[增减]")
_ONE_THING: Final = frozenset({"case", "person", "money"})
"""Units whose words may change within one list: 件、起、宗; 人、名."""
_ALSO: Final = re.compile(r"^[，；、](?:另|其余|其他|剩余|还有|余下)")


def assured(checks: Iterable[Check], reading: Reading, lexicon: Lexicon) -> Iterator[Check]:
    """The checks, with every contradiction of an identity that is not certain made unexplained or left out."""
    for check in checks:
        sure = certainty(check, reading, lexicon) if check.state == CONTRADICTION else CERTAIN
        if sure == CERTAIN:
            yield check
        elif sure == LIKELY:
            yield replace(check, state=UNEXPLAINED)


def certainty(check: Check, reading: Reading, lexicon: Lexicon) -> str:
    """How sure it is that the text asserts what a check says it breaks."""
    figures = [reading.figures[at] for at in check.figures if at < len(reading.figures)]
    if not figures or len(figures) < len(check.figures):
        return CERTAIN
    if check.kind in ("rate", "share"):
        return _of_rate(figures, reading)
    if check.kind == "average":
        return _of_average(figures, reading)
    if check.kind in ("total", "part") or "." in check.kind and check.expression.count("+"):
        return _of_sum(figures[0], figures[1:], reading, lexicon)
    return CERTAIN


def _of_sum(whole: Figure, parts: Sequence[Figure], reading: Reading, lexicon: Lexicon) -> str:
    """Of parts and their whole."""
    if len(parts) > 1 and _account(parts, lexicon):
        return GUESS
    total = sum((part.value for part in parts), Decimal(0))
    if len(parts) > 1 and (any(part.value == whole.value for part in parts) or _completed(whole, parts, reading)):
        return GUESS
    if any(f.value == total and f.unit != whole.unit for f in _beside(whole, parts, reading)):
        return GUESS
    if lexicon.words["overlap"].search(_told(parts, reading)):
        return LIKELY
    alike = whole.same in _ONE_THING or len({f.unit for f in (whole, *parts)}) == 1
    return CERTAIN if alike else LIKELY


def _account(parts: Sequence[Figure], lexicon: Lexicon) -> bool:
    """Whether figures are an account and no division: 年初391处、新增37处、停用12处."""
    said = [part.lead + part.noun for part in parts]

    def some(word: str) -> bool:
        return any(lexicon.words[word].search(one) for one in said)

    gone = some("account went") or some("account closing")
    return any(_NET.search(one) for one in said) or (some("account opening") and gone)


def _completed(whole: Figure, parts: Sequence[Figure], reading: Reading) -> bool:
    """Whether what the text adds right behind the list makes the sum right: 维持19件，变更3件，另外4件撤回."""
    rest = whole.value - sum((part.value for part in parts), Decimal(0))
    for figure in reading.figures[parts[-1].index + 1 : parts[-1].index + 4]:
        if figure.sentence == parts[-1].sentence and figure.same == whole.same and figure.value == rest:
            return bool(_ALSO.search(figure.lead))
    return False


def _beside(whole: Figure, parts: Sequence[Figure], reading: Reading) -> list[Figure]:
    """The other figures of the passage of a list."""
    own = {whole.index, *(part.index for part in parts)}
    return [f for f in reading.around(parts[-1]) if f.index not in own and f.near == whole.near and not f.moved]


def _told(parts: Sequence[Figure], reading: Reading) -> str:
    """The sentences of a list and the one behind it, where a report explains how it counted."""
    first, last = parts[0].sentence, parts[-1].sentence + 1
    return "".join(s.text for s in reading.sentences_of(parts[0].passage) if first <= s.number <= last)


def _of_rate(figures: Sequence[Figure], reading: Reading) -> str:
    """Of a percentage: whether another figure of the report gives it, so that its whole is named elsewhere."""
    rate, amounts = figures[-1], figures[:-1]
    if len(amounts) < 2 or not rate.token.percent:
        return CERTAIN
    part = min(amounts, key=lambda figure: figure.value)

    def gives(whole: Figure) -> bool:
        value = part.value * HUNDRED / whole.value
        return fits(value, rate) or fits(HUNDRED - value, rate)

    return GUESS if _any(reading, amounts, gives) else CERTAIN


def _of_average(figures: Sequence[Figure], reading: Reading) -> str:
    """Of an average: whether the amount over another number of the report gives it."""
    if len(figures) != 3:
        return CERTAIN
    amount, number, mean = figures

    def gives(other: Figure) -> bool:
        return abs(amount.value / other.value - mean.value) < mean.token.step

    return GUESS if _any(reading, [number], gives) else CERTAIN


def _any(reading: Reading, like: Sequence[Figure], gives: Callable[[Figure], bool]) -> bool:
    """Whether any figure of the report that counts the same does what is asked."""
    same = {figure.same for figure in like}
    return any(f.same in same and f.value > 0 and f.counted and gives(f) for f in reading.figures)
