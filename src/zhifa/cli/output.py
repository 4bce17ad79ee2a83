"""What a command says: one JSON document or plain text on standard output, complaints on standard error."""

from __future__ import annotations

import argparse
import json
import re
import sys
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

_complaints: list[dict[str, str]] = []
_answered: list[bool] = []


def emit(args: argparse.Namespace, data: Any, text: str) -> None:
    """Write `data` as one JSON document when --json was given, otherwise `text`."""
    _answered.append(True)
    if getattr(args, "json", False):
        say(json.dumps(data, ensure_ascii=False, default=_plain))
    else:
        say(text)


def say(text: str = "") -> None:
    """One text to standard output, ended by one line break and written at once."""
    sys.stdout.write(text if text.endswith("\n") else text + "\n")
    sys.stdout.flush()


def complain(what: str, *, where: str = "", mend: str = "") -> None:
    """One complaint to standard error: what is wrong, where, and what mends it."""
    what, where, mend = (_printable(text) for text in (what, where, mend))
    _complaints.append({"what": what, "where": where, "mend": mend})
    sys.stdout.flush()
    place = f"{where}：" if where else ""
    sys.stderr.write(f"{place}{what}\n")
    if mend:
        sys.stderr.write(f"  办法：{mend}\n")
    sys.stderr.flush()


def answer_with_complaints() -> None:
    """The one JSON document of a command that was refused before it had an answer."""
    if _complaints and not _answered:
        say(json.dumps({"errors": _complaints}, ensure_ascii=False))


def begin() -> None:
    """Forget what an earlier command of this process said."""
    _complaints.clear()
    _answered.clear()


def _printable(text: str) -> str:
    """What was typed is repeated without what a terminal would obey, and not at full length."""
    shown = "".join(c if c in "\n\t" or c.isprintable() else f"<U+{ord(c):04X}>" for c in text)
    shown = re.sub(r"“([^”]{61,})”", lambda long: f"“{long[1][:60]}…”（共 {len(long[1])} 字）", shown)
    return re.sub(r"[!-~]{400,}", lambda long: f"{long[0][:60]}…（共 {len(long[0])} 字）", shown)


def _plain(value: object) -> object:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Decimal | Path):
        return str(value)
    if isinstance(value, set | frozenset):
        return sorted(value)
    raise TypeError(f"{type(value).__name__} has no JSON form")
