"""权责清单: the lists of a day with their counts, one list with its items, and the table of the layout as a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from zhifa.acts.listings import Listed, layout_today, list_on, lists_on
from zhifa.acts.listtable import table_of
from zhifa.core.bigrams import plain
from zhifa.core.powerlist.model import NOT_SAID, Counts, Layout, PowerItem, PowerList
from zhifa.core.values import show_date
from zhifa.ports.tablewriting import csv_bytes, xlsx_bytes
from zhifa.store.readers.catalogue import used_between
from zhifa.store.readers.powerlists import VersionRead, coming_after, previews
from zhifa.web import viewmodels as vm
from zhifa.web.exports import XLSX
from zhifa.web.marks import law_mark
from zhifa.web.matter_page import matter_href
from zhifa.web.render import show_page
from zhifa.web.visitor import Visitor, missing, shell, signed_in

PAGE = 100
LONGEST = 110
"""Signs of a basis a row shows; the whole is in the file and behind the mark."""
YEAR = timedelta(days=365)
HOW = "导入公布的清单表格（XLSX、XLS、CSV），会先列出读不懂的行再收录。"
EXAMPLE = "用来演示，不是任何机关公布的清单"
ORGAN = vm.Column(label="实施主体")
COLUMNS = (
    vm.Column(label="序号", kind="short"),
    vm.Column(label="事项", kind="main"),
    vm.Column(label="类型", kind="short"),
    vm.Column(label="设定依据"),
    ORGAN,
    vm.Column(label="方式", kind="short"),
    vm.Column(label="近一年办件", kind="number"),
)
STATES = (("全部", ""), ("对应到目录", "matched"), ("没有对应", "unmatched"), ("有办件", "used"),
          ("近一年没有办件", "unused"), ("依据没有核对", "unchecked"))  # fmt: skip


@require_safe
@signed_in("powers.read")
def lists(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Every list of today with its items counted by kind, and what waits to be taken."""
    layout, found = layout_today(), lists_on(visitor.day)
    kinds = _kinds([one.counts for one in found], layout)
    waiting = previews(reach=visitor.reach("powers.manage"))
    page = vm.ListPage(
        title="权责清单",
        lead=f"{visitor.day} 有 {len(found)} 个清单；一项只归一类，各类之和是合计",
        actions=(vm.Action(label="导入清单", href=reverse("list_import"), primary=True),)
        if visitor.may("powers.manage")
        else (),
        banners=(*map(_waiting, waiting), *map(_coming, coming_after(visitor.day))),
        table=vm.TableView(
            caption="清单",
            columns=(
                vm.Column(label="清单", kind="main"),
                *(vm.Column(label=kind, kind="number") for kind in kinds),
                vm.Column(label="合计", kind="number"),
                vm.Column(label="施行", kind="date"),
            ),
            rows=tuple(_listed(one, kinds) for one in found),
            empty=vm.Empty(what="还没有清单", how=HOW),
        ),
    )
    return show_page(request, page, shell=shell(request, visitor, "lists"))


def _waiting(one: VersionRead) -> vm.Banner:
    open_it = vm.Action(label="预览并收录", href=reverse("list_preview", args=[one.id]))
    return vm.Banner(word="还没有收录", text=f"{one.head.title}（{one.file}）已经上传", action=open_it)


def _coming(one: VersionRead) -> vm.Banner:
    start = str(one.head.validity.start)
    place = f"{reverse('list', args=[one.head.code])}?{urlencode({'on': start})}"
    open_it = vm.Action(label="看清单", href=place)
    return vm.Banner(word="尚未施行", text=f"{one.head.title}自 {start} 起施行", action=open_it)


def _kinds(counts: Sequence[Counts], layout: Layout) -> list[str]:
    """The eight kinds, and others only where a list has them."""
    return [kind.code for kind in layout.kinds.all.values()
            if not kind.extra or any(one.kinds.get(kind.code) for one in counts)]  # fmt: skip


def _listed(one: Listed, kinds: Sequence[str]) -> vm.Row:
    head = one.head
    return vm.Row(
        href=reverse("list", args=[head.code]),
        quiet=head.demonstration,
        cells=(
            vm.Cell(text=head.title, sub="；".join(part for part in (head.organ, _example(head)) if part)),
            *(vm.Cell(text=str(one.counts.kinds.get(kind, 0))) for kind in kinds),
            vm.Cell(text=str(one.counts.whole)),
            vm.Cell(on=head.validity.start, sub=_modes(one.counts)),
        ),
    )


def _example(head: PowerList) -> str:
    return "示例清单" if head.demonstration else ""


def _modes(counts: Counts) -> str:
    return "、".join(f"{mode} {many}" for mode, many in counts.modes.items() if many)


