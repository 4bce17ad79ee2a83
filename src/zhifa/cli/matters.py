"""Power lists on the command line: `zhifa import matters`, `zhifa export matters`, and what `zhifa lists` counts."""

from __future__ import annotations

import argparse
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zhifa.cli.law import today
from zhifa.cli.output import complain, emit
from zhifa.cli.reading import read_day, unusable
from zhifa.core.jurisdiction import MODES

if TYPE_CHECKING:
    from zhifa.acts.powerlists import ListTaken
    from zhifa.core.powerlist.model import Counts, Layout
    from zhifa.core.powerlist.reading import Fault

SHOWN = 40
"""So many things are listed for people; --json lists everything."""


def configure_import(parser: argparse.ArgumentParser) -> None:
    """Which list it is, whose, since when."""
    parser.add_argument("--list", metavar="NAME", help="清单名称或者代码；默认取表格上方的标题")
    parser.add_argument("--organ", metavar="CODE", help="编制机关的代码；默认取表格里写的机关")
    parser.add_argument("--from", dest="start", metavar="DATE", help="自哪一日起施行；默认取表格里写的日期，没有则今天")
    parser.add_argument("--document", metavar="TEXT", help="印发清单的文件，如 渝北府发〔2024〕3号")
    parser.add_argument("--mode", metavar="方式", choices=MODES, help="表格没有行使方式一栏时的方式")


def take(args: argparse.Namespace, file: Path) -> int:
    """0 when the list was taken or is unchanged, 1 when nothing of it could be, 2 for a wrong word."""
    from zhifa.acts.powerlists import ListFile, import_list
    from zhifa.acts.work import Actor
    from zhifa.core.permission import Person, RoleHeld
    from zhifa.core.values import Refusal

    began = time.perf_counter()
    start = read_day(args.start, "--from") if args.start else None
    if args.start and start is None:
        return 2
    try:
        content = file.read_bytes()
    except OSError as error:
        complain(unusable(error), where=str(file), mend="核对路径和权限")
        return 2
    given = ListFile(
        name=file.name, content=content, title=args.list or "", organ=args.organ or "", start=start,
        document=args.document or "", mode=args.mode or "",
    )  # fmt: skip
    # Whoever may run commands on the server may change every table of it; the journal says that it was done there.
    keeper = Actor(Person("installer", "安装程序", (RoleHeld("catalogue_editor", ""),)), "installer")
    done = import_list(given, actor=keeper, dry_run=args.dry_run)
    if isinstance(done, Refusal):
        complain(done.message, where=file.name, mend=done.remedy)
        return 1
    seconds = round(time.perf_counter() - began, 2)
    emit(args, _taken(done, file.name, seconds), _told(done, file.name, seconds, dry_run=args.dry_run))
    return 0 if done.written or done.unchanged else 1


def _faults(found: Sequence[Fault], file: str) -> list[dict[str, str]]:
    return [
        {"file": file, "place": one.place, "column": one.column, "value": one.value, "reason": one.reason,
         "remedy": one.remedy}
        for one in found
    ]  # fmt: skip


def _taken(done: ListTaken, file: str, seconds: float) -> dict[str, Any]:
    return {
        "list": done.code,
        "title": done.title,
        "from": done.start,
        "read": done.read,
        "written": done.written,
        "unchanged": done.unchanged,
        "counts": counted(done.counts),
        "quarantined": _faults(done.quarantined, file),
        "findings": _faults(done.findings, file),
        "seconds": seconds,
    }


def counted(counts: Counts) -> dict[str, Any]:
    """The JSON form of counts."""
    return {
        "items": counts.whole,
        "kinds": dict(counts.kinds),
        "levels": dict(counts.levels),
        "modes": dict(counts.modes),
        "matched": counts.matched,
    }


