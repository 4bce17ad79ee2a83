"""By what a row is known when it comes again: the number of its document, and what it said then."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import blake2b
from typing import Final

from zhifa.core.imports.model import Layout, squeezed

SIZE: Final = 16


def number_key(salt: bytes, number: str) -> bytes:
    """By what the row with a number is known to a source."""
    return blake2b(squeezed(number).encode(), digest_size=SIZE, key=salt).digest()


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
