"""What every measurement needs: an installation of its own in a throw-away folder, and figures with their spread."""

from __future__ import annotations

import os
import statistics
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Spread:
    """Many measurements of one thing: median, 99th percentile, quartiles, how many."""

    median: float
    p99: float
    low: float
    high: float
    count: int

    def row(self) -> dict[str, float]:
        return asdict(self)

    def __str__(self) -> str:
        return f"{self.median:8.2f}  p99 {self.p99:8.2f}  quartiles {self.low:.2f}–{self.high:.2f}  n={self.count}"


def spread(values: Sequence[float]) -> Spread:
    """The figures of some measurements; the 99th percentile is the value 1 in 100 exceeds."""
    ordered = sorted(values)
    quarter = statistics.quantiles(ordered, n=4)
    last = ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]
    return Spread(
        round(statistics.median(ordered), 3), round(last, 3), round(quarter[0], 3), round(quarter[2], 3), len(ordered)
    )


@contextmanager
def fresh_site(database: str = "") -> Iterator[Path]:
    """An empty installation on a file of SQLite with the settings of use: WAL, synchronous FULL; or on a database."""
    with tempfile.TemporaryDirectory(prefix="zhifa-bench-") as folder, site_in(Path(folder), database):
        yield Path(folder)


@contextmanager
def site_in(folder: Path, database: str = "") -> Iterator[None]:
    """The installation in a folder that is kept: new if the folder is empty, else as it was left."""
    os.environ["ZHIFA_DATA"] = str(folder)
    os.environ.pop("ZHIFA_DATABASE_URL", None)
    if database:
        os.environ["ZHIFA_DATABASE_URL"] = database
    os.environ["ZHIFA_HOSTS"] = "testserver"
    os.environ["DJANGO_SETTINGS_MODULE"] = "zhifa.config.settings"
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    try:
        yield
    finally:
        connection.close()
