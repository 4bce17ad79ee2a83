"""What could be erased of a case: which personal values there still are, never the values themselves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from zhifa.core.facts import Vocabulary
from zhifa.store.casework.models import Case
from zhifa.store.journal.models import PersonalValue
from zhifa.store.readers.cases import within

OTHERS = {
    "document": "已制作的文书内容",
    "digest": "文书校验值",
    "reason": "理由",
    "question": "向承办人的提问",
    "answer": "承办人的回答",
}


@dataclass(frozen=True, slots=True)
class PersonalKind:
    """One kind of personal value: how many there are, and how many a duty to keep them holds back."""

    label: str
    count: int
    held: int


@dataclass(frozen=True, slots=True)
class ErasureRead:
    """A case as somebody sees it who decides on erasure and has no business with what it says."""

    id: str
    number: str
    organ: str
    opened_on: date
    closed_on: date | None
    kinds: tuple[PersonalKind, ...]

    @property
    def going(self) -> int:
        return sum(kind.count - kind.held for kind in self.kinds)

    @property
    def held(self) -> int:
        return sum(kind.held for kind in self.kinds)


def erasable_case(number: str, *, reach: Sequence[str], vocabulary: Vocabulary) -> ErasureRead | None:
    """The case of exactly this number or id within the reach, with its personal values by kind."""
    found = Case.objects.filter(within(reach)).select_related("organ")
    row = found.filter(pk=number).first() or found.filter(number=number).first()
    if row is None:
        return None
    counted: Counter[str] = Counter()
    held: Counter[str] = Counter()
    values = PersonalValue.objects.filter(event__stream_kind="case", event__stream_id=row.pk)
    for path, erasable in values.values_list("path", "erasable"):
        label = _label(path, vocabulary)
        counted[label] += 1
        held[label] += 0 if erasable else 1
    kinds = tuple(PersonalKind(label, counted[label], held[label]) for label in sorted(counted))
    return ErasureRead(row.pk, row.number, row.organ.short, row.opened_on, row.closed_on, kinds)


def _label(path: str, vocabulary: Vocabulary) -> str:
    """What a place in an event is called: `/facts/party.name` is 姓名或者名称."""
    parts = path.strip("/").split("/")
    code = (parts[1] if parts[0] == "facts" and len(parts) > 1 else parts[0]).replace("~1", "/").replace("~0", "~")
    fact = vocabulary.get(code)
    return fact.label if fact else OTHERS.get(code, code)
