"""Imported power lists: which there are on a day, their items, their counts; and what waits to be taken.

A list of powers is made to be public: nothing here asks who looks. Previews are shown only to who may take them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from zhifa.core.powerlist.model import PowerItem, PowerList
from zhifa.core.values import Validity
from zhifa.store.powerlists.models import ListItem, ListVersion


@dataclass(frozen=True, slots=True)
class VersionRead:
    """A version of an imported list, with what its file could not say."""

    id: str
    head: PowerList
    path: str
    file: str
    digest: str
    read: int
    aside: tuple[Mapping[str, str], ...]
    doubts: tuple[Mapping[str, str], ...]
    author: str
    made_at: datetime
    taken: bool
    replaced: bool


def _version(row: ListVersion) -> VersionRead:
    head = PowerList(
        code=row.code, title=row.title, organ=row.organ, organ_code=row.organ_code, document=row.document,
        validity=Validity(row.start, row.end),
    )  # fmt: skip
    return VersionRead(
        row.pk, head, row.path, row.file, row.digest, row.read, tuple(row.aside), tuple(row.doubts), row.author,
        row.made_at, row.taken_at is not None, row.replaced,
    )  # fmt: skip


def _standing() -> QuerySet[ListVersion]:
    return ListVersion.objects.filter(taken_at__isnull=False, replaced=False)


def versions_on(day: date) -> list[VersionRead]:
    """The version of every list that is in force on a day, by title."""
    found = _standing().filter(Q(end=None) | Q(end__gte=day), start__lte=day)
    return [_version(row) for row in found.order_by("title", "code")]


def coming_after(day: date) -> list[VersionRead]:
    """Versions that were taken and begin only after a day, the nearest first."""
    return [_version(row) for row in _standing().filter(start__gt=day).order_by("start", "title")]


def versions_of(code: str) -> list[VersionRead]:
    """Every version of a list that was ever taken, the latest first; those corrected on their first day among them."""
    found = ListVersion.objects.filter(code=code[:40], taken_at__isnull=False)
    return [_version(row) for row in found.order_by("-start", "replaced", "-version")]


def version_read(key: str) -> VersionRead | None:
    """One version, taken or only previewed."""
    row = ListVersion.objects.filter(pk=key[:40]).first()
    return _version(row) if row else None


def running(code: str) -> VersionRead | None:
    """The version without an end."""
    row = _standing().filter(code=code[:40], end=None).first()
    return _version(row) if row else None


def previews(*, reach: Sequence[str]) -> list[VersionRead]:
    """Versions that were read and not yet taken, the latest first."""
    rows = ListVersion.objects.filter(taken_at=None).order_by("-made_at")
    return [_version(row) for row in rows if any(row.path.startswith(prefix) for prefix in reach)]


def items_of_version(key: str) -> list[PowerItem]:
    """The items of a version in their order."""
    return [_item(row) for row in ListItem.objects.filter(version=key[:40]).order_by("number")]


def items_with(matter: str, versions: Iterable[str]) -> dict[str, PowerItem]:
    """The first item of each of these versions that stands for a matter, by version."""
    rows = ListItem.objects.filter(matter=matter, version__in=list(versions)).order_by("-number")
    return {row.version_id: _item(row) for row in rows}


def _item(row: ListItem) -> PowerItem:
    return PowerItem(
        number=row.number, title=row.title, sub=row.sub, kind=row.kind, basis=row.basis, cites=tuple(row.cites),
        organ=row.organ, levels=tuple(row.levels), mode=row.mode, item_type=row.item_type, code=row.code,
        matter=row.matter, near=tuple(row.near), status=row.status, note=row.note,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Counted:
    """Items of one version by kind, level and mode, as the database counts them."""

    whole: int
    kinds: Mapping[str, int]
    levels: Mapping[str, int]
    modes: Mapping[str, int]
    matched: int
    organs: Mapping[str, int]


def counted(keys: Iterable[str]) -> Mapping[str, Counted]:
    """The counts of several versions in one query. An item of two levels counts under each and once in the whole."""
    rows = ListItem.objects.filter(version__in=list(keys))
    found: dict[str, list[Counter[str]]] = {}
    for version, kind, levels, mode, matter, organ in rows.values_list(
        "version", "kind", "levels", "mode", "matter", "organ"
    ):
        kinds, by_level, modes, rest = found.setdefault(version, [Counter(), Counter(), Counter(), Counter()])
        kinds[kind] += 1
        modes[mode] += 1
        by_level.update(levels or [""])
        rest[f"organ {organ}"] += 1
        rest["matched"] += bool(matter)
    return {
        version: Counted(
            kinds.total(), kinds, by_level, modes, rest["matched"],
            {name.removeprefix("organ "): many for name, many in rest.items() if name.startswith("organ ")},
        )
        for version, (kinds, by_level, modes, rest) in found.items()
    }  # fmt: skip
