"""The stencils of one kind of case, and a case filled in from them."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from zhifa.acts.casting.making import GRAMS, SALT, Cast, Made, Setting, digest_of_contents, sealed
from zhifa.core.journal.canonical import COMMITMENT, encode, holder
from zhifa.core.journal.canonical import plain as copied
from zhifa.core.oversight import judge
from zhifa.core.oversight.keys import key_by
from zhifa.core.reckoning import Guards, Reckoning, Said, apart, tells_birth
from zhifa.core.stencil import RowStencil, Stencil, Texts, mark
from zhifa.core.tracing import Trace, Untraceable
from zhifa.core.worktime import Calendar
from zhifa.store.casework.rulings import identity_of
from zhifa.store.rowvalues import Values

CASE_ID, NUMBER, FIRST = 0, 1, 2
AGAIN, REFERRED, COMMITTED, KEYED = 1_000, 2_000, 3_000, 3_500
"""Numbers of words: of the second making, of what stands for a party's number, of commitments, of the keys of
findings. Days come behind."""
REMEMBERED: Final = 5_000
"""For so many sets of days it is remembered whether some terms hold."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """The days of a case as a mold needs them."""

    words: Mapping[int, str]
    roles: tuple[tuple[int, date, frozenset[str]], ...]
    """What each person of the case must be able to act as on a day."""
    certified: tuple[tuple[int, date], ...]


class Terms:
    """For which days and persons a mold holds, and which days follow from them. Hundreds of kinds hold on the same
    terms; what was found out for some days is remembered for all of them."""

    __slots__ = ("_certified", "_days", "_fitted", "_guards", "_roles")

    def __init__(self, guards: Guards, days: Sequence[tuple[Said, int]], trace: Trace) -> None:
        self._guards, self._days = guards, tuple(days)
        self._roles, self._certified = tuple(trace.roles.items()), tuple(trace.certified)
        self._fitted: dict[tuple[date, ...], Fitted | None] = {}

    def key(self) -> Any:
        """What terms that are the same have in common."""
        return self._guards, self._days, frozenset(self._roles), frozenset(self._certified)

    def fit(self, days: tuple[date, ...], calendar: Calendar) -> Fitted | None:
        """The days of a case as a mold needs them; None where they give other answers than those it was made on."""
        try:
            return self._fitted[days]
        except KeyError:
            if len(self._fitted) >= REMEMBERED:
                self._fitted.clear()
            found = self._fitted[days] = self._fit(Reckoning(days, calendar))
            return found

    def _fit(self, reckoning: Reckoning) -> Fitted | None:
        if not self._guards.hold(reckoning):
            return None
        words: dict[int, str] = {}
        for how, number in self._days:
            day = reckoning.value(how)
            words[number], words[number + 1] = day.isoformat(), repr(day)
        return Fitted(
            words,
            tuple((place, reckoning.value(how), roles) for (place, how), roles in self._roles),
            tuple((place, reckoning.value(how)) for place, how in self._certified),
        )


@dataclass(frozen=True, slots=True)
class Mold:
    """The stencils of one kind of case, and the terms on which they hold."""

    event: Texts
    """When it occurred, and what it says."""
    paths: tuple[str, ...]
    personal: Texts
    """The personal values, in the order of their paths."""
    type: tuple[str, int]
    rows: RowStencil
    """The row of the case and those of its tables, all in one: each is a stretch of it."""
    case: int
    """How many values the row of the case has."""
    tables: tuple[tuple[str, tuple[slice, ...]], ...]
    contents: Texts
    """What the digest of each table is made of."""
    findings: tuple[tuple[Stencil, ...], ...]
    """What each finding is told by; its key, which stands in rows, is reckoned from it."""
    people: int
    referred: tuple[int, ...]
    """The words that stand in rows by what stands for a party's number."""
    limited: tuple[int, ...]
    """The words that stand in rows, and might be cut off there."""
    days: tuple[tuple[Said, int], ...]
    trace: Trace = field(compare=False)
    terms: Terms = field(compare=False)
    births: Guards = field(compare=False)
    """What days of birth are asked."""

    def suits(self, births: tuple[date, ...], days: tuple[date, ...], calendar: Calendar) -> bool:
        """Whether the days of birth give the same answers, on days that fit."""
        return not (self.births.bounds or self.births.others) or self.births.hold(Reckoning(days, calendar, births))


