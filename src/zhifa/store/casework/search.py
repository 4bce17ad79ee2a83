"""The index by which cases are found by a word: a list of cases by gram, kept by the database beside `CaseGrams`.

SQLite has FTS5, PostgreSQL a GIN index; both hold the same grams (`core.bigrams`) and so find the same cases.
"""

from __future__ import annotations

from django.db import connection
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from zhifa.core.bigrams import sought

_TABLE, _INDEX = "casework_casegrams", "casework_search"
_FORGET = f"INSERT INTO {_INDEX} ({_INDEX}, rowid, grams) VALUES ('delete', OLD.id, OLD.grams);"
_LEARN = f"INSERT INTO {_INDEX} (rowid, grams) VALUES (NEW.id, NEW.grams);"
_MAKE = {
    # The tokenizer “ascii” divides at blanks only: a gram holds nothing but letters and digits.
    "sqlite": (
        f"CREATE VIRTUAL TABLE {_INDEX} USING fts5"
        f"(grams, content='{_TABLE}', content_rowid='id', tokenize='ascii', detail='none')",
        f"INSERT INTO {_INDEX} ({_INDEX}) VALUES ('rebuild')",
        f"CREATE TRIGGER {_INDEX}_insert AFTER INSERT ON {_TABLE} BEGIN {_LEARN} END",
        f"CREATE TRIGGER {_INDEX}_delete AFTER DELETE ON {_TABLE} BEGIN {_FORGET} END",
        f"CREATE TRIGGER {_INDEX}_update AFTER UPDATE ON {_TABLE} BEGIN {_FORGET} {_LEARN} END",
    ),
    "postgresql": (f"CREATE INDEX {_INDEX} ON {_TABLE} USING gin (string_to_array(grams, ' '))",),
}
_DROP = {
    "sqlite": (*(f"DROP TRIGGER {_INDEX}_{verb}" for verb in ("insert", "delete", "update")), f"DROP TABLE {_INDEX}"),
    "postgresql": (f"DROP INDEX {_INDEX}",),
}
_FIND = {
    "sqlite": f"SELECT case_id FROM {_TABLE} WHERE id IN (SELECT rowid FROM {_INDEX} WHERE {_INDEX} MATCH %s LIMIT %s)",
    "postgresql": f"SELECT case_id FROM {_TABLE} WHERE string_to_array(grams, ' ') @> %s::text[] LIMIT %s",
}


def candidates(word: str, *, limit: int) -> list[str] | None:
    """The cases that hold every gram of a word and so may hold the word; None when they are more than the limit.

    A word without letters or digits has no grams; every case may hold it, so the answer is None too.
    """
    wanted = sorted(sought(word))
    if not wanted:
        return None
    given = " AND ".join(f'"{gram}"' for gram in wanted) if connection.vendor == "sqlite" else wanted
    with connection.cursor() as cursor:
        cursor.execute(_FIND[connection.vendor], [given, limit + 1])
        found = [str(row[0]) for row in cursor.fetchall()]
    return found if len(found) <= limit else None


def forget_erased() -> None:
    """Merge the index into one piece: FTS5 keeps what was taken out in its older pieces until then."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {_INDEX} ({_INDEX}) VALUES ('optimize')")


def forwards(_apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    """The migration's operation: by vendor, because the two databases index words differently."""
    for sql in _MAKE[editor.connection.vendor]:
        editor.execute(sql)


def backwards(_apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    for sql in _DROP[editor.connection.vendor]:
        editor.execute(sql)
