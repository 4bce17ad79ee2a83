"""Reading a filled paper as a careful clerk does: sums, articles, days, names and numbers against what is known."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from difflib import SequenceMatcher
from typing import Final, NamedTuple

from zhifa.core.citations import Index
from zhifa.core.facts import Value, Vocabulary
from zhifa.core.numerals import number_of
from zhifa.core.papers import blocks as b
from zhifa.core.papers.fill import Context
from zhifa.core.papers.template import Template, placeholders
from zhifa.core.quotations import dead, quoted
from zhifa.core.values import Moment, capitals, chinese_date, show_date

_AMOUNT: Final = re.compile(r"([\d,]+(?:\.\d+)?)元[（(]大写[：:]([^）)]*)[）)]")
_FINE: Final = re.compile(r"罚款(?:人民币)?\s*([\d,，]+(?:\.\d+)?)\s*(万?)元(?!\s*[至以到—–-])")
_FINE_IN_WORDS: Final = re.compile(r"罚款(?:人民币)?\s*([零〇一二两三四五六七八九十百千万]+)元(?!\s*[至以到—–-])")
_LEFT: Final = re.compile(
    r"\{\{|\}\}|[XＸ×╳]{2,}|_{3,}|＿{2,}|某{2,}|[（(]待[补填定][^）)]{0,6}[）)]|【[^】]*】|TODO|？{2,}"
)
_MARKS: Final = re.compile(r"[。，；：、]{2,}")
_DAY: Final = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日(?:(\d{1,2})时(?:(\d{1,2})分)?)?")
_NUMBER: Final = re.compile(r"[\u3400-\u9fff]{2,24}〔\d{4}〕\d+号")
_ID: Final = re.compile(r"(?<![0-9A-Za-z])\d{17}[\dXx](?![0-9A-Za-z])")
_TITLE: Final = re.compile(r"《([^《》]{4,40})》第")
_EMPTY: Final = frozenset(["", "无", "略", "同上", "暂无", "待定", "见上", "有"])
_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
"""GB 11643-1999: the weights of the seventeen digits of a citizen's number, whose check digit follows modulo 11."""
NEAR: Final = 0.85
SAME: Final = (
    "当事人", "受送达人", "申请人", "被检查人", "身份证件号码", "统一社会信用代码", "法定代表人（负责人、经营者）",
    "住址（住所）", "证件号码（信用代码）", "法定代表人（负责人）",
)  # fmt: skip
"""Labels whose value is one and the same on every paper of a party."""


