"""Numbers as reports write them: 1,072,365 · 11026余万元 · 58.33% · 二十一起 · 约300 — and what is no figure at all.

Years, dates, document numbers, article numbers, hot lines, clock times and list marks are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from zhifa.core.footing.reading.lexicon import Lexicon, Unit
from zhifa.core.numerals import number_of

EXACT, ABOUT, LEAST, MOST = "", "about", "least", "most"
"""How a number is meant: as it stands, roughly, as a lower limit, as an upper limit."""
_NUMBER: Final = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_GROUPED: Final = re.compile(r"[1-9]\d{0,2}(?: \d{3})+(?![\d,])(?:\.\d+)?")
"""Thousands set apart by a blank: 321 146件. Only before a unit, since two columns of a table look the same."""
_LISTED: Final = re.compile(r"\d[\d,.]*(?:[、和与及]\d[\d,.]*)+")
_EACH_OF: Final = re.compile(r"(?:分别|依次)[为是有达]?[\d,.、]*$")
"""分别为3218、3051、2821起: the unit at the end of a list is that of all its numbers."""
_LABELLED: Final = re.compile(r"[\u4e00-\u9fff]{2,12}?(\d{1,5})(?=[、，；。])")
"""占道经营120、户外广告46: one of several counts without a unit, and no telephone number."""
_SPELT: Final = re.compile(r"[零〇一二两三四五六七八九十百千万]{1,24}")
_SCALE: Final = {"万": 10**4, "亿": 10**8, "千": 10**3, "百": 100, "百万": 10**6, "千万": 10**7}
_SCALED: Final = re.compile(r"(余|多|几)?(百万|千万|万|亿|千|百)?(余|多|几|来)?(?:个)?")
_PASSED_OVER: Final = re.compile(
    r"https?：?//[\w./?=&%#-]{1,300}|[A-Za-z]{1,6}[ /]?[A-Z]*\s?\d(?a:[\w./-]){0,40}"
    r"|\d{3,4}-\d{7,8}|1\d{10}(?!\d)"
    r"|(?:19|20)\d\d\s?[-—~至、和]\s?(?:19|20)\d\d\s?年?"
    r"|(?:19|20)\d\d[./-]\d{1,2}(?:[./-]\d{1,2})?(?!\d|[%件次起]|[千万亿元亩吨平立]|公[里斤顷])"
    r"|(?:19|20)\d\d\s?年(?:度)?(?:末|底|初)?(?:\d{1,2}月(?:\d{1,2}日)?)?(?:[-—~至到](?:(?:19|20)\d\d年)?\d{1,2}月(?:\d{1,2}日)?)?"
    r"|\d{1,2}[-—~至到]\d{1,2}月(?:份)?|\d{1,2}月\d{1,2}日(?:[-—~至到](?:\d{1,2}月)?\d{1,2}日)?|\d{1,2}月(?:份|底|末|初|上旬|中旬|下旬)?(?!度)"
    r"|〔[^〕]{1,12}〕第?\d*号?|\[\d{4}\]第?\d*号?|第\d{1,9}(?:[-—~至]\d{1,9})?[^，。]|\d{1,9}号(?!线)|《[^》]{0,80}》"
    r"|\d{1,9}[×xX*]\d{1,9}|\d{1,2}：\d\d|“[^”]{0,3}\d{1,9}[^”件次起人名元%]{0,3}”|\d{1,9}\+\d{1,9}(?:\+\w+)?"
)
_RANGE: Final = re.compile(r"(\d{1,12}(?:\.\d{1,6})?)%?\s?[-—~至到]\s?(\d{1,12}(?:\.\d{1,6})?)")
_BEFORE: Final = (
    (ABOUT, re.compile(r"(?:大约|约|约为|左右|上下|大致|估计|预计)$")),
    (LEAST, re.compile(r"(?:超|超过|超出|逾|不少于|不低于|不下|至少|多于|高于|突破|大于)(?:了)?$")),
    (MOST, re.compile(r"(?:近|将近|不足|不到|接近|不超过|低于|至多|最多|少于|小于)$")),
)
_AFTER: Final = (
    (ABOUT, re.compile(r"(?:左右|上下|许(?!可))")),
    (LEAST, re.compile(r"(?:以上|多(?![\d出了]))")),
    (MOST, re.compile(r"(?:以内|以下)")),
)
_COUNTED: Final = re.compile(r"[\u4e00-\u9fff]{2}$")
_NUMBERED: Final = re.compile(r"附件|附表|[表图第号版级年月日之]$")
_SHORT: Final = 4
_TWO: Final = 2
_AMOUNT: Final = re.compile(r"\d{4}\.\d{1,2}|\d{4}[、和]\d{4}")
"""2094.6万元, 1920、2013件: no month and no years."""
_LETTERS: Final = re.compile(r"[A-Za-z]+(\d+)")
_OF_EACH: Final = re.compile(r"每$|每\d{1,3}[^，。；\d]{1,8}[中里][^，。；\d]{0,4}$")
"""每10件中有3件: neither counts what there is."""
_MOST_DIGITS: Final = 16
_HALF: Final = Decimal("0.5")


_MEASURE: Final = re.compile(r"[\u4e00-\u9fff]次?(?=[，。；、）]|$)")
"""2000段，合格1960段: what stands alone behind a number is what it counts, though nobody listed it."""


@dataclass(frozen=True, slots=True)
class Token:
    """A number in a passage. `value` is in the base of its unit (元 for amounts), `step` the size of the last digit."""

    start: int
    end: int
    value: Decimal
    step: Decimal
    unit: Unit | None
    bound: str = EXACT
    weak: bool = False
    """Written in Chinese characters, one of a range, or behind 每: named, and never held against another figure."""
    percent: bool = False

    @property
    def slack(self) -> Decimal:
        """How far the number meant may lie from the one printed: half a step where it was rounded, else nothing."""
        return self.step * _HALF if self.step != 1 else Decimal(0)


def numbers(text: str, lexicon: Lexicon) -> Iterator[Token]:
    """Every number of a passage that may be a figure, from left to right."""
    at = 0
    over = {found.start(): found.end() for found in _PASSED_OVER.finditer(text)}
    while at < len(text):
        sign = text[at]
        if at in over and not _counted(text, at, over[at], lexicon):
            at = _behind_name(text, at, over[at], lexicon)
        elif sign.isascii() and sign.isdigit():
            token, at = _arabic(text, at, lexicon)
            if token:
                yield token
        elif sign in "零〇一二两三四五六七八九十百千":
            token, at = _spelt(text, at, lexicon)
            if token:
                yield token
        else:
            at += 1


def _counted(text: str, start: int, end: int, lexicon: Lexicon) -> bool:
    """A quoted number, or one that looks like a code or a month, is a figure after all when a unit stands behind it."""
    said = text[start:end]
    if not said[0].isdigit() or not (len(said) <= _SHORT or _AMOUNT.fullmatch(said)) or "月" in said or "：" in said:
        return False
    return _unit(text, end, lexicon)[2] is not None


def _behind_name(text: str, start: int, end: int, lexicon: Lexicon) -> int:
    """Where to read on behind what is passed over: at the number of a name in letters with a unit, KTV12家."""
    named = _LETTERS.fullmatch(text, start, end)
    return named.start(1) if named and _counts(text, end, lexicon) else end


def _arabic(text: str, at: int, lexicon: Lexicon, *, marked: bool = False) -> tuple[Token | None, int]:
    """The number that begins here; `marked` where the mark of a list item runs into it."""
    ranged = _RANGE.match(text, at)
    if ranged and lexicon.unit_at(text, _scaled(text, ranged.end())[1]):
        _, end, unit, _ = _unit(text, ranged.end(), lexicon)
        value = Decimal(ranged[1])
        return Token(at, end, value, Decimal(1), unit, ABOUT, weak=True), end
    found = _NUMBER.match(text, at)
    assert found is not None
    grouped = _GROUPED.match(text, at)
    if grouped and _unit(text, grouped.end(), lexicon)[2] is not None:
        found = grouped
    digits = re.sub("[, ]", "", found[0])
    end = found.end()
    if "." in digits and _is_mark_of_count(text, at, digits, end, lexicon):
        return _arabic(text, text.index(".", at) + 1, lexicon, marked=True)
    counts = _counts(text, end, lexicon) or _among_counts(text, at, end, lexicon) or _unit_of_list(text, at, lexicon)
    called = lexicon.hotline(digits) and not counts
    labelled = (
        text[at - 1] in "表图" and (text[at - 2 : at] == "附表" or not _counts(text, end, lexicon)) if at else False
    )
    if (at and text[at - 1] in "第." and not marked) or labelled or _is_mark(text, at, end) or called:
        return None, end
    if len(digits) > _MOST_DIGITS:
        return None, end
    value, step = Decimal(digits), _step(digits)
    if text[end : end + 1] in "%‰":
        if text[end : end + 1] == "‰":
            value, step = value / 10, step / 10
        return Token(at, end + 1, value, step, None, _bound(text, at, end + 1), percent=True), end + 1
    if text.startswith("个百分点", end) or text.startswith("百分点", end):
        stop = text.index("点", end) + 1
        return Token(at, stop, value, step, lexicon.points, _bound(text, at, stop)), stop
    if text[max(0, at - 3) : at] == "百分之":
        return Token(at, end, value, step, None, _bound(text, at - 3, end), percent=True), end
    scale, stop, unit, loose = _unit(text, end, lexicon)
    bound = LEAST if loose else _bound(text, at, stop)
    if unit is None and scale == 1 and (shared := _unit_of_list(text, at, lexicon)):
        unit = shared
    if unit is None and scale == 1 and _is_bare(text, at, end, value):
        unit = lexicon.bare
    if unit is None and (named := _MEASURE.match(text, stop)) and not lexicon.words["no measure"].match(named[0]):
        unit = Unit(named[0], named[0], named[0])
        stop = named.end()
    each = value != 1 and bool(_OF_EACH.search(text[max(0, at - 16) : at]))
    return Token(at, stop, value * scale, step * scale, unit, bound, weak=each), stop


def _counts(text: str, end: int, lexicon: Lexicon) -> bool:
    """Whether what stands behind a number makes it an amount and no telephone number: 120万元, 110余件, 120%."""
    return text[end : end + 1] == "%" or _unit(text, end, lexicon)[2] is not None


def _among_counts(text: str, start: int, end: int, lexicon: Lexicon) -> bool:
    """Whether the number stands in a list of names and counts of which the one before or behind is no hot line."""
    if end - start > 3 or text[end : end + 1] not in "、":
        return False
    behind = _LABELLED.match(text, end + 1)
    before = [one for one in _LABELLED.finditer(text, max(0, start - 24), start) if text[one.end()] == "、"]
    beside = [one[1] for one in (behind, *before[-1:]) if one]
    said = text[max(0, start - 12) : start]
    return any(not lexicon.hotline(one) for one in beside) and not lexicon.words["called up"].search(said)


def _unit_of_list(text: str, at: int, lexicon: Lexicon) -> Unit | None:
    """The unit at the end of a list of bare numbers that are each of another thing: 分别为3218、3051、2821起."""
    found = _LISTED.match(text, at)
    if found is None or not _EACH_OF.search(text[max(0, at - 80) : at]):
        return None
    return _unit(text, found.end(), lexicon)[2]


def _is_bare(text: str, start: int, end: int, value: Decimal) -> bool:
    """A count whose unit was left out: 行政处罚2100，占…"""
    before = text[max(0, start - 2) : start]
    year = 1900 <= value <= 2100
    counts = bool(_COUNTED.search(before)) and not _NUMBERED.search(before)
    return counts and not year and "." not in text[start:end] and text[end : end + 1] in "，。；、）"


def _scaled(text: str, at: int) -> tuple[int, int, bool]:
    """The multiplier behind a number, where it ends, and whether 余 or 多 makes the number a lower limit."""
    found = _SCALED.match(text, at)
    assert found is not None
    end = found.end(3) if found[3] else found.end(2) if found[2] else found.end(1) if found[1] else at
    return _SCALE.get(found[2] or "", 1), end, bool(found[1] or found[3])


def _unit(text: str, at: int, lexicon: Lexicon) -> tuple[int, int, Unit | None, bool]:
    """Multiplier, end, unit and looseness behind a number: 万元, 余万元, 千克 (a unit, not a thousand)."""
    if direct := lexicon.unit_at(text, at):
        return 1, at + len(direct.word), direct, False
    scale, end, loose = _scaled(text, at)
    unit = lexicon.unit_at(text, end)
    if unit:
        return scale, end + len(unit.word), unit, loose
    return (scale, end, None, loose) if scale >= 10**4 else (1, at, None, False)


def _step(digits: str) -> Decimal:
    _, _, places = digits.partition(".")
    return Decimal(1).scaleb(-len(places))


def _is_mark(text: str, start: int, end: int) -> bool:
    """The number of a list item: at the beginning of the passage or of a sentence, with its point or brackets."""
    behind, before = text[end : end + 1], text[start - 1 : start]
    if before == "（" and behind == "）":
        return True
    return end - start <= 2 and behind in ("、", ".", "．") and (not before or before in "。；：")


def _is_mark_of_count(text: str, start: int, digits: str, end: int, lexicon: Lexicon) -> bool:
    """Whether the number of a list item runs into a count, as there are no parts of cases: 3.147件全部处以罚没."""
    begins = not start or text[start - 1] in "。；"
    unit = lexicon.unit_at(text, end)
    whole = unit is not None and unit.near in ("thing", "person")
    return begins and whole and len(digits.partition(".")[0]) <= _TWO and digits.partition(".")[2][:1] != "0"


def _bound(text: str, start: int, end: int) -> str:
    before, after = text[max(0, start - 4) : start], text[end : end + 3]
    for bound, words in _BEFORE:
        if words.search(before):
            return bound
    for bound, words in _AFTER:
        if words.match(after):
            return bound
    return EXACT


def _spelt(text: str, at: int, lexicon: Lexicon) -> tuple[Token | None, int]:
    """A number in characters is a figure when a unit follows and it is more than one digit: 二十一起, 一百余件."""
    found = _SPELT.match(text, at)
    assert found is not None
    end = found.end()
    if text[max(0, at - 3) : at] == "百分之" and not found[0].endswith("百"):
        try:
            return Token(
                at, end, Decimal(number_of(found[0])), Decimal(1), None, _bound(text, at - 3, end), True, True
            ), end
        except ValueError:
            return None, end
    loose = text[end : end + 1] in ("余", "多")
    unit = lexicon.unit_at(text, end + loose)
    if unit is None or (at and text[at - 1] in "第每同任某各这那数几上半") or not unit.spelt:
        return None, end
    try:
        value = Decimal(number_of(found[0]))
    except ValueError:
        return None, end
    stop = end + loose + len(unit.word)
    if text[stop : stop + 1] in ("事", "类") or (len(found[0]) == 1 and text[stop : stop + 1] not in "，。；、（）"):
        return None, end
    return Token(
        at, stop, value, Decimal(1), unit, LEAST if loose else _bound(text, at, stop), len(found[0]) == 1
    ), stop
