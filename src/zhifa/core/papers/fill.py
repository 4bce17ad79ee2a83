"""Filling a paper from facts already established; what is missing is listed before anything is issued."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from zhifa.core.facts import Column, Row, Value, Vocabulary
from zhifa.core.papers import blocks as b
from zhifa.core.papers.number import Number
from zhifa.core.papers.template import (
    CONTEXT_LABELS,
    Item,
    Placeholder,
    Template,
    cells,
    columns,
    parse_text,
    strings,
)
from zhifa.core.papers.wording import BLANK_DATE, apply_filters, show
from zhifa.core.values import chinese_date

STOPS = ("。", "！", "？", "；")
"""A value that ends its own sentence takes no second full stop from the template."""
NUMBERING = 0.09
"""The share of a table's width its running numbers need."""
NARROWEST = 0.1
"""The share below which a title of two letters would break."""
ABSENT: Mapping[str, Value] = {"no": False, "zero": 0, "empty": ()}


@dataclass(frozen=True, slots=True)
class Officer:
    """An officer named on a paper, with the number of the enforcement certificate shown to the party."""

    name: str
    certificate: str


@dataclass(frozen=True, slots=True)
class Issued:
    """A paper issued earlier in the case, to be named by number and date in a later one."""

    code: str
    number: str
    day: date


@dataclass(frozen=True, slots=True)
class Listed:
    """One document of a casefile, in the order of the file, with the pages it takes (such as `3-5`)."""

    title: str
    number: str = ""
    day: date | None = None
    pages: str = ""


