"""Bad rows planted in the lists of a year, each of a known kind, with what would mend it: to try an import with."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import cycle
from random import Random
from typing import Final

from zhifa.core.imports.checkdigits import credit_check
from zhifa.core.numerals import chinese_number

Row = dict[str, str]
NUMBER, PARTY, CITIZEN, CREDIT = "行政处罚决定书文号", "行政相对人名称", "公民身份号码", "统一社会信用代码"
KIND, KINDS, FINE, HAPPENED, DECIDED = "行政相对人类别", "处罚类别", "罚款金额（元）", "违法日期", "处罚决定日期"
BASIS, OFFICERS, RESULT = "处罚依据", "执法人员", "许可结果"
NUMBERS: Final = {
    "penalties": NUMBER, "permits": "行政许可决定文书号", "measures": "强制措施决定书文号",
    "compulsions": "强制执行决定书文号", "inspections": "检查编号",
}  # fmt: skip
"""By which column the rows of each list are known."""


@dataclass(frozen=True, slots=True)
class Planted:
    """One bad row: where it stands, which kind of fault, in which column, what stood there and what should."""

    list: str
    row: int
    kind: str
    column: str
    wrong: str
    right: str
    shown: str
    """The column in which it shows: of two cells that cannot both be right the other one may be named."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of fault: which column it spoils, how, and in which rows it can."""

    label: str
    column: str
    spoil: Callable[[Row], str]
    where: Callable[[Mapping[str, str]], bool]
    shown: str = ""


def _filled(column: str, row: Mapping[str, str]) -> bool:
    return bool(row.get(column))


def _kind(said: str, column: str, spoil: Callable[[str], str]) -> Kind:
    """A kind that makes something else of what stands in a column."""
    return Kind(f"{column}{said}", column, lambda row: spoil(row[column]), partial(_filled, column))


def _gone(column: str) -> Kind:
    return _kind("没有写", column, lambda _: "")


def _text(column: str, times: int = 60) -> tuple[Kind, ...]:
    """Words that cannot be read, or are too many."""
    return (
        _kind("有控制字符", column, lambda said: f"{said[:1]}\x07{said[1:]}"),
        _kind("是乱码", column, lambda said: f"{said[:1]}\ufffd\ufffd"),
        _kind("太长", column, lambda said: said * times),
    )


def _day(column: str) -> tuple[Kind, ...]:
    return (
        _kind("是汉字", column, lambda _: "上个月底"),
        _kind("不存在", column, lambda said: f"{said[:4]}-02-30"),
        _kind("还没有到", column, lambda said: f"2098{said[4:]}"),
        _kind("年份太早", column, lambda said: f"0{said[1:]}"),
        _kind("是表格的序数", column, lambda _: "45356"),
        _kind("月份不对", column, lambda said: f"{said[:5]}13{said[7:]}"),
    )


def _other(digit: str) -> str:
    return "0123456789"[(int(digit) + 1) % 10] if digit.isdigit() else "0"


def _citizen(column: str) -> tuple[Kind, ...]:
    return (
        _kind("校验位不对", column, lambda said: said[:16] + _other(said[16]) + said[17]),
        _kind("少一位", column, lambda said: said[:17]),
        _kind("多一位", column, lambda said: f"{said}0"),
        _kind("有字母", column, lambda said: f"O{said[1:]}"),
        _kind("生日不存在", column, lambda said: f"{said[:10]}1332{said[14:]}"),
    )


FIRM: Final = "91500112MA0000001"
WRONG_CREDIT: Final = {"校验位不对": f"{FIRM}0", "少一位": FIRM, "有字母O": "91500112MAO000001X"}


def _credit(column: str) -> tuple[Kind, ...]:
    def always(row: Mapping[str, str]) -> bool:
        return True

    return tuple(
        Kind(f"{column}{said}", column, partial(lambda wrong, row: wrong, wrong), always)
        for said, wrong in WRONG_CREDIT.items()
    )


def _choice(column: str, wrong: str) -> Kind:
    return _kind("不认得", column, lambda _: wrong)


def _given(label: str, column: str, wrong: str, where: Callable[[Mapping[str, str]], bool], shown: str = "") -> Kind:
    return Kind(label, column, lambda row: wrong, where, shown)


def _person(row: Mapping[str, str]) -> bool:
    return row.get(KIND) == "自然人"


