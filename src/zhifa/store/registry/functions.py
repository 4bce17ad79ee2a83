"""The functions of an organ as its row and the journal keep them, and as the core reads them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from zhifa.core.competence import Carried
from zhifa.core.facts import Json
from zhifa.core.values import Validity


def carried_of(stored: Any) -> tuple[Carried, ...]:
    """The functions of a stored list, with the days on which the organ carries them."""
    return tuple(
        Carried(str(item["function"]), Validity(_day(item.get("from")), _day(item.get("to")))) for item in stored or ()
    )


def stored_of(carried: Iterable[Carried]) -> list[Json]:
    """The form in which functions are stored."""
    return [
        {"function": item.function, "from": _text(item.validity.start), "to": _text(item.validity.end)}
        for item in carried
    ]


def _day(text: Any) -> date | None:
    return date.fromisoformat(text) if text else None


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None
