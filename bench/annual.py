"""The tables of a bureau's year from counters, from rows and from cells: `python -m bench.annual [PART …]`.

Parts: sqlite, postgresql, cells, ten, spark, acts; all of them, one process each, without a name. Rows come from
`bench.outcomes`: they are outcome rows put straight into the table or into Parquet, no cases and no journals, so the
figures say how fast statistics are and nothing about how rows get there.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any, Final

from bench.site import Spread, fresh_site, spread

YEAR: Final = 2024
PARTS: Final = ("sqlite", "postgresql", "cells", "ten", "spark", "acts")
PLAYED: Final = ("penalty-simple-main", "penalty-ordinary-main")
PAIRS: Final = 25
CLUSTER: Final = "local-cluster[2,1,1024]"


@dataclass(frozen=True, slots=True)
class Took:
    """How long a deed takes by the clock and, where the machine is shared, on the processor: all threads together."""

    wall: Spread
    cpu: float

    @property
    def median(self) -> float:
        return self.wall.median

    def row(self) -> dict[str, float]:
        return self.wall.row() | {"cpu": self.cpu}


def timed(deed: Callable[[], Any], times: int) -> tuple[Took, Any]:
    """How long a deed takes, in milliseconds, after one run that is not counted; and what it gave last."""
    last = deed()
    walls, cpus = [], []
    for _ in range(max(times, 2)):
        began, worked = time.perf_counter(), time.process_time()
        last = deed()
        walls.append((time.perf_counter() - began) * 1000)
        cpus.append((time.process_time() - worked) * 1000)
    return Took(spread(walls), round(median(cpus), 3)), last


def write_cell(place: Path, years: Sequence[int]) -> None:
    """A signed cell with the rows of some years; nothing where it is there already."""
    if place.exists():
        return
    from pyarrow import compute

    from bench.outcomes import UNITS, a_year
    from zhifa.ports.cells import CellWriter, Unit
    from zhifa.ports.signing import signer

    with CellWriter.at(place) as writer:
        for year in years:
            table = a_year(year)
            for organ in UNITS:
                for batch in table.filter(compute.equal(table["organ_id"], organ)).combine_chunks().to_batches():
                    writer.add_batch(organ, year, batch)
        writer.finish(
            origin="bench", exported_at="", rules="", checkpoint="", beyond=0,
            units=[Unit(code, code, code, f"yb/{code}/") for code in UNITS],
            signer=signer(place.parent / "key.pem", "bench"),
        )  # fmt: skip


def printed(sheets: Sequence[Any]) -> dict[str, Any]:
    """The totals of some tables by figure."""
    return {
        column.indicator: value
        for sheet in sheets
        for column, value in zip(sheet.rule.columns, sheet.total.values, strict=True)
    }


def as_published(*forms: Sequence[Any]) -> dict[str, Any]:
    """Whether the tables print what the bureau printed, figure by figure, and the amount in whole 万元."""
    from bench.outcomes import PRINTED

    found = {code: value for sheets in forms for code, value in printed(sheets).items()}
    different = {code: (said, found.get(code)) for code, said in PRINTED.items() if found.get(code) != said}
    return {"figures": len(PRINTED) + 1, "different": different, "amount_wan": found["penalty.amount"] // 1_000_000}


def database(work: Path, *, postgresql: bool) -> dict[str, Any]:
    """Tables from rows and from counters, counters made anew, an export, and what a user would write with the ORM."""
    from tools.postgres import start

    write_cell(work / "one", [YEAR])
    with fresh_site(start() if postgresql else "") as folder:
        loaded = _load(work / "one")
        from zhifa.ports.rules import rulebook
        from zhifa.store import counters
        from zhifa.store.counters.models import DayCounter, Delta, YearCounter
        from zhifa.store.readers.statistics import form_sheets

        rules = rulebook().as_of(date(YEAR, 12, 31))

        def tables(form: str = "chongqing", *, rows: bool = False) -> list[Any]:
            return form_sheets(form, YEAR, None, rules, rows=rows)

        from_rows, first = timed(lambda: tables(rows=True), 5)
        began = time.perf_counter()
        deltas = counters.recount()
        recounted = time.perf_counter() - began
        from_counters, second = timed(tables, 25)
        assert [(s.lines, s.total) for s in first] == [(s.lines, s.total) for s in second]
        waiting = _append(5_000)
        with_deltas, _ = timed(tables, 25)
        counters.fold_all()
        by_orm, _ = timed(_orm, 3)
        return {
            "rows": loaded["rows"], "load_seconds": loaded["seconds"], "from_rows_ms": from_rows.row(),
            "recount_seconds": round(recounted, 2), "changes": deltas, "days": DayCounter.objects.count(),
            "years": YearCounter.objects.count(),
            "from_counters_ms": from_counters.row(), f"with_{waiting}_changes_waiting_ms": with_deltas.row(),
            "left": Delta.objects.count(), "django_orm_ms": by_orm.row(),
            "published": as_published(second, tables("2019")), "export": _export(folder, work / "exported"),
        }  # fmt: skip


def _load(cell: Path) -> dict[str, Any]:
    """Put the rows of a cell into the outcome table in the order of their days; keys to cases are not checked."""
    import pyarrow.parquet as parquet
    from django.db import connection, transaction

    from bench.outcomes import UNITS
    from zhifa.ports.cells import COLUMNS
    from zhifa.store.journal.rows import write_rows
    from zhifa.store.registry.models import Organ

    Organ.objects.bulk_create(
        Organ(code=code, path=f"yb/{code}/", name=code, short=code, mark=code, level="派出所") for code in UNITS
    )
    names = [name for name, _ in COLUMNS]
    table = parquet.read_table(cell / "outcomes", partitioning=None).sort_by("counted_on")
    began = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute(
            "SET session_replication_role = replica" if connection.vendor == "postgresql" else "PRAGMA foreign_keys=OFF"
        )
        for batch in table.to_batches(100_000):
            columns = [column.to_pylist() for column in batch.columns]
            columns[1] = [day.isoformat() for day in columns[1]]
            with transaction.atomic():
                write_rows("outcome", names, list(zip(*columns, strict=True)))
        cursor.execute("ANALYZE")
    return {"rows": table.num_rows, "seconds": round(time.perf_counter() - began, 1)}


def _append(many: int) -> int:
    """So many changes that no job has added up yet, of no effect on the sums."""
    from zhifa.store import counters
    from zhifa.store.counters.keys import KEYS, SUMS

    row = ["yb01", f"{YEAR}-05-06", "penalty.decided", 1, "penalty.simple", "罚款", "", 0, 0, 1, 20_000]
    for number in range(many):
        sign = -1 if number % 2 else 1
        counters.moved((*KEYS, *SUMS), (), [(*row[:-2], sign, sign * 20_000)])
    return many


def _orm() -> list[Any]:
    """The same six tables as a careful user of Django writes them: one query for each, conditional aggregates."""
    from django.db.models import Count, Q, Sum

    from zhifa.core.statistics import form_tables, indicators
    from zhifa.ports.rules import rulebook
    from zhifa.store.casework.models import Outcome

    rules = rulebook().as_of(date(YEAR, 12, 31))
    known = indicators(rules)
    found = []
    for rule in form_tables(rules, "chongqing"):
        columns = {}
        for number, wanted in enumerate(rule.counted(known)):
            which = Q(code__in=wanted.outcomes)
            for column, allowed in wanted.where:
                which &= Q(**{f"{column}__in": allowed})
            columns[f"f{number}"] = (
                Sum("amount_fen", filter=which) if wanted.sum != "count" else Count("id", filter=which)
            )
        by = "organ_id" if rule.rows == "organ" else rule.rows
        found += list(Outcome.objects.filter(counted_on__year=YEAR).values(by).annotate(**columns).order_by(by))
    return found


TELLING: Final = """import sys, time
from zhifa.cli.main import main
status = main(sys.argv[1:])
highest = next(line for line in open("/proc/self/status") if line.startswith("VmHWM")).split()[1]
sys.stderr.write(f"told {int(highest) // 1024} {time.process_time():.2f}")
sys.exit(status)
"""


def _export(folder: Path, place: Path) -> dict[str, Any]:
    """`zhifa export outcomes` as a process of its own: seconds, rows a second, the most memory it took."""
    command = [sys.executable, "-c", TELLING, "export", "outcomes", "--out", str(place), "--json"]
    environment = os.environ | {"ZHIFA_DATA": str(folder)}
    try:
        done = subprocess.run(command, capture_output=True, check=True, text=True, env=environment)
    finally:
        shutil.rmtree(place, ignore_errors=True)
    told = json.loads(done.stdout)
    memory, cpu = done.stderr.rpartition("told ")[2].split()
    return {
        "seconds": told["seconds"],
        "cpu_seconds": float(cpu),
        "rows_per_second": round(told["rows"] / told["seconds"]),
        "memory_mib": int(memory),
    }


BY_HAND: Final = (
    """SELECT permit_kind, count(*) FILTER (code = 'permit.applied'), count(*) FILTER (code = 'permit.accepted'),
 count(*) FILTER (code = 'permit.granted'), count(*) FILTER (code = 'permit.refused'),
 count(*) FILTER (code = 'permit.revoked'), count(*) FILTER (code = 'permit.reviewed'),
 count(*) FILTER (code = 'permit.review_corrected')
 FROM rows WHERE code LIKE 'permit.%' AND year(counted_on) = 2024 GROUP BY permit_kind""",
    """SELECT organ_id, count(*) FILTER (kind = '警告'), count(*) FILTER (kind = '通报批评'),
 count(*) FILTER (kind = '罚款'), count(*) FILTER (kind = '没收违法所得'), count(*) FILTER (kind = '没收非法财物'),
 count(*) FILTER (kind = '暂扣许可证件'), count(*) FILTER (kind = '降低资质等级'),
 count(*) FILTER (kind = '吊销许可证件'), count(*) FILTER (kind = '限制开展生产经营活动'),
 count(*) FILTER (kind = '责令停产停业'), count(*) FILTER (kind = '责令关闭'), count(*) FILTER (kind = '限制从业'),
 count(*) FILTER (kind = '行政拘留'), count(*) FILTER (kind = '其他'), count(*), sum(amount_fen),
 count(*) FILTER (procedure LIKE 'penalty.simple%'), count(*) FILTER (procedure LIKE 'penalty.ordinary%')
 FROM rows WHERE code = 'penalty.decided' AND year(counted_on) = 2024 GROUP BY organ_id""",
    """SELECT organ_id, code, kind, sum(count), sum(amount_fen) FROM rows
 WHERE code NOT IN ('penalty.decided', 'penalty.fined') AND code NOT LIKE 'permit.%' AND year(counted_on) = 2024
 GROUP BY organ_id, code, kind""",
)
"""What somebody who knows DuckDB writes for the same figures: two wide tables, and everything rare in one."""


def cells(work: Path) -> dict[str, Any]:
    """Tables of one year from a cell on DuckDB, beside queries written by hand and pandas on the same files."""
    from zhifa.jobs.cells import add_up, form_sheets, open_cells
    from zhifa.ports.engines import engine

    write_cell(work / "one", [YEAR])
    opened_in, opened = timed(lambda: open_cells([work / "one"], []), 5)
    files = opened[0].files(YEAR)
    units = {unit.code: unit.short for unit in opened[0].manifest.units}
    whole, added = timed(lambda: add_up(opened, "chongqing", YEAR, name="duckdb"), 7)
    with engine("duckdb", files) as asked:
        tables, _ = timed(lambda: form_sheets(asked, "chongqing", YEAR, units), 15)
        other = form_sheets(asked, "2019", YEAR, units)
    by_hand, rare = _by_hand(files)
    found = {
        "bytes": sum(path.stat().st_size for path in files), "files": len(files), "verify_ms": opened_in.row(),
        "duckdb_ms": tables.row(), "duckdb_with_start_ms": whole.row(), "by_hand_ms": by_hand.row(),
        "ratio": round(tables.median / by_hand.median, 2),
        "ratio_cpu": round(tables.cpu / by_hand.cpu, 2), "published": as_published(added.sheets, other),
        "rare_rows": rare,
    }  # fmt: skip
    return found | _pandas(files, added.sheets)


def _by_hand(files: Sequence[Path]) -> tuple[Took, int]:
    import duckdb

    with duckdb.connect() as connection:
        connection.read_parquet([str(path) for path in files]).create_view("rows")
        took, last = timed(lambda: [connection.execute(sql).fetchall() for sql in BY_HAND], 15)
    return took, len(last[2])


def _pandas(files: Sequence[Path], sheets: Sequence[Any]) -> dict[str, Any]:
    """What somebody who knows pandas writes: read the columns, pivot each family of codes."""
    try:
        import pandas as pd
    except ImportError:
        return {"pandas_ms": "not installed"}

    def tables() -> Any:
        names = ["organ_id", "counted_on", "code", "count", "amount_fen", "procedure", "kind", "permit_kind"]
        rows = pd.concat([pd.read_parquet(path, columns=names) for path in files])
        rows = rows[pd.to_datetime(rows["counted_on"]).dt.year == YEAR]
        permits = rows[rows["code"].str.startswith("permit.")]
        decided = rows[rows["code"] == "penalty.decided"]
        rest = rows[~rows["code"].str.startswith("permit.") & (rows["code"] != "penalty.decided")]
        return (
            permits.pivot_table(index="permit_kind", columns="code", values="count", aggfunc="sum"),
            decided.pivot_table(index="organ_id", columns="kind", values="count", aggfunc="sum"),
            decided.pivot_table(index="organ_id", columns="procedure", values="count", aggfunc="sum"),
            decided.groupby("organ_id")["amount_fen"].sum(),
            rest.pivot_table(index="organ_id", columns=["code", "kind"], values="count", aggfunc="sum"),
        )

    took, last = timed(tables, 3)
    fines = printed(sheets)["penalty.kind.fine"]
    assert int(last[1]["罚款"].sum()) == fines
    return {"pandas_ms": took.row()}


def ten(work: Path) -> dict[str, Any]:
    """Ten years on DuckDB beside one: the same tables over a span of ten years, and each year by itself."""
    from zhifa.core.statistics import Span, ask_table, form_tables, indicators
    from zhifa.jobs.cells import form_sheets, open_cells
    from zhifa.ports.engines import engine
    from zhifa.ports.rules import rulebook

    years = range(YEAR - 5, YEAR + 5)  # the forms are in force from the end of 2018
    write_cell(work / "ten", years)
    began = time.perf_counter()
    opened = open_cells([work / "ten"], [])
    verified = time.perf_counter() - began
    rules = rulebook().as_of(date(YEAR, 12, 31))
    units = {unit.code: unit.short for unit in opened[0].manifest.units}

    def span(asked: Any) -> list[Any]:
        known, whole = indicators(rules), Span(start=date(years[0], 1, 1), end=date(years[-1], 12, 31))
        return [ask_table(asked, rule, known, whole, units=units)[0] for rule in form_tables(rules, "chongqing")]

    with engine("duckdb", opened[0].files(YEAR)) as asked:
        one, _ = timed(lambda: form_sheets(asked, "chongqing", YEAR, units), 11)
    with engine("duckdb", opened[0].files()) as asked:
        all_ten, sheets = timed(lambda: span(asked), 7)
        each, _ = timed(lambda: [form_sheets(asked, "chongqing", year, units) for year in years], 3)
    totals = printed(sheets)
    from bench.outcomes import PRINTED

    assert totals["penalty.total"] == 10 * PRINTED["penalty.total"]
    return {
        "rows": opened[0].manifest.rows, "bytes": sum(part.bytes for part in opened[0].manifest.parts),
        "verify_seconds": round(verified, 2), "one_year_ms": one.row(), "ten_years_ms": all_ten.row(),
        "ratio": round(all_ten.median / one.median, 2),
        "ratio_cpu": round(all_ten.cpu / one.cpu, 2), "ten_single_years_ms": each.row(),
    }  # fmt: skip


def spark(work: Path) -> dict[str, Any]:
    """The same statements on Spark, one year, as a cluster of two workers; tables compared with DuckDB's."""
    from zhifa.jobs.cells import add_up, form_sheets, open_cells
    from zhifa.ports.engines import engine

    write_cell(work / "one", [YEAR])
    opened = open_cells([work / "one"], [])
    units = {unit.code: unit.short for unit in opened[0].manifest.units}
    expected = add_up(opened, "chongqing", YEAR, name="duckdb").sheets
    found: dict[str, Any] = {}
    for master in (CLUSTER, "local[*]"):
        began = time.perf_counter()
        with engine("spark", opened[0].files(YEAR), master=master) as asked:
            sheets = form_sheets(asked, "chongqing", YEAR, units)
            first = time.perf_counter() - began
            took, _ = timed(lambda: form_sheets(asked, "chongqing", YEAR, units), 3)  # noqa: B023
        same = [(s.lines, s.total) for s in sheets] == [(s.lines, s.total) for s in expected]
        found[master] = {"first_seconds_with_start": round(first, 1), "tables_ms": took.row(), "identical": same}
    return found


