"""`zhifa sweep`: the rules of supervision over cases that are due, or over all, and over many cases together."""

from __future__ import annotations

import argparse
import sys
from datetime import date

from zhifa.cli.output import complain, emit

HELP = "运行监督规则：到期的案件、跨案件的规律（--full 全部案件；--on 看另一天，不写入）"


def configure(parser: argparse.ArgumentParser) -> None:
    """Today or another day; what is due or everything."""
    parser.add_argument("--on", metavar="日期", help="按这一天看（不是今天的，只计算不写入）")
    parser.add_argument("--full", action="store_true", help="全部案件重新核对，不只是到期的")


def run(args: argparse.Namespace) -> int:
    """0 done; 1 when a case could not be worked out; 2 for a day that is none."""
    try:
        day = date.fromisoformat(args.on) if args.on else None
    except ValueError:
        complain(f"“{args.on}”不是日期", where="--on", mend="写作 2026-03-05")
        return 2
    import django

    django.setup()
    from zhifa.jobs.sweep import look_from, sweep

    progress = _progress if sys.stderr.isatty() else None
    done = look_from(day, progress=progress) if day else sweep(full=args.full, progress=progress)
    data = {"cases": done.cases, "findings": done.findings, "seconds": done.seconds, "failed": list(done.failed)}
    lines = [f"核对案件 {done.cases} 件，问题 {sum(done.findings.values())} 个，用时 {done.seconds} 秒"]
    lines += [f"  {number:>6}  {code}" for code, number in done.findings.items()]
    emit(args, data, "\n".join(lines))
    for case_id in done.failed:
        complain(f"案件 {case_id} 没有算出来", where="zhifa sweep", mend="看日志中 sweep.failed、watch.failed 一条")
    return 1 if done.failed else 0


def _progress(cases: int) -> None:
    sys.stderr.write(f"\r已核对 {cases} 件")
    sys.stderr.flush()
