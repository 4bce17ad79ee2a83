"""Rows are known by keys that begin with the place of their number in its series (`core.imports.keys.number_key`)."""

import json
from typing import Any

from django.db import migrations

from zhifa.core.imports.keys import number_key

_NUMBERED = """
    SELECT t."key", c.number, e.payload FROM imports_takenrow t
    JOIN casework_case c ON c.id = t."case"
    JOIN journal_event e ON e.stream_kind = 'case' AND e.stream_id = t."case" AND e.version = 1
    WHERE t.source_id = %s AND t."key" <> t.seal
"""
"""A row without a number is known by its seal, which stays."""


def forwards(apps: Any, schema_editor: Any) -> None:
    connection = schema_editor.connection
    with connection.cursor() as cursor:
        for source, salt in apps.get_model("imports", "Source").objects.values_list("pk", "salt"):
            cursor.execute(_NUMBERED, [source])
            known = [(bytes(old), number or _long(payload)) for old, number, payload in cursor.fetchall()]
            cursor.executemany(
                'UPDATE imports_takenrow SET "key" = %s WHERE source_id = %s AND "key" = %s',
                [(number_key(bytes.fromhex(salt), number), source, old) for old, number in known],
            )


def _long(payload: str) -> str:
    """A number that is too long for the row of the case."""
    number: str = json.loads(payload)["facts"]["listed.number"]
    return number


class Migration(migrations.Migration):
    dependencies = [("imports", "0002_parts_of_runs"), ("casework", "0011_fewer_indexes"), ("journal", "0002_audit")]

    operations = [migrations.RunPython(forwards)]
