"""A power list read from the cells of a table, as tolerantly as people write them.

A title above the header, remarks, a header of other words, headings that say the kind of what follows, merged cells
(a blank that means the same as above), a basis that runs over several rows, a line of totals: all of it is read. A
row that cannot be taken is put aside with its place, what stood there, and what mends it; the rest is taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from zhifa.core.jurisdiction import STATUTE
from zhifa.core.numerals import number_of
from zhifa.core.powerlist.model import Layout, PowerItem, Word, Words, squeezed
from zhifa.core.rulebook import Entry

LOOK: Final = 15
"""The header stands in one of so many first rows."""
_N: Final = r"[零〇一二三四五六七八九十百千两\d]+"
_HEADING: Final = re.compile(
    rf"^(?:[（(]?{_N}[）)]?\s*[、.．]?\s*)?([^\s（(：:，,\d]{{2,12}}?)(?:类|事项)?\s*[（(：:，,]?\s*(?:共计?|合计|计)?\s*({_N})?\s*[项条]?\s*[）)]?$"
)
_TOTAL: Final = re.compile(rf"^(?:合\s*计|总\s*计|共\s*计|小\s*计|共\s*{_N}\s*[项条])")
_SUM: Final = re.compile(rf"({_N})\s*[项条]")
_SINCE: Final = re.compile(
    r"(?:自|从)?\s*(\d{4})\s*[年\-/.]\s*(\d{1,2})\s*[月\-/.]\s*(\d{1,2})\s*日?\s*(?:起|施行|生效)"
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The cells of one sheet as text; the number of the first row is 1."""

    name: str
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong at a place: column, what stood there, what mends it."""

    place: str
    reason: str
    remedy: str
    column: str = ""
    value: str = ""


@dataclass(slots=True)
class ListRead:
    """What was read of a table."""

    title: str = ""
    organ: str = ""
    since: date | None = None
    rows: int = 0
    """Rows that say an item, those put aside among them."""
    items: list[PowerItem] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    """Where each item stood."""
    aside: list[Fault] = field(default_factory=list)
    doubts: list[Fault] = field(default_factory=list)


@dataclass(slots=True)
class _State:
    """What rows above say of rows below."""

    kind: Word | None = None
    declared: list[tuple[str, int, str]] = field(default_factory=list)
    last: dict[str, str] = field(default_factory=dict)
    seen: dict[tuple[object, ...], str] = field(default_factory=dict)
    """Where each item stood first."""


@dataclass(frozen=True, slots=True)
class Usual:
    """What holds where the table does not say it."""

    organ: str = ""
    mode: str = ""


def read_list(sheets: Sequence[Sheet], layout: Layout, usual: Usual | None = None) -> ListRead:
    """Every item of every sheet that has a header; without one the whole is put aside."""
    done, usual, state = ListRead(), usual or Usual(), _State()
    named = len(sheets) > 1
    for sheet in sheets:
        header = _header(sheet.rows, layout.columns)
        if header is None:
            if any(any(cell.strip() for cell in row) for row in sheet.rows):
                done.aside.append(_no_header(sheet, layout))
            continue
        row, columns, depth = header
        if other := _another_list(sheet.rows[:row], done):
            why = f"这张表是另一个清单（{other}），没有和“{done.title}”收在一起"
            done.aside.append(Fault(sheet.name, why, "一个清单另存为一个文件，分别导入"))
            continue
        _above(sheet.rows[:row], done)
        _missing(sheet, columns, layout, usual, done, named=named)
        for number, cells in enumerate(sheet.rows[row + depth :], row + depth + 1):
            place = f"{sheet.name} 第 {number} 行" if named else f"第 {number} 行"
            _row(place, cells, columns, layout, usual, state, done)
    _sums(state, layout, done)
    done.organ = done.organ or _one_organ(done.items)
    return done


def _no_header(sheet: Sheet, layout: Layout) -> Fault:
    wanted = "、".join(word.title for word in layout.columns.all.values() if word.code in ("title", "kind", "basis"))
    return Fault(sheet.name, f"前 {LOOK} 行里没有表头", f"表头应有 {wanted} 等栏，一栏一个名称")


def _header(rows: Sequence[Sequence[str]], columns: Words) -> tuple[int, dict[int, Word], int] | None:
    """The row of column names, which column is which, and how many rows it takes."""
    best: tuple[int, dict[int, Word], int] | None = None
    for number, row in enumerate(rows[:LOOK]):
        found = _columns(row, columns)
        if not _enough(found):
            continue
        below = _columns(rows[number + 1], columns) if number + 1 < len(rows) else {}
        # 事项名称 over 主项 and 子项: a second row of the header names what the first leaves open.
        depth = 2 if len(below) >= 2 and not any(word.code == "number" for word in below.values()) else 1
        best = (number, {**found, **below} if depth == 2 else found, depth)
        break
    return best


def _columns(row: Sequence[str], columns: Words) -> dict[int, Word]:
    found: dict[int, Word] = {}
    for place, cell in enumerate(row):
        word = columns.find(re.sub(r"[（(].*?[）)]$", "", cell.strip())) or columns.find(cell)
        if word and word.code not in {other.code for other in found.values()}:
            found[place] = word
    return found


def _enough(found: Mapping[int, Word]) -> bool:
    codes = {word.code for word in found.values()}
    return "title" in codes and len(codes) >= 2


def _above(rows: Sequence[Sequence[str]], done: ListRead) -> None:
    """Title, organ and day from what stands above the header."""
    for row in rows:
        said = [cell.strip() for cell in row if cell.strip()]
        if not said:
            continue
        line = said[0]
        if found := _SINCE.search(" ".join(said)):
            done.since = done.since or _day(found)
        if organ := re.search(r"(?:编制单位|填报单位|单位名称|编制机关|单位|部门)[:：]\s*(\S+)", " ".join(said)):
            done.organ = done.organ or organ[1]
        elif not done.title and len(set(said)) == 1 and len(line) <= 100 and not re.match(r"附件\s*\d*[:：]?$", line):
            done.title = re.sub(r"\s+", "", line)


def _another_list(rows: Sequence[Sequence[str]], done: ListRead) -> str:
    """The title of a sheet that is no part of the list so far: another title, and another organ or another day.

    One list may well be spread over sheets with titles of their own, 行政许可 and 行政处罚.
    """
    here = ListRead()
    _above(rows, here)
    differs = (here.organ and done.organ and here.organ != done.organ) or (
        here.since and done.since and here.since != done.since
    )
    return here.title if done.title and here.title not in ("", done.title) and differs else ""


def _day(found: re.Match[str]) -> date | None:
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None


def _missing(
    sheet: Sheet, columns: Mapping[int, Word], layout: Layout, usual: Usual, done: ListRead, *, named: bool
) -> None:
    """Columns the table does not have, said once and not on every row."""
    have = {word.code for word in columns.values()}
    place = f"{sheet.name} 表头" if named else "表头"
    if "basis" not in have:
        done.doubts.append(Fault(place, "没有设定依据一栏，事项的依据都不知道", "补上“设定依据”一栏"))
    if "mode" not in have:
        said = f"都按{usual.mode}登记" if usual.mode else f"都记为{layout.modes.title(STATUTE)}"
        done.doubts.append(Fault(place, f"没有行使方式一栏，{said}", "有赋权、委托的，补上“行使方式”一栏"))
    if "levels" not in have:
        done.doubts.append(Fault(place, "没有实施层级一栏，层级记为未注明", "补上“实施层级”一栏"))


def _row(
    place: str, cells: Sequence[str], columns: Mapping[int, Word], layout: Layout, usual: Usual, state: _State,
    done: ListRead,
) -> None:  # fmt: skip
    said = {word.code: _clean(cells[at]) for at, word in columns.items() if at < len(cells)}
    filled = [cell.strip() for cell in cells if cell.strip()]
    if not filled or _again(said, columns, layout) or _heading(place, filled, said, layout, state):
        return
    if not said.get("title") and not said.get("sub"):
        _continued(place, said, filled, done)
        return
    done.rows += 1
    whole = _inherited(said, state)
    item = _item(place, whole, layout, usual, state)
    if isinstance(item, Fault):
        done.aside.append(item)
        return
    first = state.seen.setdefault(_key(item), place)
    if first != place:
        done.aside.append(Fault(place, f"与{first}相同，没有重复收录", "删去一行，或者写明两项的区别",
                                layout.columns.title("title"), item.name[:60]))  # fmt: skip
        return
    done.items.append(replace(item, number=len(done.items) + 1))
    done.places.append(place)
    if not item.basis:
        done.doubts.append(Fault(place, "没有设定依据：没有依据的职权不能行使", "写上法规名称和条款",
                                 layout.columns.title("basis"), item.name[:60]))  # fmt: skip


def _clean(cell: str) -> str:
    """A cell without the blanks people align with; its line breaks stay, they divide the articles."""
    lines = (re.sub(r"[ \t\u00a0\u3000]+", " ", line).strip() for line in cell.replace("\r", "\n").split("\n"))
    return "\n".join(line for line in lines if line)


def _again(said: Mapping[str, str], columns: Mapping[int, Word], layout: Layout) -> bool:
    """A header printed again on the next page."""
    return sum(1 for word in columns.values() if layout.columns.find(said.get(word.code, "")) is word) >= 2


def _heading(place: str, filled: Sequence[str], said: Mapping[str, str], layout: Layout, state: _State) -> bool:
    """A row that is no item: totals, or the kind of what follows with how many there are."""
    line = re.sub(r"\s+", "", "".join(dict.fromkeys(filled)))
    if _TOTAL.match(filled[0]) and not said.get("basis"):
        _totals(place, line, layout, state)
        return True
    found = _HEADING.match(line) if len(set(filled)) == 1 else None
    kind = layout.kinds.find(found[1]) if found else None
    if found is None or kind is None:
        return False
    state.kind, state.last = kind, {}
    if found[2]:
        state.declared.append((kind.code, number_of(found[2]), place))
    return True


def _totals(place: str, line: str, layout: Layout, state: _State) -> None:
    """合计899项，其中行政许可125项、行政处罚613项…; 小计 is of the kind of the heading above."""
    for word in layout.kinds.all.values():
        if found := re.search(rf"{re.escape(word.title)}[^\d、，,；;。]{{0,6}}?({_N})\s*[项条]?", line):
            state.declared.append((word.code, number_of(found[1]), place))
    whole = _SUM.search(line) or re.search(r"(\d+)", line)
    part = state.kind.code if line.startswith("小计") and state.kind else ""
    if whole and (part or not line.startswith("小计")):
        state.declared.append((part, number_of(whole[1]), place))


def _continued(place: str, said: Mapping[str, str], filled: Sequence[str], done: ListRead) -> None:
    """A row without a name goes on with the basis or the note of the one above, or cannot be placed."""
    kept = {code: text for code, text in said.items() if text and code in ("basis", "note")}
    others = [code for code, text in said.items() if text and code not in ("basis", "note", "number")]
    if kept and not others and done.items:
        last = done.items[-1]
        basis, note = (
            "\n".join(part for part in (was, kept.get(code, "")) if part)
            for code, was in (("basis", last.basis), ("note", last.note))
        )
        done.items[-1] = replace(last, basis=basis, note=note)
        return
    if _remark(filled):
        return
    done.rows += 1
    done.aside.append(Fault(place, "没有事项名称", "写上名称；不是事项的行删去", "事项名称", " ".join(filled)[:60]))


def _remark(filled: Sequence[str]) -> bool:
    """注：… below the table, the signature, a page number."""
    line = filled[0]
    return len(filled) == 1 and bool(
        re.match(r"(?:注|说明|备注|附注|填表|制表|审核)\s*[:：]|第?\s*\d+\s*页|[—\-]\s*\d+", line)
    )


def _inherited(said: Mapping[str, str], state: _State) -> dict[str, str]:
    """What a merged cell says of the rows below: a sub-item has the name, kind, basis and organ of its item."""
    whole = dict(said)
    if not whole.get("title") and whole.get("sub"):
        for code in ("title", "kind", "basis", "organ", "levels", "mode", "item_type"):
            whole[code] = whole.get(code) or state.last.get(code, "")
    state.last = whole
    return whole


def _item(place: str, said: Mapping[str, str], layout: Layout, usual: Usual, state: _State) -> PowerItem | Fault:
    for word in layout.columns.all.values():
        if word.length and len(said.get(word.code, "")) > word.length:
            return _fault(place, word, said, f"有 {len(said[word.code])} 字，最多 {word.length} 字", "核对是否串栏")
    kind = layout.kinds.find(said.get("kind", "")) if said.get("kind") else state.kind
    column = layout.columns.all
    if not said.get("title"):
        return _fault(place, column["title"], said, "没有事项名称", "写上名称")
    if kind is None:
        known = "、".join(word.title for word in layout.kinds.all.values())
        reason = "认不出这个类型" if said.get("kind") else "没有职权类型"
        return _fault(place, column["kind"], said, reason, f"写作 {known} 之一")
    mode = layout.modes.find(said.get("mode", "")) if said.get("mode") else layout.modes.find(usual.mode or STATUTE)
    if mode is None:
        known = "、".join(word.title for word in layout.modes.all.values())
        return _fault(place, column["mode"], said, "认不出这种行使方式", f"写作 {known} 之一")
    levels = _levels(said.get("levels", ""), layout.levels)
    if levels is None:
        known = "、".join(word.title for word in layout.levels.all.values())
        return _fault(place, column["levels"], said, "认不出这个层级", f"写作 {known}，几个层级用顿号分开")
    return PowerItem(
        number=0, title=_one_line(said["title"]), sub=_one_line(said.get("sub", "")), kind=kind.code,
        basis=said.get("basis", ""), organ=_one_line(said.get("organ", "")) or usual.organ, levels=levels,
        mode=mode.code, item_type=_one_line(said.get("item_type", "")), code=_one_line(said.get("code", "")),
        matter=said.get("matter", "").strip(), note=said.get("note", ""),
    )  # fmt: skip


def _one_line(text: str) -> str:
    return "".join(text.split("\n"))


def _fault(place: str, column: Word, said: Mapping[str, str], reason: str, remedy: str) -> Fault:
    value = said.get(column.code, "") or said.get("title", "")
    return Fault(place, reason, remedy, column.title, value[:60])


def _levels(text: str, levels: Words) -> tuple[str, ...] | None:
    """The levels of a cell, each once; None where one of them is no level."""
    if not text.strip():
        return ()
    if whole := levels.find(text):
        return (whole.code,)
    found = []
    for part in re.split(r"[、，,；;/\n]|和|及|（|）|\(|\)", text):
        if not part.strip():
            continue
        word = levels.find(part)
        if word is None:
            return None
        found.append(word.code)
    return tuple(dict.fromkeys(found)) or None


def _key(item: PowerItem) -> tuple[object, ...]:
    """What makes an item another item."""
    return squeezed(item.name), item.kind, item.organ, item.basis, item.levels, item.mode


def _sums(state: _State, layout: Layout, done: ListRead) -> None:
    """What the table says of its own sums, beside what was read."""
    for kind, many, place in state.declared:
        found = sum(1 for item in done.items if kind in ("", item.kind))
        if found != many:
            what = layout.kinds.title(kind) if kind else "合计"
            reason = f"写的是{what} {many} 项，读出 {found} 项"
            done.doubts.append(Fault(place, reason, "核对没有收录的行，或者改正合计", what, str(many)))


def _one_organ(items: Sequence[PowerItem]) -> str:
    """The organ of a list all of whose items name the same one."""
    organs = {item.organ for item in items}
    return organs.pop() if len(organs) == 1 else ""


def linked(items: Sequence[PowerItem], matters: Mapping[str, Entry]) -> Iterator[tuple[int, str]]:
    """Codes of matters written in the table that the catalogue does not have."""
    for number, item in enumerate(items):
        if item.matter and item.matter not in matters:
            yield number, item.matter
