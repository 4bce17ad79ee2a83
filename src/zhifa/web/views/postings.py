"""Stations: which people of which organ sit in which town, on which days, in whose name."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_safe

from zhifa.acts.stations import PostingEntry, end_posting, post
from zhifa.core.permission import may
from zhifa.core.values import WEEKDAYS, Refusal
from zhifa.store.readers.equipment import PostingRead, posting, postings
from zhifa.store.readers.organs import organs
from zhifa.store.readers.people import staff
from zhifa.web import admin_forms
from zhifa.web import viewmodels as vm
from zhifa.web.admin_forms import Typed, read_day, typed_of
from zhifa.web.personnel_pages import asked_export, exports_at, form_view, link, person_choice, serving
from zhifa.web.render import show_page
from zhifa.web.visitor import Visitor, missing, shell, signed_in

HERE = "postings"
COLUMNS = (
    vm.Column(label="人员", kind="main"),
    vm.Column(label="以谁的名义执法"),
    vm.Column(label="坐班镇街"),
    vm.Column(label="地点"),
    vm.Column(label="每周"),
    vm.Column(label="起", kind="date"),
    vm.Column(label="止", kind="date"),
    vm.Column(label="今天"),
)
HEAD = ("人员", "以谁的名义执法", "坐班镇街", "地点", "每周", "职责", "文件", "起", "止")


def week(days: tuple[int, ...]) -> str:
    """The days of a week in one word: 周一、三."""
    return "周" + "、".join(WEEKDAYS[day - 1] for day in days)


def _row(one: PostingRead, visitor: Visitor) -> vm.Row:
    gone = one.valid_to is not None and one.valid_to < visitor.day
    word = f"已结束{f'：{one.ended_why}' if one.ended_why else ''}" if gone else (
        "在坐班" if one.here_on(visitor.day) else "")  # fmt: skip
    managing = not gone and may(visitor.person, "station.manage", one.path, visitor.day) is None
    return vm.Row(
        href=reverse("posting_end", args=[one.id]) if managing else reverse("person", args=[one.person]),
        quiet=gone,
        cells=(
            vm.Cell(text=one.name, sub=one.duties),
            vm.Cell(text=one.organ_name),
            vm.Cell(text=one.station_name, sub=one.document),
            vm.Cell(text=one.place),
            vm.Cell(text=week(one.weekdays)),
            vm.Cell(on=one.valid_from),
            vm.Cell(on=one.valid_to) if one.valid_to else vm.Cell(text="长期"),
            vm.Cell(text=word),
        ),
    )


@require_safe
@signed_in("people.read")
def all_postings(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Everybody posted from or to the organs within the reach."""
    found = postings(reach=visitor.reach("people.read"))
    rows = ((p.name, p.organ_name, p.station_name, p.place, week(p.weekdays), p.duties, p.document, p.valid_from,
             p.valid_to) for p in found)  # fmt: skip
    if download := asked_export(request, "片区坐班", HEAD, rows):
        return download
    here = [one for one in found if one.here_on(visitor.day)]
    page = vm.ListPage(
        title="片区坐班",
        lead="部门人员在镇街坐班，仍以本部门的名义执法，案件归本部门；镇街的案件他们不能办理。",
        actions=(link("登记坐班", "posting_new", primary=True),) if visitor.may("station.manage") else (),
        tiles=(
            vm.Tile(label="今天坐班", figure=vm.Figure(text=str(len(here))), unit="名"),
            vm.Tile(label="坐班镇街", figure=vm.Figure(text=str(len({one.station for one in found}))), unit="个"),
            vm.Tile(label="派出机关", figure=vm.Figure(text=str(len({one.organ for one in found}))), unit="个"),
        )
        if found
        else (),
        table=vm.TableView(
            caption="坐班",
            columns=COLUMNS,
            rows=tuple(_row(one, visitor) for one in found),
            exports=exports_at(reverse("postings")) if found else (),
            empty=vm.Empty(what="还没有登记坐班", how="写明谁、在哪里、每周哪几天、以哪个机关的名义。"),
        ),
    )
    return show_page(request, page, shell=shell(request, visitor, HERE))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in("station.manage")
