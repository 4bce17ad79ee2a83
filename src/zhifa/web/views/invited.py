"""Invited supervisors: their terms and meetings, as who appoints them sees them and as they see their own."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_safe

from zhifa.acts import social as acts
from zhifa.core.values import Refusal
from zhifa.store.readers.social import MeetingRead, TermLine, candidates, meetings, term, terms
from zhifa.web import admin_forms
from zhifa.web import viewmodels as vm
from zhifa.web.admin_forms import Typed, read_day
from zhifa.web.personnel_pages import acting_organs, asked_export, exports_at, form_view, link, long_text
from zhifa.web.render import show_page
from zhifa.web.visitor import Visitor, missing, shell, signed_in

READ, MANAGE, HERE = "invited.read", "invited.manage", "invited"


def _mine(visitor: Visitor) -> bool:
    """Whether the visitor looks only at what concerns themselves: an invited supervisor."""
    return visitor.roles == ("invited_supervisor",)


@require_safe
@signed_in(READ)
def invited(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Terms and meetings."""
    reach, alone = visitor.reach(READ), _mine(visitor)
    lines = [one for one in terms(reach=reach) if not alone or one.person == visitor.person.id]
    head = ("姓名", "届别", "聘请机关", "联系领域", "任期起", "任期止", "解聘", "提出意见（条）")
    rows = [(x.name, x.batch, x.organ, x.fields, x.begins_on, x.ends_on, x.ended_on, x.opinions) for x in lines]
    if download := asked_export(request, "特邀行政执法监督员", head, rows):
        return download
    met = meetings(reach=reach, attendee=visitor.person.id if alone else "")
    managing = visitor.may(MANAGE)
    page = vm.RecordPage(
        title="特邀行政执法监督员",
        lead=f"现任 {sum(one.serves_on(visitor.day) for one in lines)} 名，例会 {len(met)} 次",
        actions=(link("聘任", "new_term", primary=True), link("登记例会", "new_meeting")) if managing else (),
        back=link("回到监督", "oversight") if visitor.may("oversight.read") else link("征求我的意见", "cards"),
        tables=(_terms_table(lines, visitor, managing), _meetings_table(met)),
    )
    return show_page(request, page, shell=shell(request, visitor, HERE))


def _terms_table(lines: list[TermLine], visitor: Visitor, managing: bool) -> vm.TableView:
    def row(one: TermLine) -> vm.Row:
        serving = one.serves_on(visitor.day)
        state = "现任" if serving else "已解聘" if one.ended_on else "任期外"
        return vm.Row(
            href=reverse("end_term", args=[one.id]) if managing and serving else "",
            quiet=not serving,
            cells=(
                vm.Cell(text=one.name),
                vm.Cell(text=one.batch),
                vm.Cell(text=one.fields),
                vm.Cell(text=f"{one.begins_on} 至 {one.ends_on}"),
                vm.Cell(text=state, sub=f"{one.ended_on}" if one.ended_on else ""),
                vm.Cell(text=str(one.opinions)),
            ),
        )

    return vm.TableView(
        caption="任期",
        name="terms",
        columns=(vm.Column(label="姓名", kind="main" if managing else "text"), vm.Column(label="届别", kind="short"),
                 vm.Column(label="联系领域"), vm.Column(label="任期"), vm.Column(label="状态", kind="short"),
                 vm.Column(label="提出意见", kind="number")),
        rows=tuple(map(row, lines)),
        exports=exports_at(reverse("invited")) if lines else (),
        empty=vm.Empty(what="还没有特邀监督员", how="先由系统管理员登记人员和“特邀行政执法监督员”岗位，再在这里聘任。"),
    )  # fmt: skip


