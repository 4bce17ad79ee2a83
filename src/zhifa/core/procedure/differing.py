"""Two procedures side by side: which steps and periods only one of them has, and what differs in those of both."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from zhifa.core.conditions import Condition
from zhifa.core.procedure.model import Period, Point, Procedure, Step

SAME, ADDED, REMOVED, CHANGED = "same", "added", "removed", "changed"
WORDS: Final[Mapping[str, str]] = {SAME: "相同", ADDED: "新增", REMOVED: "删去", CHANGED: "改动"}
SIGNS: Final[Mapping[str, str]] = {SAME: "＝", ADDED: "＋", REMOVED: "－", CHANGED: "≠"}


@dataclass(frozen=True, slots=True)
class Mark:
    """How something stands to the other procedure, and in what it differs."""

    kind: str
    differs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """What a procedure changes against another, and both of them as one to draw."""

    against: str
    title: str
    steps: Mapping[str, Mark]
    points: Mapping[str, Mark]
    periods: Mapping[str, Mark]
    whole: Procedure
    """The steps of both, in the order of the later one; what was removed stands behind what came before it."""

    def count(self, kind: str) -> int:
        """How many steps and periods are of a kind."""
        return sum(mark.kind == kind for mark in (*self.steps.values(), *self.periods.values()))


def compare(base: Procedure, other: Procedure) -> Difference:
    """What `other` changes against `base`."""
    steps = _joined(base.steps, other.steps)
    periods = _joined({p.code: p for p in base.periods}, {p.code: p for p in other.periods})
    points = _joined(base.points, other.points)
    phases = tuple(dict.fromkeys((*other.phases, *base.phases)))
    return Difference(
        against=base.code,
        title=base.title,
        steps=_marks(base.steps, other.steps, steps, _of_step),
        points=_marks(base.points, other.points, points, _of_point),
        periods=_marks({p.code: p for p in base.periods}, {p.code: p for p in other.periods}, periods, _of_period),
        whole=replace(other, phases=phases, steps=steps, points=points, periods=tuple(periods.values())),
    )


def _joined(base: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    order: list[str] = list(other)
    before = ""
    for code in base:
        if code not in other:
            order.insert(order.index(before) + 1 if before in order else 0, code)
        before = code
    return {code: other.get(code, base.get(code)) for code in order}


def _marks(base: Mapping[str, Any], other: Mapping[str, Any], codes: Iterable[str], of: Any) -> dict[str, Mark]:
    found = {}
    for code in codes:
        if code not in base or code not in other:
            found[code] = Mark(ADDED if code in other else REMOVED)
            continue
        old, new = dict(of(base[code])), dict(of(other[code]))
        differs = tuple(word for word in new if old[word] != new[word])
        found[code] = Mark(CHANGED if differs else SAME, differs)
    return found


def _text(condition: Condition | None) -> str:
    return condition.text if condition else ""


def _texts(items: Sequence[Any]) -> tuple[Any, ...]:
    """Things with conditions as things that can be compared."""
    return tuple(
        tuple(_text(value) if isinstance(value, Condition) else value for value in _values(item)) for item in items
    )


def _values(item: Any) -> Iterator[Any]:
    yield from (getattr(item, name) for name in item.__dataclass_fields__)


def _of_step(step: Step) -> Iterator[tuple[str, Any]]:
    yield "名称", step.title
    yield "阶段", step.phase
    yield "依据", step.cite
    yield "谁办", (step.by, step.officers, step.never_by)
    yield "先要完成", step.after
    yield "前提", _text(step.needs)
    yield "何时需要", (_text(step.needed_if), step.optional)
    yield "要求", _texts(step.checks)
    yield "登记", (_texts(step.records), step.may_record, step.sets, step.dated_as)
    yield "何时算数", _text(step.counts_if)
    yield "退回重办", _texts(step.reopens)
    yield "次数", (step.times, step.repeat)
    yield "启动", _texts(step.opens)
    yield "终结", (step.ends, step.until)
    yield "文书", step.papers


def _of_point(point: Point) -> Iterator[tuple[str, Any]]:
    yield "条件", point.when.text
    yield "依据", point.cite


def _of_period(period: Period) -> Iterator[tuple[str, Any]]:
    yield "名称", period.title
    yield "依据", period.cite
    yield "长短", (period.length, period.unit, _text(period.until), _alternatives(period))
    yield "起算", (period.start_steps, _text(period.starts))
    yield "条件", _text(period.only_if)
    yield "履行", (period.met_by, _text(period.met_if))
    yield "延长", tuple((e.step, e.length, e.fact, e.to) for e in period.extended_by)
    yield "不计入", tuple((p.start, p.end) for p in period.paused_by)
    yield "性质", (period.kind, period.of)


def _alternatives(period: Period) -> tuple[Any, ...]:
    return tuple((_text(condition), length, unit) for condition, length, unit in period.shorter_if)
