"""Tables that are made together.

After every table it makes, Django renders all models anew that are tied to it, and here all are tied to the organs and
the cases: made one by one, ninety tables took most of the time of a new site.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.migrations.operations import CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


def together(*operations: Operation) -> list[Operation]:
    """The operations of a migration: its tables in one, and then the others in their order."""
    tables = [one for one in operations if isinstance(one, CreateModel)]
    return [Tables(tables), *(one for one in operations if one not in tables)]


class Tables(Operation):
    """A migration's operation that makes tables, whose models are rendered once for all of them."""

    def __init__(self, tables: Sequence[CreateModel]) -> None:
        self.tables = tables

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        # Rendered when somebody asks for a model, and then with nothing left to be done.
        state.__dict__.pop("apps", None)
        state.is_delayed = False
        for table in self.tables:
            table.state_forwards(app_label, state)

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        for table in self.tables:
            table.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        for table in reversed(self.tables):
            table.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        return f"Make the tables of {', '.join(table.name for table in self.tables)}"
