"""Conclusions about the quality of organs' enforcement: all of them, one with its figures, objection and answer."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhifa.acts.quality import period_of
from zhifa.acts.quality_conclusions import RECOUNTED, UPHELD, answer_quality, conclude_quality, object_to_quality
from zhifa.acts.quality_paper import quality_paper
from zhifa.core.values import Refusal
from zhifa.store.readers.quality_conclusions import OBJECTED, TOLD, Conclusion, conclusion, conclusions
from zhifa.web import viewmodels as vm
from zhifa.web.admin_forms import Typed, choice, form, typed_of
from zhifa.web.paper_file import FORMS, paper_file
from zhifa.web.personnel_pages import asked_export, exports_at, link, long_text
from zhifa.web.render import show_page
from zhifa.web.visitor import Visitor, missing, shell, signed_in

ACTION, HERE = "appraisal.read", "quality"
OUTCOMES = ((UPHELD, "维持结论"), (RECOUNTED, "按现在的数据重新计算"))


def state_cell(one: Conclusion, visitor: Visitor) -> vm.Cell:
    """How far a conclusion is, with the day on which it goes on."""
    state = one.state(visitor.day)
    return vm.Cell(text=state, sub=_until(one, state).lstrip("，"), href=reverse("quality_conclusion", args=[one.id]))


@require_safe
@signed_in(ACTION)
def every(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """The conclusions about the organs within reach, the latest period first."""
    found = conclusions(reach=visitor.reach(ACTION))
    head = ("时段", "单位", "得分", "等次", "状态", "告知", "异议", "答复")
    rows = (
        (x.title, x.organ_name, x.score, x.grade, x.state(visitor.day), x.told_on, x.objection, x.answer) for x in found
    )
    if download := asked_export(request, "执法质量考评结论", head, rows):
        return download
    here = reverse("quality_conclusions")
    page = vm.ListPage(
        title="考评结论",
        lead="每个单位每个时段一份，告知时的数字照原样保存；有异议的答复以后生效。",
        actions=(link("回到执法质量考评", HERE),),
        table=vm.TableView(
            caption="历次结论",
            columns=(
                vm.Column(label="时段", kind="main"), vm.Column(label="单位"), vm.Column(label="得分", kind="number"),
                vm.Column(label="等次", kind="short"), vm.Column(label="状态"), vm.Column(label="告知", kind="date"),
            ),
            rows=tuple(
                vm.Row(
                    href=reverse("quality_conclusion", args=[one.id]),
                    cells=(
                        vm.Cell(text=one.title), vm.Cell(text=one.organ_short), vm.Cell(text=str(one.score)),
                        vm.Cell(text=one.grade), state_cell(one, visitor), vm.Cell(on=one.told_on),
                    ),
                )
                for one in found
            ),
            exports=exports_at(here) if found else (),
            empty=vm.Empty(what="还没有作出过考评结论", how="在“执法质量考评”选一个已经结束的时段，作出结论。"),
        ),
    )  # fmt: skip
    return show_page(request, page, shell=shell(request, visitor, HERE))


@require_POST
@signed_in("appraisal.manage")
def conclude(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Conclude a period for every organ within reach."""
    period = period_of(str(request.GET.get("period", "")))
    if period is None:
        return missing(request, visitor, "没有这个时段。", to=(HERE, "看执法质量考评"))
    made = conclude_quality(period, actor=visitor.actor)
    if isinstance(made, Refusal):
        messages.warning(request, f"{made.message}。{made.remedy}")
    else:
        messages.success(request, f"已作出 {period.title}的考评结论 {made} 份，单位在考评页看到，可以提出异议")
    return HttpResponseRedirect(f"{reverse(HERE)}?period={quote(period.name)}", status=303)


def _read(visitor: Visitor, key: str) -> Conclusion | None:
    return conclusion(key, reach=visitor.reach(ACTION))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(ACTION)
def one(request: HttpRequest, visitor: Visitor, key: str) -> HttpResponse:
    """One conclusion; the organ objects here, whoever appraises answers."""
    found = _read(visitor, key)
    if found is None:
        return missing(request, visitor, "没有这份考评结论，或者它不在您的权限范围内。", to=(HERE, "看执法质量考评"))
    typed, refused = typed_of(request), None
    if request.method == "POST":
        if "answer" in typed:
            refused = answer_quality(key, typed["answer"], typed.get("outcome", ""), actor=visitor.actor)
        else:
            refused = object_to_quality(key, typed.get("objection", ""), actor=visitor.actor)
        if refused is None:
            messages.success(request, "已答复，结论生效" if "answer" in typed else "异议已经提出")
            return HttpResponseRedirect(reverse("quality_conclusion", args=[key]), status=303)
    page = _page(found, visitor, typed, refused)
    return show_page(request, page, shell=shell(request, visitor, HERE), status=422 if refused else 200)


