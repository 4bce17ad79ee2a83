"""Importing a list of cases in the browser: the file, which column is which with its first rows, what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from zhifa.acts.importing import Order, import_cases
from zhifa.acts.importpreview import MOST_AT_ONCE, Preview, Seen, keep_upload, kept_table, preview_cases
from zhifa.acts.importqueue import queue_import
from zhifa.acts.importsources import keep_mapping, layouts_today
from zhifa.core.imports import Column, Mapped
from zhifa.core.permission import may
from zhifa.core.values import Refusal
from zhifa.ports.casetables import KINDS
from zhifa.store.readers.imports import RunSeen, organ_place, runs
from zhifa.store.readers.organs import organs
from zhifa.web import admin_forms
from zhifa.web import viewmodels as vm
from zhifa.web.admin_forms import Typed, typed_of
from zhifa.web.render import show_page
from zhifa.web.visitor import Visitor, missing, shell, signed_in

LARGEST = 100 * 1024 * 1024
NOT_THERE = ""


@require_safe
@signed_in("cases.import")
def imports(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """What was imported, the latest first."""
    found = runs(visitor.reach("cases.import"))
    page = vm.ListPage(
        title="案件导入",
        lead="把别处的处罚、许可、强制、检查清单逐行录成案件。读不懂的行放在一边，下载改好再导入；同一来源的同一文书号不会录两次。",
        actions=(
            vm.Action(label="导入清单", href=reverse("import_cases"), primary=True),
            vm.Action(label="导入改好的行", href=reverse("import_mended")),
        ),
        table=vm.TableView(
            caption="导入过的文件",
            columns=(
                vm.Column(label="文件", kind="main"), vm.Column(label="来源"), vm.Column(label="日期", kind="short"),
                vm.Column(label="读出", kind="number"), vm.Column(label="录入", kind="number"),
                vm.Column(label="问题", kind="number"), vm.Column(label="待改", kind="number"),
            ),
            rows=tuple(map(_run_row, found)),
            empty=vm.Empty(what="还没有导入过案件清单", how="准备好表格（第一行是各栏名称），点“导入清单”。"),
        ),
    )  # fmt: skip
    return show_page(request, page, shell=shell(request, visitor, "imports"))


def _run_row(run: RunSeen) -> vm.Row:
    href = reverse("import_run", args=[run.id])
    state = "" if run.done else _state(run)
    return vm.Row(
        href=href,
        cells=(
            vm.Cell(text=run.file, sub=state, href=href), vm.Cell(text=run.source, sub=run.organ),
            vm.Cell(on=run.began_at.date()), vm.Cell(text=f"{run.read:,}"), vm.Cell(text=f"{run.written:,}"),
            vm.Cell(text=f"{run.findings:,}"), vm.Cell(text=f"{run.waiting:,}"),
        ),
    )  # fmt: skip


def _state(run: RunSeen) -> str:
    if run.refused:
        return f"没有导完：{run.refused}"
    if not run.beside:
        return "没有导完，用命令 zhifa import cases --resume 继续"
    return "等后台录入" if run.queued else f"后台正在录入，已到 {run.fraction:.0%}"


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in("cases.import")
def new(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """The form with the file; reading it leads to its columns and first rows, nothing is entered yet."""
    typed: Typed = typed_of(request) if request.method == "POST" else {}
    refused: Refusal | None = None
    if request.method == "POST":
        kept = _kept(request, visitor, typed.get("organ", ""))
        if isinstance(kept, str):
            asked = {name: typed[name] for name in ("organ", "source", "layout") if typed.get(name)}
            return HttpResponseRedirect(f"{reverse('import_columns', args=[kept])}?{urlencode(asked)}", status=303)
        refused = kept
    places = [(one.code, one.name) for one in organs(reach=visitor.reach("cases.import"))]
    own = places[0][0] if places else ""
    layouts = [(one.code, f"{one.title}{STATUS.get(one.status, '')}") for one in layouts_today().values()]
    fields = [
        vm.FieldView(name="file", label="表格文件", kind="file", single=True, accept=",".join(KINDS),
                     hint=f"CSV、XLSX、ODS、Parquet；超过 {MOST_AT_ONCE:,} 行的在后台录入，不用等在页面上"),
        admin_forms.choice("organ", "哪个机关的案件", places, typed.get("organ", "") or own),
        admin_forms.choice("layout", "哪种清单", [("", "按表头认"), *layouts], typed.get("layout", ""), required=False),
        admin_forms.text("source", "来源", typed.get("source", ""), required=False,
                         hint="哪个系统、哪份台账；各栏的对应按来源记住，下次不用再指"),
    ]  # fmt: skip
    page = vm.FormPage(
        title="导入案件清单",
        lead="先读表头和前几行，看过各栏的对应和每行会成为什么案件，再录入。",
        form=admin_forms.form(
            code="cases-import", title="清单", verb="读取", action=reverse("import_cases"), fields=fields,
            refused=refused,
        ),
        back=vm.Action(label="回到案件导入", href=reverse("imports")),
    )  # fmt: skip
    return show_page(request, page, shell=shell(request, visitor, "imports"), status=422 if refused else 200)


STATUS = {"reported": "（字段未见原文）", "configured": ""}


def _kept(request: HttpRequest, visitor: Visitor, organ: str) -> str | Refusal:
    """Keep the upload for the organ; its digest."""
    upload = request.FILES.get("file")
    if upload is None:
        return Refusal("bad_input", "没有选择文件", "选择清单表格", missing=("file",))
    if (upload.size or 0) > LARGEST:
        said = f"文件超过 {LARGEST >> 20} MB"
        return Refusal("bad_input", said, "用命令 zhifa import cases 导入，或者拆成几个文件", missing=("file",))
    place = organ_place(organ)
    if not place or may(visitor.person, "cases.import", place, visitor.day):
        return Refusal("bad_input", "没有选择机关", "从列表中选择", missing=("organ",))
    return keep_upload(str(upload.name), upload.read(), path=place)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in("cases.import")
def columns(request: HttpRequest, visitor: Visitor, digest: str) -> HttpResponse:
    """Which column is which, and what the first rows become; a changed column is kept and shown again first."""
    kept = kept_table(digest, visitor.actor)
    if isinstance(kept, Refusal):
        return missing(request, visitor, "没有这个文件，请重新上传。")
    place, name = kept
    asked = {key: str(request.GET.get(key, ""))[:80] for key in ("organ", "source", "layout")}
    typed: Typed = typed_of(request) if request.method == "POST" else {}
    named = {key.removeprefix("column-"): said for key, said in typed.items() if key.startswith("column-")}
    found = preview_cases(place, asked["organ"], layout=asked["layout"], source=asked["source"], actor=visitor.actor)
    here = f"{reverse('import_columns', args=[digest])}?{urlencode(asked)}"
    if named and isinstance(found, Preview) and named != _as_shown(found):
        return _changed(request, visitor, found, named, here)
    refused = found if isinstance(found, Refusal) else None
    if named and isinstance(found, Preview):
        order = Order(
            path=place, name=name, mapping=named, organ=asked["organ"], source=asked["source"], layout=asked["layout"]
        )
        if found.count > MOST_AT_ONCE:
            queued = queue_import(order, actor=visitor.actor)
            if not isinstance(queued, Refusal):
                messages.success(request, "清单交给了后台录入；可以离开这一页，随时回来看")
                return HttpResponseRedirect(reverse("import_run", args=[queued]), status=303)
            return _shown_columns(request, visitor, found, name, here, queued)
        done = import_cases(order, actor=visitor.actor)
        if not isinstance(done, Refusal):
            messages.success(request, f"录入 {done.written} 件，以前已有 {done.unchanged} 件，放在一边 {done.aside} 行")
            return HttpResponseRedirect(reverse("import_run", args=[done.run]), status=303)
        refused = done
    if isinstance(found, Refusal):
        messages.error(request, f"读不了：{found.message}。{found.remedy}")
        return HttpResponseRedirect(reverse("import_cases"), status=303)
    return _shown_columns(request, visitor, found, name, here, refused)


def _shown_columns(
    request: HttpRequest, visitor: Visitor, found: Preview, name: str, here: str, refused: Refusal | None
) -> HttpResponse:
    page = _columns_page(found, name, here, refused)
    return show_page(request, page, shell=shell(request, visitor, "imports"), status=422 if refused else 200)


def _as_shown(found: Preview) -> dict[str, str]:
    mapped = found.prepared.mapped.columns
    return {column.code: mapped.get(column.code, NOT_THERE) for column in _mappable(found)}


def _mappable(found: Preview) -> list[Column]:
    return [column for column in found.prepared.layout.columns if column.type != "none"]


def _changed(
    request: HttpRequest, visitor: Visitor, found: Preview, named: Mapping[str, str], here: str
) -> HttpResponse:
    """Remember the columns as they were named, and show what the rows become now."""
    said = replace(found.prepared, mapped=Mapped(dict(named)))
    if refused := keep_mapping(said, actor=visitor.actor):
        messages.error(request, f"没有记住：{refused.message}。{refused.remedy}")
    else:
        messages.success(request, "已记住各栏的对应。看过下面的预览，再点“录入”。")
    return HttpResponseRedirect(here, status=303)


def _columns_page(found: Preview, name: str, here: str, refused: Refusal | None) -> vm.FormPage:
    layout, mapped = found.prepared.layout, found.prepared.mapped.columns
    heads = [cell for cell in found.prepared.head.cells if cell]
    options = [(NOT_THERE, "没有这一栏"), *((cell, cell) for cell in dict.fromkeys(heads))]
    fields = [
        admin_forms.choice(
            f"column-{column.code}", column.title, options, mapped.get(column.code, NOT_THERE),
            required=column.required and not column.usual,
        )
        for column in _mappable(found)
    ]  # fmt: skip
    many = f"超过 {MOST_AT_ONCE:,} 行，在后台录入" if found.count > MOST_AT_ONCE else f"{found.count} 行"
    note = f"{layout.note}。" if layout.note else ""
    return vm.FormPage(
        title=f"核对各栏：{name}",
        lead=f"{layout.title} · 来源“{found.prepared.source.name}” · {found.prepared.organ.name} · {many}",
        form=admin_forms.form(
            code="import-columns", title="清单的各栏是文件里的哪一栏", verb="录入", action=here, fields=fields,
            refused=refused, note=f"{note}改了对应的，先记住并重新预览，再录入。",
        ),
        back=vm.Action(label="换一个文件", href=reverse("import_cases")),
        table=_preview_table(found),
    )  # fmt: skip


def _preview_table(found: Preview) -> vm.TableView:
    return vm.TableView(
        caption="前几行会成为",
        columns=(
            vm.Column(label="行", kind="short"), vm.Column(label="文书号"), vm.Column(label="当事人"),
            vm.Column(label="程序"), vm.Column(label="步骤或者不能录入的原因"),
        ),
        rows=tuple(map(_seen_row, found.rows)),
        empty=vm.Empty(what="表头下面没有内容", how="核对文件。"),
    )  # fmt: skip


def _seen_row(seen: Seen) -> vm.Row:
    if seen.faults:
        said = "；".join(f"{one.column}“{one.value[:20]}”{one.reason}" for one in seen.faults)
        what = vm.Cell(text=said, sub="；".join(dict.fromkeys(one.remedy for one in seen.faults)), level="yellow")
        return vm.Row(
            href="", cells=(vm.Cell(text=str(seen.row)), vm.Cell(), vm.Cell(), vm.Cell(text="放在一边"), what)
        )
    steps = " → ".join(f"{title} {at.replace('T', ' ')}" for title, at in seen.steps)
    joins = f"并入 {seen.joins}" if seen.joins else ""
    cells = (seen.row, seen.number, seen.party, seen.procedure, steps)
    shown = [vm.Cell(text=str(text)) for text in cells]
    shown[3] = vm.Cell(text=seen.procedure, sub=joins)
    return vm.Row(href="", cells=tuple(shown))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in("cases.import")
def mended(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Rows that were put aside come back."""
    refused: Refusal | None = None
    if request.method == "POST":
        places = organs(reach=visitor.reach("cases.import"))
        digest = _kept(request, visitor, places[0].code if places else "")
        kept = kept_table(digest, visitor.actor) if isinstance(digest, str) else digest
        done = (
            kept
            if isinstance(kept, Refusal)
            else import_cases(Order(path=kept[0], name=kept[1], mend=True), actor=visitor.actor)
        )
        if not isinstance(done, Refusal):
            messages.success(request, f"录入 {done.written} 件，仍有 {done.aside} 行放在一边")
            return HttpResponseRedirect(reverse("import_run", args=[done.run]), status=303)
        refused = done
    field = vm.FieldView(
        name="file",
        label="改好的表格",
        kind="file",
        single=True,
        accept=".xlsx",
        hint="不要删去表头上面的一行和“原行号”一栏",
    )
    page = vm.FormPage(
        title="导入改好的行",
        lead="下载的“没有录入的行”改好以后从这里回来；仍然读不懂的继续放在一边。",
        form=admin_forms.form(
            code="cases-mended", title="改好的行", verb="录入", action=reverse("import_mended"), fields=[field],
            refused=refused,
        ),
        back=vm.Action(label="回到案件导入", href=reverse("imports")),
    )  # fmt: skip
    return show_page(request, page, shell=shell(request, visitor, "imports"), status=422 if refused else 200)


URLS = [
    path("imports", imports, name="imports"),
    path("imports/new", new, name="import_cases"),
    path("imports/mended", mended, name="import_mended"),
    path("imports/file/<str:digest>", columns, name="import_columns"),
]
