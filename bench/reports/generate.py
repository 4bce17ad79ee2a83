"""Invented reports in several dialects, with contradictions planted and marked.

`reports(half)` gives the same reports whenever it is asked. Half 0 may be tuned on; half 1 is only ever reported.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from decimal import Decimal

from bench.reports.score import Planted, Sample
from bench.reports.statements import GROUPS, TRAPS, Draw, Said, growth, percent, repeat, subset

ORGANS = (
    ("云台镇人民政府", "town"), ("青石桥街道办事处", "town"), ("安澜县应急管理局", "bureau"),
    ("临泽区市场监督管理局", "bureau"),
    ("望江市城市管理局", "tables"), ("柳河县交通运输局", "pasted"), ("松岭区卫生健康局", "tables"), ("白沙镇", "town"),
    ("河阳区农业农村局", "bureau"), ("江都市公安局平山分局", "pasted"),
)  # fmt: skip
KINDS = [
    "警告",
    "通报批评",
    "罚款",
    "没收违法所得",
    "没收非法财物",
    "暂扣许可证件",
    "吊销许可证件",
    "行政拘留",
    "其他",
    "合计",
]
ROWS = ["一中队", "二中队", "三中队", "直属中队", "机动中队"]
PER_HALF = 40
SPOILT_PER_REPORT = 3


def reports(half: int) -> list[Sample]:
    """The reports of one half: three in four with contradictions, one in four clean."""
    return [_report(half, number) for number in range(PER_HALF)]


def _report(half: int, number: int) -> Sample:
    dice = random.Random(f"report {half} {number}")
    organ, dialect = ORGANS[number % len(ORGANS)]
    penalties = dice.randint(150, 1300)
    draw = Draw(dice, half, organ, dice.choice([2022, 2023, 2024]), penalties, dice.randint(60, penalties - 40))
    spoils = 0 if number % 4 == 3 else SPOILT_PER_REPORT
    makers = [dice.choice(group) for group in dice.sample(GROUPS, 8)]
    said = [maker(draw, at < spoils - 1) for at, maker in enumerate(makers)]
    dice.shuffle(said)
    if dice.random() < 0.5 and not {subset, growth} & set(makers):
        first, second = repeat(draw, spoils > 0 and dice.random() < 0.5)
        said = [first, *said, second]
    tables, more = _tables(draw, dialect, spoils > 0)
    traps = [Said(trap(draw), "trap") for trap in dice.sample(TRAPS, 4)]
    planted = [Planted(one.kind, (one.spoilt,)) for one in said if one.spoilt]
    body = _mixed(dice, said, traps)
    name = f"{half}-{number:02d}-{dialect}"
    undecidable = tuple(line for line in tables.split("\n") if dialect == "pasted" and line.isdigit())
    content, suffix = _laid_out(draw, dialect, body, tables)
    return Sample(f"{name}{suffix}", content, (*planted, *more), undecidable)


def _mixed(dice: random.Random, said: Sequence[Said], traps: Sequence[Said]) -> list[str]:
    texts = [one.text for one in said]
    for trap in traps:
        texts.insert(dice.randint(1, len(texts)), trap.text)
    return texts


def _tables(draw: Draw, dialect: str, spoil: bool) -> tuple[str, list[Planted]]:
    """The annex: cells set apart by tabs; in the pasted dialect a row that lost them."""
    if dialect == "pasted":
        return _pasted(draw), []
    if dialect != "tables":
        return "", []
    made = [
        _by_team(draw, spoil and draw.random.random() < 0.6),
        _two_years(draw, spoil and draw.random.random() < 0.6),
    ]
    made.append(_by_kind(draw, spoil and draw.random.random() < 0.4))
    return "\n".join(text for text, _ in made), [planted for _, planted in made if planted]


def _by_team(draw: Draw, spoil: bool) -> tuple[str, Planted | None]:
    heads = ["单位", "简易程序", "普通程序", "小计", "罚款金额（万元）"]
    rows = [[draw.number(10, 90), draw.number(5, 60)] for _ in ROWS]
    fines = [Decimal(draw.number(100, 4000)) / 100 for _ in ROWS]
    lines = [
        [name, *map(str, row), str(sum(row)), str(fine)] for name, row, fine in zip(ROWS, rows, fines, strict=True)
    ]
    sums = [sum(row[at] for row in rows) for at in (0, 1)]
    last = ["合计", *map(str, sums), str(sum(sums)), str(sum(fines))]
    planted = None
    if spoil:
        if draw.random.random() < 0.5:
            at = draw.random.choice([1, 2, 4])
            last[at] = str(Decimal(last[at]) + 3)
            planted = Planted("table column", ("\t".join(last),))
        else:
            row = draw.random.randrange(len(ROWS))
            lines[row][3] = str(int(lines[row][3]) + 2)
            planted = Planted("table row", ("\t".join(lines[row]),))
    text = "\n".join("\t".join(cells) for cells in (heads, *lines, last))
    return f"附表1 行政处罚案件分布情况\n{text}", planted


def _two_years(draw: Draw, spoil: bool) -> tuple[str, Planted | None]:
    heads = ["项目", f"{draw.year - 1}年", f"{draw.year}年", "增减", "同比（%）"]
    lines = []
    for name in ("行政检查次数", "立案数", "听证数", "复议案件"):
        then = draw.number(40, 900)
        now = then + draw.number(-30, 60)
        lines.append([name, str(then), str(now), str(now - then), percent(now - then, then, 1)])
    planted = None
    if spoil:
        row, at = draw.random.randrange(4), draw.random.choice([3, 4])
        lines[row][at] = str(Decimal(lines[row][at]) + 7)
        planted = Planted("table growth", ("\t".join(lines[row]),))
    return "附表2 执法工作对比表\n" + "\n".join("\t".join(cells) for cells in (heads, *lines)), planted


def _by_kind(draw: Draw, spoil: bool) -> tuple[str, Planted | None]:
    numbers = _divided(draw, len(KINDS) - 1)
    whole = draw.off(sum(numbers)) if spoil else sum(numbers)
    row = "\t".join(map(str, (*numbers, whole)))
    return "附表3 行政处罚实施情况统计表\n" + "\t".join(KINDS) + "\n" + row, Planted(
        "table kinds", (row,)
    ) if spoil else None


def _divided(draw: Draw, many: int) -> list[int]:
    """The penalties of the year by kind."""
    cuts = sorted(draw.number(0, draw.penalties) for _ in range(many - 1))
    return [b - a for a, b in zip([0, *cuts], [*cuts, draw.penalties], strict=True)]


def _pasted(draw: Draw) -> str:
    many = draw.number(4, len(KINDS) - 1)
    names = [*KINDS[:many], "合计"]
    numbers = _divided(draw, many)
    run = "".join(map(str, (*numbers, sum(numbers))))
    return f"行政处罚实施情况统计表（单位：件）\n{''.join(names)}\n{run}"


def _laid_out(draw: Draw, dialect: str, body: Sequence[str], tables: str) -> tuple[bytes, str]:
    """The text as the dialect lays it out."""
    title = f"{draw.organ}{draw.year}年度行政执法情况报告"
    if dialect in ("town", "pasted"):
        return _wrapped(title, body, tables).encode("gb18030" if draw.half else "utf-8"), ".txt"
    if dialect == "tables":
        return _page(title, body, tables).encode(), ".html"
    heads = ("一、执法基本情况", "二、重点工作开展情况", "三、下一步打算")
    third = max(1, len(body) // 3)
    pieces = [title, ""]
    for at, head in enumerate(heads):
        pieces += [head, *body[at * third : None if at == 2 else (at + 1) * third]]
    return "\n".join([*pieces, tables]).encode(), ".txt"


def _wrapped(title: str, body: Sequence[str], tables: str) -> str:
    """Copied from a PDF: broken at thirty characters, blank lines between, page numbers."""
    lines = [title, ""]
    for at, text in enumerate(("一、总体情况", *body[: len(body) // 2], "二、具体做法", *body[len(body) // 2 :])):
        told = text if text[1:2] == "、" else f"  {text}"
        lines += [piece for line in _broken(told) for piece in (line, "")]
        if at % 5 == 4:
            lines += [f"— {at // 5 + 1} —", ""]
    return "\n".join([*lines, tables])


def _broken(text: str) -> list[str]:
    """Lines of about thirty characters; no number is broken."""
    lines = []
    while text:
        end = min(30, len(text))
        while 0 < end < len(text) and re.match(r"[\d.%〔〕]{2}", text[end - 1 : end + 1]):
            end -= 1
        lines.append(text[:end])
        text = text[end:]
    return lines


def _page(title: str, body: Sequence[str], tables: str) -> str:
    """A web page with the annex as tables."""
    made: list[str] = [
        f"<!DOCTYPE html><html><head><meta charset=utf-8><title>{title}</title></head><body><h1>{title}</h1>"
    ]
    made += [f"<p>{text}</p>" for text in body]
    for block in tables.split("附表")[1:]:
        head, *rows = block.strip().split("\n")
        cells = ["<tr>" + "".join(f"<td>{cell}</td>" for cell in row.split("\t")) + "</tr>" for row in rows]
        made.append(f"<p>附表{head}</p><table>{''.join(cells)}</table>")
    return "\n".join([*made, "</body></html>"])
