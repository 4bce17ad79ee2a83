"""The assessment of officers: entered by the head, seen and objected to by the officer, answered by the head."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_safe

from zhifa.acts.assessments import answer_objection, enter_assessment, object_to, preview, standard_on
from zhifa.core.assessment import Standard, read_period
from zhifa.core.values import Refusal
from zhifa.store.readers.assessments import AssessmentRead, assessment, assessments
from zhifa.store.readers.people import StaffLine, staff
from zhifa.web import admin_forms
from zhifa.web import viewmodels as vm
from zhifa.web.admin_forms import Typed
from zhifa.web.personnel_pages import asked_export, exports_at, form_view, link, long_text, serving, whole
from zhifa.web.render import show_page
from zhifa.web.visitor import Visitor, missing, shell, signed_in

HERE = "assessments"
COLUMNS = (
    vm.Column(label="姓名", kind="main"),
    vm.Column(label="单位"),
    vm.Column(label="时段"),
    vm.Column(label="得分", kind="number"),
    vm.Column(label="等次"),
    vm.Column(label="登记", kind="date"),
    vm.Column(label="异议"),
)
HEAD = ("姓名", "单位", "时段", "得分", "等次", "登记日期", "异议", "答复")


def period_title(name: str) -> str:
    """A period as people call it."""
    found = read_period(name)
    return found.title if found else name


def _visible(visitor: Visitor) -> list[AssessmentRead]:
    """One's own; those of one's organ to heads and supervisors."""
    whole_reach = visitor.reach("assessment.read")
    if visitor.may("assessment.enter") or "supervisor" in visitor.roles:
        return assessments(reach=whole_reach)
    return assessments(reach=whole_reach, person=visitor.person.id)


def _row(one: AssessmentRead) -> vm.Row:
    objected = ("等答复", "yellow") if one.objection and not one.answer else ("已答复", "none")
    return vm.Row(
        href=reverse("assessment", args=[one.person, one.period]),
        cells=(
            vm.Cell(text=one.name),
            vm.Cell(text=one.organ_name),
            vm.Cell(text=period_title(one.period)),
            vm.Cell(text=str(one.score)),
            vm.Cell(text=one.grade),
            vm.Cell(on=one.entered_on),
            vm.Cell(text=objected[0] if one.objection else "", level=objected[1] if one.objection else "none"),  # type: ignore[arg-type]
        ),
    )


def _assessed(visitor: Visitor) -> list[StaffLine]:
    lines = serving(staff(reach=visitor.reach("assessment.enter")), visitor)
    return [
        one for one in lines if "officer" in one.person.roles_on(visitor.day) and one.person.id != visitor.person.id
    ]


@require_safe
@signed_in("assessment.read")
def all_assessments(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Assessments one may see; objections that wait stand first."""
    found = _visible(visitor)
    rows = ((a.name, a.organ_name, period_title(a.period), a.score, a.grade, a.entered_on, a.objection, a.answer)
            for a in found)  # fmt: skip
    if download := asked_export(request, "执法考核", HEAD, rows):
        return download
    standard = standard_on(visitor.day)
    page = vm.ListPage(
        title="执法考核",
        lead="百分制；办案件数只列出不计分，罚没数额和处罚件数不进入考核。",
        actions=(link("考核", "assessment_new", primary=True),) if visitor.may("assessment.enter") else (),
        banners=(
            vm.Banner(
                word="不得挂钩",
                text="罚没款项不得同工作人员的考核、考评直接或者变相挂钩；严格禁止以罚款数额进行排名或者作为绩效考核的指标",
                note=standard.limits,
            ),
        )
        if standard
        else (),
        table=vm.TableView(
            caption="考核",
            columns=COLUMNS,
            rows=tuple(_row(one) for one in found),
            exports=exports_at(reverse("assessments")) if found else (),
            empty=vm.Empty(
                what="还没有考核", how="负责人按日常、季度、年度登记；系统能算的自动算出，本人可以提出异议。"
            ),
        ),
    )
    return show_page(request, page, shell=shell(request, visitor, HERE))


