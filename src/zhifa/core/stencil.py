"""Stencils: what a thing looks like with some words left open, so that the next one only has to be filled in.

A thing made once with marks in the place of certain words tells where those words go. Marks are letters no text of
an office contains; they are printable, so that they pass through JSON and `repr` unchanged.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

OPENING, CLOSING = "ꚠ", "ꚡ"
_MARK: Final = re.compile(f"{OPENING}(\\d+){CLOSING}")
_SPECIAL: Final = re.compile(f"['\"\\\\{OPENING}{CLOSING}]")


def mark(number: int) -> str:
    """The mark that stands for a word, by its number."""
    return f"{OPENING}{number}{CLOSING}"


def stands_for_itself(word: str) -> bool:
    """Whether a word is written the same in a text, in JSON and by `repr`."""
    return word.isprintable() and _SPECIAL.search(word) is None


@dataclass(frozen=True, slots=True)
class Stencil:
    """A text with gaps, and the numbers of the words that go in between."""

    text: str
    """With `%s` in the place of each word and `%%` for a percent sign: nothing puts words in more quickly."""
    gaps: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> Stencil:
        found = _MARK.split(text)
        return cls("%s".join(piece.replace("%", "%%") for piece in found[::2]), tuple(map(int, found[1::2])))

    @property
    def is_one_word(self) -> bool:
        """Whether it is nothing but one word."""
        return self.text == "%s"

    def fill(self, words: Mapping[int, str]) -> str:
        """The text with every word in its place."""
        return self.text % tuple(map(words.__getitem__, self.gaps))


BETWEEN: Final = "\0"
"""Stands between texts that are filled in at once: no text has it, nor a word that stands for itself."""


@dataclass(frozen=True, slots=True)
class Texts:
    """Some texts with gaps, filled in at once: each stencil by itself takes longer than its words."""

    stencil: Stencil
    count: int

    @classmethod
    def of(cls, texts: Sequence[str]) -> Texts:
        if any(BETWEEN in text for text in texts):
            raise ValueError("a text with a sign no text has")
        return cls(Stencil.of(BETWEEN.join(texts)), len(texts))

    def fill(self, words: Mapping[int, str]) -> list[str]:
        """The texts with every word in its place."""
        return self.stencil.fill(words).split(BETWEEN) if self.count else []


@dataclass(frozen=True, slots=True)
class RowStencil:
    """The values of a row, with what is filled in by its place: a whole word, or a text with words in it."""

    values: tuple[Any, ...]
    whole: tuple[tuple[int, int], ...]
    texts: tuple[tuple[int, Stencil], ...]

    @classmethod
    def of(cls, values: Sequence[Any]) -> RowStencil:
        whole, texts = [], []
        for place, value in enumerate(values):
            if isinstance(value, str) and OPENING in value:
                stencil = Stencil.of(value)
                if stencil.is_one_word:
                    whole.append((place, stencil.gaps[0]))
                else:
                    texts.append((place, stencil))
        return cls(tuple(values), tuple(whole), tuple(texts))

    def fill(self, words: Mapping[int, str]) -> tuple[Any, ...]:
        """The row with every word in its place."""
        row = list(self.values)
        for place, gap in self.whole:
            row[place] = words[gap]
        for place, stencil in self.texts:
            row[place] = stencil.fill(words)
        return tuple(row)

    @property
    def gaps(self) -> frozenset[int]:
        """Which words the row contains."""
        return frozenset(gap for _, gap in self.whole) | {gap for _, text in self.texts for gap in text.gaps}
