"""Draws that anybody can repeat: everything is ranked by the digest of a public seed and its own name.

Whoever knows the seed, the pool and the number to be drawn comes to the same result without this program.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable


def rank(seed: str, *parts: str) -> str:
    """The place of something in a draw: SHA-256 of seed and name."""
    return hashlib.sha256("|".join((seed, *parts)).encode()).hexdigest()


def drawn(seed: str, pool: Iterable[str], count: int) -> tuple[str, ...]:
    """So many names of a pool, in the order of their ranks; all of them when there are no more."""
    return tuple(sorted(set(pool), key=lambda name: rank(seed, name))[:count])


def digest_of(pool: Iterable[str]) -> str:
    """What tells one pool from another, whatever its order: SHA-256 of the sorted names, a line each."""
    return hashlib.sha256("\n".join(sorted(set(pool))).encode()).hexdigest()
