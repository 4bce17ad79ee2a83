"""What every test may ask for."""

from __future__ import annotations

import os
import shutil
import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import TransactionTestCase
from hypothesis import settings

from tools.chromium import find as find_chromium
from zhifa.store.journal import guards

# Where nobody watches, properties are tried on the same cases every time; elsewhere on new ones at every run.
settings.register_profile("ci", derandomize=True, deadline=None)
settings.register_profile("here", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "here")


@pytest.fixture(scope="session")
def laws() -> Path:
    """The folder of statute texts (ZHIFA_LAWS); tests that need it are skipped, with the reason, without it."""
    place = os.environ.get("ZHIFA_LAWS")
    if not place:
        pytest.skip("ZHIFA_LAWS names no folder of statute texts")
    folder = Path(place)
    if not folder.is_dir():
        pytest.fail(f"ZHIFA_LAWS={place} is not a folder")
    return folder


@pytest.fixture(scope="session")
def checkout() -> Path:
    """The root of the source tree."""
    return Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def chromium() -> Path:
    """The Chromium program; browser tests are skipped, with what to do, where there is none."""
    found = find_chromium()
    if not found:
        pytest.skip("no Chromium on this machine: `make test` names the command that installs it")
    return found


@pytest.fixture
def empty_installation(tmp_path: Path) -> Iterator[dict[str, str]]:
    """The environment of a process with an installation of its own, empty, on the database kind under test."""
    yield from installed(tmp_path, "")


@pytest.fixture
def installation(tmp_path: Path, tables: str) -> Iterator[dict[str, str]]:
    """The same with its tables, which take longest to make: `zhifa init` has only the first administrator to add."""
    yield from installed(tmp_path, tables)


def installed(folder: Path, tables: str) -> Iterator[dict[str, str]]:
    """The environment of an installation that begins with a copy of these tables, if any."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("ZHIFA_", "DJANGO_"))}
    data = folder / "installation"
    environment = clean | {"ZHIFA_DATA": str(data)}
    server = os.environ.get("ZHIFA_TEST_POSTGRESQL")
    if not server:
        if tables:
            data.mkdir()
            shutil.copy(tables, data / "zhifa.sqlite3")
        yield environment
        return
    import psycopg

    name = f"installation_{uuid.uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name}" + (f" TEMPLATE {tables}" if tables else ""))
        yield environment | {"ZHIFA_DATABASE_URL": server.replace("/postgres?", f"/{name}?")}
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def tables(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Empty tables to begin an installation with, a copy of those under test: a file, or the name of a database."""
    with django_db_blocker.unblock():
        if connection.vendor == "sqlite":
            place = str(tmp_path_factory.mktemp("tables") / "zhifa.sqlite3")
            with connection.cursor() as cursor:
                cursor.execute("VACUUM INTO %s", [place])
            with closing(sqlite3.connect(place)) as copy, copy:
                # What tests before wrote and took away was counted; where nothing was, there is no such table.
                if copy.execute("SELECT 1 FROM sqlite_master WHERE name = 'sqlite_sequence'").fetchone():
                    copy.execute("DELETE FROM sqlite_sequence")
            return place
        source = connection.settings_dict["NAME"]
        connection.close()
    import psycopg

    name = f"tables_{uuid.uuid4().hex}"
    with psycopg.connect(os.environ["ZHIFA_TEST_POSTGRESQL"], autocommit=True) as admin:
        admin.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [source])
        admin.execute(f"CREATE DATABASE {name} TEMPLATE {source}")
    return name


@pytest.fixture(scope="session", autouse=True)
def empty_journal() -> Iterator[None]:
    """Tests with real transactions empty all tables at their end; the journal's triggers stand aside for it."""
    empty = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]

    def without_guards(case: TransactionTestCase) -> None:
        guards.remove("default")
        try:
            empty(case)
        finally:
            guards.install("default")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", without_guards)
        yield


def pytest_report_header() -> str:
    """The database and the texts this run stands on."""
    laws = os.environ.get("ZHIFA_LAWS") or "none (tests against the statute texts are skipped)"
    return f"database: {os.environ.get('ZHIFA_TEST_DB', 'sqlite')}; statute texts: {laws}"
