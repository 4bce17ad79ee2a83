"""Components and filters of the pages. Each component takes one view model."""

from __future__ import annotations

import re
from datetime import date, datetime
from urllib.parse import parse_qsl, urlsplit

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from zhifa.core.values import SHANGHAI, chinese_date, format_yuan, show_date
from zhifa.web import viewmodels as vm

register = template.Library()
DATE = re.compile(r"\d{4}-\d{2}-\d{2}(?: 周[一二三四五六日])?(?: \d{2}:\d{2})?")


@register.filter
def day(value: date | None) -> str:
    """`2024-03-05 周二`; nothing for no date."""
    return show_date(value) if value else ""


@register.filter
def paper_day(value: date | None) -> str:
    """`2024年3月5日`, as papers print it."""
    return chinese_date(value) if value else ""


@register.filter
def instant(value: datetime | None) -> str:
    """An instant as Shanghai reads it: `2024-03-05 周二 14:30`."""
    if value is None:
        return ""
    local = value.astimezone(SHANGHAI)
    return f"{show_date(local.date())} {local:%H:%M}"


@register.filter
def yuan(fen: int | None) -> str:
    """Fen as yuan with thousands separators."""
    return "" if fen is None else format_yuan(fen)


@register.filter
def dates(text: str) -> SafeString:
    """Text whose dates do not break at their hyphens."""
    return mark_safe(DATE.sub(r'<span class="nowrap">\g<0></span>', escape(text)))


@register.filter
def asked(address: str) -> list[tuple[str, str]]:
    """What an address asks besides the search: a form that submits to it would leave it out."""
    return [(name, value) for name, value in parse_qsl(urlsplit(address).query) if name != "q"]


