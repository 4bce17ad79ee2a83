"""The vocabulary of facts: every named value an act may establish, with its legal meaning.

Forms, papers, conditions and statistics use no other names. A fact is read from what a person typed or a file
contained, checked once, and from then on carried as a typed value.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Final, TypeAlias, TypeVar

from zhifa.core.values import Moment, format_yuan, parse_yuan, read_date, show_date

Row: TypeAlias = "Mapping[str, Value]"
Value: TypeAlias = "str | int | bool | date | Moment | Decimal | tuple[str, ...] | tuple[Row, ...]"
Json: TypeAlias = "None | bool | int | float | str | Sequence[Json] | Mapping[str, Json]"

Amount = TypeVar("Amount", int, Decimal)

TYPES = frozenset(
    [
        "text",
        "longtext",
        "money",
        "date",
        "moment",
        "integer",
        "decimal",
        "boolean",
        "choice",
        "choices",
        "table",
        "file",
    ]
)
ABSENCE = {"boolean": "no", "table": "empty", "choices": "empty"}
DEFAULT_LENGTH = {"text": 200, "longtext": 20_000, "file": 128, "choice": 200}


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table fact, such as the quantity in a list of seized goods."""

    code: str
    label: str
    type: str
    options: tuple[str, ...] = ()
    required: bool = True


@dataclass(frozen=True, slots=True)
class Fact:
    """One declared fact: what it is called, its type and unit, and what it means when nobody recorded it."""

    code: str
    label: str
    type: str
    unit: str = ""
    personal: bool = False
    absent: str = "unknown"
    options: tuple[str, ...] = ()
    columns: tuple[Column, ...] = ()
    key: str = ""
    max_length: int = 200
    hint: str = ""
    prefill: tuple[str, ...] = ()
    """Facts said earlier that this one usually repeats: a fact is asked once in a case's life."""
    usual: Mapping[str, str] = field(default_factory=dict)
    """What a choice usually is, by the kind of the procedure that opened the proceeding."""
    recuses: str = ""
    """The article under which whoever the text names takes no part in the case; empty for every other fact."""


YEARS: Final = (1900, 2199)
SPANS: Final = frozenset({"日", "天", "个工作日", "工作日", "月", "个月", "年", "小时"})
LONGEST: Final = 36_500
MOST_ROWS: Final = 2_000
"""What is beyond these was mistyped, and nothing could be reckoned with it."""


@dataclass(frozen=True, slots=True)
class FactError:
    """A value that cannot be taken: where, what is wrong, how to mend it."""

    place: str
    message: str
    remedy: str = ""


class BadValue(ValueError):
    """Raised inside the reader; `Vocabulary.read` turns it into a `FactError`."""


def _text(raw: object, limit: int) -> str:
    if not isinstance(raw, str):
        raise BadValue("应为文字")
    if len(raw) > limit:
        raise BadValue(f"共 {len(raw)} 字，超过 {limit} 字的上限")
    if raw.isprintable():
        return unicodedata.normalize("NFC", raw).strip()
    for character in raw:
        if unicodedata.category(character) in {"Cc", "Cs"} and character not in "\n\t\r":
            raise BadValue(f"含有控制字符 U+{ord(character):04X}，不能登记")
    return unicodedata.normalize("NFC", raw.replace("\r\n", "\n")).strip()


def _within_years(day: date) -> date:
    if not YEARS[0] <= day.year <= YEARS[1]:
        raise BadValue(f"日期应在 {YEARS[0]} 年至 {YEARS[1]} 年之间")
    return day


def _date(raw: object) -> date:
    if isinstance(raw, date):
        return _within_years(raw)
    if isinstance(raw, str):
        try:
            found = read_date(raw)
        except ValueError:
            pass
        else:
            return _within_years(found)
    raise BadValue(f"“{str(raw)[:40]}”不是日期，应写作 2024-03-05")


def _moment(raw: object) -> Moment:
    if isinstance(raw, Moment):
        return raw
    if not isinstance(raw, str):
        raise BadValue("不是日期，应写作 2024-03-05 或 2024-03-05T14:30")
    try:
        found = Moment.parse(raw)
    except ValueError as error:
        raise BadValue(str(error)) from None
    _within_years(found.day)
    return found


def _number(raw: object) -> Decimal:
    if isinstance(raw, bool) or not isinstance(raw, str | int | Decimal):
        raise BadValue("应为数字")
    try:
        number = Decimal(raw.strip() if isinstance(raw, str) else raw)
    except InvalidOperation:
        raise BadValue(f"“{str(raw)[:40]}”不是数字") from None
    if not number.is_finite() or abs(number) >= Decimal(10) ** 15:
        raise BadValue("数字超出可登记的范围")
    return number


