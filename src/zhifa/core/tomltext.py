"""Rule entries written down as TOML, as their authors write them: one key a line, tables of a list inline."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

_BARE: Final = re.compile(r"[A-Za-z0-9_-]+")
WIDE: Final = 96
"""A list that would be longer stands with one item a line."""


def entry_text(section: str, data: Mapping[str, Any], order: Sequence[str] = ()) -> str:
    """One entry as `[[section]]` with its keys, those of `order` first."""
    placed = {key: number for number, key in enumerate(order)}
    lines = [
        f"[[{_key(section)}]]",
        *(f"{_key(key)} = {_value(value, placed, spread=True)}" for key, value in _sorted(data, placed)),
    ]
    return "\n".join(lines) + "\n"


def _sorted(data: Mapping[str, Any], placed: Mapping[str, int]) -> list[tuple[str, Any]]:
    return sorted(data.items(), key=lambda item: placed.get(item[0], len(placed)))


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else _string(name)


def _string(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _value(value: Any, placed: Mapping[str, int], *, spread: bool = False) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Mapping):
        inner = ", ".join(f"{_key(str(key))} = {_value(item, placed)}" for key, item in _sorted(value, placed))
        return f"{{ {inner} }}" if inner else "{}"
    if isinstance(value, list | tuple):
        items = [_value(item, placed) for item in value]
        line = f"[{', '.join(items)}]"
        if spread and items and (len(line) > WIDE or isinstance(value[0], Mapping)):
            return "[\n" + "".join(f"  {item},\n" for item in items) + "]"
        return line
    return _string(str(value))
