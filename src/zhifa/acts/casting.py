"""Casting: a light case worked out once, and those alike filled in.

Of a hundred thousand penalties of one kind law sees the same: the same steps, days, matter and sum. The name, the
number plate, the place are read by no condition. The first case of a kind is judged and its event and rows are kept as
stencils; the next is filled in. What makes two cases of one kind is not guessed: the first is judged with an ear on
which facts are asked for, and it is made twice with marks in the place of the others, so that nothing that is cut off,
compared or reckoned from a word can pass unnoticed. Where that fails every case is worked out by itself.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Final

from zhifa.acts.matters import CODE
from zhifa.core.bigrams import grams, plain
from zhifa.core.events import Event, NewEvent
from zhifa.core.journal.canonical import COMMITMENT, encode, header, holder, instant
from zhifa.core.journal.canonical import plain as copied
from zhifa.core.journal.hashing import EMPTY, Suite
from zhifa.core.oversight import judge
from zhifa.core.permission import Person
from zhifa.core.procedure.case import fold
from zhifa.core.procedure.entered import EnteredStep, entered
from zhifa.core.procedure.gates import RECUSED
from zhifa.core.procedure.settling import unsettled
from zhifa.core.procedure.state import Context
from zhifa.core.procedure.view import View, view
from zhifa.core.stencil import RowStencil, Stencil, mark, stands_for_itself
from zhifa.core.values import Refusal
from zhifa.store.casework.bulk import Sheet, apart, place, sheet, stored_moment
from zhifa.store.casework.projector import NO_ROWS
from zhifa.store.casework.rulings import identity_of
from zhifa.store.journal import Line
from zhifa.store.oversight.presences import WRITTEN
from zhifa.store.registry.models import Organ
from zhifa.store.rowvalues import Values

AGAIN, REFERRED, COMMITTED = 1_000, 2_000, 3_000
"""Numbers of words: of the second making, of what stands for a party's number, of commitments."""
CASE_ID, NUMBER, FIRST = 0, 1, 2
ASKED: Final = frozenset({CODE, RECUSED, *WRITTEN})
"""Facts read where nobody listens: by what fills in the catalogue, by who was recused, by what compares records."""
TRIALS = 3
"""After so many kinds of a shape that failed their trial, and none that stood it, no more are tried."""
LONGEST = 80
"""A longer word might be cut off in a row."""
SALT = 16
KEPT, MET = 2_000, 20_000
"""So many kinds of one shape are kept, the latest, and so many remembered to have come once."""


@dataclass(frozen=True, slots=True)
class Cast:
    """One light case ready to be written: plain values, to be handed between processes."""

    case_id: str
    line: Line
    case: Values
    tables: tuple[tuple[str, tuple[Values, ...]], ...]
    findings: int
    settles: bool
    """Whether the law has made something of silence in it, which an act must write down."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What is the same for every case of one batch."""

    organ: Organ
    context: Context
    day: date
    actor: str
    moment: datetime
    suite: Suite
    people: Mapping[str, Person]


@dataclass(frozen=True, slots=True)
class Given:
    """One case as it was read: its procedure and its typed steps, with the id and the number it gets."""

    case_id: str
    number: str
    procedure: str
    steps: tuple[EnteredStep, ...]


@dataclass(frozen=True, slots=True)
class _Made:
    """A case worked out: its event, its view and its rows."""

    payload: Any
    personal: tuple[str, ...]
    occurred: str
    type: tuple[str, int]
    view: View
    sheet: Sheet
    settles: bool


@dataclass(frozen=True, slots=True)
class Mold:
    """The stencils of one kind of case."""

    payload: Stencil
    personal: tuple[tuple[str, Stencil], ...]
    occurred: str
    type: tuple[str, int]
    case: RowStencil
    tables: tuple[tuple[str, tuple[RowStencil, ...], Stencil], ...]
    findings: int
    people: int
    shown: frozenset[int]
    """The words that stand in rows."""


