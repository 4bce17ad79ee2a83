"""Percentages, multiples and shares in words, read alike: 25%, 四分之一, 两成半, 超过一半, 三倍, 翻一番.

Each has the least and the greatest value its wording allows, and the words between what was told before and it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from zhifa.core.footing.reading.figures import Figure, Sentence
from zhifa.core.footing.reading.numbers import ABOUT, EXACT
from zhifa.core.numerals import number_of

_CN: Final = "一二两三四五六七八九十"
_WORDS: Final = re.compile(
    rf"(?<!百)(?P<below>[二三四五六七八九十]|\d{{1,2}})分之(?P<above>[{_CN}]|\d{{1,2}})"
    rf"|(?P<tenths>[{_CN}]|(?<![\d.])\d(?:\.\d)?)成(?P<half>[半一二三四五六七八九])?"
    r"(?![立为功果员都本交长套例绩效文人年就])"
    r"|(?P<middle>过半|大半|一大半|一半|半数|对半)"
    rf"|(?P<many>[{_CN}]|(?<![\d.])\d{{1,2}})倍"
    rf"|翻(?:了)?(?P<doubled>[{_CN}]?)番"
    rf"|每(?P<of>\d{{1,3}}|[{_CN}]百?)(?P<unit>[\u4e00-\u9fff]{{1,6}}?)(?:中|里|就|，)+[^，。；\d]{{0,4}}?有(?P<has>\d{{1,3}}|[{_CN}])(?=[\u4e00-\u9fff])"
)
_OF: Final = r"(?:[^，。；、]{0,12}的)?$"
"""超过总数60卷的八成: what a share is of stands between."""
_MORE: Final = re.compile(rf"(?:超过?了?|逾|高于|多于|不低于|不少于|大于|突破){_OF}")
_LESS: Final = re.compile(rf"(?:不到|不足|低于|少于|未到){_OF}")
_NEAR: Final = re.compile(rf"(?:接近|将近|近){_OF}")
_JUST: Final = re.compile(r"(?:恰好?|正好|刚好|整整|恰恰|恰)[^，。；]{0,6}$")
_ABOVE: Final = re.compile(r"(?:以上|多|有余|强)")
_BELOW: Final = re.compile(r"(?:以下|弱)")
_ROUGH: Final = Decimal(4)
_FRACTION: Final = Decimal(8)
"""五分之一 is neither a fourth nor a sixth."""
_PART: Final = Decimal(20)
"""约90% is no more than a twentieth off."""
_OFF: Final = Decimal(15)
_NEARLY: Final = Decimal(10)
"""近八成 is more than seven tenths: those would have been said."""
_EXACTLY: Final = Decimal("0.5")
HUNDRED: Final = Decimal(100)


@dataclass(frozen=True, slots=True)
class Quotient:
    """A share, a growth or a multiple as the text gives it, in per cent."""

    sentence: Sentence
    start: int
    end: int
    low: Decimal
    high: Decimal
    printed: str
    lead: str
    """The words between the figure or quotient before and this one."""
    figure: Figure | None = None
    times: bool = False
    """Whether it says how many times: three times as much, or three times more."""

    def allows(self, value: Decimal, slack: Decimal = Decimal(0)) -> bool:
        """Whether a value may be printed so: rounded or cut off, or meant by the words."""
        if self.figure is None or self.low < self.high:
            return self.low <= value <= self.high
        step = self.figure.token.step * (HUNDRED if self.times else 1)
        middle = (self.low + self.high) / 2
        slack = slack if value % step else Decimal(0)  # numbers that come out even were not rounded
        return abs(value - middle) < step or abs(value - middle) <= step / 2 + slack

    def near(self, value: Decimal) -> bool:
        """Whether a value may be printed so by rounding alone."""
        if self.figure is None or self.low < self.high:
            return self.low <= value <= self.high
        return abs(value - self.low) <= self.figure.token.step / 2

    @property
    def width(self) -> Decimal:
        """How likely any share is printed so: the part of a hundred its words leave open."""
        open_ = self.high - self.low if self.figure is None else self.figure.token.step
        return max(open_, self.high - self.low) / HUNDRED

    @property
    def said(self) -> str:
        """Its words: the last clause before it, and itself."""
        return re.split(r"[，。；：（）]", self.lead)[-1][-16:] + self.printed


def quotients(sentence: Sentence, text: str) -> list[Quotient]:
    """Every quotient of a sentence from left to right."""
    words = list(_spelt(sentence, text))
    taken = [(q.start, q.end) for q in words]
    found = [*words, *(q for f in sentence.figures if (q := _printed(sentence, f)) and not _inside(f, taken))]
    ends = sorted({q.end for q in found} | {f.token.end for f in sentence.figures if not _inside(f, taken)})
    made = []
    for quotient in sorted(found, key=lambda q: q.start):
        begin = max((end for end in ends if end <= quotient.start), default=sentence.start)
        made.append(_led(quotient, text[begin : quotient.start]))
    return made


def inside(figure: Figure, told: list[Quotient]) -> bool:
    """Whether a figure is only part of the words of a quotient: the five and the one of 每5件中有1件."""
    return any(q.figure is None and q.start <= figure.token.start < q.end for q in told)


def _inside(figure: Figure, taken: list[tuple[int, int]]) -> bool:
    return any(start <= figure.token.start < end for start, end in taken)


def _led(quotient: Quotient, lead: str) -> Quotient:
    return Quotient(
        quotient.sentence,
        quotient.start,
        quotient.end,
        quotient.low,
        quotient.high,
        quotient.printed,
        lead,
        quotient.figure,
        quotient.times,
    )


def _printed(sentence: Sentence, figure: Figure) -> Quotient | None:
    """A percentage or a multiple in digits."""
    token = figure.token
    if token.bound not in (EXACT, ABOUT) or token.weak:
        return None
    if token.percent:
        value = token.value
    elif token.unit is not None and token.unit.word == "倍":
        value = token.value * HUNDRED
    else:
        return None
    times = not token.percent
    open_ = value / _PART if token.bound == ABOUT else 0
    return Quotient(sentence, token.start, token.end, value - open_, value + open_, figure.printed, "", figure, times)


def _spelt(sentence: Sentence, text: str) -> Iterator[Quotient]:
    """Quotients in words; the bounds are what the words around allow."""
    for found in _WORDS.finditer(text, sentence.start, sentence.end):
        value, times = _value(found)
        if value is None:
            continue
        low, high = _bounds(text, found, value)
        if found["middle"] in ("过半", "大半", "一大半"):
            low, high = HUNDRED / 2, HUNDRED
        if times:
            low, high = value * Decimal("0.93"), value * Decimal("1.15")
            if _MORE.search(text[: found.start()]) or _ABOVE.match(text[found.end() :]):
                high = value + HUNDRED
        yield Quotient(sentence, found.start(), found.end(), low, high, found[0], "", None, times)


def _value(found: re.Match[str]) -> tuple[Decimal | None, bool]:
    try:
        if found["below"]:
            return _number(found["above"]) * HUNDRED / _number(found["below"]), False
        if found["tenths"]:
            return _number(found["tenths"]) * 10 + (
                _number(found["half"].replace("半", "五")) if found["half"] else 0
            ), False
        if found["middle"]:
            return HUNDRED / 2, False
        if found["many"]:
            return _number(found["many"]) * HUNDRED, True
        if found["of"]:
            return _number(found["has"]) * HUNDRED / _number(found["of"]), False
    except (ValueError, ArithmeticError):
        return None, False
    return Decimal(2) ** int(_number(found["doubled"] or "一")) * HUNDRED, True


def _number(said: str) -> Decimal:
    return Decimal(said) if said[0].isdigit() else Decimal(number_of(said))


def _bounds(text: str, found: re.Match[str], value: Decimal) -> tuple[Decimal, Decimal]:
    ahead, behind = text[max(0, found.start() - 18) : found.start()], text[found.end() : found.end() + 2]
    if _MORE.search(ahead) or _ABOVE.match(behind):
        return value - 1, value + (HUNDRED / 10 if re.match("多|有余|强", behind) else HUNDRED)
    if _LESS.search(ahead) or _BELOW.match(behind):
        return value - _OFF, value + 1
    if _NEAR.search(ahead):
        return value - _NEARLY, value + 1
    if _JUST.search(ahead):
        return value - _EXACTLY, value + _EXACTLY
    if found["of"]:
        return value - 1, value + 1
    rough = min(_ROUGH, value / _FRACTION) if found["below"] else _ROUGH
    return value - rough, value + rough
