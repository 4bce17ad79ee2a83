"""The hash functions of this machine: SM3 (GB/T 32905) by OpenSSL, else by `cryptography`, else SHA-256."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final

import orjson
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.hashes import SM3, Hash

from zhifa.core.journal.hashing import Suite, hashlib_suites

ORDER: Final = ("sm3", "sha256")
"""What a new event is sealed with: the first of these that the machine has; its name stands in the record."""


class _Running:
    """SM3 of `cryptography` in the manner of hashlib, for a Python whose OpenSSL lacks it."""

    __slots__ = ("_hash",)

    def __init__(self, running: Hash) -> None:
        self._hash = running

    def update(self, data: bytes, /) -> None:
        self._hash.update(data)

    def copy(self) -> _Running:
        return _Running(self._hash.copy())

    def digest(self) -> bytes:
        return self._hash.copy().finalize()


def _sm3(data: bytes) -> _Running:
    running = Hash(SM3())
    running.update(data)
    return _Running(running)


def sm3_by_cryptography() -> Suite | None:
    """SM3 without hashlib; None when this build of `cryptography` lacks it too."""
    try:
        return Suite("sm3", _sm3)
    except UnsupportedAlgorithm:
        return None


@cache
def suites() -> Mapping[str, Suite]:
    """Every suite this machine can verify, by the name that stands in the record."""
    found = dict(hashlib_suites())
    if "sm3" not in found and (fallback := sm3_by_cryptography()):
        found["sm3"] = fallback
    return found


def preferred() -> Suite:
    """The suite new events are sealed with."""
    return next(suites()[name] for name in ORDER if name in suites())


def rewrite(joined: bytes) -> tuple[int, bytes]:
    """Parse a JSON array and write it anew with sorted keys and no blanks: how many values, and the bytes.

    The same bytes as core's own canonical writing, several times quicker; ValueError for what is not JSON.
    """
    values = orjson.loads(joined)
    return len(values), orjson.dumps(values, option=orjson.OPT_SORT_KEYS)