def _integer(raw: object) -> int:
    number = _number(raw)
    if number != number.to_integral_value():
        raise BadValue(f"“{raw}”应为整数")
    return int(number)


def _money(raw: object) -> int:
    """An int is fen already; text is yuan as people write it."""
    if isinstance(raw, bool):
        raise BadValue("应为金额")
    if isinstance(raw, int):
        if abs(raw) >= 10**15:
            raise BadValue("金额超出可登记的范围")
        return raw
    if not isinstance(raw, str):
        raise BadValue("应为金额，写作 200 或 200.50")
    try:
        return parse_yuan(raw)
    except ValueError as error:
        raise BadValue(str(error)) from None


def _not_below_zero(number: Amount) -> Amount:
    """Every number of a case counts or measures something."""
    if number < 0:
        raise BadValue("不能小于零")
    return number


def _boolean(raw: object) -> bool:
    if isinstance(raw, bool):
        return raw
    if raw in ("是", "true", "on", "1"):
        return True
    if raw in ("否", "false", "", "0"):
        return False
    raise BadValue("应为“是”或“否”")


def _choice(raw: object, options: tuple[str, ...]) -> str:
    if isinstance(raw, str) and raw in options:
        return raw
    raise BadValue(f"“{str(raw)[:40]}”不在可选范围：{'、'.join(options)}")


def _scalar(raw: object, kind: str, options: tuple[str, ...], limit: int) -> Value:
    match kind:
        case "text" | "longtext" | "file":
            return _text(raw, limit)
        case "money":
            return _not_below_zero(_money(raw))
        case "date":
            return _date(raw)
        case "moment":
            return _moment(raw)
        case "integer":
            return _not_below_zero(_integer(raw))
        case "decimal":
            return _not_below_zero(_number(raw))
        case "boolean":
            return _boolean(raw)
        case "choice":
            return _choice(raw, options)
    raise BadValue(f"未知的类型 {kind}")


def dump_value(value: Value) -> Json:
    """The JSON form of a value as the journal keeps it: fen as integers, dates as ISO text, decimals as text."""
    if isinstance(value, Moment | Decimal):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [{k: dump_value(v) for k, v in item.items()} if isinstance(item, Mapping) else item for item in value]
    return value


class Vocabulary:
    """All declared facts; reads, dumps and shows their values."""

    __slots__ = ("facts", "recusing")

    def __init__(self, facts: Mapping[str, Fact]) -> None:
        self.facts = dict(facts)
        self.recusing = tuple(fact for fact in self.facts.values() if fact.recuses)
        """Facts that name persons who take no part in the case."""

    def __contains__(self, code: str) -> bool:
        return code in self.facts

    def __getitem__(self, code: str) -> Fact:
        return self.facts[code]

    def get(self, code: str) -> Fact | None:
        return self.facts.get(code)

    def label(self, code: str) -> str:
        fact = self.facts.get(code)
        return fact.label if fact else code

    def column(self, code: str) -> str:
        """What a column is called where the table it belongs to is not named: as in the first table that has it."""
        found = (column for fact in self.facts.values() for column in fact.columns if column.code == code)
        return next((column.label for column in found), code)

    def read(self, code: str, raw: object) -> Value | FactError:
        """The typed value of what was typed, or the place and remedy when it cannot be taken."""
        fact = self.facts.get(code)
        if fact is None:
            return FactError(code, f"没有名为“{code[:60]}”的事实", "从事实词表中选择，见 zhifa procedures show")
        try:
            if fact.type == "table":
                return self._table(fact, raw)
            if fact.type == "choices":
                if isinstance(raw, str) or not isinstance(raw, Sequence):
                    raise BadValue("应为列表")
                return tuple(_choice(item, fact.options) for item in raw)
            value = _scalar(raw, fact.type, fact.options, fact.max_length)
            if value == "":
                raise BadValue("不能为空")
            if isinstance(value, int) and fact.unit in SPANS and not 0 <= value <= LONGEST:
                raise BadValue(f"应为 0 至 {LONGEST}")
            return value
        except BadValue as error:
            return FactError(fact.code, f"{fact.label}：{error}", fact.hint)

    def _table(self, fact: Fact, raw: object) -> tuple[Row, ...]:
        if isinstance(raw, str) or not isinstance(raw, Sequence):
            raise BadValue("应为清单")
        if len(raw) > MOST_ROWS:
            raise BadValue(f"共 {len(raw)} 行，超过 {MOST_ROWS} 行的上限")
        rows: list[Row] = []
        seen: set[object] = set()
        known = {column.code for column in fact.columns}
        for number, item in enumerate(raw, 1):
            if not isinstance(item, Mapping):
                raise BadValue(f"第 {number} 行应为一组栏目")
            if unknown := set(item) - known:
                raise BadValue(f"第 {number} 行没有名为“{sorted(map(str, unknown))[0]}”的栏目")
            row: dict[str, Value] = {}
            for column in fact.columns:
                cell = item.get(column.code)
                if cell is None or cell == "":
                    if column.required:
                        raise BadValue(f"第 {number} 行缺“{column.label}”")
                    continue
                try:
                    row[column.code] = _scalar(cell, column.type, column.options, DEFAULT_LENGTH["text"])
                except BadValue as error:
                    raise BadValue(f"第 {number} 行“{column.label}”：{error}") from None
            if fact.key:
                if row.get(fact.key) in seen:
                    raise BadValue(f"第 {number} 行与前面的“{row.get(fact.key)}”重复")
                seen.add(row.get(fact.key))
            rows.append(row)
        return tuple(rows)

    def show(self, code: str, value: Value) -> str:
        """The value as people read it, with its unit."""
        fact = self.facts.get(code)
        return show_value(value, fact.type if fact else "text", fact.unit if fact else "")


