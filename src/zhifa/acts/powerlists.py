"""Taking a power list in: read, check, preview, take. The former version ends the day before, and is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from hashlib import sha256
from json import dumps

from django.db import transaction

from zhifa.acts.listcheck import checked
from zhifa.acts.listings import layout_today, shipped_on
from zhifa.acts.work import Actor, new_id, this_moment, today
from zhifa.core.events import LIST_TAKEN, NewEvent
from zhifa.core.facts import Json
from zhifa.core.permission import may, reach
from zhifa.core.powerlist.model import Counts, PowerItem, count, squeezed
from zhifa.core.powerlist.reading import Fault, ListRead, Sheet, Usual, read_list
from zhifa.core.procedure.taking import bad_input
from zhifa.core.values import Refusal, show_date
from zhifa.ports import clock
from zhifa.ports.tables import Unreadable, read_tables
from zhifa.store import journal
from zhifa.store.powerlists.models import ListItem, ListVersion
from zhifa.store.powerlists.projector import project
from zhifa.store.readers.powerlists import items_of_version, running
from zhifa.store.registry.models import Organ

LONGEST_NAME = 200
DERIVED = ("cites", "matter", "near", "status")
"""What is worked out beside the table, from the catalogue and the index of the day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListFile:
    """A file that says a list, and what is known beside it."""

    name: str
    content: bytes
    title: str = ""
    """The list it is a version of: its title, or the code of a list that is there. Empty: as the table says."""
    organ: str = ""
    """Code of the organ whose list it is; empty: the one the table names, if it is registered."""
    start: date | None = None
    document: str = ""
    mode: str = ""


@dataclass(slots=True, kw_only=True)
class ListTaken:
    """What became of a file: how many rows, which could not be taken, what is to be looked at."""

    code: str = ""
    title: str = ""
    id: str = ""
    start: date | None = None
    read: int = 0
    written: int = 0
    unchanged: int = 0
    quarantined: list[Fault] = field(default_factory=list)
    findings: list[Fault] = field(default_factory=list)
    counts: Counts = field(default_factory=Counts)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ready:
    """A list read and checked, before anything is written."""

    version: ListVersion
    items: Sequence[PowerItem]
    read: ListRead


def import_list(given: ListFile, *, actor: Actor, dry_run: bool = False) -> ListTaken | Refusal:
    """Read a list and take it at once, in one transaction; rows with faults are put aside and named."""
    ready = _ready(given, actor)
    if isinstance(ready, Refusal):
        return ready
    done = _told(ready)
    if not ready.items:
        return done
    former = running(ready.version.code)
    if former is not None and former.digest == ready.version.digest and former.head.title == ready.version.title:
        done.unchanged, done.id = len(ready.items), former.id
        if not dry_run:
            _relink(former.id, ready.items)
        return done
    if refused := _order(ready.version):
        return refused
    done.written = len(ready.items)
    if not dry_run:
        with transaction.atomic():
            _store(ready)
            _take(ready.version, done.counts, actor)
    return done


def preview_list(given: ListFile, *, actor: Actor) -> str | Refusal:
    """Read a list and keep it aside until somebody takes it; the id of the preview."""
    ready = _ready(given, actor)
    if isinstance(ready, Refusal):
        return ready
    with transaction.atomic():
        ListVersion.objects.filter(taken_at=None, author=actor.id, code=ready.version.code).delete()
        _store(ready)
    return ready.version.pk


def take_list(key: str, *, actor: Actor) -> VersionTaken | Refusal:
    """Put a previewed list in force from its day on."""
    with transaction.atomic():
        # Every version of the list is held, so that of two who take it at once the second sees what the first did.
        code = ListVersion.objects.filter(pk=key[:40]).values_list("code", flat=True).first() or ""
        held = list(ListVersion.objects.select_for_update().filter(code=code).order_by("id"))
        row = next((one for one in held if one.pk == key and one.taken_at is None), None)
        if row is None:
            return bad_input("没有这个待收录的清单，可能已经收录", "回到权责清单查看", place="list")
        if refused := may(actor.person, "powers.manage", row.path, today()) or _order(row):
            return refused
        items = items_of_version(row.pk)
        if not items:
            return bad_input("没有读出任何事项", "按所列的行改正表格，重新上传", place="list")
        former = running(row.code)
        if former is not None and former.digest == row.digest and former.head.title == row.title:
            _relink(former.id, items)
            row.delete()
            return VersionTaken(row.code, len(items), changed=False)
        _take(row, count(items, layout_today()), actor)
    return VersionTaken(row.code, len(items), changed=True)


@dataclass(frozen=True, slots=True)
class VersionTaken:
    """A list in force: its code, how many items, and whether they differ from those before."""

    code: str
    items: int
    changed: bool


def drop_preview(key: str, *, actor: Actor) -> Refusal | None:
    """Throw away a preview: nothing of it was ever in force."""
    row = ListVersion.objects.filter(pk=key[:40], taken_at=None).first()
    if row is None:
        return bad_input("没有这个待收录的清单", "回到权责清单查看", place="list")
    if refused := may(actor.person, "powers.manage", row.path, today()):
        return refused
    with transaction.atomic():
        row.delete()
    return None