def make(setting: Setting, given: Given, reads: set[str] | None = None) -> _Made:
    """Work a case out as every case is worked out."""
    event = _event(setting, given)
    payload = copied(event.payload)
    seen = Event(
        stream_kind="case", stream_id=given.case_id, version=1, type=event.type, type_version=event.type_version,
        occurred=event.occurred, recorded_at=setting.moment, captured_at=None, actor=event.actor, payload=payload,
    )  # fmt: skip
    case = fold(given.case_id, [seen], setting.context.book.vocabulary)
    assert case is not None
    found = view(case, context=setting.context, people=setting.people.get, day=setting.day, reads=reads)
    found.state.reads = reads
    judge(found)
    settles = bool(unsettled(case, found.state, found.obligations, day=setting.day))
    judge(found)  # the rules of supervision ask for facts too; what they make of them is remembered with the state
    found.state.reads = None
    rows = sheet(found, organ=setting.organ)
    kind = (event.type, event.type_version)
    return _Made(payload, event.personal, str(event.occurred), kind, found, rows, settles)


def _event(setting: Setting, given: Given) -> NewEvent:
    officers = list(dict.fromkeys(key for step in given.steps for key in step.by if key in setting.people))
    about = {
        "organ": setting.organ.pk, "number": given.number, "officers": officers,
        "rules": setting.context.book.digest,
    }  # fmt: skip
    # Its one proceeding bears the id of the case: nobody tells the two apart before a second one is opened.
    return entered(
        given.case_id, given.procedure, given.steps, actor=setting.actor,
        vocabulary=setting.context.book.vocabulary, facts={}, about=about,
    )  # fmt: skip


def mold_of(made: _Made, numbers: Mapping[str, int]) -> Mold:
    """The stencils of a case that was made with marks; `numbers` are the words by what stands for them in rows."""
    payload = copied(made.payload)
    personal = []
    for path in dict.fromkeys(made.personal):
        inside, key = holder(payload, path)
        personal.append((path, Stencil.of(_numbered(encode(inside[key]), numbers))))
        inside[key] = {COMMITMENT: mark(COMMITTED + len(personal) - 1)}
    case = RowStencil.of(_row(made.sheet.case, numbers))
    tables = tuple(
        (
            name,
            tuple(RowStencil.of(_row(row, numbers)) for row in rows),
            Stencil.of(_numbered(made.sheet.contents[name], numbers)),
        )
        for name, rows in made.sheet.tables.items()
        if name != GRAMS
    )
    shown = case.gaps.union(*(row.gaps for _, rows, _ in tables for row in rows))
    return Mold(
        Stencil.of(_numbered(encode(payload), numbers)), tuple(personal), made.occurred, made.type, case, tables,
        len(judge(made.view).findings), len(made.view.case.officers), shown,
    )  # fmt: skip


GRAMS = "CaseGrams"


def _row(row: Values, numbers: Mapping[str, int]) -> Values:
    return tuple(_numbered(value, numbers) if isinstance(value, str) else value for value in row)


def _numbered(text: str, numbers: Mapping[str, int]) -> str:
    for known, number in numbers.items():
        if known in text:
            text = text.replace(known, mark(number))
    return text


def fill(setting: Setting, mold: Mold, words: dict[int, str]) -> Cast:
    """A case of a kind, with its own words."""
    personal = []
    for number, (path, stencil) in enumerate(mold.personal):
        salt, value = secrets.token_bytes(SALT), stencil.fill(words)  # type: ignore[arg-type]
        words[COMMITTED + number] = setting.suite.commitment(salt, value.encode()).hex()
        personal.append((path, salt, value))
    case, digests = rows_of(mold, words)
    tables = [(name, tuple(row.fill(words) for row in rows)) for name, rows, _ in mold.tables]  # type: ignore[arg-type]
    text = mold.payload.fill(words)  # type: ignore[arg-type]
    return _cast(setting, words[CASE_ID], mold.type, mold.occurred, text, tuple(personal), case, tables, digests,
                 officers_of(mold, words), mold.findings, False)  # fmt: skip


def rows_of(mold: Mold, words: dict[int, str]) -> tuple[list[Any], dict[str, str]]:
    """The row of a case of a kind, with its own words, and the digests of its other rows."""
    for number in mold.shown:
        if number >= REFERRED:
            words[number] = identity_of(words[number - REFERRED])
    case = list(mold.case.fill(words))  # type: ignore[arg-type]
    return case, {name: _digest(contents.fill(words)) for name, _, contents in mold.tables}  # type: ignore[arg-type]