class Read(NamedTuple):
    """Something found on a paper: where, and what is wrong there."""

    place: str
    what: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A filled paper and what it is compared with."""

    template: Template
    document: b.Document
    pieces: tuple[tuple[str, str], ...]
    context: Context
    lookup: Callable[[str], Value | None]
    vocabulary: Vocabulary
    printed: frozenset[str]
    index: Index
    happened_on: date | None
    days: Mapping[str, date]
    earlier: tuple[b.Document, ...]
    numbers: frozenset[str]
    mark: str
    officers_needed: int
    uncertified: tuple[str, ...]

    def texts(self) -> Iterator[tuple[str, str]]:
        """The printed facts that are written by hand: label and words."""
        for code in sorted(self.printed):
            value = self.lookup(code)
            if (
                isinstance(value, str)
                and code in self.vocabulary
                and self.vocabulary[code].type in ("text", "longtext")
            ):
                yield self.vocabulary.label(code), value


def pieces(document: b.Document) -> Iterator[tuple[str, str]]:
    """The words of a paper with the place each stands at, as a reader would name it."""
    return ((place, text) for _, place, text in numbered_pieces(document))


def numbered_pieces(document: b.Document) -> Iterator[tuple[int, str, str]]:
    """The same with the number of the block each stands in, the first being 0."""
    heading, count = "", 0
    for number, block in enumerate(document.blocks):
        if isinstance(block, b.Heading):
            heading = block.text
        count += isinstance(block, b.Paragraph | b.Note)
        yield from ((number, place, text) for place, text in _of_block(block, heading, count))


def _of_block(block: b.Block, heading: str, count: int) -> Iterator[tuple[str, str]]:
    match block:
        case b.Heading():
            yield "标题", block.text
        case b.Paragraph() | b.Note():
            yield heading or f"正文第 {count} 段", _plain(block.runs)
        case b.Fields():
            yield from ((item.label, _plain(item.runs)) for item in block.items)
        case b.Form():
            yield from ((cell.label, _plain(cell.runs)) for row in block.rows for cell in row.cells)
        case b.Table():
            for number, row in enumerate(block.rows, 1):
                yield f"{block.caption or heading or '清单'}第 {number} 行", " ".join(_plain(cell) for cell in row)
        case b.ListBlock():
            yield from ((heading or "列项", _plain(item)) for item in block.items)
        case b.DocumentNumber():
            yield "文号", block.text


def _plain(runs: b.Runs) -> str:
    """The letters, a place to be filled in by hand as one stroke."""
    return "".join("＿" if run.blank else run.text for run in runs)


def amounts(sheet: Sheet) -> Iterator[Read]:
    """Figures whose capitals say another sum."""
    for place, text in sheet.pieces:
        for figures, words in _AMOUNT.findall(text):
            fen = _fen(figures)
            if fen is not None and capitals(fen) != words.strip():
                yield Read(place, f"{figures}元的大写应为“{capitals(fen)}”，写的是“{words}”")


def stated_fines(sheet: Sheet) -> Iterator[Read]:
    """A fine named in the words of a fact that is not among the recorded sums."""
    known: set[int] = set()
    for code, fact in sheet.vocabulary.facts.items():
        value = sheet.lookup(code)
        if fact.type == "money" and isinstance(value, int):
            known.add(value)
        if fact.type == "table" and isinstance(value, tuple):
            known |= {
                cell for row in value if isinstance(row, Mapping) for cell in row.values() if isinstance(cell, int)
            }
    for label, text in sheet.texts():
        for said, fen in _fines_named(text):
            if known and fen not in known:
                yield Read(label, f"写罚款{said}元，登记的金额中没有这一数额")


def _fines_named(text: str) -> Iterator[tuple[str, int]]:
    """The fines a text names, in figures or in words, as written and in fen."""
    for figures, many in _FINE.findall(text):
        fen = _fen(figures)
        if fen is not None:
            yield f"{figures}{many}", fen * 10_000 if many else fen
    for words in _FINE_IN_WORDS.findall(text):
        try:
            yield words, number_of(words) * 100
        except ValueError:
            continue


def articles(sheet: Sheet) -> Iterator[Read]:
    """Articles that were law neither on the day of the act nor on that of the paper, or do not exist."""
    days = tuple(day for day in (sheet.happened_on, sheet.context.issued_on) if day)
    for place, text in sheet.pieces:
        for cite, later in dead(text, sheet.index, days) if days else ():
            standing = sheet.index.status(cite, days[-1])
            now = f"，现为{'、'.join(sheet.index.mark(one) for one in later)}" if later else ""
            why = standing.message if standing.status == "no such article" and standing.message else "当日不施行"
            yield Read(place, f"{sheet.index.mark(cite)} {why}{now}")


def titles(sheet: Sheet) -> Iterator[Read]:
    """Laws whose title is written almost, but not quite, like one that is registered."""
    for place, text in sheet.pieces:
        for title in dict.fromkeys(_TITLE.findall(text)):
            bare = title.removeprefix("中华人民共和国")
            if sheet.index.find(bare) is not None:
                continue
            near = [known for known in sheet.index.near(bare) if SequenceMatcher(None, bare, known).ratio() >= NEAR]
            if near and not any(quoting.title == bare for quoting in quoted(near[0])):
                yield Read(place, f"《{title}》是否为《{near[0]}》")


def leftovers(sheet: Sheet) -> Iterator[Read]:
    """Places somebody meant to fill in, and marks typed twice; blanks of the form itself are left to the pen."""
    for place, text in sheet.texts():
        for left in dict.fromkeys([*_LEFT.findall(text), *_MARKS.findall(text)]):
            yield Read(place, f"留有“{left}”")
    for place, text in sheet.pieces:
        if "{{" in text or "}}" in text:
            yield Read(place, "留有没有替换的占位符")


def empty_words(sheet: Sheet) -> Iterator[Read]:
    """Required texts that say nothing."""
    for code in sheet.template.required:
        value = sheet.lookup(code)
        if isinstance(value, str) and re.sub(r"[\s。，、；：.·\-—/／]", "", value) in _EMPTY:
            yield Read(sheet.vocabulary.label(code), f"只写了“{value.strip()}”")


def impossible_dates(sheet: Sheet) -> Iterator[Read]:
    """Days and hours that do not exist."""
    for place, text in sheet.pieces:
        for found in _DAY.finditer(text):
            hour, minute = found[4], found[5]
            if _date(found) is None or (hour and int(hour) > 24) or (minute and int(minute) > 59):
                yield Read(place, f"没有“{found[0]}”这一时间")


def story_dates(sheet: Sheet) -> Iterator[Read]:
    """Facts found out that would lie after the day of the paper."""
    issued = sheet.context.issued_on
    for code in sorted(sheet.printed):
        value = sheet.lookup(code)
        if not code.endswith(".facts") or not isinstance(value, str) or issued is None:
            continue
        for found in _DAY.finditer(value):
            day = _date(found)
            if day and day > issued:
                yield Read(sheet.vocabulary.label(code), f"{found[0]}晚于文书日期{chinese_date(issued)}")


def happened_later(sheet: Sheet) -> Iterator[Read]:
    """Steps the paper speaks of as done that happened after its own day."""
    issued = sheet.context.issued_on
    for code, day in sheet.days.items():
        if issued and code in sheet.printed and day > issued:
            yield Read(sheet.vocabulary.label(code), f"{show_date(day)}，文书日期却是{show_date(issued)}")


def number(sheet: Sheet) -> Iterator[Read]:
    """A number of another year or another organ, or none where the paper is to have one."""
    context = sheet.context
    if not sheet.template.number_kind or context.draft:
        return
    if context.number is None:
        yield Read("文号", "没有编号")
        return
    if context.issued_on and context.number.year != context.issued_on.year:
        yield Read("文号", f"{context.number} 的年份与文书日期{show_date(context.issued_on)}不一致")
    if sheet.mark and context.number.organ_mark != sheet.mark:
        yield Read("文号", f"{context.number} 不是本机关的字号“{sheet.mark}”")
    if context.number.kind != sheet.template.number_kind:
        yield Read("文号", f"{context.number} 的文种应为“{sheet.template.number_kind}”")


def cited_numbers(sheet: Sheet) -> Iterator[Read]:
    """Numbers of this organ's papers that this case does not know."""
    own = str(sheet.context.number) if sheet.context.number else ""
    for place, text in sheet.pieces:
        for cited in dict.fromkeys(_NUMBER.findall(text)):
            at = cited.find(sheet.mark) if sheet.mark else -1
            if at >= 0 and cited[at:] != own and cited[at:] not in sheet.numbers:
                yield Read(place, f"本案没有文号为 {cited[at:]} 的文书")


