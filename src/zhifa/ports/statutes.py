"""A folder of statute texts that a site has loaded, described by its INDEX.csv."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import astuple
from pathlib import Path

from zhifa.core.citations import Index
from zhifa.core.lawtext import Flaw, Statute, parse_statute, said_numbering
from zhifa.core.lawversions import Listed


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
        self._listed = {(_plain(row.title), row.version_date[:4]): row.file for row in lines_of_index(folder)}
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
        text = read_text(self.folder, file)
        if isinstance(text, Flaw):
            return None
        return parse_statute(text, title=instrument.title, numbered_by=said_numbering(instrument.numbered_by))

    def held(self) -> tuple[int, int]:
        """Of how many versions the index names the file, and how many of these files the folder has."""
        files = {one.file for found in self.index.instruments for one in found.versions if one.file}
        return sum(1 for file in files if is_there(self.folder, file)), len(files)

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
    path = folder / INDEX_FILE
    if not path.is_file():
        return
    with path.open(encoding="utf-8-sig", newline="") as lines:
        for row in csv.DictReader(lines):
            yield Listed(
                file=row.get("file") or "",
                title=row.get("title") or "",
                level=row.get("level") or "",
                version_date=row.get("version_date") or "",
                effective=row.get("effective_in_text") or "",
                status=row.get("status") or "",
            )


COLUMNS = ("file", "title", "level", "version_date", "effective_in_text", "status")
INDEX_FILE = "INDEX.csv"
_BESIDE = ("README.md", "GAPS.md")
"""Files that describe a folder of texts and are none."""


def read_listing(folder: Path) -> list[Listed] | Flaw:
    """The lines of INDEX.csv, or why it cannot be used."""
    path = folder / INDEX_FILE
    need = f"INDEX.csv 是 UTF-8 的 CSV，表头至少有 {', '.join(COLUMNS[:2])}，完整的是 {', '.join(COLUMNS)}"
    if not path.is_file():
        return Flaw(INDEX_FILE, "目录里没有 INDEX.csv，不知道有哪些文本", need, lost=True)
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            head = csv.DictReader(lines).fieldnames or ()
        if missing := [name for name in COLUMNS[:2] if name not in head]:
            return Flaw(INDEX_FILE, f"表头缺 {', '.join(missing)}", need, lost=True)
        rows = list(listing(folder))
        if any("\0" in value for row in rows for value in astuple(row)):
            return Flaw(INDEX_FILE, "含有空字符，不是文本文件", "另存为 UTF-8 文本", lost=True)
        return rows
    except UnicodeDecodeError:
        return Flaw(INDEX_FILE, "不是 UTF-8 文本", "另存为 UTF-8", lost=True)
    except (csv.Error, OSError) as error:
        return Flaw(INDEX_FILE, f"读不出来（{error}）", need, lost=True)


def lines_of_index(folder: Path) -> list[Listed]:
    """The lines of INDEX.csv where it can be used; importing the folder says what is wrong with one that cannot."""
    found = read_listing(folder)
    return [] if isinstance(found, Flaw) else found


def unlisted(folder: Path, rows: list[Listed]) -> list[str]:
    """Texts that lie in the folder and stand in no line of its index."""
    known = {row.file for row in rows}
    found = (
        str(path.relative_to(folder)) for kind in ("*.md", "*.txt") for path in folder.rglob(kind) if path.is_file()
    )
    return sorted(file for file in found if file not in known and file not in _BESIDE)


def is_there(folder: Path, file: str) -> bool | None:
    """Whether the folder has the file; None for a name no file of the folder can have."""
    path = folder / file
    try:
        if not file or not path.resolve().is_relative_to(folder.resolve()):
            return None
        return path.is_file()
    except (OSError, ValueError, RuntimeError):  # a link that leads to itself is a RuntimeError until Python 3.13
        return None


def read_text(folder: Path, file: str) -> str | Flaw:
    """The text of a file of the folder, or why there is none."""
    path = folder / file
    there = is_there(folder, file)
    if there is None:
        return Flaw(INDEX_FILE, "file 没有写，不是文件名，或者指到目录以外", "写成目录里的相对路径", lost=True)
    if not there:
        return Flaw(INDEX_FILE, "INDEX.csv 列有这一行，目录里没有这个文件", "补上文件，或者删去这一行", lost=True)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        place = f"第 {error.start + 1} 个字节"
        return Flaw(place, "不是 UTF-8 文本", "另存为 UTF-8（原来多半是 GB18030）", lost=True)
    except OSError as error:
        return Flaw("文件", f"读不出来（{error.strerror}）", "检查文件和权限", lost=True)
    if "\0" in text:
        return Flaw("文件", "含有空字符，不是文本文件", "另存为 UTF-8 文本", lost=True)
    return text if text.strip() else Flaw("文件", "文件是空的", "补上正文，或者删去 INDEX.csv 的这一行", lost=True)


def _plain(title: str) -> str:
    return title.removeprefix("中华人民共和国")
