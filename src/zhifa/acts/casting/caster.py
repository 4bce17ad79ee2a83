"""Learns the kinds of the rows it meets, and casts them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from zhifa.acts.casting.kinds import ASKED, AT_SIGHT, MET, Kind, Raw, Shape, Teller, Told, shape_of
from zhifa.acts.casting.making import Cast, Given, Setting, by_itself, make
from zhifa.acts.casting.molds import AGAIN, CASE_ID, FIRST, NUMBER, REFERRED, Fitted, Mold, Terms, fill, mold_of
from zhifa.core.procedure.entered import EnteredStep
from zhifa.core.procedure.state import Context
from zhifa.core.reckoning import apart
from zhifa.core.rulebook import Rulebook
from zhifa.core.stencil import mark, stands_for_itself
from zhifa.core.tracing import Trace, TracedBirths, TracedBook, TracedCalendar, Untraceable, traced_person
from zhifa.core.values import Refusal
from zhifa.store.casework.rulings import identity_of

LONGEST = 80
"""A longer word might be cut off in a row."""
SHIFTS = (1, 7, 2, 30, -1, -7, 3, 91, -30, 364)
"""By so many days another case is tried that should be judged alike."""


Reading = Callable[[Rulebook, str, Raw], "tuple[EnteredStep, ...] | Refusal"]
"""Types the steps of a row of some procedure, or says what is wrong with them."""


@dataclass(slots=True)  # one for each row: frozen takes three times as long
class Ready:
    """A row that can be stored: as typed, and with its steps read where it is of no known kind."""

    procedure: str
    raw: Raw
    shape: Shape | None
    steps: tuple[EnteredStep, ...] = ()
    known: tuple[Mold, dict[int, str]] | None = None


class Caster:
    """Casts the cases of one batch after another; knows the kinds it has met."""

    def __init__(self, setting: Setting, read: Reading) -> None:
        self.setting, self._read = setting, read
        self._teller = Teller(setting)
        self._shapes: dict[Any, Shape] = {}
        self._terms: dict[Any, Terms] = {}
        self._able: dict[tuple[str, date], tuple[frozenset[str], bool]] = {}
        self.judged = 0
        """How many cases had to be judged by themselves."""

    def ready(self, procedure: str, raw: Raw) -> Ready | Refusal:
        """A row made ready, or what is wrong with it; one of a known kind needs no reading."""
        key = shape_of(procedure, raw)
        shape = None if key is None else self._shapes.get(key) or self._shapes.setdefault(key, Shape())
        if known := self._known(shape, raw):
            return Ready(procedure, raw, shape, (), known)
        steps = self._read(self.setting.context.book, procedure, raw)
        return steps if isinstance(steps, Refusal) else Ready(procedure, raw, shape, steps)

    def cast(self, ready: Ready, case_id: str, number: str) -> Cast:
        """One case with its id and number."""
        shape = ready.shape
        if filled := self._filled(ready.known or self._known(shape, ready.raw), case_id, number):
            return filled
        steps = ready.steps or self._read(self.setting.context.book, ready.procedure, ready.raw)
        assert not isinstance(steps, Refusal), "a row of a known kind can be read"
        self.judged += 1
        given = Given(case_id, number, ready.procedure, steps)
        settled = shape is not None and shape.settled
        learned = shape is not None and settled and self._learned(shape, ready.raw, given)
        if learned and (filled := self._filled(self._known(shape, ready.raw), case_id, number)):
            return filled
        reads: set[str] = set()
        made = make(self.setting, given, reads=reads)
        if shape and not shape.single and not made.settles and not (settled and reads <= shape.asked):
            self._learn(shape, ready.raw, given, reads)
        return by_itself(self.setting, given, made)

    def _filled(self, found: tuple[Mold, dict[int, str]] | None, case_id: str, number: str) -> Cast | None:
        if found is None or not self._plain_number(number):
            return None
        mold, words = found
        words[CASE_ID], words[NUMBER] = case_id, number
        return fill(self.setting, mold, words)

    def learn(self, ready: Ready, case_id: str, number: str) -> None:
        """Learn the kind of a case that is there already."""
        shape = ready.shape
        if shape is None or shape.single or (shape.free is not None and self._promising(shape, ready.raw) is None):
            return
        given, reads = Given(case_id, number, ready.procedure, ready.steps), set[str]()
        if not make(self.setting, given, reads=reads).settles:
            self._learn(shape, ready.raw, given, reads)

    @staticmethod
    def _plain_number(number: str) -> bool:
        return len(number) <= LONGEST and stands_for_itself(number)

    def _known(self, shape: Shape | None, raw: Raw) -> tuple[Mold, dict[int, str]] | None:
        """The stencils of a row's kind, and its words."""
        if shape is None or shape.free is None or (told := self._teller.tell(raw, shape.plan)) is None:
            return None
        kind = shape.kinds.get(told.key)
        found = kind.fitting(told.days, tuple(told.births.values()), self.setting.context.calendar) if kind else None
        if found is None:
            return None
        mold, fitted = found
        words = told.words
        if not self._able_to(told.people, fitted) or any(len(words.get(gap, "")) > LONGEST for gap in mold.limited):
            return None
        words |= fitted.words
        return mold, words

    def _able_to(self, people: tuple[str, ...], fitted: Fitted) -> bool:
        """Whether the persons of a case could act as those for whom its kind was learned."""
        return all(self._on(people[n], day)[0] == roles for n, day, roles in fitted.roles) and all(
            self._on(people[n], day)[1] for n, day in fitted.certified
        )

    def _on(self, person: str, day: date) -> tuple[frozenset[str], bool]:
        """What somebody may act as on a day, and whether with a certificate."""
        key = (person, day)
        if key not in self._able:
            found = self.setting.people[person]
            self._able[key] = (found.roles_on(day), found.certificate_on(day) is not None)
        return self._able[key]

    def _learn(self, shape: Shape, raw: Raw, given: Given, reads: set[str]) -> None:
        """Keep what was worked out for the cases like it, if a trial bears it out."""
        if shape.free is None or not reads <= shape.asked:
            shape.asked |= reads | ASKED | {fact.code for fact in self.setting.context.book.vocabulary.recusing}
            shape.kinds.clear()
            shape.free = tuple(
                self._free(step, facts, shape.asked) for step, (_, _, _, facts) in zip(given.steps, raw, strict=True)
            )
            shape.plan = self._teller.plan(raw, shape.free, shape.asked)
        self._learned(shape, raw, given)

    def _learned(self, shape: Shape, raw: Raw, given: Given) -> bool:
        """Whether there is a mold for a case now that had none, where its kind is worth learning."""
        told = self._promising(shape, raw)
        if told is None:
            return False
        mold = self._tried(shape, raw, given, told)
        if mold is None:
            shape.failed.add(told.key)
            return False
        shape.kinds.setdefault(told.key, Kind()).keep(mold)
        return True

    def _promising(self, shape: Shape, raw: Raw) -> Told | None:
        """A row whose kind is worth learning; after many kinds only the second of one is: the first is remembered."""
        told = self._teller.tell(raw, shape.plan)
        if told is None or told.key in shape.failed:
            return None
        if len(shape.kinds) < AT_SIGHT or told.key in shape.met or told.key in shape.kinds:
            return told
        if len(shape.met) >= MET:
            shape.met.clear()
        shape.met.add(told.key)
        return None

    def _free(self, step: EnteredStep, facts: Mapping[str, object], asked: set[str]) -> frozenset[str]:
        """The words of a step that were typed, and that nothing asked for."""
        vocabulary = self.setting.context.book.vocabulary
        words = {code for code in step.facts if vocabulary[code].type in {"text", "longtext"} and facts.get(code)}
        return frozenset(words - asked)

    def _tried(self, shape: Shape, raw: Raw, given: Given, told: Told) -> Mold | None:
        """The mold of a case, made twice: the second time with other marks, on other days for which it should hold. A
        kind that bore this out for several sets of days is believed for the next."""
        kind = shape.kinds.get(told.key)
        try:
            first = self._marked(shape, raw, given, told, 0)
            if first is None:
                return None
            second = (
                first
                if kind and kind.believed
                else self._marked(shape, raw, given, next(self._alike(first, told), told), AGAIN, told.days)
            )
        except (Untraceable, ValueError):
            return None
        if first != second or second is None:
            return None
        guards, births = apart({**first.trace.guards, **second.trace.guards})
        terms = Terms(guards, first.days, first.trace)
        return replace(first, terms=self._terms.setdefault(terms.key(), terms), births=births, trace=Trace())

    def _alike(self, mold: Mold, told: Told) -> Iterator[Told]:
        """Other days that give the same answers, of those a little before and behind, days of birth as well."""
        calendar = self.setting.context.calendar
        for shift in SHIFTS:
            days = tuple(day + timedelta(shift) for day in told.days)
            births = {number: day + timedelta(shift) for number, day in told.births.items()}
            fitted = mold.terms.fit(days, calendar)
            if fitted and self._able_to(told.people, fitted) and mold.suits(tuple(births.values()), days, calendar):
                yield replace(told, days=days, births=births)

    def _marked(
        self, shape: Shape, raw: Raw, given: Given, told: Told, above: int, was: tuple[date, ...] = ()
    ) -> Mold | None:
        """The mold of a case made with marks in the place of its words, numbered from `above` on, on traced days: those
        of `told`, which stand for `was` where it tells of others."""
        assert shape.free is not None
        trace, people = Trace(), self.setting.people
        standing = {key: mark(above + FIRST + 2 * n) for n, key in enumerate(told.people)}
        persons = {
            standing[key]: traced_person(
                people[key], id=standing[key], name=mark(above + FIRST + 2 * n + 1), place=n, trace=trace
            )
            for n, key in enumerate(told.people)
        }
        begin, count = (above + FIRST + 2 * len(told.people), above + FIRST + len(told.words))

        def read(context: Context, on: Mapping[date, date]) -> tuple[EnteredStep, ...]:
            row = self._teller.retell(raw, shape.free, map(mark, range(begin, count)), on)  # type: ignore[arg-type]
            steps = self._read(context.book, given.procedure, row)
            if isinstance(steps, Refusal):
                raise Untraceable(steps.message)
            return tuple(replace(one, by=tuple(standing.get(p, p) for p in one.by)) for one in steps)

        plain, setting = self.setting.context, replace(self.setting, people=persons)
        births = TracedBirths({mark(above + number): day for number, day in told.births.items()}, trace)
        context = Context(TracedBook(plain.book, trace), TracedCalendar(plain.calendar, trace), births)
        was = was or told.days
        steps = read(plain, dict(zip(was, told.days, strict=True)))
        traced = read(context, dict(zip(was, trace.given(told.days), strict=True)))
        reads: set[str] = set()
        named = Given(mark(above), mark(above + 1), given.procedure, steps)
        made = make(setting, named, reads=reads, traced=traced, context=context)
        if not reads <= shape.asked or made.settles:
            return None
        numbers = {mark(n): n - above for n in range(above, count)} if above else {}
        numbers |= {identity_of(mark(n)): REFERRED + n - above for n in range(above, count)}
        return mold_of(made, numbers, trace)
