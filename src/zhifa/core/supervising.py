"""How a finding is worked off: the organ answers; the supervisor accepts, returns, dismisses it or issues a paper.

A finding is derived and may vanish when the record is mended; what people said about it is a stream of its own, under
the finding's key, and stays readable. The first event carries the finding as it stood.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from zhifa.core.events import (
    FINDING_ACCEPTED,
    FINDING_ANSWERED,
    FINDING_DISMISSED,
    FINDING_RAISED,
    FINDING_RETURNED,
    Event,
)

OPEN, ANSWERED, RETURNED, ACCEPTED, DISMISSED, RAISED, MENDED, CLOSED = (
    "open", "answered", "returned", "accepted", "dismissed", "raised", "mended", "closed",
)  # fmt: skip
STATES: Final[Mapping[str, str]] = {
    OPEN: "待说明",
    ANSWERED: "待审核",
    RETURNED: "退回待说明",
    ACCEPTED: "已采纳",
    DISMISSED: "问题不成立",
    RAISED: "已发监督文书",
    MENDED: "已更正",
    CLOSED: "已办结",
}
"""What is to be done about a finding, as people call it."""
ANSWERABLE: Final = frozenset({OPEN, RETURNED})
"""The organ is to answer."""
SETTLED: Final = frozenset({ACCEPTED, DISMISSED, MENDED, CLOSED})
"""Nobody is to do anything more."""
_AFTER: Final[Mapping[str, str]] = {
    FINDING_ANSWERED: ANSWERED,
    FINDING_RETURNED: RETURNED,
    FINDING_ACCEPTED: ACCEPTED,
    FINDING_DISMISSED: DISMISSED,
    FINDING_RAISED: RAISED,
}
MEASURES: Final = ("已经改正", "正在改正", "不能补正，已采取措施防止再犯", "情况不属实")
"""What an answer says was done."""
GROUNDS: Final = ("规则判断有误", "录入有误，事实不是这样", "法律另有规定", "同一问题重复列出")
"""Why a finding is unfounded; the first tells of the rule, the others of the case."""
RULE_WRONG: Final = GROUNDS[0]


@dataclass(frozen=True, slots=True)
class Said:
    """One thing said about a finding: what, when, by whom."""

    type: str
    at: date
    by: str
    payload: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Working:
    """A finding as it is being worked off: as it stood, how far it has come, everything said."""

    finding: Mapping[str, Any]
    state: str = OPEN
    answer_by: date | None = None
    said: tuple[Said, ...] = ()
    version: int = 0

    @property
    def answer(self) -> Mapping[str, Any]:
        """The latest answer; empty where there is none."""
        return next((item.payload for item in reversed(self.said) if item.type == FINDING_ANSWERED), {})


def fold(events: Iterable[Event]) -> Working | None:
    """What the stream of a finding tells; None where nobody said anything yet."""
    found: Working | None = None
    for event in events:
        payload: Any = event.payload
        state = _AFTER.get(event.type)
        if state is None:
            found = replace(found, version=event.version) if found else None
            continue
        if found is None:
            finding = payload["finding"]
            found = Working(finding, answer_by=date.fromisoformat(finding["answer_by"]))
        said = Said(event.type, event.occurred.day, event.actor, payload)
        by = date.fromisoformat(payload["answer_by"]) if payload.get("answer_by") else found.answer_by
        found = replace(found, state=state, answer_by=by, said=(*found.said, said), version=event.version)
    return found
