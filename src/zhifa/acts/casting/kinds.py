"""What law sees of a row, and which of its words nothing asks for."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final
from unicodedata import is_normalized

from zhifa.acts.casting.making import Setting
from zhifa.acts.casting.molds import FIRST, Fitted, Mold
from zhifa.acts.matters import CODE
from zhifa.core.citizens import BORN
from zhifa.core.facts import Vocabulary
from zhifa.core.procedure.authority import RECUSED
from zhifa.core.stencil import stands_for_itself
from zhifa.core.values import Moment
from zhifa.core.worktime import Calendar
from zhifa.store.oversight.presences import WRITTEN

ASKED: Final = frozenset({CODE, RECUSED, *WRITTEN})
"""Facts read where nobody listens: by what fills in the catalogue, by who was recused, by what compares records."""
ASKED_FOR, WORD, DAY, NUMBERED = 0, 1, 2, 3
"""What a fact of a kind is; `NUMBERED` a word of which only the day of birth it tells is asked."""
TRIALS = 3
"""After so many kinds of a shape that failed their trial, and none that stood it, no more are tried."""
MOLDS = 32
"""So many molds of one kind are kept, the latest: each holds for other days."""
BELIEVED: Final = 3
"""So many molds of one kind stood their trial on other days before the next is kept without."""
SETTLED: Final = 8
"""So many kinds of one shape were learned from cases judged by themselves before others are learned alone."""
AT_SIGHT, MET = 30, 20_000
"""So many kinds of one shape are learned when they first come; after that, of so many is remembered that they came."""

_EMPTY: Final = ("", None)

Raw = tuple[tuple[str, Moment, tuple[str, ...], Mapping[str, object]], ...]
"""The steps of a row as typed: step, moment, persons, facts."""


def first_moment(steps: Raw) -> Moment:
    """When the first of some steps was taken."""
    return min([step[1] for step in steps], key=lambda at: (at.day, "" if at.at is None else str(at)))


@dataclass(slots=True)
class Kind:
    """Cases of which law sees the same but for their days: a mold for each set of answers the days give."""

    molds: deque[Mold] = field(default_factory=lambda: deque(maxlen=MOLDS))

    @property
    def believed(self) -> bool:
        """What asks for a day was found by tracing so often that it is no longer tried on other days."""
        return len(self.molds) >= BELIEVED

    def fitting(
        self, days: tuple[date, ...], births: tuple[date, ...], calendar: Calendar
    ) -> tuple[Mold, Fitted] | None:
        """The mold that holds for these days and days of birth, if one of them does."""
        for mold in self.molds:
            fitted = mold.terms.fit(days, calendar)
            if fitted is not None and mold.suits(births, days, calendar):
                return mold, fitted
        return None

    def keep(self, mold: Mold) -> None:
        """One more mold, which later days are tried on first."""
        self.molds.appendleft(mold)


@dataclass(slots=True)
class Shape:
    """Cases of one procedure with the same steps and the same fields filled in: which of these nothing asks for."""

    free: tuple[frozenset[str], ...] | None = None
    plan: tuple[tuple[tuple[str, int], ...], ...] = ()
    """Of each step the facts, and what each of them is: a word nothing asks for, a day, or part of the kind."""
    asked: set[str] = field(default_factory=set)
    kinds: dict[Any, Kind] = field(default_factory=dict)
    failed: set[Any] = field(default_factory=set)
    """Kinds that are worked out one by one: a trial showed that a word left open is not merely copied."""
    met: set[Any] = field(default_factory=set)
    """Kinds that came once and may never come again: learning a kind costs twice as much as judging a case."""

    @property
    def settled(self) -> bool:
        """So many kinds are known that whatever is asked for has been: the next one is learned without a look at its
        case by itself. Something new that is asked for is noticed all the same."""
        return len(self.kinds) >= SETTLED

    @property
    def single(self) -> bool:
        return len(self.failed) >= TRIALS and not self.kinds


@dataclass(slots=True)  # one for each row: frozen takes three times as long
class Told:
    """A row as law sees it: what makes its kind, its days, its persons, and the words nothing asks for."""

    key: Any
    days: tuple[date, ...]
    people: tuple[str, ...]
    words: dict[int, str]
    births: Mapping[int, date]
    """The days of birth citizens' numbers tell, by the number of the word, where they were asked for."""


