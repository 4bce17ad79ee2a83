"""What the conditions of rules see of a case."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from zhifa.core.citizens import BORN
from zhifa.core.conditions import UNKNOWN, Known, Result, Unknown
from zhifa.core.facts import Value, Vocabulary
from zhifa.core.procedure import calling
from zhifa.core.procedure.case import Taken
from zhifa.core.procedure.establishing import merge_rows

if TYPE_CHECKING:
    from zhifa.core.procedure.state import State

ABSENT: Final[Mapping[str, Any]] = {"no": False, "zero": 0, "empty": ()}
"""What the absence of a fact may be declared to mean."""
SILENCE: Final = frozenset({"done", "ever", "anywhere", "passed", "running", "linked", "ended", "point"})
"""Functions whose "no" may only mean that nobody told."""


class Scope:
    """What conditions see: the state from one proceeding, on one day, with a step's own facts laid over it.

    With `told_only` nothing follows from silence: a fact nobody recorded and a step nobody told of are unknown.
    """

    __slots__ = ("day", "overlay", "proceeding", "state", "taken", "told_only")

    def __init__(
        self,
        state: State,
        proceeding: str,
        day: date,
        overlay: Mapping[str, Value] | None = None,
        taken: Taken | None = None,
        *,
        told_only: bool = False,
    ) -> None:
        self.state, self.proceeding, self.day = state, proceeding, day
        self.overlay, self.told_only = overlay or {}, told_only
        self.taken = taken
        """The step a question is about, where it is asked of one that was taken."""

    @property
    def vocabulary(self) -> Vocabulary:
        return self.state.vocabulary

    def fact(self, code: str) -> Result:
        if code in self.overlay:
            if self.state.reads is not None:
                self.state.reads.add(code)
            declared = self.vocabulary.facts.get(code)
            if declared and declared.key:
                before = self.state.fact(self.proceeding, code)
                if isinstance(before, tuple):
                    return merge_rows(before, self.overlay[code], declared.key)  # type: ignore[arg-type]
            return self.overlay[code]
        return (self.state.recorded if self.told_only else self.state.fact)(self.proceeding, code)

    def number(self, code: str) -> Result:
        """A citizen's number, of which nothing is asked but the day of birth it tells."""
        if code not in self.overlay:
            return self.state.number(self.proceeding, code)
        if self.state.reads is not None:
            self.state.reads.add(BORN + code)
        return self.overlay[code]

    def recorded(self, code: str) -> bool | Unknown:
        """Whether somebody recorded the fact, whatever its absence would mean; what was erased since was recorded."""
        if code in self.overlay or code in self.state.case.erased or self.state.is_recorded(self.proceeding, code):
            return True
        return UNKNOWN if self.told_only else False

    def lacks(self, code: str) -> bool:
        """Whether nobody recorded the fact, and its absence means nothing either."""
        if code in self.overlay or self.state.is_recorded(self.proceeding, code):
            return False
        declared = self.vocabulary.facts.get(code)
        return self.told_only or declared is None or declared.absent not in ABSENT

    def call(self, name: str, arguments: tuple[Known, ...]) -> Result:
        found = calling.call(self, name, arguments)
        return UNKNOWN if self.told_only and found is False and name in SILENCE else found

    def title(self, kind: str, code: str) -> str:
        return calling.title(self, kind, code)
