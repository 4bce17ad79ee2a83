"""Indexes that are dropped because a longer one of their table begins with the same column: every row wrote both."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any


def dropping(
    app: str, covered: Iterable[tuple[str, str]], suffixes: Sequence[str] = ("", "_like")
) -> Callable[[Any, Any], None]:
    """A migration's operation that drops the indexes of foreign keys, each told by its model and field.

    PostgreSQL has a second one for texts (`_like`), by which their beginnings are found; it may go alone.

    Only the indexes go. An altered field would have SQLite write every table anew.
    """

    def drop(apps: Any, schema_editor: Any) -> None:
        for name, field in covered:
            model = apps.get_model(app, name)
            column = model._meta.get_field(field).column
            for suffix in suffixes:
                index = schema_editor._create_index_name(model._meta.db_table, [column], suffix=suffix)
                quoted = schema_editor.quote_name(index)
                # Where the table is made by the same migration, its indexes wait for the end of it.
                waiting = schema_editor.deferred_sql
                waiting[:] = [statement for statement in waiting if quoted not in str(statement)]
                schema_editor.execute(f"DROP INDEX IF EXISTS {quoted}")

    return drop
