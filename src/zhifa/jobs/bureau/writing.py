"""A bureau's year as files: a list for each kind of act, the labels of planted faults, the staff it names."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date
from pathlib import Path
from random import Random

from zhifa.core.rulebook import Rulebook
from zhifa.jobs.bureau.faults import NUMBERS, Planted, Row, plant
from zhifa.jobs.bureau.lists import HEADS, Year
from zhifa.jobs.bureau.matters import Offences
from zhifa.jobs.bureau.profile import Bureau
from zhifa.ports.casetables import RowWriter

Heard = Callable[[str, int], None]
LABELS = "faults.csv"


@dataclass(frozen=True, slots=True)
class WrittenList:
    """One file that was written."""

    kind: str
    path: Path
    rows: int


def write_year(
    bureau: Bureau, book: Rulebook, folder: Path, *, seed: int, suffix: str, faults: int = 0, heard: Heard | None = None
) -> list[WrittenList]:
    """Write every list of the year into a folder, row by row; with so many faults in each, at most in half its rows."""
    folder.mkdir(parents=True, exist_ok=True)
    done = []
    inspected: list[tuple[date, str]] = []
    planted: list[Planted] = []
    for kind, head in HEADS.items():
        rng = Random(f"{seed}/{kind}")
        offences = Offences(book.as_of(date(bureau.year, 7, 1)), bureau, rng)
        rows = Year(bureau, offences, rng, inspected).rows(kind)
        if count := min(faults, bureau.rows_of(kind) // 2):

            def named(row: Row, number: str = NUMBERS[kind]) -> bool:
                """Whether an inspection will name the row: spoilt, it would spoil that one too."""
                return bool(inspected) and row[number] == inspected[-1][1]

            rows = plant(rows, kind, count, bureau.rows_of(kind), Random(f"{seed}/{kind}/faults"), planted, named)
        path = folder / f"{kind}.{suffix}"
        done.append(WrittenList(kind, path, _write(path, head, rows, kind, heard)))
    if planted:
        _labels(folder / LABELS, planted)
    return done


def _write(path: Path, head: Sequence[str], rows: Iterator[Row], kind: str, heard: Heard | None) -> int:
    count = 0
    with RowWriter(path, head) as out:
        for count, row in enumerate(rows, 1):
            out.write([row.get(name, "") for name in head])
            if heard and count % 50_000 == 0:
                heard(kind, count)
    return count


def _labels(path: Path, planted: Sequence[Planted]) -> None:
    names = [field.name for field in fields(Planted)]
    with RowWriter(path, names) as out:
        for one in planted:
            out.write([str(asdict(one)[name]) for name in names])
