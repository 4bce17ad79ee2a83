"""Pairs of neighbouring characters: how text without spaces between words is searched, the same on every database.

The engines' own indexes of three characters find nothing for a word of two, and most Chinese words have two.
"""

from __future__ import annotations

import unicodedata


def plain(text: str) -> str:
    """A text as it is compared: wide and narrow forms, capitals and small letters are one, blanks are one space."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def grams(text: str) -> frozenset[str]:
    """The single characters and the pairs of a text, letters and digits only, across whatever stands between.

    Whatever contains a word contains all grams of the word. The other way round it need not be so: who finds by
    grams must look at the text itself afterwards.
    """
    kept = [sign for sign in plain(text) if sign.isalnum()]
    return frozenset(kept) | {a + b for a, b in zip(kept, kept[1:], strict=False)}


def sought(word: str) -> frozenset[str]:
    """The grams to look up for a word: its pairs, which say more than its characters; of one character itself."""
    found = grams(word)
    return frozenset(gram for gram in found if len(gram) > 1) or found
