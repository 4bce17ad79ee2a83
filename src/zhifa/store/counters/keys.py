"""What tells one counter from another, and the spans things are summed over."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

KEYS: Final = (
    "organ_id", "counted_on", "code", "standing", "procedure", "kind", "permit_kind", "enterprise", "simple",
)  # fmt: skip
SUMS: Final = ("count", "amount_fen")
DAY, MONTH, YEAR = "day", "month", "year"
FIRST: Final[Mapping[str, Any]] = {
    DAY: lambda day: day,
    MONTH: lambda day: day.replace(day=1),
    YEAR: lambda day: day.replace(month=1, day=1),
}
"""The first day of the span a day lies in."""

Key = tuple[Any, ...]


def as_day(value: Any) -> date:
    """A day as SQLite or PostgreSQL gives it."""
    return value if isinstance(value, date) else date.fromisoformat(value)
