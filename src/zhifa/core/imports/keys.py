"""By what a row is known when it comes again: the number of its document, and what it said then."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from hashlib import blake2b
from typing import Final

from zhifa.core.imports.model import Layout, squeezed

SIZE: Final = 16
PLACE: Final = 4
"""So many bytes of a key tell the place in the series."""
TOGETHER: Final = 256
"""So many numbers of a series share their place."""
LONGEST: Final = 12
"""Digits of a number that are looked at: divided, they fit into the place."""
_SERIES: Final = re.compile("[0-9]+")
_ROUND: Final = re.compile(r"\(([0-9]{4})\)")
"""A year in round brackets, which some write for 〔2024〕; other words in them are kept apart."""


def number_key(salt: bytes, number: str) -> bytes:
    """By what the row with a number is known to a source: where about the number stands in its series, then the digest.

    Lists follow their numbers. Were the keys digests alone, every row would be written in another place of the index
    by which rows are known, which in a long list costs more than the row.
    """
    said = _ROUND.sub(r"[\1]", squeezed(number))
    series = _SERIES.findall(said)
    near = int(series[-1][-LONGEST:]) // TOGETHER if series else 0
    return near.to_bytes(PLACE, "big") + blake2b(said.encode(), digest_size=SIZE - PLACE, key=salt).digest()


class Keys:
    """Digests of the rows of one source. They are keyed: names and numbers cannot be guessed from them."""

    __slots__ = ("_places", "_salt")

    def __init__(self, salt: bytes, layout: Layout, places: Mapping[str, int]) -> None:
        self._salt = salt
        self._places = [places[c.code] for c in layout.columns if c.code in places and c.type != "none"]

    def of(self, number: str, cells: Sequence[str]) -> tuple[bytes, bytes]:
        """The key of a row and the seal of what it says; without a number the seal is the key."""
        many = len(cells)
        said = "\x1f".join([cells[place].strip() if place < many else "" for place in self._places])
        seal = blake2b(said.encode(), digest_size=SIZE, key=self._salt).digest()
        if not number:
            return seal, seal
        return number_key(self._salt, number), seal
