"""Of which period a figure is, by the words before it, and whether it is the difference of two."""

from __future__ import annotations

import re
from typing import Final

from zhifa.core.footing.reading.passages import Document

THIS_YEAR, LAST_YEAR, OTHER = "", "last", "other"
"""Of which period a figure is: the year of the report, the year before, or some other stretch of time."""
_LAST: Final = re.compile(r"(?:去年|上年|上一年|前一年|上月|上周|上季度)(?:同期)?|同期")
_THIS: Final = re.compile(r"今年|本年|(?<!年)全年|当年|本期|本年度")
_COMPARED: Final = re.compile(r"同比|环比|较去年|较上|比去年|比上|[较比与]\d{4}年|与去年|与上[年月周]|相比|同期")
_THIS_MOVED: Final = re.compile(r"(?:今年|本年度?|当年)(?:增长|增加|上升|提高|减少|下降|降低|增|减|升|降|多|少)了?$")
"""上年71件，今年增加16件: what follows is a difference, if the amount of another year stands before it."""
_THEN: Final = re.compile(r"[上去]一?年|\d{4}年")
_MOVED: Final = re.compile(r"增长|增加|上升|提高|提升|减少|下降|降低|压减|增|减|降|升|多|少")
_GREW: Final = re.compile(rf"(?:{_MOVED.pattern})了?\d[^，；]*，")
_BEFORE_LAST: Final = re.compile(r"大?前年(?!度?同)")
_YEAR: Final = re.compile(r"((?:19|20)\d\d)\s?年")


def report_year(document: Document) -> int:
    """The year the report is about: the one its first lines name, else the one it names most; 0 without any."""
    for passage in document.passages[:6]:
        if found := re.search(r"((?:19|20)\d\d)\s?年", passage.text):
            return int(found[1])
    seen: dict[int, int] = {}
    for passage in document.passages:
        for found in _YEAR.finditer(passage.text):
            seen[int(found[1])] = seen.get(int(found[1]), 0) + 1
    return max(seen, key=lambda year: (seen[year], year)) if seen else 0


def period_of(text: str, start: int, at: int, year: int) -> str:
    """The period the nearest words before a figure name; a comparison that has ended names nothing any more."""
    told = text[start:at]
    if told.endswith("同比"):
        return LAST_YEAR  # 受理8426件，同比9105件
    found = THIS_YEAR
    best = -1
    for pattern, period in ((_LAST, LAST_YEAR), (_THIS, THIS_YEAR), (_BEFORE_LAST, OTHER)):
        for match in pattern.finditer(told):
            if match.start() > best and not _only_compared(told, match):
                best, found = match.start(), period
    for match in _YEAR.finditer(told):
        if match.start() > best:
            named = int(match[1])
            best = match.start()
            found = THIS_YEAR if not year or named == year else LAST_YEAR if named == year - 1 else OTHER
            if re.search(r"(?:同比|较|比|与)$", told[: match.start()]):
                found = LAST_YEAR
    if (
        found != THIS_YEAR
        and best >= 0
        and re.search(r"相比|；|）|结转[^；]*，(?:(?:共|合|总)计|共应|[全本]年共?应)", told[best:])
    ):
        return THIS_YEAR
    if found == LAST_YEAR and told[max(0, best - 1) : best] in ("较", "比") and _GREW.search(told[best:]):
        return THIS_YEAR  # 较上年同期45万元增长20%，平均每件4000元
    return found


def _only_compared(told: str, match: re.Match[str]) -> bool:
    """较去年增长…: last year is what is compared with, and the figure behind is no figure of last year."""
    if not re.search(r"[较比与同]$", told[max(0, match.start() - 1) : match.start()]):
        return False
    return bool(
        re.match(
            r"(?:同期)?(?:相?比)?(?![例重])，?[^，；。\d]{0,8}(?:增|减|升|降|提|多|少|压|翻|持平)", told[match.end() :]
        )
    )


def is_moved(lead: str, told: str) -> bool:
    """Whether a figure is the difference between two years and not an amount."""
    if _THIS_MOVED.search(lead) and _THEN.search(told):
        return True
    compared = next(reversed([*_COMPARED.finditer(lead)]), None)
    said = lead[compared.end() :] if compared else lead
    last = said.rpartition("，")[2]
    if compared and "，" in said and (len(last) > 2 or last in ("由", "从")) and not _MOVED.search(last):
        return False  # 警情同比呈下降态势，共接报2940起; 同比下降三成，由600件下降到420件
    if compared:
        return bool(_MOVED.search(said)) and "至" not in said[-2:] and "到" not in said[-2:]
    if not _COMPARED.search(told.rpartition("；")[2]) and "相比" not in told:
        return False
    if "相比" in told and _MOVED.search(lead[-4:]) and lead[-1:] not in "至到为":
        return True
    return bool(re.search(r"(?:^.?|，|、|；|）)(?:增长|上升|下降|减少|增加|提高|降低|多|少|增|减|升|降)[了的]?$", lead))
