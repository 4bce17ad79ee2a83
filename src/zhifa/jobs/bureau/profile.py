"""The published totals of a bureau's year, as a scale makes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from zhifa.core.rulebook import Entry, Rulebook


@dataclass(frozen=True, slots=True)
class Penalties:
    """Penalties decided, by kind and by procedure; what is neither simple nor ordinary is not said."""

    total: int
    simple: int
    ordinary: int
    reviewed: int
    fines_yuan: int
    kinds: Mapping[str, int]
    transferred: int = 0
    """Transferred to the police as suspected crimes, and of these the cases that were taken up."""
    accepted: int = 0

    @property
    def unstated(self) -> int:
        return self.total - self.simple - self.ordinary


@dataclass(frozen=True, slots=True)
class Unit:
    """An organ of a district: its code in the tree, its name, and which part of the district's penalties is its."""

    code: str
    name: str
    level: str
    share: int


@dataclass(frozen=True, slots=True)
class Bureau:
    """One bureau's year: who it is and how much it did."""

    code: str
    title: str
    organ: str
    short: str
    mark: str
    area: str
    level: str
    functions: tuple[str, ...]
    year: int
    officers: int
    department: str
    mostly: str
    mostly_percent: int
    penalties: Penalties
    permits: Mapping[str, int]
    permit_titles: Mapping[str, int]
    seized: int
    other_measures: int
    other_kinds: Mapping[str, int]
    measure_bases: Mapping[str, str]
    """What the list says of the articles, by kind of measure; of other kinds it says none."""
    sold: int
    inspections: int
    penalised: int
    pending: int = 0
    """Permits applied for in the year and granted in the next one."""
    added: int = 0
    removed: int = 0
    """Officers certified in the year, and those whose certificates were cancelled in it."""
    units: tuple[Unit, ...] = ()
    """The organs whose penalties these are, where the profile is that of a district; the bureau itself otherwise."""

    def rows_of(self, kind: str) -> int:
        """How many rows one of the lists of the year has, without those that reach into the next one."""
        return {
            "penalties": self.penalties.total, "permits": sum(self.permits.values()),
            "measures": self.seized + self.other_measures, "compulsions": self.sold, "inspections": self.inspections,
        }[kind]  # fmt: skip

    @property
    def decides(self) -> bool:
        """Whether it is an organ with acts of its own and not a district of many."""
        return not self.units


def bureaus(book: Rulebook) -> dict[str, Bureau]:
    """Every profile of a bureau, by code."""
    return {entry.key: _bureau(entry) for entry in book.section("bureau")}


def _bureau(entry: Entry) -> Bureau:
    data: Mapping[str, Any] = entry.data
    penalties, permits, measures = data["penalties"], data.get("permits", {}), data.get("measures", {})
    inspections = data.get("inspections", {})
    said = Penalties(
        **{name: int(penalties[name]) for name in ("total", "simple", "ordinary", "reviewed", "fines_yuan")},
        kinds={str(kind): int(count) for kind, count in penalties["kinds"].items()},
        transferred=int(penalties.get("transferred", 0)),
        accepted=int(penalties.get("accepted", 0)),
    )
    if sum(said.kinds.values()) != said.total:
        raise ValueError(f"{entry.key}：各种类之和 {sum(said.kinds.values())} 不是合计 {said.total}")
    return Bureau(
        code=entry.key,
        **{name: str(data[name]) for name in ("title", "organ", "short", "mark", "area", "level", "department")},
        mostly=str(data["mostly"]),
        mostly_percent=int(data["mostly_percent"]),
        functions=tuple(data["functions"]),
        year=int(data["year"]),
        officers=int(data["officers"]),
        penalties=said,
        permits={name: int(permits.get(name, 0)) for name in ("granted", "refused", "revoked")},
        permit_titles={str(title): int(share) for title, share in permits.get("titles", {}).items()},
        seized=int(measures.get("seized", 0)),
        other_measures=int(measures.get("other", 0)),
        measure_bases={str(kind): str(said) for kind, said in measures.get("bases", {}).items()},
        other_kinds={str(kind): int(share) for kind, share in measures.get("other_kinds", {}).items()},
        sold=int(data.get("compulsions", {}).get("sold", 0)),
        inspections=int(inspections.get("done", 0)),
        penalised=int(inspections.get("penalised", 0)),
        pending=int(permits.get("pending", 0)),
        added=int(data.get("added", 0)),
        removed=int(data.get("removed", 0)),
        units=tuple(Unit(**unit) for unit in data.get("units", ())),
    )


def scaled(bureau: Bureau, scale: float) -> Bureau:
    """The same year smaller: every total by the scale, none that was there falls to nothing, sums stay sums."""
    if scale == 1:
        return bureau

    def less(count: int) -> int:
        return max(round(count * scale), 1) if count else 0

    said = bureau.penalties
    kinds = {kind: less(count) for kind, count in said.kinds.items()}
    total, heavy = sum(kinds.values()), sum(count for kind, count in kinds.items() if kind not in SPOT)
    ordinary = max(less(said.ordinary), heavy)
    simple = min(less(said.simple), total - ordinary)
    return replace(
        bureau,
        penalties=Penalties(
            total,
            simple,
            ordinary,
            ordinary + 1,
            round(said.fines_yuan * scale / 50) * 50,
            kinds,
            less(said.transferred),
            less(said.accepted),
        ),
        permits={name: less(count) for name, count in bureau.permits.items()},
        officers=max(less(bureau.officers), 6),
        seized=less(bureau.seized),
        other_measures=less(bureau.other_measures),
        sold=less(bureau.sold),
        inspections=less(bureau.inspections),
        penalised=less(bureau.penalised),
        pending=less(bureau.pending),
    )


def added_up(bureau: Bureau) -> dict[str, int]:
    """The figures of the annual tables that the lists of a bureau's year add up to; sums of money in fen."""
    said, permits = bureau.penalties, bureau.permits
    decided = permits["granted"] + permits["refused"]
    kinds = {code: said.kinds.get(kind, 0) for code, kind in KINDS.items()}
    return kinds | {
        "permit.applied": decided + bureau.pending, "permit.accepted": decided + bureau.pending,
        "permit.granted": permits["granted"], "permit.refused": permits["refused"],
        "permit.revoked": permits["revoked"], "penalty.total": said.total, "penalty.amount": said.fines_yuan * 100,
        "penalty.simple": said.simple, "penalty.ordinary": said.ordinary, "penalty.reviewed": said.reviewed,
        "penalty.transferred": said.transferred, "penalty.judicial_accepted": said.accepted,
        "measure.seize": bureau.seized, "measure.other": bureau.other_measures,
        "measure.total": bureau.seized + bureau.other_measures, "compulsion.auction": bureau.sold,
        "compulsion.total": bureau.sold, "compulsion.reviewed": bureau.sold,
        "inspection.total": bureau.inspections, "inspection.punished": bureau.penalised,
    }  # fmt: skip


KINDS = {
    "penalty.kind.warning": "警告", "penalty.kind.fine": "罚款",
    "penalty.2019.confiscation": "没收违法所得、没收非法财物", "penalty.kind.suspend": "暂扣许可证、执照",
    "penalty.kind.stop": "责令停产停业", "penalty.kind.revoke": "吊销许可证、执照",
    "penalty.kind.detention": "行政拘留", "penalty.kind.other": "其他行政处罚",
}  # fmt: skip
"""Figures of penalties by kind, with the kinds a profile counts them in."""
SPOT = ("警告", "罚款")
"""Kinds that may be decided on the spot; every other needs the ordinary procedure."""