def new(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Post somebody to a town or street."""
    lines = serving(staff(reach=visitor.reach("station.manage")), visitor)
    places = organs(reach=(f"{visitor.organ.path.split('/')[0]}/",))
    typed: Typed = {}
    ticked: list[str] = []
    refused: Refusal | None = None
    if request.method == "POST":
        typed, ticked = typed_of(request), [str(day) for day in request.POST.getlist("weekdays")]
        start, end = read_day(typed, "start", "开始日期"), read_day(typed, "end", "结束日期")
        refused = next((one for one in (start, end) if isinstance(one, Refusal)), None)
        if refused is None:
            entry = PostingEntry(
                typed.get("person", ""), typed.get("station", ""), typed.get("place", ""),
                [int(day) for day in ticked if day.isdecimal()], start, end,  # type: ignore[arg-type]
                typed.get("duties", ""), typed.get("document", ""),
            )  # fmt: skip
            result = post(entry, actor=visitor.actor)
            if not isinstance(result, Refusal):
                messages.success(request, "坐班已登记")
                return HttpResponseRedirect(reverse("postings"), status=303)
            refused = result
    week_days = tuple(vm.Option(value=str(n), label=f"周{WEEKDAYS[n - 1]}", selected=str(n) in ticked)
                      for n in range(1, 8))  # fmt: skip
    form = admin_forms.form(
        code="posting", title="登记坐班", verb="登记", action=reverse("posting_new"), refused=refused,
        note="坐班不产生职权：在镇街坐班时仍以本机关的名义执法，案件立在本机关。",
        fields=[
            person_choice("person", "人员", lines, typed.get("person", "")),
            admin_forms.choice("station", "坐班镇街", [(one.code, one.short) for one in places],
                               typed.get("station", "")),
            admin_forms.text("place", "地点", typed.get("place", ""), hint="例如 镇便民服务中心二楼执法窗口"),
            vm.FieldView(name="weekdays", label="每周哪几天", kind="choices", options=week_days),
            admin_forms.day("start", "自", typed.get("start", "")),
            admin_forms.day("end", "至", typed.get("end", ""), required=False),
            admin_forms.text("duties", "职责", typed.get("duties", ""), required=False),
            admin_forms.text("document", "文件", typed.get("document", ""), required=False),
        ],
    )  # fmt: skip
    page = vm.FormPage(title="登记坐班", form=form, back=link("回到坐班", "postings"))
    return show_page(request, page, shell=shell(request, visitor, HERE), status=422 if refused else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in("station.manage")
def end(request: HttpRequest, visitor: Visitor, key: str) -> HttpResponse:
    """End a posting."""
    found = posting(key)
    if found is None or may(visitor.person, "station.manage", found.path, visitor.day):
        return missing(request, visitor, "没有这次坐班登记，或者它不在您的权限范围内。", to=("postings", "看坐班"))

    def do(typed: Typed) -> Refusal | None:
        on = read_day(typed, "on", "结束日期")
        return on if isinstance(on, Refusal) else end_posting(
            key, on=on, reason=typed.get("reason", ""), actor=visitor.actor)  # fmt: skip

    def build(typed: Typed, refused: Refusal | None) -> vm.FormPage:
        fields = [admin_forms.day("on", "最后一天", typed.get("on", "")),
                  admin_forms.text("reason", "理由", typed.get("reason", ""))]  # fmt: skip
        form = admin_forms.form(code="posting-end", title="结束坐班", verb="结束", refused=refused, fields=fields,
                                action=reverse("posting_end", args=[key]))  # fmt: skip
        said = (("人员", found.name), ("以谁的名义", found.organ_name), ("地点", f"{found.station_name} {found.place}"),
                ("每周", week(found.weekdays)))  # fmt: skip
        facts = (vm.FactGroup(title="坐班", rows=tuple(vm.FactRow(label=n, value=v) for n, v in said)),)
        return vm.FormPage(title=f"{found.name}：结束坐班", form=form, facts=facts, back=link("回到坐班", "postings"))

    known: Mapping[str, str] = {"on": str(visitor.day)}
    return form_view(request, visitor, known=known, build=build, do=do, done="坐班已结束", to=reverse("postings"),
                     here=HERE)  # fmt: skip


URLS = [
    path("postings", all_postings, name="postings"),
    path("postings/new", new, name="posting_new"),
    path("postings/<str:key>/end", end, name="posting_end"),
]
