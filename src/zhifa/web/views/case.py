"""The case page: where the case is, what may be done next, what happened, what is known."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from zhifa.acts.discretion import case_range, range_on_record
from zhifa.acts.letters import is_senders
from zhifa.acts.work import context
from zhifa.core.discretion import Range
from zhifa.core.oversight import judge
from zhifa.core.permission import PRIVATE, ROLE_TITLES
from zhifa.core.procedure.authority import recused
from zhifa.core.procedure.chains import awaiting_step
from zhifa.core.procedure.custody import goods
from zhifa.core.procedure.next_steps import NEAR, OPEN, WAITING, NextStep
from zhifa.core.procedure.periods import Obligation
from zhifa.core.procedure.view import View, is_open, yellow_on
from zhifa.core.procedure.wording import OF
from zhifa.core.values import format_yuan
from zhifa.store.readers.cases import read_case
from zhifa.store.readers.drafts import drafts
from zhifa.store.readers.people import staff
from zhifa.web import viewmodels as vm
from zhifa.web.marks import due_chip, judged_row, lack, law_mark
from zhifa.web.matter_page import matter_href
from zhifa.web.offers import additions
from zhifa.web.questions import Answering, waiting_questions
from zhifa.web.render import show_fragment, show_page
from zhifa.web.step_forms import Attempted, Desk, place_of, step_form, step_place
from zhifa.web.story import evidence, fact_groups, names, paper_rows, referred_rows
from zhifa.web.timeline import timeline
from zhifa.web.views.regimes import others
from zhifa.web.visitor import Visitor, missing, shell, signed_in
from zhifa.web.weighing import calculator_address, case_asked, guidance_cards, weighing

EAGER = 12
"""So many open steps carry their form on the page; more open on a click."""


def open_desk(
    visitor: Visitor, case_id: str, proceeding: str = "", attempted: Attempted | None = None, *, wanted: str = ""
) -> Desk | None:
    """Read what the page needs; None outside what the visitor may see."""
    read = read_case(case_id, reach=visitor.reach(), context=context(), day=visitor.day)
    if read is None:
        return None
    chosen = proceeding if proceeding in read.view.case.proceedings else _pressing(read.view)
    working = visitor.works_on(read.row.kind, read.row.path)
    people = tuple(line.person for line in staff(reach=(read.row.path,))) if working else ()
    kept = drafts(visitor.account, f"case/{case_id}/") if working else {}
    return Desk(visitor, read, chosen, people, kept, attempted, wanted)


def _pressing(view: View) -> str:
    """The proceeding a case opens with: one whose clock runs by the hour or over somebody's liberty, else the main."""
    pressing = [
        item
        for item in view.obligations
        if item.kind == "duty" and item.of == "organ" and is_open(item) and item.period
        if item.period.unit == "hour" or item.period.liberty
    ]
    first = min(pressing, key=lambda item: (item.due_on or date.max, item.code), default=None)
    return first.proceeding if first else view.headline.main


@require_safe
@signed_in("case.read")
def case(request: HttpRequest, visitor: Visitor, case_id: str) -> HttpResponse:
    """One case."""
    desk = open_desk(visitor, case_id, str(request.GET.get("p", "")), wanted=str(request.GET.get("step", "")))
    if desk is None:
        return missing(request, visitor)
    return show_page(request, case_page(desk), shell=shell(request, visitor, "cases"))


def show_refused(request: HttpRequest, visitor: Visitor, case_id: str, attempted: Attempted) -> HttpResponse:
    """The case page again, with the refusal above the form and everything typed still in it."""
    desk = open_desk(visitor, case_id, attempted.proceeding, attempted)
    if desk is None:
        return missing(request, visitor)
    return show_page(request, case_page(desk), shell=shell(request, visitor, "cases"), status=422)


