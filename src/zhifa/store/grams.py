"""Search by the grams of a text (`core.bigrams`), kept by the database: FTS5 on SQLite, a GIN index on PostgreSQL.

A table of grams has a column `grams` (the grams of one text, divided by spaces), its own `id`, and a column that names
what the text belongs to. Both databases hold the same grams and so find the same rows. A gram of one character stands
for all that begin with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from django.db import connection
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models.expressions import RawSQL

from zhifa.core.bigrams import sought

_KEPT: Final = "array_to_tsvector(string_to_array(grams, ' '))"
"""What PostgreSQL indexes: as a vector of words, which are also found by their beginnings."""


def _asked(gram: str) -> str:
    """A gram as the database is asked for it. It holds nothing but letters and digits."""
    alone = len(gram) == 1
    return f'"{gram}"{"*" * alone}' if connection.vendor == "sqlite" else f"'{gram}'{':*' * alone}"


def line_of(grams: Iterable[str]) -> str:
    """Grams as the column keeps them, in the order in which they are told: the same text must give the same row."""
    return " ".join(grams)


@dataclass(frozen=True, slots=True)
class GramIndex:
    """The index of one table of grams; `owner` is the column that says what the text belongs to."""

    table: str
    index: str
    owner: str

    @property
    def _make(self) -> Mapping[str, tuple[str, ...]]:
        table, index = self.table, self.index
        forget = f"INSERT INTO {index} ({index}, rowid, grams) VALUES ('delete', OLD.id, OLD.grams);"
        learn = f"INSERT INTO {index} (rowid, grams) VALUES (NEW.id, NEW.grams);"
        return {
            # The tokenizer “ascii” divides at blanks only: a gram holds nothing but letters and digits.
            "sqlite": (
                f"CREATE VIRTUAL TABLE {index} USING fts5"
                f"(grams, content='{table}', content_rowid='id', tokenize='ascii', detail='none')",
                f"INSERT INTO {index} ({index}) VALUES ('rebuild')",
                f"CREATE TRIGGER {index}_insert AFTER INSERT ON {table} BEGIN {learn} END",
                f"CREATE TRIGGER {index}_delete AFTER DELETE ON {table} BEGIN {forget} END",
                f"CREATE TRIGGER {index}_update AFTER UPDATE ON {table} BEGIN {forget} {learn} END",
            ),
            "postgresql": (f"CREATE INDEX {index} ON {table} USING gin ({_KEPT})",),
        }

    @property
    def _drop(self) -> Mapping[str, tuple[str, ...]]:
        triggers = (f"DROP TRIGGER {self.index}_{verb}" for verb in ("insert", "delete", "update"))
        return {"sqlite": (*triggers, f"DROP TABLE {self.index}"), "postgresql": (f"DROP INDEX {self.index}",)}

    @property
    def _select(self) -> str:
        if connection.vendor == "sqlite":
            held = f"id IN (SELECT rowid FROM {self.index} WHERE {self.index} MATCH %s"
        else:
            held = f"({_KEPT} @@ %s::tsquery"
        return f"SELECT {self.owner} FROM {self.table} WHERE {held}"

    @staticmethod
    def _wanted(word: str) -> str:
        """What the database is asked for; empty for a word without letters or digits, which has no grams."""
        return (" AND " if connection.vendor == "sqlite" else " & ").join(map(_asked, sorted(sought(word))))

    def owners(self, word: str, *, limit: int) -> list[str] | None:
        """What holds every gram of a word and so may hold the word; None when it is more than the limit.

        A word without letters or digits has no grams; everything may hold it, so the answer is None too.
        """
        wanted = self._wanted(word)
        if not wanted:
            return None
        # FTS5 stops by itself where the limit stands inside.
        sql = f"{self._select} LIMIT %s)" if connection.vendor == "sqlite" else f"{self._select}) LIMIT %s"
        with connection.cursor() as cursor:
            cursor.execute(sql, [wanted, limit + 1])
            found = [str(row[0]) for row in cursor.fetchall()]
        return found if len(found) <= limit else None

    def holding(self, word: str) -> RawSQL | None:
        """The same, as a condition of another query; None for a word that has no grams."""
        wanted = self._wanted(word)
        return RawSQL(f"{self._select})", (wanted,)) if wanted else None

    def marked(self, words: Iterable[str]) -> RawSQL:
        """What holds one of some whole words of the column, as a condition of another query."""
        wanted = (" OR " if connection.vendor == "sqlite" else " | ").join(map(_asked, sorted(words)))
        return RawSQL(f"{self._select})", (wanted,))

    def merge(self) -> None:
        """Merge the index into one piece: FTS5 keeps what was taken out in its older pieces until then."""
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute(f"INSERT INTO {self.index} ({self.index}) VALUES ('optimize')")

    def forwards(self, _apps: object, editor: BaseDatabaseSchemaEditor) -> None:
        """The migration's operation: by vendor, because the two databases index words differently."""
        for sql in self._make[editor.connection.vendor]:
            editor.execute(sql)

    def anew(self, apps: object, editor: BaseDatabaseSchemaEditor) -> None:
        """The operation of a migration that changed all grams: FTS5 gathers its pieces, PostgreSQL indexes again."""
        if editor.connection.vendor == "sqlite":
            editor.execute(f"INSERT INTO {self.index} ({self.index}) VALUES ('rebuild')")
        else:
            self.backwards(apps, editor)
            self.forwards(apps, editor)

    def backwards(self, _apps: object, editor: BaseDatabaseSchemaEditor) -> None:
        for sql in self._drop[editor.connection.vendor]:
            editor.execute(sql)
