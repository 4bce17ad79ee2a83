"""Bad rows planted in a list of penalties, each of a known kind, with what would mend it: to try an import with."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import cycle
from random import Random
from typing import Final

from zhifa.core.imports.checkdigits import credit_check
from zhifa.core.numerals import chinese_number

Row = dict[str, str]
NUMBER, PROCEDURE, PARTY, KIND = "行政处罚决定书文号", "程序", "行政相对人名称", "行政相对人类别"
CITIZEN, CREDIT, MATTER, BASIS = "公民身份号码", "统一社会信用代码", "事项代码", "处罚依据"
KINDS, FINE, HAPPENED, FILED, DECIDED = "处罚类别", "罚款金额（元）", "违法日期", "立案日期", "处罚决定日期"
OFFICERS = "执法人员"


@dataclass(frozen=True, slots=True)
class Planted:
    """One bad row: where it stands, which kind of fault, in which column, what stood there and what should."""

    row: int
    kind: str
    column: str
    wrong: str
    right: str
    shown: str
    """The column in which it shows: of two cells that cannot both be right the other one may be named."""


def _other(digit: str) -> str:
    return "0123456789"[(int(digit) + 1) % 10] if digit.isdigit() else "0"


def _fined(row: Mapping[str, str]) -> bool:
    return bool(row.get(FINE))


def _always(row: Mapping[str, str]) -> bool:
    return True


def _spot(row: Mapping[str, str]) -> bool:
    return row.get(PROCEDURE) == "简易程序"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of fault: which column it spoils, how, and in which rows it can."""

    label: str
    column: str
    spoil: Callable[[Row], str]
    where: Callable[[Mapping[str, str]], bool] = _always
    shown: str = ""


KINDS_OF_FAULT: Final = (
    Kind("没有文书号", NUMBER, lambda row: ""),
    Kind("没有当事人", PARTY, lambda row: ""),
    Kind("当事人有控制字符", PARTY, lambda row: row[PARTY][:1] + "\x07" + row[PARTY][1:]),
    Kind("当事人是乱码", PARTY, lambda row: row[PARTY][:1] + "\ufffd\ufffd"),
    Kind("当事人太长", PARTY, lambda row: row[PARTY] * 60),
    Kind("没有决定日期", DECIDED, lambda row: ""),
    Kind("决定日期是汉字", DECIDED, lambda row: "上个月底"),
    Kind("决定日期不存在", DECIDED, lambda row: row[DECIDED][:4] + "-02-30"),
    Kind("决定日期未到", DECIDED, lambda row: "2098" + row[DECIDED][4:]),
    Kind("决定日期年份太早", DECIDED, lambda row: "0" + row[DECIDED][1:]),
    Kind("决定日期是表格的序数", DECIDED, lambda row: "45356"),
    Kind("违法日期晚于决定", HAPPENED, lambda row: f"{int(row[DECIDED][:4]) + 1}{row[DECIDED][4:]}"),
    Kind("违法日期月份不对", HAPPENED, lambda row: row[HAPPENED][:5] + "13" + row[HAPPENED][7:]),
    Kind("身份号码校验位不对", CITIZEN, lambda row: row[CITIZEN][:16] + _other(row[CITIZEN][16]) + row[CITIZEN][17]),
    Kind("身份号码少一位", CITIZEN, lambda row: row[CITIZEN][:17]),
    Kind("身份号码多一位", CITIZEN, lambda row: row[CITIZEN] + "0"),
    Kind("身份号码有字母", CITIZEN, lambda row: "O" + row[CITIZEN][1:]),
    Kind("身份号码生日不存在", CITIZEN, lambda row: row[CITIZEN][:10] + "1332" + row[CITIZEN][14:]),
    Kind("个人有信用代码", CREDIT, lambda row: "91500112MA0000001" + credit_check("91500112MA0000001")),
    Kind("信用代码校验位不对", CREDIT, lambda row: "91500112MA00000010"),
    Kind("信用代码少一位", CREDIT, lambda row: "91500112MA0000001"),
    Kind("信用代码有字母O", CREDIT, lambda row: "91500112MAO000001X"),
    Kind("当事人类别不认得", KIND, lambda row: "不详"),
    Kind("单位有身份号码", KIND, lambda row: "企业", shown=CITIZEN),
    Kind("没有处罚类别", KINDS, lambda row: ""),
    Kind("处罚类别不认得", KINDS, lambda row: "教育"),
    Kind("处罚类别重复", KINDS, lambda row: f"{row[KINDS]}、{row[KINDS]}"),
    Kind("金额是汉字", FINE, lambda row: "贰佰元整", _fined),
    Kind("金额小于零", FINE, lambda row: "-" + row[FINE], _fined),
    Kind("金额不到一分", FINE, lambda row: row[FINE] + ".005", _fined),
    Kind("金额太大", FINE, lambda row: row[FINE] + "0" * 9, _fined),
    Kind("罚款没有金额", FINE, lambda row: "", _fined),
    Kind("警告有金额", FINE, lambda row: "200", lambda row: row.get(KINDS) == "警告"),
    Kind("事项代码不存在", MATTER, lambda row: "traffic.no-such-matter"),
    Kind("事项当时没有", MATTER, lambda row: "police.order.unit", lambda row: row[HAPPENED] < "2026"),
    Kind("依据没有条号", BASIS, lambda row: "按有关规定"),
    Kind("依据的条不存在", BASIS, lambda row: f"《道路交通安全法》第{chinese_number(990)}条"),
    Kind("程序不认得", PROCEDURE, lambda row: "特别程序"),
    Kind("简易程序有立案", FILED, lambda row: row[HAPPENED], _spot),
    Kind("人员没有登记", OFFICERS, lambda row: "查无此人"),
    Kind("栏目错位", KINDS, lambda row: row[DECIDED]),
)
TWICE: Final = "文书号重复"


def plant(rows: Iterator[Row], count: int, total: int, rng: Random, found: list[Planted]) -> Iterator[Row]:
    """The rows, so many of them spoilt, kind after kind; what was done is put into `found`. Row 1 is the header."""
    spoilt = set(rng.sample(range(1, total), count))
    kinds = cycle((*KINDS_OF_FAULT, None))
    waiting: list[Kind | None] = []
    """Kinds whose turn came in a row that had nothing they could spoil."""
    before = ""
    for place, row in enumerate(rows):
        if place not in spoilt:
            before = row[NUMBER]
            yield row
            continue
        waiting.append(next(kinds))
        at = next((n for n, kind in enumerate(waiting) if kind is None or kind.where(row)), -1)
        chosen = waiting.pop(at) if at >= 0 else KINDS_OF_FAULT[0]
        column, wrong = (NUMBER, before) if chosen is None else (chosen.column, chosen.spoil(row))
        shown = (chosen.shown if chosen else "") or column
        found.append(Planted(place + 2, chosen.label if chosen else TWICE, column, wrong, row.get(column, ""), shown))
        yield row | {column: wrong}