def case_page(desk: Desk, answering: Answering | None = None) -> vm.CasePage:
    """The view model of a case."""
    read, view = desk.read, desk.read.view
    head = view.headline
    mine = [step for step in view.next_steps if step.proceeding == desk.proceeding and not _senders(view, step)]
    working = desk.visitor.works_on(read.row.kind, read.row.path)
    order = _by_urgency(desk)
    barred = recused(view.state, desk.proceeding, desk.visitor.person.name) if working else None
    opened = sorted((step for step in mine if step.state == OPEN), key=order) if working and not barred else []
    opened = [*_no_longer_open(desk, opened), *opened]
    officers = "、".join(p.name for key in view.case.officers if (p := read.people.get(key)))
    closed = f"案件已于 {head.closed_on} 办结归档，只读。" if head.closed_on else ""
    closed = closed or (f"{barred.message}。{barred.remedy}。" if barred else "")
    matter = context().rules(view.day).entry("matter", head.matter)
    return vm.CasePage(
        number=read.row.number,
        matter=head.title,
        party=head.party or _nobody(desk),
        organ=read.row.organ.short,
        officers=officers,
        matter_href=matter_href(matter.key) if matter and desk.visitor.may("matters.read") else "",
        matter_law=law_mark(matter.cite) if matter and matter.cite else None,
        phases=_phases(desk),
        tabs=_tabs(desk),
        clocks=tuple(_clock(desk, item) for item in _running(desk)),
        findings=tuple(judged_row(item) for item in judge(view).findings),
        open_steps=tuple(_open_step(desk, step, eager=n < EAGER, first=n == 0) for n, step in enumerate(opened)),
        near_steps=tuple(_near(item) for item in _nearest(mine, order)) if not barred else (),
        timeline=timeline(read, context(), correctable=desk.visitor.may("case.correct") and not barred),
        facts=fact_groups(read, desk.proceeding),
        evidence=evidence(read),
        papers=(*paper_rows(read, desk.proceeding, context(), working=working), *referred_rows(read)),
        actions=_actions(desk) if working and not barred else (_responsibility(read.row.pk),),
        guidance=guidance_cards(head.matter, view.day) if head.matter else (),
        questions=waiting_questions(read, desk.visitor, answering),
        listed=_listed(desk, working=working),
        closed=closed or ("没有轮到您办理的步骤。" if not opened else ""),
    )


def _listed(desk: Desk, *, working: bool) -> vm.ListedNote | None:
    """That all that is known of the proceeding came from a list, or who completed it since, and what can be done."""
    view = desk.read.view
    known = view.case.proceedings.get(desk.proceeding)
    if known is None or not known.listed:
        return None
    way = reverse("complete", args=[desk.read.row.pk, known.id])
    done = next((event for event in view.case.events if event.version == known.completed), None)
    if done is None:
        ways = (
            vm.Action(label="补录案卷里有的步骤", href=reverse("record", args=[desk.read.row.pk])),
            vm.Action(label="补齐", href=way),
        )
        return vm.ListedNote(text="清单没有写的不作判断", actions=ways if working else ())
    said = f"{names(desk.read, (done.actor,))} {done.occurred.day} 补齐，没有录入的就是没有办理"
    return vm.ListedNote(text=said, actions=(vm.Action(label="重新补齐", href=way),) if working else ())


def _nobody(desk: Desk) -> str:
    """What stands where the party would: a private case is called by its procedure, for nobody's name heads it."""
    if desk.read.row.kind not in PRIVATE:
        return "（当事人未登记）"
    procedure = desk.read.view.state.procedure(desk.read.view.headline.main)
    return procedure.title if procedure else ""


def _senders(view: View, step: NextStep) -> bool:
    return is_senders(view.case, context().book, step.proceeding, step.step.code)


def _nearest(mine: list[NextStep], order: Callable[[NextStep], tuple[bool, bool, bool, int]]) -> list[NextStep]:
    """Steps one condition away, those the law demands first, as the procedure goes."""
    near = [step for step in mine if step.state == NEAR and not order(step)[1]]
    return sorted(near, key=lambda step: (not step.demanded, step.step.rank))[:4]


def _no_longer_open(desk: Desk, opened: Sequence[NextStep]) -> list[NextStep]:
    """A step that was refused because its turn has not come, or is over, stays on the page with what was typed."""
    tried = desk.attempted
    if tried is None or any((s.proceeding, s.step.code) == (tried.proceeding, tried.step) for s in opened):
        return []
    step = desk.read.view.state.step(tried.proceeding, tried.step, desk.visitor.day)
    return [NextStep(tried.proceeding, step, WAITING, tried.refusal.gates, False)] if step else []


def _by_urgency(desk: Desk) -> Callable[[NextStep], tuple[bool, bool, bool, int]]:
    """What the law waits for first: steps it demands, of this phase or later, that this person may take."""
    state, visitor = desk.read.view.state, desk.visitor
    procedure = state.procedure(desk.proceeding)
    phases = procedure.phases if procedure else ()
    reached = {i.step.phase for i in state.runs[desk.proceeding].instances if i.step and i.standing and i.counts}
    here = max((phases.index(name) for name in reached if name in phases), default=0)

    def key(item: NextStep) -> tuple[bool, bool, bool, int]:
        step = item.step
        behind = step.phase in phases and phases.index(step.phase) < here
        mine = visitor.person.may_act_as(step.by, visitor.day)
        return (not item.demanded or behind, behind, not mine, step.rank)

    return key


