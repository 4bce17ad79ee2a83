"""What the rows of an imported list may name, gathered once before the rows are read."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from datetime import date
from typing import Final

from zhifa.acts.work import context
from zhifa.core.citations import Index, parse_all
from zhifa.core.competence import carried_on
from zhifa.core.imports import Known
from zhifa.core.imports.model import squeezed
from zhifa.core.kinship import variant
from zhifa.core.lawbook import index_of
from zhifa.core.regimes import choices
from zhifa.core.rulebook import Rulebook
from zhifa.core.values import Validity
from zhifa.store.readers.imports import organs_below, staff_below
from zhifa.store.registry.functions import carried_of
from zhifa.store.registry.models import Organ

_ABOVE: Final = re.compile(r"(?<=..)[省市县区州盟旗](?=.{4})")
"""Where the name of an organ may be cut: 重庆市 渝北区 洛碛镇人民政府. What is left is more than 公安局."""


def known_at(path: str) -> Known:
    """Matters and laws of all times, the organs at and below a place, and their staff."""
    book = context().book
    matters, titles, rests = _matters(book)
    return Known(
        matters=matters, titles=titles, rests=rests, lengths=_lengths(index_of(book)),
        organs=_organs(path), officers=_officers(path),
    )  # fmt: skip


def _matters(
    book: Rulebook,
) -> tuple[dict[str, tuple[Validity, ...]], dict[str, str], dict[tuple[str, int], str]]:
    """When each matter stands in the catalogue; matters by title; the one matter that rests on an article."""
    spans: dict[str, tuple[Validity, ...]] = {}
    titles: dict[str, str] = {}
    resting: dict[tuple[str, int], set[str]] = {}
    index = index_of(book)
    for entry in book.section("matter"):
        spans[entry.key] = (*spans.get(entry.key, ()), entry.validity)
        titles.setdefault(squeezed(str(entry.data.get("title", ""))), entry.key)
        applied = entry.data.get("applied") or entry.cite
        for text in applied if isinstance(applied, list) else [applied]:
            for cite in parse_all(str(text)):
                if cite.article:
                    resting.setdefault((index.canonical(cite).title, cite.article), set()).add(entry.key)
    return spans, titles, {place: codes.pop() for place, codes in resting.items() if len(codes) == 1}


def _lengths(index: Index) -> dict[str, tuple[tuple[Validity, int], ...]]:
    """The last article of each version of each law, by every name it has."""
    return {
        name.removeprefix("中华人民共和国"): tuple((one.validity, one.highest or 0) for one in instrument.versions)
        for instrument in index.instruments
        for name in (instrument.title, instrument.short, *instrument.aliases)
        if name
    }


def _organs(path: str) -> dict[str, str]:
    """Organs by code, name and short name, and by a name without the places above it where no other has the same."""
    found: dict[str, str] = {}
    tails: dict[str, set[str]] = {}
    for code, name, short in organs_below(path):
        for word in (code, name, short):
            found.setdefault(squeezed(word), code)
        for place in _ABOVE.finditer(name):
            tails.setdefault(squeezed(name[place.end() :]), set()).add(code)
    whole = {word: codes.pop() for word, codes in tails.items() if len(codes) == 1}
    return whole | found


def _officers(path: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for key, name, certificates in staff_below(path):
        for word in {key, *certificates}:
            found[squeezed(word)] = key
        word = squeezed(name)
        found[word] = key if found.get(word, key) == key else ""
    return found


class Variants:
    """Which variant of a procedure a row's case follows, worked out once for each matter and span of the rules."""

    def __init__(self) -> None:
        self._given = context()
        self._organs: dict[str, Organ] = {}
        self._found: dict[tuple[str, str, str, int], str] = {}
        sections = ("regime", "function", "procedure")
        self._turns = sorted({d for s in sections for d in _days(self._given.book, s)})

    def of(self, organ: str, procedure: str, matter: str, day: date) -> str:
        """The procedure itself, or the variant whose rules bind the organ in the matter on the day."""
        key = (organ, procedure, matter, bisect_right(self._turns, day))
        if key not in self._found:
            self._found[key] = self._work_out(organ, procedure, matter, day)
        return self._found[key]

    def _work_out(self, code: str, procedure: str, matter: str, day: date) -> str:
        organ = self._organs.get(code) or self._organs.setdefault(code, Organ.objects.get(pk=code))
        rules = self._given.rules(day)
        entry = rules.entry("matter", matter) if matter else None
        carried = carried_on(carried_of(organ.functions), day)
        found = choices(rules, entry, level=organ.level, carried=carried)
        regime = next((choice.code for choice in found if choice.proposed), "")
        return variant(rules, procedure, regime)


def _days(book: Rulebook, section: str) -> Iterable[date]:
    for entry in book.section(section):
        yield from filter(None, (entry.validity.start, entry.validity.end))
