"""A bureau's year imported from its lists: `python -m bench.imports [--scale S] [--postgresql] [--workers N]`.

Writes the five lists of a year whose totals a bureau printed (`zhifa simulate`; 1,557,784 rows at scale 1), imports
them through the act people use, verifies the journal, and adds the annual tables up. Beside it the same rows of the
same tables are put into a second, empty store by nothing but `executemany` or COPY. `--count` imports only the first
rows of each list. One JSON document comes out.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any, Final

from bench.annual import YEAR, printed, timed
from bench.site import fresh_site
from zhifa.jobs.helping import processors

CODE: Final = "ybga"
TABLES: Final = (
    "journal_event", "journal_personal", "casework_case", "casework_casegrams", "casework_proceeding",
    "casework_obligation", "casework_ruling", "casework_permit", "outcome", "appraisal_appraisal", "imports_takenrow",
)  # fmt: skip
BARE: Final = 200_000
"""So many cases are written once more by the bare statements."""
TOGETHER: Final = 4_000
OF_A_SITE: Final = (
    "shared_buffers=4GB", "max_wal_size=8GB", "checkpoint_timeout=30min", "wal_buffers=64MB", "wal_writer_delay=20ms",
)  # fmt: skip
"""What docs/operations.md asks a site to give PostgreSQL; none of it is about what survives a power cut. The huge pages
for which it asks as well are used where the machine has them."""


class Memory:
    """The most memory this process and those it started held at one time: proportional shares, summed."""

    def __init__(self) -> None:
        self.most = 0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def _watch(self) -> None:
        while not self._stop.wait(1):
            self.most = max(self.most, sum(map(_share, _family(os.getpid()))))

    def __enter__(self) -> Memory:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._stop.set()
        self._thread.join()


def _family(process: int, *, server: bool = False) -> Iterator[int]:
    """A Python process and those below it; the server of the database is one of them only where it is asked for."""
    try:
        if not server and b"python" not in Path(f"/proc/{process}/cmdline").read_bytes():
            return
        yield process
        below = Path(f"/proc/{process}/task/{process}/children").read_text()
    except OSError:
        return
    for child in below.split():
        yield from _family(int(child), server=server)


def _processor() -> float:
    """Seconds of processor this process and all below it have taken so far, the server of the database as well."""
    return sum(map(_seconds, _family(os.getpid(), server=True)))


def _seconds(process: int) -> float:
    try:
        told = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")


def _share(process: int) -> int:
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0)


def measure(scale: float, *, workers: int, postgresql: bool, count: int) -> dict[str, Any]:
    """Everything, on a store of its own."""
    from tools.postgres import start
    from zhifa.jobs.bureau.profile import added_up

    address = start(settings=OF_A_SITE) if postgresql else ""
    with fresh_site(address) as folder:
        lists, bureau = _lists(folder, scale)
        bare = _empty_copy(folder, address)
        with Memory() as memory, ExitStack() as stack:
            imported = _imported(stack, lists, workers, count)
        found = imported | {"memory_mib": memory.most // 2**20, "workers": workers, "database": _database()}
        found |= _verified()
        found["bare_rows_per_second"] = _bare(folder, bare)
        found["ratio"] = round(found["bare_rows_per_second"] / found["rows_per_second"], 2)
        return found | _tables(None if count else added_up(bureau))


def _database() -> str:
    from django.db import connection

    if connection.vendor != "postgresql":
        return connection.vendor
    with connection.cursor() as cursor:
        cursor.execute("SHOW huge_pages_status")
        return f"postgresql, huge pages {cursor.fetchone()[0]}"


def _lists(folder: Path, scale: float) -> tuple[list[Path], Any]:
    """The lists of the year, and the bureau registered with the staff they name."""
    from zhifa.jobs.bureau.profile import bureaus, scaled
    from zhifa.jobs.bureau.registering import register_bureau
    from zhifa.jobs.bureau.writing import write_year
    from zhifa.ports.rules import rulebook

    book = rulebook()
    bureau = replace(scaled(bureaus(book)["yubei-police-2024"], scale), year=YEAR)
    assert register_bureau(bureau, CODE) is None
    return [one.path for one in write_year(bureau, book, folder / "lists", seed=1, suffix="csv")], bureau


def _empty_copy(folder: Path, address: str) -> str:
    """The store as it is before the first row, once more."""
    from django.db import connection

    if not address:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
        return str(shutil.copy(next(folder.glob("*.sqlite3")), folder / "bare.sqlite3"))
    import psycopg

    connection.close()
    with psycopg.connect(address.replace("/postgres?", "/template1?"), autocommit=True) as other:
        other.execute("CREATE DATABASE bare TEMPLATE postgres")
    return address.replace("/postgres?", "/bare?")


def _imported(stack: ExitStack, lists: Sequence[Path], workers: int, count: int) -> dict[str, Any]:
    from zhifa.acts.importing import Imported, Order, import_cases
    from zhifa.cli.cases import installer
    from zhifa.jobs.entering import Helpers

    found: dict[str, Any] = {}
    rows = seconds = 0.0
    helpers = stack.enter_context(Helpers(workers)) if workers else None
    for path in lists:
        if count:
            with path.open(encoding="utf-8-sig") as file:
                path.with_suffix(".part.csv").write_text("".join(islice(file, count + 1)), encoding="utf-8")
            path = path.with_suffix(".part.csv")
        began, processor = time.perf_counter(), _processor()
        done = import_cases(Order(path=path, organ=CODE), actor=installer(), working=helpers)
        took = time.perf_counter() - began
        assert isinstance(done, Imported), done
        assert done.written == done.read, done.faults[:3]
        found[path.stem.partition(".")[0]] = {
            "rows": done.read, "seconds": round(took, 1), "rows_per_second": round(done.read / took),
            "findings": done.findings, "processor_us_a_row": round((_processor() - processor) / done.read * 1e6),
        }  # fmt: skip
        rows, seconds = rows + done.read, seconds + took
        sys.stderr.write(f"{path.name} {found[path.stem.partition('.')[0]]}\n")
    return {"lists": found, "rows": int(rows), "seconds": round(seconds, 1), "rows_per_second": round(rows / seconds)}


def _verified() -> dict[str, Any]:
    """Every event placed, and the whole journal verified."""
    from zhifa.jobs.sequencer import place_all
    from zhifa.store import journal

    began = time.perf_counter()
    place_all()
    placed = time.perf_counter()
    checked = journal.verify()
    assert checked.valid, checked
    return {"placed_seconds": round(placed - began, 1), "verified_seconds": round(time.perf_counter() - placed, 1)}


def _bare(folder: Path, place: str) -> int:
    """Rows of a list a second, by nothing but the statements: the same rows into the same tables, indexes and all."""
    from django.db import connection

    seconds, cases = 0.0, 0
    write, close = _postgresql_writer(place) if "://" in place else _sqlite_writer(place)
    with connection.cursor() as cursor:
        # What a row told beside its own case are later events of the case: its rows are written once.
        cursor.execute("SELECT min(id) FROM journal_event WHERE stream_kind = 'case' AND version = 1")
        first = cursor.fetchone()[0]
        while cases < BARE:
            cursor.execute(
                "SELECT id, stream_id FROM journal_event WHERE stream_kind = 'case' AND version = 1 AND id >= %s "
                "ORDER BY id LIMIT %s",
                [first, TOGETHER],
            )
            events = cursor.fetchall()
            if not events:
                break
            chunk = [(name, *_rows(cursor, name, [e for e, _ in events], [c for _, c in events])) for name in TABLES]
            began = time.perf_counter()
            write(chunk)
            seconds += time.perf_counter() - began
            first, cases = events[-1][0] + 1, cases + len(events)
    close()
    return round(cases / seconds)


def _rows(cursor: Any, table: str, events: Sequence[int], cases: Sequence[str]) -> tuple[list[str], list[Any]]:
    """The rows of some cases in one table."""
    column, keys = {
        "journal_event": ("id", events), "journal_personal": ("event_id", events), "casework_case": ("id", cases),
        "imports_takenrow": ('"case"', cases),
    }.get(table, ("case_id", cases))  # fmt: skip
    if table == "imports_takenrow":  # by place: nothing looks a row up by its case
        cursor.execute('SELECT * FROM imports_takenrow ORDER BY "key" LIMIT 1')
        names = [one[0] for one in cursor.description]
        sample = cursor.fetchone()
        places = [(n // 256).to_bytes(4, "big") for n in events]  # lists follow their numbers
        fresh = [
            (sample[0], place + os.urandom(12), sample[2], sample[3], n, case)
            for n, place, case in zip(events, places, cases, strict=True)
        ]
        return names, fresh if names[1] == "key" else []
    places = ", ".join(["%s"] * len(keys))
    cursor.execute(f'SELECT * FROM "{table}" WHERE {column} IN ({places}) ORDER BY 1', list(keys))
    return [one[0] for one in cursor.description], cursor.fetchall()


def _sqlite_writer(place: str) -> tuple[Any, Any]:
    store = sqlite3.connect(place, isolation_level=None)
    for setting in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON", "cache_size=-65536"):
        store.execute(f"PRAGMA {setting}")

    def write(chunk: Any) -> None:
        store.execute("BEGIN IMMEDIATE")
        for table, names, rows in chunk:
            listed, places = ", ".join(f'"{name}"' for name in names), ", ".join("?" * len(names))
            store.executemany(f'INSERT INTO "{table}" ({listed}) VALUES ({places})', rows)
        store.execute("COMMIT")

    return write, store.close


def _postgresql_writer(place: str) -> tuple[Any, Any]:
    import psycopg

    store = psycopg.connect(place)
    # A key into a table that is not filled here is not checked.
    source = "imports_takenrow_source_id_28958ef0_fk_imports_source_id"
    store.execute(f"ALTER TABLE imports_takenrow DROP CONSTRAINT IF EXISTS {source}")
    store.commit()

    def write(chunk: Any) -> None:
        with store.cursor() as cursor:
            for table, names, rows in chunk:
                listed = ", ".join(f'"{name}"' for name in names)
                with cursor.copy(f'COPY "{table}" ({listed}) FROM STDIN') as copy:
                    for row in rows:
                        copy.write_row(row)
        store.commit()

    return write, store.close


def _tables(wanted: Mapping[str, int] | None) -> dict[str, Any]:
    """The annual tables from counters and from rows, equal to each other and, of whole lists, to what was printed."""
    from zhifa.ports.rules import rulebook
    from zhifa.store import counters
    from zhifa.store.readers.statistics import form_sheets

    rules = rulebook().as_of(date(YEAR, 12, 31))
    counters.fold_all()
    by_counters, first = timed(lambda: form_sheets("chongqing", YEAR, None, rules), 9)
    by_rows, second = timed(lambda: form_sheets("chongqing", YEAR, None, rules, rows=True), 2)
    assert [(s.lines, s.total) for s in first] == [(s.lines, s.total) for s in second]
    found: dict[str, Any] = {"from_counters_ms": by_counters.row(), "from_rows_ms": by_rows.row()}
    if wanted:
        shown = printed(first) | printed(form_sheets("2019", YEAR, None, rules))
        different = {code: (said, shown.get(code)) for code, said in wanted.items() if shown.get(code) != said}
        found["published"] = {"figures": len(wanted), "different": different}
        assert not different, different
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", type=float, default=1.0, help="how much of the year")
    parser.add_argument("--count", type=int, default=0, help="only so many rows of each list")
    parser.add_argument("--workers", type=int, default=processors(), help="processes that take rows in")
    parser.add_argument("--postgresql", action="store_true")
    parser.add_argument("--profile", metavar="FILE", help="where to write a profile of the process that writes")
    given = parser.parse_args()
    if given.profile:
        import cProfile

        profile = cProfile.Profile()
        found = profile.runcall(
            measure, given.scale, workers=given.workers, postgresql=given.postgresql, count=given.count
        )
        profile.dump_stats(given.profile)
    else:
        found = measure(given.scale, workers=given.workers, postgresql=given.postgresql, count=given.count)
    found["machine"] = subprocess.run(["uptime"], capture_output=True, text=True, check=False).stdout.strip()
    sys.stdout.write(json.dumps(found, ensure_ascii=False, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