KINDS_OF_FAULT: Final[Mapping[str, tuple[Kind, ...]]] = {
    "penalties": (
        _gone(NUMBER), _gone(PARTY), *_text(PARTY), _gone(DECIDED), *_day(DECIDED), *_citizen(CITIZEN),
        *_credit(CREDIT), _given("个人有信用代码", CREDIT, FIRM + credit_check(FIRM), _person), _choice(KIND, "不详"),
        _given("单位有身份号码", KIND, "企业", _person, shown=CITIZEN),
        Kind("违法日期晚于决定", HAPPENED, lambda row: f"{int(row[DECIDED][:4]) + 1}{row[DECIDED][4:]}",
             partial(_filled, DECIDED)),
        _kind("月份不对", HAPPENED, lambda said: f"{said[:5]}13{said[7:]}"),
        _gone(KINDS), _choice(KINDS, "教育"), _kind("写了两次", KINDS, lambda said: f"{said}、{said}"),
        _kind("是汉字", FINE, lambda _: "贰佰元整"), _kind("小于零", FINE, lambda said: f"-{said}"),
        _kind("不到一分", FINE, lambda said: f"{said}.005"), _kind("太大", FINE, lambda said: said + "0" * 9),
        _gone(FINE), _given("警告有金额", FINE, "200", lambda row: row.get(KINDS) == "警告"),
        _given("事项代码不存在", "事项代码", "traffic.no-such-matter", lambda row: True),
        _given("事项当时没有", "事项代码", "police.order.unit", lambda row: row[HAPPENED] < "2026"),
        _kind("没有条号", BASIS, lambda _: "按有关规定"),
        _kind("没有这一条", BASIS, lambda _: f"《道路交通安全法》第{chinese_number(990)}条"),
        _choice("程序", "特别程序"),
        Kind("简易程序有立案", "立案日期", lambda row: row[HAPPENED], lambda row: row.get("程序") == "简易程序"),
        _kind("没有登记", OFFICERS, lambda _: "查无此人"), Kind("栏目错位", KINDS, lambda row: row[DECIDED], _person),
    ),
    "permits": (
        _gone(NUMBERS["permits"]), _gone(PARTY), *_text(PARTY), _gone("许可决定日期"), *_day("许可决定日期"),
        *_day("申请日期"), *_citizen(CITIZEN), _choice(KIND, "不详"),
        _given("单位有身份号码", KIND, "企业", _person, shown=CITIZEN), _choice("办理类型", "特办"),
        _gone("许可事项"), *_text("许可事项", 200), _gone(RESULT), _choice(RESULT, "待定"),
        _kind("是汉字", "有效期自", lambda _: "发证之日"),
        _kind("不存在", "有效期至", lambda said: f"{said[:4]}-02-30"),
        Kind("有效期倒置", "有效期自", lambda row: f"{int(row['有效期至'][:4]) + 1}{row['有效期至'][4:]}",
             partial(_filled, "有效期至")),
    ),
    "measures": (
        _gone(NUMBERS["measures"]), *_text(NUMBERS["measures"]), _gone("措施种类"), _choice("措施种类", "约谈"),
        _gone("当事人"), *_text("当事人"), *_citizen(CITIZEN), _gone("实施日期"), *_day("实施日期"), *_day("批准日期"),
        _kind("没有条号", "依据", lambda _: "按有关规定"),
        _kind("没有这一条", "依据", lambda _: f"《道路交通安全法》第{chinese_number(990)}条"),
        _kind("没有登记", OFFICERS, lambda _: "查无此人"),
    ),
    "compulsions": (
        _gone(NUMBERS["compulsions"]), *_text(NUMBERS["compulsions"]), _gone("执行方式"), _choice("执行方式", "劝说"),
        _gone("被执行人"), *_text("被执行人"), _gone("执行完毕日期"), *_day("执行完毕日期"), *_day("决定日期"),
        *_day("催告日期"), *_day("实施日期"),
    ),
    "inspections": (
        _gone(NUMBERS["inspections"]), *_text(NUMBERS["inspections"]), _gone("检查对象"), *_text("检查对象"),
        *_credit(CREDIT), _choice("是否涉企", "也许"), *_text("检查内容", 400), _gone("检查日期"), *_day("检查日期"),
        _gone("认定结果日期"), *_day("认定结果日期"), _gone("检查结果"), _choice("检查结果", "一般"),
        _given("处理方式不认得", "处理方式", "另案处理", lambda row: True),
        _given("没有那个处罚文号", "检查后处罚决定书文号", "没有这个文号", lambda row: True),
        _kind("没有登记", "检查人员", lambda _: "查无此人"),
    ),
}  # fmt: skip
"""Of each list at least thirty kinds."""
TWICE: Final = "文书号重复"


def plant(
    rows: Iterator[Row], kind: str, count: int, total: int, rng: Random, found: list[Planted],
    spared: Callable[[Row], bool] = lambda row: False,
) -> Iterator[Row]:  # fmt: skip
    """The rows of a list, so many of them spoilt, kind after kind; what was done is put into `found`. Row 1 is the
    header. A row that is spared, because another list names it, leaves its fault to the next one."""
    spoilt = set(rng.sample(range(1, total), count))
    kinds = cycle((None, *KINDS_OF_FAULT[kind]))
    number = NUMBERS[kind]
    waiting: list[Kind | None] = []
    """Kinds whose turn came in a row that had nothing they could spoil."""
    before, due = "", 0
    for place, row in enumerate(rows):
        due += place in spoilt
        if not due or spared(row):
            before = row[number]
            yield row
            continue
        due -= 1
        waiting.append(next(kinds))
        at = next((n for n, one in enumerate(waiting) if one is None or one.where(row)), -1)
        chosen = waiting.pop(at) if at >= 0 else KINDS_OF_FAULT[kind][0]
        column, wrong = (number, before) if chosen is None else (chosen.column, chosen.spoil(row))
        label, shown = (chosen.label, chosen.shown) if chosen else (TWICE, "")
        found.append(Planted(kind, place + 2, label, column, wrong, row.get(column, ""), shown or column))
        yield row | {column: wrong}
