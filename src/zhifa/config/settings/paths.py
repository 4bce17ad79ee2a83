"""Where an installation keeps what it may not lose: one data directory, chosen by ZHIFA_DATA."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from zhifa.config.errors import Unusable, why


def data_dir(environ: Mapping[str, str] = os.environ) -> Path:
    """The data directory of this installation: ZHIFA_DATA, or `var` below the current directory."""
    return Path(environ.get("ZHIFA_DATA") or "var").expanduser().resolve()


def secret_key(folder: Path) -> str:
    """The key that signs sessions and forms; made once, on first use, readable by its owner alone.

    Two processes may start at the same moment: the link succeeds for one of them and both read the winner's key.
    """
    place = folder / "secret-key"
    try:
        if not place.exists():
            folder.mkdir(parents=True, exist_ok=True, mode=0o750)
            _write_once(place, secrets.token_urlsafe(64))
        return place.read_text(encoding="ascii").strip()
    except OSError as error:
        raise Unusable(
            f"数据目录不能使用：{why(error)}",
            where=str(folder),
            mend="检查目录的权限和磁盘空间，或用 --data 目录（ZHIFA_DATA）另选一个",
        ) from error


def _write_once(place: Path, text: str) -> None:
    draft = place.with_name(f".{place.name}.{os.getpid()}.{secrets.token_hex(4)}")
    draft.touch(mode=0o600)
    try:
        draft.write_text(text, encoding="ascii")
        with suppress(FileExistsError):
            os.link(draft, place)
    finally:
        draft.unlink()
