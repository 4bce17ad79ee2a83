"""Approval chains: cases that wait for my signature, and the chain of one case."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_safe

from zhifa.acts.chains import sign
from zhifa.acts.work import context
from zhifa.core.permission import may
from zhifa.core.procedure.chains import Checkpoint, Progress, progress, signatures
from zhifa.core.procedure.state import State
from zhifa.core.values import Moment, Refusal
from zhifa.store.readers.cases import CaseRead, read_case
from zhifa.store.readers.chains import AwaitedLine, awaited
from zhifa.store.readers.people import names_of
from zhifa.web import admin_forms
from zhifa.web import viewmodels as vm
from zhifa.web.admin_forms import Typed, typed_of
from zhifa.web.marks import law_mark
from zhifa.web.personnel_pages import asked_export, exports_at, link, long_text
from zhifa.web.render import show_page
from zhifa.web.visitor import Visitor, missing, shell, signed_in

SIGN, QUEUE = "chain.sign", "chains"


def _chain_title(code: str) -> str:
    versions = context().book.versions("chain", code)
    return str(versions[-1].data["title"]) if versions else code


def _checkpoint_title(chain: str, code: str) -> str:
    versions = context().book.versions("chain", chain)
    points = versions[-1].data["checkpoints"] if versions else ()
    return next((str(point["title"]) for point in points if point["code"] == code), code)


@require_safe
@signed_in(SIGN)
def queue(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Cases that wait for my signature; with `all` those that wait for anybody's."""
    every = request.GET.get("all") == "1"
    lines = awaited(reach=visitor.reach(SIGN), roles=() if every else visitor.roles)
    mine = [line for line in lines if every or line.handlers == (visitor.person.id in line.officers)]
    at = reverse(QUEUE)
    head = ("案号", "当事人", "事项", "单位", "审批链", "等哪一关", "自")
    if download := asked_export(request, "等待签批", head, [
        (x.number, x.party, x.title, x.organ, _chain_title(x.chain), _checkpoint_title(x.chain, x.checkpoint), x.since)
        for x in mine
    ]):  # fmt: skip
        return download
    table = vm.TableView(
        caption="等待签批的案件",
        columns=(
            vm.Column(label="案号", kind="short"), vm.Column(label="当事人", kind="main"), vm.Column(label="事项"),
            vm.Column(label="单位", kind="short"), vm.Column(label="等哪一关"), vm.Column(label="自", kind="date"),
        ),
        rows=tuple(map(_queue_row, mine)),
        filters=(vm.Filter(label="等我签批", href=at, here=not every),
                 vm.Filter(label="全部", href=f"{at}?all=1", here=every)),
        exports=exports_at(f"{at}?all=1" if every else at) if mine else (),
        empty=vm.Empty(what="没有等待签批的案件" if every else "没有等您签批的案件",
                       how="本单位采用审批链的，调查终结以后案件逐关列在这里。"),
    )  # fmt: skip
    page = vm.ListPage(title="审批链", lead="各关依次由不同的人签批，签完才能作出决定", table=table)
    return show_page(request, page, shell=shell(request, visitor, QUEUE))


