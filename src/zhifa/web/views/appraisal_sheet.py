"""The score sheet of one file: every item, every deduction with the page it speaks of; as a paper, too."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.views.decorators.http import require_safe

from zhifa.acts.appraisal_paper import Scored, Written, in_file, score_sheet
from zhifa.acts.appraising import standard_named
from zhifa.acts.casefile import Casefile, read_casefile
from zhifa.core.appraisal import Deduction, Item, Standard, concerned
from zhifa.core.papers.anchors import anchor
from zhifa.core.procedure.state import State
from zhifa.core.values import Refusal, show_date
from zhifa.ports.render import NoFont, render_docx, render_pdf
from zhifa.store.readers.appraisal_rounds import FileRead, results_for
from zhifa.store.readers.appraisals import SheetRead, next_file, read_sheet
from zhifa.store.readers.papers import read_paper
from zhifa.web import viewmodels as vm
from zhifa.web.appraisal_words import Places, line_of, worth_of
from zhifa.web.marks import law_mark
from zhifa.web.personnel_pages import link
from zhifa.web.render import show_page
from zhifa.web.views.appraisal import HERE, asked
from zhifa.web.views.papers import DOCX, attachment
from zhifa.web.visitor import Visitor, missing, shell, signed_in

NOTHING = "没有这件案卷的评分：案件还没有决定、结案，或者它不在您的权限范围内。"
STATUS = {"reported": "标准据报道，没有读到正文", "configured": "本单位配置的标准", "verified": ""}


def places_of(case: str, casefile: Casefile, deductions: Sequence[Deduction], reach: Sequence[str]) -> Places:
    """Where the papers the deductions speak of lie, and which paragraph each speaks of."""
    where = in_file(casefile)
    blocks: dict[tuple[str, str], int] = {}
    for token in dict.fromkeys(one.token for one in deductions if one.token):
        read = read_paper(token, reach=reach)
        if read is None or read.document is None:
            continue
        for one in deductions:
            number = anchor(read.document, one.message) if one.token == token else None
            if number is not None:
                blocks[token, one.message] = number
    titles = {token: paper.title for token, paper in casefile.papers.items()}
    return Places(case, {} if isinstance(where, NoFont) else where, titles, blocks)


def _item(item: Item, mine: Sequence[Deduction], places: Places) -> vm.SheetItem:
    taken = [one for one in mine if not one.ask]
    lost = sum(one.points for one in taken)
    lost = min(lost, item.most) if item.most else lost
    if item.by_hand:
        state, word = "hand", "由人评查"
    elif taken and item.fatal:
        state, word = "fatal", "一票否决"
    elif taken:
        state, word = "lost", f"−{lost}"
    elif mine:
        state, word = "ask", "请核对"
    else:
        state, word = "clean", "没有发现"
    return vm.SheetItem(
        title=item.title,
        state=state,  # type: ignore[arg-type]
        word=word,
        law=law_mark(item.cite, why=worth_of(item), status=item.status),
        lines=tuple(line_of(one, places) for one in mine),
    )


def parts_of(
    standard: Standard, deductions: Sequence[Deduction], places: Places, state: State
) -> tuple[vm.SheetPart, ...]:
    """The standard part by part with what became of each item that concerns the file; parts with faults first."""
    shown = [
        (item.part, _item(item, [one for one in deductions if one.item == item.code], places))
        for item in concerned(standard, state)
    ]
    made: list[tuple[int, vm.SheetPart]] = []
    for title in dict.fromkeys(part for part, _ in shown):
        items = tuple(one for part, one in shown if part == title and one.state in ("fatal", "lost", "ask"))
        wrong = sum(1 for one in items if one.state != "ask")
        if items:
            word = f"{wrong} 项有问题" if wrong else f"{len(items)} 项请核对"
            place = 0 if any(one.state == "fatal" for one in items) else 1 if wrong else 2
            made.append((place, vm.SheetPart(title=title, word=word, items=items)))
    parts = [part for _, part in sorted(made, key=lambda one: one[0])]
    hands = tuple(one for _, one in shown if one.state == "hand")
    clean = tuple(one for _, one in shown if one.state == "clean")
    if hands or clean:
        word = f"机器不判断 {len(hands)} 项" if hands else ""
        parts.append(vm.SheetPart(title="其余项目", word=word, items=hands, clean=clean))
    return tuple(parts)


def _said(one: FileRead) -> vm.Said:
    rows = [("得分、等次", f"{one.score} 分，{one.grade}")]
    rows += [("异议", f"{one.objection}（{one.objected_on}）")] if one.objection else []
    rows += [("复核意见", f"{one.answer}（{one.answered_on}）")] if one.answer else []
    word = {"sent": f"可以提出异议，最迟 {one.object_by}", "objected": f"异议待复核，最迟 {one.answer_by}"}
    return vm.Said(title=one.round_title, word=word.get(one.state, "结果已经生效"), rows=tuple(rows))


@require_safe
@signed_in("appraisal.read")
def sheet(request: HttpRequest, visitor: Visitor, case_id: str) -> HttpResponse:
    """The score sheet of a file."""
    reach = visitor.reach("appraisal.read")
    found = read_sheet(case_id, reach=reach)
    standard = standard_named(found.standard) if found else None
    casefile = read_casefile(case_id, actor=visitor.actor) if found else None
    if found is None or standard is None or casefile is None or isinstance(casefile, Refusal):
        return missing(request, visitor, NOTHING, to=("appraisal", "看案卷评查"))
    given = asked(request, visitor)
    following = next_file(case_id, found.decided_on, reach=reach, span=given.span) if given else ""
    query = given.query() if given else ""
    page = vm.SheetPage(
        title=f"案卷评查 {found.number}".strip(),
        lead="，".join(part for part in (found.title, found.party, found.organ) if part),
        score=found.score,
        grade=found.grade,
        failed=bool(found.fatal),
        standard=standard.title,
        stands_on=f"标准摘要 {found.digest}，读到第 {found.version} 个事件；{show_date(found.decided_on)} 决定或者结案",
        note="；".join(part for part in (STATUS.get(standard.status, ""), standard.note) if part),
        parts=parts_of(
            standard,
            found.deductions,
            places_of(case_id, casefile, found.deductions, reach),
            casefile.facts.state,
        ),
        case=vm.Action(label="打开案件", href=reverse("case", args=[case_id])),
        actions=(
            vm.Action(label="案卷目录", href=reverse("casefile", args=[case_id])),
            *(
                vm.Action(
                    label=f"评查表 {form.upper()}", href=reverse("appraisal_paper", args=[case_id, form]), download=True
                )
                for form in ("docx", "pdf")
            ),
        ),
        said=tuple(map(_said, results_for(reach=reach, case=case_id))),
        next=f"{reverse('appraisal_sheet', args=[following])}?{query}" if following else "",
        back=vm.Action(label="回到评查", href=f"{reverse('appraisal')}?{query}"),
    )
    return show_page(request, page, shell=shell(request, visitor, HERE))


def written_of(standard: Standard, deductions: Sequence[Deduction]) -> tuple[Written, ...]:
    """The deductions as the printed sheet lists them."""
    return tuple(
        Written(
            one.title,
            "请核对" if one.ask else "一票否决" if one.fatal else str(one.points),
            one.message,
            one.cite,
            one.token,
            one.place == "missing",
        )
        for one in deductions
    )


def scored_of(found: SheetRead, standard: Standard) -> Scored:
    return Scored(
        found.organ, found.number, found.title, found.party, found.decided_on, found.score, found.grade,
        found.version, written_of(standard, found.deductions),
    )  # fmt: skip


@require_safe
@signed_in("appraisal.read")
def paper(request: HttpRequest, visitor: Visitor, case_id: str, form: str) -> HttpResponse:
    """The score sheet as DOCX or PDF, with the pages of the bound file."""
    found = read_sheet(case_id, reach=visitor.reach("appraisal.read"))
    standard = standard_named(found.standard) if found else None
    casefile = read_casefile(case_id, actor=visitor.actor) if found else None
    if found is None or standard is None or casefile is None or isinstance(casefile, Refusal) or form not in FORMS:
        return missing(request, visitor, NOTHING, to=("appraisal", "看案卷评查"))
    where = in_file(casefile, pages=True)
    document = score_sheet(scored_of(found, standard), standard, {} if isinstance(where, NoFont) else where)
    name = f"案卷评查表{found.number}.{form}"
    if form == "docx":
        return attachment(render_docx(document), DOCX, name)
    made = render_pdf(document)
    if isinstance(made, NoFont):
        return no_font(request, visitor, made, case_id)
    return attachment(made.content, "application/pdf", name)


FORMS = ("docx", "pdf")


def no_font(request: HttpRequest, visitor: Visitor, lacking: NoFont, case_id: str) -> HttpResponse:
    """PDF needs a Chinese font; the sheet as DOCX needs none."""
    page = vm.ErrorPage(
        kind="refused",
        title="现在不能生成 PDF",
        what=f"{lacking.message}。请系统管理员在服务器上运行：{lacking.mend}",
        kept="评分没有受影响",
        actions=(link("下载 DOCX", "appraisal_paper", case_id, "docx", primary=True),),
    )
    return show_page(request, page, shell=shell(request, visitor, HERE), status=503)


URLS = [
    path("appraisal/<str:case_id>", sheet, name="appraisal_sheet"),
    path("appraisal/<str:case_id>/sheet.<str:form>", paper, name="appraisal_paper"),
]
