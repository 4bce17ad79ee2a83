"""The layout of a cell on disk, and its manifest.

    cell.json                                    what is here: the signed part
    cell.sig                                     the signature over the bytes of cell.json
    cell.pub                                     the key, to be compared with one that came another way
    outcomes/year=2024/organ=<code>/part-0.parquet

The manifest names every file with its digest, the columns with the version of the layout, and the checkpoint of the
journal the rows stand on: a figure read from a cell can be traced to a journal somebody else holds a checkpoint of.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import PurePosixPath
from typing import Any, Final

FORMAT: Final = "zhifa.outcomes"
VERSION: Final = 1
"""Raised with every change of the columns; a reader takes all up to its own."""
MANIFEST, SIGNATURE, KEY = "cell.json", "cell.sig", "cell.pub"
COLUMNS: Final = (
    ("organ_id", "text"),
    ("counted_on", "date"),
    ("code", "text"),
    ("count", "int64"),
    ("amount_fen", "int64"),
    ("standing", "int16"),
    ("procedure", "text"),
    ("matter", "text"),
    ("kind", "text"),
    ("permit_kind", "text"),
    ("enterprise", "int16"),
    ("simple", "int16"),
    ("case_id", "text"),
    ("proceeding", "text"),
    ("version", "int32"),
)
"""Columns of version 1. No name, number or place of a party is among them; a case is an id only its cell can open."""


class BadCell(ValueError):
    """A cell that cannot be used; the message says in Chinese what is wrong, `where` names the file."""

    def __init__(self, message: str, where: str) -> None:
        super().__init__(message)
        self.where = where


@dataclass(frozen=True, slots=True)
class Unit:
    """An organ of the cell, for the lines of tables; `path` is its place in the cell's tree."""

    code: str
    name: str
    short: str
    path: str


@dataclass(frozen=True, slots=True)
class Part:
    """One file of rows: those of one organ and year."""

    path: str
    year: int
    organ: str
    rows: int
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a cell says of itself, under its signature."""

    origin: str
    exported_at: str
    rules: str
    checkpoint: str
    """The signed note over the journal, as text; empty for a journal without an event."""
    beyond: int
    """Events the rows may already reflect that came after the checkpoint."""
    units: tuple[Unit, ...]
    parts: tuple[Part, ...]
    version: int = VERSION

    @property
    def rows(self) -> int:
        return sum(part.rows for part in self.parts)

    def text(self) -> str:
        """The bytes that are signed, as text: sorted keys, so that one content has one spelling."""
        data = {"format": FORMAT, "columns": dict(COLUMNS), "rows": self.rows} | asdict(self)
        return json.dumps(data, ensure_ascii=False, sort_keys=True, indent=1) + "\n"


def read_manifest(text: str, where: str) -> Manifest:
    """Read a manifest; BadCell when it is not one, or of a version this program does not know yet."""
    try:
        data: Mapping[str, Any] = json.loads(text)
        if data["format"] != FORMAT:
            raise ValueError(data["format"])
        version = int(data["version"])
        if version > VERSION:
            raise BadCell(f"导出的格式是第 {version} 版，本程序只认到第 {VERSION} 版，请升级程序", where)
        units = tuple(Unit(**unit) for unit in data["units"])
        parts = tuple(Part(**part) for part in data["parts"])
        said = [str(data[name]) for name in ("origin", "exported_at", "rules", "checkpoint")]
        made = Manifest(said[0], said[1], said[2], said[3], int(data["beyond"]), units, parts, version)
    except BadCell:
        raise
    except (ValueError, KeyError, TypeError):
        raise BadCell("不是统计导出的清单，或者清单已损坏", where) from None
    for part in made.parts:
        place = PurePosixPath(part.path)
        if place.is_absolute() or ".." in place.parts:
            raise BadCell(f"清单里的文件“{part.path[:60]}”不在导出目录内", where)
    return made
