"""Files by their digest: what is kept once is never overwritten, and what was altered no longer answers to its name."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path


def place(root: Path, digest: str) -> Path:
    """Where the bytes of a digest lie."""
    return root / digest[:2] / digest


def keep(root: Path, chunks: Iterable[bytes]) -> tuple[str, int]:
    """Store bytes and answer their SHA-256 and size. The file appears whole or not at all."""
    root.mkdir(parents=True, exist_ok=True)
    hasher, size = hashlib.sha256(), 0
    handle, scratch = tempfile.mkstemp(dir=root, prefix=".incoming-")
    try:
        with os.fdopen(handle, "wb") as out:
            for chunk in chunks:
                hasher.update(chunk)
                size += len(chunk)
                out.write(chunk)
            out.flush()
            os.fsync(out.fileno())
        digest = hasher.hexdigest()
        target = place(root, digest)
        target.parent.mkdir(exist_ok=True)
        Path(scratch).replace(target)
    finally:
        Path(scratch).unlink(missing_ok=True)
    return digest, size


def read(root: Path, digest: str) -> bytes | None:
    """The bytes of a digest; None when they are missing or no longer match it."""
    try:
        content = place(root, digest).read_bytes()
    except OSError:
        return None
    return content if hashlib.sha256(content).hexdigest() == digest else None
