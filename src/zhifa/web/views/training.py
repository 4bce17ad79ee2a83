"""Training: what was held, who attended for how many hours, courseware."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import quote

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from zhifa.acts.files import keep_file, root
from zhifa.acts.training import Held, enter_attendance, enter_training, strike_training, training_kinds
from zhifa.core.permission import may
from zhifa.core.values import Refusal
from zhifa.ports import files
from zhifa.store.readers.people import OrganRead
from zhifa.store.readers.training import SessionRead, above, attendance, session, session_years, sessions
from zhifa.web import admin_forms
from zhifa.web import viewmodels as vm
from zhifa.web.admin_forms import Typed, read_day, typed_of
from zhifa.web.personnel_pages import (
    acting_organs,
    asked_export,
    chosen_organ,
    exports_at,
    form_view,
    link,
    long_text,
    organ_choices,
    staff_of,
    whole,
)
from zhifa.web.render import show_page
from zhifa.web.visitor import Visitor, missing, shell, signed_in

HERE = "trainings"
COLUMNS = (
    vm.Column(label="培训", kind="main"),
    vm.Column(label="方式"),
    vm.Column(label="日期", kind="date"),
    vm.Column(label="举办机关"),
    vm.Column(label="学时", kind="number"),
    vm.Column(label="参加", kind="number"),
    vm.Column(label="人学时", kind="number"),
    vm.Column(label="情况"),
)
HEAD = ("培训", "方式", "日期", "举办机关", "学时", "参加人数", "人学时", "讲授", "情况")


def _row(line: SessionRead) -> vm.Row:
    state = f"已删除：{line.struck}" if line.struck else ("" if line.attended else "还没有登记参加人员")
    return vm.Row(
        href=reverse("training", args=[line.id]),
        quiet=bool(line.struck),
        cells=(
            vm.Cell(text=line.title, sub=line.teacher),
            vm.Cell(text=line.kind),
            vm.Cell(on=line.held_on),
            vm.Cell(text=line.organ_name),
            vm.Cell(text=str(line.hours)),
            vm.Cell(text=str(line.attended)),
            vm.Cell(text=f"{line.person_hours:,}"),
            vm.Cell(text=state),
        ),
    )


def _tiles(found: list[SessionRead]) -> tuple[vm.Tile, ...]:
    counted = [line for line in found if not line.struck]
    return (
        vm.Tile(label="培训", figure=vm.Figure(text=str(len(counted))), unit="次"),
        vm.Tile(label="学时", figure=vm.Figure(text=f"{sum(s.hours for s in counted):,}")),
        vm.Tile(label="人次", figure=vm.Figure(text=f"{sum(s.attended for s in counted):,}")),
        vm.Tile(label="人学时", figure=vm.Figure(text=f"{sum(s.person_hours for s in counted):,}")),
    )


@require_safe
@signed_in("training.read")
def trainings(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """The training of a year that concerns an organ: its own, that of those above and below."""
    organ = chosen_organ(request, visitor, "training.read")
    if organ is None:
        return missing(request, visitor)
    asked = str(request.GET.get("year", ""))
    years = sorted({*session_years(organ.path), visitor.day.year}, reverse=True)
    year = int(asked) if asked.isdecimal() and len(asked) == 4 else visitor.day.year
    found = sessions(organ.path, year)
    rows = (
        (s.title, s.kind, s.held_on, s.organ_name, s.hours, s.attended, s.person_hours, s.teacher, s.struck)
        for s in found
    )
    if download := asked_export(request, f"{organ.short}{year}年培训", HEAD, rows):
        return download
    place = f"{reverse('trainings')}?{urlencode({'organ': organ.code, 'year': str(year)})}"
    page = vm.ListPage(
        title=f"{year} 年培训",
        lead=f"{organ.name}：本机关和上级、下级机关举办的",
        actions=(link("登记培训", "training_new", primary=True, organ=organ.code),)
        if visitor.may("training.manage")
        else (),
        choices=organ_choices(visitor, "training.read", reverse("trainings"), organ.code),
        tiles=_tiles(found) if found else (),
        table=vm.TableView(
            caption="培训",
            columns=COLUMNS,
            rows=tuple(_row(line) for line in found),
            filters=tuple(
                vm.Filter(
                    label=f"{one} 年",
                    href=f"{reverse('trainings')}?{urlencode({'organ': organ.code, 'year': str(one)})}",
                    here=one == year,
                )
                for one in years
            ),
            exports=exports_at(place) if found else (),
            empty=vm.Empty(
                what=f"还没有登记 {year} 年的培训", how="登记培训和参加人员以后，系统按学时核对每个人的证件。"
            ),
        ),
    )
    return show_page(request, page, shell=shell(request, visitor, HERE))


def _readable(key: str, visitor: Visitor) -> SessionRead | None:
    """A training that concerns the visitor: held in their reach, or above their own organ."""
    found = session(key)
    if found is None:
        return None
    near = any(found.path.startswith(place) for place in visitor.reach("training.read"))
    return found if near or found.path in above(visitor.organ.path) else None


def _managing(found: SessionRead, visitor: Visitor) -> bool:
    return not found.struck and may(visitor.person, "training.manage", found.path, visitor.day) is None


def _people(found: SessionRead, visitor: Visitor) -> vm.TableView:
    hours = attendance(found.id)
    own = found.path if any(found.path.startswith(p) for p in visitor.reach("training.read")) else visitor.organ.path
    lines = [line for line in staff_of(own, visitor) if line.person.id in hours]
    rows = tuple(
        vm.Row(
            href=reverse("person", args=[line.person.id]),
            cells=(vm.Cell(text=line.person.name, sub=line.post), vm.Cell(text=line.organ),
                   vm.Cell(text=str(hours[line.person.id]))),
        )
        for line in lines
    )  # fmt: skip
    return vm.TableView(
        caption="参加人员",
        name="attended",
        columns=(vm.Column(label="姓名", kind="main"), vm.Column(label="单位"), vm.Column(label="学时", kind="number")),
        rows=rows,
        empty=vm.Empty(what="还没有登记参加人员", how="登记以后计入各人的学时。"),
    )


@require_safe
@signed_in("training.read")
def training(request: HttpRequest, visitor: Visitor, key: str) -> HttpResponse:
    """One training with those who attended."""
    found = _readable(key, visitor)
    if found is None:
        return missing(request, visitor, "没有这次培训，或者它不在您的权限范围内。", to=("trainings", "看培训"))
    courseware = tuple(
        vm.FactRow(label=f"课件 {number}", value=item["name"], href=reverse("courseware", args=[key, item["digest"]]))
        for number, item in enumerate(found.courseware, 1)
    )
    said = (("举办机关", found.organ_name), ("方式", found.kind), ("日期", str(found.held_on)),
            ("学时", str(found.hours)), ("讲授", found.teacher), ("内容", found.content))  # fmt: skip
    page = vm.RecordPage(
        title=found.title,
        verdicts=(vm.Verdict(level="none", word="已删除，不计学时", why=found.struck),) if found.struck else (),
        actions=(
            link("登记参加人员", "attendance", found.id, primary=not found.attended),
            link("修改", "training_change", found.id),
            link("删除", "training_strike", found.id),
        )
        if _managing(found, visitor)
        else (),
        back=link("回到培训", "trainings", year=str(found.held_on.year)),
        facts=(
            vm.FactGroup(
                title="培训",
                rows=(*(vm.FactRow(label=label, value=value) for label, value in said if value), *courseware),
            ),
        ),
        tables=(_people(found, visitor),),
    )
    return show_page(request, page, shell=shell(request, visitor, HERE))


def _kept(request: HttpRequest, organ: OrganRead, visitor: Visitor) -> tuple[tuple[str, str], ...] | Refusal:
    """Courseware posted with the form, kept; digest and name."""
    made = []
    for posted in request.FILES.getlist("courseware"):
        assert isinstance(posted, UploadedFile)
        name = str(posted.name or "课件")[:120]
        digest = keep_file(
            name, posted.content_type or "", posted.chunks(), posted.size or 0, path=organ.path,
            actor=visitor.actor, action="training.manage",
        )  # fmt: skip
        if isinstance(digest, Refusal):
            return replace(digest, missing=("courseware",))
        made.append((digest, name))
    return tuple(made)


def _fields(typed: Typed, organs: list[tuple[str, str]], known: SessionRead | None) -> list[vm.FieldView]:
    shown = (
        tuple(
            vm.Action(label=item["name"], href=reverse("courseware", args=[known.id, item["digest"]]))
            for item in known.courseware
        )
        if known
        else ()
    )
    fields = [
        admin_forms.text("title", "培训名称", typed.get("title", "")),
        admin_forms.choice("kind", "方式", [(kind, kind) for kind in training_kinds()], typed.get("kind", "")),
        admin_forms.day("on", "日期", typed.get("on", ""), hint="几天的培训填最后一天"),
        admin_forms.whole("hours", "学时", typed.get("hours", ""), unit="学时"),
        admin_forms.text("teacher", "讲授", typed.get("teacher", ""), required=False),
        long_text("content", "内容", typed.get("content", ""), required=False),
        vm.FieldView(name="courseware", label="课件", kind="file", required=False, files=shown,
                     accept=".pdf,.txt,.mp4,.jpg,.png"),
    ]  # fmt: skip
    return fields if known else [admin_forms.choice("organ", "举办机关", organs, typed.get("organ", "")), *fields]


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in("training.manage")
def change(request: HttpRequest, visitor: Visitor, key: str = "") -> HttpResponse:
    """Enter a training, or put one in other words."""
    known = session(key) if key else None
    if key and (known is None or not _managing(known, visitor)):
        return missing(request, visitor, "没有这次培训，或者它不在您的权限范围内。", to=("trainings", "看培训"))
    within = acting_organs(visitor, "training.manage")
    made: list[str] = []

    def do(typed: Typed) -> Refusal | None:
        code = known.organ if known else typed.get("organ", "")
        organ = next((one for one in within if one.code == code), None)
        if organ is None:
            return Refusal("bad_input", "请选择举办机关", "选择后再登记", missing=("organ",))
        day, kept = read_day(typed, "on", "日期"), _kept(request, organ, visitor)
        if isinstance(day, Refusal) or isinstance(kept, Refusal):
            return day if isinstance(day, Refusal) else kept if isinstance(kept, Refusal) else None
        old = tuple((item["digest"], item["name"]) for item in known.courseware) if known else ()
        held = Held(
            organ.code, typed.get("title", ""), typed.get("kind", ""), day, whole(typed.get("hours", "")),
            typed.get("teacher", ""), typed.get("content", ""), (*old, *kept),
        )  # fmt: skip
        result = enter_training(held, actor=visitor.actor, key=key)
        if isinstance(result, Refusal):
            return result
        made.append(result)
        return None

    def build(typed: Typed, refused: Refusal | None) -> vm.FormPage:
        title, verb = ("修改培训", "保存") if known else ("登记培训", "登记")
        organs = [(organ.code, organ.short) for organ in within]
        action = reverse("training_change", args=[key]) if known else reverse("training_new")
        form = admin_forms.form(code="training", title=title, verb=verb, action=action, refused=refused,
                                fields=_fields(typed, organs, known))  # fmt: skip
        return vm.FormPage(title=title, form=form, back=link("回到培训", "trainings"))

    usual: Mapping[str, str] = {"organ": str(request.GET.get("organ", "")) or (within[0].code if within else "")}
    if known:
        usual = {"title": known.title, "kind": known.kind, "on": str(known.held_on), "hours": str(known.hours),
                 "teacher": known.teacher, "content": known.content}  # fmt: skip
    answer = form_view(
        request, visitor, known=usual, build=build, do=do, done="培训已登记", to=reverse("trainings"), here=HERE
    )
    if made and answer.status_code == 303:
        return HttpResponseRedirect(reverse("training", args=made), status=303)
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in("training.manage")
def attended(request: HttpRequest, visitor: Visitor, key: str) -> HttpResponse:
    """Who attended: ticked persons get the full hours, or those typed beside their name."""
    found = session(key)
    if found is None or not _managing(found, visitor):
        return missing(request, visitor, "没有这次培训，或者它不在您的权限范围内。", to=("trainings", "看培训"))
    lines, known = staff_of(found.path, visitor), attendance(key)
    ticked, refused = set(known), None
    typed = {f"hours-{person}": str(had) for person, had in known.items() if had != found.hours}
    if request.method == "POST":
        typed, ticked = dict(typed_of(request)), set(request.POST.getlist("persons"))
        hours = {person: 0 for person in known if person not in ticked}
        for person in ticked:
            hours[person] = whole(said) if (said := typed.get(f"hours-{person}", "")) else found.hours
        refused = enter_attendance(key, hours, actor=visitor.actor)
        if refused is None:
            messages.success(request, "参加人员已登记，各人的学时已经重新核对")
            return HttpResponseRedirect(reverse("training", args=[key]), status=303)
    options = tuple(
        vm.Option(value=line.person.id, label=line.person.name, note=line.post or line.organ,
                  selected=line.person.id in ticked)
        for line in lines
    )  # fmt: skip
    apart = [
        replace(admin_forms.whole(f"hours-{line.person.id}", f"{line.person.name}的学时",
                                  typed.get(f"hours-{line.person.id}", ""), unit="学时"), required=False,
                aside=not typed.get(f"hours-{line.person.id}"))
        for line in lines
    ]  # fmt: skip
    form = admin_forms.form(
        code="attendance", title="参加人员", verb="保存", action=reverse("attendance", args=[key]), refused=refused,
        fields=[vm.FieldView(name="persons", label="参加人员", kind="officers", options=options), *apart],
        note=f"勾选的人记 {found.hours} 学时；有人只参加一部分的，在“还可以填写”中另填。",
    )  # fmt: skip
    page = vm.FormPage(title=f"{found.title}：参加人员", form=form, back=link("回到培训", "training", key))
    return show_page(request, page, shell=shell(request, visitor, HERE), status=422 if refused else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in("training.manage")
def strike(request: HttpRequest, visitor: Visitor, key: str) -> HttpResponse:
    """Take a training that was entered by mistake out of the count."""
    found = session(key)
    if found is None or not _managing(found, visitor):
        return missing(request, visitor, "没有这次培训，或者它不在您的权限范围内。", to=("trainings", "看培训"))

    def build(typed: Typed, refused: Refusal | None) -> vm.FormPage:
        form = admin_forms.form(
            code="training-strike", title="删除培训", verb="删除", action=reverse("training_strike", args=[key]),
            refused=refused, fields=[admin_forms.text("reason", "理由", typed.get("reason", ""))],
            note=f"{found.attended} 人的学时不再计算，可能有人的证件因此失效；原登记保留。",
        )  # fmt: skip
        return vm.FormPage(title=f"删除 {found.title}", form=form, back=link("回到培训", "training", key))

    return form_view(
        request, visitor, known={}, build=build, here=HERE, done="已删除", to=reverse("training", args=[key]),
        do=lambda typed: strike_training(key, reason=typed.get("reason", ""), actor=visitor.actor),
    )  # fmt: skip


@require_safe
@signed_in("training.read")
def courseware(request: HttpRequest, visitor: Visitor, key: str, digest: str) -> HttpResponse:
    """A file of a training, for whoever may see the training."""
    found = _readable(key, visitor)
    item = next((one for one in (found.courseware if found else ()) if one["digest"] == digest), None)
    content = files.read(root(), digest) if item else None
    if item is None or content is None:
        return missing(request, visitor, "没有这个课件。", to=("trainings", "看培训"))
    response = HttpResponse(content, content_type="application/octet-stream")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(item['name'])}"
    return response


URLS = [
    path("training", trainings, name="trainings"),
    path("training/new", change, name="training_new"),
    path("training/<str:key>", training, name="training"),
    path("training/<str:key>/change", change, name="training_change"),
    path("training/<str:key>/attendance", attended, name="attendance"),
    path("training/<str:key>/strike", strike, name="training_strike"),
    path("training/<str:key>/files/<str:digest>", courseware, name="courseware"),
]
