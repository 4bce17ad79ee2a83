"""Rows of permits: what was granted, to whom, until when, and how it ended. The register reads nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from zhifa.core.conditions import Unknown
from zhifa.core.procedure.state import Instance, State
from zhifa.core.procedure.view import View
from zhifa.core.values import Moment
from zhifa.store.casework.models import Permit
from zhifa.store.registry.models import Organ
from zhifa.store.rowvalues import Values, values_of

KIND: Final = "permit"
RESULT, GRANTED = "permit.result", "准予"
UNTIL, ENDED_AS, ENDED_ON = "permit.valid_until", "permit.ended_as", "permit.ended_on"
TITLES: Final = ("application.permit_kind", "matter.title")


def permit_rows(view: View, organ: Organ) -> Iterator[Values]:
    """One row for each permit granted in a case. Changes and renewals of it belong to the same permit; one granted
    before there was this system has a row of its own once it is changed or renewed here. A revoked one stays."""
    for key in view.state.runs:
        if not _is_permit(view.state, key) or _above(view.state, key):
            continue
        granted = next((i for i in view.state.runs[key].instances if i.own.get(RESULT) == GRANTED and i.counts), None)
        if granted is not None:
            yield _row(view, key, granted, organ)


def _is_permit(state: State, key: str) -> bool:
    found = state.procedure(key)
    return found is not None and found.kind == KIND


def _above(state: State, key: str) -> bool:
    """Whether the proceeding is about a permit granted in the same case."""
    above = state.runs[key].proceeding.parent
    while above in state.runs:
        if _is_permit(state, above):
            return True
        above = state.runs[above].proceeding.parent
    return False


def _row(view: View, key: str, granted: Instance, organ: Organ) -> Values:
    state = view.state

    def text(code: str, longest: int) -> str:
        found = state.fact(key, code)
        held = granted.own.get(code, "") if isinstance(found, Unknown) else found
        return str(held or "")[:longest]

    def day(code: str) -> date | None:
        found = state.fact(key, code)
        held = granted.own.get(code) if isinstance(found, Unknown) else found
        return held.day if isinstance(held, Moment) else held if isinstance(held, date) else None

    return values_of(
        Permit,
        organ_id=organ.pk,
        path=organ.path,
        proceeding=key,
        title=next((said for code in TITLES if (said := text(code, 120))), ""),
        matter=text("matter.code", 80),
        holder=text("party.name", 200),
        certificate=text("permit.certificate_number", 60),
        granted_on=granted.taken.at.day,
        valid_until=day(UNTIL),
        ended_as=text(ENDED_AS, 10),
        ended_on=day(ENDED_ON),
        open_on=_pending(view, key),
    )


def _pending(view: View, key: str) -> str:
    """What is under way about the permit, such as its renewal."""
    state = view.state
    for other, run in state.runs.items():
        if other != key and run.proceeding.parent == key and _is_permit(state, other) and not state.ended(other):
            found = state.procedure(other)
            return found.title[:40] if found else ""
    return ""
