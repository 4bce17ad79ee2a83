"""Cases given out as lists in the layouts in which they are taken in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Final

from zhifa.acts.importsources import layouts_today
from zhifa.acts.work import Actor, context, today
from zhifa.core.imports import Layout
from zhifa.core.imports.telling import columns_of, told
from zhifa.core.kinship import kin
from zhifa.core.permission import may
from zhifa.core.procedure.case import fold
from zhifa.core.procedure.taking import bad_input
from zhifa.core.values import Refusal
from zhifa.ports.casetables import RowWriter
from zhifa.ports.tables import Unreadable
from zhifa.store import journal
from zhifa.store.readers.imports import ListedCase, cases_decided, organs_below, staff_below
from zhifa.store.registry.models import Organ

PAGE: Final = 500


def export_cases(
    organ_code: str, layout_code: str, path: Path, *, first: date, last: date, actor: Actor
) -> int | Refusal:
    """Write the cases of an organ and those below it, decided from one day to another; how many there are."""
    organ = Organ.objects.filter(pk=organ_code).first()
    if organ is None:
        return bad_input(f"没有代码为“{organ_code[:40]}”的机关", "写机关的代码", place="organ")
    if refused := may(actor.person, "case.read", organ.path, today()):
        return refused
    layout = layouts_today().get(layout_code)
    if layout is None:
        return bad_input(f"没有名为“{layout_code[:40]}”的版式", f"可以用：{'、'.join(layouts_today())}", place="layout")
    try:
        with RowWriter(path, [column.title for column in columns_of(layout)]) as out:
            count = 0
            for cells in _rows(organ, layout, first, last):
                out.write(cells)
                count += 1
            return count
    except Unreadable as error:
        return bad_input(error.reason, error.remedy, place="file")


def _rows(organ: Organ, layout: Layout, first: date, last: date) -> Iterator[list[str]]:
    book = context().book
    organs = {code: name for code, name, _ in organs_below(organ.path)}
    staff = {key: name for key, name, _ in staff_below(organ.path)}
    often = Counter(staff.values())
    titles = {entry.key: str(entry.data.get("title", "")) for entry in book.section("procedure")}
    family = {code: [(one, titles.get(one, "")) for one in kin(book, code)] for code in titles}
    wanted = layout.procedures
    for page in _pages(organ.path, layout.kind, first, last):
        events = journal.read_streams("case", [case.id for case in page])
        for one in page:
            case = fold(one.id, events[one.id], book.vocabulary)
            for proceeding in case.proceedings.values() if case else ():
                if case is None or wanted.isdisjoint(one for one, _ in family.get(proceeding.procedure, ())):
                    continue
                yield told(
                    case, proceeding, layout, kin=family[proceeding.procedure], number=one.number,
                    organ=lambda code: organs.get(code, code),
                    person=lambda key: "" if key not in staff else key if often[staff[key]] > 1 else staff[key],
                )  # fmt: skip


def _pages(path: str, kind: str, first: date, last: date) -> Iterator[list[ListedCase]]:
    after: ListedCase | None = None
    while page := cases_decided(path, kind, first, last, after=after, most=PAGE):
        yield page
        after = page[-1]