def mold_of(made: Made, numbers: Mapping[str, int], trace: Trace) -> Mold:
    """The stencils of a case that was made with marks; `numbers` are the words by what stands for them in rows."""
    if any(map(tells_birth, trace.shown)):
        raise Untraceable("a day of birth is written somewhere")
    told = _told_findings(made, numbers)
    guards, births = apart(trace.guards)
    numbers = {**numbers, **{one.key: KEYED + n for n, one in enumerate(judge(made.view).findings)}}
    payload = copied(made.payload)
    personal: list[str] = []
    paths = tuple(dict.fromkeys(made.personal))
    for path in paths:
        inside, key = holder(payload, path)
        personal.append(_numbered(encode(inside[key]), numbers))
        inside[key] = {COMMITMENT: mark(COMMITTED + len(personal) - 1)}
    values, tables = [*made.sheet.case], []
    for name in (name for name in made.sheet.tables if name != GRAMS):
        stretches = []
        for row in made.sheet.tables[name]:
            stretches.append(slice(len(values), len(values) + len(row)))
            values += row
        tables.append((name, tuple(stretches)))
    rows = RowStencil.of(_row(tuple(values), numbers))
    return Mold(
        Texts.of([made.occurred, _numbered(encode(payload), numbers)]), paths, Texts.of(personal), made.type,
        rows, len(made.sheet.case), tuple(tables),
        Texts.of([_numbered(made.sheet.contents[name], numbers) for name, _ in tables]), told,
        len(made.view.case.officers), tuple(sorted(gap for gap in rows.gaps if REFERRED <= gap < COMMITTED)),
        tuple(sorted(gap for gap in rows.gaps if gap < AGAIN)), tuple(trace.shown.items()), trace,
        Terms(guards, tuple(trace.shown.items()), trace), births,
    )  # fmt: skip


def _told_findings(made: Made, numbers: Mapping[str, int]) -> tuple[tuple[Stencil, ...], ...]:
    """What the findings of a case are told by. Were only words to tell two apart, in another case they might be one."""
    told = [tuple(map(str, one.finding.key)) for one in judge(made.view).findings]
    if len({one[:-1] for one in told}) < len(told):
        raise Untraceable("only words tell two findings apart")
    return tuple(tuple(Stencil.of(_numbered(part, numbers)) for part in one) for one in told)


def _row(row: Values, numbers: Mapping[str, int]) -> Values:
    return tuple(_numbered(value, numbers) if isinstance(value, str) else value for value in row)


def _numbered(text: str, numbers: Mapping[str, int]) -> str:
    for known, number in numbers.items():
        if known in text:
            text = text.replace(known, mark(number))
    return text


def fill(setting: Setting, mold: Mold, words: dict[int, str]) -> Cast:
    """A case of a kind, with its own words and days."""
    personal = []
    for number, (path, value) in enumerate(zip(mold.paths, mold.personal.fill(words), strict=True), COMMITTED):
        salt = secrets.token_bytes(SALT)
        words[number] = setting.suite.commitment(salt, value.encode()).hex()
        personal.append((path, salt, value))
    case, tables, digests = rows_of(mold, words)
    occurred, payload = mold.event.fill(words)
    return sealed(
        setting, words[CASE_ID], mold.type, occurred, payload, tuple(personal),
        case, tables, digests, officers_of(mold, words), len(mold.findings), settles=False,
    )  # fmt: skip


Rows = tuple[list[Any], list[tuple[str, tuple[Values, ...]]], dict[str, str]]
"""The row of a case, the rows of its tables, and the digest of each table."""


def rows_of(mold: Mold, words: dict[int, str]) -> Rows:
    """The rows of a case of a kind, with its own words."""
    for number in mold.referred:
        words[number] = identity_of(words[number - REFERRED])
    for number, told in enumerate(mold.findings, KEYED):
        words[number] = key_by(words[CASE_ID], [part.fill(words) for part in told])
    values = mold.rows.fill(words)
    tables = [(name, tuple([values[one] for one in stretches])) for name, stretches in mold.tables]
    contents = zip(mold.tables, mold.contents.fill(words), strict=True)
    digests = {name: digest_of_contents(said) for (name, _), said in contents}
    return list(values[: mold.case]), tables, digests


def officers_of(mold: Mold, words: Mapping[int, str]) -> list[str]:
    """Who took steps in a case of a kind."""
    return [words[FIRST + 2 * n] for n in range(mold.people)]
