"""`zhifa statistics`: the annual tables of a form, from this installation or from the exports of many."""

from __future__ import annotations

import argparse
import re
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unicodedata import east_asian_width

from zhifa.cli.output import complain, emit
from zhifa.cli.reading import named_organ, unusable

if TYPE_CHECKING:
    from zhifa.core.rulebook import Rules
    from zhifa.core.statistics import Sheet
    from zhifa.jobs.cells import Added

HELP = "年度统计表：按一种报表格式，由本系统或者多个单位的导出（单元）汇总"
WHERE = "zhifa statistics"
ENGINES = ("counters", "rows", "duckdb", "spark")


def configure(parser: argparse.ArgumentParser) -> None:
    """Which form and year, of whom, by which engine."""
    parser.add_argument("--form", metavar="FORM", default="", help="报表格式，如 chongqing、2019、2021；默认第一种")
    parser.add_argument("--year", metavar="YEAR", default="", help="年度，如 2024")
    parser.add_argument("--organ", metavar="AGENCY", default="", help="只统计这个机关及其下级；默认全部")
    parser.add_argument("--cells", metavar="DIR", nargs="+", default=[], help="zhifa export outcomes 写出的目录")
    parser.add_argument("--key", metavar="FILE", action="append", default=[], help="单元的公钥，应从别处取得，可重复")
    parser.add_argument(
        "--engine", metavar="ENGINE", default="", help="counters、rows（本系统）；duckdb、spark（导出），默认第一种"
    )
    parser.add_argument("--check", action="store_true", help="核对计数器与计数行是否一致，不出表")
    parser.add_argument("--recount", action="store_true", help="按计数行重新计算全部计数器，不出表")
    parser.add_argument("--master", metavar="URL", default="", help="Spark 集群的地址；默认本机全部处理器")


def run(args: argparse.Namespace) -> int:
    """0 when the tables came, 1 when a cell is refused or an engine missing, 2 when asked wrongly."""
    if args.check or args.recount:
        return _counters(args)
    fitting = ENGINES[2:] if args.cells else ENGINES[:2]
    args.engine = args.engine or fitting[0]
    if not re.fullmatch(r"[0-9]{4}", args.year) or int(args.year) < 1:
        complain(f"年度应是四位数字，现为“{args.year[:20]}”", where=f"{WHERE} --year", mend="如 --year 2024")
        return 2
    if args.engine not in fitting:
        what = "读导出的单元" if args.cells else "读本系统"
        complain(f"{what}不能用“{args.engine[:20]}”", where=f"{WHERE} --engine", mend=f"可用：{'、'.join(fitting)}")
        return 2
    if args.organ and args.cells:
        complain("--organ 只用于本系统的统计", where=WHERE, mend="去掉 --organ，或者去掉 --cells")
        return 2
    from zhifa.core.statistics import BadIndicator

    try:
        return _of_cells(args) if args.cells else _of_here(args)
    except BadIndicator as error:
        complain(str(error), where=f"{WHERE} --form", mend="换一种格式，或者换一个年度")
        return 2


def _counters(args: argparse.Namespace) -> int:
    """0 when counters and rows agree, or were made to; 1 when they do not."""
    import django

    django.setup()
    from zhifa.store import counters
    from zhifa.store.readers.statistics import one_state

    if args.recount:
        made = counters.recount()
        emit(args, {"recounted": made}, f"已按计数行重新计算，共 {made:,} 项")
        return 0
    with one_state():
        strays = [(span, list(map(str, key)), count, fen) for span, key, count, fen in counters.strays()]
    found = [{"span": span, "key": key, "count": count, "amount_fen": fen} for span, key, count, fen in strays]
    emit(args, {"strays": found}, "计数器与计数行一致" if not found else f"计数器与计数行不符 {len(found)} 处")
    if found:
        complain(f"如 {'，'.join(strays[0][1])}", where=f"{WHERE} --check", mend="zhifa statistics --recount")
    return 1 if found else 0


def _rules(args: argparse.Namespace) -> Rules:
    from datetime import date

    from zhifa.ports.rules import rulebook

    return rulebook().as_of(date(int(args.year), 12, 31))


def _form(args: argparse.Namespace) -> str:
    from zhifa.core.statistics import BadIndicator, forms

    known = forms(_rules(args))
    if not known:
        raise BadIndicator(f"{args.year} 年还没有统计报表的规则")
    if args.form and args.form not in known:
        raise BadIndicator(f"没有名为“{args.form[:40]}”的报表，可用：{'、'.join(known)}")
    return args.form or next(iter(known))