@dataclass(frozen=True, slots=True)
class Asked:
    """What of a list is asked for."""

    code: str
    on: date
    day: str = ""
    """`on` as it was asked for; empty for today."""
    kind: str = ""
    mode: str = ""
    state: str = ""
    query: str = ""
    after: int = 0

    def href(self, **more: str | int) -> str:
        said: dict[str, str | int] = {
            "kind": self.kind,
            "mode": self.mode,
            "state": self.state,
            "q": self.query,
            "on": self.day,
            **more,
        }
        kept = {name: value for name, value in said.items() if value}
        place = reverse("list", args=[self.code])
        return f"{place}?{urlencode(kept)}" if kept else place


def _asked(request: HttpRequest, visitor: Visitor, code: str) -> Asked:
    said = {name: str(request.GET.get(name, "")).strip()[:60] for name in ("kind", "mode", "state", "q", "after", "on")}
    try:
        on = date.fromisoformat(said["on"]) if said["on"] else visitor.day
    except ValueError:
        on = visitor.day
    after = int(said["after"]) if said["after"].isdecimal() and len(said["after"]) < 8 else 0
    day = str(on) if on != visitor.day else ""
    return Asked(code, on, day, said["kind"], said["mode"], said["state"], said["q"], after)


@require_safe
@signed_in("powers.read")
def one_list(request: HttpRequest, visitor: Visitor, code: str) -> HttpResponse:
    """One list: its items with filters, what each rests on, whether it was used; the same as a file."""
    asked = _asked(request, visitor, code)
    found = list_on(code[:40], asked.on)
    if found is None:
        said = f"没有这个清单，或者它在 {show_date(asked.on)} 没有施行。请从权责清单重新打开。"
        return missing(request, visitor, said, to=("lists", "看权责清单"))
    listed, items, versions = found
    used = used_between(reach=_whose(visitor, listed, versions), first=visitor.day - YEAR, last=visitor.day)
    shown = [item for item in items if _wanted(item, asked, used)]
    if (form := str(request.GET.get("format", ""))) in {"csv", "xlsx"}:
        return _file(listed.head, shown, form)
    page = vm.ListPage(
        title=listed.head.title,
        lead=_lead(listed, versions),
        actions=_actions(visitor, asked),
        choices=tuple(
            vm.Filter(label=label, href=asked.href(state=state), here=state == asked.state) for label, state in STATES
        ),
        tiles=_tiles(listed, items, used, asked),
        banners=(vm.Banner(word="示例清单", text=EXAMPLE, note=listed.head.note),) if listed.head.demonstration else (),
        table=_table(listed, shown, asked, used, many=len({(item.organ, item.levels) for item in items}) > 1),
    )
    return show_page(request, page, shell=shell(request, visitor, "lists"))


def _whose(visitor: Visitor, listed: Listed, versions: Sequence[VersionRead]) -> Sequence[str]:
    """Whose cases count: those of the organ whose list it is, as far as the visitor may see; else all of theirs."""
    mine = visitor.reach("powers.read")
    path = next((one.path for one in versions if one.id == listed.version), "")
    return (path,) if listed.head.organ_code and any(path.startswith(prefix) for prefix in mine) else mine


def _wanted(item: PowerItem, asked: Asked, used: Mapping[str, int]) -> bool:
    times = _times(item, used)
    state = {
        "matched": bool(item.matter), "unmatched": not item.matter, "used": times > 0,
        "unused": bool(item.matter) and not times, "unchecked": item.status != "verified",
    }.get(asked.state, True)  # fmt: skip
    return (
        state
        and (not asked.kind or item.kind == asked.kind)
        and (not asked.mode or item.mode == asked.mode)
        and all(
            plain(word) in plain(f"{item.name} {item.basis} {item.organ} {item.code}") for word in asked.query.split()
        )
    )


def _times(item: PowerItem, used: Mapping[str, int]) -> int:
    return used.get(item.matter, 0)


def _file(head: PowerList, items: Sequence[PowerItem], form: str) -> HttpResponse:
    table = table_of(head, items, layout_today())
    content = xlsx_bytes([table]) if form == "xlsx" else csv_bytes(table)
    response = HttpResponse(content, content_type=XLSX if form == "xlsx" else "text/csv; charset=utf-8")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(f'{head.title}.{form}')}"
    return response


def _lead(listed: Listed, versions: Sequence[VersionRead]) -> str:
    head = listed.head
    said = [head.organ, head.document, f"自 {head.validity.start} 起" if head.validity.start else "",
            f"至 {head.validity.end}" if head.validity.end else "", _modes(listed.counts)]  # fmt: skip
    levels = "、".join(f"{level} {many}" for level, many in listed.counts.levels.items())
    older = len([one for one in versions if not one.replaced])
    said += [levels if levels != NOT_SAID else "", f"共 {older} 个版本" if older > 1 else ""]
    return " · ".join(part for part in said if part)


