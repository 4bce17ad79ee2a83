"""The shape of a backup: a zip of entries with a manifest that names the digest and the size of each."""

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, Final

from zhifa.core.journal.hashing import Suite
from zhifa.ports.hashing import preferred, suites

FORMAT: Final = "zhifa.backup.1"
MANIFEST: Final = "manifest.json"
DATABASE: Final = "database.sqlite3"
_CHUNK: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of the backup, with what it must hash to."""

    name: str
    size: int
    digest: str


@dataclass(frozen=True, slots=True)
class Table:
    """One dumped table of PostgreSQL: its name and columns, in the order of the dump, and its rows."""

    name: str
    columns: list[str]
    rows: int


@dataclass(slots=True)
class Manifest:
    """What the backup holds. `checkpoint` is the note of the journal it must agree with after restoring."""

    vendor: str
    created_at: str
    version: str
    checkpoint: str
    alg: str = "sm3"
    format: str = FORMAT
    migrations: list[list[str]] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)


class Writer:
    """Writes entries one after another, each hashed as it goes, and the manifest last."""

    def __init__(self, path: Path, manifest: Manifest) -> None:
        self._suite: Suite = preferred()
        manifest.alg = self._suite.name
        self.manifest = manifest
        self._zip = zipfile.ZipFile(path, "x", zipfile.ZIP_DEFLATED, compresslevel=6)

    def add(self, name: str, chunks: Iterable[bytes]) -> None:
        running, size = self._suite.new(b""), 0
        with self._zip.open(name, "w", force_zip64=True) as entry:
            for chunk in chunks:
                data = bytes(chunk)
                running.update(data)
                size += len(data)
                entry.write(data)
        self.manifest.entries.append(Entry(name, size, running.digest().hex()))

    def add_file(self, name: str, path: Path) -> None:
        self.add(name, read_chunks(path))

    def close(self) -> None:
        self._zip.writestr(MANIFEST, json.dumps(asdict(self.manifest), ensure_ascii=False, indent=1))
        self._zip.close()


def read_chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as source:
        while chunk := source.read(_CHUNK):
            yield chunk


def read_manifest(archive: zipfile.ZipFile) -> Manifest:
    """The manifest of a backup; ValueError, in Chinese, when the file is not one of ours."""
    try:
        data: dict[str, Any] = json.loads(archive.read(MANIFEST))
        if data["format"] != FORMAT:
            raise ValueError(data["format"])
        data["entries"] = [Entry(**one) for one in data["entries"]]
        data["tables"] = [Table(**one) for one in data["tables"]]
        return Manifest(**data)
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"不是本系统的备份：{str(error)[:80]}") from None


def extract(archive: zipfile.ZipFile, manifest: Manifest, folder: Path) -> None:
    """Unpack every entry below the folder and compare its digest; ValueError names the first that differs.

    A name that would lead outside the folder is refused, and so is an entry the manifest does not know.
    """
    suite = suites().get(manifest.alg)
    if suite is None:
        raise ValueError(f"本机没有算法“{manifest.alg}”，无法核对备份")
    listed = {entry.name for entry in manifest.entries}
    for name in archive.namelist():
        if name != MANIFEST and name not in listed:
            raise ValueError(f"备份中多出“{name}”，清单里没有")
    for entry in manifest.entries:
        inner = PurePosixPath(entry.name)
        if inner.is_absolute() or ".." in inner.parts:
            raise ValueError(f"备份中的名称“{entry.name}”不能使用")
        _extract_one(archive, entry, folder / inner, suite)


def _extract_one(archive: zipfile.ZipFile, entry: Entry, target: Path, suite: Suite) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    running, size = suite.new(b""), 0
    try:
        with archive.open(entry.name) as source, target.open("xb") as out:
            while chunk := source.read(_CHUNK):
                running.update(chunk)
                size += len(chunk)
                out.write(chunk)
            out.flush()
            os.fsync(out.fileno())
    except (KeyError, zipfile.BadZipFile):
        raise ValueError(f"备份中的“{entry.name}”缺失或者损坏") from None
    if (size, running.digest().hex()) != (entry.size, entry.digest):
        raise ValueError(f"备份中的“{entry.name}”与清单不符，内容被改动或者损坏")