def _of_cells(args: argparse.Namespace) -> int:
    from zhifa.jobs.cells import add_up, open_cells
    from zhifa.ports.cells import BadCell
    from zhifa.ports.engines import NoEngine
    from zhifa.ports.signing import PublicKey

    try:
        keys = [PublicKey.read(Path(name).read_text(encoding="utf-8")) for name in args.key]
    except (OSError, ValueError) as error:
        complain(unusable(error), where=f"{WHERE} --key", mend="公钥文件是一行：名称 ed25519:公钥")
        return 1
    try:
        cells = open_cells([Path(name) for name in args.cells], keys)
        form = _form(args)
        added = add_up(cells, form, int(args.year), name=args.engine, master=args.master)
    except BadCell as error:
        complain(str(error), where=error.where, mend="向导出单位重新取一份，并核对公钥")
        return 1
    except NoEngine as error:
        complain(str(error), where=f"{WHERE} --engine", mend=error.mend)
        return 1
    return _tell(args, form, added.sheets, added.seconds, _cells(added))


def _of_here(args: argparse.Namespace) -> int:
    import django

    django.setup()
    from zhifa.store.readers.statistics import form_sheets, one_state, organ_scope

    form, rules = _form(args), _rules(args)
    organ = named_organ(args.organ, f"{WHERE} --organ") if args.organ else None
    if args.organ and organ is None:
        return 1
    began = time.perf_counter()
    with one_state():
        scope = organ_scope(organ, reach=("",)) if organ else None
        sheets = form_sheets(form, int(args.year), scope, rules, rows=args.engine == "rows")
    return _tell(args, form, sheets, time.perf_counter() - began, [])


def _cells(added: Added) -> list[dict[str, Any]]:
    return [
        {
            "folder": str(cell.folder),
            "origin": cell.manifest.origin,
            "rows": cell.manifest.rows,
            "exported_at": cell.manifest.exported_at,
            "journal": cell.checkpoint.size if cell.checkpoint else 0,
            "beyond": cell.manifest.beyond,
            "key_from_elsewhere": cell.known_key,
        }
        for cell in added.cells
    ]


def _tell(
    args: argparse.Namespace, form: str, sheets: Sequence[Sheet], seconds: float, cells: list[dict[str, Any]]
) -> int:
    from zhifa.core.statistics import forms, indicators, show

    rules = _rules(args)
    known, title = indicators(rules), forms(rules)[form].title

    def shown(sheet: Sheet, values: Iterable[Any]) -> list[str]:
        return [show(known[column.indicator], value) for column, value in zip(sheet.rule.columns, values, strict=True)]

    tables = [
        {
            "code": sheet.rule.code,
            "title": sheet.rule.title,
            "columns": [{"figure": c.indicator, "title": c.title} for c in sheet.rule.columns],
            "rows": [{"name": line.name, "values": shown(sheet, line.values)} for line in sheet.lines],
            "total": shown(sheet, sheet.total.values),
        }
        for sheet in sheets
    ]
    text = [f"{args.year} 年行政执法统计（{title}），{args.engine} 用时 {seconds:.3f} 秒"]
    text += [_cell_line(cell) for cell in cells]
    for table in tables:
        text += ["", str(table["title"]), *_grid(table)]
    found = {"form": form, "year": int(args.year), "engine": args.engine, "seconds": round(seconds, 4)}
    emit(args, found | {"cells": cells, "tables": tables}, "\n".join(text))
    return 0


def _cell_line(cell: dict[str, Any]) -> str:
    said = f"  {cell['origin']}：{cell['rows']:,} 行，日志检查点 {cell['journal']} 个事件"
    return said if cell["key_from_elsewhere"] else f"{said}；签名只用自带的公钥核对过，请用 --key 给出从别处取得的公钥"


def _grid(table: dict[str, Any]) -> list[str]:
    """The table with a column for each figure that is not 0 everywhere; wide forms do not fit a terminal otherwise."""
    lines = [*table["rows"], {"name": "合计", "values": table["total"]}]
    used = [n for n in range(len(table["columns"])) if any(line["values"][n] != "0" for line in lines)]
    if not used:
        return ["  全部为 0"]
    rows = [["", *(table["columns"][n]["title"] for n in used)]]
    rows += [[line["name"], *(line["values"][n] for n in used)] for line in lines]
    widths = [max(_width(row[n]) for row in rows) for n in range(len(rows[0]))]
    return ["  " + "  ".join(_padded(cell, width) for cell, width in zip(row, widths, strict=True)) for row in rows]


def _width(text: str) -> int:
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)


def _padded(text: str, width: int) -> str:
    gap = " " * (width - _width(text))
    return gap + text if re.fullmatch(r"[-0-9.]+", text) else text + gap
