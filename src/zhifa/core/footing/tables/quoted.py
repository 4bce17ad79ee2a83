"""A cell of a table told again in the text: 从罚没款看，岚屏县为2418万元 below a table that gives it 2184.

Only words that name one row, one column and nothing else are held against the cell: what the text says of a part of
a row, or of something beside it, is another figure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from zhifa.core.footing.checks import Check, named, plain
from zhifa.core.footing.identities import CONTRADICTION
from zhifa.core.footing.quotients.claims import in_rows
from zhifa.core.footing.reading.figures import Figure, Reading, Sentence
from zhifa.core.footing.reading.lexicon import Lexicon
from zhifa.core.footing.reading.likeness import mistyped, reordered
from zhifa.core.footing.reading.periods import THIS_YEAR
from zhifa.core.footing.reading.shapes import GRAND, TOTAL, Shape, shape_of

_CLAUSES: Final = re.compile(r"[，。；：、（）]")
_COPULA: Final = re.compile(r"(?:约|共|则|也|分别|达?到|达|为|是|有)+$")
_BRACKETS: Final = re.compile(r"（[^）]*）")
_HEAD: Final = re.compile(r"^其中：?|(?:金额|总[数量额]|数量|[件人户]数|情况|[数量])$")
_CASES: Final = re.compile(r"[件起宗]")
_COUNT: Final = re.compile(r"(.)数$")
_UNIT: Final = re.compile(r"（[^（）]*?(?P<many>[万亿])?(?P<unit>[\u4e00-\u9fff]{1,4})[^（）]*）")
_MENDED: Final = re.compile(r"更正|更改|调整|修正|改为|[增减升降变]")
"""罚款人数由60人更正为61人."""
_RATIO: Final = re.compile(r"率|占|比重|比例|%")
_POINTED: Final = re.compile(r"如[上下]?表(?:所示)?|[上从由据]表|表中|表\d?(?:可|显示)")
_LEFT: Final = 4
"""So many characters that name neither row nor column may be left where the sentence points at the table."""
_ALL: Final = re.compile(r"共|合计|总计|累计|总[数量]|全[年市县区镇乡局]")
"""Words that say a figure is of all rows."""
_MANY: Final = {"万": 10**4, "亿": 10**8, None: 1}
_NEAR: Final = Decimal("0.25")
_SHORTEST: Final = 2
_BELOW, _ABOVE = 12, 4
"""How many lines behind and before a table the text speaks of it."""


def quoted(reading: Reading, lexicon: Lexicon) -> Iterator[Check]:
    """Every figure of the text that a table denies."""
    shapes = [shape for grid in reading.document.grids if (shape := shape_of(grid))]
    for sentence in reading.sentences if shapes else ():
        names = in_rows(sentence.figures)
        for figure in sentence.figures:
            near = [shape for shape in shapes if _beside(shape, figure)]
            if not near or not _usable(figure):
                continue
            words = _words(sentence, figure, names.get(figure.index, ""))
            found = [(shape, cell) for shape in near if (cell := _cell(shape, figure, *words, lexicon))]
            if len({_worth(shape, at, figure) for shape, at in found}) == 1:
                yield from _denied(found[0][0], figure, found[0][1])


def _beside(shape: Shape, figure: Figure) -> bool:
    lines = shape.grid.lines
    return -_ABOVE <= figure.line - lines[0] < 0 or 0 < figure.line - lines[-1] <= _BELOW


def _usable(figure: Figure) -> bool:
    counted = (figure.counted or figure.token.percent) and not _MENDED.match(figure.noun)
    return counted and figure.exact and not figure.moved and figure.value > 0 and figure.period == THIS_YEAR


def _words(sentence: Sentence, figure: Figure, name: str) -> tuple[str, str]:
    """The clause of a figure, and what its sentence says before its first figure."""
    told = sentence.text[: figure.token.start - sentence.start]
    before = sentence.text[: sentence.figures[0].token.start - sentence.start]
    clauses = [clause for clause in _CLAUSES.split(told) if _COPULA.sub("", clause)]
    own = name or (clauses[-1] if clauses else "")
    if any(f.token.end > sentence.start + told.rfind(own) for f in sentence.figures if f.index < figure.index):
        own = name
    return own, before


def _cell(shape: Shape, figure: Figure, own: str, before: str, lexicon: Lexicon) -> tuple[int, int] | None:
    """The row and column a figure is told to be of, where its words leave one."""
    rows = [_core(label) if not TOTAL.search(label) else "" for label in shape.labels]
    names = [_core(name) for name in shape.names]
    fitting = [at for at in shape.columns if _fits(shape, at, figure, lexicon)]
    row = _named(rows, range(len(rows)), own) or _named(rows, range(len(rows)), before)
    column = _named(names, fitting, own) or _named(names, fitting, before)
    if not column:
        column = [at for at in fitting if figure.unit[:1] in shape.names[at]] or [
            at for at in fitting if not shape.names[at] and not any(row[at].percent for row in shape.rows)
        ]
    if not row and _ALL.search(own) and any(names[at] and names[at] in own for at in column):
        row = [at for at, label in enumerate(shape.labels) if GRAND.match(label)]
    if len(row) != 1 or len(column) != 1 or not (rows[row[0]] in own or names[column[0]] in own):
        return None
    heads = (rows[row[0]], _BRACKETS.sub("", shape.names[column[0]]), names[column[0]])
    left, said = own, _POINTED.sub("", f"{before}，{own}")
    for head in filter(None, heads):
        left, said = left.replace(head, ""), said.replace(head, "")
    if lexicon.words["partial"].search(said):
        return None
    left = lexicon.words["beside a cell"].sub("", left)
    return (row[0], column[0]) if len(left) <= (_LEFT if _POINTED.search(before) else 0) else None


def _core(name: str) -> str:
    found = _HEAD.sub("", _BRACKETS.sub("", name))
    return found if len(found) >= _SHORTEST else ""


def _named(names: Sequence[str], among: Sequence[int], said: str) -> list[int]:
    """The heads that words name, without those that stand in a longer one: 办结 in 按期办结."""
    found = [at for at in among if names[at] and names[at] in said]
    return [at for at in found if not any(names[at] in names[other] != names[at] for other in found)]


def _fits(shape: Shape, column: int, figure: Figure, lexicon: Lexicon) -> bool:
    """Whether a column counts what a figure counts, so far as its head says what."""
    name = shape.names[column]
    if figure.token.percent or _RATIO.search(name):
        return figure.token.percent and bool(_RATIO.search(name))
    found = _UNIT.search(name)
    if figure.unit == "元":
        return bool(found) and "元" in name
    counts = _COUNT.search(name)
    known = found[0] if found else counts[1] if counts and lexicon.unit_at(counts[1], 0) else ""
    if not known:
        return "元" not in name
    return figure.unit in known or (figure.same == "case" and bool(_CASES.search(known)))


def _worth(shape: Shape, at: tuple[int, int], figure: Figure) -> Decimal | None:
    """The number of a cell as the text would print it."""
    value = shape.value(at[0], at[1])
    found = None if figure.token.percent else _UNIT.search(shape.names[at[1]])
    return value * _MANY[found["many"]] if value is not None and found else value


def _is(figure: Figure, value: Decimal | None) -> bool:
    return value is None or abs(value - figure.value) <= max(figure.token.slack, figure.token.step / 2)


def _denied(shape: Shape, figure: Figure, cell: tuple[int, int]) -> Iterator[Check]:
    """That a cell says otherwise, where no cell of its row or column is what the text says."""
    row, column = cell
    value = _worth(shape, cell, figure)
    beside = [(row, at) for at in shape.columns] + [(at, column) for at in range(len(shape.rows))]
    if value is None or not value or any(_is(figure, _worth(shape, at, figure)) for at in beside):
        return
    close = abs(figure.value - value) <= value * _NEAR and not GRAND.match(shape.labels[row])
    if not (reordered(figure.value, value) or close or mistyped(figure.value, value)):
        return
    label, name = shape.labels[row], shape.names[column]
    explain = f"{named(figure)}，而表中“{label}”一行的“{name}”是 {plain(shape.value(row, column) or value)}"
    lines = tuple(sorted((figure.line, shape.line(row))))
    yield Check("repeat", CONTRADICTION, f"{plain(figure.value)} ≠ {plain(value)}", explain, lines, (figure.index,))
