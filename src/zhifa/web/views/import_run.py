"""What became of one imported file: the rows that wait, by column and kind of fault, and the way to mend them."""

from __future__ import annotations

from datetime import timedelta
from itertools import islice
from typing import TypedDict
from urllib.parse import quote

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from zhifa.acts.importaside import aside_bytes, leave_out
from zhifa.acts.importsources import layouts_today
from zhifa.core.values import Refusal
from zhifa.ports import clock
from zhifa.store.readers.imports import RunSeen, kinds_aside, rows_aside, run_seen
from zhifa.web import admin_forms
from zhifa.web import viewmodels as vm
from zhifa.web.admin_forms import Typed, typed_of
from zhifa.web.exports import XLSX
from zhifa.web.personnel_pages import long_text
from zhifa.web.render import show_fragment, show_page
from zhifa.web.visitor import Visitor, missing, shell, signed_in

PAGE = 100
SOON = timedelta(seconds=15)
"""Within this time background work takes up what it is given."""
SHORT = 60
"""A longer cell is shown by its beginning; the download has it whole."""
OFFERED = 40
"""So many kinds of fault are offered to choose from, the most frequent ones."""


@require_safe
@signed_in("cases.import")
def run_page(request: HttpRequest, visitor: Visitor, key: str) -> HttpResponse:
    """What became of one file, and the rows that wait."""
    run = run_seen(key, visitor.reach("cases.import"))
    if run is None:
        return missing(request, visitor, "没有这次导入。请从案件导入重新打开。")
    if request.GET.get("format") == "xlsx":
        response = HttpResponse(aside_bytes(run.id), content_type=XLSX)
        response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(f'{run.file}-没有录入的行.xlsx')}"
        return response
    asked = _asked(request)
    under_way = run.beside and not run.done and not run.refused
    page = vm.ListPage(
        title=f"导入：{run.file}",
        lead=f"{run.organ} · 来源“{run.source}” · {_layout_title(run.layout)}",
        actions=_run_actions(run, asked),
        tiles=() if under_way else _tiles(run),
        progress=_progress(run) if under_way or run.refused else None,
        choices=_choices(run, asked) if run.waiting else (),
        table=_aside_table(run, _after(request), asked, many=_many(run, asked)),
    )
    return show_page(request, page, shell=shell(request, visitor, "imports"))


@never_cache
@require_safe
@signed_in("cases.import")
def progress(request: HttpRequest, visitor: Visitor, key: str) -> HttpResponse:
    """How far background work has come with a file."""
    run = run_seen(key, visitor.reach("cases.import"))
    return show_fragment(request, _progress(run)) if run else missing(request, visitor)


def _progress(run: RunSeen) -> vm.Progress:
    done, total = run.read, max(round(run.read / run.fraction) if run.fraction else 0, run.read)
    if run.queued:
        late = clock.now() - run.began_at > SOON
        note = "后台工作还没有开始，请系统管理员确认 zhifa work 在运行" if late else "等后台工作开始"
    elif run.rate and not run.done:
        seconds = (total - done) // run.rate
        note = f"每秒 {run.rate:,} 行，约剩 {seconds // 60} 分 {seconds % 60} 秒；可以离开这一页"
    else:
        note = f"录入 {run.written:,} 件，放在一边 {run.aside:,} 行" if run.done else "正在打开文件"
    return vm.Progress(
        label="后台录入",
        done=total if run.done else done,
        total=total,
        note=note,
        poll=reverse("import_progress", args=[run.id]),
        finished=run.done,
        failed=run.refused,
        actions=(vm.Action(label="看结果", href=reverse("import_run", args=[run.id])),) if run.done else (),
    )


def _layout_title(code: str) -> str:
    found = layouts_today().get(code)
    return found.title if found else code


class _Asked(TypedDict):
    """The column and the kind of fault that were chosen."""

    column: str
    kind: str


def _asked(request: HttpRequest) -> _Asked:
    return _Asked(column=str(request.GET.get("column", ""))[:200], kind=str(request.GET.get("kind", ""))[:200])


def _after(request: HttpRequest) -> int:
    """The number of the last row of the page before."""
    said = str(request.GET.get("after", ""))
    return int(said) if said.isascii() and said.isdigit() and len(said) < 10 else 0


def _many(run: RunSeen, asked: _Asked) -> int:
    """How many rows wait with a fault of the column and the kind that were chosen."""
    return sum(1 for _ in rows_aside(run.id, **asked)) if any(asked.values()) else run.waiting


def _run_actions(run: RunSeen, asked: _Asked) -> tuple[vm.Action, ...]:
    back = vm.Action(label="案件导入", href=reverse("imports"))
    if not run.waiting:
        return (back,)
    href = f"{reverse('import_run', args=[run.id])}?format=xlsx"
    return (
        vm.Action(label="下载没有录入的行", href=href, download=True, primary=True),
        vm.Action(label="导入改好的行", href=reverse("import_mended")),
        *((vm.Action(label="不再录这些行", href=_place(run, "import_left_out", **asked)),) if run.done else ()),
        back,
    )


def _tiles(run: RunSeen) -> tuple[vm.Tile, ...]:
    def tile(label: str, many: int, unit: str, note: str = "") -> vm.Tile:
        return vm.Tile(label=label, figure=vm.Figure(text=f"{many:,}"), unit=unit, note=note)

    return (
        tile("读出", run.read, "行"),
        tile("录入", run.written, "件", "逐件有日志，和别的案件一样"),
        tile("以前已有", run.unchanged, "件", "同一文书号、同样内容，没有重复录"),
        tile("放在一边", run.aside, "行", _waiting(run) if run.aside else ""),
        tile("案件的问题", run.findings, "个", "照存，列在各案件里"),
    )


