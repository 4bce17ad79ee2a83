"""Whether the sums of a matter are the ranges its articles state, as pairs and for this party."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from zhifa.core.citations import parse_all
from zhifa.core.lawcheck import money_forms, squeeze
from zhifa.core.matterlaw.model import DIGITS, Read
from zhifa.core.numerals import chinese_number, number_of

SENTENCE: Final = re.compile(r"[。；：\n]")
_PERSON: Final = re.compile(
    r"个人|公民|农户|自然人|责任人|主管人员|负责人|驾驶人|从业人员|人员处|村民|居民|业主|使用人|装修人|公众"
)
_ORGANISATION: Final = re.compile(r"单位|法人|组织|企业|机构|公司")
_PERSON_APART: Final = re.compile(rf"对[^，。；\n]{{0,30}}(?:{_PERSON.pattern})[^。；\n]{{0,40}}处")
_ORGANISATION_APART: Final = re.compile(rf"对[^，。；\n]{{0,30}}(?:{_ORGANISATION.pattern})[^。；\n]{{0,12}}处")
_TIMES: Final = rf"([{DIGITS}]+)倍?(?:以上|至)([{DIGITS}]+)倍"
_COUNTED_AS: Final = re.compile(
    rf"(?:{_TIMES}[^。；]{{0,40}}?)?不足(?P<floor>[{DIGITS}]+)元的?，(?:按照?|以)(?P=floor)元计算(?:[^。；]{{0,40}}?{_TIMES})?"
)
_AFTER: Final = r"(?:以下|以内|的?罚款|的?处以罚款|处以罚款|$|，|。|；)"
_HECTARE: Final = 10_000
"""Square metres."""


def sums(read: Read) -> Iterator[str]:
    """Rows of fines whose range the article does not state, or states for the other party."""
    for number, row in enumerate(read.entry.data.get("fines", ()), 1):
        text = read.applied
        if row.get("cite"):
            found = [read.articles.words(cite, read.entry.validity.start) for cite in parse_all(row["cite"])]
            if any(item is None for item in found):
                continue
            text = "\n".join(item[0] for item in found if item)
        yield from (f"fines[{number}] {said}" for said in _sum(row, text))


def _sum(row: Mapping[str, Any], text: str) -> Iterator[str]:
    pattern, said = worded(row)
    places = list(re.finditer(pattern, text))
    if not places:
        if not _counted_as(row, text):
            yield f"条文没有“{said}”这样的幅度"
        return
    if row.get("party") in ("个人", "单位") and all(_other_party(row["party"], text, place) for place in places):
        yield f"条文的“{said}”不是对{row['party']}的"
    if "元" in str(row.get("say", "")) and not re.search(pattern, squeeze(str(row["say"]))):
        yield f"say 所引的数额与 min、max 不一致，应有“{said}”"


def _counted_as(row: Mapping[str, Any], text: str) -> bool:
    """不足五十万元的，以五十万元计算，处一倍以上五倍以下: the sums are the floor times the multiples."""
    for low, high, floor, later_low, later_high in _COUNTED_AS.findall(text):
        least = number_of(floor) * 100
        ends = (low, high) if low else (later_low, later_high)
        if all(ends) and (row.get("min"), row.get("max")) == tuple(least * number_of(end) for end in ends):
            return True
    return False


def worded(row: Mapping[str, Any]) -> tuple[str, str]:
    """How the statute must word this range, as a pattern and for people."""
    if "base" not in row:
        ends = [_money(row.get(key)) for key in ("min", "max")]
    elif "max_percent" in row:
        ends = [_percent(row.get(key)) for key in ("min_percent", "max_percent")]
    else:
        ends = [_times(row.get(key)) for key in ("min_times", "max_times")]
    low, high = ends
    assert high is not None
    before = rf"(?<![{DIGITS}.])"
    if low is None:
        capped = rf"(?:不得?超过|最高额?为){before}(?:{high[0]})"
        return rf"(?<!以上)(?<!以上至)(?<!至){before}(?:{high[0]})(?:以下|以内)|{capped}", f"{high[1]}以下"
    if low == high:
        area = _by_hectare(row) if row.get("per") == "conduct.area" else ""
        return rf"{before}(?:{high[0]})(?!以上|以下|至|—|－|-){area}", f"{high[1]}"
    short, last = (re.sub(r"([元倍])(?!\?)", r"\1?", end[0]) for end in ends if end)
    joint = r"(?:以上(?:至)?|至|—|－|-|～|~|不足|以上不足)"
    return rf"{before}(?:{short}){joint}(?:{last}){_AFTER}", f"{low[1]}以上{high[1]}以下"


def _by_hectare(row: Mapping[str, Any]) -> str:
    """A sum for each square metre may be stated for each hectare."""
    forms = "|".join(re.escape(form) for form in money_forms(int(row["max"]) * _HECTARE))
    return rf"|每公顷(?:{forms})"


def _money(fen: object) -> tuple[str, str] | None:
    if not isinstance(fen, int) or fen == 0:
        return None
    forms = money_forms(fen)
    return "|".join(re.escape(form) for form in forms), forms[0]


def _times(number: object) -> tuple[str, str] | None:
    if number in (None, 0, "0"):
        return None
    said = str(number)
    if said.isdigit():
        forms = [chinese_number(int(said)), said] + ["两"] * (said == "2")
        equal = "|等值|等额|同等价值|相等" if said == "1" else ""
        return "|".join(f"{form}倍" for form in forms) + equal, f"{forms[0]}倍"
    whole = chinese_number(int(said.removesuffix(".5") or 0)) if said.endswith(".5") else said
    return f"{whole}点五倍|{whole}倍半|{re.escape(said)}倍", f"{said}倍"


def _percent(number: object) -> tuple[str, str] | None:
    """百分之五十; a hundred percent and its multiples are also said as 一倍, 三倍 or 等值."""
    try:
        value = Decimal(str(number or 0))
    except InvalidOperation:
        return None
    if not value:
        return None
    if value != int(value):
        return rf"{re.escape(str(value))}[%％]", f"{value}%"
    said = f"百分之{chinese_number(int(value))}"
    forms = f"{said}|{int(value)}[%％]" + ("|百分之百" if value == 100 else "")
    if value % 100 == 0 and (times := _times(int(value) // 100)):
        forms += f"|{times[0]}"
    return forms, said


def before_sum(text: str, place: re.Match[str]) -> str:
    """The words of its clause that stand before a sum."""
    start = max((cut.end() for cut in SENTENCE.finditer(text, 0, place.start())), default=0)
    return text[start : place.start()]


def _other_party(party: str, text: str, place: re.Match[str]) -> bool:
    """Whether the sum is plainly the other side's: its clause last named 单位 where 个人 is claimed, or the reverse.

    Where the article tells persons from organisations, any word for the other side counts; else only 对单位处. A
    clause that names nobody is not the person's where the article states what persons pay elsewhere.
    """
    strict = "个人" in text and "单位" in text
    clause = before_sum(text, place)
    mine, other = (_PERSON, _ORGANISATION) if party == "个人" else (_ORGANISATION, _PERSON)
    last = max((found.end() for found in mine.finditer(clause)), default=-1)
    wording = other.pattern if strict else f"对(?:违法)?(?:{other.pattern})"
    if max((found.end() for found in re.finditer(wording, clause)), default=-1) > last:
        return True
    apart = _PERSON_APART if party == "个人" else _ORGANISATION_APART
    return last < 0 and any(found.start() >= place.start() for found in apart.finditer(text))