def _page(found: Conclusion, visitor: Visitor, typed: Typed, refused: Refusal | None) -> vm.RecordPage:
    state = found.state(visitor.day)
    changed = f"，告知时 {found.first_score} 分" if found.first_score != found.score else ""
    return vm.RecordPage(
        title=f"{found.organ_short} {found.title}考评结论",
        lead=f"{found.told_by} {found.told_on} 告知；{found.first_on} 至 {found.last_on}",
        verdicts=(
            vm.Verdict(
                level="none", word=f"{found.score} 分，{found.grade}", why=f"{state}{_until(found, state)}{changed}"
            ),
            *_exchange(found),
        ),
        actions=tuple(
            vm.Action(label=form.upper(), href=reverse("quality_file", args=[found.id, form]), download=True)
            for form in ("docx", "pdf")
        ),
        back=link("全部结论", "quality_conclusions"),
        forms=_forms(found, state, visitor, typed, refused),
        tables=(_items(found),),
    )


def _until(found: Conclusion, state: str) -> str:
    """By when somebody may, or must, say something."""
    said = {TOLD: f"，异议期至 {found.object_by}", OBJECTED: f"，最迟 {found.answer_by} 答复"}
    return said.get(state, "")


def _over(path_: str, visitor: Visitor, action: str) -> bool:
    return any(path_.startswith(prefix) for prefix in visitor.reach(action))


def _forms(
    found: Conclusion, state: str, visitor: Visitor, typed: Typed, refused: Refusal | None
) -> tuple[vm.StepForm, ...]:
    here = reverse("quality_conclusion", args=[found.id])
    if state == TOLD and _over(found.path, visitor, "appraisal.object"):
        field = long_text(
            "objection",
            "异议和理由",
            typed.get("objection", ""),
            hint="哪一项不对、哪些案件；案件记错的，先在案件里更正",
        )
        return (
            form(code="object", title="提出异议", verb="提出异议", action=here, refused=refused, fields=[field],
                 note="一个结论提出一次；期限是本地设定"),
        )  # fmt: skip
    if state == OBJECTED and _over(found.path, visitor, "appraisal.manage"):
        fields = [
            long_text("answer", "答复意见", typed.get("answer", "")),
            choice("outcome", "处理", OUTCOMES, typed.get("outcome", "")),
        ]
        return (
            form(code="answer", title="答复异议", verb="答复", action=here, refused=refused, fields=fields,
                 note="得分不能手工改：异议成立的，机关更正案件以后在这里重新计算"),
        )  # fmt: skip
    return ()


def _exchange(found: Conclusion) -> Iterator[vm.Verdict]:
    """What the organ objected and what it was answered, above the form: whoever answers reads it first."""
    if found.objection:
        yield vm.Verdict(level="none", word="异议", why=f"{found.objection}（{found.objected_on}）")
    if found.answer:
        yield vm.Verdict(level="none", word="答复", why=f"{found.answer}（{found.answered_on}）")


def _items(found: Conclusion) -> vm.TableView:
    return vm.TableView(
        caption="各项得分",
        name="items",
        columns=(
            vm.Column(label="项目"), vm.Column(label="分值", kind="number"),
            vm.Column(label="得分", kind="number"), vm.Column(label="依据的数字", kind="number"),
            vm.Column(label="怎样算"),
        ),
        rows=tuple(
            vm.Row(
                href="",
                cells=(
                    vm.Cell(text=item.title), vm.Cell(text=str(item.of)),
                    vm.Cell(text="—" if item.points is None else str(item.points)), vm.Cell(text=item.said),
                    vm.Cell(text=item.say),
                ),
            )
            for item in found.items
        ),
        empty=vm.Empty(what="没有项目"),
    )  # fmt: skip


@require_safe
@signed_in(ACTION)
def file(request: HttpRequest, visitor: Visitor, key: str, form: str) -> HttpResponse:
    """The conclusion as a paper."""
    found = _read(visitor, key)
    if found is None or form not in FORMS:
        return missing(request, visitor, "没有这份考评结论，或者它不在您的权限范围内。", to=(HERE, "看执法质量考评"))
    name = f"{found.organ_short}{found.title}执法质量考评结论"

    def place(form: str) -> str:
        return reverse("quality_file", args=[key, form])

    return paper_file(request, visitor, quality_paper(found), form, name=name, here=HERE, place=place)


URLS = [
    path("appraisal/quality/conclude", conclude, name="quality_conclude"),
    path("appraisal/quality/conclusions", every, name="quality_conclusions"),
    path("appraisal/quality/<str:key>", one, name="quality_conclusion"),
    path("appraisal/quality/<str:key>/file.<str:form>", file, name="quality_file"),
]
