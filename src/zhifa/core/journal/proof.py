"""An offline proof: the events of one stream, their places in the journal and the checkpoint they stand under.

A court or a party checks it with `zhifa verify --proof FILE` and the publisher's public key, without the database.
It shows that these events were there, unchanged and in this order, when the checkpoint was signed; it cannot show
what was recorded later.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import astuple, dataclass, fields
from typing import Any, Final

from zhifa.core.journal.canonical import Disclosed, Sealed, canonical, commitments, encode, parse
from zhifa.core.journal.checkpoint import Note, read_note
from zhifa.core.journal.hashing import EMPTY, Suite
from zhifa.core.journal.tree import included

FORMAT: Final = "zhifa.proof.1"
_NAMES: Final = tuple(field.name for field in fields(Sealed))
_HEX: Final = frozenset({"prev_hash", "hash"})
_READ: Final[Mapping[str, Callable[[Any], Any]]] = {
    "version": int,
    "type_version": int,
    "prev_hash": bytes.fromhex,
    "hash": bytes.fromhex,
}


@dataclass(frozen=True, slots=True)
class Proven:
    """One event with its position, its audit path and the personal values that are shown with it."""

    sealed: Sealed
    position: int
    path: tuple[bytes, ...]
    personal: tuple[Disclosed, ...] = ()


@dataclass(frozen=True, slots=True)
class Proof:
    """What the file carries. `public_key` is for convenience: trust needs a key obtained elsewhere."""

    note: Note
    public_key: str
    events: tuple[Proven, ...]


@dataclass(frozen=True, slots=True)
class Flaw:
    """What does not hold in a proof, and for which event (its place in the file, from 1)."""

    reason: str
    event: int | None = None
    position: int | None = None


def write_proof(proof: Proof) -> str:
    """The file: one JSON document, readable by a person."""
    document = {
        "format": FORMAT,
        "checkpoint": proof.note.text(),
        "public_key": proof.public_key,
        "events": [_write(one) for one in proof.events],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _write(one: Proven) -> dict[str, Any]:
    row = dict(zip(_NAMES, astuple(one.sealed), strict=True))
    return {
        **{name: value.hex() if name in _HEX else value for name, value in row.items()},
        "position": one.position,
        "path": [beside.hex() for beside in one.path],
        "personal": [{"path": value.path, "salt": value.salt.hex(), "value": value.value} for value in one.personal],
    }


def read_proof(text: str) -> Proof:
    """Read a proof file; ValueError, in Chinese, when it is not one."""
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        raise ValueError(f"不是证明文件（{FORMAT}）：不是合法的 JSON") from None
    said = document.get("format") if isinstance(document, dict) else None
    if said != FORMAT:
        raise ValueError(f"不是证明文件：format 应为 {FORMAT}" + (f"，现为“{str(said)[:40]}”" if said else ""))
    for key, kind in (("checkpoint", str), ("public_key", str), ("events", list)):
        if not isinstance(document.get(key), kind):
            raise ValueError(f"证明文件（{FORMAT}）的 {key} 缺失或者不是应有的类型")
    events = []
    for number, one in enumerate(document["events"], 1):
        try:
            events.append(_read(one))
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
            raise ValueError(f"证明文件（{FORMAT}）的第 {number} 个事件读不出来") from None
    return Proof(read_note(document["checkpoint"]), document["public_key"], tuple(events))


def _read(one: Mapping[str, Any]) -> Proven:
    row: list[Any] = [_READ.get(name, str)(one[name]) for name in _NAMES]
    personal = tuple(
        Disclosed(str(value["path"]), bytes.fromhex(value["salt"]), str(value["value"])) for value in one["personal"]
    )
    return Proven(Sealed(*row), int(one["position"]), tuple(bytes.fromhex(beside) for beside in one["path"]), personal)


def check_proof(proof: Proof, suites: Mapping[str, Suite]) -> Flaw | None:
    """The first thing that does not hold in the proof's own arithmetic; the signature is checked by the caller."""
    checkpoint = proof.note.checkpoint
    tree = suites.get(checkpoint.alg)
    if tree is None:
        return Flaw(f"本机没有算法“{checkpoint.alg}”，无法核验")
    if not proof.events:
        return Flaw("证明文件中没有事件")
    last: Sealed | None = None
    for number, one in enumerate(proof.events, start=1):
        reason = _check(one, last, suites) or (
            None
            if included(one.sealed.hash, one.position, checkpoint.size, one.path, checkpoint.root, tree)
            else "不在检查点所盖的账簿中，或者位置不对"
        )
        if reason:
            return Flaw(reason, number, one.position)
        last = one.sealed
    return None


def _check(one: Proven, last: Sealed | None, suites: Mapping[str, Suite]) -> str | None:
    sealed = one.sealed
    suite = suites.get(sealed.alg)
    if suite is None:
        return f"本机没有算法“{sealed.alg}”，无法核验"
    try:
        sound = encode(parse(sealed.payload)) == sealed.payload
        found = suite.event(sealed.prev_hash, canonical(sealed))
    except (ValueError, TypeError):
        return "内容不是 JSON"
    if not sound or found != sealed.hash:
        return "内容与散列值不符，事件被改动"
    if sealed.version == 1 and sealed.prev_hash != EMPTY:
        return "流中的第一个事件前面还有散列值"
    if last and (last.stream_kind, last.stream_id) == (sealed.stream_kind, sealed.stream_id):
        if sealed.version != last.version + 1:
            return f"缺少同一流的第 {last.version + 1} 个事件"
        if sealed.prev_hash != last.hash:
            return f"与同一流的第 {last.version} 个事件接不上"
    committed = commitments(parse(sealed.payload))
    for value in one.personal:
        if suite.commitment(value.salt, value.value.encode()).hex() != committed.get(value.path):
            return f"个人信息“{value.path}”与承诺值不符"
    return None
