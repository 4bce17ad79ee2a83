"""Cells of a list as typed values. What cannot be read says why, and what would mend it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from functools import partial
from typing import Any, Final

from zhifa.core.facts import YEARS, Fact
from zhifa.core.imports.model import Column, squeezed
from zhifa.core.imports.texts import BadCell, citizen, credit, name, narrow, number, text
from zhifa.core.values import Moment, Validity, format_yuan, parse_yuan, show_date

MIXED: Final = frozenset(["text", "name", "number", "case", "citizen", "credit"])
"""Types whose cells hardly ever say the same twice: what was read of them is not kept."""
NUMBER_LENGTH: Final = 120
"""As long as the number of a document may be."""
_DAY: Final = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[T\s]+(\d{1,2}):(\d{2})(?::\d{2}(?:\.\d+)?)?)?"
)
_PLAIN_DAY: Final = re.compile(r"(\d{4})(\d{2})(\d{2})")
_SERIAL: Final = re.compile(r"[2-6]\d{4}(?:\.\d+)?")
"""Days since 1899-12-30, as a spreadsheet counts them, from 1954 on."""
_GROUPED: Final = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?元?")
_SEVERAL: Final = re.compile(r"[、，,;；/|\n]+")
_NAMES: Final = re.compile(r"[、，,;；/|\s]+")
_YES: Final = {"是": True, "有": True, "y": True, "yes": True, "true": True, "1": True, "√": True}
_NO: Final = {"否": False, "无": False, "n": False, "no": False, "false": False, "0": False, "×": False}
_ARTICLE: Final = re.compile(r"第\s*[零〇一二三四五六七八九十百千两0-9]+\s*条")


@dataclass(frozen=True, slots=True)
class Basis:
    """The articles a cell quotes, and the matter that rests on them where that is only one."""

    text: str
    matter: str
    beyond: tuple[tuple[str, int], ...] = ()
    """Articles that not every known version of their law has: which day it was decides."""


@dataclass(frozen=True, slots=True)
class About:
    """What a row is about, and the matter of that name where there is one."""

    text: str
    matter: str


def day(raw: str, *, today: date) -> Moment:
    """A day, with the time of day where it is written."""
    found = _DAY.fullmatch(raw) or _PLAIN_DAY.fullmatch(raw) or _DAY.fullmatch(narrow(raw))
    if found is None:
        if _SERIAL.fullmatch(raw):
            raise BadCell("是表格里日期的序数，不是日期", "把这一栏设成日期格式再导出，或者写作 2024-03-05")
        raise BadCell("不是日期", "写作 2024-03-05")
    try:
        read = date(int(found[1]), int(found[2]), int(found[3]))
        hours = found.group(4) if found.re is _DAY else None
        at = time(int(hours), int(found.group(5))) if hours else None
    except ValueError:
        raise BadCell("没有这一天（这一时刻）", "核对年月日") from None
    if not YEARS[0] <= read.year <= YEARS[1]:
        raise BadCell(f"年份应在 {YEARS[0]} 至 {YEARS[1]} 之间", "核对年份")
    if read > today:
        raise BadCell(f"晚于今天 {show_date(today)}", "核对日期；还没有发生的不录入")
    return Moment(read, at if at != time(0, 0) else None)


def ahead(raw: str) -> Moment:
    """A day that may still be to come, such as the last day of a permit."""
    return day(raw, today=date.max)


def fen(raw: str, *, times: int, most: int) -> int:
    """A sum of money as whole fen; `times` is how many yuan one of the column's unit is."""
    plain = raw.replace("￥", "").replace("¥", "").replace(" ", "").replace("，", ",")
    if "," in plain and not _GROUPED.fullmatch(plain):
        raise BadCell("逗号的位置不对", "每三位一个逗号，或者不写逗号")
    if times != 1:
        plain = plain.removesuffix("万元").removesuffix("万")
        if not re.fullmatch(r"[+-]?\d{1,14}(?:\.\d{1,8})?", plain):
            raise BadCell("不是以万元计的金额", "换算成万元，写作 0.02（二百元）")
        exact = Decimal(plain) * times * 100
        if exact != exact.to_integral_value():
            raise BadCell("换算成元以后不是整数的分", "核对金额和单位")
        amount = int(exact)
    else:
        try:
            amount = parse_yuan(plain)
        except ValueError:
            raise BadCell("不是金额（元，最多两位小数）", "写作 200 或者 200.50，不写汉字和单位") from None
    if amount < 0:
        raise BadCell("金额小于零", "核对金额；退款不在这里登记")
    if most and amount > most:
        raise BadCell(f"超过 {format_yuan(most)} 元", "核对金额和单位（元、万元）")
    return amount


def integer(raw: str) -> int:
    """A whole number that is not below zero."""
    plain = raw.removesuffix(".0").removesuffix("日").removesuffix("天")
    if not plain.isascii() or not plain.isdigit() or len(plain) > 9:
        raise BadCell("不是整数", "写作 10")
    return int(plain)


def yesno(raw: str) -> bool:
    word = raw.strip().lower()
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise BadCell("应为“是”或者“否”", "写“是”或者“否”")


def choice(raw: str, *, words: Mapping[str, Any], shown: str = "") -> Any:
    """One of the words the column knows."""
    found = words.get(squeezed(raw))
    if found is None:
        raise BadCell(f"不认得“{raw[:40]}”", f"可以写：{shown or _listed(words)}")
    return found


