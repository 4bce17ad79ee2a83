"""Triggers that refuse to change what was recorded, for both databases.

They stop mistakes and ordinary access; whoever owns the database can drop them, and then verification tells.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connections
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

FROZEN = ("journal_event", "journal_leaf", "journal_checkpoint")
REFUSED = "账簿只能追加，不能修改或者删除"
PERSONAL_REFUSED = "个人信息只能依法清除，不能修改"
UNRECORDED = "清除个人信息应先在账簿中记录"

_ERASURE_RECORDED = (
    "SELECT 1 FROM journal_event e JOIN journal_event x ON x.stream_kind = e.stream_kind AND x.stream_id = e.stream_id"
    " WHERE e.id = OLD.event_id AND x.type = 'personal.erased' AND x.version > e.version"
)


def _sqlite() -> list[str]:
    made = [
        f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table} BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
        for table in FROZEN
        for verb in ("UPDATE", "DELETE")
    ]
    made.append(
        "CREATE TRIGGER journal_personal_no_UPDATE BEFORE UPDATE OF id, event_id, path, salt, value"
        f" ON journal_personal BEGIN SELECT RAISE(ABORT, '{PERSONAL_REFUSED}'); END"
    )
    made.append(
        "CREATE TRIGGER journal_personal_no_DELETE BEFORE DELETE ON journal_personal"
        f" WHEN NOT EXISTS ({_ERASURE_RECORDED}) BEGIN SELECT RAISE(ABORT, '{UNRECORDED}'); END"
    )
    return made


def _postgresql() -> list[str]:
    made = [
        "CREATE OR REPLACE FUNCTION journal_refuse() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "CREATE OR REPLACE FUNCTION journal_refuse_unrecorded() RETURNS trigger LANGUAGE plpgsql AS"
        f" $$ BEGIN IF NOT EXISTS ({_ERASURE_RECORDED}) THEN"
        f" RAISE EXCEPTION '{UNRECORDED}' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN OLD; END $$",
    ]
    for table in FROZEN:
        made.append(
            f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table}"
            f" FOR EACH ROW EXECUTE FUNCTION journal_refuse('{REFUSED}')"
        )
        made.append(
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}"
            f" FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse('{REFUSED}')"
        )
    made.append(
        "CREATE TRIGGER journal_personal_no_change BEFORE UPDATE OF id, event_id, path, salt, value ON journal_personal"
        f" FOR EACH ROW EXECUTE FUNCTION journal_refuse('{PERSONAL_REFUSED}')"
    )
    made.append(
        "CREATE TRIGGER journal_personal_no_delete BEFORE DELETE ON journal_personal"
        " FOR EACH ROW EXECUTE FUNCTION journal_refuse_unrecorded()"
    )
    return made


def _names(vendor: str) -> Iterable[tuple[str, str]]:
    frozen = ("no_UPDATE", "no_DELETE") if vendor == "sqlite" else ("no_change", "no_truncate")
    personal = ("no_UPDATE", "no_DELETE") if vendor == "sqlite" else ("no_change", "no_delete")
    yield from ((table, f"{table}_{end}") for table in FROZEN for end in frozen)
    yield from (("journal_personal", f"journal_personal_{end}") for end in personal)


def install(using: str) -> None:
    """Put the triggers in place; they must not be there yet."""
    connection = connections[using]
    with connection.cursor() as cursor:
        for sql in _sqlite() if connection.vendor == "sqlite" else _postgresql():
            cursor.execute(sql)


def remove(using: str) -> None:
    """Take the triggers away: for tests that tamper or empty their tables, never in a running installation."""
    connection = connections[using]
    with connection.cursor() as cursor:
        for table, name in _names(connection.vendor):
            on = "" if connection.vendor == "sqlite" else f" ON {table}"
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")


def missing(using: str) -> list[str]:
    """The triggers that are gone, switched off or no longer refuse; without them what was said can be changed."""
    connection = connections[using]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            standing = dict(cursor.fetchall())
            return [sql.split()[2] for sql in _sqlite() if standing.get(sql.split()[2]) != sql]
        cursor.execute("SELECT tgname FROM pg_trigger WHERE tgenabled IN ('O', 'A') AND NOT tgisinternal")
        active = {name for (name,) in cursor.fetchall()}
    return [name for _, name in _names(connection.vendor) if name.lower() not in active]


def forwards(_apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    """The migration's operation: by vendor, because the two databases write triggers differently."""
    install(editor.connection.alias)


def backwards(_apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    remove(editor.connection.alias)