def _meetings_table(met: list[MeetingRead]) -> vm.TableView:
    return vm.TableView(
        caption="例会",
        name="meetings",
        columns=(vm.Column(label="名称", kind="main"), vm.Column(label="日期", kind="date"),
                 vm.Column(label="地点"), vm.Column(label="到会", kind="number")),
        rows=tuple(
            vm.Row(
                href=reverse("meeting", args=[one.id]),
                cells=(vm.Cell(text=one.title), vm.Cell(on=one.held_on), vm.Cell(text=one.place),
                       vm.Cell(text=str(len(one.attended)), sub="、".join(one.names))),
            )
            for one in met
        ),
        empty=vm.Empty(what="还没有例会", how="开过的会登记名称、日期、到会的人和会议记录。"),
    )  # fmt: skip


@require_safe
@signed_in(READ)
def meeting(request: HttpRequest, visitor: Visitor, key: str) -> HttpResponse:
    """One meeting with its minutes; an invited supervisor reads those they attended."""
    attendee = visitor.person.id if _mine(visitor) else ""
    found = next((one for one in meetings(reach=visitor.reach(READ), attendee=attendee) if one.id == key), None)
    if found is None:
        return missing(request, visitor, "没有这次例会，或者它不在您的权限范围内。", to=("invited", "看例会"))
    rows = (
        ("日期", str(found.held_on)),
        ("地点", found.place),
        ("到会", "、".join(found.names)),
        ("记录", found.minutes),
    )
    page = vm.RecordPage(
        title=found.title,
        lead=found.organ_name,
        actions=(link("改写", "change_meeting", key),) if visitor.may(MANAGE) else (),
        back=link("回到特邀监督员", "invited"),
        facts=(vm.FactGroup(title="例会", rows=tuple(vm.FactRow(label=n, value=v) for n, v in rows if v)),),
    )
    return show_page(request, page, shell=shell(request, visitor, HERE))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(MANAGE)
