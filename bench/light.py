"""How many light cases a second are entered, judged and written: `python -m bench.light [N] […]`.

Each is a record of traffic monitoring with eleven steps, of its own plate and day, entered through `enter_light` in
one transaction: read, sealed, judged by every gate and period, projected. On a file of SQLite; on a private
PostgreSQL with `--postgresql`.
"""

from __future__ import annotations

import argparse
import cProfile
import json
import pstats
import sys
import time
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from bench.site import fresh_site

COUNT = 2000


def measure(count: int, *, profile: bool = False, postgresql: bool = False, workers: int = 0) -> dict[str, Any]:
    """Cases a second, wall and processor, for a batch on a database that has a warm cache of rules."""
    from tools.postgres import start

    with fresh_site(start() if postgresql else ""):
        from bench import town

        organ = town.found_town()
        organ.level, organ.functions = "区县", [{"function": "traffic_police"}]
        organ.save()
        return _entered(count, profile=profile, workers=workers)


def _entered(count: int, *, profile: bool, workers: int) -> dict[str, Any]:
    from zhifa.acts.light import Entered, enter_light
    from zhifa.acts.work import Actor
    from zhifa.jobs.entering import Helpers
    from zhifa.store.registry.people import people

    wang = Actor(people(["王立"])["王立"], "王立")
    enter_light("lq", [a_case(0)], actor=wang)
    cases = [replace(a_case(number), number=f"示例{number}号") for number in range(1, count + 1)]
    helpers = Helpers(workers) if workers else None
    if helpers:
        enter_light("lq", cases[: workers * 500], actor=wang, casting=helpers)
        cases = cases[workers * 500 :]
    watch = cProfile.Profile()
    if profile:
        watch.enable()
    began, worked = time.perf_counter(), time.process_time()
    done = enter_light("lq", cases, actor=wang, casting=helpers)
    seconds, cpu = time.perf_counter() - began, time.process_time() - worked
    if profile:
        watch.disable()
        pstats.Stats(watch).sort_stats("cumulative").print_stats(45)
    if not isinstance(done, Entered) or len(done.case_ids) != len(cases) or done.findings:
        from zhifa.store.casework.models import Finding

        said = getattr(Finding.objects.first(), "message", done)
        raise SystemExit(f"not every case was entered, or not without findings: {str(said)[:300]}")
    if helpers:
        helpers.__exit__(None, None, None)
    count = len(cases)
    return {"cases": count, "per_second": round(count / seconds, 1), "cpu_ms": round(cpu * 1000 / count, 3)}


def a_case(number: int) -> Any:
    """A record of traffic monitoring of its own plate and day."""
    from zhifa.acts.light import LightCase, LightStep
    from zhifa.core.values import Moment

    seen = date(2025, 3, 3) + timedelta(days=number % 200)
    plate, place = f"渝A{number:05}", f"滨江路口 {number % 40} 号"

    def step(code: str, after: int, clock: str, by: str = "王立", **facts: object) -> LightStep:
        day = (seen + timedelta(days=after)).isoformat()
        return LightStep(
            code, Moment.parse(f"{day}T{clock}"), (by,), {k.replace("__", "."): v for k, v in facts.items()}
        )

    handled = (seen + timedelta(days=20)).isoformat()
    entered = (seen + timedelta(days=2)).isoformat()
    what = "不按交通信号灯通行"
    return LightCase(
        "penalty.simple.monitoring",
        (
            step("capture", 0, "08:31", vehicle__plate=plate, monitoring__device="示-03", simple__place=place,
                 matter__code="traffic.red_light", case__title=what, case__happened_on=seen.isoformat(),
                 party__kind="个人", party__name=f"驾驶人{number}"),
            step("enter", 2, "10:00", monitoring__clear=True, monitoring__published=True,
                 monitoring__queryable_on=entered),
            step("tell_owner", 3, "10:00", monitoring__told_by="手机短信"),
            step("come_in", 20, "14:00", "当事人", monitoring__came_by="自助处理平台",
                 delivery__electronic_consent=True),
            step("tell", 20, "14:01", matter__code="traffic.red_light", simple__facts=what, notice__kinds=["罚款"],
                 notice__fine="200", notice__basis="道路交通安全法第九十条", notice__rights_told=True),
            step("hear", 20, "14:02", defence__offered=False),
            step("decision", 20, "14:03", decision__kinds=["罚款"], decision__fine="200", decision__facts=what,
                 decision__basis="道路交通安全法第九十条", decision__term="十五日内缴纳", decision__remedies_told=True),
            step("delivery", 20, "14:05", delivery__method="电子送达", delivery__arrived_at=f"{handled}T14:05"),
            step("report_filing", 20, "17:00"),
            step("payment", 20, "14:10", "当事人", payment__amount="200", payment__total="200"),
            step("archive", 30, "09:00", archive__number=f"2025-电-{number}"),
        ),
    )  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", nargs="?", type=int, default=COUNT)
    parser.add_argument("--profile", action="store_true")
    parser.add_argument("--postgresql", action="store_true")
    parser.add_argument("--workers", type=int, default=0)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    found = measure(given.count, profile=given.profile, postgresql=given.postgresql, workers=given.workers)
    said = f"{found['per_second']} cases/s, {found['cpu_ms']} ms of processor each"
    sys.stdout.write((json.dumps(found) if given.json else said) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
