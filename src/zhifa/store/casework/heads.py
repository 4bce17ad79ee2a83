"""What the rows of cases say of the journal: each names the last event it was worked out from."""

from __future__ import annotations

from django.db import connection

from zhifa.core.journal.audit import Bad

_LOST = """
    SELECT c.id, c.version, l.position, e.id
    FROM casework_case c
    LEFT JOIN journal_event e ON e.stream_kind = 'case' AND e.stream_id = c.id AND e.version = c.version
    LEFT JOIN journal_leaf l ON l.event_id = e.id
    WHERE e.hash IS NULL OR e.hash <> c.head
    ORDER BY c.id LIMIT 1
"""


def lost_head() -> Bad | None:
    """A case whose last event is gone or another: the end of a stream that is not yet placed leaves no other trace.

    A journal that is kept alone has no cases to ask.
    """
    with connection.cursor() as cursor:
        if "casework_case" not in connection.introspection.table_names(cursor):
            return None
        cursor.execute(_LOST)
        row = cursor.fetchone()
    if row is None:
        return None
    case_id, version, position, event_id = row
    reason = "案件最后的事件不见了，事件被删除" if event_id is None else "案件最后的事件与案件登记的不是同一个"
    return Bad(reason, position, event_id, "case", case_id, version)
