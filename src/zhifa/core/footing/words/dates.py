"""Days that do not exist, stretches of time that are not as long as the text says, and ends before their beginning.

A stretch is a day something began and a day it ended: 9月1日至15日; 4月8日立案，同月26日作出决定; 自…起…止. Its length
may stand before it, between its days or behind it, in the same sentence or the next. Days are counted with or without
the first; a month is as long as months are.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from zhifa.core.footing.checks import Check
from zhifa.core.footing.identities import CONTRADICTION, HOLDS
from zhifa.core.footing.reading.figures import Reading
from zhifa.core.footing.reading.lexicon import Lexicon
from zhifa.core.footing.reading.passages import Passage
from zhifa.core.numerals import number_of

_DAY: Final = re.compile(
    r"(?:(?P<year>(?:19|20)\d\d)年|(?P<that>同年|次年|翌年|上年|去年|今年|本年|当年))?"
    r"(?:(?<!\d)(?P<month>\d{1,2})月|(?P<same>同月|当月)|(?<=[至到—~-])(?=\d{1,2}日))(?P<day>\d{1,2})日"
)
_SPAN: Final = re.compile(
    r"(?P<many>\d{1,4}|[一二两三四五六七八九十百]{1,5})(?P<unit>天|日|个月|个星期|周|年)(?!以上|以内|左右|余|多|半|内|前|后|度)"
)
_YEARS: Final = {"次年": 1, "翌年": 1, "上年": -1, "去年": -1}
_LINKED: Final = re.compile(r"[至到—~-]")
_EXTENDED: Final = re.compile(r"延(?:长|期)(?:了)?$")
_EACH: Final = re.compile(r"每[期次场批轮班]$")
_TOGETHER: Final = re.compile(r"共计?$|总计$")
"""The length of all stretches of the sentence, or of those somebody else counts."""
_WORKING: Final = re.compile(r"工作日|周末|节假日|扣除|不含|除去|中断|暂停|顺延|间隔")
_MONTHLY: Final = re.compile(
    r"(?:从|自|由)?(?<!\d)(?P<first>\d{1,2})月(?!\d)[^。；\d]{0,12}?(?:至|到|—|-|~)(?P<last>\d{1,2})月(?!\d)[^。；]{0,16}?每月[一1](?P<of>[期次场批轮])"
    r"[^。；\d]{0,16}?(?:共|累计|合计|总计)[^，。；\d]{0,6}?(?P<many>\d{1,2}|[一二两三四五六七八九十]{1,3})(?P=of)"
)
_MONTH: Final = Decimal("30.4")
_APART: Final = Decimal("0.6")
"""By how much of a month or a week a length may be off."""
_DATED: Final = re.compile(r"(?:日期|时间)(?:为|是|：)?$")
_FAR: Final = 16
_LATEST: Final = 95
"""By so many days at most one day stands before the other, so that the next year cannot be meant."""
_BETWEEN: Final = 40
"""So far apart the two days of a stretch may stand."""
_HEAD: Final = 6
"""In so many first lines a report says of which months it is."""
_PART: Final = re.compile(r"\d{4}年(?:度)?(?:(?P<of>上半年|前三季度|第?一季度)|1月?[-—–~至到](?P<last>\d{1,2})月)")
_LASTS: Final = {"上半年": 6, "前三季度": 9, "第一季度": 3, "一季度": 3}
_WITHIN: Final = re.compile("报告期内?|上半年|[前一]季度|期间")
_LATER: Final = re.compile("将|拟|计划|预计|安排|下半年|下[一]?步|下[一]?阶段|截至|[二四]季度")


@dataclass(frozen=True, slots=True)
class _Mention:
    """One day as the text names it. Without a year it may be of the year after as well."""

    day: date
    start: int
    end: int
    dated: bool


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Something that began on one day and ended on another."""

    begun: _Mention
    ended: _Mention

    def lengths(self) -> list[int]:
        """The days between; where no year is named the end may be in the next."""
        days = (self.ended.day - self.begun.day).days
        return [days] if days >= 0 or self.ended.dated else [days, days + 365]