def acts(work: Path) -> dict[str, Any]:
    """What counters cost an act, on the processor: the same two penalties with and without, in turn."""
    with fresh_site():
        from bench import town
        from zhifa.store.casework import projector

        town.found_town()
        kept, found, played = projector.moved, {True: list[float](), False: list[float]()}, 0
        for number in range(2 * PAIRS + 2):
            counting = number % 2 == 0
            projector.moved = kept if counting else (lambda *_: None)
            began = time.process_time()
            played = sum(1 for name in PLAYED for _ in town.Player(town.scenario(name)).play())
            if number > 1:
                found[counting].append((time.process_time() - began) * 1000 / played)
        projector.moved = kept
    with_, without = median(found[True]), median(found[False])
    return {
        "acts_in_a_pair": played,
        "pairs": PAIRS,
        "with_cpu_ms": round(with_, 3),
        "without_cpu_ms": round(without, 3),
        "more_percent": round((with_ / without - 1) * 100, 1),
        "quartiles_ms": [spread(found[way]).row() for way in (True, False)],
    }


def measure(part: str, work: Path) -> dict[str, Any]:
    """One part, by its name."""
    if part in ("sqlite", "postgresql"):
        return database(work, postgresql=part == "postgresql")
    return {"cells": cells, "ten": ten, "spark": spark, "acts": acts}[part](work)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", choices=[[], *PARTS], help="which parts; all without a name")
    parser.add_argument("--work", type=Path, help="where Parquet files are kept between runs")
    given = parser.parse_args()
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="zhifa-bench-"))
        work = given.work or Path(folder)
        work.mkdir(parents=True, exist_ok=True)
        if len(given.parts) == 1:
            sys.stdout.write(json.dumps(measure(given.parts[0], work), ensure_ascii=False, indent=1) + "\n")
            return 0
        for part in given.parts or PARTS:
            sys.stdout.write(f"== {part}\n")
            sys.stdout.flush()
            subprocess.run([sys.executable, "-m", "bench.annual", part, "--work", str(work)], check=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
