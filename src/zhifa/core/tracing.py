"""Days that remember what was asked of them, so that a case judged once says for which other days it was judged too.

A traced day is a day like any other. Whoever compares it leaves a guard: this comparison, that answer. Whoever reckons
with it gets another traced day, which knows how it was reckoned. Another case of the same make for whose days every
guard gives the same answer would have been judged in the same way, and its days can be reckoned without judging it.
What cannot be followed – a day taken as a key, its month, its digits – pins the day down: then only that very day fits.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Final, TypeVar

from zhifa.core.citizens import Births
from zhifa.core.kinship import TAKEN_OVER
from zhifa.core.permission import Certificate, Person
from zhifa.core.reckoning import OPERATORS, Said
from zhifa.core.rulebook import Entry, Part, Rulebook, Rules
from zhifa.core.stencil import mark
from zhifa.core.worktime import Calendar

T = TypeVar("T")
VARIED: Final = frozenset({*TAKEN_OVER, "procedure"})
SHOWN: Final = 4_000
"""Numbers of the marks that stand for days: from here on, an even one for the day as written, the next for `repr`."""


class Untraceable(Exception):
    """Something was asked whose answer cannot be carried over to another case."""


@dataclass(slots=True)
class Trace:
    """What was asked of the days and persons of one case."""

    guards: dict[tuple[str, Any, Any], bool] = field(default_factory=dict)
    roles: dict[tuple[int, Said], frozenset[str]] = field(default_factory=dict)
    """What a person could act as on a day; none is asked for but those who held a certificate."""
    certified: set[tuple[int, Said]] = field(default_factory=set)
    shown: dict[Said, int] = field(default_factory=dict)
    """The days that are written somewhere, each with its mark."""

    def given(self, days: Sequence[date]) -> list[Day]:
        """The days of a case, to be judged in the place of the plain ones."""
        return [Day.of(day, ("given", place), self) for place, day in enumerate(days)]

    def note(self, name: str, left: Any, right: Any, *, held: bool) -> bool:
        """Remember a comparison and its answer."""
        if left != right or not isinstance(left, tuple):
            self.guards[name, left, right] = held
        return held

    def pin(self, said: Said, value: Any) -> None:
        """Nothing but this value will do."""
        self.note("==", said, value, held=True)

    def follow(self, found: Any, said: Said) -> Any:
        """What was reckoned: a day or a number goes on being traced, any other answer has to be the same again."""
        if isinstance(found, date):
            return Day.of(found, said, self)
        if isinstance(found, int) and not isinstance(found, bool):
            return Number.of(found, said, self)
        self.pin(said, found)
        return found

    def within(self, said: Said, first: date | None, last: date | None) -> None:
        """The answer is the same from the first to the last day."""
        if first is not None:
            self.note(">=", said, first, held=True)
        if last is not None:
            self.note("<=", said, last, held=True)

    def mark(self, said: Said) -> int:
        """The number of the mark that stands for a day."""
        return self.shown.setdefault(said, SHOWN + 2 * len(self.shown))


def plain(value: Any) -> Any:
    """A value as it is, without its trace."""
    if isinstance(value, Day):
        return date.fromordinal(date.toordinal(value))
    return int.__add__(value, 0) if isinstance(value, Number) else value


def said(value: Any) -> Any:
    """How a value was come by; a plain one stands for itself."""
    return value.said if isinstance(value, Day | Number) else value


def _compared(name: str) -> Callable[[Any, object], Any]:
    def compare(self: Any, other: object) -> Any:
        if not isinstance(other, self.comparable) or isinstance(other, datetime):
            return NotImplemented
        held = OPERATORS[name](plain(self), plain(other))
        return self.trace.note(name, self.said, said(other), held=held)

    return compare


def _differ(self: Any, other: object) -> bool:
    held: bool = self.__eq__(other)
    return held if held is NotImplemented else not held


def _pinned(name: str, kind: type) -> Callable[..., Any]:
    def ask(self: Any, *others: Any) -> Any:
        self.trace.pin(self.said, plain(self))
        return getattr(kind, name)(plain(self), *map(plain, others))

    return ask


def _learned(name: str) -> Any:
    return property(lambda self: self.trace.follow(getattr(plain(self), name), ("part", name, self.said)))


class Day(date):
    """A day of a case that is being judged for others as well."""

    __slots__ = ("said", "trace")
    said: Said
    trace: Trace
    comparable = date

    @classmethod
    def of(cls, day: date, said: Said, trace: Trace) -> Day:
        day = plain(day)
        made = cls(day.year, day.month, day.day)
        made.said, made.trace = said, trace
        return made

    __eq__, __lt__, __le__, __gt__, __ge__ = map(_compared, ("==", "<", "<=", ">", ">="))
    __ne__ = _differ
    year, month, day = map(_learned, ("year", "month", "day"))
    toordinal, timetuple, isocalendar, replace, ctime, strftime, __reduce__, __hash__ = (
        _pinned(name, date)
        for name in (
            "toordinal", "timetuple", "isocalendar", "replace", "ctime", "strftime", "__reduce__", "__hash__",
        )
    )  # fmt: skip

    def weekday(self) -> int:
        return int(self.trace.follow(plain(self).weekday(), ("weekday", self.said)))

    def isoweekday(self) -> int:
        return self.weekday() + 1

    def __add__(self, other: timedelta) -> Day:
        return self._moved(other.days) if isinstance(other, timedelta) else NotImplemented

    __radd__ = __add__

    def __sub__(self, other: Any) -> Any:
        if isinstance(other, timedelta):
            return self._moved(-other.days)
        return Span(self, other, self.trace) if isinstance(other, date) else NotImplemented

    def __rsub__(self, other: date) -> Span:  # type: ignore[misc]
        return Span(other, self, self.trace)

    def _moved(self, days: int) -> Day:
        base, before = (self.said[1], self.said[2]) if self.said[0] == "plus" else (self.said, 0)
        how = ("plus", base, before + days) if before + days else base
        return Day.of(plain(self) + timedelta(days), how, self.trace)

    def isoformat(self) -> str:
        return mark(self.trace.mark(self.said))

    __str__ = isoformat

    def __format__(self, shape: str) -> str:
        return str(self.strftime(shape)) if shape else self.isoformat()

    def __repr__(self) -> str:
        return mark(self.trace.mark(self.said) + 1)


@dataclass(frozen=True, slots=True, eq=False)
class Span:
    """The time between two days, of which only the number of days may be asked."""

    last: date
    first: date
    trace: Trace

    @property
    def days(self) -> int:
        found = (plain(self.last) - plain(self.first)).days
        return Number.of(found, ("between", said(self.first), said(self.last)), self.trace)


def _refused(self: Span, _other: object) -> Any:
    raise Untraceable("the time between two days was reckoned with")


for _name in (
    "__add__",
    "__radd__",
    "__sub__",
    "__rsub__",
    "__mul__",
    "__eq__",
    "__lt__",
    "__le__",
    "__gt__",
    "__ge__",
):
    setattr(Span, _name, _refused)


class Number(int):
    """A number of days: compared with a trace, and pinned down by whatever else is done with it."""

    said: Said
    trace: Trace
    comparable = int

    @classmethod
    def of(cls, number: int, said: Said, trace: Trace) -> Number:
        made = cls(number)
        made.said, made.trace = said, trace
        return made

    __eq__, __lt__, __le__, __gt__, __ge__ = map(_compared, ("==", "<", "<=", ">", ">="))

    __ne__ = _differ

    def __bool__(self) -> bool:
        return self != 0


for _name in (
    "__add__", "__radd__", "__sub__", "__rsub__", "__mul__", "__rmul__", "__floordiv__", "__rfloordiv__", "__mod__",
    "__rmod__", "__divmod__", "__truediv__", "__rtruediv__", "__neg__", "__abs__", "__pow__", "__hash__", "__index__",
    "__int__", "__float__", "__str__", "__repr__", "__format__", "__reduce__",
):  # fmt: skip
    setattr(Number, _name, _pinned(_name, int))


class TracedCalendar(Calendar):
    """The calendar as asked about traced days: its answers are asked for again with the days of another case."""

    __slots__ = ("trace",)

    def __init__(self, calendar: Calendar, trace: Trace) -> None:
        for name in Calendar.__slots__:
            setattr(self, name, getattr(calendar, name))
        self.trace = trace


def _asked(name: str) -> Callable[..., Any]:
    def ask(self: TracedCalendar, *given: Any) -> Any:
        found = getattr(Calendar, name)(self, *map(plain, given))
        if not any(isinstance(one, Day | Number) for one in given):
            return found
        return self.trace.follow(found, ("ask", name, *map(said, given)))

    return ask


for _name in (
    "is_workday", "is_statutory", "is_provisional", "name", "next_workday", "add_workdays", "workdays_between",
    "corresponding", "_touched",
):  # fmt: skip
    setattr(TracedCalendar, _name, _asked(_name))


class TracedBirths(Births):
    """Days of birth by the marks that stand for citizens' numbers, traced; ages are reckoned anew for another case."""

    __slots__ = ("_known", "trace")

    def __init__(self, known: Mapping[str, date], trace: Trace) -> None:
        births = zip(known, enumerate(known.values()), strict=True)
        self._known = {number: Day.of(day, ("born", place), trace) for number, (place, day) in births}
        self.trace = trace

    def born_on(self, number: str) -> date | None:
        return self._known.get(number)

    def full_years(self, born: date, on: date) -> int:
        found = Births.full_years(self, plain(born), plain(on))
        years: int = self.trace.follow(found, ("age", said(born), said(on)))
        return years