def show_value(value: Value, kind: str = "text", unit: str = "") -> str:
    """A value in Chinese as screens and reasons show it."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if kind == "money" and isinstance(value, int):
        return f"{format_yuan(value)} 元"
    if isinstance(value, Moment):
        return value.text
    if isinstance(value, date):
        return show_date(value)
    if isinstance(value, tuple):
        if value and isinstance(value[0], Mapping):
            return f"{len(value)} 项"
        return "、".join(str(item) for item in value) or "无"
    return f"{value}{' ' + unit if unit else ''}"


def declare(code: str, data: Mapping[str, object]) -> Fact:
    """A fact from its rule entry; ValueError names what is wrong with the declaration."""
    kind = str(data.get("type", "text"))
    if kind not in TYPES:
        raise ValueError(f"未知的类型“{kind}”，可用：{'、'.join(sorted(TYPES))}")
    options = tuple(str(option) for option in _list(data, "options"))
    if kind in {"choice", "choices"} and not options:
        raise ValueError("选择类事实须列出 options")
    columns = []
    for item in _list(data, "columns"):
        if not isinstance(item, Mapping):
            raise ValueError("columns 应为表格")
        columns.append(
            Column(
                str(item["code"]),
                str(item["label"]),
                str(item.get("type", "text")),
                tuple(str(o) for o in _list(item, "options")),
                bool(item.get("required", True)),
            )
        )
    if kind == "table" and not columns:
        raise ValueError("清单类事实须列出 columns")
    absent = str(data.get("absent", ABSENCE.get(kind, "unknown")))
    if absent not in {"no", "zero", "empty", "unknown"}:
        raise ValueError(f"absent 只能是 no、zero、empty、unknown，现为“{absent}”")
    if data.get("recuses") and (kind != "text" or not data.get("cite")):
        raise ValueError("写明回避人员的事实应为 text，并写明 cite")
    limit = data.get("max_length", DEFAULT_LENGTH.get(kind, 200))
    return Fact(
        code=code,
        label=str(data.get("label", "")) or _missing("label"),
        type=kind,
        unit=str(data.get("unit", "元" if kind == "money" else "")),
        personal=bool(data.get("personal", False)),
        absent=absent,
        options=options,
        columns=tuple(columns),
        key=str(data.get("key", "")),
        max_length=limit if isinstance(limit, int) else 200,
        hint=str(data.get("hint", "")),
        prefill=tuple(str(code) for code in _list(data, "prefill")),
        usual=_usual(data.get("usual", {}), options),
        recuses=str(data.get("cite", "")) if data.get("recuses") else "",
    )


def _usual(given: object, options: Sequence[str]) -> Mapping[str, str]:
    if not isinstance(given, Mapping):
        raise ValueError("usual 应为表格：程序种类 = 选项")
    for kind, value in given.items():
        if value not in options:
            raise ValueError(f"usual.{kind} 的“{value}”不在选项里")
    return dict(given)


def _list(data: Mapping[str, object], key: str) -> Sequence[object]:
    value = data.get(key, ())
    if isinstance(value, str) or not isinstance(value, Sequence):
        raise ValueError(f"{key} 应为列表")
    return value


def _missing(key: str) -> str:
    raise ValueError(f"缺 {key}")
