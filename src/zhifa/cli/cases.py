"""`zhifa import cases`, `zhifa import left-out` and `zhifa export cases`: lists of finished cases, in and out."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zhifa.cli.output import complain, emit

if TYPE_CHECKING:
    from zhifa.acts.importing import Imported
    from zhifa.acts.work import Actor

SHOWN = 40
"""So many faults are listed for people; the file of rows put aside has them all."""


def configure_import(parser: argparse.ArgumentParser) -> None:
    """Whose cases, which list, and whether this goes on with something."""
    parser.add_argument("--organ", metavar="CODE", default="", help="哪个机关的案件，写机关的代码；--mend 可以不写")
    parser.add_argument("--layout", metavar="L", default="", help="哪种版式，如 penalty、permit.credit；默认按表头认")
    parser.add_argument(
        "--source", metavar="NAME", default="", help="清单的来源；栏目对应按来源记住，重复导入按来源识别"
    )
    parser.add_argument("--resume", action="store_true", help="接着上次中断的地方导入同一个文件")
    parser.add_argument("--mend", action="store_true", help="文件是改好的“没有录入的行”")
    parser.add_argument("--chunk", metavar="N", type=int, default=0, help="多少行写成一次事务，默认 4000")
    parser.add_argument(
        "--workers", metavar="N", type=int, help="另开几个进程办理案件，0 为不另开；默认大的文件按处理器数，小的不另开"
    )
    parser.add_argument("--progress", action="store_true", help="每写一批就在标准错误写一行进度，终端上总是显示")
    parser.add_argument("--aside", metavar="XLSX", default="", help="没有录入的行写到这个文件，默认在原文件旁边")


def take(args: argparse.Namespace, file: Path) -> int:
    """0 when every row is a case, 1 when rows were put aside or the file was refused, 2 for wrong words."""
    from zhifa.acts.importing import CHUNK, Order, import_cases
    from zhifa.core.values import Refusal
    from zhifa.jobs.entering import helpers_for

    if not args.organ and not args.mend:
        complain("没有写明是哪个机关的案件", where="zhifa import cases", mend="--organ 写机关的代码")
        return 2
    if args.chunk < 0:
        complain("--chunk 应为正整数", where="zhifa import cases", mend="例如 --chunk 500，或者不写")
        return 2
    order = Order(
        path=file, organ=args.organ, layout=args.layout, source=args.source, mend=args.mend, resume=args.resume,
        dry_run=args.dry_run, chunk=args.chunk or CHUNK,
    )  # fmt: skip
    watched = args.progress or sys.stderr.isatty()
    with helpers_for(file, args.workers) as helpers:
        done = import_cases(order, actor=installer(), heard=_heard if watched else None, working=helpers)
    if watched and sys.stderr.isatty():
        sys.stderr.write("\n")
    if isinstance(done, Refusal):
        complain(done.message, where=file.name, mend=done.remedy)
        return 1
    aside = _aside(args, file, done)
    emit(args, _document(done, aside), _told(done, file.name, aside, dry_run=args.dry_run))
    return 1 if done.aside else 0


def installer() -> Actor:
    """Whoever may run commands on the server may enter its lists; the journal says that it was done there."""
    from zhifa.acts.work import Actor
    from zhifa.core.permission import Person, RoleHeld

    return Actor(Person("installer", "安装程序", (RoleHeld("clerk", ""),)), "installer")


def _heard(done: Imported) -> None:
    left = f"约剩 {int(done.left // 60)} 分 {int(done.left % 60)} 秒"
    begin, end = ("\r", "    ") if sys.stderr.isatty() else ("", "\n")
    sys.stderr.write(
        f"{begin}  已读 {done.read} 行，录入 {done.written}，放在一边 {done.aside}；"
        f"每秒 {done.rate:.0f} 行，{left}{end}"
    )
    sys.stderr.flush()


def _aside(args: argparse.Namespace, file: Path, done: Imported) -> Path | None:
    """Write the rows put aside where they can be mended; nothing where there are none."""
    from zhifa.acts.importaside import write_aside

    if not done.aside or args.dry_run:
        return None
    place = Path(args.aside) if args.aside else file.with_name(f"{file.name}-没有录入的行.xlsx")
    write_aside(done.run, place)
    return place


def _document(done: Imported, aside: Path | None) -> dict[str, Any]:
    return {
        "run": done.run,
        "source": done.source,
        "layout": done.layout,
        "read": done.read,
        "written": done.written,
        "unchanged": done.unchanged,
        "quarantined": done.aside,
        "findings": done.findings,
        "seconds": round(done.seconds, 2),
        "rate": round(done.rate),
        "aside": str(aside) if aside else None,
        "faults": [
            {"row": one.row, "column": one.column, "value": one.value, "reason": one.reason, "remedy": one.remedy}
            for one in done.faults
        ],
    }


def _told(done: Imported, file: str, aside: Path | None, *, dry_run: bool) -> str:
    verb = "将录入" if dry_run else "录入"
    lines = [
        f"{file}（{done.layout}，来源“{done.source}”）：读出 {done.read} 行，{verb} {done.written} 件，"
        f"以前已经录入 {done.unchanged} 件，没有录入 {done.aside} 行；录入的案件共有 {done.findings} 个问题；"
        f"{done.seconds:.1f} 秒，每秒 {done.rate:.0f} 行"
    ]
    lines += [
        f"  第 {one.row} 行 {one.column}“{one.value}”：{one.reason}。办法：{one.remedy}" for one in done.faults[:SHOWN]
    ]
    if len(done.faults) > SHOWN:
        lines.append("  …… 其余见文件")
    if aside:
        lines.append(f"没有录入的行在 {aside}；改好后 zhifa import cases --mend {aside}")
        lines.append(f"其中不用再录的：zhifa import left-out {done.run} --reason 理由")
    return "\n".join(lines)


def configure_left_out(parser: argparse.ArgumentParser) -> None:
    """Which of the rows that wait, and why they need not come back."""
    parser.add_argument("--reason", metavar="TEXT", required=True, help="为什么不录，如 与第 12 行是同一件")
    parser.add_argument("--column", metavar="NAME", default="", help="只要这一栏有毛病的行，写清单的栏目名称")
    parser.add_argument(
        "--kind", metavar="TEXT", dest="fault", default="", help="只要有这种毛病的行，照 --dry-run 列出的写"
    )


def leave_out(args: argparse.Namespace, _: Path) -> int:
    """0 when the rows are left out, 1 when refused."""
    from zhifa.acts import importaside
    from zhifa.core.values import Refusal
    from zhifa.store.readers.imports import kinds_aside

    kinds = [
        {"column": column, "kind": kind, "faults": many} for (column, kind), many in kinds_aside(args.place).items()
    ]
    done = importaside.leave_out(
        args.place, column=args.column, kind=args.fault, reason=args.reason, actor=installer(), dry_run=args.dry_run
    )
    if isinstance(done, Refusal):
        complain(done.message, where="zhifa import left-out", mend=done.remedy)
        return 1
    document = {"run": args.place, "left_out": done.many, "rows": done.rows, "reason": args.reason.strip()}
    lines = [f"{done.many} 行{'将不再录' if args.dry_run else '不再录，理由记在日志里'}：第 {done.rows} 行"]
    if args.dry_run:
        lines += ["待改的行的毛病（--column 栏目，--kind 毛病）："]
        lines += [f"  {one['column']} · {one['kind']}：{one['faults']} 处" for one in kinds[:SHOWN]]
    emit(args, document | {"waiting": kinds}, "\n".join(lines))
    return 0


def configure_export(parser: argparse.ArgumentParser) -> None:
    """Whose cases, which list, which year, where to."""
    parser.add_argument("layout", metavar="LAYOUT", help="版式：penalty、permit、measure、compulsion、inspection 等")
    parser.add_argument("--organ", metavar="CODE", required=True, help="哪个机关（和它下面的机关）")
    parser.add_argument("--year", metavar="Y", type=int, required=True, help="哪一年计数、作出决定或者立案的")
    parser.add_argument("--out", metavar="FILE", required=True, help="写到哪个文件，.csv、.xlsx 或者 .parquet")


def give(args: argparse.Namespace) -> int:
    """0 when written, 1 when refused, 2 for wrong words."""
    from datetime import date

    from zhifa.acts.exporting import export_cases
    from zhifa.core.values import Refusal

    place = Path(args.out)
    if place.suffix not in (".csv", ".xlsx", ".parquet") or not 1900 < args.year < 2200:
        complain(
            "文件名应以 .csv、.xlsx 或者 .parquet 结尾，年份写四位数",
            where="zhifa export cases",
            mend="例如 --out 处罚.csv",
        )
        return 2
    span = (date(args.year, 1, 1), date(args.year, 12, 31))
    done = export_cases(args.organ, args.layout, place, first=span[0], last=span[1], actor=installer())
    if isinstance(done, Refusal):
        complain(done.message, where="zhifa export cases", mend=done.remedy)
        return 1
    emit(args, {"file": str(place), "written": done}, f"{place}：{done} 件")
    return 0
