"""What may be begun: the procedures a case can open with, and those that can be opened beside the ones it has.

Both are said by the rules: `begins` is the verb of the button, `beside` names the procedures or kinds of procedure a
case must already have. Measures and penalties may be begun in every open case.
"""

from __future__ import annotations

from typing import Final

from zhifa.core.procedure.view import View
from zhifa.core.rulebook import Entry, Rules

ANYWHERE: Final = frozenset({"measure", "penalty"})
"""Kinds of procedure that any open case may need."""
FIRST: Final = ("permit", "penalty.simple", "penalty.ordinary")
"""The openings with a button of their own; the rest stand behind one."""


def beginnings(rules: Rules) -> dict[str, str]:
    """The procedures a case may open with, and what the button says; the usual ones first."""
    found = {key: str(e.data["begins"]) for key, e in rules.entries("procedure").items() if e.data.get("begins")}
    return {key: found[key] for key in sorted(found, key=lambda key: (key not in FIRST, _place(key)))}


def _place(key: str) -> tuple[int, str]:
    return (FIRST.index(key) if key in FIRST else len(FIRST), key)


def additions(rules: Rules, view: View) -> list[Entry]:
    """The procedures that may be opened in the case now; in a closed one only those that follow what it decided."""
    closed = view.headline.closed_on is not None
    found = []
    for entry in rules.entries("procedure").values():
        named = entry.data.get("beside")
        if named:
            if above(entry, view):
                found.append(entry)
        elif not closed and entry.data.get("kind") in ANYWHERE:
            found.append(entry)
    return found


def above(entry: Entry, view: View) -> str:
    """The proceeding a new one would be about: the latest of those it is written to stand beside."""
    named = entry.data.get("beside") or ()
    places = [
        key
        for key, item in view.case.proceedings.items()
        if item.procedure in named or ((found := view.state.procedure(key)) and found.kind in named)
    ]
    exact = [key for key in places if view.case.proceedings[key].procedure in named]
    return (exact or places or [""])[-1]