def _queue_row(line: AwaitedLine) -> vm.Row:
    return vm.Row(
        href=reverse("chain", args=[line.case_id, line.proceeding, line.step]),
        cells=(
            vm.Cell(text=line.number),
            vm.Cell(text=line.party or "（未登记）"),
            vm.Cell(text=line.title),
            vm.Cell(text=line.organ),
            vm.Cell(text=_checkpoint_title(line.chain, line.checkpoint), sub=_chain_title(line.chain)),
            vm.Cell(on=line.since),
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in("case.read")
def chain(request: HttpRequest, visitor: Visitor, case_id: str, proceeding: str, step: str) -> HttpResponse:
    """The chain before a step of a case: who signed, whose turn it is, and the signing."""
    refused: Refusal | None = None
    typed: Typed = {}
    read = read_case(case_id, reach=visitor.reach(), context=context(), day=visitor.day)
    state = read.view.state if read and proceeding in read.view.state.runs else None
    found = progress(state, proceeding, step, Moment(visitor.day)) if state else None
    if read is None or state is None or found is None:
        return missing(request, visitor, "这一步不用审批链签批，或者案件不在您的权限范围内。")
    if request.method == "POST":
        typed = typed_of(request)
        done = sign(
            case_id, proceeding, step, agreed=typed.get("agreed") == "同意", opinion=typed.get("opinion", ""),
            actor=visitor.actor,
        )  # fmt: skip
        if not isinstance(done, Refusal):
            messages.success(request, "已签批")
            return HttpResponseRedirect(reverse("chain", args=[case_id, proceeding, step]), status=303)
        refused = done
    page = _chain_page(visitor, read, state, found, proceeding, step, typed, refused)
    return show_page(request, page, shell=shell(request, visitor, QUEUE), status=422 if refused else 200)


def _chain_page(
    visitor: Visitor,
    read: CaseRead,
    state: State,
    found: Progress,
    proceeding: str,
    step: str,
    typed: Typed,
    refused: Refusal | None,
) -> vm.RecordPage:
    use = found.use
    procedure = state.procedure(proceeding)
    title = procedure.steps[step].title if procedure and step in procedure.steps else step
    word = "各关都已签批" if found.next is None else f"等{found.next.title}签批" if found.begun else "还没有开始"
    can = found.next is not None and found.begun and may(visitor.person, SIGN, read.row.path, visitor.day) is None
    return vm.RecordPage(
        title=f"{read.row.number} {use.chain.title}",
        lead=f"“{title}”以前的签批 · {read.row.title}",
        verdicts=(
            vm.Verdict(
                level="none" if found.next is None else "blue",
                word=word,
                law=law_mark(use.chain.cite, status=use.chain.status),
            ),
        ),
        back=link("回到案件", "case", read.row.pk),
        forms=(_sign_form(read, found.next, proceeding, step, typed, refused),) if can and found.next else (),
        tables=(_points_table(found, read), _history_table(state, proceeding, step, read)),
    )


def _sign_form(
    read: CaseRead, point: Checkpoint, proceeding: str, step: str, typed: Typed, refused: Refusal | None
) -> vm.StepForm:
    options = [("同意", "同意"), ("退回", "退回，从头签批")]
    return admin_forms.form(
        code="sign",
        title=f"{point.title}签批",
        verb="签批",
        action=reverse("chain", args=[read.row.pk, proceeding, step]),
        refused=refused,
        note=f"这一关看：{'、'.join(point.examines)}",
        fields=[
            admin_forms.choice("agreed", "结论", options, typed.get("agreed", "同意")),
            long_text("opinion", "意见", typed.get("opinion", ""), required=False, hint="退回应当写明理由"),
        ],
    )


def _name(read: CaseRead, key: str) -> str:
    person = read.people.get(key)
    return person.name if person else names_of([key]).get(key, key)


def _points_table(found: Progress, read: CaseRead) -> vm.TableView:
    signed = {one.checkpoint: one for one in found.signed}

    def row(point: Checkpoint) -> vm.Row:
        one = signed.get(point.code)
        here = found.next is not None and point.code == found.next.code and found.begun
        return vm.Row(
            href="",
            quiet=one is None and not here,
            cells=(
                vm.Cell(text=point.level),
                vm.Cell(text=point.title, sub="、".join(point.examines)),
                vm.Cell(text=f"{_name(read, one.by)} 同意" if one else "现在这一关" if here else ""),
                vm.Cell(on=one.at.day if one else None),
                vm.Cell(text=one.opinion if one else ""),
            ),
        )

    return vm.TableView(
        caption="各关",
        name="points",
        columns=(vm.Column(label="级", kind="short"), vm.Column(label="关"), vm.Column(label="签批"),
                 vm.Column(label="日期", kind="date"), vm.Column(label="意见")),
        rows=tuple(map(row, found.use.chain.checkpoints)),
        empty=vm.Empty(what="没有关"),
    )  # fmt: skip


def _history_table(state: State, proceeding: str, step: str, read: CaseRead) -> vm.TableView:
    every = [one for one in signatures(state.case.events) if (one.proceeding, one.step) == (proceeding, step)]
    return vm.TableView(
        caption="签批经过",
        name="history",
        columns=(vm.Column(label="日期", kind="date"), vm.Column(label="关"), vm.Column(label="签批人"),
                 vm.Column(label="结论", kind="short"), vm.Column(label="意见")),
        rows=tuple(
            vm.Row(
                href="",
                cells=(
                    vm.Cell(on=one.at.day), vm.Cell(text=one.checkpoint), vm.Cell(text=_name(read, one.by)),
                    vm.Cell(text="同意" if one.agreed else "退回"), vm.Cell(text=one.opinion),
                ),
            )
            for one in reversed(every)
        ),
        empty=vm.Empty(what="还没有人签批"),
    )  # fmt: skip


URLS = [
    path("chains", queue, name="chains"),
    path("cases/<str:case_id>/p/<str:proceeding>/chain/<str:step>", chain, name="chain"),
]
