"""Nobody is in two places at once: a visit that would meet another of the same officer begins some minutes later."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from zhifa.jobs.simulation.deeds import Deed, Open, Script, Take

VISITS: Final = frozenset({"show_certificates", "inspect_scene", "conduct", "seize"})
"""Steps that say where officers were."""
APART: Final = 12
"""So many minutes lie at least between two places of one officer."""


def apart(scripts: Iterable[Script]) -> list[Script]:
    """The scripts in their order; the later one of two that meet is put off, with all that follows on that day."""
    seen: dict[tuple[str, date], list[int]] = defaultdict(list)
    found = list(scripts)
    for script in found:
        for day in sorted({deed.at.date() for deed in script.deeds}):
            visits = list(_visits(script.deeds, day))
            if not visits:
                continue
            late = _delay(visits, seen, day)
            _put_off(script, day, min(minute for minute, _ in visits), late)
            for minute, officers in visits:
                for officer in officers:
                    seen[officer, day].append(minute + late)
    return found


def _visits(deeds: Sequence[Deed], day: date) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The minute of every visit of a day, and who went."""
    for deed in deeds:
        steps: Sequence[Take] = (deed.action,) if isinstance(deed.action, Take) else ()
        if isinstance(deed.action, Open):
            steps = deed.action.steps
        for step in steps:
            if deed.at.date() == day and step.step in VISITS:
                yield deed.at.hour * 60 + deed.at.minute, step.by


def _delay(visits: Sequence[tuple[int, tuple[str, ...]]], seen: dict[tuple[str, date], list[int]], day: date) -> int:
    """The fewest minutes after which no officer is elsewhere."""
    late = 0
    while any(
        abs(minute + late - other) < APART
        for minute, officers in visits
        for officer in officers
        for other in seen.get((officer, day), ())
    ):
        late += 1
    return late


def _put_off(script: Script, day: date, first: int, late: int) -> None:
    """Everything the script does that day from its first visit on."""
    later = timedelta(minutes=late)
    for place, deed in enumerate(script.deeds):
        if late and deed.at.date() == day and deed.at.hour * 60 + deed.at.minute >= first:
            script.deeds[place] = replace(deed, at=deed.at + later)