def _actions(visitor: Visitor, asked: Asked) -> tuple[vm.Action, ...]:
    back = vm.Action(label="全部清单", href=reverse("lists"))
    if not visitor.may("powers.manage"):
        return (back,)
    return (vm.Action(label="导入新的版本", href=f"{reverse('list_import')}?{urlencode({'list': asked.code})}"), back)


def _tiles(
    listed: Listed, items: Sequence[PowerItem], used: Mapping[str, int], asked: Asked
) -> tuple[vm.Tile, ...]:  # fmt: skip
    matched = [item for item in items if item.matter]
    unused = sum(1 for item in matched if not _times(item, used))
    checked = sum(1 for item in items if item.status == "verified")
    return (
        _tile("事项", len(items), asked.href(kind="", mode="", state="", q="")),
        _tile("对应到事项目录", len(matched), asked.href(state="matched")),
        _tile("依据在文本中核对过", checked, "", note=f"没有核对 {len(items) - checked}"),
        _tile("近一年没有办件", unused, asked.href(state="unused"), note="每年调整清单时参考"),
    )


def _tile(label: str, many: int, href: str, *, note: str = "") -> vm.Tile:
    return vm.Tile(label=label, figure=vm.Figure(text=f"{many:,}", href=href), unit="项", note=note)


def _table(
    listed: Listed, shown: Sequence[PowerItem], asked: Asked, used: Mapping[str, int], *, many: bool
) -> vm.TableView:
    """The items; whose they are stands in the rows only where there are several organs or levels."""
    layout = layout_today()
    page = [item for item in shown if item.number > asked.after][:PAGE]
    more = len([item for item in shown if item.number > (page[-1].number if page else 0)])
    kinds = [kind for kind in _kinds([listed.counts], layout) if listed.counts.kinds.get(kind)]
    return vm.TableView(
        caption="事项",
        columns=tuple(column for column in COLUMNS if many or column is not ORGAN),
        rows=tuple(_row(item, asked, layout, used, many=many) for item in page),
        query=asked.query,
        query_href=asked.href(q=""),
        filters=(
            vm.Filter(label="全部", href=asked.href(kind=""), here=not asked.kind, count=str(listed.counts.whole)),
            *(vm.Filter(label=layout.kinds.title(kind), href=asked.href(kind=kind), here=kind == asked.kind,
                        count=str(listed.counts.kinds[kind])) for kind in kinds),
        ),
        pager=vm.Pager(
            shown=f"共 {len(shown):,} 项，本页 {len(page)} 项",
            first=asked.href() if asked.after else "",
            next=asked.href(after=page[-1].number) if page and more else "",
        ),
        exports=tuple(
            vm.Action(label=form.upper(), href=asked.href(format=form), download=True) for form in ("csv", "xlsx")
        )
        if shown
        else (),
        empty=vm.Empty(what="没有符合条件的事项", how="换一类，或者去掉筛选的词。"),
    )  # fmt: skip


def _row(item: PowerItem, asked: Asked, layout: Layout, used: Mapping[str, int], *, many: bool) -> vm.Row:
    basis = item.basis if len(item.basis) <= LONGEST else f"{item.basis[:LONGEST]}…"
    return vm.Row(
        href=_place(item, asked),
        cells=(
            vm.Cell(text=str(item.number)),
            vm.Cell(text=item.name, sub="" if item.matter else "没有对应到事项目录"),
            vm.Cell(text=layout.kinds.title(item.kind), sub=item.item_type),
            vm.Cell(text=basis, law=law_mark(item.cites[0]) if item.cites else None, sub=_checked(item)),
            *((vm.Cell(text=item.organ, sub=_levels(item, layout)),) if many else ()),
            vm.Cell(text=item.mode),
            vm.Cell(text=str(_times(item, used)) if item.matter else ""),
        ),
    )  # fmt: skip


def _checked(item: PowerItem) -> str:
    """How far the basis is to be trusted; nothing where every article was read in its text."""
    if not item.cites:
        return "没有读出条文"
    return "" if item.status == "verified" else "没有在文本中核对"


def _levels(item: PowerItem, layout: Layout) -> str:
    return "、".join(layout.levels.title(level) for level in item.levels)


def _place(item: PowerItem, asked: Asked) -> str:
    """Where an item leads: its matter, else the article it rests on."""
    if item.matter:
        return matter_href(item.matter)
    if item.cites:
        return f"{reverse('law')}?{urlencode({'cite': item.cites[0], 'why': item.name})}"
    return asked.href(q=item.title)


URLS = [
    path("lists", lists, name="lists"),
    path("lists/<str:code>", one_list, name="list"),
]
