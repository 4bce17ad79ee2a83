"""A full store: a million cases of a district, filled once and kept, so that everything is measured over the same.

`python -m bench.full DIR [CASES] [--postgresql] [--like SQLITE_DIR]`: 58 organs, most cases light ones of one bureau, a
fifth of the others open. The first recheck completes their rows, as of `NOW`. `DIR` holds the installation and, on
PostgreSQL, the files of a server that runs while it is asked. `--like` takes over every row of a store on SQLite.
"""

from __future__ import annotations

import argparse
import json
import sqlite3
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
def full_store(
    folder: Path, cases: int, *, postgresql: bool = False, like: Path | None = None
) -> Iterator[dict[str, Any]]:
    """The store in a folder, filled if it is not; what is known of its filling."""
    from tools.postgres import start

    folder.mkdir(parents=True, exist_ok=True)
    with site_in(folder, start(folder / "pg") if postgresql else ""):
        said = folder / FILLED
        if not said.exists():
            said.write_text(json.dumps(_taken_over(like) if like else _fill(cases)), encoding="utf-8")
        yield json.loads(said.read_text(encoding="utf-8"))


def _fill(cases: int) -> dict[str, Any]:
    from bench.filling import A_YEAR, fill
    from zhifa.ports import clock
    from zhifa.store.casework.models import Case
    from zhifa.store.registry.models import Role

    scenes, weights = zip(*A_YEAR, strict=True)
    others = cases * (100 - LIGHT) // 100
    with clock.at(NOW):
        if Case.objects.count() < others:  # else a filling that was broken off goes on
            fill(others, towns=ORGANS, scenes=scenes, weights=weights, spread=SPREAD)
        Role.objects.update(path="500112/")  # whoever took the steps of a copied case may act for its organ
        _enter(Case.objects.count() - others, cases - others)
    return {"cases": cases}


def _taken_over(source: Path) -> dict[str, Any]:
    """Every row of a store on SQLite, copied into the empty PostgreSQL of this one."""
    from django.db import connection

    rows = sqlite3.connect(f"file:{source / 'zhifa.sqlite3'}?mode=ro", uri=True)
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")  # neither guards nor references: it is one store
        cursor.execute(
            "SELECT table_name, string_agg(column_name, ',' ORDER BY ordinal_position) FROM information_schema.columns"
            " WHERE table_schema = 'public' AND is_generated = 'NEVER' GROUP BY table_name"
        )
        there = {table for (table,) in rows.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        tables = {table: columns for table, columns in cursor.fetchall() if table in there and table[:7] != "django_"}
        cursor.execute(f"TRUNCATE {', '.join(tables)} CASCADE")
        for table, columns in tables.items():
            listed = ", ".join(f'"{name}"' for name in columns.split(","))
            with cursor.cursor.copy(f'COPY "{table}" ({listed}) FROM STDIN') as copy:
                for row in rows.execute(f'SELECT {listed} FROM "{table}"'):
                    copy.write_row(row)
        for statement in _sequences(cursor):
            cursor.execute(statement)
        cursor.execute("ANALYZE")
    return json.loads((source / FILLED).read_text(encoding="utf-8"))


def _sequences(cursor: Any) -> list[str]:
    """Every automatic key goes on behind the last one taken over."""
    cursor.execute(
        "SELECT table_name, column_name FROM information_schema.columns"
        " WHERE table_schema = 'public' AND is_identity = 'YES'"
    )
    return [
        f"SELECT setval(pg_get_serial_sequence('{table}', '{name}'),"
        f" (SELECT COALESCE(MAX({name}), 0) + 1 FROM {table}), false)"
        for table, name in cursor.fetchall()
    ]


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
    parser.add_argument("--like", type=Path)
    args = parser.parse_args()
    with full_store(args.folder, args.cases, postgresql=args.postgresql, like=args.like) as known:
        sys.stdout.write(json.dumps(known) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
