"""Of which time a figure is, so that the earlier of two can be told: 去年, 2023年, 11月份, 上半年, 年初."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from zhifa.core.footing.reading.figures import Reading, Sentence
from zhifa.core.numerals import number_of

_SPANS: Final = {
    "上半年": Decimal("0.25"), "下半年": Decimal("0.75"), "一季度": Decimal("0.12"), "二季度": Decimal("0.37"),
    "三季度": Decimal("0.62"), "四季度": Decimal("0.87"), "年初": Decimal("-0.4"), "上月": Decimal("-0.1"),
    "上周": Decimal("-0.05"), "本月": Decimal(0), "本周": Decimal(0),
}  # fmt: skip
_YEARS: Final = {
    "大前年": -3, "前年": -2, "上上年": -2, "去年": -1, "上年": -1, "上一年": -1, "前一年": -1,
    "今年": 0, "本年": 0, "当年": 0, "上期": -1, "同期": -1,
}  # fmt: skip
_SAID: Final = re.compile(
    r"(?P<year>(?:19|20)\d\d)\s?年|(?P<word>大前年|上上年|(?<!大)前年|去年|上年|上一年|前一年|今年|本年|当年|同期|上期)"
    r"|(?P<month>(?<!\d)\d{1,2})月(?:份|末|底)?(?!\d{1,2}日)|(?P<span>上半年|下半年|[一二三四]季度|年初|[上本][月周])"
)
_LONG: Final = Decimal("0.5")
HUNDRED: Final = Decimal(100)
_COMPARED: Final = re.compile(r"(?:较|比|与|同|环比|相比)[^，。；\d]{0,3}$")
_MOVES: Final = r"(?:增|减|升|降|提|多|少|压|翻|缩|涨|回|下|上|持平|相?比(?![例重])|有所|净)"
_LAST: Final = re.compile(r"(?:近|过去)([二两三四五六])年[^，。；\d]{0,14}(?:依次|分别)")
_FROM_TO: Final = re.compile(
    r"((?:19|20)\d\d)年?(?:至|到|—|-|~)((?:19|20)\d\d)年[^，。；\d]{0,3}，?[^，。；\d]{0,18}(?:依次|分别)"
)
_ROW: Final = re.compile(r"(?:(?:19|20)\d\d\s?(?:年度?)?[和、与及，]?)+(?:19|20)\d\d\s?年(?:度)?")


def moments(reading: Reading, sentences: Sequence[Sentence]) -> dict[int, Decimal]:
    """The time of every figure of some sentences by its number, in years; without any it is of the report's."""
    found: dict[int, Decimal] = {}
    base = latest = year = before = Decimal(reading.year)
    part = Decimal(0)
    named = False
    for sentence in sentences:
        text = reading.document.passages[sentence.passage].text
        begin, group, kept = sentence.start, 0, (year, part, latest, named)
        for figure in sentence.figures:
            if figure.group and not group:
                kept = year, part, latest, named
            elif group and not figure.group:  # （2023年24000次）；处罚3300件: no year outlasts its brackets
                year, part, latest, named = kept
                before = year
            group = figure.group
            lead = text[begin : figure.token.start]
            year = before if "；" in lead else year  # 较上年的2094.6万元下降10.6%；移送案件19件
            for match in _SAID.finditer(lead):
                if _only_compared(lead, match):
                    continue
                relative, until = latest if named else base, year
                if match["year"]:
                    year = latest = Decimal(match["year"])
                    named = True
                elif match["word"] == "同期":
                    year = year if re.search(r"[去上]一?年?$", lead[: match.start()]) else relative - 1
                elif match["word"]:
                    year = relative + _YEARS[match["word"]]
                elif match["month"]:
                    part = Decimal(int(match["month"])) / HUNDRED
                    part += _LONG if lead[: match.start()].endswith(("至", "-", "—", "到", "~")) else 0
                else:
                    part = _SPANS[match["span"]]
                before = until if _COMPARED.search(lead[: match.start()]) else year
            found[figure.index] = year + part
            begin = figure.token.end
        _rows(text, sentence, found)
    return found


def _only_compared(lead: str, match: re.Match[str]) -> bool:
    """较去年增长: the year compared with, and none of what follows."""
    return bool(_COMPARED.search(lead[: match.start()])) and bool(
        re.match(rf"(?:度|同期|份)?(?:\d{{1,2}}月(?:份)?)?(?:相比)?[^，。；\d]{{0,6}}{_MOVES}", lead[match.end() :])
    )


def _rows(text: str, sentence: Sentence, found: dict[int, Decimal]) -> None:
    """2021年、2022年、2023年分别为4起、12起、36起: each of the year in its place."""
    rows = [
        (row, [Decimal(one) for one in re.findall(r"(?:19|20)\d\d", row[0])])
        for row in _ROW.finditer(text, sentence.start, sentence.end)
    ]
    rows += [
        (row, [Decimal(at) for at in range(number_of(row[1]))])
        for row in _LAST.finditer(text, sentence.start, sentence.end)
    ]
    rows += [
        (row, [Decimal(at) for at in range(int(row[1]), int(row[2]) + 1)])
        for row in _FROM_TO.finditer(text, sentence.start, sentence.end)
    ]
    for row, years in rows:
        told = [f for f in sentence.figures if f.token.start >= row.end() and not f.token.percent][: len(years)]
        alike = len(told) == len(years) and len({f.unit for f in told}) == 1
        if alike and all(len(f.lead) <= 4 for f in told[1:]):
            found.update(zip((f.index for f in told), years, strict=True))
