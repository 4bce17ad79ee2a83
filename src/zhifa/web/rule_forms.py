"""The plain form of the commonest changes to a rule, and the text of a draft that it makes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from zhifa.core.rulebook import Entry, Rulebook
from zhifa.core.ruledraft import ORDER
from zhifa.core.tomltext import entry_text
from zhifa.core.values import Refusal, format_yuan, parse_yuan
from zhifa.web import admin_forms
from zhifa.web import viewmodels as vm
from zhifa.web.rule_words import fine

WORDED: Final[Mapping[str, tuple[str, str]]] = {
    "title": ("名称", "自己的话，一看就懂"),
    "conduct": ("构成要件", "用条文的词"),
    "note": ("说明", "保留意见；没有的留空"),
}
ENDS: Final = ("min", "max")


def fields_of(entry: Entry, typed: admin_forms.Typed, book: Rulebook) -> list[vm.FieldView]:
    """The wording, the sums and the last day of a matter or benchmark, as they are or as they were typed."""
    data = entry.data
    made = [
        vm.FieldView(
            name=key, label=label, kind="longtext" if key != "title" else "text", hint=hint, required=key == "title",
            value=typed.get(key, str(data.get(key, ""))),
        )
        for key, (label, hint) in WORDED.items()
        if entry.section == "matter"
    ]  # fmt: skip
    for number, row in _sums(data):
        for end, label in zip(ENDS, ("下限", "上限"), strict=True):
            name = f"fine-{number}-{end}"
            known = format_yuan(row[end]).replace(",", "") if row.get(end) else ""
            made.append(
                vm.FieldView(
                    name=name, label=f"罚款第 {number} 行{label}", kind="money", value=typed.get(name, known),
                    hint=fine(row, book) if end == "min" else "", required=end == "max",
                )
            )  # fmt: skip
    for number, row in enumerate(data.get("tiers", ()), 1):
        name = f"tier-{number}"
        label = f"第 {number} 行“{row.get('tier')}”的情形"
        made.append(
            vm.FieldView(
                name=name, label=label, kind="longtext", value=typed.get(name, str(row.get("say", ""))),
                hint=f"条件 {row['when']}：条件要改的，用全文起草" if row.get("when") else "没有条件的其他情形",
            )
        )  # fmt: skip
    return made


def _sums(data: Mapping[str, Any]) -> list[tuple[int, Mapping[str, Any]]]:
    """Rows of fines that state sums; multiples and shares are changed in the full text."""
    return [(number, row) for number, row in enumerate(data.get("fines", ()), 1) if "base" not in row]


def text_from(entry: Entry, typed: admin_forms.Typed) -> str | Refusal:
    """The text of the draft that a plain form makes; a sum that cannot be read is refused with its field."""
    data: dict[str, Any] = {key: value for key, value in entry.data.items() if key not in ("from", "procedure")}
    if not entry.validity.end:
        data.pop("to", None)
    if entry.section == "matter":
        data |= {key: typed.get(key, "") for key in WORDED if typed.get(key) or key in data}
        data = {key: value for key, value in data.items() if value != "" or key == "title"}
    rows = [dict(row) for row in data.get("fines", ())]
    for number, _ in _sums(data):
        for end in ENDS:
            read = _sum(typed, f"fine-{number}-{end}", f"罚款第 {number} 行")
            if isinstance(read, Refusal):
                return read
            rows[number - 1].pop(end, None)
            rows[number - 1] |= {end: read} if read is not None else {}
    if rows:
        data["fines"] = rows
    if "tiers" in data:
        said = enumerate(data["tiers"], 1)
        data["tiers"] = [{**row, "say": typed.get(f"tier-{number}", "") or row.get("say", "")} for number, row in said]
    return entry_text(entry.section, data, ORDER)


def _sum(typed: admin_forms.Typed, name: str, label: str) -> int | None | Refusal:
    if not typed.get(name):
        return None
    try:
        return parse_yuan(typed[name])
    except ValueError as error:
        return Refusal("bad_input", f"{label}：{error}", "写作 200 或 200.50", missing=(name,))
