"""Whether the rows of cases agree with the journal and with one another, as far as a look at all of them tells."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import connection, models

from zhifa.core.journal.audit import Bad
from zhifa.store.casework.models import Case
from zhifa.store.casework.projector import TABLES

_LOST = """
    SELECT c.id, c.version, l.position, e.id
    FROM casework_case c
    LEFT JOIN journal_event e ON e.stream_kind = 'case' AND e.stream_id = c.id AND e.version = c.version
    LEFT JOIN journal_leaf l ON l.event_id = e.id
    WHERE e.hash IS NULL OR e.hash <> c.head
    ORDER BY c.id LIMIT 1
"""


def bad_row() -> Bad | None:
    """What is wrong with the rows of cases. A journal that is kept alone has none to ask."""
    with connection.cursor() as cursor:
        if Case._meta.db_table not in connection.introspection.table_names(cursor):
            return None
    return lost_head() or stray_row()


def lost_head() -> Bad | None:
    """A case whose last event is gone or another: the end of a stream that is not yet placed leaves no other trace."""
    with connection.cursor() as cursor:
        cursor.execute(_LOST)
        row = cursor.fetchone()
    if row is None:
        return None
    case_id, version, position, event_id = row
    reason = "案件最后的事件不见了，事件被删除" if event_id is None else "案件最后的事件与案件登记的不是同一个"
    return Bad(reason, position, event_id, "case", case_id, version)


def stray_row() -> Bad | None:
    """A row worked out from a case that belongs to a case or an organ which is not there: the database does not check
    these keys (`store.unchecked`)."""
    with connection.cursor() as cursor:
        for model in TABLES.values():
            for key in derived_keys(model):
                cursor.execute(_astray(model, key))
                if row := cursor.fetchone():
                    missing = "案件" if key.name == "case" else f"机关“{row[1]}”"
                    return Bad(
                        f"{model._meta.db_table} 有一行属于不存在的{missing}", stream_kind="case", stream_id=row[0]
                    )
    return None


def derived_keys(model: type[models.Model]) -> Iterator[models.ForeignKey[Any, Any]]:
    """The keys by which rows worked out from a case name it, and its organ."""
    return (field for field in model._meta.concrete_fields if isinstance(field, models.ForeignKey))


def _astray(model: type[models.Model], key: models.ForeignKey[Any, Any]) -> str:
    there = key.target_field
    return (
        f'SELECT r.case_id, r."{key.column}" FROM "{model._meta.db_table}" r WHERE NOT EXISTS'
        f' (SELECT 1 FROM "{there.model._meta.db_table}" t WHERE t."{there.column}" = r."{key.column}") LIMIT 1'
    )
