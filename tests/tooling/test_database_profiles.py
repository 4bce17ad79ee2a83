"""The database profiles, and what the running test database promises."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from zhifa.config.errors import Unusable
from zhifa.config.settings.database import database, default_url
from zhifa.store.journal.models import CheckpointRow


def test_an_installation_without_an_address_uses_a_file_in_its_data_directory() -> None:
    made = database(default_url(Path("/srv/zhifa")))
    assert made["ENGINE"] == "django.db.backends.sqlite3"
    assert made["NAME"] == "/srv/zhifa/zhifa.sqlite3"


def test_a_relative_sqlite_path_stays_relative() -> None:
    assert database("sqlite:///var/a%20b.sqlite3")["NAME"] == "var/a b.sqlite3"


def test_postgresql_address_is_taken_apart() -> None:
    made = database("postgresql://zf:p%40ss@db.example:5433/zhifa?sslmode=require")
    assert (made["USER"], made["PASSWORD"], made["HOST"]) == ("zf", "p@ss", "db.example")
    assert (made["PORT"], made["NAME"]) == ("5433", "zhifa")
    assert made["OPTIONS"]["sslmode"] == "require"  # type: ignore[index]


def test_postgresql_socket_directory() -> None:
    assert database("postgresql://postgres@/zhifa?host=/run/pg")["HOST"] == "/run/pg"


@pytest.mark.parametrize("address", ["mysql://a:geheim@b/c", "sqlite://", "sqlite:///", "geheim.sqlite3"])
def test_an_unknown_address_is_refused_with_the_forms_that_work(address: str) -> None:
    with pytest.raises(Unusable, match=re.escape("sqlite:///文件路径")) as refused:
        database(address)
    assert "geheim" not in str(refused.value)


def test_a_port_that_is_none_is_refused() -> None:
    with pytest.raises(Unusable, match="端口"):
        database("postgresql://a@b:99999/c")


@pytest.mark.django_db
def test_the_database_is_the_one_asked_for_and_durable() -> None:
    assert connection.vendor == os.environ.get("ZHIFA_TEST_DB", "sqlite")
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            found = {name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")}
            assert found == {"journal_mode": "wal", "synchronous": 2}
            assert cursor.execute("PRAGMA foreign_keys").fetchone()[0] == 1
        else:
            cursor.execute("SHOW server_encoding")
            assert cursor.fetchone()[0] == "UTF8"


@pytest.mark.django_db(transaction=True)
def test_a_failed_transaction_leaves_nothing() -> None:
    def half() -> None:
        with transaction.atomic():
            Session.objects.create(session_key="half", session_data="", expire_date="2030-01-01T00:00Z")
            raise LookupError

    with pytest.raises(LookupError):
        half()
    assert not Session.objects.filter(session_key="half").exists()


@pytest.mark.django_db
def test_every_change_of_a_table_has_its_migration() -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_the_journal_refuses_deletion_in_every_test_and_is_empty_at_its_start(turn: int) -> None:
    assert not CheckpointRow.objects.exists(), f"left over at turn {turn}"
    CheckpointRow.objects.create(size=turn, root=b"", recorded_at="2026-01-01T00:00:00.000000Z", note="")
    with pytest.raises(IntegrityError), transaction.atomic():
        CheckpointRow.objects.all().delete()