def new_term(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Appoint somebody for a term."""
    within = acting_organs(visitor, MANAGE)
    known = candidates(reach=visitor.reach(MANAGE))

    def do(typed: Typed) -> Refusal | None:
        first, last = read_day(typed, "begins_on", "任期起"), read_day(typed, "ends_on", "任期止")
        if isinstance(first, Refusal) or isinstance(last, Refusal):
            return first if isinstance(first, Refusal) else last if isinstance(last, Refusal) else None
        said = acts.Appointment(
            organ=typed.get("organ", ""),
            person=typed.get("person", ""),
            batch=typed.get("batch", ""),
            begins_on=first,
            ends_on=last,
            fields=typed.get("fields", ""),
        )
        done = acts.appoint(said, actor=visitor.actor)
        return done if isinstance(done, Refusal) else None

    def build(typed: Typed, refused: Refusal | None) -> vm.FormPage:
        fields = [
            admin_forms.choice("organ", "聘请机关", [(o.code, o.short) for o in within], typed.get("organ", "")),
            admin_forms.choice(
                "person", "监督员", known, typed.get("person", ""), hint="登记为特邀行政执法监督员的人员"
            ),
            admin_forms.text("batch", "届别", typed.get("batch", ""), hint="例如 第六届"),
            admin_forms.text("fields", "联系领域", typed.get("fields", ""), required=False, hint="例如 城管、市场监管"),
            admin_forms.day("begins_on", "任期起", typed.get("begins_on", "")),
            admin_forms.day("ends_on", "任期止", typed.get("ends_on", "")),
        ]
        form = admin_forms.form(code="term", title="聘任特邀监督员", verb="聘任", action=reverse("new_term"),
                                refused=refused, fields=fields)  # fmt: skip
        return vm.FormPage(title="聘任特邀监督员", form=form, back=link("回到特邀监督员", "invited"))

    start = {"begins_on": str(visitor.day), "organ": within[0].code if within else ""}
    return form_view(request, visitor, known=start, build=build, do=do, done="已聘任", to=reverse("invited"), here=HERE)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(MANAGE)
def end_term(request: HttpRequest, visitor: Visitor, key: str) -> HttpResponse:
    """End a term early."""
    found = term(key, reach=visitor.reach(MANAGE))
    if found is None:
        return missing(request, visitor, "没有这个任期，或者它不在您的权限范围内。", to=("invited", "看特邀监督员"))

    def do(typed: Typed) -> Refusal | None:
        on = read_day(typed, "on", "解聘日期")
        if isinstance(on, Refusal):
            return on
        return acts.end_term(key, on=on, reason=typed.get("reason", ""), actor=visitor.actor)

    def build(typed: Typed, refused: Refusal | None) -> vm.FormPage:
        day = admin_forms.day("on", "解聘日期", typed.get("on", ""))
        fields = [day, long_text("reason", "理由", typed.get("reason", ""))]
        form = admin_forms.form(code="end", title="解聘", verb="解聘", action=reverse("end_term", args=[key]),
                                refused=refused, fields=fields)  # fmt: skip
        return vm.FormPage(title=f"{found.name} {found.batch}：解聘", form=form, back=link("回到特邀监督员", "invited"))

    return form_view(
        request, visitor, known={"on": str(visitor.day)}, build=build, do=do, done="已解聘", to=reverse("invited"),
        here=HERE,
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(MANAGE)
def enter_meeting(request: HttpRequest, visitor: Visitor, key: str = "") -> HttpResponse:
    """Record a meeting, or record it again in other words."""
    reach = visitor.reach(MANAGE)
    found = next((one for one in meetings(reach=reach) if one.id == key), None) if key else None
    if key and found is None:
        return missing(request, visitor, "没有这次例会，或者它不在您的权限范围内。", to=("invited", "看例会"))
    within, everybody = acting_organs(visitor, MANAGE), terms(reach=reach)

    def do(typed: Typed) -> Refusal | None:
        on = read_day(typed, "on", "日期")
        if isinstance(on, Refusal):
            return on
        came = tuple(str(one) for one in request.POST.getlist("attended"))
        said = acts.Met(
            typed.get("organ", ""), typed.get("title", ""), on, typed.get("minutes", ""), came, typed.get("place", "")
        )
        done = acts.hold_meeting(said, actor=visitor.actor, key=key)
        return done if isinstance(done, Refusal) else None

    def build(typed: Typed, refused: Refusal | None) -> vm.FormPage:
        ticked = set(request.POST.getlist("attended") if request.method == "POST" else found.attended if found else ())
        options = tuple(
            vm.Option(value=person, label=name, selected=person in ticked)
            for person, name in dict.fromkeys((one.person, one.name) for one in everybody)
        )
        fields = [
            admin_forms.choice("organ", "召集机关", [(o.code, o.short) for o in within], typed.get("organ", "")),
            admin_forms.text("title", "名称", typed.get("title", ""), hint="例如 2024 年第一次监督员例会"),
            admin_forms.day("on", "日期", typed.get("on", "")),
            admin_forms.text("place", "地点", typed.get("place", ""), required=False),
            vm.FieldView(name="attended", label="到会的监督员", kind="choices", options=options),
            long_text("minutes", "会议记录", typed.get("minutes", "")),
        ]
        at = reverse("change_meeting", args=[key]) if key else reverse("new_meeting")
        form = admin_forms.form(code="meeting", title="例会", verb="保存", action=at, refused=refused, fields=fields)
        return vm.FormPage(title="监督员例会", form=form, back=link("回到特邀监督员", "invited"))

    start = {"on": str(visitor.day), "organ": within[0].code if within else ""}
    if found:
        start = {"on": str(found.held_on), "organ": found.organ, "title": found.title, "place": found.place,
                 "minutes": found.minutes}  # fmt: skip
    return form_view(request, visitor, known=start, build=build, do=do, done="已登记", to=reverse("invited"), here=HERE)


URLS = [
    path("invited", invited, name="invited"),
    path("invited/new", new_term, name="new_term"),
    path("invited/<str:key>/end", end_term, name="end_term"),
    path("invited/meetings/new", enter_meeting, name="new_meeting"),
    path("invited/meetings/<str:key>", meeting, name="meeting"),
    path("invited/meetings/<str:key>/change", enter_meeting, name="change_meeting"),
]
