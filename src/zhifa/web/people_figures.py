"""Figures and warnings of the list of people: legal reviewers against the rule, certificates that will lapse."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.urls import reverse

from zhifa.acts.certificates import coming_lapses
from zhifa.acts.statutes import ground
from zhifa.acts.work import context
from zhifa.core.values import chinese_date, show_date
from zhifa.store.readers.people import StaffLine
from zhifa.web import viewmodels as vm
from zhifa.web.marks import ground_mark, law_mark

MANY = 8
"""So many are named; of more only the number is told."""


def reviewers_tile(lines: Sequence[StaffLine], day: date) -> tuple[vm.Tile, ...]:
    """Legal reviewers beside what the rule asks, in percent of those who enforce."""
    made = []
    serving = [line for line in lines if not (line.left_on and line.left_on <= day)]
    officers = sum(1 for line in serving if "officer" in line.person.roles_on(day))
    for entry in context().rules(day).entries("staffing").values():
        there = sum(1 for line in serving if str(entry.data["role"]) in line.person.roles_on(day))
        percent = int(entry.data["percent"])
        short = officers > 0 and there * 100 < officers * percent
        made.append(
            vm.Tile(
                label=str(entry.data["title"]),
                figure=vm.Figure(text=f"{there} / {officers}"),
                unit=f"占 {there * 100 / officers:.1f}%" if officers else "",
                note=f"不少于执法人员的 {percent}%（{law_mark(entry.cite).label}）",
                level="yellow" if short else "none",
                word="黄色" if short else "",
            )
        )
    auxiliary = sum(1 for line in serving if "auxiliary" in line.person.roles_on(day))
    if auxiliary:
        made.append(vm.Tile(label="辅助人员", figure=vm.Figure(text=str(auxiliary)), unit="名", note="不能执法"))
    return tuple(made)


def soon_lapsing(lines: Sequence[StaffLine]) -> list[StaffLine]:
    """Of these persons, those whose certificate will lapse by rule, the nearest first."""
    found = coming_lapses([line.person.id for line in lines], {line.person.id: line.path for line in lines})
    return sorted((line for line in lines if line.person.id in found), key=lambda line: found[line.person.id].on)


REVIEWER = "reviewer_licence"


def reviewers_lacks(lines: Sequence[StaffLine], day: date) -> list[vm.Lack]:
    """Reviewers whose qualification in law nobody registered: a question, since those who began earlier need none."""
    unknown = [
        line.person.name
        for line in lines
        if "legal_reviewer" in line.person.roles_on(day) and not line.law_licence
        and not (line.left_on and line.left_on <= day)
    ]  # fmt: skip
    if not unknown:
        return []
    said = "、".join(unknown[:MANY]) + (f"等 {len(unknown)} 人" if len(unknown) > MANY else "")
    since = ground(REVIEWER).validity.start
    before = f"；{chinese_date(since)}以前已经从事审核的，写明“以前已从事”" if since else ""
    hint = f"在人员登记中填写法律职业资格证书编号{before}"
    return [
        vm.Lack(what=f"法制审核人员{said}没有登记法律职业资格", law=ground_mark(REVIEWER), hint=hint, question=True)
    ]


def lapse_lacks(lines: Sequence[StaffLine]) -> list[vm.Lack]:
    """Who will lose the certificate by rule, the nearest first."""
    found = coming_lapses([line.person.id for line in lines], {line.person.id: line.path for line in lines})
    named = {line.person.id: line.person.name for line in lines}
    coming = sorted(found.items(), key=lambda item: (item[1].on, named[item[0]]))
    made = [
        vm.Lack(
            what=f"{named[person]}：{lapse.say}，{show_date(lapse.on)} 起证件失效",
            law=law_mark(lapse.cite),
            action=vm.Action(label="看学时", href=reverse("person", args=[person])),
            hint="补足学时、考试合格并登记以后自动不再失效",
        )
        for person, lapse in coming[:MANY]
    ]
    if len(coming) > MANY:
        made.append(vm.Lack(what=f"另有 {len(coming) - MANY} 人的证件将失效，见各人页面"))
    return made