def dates(reading: Reading, lexicon: Lexicon) -> Iterator[Check]:
    """Every date and every stretch of time of the report."""
    last = _last_month(reading)
    for number, passage in enumerate(reading.document.passages):
        for match in _DAY.finditer(passage.text):
            if match["month"] and not _exists(match, reading.year):
                yield _said(passage, match.start(), CONTRADICTION, match[0], f"没有“{match[0]}”这一天")
        yield from _monthly(passage)
        ends = [(sentence.start, sentence.end) for sentence in reading.sentences_of(number)] or [(0, len(passage.text))]
        known: list[_Stretch] = []
        for start, end in ends:
            mentions = list(_mentions(passage.text, start, end, reading.year))
            found = _stretches(passage.text, mentions, end, lexicon)
            yield from _backwards(passage, found)
            yield from _too_late(passage, mentions, (start, end), last)
            yield from _disordered(passage, mentions, end, lexicon)
            yield from _lasted(passage, (start, end), mentions, found or known[:1], lexicon)
            known = found if len(found) == 1 else []


def _last_month(reading: Reading) -> int:
    """The month a report of less than a year ends with, as its first lines say; 0 of a report of a year."""
    for passage in reading.document.passages[:_HEAD]:
        if found := _PART.search(passage.text):
            return int(found["last"] or 0) or _LASTS[found["of"]]
    return 0


def _too_late(passage: Passage, mentions: Sequence[_Mention], ends: tuple[int, int], last: int) -> Iterator[Check]:
    """报告期内…2月8日、4月12日、7月18日, in a report of the first half of the year."""
    told = passage.text[ends[0] : ends[1]]
    if not last or not _WITHIN.search(told) or _LATER.search(told):
        return
    for mention in mentions:
        if mention.day.month > last and not mention.dated:
            explain = f"报告期到 {last} 月为止，而“{passage.text[mention.start : mention.end]}”在其后"
            yield _said(passage, mention.start, CONTRADICTION, f"{mention.day.month} > {last}", explain)


def _exists(match: re.Match[str], year: int) -> bool:
    month, day = int(match["month"]), int(match["day"])
    if not 1 <= month <= 12:
        return False
    own = int(match["year"]) if match["year"] else 0
    return 1 <= day <= (29 if month == 2 and not own else monthrange(own or year or 2024, month)[1])


def _mentions(text: str, start: int, end: int, year: int) -> Iterator[_Mention]:
    """The days of a sentence, each with the year and month the ones before give it."""
    last: date | None = None
    dated = False
    for match in _DAY.finditer(text, start, end):
        that = match["that"]
        own = int(match["year"]) if match["year"] else 0
        if that in ("同年", "次年", "翌年") and last:
            own = last.year + _YEARS.get(that, 0)
        elif that and year:
            own = year + _YEARS.get(that, 0)
        month = int(match["month"]) if match["month"] else last.month if last else 0
        dated = bool(own) or (dated and bool(match["same"]))
        known = own or (last.year if last else year or 2024)
        if 1 <= month <= 12 and 1 <= int(match["day"]) <= monthrange(known, month)[1]:
            last = date(known, month, int(match["day"]))
            yield _Mention(last, match.start(), match.end(), dated)


def _stretches(text: str, mentions: Sequence[_Mention], end: int, lexicon: Lexicon) -> list[_Stretch]:
    """Neighbouring days of which one begins and one ends something."""
    found = []
    for one, other in zip(mentions, mentions[1:], strict=False):
        between = text[one.end : other.start]
        if len(between) > _BETWEEN or re.search(r"[。；、]", between):
            continue
        behind = re.split(r"[，。；]", text[other.end : end])[0]
        linked = len(between) <= 8 and _LINKED.search(between)
        ended = lexicon.words["ends"].search(behind) and lexicon.words["begins"].search(between.split("，")[0])
        until = re.search(r"(?:至|到|止于|直至)(?:20\d\d年)?$", between) and lexicon.words["begins"].search(between)
        labelled = _DATED.search(text[max(0, one.start - _FAR) : one.start]) and _DATED.search(between)
        told = "，" in between and not re.search(r"不服|对|关于|针对", between)
        if linked or until or labelled or (ended and told):
            found.append(_Stretch(one, other))
    return found


def _backwards(passage: Passage, found: Sequence[_Stretch]) -> Iterator[Check]:
    """A case judged before it was brought, both days with their years."""
    for stretch in found:
        if stretch.begun.dated and stretch.ended.dated and stretch.ended.day < stretch.begun.day:
            expression = f"{stretch.ended.day:%Y-%m-%d} < {stretch.begun.day:%Y-%m-%d}"
            yield _said(passage, stretch.ended.start, CONTRADICTION, expression, "结束的日期早于开始的日期")