def numbers_in(document: b.Document) -> frozenset[str]:
    """Everything on a paper that is written as a document number."""
    return frozenset(found for _, text in pieces(document) for found in _NUMBER.findall(text))


def same_as_before(sheet: Sheet) -> Iterator[Read]:
    """Who the party is and where it lives, where an earlier paper of the case says otherwise."""
    now = _identity(sheet.document)
    for paper in reversed(sheet.earlier):
        before = _identity(paper)
        for label in SAME:
            if label in now and before.get(label) and now[label] and now[label] != before[label]:
                yield Read(label, f"本文书为“{now[label]}”，《{paper.title}》为“{before[label]}”")
                now.pop(label)


def id_numbers(sheet: Sheet) -> Iterator[Read]:
    """Citizens' numbers with a wrong check digit, or one or two digits away from the party's."""
    own = sheet.lookup("party.id_number")
    for place, text in sheet.pieces:
        for found in dict.fromkeys(_ID.findall(text)):
            if isinstance(own, str) and found.upper() != own.upper() and _differ(found, own) <= 2:
                yield Read(place, f"{found} 与当事人的证件号码 {own} 不一致")
            elif (
                "0123456789X"[(12 - sum(int(d) * w for d, w in zip(found, _WEIGHTS, strict=False))) % 11]
                != found[-1].upper()
            ):
                yield Read(place, f"{found} 的校验位不对")


