"""What one version of a matter, benchmark or succession says against another, field by field, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from zhifa.core.citations import parse_all
from zhifa.core.discretion.wording import amount_words
from zhifa.core.facts import Vocabulary
from zhifa.core.rulebook import Entry
from zhifa.core.values import format_yuan

LABELS: Final[Mapping[str, str]] = {
    "title": "名称", "conduct": "构成要件", "words": "日常用语", "heard": "例句", "kind": "类别", "field": "领域",
    "department": "主管部门", "levels": "行使层级", "power": "乡镇街道的职权", "violated": "违反条款",
    "applied": "处罚依据", "cite": "依据", "says": "条文原话", "kinds": "处罚种类", "fines": "罚款",
    "detentions": "拘留",
    "procedures": "程序", "benchmark": "裁量基准", "tiers": "阶次", "near": "相近事项", "evidence": "证据",
    "limitation_years": "追究时效（年）", "limitation_months": "追究时效（月）", "limitation_cite": "时效依据",
    "publication": "公示", "hearing": "听证", "order_to_correct": "责令改正", "may_combine": "可以并处",
    "only_if": "构成条件", "goods": "可以扣押的物品", "seizure": "扣押依据", "note": "说明", "status": "核对情况",
    "delegated": "受委托的限额", "permit_kind": "许可种类", "old": "原条文", "new": "接替条文", "on": "接替日期",
}  # fmt: skip
"""What the keys of the catalogue are called."""
SILENT: Final = frozenset({"code", "from", "to", "after_gap", "procedure"})
"""Keys that say which version it is, not what it says."""
STATUS: Final[Mapping[str, str]] = {"verified": "已核", "reported": "据报道", "configured": "配置"}
_CITED: Final = frozenset({"violated", "applied", "cite", "limitation_cite", "old", "new", "seizure"})


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that two versions put differently; an empty side is not said there."""

    key: str
    label: str
    old: str
    new: str


def differences(old: Entry | None, new: Entry, words: Vocabulary) -> tuple[Difference, ...]:
    """What `new` says otherwise than `old`, in the order in which the catalogue writes it."""
    before: Mapping[str, Any] = old.data if old else {}
    keys = [key for key in {**LABELS, **before, **new.data} if key not in SILENT]
    return tuple(
        Difference(key, LABELS.get(key, key), shown(key, before.get(key), words), shown(key, new.data.get(key), words))
        for key in keys
        if before.get(key) != new.data.get(key)
    )


def shown(key: str, value: Any, words: Vocabulary) -> str:
    """A field of an entry as people read it."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if key == "status":
        return STATUS.get(str(value), str(value))
    if key in _CITED:
        return _cited(value)
    if isinstance(value, list | tuple):
        return "；".join(_item(key, item, words) for item in value)
    return "；".join(_pairs(value)) if isinstance(value, Mapping) else str(value)


def _cited(value: Any) -> str:
    try:
        return "、".join(place.chinese for place in parse_all(value))
    except ValueError:
        return str(value)


def _item(key: str, item: Any, words: Vocabulary) -> str:
    if not isinstance(item, Mapping):
        return str(item)
    if key == "fines":
        said = amount_words(item, words) if item.keys() & {"max", "max_percent", "max_times"} else ""
        return " ".join(part for part in (str(item.get("party", "")), said, _condition(item)) if part)
    if key == "detentions":
        return f"{item.get('min', 0)}–{item.get('max', '')} 日{_condition(item)}"
    if key == "tiers":
        return f"{item.get('tier', '')}：{item.get('say', '')}" + (f"（{item['when']}）" if item.get("when") else "")
    if key == "near":
        return f"{item.get('matter', '')}：{item.get('say', '')}"
    return "，".join(_pairs(item))


def _condition(item: Mapping[str, Any]) -> str:
    return f"（{item.get('say') or item['if']}）" if item.get("if") else ""


def _pairs(table: Mapping[str, Any]) -> Iterator[str]:
    for key, value in table.items():
        yield f"{key} {format_yuan(value)} 元" if key.endswith("_fen") and isinstance(value, int) else f"{key} {value}"