def officers_of(mold: Mold, words: dict[int, str]) -> list[str]:
    """Who took steps in a case of a kind."""
    return [words[FIRST + 2 * n] for n in range(mold.people)]


def by_itself(setting: Setting, given: Given, made: _Made) -> Cast:
    """A case that is like no other."""
    payload = copied(made.payload)
    personal = []
    for path in dict.fromkeys(made.personal):
        inside, key = holder(payload, path)
        salt, value = secrets.token_bytes(SALT), encode(inside[key])
        inside[key] = {COMMITMENT: setting.suite.commitment(salt, value.encode()).hex()}
        personal.append((path, salt, value))
    tables = [(name, rows) for name, rows in made.sheet.tables.items() if name != GRAMS]
    digests = {name: _digest(made.sheet.contents[name]) for name, _ in tables}
    return _cast(setting, given.case_id, made.type, made.occurred, encode(payload), tuple(personal),
                 list(made.sheet.case), tables, digests, list(made.view.case.officers), len(judge(made.view).findings),
                 made.settles)  # fmt: skip


def _cast(
    setting: Setting,
    case_id: str,
    kind: tuple[str, int],
    occurred: str,
    payload: str,
    personal: tuple[tuple[str, bytes, str], ...],
    case: list[Any],
    tables: list[tuple[str, tuple[Values, ...]]],
    digests: dict[str, str],
    officers: list[str],
    findings: int,
    settles: bool,
) -> Cast:
    recorded = instant(setting.moment)
    lines = header("case", case_id, 1, *kind, occurred, recorded, "", setting.actor)
    digest = setting.suite.event(EMPTY, (lines + payload).encode())
    row = ("case", case_id, 1, *kind, occurred, recorded, "", setting.actor, payload, setting.suite.name, EMPTY, digest)
    sought, found, digests[GRAMS] = searched(case_id, case)
    tables.append((GRAMS, ((case_id, found),)))
    own = (sought, json.dumps(NO_ROWS | digests), digest, stored_moment(setting.moment), json.dumps(officers))
    for at, value in zip(apart(), own, strict=True):
        case[at] = value
    return Cast(case_id, Line(row, personal), tuple(case), tuple(tables), findings, settles)


def searched(case_id: str, case: Sequence[Any]) -> tuple[str, str, str]:
    """What a search of cases looks through: the text, its grams and their digest."""
    sought = "\n".join(plain(str(case[place(name)])) for name in ("number", "title", "party"))
    found = " ".join(sorted(grams(sought)))
    return sought, found, _digest(repr([case_id, found]))


def _digest(contents: str) -> str:
    return hashlib.blake2b(contents.encode(), digest_size=12).hexdigest()


Raw = tuple[tuple[str, str, tuple[str, ...], Mapping[str, object]], ...]
"""The steps of a row as typed: step, moment, persons, facts."""


@dataclass(slots=True)
class Shape:
    """Cases of one procedure with the same steps and the same fields filled in: which of these nothing asks for."""

    free: tuple[frozenset[str], ...] | None = None
    asked: set[str] = field(default_factory=set)
    molds: dict[Any, Mold] = field(default_factory=dict)
    failed: set[Any] = field(default_factory=set)
    """Kinds that are worked out one by one: a trial showed that a word left open is not merely copied."""
    met: set[Any] = field(default_factory=set)
    """Kinds that came once and may never come again: learning a kind costs twice as much as judging a case."""

    @property
    def single(self) -> bool:
        return len(self.failed) >= TRIALS and not self.molds


@dataclass(frozen=True, slots=True)
class Ready:
    """A row that can be stored: as typed, and with its steps read where it is of no known kind."""

    procedure: str
    raw: Raw
    shape: Shape | None
    read: Callable[[], tuple[EnteredStep, ...] | Refusal]
    steps: tuple[EnteredStep, ...] = ()
    known: tuple[Mold, dict[int, str]] | None = None


