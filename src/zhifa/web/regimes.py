"""Whose rules of procedure the visitor's organ may follow for a matter (core.regimes), for pages."""

from __future__ import annotations

from zhifa.acts.work import context
from zhifa.core.competence import carried_on
from zhifa.core.regimes import Choice, choices
from zhifa.web.visitor import Visitor


def open_to(matter: str | None, visitor: Visitor) -> tuple[Choice, ...]:
    """The rules the visitor's organ may follow for a matter today, the proposed one first."""
    rules, organ = context().rules(visitor.day), visitor.organ
    entry = rules.entry("matter", matter) if matter else None
    return choices(rules, entry, level=organ.level, carried=carried_on(organ.carried, visitor.day))
