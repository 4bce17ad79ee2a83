"""Figures that must agree: those of our own annual report, and those of any report somebody published.

`identities` holds our own figures, known by their codes, to the relations of the rules. The other modules read a
text nobody prepared: what its figures are, what it says about them, and whether that can be true.
"""

from zhifa.core.footing.identities import (
    CONTRADICTION,
    HOLDS,
    UNDECIDABLE,
    UNEXPLAINED,
    BadIdentity,
    Footing,
    Identity,
    foot,
    identities,
)

__all__ = [
    "CONTRADICTION",
    "HOLDS",
    "UNDECIDABLE",
    "UNEXPLAINED",
    "BadIdentity",
    "Footing",
    "Identity",
    "foot",
    "identities",
]
