"""Importing a power list in the browser: the file, what of it cannot be taken, and then taking it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhifa.acts.listings import layout_today, lists_on
from zhifa.acts.powerlists import ListFile, drop_preview, preview_list, take_list
from zhifa.core.permission import may
from zhifa.core.powerlist.model import PowerItem
from zhifa.core.values import Refusal
from zhifa.ports.tables import LARGEST, TABLES
from zhifa.store.readers.organs import organs
from zhifa.store.readers.powerlists import VersionRead, counted, items_of_version, version_read
from zhifa.web import admin_forms
from zhifa.web import viewmodels as vm
from zhifa.web.admin_forms import Typed, read_day, typed_of
from zhifa.web.exports import export
from zhifa.web.render import show_page
from zhifa.web.visitor import Visitor, missing, shell, signed_in

SHOWN = 300
HEAD = ("处理", "位置", "栏", "内容", "问题", "办法")
NEW = ""


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in("powers.manage")
def import_file(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """The form with the file; reading it leads to the preview, nothing is in force yet."""
    typed: Typed = typed_of(request) if request.method == "POST" else {"list": str(request.GET.get("list", ""))[:40]}
    refused: Refusal | None = None
    if request.method == "POST":
        done = _previewed(request, visitor, typed)
        if isinstance(done, str):
            return HttpResponseRedirect(reverse("list_preview", args=[done]), status=303)
        refused = done
    page = vm.FormPage(
        title="导入权责清单",
        lead="先读表格，列出不能收录的行和要核对的依据，看过以后再收录；同一清单的旧版本到新版本施行的前一日为止，仍然保留。",
        form=admin_forms.form(
            code="list-import", title="清单表格", verb="读取并预览", action=reverse("list_import"),
            fields=_fields(visitor, typed), refused=refused,
            note="表头认得：序号、事项名称、子项、职权类型（类别）、设定依据、实施主体、实施层级、行使方式、备注等。",
        ),
        back=vm.Action(label="回到权责清单", href=reverse("lists")),
    )  # fmt: skip
    return show_page(request, page, shell=shell(request, visitor, "lists"), status=422 if refused else 200)


def _previewed(request: HttpRequest, visitor: Visitor, typed: Typed) -> str | Refusal:
    upload = request.FILES.get("file")
    if upload is None:
        return Refusal("bad_input", "没有选择文件", "选择清单表格", missing=("file",))
    if (upload.size or 0) > LARGEST:
        return Refusal("bad_input", f"文件超过 {LARGEST >> 20} MB", "删去图片，或者拆成几个文件", missing=("file",))
    start = read_day(typed, "start", "施行日期")
    if isinstance(start, Refusal):
        return start
    given = ListFile(
        name=str(upload.name), content=upload.read(), title=typed.get("list", "") or typed.get("title", ""),
        organ=typed.get("organ", ""), start=start, document=typed.get("document", ""),
    )  # fmt: skip
    return preview_list(given, actor=visitor.actor)


def _fields(visitor: Visitor, typed: Typed) -> list[vm.FieldView]:
    known = [(one.head.code, f"{one.head.title}{'（示例，将被代替）' if one.head.demonstration else ''}")
             for one in lists_on(visitor.day)]  # fmt: skip
    places = [(one.code, one.name) for one in organs(reach=visitor.reach("powers.manage"))]
    return [
        vm.FieldView(name="file", label="表格文件", kind="file", single=True, accept=",".join(TABLES),
                     hint="XLSX、XLS、ODS 或者 CSV（UTF-8、GB18030 都可以）"),
        admin_forms.choice("list", "哪个清单", [(NEW, "新的清单"), *known], typed.get("list", ""), required=False,
                           hint="新的清单用表格上方的标题，或者另写名称"),
        admin_forms.text("title", "清单名称", typed.get("title", ""), required=False, hint="表格上方有标题的可以不写"),
        admin_forms.choice("organ", "编制机关", [("", "表格里写的机关"), *places], typed.get("organ", ""),
                           required=False),
        admin_forms.day("start", "施行日期", typed.get("start", ""), required=False, hint="表格里写明的可以不填"),
        admin_forms.text("document", "印发文件", typed.get("document", ""), required=False,
                         hint="例如 渝北府发〔2024〕3号"),
    ]  # fmt: skip


def _version(visitor: Visitor, key: str) -> VersionRead | None:
    """A preview this visitor may take."""
    found = version_read(key)
    if found is None or found.taken or may(visitor.person, "powers.manage", found.path, visitor.day):
        return None
    return found


@require_safe
@signed_in("powers.manage")
def preview(request: HttpRequest, visitor: Visitor, key: str) -> HttpResponse:
    """What would be taken, what cannot be, and what is to be looked at."""
    found = _version(visitor, key)
    if found is None:
        return missing(request, visitor, "没有这个待收录的清单，可能已经收录。请从权责清单重新打开。")
    if (form := str(request.GET.get("format", ""))) in {"csv", "xlsx"}:
        return export(f"{found.head.title}待核对", HEAD, _exported(found), form)
    items = items_of_version(key)
    page = vm.ListPage(
        title=f"预览：{found.head.title}",
        lead=_lead(found),
        actions=_actions(found, len(items)),
        tiles=_tiles(found, items),
        lacks=() if items else (vm.Lack(what="没有读出任何事项", hint="按下面所列改正表格，重新上传"),),
        table=_faults(found, str(request.GET.get("show", ""))),
    )
    return show_page(request, page, shell=shell(request, visitor, "lists"))


def _lead(found: VersionRead) -> str:
    kinds = counted([found.id]).get(found.id)
    order = [kind for kind in layout_today().kinds.all if kinds and kinds.kinds.get(kind)]
    said = "、".join(f"{kind} {kinds.kinds[kind]}" for kind in order) if kinds else ""
    start: date | None = found.head.validity.start
    return " · ".join(part for part in (found.file, found.head.organ, f"自 {start} 起", said) if part)


def _actions(found: VersionRead, many: int) -> tuple[vm.Action, ...]:
    take = vm.Action(
        label=f"收录 {many} 项", href=reverse("list_take", args=[found.id]), post=True, primary=True,
        confirm=f"自 {found.head.validity.start} 起收录 {many} 项，代替现行的版本" + (
            f"；另有 {len(found.aside)} 行不收录" if found.aside else ""),
    )  # fmt: skip
    drop = vm.Action(label="不收录，删去", href=reverse("list_drop", args=[found.id]), post=True)
    again = vm.Action(label="重新上传", href=reverse("list_import"))
    return (take, again, drop) if many else (again, drop)


def _tiles(found: VersionRead, items: list[PowerItem]) -> tuple[vm.Tile, ...]:
    def tile(label: str, many: int, note: str = "") -> vm.Tile:
        return vm.Tile(label=label, figure=vm.Figure(text=f"{many:,}"), unit="行" if "行" in label else "项", note=note)

    return (
        tile("读出的行", found.read),
        tile("可以收录", len(items)),
        tile("不能收录的行", len(found.aside), "改正后重新上传，或者先收录其余"),
        tile("对应到事项目录", sum(1 for item in items if item.matter)),
        tile("依据在文本中核对过", sum(1 for item in items if item.status == "verified")),
    )


def _rows(found: VersionRead) -> list[tuple[str, Mapping[str, str]]]:
    return [*(("不收录", fault) for fault in found.aside), *(("请核对", fault) for fault in found.doubts)]


def _exported(found: VersionRead) -> list[tuple[object, ...]]:
    return [
        (word, fault["place"], fault["column"], fault["value"], fault["reason"], fault["remedy"])
        for word, fault in _rows(found)
    ]


def _faults(found: VersionRead, show: str) -> vm.TableView:
    place = reverse("list_preview", args=[found.id])
    counts = {"不收录": len(found.aside), "请核对": len(found.doubts)}
    rows = [(word, fault) for word, fault in _rows(found) if not show or word == show]
    return vm.TableView(
        caption="要看的行",
        columns=(
            vm.Column(label="位置", kind="short"),
            vm.Column(label="处理", kind="short"),
            vm.Column(label="内容"),
            vm.Column(label="问题"),
            vm.Column(label="办法"),
        ),
        rows=tuple(
            vm.Row(href="", quiet=word == "请核对", cells=(
                vm.Cell(text=fault["place"]), vm.Cell(text=word),
                vm.Cell(text=fault["value"], sub=fault["column"]), vm.Cell(text=fault["reason"]),
                vm.Cell(text=fault["remedy"]),
            ))
            for word, fault in rows[:SHOWN]
        ),
        filters=(
            vm.Filter(label="全部", href=place, here=not show, count=str(sum(counts.values()))),
            *(vm.Filter(label=word, href=f"{place}?show={word}", here=word == show, count=str(many))
              for word, many in counts.items() if many),
        ),
        pager=vm.Pager(shown=f"共 {len(rows)} 处" + (f"，只列前 {SHOWN} 处，其余见导出" if len(rows) > SHOWN else "")),
        exports=tuple(vm.Action(label=form.upper(), href=f"{place}?format={form}", download=True)
                      for form in ("csv", "xlsx")) if rows else (),
        empty=vm.Empty(what="每一行都能收录，没有要核对的", how="点“收录”以后按施行日期生效。"),
    )  # fmt: skip


@require_POST
@signed_in("powers.manage")
def take(request: HttpRequest, visitor: Visitor, key: str) -> HttpResponse:
    """Take the previewed list."""
    read = version_read(key)
    done = take_list(key, actor=visitor.actor)
    if isinstance(done, Refusal):
        messages.error(request, f"没有收录：{done.message}。{done.remedy}")
        back = reverse("list_preview", args=[key]) if _version(visitor, key) else reverse("lists")
        return HttpResponseRedirect(back, status=303)
    said = f"已收录 {done.items} 项" if done.changed else f"与现行版本相同，{done.items} 项没有变化"
    start = read.head.validity.start if read else None
    coming = start is not None and start > visitor.day
    messages.success(request, f"{said}，自 {start} 起施行" if coming else said)
    asked = f"?{urlencode({'on': str(start)})}" if coming else ""
    return HttpResponseRedirect(reverse("list", args=[done.code]) + asked, status=303)


@require_POST
@signed_in("powers.manage")
def drop(request: HttpRequest, visitor: Visitor, key: str) -> HttpResponse:
    """Throw the preview away."""
    refused = drop_preview(key, actor=visitor.actor)
    messages.success(request, refused.message if refused else "已删去，没有收录")
    return HttpResponseRedirect(reverse("lists"), status=303)


URLS = [
    path("import-list", import_file, name="list_import"),
    path("import-list/<str:key>", preview, name="list_preview"),
    path("import-list/<str:key>/take", take, name="list_take"),
    path("import-list/<str:key>/drop", drop, name="list_drop"),
]
