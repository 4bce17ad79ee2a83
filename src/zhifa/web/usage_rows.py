"""How far organs use the matters they hold: what the yearly adjustment of a power list asks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from zhifa.acts.work import context
from zhifa.core.jurisdiction import COUNTY, TRANSFER, Holder, Power
from zhifa.store.readers.catalogue import MatterYear
from zhifa.store.readers.people import OrganRead
from zhifa.web.matter_rows import MatterRow, modes_of, rows_on

RARE: Final = 3
"""Fewer cases than this in a year, and the matter is rarely used."""
YEARS: Final = 3
"""So many years stand side by side: a matter unused in all of them is a candidate for being given back."""
NEVER, SELDOM, OFTEN, BEYOND = "never", "rare", "used", "beyond"
WORDS: Final[Mapping[str, str]] = {
    NEVER: "没有行使", SELDOM: f"行使不足 {RARE} 件", OFTEN: f"行使 {RARE} 件以上", BEYOND: "办过，现在不行使",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class UsedMatter:
    """A matter that an organ holds, or once took up: its cases of the year and of those before."""

    code: str
    title: str
    kind: str
    field: str
    mode: str
    cite: str
    status: str
    counts: tuple[int, ...]
    """Cases of the year, of the year before, and so on."""
    last_on: date | None

    @property
    def use(self) -> str:
        if self.mode == TRANSFER:
            return BEYOND
        return NEVER if not self.counts[0] else SELDOM if self.counts[0] < RARE else OFTEN

    @property
    def idle(self) -> bool:
        """Unused in every year that is shown."""
        return self.mode != TRANSFER and not any(self.counts)


ORDER = (NEVER, SELDOM, OFTEN, BEYOND)


def used_matters(
    organ: OrganRead, powers: Sequence[Power], used: Sequence[MatterYear], year: int, day: date
) -> list[UsedMatter]:
    """Every matter an organ holds at the end of a year (or today), the least used first; then those it lost."""
    known = {row.code: row for row in rows_on(day)}
    modes = modes_of(tuple(known.values()), Holder(organ.level, organ.carried, tuple(powers)), day)
    by_code: dict[str, list[MatterYear]] = {}
    for line in used:
        by_code.setdefault(line.matter, []).append(line)
    held = [code for code, mode in modes.items() if mode != TRANSFER]
    codes = dict.fromkeys([*held, *by_code])
    found = [_used(code, known.get(code), modes.get(code, TRANSFER), by_code.get(code, ()), year) for code in codes]
    shown = [item for item in found if item.mode != TRANSFER or any(item.counts)]
    return sorted(shown, key=lambda item: (ORDER.index(item.use), item.counts[0], item.field, item.code))


def _used(code: str, row: MatterRow | None, mode: str, lines: Sequence[MatterYear], year: int) -> UsedMatter:
    versions = context().book.versions("matter", code)
    entry = row.entry if row else versions[-1] if versions else None
    data = entry.data if entry else {}
    by_year = {line.year: line.cases for line in lines}
    applied = data.get("applied")
    return UsedMatter(
        code=code,
        title=str(data.get("title", code)),
        kind=str(data.get("kind", "")),
        field=str(data.get("field", "")) or "其他",
        mode=mode,
        cite=str(applied[0] if isinstance(applied, list) and applied else applied or (entry.cite if entry else "")),
        status=entry.status if entry else "",
        counts=tuple(by_year.get(year - back, 0) for back in range(YEARS)),
        last_on=max((line.last_on for line in lines), default=None),
    )


@dataclass(frozen=True, slots=True)
class OrganUse:
    """One organ with what it holds and uses."""

    organ: OrganRead
    matters: Sequence[UsedMatter]
    remembered: bool
    """Whether cases of all the years shown are here; else nothing can be said of matters unused in all of them."""

    def of(self, use: str) -> list[UsedMatter]:
        return [item for item in self.matters if item.use == use]

    @property
    def held(self) -> int:
        return len(self.matters) - len(self.of(BEYOND))

    @property
    def idle(self) -> int:
        return sum(item.idle for item in self.matters) if self.remembered else 0


def organ_uses(
    organs: Sequence[OrganRead], powers: Sequence[Power], used: Sequence[MatterYear], year: int, day: date
) -> Iterator[OrganUse]:
    """The organs that hold matters; one of a district whose functions nobody registered only if it acted."""
    for organ in organs:
        own = [power for power in powers if power.organ == organ.code]
        lines = [line for line in used if line.organ == organ.code]
        if organ.level == COUNTY and not organ.carried and not own and not lines:
            continue
        matters = used_matters(organ, own, lines, year, day)
        if matters:
            remembered = min((line.year for line in lines), default=year) <= year - YEARS + 1
            yield OrganUse(organ, matters, remembered)
