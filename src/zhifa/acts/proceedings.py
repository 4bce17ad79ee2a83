"""Which further proceedings a case may begin, and under which of its proceedings each runs."""

from __future__ import annotations

from datetime import date
from typing import Final

from zhifa.core.kinship import kin
from zhifa.core.procedure.case import Case
from zhifa.core.procedure.state import Context
from zhifa.core.procedure.taking import bad_input
from zhifa.core.rulebook import Entry
from zhifa.core.values import Refusal

STARTED_BESIDE: Final = frozenset({"penalty", "measure", "duty", "compulsion"})
"""Kinds of procedure an officer begins in a case that is there; all others are opened by a step."""


def startable(case: Case, given: Context, day: date) -> list[Entry]:
    """The procedures that may be begun in a case on a day."""
    entries = given.rules(day).entries("procedure").values()
    wanted = [entry for entry in entries if _begun_by_hand(entry)]
    return [entry for entry in wanted if isinstance(above_of(case, given, entry.key, day), str)]


def _begun_by_hand(entry: Entry) -> bool:
    """Whose rules a procedure follows (`regime`) is found from the case; its variants are not chosen from a list."""
    return str(entry.data.get("kind")) in STARTED_BESIDE and not entry.data.get("regime")


def openable(given: Context, day: date) -> list[Entry]:
    """The procedures of these kinds with which a case of its own may begin: those that need no decision above them."""
    entries = given.rules(day).entries("procedure").values()
    return [entry for entry in entries if _begun_by_hand(entry) and not entry.data.get("under")]


def above_of(case: Case, given: Context, procedure: str, day: date, *, near: str = "") -> str | Refusal:
    """Under which proceeding of a case a further one runs: the one looked at (`near`) or one above it that its rules
    name, else the latest they name; where they name none, the one looked at or the first.

    Compulsion rests on a decision: where the case has no proceeding that may have made one, it is refused.
    """
    rules = given.rules(day)
    entry = rules.entry("procedure", procedure)
    wanted = {str(code) for code in entry.data.get("under", ())} if entry else set()
    if entry is None or not wanted:
        return near or next(iter(case.proceedings))
    fitting = [p.id for p in case.proceedings.values() if wanted.intersection(kin(given.book, p.procedure))]
    while near in case.proceedings:
        if near in fitting:
            return near
        near = case.proceedings[near].parent
    if fitting:
        return fitting[-1]
    named = [str(found.data["title"]) for code in sorted(wanted) if (found := rules.entry("procedure", code))]
    said = f"“{entry.data['title']}”要在{'、'.join(named)}之下启动，本案没有"
    return bad_input(said, "先办理据以执行的决定", place="procedure")