def _fields(standard: Standard, typed: Typed, lines: list[StaffLine], visitor: Visitor) -> list[vm.FieldView]:
    people = [(line.person.id, f"{line.person.name}（{line.post or line.organ}）") for line in lines]
    year, quarter = visitor.day.year, (visitor.day.month + 2) // 3
    hint = f"年度写 {year}，季度写 {year}Q{quarter}，某一日写 {visitor.day}"
    fields = [
        admin_forms.choice("person", "被考核人", people, typed.get("person", "")),
        admin_forms.text("period", "时段", typed.get("period", str(year)), hint=hint),
    ]
    for item in standard.items:
        if item.measure:
            continue
        field = admin_forms.whole(item.code, item.title, typed.get(item.code, ""), unit="分",
                                  hint=f"0—{item.points}；{item.say}")  # fmt: skip
        why = long_text(f"{item.code}.why", f"{item.title}：理由", typed.get(f"{item.code}.why", ""), required=False,
                        hint="没有给满分的应当写明")  # fmt: skip
        fields += [field, replace(why, aside=False)]
    return fields


def _entered(standard: Standard, typed: Typed) -> tuple[dict[str, int], dict[str, str]]:
    judged = [item.code for item in standard.items if not item.measure]
    points = {code: whole(typed[code]) for code in judged if typed.get(code)}
    return points, {code: typed.get(f"{code}.why", "") for code in judged}


def _computed(person: str, typed: Typed, visitor: Visitor) -> tuple[vm.FactGroup, ...]:
    """What the system can compute of the person and period typed so far."""
    found = preview(person, typed.get("period", str(visitor.day.year)), {}, actor=visitor.actor) if person else None
    if found is None or isinstance(found, Refusal):
        return ()
    standard, result = found
    rows = tuple(
        vm.FactRow(
            label=line.item.title,
            value=f"{line.points} / {line.item.points} 分" if line.points is not None else "不计分",
            source=f"{line.said_of}；{line.item.say}",
        )
        for line in result.lines
        if line.item.measure
    )
    return (vm.FactGroup(title="系统算出的", rows=rows),)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in("assessment.enter")
