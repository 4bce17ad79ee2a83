"""A made-up case in which every fact is known, so that a template can be looked at before any case uses it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from decimal import Decimal
from typing import Final

from zhifa.core.facts import Column, Fact, Row, Value, Vocabulary
from zhifa.core.papers.fill import Context, Issued, Listed, Officer
from zhifa.core.papers.number import Number
from zhifa.core.values import Moment

NAMES: Final = {
    "party.name": "张示例", "party.kind": "个人", "party.address": "示例镇示例路 1 号", "party.phone": "023-00000000",
    "party.representative": "张示例", "case.title": "示例案由",
}  # fmt: skip
SENTENCE: Final = "这是示例文字，用来看清版式；正式文书印案件登记的内容。"
MARK: Final = "示例"
ROWS: Final = 2
MONEY, COUNT, LENGTHS = 123_450, 3, Decimal("12.5")


def sample_facts(vocabulary: Vocabulary, day: date, *, longest: bool = False) -> Callable[[str], Value | None]:
    """A value for every declared fact; with `longest` the longest that may be entered, to see what overflows."""

    def lookup(code: str) -> Value | None:
        fact = vocabulary.get(code)
        return None if fact is None else _value(fact, day, longest)

    return lookup


def _value(fact: Fact, day: date, longest: bool) -> Value | None:
    if fact.type == "table":
        return tuple(_row(fact, number, day, longest) for number in range(1, ROWS + 1))
    if fact.type in ("text", "longtext"):
        return _text(fact, longest)
    return _plain(fact.type, fact.options, day, fact.label, longest)


def _text(fact: Fact, longest: bool) -> str:
    said = NAMES.get(fact.code, f"（{fact.label}）{SENTENCE if fact.type == 'longtext' else ''}")
    if not longest:
        return said
    size = 2000 if fact.type == "longtext" else fact.max_length
    return (said * (size // len(said) + 1))[:size]


def _row(fact: Fact, number: int, day: date, longest: bool) -> Row:
    made: dict[str, Value] = {}
    for column in fact.columns:
        value = number if column.code == fact.key and column.type == "integer" else _cell(column, day, longest)
        if value is not None:
            made[column.code] = value
    return made


def _cell(column: Column, day: date, longest: bool) -> Value | None:
    return _plain(column.type, column.options, day, column.label, longest)


def _plain(kind: str, options: tuple[str, ...], day: date, label: str, longest: bool) -> Value | None:
    match kind:
        case "money":
            return 99_999_999_999 if longest else MONEY
        case "date":
            return day
        case "moment":
            return Moment(day, time(9, 30))
        case "integer":
            return 99_999 if longest else COUNT
        case "decimal":
            return Decimal("99999.99") if longest else LENGTHS
        case "boolean":
            return True
        case "choice":
            return (max(options, key=len) if longest else options[0]) if options else label
        case "choices":
            return options if longest else options[:1]
        case "file":
            return None
    return label * 8 if longest else label


def sample_context(organ: str, kind: str, day: date, codes: tuple[str, ...]) -> Context:
    """The issuing of a sample paper: an organ's own name and made-up officers; earlier papers all exist."""
    return Context(
        organ=organ,
        number=Number(MARK, kind or "示", day.year, 1),
        issued_on=day,
        officers=(Officer("李示例", "00000001"), Officer("王示例", "00000002")),
        reconsideration_body="示例区人民政府",
        court="示例区人民法院",
        address="示例镇示例路 2 号",
        contact="李示例",
        phone="023-00000001",
        bank="示例银行示例支行",
        payee="示例区财政局",
        account="0000 0000 0000",
        verify_url="https://example.invalid/p/sample",
        issued=tuple(Issued(code, f"{MARK}〔{day.year}〕1号", day) for code in codes),
        contents=(Listed("示例文书", f"{MARK}〔{day.year}〕1号", day, "1-2"),),
        pages="2",
        remarks="示例说明。",
    )
