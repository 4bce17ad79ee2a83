"""The library read without Django: a command asked for one article answers before Django would have started.

Only reading, only these tables. Whatever stands in the way (no database, no tables yet, no driver) means that no text
is loaded; the installation's own commands say what is wrong with it.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from zhifa.core.lawtext import Article, Statute, article_of
from zhifa.core.lawversions import Dated
from zhifa.core.values import Validity

_WAIT = 2
"""Seconds for a server to answer."""
_TEXTS = (
    "SELECT i.title, t.label, t.start, t.{end}, t.file, i.level, i.short, t.promulgated, t.dated, i.known, t.indexed,"
    " i.numbered_by, t.note, t.highest,"
    " t.superseded FROM library_text t JOIN library_instrument i ON i.id = t.instrument_id"
    " WHERE i.title = ? ORDER BY t.start"
)
_ARTICLES = (
    "SELECT a.number, a.sub, a.words, a.path FROM library_article a JOIN library_text t ON t.id = a.text_id"
    " JOIN library_instrument i ON i.id = t.instrument_id WHERE i.title = ? AND t.label = ?"
)


class Library:
    """The loaded texts of an installation, by instrument and version."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._read: dict[tuple[str, str], Statute | None] = {}
        self._nothing: bool | None = None

    @classmethod
    def of_site(cls) -> Library:
        """The library of the installation the environment names."""
        folder = Path(os.environ.get("ZHIFA_DATA") or "var").expanduser().resolve()
        return cls(os.environ.get("ZHIFA_DATABASE_URL") or f"sqlite:///{folder / 'zhifa.sqlite3'}")

    def loaded(self) -> bool:
        """Whether there is any text at all."""
        return bool(self._ask("SELECT 1 FROM library_text LIMIT 1", []))

    def texts(self, title: str) -> list[Dated]:
        """The loaded versions of an instrument, in order of time."""
        return [
            Dated(
                title=row[0], label=row[1], validity=Validity(_day(row[2]), _day(row[3])), file=row[4], level=row[5],
                short=row[6], promulgated=_day(row[7]), dated=bool(row[8]), known=bool(row[9]), indexed=bool(row[10]),
                numbered_by=row[11], note=row[12], highest=row[13],
                superseded=bool(row[14]),
            )
            for row in self._ask(_TEXTS.format(end='"end"'), [title])
        ]  # fmt: skip

    def article(self, title: str, label: str, number: int, sub: int) -> Article | None:
        """One article of one version; None where it is not loaded."""
        found = self._ask(f"{_ARTICLES} AND a.number = ? AND a.sub = ?", [title, label, number, sub])
        return next((_article(row) for row in found), None)

    def get(self, key: tuple[str, str], default: Statute | None = None) -> Statute | None:
        """A whole version; the default where it is not loaded."""
        if self._nothing is None:
            self._nothing = not self.loaded()
        if self._nothing:
            return default
        if key not in self._read:
            rows = self._ask(f"{_ARTICLES} ORDER BY a.number, a.sub", list(key))
            articles = {(row[0], row[1]): _article(row) for row in rows}
            self._read[key] = Statute(key[0], articles) if articles else None
        return self._read[key] or default

    def _ask(self, sql: str, given: Sequence[object]) -> list[Any]:
        try:
            return self._sqlite(sql, given) if self.url.startswith("sqlite:///") else self._postgresql(sql, given)
        except (sqlite3.Error, OSError, ImportError):
            return []

    def _sqlite(self, sql: str, given: Sequence[object]) -> list[Any]:
        path = Path(unquote(self.url.removeprefix("sqlite:///")))
        if not path.is_file():
            return []
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=_WAIT)) as held:
            return held.execute(sql, given).fetchall()

    def _postgresql(self, sql: str, given: Sequence[object]) -> list[Any]:
        import psycopg

        try:
            with psycopg.connect(self.url, connect_timeout=_WAIT) as held:
                return held.execute(sql.replace("?", "%s").encode(), given).fetchall()
        except psycopg.Error:
            return []


def _article(row: Sequence[Any]) -> Article:
    return article_of(row[0], row[1], row[2], tuple(row[3].split("\n")) if row[3] else ())


def _day(value: object) -> date | None:
    if value is None or isinstance(value, date):
        return value
    return date.fromisoformat(str(value))
