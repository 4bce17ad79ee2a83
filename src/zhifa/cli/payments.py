"""`zhifa import payments`: a bank's file of fines paid, set against the fines of an organ."""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zhifa.cli.output import complain, emit
from zhifa.cli.reading import unusable

if TYPE_CHECKING:
    from zhifa.acts.payments import PaymentsTaken

SHOWN = 40
"""So many rows are listed for people; --json lists everything."""


def configure_import(parser: argparse.ArgumentParser) -> None:
    """Whose fines the file pays."""
    parser.add_argument("--organ", metavar="CODE", required=True, help="缴的是哪个机关的罚款，写机关的代码")


def take(args: argparse.Namespace, file: Path) -> int:
    """0 when every row fits or was recorded before, 1 when rows do not fit, 2 for a file that cannot be opened."""
    from zhifa.acts.payments import import_payments
    from zhifa.acts.work import Actor
    from zhifa.core.permission import Person, RoleHeld
    from zhifa.core.values import Refusal

    began = time.perf_counter()
    try:
        content = file.read_bytes()
    except OSError as error:
        complain(unusable(error), where=str(file), mend="核对路径和权限")
        return 2
    # Whoever may run commands on the server may enter what the bank sent; the journal says that it was done there.
    clerk = Actor(Person("installer", "安装程序", (RoleHeld("clerk", ""),)), "installer")
    done = import_payments(args.organ, file.name, content, actor=clerk, dry_run=args.dry_run)
    if isinstance(done, Refusal):
        complain(done.message, where=file.name, mend=done.remedy)
        return 1
    seconds = round(time.perf_counter() - began, 2)
    emit(args, _taken(done, file.name, seconds), _told(done, file.name, seconds, dry_run=args.dry_run))
    return 1 if done.mismatched or done.faults else 0


def _taken(done: PaymentsTaken, file: str, seconds: float) -> dict[str, Any]:
    unfit = [row for row in done.rows if row.verdict not in {"recorded", "already"}]
    return {
        "read": len(done.rows) + len(done.faults),
        "written": done.count("recorded"),
        "unchanged": done.count("already"),
        "digest": done.file,
        "number": done.number,
        "quarantined": [
            {"file": file, "row": one.row, "column": one.column, "value": one.value, "reason": one.reason,
             "remedy": one.remedy}
            for one in done.faults
        ],
        "findings": [
            {"file": file, "row": one.line.row, "receipt": one.line.receipt, "decision": one.line.decision,
             "code": one.verdict, "reason": one.reason, "remedy": one.remedy, "case": one.case}
            for one in unfit
        ],
        "seconds": seconds,
    }  # fmt: skip


def _told(done: PaymentsTaken, file: str, seconds: float, *, dry_run: bool) -> str:
    verb = "将记入" if dry_run else "记入"
    lines = [
        f"{file}：读出 {len(done.rows) + len(done.faults)} 行，{verb} {done.count('recorded')} 笔，"
        f"以前已经记入 {done.count('already')} 笔，不符 {done.mismatched + len(done.faults)} 行；{seconds} 秒"
    ]
    said = [f"  第 {one.row} 行 {one.column}：{one.reason}。办法：{one.remedy}" for one in done.faults]
    said += [
        f"  第 {one.line.row} 行 {one.line.receipt}：{one.reason}。办法：{one.remedy}"
        for one in done.rows
        if one.verdict not in {"recorded", "already"}
    ]
    lines += said[:SHOWN]
    lines += [f"  另有 {len(said) - SHOWN} 行，见 --json"] if len(said) > SHOWN else []
    return "\n".join(lines)
