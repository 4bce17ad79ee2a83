"""How long an act takes on a file of SQLite, beside a script that writes the same rows: `python -m bench.acts`.

Whole cases of the simple and the ordinary procedure are played through `take_step`. After each act the statements
with which it wrote are sent again, by plain sqlite3 in one transaction, to a copy of the same file beside it: the
two figures come from the same second of the same machine, and their ratio is what reading, deciding, deriving and
the ORM cost.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sqlite3
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.site import Spread, fresh_site, spread

NAMES = ("penalty-simple-main", "penalty-ordinary-main")


class Recorder:
    """Notes what an act writes; installed as Django's execute wrapper."""

    def __init__(self) -> None:
        self.writes: list[tuple[str, Any, bool]] = []
        self.statements = 0

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        self.statements += 1
        if sql.lstrip()[:6] in {"INSERT", "UPDATE", "DELETE"}:
            self.writes.append((sql, [tuple(one) for one in params] if many else tuple(params or ()), many))
        return execute(sql, params, many, context)

    def start(self) -> None:
        self.writes, self.statements = [], 0


def replay(raw: sqlite3.Connection, writes: list[tuple[str, Any, bool]]) -> float:
    """Send an act's writes again in one transaction; milliseconds."""
    plain = [(sql.replace("%s", "?"), params, many) for sql, params, many in writes]
    began = time.perf_counter()
    raw.execute("BEGIN IMMEDIATE")
    for sql, params, many in plain:
        cursor = raw.executemany(sql, params) if many else raw.execute(sql, params)
        if "RETURNING" in sql:
            cursor.fetchall()
    raw.execute("COMMIT")
    return (time.perf_counter() - began) * 1000


def measure(rounds: int) -> dict[str, Any]:
    """Milliseconds of every act, wall and processor, and of its bare writes; statements per act."""
    with fresh_site() as folder:
        from django.db import connection

        from bench import town

        town.found_town()
        recorder = Recorder()
        connection.close()
        raw = _copy(folder / "zhifa.sqlite3", folder / "raw.sqlite3")
        acts: list[tuple[float, float]] = []
        bare: list[float] = []
        statements: list[int] = []
        with connection.execute_wrapper(recorder):
            _play(1, recorder, raw, [], [], [])
            _play(rounds, recorder, raw, acts, bare, statements)
        agree = _rows(connection.cursor()) == _rows(raw)
        raw.close()
    if not agree:
        raise SystemExit("the bare script did not write the same rows")
    act, cpu, script = spread([wall for wall, _ in acts]), spread([cpu for _, cpu in acts]), spread(bare)
    each = round(sum(statements) / len(statements), 1)
    return {"act": act, "cpu": cpu, "raw": script, "ratio": round(act.median / script.median, 2), "statements": each}


def _play(
    rounds: int,
    recorder: Recorder,
    raw: sqlite3.Connection,
    acts: list[tuple[float, float]],
    bare: list[float],
    counts: list[int],
) -> None:
    from bench import town
    from zhifa.acts.work import Recorded

    take = town.take_step

    def timed(*given: Any, **more: Any) -> Any:
        replay(raw, recorder.writes)  # what opening a case and looking around has written since
        recorder.start()
        began, cpu = time.perf_counter(), time.thread_time()
        result = take(*given, **more)
        took = ((time.perf_counter() - began) * 1000, (time.thread_time() - cpu) * 1000)
        if isinstance(result, Recorded):
            acts.append(took)
            counts.append(recorder.statements)
            bare.append(replay(raw, recorder.writes))
        recorder.start()
        return result

    town.take_step = timed  # type: ignore[assignment]
    try:
        for _ in range(rounds):
            for name in NAMES:
                for played in town.Player(town.scenario(name)).play():
                    assert played.expected != "done" or isinstance(played.result, Recorded), played
    finally:
        town.take_step = take
        replay(raw, recorder.writes)
        recorder.start()


def _copy(source: Path, target: Path) -> sqlite3.Connection:
    shutil.copyfile(source, target)
    raw = sqlite3.connect(target, isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "cache_size=-65536", "temp_store=MEMORY"):
        raw.execute(f"PRAGMA {pragma}")
    return raw


def _rows(cursor: Any) -> list[int]:
    tables = ("journal_event", "journal_personal", "casework_case", "casework_obligation", "casework_task", "outcome")
    return [cursor.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables]


def main() -> None:
    parser = argparse.ArgumentParser(description="行为的速度")
    parser.add_argument("rounds", nargs="?", type=int, default=40, help="各案件办几遍")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    found = measure(args.rounds)
    if args.json:
        sys.stdout.write(json.dumps({k: v.row() if isinstance(v, Spread) else v for k, v in found.items()}) + "\n")
        return
    for name, value in found.items():
        sys.stdout.write(f"{name:12}{value}\n")


if __name__ == "__main__":
    main()
