"""`zhifa import`: take what others have written into this installation, and name what cannot be taken."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zhifa.cli import cases, matters, payments
from zhifa.cli.output import complain, emit

if TYPE_CHECKING:
    from zhifa.acts.library import Imported, Named

HELP = (
    "导入：案件清单（cases）、法规文本（laws）、权责清单（matters）、缴款对账（payments）；读不懂的逐项列出，其余照收；"
    "案件清单里放在一边的行可以不再录（left-out）"
)
SHOWN = 40
"""So many things are listed for people; --json lists everything."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of import: what it takes, and how."""

    help: str
    takes: str
    run: Callable[[argparse.Namespace, Path], int]
    metavar: str = "DIR"
    """A folder, `FILE`, or the key of an earlier import, `RUN`."""
    configure: Callable[[argparse.ArgumentParser], None] | None = None
    """Words of its own."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Every kind has its own words; all of them take a place, `--dry-run` and `--json`."""
    kinds = parser.add_subparsers(dest="kind", metavar="KIND", required=True)
    for name, kind in KINDS.items():
        made = kinds.add_parser(name, help=kind.help, description=kind.help, conflict_handler="resolve")
        made.add_argument("place", metavar=kind.metavar, help=kind.takes)
        if kind.configure:
            kind.configure(made)
        made.add_argument("--dry-run", action="store_true", help="只检查，不写入")
        made.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="输出一个 JSON 文档")
        made.add_argument("--data", metavar="DIR", default=argparse.SUPPRESS, help="数据目录")


def run(args: argparse.Namespace) -> int:
    """0 when something was taken and nothing stopped the whole, 1 when nothing could be, 2 for a wrong place."""
    kind, place = KINDS[args.kind], Path(args.place)
    what = {"DIR": "目录", "FILE": "文件"}.get(kind.metavar, "")
    if what and not (place.is_dir() if kind.metavar == "DIR" else place.is_file()):
        complain(f"{what} {args.place} 不存在", where=f"zhifa import {args.kind}", mend=f"核对路径，应为一个{what}")
        return 2
    import django

    django.setup()
    return kind.run(args, place)


def _laws(args: argparse.Namespace, folder: Path) -> int:
    from zhifa.acts.library import import_laws

    began = time.perf_counter()
    done = import_laws(folder, dry_run=args.dry_run, heard=_heard if sys.stderr.isatty() else None)
    seconds = round(time.perf_counter() - began, 2)
    emit(args, _document(done, seconds), _told(done, seconds, dry_run=args.dry_run))
    return 0 if done.loaded else 1


def _heard(done: int, total: int) -> None:
    if done % 25 == 0 or done == total:
        sys.stderr.write(f"\r  {done}/{total}{chr(10) if done == total else ''}")
        sys.stderr.flush()


def _document(done: Imported, seconds: float) -> dict[str, Any]:
    return {
        "read": done.read,
        "written": done.written,
        "unchanged": done.unchanged,
        "articles": done.articles,
        "skipped": done.skipped,
        "quarantined": [asdict(one) for one in done.quarantined],
        "findings": [asdict(one) for one in done.findings],
        "seconds": seconds,
    }


def _told(done: Imported, seconds: float, *, dry_run: bool) -> str:
    verb = "将写入" if dry_run else "写入"
    lines = [
        f"读取 {done.read} 份文本，{verb} {done.written} 份，没有变化 {done.unchanged} 份，共 {done.articles} 条；"
        f"{seconds} 秒"
    ]
    if done.skipped:
        lines.append(f"INDEX.csv 另有 {done.skipped} 行不是法规文本，没有读取")
    lines += _listed("没有收录", done.quarantined)
    lines += _listed("已收录，请核对", done.findings)
    return "\n".join(lines)


def _listed(title: str, found: Sequence[Named]) -> list[str]:
    if not found:
        return []
    shown = [f"  {one.file} · {one.place}：{one.reason}。办法：{one.remedy}" for one in found[:SHOWN]]
    more = [f"  另有 {len(found) - SHOWN} 处，见 --json"] if len(found) > SHOWN else []
    return ["", f"{title} {len(found)} 处：", *shown, *more]


KINDS: Mapping[str, Kind] = {
    "laws": Kind("法规文本目录（带 INDEX.csv）导入法规库", "法规文本目录", _laws),
    "matters": Kind(
        "权责清单表格导入，替换同一清单的旧版本",
        "CSV、XLSX、XLS、ODS 表格",
        matters.take,
        "FILE",
        matters.configure_import,
    ),
    "cases": Kind(
        "处罚、许可、强制、检查清单逐行录成案件；读不懂的放在一边，改好再导入",
        "CSV、XLSX、XLS、ODS、Parquet 表格",
        cases.take,
        "FILE",
        cases.configure_import,
    ),
    "left-out": Kind(
        "放在一边的行不再录：重复的、另外办的，写明理由，行号和理由记入日志",
        "哪次导入，写 zhifa import cases 给出的编号",
        cases.leave_out,
        "RUN",
        cases.configure_left_out,
    ),
    "payments": Kind(
        "代收机构的缴款文件与罚款对账，相符的记入案件",
        "CSV、XLSX、XLS、ODS 表格",
        payments.take,
        "FILE",
        payments.configure_import,
    ),
}
