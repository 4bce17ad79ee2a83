"""Journals to tamper with: fresh databases of both kinds, apart from the one the rest of the suite uses."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connections, transaction

from tools.postgres import start
from zhifa.config.settings.database import database
from zhifa.core.events import STEP_TAKEN, Event, NewEvent
from zhifa.core.values import Moment
from zhifa.store import journal
from zhifa.store.journal import guards

NOW = datetime(2024, 3, 5, 6, 30, tzinfo=UTC)


@cache
def server() -> str:
    """The PostgreSQL server of this session: the suite's own where it has one."""
    return os.environ.get("ZHIFA_TEST_POSTGRESQL") or start()


def describe(url: str) -> dict[str, Any]:
    """Django's whole description of a database that is added while the program runs."""
    settings: dict[str, Any] = dict(database(url))
    connections.configure_settings({"default": settings})
    settings["CONN_MAX_AGE"] = 0
    return settings


@dataclass(frozen=True)
class Site:
    """One fresh journal: its alias among Django's connections and its address for other processes."""

    alias: str
    url: str
    vendor: str

    def tamper(self, sql: str, parameters: Sequence[Any] = ()) -> None:
        """Change rows as somebody would who owns the database and covers the traces: the triggers stand again after."""
        guards.remove(self.alias)
        with connections[self.alias].cursor() as cursor:
            off = "PRAGMA foreign_keys=OFF" if self.vendor == "sqlite" else "SET session_replication_role = replica"
            cursor.execute(off)
            cursor.execute(sql, parameters)
        guards.install(self.alias)

    def ask(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        with connections[self.alias].cursor() as cursor:
            cursor.execute(sql, parameters)
            return list(cursor.fetchall())

    def write(self, stream: str, count: int = 1, *, name: str | None = None) -> list[Event]:
        """Append events to the end of a case, with a personal value where a name is given."""
        with transaction.atomic(using=self.alias):
            last = journal.head("case", stream, using=self.alias)
            written = journal.append(
                "case",
                stream,
                last.version,
                [proposed(last.version + at, name=name) for at in range(1, count + 1)],
                recorded_at=NOW,
                last_hash=last.hash if last.version else None,
                using=self.alias,
            )
        assert isinstance(written, list)
        return written

    def verify(self, **more: Any) -> journal.Verified:
        return journal.verify(using=self.alias, **more)

    def sequence(self) -> int:
        return journal.sequence(using=self.alias)


def proposed(number: int, *, name: str | None = None) -> NewEvent:
    facts: dict[str, Any] = {"review.opinion": f"同意第{number}号意见", "decision.fine": 20000 + number}
    if name is not None:
        facts["party.name"] = name
    return NewEvent(
        type=STEP_TAKEN,
        occurred=Moment.parse("2024-03-05T14:30"),
        actor="officer:1",
        payload={"step": "legal_review", "facts": facts},
        personal=("/facts/party.name",) if name is not None else (),
    )


@cache
def _template() -> str:
    """A PostgreSQL database with the journal's tables, copied for each site."""
    name = f"journal_template_{secrets.token_hex(4)}"
    _create(name, "")
    alias = name
    connections.databases[alias] = describe(_named(name))
    call_command("migrate", "journal", database=alias, verbosity=0)
    connections[alias].close()
    return name


def _named(name: str) -> str:
    address, mark, query = server().partition("?")
    return f"{address.rsplit('/', 1)[0]}/{name}{mark}{query}"


def _create(name: str, template: str) -> None:
    import psycopg

    with psycopg.connect(server(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}" + (f" TEMPLATE {template}" if template else ""))  # type: ignore[arg-type]


def _drop(name: str) -> None:
    import psycopg

    with psycopg.connect(server(), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")  # type: ignore[arg-type]


@contextmanager
def site_of(vendor: str, folder: Path) -> Iterator[Site]:
    """A fresh journal for the time of one test."""
    alias = f"site_{secrets.token_hex(6)}"
    if vendor == "sqlite":
        folder.mkdir()
        url = f"sqlite:///{folder / 'zhifa.sqlite3'}"
    else:
        _create(alias, _template())
        url = _named(alias)
    connections.databases[alias] = describe(url)
    try:
        if vendor == "sqlite":
            call_command("migrate", "journal", database=alias, verbosity=0)
        yield Site(alias, url, vendor)
    finally:
        connections[alias].close()
        del connections.databases[alias]
        delattr(connections._connections, alias)  # type: ignore[attr-defined]
        if vendor == "sqlite":
            shutil.rmtree(folder, ignore_errors=True)
        else:
            _drop(alias)


@contextmanager
def opened(url: str, vendor: str) -> Iterator[Site]:
    """A database that is there already, under an alias of its own."""
    alias = f"opened_{secrets.token_hex(6)}"
    connections.databases[alias] = describe(url)
    try:
        yield Site(alias, url, vendor)
    finally:
        connections[alias].close()
        del connections.databases[alias]
        delattr(connections._connections, alias)  # type: ignore[attr-defined]


@contextmanager
def empty_database(vendor: str) -> Iterator[str]:
    """The address of an empty PostgreSQL database; nothing for SQLite, where a directory is enough."""
    if vendor == "sqlite":
        yield ""
        return
    name = f"empty_{secrets.token_hex(6)}"
    _create(name, "")
    try:
        yield _named(name)
    finally:
        _drop(name)


def in_thread(site: Site, work: Callable[[], Any], results: list[Any]) -> Callable[[], None]:
    """Work on the site's database in another thread, over a connection of its own that is closed afterwards."""

    def run() -> None:
        try:
            results.append(work())
        finally:
            connections[site.alias].close()

    return run
