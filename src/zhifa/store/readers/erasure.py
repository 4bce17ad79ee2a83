"""What could be erased of a case, never the values themselves; and whose name could go from the register of people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from zhifa.core.facts import Vocabulary
from zhifa.store.casework.models import Case
from zhifa.store.journal.models import PersonalValue
from zhifa.store.readers.cases import within
from zhifa.store.registry.models import Account, Person
from zhifa.store.supervision.models import Intervention, Liability, Working

OTHERS = {
    "document": "已制作的文书内容",
    "digest": "文书校验值",
    "reason": "理由",
    "question": "向承办人的提问",
    "answer": "承办人的回答",
    "finding": "问题的内容",
    "text": "对问题的说明和意见",
    "who": "过问案件的人",
    "post": "过问人的单位和职务",
    "content": "过问的内容",
    "response": "对过问的答复",
    "handling": "对过问的处理",
}
Stream = tuple[str, str]
"""Kind and name of a journal."""


def streams_about(case_id: str) -> list[Stream]:
    """The journals besides the case's own that speak of it: findings worked off, accountability, interventions."""
    return [
        *_streams("finding", Working.objects.filter(case_id=case_id)),
        *_streams("liability", Liability.objects.filter(case_id=case_id)),
        *_streams("intervention", Intervention.objects.filter(case_id=case_id)),
    ]


def streams_about_officer(person: str) -> list[Stream]:
    """The journals besides the register that speak of somebody who works here: for what they were made to answer."""
    return _streams("liability", Liability.objects.filter(person_id=person))


def _streams(kind: str, found: QuerySet[Any]) -> list[Stream]:
    return [(kind, str(key)) for key in found.order_by("pk").values_list("pk", flat=True)]


def _values(streams: Sequence[Stream]) -> QuerySet[PersonalValue]:
    """The personal values of these journals."""
    asked = Q(pk__in=[])
    for kind in {kind for kind, _ in streams}:
        asked |= Q(event__stream_kind=kind, event__stream_id__in=[name for one, name in streams if one == kind])
    return PersonalValue.objects.filter(asked)


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
    for path, erasable in _values([("case", row.pk), *streams_about(row.pk)]).values_list("path", "erasable"):
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


ERASED = "（已清除）"
"""How a person whose name was erased is called."""


@dataclass(frozen=True, slots=True)
class OfficerErasure:
    """Somebody of the register as the one sees them who decides on erasing their name."""

    id: str
    name: str
    organ: str
    post: str
    left_on: date | None
    going: int
    """Personal values that would go; none once the name was erased."""
    held: int
    needed: str
    """Why the name is still needed; empty when it is not."""


def officer_needed(row: Person, day: date) -> str:
    """Why the name of a person is still needed on a day; empty when it is not."""
    if row.left_on is None or row.left_on > day:
        return "还在岗"
    if Account.objects.filter(person=row, is_active=True).exists():
        return "的账号还没有停用"
    held = sum(row.pk in officers for officers in _in_hand(row))
    return f"名下还有 {held} 件在办案件" if held else ""


def _in_hand(row: Person) -> Iterable[Sequence[str]]:
    """The officers of every open case of the person's organ."""
    return Case.objects.filter(organ_id=row.organ_id, state="open").values_list("officers", flat=True)


def erasable_officers(
    query: str, *, reach: Sequence[str], day: date, after: str = "", limit: int = 50
) -> tuple[list[OfficerErasure], bool]:
    """Who has left, or whoever has the name asked for; and whether there are more behind the last."""
    found = Person.objects.filter(within(reach, "organ__path"), pk__gt=after).select_related("organ").order_by("pk")
    found = found.filter(name__contains=query) if query else found.filter(left_on__lte=day).exclude(name=ERASED)
    rows = list(found[: limit + 1])
    return [_officer(row, day) for row in rows[:limit]], len(rows) > limit


def erasable_officer(key: str, *, reach: Sequence[str], day: date) -> OfficerErasure | None:
    """One person of the register; None out of reach."""
    row = Person.objects.filter(within(reach, "organ__path"), pk=key).select_related("organ").first()
    return _officer(row, day) if row else None


def _officer(row: Person, day: date) -> OfficerErasure:
    values = _values([("officer", row.pk), *streams_about_officer(row.pk)])
    flags = list(values.values_list("erasable", flat=True))
    going = sum(map(bool, flags))
    return OfficerErasure(
        row.pk, row.name, row.organ.short, row.post, row.left_on, going, len(flags) - going, officer_needed(row, day)
    )