def shape_of(procedure: str, raw: Raw) -> Any:
    """What cases of one shape have in common; None where the words themselves may settle the order of the steps."""
    steps = [one[0] for one in raw]
    if len(set(steps)) != len(steps):
        return None
    return (
        procedure,
        *[(step, tuple([c for c, v in facts.items() if v or v not in _EMPTY])) for step, _, _, facts in raw],
    )


class Teller:
    """Tells what law sees of rows."""

    def __init__(self, setting: Setting) -> None:
        self._vocabulary: Vocabulary = setting.context.book.vocabulary
        self._people = setting.people
        self._births = setting.context.births
        self._types = {code: fact.type for code, fact in self._vocabulary.facts.items()}

    def plan(
        self, raw: Raw, free: Sequence[frozenset[str]], asked: Set[str]
    ) -> tuple[tuple[tuple[str, int], ...], ...]:
        """What each fact of a shape is."""
        return tuple(
            tuple((code, self._mode(code, value, open_, asked)) for code, value in facts.items())
            for (_, _, _, facts), open_ in zip(raw, free, strict=True)
        )

    def _mode(self, code: str, value: object, free: frozenset[str], asked: Set[str]) -> int:
        if code in free:
            return NUMBERED if BORN + code in asked else WORD
        return DAY if self._types.get(code) in ("date", "moment") and value not in _EMPTY else ASKED_FOR

    def tell(self, raw: Raw, plan: Sequence[Sequence[tuple[str, int]]]) -> Told | None:
        """A row as law sees it; None where it cannot be told, or holds a word that is not written as it stands."""
        known, people, days = self._people, [], []
        seen: list[Any] = []
        words: list[str] = []
        births: list[tuple[int, date]] = []
        for (_, at, by, facts), step in zip(raw, plan, strict=True):
            days.append(at.day)
            seen.append(at.at)
            for person in by:
                if person not in known:
                    seen.append(person)
                    continue
                if person not in people:
                    people.append(person)
                seen.append(people.index(person))
            for code, mode in step:
                value = facts[code]
                if mode in (WORD, NUMBERED):
                    word = self._word(code, value)
                    if word is None:
                        return None
                    if mode == NUMBERED:
                        born = self._births.born_on(word)
                        seen.append(born is None)
                        births += [(len(words), born)] if born else []
                    words.append(word)
                elif mode == ASKED_FOR:
                    seen.append(tuple(value) if isinstance(value, list) else value)
                else:
                    found = value if isinstance(value, date | Moment) else self._vocabulary.read(code, value)
                    if isinstance(found, Moment):
                        seen.append(found.at)
                        days.append(found.day)
                    elif isinstance(found, date):
                        days.append(found)
                    else:
                        return None
        distinct = sorted(set(days))
        key = (*seen, *map(distinct.index, days))
        try:
            hash(key)
        except TypeError:  # a list of goods
            return None
        named = [word for person in people for word in (person, known[person].name)]
        told = dict(enumerate((*named, *words), FIRST))
        first = FIRST + len(named)
        return Told(key, tuple(distinct), tuple(people), told, {first + place: born for place, born in births})

    def retell(self, raw: Raw, free: Sequence[frozenset[str]], words: Iterator[str], days: Mapping[date, date]) -> Raw:
        """The same row with other words in the place of those nothing asks for, and on other days."""
        return tuple(
            (
                step,
                Moment(days[at.day], at.at),
                by,
                {
                    code: next(words) if code in open_ else self._dated(code, value, days)
                    for code, value in facts.items()
                },
            )
            for (step, at, by, facts), open_ in zip(raw, free, strict=True)
        )

    def _dated(self, code: str, value: object, days: Mapping[date, date]) -> object:
        if self._types.get(code) not in ("date", "moment") or value in ("", None):
            return value
        found = self._vocabulary.read(code, value)
        return Moment(days[found.day], found.at) if isinstance(found, Moment) else days[found]  # type: ignore[index]

    def _word(self, code: str, value: object) -> str | None:
        """A word as it will be kept."""
        if type(value) is not str or not is_normalized("NFC", value) or value != value.strip():
            value = self._vocabulary.read(code, value)
        elif len(value) > self._vocabulary[code].max_length:
            return None
        return value if isinstance(value, str) and stands_for_itself(value) else None