def _phases(desk: Desk) -> tuple[vm.Phase, ...]:
    """The phases of the chosen proceeding, with the day each was reached."""
    state = desk.read.view.state
    procedure = state.procedure(desk.proceeding)
    if procedure is None:
        return ()
    reached: dict[str, Any] = {}
    for instance in state.runs[desk.proceeding].instances:
        if instance.step and instance.standing and instance.counts and instance.step.phase not in reached:
            reached[instance.step.phase] = instance.taken.at.day
    last = max((n for n, name in enumerate(procedure.phases) if name in reached), default=0)
    ended = state.ended(desk.proceeding) is not None
    passed = "untold" if state.listed(desk.proceeding) else "skipped"
    phases = []
    for number, name in enumerate(procedure.phases):
        done = number < last or (ended and name in reached)
        here = number == last and not ended
        label = "done" if done and name in reached else passed if done else "here" if here else "later"
        phases.append(vm.Phase(label=name, state=label, on=reached.get(name)))  # type: ignore[arg-type]
    return tuple(phases)


def _tabs(desk: Desk) -> tuple[vm.Tab, ...]:
    """One tab for each proceeding when there are several."""
    view, tabs = desk.read.view, []
    counted: dict[str, int] = {}
    for key, item in view.case.proceedings.items():
        procedure = view.state.procedure(key)
        counted[item.procedure] = counted.get(item.procedure, 0) + 1
        number = counted[item.procedure]
        ended = view.state.ended(key)
        title = procedure.title if procedure else item.procedure
        late = any(o.proceeding == key and o.kind == "duty" and o.state == "lapsed" for o in view.obligations)
        tabs.append(
            vm.Tab(
                label=f"{title}{number}" if number > 1 else title,
                href=f"{reverse('case', args=[view.case.id])}?p={key}",
                here=key == desk.proceeding,
                note=f"{ended.taken.at.day} 终结" if ended else "进行中",
                level="red" if late else "none",
            )
        )
    return tuple(tabs) if len(tabs) > 1 else ()


def _running(desk: Desk) -> list[Obligation]:
    """Periods that run or ran out unmet, the nearest first."""
    found = [
        o
        for o in desk.read.view.obligations
        if o.proceeding == desk.proceeding
        and (o.state in {"running", "paused"} or (o.state == "lapsed" and o.kind == "duty"))
    ]
    return sorted(found, key=lambda o: (o.due_on is None, o.due_on))[:6]


WHOSE = {**OF, "organ": "本机关", "court": "人民法院"}


