"""Cases given out as lists in the layouts in which they are taken in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Final

from zhifa.acts.importsources import layouts_today
from zhifa.acts.work import Actor, context, today
from zhifa.core.imports import Layout
from zhifa.core.imports.telling import columns_of, number_of, told
from zhifa.core.kinship import kin
from zhifa.core.permission import may
from zhifa.core.procedure.case import fold
from zhifa.core.procedure.order import unfold
from zhifa.core.procedure.state import State
from zhifa.core.procedure.taking import bad_input
from zhifa.core.values import Refusal
from zhifa.ports.casetables import RowWriter
from zhifa.ports.tables import Unreadable
from zhifa.store import journal
from zhifa.store.readers.imports import ListedCase, cases_counted, organs_below, staff_below
from zhifa.store.registry.models import Organ

PAGE: Final = 500


def export_cases(
    organ_code: str, layout_code: str, path: Path, *, first: date, last: date, actor: Actor
) -> int | Refusal:
    """Write the cases of an organ and those below it that are counted, were decided or, undecided, opened from one day
    to another; how many rows there are."""
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
    book, given = context().book, context()
    organs = {code: name for code, name, _ in organs_below(organ.path)}
    staff = {key: name for key, name, _ in staff_below(organ.path)}
    often = Counter(staff.values())
    titles = {entry.key: str(entry.data.get("title", "")) for entry in book.section("procedure")}
    family = {code: [(one, titles.get(one, "")) for one in kin(book, code)] for code in titles}
    layouts = _by_kind(layout)
    # Lists are of what was decided: what lacks that cannot be told as a row.
    needed = [place for place, column in enumerate(columns_of(layout)) if column.required]
    for page in _pages(organ.path, _kin_of(layout, family), first, last):
        events = journal.read_streams("case", [case.id for case in page])
        for one in page:
            case = fold(one.id, events[one.id], book.vocabulary)
            if case is None:
                continue
            state = unfold(case, given)
            numbers = {kind: _numbers(state, found, family, one.number) for kind, found in layouts.items()}
            others = {kind: next(iter(found.values())) for kind, found in numbers.items() if found}
            for proceeding, number in numbers[layout.kind].items():
                cells = told(
                    state, proceeding, layout, kin=family[case.proceedings[proceeding].procedure], number=number,
                    others=others, organ=lambda code: organs.get(code, code),
                    person=lambda key: "" if key not in staff else key if often[staff[key]] > 1 else staff[key],
                )  # fmt: skip
                if all(cells[place] for place in needed):
                    yield cells


def _by_kind(layout: Layout) -> dict[str, Layout]:
    """The layout, and one of each kind of case its columns name the documents of."""
    named = {column.of for column in layout.columns if column.of}
    found = {one.kind: one for one in reversed([*layouts_today().values()]) if one.kind in named}
    return {**found, layout.kind: layout}


def _kin_of(layout: Layout, family: Mapping[str, Sequence[tuple[str, str]]]) -> list[str]:
    """The procedures of a layout and their variants."""
    return sorted(code for code, kin in family.items() if not layout.procedures.isdisjoint(one for one, _ in kin))


def _numbers(
    state: State, layout: Layout, family: Mapping[str, Sequence[tuple[str, str]]], usual: str
) -> dict[str, str]:
    """The proceedings of a case a layout tells of, each with a number of its own."""
    wanted = set(_kin_of(layout, family))
    found: dict[str, str] = {}
    for key, run in state.runs.items():
        if run.proceeding.procedure in wanted and run.instances:
            number = number_of(state, key, layout, usual=usual)
            found[key] = f"{number}-{len(found) + 1}" if number in found.values() else number
    return found


def _pages(path: str, procedures: Sequence[str], first: date, last: date) -> Iterator[list[ListedCase]]:
    after: ListedCase | None = None
    while page := cases_counted(path, procedures, first, last, after=after, most=PAGE):
        yield page
        after = page[-1]
