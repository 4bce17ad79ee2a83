"""The conclusions about organs' quality: those within reach, newest first, and one whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from zhifa.store.appraisal.models import QualityConclusion
from zhifa.store.readers.cases import within

TOLD, OBJECTED, FINAL = "已告知", "异议待答复", "已生效"


@dataclass(frozen=True, slots=True)
class ConclusionItem:
    """One item as it was scored; None where nothing happened that it could judge."""

    title: str
    of: int
    points: int | None
    said: str
    say: str


@dataclass(frozen=True, slots=True)
class Conclusion:
    """A conclusion with what was said about it."""

    id: str
    organ: str
    organ_name: str
    organ_short: str
    path: str
    title: str
    first_on: date
    last_on: date
    items: tuple[ConclusionItem, ...]
    score: int
    first_score: int
    grade: str
    rules: str
    told_by: str
    told_on: date
    object_by: date
    objection: str
    objected_on: date | None
    answer_by: date | None
    answer: str
    answered_on: date | None

    def state(self, day: date) -> str:
        """How far it is: objections are open, one waits, or nothing can change it any more."""
        if self.objected_on and not self.answered_on:
            return OBJECTED
        return FINAL if self.answered_on or day > self.object_by else TOLD


FIELDS = (
    "id", "organ_id", "organ__name", "organ__short", "organ__path", "title", "first_on", "last_on", "items", "score",
    "first_score", "grade", "rules", "told_by", "told_on", "object_by", "objection", "objected_on", "answer_by",
    "answer", "answered_on",
)  # fmt: skip


def conclusions(
    *, reach: Sequence[str], first: date | None = None, last: date | None = None, limit: int = 200
) -> list[Conclusion]:
    """Conclusions about the organs within reach, the latest period first; of one period where its days are given."""
    found = QualityConclusion.objects.filter(within(reach, "organ__path"))
    if first and last:
        found = found.filter(first_on=first, last_on=last)
    rows = found.order_by("-last_on", "first_on", "organ__path", "id").values_list(*FIELDS)[:limit]
    return [_conclusion(row) for row in rows]


def conclusion(key: str, *, reach: Sequence[str]) -> Conclusion | None:
    """One conclusion; None out of reach."""
    row = QualityConclusion.objects.filter(within(reach, "organ__path"), pk=key).values_list(*FIELDS).first()
    return _conclusion(row) if row else None


def _conclusion(row: Sequence[object]) -> Conclusion:
    said = dict(zip(FIELDS, row, strict=True))
    items = tuple(ConclusionItem(**item) for item in said["items"])  # type: ignore[attr-defined]
    return Conclusion(*(items if name == "items" else said[name] for name in FIELDS))  # type: ignore[arg-type]
