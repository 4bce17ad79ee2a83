"""Sealing: turning what an act proposes into rows of the journal that follow one another in a stream."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from zhifa.core.events import EVENT_TYPES, Event, NewEvent
from zhifa.core.journal.canonical import (
    MARK,
    Disclosed,
    Sealed,
    commitments,
    disclose,
    encode,
    header,
    instant,
    line,
    parse,
    plain,
    read_instant,
    withhold,
)
from zhifa.core.journal.hashing import EMPTY, Suite
from zhifa.core.values import Moment

SALT_BYTES: Final = 16


@dataclass(frozen=True, slots=True)
class Head:
    """The last event of a stream, as far as the writer knows: its version and its hash."""

    version: int = 0
    hash: bytes = EMPTY


@dataclass(frozen=True, slots=True)
class Prepared:
    """A sealed row with the personal values that go beside it, and the event as readers will see it."""

    sealed: Sealed
    personal: tuple[Disclosed, ...]
    event: Event


def seal(
    *,
    stream_kind: str,
    stream_id: str,
    head: Head,
    proposed: Sequence[NewEvent],
    recorded_at: datetime,
    captured_at: datetime | None,
    salts: Callable[[int], bytes],
    suite: Suite,
) -> list[Prepared]:
    """Seal the proposed events one after another behind the head.

    `salts(n)` gives n random bytes. ValueError when an event cannot be written down: an unknown type, a float, a
    control character in a header field. Such a thing is a defect of the act, not a refusal.
    """
    line(stream_kind, name="流类别", longest=24)
    line(stream_id, name="流编号", longest=64)
    recorded, captured = instant(recorded_at), instant(captured_at) if captured_at else ""
    prepared = []
    for new in proposed:
        one = _seal_one(stream_kind, stream_id, head, new, recorded, captured, salts, suite)
        head = Head(one.sealed.version, one.sealed.hash)
        prepared.append(one)
    return prepared


def _seal_one(
    kind: str,
    stream: str,
    head: Head,
    new: NewEvent,
    recorded: str,
    captured: str,
    salts: Callable[[int], bytes],
    suite: Suite,
) -> Prepared:
    if new.type not in EVENT_TYPES:
        raise ValueError(f"没有“{new.type}”这种事件，事件种类见 zhifa.core.events")
    version, occurred = head.version + 1, str(new.occurred)
    payload = shown = plain(new.payload)
    taken: list[Disclosed] = []
    if new.personal:
        random = salts(SALT_BYTES * len(new.personal))
        each = [random[at : at + SALT_BYTES] for at in range(0, len(random), SALT_BYTES)]
        shown = plain(new.payload)
        taken = withhold(payload, new.personal, each, suite)
    text = encode(payload)
    actor = line(new.actor, name="行为人", longest=80)
    lines = header(kind, stream, version, new.type, new.type_version, occurred, recorded, captured, actor)
    digest = suite.event(head.hash, (lines + text).encode())
    sealed = Sealed(
        kind, stream, version, new.type, new.type_version, occurred, recorded, captured, actor, text,
        suite.name, head.hash, digest,
    )  # fmt: skip
    return Prepared(sealed, tuple(taken), _event(sealed, shown, (), None))


def _event(sealed: Sealed, payload: dict[str, object], erased: tuple[str, ...], position: int | None) -> Event:
    return Event(
        stream_kind=sealed.stream_kind,
        stream_id=sealed.stream_id,
        version=sealed.version,
        type=sealed.type,
        type_version=sealed.type_version,
        occurred=Moment.parse(sealed.occurred),
        recorded_at=read_instant(sealed.recorded_at),
        captured_at=read_instant(sealed.captured_at) if sealed.captured_at else None,
        actor=sealed.actor,
        payload=payload,  # type: ignore[arg-type]
        hash=sealed.hash,
        erased=erased,
        position=position,
    )


def unseal(sealed: Sealed, values: Sequence[Disclosed], position: int | None = None) -> Event:
    """The event as readers see it: personal values in their places, None where they were erased."""
    payload = parse(sealed.payload)
    if MARK not in sealed.payload:
        return _event(sealed, payload, (), position)
    erased: tuple[str, ...] = ()
    if sealed.payload.count(MARK) != len(values):
        present = {value.path for value in values}
        erased = tuple(path for path in commitments(payload) if path not in present)
    disclose(payload, [*values, *(Disclosed(path, b"", "null") for path in erased)])
    return _event(sealed, payload, erased, position)