class Needed(Rules):
    """The rules of a day, to find out from which parts something is built: unless one of them changes, it stays."""

    __slots__ = ("_of", "parts")

    def __init__(self, rules: Rules) -> None:
        super().__init__(rules.book, rules.day)
        self._of, self.parts = rules, set[Part]()

    def by(self, build: Callable[[Rules], object]) -> frozenset[Part]:
        """The parts something is built from."""
        build(self)
        return frozenset(self.parts)

    def entries(self, section: str) -> Mapping[str, Entry]:
        self.parts.add((section, ""))
        return self._of.entries(section)

    def entry(self, section: str, key: str) -> Entry | None:
        self.parts.add((section, key))
        return self._of.entry(section, key)

    def below(self, section: str, start: str) -> list[Entry]:
        self.parts.add((section, start))
        return self._of.below(section, start)


class TracedRules(Rules):
    """The rules of a traced day: what is taken from them holds as long as just this does not change."""

    __slots__ = ("_of", "said", "trace")

    def __init__(self, rules: Rules, said: Said, trace: Trace) -> None:
        super().__init__(rules.book, rules.day)
        self._of, self.said, self.trace = rules, said, trace

    def _unchanged(self, parts: frozenset[Part]) -> None:
        # Variants of procedures are cut where what they are written after changes; entries of their own say where.
        whole = {section for section, start in parts if not start}
        if whole & VARIED:
            parts |= {(section, "") for section in VARIED}
        first, following = self.book.stretch(parts, self.day)
        self.trace.within(self.said, first, following - timedelta(1) if following else None)

    def entries(self, section: str) -> Mapping[str, Entry]:
        self._unchanged(frozenset({(section, "")}))
        return self._of.entries(section)

    def entry(self, section: str, key: str) -> Entry | None:
        found = self._of.entry(section, key)
        if found is None:
            self._unchanged(frozenset({(section, key)}))
        else:
            self.trace.within(self.said, found.validity.start, found.validity.end)
        return found

    def below(self, section: str, start: str) -> list[Entry]:
        self._unchanged(frozenset({(section, start)}))
        return self._of.below(section, start)

    def built(self, name: str, build: Callable[[Rules], T]) -> T:
        needed = self.book.kept(("needed", name, self.day), lambda: Needed(self._of).by(build))
        self._unchanged(needed)
        return self._of.built(name, build)


