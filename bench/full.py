"""A full store: a million cases of a district, filled once and kept, so that everything is measured over the same.

`python -m bench.full DIR [CASES] [--postgresql]`: 58 organs, most cases light ones of one bureau, a fifth of the
others open. The first recheck completes their rows, as of `NOW`. `DIR` holds the installation and, on
PostgreSQL, the files of a server that runs while it is asked.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.site import site_in

NOW = datetime(2025, 12, 1, 2, tzinfo=UTC)
ORGANS = 58
SPREAD = (210, 609)
LIGHT = 85
"""Of a hundred cases so many are light: entered through `enter_light`, each one event, all closed."""
TOGETHER = 20_000
FILLED = "filled.json"


@contextmanager
def full_store(folder: Path, cases: int, *, postgresql: bool = False) -> Iterator[dict[str, Any]]:
    """The store in a folder, filled if it is not; what is known of its filling."""
    from tools.postgres import start

    folder.mkdir(parents=True, exist_ok=True)
    with site_in(folder, start(folder / "pg") if postgresql else ""):
        said = folder / FILLED
        if not said.exists():
            said.write_text(json.dumps(_fill(cases)), encoding="utf-8")
        yield json.loads(said.read_text(encoding="utf-8"))


def _fill(cases: int) -> dict[str, Any]:
    from bench.filling import A_YEAR, fill
    from zhifa.ports import clock
    from zhifa.store.casework.models import Case

    scenes, weights = zip(*A_YEAR, strict=True)
    others = cases * (100 - LIGHT) // 100
    with clock.at(NOW):
        if Case.objects.count() < others:  # else a filling that was broken off goes on
            fill(others, towns=ORGANS, scenes=scenes, weights=weights, spread=SPREAD)
        _enter(Case.objects.count() - others, cases - others)
    return {"cases": cases}


def _enter(first: int, cases: int) -> None:
    """Light cases of one bureau, through the act that enters them, from the first that is not there yet."""
    from bench.light import a_case
    from zhifa.acts.light import Entered, enter_light
    from zhifa.acts.work import Actor
    from zhifa.store.registry.models import Organ
    from zhifa.store.registry.people import people

    Organ.objects.filter(pk="lq").update(level="区县", functions=[{"function": "traffic_police"}])
    wang = Actor(people(["王立"])["王立"], "王立")
    for start in range(first, cases, TOGETHER):
        some = [replace(a_case(n), number=f"示例{n}号") for n in range(start, min(start + TOGETHER, cases))]
        done = enter_light("lq", some, actor=wang)
        assert isinstance(done, Entered), done
        assert not done.refused, done.refused[0]


def timed(work: Any) -> float:
    """How many seconds something takes."""
    began = time.perf_counter()
    work()
    return round(time.perf_counter() - began, 2)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("cases", type=int, nargs="?", default=1_000_000)
    parser.add_argument("--postgresql", action="store_true")
    args = parser.parse_args()
    with full_store(args.folder, args.cases, postgresql=args.postgresql) as known:
        sys.stdout.write(json.dumps(known) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
