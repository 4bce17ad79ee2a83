"""Writes a cell: rows come in order of organ and day, files follow one another, memory stays flat.

The files are laid down beside their place and moved there when everything is signed: nobody meets half a cell.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from itertools import groupby
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from zhifa.core.journal.checkpoint import Signature
from zhifa.ports.cells.layout import COLUMNS, KEY, MANIFEST, SIGNATURE, BadCell, Manifest, Part, Unit
from zhifa.ports.signing import Signer

ORGAN, DAY = 0, 1
"""Where a row has its organ and its day."""
CHUNK: Final = 1 << 20


class CellWriter:
    """One cell being written; `add` takes rows as tuples in the order of COLUMNS, sorted by organ, then by day."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.parts = folder, list[Part]()
        self._open: tuple[str, int, Any, Path] | None = None
        self._rows = 0

    @classmethod
    @contextmanager
    def at(cls, place: Path) -> Iterator[CellWriter]:
        """A writer whose files appear at `place` once it was closed without an error; the place must be free."""
        if find_spec("pyarrow") is None:
            raise BadCell("没有安装 pyarrow，不能写 Parquet：pip install 'zhifa[columns]'", str(place))
        if place.exists() and (not place.is_dir() or any(place.iterdir())):
            raise BadCell("已有文件，请换一个空的目录", str(place))
        place.parent.mkdir(parents=True, exist_ok=True)
        draft = place.with_name(f".{place.name}.{os.getpid()}")
        draft.mkdir()
        made = cls(draft)
        try:
            yield made
            made._close()
            if place.exists():
                place.rmdir()
            draft.replace(place)
        finally:
            made._abandon()
            shutil.rmtree(draft, ignore_errors=True)

    def add(self, rows: Sequence[tuple[Any, ...]]) -> None:
        """Write some rows; a day is a date or its ISO text."""
        for (organ, year), some in groupby(rows, key=lambda row: (row[ORGAN], int(str(row[DAY])[:4]))):
            self.add_batch(organ, year, _batch(list(some)))

    def add_batch(self, organ: str, year: int, batch: Any) -> None:
        """Write an Arrow batch of rows of one organ and year."""
        self._into(organ, year)
        assert self._open is not None
        self._open[2].write_batch(batch)
        self._rows += batch.num_rows

    def finish(
        self, *, origin: str, exported_at: str, rules: str, checkpoint: str, beyond: int, units: Sequence[Unit],
        signer: Signer,
    ) -> Manifest:  # fmt: skip
        """Close the last file and sign the manifest."""
        self._close()
        made = Manifest(origin, exported_at, rules, checkpoint, beyond, tuple(units), tuple(self.parts))
        content = made.text().encode()
        line = Signature(signer.public.name, signer.public.key_id, signer.sign(content)).line()
        (self.folder / MANIFEST).write_bytes(content)
        (self.folder / SIGNATURE).write_text(line, encoding="utf-8")
        (self.folder / KEY).write_text(signer.public.text() + "\n", encoding="utf-8")
        return made

    def _into(self, organ: str, year: int) -> None:
        import pyarrow.parquet as parquet

        if self._open and self._open[:2] == (organ, year):
            return
        self._close()
        path = self.folder / "outcomes" / f"year={year}" / f"organ={quote(organ, safe='')}" / "part-0.parquet"
        if path.exists():
            raise ValueError(f"rows of {organ} and {year} come in two places")
        path.parent.mkdir(parents=True, exist_ok=True)
        self._open = (organ, year, parquet.ParquetWriter(path, schema(), compression="zstd"), path)
        self._rows = 0

    def _close(self) -> None:
        if self._open is None:
            return
        organ, year, writer, path = self._open
        self._open = None
        writer.close()
        said = path.relative_to(self.folder).as_posix()
        self.parts.append(Part(said, year, organ, self._rows, path.stat().st_size, digest(path)))

    def _abandon(self) -> None:
        if self._open is not None:
            self._open[2].close()
            self._open = None


def _batch(rows: list[tuple[Any, ...]]) -> Any:
    import pyarrow as pa

    arrays = []
    for field, values in zip(schema(), zip(*rows, strict=True), strict=True):
        if pa.types.is_date32(field.type) and isinstance(values[0], str):
            arrays.append(pa.array(values, pa.string()).cast(field.type))
        else:
            arrays.append(pa.array(values, field.type))
    return pa.record_batch(arrays, schema=schema())


def schema() -> Any:
    """The columns as Arrow knows them."""
    import pyarrow as pa

    kinds = {"text": pa.string(), "date": pa.date32(), "int64": pa.int64(), "int32": pa.int32(), "int16": pa.int16()}
    return pa.schema([pa.field(name, kinds[kind], nullable=False) for name, kind in COLUMNS])


def digest(path: Path) -> str:
    """SHA-256 of a file, read piece by piece."""
    found = hashlib.sha256()
    with path.open("rb") as stream:
        while piece := stream.read(CHUNK):
            found.update(piece)
    return found.hexdigest()