def _ready(given: ListFile, actor: Actor) -> _Ready | Refusal:
    """Read and check a file; nothing is written."""
    layout = layout_today()
    try:
        tables = read_tables(given.content, given.name)
    except Unreadable as error:
        return bad_input(error.reason, error.remedy, place="file")
    organ = Organ.objects.filter(pk=given.organ[:40]).first() if given.organ else None
    if given.organ and organ is None:
        return bad_input(f"没有代码为“{given.organ[:40]}”的机关", "从机关列表中选择", place="organ")
    read = read_list(
        [Sheet(table.name, table.rows) for table in tables], layout, Usual(organ.name if organ else "", given.mode)
    )
    organ = organ or Organ.objects.filter(name=read.organ).first()
    code, title = _which(given.title or read.title)
    if not code or len(title) > LONGEST_NAME:
        return bad_input(
            "不知道这是哪个清单：表格上方没有标题", "写明清单名称（--list），例如 某区公安分局权责清单", place="title"
        )
    # An organ nobody has registered keeps its name; its list then lies where whoever imports it keeps the catalogue.
    kept = reach(actor.person, "powers.manage", today())
    path = organ.path if organ else min(kept, key=len, default="")
    if refused := may(actor.person, "powers.manage", path, today()):
        return refused
    start = given.start or read.since or today()
    items = checked(read, max(start, today()))
    version = ListVersion(
        id=new_id(), code=code, title=title, organ=organ.name if organ else read.organ[:200],
        organ_code=organ.pk if organ else "", path=path, document=given.document.strip()[:200],
        start=start, file=given.name[:255], digest=_digest(items), read=read.rows,
        aside=[asdict(fault) for fault in read.aside], doubts=[asdict(fault) for fault in read.doubts],
        author=actor.id, made_at=clock.now(),
    )  # fmt: skip
    return _Ready(version=version, items=items, read=read)


def _which(name: str) -> tuple[str, str]:
    """Code and title of the list that is meant: one that is there, by its code or its title, or a new one."""
    name = name.strip()
    if not name:
        return "", ""
    known = ListVersion.objects.filter(code=name[:40], taken_at__isnull=False).order_by("-start").first()
    if known:
        return known.code, known.title
    for head in shipped_on(today()):
        if name in (head.code, head.title):
            return head.code, head.title
    code = "l-" + sha256(squeezed(name).encode()).hexdigest()[:12]
    return code, name


def _digest(items: Sequence[PowerItem]) -> str:
    said = [{name: value for name, value in asdict(item).items() if name not in DERIVED} for item in items]
    return sha256(dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _told(ready: _Ready) -> ListTaken:
    version = ready.version
    return ListTaken(
        code=version.code, title=version.title, id=version.pk, start=version.start, read=ready.read.rows,
        quarantined=ready.read.aside, findings=ready.read.doubts, counts=count(ready.items, layout_today()),
    )  # fmt: skip


def _order(row: ListVersion) -> Refusal | None:
    """A version follows the one before; what was in force is not rewritten."""
    former = running(row.code)
    begun = former.head.validity.start if former else None
    if begun is None or row.start >= begun:
        return None
    return bad_input(
        f"自 {show_date(begun)} 起的版本已经收录，新的版本不能从更早的 {show_date(row.start)} 起",
        "写明新版本施行的日期（--from）；只是改正错误的，写原来的施行日期",
        place="start",
    )


def _store(ready: _Ready) -> None:
    ready.version.save(force_insert=True)
    ListItem.objects.bulk_create(
        [
            ListItem(version=ready.version, **{**asdict(item), "levels": list(item.levels), "near": list(item.near),
                                               "cites": list(item.cites)})
            for item in ready.items
        ],
        batch_size=500,
    )  # fmt: skip


def _relink(key: str, items: Sequence[PowerItem]) -> None:
    """The same table under another catalogue: what was worked out beside it is worked out again."""
    said = {item.number: item for item in items}
    changed = []
    for row in ListItem.objects.filter(version=key):
        item = said[row.number]
        now = {"cites": list(item.cites), "matter": item.matter, "near": list(item.near), "status": item.status}
        if any(getattr(row, name) != value for name, value in now.items()):
            for name, value in now.items():
                setattr(row, name, value)
            changed.append(row)
    ListItem.objects.bulk_update(changed, DERIVED, batch_size=200)


def _take(row: ListVersion, counts: Counts, actor: Actor) -> None:
    kinds: Mapping[str, Json] = {kind: many for kind, many in counts.kinds.items() if many}
    payload: dict[str, Json] = {
        "id": row.pk, "title": row.title, "organ": row.organ, "organ_code": row.organ_code, "document": row.document,
        "from": row.start.isoformat(), "items": counts.whole, "kinds": dict(kinds), "digest": row.digest,
        "file": row.file, "aside": len(row.aside), "doubts": len(row.doubts),
    }  # fmt: skip
    event = NewEvent(type=LIST_TAKEN, occurred=this_moment(), actor=actor.id, payload=payload)
    version = journal.head("power_list", row.code).version
    written = journal.append("power_list", row.code, version, [event], recorded_at=clock.now())
    if isinstance(written, journal.StaleStream):
        raise RuntimeError(f"power_list/{row.code} 同时被改动")
    project(written[0])
