"""Audit: the fold that re-derives every hash of the journal and names the first event that does not hold.

It is fed rows in order of position and then the rows not yet sequenced. Canonical bytes are derived again from the
columns: each payload is parsed and written anew, many at a time, and must come out as it went in.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from zhifa.core.journal.canonical import MARK, Disclosed, commitments, encode
from zhifa.core.journal.hashing import EMPTY, Suite

# position, event id, leaf hash, then the columns of Sealed in order, so that a cursor's row serves as it comes.
Row: TypeAlias = tuple[
    int | None, int, bytes | None, str, str, int, str, int, str, str, str, str, str, str, bytes, bytes
]
EventId: TypeAlias = int
FindHead: TypeAlias = Callable[[str, str, int, int | None], bytes | None]
"""The stored hash of (kind, stream, version) among the rows before a position (None: among all), or None."""

POSITION: Final = 0
ID: Final = 1
LEAF: Final = 2
KIND: Final = 3
STREAM: Final = 4
VERSION: Final = 5
PAYLOAD: Final = 12
ALG: Final = 13
PREV: Final = 14
HASH: Final = 15
REMEMBERED: Final = 300_000
_parse: Final = json.JSONDecoder().decode


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
    def at(cls, row: Row, reason: str) -> Bad:
        return cls(reason, row[POSITION], row[ID], row[KIND] or "", row[STREAM] or "", row[VERSION])


class Auditor:
    """Checks batches of rows; remembers the heads of the streams it met lately and asks for the others."""

    __slots__ = ("_find_head", "_heads", "_suites")

    def __init__(self, suites: Mapping[str, Suite], find_head: FindHead) -> None:
        self._suites = suites
        self._find_head = find_head
        self._heads: dict[str, tuple[int, bytes]] = {}

    def check(self, rows: Sequence[Row]) -> tuple[list[Any], Bad | None]:
        """Check a batch of rows; returns their parsed payloads, and the first bad event if there is one."""
        payloads, trouble = _payloads(rows)
        rows = rows[: len(payloads)]
        bad = self._chain(rows)
        if len(self._heads) > REMEMBERED:
            for key in list(self._heads)[: REMEMBERED // 2]:
                del self._heads[key]
        return payloads, bad or trouble

    def _chain(self, rows: Sequence[Row]) -> Bad | None:
        heads, alg, copy = self._heads, "", None
        for row in rows:
            (_, _, leaf, kind, stream, version, type_, type_version, occurred, recorded, captured, actor, payload, used,
             prev, stored) = row  # fmt: skip
            if used != alg:
                if used not in self._suites:
                    return Bad.at(row, f"本机没有算法“{used}”，无法核验")
                alg, copy = used, self._suites[used].event_start.copy
            running = copy()  # type: ignore[misc]
            text = (
                f"{kind}\n{stream}\n{version}\n{type_}\n{type_version}\n"
                f"{occurred}\n{recorded}\n{captured}\n{actor}\n{payload}"
            )
            running.update(prev + text.encode())
            if running.digest() != stored:
                return Bad.at(row, "内容与散列值不符，事件被改动")
            if leaf != stored and leaf is not None:
                return Bad.at(row, "事件与总序中登记的散列值不符，事件或者顺序被改动")
            key = f"{kind}\n{stream}"
            before = heads.get(key)
            if before is None or before[0] != version - 1 or before[1] != prev:
                reason = self._behind(row, before)
                if reason:
                    return Bad.at(row, reason)
            heads[key] = version, stored
        return None

    def _behind(self, row: Row, before: tuple[int, bytes] | None) -> str | None:
        """Why an event does not follow its predecessor, or None when it does."""
        kind, stream, version, prev = row[KIND], row[STREAM], row[VERSION], row[PREV]
        if version == 1:
            if before is not None:
                return "流中的第一个事件出现在后来的事件之后，顺序被调换"
            return None if prev == EMPTY else "流中的第一个事件前面还有散列值，事件被改动"
        if before is None:
            found = self._find_head(kind, stream, version - 1, row[POSITION])
            if found is None:
                return f"缺少同一流的第 {version - 1} 个事件，事件被删除或者顺序被调换"
            return None if found == prev else f"与同一流的第 {version - 1} 个事件接不上，事件被改动"
        if before[0] == version - 1:
            return f"与同一流的第 {version - 1} 个事件接不上，事件被改动"
        if before[0] >= version:
            return f"第 {version} 个事件出现在第 {before[0]} 个事件之后，顺序被调换"
        return f"缺少同一流的第 {before[0] + 1} 个事件，事件被删除或者顺序被调换"


def _payloads(rows: Sequence[Row]) -> tuple[list[Any], Bad | None]:
    """Parse and rewrite the payloads, all at once when all is well, one by one to name the first that is not.

    Parsing many together costs half as much. Each hash covers its own text, so a text that only comes out right
    together with its neighbours still fails there.
    """
    try:
        joined = "[" + ",".join([row[PAYLOAD] for row in rows]) + "]"
        parsed = _parse(joined)
        if len(parsed) == len(rows) and encode(parsed) == joined:
            return parsed, None
    except (TypeError, ValueError, RecursionError):
        pass
    good: list[Any] = []
    for row in rows:
        if row[HASH] is None:
            return good, Bad.at(row, "总序中登记的事件不见了，事件被删除")
        try:
            value = _parse(row[PAYLOAD])
            sound = encode(value) == row[PAYLOAD]
        except (TypeError, ValueError, RecursionError):
            return good, Bad.at(row, "内容不是 JSON，事件被改动")
        if not sound:
            return good, Bad.at(row, "内容不是规范写法，事件被改动")
        good.append(value)
    return good, None


def check_personal(
    rows: Sequence[Row],
    payloads: Sequence[Any],
    values: Mapping[EventId, Sequence[Disclosed]],
    erased: Callable[[str, str], set[tuple[int, str]]],
    suites: Mapping[str, Suite],
) -> Bad | None:
    """Check the personal values beside a batch against their commitments.

    A value that is gone must be named by a personal.erased event of its stream; `erased(kind, stream)` gives the
    (version, path) pairs such events name.
    """
    for row, payload in zip(rows, payloads, strict=False):
        beside = values.get(row[ID], ())
        marks = row[PAYLOAD].count(MARK)
        if not marks and not beside:
            continue
        reason = _personal(row, commitments(payload), beside, erased, suites[row[ALG]])
        if reason:
            return Bad.at(row, reason)
    return None


def _personal(
    row: Row,
    committed: dict[str, str],
    beside: Sequence[Disclosed],
    erased: Callable[[str, str], set[tuple[int, str]]],
    suite: Suite,
) -> str | None:
    for value in beside:
        expected = committed.pop(value.path, None)
        if expected is None:
            return f"个人信息“{value.path}”在事件中没有对应的承诺值"
        if suite.commitment(bytes(value.salt), value.value.encode()).hex() != expected:
            return f"个人信息“{value.path}”与承诺值不符，内容被改动"
    if committed:
        lawful = erased(row[KIND], row[STREAM])
        for path in committed:
            if (row[VERSION], path) not in lawful:
                return f"个人信息“{path}”不见了，账簿中没有清除记录"
    return None
