"""Drafts of rules, and the open cases that stand under what they change."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from os.path import commonprefix

from django.db.models import Count

from zhifa.core.ruledraft import APPROVED, PUBLISHED, WAITING, Draft, fold
from zhifa.store import journal
from zhifa.store.casework import models as cases
from zhifa.store.catalogue.models import RuleDraft
from zhifa.store.readers.cases import within
from zhifa.store.registry.models import Organ, Person

STREAM = "catalogue"


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A draft as a list shows it."""

    id: str
    number: int
    state: str
    codes: tuple[str, ...]
    reason: str
    effective_on: date
    author: str
    entered_on: date


def read_draft(key: str) -> Draft | None:
    """A draft as its journal tells; None where there is none of this id."""
    events = journal.read_stream(STREAM, key) if key.isalnum() else []
    return fold(key, events) if events else None


def draft_lines(state: str = "") -> list[DraftLine]:
    """All drafts, or those of one state, the latest first, with the names of those who wrote them."""
    found = RuleDraft.objects.filter(state=state) if state else RuleDraft.objects.all()
    rows = list(found.order_by("-number"))
    names = names_of([row.author for row in rows])
    return [
        DraftLine(
            row.pk, row.number, row.state, tuple(row.codes), row.reason, row.effective_on,
            names.get(row.author, row.author), row.entered_on,
        )
        for row in rows
    ]  # fmt: skip


def waiting_drafts(*, besides: str) -> int:
    """How many drafts wait for the approval of somebody else than their author `besides`."""
    return RuleDraft.objects.filter(state=WAITING).exclude(author=besides).count()


def names_of(persons: Collection[str]) -> dict[str, str]:
    """The names of persons by id."""
    return dict(Person.objects.filter(pk__in=set(persons)).values_list("pk", "name"))


def approved_drafts() -> list[Draft]:
    """Drafts approved and not yet published, in the order of their numbers."""
    keys = RuleDraft.objects.filter(state=APPROVED).order_by("number").values_list("pk", flat=True)
    return [draft for key in keys if (draft := read_draft(key))]


def published_contents() -> dict[str, str]:
    """What the files of published drafts must say, by name."""
    return dict(RuleDraft.objects.filter(state=PUBLISHED).order_by("number").values_list("file", "content"))


def top_organ() -> str:
    """The place under which all organs lie: rules are the same for everybody. Empty where there is no one top."""
    paths = Organ.objects.order_by("path").values_list("path", flat=True)
    common = commonprefix(list(paths))
    return common[: common.rfind("/") + 1]


@dataclass(frozen=True, slots=True)
class TouchedCase:
    """An open case that stands under a matter which a draft reaches."""

    id: str
    number: str
    title: str
    organ: str
    matter: str
    opened_on: date
    decided_on: date | None


@dataclass(frozen=True, slots=True)
class Touched:
    """How many open cases a draft reaches in all and in each organ, and those of them somebody may read."""

    total: int
    organs: tuple[tuple[str, int], ...]
    readable: tuple[TouchedCase, ...]
    more: bool


def touched_cases(matters: Collection[str], *, reach: Sequence[str], limit: int) -> Touched:
    """The open cases of some matters. Numbers count for the whole installation, cases are shown within the reach."""
    found = cases.Case.objects.filter(state="open", matter__in=list(matters))
    organs = list(found.values_list("organ__short").annotate(cases=Count("pk")).order_by("-cases", "organ__short"))
    fields = ("id", "number", "title", "organ__short", "matter", "opened_on", "decided_on")
    mine = list(found.filter(within(reach)).order_by("-opened_on", "-id").values_list(*fields)[: limit + 1])
    readable = tuple(TouchedCase(*row) for row in mine[:limit])
    return Touched(sum(count for _, count in organs), tuple(organs), readable, len(mine) > limit)
