"""Canonical bytes: the one way an event is written down before it is hashed.

Nine header lines (prev hash comes before them as raw bytes), then the payload as JSON with sorted keys, no blanks
and no escaping beyond what JSON demands. No header field and no JSON text contains a line feed, so the reading is
unambiguous. Floats are refused: amounts are whole fen and decimals are text.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from zhifa.core.facts import Json
from zhifa.core.journal.hashing import Suite

COMMITMENT: Final = "$c"
MARK: Final = '{"$c":"'
"""How a commitment begins in canonical text; a string cannot contain it, for its quotes would be escaped."""

encode: Final = json.JSONEncoder(
    sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False, check_circular=False
).encode


def _no_number(text: str) -> None:
    raise ValueError(f"{text} 不是整数")


parse: Final = json.JSONDecoder(parse_float=_no_number, parse_constant=_no_number).decode
"""Canonical text as Python values; ValueError when it is not JSON or holds a number that is not whole."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """An event exactly as its row holds it, personal values already replaced by commitments."""

    stream_kind: str
    stream_id: str
    version: int
    type: str
    type_version: int
    occurred: str
    recorded_at: str
    captured_at: str
    actor: str
    payload: str
    alg: str
    prev_hash: bytes
    hash: bytes


def header(
    kind: str,
    stream: str,
    version: int,
    type_: str,
    type_version: int,
    occurred: str,
    recorded: str,
    captured: str,
    actor: str,
) -> str:
    """The nine header lines, each ended by a line feed."""
    return f"{kind}\n{stream}\n{version}\n{type_}\n{type_version}\n{occurred}\n{recorded}\n{captured}\n{actor}\n"


def canonical(event: Sealed) -> bytes:
    """The bytes that are hashed after the previous hash, derived again from the fields of the row."""
    payload = encode(parse(event.payload))
    lines = header(
        event.stream_kind, event.stream_id, event.version, event.type, event.type_version,
        event.occurred, event.recorded_at, event.captured_at, event.actor,
    )  # fmt: skip
    return (lines + payload).encode()


def line(text: str, *, name: str, longest: int) -> str:
    """A header field, checked: not empty, no control characters, not too long; ValueError otherwise."""
    if not text or len(text) > longest or not text.isprintable():
        raise ValueError(f"事件的{name}“{text[:40]!r}”须为 1 至 {longest} 个可显示的字符")
    return text


def instant(moment: datetime) -> str:
    """An instant as the journal writes it: UTC, microseconds, always 27 characters."""
    if moment.tzinfo is None:
        raise ValueError("时刻缺少时区，账簿只记协调世界时")
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def read_instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


def plain(value: Json, *, place: str = "") -> Any:
    """A copy made only of dict, list, str, int, bool and None; ValueError names the place of anything else."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping):
        copied = {}
        for key, inner in value.items():
            if not isinstance(key, str) or key == COMMITMENT:
                raise ValueError(f"事件内容{place or '/'}的键{key!r}不能使用")
            copied[key] = plain(inner, place=f"{place}/{key}")
        return copied
    if isinstance(value, Sequence) and not isinstance(value, bytes | bytearray):
        return [plain(inner, place=f"{place}/{index}") for index, inner in enumerate(value)]
    raise ValueError(f"事件内容{place or '/'}是 {type(value).__name__}，账簿只收文字、整数、是否、列表和对象")


def steps(path: str) -> list[str]:
    """The keys of a path; ValueError when it does not begin with a slash."""
    if not path.startswith("/"):
        raise ValueError(f"个人信息的位置“{path}”应以 / 开头")
    return [part.replace("~1", "/").replace("~0", "~") for part in path[1:].split("/")]


def point(*parts: str | int) -> str:
    """The path of a payload value, e.g. point("facts", "party.name") → "/facts/party.name"."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in parts)


def holder(payload: Any, path: str) -> tuple[Any, str | int]:
    """The dict or list that holds the value at the path, and its key there; KeyError when there is none."""
    at = payload
    *inner, last = steps(path)
    for part in inner:
        at = at[int(part)] if isinstance(at, list) else at[part]
    key: str | int = int(last) if isinstance(at, list) else last
    at[key]
    return at, key


def commitments(payload: Any, at: str = "") -> dict[str, str]:
    """Every commitment in a parsed payload: path → hexadecimal."""
    found: dict[str, str] = {}
    if isinstance(payload, dict):
        if len(payload) == 1 and isinstance(payload.get(COMMITMENT), str):
            return {at: payload[COMMITMENT]}
        for key, inner in payload.items():
            if isinstance(inner, dict | list):
                found |= commitments(inner, at + point(key))
    elif isinstance(payload, list):
        for index, inner in enumerate(payload):
            if isinstance(inner, dict | list):
                found |= commitments(inner, f"{at}/{index}")
    return found


@dataclass(frozen=True, slots=True)
class Disclosed:
    """A personal value with the salt of its commitment; `value` is canonical JSON text."""

    path: str
    salt: bytes
    value: str


def withhold(payload: Any, personal: Sequence[str], salts: Sequence[bytes], suite: Suite) -> list[Disclosed]:
    """Replace the values at the paths by commitments, in place, and return what was taken out.

    A path that points nowhere is passed over: a fact that was not recorded needs no protection.
    """
    taken = []
    for path, salt in zip(dict.fromkeys(personal), salts, strict=False):
        try:
            inside, key = holder(payload, path)
        except (KeyError, IndexError, TypeError, ValueError):
            continue
        value = encode(inside[key])
        inside[key] = {COMMITMENT: suite.commitment(salt, value.encode()).hex()}
        taken.append(Disclosed(path, salt, value))
    return taken


def disclose(payload: Any, values: Sequence[Disclosed]) -> None:
    """Put personal values back where their commitments stand, in place."""
    for value in values:
        inside, key = holder(payload, value.path)
        inside[key] = parse(value.value)
