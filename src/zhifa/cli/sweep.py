"""`zhifa sweep`: the rules of supervision over cases that are due, or over all, and over many cases together."""

from __future__ import annotations

import argparse
import sys
import time
from datetime import date

from zhifa.cli.output import complain, emit

HELP = "运行监督规则：到期的案件、跨案件的规律（--full 全部案件；--on 看另一天，不写入）"

SECONDS_SCREEN, SECONDS_LINE = 0.2, 10.0
"""How often progress is told."""


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

    progress = _Progress()
    done = look_from(day, progress=progress) if day else sweep(full=args.full, progress=progress)
    data = {"cases": done.cases, "findings": done.findings, "seconds": done.seconds, "failed": list(done.failed)}
    lines = [f"核对案件 {done.cases} 件，问题 {sum(done.findings.values())} 个，用时 {done.seconds} 秒"]
    lines += [f"  {number:>6}  {code}" for code, number in done.findings.items()]
    emit(args, data, "\n".join(lines))
    for case_id in done.failed:
        complain(f"案件 {case_id} 没有算出来", where="zhifa sweep", mend="看日志中 sweep.failed、watch.failed 一条")
    return 1 if done.failed else 0


class _Progress:
    """How far a sweep is, how fast it goes, how long it still takes: in place on a screen, else a line now and then."""

    def __init__(self) -> None:
        self.screen = sys.stderr.isatty()
        self.first: tuple[float, int] | None = None
        self.last = 0.0

    def __call__(self, cases: int, whole: int) -> None:
        now = time.monotonic()
        begun, before = self.first = self.first or (now, cases)
        if cases < whole and now - self.last < (SECONDS_SCREEN if self.screen else SECONDS_LINE):
            return
        self.last = now
        said = f"已核对 {cases:,} / {whole:,} 件"
        if cases > before and now > begun:
            rate = (cases - before) / (now - begun)
            said += f"，每秒 {rate:,.0f} 件，还要 {show_seconds((whole - cases) / rate)}"
        sys.stderr.write(f"\r{said}    " if self.screen else f"{said}\n")
        sys.stderr.flush()


def show_seconds(seconds: float) -> str:
    """A stretch of time as people say it."""
    minutes, left = divmod(max(round(seconds), 0), 60)
    return f"{minutes} 分 {left} 秒" if minutes else f"{left} 秒"
