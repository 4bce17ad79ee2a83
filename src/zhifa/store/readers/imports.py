"""What imports ask of the store: organs and staff at a place, rows taken before, runs and what they put aside."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q

from zhifa.core.imports.keys import number_key
from zhifa.core.imports.model import kind_of
from zhifa.store.casework.models import Case, Outcome, Paper, Proceeding
from zhifa.store.imports.models import DONE, WAITING, AsideRow, Run, Source
from zhifa.store.readers.cases import within
from zhifa.store.registry.models import Certificate, Organ, Person


def organs_below(path: str) -> list[tuple[str, str, str]]:
    """Code, name and short name of every organ at and below a place; the place itself first."""
    found = Organ.objects.filter(path__startswith=path).order_by("path")
    return list(found.values_list("code", "name", "short"))


def staff_below(path: str) -> Iterator[tuple[str, str, list[str]]]:
    """Everybody who ever served at or below a place: key, name, certificates."""
    certificates: dict[str, list[str]] = defaultdict(list)
    held = Certificate.objects.filter(person__organ__path__startswith=path).order_by("number")
    for person, number in held.values_list("person_id", "number"):
        certificates[person].append(number)
    people = Person.objects.filter(organ__path__startswith=path).order_by("id")
    for key, name in people.values_list("id", "name"):
        yield key, name, certificates[key]


@dataclass(frozen=True, slots=True)
class Taken:
    """A row of a source that is a case already."""

    seal: bytes
    run: str
    number: int
    case: str


def taken_before(source: int, keys: Sequence[bytes]) -> dict[bytes, Taken]:
    """Those of the keys under which a row was taken."""
    if not keys:
        return {}
    places = ", ".join(["%s"] * len(keys))
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT "key", seal, run, "number", "case" FROM imports_takenrow '
            f'WHERE source_id = %s AND "key" IN ({places})',
            [source, *keys],
        )
        return {bytes(key): Taken(bytes(seal), run, number, case) for key, seal, run, number, case in cursor}


@dataclass(frozen=True, slots=True)
class CaseNumbered:
    """A case that bears a number, or one of whose papers does."""

    id: str
    decided_on: date | None


def cases_numbered(kind: str, number: str, organ: str) -> list[CaseNumbered]:
    """Cases of a kind and an organ under a number: taken from a list where it was the row's, or a paper's of theirs."""
    place = organ_place(organ)
    above = [place[: end + 1] for end, sign in enumerate(place) if sign == "/"]
    sources = Source.objects.filter(organ__path__in=above).order_by("pk").values_list("pk", "salt")
    keys = {pk: number_key(bytes.fromhex(salt), number) for pk, salt in sources}
    taken = {one.case for pk, key in keys.items() for one in taken_before(pk, [key]).values()}
    issued = Paper.objects.filter(organ_id=organ, number=number).order_by("pk").values_list("case_id", flat=True)
    found = Case.objects.filter(pk__in=taken | set(issued), organ_id=organ, kind=kind).order_by("pk")
    return [CaseNumbered(*row) for row in found.values_list("id", "decided_on")]


@dataclass(frozen=True, slots=True)
class RunSeen:
    """A file that was imported, or is being imported, as pages show it."""

    id: str
    file: str
    source: str
    organ: str
    layout: str
    state: str
    read: int
    written: int
    unchanged: int
    aside: int
    waiting: int
    """Rows put aside that have not come back mended."""
    findings: int
    began_at: datetime
    ended_at: datetime | None
    header: tuple[str, ...]
    mends: str
    beside: bool
    """Background work takes it in, or will."""
    fraction: float
    """So much of the file background work has read."""
    rate: int
    refused: str
    """Why nothing more of it is taken in."""

    @property
    def queued(self) -> bool:
        """Background work has not begun with it."""
        return self.state == WAITING

    @property
    def done(self) -> bool:
        """Every row was dealt with."""
        return self.state == DONE


def runs(reach: Sequence[str], *, most: int = 50, before: tuple[datetime, str] | None = None) -> list[RunSeen]:
    """The latest runs somebody may see, newest first; `before` is the last one of the page above."""
    found = Run.objects.filter(within(reach)).select_related("source__organ").order_by("-began_at", "-id")
    if before is not None:
        found = found.filter(Q(began_at__lt=before[0]) | Q(began_at=before[0], id__lt=before[1]))
    rows = list(found[:most])
    counted = AsideRow.objects.filter(run__in=[row.pk for row in rows]).order_by().values("run_id")
    waiting = {one["run_id"]: one["rows"] for one in counted.annotate(rows=Count("id"))}
    return [_seen(row, waiting.get(row.pk, 0)) for row in rows]


def run_seen(key: str, reach: Sequence[str]) -> RunSeen | None:
    """One run, where the visitor may see it."""
    row = Run.objects.filter(within(reach), pk=key[:40]).select_related("source__organ").first()
    return _seen(row, row.rows_aside.count()) if row else None


def _seen(row: Run, waiting: int) -> RunSeen:
    return RunSeen(
        id=row.pk, file=row.file, source=row.source.name, organ=row.source.organ.name, layout=row.layout,
        state=row.state, read=row.read, written=row.written, unchanged=row.unchanged, aside=row.aside,
        waiting=waiting, findings=row.findings, began_at=row.began_at, ended_at=row.ended_at,
        header=tuple(row.header), mends=row.mends_id or "", beside=row.state == WAITING or row.seen_at is not None,
        fraction=row.fraction, rate=row.rate, refused=row.refused,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Aside:
    """A row put aside: its number in the file, its cells, and what is wrong: column, value, reason, remedy."""

    number: int
    cells: tuple[str, ...]
    faults: tuple[tuple[str, str, str, str], ...]


def rows_aside(run: str, *, after: int = 0, column: str = "", kind: str = "") -> Iterator[Aside]:
    """The rows of a run that wait to be mended, in the order of the file; those with a fault of a column and a kind."""
    found = AsideRow.objects.filter(run_id=run, number__gt=after).order_by("number")
    for row in found.iterator(chunk_size=1000):
        faults = tuple(_four(fault) for fault in row.faults)
        if any((not column or one[0] == column) and (not kind or kind_of(one[2]) == kind) for one in faults):
            yield Aside(row.number, tuple(row.cells), faults)


def kinds_aside(run: str, *, most: int = 20_000) -> dict[tuple[str, str], int]:
    """How many faults of each column and kind there are, the most frequent first; counted over so many rows."""
    found = AsideRow.objects.filter(run_id=run).order_by("number").values_list("faults", flat=True)[:most]
    counted = Counter((str(one[0]), kind_of(str(one[2]))) for faults in found for one in faults)
    return dict(sorted(counted.items(), key=lambda item: (-item[1], item[0])))


def _four(fault: Sequence[Any]) -> tuple[str, str, str, str]:
    return (str(fault[0]), str(fault[1]), str(fault[2]), str(fault[3]))


def source_of(organ: str, name: str) -> Source | None:
    """A source by its name."""
    return Source.objects.filter(organ_id=organ, name=name).first()


@dataclass(frozen=True, slots=True)
class ListedCase:
    """A case as a list of a year names it."""

    id: str
    number: str
    opened_on: date


def cases_counted(
    path: str, procedures: Sequence[str], first: date, last: date, *, after: ListedCase | None, most: int
) -> list[ListedCase]:
    """Cases at and below a place with a proceeding of some procedures of which something is counted from one day to
    another, or that were decided or, without a decision, opened then; in the order in which they were opened."""
    proceedings = Proceeding.objects.filter(case=OuterRef("pk"), procedure__in=procedures)
    counted = Outcome.objects.filter(case=OuterRef("pk"), counted_on__gte=first, counted_on__lte=last)
    found = Case.objects.filter(Exists(proceedings), path__startswith=path, opened_on__lte=last)
    found = found.filter(
        Exists(counted)
        | Q(decided_on__gte=first, decided_on__lte=last)
        | Q(decided_on__isnull=True, opened_on__gte=first)
    )
    if after is not None:
        found = found.filter(Q(opened_on__gt=after.opened_on) | Q(opened_on=after.opened_on, id__gt=after.id))
    rows = found.order_by("opened_on", "id").values_list("id", "number", "opened_on")[:most]
    return [ListedCase(*row) for row in rows]


def organ_place(code: str) -> str:
    """Where an organ stands in the tree; empty when it is not registered."""
    return Organ.objects.filter(pk=code).values_list("path", flat=True).first() or ""
