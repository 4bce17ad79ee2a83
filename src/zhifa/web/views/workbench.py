"""The workbench: what must I do, by when; and the box in which something seen becomes a clue."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from zhifa.acts.report_deadline import open_duty
from zhifa.core.permission import ROLE_TITLES
from zhifa.core.procedure.questions import ANSWERED
from zhifa.core.values import show_date
from zhifa.store.readers.cases import CaseFilter, case_page
from zhifa.store.readers.desk import DutyLine, QuestionLine, TaskLine, desk_numbers, duties, open_questions, tasks
from zhifa.web import viewmodels as vm
from zhifa.web.marks import due_chip, law_mark
from zhifa.web.questions import question_place
from zhifa.web.render import show_page
from zhifa.web.step_forms import step_place
from zhifa.web.visitor import Visitor, landing, shell, signed_in

SAID = 60
"""So many characters of a question are shown in the list."""
OTHERS = ("legal_reviewer", "head")
ASKED = (*OTHERS, "supervisor")
"""Roles for which steps wait that belong to no officer in charge."""


def _row(line: DutyLine, visitor: Visitor) -> vm.ObligationRow:
    return vm.ObligationRow(
        verb=line.verb,
        case=line.number,
        party=line.party,
        matter=line.case_title,
        href=step_place(line.case_id, line.proceeding, line.step),
        due=due_chip(
            line.due_on,
            day=visitor.day,
            yellow_on=line.yellow_on,
            href=reverse("trace", args=[line.case_id, line.proceeding, line.code]),
        ),
        law=law_mark(line.cite),
    )


def _task_row(line: TaskLine, visitor: Visitor) -> vm.ObligationRow:
    return vm.ObligationRow(
        verb=line.title,
        case=line.number,
        party=line.party,
        matter=line.case_title,
        href=step_place(line.case_id, line.proceeding, line.step),
        due=due_chip(line.next_due_on, day=visitor.day),
        law=law_mark(line.cite),
    )


def _questions(visitor: Visitor) -> Iterator[vm.ObligationGroup]:
    """What reviewers ask me about my cases, and answers to what I asked that I have not decided on yet."""
    reach = visitor.reach()
    if visitor.may("case.act") and (mine := open_questions(reach=reach, officer=visitor.person.id)):
        rows = (_question_row(line, "回答提问", question_place(line.case_id, line.proceeding)) for line in mine)
        yield vm.ObligationGroup(title="等我回答", rows=tuple(rows))
    if visitor.may("review.queue"):
        lines = open_questions(reach=visitor.reach("review.queue"), asker=visitor.person.id)
        if replied := [line for line in lines if line.state == ANSWERED]:
            places = (reverse("review_file", args=[line.case_id, line.proceeding, line.step]) for line in replied)
            rows = (_question_row(line, "看回答", place) for line, place in zip(replied, places, strict=True))
            yield vm.ObligationGroup(title="承办人已回答", rows=tuple(rows))


def _report(visitor: Visitor) -> Iterator[vm.ObligationGroup]:
    """The annual report on last year, for those who write it, until it is published."""
    here = [path for path in visitor.reach("report.edit") if visitor.organ.path.startswith(path)]
    duty = open_duty(visitor.organ.code, visitor.day) if here else None
    if duty is None:
        return
    row = vm.ObligationRow(
        verb=duty.verb,
        case=f"{duty.year} 年度",
        party=visitor.organ.name,
        matter=f"定稿于 {show_date(duty.finished.frozen_on)}" if duty.finished else "行政执法总体情况的报告",
        href=f"{reverse('report', args=[duty.year])}?organ={visitor.organ.code}",
        due=due_chip(duty.due_on, day=visitor.day, yellow_on=duty.yellow_on),
        law=law_mark(duty.cite),
    )
    yield vm.ObligationGroup(title="年报", rows=(row,))


def _question_row(line: QuestionLine, verb: str, href: str) -> vm.ObligationRow:
    said = line.text if len(line.text) <= SAID else f"{line.text[:SAID]}…"
    return vm.ObligationRow(
        verb=verb,
        case=line.number,
        party=line.party,
        matter=said or line.case_title,
        href=href,
        due=vm.DueChip(level="none", word=f"{show_date(line.asked_on)} 提问"),
    )


def _groups(visitor: Visitor) -> tuple[vm.ObligationGroup, ...]:
    """My duties by date; for reviewers and heads also the steps that wait for them."""
    reach = visitor.reach()
    mine = visitor.open_to(duties(reach=reach, person=visitor.person.id if "officer" in visitor.roles else ""))
    week = visitor.day + timedelta(days=6 - visitor.day.weekday())
    parts: dict[str, list[DutyLine]] = {"已超期": [], "今天": [], "本周": [], "以后": []}
    for line in mine:
        late, now = line.due_on < visitor.day, line.due_on == visitor.day
        parts["已超期" if late else "今天" if now else "本周" if line.due_on <= week else "以后"].append(line)
    groups = [*_report(visitor), *_questions(visitor)]
    waiting = [role for role in visitor.roles if role in ASKED]
    if waiting:
        places = visitor.held(waiting).items()
        for_me = [line for paths, roles in places for line in tasks(roles, reach=paths, limit=30)]
        if for_me := visitor.open_to(for_me):
            rows = tuple(_task_row(line, visitor) for line in for_me)
            groups.append(vm.ObligationGroup(title="等我办理", rows=rows))
    for title, lines in parts.items():
        if lines:
            rows = tuple(_row(line, visitor) for line in lines[:25])
            more = vm.Action(label=f"全部 {len(lines)} 项", href=reverse("cases")) if len(lines) > 25 else None
            groups.append(vm.ObligationGroup(title=title, rows=rows, more=more))
    return tuple(groups)


def _waiting(visitor: Visitor) -> tuple[vm.WaitingRow, ...]:
    if not visitor.may("case.act"):
        return ()
    others = [role for role in OTHERS if role not in visitor.roles]
    return tuple(
        vm.WaitingRow(
            what=f"{line.title} {line.number}",
            whom=f"{ROLE_TITLES[line.role]} · {line.party}" if line.party else ROLE_TITLES[line.role],
            since=f"{line.next_due_title} {line.next_due_on}" if line.next_due_on else "没有期限",
            href=reverse("case", args=[line.case_id]),
        )
        for line in tasks(others, reach=visitor.reach(), limit=8)
    )


@require_safe
@signed_in("")
def workbench(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """What this person must do, and what others must do before they can go on."""
    if not visitor.may("case.read"):
        return HttpResponseRedirect(landing(visitor))
    reach = visitor.reach()
    numbers = desk_numbers(reach=reach, day=visitor.day)
    recent = case_page(CaseFilter(), reach=reach, limit=8)
    cases, acting = reverse("cases"), visitor.may("case.act")
    page = vm.Workbench(
        ask=reverse("suggest"),
        start=reverse("clues") if acting else "",
        quick=(vm.Action(label="记一次柔性执法", href=reverse("new_soft")),) if acting else (),
        groups=_groups(visitor),
        title="我的任务" if acting else "各单位正在计算的期限",
        around="本单位今天" if acting else "监督范围今天",
        waiting=_waiting(visitor),
        recent=tuple(
            vm.RecentCase(
                title=line.party or line.title or line.number,
                sub=" · ".join(part for part in (line.number, line.title, line.phase) if part),
                href=reverse("case", args=[line.id]),
            )
            for line in recent.lines
        ),
        tiles=(
            vm.Tile(
                label="在办案件",
                figure=vm.Figure(text=f"{numbers.open_cases:,}", href=f"{cases}?state=open"),
                unit="件",
            ),
            vm.Tile(
                label="超期未办",
                figure=vm.Figure(text=f"{numbers.overdue:,}", href=f"{cases}?red=1"),
                unit="项",
                level="red" if numbers.overdue else "none",
                word="红色" if numbers.overdue else "",
            ),
            vm.Tile(
                label="七天内到期",
                figure=vm.Figure(text=f"{numbers.this_week:,}", href=f"{cases}?state=open"),
                unit="项",
            ),
        ),
        empty=vm.Empty(
            what="现在没有要您办的事",
            how="在上面写下看到的情况，登记成线索；立案后，每一步和它的期限会排在这里。"
            if visitor.may("case.act")
            else "需要您过问的期限和案件会排在这里。",
            action=vm.Action(label="登记线索", href=reverse("clues")) if visitor.may("case.act") else None,
        ),
    )
    return show_page(request, page, shell=shell(request, visitor, "workbench"))
