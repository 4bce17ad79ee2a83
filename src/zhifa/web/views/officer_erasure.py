"""For the security administrator: erase the name of somebody who no longer works with the system."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from zhifa.acts.erasure import erase_officer
from zhifa.core.values import Refusal, show_date
from zhifa.store.readers.erasure import OfficerErasure, erasable_officer, erasable_officers
from zhifa.web import viewmodels as vm
from zhifa.web.admin_forms import Typed, choice, form, text, typed_of
from zhifa.web.render import show_page
from zhifa.web.views.erasure import grounds, subjects
from zhifa.web.visitor import Visitor, missing, shell, signed_in

LEAD = "列出已经离岗的人；还在岗的按姓名查找。办过的事记在编号名下，姓名清除以后仍能查到是哪一个编号办的。"
CONSEQUENCES = (
    ("登记、页面、以后的文书", "只写“（已清除）”；登录名一并清除。谁也恢复不了"),
    ("办过的事", "岗位、证号、日期都在，记在编号名下，日志仍能核验"),
    ("已经制作的文书、案件", "里面写明的姓名不变；需要清除的，在“案件里的人”逐案办理"),
    ("备份", "旧内容按备份制度另行销毁"),
)
COLUMNS = (
    vm.Column(label="姓名", kind="main"),
    vm.Column(label="单位"),
    vm.Column(label="职务"),
    vm.Column(label="离岗", kind="date"),
    vm.Column(label="能不能清除"),
)


def _state(found: OfficerErasure) -> str:
    if not found.going:
        return f"{found.held} 处在保存期内，不能清除" if found.held else "已经清除"
    return f"不能：{found.needed.removeprefix('的')}" if found.needed else "可以"


@never_cache
@require_safe
@signed_in("person.erase")
def people(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Who has left and could have their name erased."""
    query, after = str(request.GET.get("q", "")).strip()[:40], str(request.GET.get("after", ""))[:40]
    place = reverse("erasure_people")
    lines, more = erasable_officers(query, reach=visitor.reach("person.erase"), day=visitor.day, after=after)
    asked = {"q": query} if query else {}
    rows = tuple(
        vm.Row(
            href=reverse("erasure_person", args=[line.id]),
            quiet=not line.going,
            cells=(
                vm.Cell(text=line.name, sub=f"编号 {line.id}"),
                vm.Cell(text=line.organ),
                vm.Cell(text=line.post),
                vm.Cell(on=line.left_on),
                vm.Cell(text=_state(line)),
            ),
        )
        for line in lines
    )
    page = vm.ListPage(
        title="清除工作人员的姓名",
        lead=LEAD,
        table=vm.TableView(
            caption="姓名",
            columns=COLUMNS,
            rows=rows,
            query=query,
            query_href=place,
            filters=subjects("erasure_people"),
            pager=vm.Pager(
                shown=f"本页 {len(rows)} 名",
                first=f"{place}?{urlencode(asked)}" if after else "",
                next=f"{place}?{urlencode(asked | {'after': lines[-1].id})}" if more else "",
            ),
            empty=vm.Empty(
                what=f"没有姓名含“{query}”的人员" if query else "没有已经离岗、姓名还在的人员",
                how="别的单位的人员查不到。" if query else "系统管理员办理离岗以后列在这里。",
            ),
        ),
    )
    return show_page(request, page, shell=shell(request, visitor, "erasure"))


def _submit(typed: Typed, found: OfficerErasure, visitor: Visitor) -> Refusal | None:
    """Erase, once ground and name are given; the name is typed again so that nobody else loses theirs."""
    if typed.get("basis") not in {cite for cite, _ in grounds(visitor)}:
        return Refusal("bad_input", "请选择依据", "没有列出的情形，不能清除", missing=("basis",))
    if typed.get("name") != found.name:
        return Refusal("bad_input", "姓名和这名人员不一致", "照抄上面的姓名，确认没有找错人", missing=("name",))
    if found.name in typed.get("reason", ""):
        return Refusal("bad_input", "理由中写了要清除的姓名", "理由长期保存，不要写姓名", missing=("reason",))
    done = erase_officer(found.id, reason=typed.get("reason", ""), basis=typed["basis"], actor=visitor.actor)
    return done if isinstance(done, Refusal) else None


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in("person.erase")
def one(request: HttpRequest, visitor: Visitor, key: str) -> HttpResponse:
    """Erase the name of one person, with ground, reason and the name typed again."""
    found = erasable_officer(key, reach=visitor.reach("person.erase"), day=visitor.day)
    if found is None:
        return missing(request, visitor, "没有登记这名人员，或者不在您的权限范围内。")
    typed, refused = typed_of(request), None
    if request.method == "POST":
        refused = _submit(typed, found, visitor)
        if refused is None:
            messages.success(request, f"编号 {found.id} 的姓名已清除")
            return HttpResponseRedirect(reverse("erasure_people"), status=303)
    left = f"{show_date(found.left_on)} 离岗" if found.left_on else "在岗"
    why = f"现在不能清除：{found.name}{found.needed}。" if found.needed else ""
    fields = [
        choice("basis", "依据", grounds(visitor), typed.get("basis", "")),
        text("reason", "理由", typed.get("reason", ""), hint="写入日志并长期保存，不要写姓名"),
        text("name", "再写一遍姓名", typed.get("name", ""), hint=f"照抄 {found.name}"),
    ]
    page = vm.FormPage(
        title=f"清除{found.name}的姓名",
        lead=" · ".join(part for part in (found.organ, found.post, left, f"编号 {found.id}") if part),
        form=form(
            code="erase-officer", title="清除", verb="清除", refused=refused, fields=fields,
            action=reverse("erasure_person", args=[key]),
            note=f"{why}登记中的姓名 {found.going} 处将清除。",
        ),
        facts=(
            vm.FactGroup(title="清除以后", rows=tuple(vm.FactRow(label=at, value=what) for at, what in CONSEQUENCES)),
        ),
        back=vm.Action(label="不清除，返回", href=reverse("erasure_people")),
    )  # fmt: skip
    return show_page(request, page, shell=shell(request, visitor, "erasure"), status=422 if refused else 200)


URLS = [
    path("erasure/people", people, name="erasure_people"),
    path("erasure/people/<str:key>", one, name="erasure_person"),
]