def choices(raw: str, *, words: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Several of the words the column knows, each once."""
    whole = words.get(squeezed(raw))
    if whole is not None:
        return whole
    found: list[str] = []
    for part in _SEVERAL.split(raw):
        if part.strip():
            found += words.get(squeezed(part)) or _unknown(part, words)
    if len(set(found)) != len(found):
        raise BadCell("同一种类写了两次", "每一种类写一次，用顿号分开")
    if not found:
        raise BadCell("没有写明", f"可以写：{_listed(words)}")
    return tuple(found)


def _unknown(part: str, words: Mapping[str, Any]) -> tuple[str, ...]:
    raise BadCell(f"不认得“{part.strip()[:40]}”", f"可以写：{_listed(words)}")


def _listed(words: Mapping[str, Any]) -> str:
    said = dict.fromkeys(item for value in words.values() for item in (value if isinstance(value, tuple) else [value]))
    return "、".join(map(str, said))


def matter(raw: str, *, known: Mapping[str, Any]) -> str:
    code = raw.strip()
    if code not in known:
        raise BadCell(f"事项目录中没有代码为“{code[:40]}”的事项", "核对代码，见“事项”；只知道名称的填到案由一栏")
    return code


def about(raw: str, *, titles: Mapping[str, str], limit: int) -> About:
    return About(text(raw, limit=limit), titles.get(squeezed(raw), ""))


def basis(
    raw: str,
    *,
    quoted: Callable[[str], list[tuple[str, int]]],
    rests: Mapping[tuple[str, int], str],
    lengths: Mapping[str, tuple[tuple[Validity, int], ...]],
    limit: int,
) -> Basis:
    """Articles with their laws; whether they were in force is for the case to say."""
    said = text(raw, limit=limit)
    cites = quoted(said)
    if not cites and not _ARTICLE.search(said):
        raise BadCell("没有写明哪一条", "写明法律名称和第几条，名称写在书名号里")
    if not cites and _ARTICLE.match(said):
        raise BadCell("没有写明是哪部法", "在第几条前面写明法律名称，名称写在书名号里")
    found = {code for cite in cites if (code := rests.get(cite))}
    beyond = tuple(cite for cite in cites if any(cite[1] > last for _, last in lengths.get(cite[0], ()) if last))
    return Basis(said, found.pop() if len(found) == 1 else "", beyond)


def organ(raw: str, *, known: Mapping[str, str]) -> str:
    found = known.get(squeezed(raw))
    if found is None:
        raise BadCell(f"没有登记名为“{raw[:40]}”的机关，或者不在本次导入的机关之内", "核对名称，或者换一个机关导入")
    return found


def officers(raw: str, *, known: Mapping[str, str]) -> tuple[str, ...]:
    """Persons by name, number or certificate."""
    found: dict[str, str] = {}
    for said in filter(None, _NAMES.split(raw)):
        key = known.get(squeezed(said))
        if key is None:
            raise BadCell(f"没有登记名为“{said[:20]}”的人员", "核对姓名；没有登记的先登记人员，或者删去")
        if not key:
            raise BadCell(f"名为“{said[:20]}”的人员不止一人", "写执法证号")
        if said in found:
            raise BadCell(f"“{said[:20]}”写了两次", "每人写一次；另一人写错的，改成他的姓名")
        found[said] = key
    return tuple(dict.fromkeys(found.values()))  # a name and the certificate behind it are one person


def words_of(column: Column, options: Sequence[str]) -> dict[str, Any]:
    """The words a column of choices knows, as they are compared: its own, then the options of its facts."""
    several = column.type == "choices"
    found: dict[str, Any] = {
        squeezed(word): tuple(meant) if isinstance(meant, list) else meant for word, meant in column.words.items()
    }
    for option in options:
        found.setdefault(squeezed(option), (option,) if several else option)
    return found


def reader(column: Column, facts: Mapping[str, Fact], known: Any, today: date) -> Callable[[str], Any]:
    """The function that reads one column."""
    filled = [facts[name] for code in column.facts for name in code.split("+") if name in facts]
    limit = min((fact.max_length for fact in filled), default=2000)
    options = [option for fact in filled for option in fact.options]
    made: dict[str, Callable[[str], Any]] = {
        "text": partial(text, limit=limit),
        "name": partial(name, limit=limit),
        "number": partial(number, limit=limit),
        "case": partial(text, limit=NUMBER_LENGTH),
        "day": ahead if column.facts and not fact_is_past(column) else partial(day, today=today),
        "yuan": partial(fen, times=1, most=column.most_fen),
        "wan": partial(fen, times=10_000, most=column.most_fen),
        "integer": integer,
        "yesno": yesno,
        "choice": partial(choice, words=words_of(column, options)),
        "choices": partial(choices, words=words_of(column, options)),
        "procedure": partial(choice, words=words_of(column, ()), shown="、".join(column.words)),
        "citizen": partial(citizen, today=today),
        "credit": credit,
        "matter": partial(matter, known=known.matters),
        "about": partial(about, titles=known.titles, limit=limit),
        "basis": partial(basis, quoted=known.quoted, rests=known.rests, lengths=known.lengths, limit=limit),
        "organ": partial(organ, known=known.organs),
        "officers": partial(officers, known=known.officers),
    }
    return made[column.type]


def fact_is_past(column: Column) -> bool:
    """Whether the day of a column must have come: only terms run into the future."""
    return not any(code.endswith(("_until", "_from")) for code in column.facts)
