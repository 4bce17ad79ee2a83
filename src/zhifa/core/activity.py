"""Which officers were active in a month, measured so that padding does not raise it.

A deed is one step that only holders of a certificate may take, taken by one person. It counts when it stands, was
recorded within some working days of happening, names no crowd, and is neither one of a series no one could have
carried out nor a copy. An officer with one deed that counts was active in the month. What the limits are is data.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from zhifa.core.facts import Value, Vocabulary
from zhifa.core.procedure.case import Taken
from zhifa.core.procedure.model import Step
from zhifa.core.procedure.state import Instance, State
from zhifa.core.rulebook import Entry
from zhifa.core.worktime import Calendar

LATE, CROWD, THIN, SERIES, COPY, UNDONE = "late", "crowd", "thin", "series", "copy", "undone"
WHY: Final[Mapping[str, str]] = {
    LATE: "事后补录，超过了登记的时限",
    CROWD: "一次列名的人太多，看不出谁真正参加",
    THIN: "应当写明情况的地方几乎没有写",
    SERIES: "同一人在几分钟内办了几个不同对象，来不及",
    COPY: "记录与另外几件逐字相同",
    UNDONE: "已被更正、退回或者撤销，不再有效",
}
"""Why a deed does not count, as the screen says it."""
_NOISE: Final = re.compile(r"[\s\d０-９〇零一二三四五六七八九十百千万年月日时分，。、；：（）()〔〕\[\]“”\"'.,;:-]+")


@dataclass(frozen=True, slots=True)
class Measure:
    """The limits, as the rules of a day set them."""

    recorded_within: int
    """Working days between the deed and its recording."""
    apart_minutes: int
    """Two parties cannot be dealt with by one person within fewer minutes."""
    copies: int
    """So many records of the same words are copies."""
    least_words: int
    """Fewer characters in what the step must write down say nothing of what was done."""
    most_persons: int
    """A step that names more persons shows of none that they took part."""


def measure_of(entry: Entry) -> Measure:
    """The limits as written."""
    data = entry.data
    return Measure(
        recorded_within=int(data["recorded_within"]),
        apart_minutes=int(data["apart_minutes"]),
        copies=int(data["copies"]),
        least_words=int(data["least_words"]),
        most_persons=int(data["most_persons"]),
    )


@dataclass(frozen=True, slots=True)
class Deed:
    """What one person did in one step: when, how long before it was recorded, and what it can be compared by."""

    person: str
    case: str
    version: int
    part: int
    procedure: str
    step: str
    on: date
    minute: int | None
    """Of the day, where the hour is known."""
    delay: int
    """Working days until it was recorded."""
    persons: int
    words: str
    """A digest of what was written down, without names, numbers and days; empty where nothing was."""
    flaw: str = ""
    """Why it does not count; empty while it does."""

    @property
    def counts(self) -> bool:
        return not self.flaw


def deeds_of(state: State, calendar: Calendar, measure: Measure, recorded: Mapping[int, date]) -> Iterator[Deed]:
    """Every deed of a case as it stands; `recorded` are the days on which its events were written."""
    for run in state.runs.values():
        for instance in run.instances:
            taken, step = instance.taken, instance.step
            if step is None or not step.officers or step.is_outsiders or taken.is_deemed or instance.source:
                continue
            delay = max(calendar.workdays_between(taken.at.day, recorded[taken.version]), 0)
            text, persons = written(taken.facts, state.vocabulary), tuple(dict.fromkeys(taken.by))
            flaw = _flaw(instance, delay, len(persons), _is_thin(step, text, state.vocabulary, measure), measure)
            for person in persons:
                yield Deed(
                    person, state.case.id, taken.version, taken.part, run.proceeding.procedure, step.code,
                    taken.at.day, _minute(taken), delay, len(persons), _digest(text), flaw,
                )  # fmt: skip


def _flaw(instance: Instance, delay: int, persons: int, thin: bool, measure: Measure) -> str:
    if not instance.standing or not instance.counts:
        return UNDONE
    if delay > measure.recorded_within:
        return LATE
    if persons > measure.most_persons:
        return CROWD
    return THIN if thin else ""


def _is_thin(step: Step, text: str, vocabulary: Vocabulary, measure: Measure) -> bool:
    """Whether a step that must write down what was seen or done says next to nothing."""
    asked = any(r.condition is None and _is_free(r.fact, vocabulary) for r in step.records)
    return asked and len(text) < measure.least_words


def _is_free(fact: str, vocabulary: Vocabulary) -> bool:
    return fact in vocabulary and vocabulary[fact].type == "longtext"


def _minute(taken: Taken) -> int | None:
    at = taken.at.at
    return at.hour * 60 + at.minute if at else None


def written(facts: Mapping[str, Value], vocabulary: Vocabulary) -> str:
    """The free text of a record, without what differs in every case anyway: numbers, days, signs."""
    said = (v for code, v in sorted(facts.items()) if isinstance(v, str) and _is_free(code, vocabulary))
    return "\n".join(part for part in (_NOISE.sub("", value) for value in said) if part)


def _digest(text: str) -> str:
    """What tells a record from a copy of it."""
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest() if text else ""


def judged(deeds: Iterable[Deed], measure: Measure) -> list[Deed]:
    """The deeds of one organ in one month with what only their neighbours show: series and copies."""
    known = list(deeds)
    sound = [deed for deed in known if deed.flaw in ("", SERIES, COPY)]
    series, copies = set(_series(sound, measure)), set(_copies(sound, measure))
    return [
        deed if deed.flaw not in ("", SERIES, COPY) else replace(deed, flaw=_neighbourly(deed, series, copies))
        for deed in known
    ]


Place = tuple[str, int, int, str]


def _place(deed: Deed) -> Place:
    return (deed.case, deed.version, deed.part, deed.person)


def _neighbourly(deed: Deed, series: set[Place], copies: set[Place]) -> str:
    place = _place(deed)
    return SERIES if place in series else COPY if place in copies else ""


def _series(deeds: Sequence[Deed], measure: Measure) -> Iterator[Place]:
    """Deeds of one person with different cases, minutes apart: both are doubted, whoever came first."""
    timed = sorted((d for d in deeds if d.minute is not None), key=lambda d: (d.person, d.step, d.on, d.minute or 0))
    for place, one in enumerate(timed):
        for other in timed[place + 1 :]:
            apart = (other.minute or 0) - (one.minute or 0)
            if (one.person, one.step, one.on) != (other.person, other.step, other.on) or apart >= measure.apart_minutes:
                break
            if other.case != one.case:
                yield from (_place(one), _place(other))


def _copies(deeds: Sequence[Deed], measure: Measure) -> Iterator[Place]:
    """Records of one step with the same words in several cases: none of them shows work, the first one neither."""
    alike: dict[tuple[str, str], list[Deed]] = {}
    for deed in deeds:
        if deed.words:
            alike.setdefault((deed.step, deed.words), []).append(deed)
    for some in alike.values():
        if len({deed.case for deed in some}) >= measure.copies:
            yield from map(_place, some)


def active(deeds: Iterable[Deed]) -> frozenset[str]:
    """Who took part in at least one deed that counts."""
    return frozenset(deed.person for deed in deeds if deed.counts)