@register.filter
def percent(done: int, total: int) -> int:
    """Whole percent of the way, between 0 and 100."""
    return 0 if total <= 0 else max(0, min(100, done * 100 // total))


@register.filter
def field_part(field: vm.FieldView) -> str:
    """The template that draws a field of this kind."""
    return f"zhifa/fields/{field.kind}.html"


@register.filter
def field_id(name: str) -> str:
    """An element id from a fact code such as `decision.fine`."""
    return "f-" + "".join(c if c.isalnum() or c in "-_" else "-" for c in name)


@register.filter
def zipped(row: vm.TableRow, columns: tuple[vm.TableColumn, ...]) -> list[tuple[vm.TableColumn, str]]:
    """The columns of an editable table beside the values of one row."""
    return list(zip(columns, (*row.values, *([""] * len(columns))), strict=False))


@register.filter
def celled(row: vm.Row, columns: tuple[vm.Column, ...]) -> list[tuple[vm.Column, vm.Cell]]:
    """The columns of a list beside the cells of one row."""
    return list(zip(columns, row.cells, strict=True))


PAPER_STATES = {
    "draft": "草稿",
    "issued": "已制作",
    "delivered": "已送达",
    "published": "已公示",
    "withdrawn": "已撤回",
}
STEPS_OF_PAPER = ("draft", "issued", "delivered", "published")


@register.filter
def paper_state(state: str) -> str:
    return PAPER_STATES[state]


@register.filter
def paper_reach(state: str) -> int:
    """How many of the four stations a paper has passed."""
    return STEPS_OF_PAPER.index(state) + 1 if state in STEPS_OF_PAPER else 0


@register.inclusion_tag("zhifa/parts/shape.html")
def shape(level: str) -> dict[str, object]:
    """The shape of a level: triangle, diamond, disc; so that colour is never the only sign."""
    return {"level": level}


@register.inclusion_tag("zhifa/parts/law.html")
def law(mark: vm.LawMark | None) -> dict[str, object]:
    return {"mark": mark}


@register.inclusion_tag("zhifa/parts/due.html")
def due(chip: vm.DueChip | None, linked: bool = True) -> dict[str, object]:
    """A due date; `linked=False` where the chip stands inside another link."""
    return {"chip": chip, "href": chip.href if chip and linked else ""}


@register.inclusion_tag("zhifa/parts/refusal.html")
def refusal(panel: vm.RefusalPanel | None) -> dict[str, object]:
    return {"panel": panel}


@register.inclusion_tag("zhifa/parts/question.html")
def question(row: vm.QuestionRow) -> dict[str, object]:
    return {"q": row}


@register.inclusion_tag("zhifa/parts/lack.html")
def lack(item: vm.Lack) -> dict[str, object]:
    return {"item": item}


@register.inclusion_tag("zhifa/parts/finding.html")
def finding(row: vm.FindingRow) -> dict[str, object]:
    return {"row": row}


@register.inclusion_tag("zhifa/parts/action.html")
def action(item: vm.Action | None, style: str = "") -> dict[str, object]:
    return {"item": item, "style": style}


@register.inclusion_tag("zhifa/parts/figure.html")
def figure(item: vm.Figure) -> dict[str, object]:
    return {"item": item}


@register.inclusion_tag("zhifa/parts/bars.html")
def bars(items: tuple[vm.Rung, ...], caption: str) -> dict[str, object]:
    """A distribution drawn as bars, each with the figure that opens its files."""
    return {"bars": items, "caption": caption, "long": any(len(one.label) > 8 for one in items)}


@register.inclusion_tag("zhifa/parts/tile.html")
def tile(item: vm.Tile) -> dict[str, object]:
    return {"item": item}


@register.inclusion_tag("zhifa/parts/empty.html")
def empty(item: vm.Empty) -> dict[str, object]:
    return {"item": item}


@register.inclusion_tag("zhifa/parts/field.html")
def field(item: vm.FieldView, within: str = "") -> dict[str, object]:
    """A field; `within` names its form where a page has several, so that every label finds its own control."""
    return {"field": item, "id": field_id(f"{within}-{item.name}" if within else item.name)}


@register.inclusion_tag("zhifa/parts/step_form.html")
def step_form(form: vm.StepForm) -> dict[str, object]:
    return {"form": form}


@register.inclusion_tag("zhifa/parts/table.html")
def table(view: vm.TableView) -> dict[str, object]:
    return {"view": view}


@register.inclusion_tag("zhifa/parts/pager.html")
def pager(item: vm.Pager | None) -> dict[str, object]:
    return {"item": item}


@register.inclusion_tag("zhifa/parts/paper_row.html")
def paper_row(row: vm.PaperRow) -> dict[str, object]:
    return {"row": row}


@register.inclusion_tag("zhifa/parts/evidence.html")
def evidence(item: vm.Evidence, number: int = 0) -> dict[str, object]:
    return {"item": item, "number": number}


@register.inclusion_tag("zhifa/parts/timeline_entry.html")
def timeline_entry(entry: vm.TimelineEntry) -> dict[str, object]:
    return {"entry": entry}


@register.inclusion_tag("zhifa/parts/progress.html")
def progress(bar: vm.Progress | None) -> dict[str, object]:
    return {"bar": bar}


@register.inclusion_tag("zhifa/parts/stat_table.html")
def stat_table(item: vm.StatTable) -> dict[str, object]:
    return {"item": item}


@register.inclusion_tag("zhifa/parts/facts.html")
def facts(groups: tuple[vm.FactGroup, ...]) -> dict[str, object]:
    return {"groups": groups}


@register.inclusion_tag("zhifa/parts/like.html")
def like(strip: vm.LikeStrip | None) -> dict[str, object]:
    """The fines of like cases on one line."""
    return {"strip": strip}


@register.inclusion_tag("zhifa/parts/weighing.html")
def weighing(answer: vm.Weighing) -> dict[str, object]:
    """How much may be fined and why."""
    return {"w": answer}


@register.inclusion_tag("zhifa/parts/guidance.html")
def guidance(cards: tuple[vm.GuidanceCard, ...]) -> dict[str, object]:
    """Guidance and typical cases, folded under their titles."""
    return {"cards": cards}
