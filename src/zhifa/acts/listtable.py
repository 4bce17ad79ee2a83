"""A power list as the public reads it: the rows of the layout, with what a later import needs to know."""

from __future__ import annotations

from collections.abc import Sequence

from zhifa.core.powerlist.model import Layout, PowerItem, PowerList
from zhifa.ports.tablewriting import Written

EXAMPLE = "示例清单，不是公布的清单"


def table_of(head: PowerList, items: Sequence[PowerItem], layout: Layout) -> Written:
    """Title, remarks, header and one row for each item; importing it gives the same items again."""
    columns = [word for word in layout.columns.all.values() if word.code != "number"]
    said = [f"编制单位：{head.organ}" if head.organ else "", _since(head), EXAMPLE if head.demonstration else ""]
    return Written(
        title=head.title,
        remark="　".join(part for part in said if part),
        head=(layout.columns.title("number"), *(word.title for word in columns)),
        rows=[(number, *(_cell(item, word.code, layout) for word in columns)) for number, item in enumerate(items, 1)],
        widths=(6, *(_WIDTHS.get(word.code, 14) for word in columns)),
    )


_WIDTHS = {"title": 40, "sub": 20, "kind": 10, "basis": 60, "organ": 24, "levels": 12, "mode": 10}


def _since(head: PowerList) -> str:
    return f"自 {head.validity.start.isoformat()} 起施行" if head.validity.start else ""


def _cell(item: PowerItem, column: str, layout: Layout) -> str:
    if column == "kind":
        return layout.kinds.title(item.kind)
    if column == "levels":
        return "、".join(layout.levels.title(level) for level in item.levels)
    if column == "mode":
        return layout.modes.title(item.mode)
    return str(getattr(item, column))
