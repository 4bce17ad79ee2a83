"""Which matters a bureau's penalties are about: those of its department, by kind of penalty, in force on the day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

from zhifa.acts.matters import articles
from zhifa.core.rulebook import Rules
from zhifa.jobs.bureau.profile import Bureau

WORDS: Mapping[str, tuple[str, ...]] = {
    "没收违法所得、没收非法财物": ("没收违法所得", "没收非法财物"),
    "暂扣许可证、执照": ("暂扣许可证件",),
    "吊销许可证、执照": ("吊销许可证件",),
    "其他行政处罚": ("其他",),
}
"""Kinds as tables print them, where matters write them otherwise."""


@dataclass(frozen=True, slots=True)
class Offence:
    """A matter as a list names it, with the range of its fine for a person, in yuan."""

    code: str
    title: str
    basis: str
    least: int
    most: int


class Offences:
    """Draws matters for rows."""

    def __init__(self, rules: Rules, bureau: Bureau, rng: Random) -> None:
        self._rng, self._percent = rng, bureau.mostly_percent
        self._mostly: dict[str, list[Offence]] = {}
        self._rest: dict[str, list[Offence]] = {}
        year = (date(bureau.year, 1, 1), date(bureau.year, 12, 31))
        for entry in rules.entries("matter").values():
            data = entry.data
            there = all(entry.validity.contains(day) for day in year)
            if data.get("kind") != "处罚" or bureau.department not in str(data.get("department", "")) or not there:
                continue
            pool = self._mostly if data.get("field") == bureau.mostly else self._rest
            offence = _offence(entry.key, data, entry.cite)
            for kind in data.get("kinds", ()):
                pool.setdefault(str(kind), []).append(offence)

    def draw(self, kind: str, fine: int) -> Offence | None:
        """A matter that allows the kind of penalty, and the fine where there is one; None where none does."""
        often = self._rng.randrange(100) < self._percent
        for pools in (self._mostly, self._rest) if often else (self._rest, self._mostly):
            found = [
                offence
                for word in WORDS.get(kind, (kind,))
                for offence in pools.get(word, ())
                if not fine or offence.least <= fine <= offence.most
            ]
            if found:
                # A few offences make most of a year: the fourth power of an even draw is mostly small.
                return found[int(len(found) * self._rng.random() ** 4)]
        return None


def _offence(code: str, data: Mapping[str, Any], cite: str) -> Offence:
    rows = [row for row in data.get("fines", ()) if row.get("party", "个人") in ("个人", "任何")]
    plain = [row for row in rows if not ({"base", "per", "if"} & row.keys())]
    least = min((int(row.get("min", 0)) for row in plain), default=1) // 100
    most = max((int(row.get("max", 0)) for row in plain), default=0) // 100
    return Offence(code, str(data["title"]), articles(data.get("applied") or cite), least, most)
