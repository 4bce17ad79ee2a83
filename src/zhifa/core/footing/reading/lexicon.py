"""What the words of reports mean: units, kinds of figures that belong together, rates. Data of `rules/reports`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from zhifa.core.footing.reading.phrasing import BadPhrase, Phrase, phrases_of
from zhifa.core.rulebook import Entry, Rules


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


_BARE: Final = Unit("", "bare", "thing")
_YEAR: Final = r"(?P<y>[12]\d{3})年"
_FOREVER: Final = 9999
_POINTS: Final = Unit("个百分点", "points", "points")


def lexicon(rules: Rules) -> Lexicon:
    """The words in force; BadLexicon names the entry that cannot be used."""
    return rules.built("report_lexicon", _lexicon)


def _lexicon(rules: Rules) -> Lexicon:
    units: dict[str, Unit] = {}
    for entry in rules.entries("report_unit").values():
        for word in _words(entry, "words"):
            units[word] = Unit(word, entry.key, str(entry.data["family"]), bool(entry.data.get("spelt")))
    if not units:
        raise BadLexicon("规则中没有报告用的计量单位（rules/reports/lexicon.toml）")
    lists = rules.entries("report_words")
    return Lexicon(
        units=units,
        longest=max(map(len, units)),
        points=_POINTS,
        bare=_BARE,
        hotlines=frozenset(_words(lists["hotlines"], "words")) if "hotlines" in lists else frozenset(),
        partitions=tuple(_partition(entry) for entry in rules.entries("report_partition").values()),
        relations=tuple(_relation(entry) for entry in rules.entries("report_relation").values()),
        concepts=tuple(_concept(entry) for entry in rules.entries("report_concept").values()),
        words={key: _pattern(entry, _words(entry, "words")) for key, entry in lists.items()},
        columns=tuple(sorted(_words(lists["columns"], "words"), key=len, reverse=True)) if "columns" in lists else (),
        synonyms=tuple(
            (_pattern(entry, _words(entry, "words")), str(entry.data["name"]))
            for entry in rules.entries("report_synonym").values()
        ),
        conversions=_conversions(rules),
        opposites=tuple(_pair(lists["opposites"], word) for word in _words(lists["opposites"], "words")),
        phrases=tuple(one for entry in rules.entries("report_phrase").values() for one in _phrases(entry)),
        years=tuple(_year_place(entry) for entry in rules.entries("report_year").values()),
        grades=tuple(
            (_pattern(entry, _words(entry, "words")), Decimal(str(entry.data["counts"])))
            for entry in rules.entries("report_grade").values()
        ),
    )


def _conversions(rules: Rules) -> dict[tuple[str, str], Decimal]:
    found: dict[tuple[str, str], Decimal] = {}
    for entry in rules.entries("report_conversion").values():
        one, other, factor = str(entry.data["larger"]), str(entry.data["smaller"]), Decimal(str(entry.data["factor"]))
        found[one, other] = factor
        found[other, one] = 1 / factor
    return found


def _year_place(entry: Entry) -> YearPlace:
    data = entry.data
    patterns = tuple(_pattern(entry, [word.replace("{y}", _YEAR)]) for word in _words(entry, "words"))
    least, most = int(data.get("least", -_FOREVER)), int(data.get("most", _FOREVER))
    return YearPlace(
        str(data["say"]), str(data["where"]), patterns, least, most, bool(data.get("weak")), _optional(entry, "unless")
    )


def _pair(entry: Entry, word: str) -> tuple[str, str]:
    one, sign, other = word.partition("/")
    if not (one and sign and other):
        raise BadLexicon(f"{entry.section} {entry.key}：“{word}”应写成“甲/乙”")
    return one, other


def _phrases(entry: Entry) -> tuple[Phrase, ...]:
    try:
        return tuple(phrases_of(entry))
    except BadPhrase as error:
        raise BadLexicon(f"{entry.section} {entry.key}：{error}") from error


def _words(entry: Entry, name: str) -> list[str]:
    found = entry.data.get(name)
    if not isinstance(found, Sequence) or isinstance(found, str) or not found:
        raise BadLexicon(f"{entry.section} {entry.key}：{name} 应是一列词")
    return [str(word) for word in found]


def _pattern(entry: Entry, words: Sequence[str]) -> re.Pattern[str]:
    try:
        return re.compile("|".join(sorted(words, key=len, reverse=True)))
    except re.error as error:
        raise BadLexicon(f"{entry.section} {entry.key}：词写得不对，{error}") from error


def _word(entry: Entry, data: Any) -> Word:
    if isinstance(data, Mapping):
        none, prefer = (_pattern(entry, list(data[name])) if name in data else None for name in ("none", "prefer"))
        return Word(_pattern(entry, list(data["any"])), none, prefer)
    return Word(_pattern(entry, list(data)))


def _optional(entry: Entry, name: str) -> re.Pattern[str] | None:
    return _pattern(entry, _words(entry, name)) if name in entry.data else None


def _partition(entry: Entry) -> Partition:
    data = entry.data
    return Partition(
        code=entry.key,
        say=str(data["say"]),
        whole=_word(entry, data["whole"]),
        parts=tuple((str(part["title"]), _word(entry, part)) for part in data["parts"]),
        complete=bool(data.get("complete", False)),
        severity=_severity(entry, "severity"),
        cite=entry.cite,
        status=entry.status,
        context=_optional(entry, "context"),
        wide=bool(data.get("wide", False)),
        within=_word(entry, data["within"]) if "within" in data else None,
        partial=bool(data.get("partial", False)),
        spare=frozenset(str(part["title"]) for part in data["parts"] if part.get("spare")),
        every=bool(data.get("every", False)),
    )


def _relation(entry: Entry) -> Relation:
    data = entry.data
    return Relation(
        code=entry.key,
        say=str(data["say"]),
        less=_word(entry, data["less"]),
        more=_word(entry, data["more"]),
        severity=_severity(entry, "severity"),
        equal=str(data.get("remainder", "")),
        cite=entry.cite,
        status=entry.status,
        context=_optional(entry, "context"),
        unless=_optional(entry, "unless"),
    )


def _severity(entry: Entry, name: str) -> str:
    found = str(entry.data.get(name, "contradiction"))
    if found not in ("contradiction", "unexplained"):
        raise BadLexicon(f"{entry.section} {entry.key}：{name} 只能是 contradiction 或 unexplained，现为“{found}”")
    return found


def _concept(entry: Entry) -> Concept:
    data, units = entry.data, frozenset(_words(entry, "units"))
    return Concept(entry.key, str(data["title"]), _word(entry, data), units, str(data.get("figure", "")))