def _clock(desk: Desk, item: Obligation) -> vm.Clock:
    day = desk.visitor.day
    total = (item.due_on - item.started.day).days if item.due_on and item.started else 0
    passed = (day - item.started.day).days if item.started else 0
    words = {"paused": "已中止计算"}
    notes = [words.get(item.state, ""), "" if item.of == "organ" else WHOSE.get(item.of, item.of)]
    notes += ["日历暂定"] if item.provisional else []
    return vm.Clock(
        title=item.title,
        of=WHOSE.get(item.of, item.of),
        law=law_mark(item.cite, status=item.status),
        share=max(0, min(100, passed * 100 // total)) if total > 0 else 100,
        state="，".join(note for note in notes if note),
        due=due_chip(
            item.due_on,
            day=day,
            yellow_on=yellow_on(item) if item.due_on else None,
            href=reverse("trace", args=[desk.read.row.pk, item.proceeding, item.code]),
        ),
    )


def _open_step(desk: Desk, item: NextStep, *, eager: bool, first: bool) -> vm.OpenStep:
    step, case_id = item.step, desk.read.row.pk
    attempted = desk.attempted
    here = attempted is not None and attempted.step == step.code and attempted.proceeding == item.proceeding
    kept = desk.drafts.get(place_of(case_id, item.proceeding, step.code))
    due = next((o for o in desk.read.view.obligations if step.code in _met_by(o) and o.state == "running"), None)
    may = desk.visitor.person.may_act_as(step.by, desk.visitor.day) or step.is_outsiders
    asked = step.code == desk.wanted
    main = item.demanded and may and not desk.read.view.state.listed(item.proceeding)  # a list asks nobody
    shown = eager or here or asked
    form = step_form(desk, item, kept=kept, attempted=attempted if here else None) if shown else None
    return vm.OpenStep(
        code=step.code,
        title=step.title,
        law=law_mark(step.cite, status=step.status),
        phase=step.phase,
        by="、".join(ROLE_TITLES.get(role, role) for role in step.by),
        why=step.note if not may else "",
        due=due_chip(due.due_on, day=desk.visitor.day, yellow_on=yellow_on(due)) if due and due.due_on else None,
        form=form,
        opened=here or asked or (first and main and desk.attempted is None and not desk.wanted),
        main=main,
        href="" if form else step_place(case_id, item.proceeding, step.code),
    )


def _met_by(item: Obligation) -> tuple[str, ...]:
    return item.period.met_by if item.period else ()


@require_safe
@signed_in("case.read")
def discretion(request: HttpRequest, visitor: Visitor, case_id: str, proceeding: str) -> HttpResponse:
    """How the range of the fine was reached: factor by factor, article by article, and beside like cases."""
    read = read_case(case_id, reach=visitor.reach(), context=context(), day=visitor.day)
    known = read is not None and proceeding in read.view.state.runs
    asked = case_asked(read, proceeding, visitor) if read and known else None
    if read is None or asked is None:
        return missing(request, visitor, "本案还没有可以计算裁量幅度的事项。先登记事项和当事人类型。")
    recorded = range_on_record(read.view.state, proceeding)
    found = case_range(read.view.state, proceeding, visitor.day)
    note = ""
    if recorded:
        note = f"在案区间为 {format_yuan(recorded.min_fen)}–{format_yuan(recorded.max_fen)} 元"
        if isinstance(found, Range) and recorded.differs(found):
            note += "，与上面按在案事实算得的不一致"
    address = calculator_address(case_id, proceeding)
    page = vm.DiscretionPanel(
        title=read.view.headline.title,
        weighing=weighing(asked),
        note=note,
        actions=(vm.Action(label="改事实再算一次", href=address),),
    )
    return show_fragment(request, page)


def _near(item: NextStep) -> vm.NearStep:
    return vm.NearStep(
        title=item.step.title,
        law=law_mark(item.step.cite, status=item.step.status),
        lacks=tuple(lack(gate) for gate in item.gates),
    )


def _actions(desk: Desk) -> tuple[vm.Action, ...]:
    case_id = desk.read.row.pk
    actions = [vm.Action(label="事后补录", href=reverse("record", args=[case_id]))]
    actions.append(vm.Action(label="案卷", href=reverse("casefile", args=[case_id])))
    headline = desk.read.view.headline
    if headline.decided_on or headline.closed_on:
        actions.append(vm.Action(label="评查", href=reverse("appraisal_sheet", args=[case_id])))
    if case_asked(desk.read, desk.proceeding, desk.visitor):
        actions.append(vm.Action(label="裁量计算", href=calculator_address(case_id, desk.proceeding)))
    if additions(desk.visitor, desk.read.view):
        above = urlencode({"parent": desk.proceeding})
        actions.append(vm.Action(label="增加程序", href=f"{reverse('add_proceeding', args=[case_id])}?{above}"))
    if goods(desk.read.view.state, (), desk.visitor.day):
        place = f"{reverse('custody')}?{urlencode({'q': desk.read.row.number, 'held': 'all'})}"
        actions.append(vm.Action(label="涉案财物", href=place))
    if waits := awaiting_step(desk.read.view.state, desk.proceeding, desk.visitor.day):
        actions.append(vm.Action(label="审批链", href=reverse("chain", args=[case_id, desk.proceeding, waits])))
    if desk.visitor.may("consultation.open"):
        actions.append(vm.Action(label="征求意见", href=f"{reverse('new_consultation')}?case={case_id}"))
    running = desk.read.view.case.proceedings.get(desk.proceeding)
    open_case = not desk.read.view.headline.closed_on
    if open_case and running and desk.visitor.may("case.correct") and others(running.procedure, desk.visitor):
        actions.append(vm.Action(label="更正程序", href=reverse("choose_procedure", args=[case_id, desk.proceeding])))
    if desk.visitor.may("case.hand_over"):
        actions.append(vm.Action(label="移交", href=reverse("hand_over", args=[case_id])))
    if desk.visitor.may("intervention.enter") and not desk.visitor.may("case.hand_over"):  # heads do not enter
        asked = urlencode({"case": desk.read.row.number})
        actions.append(vm.Action(label="登记干预", href=f"{reverse('intervention_new')}?{asked}"))
    return (*actions, _responsibility(case_id))


def _responsibility(case_id: str) -> vm.Action:
    return vm.Action(label="责任清单", href=reverse("responsibility", args=[case_id]))
