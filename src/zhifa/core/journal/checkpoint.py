"""Checkpoints: a signed sentence about the whole journal at one size, for somebody else to keep.

The text is a signed note, like those of certificate transparency: a body, an empty line, signature lines. A journal
cut short or rewritten cannot agree with a checkpoint that left the house before.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from zhifa.core.journal.canonical import instant, read_instant

DASH = "— "


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """Whose journal, how many events, the root over them, by which hash, when."""

    origin: str
    size: int
    root: bytes
    alg: str
    at: datetime

    def body(self) -> str:
        """The signed part of the note."""
        root = base64.b64encode(self.root).decode()
        return f"{self.origin}\n{self.size}\n{root}\nalg {self.alg}\ntime {instant(self.at)}\n"


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature line: the signer's name, four bytes that tell its keys apart, the signature."""

    name: str
    key_id: bytes
    signature: bytes

    def line(self) -> str:
        return f"{DASH}{self.name} {base64.b64encode(self.key_id + self.signature).decode()}\n"


@dataclass(frozen=True, slots=True)
class Note:
    """A checkpoint with its signatures, as it is stored, exported and printed."""

    checkpoint: Checkpoint
    signatures: tuple[Signature, ...]

    def text(self) -> str:
        return self.checkpoint.body() + "\n" + "".join(one.line() for one in self.signatures)

    def signed_by(self, name: str, key_id: bytes, verify: Callable[[bytes, bytes], bool]) -> bool:
        """Whether the holder of that key signed this very text."""
        body = self.checkpoint.body().encode()
        return any(verify(body, one.signature) for one in self.signatures if one.name == name and one.key_id == key_id)


def sign(checkpoint: Checkpoint, name: str, key_id: bytes, signer: Callable[[bytes], bytes]) -> Note:
    """The note of a checkpoint with one signature; the key stays behind the callable."""
    return Note(checkpoint, (Signature(name, key_id, signer(checkpoint.body().encode())),))


def read_note(text: str) -> Note:
    """Read a note; ValueError, in Chinese, when it is not one or was not written canonically."""
    try:
        body, _, tail = text.partition("\n\n")
        origin, size, root, alg, at = body.split("\n")
        if not (alg.startswith("alg ") and at.startswith("time ")):
            raise ValueError(body)
        checkpoint = Checkpoint(origin, int(size), base64.b64decode(root, validate=True), alg[4:], read_instant(at[5:]))
        signatures = tuple(read_signature(line) for line in tail.splitlines())
    except (ValueError, binascii.Error):
        raise ValueError("不是检查点：应有来源、大小、根、算法、时间五行，空一行，再是签名") from None
    note = Note(checkpoint, signatures)
    if note.text() != text:
        raise ValueError("检查点的写法不规范，不能据以核对")
    return note


def read_signature(line: str) -> Signature:
    """Read one signature line, without its end; ValueError when it is not one."""
    name, _, packed = line.removeprefix(DASH).rpartition(" ")
    raw = base64.b64decode(packed, validate=True)
    if not line.startswith(DASH) or not name or len(raw) <= 4:
        raise ValueError(line)
    return Signature(name, raw[:4], raw[4:])
