"""The desk of a reader: the file on the left, the items on the right, the next file without going back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_safe

from zhifa.acts.appraisal_access import Reading, open_reading, shown_papers
from zhifa.acts.appraisal_files import answer_file, read_file, settle_file
from zhifa.acts.casefile import places
from zhifa.core.appraisal import Deduction, Item, concerned
from zhifa.core.appraisal.reading import Line, loaded, proposal
from zhifa.core.values import Refusal
from zhifa.ports.render import NoFont, render_html, render_pdf
from zhifa.store.readers.appraisal_rounds import FileRead, files_to_read, next_to_read
from zhifa.web import viewmodels as vm
from zhifa.web.appraisal_words import worth_of
from zhifa.web.marks import law_mark, optional_mark, refusal_panel
from zhifa.web.personnel_pages import link, whole
from zhifa.web.render import show_page
from zhifa.web.views.papers import attachment
from zhifa.web.visitor import Visitor, missing, shell, signed_in

HERE = "appraisal_mine"
NOTHING = "没有这件评查的案卷，或者没有分给您。"
MINE = ("appraisal_mine", "看我的评查")
STATES = {
    "drawn": "等第一名评查人员", "first": "等第二名评查人员", "differs": "两人不同，待定分", "second": "待定分",
    "settled": "已定分", "sent": "已反馈", "objected": "有异议", "final": "已生效",
}  # fmt: skip
Typed = Mapping[str, str]


def desk_of(file: FileRead) -> str:
    """Where a file is read."""
    return reverse("appraisal_reading", args=[file.round, file.number])


@require_safe
@signed_in("appraisal.review")
def mine(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """The files that were shared out to the visitor, those that wait first."""
    me = visitor.person.id
    found = files_to_read(me)
    waiting = [one for one in found if one.waits_for(me)]
    rows = tuple(
        vm.Row(
            href=desk_of(one),
            quiet=not one.waits_for(me),
            cells=(
                vm.Cell(text=f"第 {one.number} 件", sub=one.round_title),
                vm.Cell(text=one.organ_name),
                vm.Cell(text="第一" if one.order_of(me) == 1 else "第二"),
                vm.Cell(text="等您评查" if one.waits_for(me) else STATES[one.state]),
            ),
        )
        for one in found
    )
    page = vm.ListPage(
        title="我的评查",
        lead=f"等您评查 {len(waiting)} 件；不评本单位的案卷，不评自己办过的案卷。",
        actions=(vm.Action(label="从第一件开始", href=desk_of(waiting[0]), primary=True),) if waiting else (),
        table=vm.TableView(
            caption="分给我的案卷",
            columns=(
                vm.Column(label="案卷", kind="main"), vm.Column(label="办案机关"),
                vm.Column(label="我是第几名", kind="short"), vm.Column(label="进展"),
            ),
            rows=rows,
            empty=vm.Empty(what="没有分给您的案卷", how="组织评查的单位抽样以后，按人分派，列在这里。"),
        ),
    )  # fmt: skip
    return show_page(request, page, shell=shell(request, visitor, HERE))


# ---- one file


def _typed_lines(typed: Typed, items: Sequence[Item]) -> tuple[Line, ...]:
    found = []
    for item in items:
        words = typed.get(f"why-{item.code}", "").strip()[:500]
        said = typed.get(f"item-{item.code}", "").strip()
        if item.fatal:
            found.append(Line(item.code, fatal=said == "fatal", words=words))
        else:
            found.append(Line(item.code, lost=whole(said) if said else 0, words=words))
    return tuple(found)


def _start(reading: Reading, visitor: Visitor) -> tuple[Line, ...]:
    """What the form shows first: one's own sheet, that of a settled file, or the machine's proposal."""
    file = reading.file
    own = {1: file.first, 2: file.second}.get(file.order_of(visitor.person.id))
    for sheet in (file.settled, own, file.first if reading.manages and file.state == "differs" else None):
        if sheet is not None:
            return loaded(sheet["lines"])
    return proposal(reading.standard, reading.deductions)


def may_score(reading: Reading, visitor: Visitor) -> bool:
    """Whether the visitor has something to enter now."""
    state = reading.file.state
    return reading.file.waits_for(visitor.person.id) or (reading.manages and state in ("differs", "objected"))


def _worth(line: Line) -> str:
    if line.fatal:
        return "一票否决"
    return f"−{line.lost}" if line.lost else "不扣"


def _found_line(reading: Reading, one: Deduction) -> vm.SheetLine:
    """A remark of the machine; it opens the paper beside it on the desk where one speaks of it."""
    shown = shown_papers(reading)
    href = f"?paper={shown.index(one.token) + 1}" if one.token in shown else ""
    said = "请核对：" if one.ask else ""
    place = "打开文书" if href else "卷内没有" if one.place == "missing" else "案件记录"
    return vm.SheetLine(message=said + reading.said(one.message), place=place, href=href, law=optional_mark(one.cite))


def _items(reading: Reading) -> tuple[Item, ...]:
    """The items that look at this file, and any a reader has already scored."""
    file = reading.file
    scored = {line["item"] for sheet in (file.first, file.second, file.settled) if sheet for line in sheet["lines"]}
    fits = {item.code for item in concerned(reading.standard, reading.casefile.facts.state)}
    items = [item for item in reading.standard.items if item.code in fits | scored]
    parts = list(dict.fromkeys(item.part for item in items))
    return tuple(sorted(items, key=lambda item: parts.index(item.part)))


def _lines(reading: Reading, shown: Sequence[Line], visitor: Visitor, wrong: str) -> tuple[vm.ReadingLine, ...]:
    file = reading.file
    held = {line.item: line for line in shown}
    machine = {line.item: line for line in loaded(file.machine["lines"])}
    sheets = ((file.first_name, file.first), (file.second_name, file.second)) if reading.manages else ()
    both = [(name, {one.item: one for one in loaded(sheet["lines"])}) for name, sheet in sheets if sheet]
    made, scoring = [], may_score(reading, visitor)
    for item in _items(reading):
        line = held.get(item.code, Line(item.code))
        found = tuple(_found_line(reading, one) for one in reading.deductions if one.item == item.code)
        said = [(name, lines.get(item.code, Line(item.code))) for name, lines in both]
        told = said if any(one.takes or one.words for _, one in said) else []
        differs = len(said) == 2 and _worth(said[0][1]) != _worth(said[1][1])
        made.append(
            vm.ReadingLine(
                code=item.code,
                title=item.title,
                part=item.part,
                fatal=item.fatal,
                proposed=_worth(machine.get(item.code, Line(item.code))),
                worth="由人评查" if item.by_hand else worth_of(item),
                lost=str(line.lost) if line.lost else "",
                failed=line.fatal,
                words=line.words,
                law=law_mark(item.cite, why=worth_of(item), status=item.status),
                found=found,
                others=tuple(
                    f"{name}：{_worth(one)}" + (f"（{one.words}）" if one.words else "") for name, one in told
                ),
                differs=differs,
                error="这一项需要改正" if wrong == f"item-{item.code}" else "",
                opened=bool(found) or differs or line.takes or (item.by_hand and scoring),
            )
        )
    return tuple(made)


def _leaves(reading: Reading, chosen: str) -> tuple[vm.ReadingLeaf, ...]:
    where, shown = places(reading.casefile), shown_papers(reading)
    made = []
    for filed in reading.casefile.filed:
        for leaf in filed.leaves:
            paper = reading.casefile.papers.get(leaf.key)
            volume, number = where[leaf.key]
            href = f"?paper={shown.index(leaf.key) + 1}" if paper and paper.frozen else ""
            kept = "" if paper else "，照片、录音录像、扫描件另行查看" if not reading.redacted else "，不向外单位提供"
            made.append(
                vm.ReadingLeaf(
                    title=leaf.title,
                    sub=f"{volume}第 {number} 件　{leaf.day}{kept}",
                    href=href,
                    here=leaf.key == chosen,
                )
            )
    made += [vm.ReadingLeaf(title=f"缺《{one.title}》", sub=one.said) for one in reading.casefile.lacks]
    return tuple(made)


def _page(
    reading: Reading, visitor: Visitor, chosen: str, typed: Typed | None, refused: Refusal | None
) -> vm.ReadingDesk:
    file, me = reading.file, visitor.person.id
    items = _items(reading)
    shown = _typed_lines(typed, items) if typed is not None else _start(reading, visitor)
    leaves = _leaves(reading, chosen)
    document = reading.document(chosen)
    queue = [one for one in files_to_read(me) if one.waits_for(me) or one.id == file.id]
    following = next_to_read(me, file)
    wrong = refused.missing[0] if refused and refused.missing else ""
    notes = [f"{STATES[file.state]}"]
    notes += ["姓名、证件号码、住址、电话已经隐去，照片和扫描件不提供"] if reading.redacted else []
    notes += [f"异议：{file.objection}"] if file.objection and reading.manages else []
    paper = reading.casefile.papers.get(chosen)
    number = shown_papers(reading).index(chosen) + 1 if paper else 0
    return vm.ReadingDesk(
        title=f"第 {file.number} 件" if reading.redacted else f"第 {file.number} 件　{file.case_number}",
        position=f"{file.round_title}；{file.organ_name}；{reading.said(file.case_title)}",
        action=desk_of(file) + (f"?paper={number}" if number else ""),
        verb={"differs": "定分", "objected": "复核并生效"}.get(file.state, "提交评分"),
        queue=tuple(
            vm.ReadingFile(title=f"第 {one.number} 件", href=desk_of(one), note=one.round_title, here=one.id == file.id)
            for one in queue
        ),
        leaves=leaves,
        article=render_html(document) if document else "",
        article_title=paper.title if paper else "",
        pdf=reverse("appraisal_reading_paper", args=[file.round, file.number, number]) if document else "",
        stylesheet=reverse("paper_css"),
        lines=_lines(reading, shown, visitor, wrong),
        full=reading.standard.full,
        may_score=may_score(reading, visitor),
        note="；".join(notes),
        refusal=refusal_panel(refused, title="没有提交") if refused else None,
        next=desk_of(following) if following else "",
        back=link("回到活动", "appraisal_round", file.round)
        if reading.manages
        else link("回到我的评查", "appraisal_mine"),
        answer="answer" if reading.manages and file.state == "objected" else "",
    )


def _enter(reading: Reading, typed: Typed, visitor: Visitor) -> Refusal | None:
    file = reading.file
    lines = _typed_lines(typed, _items(reading))
    if reading.manages and file.state == "differs":
        return settle_file(file.id, lines, actor=visitor.actor)
    if reading.manages and file.state == "objected":
        return answer_file(file.id, typed.get("answer", ""), lines, actor=visitor.actor)
    return read_file(file.id, lines, actor=visitor.actor)


def _paper(reading: Reading, number: int) -> str:
    """The token of the paper with this number in the index; tokens themselves are not told to readers."""
    shown = shown_papers(reading)
    return shown[number - 1] if 0 < number <= len(shown) else ""


def _first_paper(reading: Reading) -> str:
    """The paper to begin with: the decision, else the first that can be shown."""
    shown = [p for p in reading.casefile.papers.values() if p.frozen and not p.withdrawn_on]
    decision = next((p.token for p in shown if p.code.endswith("-decision")), "")
    return decision or next((p.token for p in shown), "")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in("appraisal.review")
def reading(request: HttpRequest, visitor: Visitor, key: str, number: int) -> HttpResponse:
    """One file: read, scored, and on to the next."""
    found = open_reading(key, number, actor=visitor.actor)
    if isinstance(found, Refusal):
        return missing(request, visitor, NOTHING, to=MINE)
    chosen = _paper(found, whole(str(request.GET.get("paper", "")))) or _first_paper(found)
    typed: Typed | None = None
    refused: Refusal | None = None
    if request.method == "POST":
        typed = {name: str(request.POST.get(name, "")) for name in request.POST}
        refused = _enter(found, typed, visitor)
        if refused is None:
            messages.success(request, f"第 {number} 件已经提交")
            mine_too = bool(found.file.order_of(visitor.person.id))
            following = next_to_read(visitor.person.id, found.file) if mine_too else None
            usual = reverse("appraisal_mine") if mine_too else reverse("appraisal_round", args=[key])
            return HttpResponseRedirect(desk_of(following) if following else usual, status=303)
    page = _page(found, visitor, chosen, typed, refused)
    return show_page(request, page, shell=shell(request, visitor, HERE), status=422 if refused else 200)


@require_safe
@signed_in("appraisal.review")
def paper(request: HttpRequest, visitor: Visitor, key: str, number: int, leaf: int) -> HttpResponse:
    """A paper of the file as PDF, as this reader may see it."""
    found = open_reading(key, number, actor=visitor.actor)
    document = None if isinstance(found, Refusal) else found.document(_paper(found, leaf))
    if document is None:
        return missing(request, visitor, NOTHING, to=MINE)
    made = render_pdf(document)
    if isinstance(made, NoFont):
        return missing(request, visitor, f"现在不能生成 PDF：{made.message}", to=MINE)
    return attachment(made.content, "application/pdf", f"{document.title}.pdf")


URLS = [
    path("appraisal/mine", mine, name="appraisal_mine"),
    path("appraisal/rounds/<str:key>/files/<int:number>", reading, name="appraisal_reading"),
    path("appraisal/rounds/<str:key>/files/<int:number>/<int:leaf>.pdf", paper, name="appraisal_reading_paper"),
]
