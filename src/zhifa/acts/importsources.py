"""Sources of lists: which layout a file has, which column is which, remembered for the next file of the source."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

from zhifa.acts.work import Actor, context, this_moment, today
from zhifa.core.events import IMPORT_MAPPED, NewEvent
from zhifa.core.facts import Json
from zhifa.core.imports import Head, Known, Layout, Mapped, Plan, find_head, layouts_of, plan, propose
from zhifa.core.imports.mapping import ADDED, LOOK, RUN, best_layout
from zhifa.core.permission import may
from zhifa.core.procedure.taking import bad_input
from zhifa.core.values import Refusal
from zhifa.ports import clock
from zhifa.ports.casetables import CaseTable
from zhifa.store import journal
from zhifa.store.imports.models import Run, Source
from zhifa.store.readers.imports import source_of
from zhifa.store.registry.models import Organ

STREAM = "import"


@dataclass(frozen=True, slots=True)
class Prepared:
    """A file that can be read: whose it is, where it comes from, and which column is which."""

    organ: Organ
    source: Source
    layout: Layout
    mapped: Mapped
    head: Head
    mends: Run | None = None
    came_from: int = -1
    """The column that says which row of the first file a mended row was."""
    divider: str = ""
    """What parts the cells of a text file."""


def layouts_today() -> Mapping[str, Layout]:
    """The layouts lists may have today."""
    return layouts_of(context().rules(today()))


def prepare(
    table: CaseTable, organ_code: str, *, layout: str = "", source: str = "", mapping: Mapping[str, str] | None = None
) -> Prepared | Refusal:
    """How a file is to be read: as its source was read before, else as its header suggests."""
    organ = Organ.objects.filter(pk=organ_code).first()
    if organ is None:
        return bad_input(f"没有代码为“{organ_code[:40]}”的机关", "--organ 写机关的代码", place="organ")
    layouts = layouts_today()
    if layout and layout not in layouts:
        return bad_input(f"没有名为“{layout[:40]}”的版式", f"可以用：{'、'.join(sorted(layouts))}", place="layout")
    head = _head(table, [layouts[layout]] if layout else list(layouts.values()))
    if isinstance(head, Refusal):
        return head
    kept = source_of(organ.pk, source) if source else None
    if kept is not None and layout and kept.layout != layout:
        said = f"来源“{source}”以前用的是版式 {kept.layout}"
        return bad_input(said, "不写 --layout，或者给这个清单另起来源的名称", place="layout")
    code = layout or (kept.layout if kept else "")
    chosen = layouts.get(code) if code else best_layout(head, list(layouts.values()))
    if chosen is None:
        return bad_input("看不出是哪种清单", f"用 --layout 写明：{'、'.join(sorted(layouts))}", place="layout")
    row = kept or source_of(organ.pk, source or chosen.code)
    if row is None:
        row = Source(organ=organ, name=(source or chosen.code)[:80], layout=chosen.code, salt=secrets.token_hex(32))
    mapped = merged(row.mapping if mapping is None else mapping, head, chosen)
    if lacking := mapped.missing(chosen, head):
        named = "、".join(f"“{column.title}”" for column in lacking)
        return bad_input(
            f"{chosen.title}没有{named}栏", "表头写上这些名称，或者在“案件导入”页指明是哪一栏", place="mapping"
        )
    if twice := mapped.twice(head):
        return bad_input(f"有几栏都叫“{twice}”", "删去没有用的一栏，或者改名", place="file")
    return Prepared(organ, row, chosen, mapped, head, divider=table.divider if table.kind == "csv" else "")


def _head(table: CaseTable, layouts: list[Layout]) -> Head | Refusal:
    """The header of the one sheet that is a list; which of several is meant only who sent them knows."""
    heads = [(place, name, find_head(rows, layouts)) for place, (name, rows) in enumerate(table.sheets(LOOK))]
    lists = [(place, name, head) for place, name, head in heads if head and _whole(head, layouts)]
    found = lists or [(place, name, head) for place, name, head in heads if head]
    if not found:
        return bad_input(
            f"前 {LOOK} 行里没有认得的表头", "第一行写各栏的名称，如决定书文号、处罚决定日期", place="file"
        )
    if len(lists) > 1:
        named = "、".join(f"“{name}”" for _, name, _ in lists)
        return bad_input(f"有 {len(lists)} 张工作表都是清单：{named}", "合成一张，或者各存成一个文件", place="file")
    table.sheet, _, head = found[0]
    return head


def _whole(head: Head, layouts: list[Layout]) -> bool:
    return any(not propose(head, layout).missing(layout, head) for layout in layouts)


def merged(kept: Mapping[str, str], head: Head, layout: Layout) -> Mapped:
    """What was kept, where the file has such columns (empty: none, on purpose), and what its header suggests."""
    here = {cell for cell in head.cells if cell}
    own = {code: name for code, name in kept.items() if not name or name in here}
    suggested = {
        code: name
        for code, name in propose(head, layout).columns.items()
        if code not in own and name not in own.values()
    }
    return Mapped({code: name for code, name in {**suggested, **own}.items() if name})


def mend_of(table: CaseTable, organ_code: str) -> Prepared | Refusal:
    """How a file of mended rows is to be read: as the file they were put aside from."""
    first = table.first(LOOK)
    place = next((n for n, row in enumerate(first) if row and row[0].startswith(RUN)), -1)
    said = first[place][0].removeprefix(RUN).strip("：: ") if place >= 0 else ""
    run = Run.objects.filter(pk=said[:40]).select_related("source__organ").first()
    if run is None or place + 1 >= len(first):
        return bad_input(
            "不是从这里下载的“没有录入的行”", f"不要删去表头上面的“{RUN}”一行；改好的全表可以直接再导入", place="file"
        )
    if organ_code and organ_code != run.source.organ_id:
        return bad_input("这些行是另一个机关的", f"--organ 写 {run.source.organ_id}，或者不写", place="organ")
    layout = layouts_today().get(run.layout)
    if layout is None:
        return bad_input(f"已经没有版式 {run.layout}", "请规则维护人员核对 imports", place="layout")
    head = Head(place + 2, tuple(cell.strip() for cell in first[place + 1]))
    came_from = head.cells.index(ADDED[0]) if ADDED[0] in head.cells else -1
    mapped = merged(run.source.mapping, head, layout)
    return Prepared(run.source.organ, run.source, layout, mapped, head, run, came_from)


def plan_of(prepared: Prepared, known: Known) -> Plan:
    """Everything the reading of a file rests on."""
    return plan(
        prepared.layout, prepared.mapped, prepared.head, organ=prepared.organ.pk, today=today(), known=known,
        book=context().book, divider=prepared.divider,
    )  # fmt: skip


def keep_mapping(prepared: Prepared, *, actor: Actor) -> Refusal | None:
    """Remember which column is which for the next file of the source; written down whenever it changes."""
    source, mapping = prepared.source, dict(prepared.mapped.columns)
    if refused := may(actor.person, "cases.import", prepared.organ.path, today()):
        return refused
    if source.pk is not None and source.mapping == mapping and source.layout == prepared.layout.code:
        return None
    with transaction.atomic():
        source.layout, source.mapping = prepared.layout.code, mapping
        source.confirmed_by, source.confirmed_at = actor.id, clock.now()
        source.save()
        write(source, IMPORT_MAPPED, {"name": source.name, "layout": source.layout, "columns": mapping}, actor)
    return None


def write(source: Source, type_: str, payload: Mapping[str, Json], actor: Actor) -> None:
    """One event of the stream of a source, inside the transaction of its effect."""
    key = str(source.pk)
    said = {"organ": source.organ_id, **payload}
    event = NewEvent(type=type_, occurred=this_moment(), actor=actor.id, payload=said)
    version = journal.head(STREAM, key).version
    if isinstance(journal.append(STREAM, key, version, [event], recorded_at=clock.now()), journal.StaleStream):
        raise RuntimeError("来源已锁定而日志仍被改动")
