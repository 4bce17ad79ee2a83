"""Where an installation keeps what it may not lose: one data directory, chosen by ZHIFA_DATA."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from pathlib import Path


def data_dir(environ: Mapping[str, str] = os.environ) -> Path:
    """The data directory of this installation: ZHIFA_DATA, or `var` below the current directory."""
    return Path(environ.get("ZHIFA_DATA") or "var").expanduser().resolve()


def secret_key(folder: Path) -> str:
    """The key that signs sessions and forms; made once, on first use, readable by its owner alone.

    Two processes may start at the same moment: the link succeeds for one of them and both read the winner's key.
    """
    place = folder / "secret-key"
    if not place.exists():
        folder.mkdir(parents=True, exist_ok=True, mode=0o750)
        draft = folder / f".secret-key.{os.getpid()}.{secrets.token_hex(4)}"
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(64), encoding="ascii")
        try:
            os.link(draft, place)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return place.read_text(encoding="ascii").strip()
