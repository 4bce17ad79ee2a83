"""Pairs of neighbouring characters: how text without spaces between words is searched, the same on every database.

The engines' own indexes of three characters find nothing for a word of two, and most Chinese words have two.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Set
from operator import add


def plain(text: str) -> str:
    """A text as it is compared: wide and narrow forms, capitals and small letters are one, blanks are one space."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def grams(text: str) -> Set[str]:
    """The single characters and the pairs of a text, letters and digits only, across whatever stands between; in the
    order in which they come."""
    kept = _kept(text)
    return dict.fromkeys([*kept, *map(add, kept, kept[1:])]).keys()


def indexed(text: str) -> Set[str]:
    """The grams an index keeps of a text: its pairs, and its last character, which begins none.

    Whatever contains a word has all `sought` grams of the word; a gram of one character is had by whatever has a gram
    that begins with it. The other way round it need not be so: who finds by grams must look at the text itself
    afterwards.
    """
    kept = _kept(text)
    return dict.fromkeys([*map(add, kept, kept[1:]), *kept[-1:]]).keys()


def sought(word: str) -> frozenset[str]:
    """The grams to look up for a word: its pairs, which say more than its characters; of one character itself."""
    kept = _kept(word)
    return frozenset(map(add, kept, kept[1:])) or frozenset(kept)


def _kept(text: str) -> list[str]:
    return list(filter(str.isalnum, plain(text)))


def where(text: str, word: str) -> list[tuple[int, int]]:
    """Where a word stands in a text, as it is compared: beginning and end of each place, in the text's own counting."""
    signs: list[str] = []
    places: list[int] = []
    for place, sign in enumerate(text):
        for one in unicodedata.normalize("NFKC", sign).casefold():
            if not one.isspace() or (signs and signs[-1] != " "):
                signs.append(" " if one.isspace() else one)
                places.append(place)
    wanted, written = plain(word), "".join(signs)
    found, at = [], written.find(wanted) if wanted else -1
    while at >= 0:
        found.append((places[at], places[at + len(wanted) - 1] + 1))
        at = written.find(wanted, at + len(wanted))
    return found
