"""A folder of statute texts that a site has loaded, described by its INDEX.csv."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from zhifa.core.citations import Index
from zhifa.core.lawtext import Statute, parse_statute


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of INDEX.csv: a text and what the collector knows of it."""

    file: str
    title: str
    level: str
    version_date: str
    effective: str
    status: str


class StatuteFolder:
    """Texts by instrument and version, read and parsed when first asked for.

    A version's text is the `file` its index entry names; where a site adds a version, the line of INDEX.csv with the
    same title and a version date in that year is taken.
    """

    def __init__(self, folder: Path, index: Index) -> None:
        if not folder.is_dir():
            raise FileNotFoundError(f"法规文本目录 {folder} 不存在，请检查 ZHIFA_LAWS")
        self.folder = folder
        self.index = index
        self._listed = {(_plain(row.title), row.version_date[:4]): row.file for row in listing(folder)}
        self._read: dict[tuple[str, str], Statute | None] = {}

    def get(self, key: tuple[str, str], default: Statute | None = None) -> Statute | None:
        """The text of (title, version label), or the default when the site has not loaded it."""
        if key not in self._read:
            self._read[key] = self._load(*key)
        return self._read[key] or default

    def _load(self, title: str, label: str) -> Statute | None:
        instrument = self.index.find(title)
        version = instrument.version(label) if instrument else None
        if instrument is None or version is None:
            return None
        file = version.file or self._listed.get((instrument.title, label[:4]), "")
        path = self.folder / file
        if not file or not path.is_file():
            return None
        text = path.read_text(encoding="utf-8")
        return parse_statute(text, title=instrument.title, numbered_by=instrument.numbered_by)

    def all(self) -> Iterator[tuple[tuple[str, str], Statute]]:
        """Every version whose text is loaded."""
        for instrument in self.index.instruments:
            for version in instrument.versions:
                key = (instrument.title, version.label)
                statute = self.get(key)
                if statute is not None:
                    yield key, statute


def listing(folder: Path) -> Iterator[Listed]:
    """The lines of INDEX.csv; none when the folder has no index."""
    path = folder / "INDEX.csv"
    if not path.is_file():
        return
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            yield Listed(
                file=row.get("file") or "",
                title=row.get("title") or "",
                level=row.get("level") or "",
                version_date=row.get("version_date") or "",
                effective=row.get("effective_in_text") or "",
                status=row.get("status") or "",
            )


def _plain(title: str) -> str:
    return title.removeprefix("中华人民共和国")