def _waiting(run: RunSeen) -> str:
    return f"还有 {run.waiting:,} 行待改" if run.waiting else "都已改好，或者不再录"


def _choices(run: RunSeen, asked: _Asked) -> tuple[vm.Filter, ...]:
    """Every column and kind of fault with how many there are: a kind is mostly mended in one go."""
    every = vm.Filter(label="全部", href=_place(run), here=not any(asked.values()), count=f"{run.waiting:,}")
    found = islice(kinds_aside(run.id).items(), OFFERED)
    return (
        every,
        *(
            vm.Filter(
                label=f"{column} · {kind}" if column != "整行" else kind, href=_place(run, column=column, kind=kind),
                here=asked == {"column": column, "kind": kind}, count=f"{many:,}",
            )
            for (column, kind), many in found
        ),
    )  # fmt: skip


def _place(run: RunSeen, name: str = "import_run", **asked: str) -> str:
    said = {name: value for name, value in asked.items() if value}
    place = reverse(name, args=[run.id])
    return f"{place}?{urlencode(said)}" if said else place


def _short(text: str) -> str:
    return text if len(text) <= SHORT else f"{text[:SHORT]}…（共 {len(text)} 字）"


def _aside_table(run: RunSeen, after: int, asked: _Asked, *, many: int, page: str = "import_run") -> vm.TableView:
    """One page of the rows chosen, `many` in all; the links lead through the page it stands on."""
    waiting = list(islice(rows_aside(run.id, after=after, **asked), PAGE + 1))
    more = len(waiting) > PAGE
    return vm.TableView(
        caption="没有录入的行",
        columns=(
            vm.Column(label="行", kind="short"), vm.Column(label="栏目"), vm.Column(label="内容"),
            vm.Column(label="原因"), vm.Column(label="怎样改"),
        ),
        rows=tuple(
            vm.Row(href="", cells=(vm.Cell(text=str(row.number) if at == 0 else ""),
                                   *(vm.Cell(text=_short(text)) for text in fault)))
            for row in waiting[:PAGE]
            for at, fault in enumerate(row.faults)
        ),
        pager=vm.Pager(
            shown=f"共 {many:,} 行待改", first=_place(run, page, **asked) if after else "",
            next=_place(run, page, **asked, after=str(waiting[PAGE - 1].number)) if more else "",
        ),
        empty=_empty(run, after, asked),
    )  # fmt: skip


def _empty(run: RunSeen, after: int, asked: _Asked) -> vm.Empty:
    if run.beside and not run.done:
        return vm.Empty(what="还没有放在一边的行", how="读不懂的行录到时列在这里，可以下载改好再导入。")
    if after:
        return vm.Empty(what="后面没有了", how="回到最前，从第一行看起。")
    if any(asked.values()) and run.waiting:
        return vm.Empty(what="没有放在一边的行", how="有这种毛病的都改好了，或者不再录；别的行还在等，回到这次导入看。")
    return vm.Empty(what="没有放在一边的行", how="每一行都录入了，或者已经改好回来，或者写明理由不再录。")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in("cases.import")
def left_out(request: HttpRequest, visitor: Visitor, key: str) -> HttpResponse:
    """Rows that wait and need not come back, with the reason; those of the column and kind that were chosen."""
    run = run_seen(key, visitor.reach("cases.import"))
    if run is None:
        return missing(request, visitor, "没有这次导入。请从案件导入重新打开。")
    asked = _asked(request)
    typed: Typed = typed_of(request) if request.method == "POST" else {}
    refused: Refusal | None = None
    if request.method == "POST":
        done = leave_out(run.id, **asked, reason=typed.get("reason", ""), actor=visitor.actor)
        if not isinstance(done, Refusal):
            messages.success(request, f"{done.many:,} 行不再录，理由记在日志里")
            return HttpResponseRedirect(_place(run), status=303)
        refused = done
    many = _many(run, asked)
    title, back = f"不再录的行：{run.file}", vm.Action(label="回到这次导入", href=_place(run, **asked))
    table = _aside_table(run, _after(request), asked, many=many, page="import_left_out")
    if not many and refused is None:
        return show_page(
            request, vm.ListPage(title=title, actions=(back,), table=table), shell=shell(request, visitor, "imports")
        )
    field = long_text(
        "reason", "为什么不录", typed.get("reason", ""), hint="例如：与第 12 行是同一件；已经在系统里办理"
    )
    page = vm.FormPage(
        title=title,
        lead=f"{many:,} 行不再等待改好，内容不再保存；行号和理由记入日志。以后要录的，从原来的文件重新导入。",
        form=admin_forms.form(
            code="import-left-out", title=f"这 {many:,} 行", verb="划掉",
            action=_place(run, "import_left_out", **asked), fields=[field], refused=refused,
        ),
        back=back,
        table=table,
    )  # fmt: skip
    return show_page(request, page, shell=shell(request, visitor, "imports"), status=422 if refused else 200)


URLS = [
    path("imports/<str:key>", run_page, name="import_run"),
    path("imports/<str:key>/left-out", left_out, name="import_left_out"),
    path("imports/<str:key>/progress", progress, name="import_progress"),
]
