"""Rounds of appraisal by people: the pool of a draw, rounds, their files, a reader's files, an organ's results."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q

from zhifa.store.appraisal.models import Appraisal, Round, RoundFile, Suggestion
from zhifa.store.readers.cases import within
from zhifa.store.registry.models import Organ, Person

UNREAD = ("drawn", "first")
SHOWN = ("sent", "objected", "final")
"""From these states on the organ sees what became of its file."""


def pool(organ: str, first: date, last: date, kinds: Sequence[str]) -> list[str]:
    """The files of an organ from which a sample is drawn: decided in the period, of these kinds, light ones apart."""
    found = Appraisal.objects.filter(organ_id=organ, decided_on__range=(first, last), light=0)
    found = found.filter(kind__in=list(kinds)) if kinds else found
    return list(found.order_by("case_id").values_list("case_id", flat=True))


@dataclass(frozen=True, slots=True)
class RoundRead:
    """A round with how far its files are."""

    id: str
    title: str
    organ: str
    organ_name: str
    path: str
    standard: str
    digest: str
    first_on: date
    last_on: date
    organs: Mapping[str, str]
    kinds: tuple[str, ...]
    size: int
    readers: Mapping[str, str]
    seed: str
    mark: str
    pool: Mapping[str, Any]
    due_on: date | None
    state: str
    planned_on: date
    counts: Mapping[str, int]

    @property
    def files(self) -> int:
        return sum(self.counts.values())


def _round(row: Round, counts: Mapping[str, int], organs: Mapping[str, str], people: Mapping[str, str]) -> RoundRead:
    return RoundRead(
        row.pk, row.title, row.organ_id, row.organ.short, row.organ.path, row.standard, row.digest, row.first_on,
        row.last_on, {code: organs.get(code, code) for code in row.organs}, tuple(row.kinds), row.size,
        {one: people.get(one, one) for one in row.readers}, row.seed, row.mark, row.pool, row.due_on, row.state,
        row.planned_on, counts,
    )  # fmt: skip


def _read(found: Sequence[Round]) -> list[RoundRead]:
    """Rounds with their names, in as many queries for many as for one."""
    told = RoundFile.objects.filter(round__in=list(found)).values_list("round_id", "state").annotate(n=Count("*"))
    counts: dict[str, dict[str, int]] = {}
    for key, state, number in told.order_by("round_id", "state"):
        counts.setdefault(key, {})[state] = number
    codes = {code for row in found for code in row.organs}
    persons = {one for row in found for one in row.readers}
    organs = dict(Organ.objects.filter(pk__in=codes).values_list("pk", "short"))
    people = dict(Person.objects.filter(pk__in=persons).values_list("pk", "name"))
    return [_round(row, counts.get(row.pk, {}), organs, people) for row in found]


def rounds(*, reach: Sequence[str]) -> list[RoundRead]:
    """The rounds held by organs within the reach, the latest first."""
    found = Round.objects.filter(within(reach, "organ__path")).select_related("organ")
    return _read(list(found.order_by("-planned_on", "-id")[:100]))


def read_round(key: str, *, reach: Sequence[str]) -> RoundRead | None:
    """One round within the reach."""
    row = Round.objects.filter(within(reach, "organ__path"), pk=key).select_related("organ").first()
    return _read([row])[0] if row else None


@dataclass(frozen=True, slots=True)
class FileRead:
    """One file of a round with everything that was said of it."""

    id: str
    round: str
    round_title: str
    round_path: str
    round_state: str
    standard: str
    planned_on: date
    number: int
    case: str
    case_number: str
    case_title: str
    kind: str
    organ: str
    organ_name: str
    path: str
    machine: Mapping[str, Any]
    first_reader: str
    second_reader: str
    first_name: str
    second_name: str
    first: Mapping[str, Any] | None
    second: Mapping[str, Any] | None
    settled: Mapping[str, Any] | None
    state: str
    score: int | None
    grade: str
    sent_on: date | None
    object_by: date | None
    objection: str
    objected_on: date | None
    answer_by: date | None
    answer: str
    answered_on: date | None
    final_on: date | None

    def order_of(self, person: str) -> int:
        """1 for the first reader, 2 for the second, 0 for anybody else."""
        return {self.first_reader: 1, self.second_reader: 2}.get(person, 0)

    def waits_for(self, person: str) -> bool:
        """Whether it is this reader's turn."""
        return (self.order_of(person), self.state) in {(1, "drawn"), (2, "first")}


