"""What outsiders were asked about cases: the list, the asking with its card, the opinions and their answers."""

from __future__ import annotations

from datetime import date, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_safe

from zhifa.acts import consultations as acts
from zhifa.core.values import Refusal
from zhifa.store.readers.cases import case_row
from zhifa.store.readers.social import ConsultationRead, OpinionRead, consultation, consultations
from zhifa.web import admin_forms
from zhifa.web import viewmodels as vm
from zhifa.web.admin_forms import Typed, read_day, typed_of
from zhifa.web.oversight_figures import place
from zhifa.web.personnel_pages import asked_export, exports_at, form_view, link, long_text
from zhifa.web.render import show_page
from zhifa.web.visitor import Visitor, missing, shell, signed_in

READ, OPEN, HERE = "consultation.read", "consultation.open", "consultations"
WEEK = timedelta(days=7)


def _after(text: str) -> tuple[date, str] | None:
    day, _, last = text.partition("_")
    try:
        return (date.fromisoformat(day), last) if last else None
    except ValueError:
        return None


@require_safe
@signed_in(READ)
def listed(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Consultations and social reviews within reach."""
    kind, state = str(request.GET.get("kind", "")), str(request.GET.get("state", ""))
    reach = visitor.reach(READ)
    if request.GET.get("format"):
        every, _ = consultations(reach=reach, kind=kind, state=state, limit=0)
        head = ("名称", "种类", "单位", "开始", "截止", "结束", "意见", "已答复", "小结")
        rows = ((x.title, acts.KINDS[x.kind], x.organ_name, x.opened_on, x.due_on, x.closed_on, x.given, x.answered,
                 x.summary) for x in every)  # fmt: skip
        if download := asked_export(request, "征求意见与社会评议", head, rows):
            return download
    after = _after(str(request.GET.get("after", "")))
    lines, more = consultations(reach=reach, kind=kind, state=state, after=after)
    at = place(HERE, kind=kind, state=state)
    mark = "&" if "?" in at else "?"
    table = vm.TableView(
        caption="征求意见与社会评议",
        columns=(vm.Column(label="名称", kind="main"), vm.Column(label="种类"), vm.Column(label="单位", kind="short"),
                 vm.Column(label="截止", kind="date"), vm.Column(label="意见", kind="number"),
                 vm.Column(label="已答复", kind="number"), vm.Column(label="状态", kind="short")),
        rows=tuple(
            vm.Row(
                href=reverse("consultation", args=[x.id]),
                quiet=bool(x.closed_on),
                cells=(vm.Cell(text=x.title), vm.Cell(text=acts.KINDS[x.kind]), vm.Cell(text=x.organ_name),
                       vm.Cell(on=x.due_on), vm.Cell(text=str(x.given)), vm.Cell(text=str(x.answered)),
                       vm.Cell(text="已结束" if x.closed_on else "进行中")),
            )
            for x in lines
        ),
        filters=(vm.Filter(label="全部", href=reverse(HERE), here=not kind),
                 *(vm.Filter(label=title, href=place(HERE, kind=code), here=kind == code)
                   for code, title in acts.KINDS.items())),
        exports=exports_at(at) if lines else (),
        pager=vm.Pager(shown=f"本页 {len(lines)} 次", first=at if after else "",
                       next=f"{at}{mark}after={lines[-1].opened_on}_{lines[-1].id}" if more else ""),
        empty=vm.Empty(what="还没有征求过意见",
                       how="在案件页按“征求意见”，写好隐去个人信息的案情，请特邀监督员或者群众代表评议。"),
    )  # fmt: skip
    page = vm.ListPage(title="征求意见与社会评议", lead="不署名、不露当事人；每条意见都要答复", table=table)
    return show_page(request, page, shell=shell(request, visitor, HERE))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(OPEN)
def new(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Ask about a case: the card is drafted from it, and may be put in other words."""
    key = str(request.GET.get("case", ""))[:40]
    case = case_row(key, reach=visitor.reach(OPEN))
    if case is None:
        return missing(request, visitor)

    def do(typed: Typed) -> Refusal | None:
        due = read_day(typed, "due_on", "截止日期")
        if isinstance(due, Refusal):
            return due
        said = acts.Asked(
            typed.get("kind", ""), key, typed.get("title", ""), typed.get("card", ""), typed.get("asked", ""), due
        )
        done = acts.open_consultation(said, actor=visitor.actor)
        return done if isinstance(done, Refusal) else None

    def build(typed: Typed, refused: Refusal | None) -> vm.FormPage:
        fields = [
            admin_forms.choice("kind", "征求谁的意见", list(acts.KINDS.items()), typed.get("kind", "")),
            admin_forms.text("title", "名称", typed.get("title", ""), hint="不写当事人，例如 占道经营从轻处罚"),
            long_text("card", "案情", typed.get("card", ""), hint="只写事，不写人：不能有姓名、店名、住址、电话、号码"),
            long_text("asked", "想听什么", typed.get("asked", "")),
            admin_forms.day("due_on", "截止日期", typed.get("due_on", "")),
        ]
        at = f"{reverse('new_consultation')}?case={key}"
        form = admin_forms.form(code="ask", title="征求意见", verb="发出", action=at, refused=refused, fields=fields)
        return vm.FormPage(title="征求意见", lead=case.number, form=form, back=link("回到案件", "case", key))

    start = {
        "kind": acts.INVITED, "card": acts.drafted_card(case), "due_on": str(visitor.day + WEEK),
        "asked": "这样处理合法吗？合情合理吗？有没有更好的办法？",
    }  # fmt: skip
    return form_view(request, visitor, known=start, build=build, do=do, done="已发出", to=reverse(HERE), here=HERE)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(READ)
def one(request: HttpRequest, visitor: Visitor, key: str, do: str = "", number: int = 0) -> HttpResponse:
    """A consultation: the card, the opinions, and what is to be done about them."""
    found = consultation(key, reach=visitor.reach(READ))
    if found is None:
        return missing(request, visitor, "没有这次征求意见，或者它不在您的权限范围内。", to=(HERE, "看征求意见"))
    refused: Refusal | None = None
    typed: Typed = {}
    if request.method == "POST":
        typed = typed_of(request)
        refused = _do(found, do, number, typed, visitor)
        if refused is None:
            messages.success(request, "已登记")
            return HttpResponseRedirect(reverse("consultation", args=[key]), status=303)
    page = _page(found, visitor, typed, do, refused)
    return show_page(request, page, shell=shell(request, visitor, HERE), status=422 if refused else 200)


def _do(found: ConsultationRead, do: str, number: int, typed: Typed, visitor: Visitor) -> Refusal | None:
    actor = visitor.actor
    if number:
        return acts.answer_opinion(
            found.id, number, outcome=typed.get("outcome", ""), answer=typed.get("answer", ""), actor=actor
        )
    if do == "opinion":
        return acts.give_opinion(
            found.id,
            stance=typed.get("stance", ""),
            text=typed.get("text", ""),
            giver=typed.get("giver", ""),
            actor=actor,
        )
    return acts.close_consultation(found.id, summary=typed.get("summary", ""), actor=actor)


def _page(found: ConsultationRead, visitor: Visitor, typed: Typed, do: str, refused: Refusal | None) -> vm.RecordPage:
    counted = {stance: sum(o.stance == stance for o in found.opinions) for stance in acts.STANCES}
    said = [*card_lines(found.card), ("想听什么", found.asked), ("截止", str(found.due_on)), ("小结", found.summary)]
    return vm.RecordPage(
        title=found.title,
        lead=f"{acts.KINDS[found.kind]} · {found.organ_name} · {'已结束' if found.closed_on else '进行中'}",
        tiles=tuple(vm.Tile(label=stance, figure=vm.Figure(text=str(n)), unit="条") for stance, n in counted.items()),
        back=link("回到案件", "case", found.case_id) if visitor.may("case.read") else link("回到列表", HERE),
        forms=() if found.closed_on else tuple(_forms(found, visitor, typed, do, refused)),
        facts=(vm.FactGroup(title="征求意见", rows=tuple(vm.FactRow(label=n, value=v) for n, v in said if v)),),
        tables=(_opinions(found),),
    )


def card_lines(card: str) -> list[tuple[str, str]]:
    """The lines of a card as label and words; a line without a label goes on with the one before."""
    made: list[tuple[str, str]] = []
    for line in card.splitlines():
        label, colon, words = line.partition("：")
        if colon and len(label) <= 8:
            made.append((label, words))
        elif made:
            made[-1] = (made[-1][0], f"{made[-1][1]}{line}")
        else:
            made.append(("案情", line))
    return made


def _forms(
    found: ConsultationRead, visitor: Visitor, typed: Typed, do: str, refused: Refusal | None
) -> list[vm.StepForm]:
    """The next thing to do: answer the first opinion that has none, enter one of a review, or end it."""
    made, waiting = [], next((o for o in found.opinions if not o.outcome), None)

    def form(code: str, at: str, title: str, verb: str, fields: list[vm.FieldView]) -> vm.StepForm:
        return admin_forms.form(code=code, title=title, verb=verb, action=at, fields=fields,
                                refused=refused if do == code else None)  # fmt: skip

    if waiting and visitor.may("consultation.answer"):
        outcome = admin_forms.choice("outcome", "处理", [(o, o) for o in acts.OUTCOMES], typed.get("outcome", ""))
        answer = long_text("answer", "理由", typed.get("answer", ""), required=False, hint="不全采纳应当说明理由")
        title = f"答复：{waiting.stance}{'，' + waiting.text if waiting.text else ''}"
        at = reverse("answer_opinion", args=[found.id, waiting.number])
        made.append(form("", at, title, "答复", [outcome, answer]))
    if visitor.may(OPEN):
        if found.kind == acts.SOCIAL:
            at = reverse("consultation_do", args=[found.id, "opinion"])
            made.append(form("opinion", at, "登记评议人的意见", "登记", opinion_fields(typed, with_giver=True)))
        if found.opinions and not waiting:
            at = reverse("consultation_do", args=[found.id, "close"])
            made.append(form("close", at, "结束", "结束", [long_text("summary", "小结", typed.get("summary", ""))]))
    return made


def opinion_fields(typed: Typed, *, with_giver: bool = False) -> list[vm.FieldView]:
    """What an opinion says."""
    who = admin_forms.text("giver", "评议人身份", typed.get("giver", ""), hint="只写身份，不写姓名，例如 商户代表")
    stance = admin_forms.choice("stance", "结论", [(s, s) for s in acts.STANCES], typed.get("stance", ""))
    text = long_text("text", "意见", typed.get("text", ""), required=False, hint="除“合法合理”以外应当说明")
    return [*((who,) if with_giver else ()), stance, text]


def _opinions(found: ConsultationRead) -> vm.TableView:
    def row(o: OpinionRead) -> vm.Row:
        return vm.Row(
            href="",
            cells=(vm.Cell(text=o.name), vm.Cell(on=o.given_on), vm.Cell(text=o.stance, sub=o.text),
                   vm.Cell(text=o.outcome or "等待答复", sub=o.answer)),
        )  # fmt: skip

    return vm.TableView(
        caption="意见",
        columns=(vm.Column(label="谁", kind="short"), vm.Column(label="日期", kind="date"), vm.Column(label="意见"),
                 vm.Column(label="答复")),
        rows=tuple(map(row, found.opinions)),
        empty=vm.Empty(what="还没有意见"),
    )  # fmt: skip


URLS = [
    path("consultations", listed, name="consultations"),
    path("consultations/new", new, name="new_consultation"),
    path("consultations/<str:key>", one, name="consultation"),
    path("consultations/<str:key>/opinions/<int:number>", one, name="answer_opinion"),
    path("consultations/<str:key>/<str:do>", one, name="consultation_do"),
]