def _disordered(passage: Passage, mentions: Sequence[_Mention], end: int, lexicon: Lexicon) -> Iterator[Check]:
    """5月13日立案，4月6日作出处罚决定: steps of one case told one after the other, the later before the earlier."""
    text = passage.text
    for one, other in zip(mentions, mentions[1:], strict=False):
        between = text[one.end : other.start]
        behind = re.split(r"[，。；]", text[other.end : end])[0]
        if (
            len(between) > _BETWEEN
            or between.count("，") != 1
            or re.search(r"[。；、]|不服|此前|之前|曾|原", between + behind)
        ):
            continue
        first, second = (lexicon.words["steps"].findall(said) for said in (between.split("，")[0], behind))
        if len(first) == len(second) == 1 and first != second and 0 < (one.day - other.day).days <= _LATEST:
            expression = f"{other.day:%m-%d} < {one.day:%m-%d}"
            explain = f"“{second[0]}”的日期早于“{first[0]}”的日期"
            yield _said(passage, other.start, CONTRADICTION, expression, explain)


def _lasted(
    passage: Passage, ends: tuple[int, int], mentions: Sequence[_Mention], found: Sequence[_Stretch], lexicon: Lexicon
) -> Iterator[Check]:
    """Every length of a sentence held against the stretches it may be of."""
    text = passage.text
    start, end = ends
    if not found or _WORKING.search(text[start:end]):
        return
    for said in _SPAN.finditer(text, start, end):
        before = text[max(start, said.start() - 10) : said.start()]
        if text[said.start() - 1 : said.start()] in "月第" or any(
            s.begun.start <= said.start() < s.begun.end for s in found
        ):
            continue
        if _EACH.search(before):
            meant = list(found)
        elif _EXTENDED.search(before):
            meant = _around(mentions, said.start(), said.end())
        elif lexicon.words["lasted"].search(before) and not (len(found) > 1 and _TOGETHER.search(before)):
            meant = _nearest(found, said.start())
        else:
            continue
        many = int(said["many"]) if said["many"].isdigit() else number_of(said["many"])
        right = [s for s in found if any(_fits(days, many, said["unit"]) for days in s.lengths())]
        meant = meant if _EACH.search(before) or not right else right
        wrong = [s for s in meant if not any(_fits(days, many, said["unit"]) for days in s.lengths())]
        for stretch in wrong[:1]:
            days = max(stretch.lengths())
            span = f"{stretch.begun.day:%m-%d} 至 {stretch.ended.day:%m-%d}"
            yield _said(
                passage,
                said.start(),
                CONTRADICTION,
                f"{span} 共 {days + 1} 天 ≠ {said[0]}",
                f"“{said[0]}”与起止日期不符",
            )
        if meant and not wrong:
            yield _said(passage, said.start(), HOLDS, f"{said[0]} = {len(meant)} 段日期", f"“{said[0]}”与起止日期相符")


def _nearest(found: Sequence[_Stretch], at: int) -> list[_Stretch]:
    """The stretch a length is of: the last one before it, else the only one behind it."""
    before = [stretch for stretch in found if stretch.ended.end <= at]
    return before[-1:] or (list(found) if len(found) == 1 else [])


def _around(mentions: Sequence[_Mention], start: int, end: int) -> list[_Stretch]:
    """The days right before and right behind an extension: 至8月31日，后延长一个月，实际到9月30日."""
    before = [mention for mention in mentions if mention.end <= start]
    behind = [mention for mention in mentions if mention.start >= end]
    near = before and behind and behind[0].start - before[-1].end <= _BETWEEN
    return [_Stretch(before[-1], behind[0])] if near else []


def _fits(days: int, many: int, unit: str) -> bool:
    if unit in ("天", "日"):
        return many in (days, days + 1)
    length = {"年": Decimal("365.25"), "个月": _MONTH}.get(unit, Decimal(7))
    return any(
        abs(Decimal(whole) / length - many) <= (_APART / 2 if unit == "年" else _APART) for whole in (days, days + 1)
    )


def _monthly(passage: Passage) -> Iterator[Check]:
    """从5月开始，到10月结束，每月一期，累计举办6期."""
    for found in _MONTHLY.finditer(passage.text):
        months = int(found["last"]) - int(found["first"]) + 1
        many = int(found["many"]) if found["many"].isdigit() else number_of(found["many"])
        if months < 1:
            continue
        state, sign = (HOLDS, "=") if many == months else (CONTRADICTION, "≠")
        expression = f"{found['first']} 月至 {found['last']} 月 {months} {sign} {many}"
        yield _said(passage, found.start("many"), state, expression, f"每月一{found['of']}，共 {months} 个月")


def _said(passage: Passage, at: int, state: str, expression: str, explain: str) -> Check:
    return Check("date", state, expression, explain, (passage.line(at),))