class Caster:
    """Casts the cases of one batch after another; knows the kinds it has met."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self._shapes: dict[Any, Shape] = {}
        self._coming: Counter[Any] = Counter()
        self._able: dict[tuple[str, date], frozenset[str] | None] = {}
        self.judged = 0
        """How many cases had to be judged by themselves."""

    def ready(self, procedure: str, raw: Raw, read: Callable[[], tuple[EnteredStep, ...] | Refusal]) -> Ready | Refusal:
        """A row made ready. `read` types its steps, or says what is wrong with them; a known kind needs no reading."""
        shape = self._shape(procedure, raw)
        found = Ready(procedure, raw, shape, read)
        if known := self._known(found):
            return replace(found, known=known)
        steps = read()
        return steps if isinstance(steps, Refusal) else replace(found, steps=steps)

    def expect(self, some: Sequence[Ready]) -> None:
        """Count the kinds among the next cases: one that comes alone need not be learned."""
        unknown = [one for one in some if one.known is None and one.shape is not None and one.shape.free is not None]
        self._coming = Counter((id(one.shape), self._key(one.shape, one.raw)) for one in unknown if one.shape)

    def cast(self, ready: Ready, case_id: str, number: str) -> Cast:
        """One case with its id and number."""
        if found := ready.known or self._known(ready):
            mold, words = found
            words[CASE_ID], words[NUMBER] = case_id, number
            if stands_for_itself(number) and len(number) <= LONGEST:
                return fill(self.setting, mold, words)
        steps = ready.steps or ready.read()
        assert not isinstance(steps, Refusal), "a row of a known kind can be read"
        self.judged += 1
        given = Given(case_id, number, ready.procedure, steps)
        reads: set[str] = set()
        made = make(self.setting, given, reads)
        if ready.shape and not ready.shape.single and not made.settles:
            self._learn(ready.shape, ready.raw, given, reads)
        return by_itself(self.setting, given, made)

    def learn(self, ready: Ready, case_id: str, number: str) -> None:
        """Learn the kind of a case that is there already, where it is not the first of its kind."""
        shape = ready.shape
        if shape is None or shape.single or (shape.free is not None and not self._met(shape, ready.raw)):
            return
        given, reads = Given(case_id, number, ready.procedure, ready.steps), set[str]()
        made = make(self.setting, given, reads)
        if not made.settles:
            self._learn(shape, ready.raw, given, reads)

    def _met(self, shape: Shape, raw: Raw) -> bool:
        """Whether a kind came before; else it is remembered to have come."""
        key = self._key(shape, raw)
        if key is None or key in shape.met:
            return key is not None
        if len(shape.met) >= MET:
            shape.met.clear()
        shape.met.add(key)
        return False

    def _known(self, ready: Ready) -> tuple[Mold, dict[int, str]] | None:
        """The stencils of a row's kind, and its words."""
        shape, raw = ready.shape, ready.raw
        key = self._key(shape, raw) if shape else None
        mold = shape.molds.get(key) if shape and key is not None else None
        words = self._words(shape, raw) if shape and mold else None
        if mold is None or words is None or any(len(words[gap]) > LONGEST for gap in mold.shown if gap < AGAIN):
            return None
        return mold, words

    def _shape(self, procedure: str, raw: Raw) -> Shape | None:
        steps = [step for step, _, _, _ in raw]
        if len(set(steps)) != len(steps):
            return None  # of one step taken twice on a day the words themselves may settle the order
        said = tuple((step, tuple(c for c, v in facts.items() if v not in _NOTHING)) for step, _, _, facts in raw)
        return self._shapes.setdefault((procedure, said), Shape())

    def _key(self, shape: Shape, raw: Raw) -> Any:
        """What law sees of a case; None where it cannot be told, or is not known yet."""
        if shape.free is None:
            return None
        known: dict[str, int] = {}
        said: list[Any] = []
        for (_, at, by, facts), free in zip(raw, shape.free, strict=True):
            said.append(at)
            for person in by:
                if person in self.setting.people:
                    roles = self._roles(person, at)
                    if roles is None:
                        return None
                    said += (known.setdefault(person, len(known)), roles)
                else:
                    said.append(person)
            for code, value in facts.items():
                if code not in free:
                    said.append(tuple(value) if isinstance(value, list) else value)
        key = tuple(said)
        try:
            hash(key)
        except TypeError:  # a list of goods
            return None
        return key

    def _roles(self, person: str, at: str) -> frozenset[str] | None:
        """What somebody may act as on the day of a step; None without a certificate, of which findings tell more."""
        day = date.fromisoformat(at[:10])
        if (person, day) not in self._able:
            found = self.setting.people[person]
            self._able[person, day] = found.roles_on(day) if found.certificate_on(day) else None
        return self._able[person, day]

    def _people(self, raw: Raw) -> list[str]:
        return list(dict.fromkeys(p for _, _, by, _ in raw for p in by if p in self.setting.people))

    def _words(self, shape: Shape, raw: Raw) -> dict[int, str] | None:
        """The words of a case by their numbers, but for id and number; None where one is not written as it stands."""
        assert shape.free is not None
        words = {CASE_ID: "", NUMBER: ""}
        for person in self._people(raw):
            words[len(words)] = person
            words[len(words)] = self.setting.people[person].name
        vocabulary = self.setting.context.book.vocabulary
        for (_, _, _, facts), free in zip(raw, shape.free, strict=True):
            for code, value in facts.items():
                if code in free:
                    read = vocabulary.read(code, value)
                    if not isinstance(read, str):
                        return None
                    words[len(words)] = read
        return words if all(map(stands_for_itself, words.values())) else None

    def _learn(self, shape: Shape, raw: Raw, given: Given, reads: set[str]) -> None:
        """Keep what was worked out for the cases like it, if a trial bears it out."""
        if shape.free is None or not reads <= shape.asked:
            shape.asked |= reads | ASKED
            shape.molds.clear()
            shape.free = tuple(
                self._free(step, facts, shape.asked) for step, (_, _, _, facts) in zip(given.steps, raw, strict=True)
            )
        key = self._key(shape, raw)
        if key is None or key in shape.failed or self._words(shape, raw) is None:
            return
        if self._coming.get((id(shape), key), 2) < 2 and not self._met(shape, raw):
            return
        first, second = self._marked(shape, raw, given, 0), self._marked(shape, raw, given, AGAIN)
        if first is None or first != second:
            shape.failed.add(key)
        else:
            if len(shape.molds) >= KEPT:
                del shape.molds[next(iter(shape.molds))]
            shape.molds[key] = first

    def _free(self, step: EnteredStep, facts: Mapping[str, object], asked: set[str]) -> frozenset[str]:
        """The words of a step that were typed, and that nothing asked for."""
        vocabulary = self.setting.context.book.vocabulary
        words = {code for code in step.facts if vocabulary[code].type in {"text", "longtext"} and facts.get(code)}
        return frozenset(words - asked)

    def _marked(self, shape: Shape, raw: Raw, given: Given, above: int) -> Mold | None:
        """The stencils of a case made with marks in the place of its words, numbered from `above` on."""
        assert shape.free is not None
        people = self._people(raw)
        standing = {key: mark(above + FIRST + 2 * n) for n, key in enumerate(people)}
        persons = {
            standing[key]: replace(self.setting.people[key], id=standing[key], name=mark(above + FIRST + 2 * n + 1))
            for n, key in enumerate(people)
        }
        count = FIRST + 2 * len(people)
        steps = []
        for step, (_, _, _, facts), free in zip(given.steps, raw, shape.free, strict=True):
            marked = dict(step.facts)
            for code in facts:
                if code in free:
                    marked[code] = mark(above + count)
                    count += 1
            steps.append(replace(step, facts=marked, by=tuple(standing.get(p, p) for p in step.by)))
        named = replace(given, case_id=mark(above), number=mark(above + 1), steps=tuple(steps))
        reads: set[str] = set()
        made = make(replace(self.setting, people=persons), named, reads)
        if not reads <= shape.asked:
            return None
        numbers = {mark(above + n): n for n in range(count)} if above else {}
        numbers |= {identity_of(mark(above + n)): REFERRED + n for n in range(count)}
        return mold_of(made, numbers)


_NOTHING: Final = (None, "")
