"""What people said for an annual report: figures, passages, last year's figures, its kind, what they took over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from zhifa.core.events import (
    REPORT_BEFORE_ENTERED,
    REPORT_FACT_ENTERED,
    REPORT_KIND_CHOSEN,
    REPORT_PASSAGE_EDITED,
    REPORT_SUGGESTION_JUDGED,
    Event,
)
from zhifa.core.statistics import Number
from zhifa.store import journal
from zhifa.store.readers.statistics import OrganScope, above_of
from zhifa.store.registry.models import Organ
from zhifa.store.reports.models import AnnualReport


@dataclass(frozen=True, slots=True)
class Entry:
    """A figure or passage somebody entered: by whom, and when it was recorded."""

    actor: str
    recorded_at: datetime
    number: Number = 0
    text: str = ""
    version: int = 0
    """The version of the stream it was entered with."""


@dataclass(frozen=True, slots=True)
class Entries:
    """What people entered for the report of an organ and year: figures, rewritten passages, and the last version."""

    facts: Mapping[str, Entry] = field(default_factory=dict)
    passages: Mapping[str, Entry] = field(default_factory=dict)
    version: int = 0
    report: str = ""
    """The kind of report somebody chose; empty for the usual one."""
    before: Mapping[str, Entry] = field(default_factory=dict)
    """Figures of the year before from its printed report; `text` is the source."""
    suggestions: Mapping[str, Entry] = field(default_factory=dict)
    """What was said of a suggestion; `text` is `taken` or `left`."""


def report_stream(organ: str, year: int) -> str:
    """The stream of a report."""
    return f"{organ}/{year}"


def report_entries(organ: str, year: int, *, until: int | None = None) -> Entries:
    """What was entered for a report, the latest of each; read from its stream, which stays short. With `until` as it
    stood at that version."""
    facts: dict[str, Entry] = {}
    passages: dict[str, Entry] = {}
    before: dict[str, Entry] = {}
    suggestions: dict[str, Entry] = {}
    version, report = 0, ""
    for event in journal.read_stream("report", report_stream(organ, year)):
        if until is not None and event.version > until:
            break
        said: Any = event.payload
        version = event.version
        if event.type == REPORT_FACT_ENTERED:
            facts[said["figure"]] = _entry(event, number=number_of(said["value"]))
        elif event.type == REPORT_PASSAGE_EDITED:
            passages.pop(said["passage"], None)
            if said["text"]:
                passages[said["passage"]] = _entry(event, text=said["text"])
        elif event.type == REPORT_BEFORE_ENTERED:
            before |= {code: _entry(event, said["source"], number_of(value)) for code, value in said["figures"].items()}
        elif event.type == REPORT_KIND_CHOSEN:
            report = said["report"]
        elif event.type == REPORT_SUGGESTION_JUDGED:
            suggestions[said["suggestion"]] = _entry(event, text=said["state"])
    return Entries(facts, passages, version, report, before, suggestions)


def _entry(event: Event, text: str = "", number: Number = 0) -> Entry:
    return Entry(event.actor, event.recorded_at, number=number, text=text, version=event.version)


def number_of(text: str) -> Number:
    """A stored number: whole ones as int."""
    number = Decimal(text)
    return int(number) if number == number.to_integral_value() else number


def written(number: Number) -> str:
    """A number as it is stored; `number_of` reads it back."""
    return format(number, "f") if isinstance(number, Decimal) else str(number)


@dataclass(frozen=True, slots=True)
class Reporting:
    """An organ that writes a report of its own, with itself and the units below it that its report counts."""

    code: str
    short: str
    level: str
    units: tuple[str, ...]


def reporting(scope: OrganScope) -> tuple[Reporting, ...]:
    """The organs directly under the one above this one, in the order of the tree; each counts what is below it."""
    above = above_of(scope)
    rows = Organ.objects.filter(path__startswith=above).exclude(path=above).order_by("path")
    found: dict[str, tuple[str, str, str, list[str]]] = {}
    for code, short, level, path in rows.values_list("code", "short", "level", "path"):
        top = path.removeprefix(above).split("/")[0]
        found.setdefault(top, (code, short, level, []))[-1].append(code)
    return tuple(Reporting(code, short, level, tuple(units)) for code, short, level, units in found.values())


def finished_of(year: int, organs: Sequence[str]) -> dict[str, AnnualReport]:
    """The finished reports of these organs for a year, by organ."""
    found = AnnualReport.objects.filter(year=year, organ__in=list(organs)).order_by("organ")
    return {row.organ_id: row for row in found}


@dataclass(frozen=True, slots=True)
class Finished:
    """A report as it was finished: the event that keeps it, and where it was published since."""

    year: int
    kind: str
    version: int
    frozen_on: date
    checkpoint_size: int
    published_on: date | None
    published_where: str


def finished(organ: str, year: int) -> Finished | None:
    """The report of an organ and year as it was last finished; None while it was not."""
    row = AnnualReport.objects.filter(organ=organ, year=year).first()
    if row is None:
        return None
    return Finished(
        row.year, row.kind, row.version, row.frozen_on, row.checkpoint_size, row.published_on, row.published_where
    )


def finishes_here(organ: str, year: int) -> bool:
    """Whether the organ has finished its report of that year or an earlier one here."""
    return AnnualReport.objects.filter(organ=organ, year__lte=year).exists()


def kept(organ: str, year: int, version: int) -> Mapping[str, Any]:
    """What the event that finished a report says: the paper, the data, the figures."""
    events = journal.read_stream("report", report_stream(organ, year))
    said: Any = next(event.payload for event in events if event.version == version)
    return dict(said)
