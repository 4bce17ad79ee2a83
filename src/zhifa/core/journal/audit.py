"""Audit: the fold that re-derives every hash of the journal and names the first event that does not hold.

It is fed rows in order of position and then the rows not yet sequenced. Canonical bytes are derived again from the
columns: each payload is parsed and written anew, many at a time, and must come out as it went in.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, TypeAlias

from zhifa.core.journal.canonical import COMMITMENT, MARK, commitments, encode, parse, steps
from zhifa.core.journal.hashing import EMPTY, Suite

# The id, then the columns of Sealed in order with the payload as bytes, so that a cursor's row serves as it comes.
Row: TypeAlias = tuple[int, str, str, int, str, int, str, str, str, str, bytes, str, bytes, bytes]
FindHead: TypeAlias = Callable[[str, str, int, int | None], bytes | None]
"""The stored hash of (kind, stream, version) among the rows before a position (None: among all), or None."""

Rewrite: TypeAlias = "Callable[[bytes], tuple[int, bytes]]"
"""Parses a JSON array and writes it anew canonically: how many values it holds, and the new bytes. A quicker way than
core's own, given from outside; what it does not confirm is judged by core's own way."""

ID: Final = 0
KIND: Final = 1
STREAM: Final = 2
VERSION: Final = 3
PAYLOAD: Final = 10
ALG: Final = 11
PREV: Final = 12
HASH: Final = 13
REMEMBERED: Final = 300_000
TOGETHER: Final = 64
"""So many payloads are parsed and written in one go: fewer cost more calls, more leave the processor's cache."""
_MARK: Final = MARK.encode()


@dataclass(frozen=True, slots=True)
class Bad:
    """The first event that does not hold: where it stands and what is wrong with it, in Chinese."""

    reason: str
    position: int | None = None
    event_id: int | None = None
    stream_kind: str = ""
    stream_id: str = ""
    version: int | None = None

    @classmethod
    def at(cls, row: Row, position: int | None, reason: str) -> Bad:
        return cls(reason, position, row[ID], row[KIND], row[STREAM], row[VERSION])


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is wrong with one row of a batch, by its index there."""

    index: int
    reason: str


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows to check: consecutive positions from `first` on with their leaves, or rows not yet placed (None)."""

    rows: Sequence[Row]
    first: int | None = None
    leaves: Sequence[bytes] | None = None

    def position(self, index: int) -> int | None:
        return None if self.first is None else self.first + index

    def bad(self, flaw: Flaw) -> Bad:
        return Bad.at(self.rows[flaw.index], self.position(flaw.index), flaw.reason)


