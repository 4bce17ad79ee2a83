"""The daily watch, and a full recheck, in a store of a million cases.

`python -m bench.watch [CASES] [--due N] [--postgresql] [--workers N]`: cases as a bureau has them, most of them light
and closed. The recheck works every one out anew, due or not, broken off once in the middle and taken up again; the
watch takes the cases that are due on one morning.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Event
from typing import Any

from bench.site import fresh_site

NOW = datetime(2025, 12, 1, 2, tzinfo=UTC)
SPREAD = (210, 609)
LIGHT = 85
"""Of a hundred cases so many are light: entered through `enter_light`, each one event, all closed."""
TOGETHER = 20_000


def measure(cases: int, due: int, *, postgresql: bool = False, workers: int | None = None) -> dict[str, Any]:
    """Seconds to fill the store, to recheck all of it and to watch what is due; what was found different."""
    from tools.postgres import start

    with fresh_site(start() if postgresql else ""):
        from bench.filling import A_YEAR, fill
        from zhifa.jobs import watch
        from zhifa.ports import clock

        scenes, weights = zip(*A_YEAR, strict=True)
        with clock.at(NOW):
            others = cases * (100 - LIGHT) // 100
            filled, _ = _timed(lambda: fill(others, scenes=scenes, weights=weights, spread=SPREAD))
            entered, _ = _timed(lambda: _enter(cases - others))
        with clock.at(NOW):
            rechecked, done = _timed(lambda: _recheck(cases))
        again = NOW + timedelta(days=1)
        _make_due(due, again)
        with clock.at(again):
            watched, seen = _timed(lambda: watch.run_once(workers=workers))
        memory = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        return {
            "cases": cases, "fill_seconds": filled, "enter_light_seconds": entered,
            "recheck_seconds": rechecked, "rechecked": done,
            "due": seen.cases, "watch_seconds": watched, "failed": len(seen.failed),
            "processors": os.cpu_count(), "largest_process_mib": memory // 1024,
        }  # fmt: skip


def _enter(cases: int) -> None:
    """Light cases of one bureau, through the act that enters them."""
    from bench.light import a_case
    from zhifa.acts.light import Entered, enter_light
    from zhifa.acts.work import Actor
    from zhifa.jobs.entering import Helpers
    from zhifa.store.registry.models import Organ
    from zhifa.store.registry.people import people

    Organ.objects.filter(pk="lq").update(level="区县", functions=[{"function": "traffic_police"}])
    wang = Actor(people(["王立"])["王立"], "王立")
    with Helpers() as helpers:
        for start in range(0, cases, TOGETHER):
            some = [replace(a_case(n), number=f"示例{n}号") for n in range(start, min(start + TOGETHER, cases))]
            done = enter_light("lq", some, actor=wang, casting=helpers)
            assert isinstance(done, Entered), done
            assert not done.refused, done.refused[0]


def _recheck(cases: int) -> int:
    """Every case, with a stop half way: the second pass goes on behind the last case of the first."""
    from zhifa.jobs import watch

    stop, place = Event(), [""]
    began = time.perf_counter()

    def told(last: str, count: int) -> None:
        place[0] = last
        if count >= cases // 2:
            stop.set()

    first = watch.recheck(stop, told=told)
    second = watch.recheck(after=place[0])
    sys.stderr.write(f"recheck: {first.cases} + {second.cases} in {time.perf_counter() - began:.1f} s\n")
    return first.cases + second.cases


def _make_due(count: int, on: datetime) -> None:
    """So many open cases are due, and nothing else: as on a morning after a day on which the watch went through."""
    from zhifa.store.casework.models import Case

    keys = list(Case.objects.filter(state="open").order_by("id").values_list("id", flat=True)[:count])
    later = on.date() + timedelta(days=1)
    Case.objects.filter(next_check_on__lte=on.date()).update(next_check_on=later)
    for start in range(0, len(keys), 500):
        Case.objects.filter(pk__in=keys[start : start + 500]).update(next_check_on=on.date())


def _timed(work: Any) -> tuple[float, Any]:
    began = time.perf_counter()
    done = work()
    return round(time.perf_counter() - began, 2), done


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cases", type=int, nargs="?", default=1_000_000)
    parser.add_argument("--due", type=int, default=20_000)
    parser.add_argument("--postgresql", action="store_true")
    parser.add_argument("--workers", type=int)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    found = measure(args.cases, args.due, postgresql=args.postgresql, workers=args.workers)
    for name, value in found.items():
        sys.stdout.write("" if args.json else f"{name:20} {value}\n")
    sys.stdout.write(json.dumps(found) + "\n" if args.json else "")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
