"""What the rulebook holds of the law itself: the index, the ways of counting, and the check of every rule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from zhifa.core.citations import Index, Succession, parse_all
from zhifa.core.lawcheck import Claim, Problem, Texts, check, gaps, last_articles, unended
from zhifa.core.lawclaims import claims_from_entry
from zhifa.core.matterlaw import Articles, check_matter, check_sides, successor
from zhifa.core.rulebook import Entry, Rulebook, Rules
from zhifa.core.values import Validity
from zhifa.core.worktime import NATURAL, Counting


def index_of(book: Rulebook) -> Index:
    """The index of instruments with its successions."""
    return Index.load(entry.data for name in ("instrument", "successor") for entry in book.section(name))


def countings_of(rules: Rules) -> Mapping[str, Counting]:
    """How each statute counts days, by its title, on the day of these rules."""
    return rules.built("countings", _countings)


def _countings(rules: Rules) -> Mapping[str, Counting]:
    return {entry.code: Counting.load(entry.data) for entry in rules.entries("counting").values()}


def counting_for(rules: Rules, cite: str) -> Counting:
    """The way of counting of the first statute a rule cites; natural days where it has none of its own."""
    return rules.built(f"counting:{cite}", lambda given: _first_counting(given, cite))


def _first_counting(rules: Rules, cite: str) -> Counting:
    for citation in parse_all(cite)[:1]:
        return countings_of(rules).get(citation.title, NATURAL)
    return NATURAL


def claims_of(book: Rulebook) -> Iterator[Claim | Problem]:
    """What every entry of the rulebook claims; a citation that cannot be read is a problem at once."""
    for section in book.sections():
        for entry in book.section(section):
            if entry.taken_from:
                continue
            try:
                yield from claims_from_entry(section, entry.data, place=f"{entry.path} · {section} {entry.key}")
            except ValueError as error:
                yield Problem(f"{entry.path} · {section} {entry.key}", entry.cite, str(error))


def check_book(book: Rulebook, texts: Texts | None = None) -> list[Problem]:
    """Everything in the rules that law does not bear out, each thing once."""
    index = index_of(book)
    countings = all_countings(book)
    paths = {f"{s} {entry.data.get(key)}": entry.path for s, key in INDEXED for entry in book.section(s)}
    found: list[Problem] = [*gaps(index), *unended(index)]
    for claim in claims_of(book):
        found += [claim] if isinstance(claim, Problem) else check([claim], index, texts, countings)
    if texts is not None:
        articles = Articles(index, texts)
        found += [problem for entry in book.section("matter") for problem in check_matter(entry, articles)]
        found += [problem for one in index.successions for problem in successor(one, articles)]
        found += last_articles(index, texts)
        found += [problem for entry in book.section("crosswalk") for problem in check_sides(entry, articles)]
    for succession in index.successions:
        found += check(_succession(succession), index, texts)
    placed = [replace(p, place=f"{paths[p.place]} · {p.place}") if p.place in paths else p for p in found]
    return list(dict.fromkeys(placed))


def all_countings(book: Rulebook) -> Mapping[str, Counting]:
    """How each statute counts, by its title, as the claims about it are judged."""
    return {entry.code: Counting.load(entry.data) for entry in book.section("counting")}


def check_entries(book: Rulebook, entries: Sequence[Entry], texts: Texts | None = None) -> list[Problem]:
    """What law does not bear out in these entries of a rulebook, and in the successions among them."""
    index, countings = index_of(book), all_countings(book)
    articles = Articles(index, {} if texts is None else texts)
    found: list[Problem] = []
    for entry in entries:
        place = f"{entry.path} · {entry.section} {entry.key}"
        try:
            found += check(claims_from_entry(entry.section, entry.data, place=place), index, texts, countings)
        except ValueError as error:
            found.append(Problem(place, entry.cite, str(error)))
            continue
        if entry.section == "matter":
            found += check_matter(entry, articles)
        if entry.section == "successor":
            old = parse_all(entry.data.get("old"))
            said = [one for one in index.successions if [one.old] == old]
            found += [p for one in said for p in check(_succession(one), index, texts)]
    return list(dict.fromkeys(found))


INDEXED = (("instrument", "title"), ("successor", "old"))
"""Entries the index is made of, which no longer knows the files they stand in."""


def _succession(succession: Succession) -> Iterator[Claim]:
    """That the old article was law until the day before and the new ones are from the day on."""
    place, eve = f"successor {succession.old}", succession.on - timedelta(1)
    yield Claim(place, (succession.old,), Validity(eve, eve), status="existence")
    yield Claim(place, succession.new, Validity(succession.on), status="existence")