class Auditor:
    """Checks batches of rows; remembers the heads of the streams it met lately and asks for the others."""

    __slots__ = ("_find_head", "_heads", "_rewrite", "_suites")

    def __init__(self, suites: Mapping[str, Suite], find_head: FindHead, rewrite: Rewrite | None = None) -> None:
        self._suites = suites
        self._find_head = find_head
        self._rewrite = rewrite
        self._heads: dict[str, tuple[int, bytes]] = {}

    def check(self, batch: Batch) -> tuple[Mapping[int, Any], Flaw | None]:
        """The parsed payloads that hold commitments, by index, and the first flaw of the batch."""
        marked, unreadable = _payloads(batch.rows, self._rewrite)
        flaw = self._chain(batch, len(batch.rows) if unreadable is None else unreadable.index)
        if len(self._heads) > REMEMBERED:
            for key in list(self._heads)[: REMEMBERED // 2]:
                del self._heads[key]
        return marked, flaw or unreadable

    def _chain(self, batch: Batch, count: int) -> Flaw | None:
        heads, alg, copy = self._heads, "", None
        leaves = batch.leaves or [row[HASH] for row in batch.rows]
        for row, leaf in zip(batch.rows[:count], leaves, strict=False):
            (_, kind, stream, version, type_, type_version, occurred, recorded, captured, actor, payload, used,
             prev, stored) = row  # fmt: skip
            if used != alg:
                if used not in self._suites:
                    return self._flaw(batch, row, f"本机没有算法“{used}”，无法核验")
                alg, copy = used, self._suites[used].event_start.copy
            running = copy()  # type: ignore[misc]
            key = f"{kind}\n{stream}\n"
            lines = f"{key}{version}\n{type_}\n{type_version}\n{occurred}\n{recorded}\n{captured}\n{actor}\n"
            running.update(prev + lines.encode() + payload)
            if running.digest() != stored:
                return self._flaw(batch, row, "内容与散列值不符，事件被改动")
            if leaf != stored:
                return self._flaw(batch, row, "事件与总序中登记的散列值不符，事件或者顺序被改动")
            before = heads.get(key)
            if before is None or before[0] != version - 1 or before[1] != prev:
                reason = self._behind(batch, row, before)
                if reason:
                    return self._flaw(batch, row, reason)
            heads[key] = version, stored
        return None

    @staticmethod
    def _flaw(batch: Batch, row: Row, reason: str) -> Flaw:
        return Flaw(next(index for index, one in enumerate(batch.rows) if one is row), reason)

    def _behind(self, batch: Batch, row: Row, before: tuple[int, bytes] | None) -> str | None:
        """Why an event does not follow its predecessor, or None when it does."""
        kind, stream, version, prev = row[KIND], row[STREAM], row[VERSION], row[PREV]
        if version == 1:
            if before is not None:
                return "流中的第一个事件出现在后来的事件之后，顺序被调换"
            return None if prev == EMPTY else "流中的第一个事件前面还有散列值，事件被改动"
        if before is None:
            earlier = self._flaw(batch, row, "").index
            found = self._find_head(kind, stream, version - 1, batch.position(earlier))
            if found is None:
                return f"缺少同一流的第 {version - 1} 个事件，事件被删除或者顺序被调换"
            return None if found == prev else f"与同一流的第 {version - 1} 个事件接不上，事件被改动"
        if before[0] == version - 1:
            return f"与同一流的第 {version - 1} 个事件接不上，事件被改动"
        if before[0] >= version:
            return f"第 {version} 个事件出现在第 {before[0]} 个事件之后，顺序被调换"
        return f"缺少同一流的第 {before[0] + 1} 个事件，事件被删除或者顺序被调换"


def _confirmed(packed: bytes, count: int, rewrite: Rewrite | None) -> bool:
    """Whether the quick way finds as many values as there are payloads, and writes them as they stand."""
    if rewrite is None:
        return False
    joined = b"[" + packed + b"]"
    try:
        return rewrite(joined) == (count, joined)
    except ValueError:
        return False


def _payloads(rows: Sequence[Row], rewrite: Rewrite | None = None) -> tuple[dict[int, Any], Flaw | None]:
    """Parse and rewrite the payloads, many together when all is well, one by one to name the first that is not.

    The bytes of UTF-8 are read as if each were a character: JSON's own signs are the same, a key sorts the same,
    and nothing wide has to be decoded or encoded. Each hash covers its own bytes, so a text that only comes out
    right together with its neighbours fails there.
    """
    marked: dict[int, Any] = {}
    for start in range(0, len(rows), TOGETHER):
        texts = [row[PAYLOAD] for row in rows[start : start + TOGETHER]]
        packed = b",".join(texts)
        if _confirmed(packed, len(texts), rewrite):
            if _MARK in packed:
                marked |= {n: parse(text.decode("latin-1")) for n, text in enumerate(texts, start) if _MARK in text}
            continue
        joined = f"[{packed.decode('latin-1')}]"
        try:
            parsed = parse(joined)
            sound = len(parsed) == len(texts) and encode(parsed) == joined
        except (ValueError, RecursionError):
            sound = False
        if not sound:
            for index, text in enumerate(texts, start):
                if reason := _unreadable(text):
                    return marked, Flaw(index, reason)
            return marked, Flaw(start, "内容不是规范写法，事件被改动")
        if _MARK in packed:
            for index, text in enumerate(texts):
                if _MARK in text:
                    marked[start + index] = parsed[index]
    return marked, None


def _unreadable(payload: bytes) -> str | None:
    try:
        text = payload.decode()
        sound = encode(parse(text)) == text
    except (ValueError, RecursionError):
        return "内容不是 JSON，事件被改动"
    return None if sound else "内容不是规范写法，事件被改动"


Beside: TypeAlias = tuple[str, bytes, str]
"""Path, salt and canonical text of a personal value."""


@lru_cache(maxsize=4096)
def _way(path: str) -> tuple[str, ...]:
    """The keys of a path, spelt as the parsed payloads spell them."""
    return tuple(part.encode().decode("latin-1") for part in steps(path))


def _committed(payload: Any, path: str) -> str | None:
    at = payload
    try:
        for part in _way(path):
            at = at[part] if isinstance(at, dict) else at[int(part)]
        found = at[COMMITMENT]
    except (KeyError, IndexError, TypeError, ValueError):
        return None
    return found if isinstance(found, str) else None


def check_personal(
    row: Row,
    payload: Any,
    beside: Sequence[Beside],
    erased: Callable[[str, str], set[tuple[int, str]]],
    suite: Suite,
) -> str | None:
    """What is wrong with the personal values beside an event, or None; `payload` as Auditor.check gave it.

    Each must fit its commitment. One that is gone must be named by a personal.erased event of its stream;
    `erased(kind, stream)` gives the (version, path) pairs such events name.
    """
    for path, salt, value in beside:
        expected = _committed(payload, path)
        if expected is None:
            return f"个人信息“{path}”在事件中没有对应的承诺值"
        if suite.commitment(salt, value.encode()).hex() != expected:
            return f"个人信息“{path}”与承诺值不符，内容被改动"
    if row[PAYLOAD].count(_MARK) == len(beside):
        return None
    present, lawful = {one[0] for one in beside}, erased(row[KIND], row[STREAM])
    for path in commitments(parse(row[PAYLOAD].decode())):
        if path not in present and (row[VERSION], path) not in lawful:
            return f"个人信息“{path}”不见了，账簿中没有清除记录"
    return None
