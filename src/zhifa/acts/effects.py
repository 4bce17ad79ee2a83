"""What a draft of rules would change for running cases: the range of the fine now and under the draft."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from zhifa.acts.discretion import case_range
from zhifa.acts.work import context
from zhifa.core.discretion import Range
from zhifa.core.procedure.state import Context
from zhifa.core.rulebook import Rulebook
from zhifa.core.values import Refusal, format_yuan
from zhifa.store.readers.cases import read_case


@dataclass(frozen=True, slots=True)
class Effect:
    """One case, were it decided on the day: the range as the rules stand and as the draft has them, in words."""

    old: str
    new: str
    why: str = ""
    """Which law applies and why, where the case lies between two: 从旧兼从轻."""

    @property
    def differs(self) -> bool:
        return self.old != self.new


def effects_on(cases: Iterable[str], draft: Rulebook, day: date, *, reach: Sequence[str]) -> Mapping[str, Effect]:
    """By case, what the draft would change if the case were decided on the day; cases without a range are missing.

    Substance follows the day of the act unless the law of the day of decision is lighter (行政处罚法 37): the same
    computation as in the case itself says which of the two it is.
    """
    now = context()
    then = Context(draft, now.calendar)
    found: dict[str, Effect] = {}
    for case in cases:
        old, new = (_range(case, given, day, reach) for given in (now, then))
        if old is not None and new is not None:
            found[case] = Effect(_said(old), _said(new), _why(new))
    return found


def _range(case: str, given: Context, day: date, reach: Sequence[str]) -> Range | Refusal | None:
    read = read_case(case, reach=reach, context=given, day=day)
    if read is None:
        return None
    for proceeding in read.view.state.case.proceedings:
        found = case_range(read.view.state, proceeding, day)
        if found is not None:
            return found
    return None


def _said(found: Range | Refusal) -> str:
    if isinstance(found, Refusal):
        return found.message
    if found.kind != "罚款":
        return found.kind
    return f"{found.tier} {format_yuan(found.min_fen)} 至 {format_yuan(found.max_fen)} 元"


def _why(found: Range | Refusal) -> str:
    return found.trace[0].text if isinstance(found, Range) and found.trace else ""
