"""`zhifa work`: what happens in the background — sequencer, checkpoints, verifications, long lists, watch, counters."""

from __future__ import annotations

import argparse
import os
import signal
from collections.abc import Callable
from threading import Event, Thread

from zhifa.cli.output import complain, emit, say

HELP = (
    "后台工作：日志排序和检查点、日志核验、网页交来的大清单、每日期限巡查、计数汇总、监督计数（Ctrl+C 或 SIGTERM 停止）"
)

Loop = Callable[[Event], None]


def configure(parser: argparse.ArgumentParser) -> None:
    """Either for good, or once."""
    parser.add_argument("--beside", type=int, default=0, metavar="PID", help="与这个进程同止：它结束，后台工作也停止")
    parser.add_argument("--once", action="store_true", help="各做一遍后退出，供计划任务使用")


def run(args: argparse.Namespace) -> int:
    """Work until stopped; 1 when a loop broke off by itself."""
    import django

    django.setup()
    if args.once:
        return _once(args)
    from zhifa.jobs import counting, importing, sequencer, tallying, verification, watch
    from zhifa.ports import clock

    stop = Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    if not args.beside:
        say("后台工作已开始：日志排序、检查点、日志核验、清单导入、期限巡查、计数汇总、监督计数   按 Ctrl+C 停止")
    loops: dict[str, Loop] = {
        "日志排序": lambda stop: sequencer.run(stop, clock=clock.now),
        "日志核验": verification.run,
        "清单导入": importing.run,
        "期限巡查": watch.run,
        "计数汇总": counting.run,
        "监督计数": tallying.run,
    }
    broken = _together(loops, stop, beside=args.beside)
    for what, error in broken:
        complain(f"{what}中断：{type(error).__name__}: {error}", where="zhifa work", mend="按日志排除原因后重新启动")
    if not broken and not args.beside:
        say("后台工作已停止")
    return 1 if broken else 0


def _together(loops: dict[str, Loop], stop: Event, *, beside: int = 0) -> list[tuple[str, Exception]]:
    """Run the loops beside each other until `stop`; when one breaks off, the others stop as well.

    With `beside` they stop once this process is no longer a child of that one.
    """
    broken: list[tuple[str, Exception]] = []

    def guarded(what: str, loop: Loop) -> None:
        from django.db import connection

        try:
            loop(stop)
        except Exception as error:
            broken.append((what, error))
        finally:
            stop.set()
            connection.close()

    threads = [Thread(target=guarded, args=item, name=item[0]) for item in loops.items()]
    for thread in threads:
        thread.start()
    # A join without a limit would keep Python from running the handlers of signals.
    while any(thread.is_alive() for thread in threads):
        for thread in threads:
            thread.join(0.2)
            if beside and os.getppid() != beside:
                stop.set()
    return broken


def _once(args: argparse.Namespace) -> int:
    from zhifa.jobs import counting, importing, sequencer, tallying, verification, watch
    from zhifa.ports import clock

    verification.run_once()
    importing.run_once()
    watch.of_people()
    watched = watch.run_once()
    counted = counting.run_once()
    watch.of_many()
    placed = sequencer.run_once(now=clock.now(), sign=True)
    tallying.run_once()
    tallying.count()
    found = {
        "cases": watched.cases,
        "effects": watched.effects,
        "failed": list(watched.failed),
        "placed": placed.placed,
        "counted": counted,
        "checkpoint": placed.note is not None,
    }
    text = f"巡查 {watched.cases} 件，写入法律效果 {watched.effects} 项；排序 {placed.placed} 项"
    emit(args, found, text)
    for case in watched.failed:
        complain("案件不能推算，已推迟到明天再查", where=case, mend="查看日志中的原因")
    return 1 if watched.failed else 0
