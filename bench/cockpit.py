"""How long pages of supervision take over a full store: `python -m bench.cockpit [CASES] [--store DIR] [--postgresql]`.

In the store nearly every copied case has faults, for its officers belong to another organ. All but 5,000 findings are
taken away first, in a transaction that is rolled back at the end. Whole responses: session, permission, queries,
template, as a supervisor of a district of 58 organs sees them, the head of one of them, and the head of the bureau
whose light cases are most of the store. Findings have their spells; deeds and tallies of a year are written for 1,600
officers.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from bench.full import NOW, full_store
from bench.pages import _client, _timed
from bench.site import Spread

OFFICERS, FINDINGS = 1_600, 5_000
PAGES = {
    "cockpit": "/oversight",
    "organ": "/oversight?organ=t01",
    "bureau": "/oversight?organ=lq",
    "wall": "/oversight/wall",
    "late": "/oversight/due/late",
    "soon": "/oversight/due/soon",
    "officers": "/oversight/officers",
    "officers of an organ": "/oversight/officers?organ=t01",
    "begun this month": "/oversight/spells/begun",
    "work": "/oversight/work",
    "digest of a day": "/digests/lq/day/2025-09-10",
    "cases": "/cases",
}
OF_A_HEAD = {"workbench": "/", "cockpit": "/oversight", "review": "/review", "cases": "/cases"}


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


def _leave_some(count: int) -> None:
    """So many findings are left, as of a district that works its faults off. Rows alone are changed."""
    from django.db import connection

    from zhifa.store.casework.models import Case, Finding

    table = Finding._meta.db_table
    with connection.cursor() as cursor:
        every = max(Finding.objects.count() // count, 1)
        cursor.execute(f"CREATE TEMPORARY TABLE some_findings AS SELECT * FROM {table} WHERE id % {every} = 0")
        cursor.execute(f"DELETE FROM {table}")
        cursor.execute(f"INSERT INTO {table} SELECT * FROM some_findings")
        cursor.execute("DROP TABLE some_findings")
    Case.objects.filter(red_count__gt=0, state="closed").update(red_count=0)


def measure(folder: Path, args: argparse.Namespace) -> dict[str, Any]:
    """Milliseconds by page, and how long spells are compared."""
    with full_store(folder, args.cases, postgresql=args.postgresql) as known:
        from django.db import transaction

        from zhifa.acts.fault_spells import compare
        from zhifa.acts.work import today
        from zhifa.ports import clock
        from zhifa.store.activity.models import Tally
        from zhifa.store.casework.models import Case, Finding
        from zhifa.store.readers.cockpit import open_duties

        with transaction.atomic(), clock.at(NOW + timedelta(days=1)):
            _leave_some(FINDINGS)
            found: dict[str, Any] = {"cases": Case.objects.count(), **known}
            found |= {"findings": Finding.objects.count(), "open duties": open_duties(("",)).count()}
            for name in ("first", "again"):
                began = time.perf_counter()
                compare()
                found[f"spells {name} seconds"] = round(time.perf_counter() - began, 2)
            if not Tally.objects.exists():
                _tallies(today())
            district = _client("督察", "supervisor", "500112/")
            for name, place in PAGES.items():
                found[f"district {name}"] = _timed(district, place, args.repeat)
            for who, person, path in (("head", "镇长", "500112/t01/"), ("bureau's head", "局长", "500112/lq/")):
                client = _client(person, "head", path)
                for name, place in OF_A_HEAD.items():
                    found[f"{who} {name}"] = _timed(client, place, args.repeat)
            transaction.set_rollback(True)
        return found


def main() -> None:
    parser = argparse.ArgumentParser(description="监督页面的速度")
    parser.add_argument("cases", nargs="?", type=int, default=1_000_000)
    parser.add_argument("--store", type=Path)
    parser.add_argument("--repeat", type=int, default=8)
    parser.add_argument("--postgresql", action="store_true")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="zhifa-bench-") as passing:
        found = measure(args.store or Path(passing), args)
    if args.json:
        sys.stdout.write(json.dumps({k: v.row() if isinstance(v, Spread) else v for k, v in found.items()}) + "\n")
        return
    for name, value in found.items():
        sys.stdout.write(f"{name:28}{value}\n")


if __name__ == "__main__":
    main()