def _told(done: ListTaken, file: str, seconds: float, *, dry_run: bool) -> str:
    verb = "将收录" if dry_run else "收录"
    what = f"与现行版本相同，{done.unchanged} 项没有变化" if done.unchanged else f"{verb} {done.written} 项"
    kinds = "、".join(f"{kind} {many}" for kind, many in done.counts.kinds.items() if many)
    lines = [f"{done.title}（{done.code}）自 {done.start} 起：读出 {done.read} 行，{what}；{seconds} 秒"]
    if kinds:
        lines.append(f"{kinds}；合计 {done.counts.whole}，其中 {done.counts.matched} 项对应到事项目录")
    for title, found in (("没有收录", done.quarantined), ("已收录，请核对", done.findings)):
        if found:
            lines += ["", f"{title} {len(found)} 处："]
            lines += [f"  {file} · {one.place}{_at(one)}：{one.reason}。办法：{one.remedy}" for one in found[:SHOWN]]
            lines += [f"  另有 {len(found) - SHOWN} 处，见 --json"] if len(found) > SHOWN else []
    return "\n".join(lines)


def _at(one: Fault) -> str:
    column = f" · {one.column}" if one.column else ""
    return f"{column}“{one.value}”" if one.value else column


def configure_export(parser: argparse.ArgumentParser) -> None:
    """Which list, which kind, on which day, to which file."""
    parser.add_argument("--list", metavar="NAME", help="清单名称或者代码；默认导出全部清单，一个清单一张表")
    parser.add_argument("--kind", metavar="类型", help="只要一类，如 许可、处罚")
    parser.add_argument("--on", metavar="DATE", help="以哪一日的清单为准，默认今天")
    parser.add_argument("--to", metavar="FILE", required=True, help="写到哪个文件，.xlsx 或 .csv")


def give(args: argparse.Namespace) -> int:
    """0 when written, 1 when there is no such list, 2 for a wrong word."""
    from zhifa.acts.listings import layout_today, list_on, lists_on
    from zhifa.acts.listtable import table_of
    from zhifa.ports.tablewriting import csv_bytes, xlsx_bytes

    on = today() if args.on is None else read_day(args.on, "--on")
    if on is None:
        return 2
    target = Path(args.to)
    if target.suffix.lower() not in (".xlsx", ".csv"):
        complain(f"不能写成“{target.suffix or args.to}”", where="--to", mend="文件名以 .xlsx 或 .csv 结尾")
        return 2
    layout = layout_today()
    kind = layout.kinds.find(args.kind) if args.kind else None
    if args.kind and kind is None:
        complain(f"没有“{args.kind}”这一类", where="--kind", mend="写作 " + "、".join(layout.kinds.all))
        return 2
    chosen = [one for one in lists_on(on) if not args.list or args.list in (one.head.code, one.head.title)]
    if not chosen:
        complain(f"{on} 没有名为“{args.list}”的清单", where="--list", mend="zhifa lists 查看有哪些清单")
        return 1
    if target.suffix.lower() == ".csv" and len(chosen) > 1:
        complain(f"有 {len(chosen)} 个清单，CSV 只能放一个", where="--list", mend="用 --list 选一个，或者写成 .xlsx")
        return 2
    tables = []
    for one in chosen:
        found = list_on(one.head.code, on)
        items = found[1] if found else []
        tables.append(table_of(one.head, [item for item in items if kind is None or item.kind == kind.code], layout))
    content = csv_bytes(tables[0]) if target.suffix.lower() == ".csv" else xlsx_bytes(tables)
    try:
        target.write_bytes(content)
    except OSError as error:
        complain(unusable(error), where=str(target), mend="核对路径和权限")
        return 1
    written = sum(len(table.rows) for table in tables)
    emit(args, {"file": str(target), "lists": [one.head.code for one in chosen], "written": written},
         f"{target}：{len(tables)} 个清单，{written} 项")  # fmt: skip
    return 0


def table(rows: Sequence[tuple[str, Mapping[str, int], int]], layout: Layout) -> str:
    """Lists with their counts by kind, the eight and the sum."""
    kinds = [kind for kind in layout.kinds.all.values() if not kind.extra or any(row[1].get(kind.code) for row in rows)]
    lines = ["　".join([*(kind.code for kind in kinds), "合计", "清单"])]
    for title, counts, whole in rows:
        lines.append("　".join([*(str(counts.get(k.code, 0)).rjust(2 * len(k.code)) for k in kinds),
                               str(whole).rjust(4), title]))  # fmt: skip
    return "\n".join(lines)
