"""The entries of `rules/reports` made into a lexicon; what cannot be used is named."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from zhifa.core.footing.reading.lexicon import (
    BadLexicon,
    Concept,
    Cue,
    Lexicon,
    Partition,
    Relation,
    Unit,
    Word,
    YearPlace,
)
from zhifa.core.footing.reading.phrasing import BadPhrase, Phrase, phrases_of
from zhifa.core.rulebook import Entry, Rules

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
        cues=tuple(
            Cue(entry.key, str(entry.data["where"]), _pattern(entry, _words(entry, "words")))
            for entry in rules.entries("report_cue").values()
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
