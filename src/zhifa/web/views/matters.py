"""The catalogue: the list that finds a matter by word, sentence or place, and the page of one matter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from zhifa.acts.work import context
from zhifa.core.discretion.changes import STATUS
from zhifa.core.jurisdiction import TRANSFER, agencies
from zhifa.core.procedure.differing import compare
from zhifa.core.procedure.drawing import draw
from zhifa.core.procedure.reading import procedure
from zhifa.store.readers.catalogue import used_between
from zhifa.web import viewmodels as vm
from zhifa.web.exports import export
from zhifa.web.marks import law_mark
from zhifa.web.matter_page import matter_href, matter_page, shown_on, year_before
from zhifa.web.matter_rows import (
    MODES,
    MatterRow,
    Wanted,
    modes_of,
    own_first,
    page_of,
    rows_on,
    select,
    status_word,
)
from zhifa.web.render import show_page
from zhifa.web.views.law import LONGEST, suggestions
from zhifa.web.visitor import Visitor, missing, shell, signed_in

SENTENCE = 6
"""A query of so many characters may be a sentence: what matching finds stands above the list."""
HEAD = ("代码", "事项", "类别", "领域", "依据", "处罚幅度", "行使层级", "本单位", "主管部门", "核对", "近一年办件")
COLUMNS = (
    vm.Column(label="事项", kind="main"),
    vm.Column(label="领域", kind="short"),
    vm.Column(label="类别", kind="short"),
    vm.Column(label="依据"),
    vm.Column(label="幅度"),
    vm.Column(label="谁办"),
    vm.Column(label="近一年办件", kind="number"),
)


def asked_day(request: HttpRequest, visitor: Visitor) -> date:
    """The day asked for, else today."""
    try:
        return date.fromisoformat(str(request.GET.get("on", "")))
    except ValueError:
        return visitor.day


def _wanted(request: HttpRequest, visitor: Visitor) -> Wanted:
    def said(name: str) -> str:
        return str(request.GET.get(name, "")).strip()[:60]

    day = asked_day(request, visitor)
    return Wanted(
        query=str(request.GET.get("q", "")).strip()[:200],
        kind=said("kind"),
        field=said("field"),
        level=said("level"),
        mode=said("mode"),
        status=said("status"),
        on=None if day == visitor.day else day,
    )


def _asked(wanted: Wanted) -> dict[str, str]:
    said = {
        "q": wanted.query, "kind": wanted.kind, "field": wanted.field, "level": wanted.level, "mode": wanted.mode,
        "status": wanted.status, "on": wanted.on.isoformat() if wanted.on else "",
    }  # fmt: skip
    return {name: value for name, value in said.items() if value}


def _place(wanted: Wanted, **more: str) -> str:
    asked = urlencode(_asked(wanted) | more)
    return f"{reverse('matters')}?{asked}" if asked else reverse("matters")


def _narrowings(wanted: Wanted, rows: Sequence[MatterRow], own: bool) -> tuple[vm.Narrowing, ...]:
    """What the list may be narrowed by; only what occurs is offered."""
    fields = sorted({row.field or "其他" for row in rows})
    levels = sorted({level for row in rows for level in row.levels})

    def choice(name: str, label: str, options: Sequence[tuple[str, str]], chosen: str) -> vm.Narrowing:
        made = tuple(vm.Option(value=value, label=shown, selected=value == chosen) for value, shown in options)
        return vm.Narrowing(name=name, label=label, options=made)

    modes = (choice("mode", "本单位", [(mode, mode) for mode in MODES], wanted.mode),) if own else ()
    return (
        *modes,
        choice("field", "领域", [(field, field) for field in fields], wanted.field),
        choice("level", "层级", [(level, level) for level in levels], wanted.level),
        choice("status", "核对", list(STATUS.items()), wanted.status),
    )


def _chips(wanted: Wanted, rows: Sequence[MatterRow]) -> tuple[vm.Filter, ...]:
    counted = Counter(row.kind for row in rows)
    kinds = [("", "全部"), *((kind, kind) for kind in sorted(counted, key=lambda kind: -counted[kind]))]
    return tuple(
        vm.Filter(
            label=label,
            href=_place(replace(wanted, kind=kind)),
            here=wanted.kind == kind,
            count=f"{counted[kind] if kind else len(rows):,}",
        )
        for kind, label in kinds
    )


def _who(row: MatterRow, mode: str) -> vm.Cell:
    acting = "、".join(agency.text for agency in agencies(row.entry)) or str(row.entry.data.get("department", ""))
    return vm.Cell(text=mode and f"本单位：{mode}" or acting, sub=acting if mode else "")


def _row(row: MatterRow, mode: str, count: int, visitor: Visitor, day: date) -> vm.Row:
    asked = {"matter": row.code, "since": year_before(visitor.day).isoformat(), "until": visitor.day.isoformat()}
    opens = f"{reverse('cases')}?{urlencode(asked)}" if count and visitor.may("case.read") else ""
    cites = row.entry.data.get("applied") or [row.entry.cite]
    first = str(cites[0] if isinstance(cites, list) and cites else cites or "")
    return vm.Row(
        href=matter_href(row.code, day if day != visitor.day else None),
        cells=(
            vm.Cell(text=row.title, sub=row.code),
            vm.Cell(text=row.field or "其他"),
            vm.Cell(text=row.kind),
            vm.Cell(law=law_mark(first, f"事项“{row.title}”的依据", row.entry.status)),
            vm.Cell(text=row.range),
            _who(row, mode),
            vm.Cell(text=f"{count:,}" if count else "0", href=opens),
        ),
    )


def _file(found: Sequence[MatterRow], modes: Mapping[str, str], used: Mapping[str, int], form: str) -> HttpResponse:
    rows = []
    for row in found:
        cites = row.entry.data.get("applied") or [row.entry.cite]
        said = "；".join(cites) if isinstance(cites, list) else str(cites)
        rows.append(
            (row.code, row.title, row.kind, row.field, said, row.range, "、".join(row.levels), modes.get(row.code, ""),
             str(row.entry.data.get("department", "")), status_word(row.entry), used.get(row.code, 0))
        )  # fmt: skip
    return export("事项目录", HEAD, rows, form)


def _modes(rows: Sequence[MatterRow], visitor: Visitor, day: date) -> dict[str, str]:
    """In what capacity the visitor's organ holds each matter; for those who do not enforce nothing is said."""
    if not visitor.may("case.act"):
        return {}
    return modes_of(rows, visitor.holder(), day)


