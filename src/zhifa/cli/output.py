"""What a command says: one JSON document or plain text on standard output, complaints on standard error."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any


def emit(args: argparse.Namespace, data: Any, text: str) -> None:
    """Write `data` as one JSON document when --json was given, otherwise `text`."""
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
    sys.stdout.flush()
    place = f"{where}：" if where else ""
    sys.stderr.write(f"{place}{what}\n")
    if mend:
        sys.stderr.write(f"  办法：{mend}\n")
    sys.stderr.flush()


def _plain(value: object) -> object:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Decimal | Path):
        return str(value)
    if isinstance(value, set | frozenset):
        return sorted(value)
    raise TypeError(f"{type(value).__name__} has no JSON form")
