"""`zhifa export outcomes`: what this installation counted, as a signed cell of Parquet files."""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from zhifa.cli.output import complain, emit
from zhifa.cli.reading import unusable


def configure_export(parser: argparse.ArgumentParser) -> None:
    """Only where to."""
    parser.add_argument("--out", metavar="DIR", required=True, help="写到哪个目录；目录应当没有，或者是空的")


def give(args: argparse.Namespace) -> int:
    """0 when written, 1 when the folder is taken or Parquet cannot be written here."""
    from zhifa.jobs.exporting import export_cell
    from zhifa.ports import clock
    from zhifa.ports.cells import BadCell

    began = time.perf_counter()
    place = Path(args.out)
    try:
        made = export_cell(place, now=clock.now())
    except (BadCell, OSError) as error:
        where = error.where if isinstance(error, BadCell) else "--out"
        complain(unusable(error), where=where, mend="给一个可写的空目录，或者按提示安装")
        return 1
    seconds = time.perf_counter() - began
    years = sorted({part.year for part in made.parts})
    text = f"已导出 {made.rows:,} 行计数、{len(made.parts)} 个文件到 {place}，用时 {seconds:.1f} 秒"
    if made.beyond:
        text += f"\n注意：检查点之后又有 {made.beyond} 个事件，行里可能已经反映"
    found = {
        "out": str(place), "rows": made.rows, "files": len(made.parts), "years": years, "origin": made.origin,
        "beyond": made.beyond, "seconds": round(seconds, 3),
    }  # fmt: skip
    emit(args, found, text)
    return 0