def new(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Assess somebody for a period; what the system can compute stands beside the form."""
    standard = standard_on(visitor.day)
    if standard is None:
        return missing(request, visitor, "还没有考核标准，请规则维护人员补上。", to=("assessments", "看考核"))
    lines = _assessed(visitor)
    known: Mapping[str, str] = {name: str(request.GET.get(name, "")) for name in ("person", "period")
                                if request.GET.get(name)}  # fmt: skip

    def do(typed: Typed) -> Refusal | None:
        points, reasons = _entered(standard, typed)
        return enter_assessment(typed.get("person", ""), typed.get("period", ""), points, reasons, actor=visitor.actor)

    def build(typed: Typed, refused: Refusal | None) -> vm.FormPage:
        form = admin_forms.form(
            code="assessment", title="考核", verb="登记考核", action=reverse("assessment_new"), refused=refused,
            fields=_fields(standard, typed, lines, visitor), cite=standard.cite,
            note="登记时系统按当时的案件、学时、考试算出各项，连同您的评定一起保存；本人可以看到并提出异议。",
        )  # fmt: skip
        return vm.FormPage(title="执法考核", form=form, back=link("回到考核", "assessments"),
                           facts=_computed(typed.get("person", ""), typed, visitor))  # fmt: skip

    return form_view(request, visitor, known=known, build=build, do=do, done="考核已登记，本人可以看到",
                     to=reverse("assessments"), here=HERE)  # fmt: skip


def _readable(person: str, period: str, visitor: Visitor) -> AssessmentRead | None:
    found = assessment(f"{person}/{period}")
    if found is None:
        return None
    if found.person == visitor.person.id:
        return found
    wide = visitor.may("assessment.enter") or "supervisor" in visitor.roles
    return found if wide and any(found.path.startswith(p) for p in visitor.reach("assessment.read")) else None


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in("assessment.read")
def one_assessment(request: HttpRequest, visitor: Visitor, person: str, period: str) -> HttpResponse:
    """One assessment with its lines; the officer objects here, the head answers here."""
    found = _readable(person, period, visitor)
    if found is None:
        return missing(request, visitor, "没有这次考核，或者它不在您的权限范围内。", to=("assessments", "看考核"))
    mine = found.person == visitor.person.id
    here = reverse("assessment", args=[person, period])
    refused: Refusal | None = None
    if request.method == "POST":
        said = str(request.POST.get("said", ""))
        act = object_to if mine else answer_objection
        refused = act(found.id, said, actor=visitor.actor)
        if refused is None:
            messages.success(request, "已登记")
            return HttpResponseRedirect(here, status=303)
    page = vm.RecordPage(
        title=f"{found.name}：{period_title(found.period)}考核",
        lead=f"{found.organ_name}，{found.entered_on} 登记",
        verdicts=(vm.Verdict(level="none", word=f"{found.grade}，{found.score} 分"),),
        actions=(link("重新登记", "assessment_new", person=found.person, period=found.period),)
        if visitor.may("assessment.enter") and not mine
        else (),
        back=link("回到考核", "assessments"),
        forms=_forms(found, visitor, here, refused),
        facts=_said(found),
        tables=(_lines(found),),
    )
    return show_page(request, page, shell=shell(request, visitor, HERE), status=422 if refused else 200)


def _forms(found: AssessmentRead, visitor: Visitor, here: str, refused: Refusal | None) -> tuple[vm.StepForm, ...]:
    mine = found.person == visitor.person.id
    if mine and not found.objection:
        title, verb, label = "对考核有异议", "提出异议", "异议和理由"
    elif not mine and found.objection and not found.answer and visitor.may("assessment.enter"):
        title, verb, label = "答复异议", "答复", "答复"
    else:
        return ()
    return (
        admin_forms.form(code="said", title=title, verb=verb, action=here, refused=refused,
                         fields=[long_text("said", label)]),
    )  # fmt: skip


def _said(found: AssessmentRead) -> tuple[vm.FactGroup, ...]:
    if not found.objection:
        return ()
    rows = [vm.FactRow(label="异议", value=found.objection, source=str(found.objected_on or ""))]
    if found.answer:
        rows.append(vm.FactRow(label="答复", value=found.answer, source=str(found.answered_on or "")))
    return (vm.FactGroup(title="异议", rows=tuple(rows)),)


def _lines(found: AssessmentRead) -> vm.TableView:
    rows = []
    for line in found.items:
        judged = line.get("points") is not None
        rows.append(
            vm.Row(
                href=reverse("assessment", args=[found.person, found.period]),
                cells=(
                    vm.Cell(text=str(line["title"]), sub=str(line.get("said", ""))),
                    vm.Cell(text=str(line.get("measured", "")) or "负责人评定"),
                    vm.Cell(text=str(line["points"]) if judged else "不计"),
                    vm.Cell(text=str(line["full"]) if line.get("full") else ""),
                ),
            )
        )
    return vm.TableView(
        caption="各项得分",
        name="items",
        columns=(
            vm.Column(label="项目", kind="main"),
            vm.Column(label="依据的数字"),
            vm.Column(label="得分", kind="number"),
            vm.Column(label="满分", kind="number"),
        ),
        rows=tuple(rows),
        empty=vm.Empty(what="没有项目"),
    )


URLS = [
    path("assessments", all_assessments, name="assessments"),
    path("assessments/new", new, name="assessment_new"),
    path("assessments/<str:person>/<str:period>", one_assessment, name="assessment"),
]