@dataclass(frozen=True, slots=True)
class Context:
    """The act of issuing a paper: who issues it, under which number and day, and where its remedies lie.

    `draft` prints a blank number instead of demanding one. `verify_url` goes into the two-dimensional code.
    """

    organ: str
    number: Number | None = None
    issued_on: date | None = None
    officers: tuple[Officer, ...] = ()
    reconsideration_body: str = ""
    court: str = ""
    address: str = ""
    contact: str = ""
    phone: str = ""
    bank: str = ""
    payee: str = ""
    account: str = ""
    verify_url: str = ""
    issued: tuple[Issued, ...] = ()
    contents: tuple[Listed, ...] = ()
    pages: str = ""
    remarks: str = ""
    """How many pages a volume has and what is to be noted of it, for the sheet at its end."""
    draft: bool = False


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing a paper still needs: a fact, something of the issuing, an earlier paper, or an undecided condition."""

    code: str
    label: str
    kind: str = "fact"


@dataclass(frozen=True, slots=True)
class Missing:
    """The paper cannot be issued yet: every missing thing at once, so that it is asked for only once."""

    code: str
    title: str
    cite: str
    gaps: tuple[Gap, ...]

    @property
    def facts(self) -> tuple[str, ...]:
        return tuple(gap.code for gap in self.gaps if gap.kind == "fact")

    @property
    def message(self) -> str:
        return f"《{self.title}》还缺：{'、'.join(gap.label for gap in self.gaps)}"


def fill(
    template: Template,
    *,
    lookup: Callable[[str], Value | None],
    vocabulary: Vocabulary,
    holds: Callable[[str], bool | None],
    context: Context,
) -> b.Document | Missing:
    """The paper with the facts of the case, or everything it still needs.

    `lookup` gives a recorded value or None; a fact whose absence has a meaning (no, empty, zero) counts as known.
    `holds` judges the conditions of the template; one that cannot be judged is a gap, never silently left out.
    """
    filler = _Filler(template, lookup, vocabulary, holds, context)
    found = filler.document()
    if filler.gaps:
        return Missing(template.code, template.title, template.cite, tuple(filler.gaps.values()))
    return found


class _Filler:
    """One filling: collects blocks and gaps side by side."""

    def __init__(
        self,
        template: Template,
        lookup: Callable[[str], Value | None],
        vocabulary: Vocabulary,
        holds: Callable[[str], bool | None],
        context: Context,
    ) -> None:
        self.template, self.lookup, self.vocabulary = template, lookup, vocabulary
        self.holds, self.context = holds, context
        self.gaps: dict[str, Gap] = {}
        self.blocks: list[b.Block] = []

    def document(self) -> b.Document:
        template, context = self.template, self.context
        for code in template.required:
            if self.value(code) in (None, ()):
                self.gap(code)
        self.blocks += [b.OrganHeading(context.organ), b.Title(template.title)]
        if template.number_kind:
            self.blocks.append(b.DocumentNumber(self.number()))
        for item in template.body:
            if self.wanted(item):
                self.add(item)
        return b.Document(template.title, tuple(self.blocks), day=context.issued_on, author=context.organ)

    def number(self) -> str:
        if self.context.number is not None:
            return str(self.context.number)
        if not self.context.draft:
            self.gap("paper.number")
        return f"{self.template.number_kind}〔　　〕　　号"

    def wanted(self, item: Item) -> bool:
        if not item.condition:
            return True
        held = self.holds(item.condition)
        if held is None:
            self.gaps.setdefault(item.condition, Gap(item.condition, f"判断“{item.condition}”所需的事实", "condition"))
        return bool(held)

    def gap(self, name: str) -> None:
        group, _, rest = name.partition(".")
        if group == "paper":
            self.gaps.setdefault(name, Gap(name, CONTEXT_LABELS.get(rest, rest), "context"))
        elif group == "issued":
            self.gaps.setdefault(name, Gap(name, f"此前签发的文书（{rest}）", "paper"))
        else:
            self.gaps.setdefault(name, Gap(name, self.vocabulary.label(name)))

    def value(self, code: str) -> Value | None:
        found = self.lookup(code)
        if found is not None or code not in self.vocabulary:
            return found
        return ABSENT.get(self.vocabulary[code].absent)

    def context_value(self, name: str) -> str | date | None:
        group, _, rest = name.partition(".")
        if group == "issued":
            return next((paper.number for paper in self.context.issued if paper.code == rest), None)
        match rest:
            case "officers":
                said = [f"{o.name}（执法证号：{o.certificate}）" for o in self.context.officers]
                return "、".join(said) or None
            case "number":
                return self.number()
            case "title":
                return self.template.title
            case "issued_on":
                return self.context.issued_on
        return str(getattr(self.context, rest, "")) or None

    def issued_day(self, place: Placeholder) -> date | None:
        code = place.name.partition(".")[2]
        return next((paper.day for paper in self.context.issued if paper.code == code), None)

    def runs(self, text: str) -> b.Runs | None:
        """The text with its values; None when an optional value it needs is not recorded."""
        runs: list[b.Run] = []
        whole = True
        for piece in parse_text(text):
            run = b.Run(piece) if isinstance(piece, str) else self.place(piece)
            if run is None:
                whole = False
            elif runs and run.text.startswith("。") and runs[-1].text.endswith(STOPS):
                runs.append(b.Run(run.text[1:]))
            else:
                runs.append(run)
        return tuple(runs) if whole else None

    def place(self, place: Placeholder) -> b.Run | None:
        wants_date = any(name == "date" for name, _ in place.filters)
        value: Value | None
        if place.group == "issued" and wants_date:
            value = self.issued_day(place)
        elif place.group in {"paper", "issued"}:
            value = self.context_value(place.name)
        else:
            value = self.value(place.name)
        if value is None:
            return self.unknown(place, wants_date)
        fact = self.vocabulary.facts.get(place.name)
        return b.Run(apply_filters(value, fact, place.filters))

    def unknown(self, place: Placeholder, wants_date: bool) -> b.Run | None:
        for name, argument in place.filters:
            if name == "or":
                return b.Run(argument)
            if name == "blank":
                return b.Run(BLANK_DATE) if wants_date else b.Run("", blank=True)
        if place.name not in self.template.optional:
            self.gap(place.name)
        return None

    def add(self, item: Item) -> None:
        match item.kind:
            case "text":
                self.text(item)
            case "heading":
                if runs := self.runs(item.option("heading")):
                    self.blocks.append(b.Heading(int(item.option("level", "1")), b.plain(runs)))
            case "field":
                self.field(item)
            case "row":
                self.row(item)
            case "table":
                self.table(item)
            case _:
                self.rest(item)

    def rest(self, item: Item) -> None:
        context = self.context
        match item.kind:
            case "list":
                items = [runs for text in strings(item.data["list"]) if (runs := self.runs(text))]
                if items:
                    self.blocks.append(b.ListBlock(tuple(items), bool(item.data.get("ordered", True))))
            case "sign":
                if runs := self.runs(item.option("sign")):
                    dated = bool(item.data.get("dated", True))
                    self.blocks.append(b.SignatureLine(b.plain(runs), dated, item.option("remark")))
            case "seal":
                if context.issued_on is None and not context.draft:
                    self.gap("paper.issued_on")
                self.blocks.append(b.SealDate(context.organ, context.issued_on))
            case "note":
                if runs := self.runs(item.option("note")):
                    self.blocks.append(b.Note(runs))
            case "qr":
                if context.verify_url:
                    self.blocks.append(b.QR(context.verify_url, "扫码核验本文书真伪"))
            case "contents":
                self.blocks.append(_contents(context.contents))
            case "page_break":
                self.blocks.append(b.PageBreak(bool(item.data.get("landscape", False))))

    def text(self, item: Item) -> None:
        runs = self.runs(item.option("text"))
        if runs is None:
            return
        align = item.option("align", "left")
        indent = int(item.option("indent", "2" if align == "left" else "0"))
        for line in _lines(runs):
            self.blocks.append(
                b.Paragraph(line, indent, "center" if align == "center" else "right" if align == "right" else "left")
            )

    def field(self, item: Item) -> None:
        runs = self.runs(item.option("value"))
        if runs is None:
            return
        field = b.Field(item.option("field"), runs)
        if self.blocks and isinstance(last := self.blocks[-1], b.Fields):
            self.blocks[-1] = b.Fields((*last.items, field))
        else:
            self.blocks.append(b.Fields((field,)))

    def row(self, item: Item) -> None:
        made = tuple(b.Field(label, self.runs(text) or b.text("")) for label, text in cells(item))
        row = b.FormRow(made, int(item.option("lines", "1")), item.option("sign"))
        if self.blocks and isinstance(last := self.blocks[-1], b.Form):
            self.blocks[-1] = b.Form((*last.rows, row))
        else:
            self.blocks.append(b.Form((row,)))

    def table(self, item: Item) -> None:
        code = item.option("table")
        value = self.value(code)
        if value is None:
            if code not in self.template.optional:
                self.gap(code)
            return
        fact = self.vocabulary.facts.get(code)
        known = {column.code: column for column in fact.columns} if fact else {}
        shown = [_Shown.read(column, known) for column in columns(item)]
        rows = [
            tuple(b.text(column.cell(record)) for column in shown)
            for record in (value if isinstance(value, tuple) else ())
            if isinstance(record, Mapping)
        ]
        least = NARROWEST * sum(column.head.width for column in shown)
        heads = [replace(column.head, width=max(column.head.width, least)) for column in shown]
        if item.data.get("numbered", True):
            heads.insert(0, b.Column("序号", max(0.6, NUMBERING * sum(head.width for head in heads)), "center"))
            rows = [(b.text(str(place)), *row) for place, row in enumerate(rows, 1)]
        rows += [tuple(b.text("") for _ in heads)] * int(item.option("spare", "0"))
        self.blocks.append(b.Table(tuple(heads), tuple(rows), item.option("caption")))


@dataclass(frozen=True, slots=True)
class _Shown:
    """A column of a table fact as a paper prints it."""

    code: str
    kind: str
    head: b.Column

    @classmethod
    def read(cls, data: Mapping[str, object], known: Mapping[str, Column]) -> _Shown:
        code = str(data["code"])
        kind = known[code].type if code in known else "text"
        title = str(data.get("title", known[code].label if code in known else code))
        width = float(str(data.get("width", 1)))
        return cls(code, kind, b.Column(title, width, "right" if kind == "money" else "left"))

    def cell(self, record: Row) -> str:
        value = record.get(self.code)
        return "" if value is None else show(value, self.kind, short=True)


def _contents(listed: tuple[Listed, ...]) -> b.Table:
    heads = (("序号", 1.4), ("文件名称", 5), ("文号", 4), ("日期", 3), ("页码", 1.4))
    rows = [
        (str(n), doc.title, doc.number, chinese_date(doc.day) if doc.day else "", doc.pages)
        for n, doc in enumerate(listed, 1)
    ]
    columns = tuple(b.Column(title, width) for title, width in heads)
    return b.Table(columns, tuple(tuple(b.text(cell) for cell in row) for row in rows))


def _lines(runs: b.Runs) -> list[b.Runs]:
    """Paragraphs of a text whose values contain line breaks."""
    lines: list[list[b.Run]] = [[]]
    for run in runs:
        first, *others = run.text.split("\n")
        lines[-1].append(b.Run(first, run.bold, run.href, run.blank))
        lines += [[b.Run(other, run.bold, run.href)] for other in others]
    kept = [tuple(run for run in line if run.text or run.blank) for line in lines]
    return [line for line in kept if line]
