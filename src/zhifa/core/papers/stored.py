"""An issued paper as it is kept: the block model in JSON, from which every form of it is rendered again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date
from typing import Any, Final, get_args

from zhifa.core.facts import Json
from zhifa.core.papers import blocks
from zhifa.core.values import chinese_date

KINDS: Final[Mapping[str, type]] = {
    kind.__name__: kind
    for kind in (
        *get_args(blocks.Block),
        blocks.Document, blocks.Run, blocks.Field, blocks.FormRow, blocks.Column, blocks.HeadCell, blocks.BarSet,
        blocks.Bar,
    )
}  # fmt: skip


def dump(item: object) -> Json:
    """A document or a part of it as JSON; every object carries its kind, defaults are left out."""
    if isinstance(item, tuple | list):
        return [dump(part) for part in item]
    if isinstance(item, date):
        return {"_": "date", "day": item.isoformat()}
    if is_dataclass(item) and not isinstance(item, type):
        said: dict[str, Json] = {"_": type(item).__name__}
        for one in fields(item):
            value = getattr(item, one.name)
            if value != one.default:
                said[one.name] = dump(value)
        return said
    if item is None or isinstance(item, str | int | bool):
        return item
    if isinstance(item, float):
        return {"_": "width", "share": repr(item)}  # the journal holds no floating point number
    raise TypeError(f"{type(item).__name__} 不能存入文书")


def load(data: Any) -> Any:
    """What `dump` wrote."""
    if isinstance(data, list):
        return tuple(load(part) for part in data)
    if isinstance(data, Mapping):
        if data["_"] == "date":
            return date.fromisoformat(str(data["day"]))
        if data["_"] == "width":
            return float(str(data["share"]))
        kind = KINDS[str(data["_"])]
        return kind(**{name: load(value) for name, value in data.items() if name != "_"})
    return data


def load_document(data: Any) -> blocks.Document:
    """A whole document; TypeError when the data is something else."""
    found = load(data)
    if not isinstance(found, blocks.Document):
        raise TypeError("不是文书")
    return found


def unlinked(document: blocks.Document) -> blocks.Document:
    """The same paper without links, as it is printed where no installation stands behind it."""
    plain: blocks.Document = _without_links(document)
    return plain


def _without_links(item: Any) -> Any:
    if isinstance(item, tuple):
        return tuple(map(_without_links, item))
    if is_dataclass(item) and not isinstance(item, type):
        kept = {one.name: _without_links(getattr(item, one.name)) for one in fields(item)}
        return replace(item, **(kept | {"href": ""} if "href" in kept else kept))
    return item


def withdrawn(document: blocks.Document, on: date, why: str) -> blocks.Document:
    """An issued paper as it is shown after its withdrawal: the same content, marked with the day and the reason."""
    return replace(document, mark=withdrawal_mark(on, why))


def withdrawal_mark(on: date, why: str) -> blocks.Mark:
    """What is said of a withdrawn paper wherever it is shown, also beside a scan that cannot be marked."""
    reason = f"撤回理由：{why}" if why else ""
    return blocks.Mark("本文书已撤回，不再有效", f"{chinese_date(on)}撤回，文号不再使用。{reason}")
