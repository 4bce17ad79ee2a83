"""One person at a glance: may they act today, for whom, on what; hours, examinations, equipment, cases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.urls import reverse

from zhifa.acts.assessments import hours_of
from zhifa.acts.certificates import coming_lapses
from zhifa.acts.work import context
from zhifa.core.permission import ROLE_TITLES
from zhifa.core.qualification import rule_for
from zhifa.core.values import show_date
from zhifa.store.readers.assessments import assessments
from zhifa.store.readers.equipment import held_by, postings_of
from zhifa.store.readers.people import StaffLine
from zhifa.store.readers.staffing import CertificateLife, cases_in_charge, certificate_lives
from zhifa.store.readers.training import attended_by, results_of
from zhifa.web import viewmodels as vm
from zhifa.web.marks import due_chip, ground_mark, law_mark
from zhifa.web.views.equipment import table as equipment_table
from zhifa.web.views.postings import week

LIMIT = 12
"""So many lines of training and cases the page shows; the rest stands in their own lists."""


def answers(line: StaffLine, day: date, named: Mapping[str, str]) -> tuple[vm.Verdict, ...]:
    """May this person enforce today, for whom, on what; and where they sit."""
    made = [_may_act(line, day, named)]
    for one in postings_of(line.person.id):
        if one.valid_to is None or one.valid_to >= day:
            here = "今天在" if one.here_on(day) else ""
            made.append(
                vm.Verdict(
                    level="none",
                    word=f"{here}{one.station_name}坐班",
                    why=f"{one.place}，每{week(one.weekdays)}；以{one.organ_name}的名义执法，不能办理{one.station_name}的案件",
                    law=ground_mark("own_functions"),
                )
            )
    return tuple(made)


def _may_act(line: StaffLine, day: date, named: Mapping[str, str]) -> vm.Verdict:
    person, law = line.person, ground_mark("enforcers")
    if line.left_on and line.left_on <= day:
        return vm.Verdict(level="none", word=f"已离岗 {line.left_on}", why="此前办理的案件仍由本人承担责任")
    places = [named.get(h.path, line.organ) for h in person.roles if h.role == "officer" and h.validity.contains(day)]
    if "auxiliary" in person.roles_on(day) and not places:
        why = "行政执法辅助人员不得实施执法行为，只能协助；不计入执法人员"
        return vm.Verdict(level="yellow", word="不能执法", why=why, law=law)
    held = person.certificate_on(day)
    if not places:
        roles = "、".join(ROLE_TITLES.get(role, role) for role in sorted(person.roles_on(day)))
        return vm.Verdict(level="none", word="不是执法人员", why=roles or "没有岗位")
    if held is None:
        return vm.Verdict(level="red", word="今天不能执法", why=person.why_uncertified(day), law=law)
    until = f"，至 {held.validity.end}" if held.validity.end else ""
    return vm.Verdict(
        level="none", word="今天可以执法", why=f"以{'、'.join(dict.fromkeys(places))}的名义；证件 {held.number}{until}",
        law=law,
    )  # fmt: skip


def tiles(line: StaffLine, day: date) -> tuple[vm.Tile, ...]:
    """Hours against the rule, the last examination, cases, equipment."""
    person = line.person.id
    had, owed = hours_of(person, line.path, day.year)
    last_had, last_owed = hours_of(person, line.path, day.year - 1)
    results = results_of(person)
    rule = rule_for(context().book, line.path, day.year)
    made = [
        vm.Tile(
            label=f"{day.year} 年学时", figure=vm.Figure(text=f"{had}"), unit=f"/ {owed}" if owed else "学时",
            note=f"上年 {last_had} / {last_owed}" if last_owed else (rule.title if rule else ""),
        ),
        vm.Tile(
            label="最近考试",
            figure=vm.Figure(
                text=str(results[0].score) if results else "没有", href=reverse("exam", args=[results[0].exam])
                if results else "",
            ),
            unit="分" if results else "",
            note=f"{results[0].on} {'合格' if results[0].passed else '不合格'}" if results else "",
            level="yellow" if results and not results[0].passed else "none",
            word="黄色" if results and not results[0].passed else "",
        ),
    ]  # fmt: skip
    return tuple(made)


def lacks(line: StaffLine, day: date) -> tuple[vm.Lack, ...]:
    """What will take the certificate away, or did and was taken back; equipment not brought back."""
    made = []
    for lapse in coming_lapses([line.person.id], {line.person.id: line.path}).values():
        made.append(
            vm.Lack(what=f"{lapse.say}；到 {show_date(lapse.on)} 仍不符合的，证件失效", law=law_mark(lapse.cite),
                    hint="补足学时或者考试合格并登记以后，自动不再失效")
        )  # fmt: skip
    for one in certificate_lives(reach=("",), person=line.person.id):
        if one.lapse_withdrawn_on:
            made.append(
                vm.Lack(
                    what=f"证件 {one.number} 的失效于 {show_date(one.lapse_withdrawn_on)} 因补录撤回",
                    question=True,
                    hint="核对补录的学时、成绩是否属实；期间办理的案件一并复核",
                )
            )
    held = held_by(line.person.id)
    if line.left_on and line.left_on <= day and held:
        said = "、".join(f"{item.name}{item.serial}" for item in held)
        made.append(vm.Lack(what=f"已离岗，还有装备没有交回：{said}"))
    return tuple(made)


def _life(one: CertificateLife) -> str:
    checks = [
        f"{check['year']} 年审合格" if check["passed"] else f"{check['year']} 年审不合格（{check['note']}）"
        for check in one.checks
    ]
    said = [
        *checks,
        f"{one.lapsed_on} 失效：{one.lapsed_why}" if one.lapsed_on else "",
        f"换发为 {one.replaced_by}" if one.replaced_by else one.cancelled_why,
        f"{one.returned_on} 收回" if one.returned_on else "",
    ]
    return "；".join(part for part in said if part)


def certificates(line: StaffLine, day: date) -> vm.TableView:
    """The certificates of all times with what became of each."""
    lives = {one.number: one for one in certificate_lives(reach=("",), person=line.person.id)}
    rows = []
    for item in line.person.certificates:
        ends = min((d for d in (item.validity.end, item.cancelled_on) if d), default=None)
        why = item.why_not(day)
        stops = "；".join(f"{s.start} 至 {s.end or '另行通知'}" for s in item.suspended)
        rows.append(
            vm.Row(
                href=reverse("person", args=[line.person.id]),
                cells=(
                    vm.Cell(text=item.number),
                    vm.Cell(on=item.validity.start),
                    vm.Cell(on=ends) if ends else vm.Cell(text="长期"),
                    vm.Cell(text=why or "有效", level="red" if why else "none"),
                    vm.Cell(text=stops),
                    vm.Cell(text=_life(lives[item.number]) if item.number in lives else ""),
                ),
            )
        )
    labels = ("发证", "到期或注销", f"{show_date(day)} 的效力", "暂停", "经过")
    return vm.TableView(
        caption="执法证件",
        name="certificates",
        columns=(vm.Column(label="证号", kind="main"), *(vm.Column(label=label) for label in labels)),
        rows=tuple(rows),
        empty=vm.Empty(what="没有执法证件", how="没有有效证件不能执法。"),
    )


def _cases(line: StaffLine, day: date, reach: Sequence[str]) -> vm.TableView:
    rows = tuple(
        vm.Row(
            href=reverse("case", args=[one.id]),
            cells=(
                vm.Cell(text=one.number or one.title, sub=one.title if one.number else ""),
                vm.Cell(text=one.organ),
                vm.Cell(text=one.phase),
                vm.Cell(due=due_chip(one.next_due_on, day=day) if one.next_due_on else None),
                vm.Cell(text=f"{one.red} 项" if one.red else "", level="red" if one.red else "none"),
            ),
        )
        for one in cases_in_charge(line.person.id, line.path, reach=reach)[:LIMIT]
    )
    return vm.TableView(
        caption="在办案件",
        name="cases",
        columns=(vm.Column(label="案件", kind="main"), vm.Column(label="机关"), vm.Column(label="阶段"),
                 vm.Column(label="最近期限", kind="due"), vm.Column(label="问题")),
        rows=rows,
        empty=vm.Empty(what="没有在办案件"),
    )  # fmt: skip


def _training(line: StaffLine) -> vm.TableView:
    rows = [
        vm.Row(href=reverse("training", args=[one.session]),
               cells=(vm.Cell(text=one.title), vm.Cell(text=one.kind), vm.Cell(on=one.held_on),
                      vm.Cell(text=f"{one.hours} 学时")))
        for one in attended_by(line.person.id)[:LIMIT]
    ] + [
        vm.Row(href=reverse("exam", args=[one.exam]),
               cells=(vm.Cell(text=one.title), vm.Cell(text=f"{one.kind}考试"), vm.Cell(on=one.on),
                      vm.Cell(text=f"{one.score} 分，{'合格' if one.passed else '不合格'}",
                              level="none" if one.passed else "yellow")))
        for one in results_of(line.person.id)[:LIMIT]
    ]  # fmt: skip
    return vm.TableView(
        caption="培训和考试",
        name="training",
        columns=(vm.Column(label="名称", kind="main"), vm.Column(label="种类"), vm.Column(label="日期", kind="date"),
                 vm.Column(label="结果")),
        rows=tuple(rows),
        empty=vm.Empty(what="没有登记培训和考试"),
    )  # fmt: skip


def _assessed(line: StaffLine) -> vm.TableView:
    found = assessments(reach=(line.path,), person=line.person.id)
    rows = tuple(
        vm.Row(href=reverse("assessment", args=[one.person, one.period]),
               cells=(vm.Cell(text=one.period), vm.Cell(text=str(one.score)), vm.Cell(text=one.grade),
                      vm.Cell(text="有异议" if one.objection and not one.answer else "")))
        for one in found
    )  # fmt: skip
    return vm.TableView(
        caption="考核",
        name="assessments",
        columns=(vm.Column(label="时段", kind="main"), vm.Column(label="得分", kind="number"), vm.Column(label="等次"),
                 vm.Column(label="异议")),
        rows=rows,
        empty=vm.Empty(what="没有登记考核"),
    )  # fmt: skip


def tables(line: StaffLine, day: date, *, assessed: bool, reach: Sequence[str]) -> tuple[vm.TableView, ...]:
    """Everything else, in the order in which it is asked about."""
    made = [certificates(line, day), _cases(line, day, reach), _training(line)]
    made.append(equipment_table(held_by(line.person.id), day, empty=vm.Empty(what="没有领用装备")))
    return (*made, _assessed(line)) if assessed else tuple(made)
