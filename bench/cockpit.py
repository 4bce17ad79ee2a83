"""How long the cockpit takes over a full store: `python -m bench.cockpit [CASES] [--postgresql URL]`.

Whole responses: session, permission, queries, template, as a supervisor of a district of 58 organs sees them and as
the head of one organ does. Findings have their spells; deeds and tallies of a year are written for 1,600 officers.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from datetime import date, timedelta
from typing import Any

from bench.pages import _client, _timed
from bench.site import Spread, fresh_site

ORGANS, OFFICERS = 58, 1_600
PAGES = {
    "cockpit": "/oversight",
    "organ": "/oversight?organ=t01",
    "wall": "/oversight/wall",
    "late": "/oversight/due/late",
    "soon": "/oversight/due/soon",
    "officers": "/oversight/officers",
    "officers of an organ": "/oversight/officers?organ=t01",
    "begun this month": "/oversight/spells/begun",
}


def _close_most() -> None:
    """Of 32 cases one stays as it is; the others are over, as most of a full store are. Rows alone are changed."""
    from zhifa.store.casework.models import Case, Finding, Obligation

    Obligation.objects.filter(case_id__gte="08").update(state="met")
    Finding.objects.filter(case_id__gte="08").delete()
    Case.objects.filter(pk__gte="08").update(state="closed", red_count=0)


def _tallies(today: date) -> None:
    """A year of tallies, and the deeds of this month."""
    from zhifa.store.activity.models import Deed, Tally
    from zhifa.store.readers.activity import months_back
    from zhifa.store.registry.models import Organ

    chance, codes = random.Random(1), list(Organ.objects.values_list("pk", flat=True))
    each = OFFICERS // len(codes)
    Tally.objects.bulk_create(
        Tally(organ_id=organ, month=month, code=code, number=number)
        for organ in codes
        for month in months_back(today)
        for code, number in (("officers", each), ("active", chance.randint(each // 2, each)))
    )
    first = today.replace(day=1)
    Deed.objects.bulk_create(
        (
            Deed(
                organ_id=organ, case_id=f"{organ}-{n}", version=1, person=f"{organ}-{n % each}", procedure="inspection",
                step="inspect", on=first + timedelta(days=n % max((today - first).days, 1)), minute=n % 1440, delay=0,
                persons=2,
            )
            for organ in codes
            for n in range(1_500)
        ),
        batch_size=1_000,
    )  # fmt: skip


def measure(cases: int, repeat: int, database: str) -> dict[str, Any]:
    """Milliseconds by page, and how long spells are compared."""
    with fresh_site(database):
        from bench.filling import fill
        from zhifa.acts.fault_spells import compare
        from zhifa.acts.work import today
        from zhifa.store.casework.models import Case, Finding, Obligation

        began = time.perf_counter()
        fill(cases, towns=ORGANS)
        _close_most()
        filled = round(time.perf_counter() - began, 1)
        found: dict[str, Any] = {"cases": Case.objects.count(), "filled_seconds": filled}
        found["findings"] = Finding.objects.count()
        found["open duties"] = Obligation.objects.filter(state__in=["running", "paused", "lapsed"]).count()
        for name in ("first", "again"):
            began = time.perf_counter()
            compare()
            found[f"spells {name} seconds"] = round(time.perf_counter() - began, 2)
        _tallies(today())
        district, head = _client("督察", "supervisor", "500112/"), _client("镇长", "head", "500112/t01/")
        for name, place in PAGES.items():
            found[f"district {name}"] = _timed(district, place, repeat)
        found["head cockpit"] = _timed(head, "/oversight", repeat)
        return found


def main() -> None:
    parser = argparse.ArgumentParser(description="监督驾驶舱的速度")
    parser.add_argument("cases", nargs="?", type=int, default=1_000_000)
    parser.add_argument("--repeat", type=int, default=10)
    parser.add_argument("--postgresql", default="", metavar="URL")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    found = measure(args.cases, args.repeat, args.postgresql)
    if args.json:
        sys.stdout.write(json.dumps({k: v.row() if isinstance(v, Spread) else v for k, v in found.items()}) + "\n")
        return
    for name, value in found.items():
        sys.stdout.write(f"{name:28}{value}\n")


if __name__ == "__main__":
    main()