class TracedBook(Rulebook):
    """All rules, of which those of a traced day leave a trace."""

    def __init__(self, book: Rulebook, trace: Trace) -> None:
        self.__dict__ |= book.__dict__
        self._plain, self._trace = book, trace
        self._traced: dict[Said, TracedRules] = {}

    def as_of(self, day: date) -> Rules:
        found = self._plain.as_of(plain(day))
        if not isinstance(day, Day):
            return found
        if day.said not in self._traced:
            self._traced[day.said] = TracedRules(found, day.said, self._trace)
        return self._traced[day.said]


@dataclass(frozen=True, slots=True)
class TracedPerson(Person):
    """A person of a case that is being judged for others: what the person could act as on which day is remembered."""

    place: int = 0
    trace: Trace = field(default_factory=Trace, compare=False)

    def roles_on(self, day: date) -> frozenset[str]:
        found = Person.roles_on(self, plain(day))
        self.trace.roles[self.place, said(day)] = found
        return found

    def certificate_on(self, day: date) -> Certificate | None:
        found = Person.certificate_on(self, plain(day))
        if found is None:
            raise Untraceable("who held no certificate is told why, and nobody else")
        self.trace.certified.add((self.place, said(day)))
        return found


def traced_person(person: Person, *, id: str, name: str, place: int, trace: Trace) -> TracedPerson:
    """A person under another name and number, watched."""
    return TracedPerson(id, name, person.roles, person.certificates, place, trace)