def _lead(rows: Sequence[MatterRow], modes: Mapping[str, str], day: date) -> str:
    own = sum(mode != TRANSFER for mode in modes.values())
    return f"{day.isoformat()} 施行的 {len(rows):,} 项" + (f"，本单位可以办 {own:,} 项，列在前面" if modes else "")


def _note(found: Sequence[MatterRow]) -> str:
    sample = sum(row.entry.status == "configured" for row in found)
    return f"其中 {sample} 项是示例清单（配置），不是公布的清单，正式使用以前由本单位核定。" if sample else ""


@require_safe
@signed_in("matters.read")
def matters(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """The matters in force on a day: found by words, narrowed, or matched with a sentence."""
    wanted, day = _wanted(request, visitor), asked_day(request, visitor)
    rows = rows_on(day)
    modes = _modes(rows, visitor, day)
    anykind = select(rows, replace(wanted, kind=""), modes)
    found = own_first([row for row in anykind if wanted.kind in ("", row.kind)], modes)
    used = used_between(reach=visitor.reach("matters.read"), first=year_before(visitor.day), last=visitor.day)
    if (form := str(request.GET.get("format", ""))) in {"csv", "xlsx"}:
        return _file(found, modes, used, form)
    after = str(request.GET.get("after", ""))[:80]
    shown, following = page_of(found, after)
    sentence = len(wanted.query) >= SENTENCE and " " not in wanted.query
    empty = vm.Empty(
        what=f"没有含“{wanted.query}”的事项" if wanted.query else "没有符合条件的事项",
        how="上面是按意思最接近的事项。" if sentence else "换一个说法，或者放宽条件。",
        action=vm.Action(label="看全部事项", href=reverse("matters")),
    )
    table = vm.TableView(
        caption="事项",
        columns=COLUMNS,
        rows=tuple(_row(row, modes.get(row.code, ""), used.get(row.code, 0), visitor, day) for row in shown),
        empty=empty,
        filters=_chips(wanted, anykind) if anykind else (),
        pager=vm.Pager(
            shown=f"本页 {len(shown)} 项，共 {len(found):,} 项",
            first=_place(wanted) if after else "",
            next=_place(wanted, after=following) if following else "",
        ),
        exports=tuple(vm.Action(label=f.upper(), href=_place(wanted, format=f), download=True) for f in ("csv", "xlsx"))
        if found
        else (),
    )
    page = vm.MatterDesk(
        title="事项目录",
        lead=_lead(rows, modes, day),
        action=reverse("matters"),
        query=wanted.query,
        narrowings=_narrowings(wanted, rows, bool(modes)),
        on=day,
        narrowed=sum(map(bool, (wanted.mode, wanted.field, wanted.level, wanted.status, wanted.on))),
        kept=(("kind", wanted.kind),) if wanted.kind else (),
        table=table,
        note=_note(found),
        suggestions=suggestions(wanted.query, visitor, start=False) if sentence else None,
    )
    return show_page(request, page, shell=shell(request, visitor, "matters"))


@require_safe
@signed_in("matters.read")
def matter(request: HttpRequest, visitor: Visitor, code: str) -> HttpResponse:
    """One matter on a day: who may act, how much, how, and how it was used."""
    shown = shown_on(code, asked_day(request, visitor))
    if shown is None:
        return missing(request, visitor, "事项目录中没有这个代码。请从目录重新打开。", to=("matters", "看事项目录"))
    seen = str(request.GET.get("seen", "")).strip()[:LONGEST]
    return show_page(request, matter_page(shown, visitor, seen=seen), shell=shell(request, visitor, "matters"))


@require_safe
@signed_in("matters.read")
def picture(request: HttpRequest, visitor: Visitor, code: str) -> HttpResponse:
    """A procedure drawn as a flow: a picture of its own, so that its style is not the page's."""
    rules = context().rules(asked_day(request, visitor))
    found, against = procedure(rules, code), str(request.GET.get("against", ""))
    base = procedure(rules, against) if against else None
    if found is None or (against and base is None):
        return missing(request, visitor, "当日没有这个程序。")
    response = HttpResponse(
        draw(found, compare(base, found) if base else None), content_type="image/svg+xml; charset=utf-8"
    )
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'"
    return response


URLS = [
    path("matters", matters, name="matters"),
    path("matters/<str:code>", matter, name="matter"),
    path("procedures/<str:code>.svg", picture, name="procedure_picture"),
]
