"""What the text says of a table beside it: its mean, its greatest and least, its years together, its total.

The text must name what it speaks of: the column in the words before, or the row. A mean
lies between the least and the greatest, whatever weighs in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from zhifa.core.footing.checks import Check, arithmetic, named, plain
from zhifa.core.footing.identities import CONTRADICTION, HOLDS
from zhifa.core.footing.quotients.ratios import HUNDRED, fits, percent
from zhifa.core.footing.reading.figures import Figure, Reading, Sentence
from zhifa.core.footing.reading.likeness import mistyped, swapped
from zhifa.core.footing.reading.periods import THIS_YEAR
from zhifa.core.footing.reading.shapes import Shape, added, shape_of, turned
from zhifa.core.numerals import number_of

_ALL: Final = re.compile(r"合计|总计|共计|小计|总数|^全|平均")
_MEAN: Final = re.compile(r"(?<!每)平均(分|得分|成绩|用时|时长|天数)[^，。；\d由从]{0,4}$")
_MOST: Final = re.compile(
    r"(?P<of>[\u4e00-\u9fff]{2,12}?)最(?P<way>[高多大长低少小短])的?(?:单位|部门|乡镇|街道|地区)?(?:是|为)(?P<row>[\u4e00-\u9fff]{2,16})"
)
_VALUE: Final = re.compile(r"，?(?:为|达|有|（)?(\d[\d,]*(?:\.\d+)?)")
_YEARS: Final = re.compile(
    r"(?P<many>[二两三四五])年(?:来|间)?(?:累计|合计|总计|共计|总共|共)(?P<what>[\u4e00-\u9fff]{2,12})$"
)
_DATED: Final = re.compile(r"^(?:19|20)\d\d年?$")
_MONEY: Final = re.compile(r"万元|亿元")
_HALF: Final = re.compile(r"(?P<half>[上下])半年(?P<what>[\u4e00-\u9fff]{2,6})$")
_QUARTERS: Final = tuple(re.compile(rf"第?[{sign}]季度") for sign in ("一1", "二2", "三3", "四4"))
_PAIR: Final = 2
_LEAST: Final = 3
_BESIDE: Final = 2
"""How many lines from its table a mean or an order may be told."""
_DIGITS: Final = 100
_SHARE: Final = re.compile(r"占比|比重|比例|[率%]")
_PORTION: Final = re.compile(
    r"(?:^[•·●■]?|[，；])(?:其中，?)?(?P<row>[^，；\d•·●■]+?)(?:[^，；\d]*最[多少高低大小][^，；\d]*，)?"
    r"(?:[^，；\d]*(?P<number>\d[\d,]*(?:\.\d+)?)[^，；\d]{0,3}，)?占$"
)
_BELOW: Final = re.compile(r"，[^，。；：\d]{0,14}(?:下表|如下)：$")
_OF_ALL: Final = re.compile(r"([一-龥]{2,8}?)(?:案件)?(?:全部|均|都|逐)")
_UNITS: Final = re.compile(r"（[^）]*）")


def told_of_tables(reading: Reading) -> Iterator[Check]:
    """Everything the text says of the tables of the report that they deny."""
    shapes = [shape for grid in reading.document.grids if (shape := shape_of(grid))]
    for shape in shapes:
        last = shape.grid.lines[-1]
        for sentence in reading.sentences:
            for figure in sentence.figures:
                if 0 < figure.line - last <= _BESIDE and (made := _mean(shape, sentence, figure)):
                    yield made
                made = _years(shape, figure) or _share(shape, sentence, figure)
                made = made or _all_told(shape, sentence, figure) or _half(shape, figure)
                if made:
                    yield made
            line = reading.document.passages[sentence.passage].line(sentence.start)
            if 0 < line - last <= _BESIDE:
                yield from _extremes(shape, sentence, line)


def _counted(shape: Shape, column: int) -> list[tuple[str, Decimal]]:
    """The rows of a column that are no totals, with their numbers."""
    rows = enumerate(shape.labels)
    told = [(label, shape.value(row, column)) for row, label in rows if not _ALL.search(label)]
    return [(label, value) for label, value in told if value is not None]


def _mean(shape: Shape, sentence: Sentence, figure: Figure) -> Check | None:
    """9个部门的总平均分为93.9分, with no department above 93.2."""
    told = sentence.text[: figure.token.start - sentence.start]
    said = _MEAN.search(re.split(r"[，；]", told)[-1])
    if not said or not figure.exact or figure.period != THIS_YEAR or figure.moved:
        return None
    columns = [at for at in shape.columns if "平均" in shape.names[at] and (said[1] or "") in shape.names[at]]
    values = [value for at in columns for _, value in _counted(shape, at)]
    if len(columns) != 1 or len(values) < _LEAST or min(values) <= figure.value <= max(values):
        return None
    bounds = f"{plain(min(values))} 至 {plain(max(values))}"
    explain = f"{named(figure)}：表中“{shape.names[columns[0]]}”在 {bounds} 之间，平均数不会在外面"
    return Check(
        "average", CONTRADICTION, f"{plain(figure.value)} ∉ {bounds}", explain, (figure.line,), (figure.index,)
    )


def _extremes(shape: Shape, sentence: Sentence, line: int) -> Iterator[Check]:
    """平均分最低的是甲局，为86.7分, with another at 85.6."""
    for said in _MOST.finditer(sentence.text):
        row = next((at for at, label in enumerate(shape.labels) if label and said["row"] == label), None)
        if row is None:
            continue
        value = _VALUE.match(sentence.text, said.end())
        number = Decimal(value[1].replace(",", "")) if value else None
        columns = [at for at in shape.columns if _means(shape.names[at], said["of"])]
        columns = columns if number is None else [at for at in columns if shape.value(row, at) == number]
        if len(columns) != 1:
            continue
        rows = _counted(shape, columns[0])
        high = said["way"] in "高多大长"
        best = (max if high else min)(rows, key=lambda one: one[1])
        mine = shape.value(row, columns[0])
        if mine is None or mine == best[1]:
            continue
        explain = f"说“{said[0]}”，而表中{best[0]}是 {plain(best[1])}，{shape.labels[row]}是 {plain(mine)}"
        yield Check("order", CONTRADICTION, f"{plain(best[1])} {'>' if high else '<'} {plain(mine)}", explain, (line,))


def _means(name: str, said: str) -> bool:
    """Whether words name a column: 平均分 of 平均分, 立案数 of 立案（件）."""
    core = re.sub(r"（[^）]*）|数量?$|次数$", "", name)
    return len(core) >= 2 and (said.endswith(core) or re.sub(r"数量?$|次数$", "", said).endswith(core))


def _years(shape: Shape, figure: Figure) -> Check | None:
    """三年累计立案427件: the row of the table with a column for each year."""
    said = _YEARS.search(re.split(r"[，；。]", figure.lead)[-1])
    if not said or not figure.counted or not figure.exact:
        return None
    for side in filter(None, (shape, turned(shape))):
        columns = [at for at in side.columns if _DATED.match(side.names[at])]
        rows = [at for at, label in enumerate(side.labels) if _means(label, said["what"])]
        if len(columns) != number_of(said["many"]) or len(rows) != 1 or _MONEY.search(side.labels[rows[0]]):
            continue
        values = [side.value(rows[0], at) for at in columns]
        if any(value is None for value in values):
            continue
        return _together(figure, [value for value in values if value is not None], side.labels[rows[0]])
    return None


def _half(shape: Shape, figure: Figure) -> Check | None:
    """上半年处罚73件: two of the four quarters of a table, in the column that is named."""
    said = _HALF.search(re.split(r"[，；。]", figure.lead)[-1])
    rows = [next((at for at, label in enumerate(shape.labels) if q.match(label)), None) for q in _QUARTERS]
    columns = [at for at in shape.columns if said and said["what"] in shape.names[at] and "元" not in shape.names[at]]
    if not said or None in rows or len(columns) != 1 or not _said_of_year(figure) or figure.near == "money":
        return None
    half = rows[:_PAIR] if said["half"] == "上" else rows[_PAIR:]
    values = [shape.value(row, columns[0]) for row in half if row is not None]
    told = [value for value in values if value is not None]
    return _together(figure, told, f"{said['half']}半年各季度") if len(told) == _PAIR else None


def _all_told(shape: Shape, sentence: Sentence, figure: Figure) -> Check | None:
    """全年制发文书312份 or 持证人员25名，分布见下表： above a table, 全年939件投诉全部办结 below one: its total."""
    total = next((at for at, label in enumerate(shape.labels) if re.match(r"合计|总计|共计", label)), None)
    columns = [at for at in shape.columns if re.search(r"合计|总计|总数", shape.names[at])] or _amounts(shape)
    value = shape.value(total, columns[0]) if total is not None and len(columns) == 1 else None
    if total is None or value is None or not _said_of_year(figure) or any(f.value == value for f in sentence.figures):
        return None
    behind = sentence.text[figure.token.end - sentence.start :]
    pointed, of = _BELOW.match(behind), _OF_ALL.match(behind)
    if 0 < shape.grid.lines[0] - figure.line <= _BESIDE:
        meant = mistyped(value, figure.value) if pointed else value >= _DIGITS and swapped(value, figure.value)
    else:
        below = 0 < figure.line - shape.grid.lines[-1] <= _BESIDE
        titled = below and of and of[1] in shape.grid.title and figure.label in ("", "全年")
        meant = bool(titled) and mistyped(value, figure.value)
    return _against(shape, figure, total, value) if meant else None


def _said_of_year(figure: Figure) -> bool:
    return figure.counted and figure.exact and not figure.moved and figure.period == THIS_YEAR


def _amounts(shape: Shape) -> list[int]:
    """The columns that are no shares."""
    rows = range(len(shape.labels))
    shares = [at for at in shape.columns if sum(shape.value(row, at) == HUNDRED for row in rows) == 1]
    return [at for at in shape.columns if not _SHARE.search(shape.names[at]) and (at not in shares or shape.names[at])]


def _against(shape: Shape, figure: Figure, row: int, value: Decimal) -> Check:
    explain = f"{named(figure)}，而表中“{shape.labels[row]}”是 {plain(value)}"
    lines = (figure.line, shape.line(row))
    return Check("repeat", CONTRADICTION, f"{plain(figure.value)} ≠ {plain(value)}", explain, lines)


def _share(shape: Shape, sentence: Sentence, figure: Figure) -> Check | None:
    """从面积看，毁林开垦占34.1%; 河道管理最多，为1427次，占49.2%: a row over the total of the column that is named,
    or in which the row has the number told."""
    told = sentence.text[: figure.token.start - sentence.start]
    clause = re.split(r"[；。]", told)[-1]
    if not figure.token.percent or not figure.exact or not re.search(r"占$", clause) or figure.moved:
        return None
    said = _PORTION.search(clause)
    rows = [
        at for at, label in enumerate(shape.labels) if said and label and clause.startswith(label, said.start("row"))
    ]
    if len(rows) != 1 or _ALL.search(shape.labels[rows[0]]):
        return None
    shares = {at: share for at in added(shape) if (share := _part(shape, rows[0], at)) is not None}
    if any(fits(share, figure) for share in shares.values()):
        return None
    if said and said["number"]:
        number = Decimal(said["number"].replace(",", ""))
        meant = [at for at in shares if shape.value(rows[0], at) == number]
    else:
        meant = [at for at in shares if len(core := _UNITS.sub("", shape.names[at])) > 1 and core in told]
    if len(meant) != 1:
        return None
    shown = percent(shares[meant[0]], figure)
    explain = f"{named(figure)}：表中“{shape.labels[rows[0]]}”占{shape.names[meant[0]]}合计的 {shown}"
    return Check("share", CONTRADICTION, f"{shown} ≠ {figure.printed}", explain, (figure.line,), (figure.index,))


def _part(shape: Shape, row: int, column: int) -> Decimal | None:
    """What a cell is of the sum of its column, in per cent."""
    value = shape.value(row, column)
    total = sum((one for _, one in _counted(shape, column)), Decimal(0))
    return value * HUNDRED / total if value is not None and total else None


def _together(figure: Figure, values: Sequence[Decimal], label: str) -> Check:
    total = sum(values, Decimal(0))
    right = total == figure.value
    expression = arithmetic(values, figure.value, right=right)
    explain = f"{named(figure)}：表中“{label}”各年之和为 {plain(total)}"
    return Check("total", HOLDS if right else CONTRADICTION, expression, explain, (figure.line,), (figure.index,))
