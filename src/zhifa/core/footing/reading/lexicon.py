"""What the words of reports mean: units, kinds of figures that belong together, rates. `entries` reads them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeAlias

from zhifa.core.footing.reading.phrasing import Phrase

Trait: TypeAlias = tuple[object, ...]
"""What speaks for or against a figure being worked out in one way: a name, and what was seen."""


class BadLexicon(ValueError):
    """A word list the rules define wrongly; the message names it, in Chinese."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit. Figures of one `same` may be held against each other; of one `near` they may at least be added."""

    word: str
    same: str
    near: str
    spelt: bool = False
    """Whether a number in Chinese characters before it is a figure (二十一起) and not a manner of speaking."""


@dataclass(frozen=True, slots=True)
class Word:
    """A kind of figure: the words its label must have one of, and the words it must have none of."""

    any: re.Pattern[str]
    none: re.Pattern[str] | None = None
    prefer: re.Pattern[str] | None = None
    """What settles it where several labels fit and only one can be meant."""

    def fits(self, label: str) -> bool:
        return bool(self.any.search(label)) and not (self.none and self.none.search(label))


@dataclass(frozen=True, slots=True)
class Partition:
    """Kinds of figures that together are the whole: 简易程序 and 一般程序 are all penalties.

    `complete` says that nothing else can be in the whole; `context` are words the passage must have.
    """

    code: str
    say: str
    whole: Word
    parts: tuple[tuple[str, Word], ...]
    complete: bool
    severity: str
    cite: str
    status: str
    context: re.Pattern[str] | None = None
    wide: bool = False
    """Whether the whole may be named in another passage."""
    within: Word | None = None
    """A figure the parts may not exceed, and need not exhaust: cases of which some still run."""
    partial: bool = False
    """Whether the parts are stretches of the year: asked of the rows of tables."""
    spare: frozenset[str] = frozenset()
    """Parts few reports have: without them all are told."""
    every: bool = False
    """Whether all parts must be there."""


@dataclass(frozen=True, slots=True)
class Relation:
    """An order two figures of one sentence must keep: 受理 is not more than 申请."""

    code: str
    say: str
    less: Word
    more: Word
    severity: str
    equal: str
    """The severity of a remainder, empty where one needs no explanation."""
    cite: str
    status: str
    context: re.Pattern[str] | None = None
    unless: re.Pattern[str] | None = None


@dataclass(frozen=True, slots=True)
class Concept:
    """A figure a report gives once for the whole year, wherever it is said."""

    code: str
    title: str
    word: Word
    units: frozenset[str]
    figure: str = ""
    """The indicator of our own annual report that counts the same; empty for none."""


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that say how a figure is worked out, by the place beside it they stand in: 占 before a share."""

    code: str
    where: str
    words: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class YearPlace:
    """Where a report names a year, and how far that may be from the year the report is about."""

    say: str
    where: str
    """In the title, a heading, the end, or any passage."""
    patterns: tuple[re.Pattern[str], ...]
    least: int
    most: int
    weak: bool
    """Whether it is not believed against one other place alone."""
    unless: re.Pattern[str] | None = None


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All the words of a day, ready to be used."""

    units: Mapping[str, Unit]
    longest: int
    points: Unit
    bare: Unit
    """The unit of a count printed without one."""
    hotlines: frozenset[str]
    partitions: tuple[Partition, ...]
    relations: tuple[Relation, ...]
    concepts: tuple[Concept, ...]
    words: Mapping[str, re.Pattern[str]]
    """Single word lists by name: what crosses other divisions, what stands for a part of the year …"""
    columns: tuple[str, ...]
    """Column heads of the annual tables, longest first."""
    synonyms: tuple[tuple[re.Pattern[str], str], ...]
    """Names for the same thing, in the order they are replaced, each with the one preferred."""
    conversions: Mapping[tuple[str, str], Decimal]
    """How much of the second unit one of the first is: 公顷 and 亩, 15."""
    opposites: tuple[tuple[str, str], ...]
    """Pairs of words that leave nothing between them: 线上 and 线下."""
    phrases: tuple[Phrase, ...]
    """Sentences that assert a relation in so many words."""
    years: tuple[YearPlace, ...]
    """Where reports name the year they are about."""
    grades: tuple[tuple[re.Pattern[str], Decimal], ...]
    """Names of the grade between good and bad, and how much of it a rate counts as good."""
    cues: tuple[Cue, ...] = ()
    """What the words beside a figure say of where it comes from."""
    weights: Mapping[str, Mapping[Trait, float]] = field(default_factory=dict)
    """What right reports taught of it, kind by kind; empty where nothing was learned."""

    def unit_at(self, text: str, at: int) -> Unit | None:
        """The longest unit that begins here."""
        for length in range(min(self.longest, len(text) - at), 0, -1):
            if found := self.units.get(text[at : at + length]):
                return found
        return None

    def grade(self, label: str) -> Decimal | None:
        """How much of a middle grade counts as good; None where a label names none."""
        return next((much for pattern, much in self.grades if pattern.match(label)), None)

    def hotline(self, digits: str) -> bool:
        """A service number such as 12345."""
        return digits in self.hotlines
