"""A list looked at before it is imported: which column is which, and what its first rows would become."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from zhifa.acts.files import keep_table, root
from zhifa.acts.importknown import known_at
from zhifa.acts.importsources import Prepared, plan_of, prepare
from zhifa.acts.work import Actor, context, today
from zhifa.core.imports import Fault, ListedRow, RowReader
from zhifa.core.permission import may
from zhifa.core.procedure.taking import bad_input
from zhifa.core.values import Refusal
from zhifa.ports import files
from zhifa.ports.casetables import open_table
from zhifa.ports.tables import Unreadable
from zhifa.store.imports.models import Upload

LOOKED_AT: Final = 10
MOST_AT_ONCE: Final = 2_000
"""So many rows are imported while somebody waits at the page; larger files are for the command."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One of the first rows, and what it would become: a case with its steps, or the faults that keep it out."""

    row: int
    number: str
    procedure: str
    party: str
    steps: tuple[tuple[str, str], ...]
    faults: tuple[Fault, ...]
    joins: str = ""
    """The number of the case it would belong to, where it names one."""


@dataclass(frozen=True, slots=True)
class Preview:
    """A file as it would be read."""

    prepared: Prepared
    rows: tuple[Seen, ...]
    count: int
    """Rows behind the header; one more than `MOST_AT_ONCE` stands for many."""


def keep_upload(name: str, content: bytes, *, path: str) -> str:
    """Keep a list sent for the organ at `path`, whoever sent the same before; its digest."""
    digest = keep_table(name, content, path=path)
    Upload.objects.get_or_create(digest=digest, path=path, defaults={"name": name[:200]})
    return digest


def kept_table(digest: str, actor: Actor) -> tuple[Path, str] | Refusal:
    """Where an uploaded list is kept, and what it was called by an organ for which somebody may import."""
    for row in Upload.objects.filter(digest=digest[:64]).order_by("pk"):
        if may(actor.person, "cases.import", row.path, today()) is None:
            return files.place(root(), row.digest), row.name
    return bad_input("没有这个文件", "重新上传", place="file")


def preview_cases(path: Path, organ: str, *, layout: str = "", source: str = "", actor: Actor) -> Preview | Refusal:
    """Look at the first rows of a list; nothing is written."""
    try:
        table = open_table(path)
        prepared = prepare(table, organ, layout=layout, source=source)
        if isinstance(prepared, Refusal):
            return prepared
        if refused := may(actor.person, "cases.import", prepared.organ.path, today()):
            return refused
        reader = RowReader(plan_of(prepared, known_at(prepared.organ.path)))
        seen: list[Seen] = []
        count = 0
        for number, cells in enumerate(table.rows(), 1):
            if number <= prepared.head.row:
                continue
            count += any(cell.strip() for cell in cells)
            if len(seen) < LOOKED_AT and (read := reader.read(number, cells)) is not None:
                seen.append(_seen(number, read))
            if count > MOST_AT_ONCE:
                break
        return Preview(prepared, tuple(seen), count)
    except Unreadable as error:
        return bad_input(error.reason, error.remedy, place="file")


def _seen(number: int, read: ListedRow | list[Fault]) -> Seen:
    if isinstance(read, list):
        return Seen(number, "", "", "", (), tuple(read))
    told = [(read.procedure, read.steps), *((one.procedure or read.procedure, one.steps) for one in read.beside)]
    steps = tuple((_step_title(code, one.step), str(one.at)) for code, some in told for one in some)
    party = str(read.facts.get("party.name", ""))
    return Seen(number, read.number, _title(read.procedure), party, steps, (), read.joins)


def _title(procedure: str) -> str:
    found = next(iter(context().book.versions("procedure", procedure)), None)
    return str(found.data.get("title", "")) if found else procedure


def _step_title(procedure: str, step: str) -> str:
    found = context().book.versions("step", f"{procedure}/{step}")
    return str(found[-1].data.get("title", step)) if found else step
