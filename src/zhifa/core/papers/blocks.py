"""One paper model for everything the organ prints: decisions, forms, records, lists and the annual report.

A document is a list of frozen blocks. Renderers turn the same blocks into HTML, PDF and DOCX; no block knows
about fonts, markup or page mechanics.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

Align: TypeAlias = "Literal['left', 'center', 'right']"


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one style; a newline in it breaks the line, `href` makes it a link to its cases.

    A `blank` run is a place to fill in by hand: it is underlined and never shrinks below its width.
    """

    text: str
    bold: bool = False
    href: str = ""
    blank: bool = False


Runs: TypeAlias = "tuple[Run, ...]"


@dataclass(frozen=True, slots=True)
class Title:
    """The name of the paper, centred (二号, two lines at most in practice, wraps by itself; a newline breaks it)."""

    text: str


@dataclass(frozen=True, slots=True)
class OrganHeading:
    """The issuing organ above the title; `red` is the red head (红头) of a report or notice."""

    text: str
    red: bool = False


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """The number of the paper, such as `渝洛碛罚〔2024〕12号`, printed under the title."""

    text: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 (一、), 2 （一）, 3 (1.) or 4 （1）; the text carries its own number.

    `flush` begins at the edge, as 附件 does on the first line of its page.
    """

    level: int
    text: str
    flush: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; `indent` is the first-line indent in characters (公文 uses two)."""

    runs: Runs
    indent: int = 2
    align: Align = "left"


@dataclass(frozen=True, slots=True)
class Field:
    """A labelled value, such as `当事人：张三`."""

    label: str
    runs: Runs


@dataclass(frozen=True, slots=True)
class Fields:
    """Labelled lines under each other, the usual head of a record or decision."""

    items: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class FormRow:
    """One row of a printed form: one to three labelled cells.

    `lines` is the least height in lines of text; `signature` names who signs and dates inside the last cell.
    """

    cells: tuple[Field, ...]
    lines: int = 1
    signature: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """A boxed form (审批表): label cells and value cells in a grid of full width."""

    rows: tuple[FormRow, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; `width` is its share of the text width relative to the other columns."""

    title: str
    width: float = 1.0
    align: Align = "left"


@dataclass(frozen=True, slots=True)
class HeadCell:
    """A cell of a table head of several rows, as the annual forms have."""

    text: str
    colspan: int = 1
    rowspan: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a head repeated on every page.

    `head` replaces the plain row of column titles where the head has several rows; its cells are given row by
    row and skip places covered from above. `total` marks the last row as a sum.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Runs, ...], ...]
    caption: str = ""
    head: tuple[tuple[HeadCell, ...], ...] = ()
    total: bool = False
    small: bool = False


@dataclass(frozen=True, slots=True)
class ListBlock:
    """Items under each other; an ordered list is numbered 1. 2. 3."""

    items: tuple[Runs, ...]
    ordered: bool = True


@dataclass(frozen=True, slots=True)
class SignatureLine:
    """Where somebody signs by hand: who signs, and whether the line asks for the date too."""

    label: str
    dated: bool = True
    note: str = ""


@dataclass(frozen=True, slots=True)
class SealDate:
    """Organ and date at the right foot, with room for the seal; without a day the date is left to be written."""

    organ: str
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """Small print: how to fill in the form, how many copies, where a table's figures come from."""

    runs: Runs


@dataclass(frozen=True, slots=True)
class QR:
    """A two-dimensional code with its caption, by which anybody checks that the paper is genuine."""

    text: str
    caption: str = ""


@dataclass(frozen=True, slots=True)
class BarSet:
    """One set of bars: what it counts, and a value for each label."""

    name: str
    values: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Bars:
    """What happens month after month: bars over a row of labels, every value above its bar; at most two sets.

    `Chart` is for things that stand beside each other under names of any length, with numbers that open their cases.
    """

    title: str
    unit: str
    labels: tuple[str, ...]
    sets: tuple[BarSet, ...]

    @property
    def caption(self) -> str:
        """The title with the unit, and which bars are whose where there are two sets."""
        shades = "，".join(f"{shade}为{one.name}" for shade, one in zip(("深色", "浅色"), self.sets, strict=False))
        return f"{self.title}（{self.unit}）" + (f"：{shades}" if len(self.sets) > 1 else "")


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a chart; `size` is its length in thousandths of the longest, `past` marks the year before."""

    label: str
    size: int
    shown: str
    href: str = ""
    past: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """Things that stand beside each other: bars under each other with their names and numbers, which may be links.

    Drawn from lines alone, so that no picture file belongs to it; `Bars` is for a course over months.
    """

    caption: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class PageBreak:
    """A new page; the pages from here on lie across (`landscape`) or stand upright."""

    landscape: bool = False


Block: TypeAlias = (
    Title
    | OrganHeading
    | DocumentNumber
    | Heading
    | Paragraph
    | Fields
    | Form
    | Table
    | ListBlock
    | SignatureLine
    | SealDate
    | Note
    | QR
    | Bars
    | Chart
    | PageBreak
)
"""A type, not its name: stored papers are read back by the kinds it lists."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What became of a paper after it was issued: `short` stands on every page, `full` before the first block."""

    short: str
    full: str


@dataclass(frozen=True, slots=True)
class Document:
    """A paper or report ready to be rendered; the same document always renders to the same bytes.

    `day` is the issue date and the only date that may enter a file's metadata. `mark` is added when the paper is
    shown and is no part of what was issued.
    """

    title: str
    blocks: tuple[Block, ...]
    language: str = "zh"
    day: date | None = None
    author: str = ""
    mark: Mark | None = None


def counts_pages(document: Document) -> bool:
    """Whether each page says of how many it is: records and lists signed by hand do, so that none can be left out."""
    kinds = {type(block) for block in document.blocks}
    return SignatureLine in kinds and SealDate not in kinds


def text(value: str) -> Runs:
    """Plain text as runs."""
    return (Run(value),)


def paragraph(value: str, *, indent: int = 2, align: Align = "left") -> Paragraph:
    """A plain paragraph of one run."""
    return Paragraph((Run(value),), indent, align)


def plain(runs: Runs) -> str:
    """The letters of the runs, without style."""
    return "".join(run.text for run in runs)


def _words(block: Block) -> Iterable[str]:
    match block:
        case Title() | OrganHeading() | DocumentNumber() | Heading():
            yield block.text
        case Paragraph() | Note():
            yield plain(block.runs)
        case Fields():
            yield from (f"{item.label}：{plain(item.runs)}" for item in block.items)
        case Form():
            yield from (f"{cell.label}：{plain(cell.runs)}" for row in block.rows for cell in row.cells)
            yield from (row.signature for row in block.rows)
        case Table():
            yield block.caption
            yield from (cell.text for row in block.head for cell in row)
            yield from (column.title for column in block.columns)
            yield from (plain(cell) for row in block.rows for cell in row)
        case ListBlock():
            yield from (plain(item) for item in block.items)
        case SignatureLine():
            yield from (block.label, block.note)
        case SealDate():
            yield block.organ
        case QR():
            yield block.caption
        case Bars():
            yield block.caption
            yield from block.labels
        case Chart():
            yield block.caption
            yield from (f"{bar.label} {bar.shown}" for bar in block.bars)
        case PageBreak():
            return


def words(document: Document) -> str:
    """All the text of a document, one piece a line: for search, checks and the coverage of fonts."""
    marked = (document.mark.short, document.mark.full) if document.mark else ()
    return "\n".join(piece for piece in (*marked, *(p for block in document.blocks for p in _words(block))) if piece)
