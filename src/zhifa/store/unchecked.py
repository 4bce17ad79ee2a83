"""Keys of derived rows, which the database stores and does not check.

The rows of a case have one writer, who works them out from its journal together with their keys. Checking each key
once more takes a third of the server's time for a new case, and every case locks the row of its organ besides.
`casework.agreement` finds rows whose key leads nowhere.
"""

from __future__ import annotations

import re
from typing import Any, cast

from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class Uncheck(Operation):
    """A migration's operation by which a foreign key is no longer checked by the database."""

    reversible = False

    def __init__(self, model_name: str, name: str) -> None:
        self.model_name, self.name = model_name, name

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        field: Any = state.models[app_label, self.model_name].fields[self.name].clone()
        field.db_constraint = False
        state.alter_field(app_label, self.model_name, self.name, field, preserve_default=True)

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        if schema_editor.connection.vendor == "sqlite":
            _forget(schema_editor, from_state.apps.get_model(app_label, self.model_name)._meta, self.name)
            return
        before, after = (cast(Any, one.apps.get_model(app_label, self.model_name)) for one in (from_state, to_state))
        schema_editor.alter_field(before, before._meta.get_field(self.name), after._meta.get_field(self.name))

    def describe(self) -> str:
        return f"No longer check {self.model_name}.{self.name} in the database"


def _forget(schema_editor: Any, model: Any, name: str) -> None:
    """Take a key out of the text by which SQLite knows a table, as its documentation allows where no row changes: an
    altered field would have it write the table anew, and a million rows take minutes."""
    column = re.escape(f'"{model.get_field(name).column}"')
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = %s", [model.db_table])
        text: str = cursor.fetchone()[0]
        key = rf'({column} [^,]*?) REFERENCES "\w+" \("\w+"\) DEFERRABLE INITIALLY DEFERRED'
        rest, taken = re.subn(key, r"\1", text)
        assert taken == 1, f"{model.db_table}.{name}: no checked key is written as this expects: {text}"
        cursor.execute("PRAGMA schema_version")
        version: int = cursor.fetchone()[0]
        cursor.execute("PRAGMA writable_schema = ON")
        try:
            cursor.execute(
                "UPDATE sqlite_schema SET sql = %s WHERE type = 'table' AND name = %s", [rest, model.db_table]
            )
            cursor.execute(f"PRAGMA schema_version = {version + 1}")  # whoever reads next reads the tables anew
        finally:
            cursor.execute("PRAGMA writable_schema = OFF")