def party_name(sheet: Sheet) -> Iterator[Read]:
    """A party named in the text almost as registered: one letter off, or cut short."""
    name = sheet.lookup("party.name")
    if not isinstance(name, str) or len(name) < 2:
        return
    for label, text in sheet.texts():
        for found in re.finditer("当事人", text):
            said = text[found.end() : found.end() + len(name)]
            if (
                len(said) == len(name)
                and said != name
                and said[0] == name[0]
                and _differ(said, name) <= max(1, len(name) // 5)
            ):
                yield Read(label, f"写作“{said}”，登记的当事人为“{name}”")


def officers(sheet: Sheet) -> Iterator[Read]:
    """Fewer certified officers on the day than the step needs, or one named without a certificate."""
    if len(sheet.context.officers) < sheet.officers_needed:
        lacking = f"，{'、'.join(sheet.uncertified)}当日没有有效的执法证件" if sheet.uncertified else ""
        yield Read(
            "执法人员", f"当日持证的只有 {len(sheet.context.officers)} 人，须 {sheet.officers_needed} 人{lacking}"
        )
    elif sheet.uncertified and "officers" in {p.partition(".")[2] for p in _context_names(sheet.template)}:
        yield Read("执法人员", f"{'、'.join(sheet.uncertified)}当日没有有效的执法证件")


def rows(sheet: Sheet) -> Iterator[Read]:
    """Lines of a list without a name or without a quantity."""
    for block in sheet.document.blocks:
        if not isinstance(block, b.Table):
            continue
        named = [
            (n, c.title) for n, c in enumerate(block.columns) if c.title in ("名称", "物品名称", "材料名称", "数量")
        ]
        for place, row in enumerate(block.rows, 1):
            filled = [b.plain(cell) for n, cell in enumerate(row) if block.columns[n].title != "序号"]
            for n, title in named:
                if any(filled) and not b.plain(row[n]).strip():
                    yield Read(f"{block.caption or '清单'}第 {place} 行", f"没有填“{title}”")


def seal(sheet: Sheet) -> Iterator[Read]:
    """No organ and date at the foot, or another day than the paper's."""
    feet = [block for block in sheet.document.blocks if isinstance(block, b.SealDate)]
    if not feet:
        yield Read("落款", "没有机关名称、日期和盖章的位置")
    for foot in feet:
        if foot.organ != sheet.context.organ:
            yield Read("落款", f"机关写作“{foot.organ}”，应为“{sheet.context.organ}”")


def _identity(document: b.Document) -> dict[str, str]:
    return {place: text for place, text in pieces(document) if place in SAME}


def _context_names(template: Template) -> Iterator[str]:
    for item in template.body:
        yield from (place.name for place in placeholders(item) if place.group == "paper")


def _differ(one: str, other: str) -> int:
    if len(one) != len(other):
        return max(len(one), len(other))
    return sum(a != z for a, z in zip(one.upper(), other.upper(), strict=True))


def _fen(figures: str) -> int | None:
    try:
        return int(Decimal(re.sub("[,，]", "", figures)) * 100)
    except InvalidOperation:
        return None


def _date(found: re.Match[str]) -> date | None:
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None


def day_of(value: Value | None) -> date | None:
    """The day of a date or a moment."""
    if isinstance(value, Moment):
        return value.day
    return value if isinstance(value, date) else None
