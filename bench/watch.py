"""The daily watch, a full recheck and the sweep of patterns, in a store of a million cases.

`python -m bench.watch [CASES] [--store DIR] [--due N] [--postgresql] [--workers N] [--only PART …]`: over the store of
`bench.full`, kept in `DIR` or filled anew. The recheck works every case out, due or not; `--broken-off` stops it half
way and takes it up again. The watch takes the cases that are due on one morning; the sweep looks for what many cases
show together.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event
from typing import Any

from bench.full import NOW, full_store

PARTS = ("recheck", "watch", "sweep")


def measure(folder: Path, args: argparse.Namespace) -> dict[str, Any]:
    """Seconds of the wall clock and of the processors for each part, and what came of it."""
    with full_store(folder, args.cases, postgresql=args.postgresql) as known:
        from zhifa.acts.sweeping import sweep_patterns
        from zhifa.acts.work import context
        from zhifa.jobs import watch
        from zhifa.jobs.looking import processors
        from zhifa.ports import clock

        context()
        found: dict[str, Any] = {
            **known, "processors": processors(), "load before": " ".join(f"{one:.1f}" for one in os.getloadavg()),
        }  # fmt: skip
        if "recheck" in args.only:
            with clock.at(NOW):
                found |= _timed("recheck", lambda: _recheck(known["cases"], args))
        if "watch" in args.only:
            morning = _morning()
            _make_due(args.due, morning)
            with clock.at(morning):
                found |= _timed("watch", lambda: watch.run_once(workers=args.workers))
        if "sweep" in args.only:
            with clock.at(NOW):
                found |= _timed("sweep", sweep_patterns)
        found["largest process MiB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        return found


def _timed(name: str, work: Callable[[], Any]) -> dict[str, Any]:
    """What something comes to, with its seconds: by the clock, of this process, of the processes that helped."""
    began, own, others = time.perf_counter(), time.process_time(), _children()
    done = work()
    return {
        name: str(done)[:200],
        f"{name} seconds": round(time.perf_counter() - began, 2),
        f"{name} processor seconds": f"{time.process_time() - own:.1f} + {_children() - others:.1f}",
    }


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _recheck(cases: int, args: argparse.Namespace) -> Any:
    """Every case; or with a stop half way, where the second pass goes on behind the last case of the first."""
    from zhifa.jobs import watch

    stop, place = Event(), [""]
    began = time.perf_counter()

    def told(last: str, count: int) -> None:
        place[0] = last
        if args.broken_off and count >= cases // 2:
            stop.set()
        if count % 50_000 == 0:
            sys.stderr.write(f"{count} after {time.perf_counter() - began:.0f} s\n")

    first = watch.recheck(stop, told=told, workers=args.workers)
    if not args.broken_off:
        return first
    return first, watch.recheck(after=place[0], workers=args.workers)


def _morning() -> datetime:
    """A morning after every day the store was looked at."""
    from django.db.models import Max

    from zhifa.store.casework.models import Case

    last = Case.objects.filter(state="open").aggregate(last=Max("as_of"))["last"] or NOW.date()
    return NOW + timedelta(days=max((last - NOW.date()).days, 0) + 1)


def _make_due(count: int, on: datetime) -> None:
    """So many open cases are due, and nothing else: as on a morning after a day on which the watch went through."""
    from zhifa.store.casework.models import Case

    keys = list(Case.objects.filter(state="open").order_by("id").values_list("id", flat=True)[:count])
    later = on.date() + timedelta(days=1)
    Case.objects.filter(next_check_on__lte=on.date()).update(next_check_on=later)
    for start in range(0, len(keys), 500):
        Case.objects.filter(pk__in=keys[start : start + 500]).update(next_check_on=on.date())


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cases", type=int, nargs="?", default=1_000_000)
    parser.add_argument("--store", type=Path)
    parser.add_argument("--due", type=int, default=20_000)
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS)
    parser.add_argument("--broken-off", action="store_true")
    parser.add_argument("--postgresql", action="store_true")
    parser.add_argument("--workers", type=int)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="zhifa-bench-") as passing:
        found = measure(args.store or Path(passing), args)
    for name, value in found.items():
        sys.stdout.write("" if args.json else f"{name:28} {value}\n")
    sys.stdout.write(json.dumps(found) + "\n" if args.json else "")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
