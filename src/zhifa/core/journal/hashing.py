"""Hash suites: one named hash function with the four uses the journal makes of it, kept apart by prefixes."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable, Mapping
from typing import Final, Protocol

EMPTY: Final = bytes(32)
"""What stands before the first event of a stream."""


class Hasher(Protocol):
    """A running hash; hashlib objects are such, and so are the adapters in zhifa.ports.hashing."""

    def update(self, data: bytes, /) -> None: ...

    def digest(self) -> bytes: ...

    def copy(self) -> Hasher: ...


class Suite:
    """A named hash function, prepared: events and leaves (0x00), tree nodes (0x01), values (0x02), links (0x03).

    The leaf of the Merkle tree is the hash of the event itself: its input begins with 0x00, as RFC 6962 asks of a
    leaf, so one hash serves the chain of the stream and the tree of the journal.
    """

    __slots__ = ("_link", "_value", "event_start", "name", "new", "node_start")

    def __init__(self, name: str, new: Callable[[bytes], Hasher]) -> None:
        self.name = name
        self.new = new
        self.event_start = new(b"\x00zhifa.event.1 " + name.encode() + b"\n")
        self.node_start = new(b"\x01")
        self._value = new(b"\x02zhifa.value.1\n")
        self._link = new(b"\x03zhifa.link.1\n")

    def event(self, prev: bytes, canonical: bytes) -> bytes:
        """The hash of an event that follows the event whose hash is `prev`."""
        running = self.event_start.copy()
        running.update(prev + canonical)
        return running.digest()

    def node(self, left: bytes, right: bytes) -> bytes:
        running = self.node_start.copy()
        running.update(left + right)
        return running.digest()

    def commitment(self, salt: bytes, canonical: bytes) -> bytes:
        """What stands in the chain for a personal value; the salt keeps it from being guessed."""
        running = self._value.copy()
        running.update(salt + canonical)
        return running.digest()

    def link(self, prev: bytes, leaf: bytes) -> bytes:
        """The running hash over positions; it serves to say where an order was broken."""
        running = self._link.copy()
        running.update(prev + leaf)
        return running.digest()

    def digest(self, data: bytes) -> bytes:
        return self.new(data).digest()


def _from_hashlib(name: str) -> Suite:
    return Suite(name, lambda data: hashlib.new(name, data))


def hashlib_suites() -> Mapping[str, Suite]:
    """The suites this Python's own hashlib can serve; SM3 depends on the OpenSSL it was built with."""
    found = {"sha256": _from_hashlib("sha256")}
    with contextlib.suppress(ValueError):
        found["sm3"] = _from_hashlib("sm3")
    return found
