"""Signatures on checkpoints: a key in the data directory, the same face for whatever algorithm signs.

Ed25519 by `cryptography` today. SM2 comes as another Signer; the text of a public
key names its algorithm.
"""

from __future__ import annotations

import base64
import hashlib
import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from zhifa.core.journal.checkpoint import Checkpoint, Note, sign


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A key to check signatures with: who signs under it, its algorithm and its bytes."""

    name: str
    alg: str
    raw: bytes

    @property
    def key_id(self) -> bytes:
        """Four bytes over name, algorithm and key, so that the same name can change its key."""
        return hashlib.sha256(f"{self.name}\n{self.alg}\n".encode() + self.raw).digest()[:4]

    def text(self) -> str:
        """One line for a file or a printed page: name, algorithm and key."""
        return f"{self.name} {self.alg}:{base64.b64encode(self.raw).decode()}"

    @classmethod
    def read(cls, text: str) -> PublicKey:
        """Read the line of `text()`; ValueError, in Chinese, on anything else."""
        name, _, key = text.strip().rpartition(" ")
        alg, _, packed = key.partition(":")
        try:
            raw = base64.b64decode(packed, validate=True)
        except ValueError:
            raw = b""
        if not name or alg != "ed25519" or len(raw) != 32:
            raise ValueError("不是公钥：应为“名称 ed25519:公钥”一行")
        return cls(name, alg, raw)

    def verify(self, data: bytes, signature: bytes) -> bool:
        """Whether the holder of this key signed the data."""
        try:
            Ed25519PublicKey.from_public_bytes(self.raw).verify(signature, data)
        except (InvalidSignature, ValueError):
            return False
        return True


class Signer(Protocol):
    """Somebody who can sign: the private key stays behind this."""

    @property
    def public(self) -> PublicKey: ...

    @property
    def sign(self) -> Callable[[bytes], bytes]: ...


@dataclass(frozen=True, slots=True)
class Ed25519Signer:
    """A signer whose key lies in a file that only its owner may read."""

    public: PublicKey
    key: Ed25519PrivateKey

    @property
    def sign(self) -> Callable[[bytes], bytes]:
        return self.key.sign


def key_file(data: Path) -> Path:
    """Where an installation keeps the key of its checkpoints."""
    return data / "keys" / "checkpoint-ed25519.pem"


def signer(path: Path, name: str) -> Ed25519Signer:
    """The signer whose key lies at the path; the key is made there at the first use.

    Two processes may start at the same moment: the link succeeds for one of them and both read the winner's key.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = path.with_name(f".{path.name}.{secrets.token_hex(6)}")
        pem = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            os.write(descriptor, pem)
            os.fsync(descriptor)
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            os.close(descriptor)
            draft.unlink()
    key = load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise ValueError(f"{path} 不是 Ed25519 私钥")
    raw = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    public = PublicKey(name, "ed25519", raw)
    beside = path.parent / f"{public.key_id.hex()}.pub"
    if not beside.exists():
        beside.write_text(public.text() + "\n", encoding="utf-8")
    return Ed25519Signer(public, key)


def public_keys(data: Path) -> list[PublicKey]:
    """Every key this installation has signed with: backups carry these and never the private one."""
    return [PublicKey.read(one.read_text(encoding="utf-8")) for one in sorted(key_file(data).parent.glob("*.pub"))]


def note_signer(key: Signer) -> Callable[[Checkpoint], Note]:
    """What the journal asks for when it makes a checkpoint: the key signs, the journal keeps the note."""
    return lambda checkpoint: sign(checkpoint, key.public.name, key.public.key_id, key.sign)


def trusts(*keys: PublicKey) -> Callable[[Note], bool]:
    """Whether one of these keys signed a note."""
    return lambda note: any(note.signed_by(key.name, key.key_id, key.verify) for key in keys)
