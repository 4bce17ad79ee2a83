"""The casefile: what lies in it in which order, what it lacks, and the whole of it as one PDF or a ZIP."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.views.decorators.http import require_safe

from zhifa.acts.casefile import Casefile, bound, read_casefile, zipped
from zhifa.core.papers.casefile import Leaf
from zhifa.core.values import Refusal
from zhifa.ports.render import NoFont
from zhifa.web import viewmodels as vm
from zhifa.web.render import show_page
from zhifa.web.views.papers import attachment
from zhifa.web.visitor import Visitor, missing, shell, signed_in

ZIP = "application/zip"
FORMS = {"pdf": "application/pdf", "zip": ZIP}


def _leaf(casefile: Casefile, case_id: str, leaf: Leaf) -> str:
    if leaf.key in casefile.papers:
        return reverse("paper", args=[leaf.key])
    return reverse("file", args=[case_id, leaf.key])


def _rows(casefile: Casefile, case_id: str) -> list[vm.Row]:
    found = []
    for filed in casefile.filed:
        for leaf in filed.leaves:
            paper = casefile.papers.get(leaf.key)
            kept = casefile.kept.get(leaf.key)
            state = "盖章扫描件" if paper and paper.scan else kept.media_type if kept else "系统制作"
            cells = (
                vm.Cell(text=leaf.title, sub=leaf.number),
                vm.Cell(text=filed.part.volume, sub=filed.part.title),
                vm.Cell(on=leaf.day),
                vm.Cell(text="已撤回" if leaf.withdrawn else state),
            )
            found.append(vm.Row(href=_leaf(casefile, case_id, leaf), cells=cells, quiet=leaf.withdrawn))
    return found


def _actions(casefile: Casefile, case_id: str) -> tuple[vm.Action, ...]:
    place = reverse("casefile_whole", args=[case_id, "pdf"])
    made = [vm.Action(label="整卷 PDF", href=place, primary=True, download=True)]
    if len(casefile.volumes) > 1:
        made += [
            vm.Action(label=f"只要{name}", href=f"{place}?volume={name}", download=True) for name in casefile.volumes
        ]
    made.append(vm.Action(label="打包 ZIP", href=reverse("casefile_whole", args=[case_id, "zip"]), download=True))
    return tuple(made)


def _lacks(casefile: Casefile, case_id: str) -> tuple[vm.Lack, ...]:
    case = reverse("case", args=[case_id])
    return tuple(
        vm.Lack(
            what=f"缺《{lack.title}》（{lack.said}）",
            action=vm.Action(label="去制作或者传回扫描件", href=f"{case}?p={lack.proceeding}"),
            anchor=f"lack-{lack.proceeding}-{lack.code}",
        )
        for lack in casefile.lacks
    )


@require_safe
@signed_in("case.read")
def casefile(request: HttpRequest, visitor: Visitor, case_id: str) -> HttpResponse:
    """What lies in a case's file, in order."""
    found = read_casefile(case_id, actor=visitor.actor)
    if isinstance(found, Refusal):
        return missing(request, visitor)
    count = sum(len(filed.leaves) for filed in found.filed)
    page = vm.ListPage(
        title=f"案卷 {found.title}",
        lead=f"一案一卷，共 {count} 件，按{'、'.join(found.volumes) or '案卷'}的次序；导出时加封面、目录、页码和备考表",
        actions=(
            *(_actions(found, case_id) if count else ()),
            vm.Action(label="回到案件", href=reverse("case", args=[case_id])),
        ),
        lacks=_lacks(found, case_id),
        table=vm.TableView(
            caption="卷内文件",
            columns=(
                vm.Column(label="文件", kind="main"), vm.Column(label="卷、部分", kind="short"),
                vm.Column(label="日期", kind="date"), vm.Column(label="来源", kind="short"),
            ),
            rows=tuple(_rows(found, case_id)),
            empty=vm.Empty(what="卷内还没有文件", how="制作文书、登记证据以后列在这里"),
        ),
    )  # fmt: skip
    return show_page(request, page, shell=shell(request, visitor, "cases"))


@require_safe
@signed_in("case.read")
def whole(request: HttpRequest, visitor: Visitor, case_id: str, form: str) -> HttpResponse:
    """The whole file, or one volume of it, to take along."""
    found = read_casefile(case_id, actor=visitor.actor)
    if isinstance(found, Refusal) or form not in FORMS:
        return missing(request, visitor)
    volume = str(request.GET.get("volume", ""))
    volume = volume if volume in found.volumes else ""
    made = bound(found, volume) if form == "pdf" else zipped(found, volume)
    if isinstance(made, NoFont):
        return _no_font(request, visitor, made, case_id)
    return attachment(made, FORMS[form], f"案卷{found.title}{volume}.{form}")


def _no_font(request: HttpRequest, visitor: Visitor, lacking: NoFont, case_id: str) -> HttpResponse:
    page = vm.ErrorPage(
        kind="refused",
        title="现在不能装订案卷",
        what=f"{lacking.message}。请系统管理员在服务器上运行：{lacking.mend}",
        kept="案卷里的文件没有受影响",
        actions=(vm.Action(label="回到案卷", href=reverse("casefile", args=[case_id]), primary=True),),
    )
    return show_page(request, page, shell=shell(request, visitor, "cases"), status=503)


URLS = [
    path("cases/<str:case_id>/casefile", casefile, name="casefile"),
    path("cases/<str:case_id>/casefile/<str:form>", whole, name="casefile_whole"),
]