def _files(found: Sequence[RoundFile]) -> list[FileRead]:
    persons = {one for row in found for one in (row.first_reader, row.second_reader)}
    names = dict(Person.objects.filter(pk__in=persons).values_list("pk", "name")) if persons else {}
    return [
        FileRead(
            row.pk, row.round_id, row.round.title, row.round.organ.path, row.round.state, row.round.standard,
            row.round.planned_on, row.number, row.case_id, row.case.number, row.case.title, row.case.kind,
            row.organ_id, row.organ.short, row.organ.path, row.machine, row.first_reader, row.second_reader,
            names.get(row.first_reader, ""), names.get(row.second_reader, ""), row.first, row.second, row.settled,
            row.state, row.score, row.grade, row.sent_on, row.object_by, row.objection, row.objected_on,
            row.answer_by, row.answer, row.answered_on, row.final_on,
        )
        for row in found
    ]  # fmt: skip


_WITH = ("round__organ", "case", "organ")


def files_of(key: str, *, organ: str = "") -> list[FileRead]:
    """The files of a round in the order of their numbers; only for whoever may read the round."""
    found = RoundFile.objects.filter(round_id=key).select_related(*_WITH)
    found = found.filter(organ_id=organ) if organ else found
    return _files(list(found.order_by("number")))


def file_read(key: str, number: int) -> FileRead | None:
    """One file of a round; who may see it is asked by the caller, who knows as what it is looked at."""
    found = _files(list(RoundFile.objects.filter(round_id=key, number=number).select_related(*_WITH)))
    return found[0] if found else None


def files_to_read(person: str) -> list[FileRead]:
    """The files a person is to read or has read, those that wait first."""
    mine = Q(first_reader=person) | Q(second_reader=person)
    found = _files(list(RoundFile.objects.filter(mine, round__state="drawn").select_related(*_WITH).order_by("id")))
    return sorted(found, key=lambda one: (not one.waits_for(person), one.state not in UNREAD, one.round, one.number))


def next_to_read(person: str, after: FileRead) -> FileRead | None:
    """The next file that waits for a reader, beginning behind one."""
    waiting = [one for one in files_to_read(person) if one.waits_for(person) and one.id != after.id]
    later = [one for one in waiting if (one.round, one.number) > (after.round, after.number)]
    return next(iter(later or waiting), None)


def results_for(*, reach: Sequence[str], case: str = "") -> list[FileRead]:
    """The results sent to organs within the reach, those that can still be objected to first."""
    found = RoundFile.objects.filter(within(reach, "organ__path"), state__in=SHOWN).select_related(*_WITH)
    found = found.filter(case_id=case) if case else found
    return _files(list(found.order_by("final_on", "object_by", "round_id", "number")[:200]))


@dataclass(frozen=True, slots=True)
class SuggestionRead:
    """A suggestion to mend with the organ's report."""

    id: str
    round: str
    round_title: str
    standard: str
    round_path: str
    organ: str
    organ_name: str
    path: str
    content: str
    sent_on: date
    mend_by: date
    review_by: date
    reply: str
    replied_on: date | None


def suggestions(*, reach: Sequence[str], round_key: str = "") -> list[SuggestionRead]:
    """Suggestions sent to organs within the reach, those without a report first."""
    found = Suggestion.objects.filter(within(reach, "organ__path")).select_related("round__organ", "organ")
    found = found.filter(round_id=round_key) if round_key else found
    return [
        SuggestionRead(
            row.pk, row.round_id, row.round.title,
            row.round.standard, row.round.organ.path, row.organ_id, row.organ.short,
            row.organ.path, row.content, row.sent_on, row.mend_by, row.review_by, row.reply, row.replied_on,
        )
        for row in found.order_by("replied_on", "mend_by", "id")[:200]
    ]  # fmt: skip
