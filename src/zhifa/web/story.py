"""What is known of a case, for people: its facts in groups, its papers and evidence."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.urls import reverse

from zhifa.core.conditions import Unknown
from zhifa.core.facts import show_value
from zhifa.core.papers.casefile import fits
from zhifa.core.procedure.state import Context
from zhifa.core.procedure.view import ERASED
from zhifa.core.values import SHANGHAI, show_date
from zhifa.store.readers.cases import CaseRead
from zhifa.store.readers.letters import referred
from zhifa.web import viewmodels as vm

GROUPS = {
    "party": "当事人", "clue": "线索", "matter": "事项", "case": "案件", "filing": "立案", "evidence": "证据",
    "preservation": "先行登记保存", "report": "调查终结", "discretion": "裁量", "notice": "告知", "defence": "陈述申辩",
    "hearing": "听证", "review": "法制审核", "discussion": "集体讨论", "decision": "决定", "delivery": "送达",
    "payment": "缴款", "inspection": "检查", "application": "申请", "permit": "许可", "seizure": "强制措施",
    "freezing": "冻结", "measure": "其他措施", "custody": "保管", "testing": "检测",
    "acceptance": "受理", "correction": "补正", "examination": "审查", "site_check": "核查", "interested": "利害关系人",
    "permit_hearing": "许可听证", "exclusion": "不计期限的时间", "permit_test": "检验检测", "first_review": "初步审查",
    "selection": "顺序、招标、考试", "change": "变更", "renewal": "延续", "withdrawal": "撤回", "revocation": "撤销",
    "ending": "陈述申辩", "compensation": "补偿", "damages": "国家赔偿", "deregistration": "注销",
    "supervision": "监督检查",
    "certificate": "证件", "copied": "抄告", "expropriation": "征收", "requisition": "征用", "soft": "柔性执法",
    "complaint": "投诉、信访",
    "detention": "拘留", "bail": "担保", "leave": "出所", "summons": "传唤", "search": "治安检查", "vehicle": "车辆",
    "detained": "扣留", "blood": "血样", "monitoring": "监控记录", "traffic": "交通",
    "lifting": "解除与处理", "publication": "公示", "archive": "归档", "simple": "当场处罚",
    "duty": "责令履行", "building": "违法建设", "dunning": "催告", "compulsion": "强制执行", "agreement": "执行协议",
    "substitute": "代履行", "clearance": "立即清除", "court": "法院执行", "remedy": "复议诉讼", "deferral": "延期分期",
    "transfer": "移送司法机关", "letter": "函件往来", "joint": "联合办理", "oversight": "执法监督",
    "reconsideration": "复议答复", "litigation": "应诉",
}  # fmt: skip


TOKEN = "token"
"""The column of a list that points to a paper: it opens it and is not read out."""


def stamp(instant: datetime) -> str:
    """When something was entered, as Shanghai reads it."""
    local = instant.astimezone(SHANGHAI)
    return f"{show_date(local.date())} {local:%H:%M}"


def names(read: CaseRead, ids: tuple[str, ...]) -> str:
    return "、".join(person.name if (person := read.people.get(key)) else key for key in ids)


def fact_groups(read: CaseRead, proceeding: str) -> tuple[vm.FactGroup, ...]:
    """Everything known in a proceeding and above it, by subject, with the step it comes from."""
    state = read.view.state
    vocabulary = state.vocabulary
    facts: dict[str, tuple[Any, str]] = {}
    chain, current = [], proceeding
    while current in state.runs:
        chain.append(current)
        current = state.runs[current].proceeding.parent
    for key in reversed(chain):
        run = state.runs[key]
        for code, value in run.facts.items():
            facts[code] = (value, "")
        for instance in run.instances:
            if instance.standing and instance.step:
                for code in instance.taken.facts:
                    if code in facts:
                        facts[code] = (facts[code][0], instance.step.title)
    groups: dict[str, list[vm.FactRow]] = {}
    for code, (value, source) in facts.items():
        fact = vocabulary.get(code)
        if fact is None or isinstance(value, Unknown) or fact.type == "file":
            continue
        title = GROUPS.get(code.partition(".")[0], "其他")
        shown = _table(value, fact) if fact.type == "table" else show_value(value, fact.type, fact.unit)
        if code == "matter.code" and (listed := state.context.rules(read.view.day).entry("matter", str(value))):
            shown = f"{listed.data.get('title', value)}（{value}）"
        groups.setdefault(title, []).append(
            vm.FactRow(label=fact.label, value=shown, source=source, personal=fact.personal)
        )
    for code in sorted(read.view.case.erased - facts.keys()):
        if (gone := vocabulary.get(code)) is not None:
            title = GROUPS.get(code.partition(".")[0], "其他")
            groups.setdefault(title, []).append(vm.FactRow(label=gone.label, value=ERASED, personal=gone.personal))
    return tuple(vm.FactGroup(title=title, rows=tuple(rows)) for title, rows in groups.items())


def _table(value: Any, fact: Any) -> str:
    lines = []
    for row in value:
        shown = [c for c in fact.columns if c.code in row and c.code not in (fact.key, TOKEN)]
        cells = [show_value(row[c.code], c.type) for c in shown]
        lines.append("，".join(cells))
    return "；".join(lines)


RECORDER = "case.recorder"
"""With which recorder a step was filmed: its number in the register of equipment."""


def evidence(read: CaseRead) -> tuple[vm.Evidence, ...]:
    """Files recorded with steps: what, when, by whom."""
    found = []
    vocabulary = read.view.state.vocabulary
    for run in read.view.state.runs.values():
        for instance in run.instances:
            for code, value in instance.taken.facts.items():
                fact = vocabulary.get(code)
                if fact is None or fact.type != "file" or not isinstance(value, str):
                    continue
                found.append(
                    vm.Evidence(
                        title=f"{instance.step.title if instance.step else ''}·{fact.label}",
                        href=reverse("file", args=[read.row.pk, value]),
                        kind="photo",
                        taken=instance.taken.at.text,
                        place=f"记录仪 {recorder}" if (recorder := instance.taken.facts.get(RECORDER)) else "",
                        by=names(read, instance.taken.by),
                    )
                )
    return tuple(found)


def referred_rows(read: CaseRead) -> tuple[vm.PaperRow, ...]:
    """Papers of other organs that came along with their letters."""
    return tuple(
        vm.PaperRow(
            title=item.name,
            href=reverse("referred_paper", args=[read.row.pk, item.token]),
            state="issued",
            number=item.number,
            on=item.dated_on if isinstance(item.dated_on, date) else None,
            note="来函机关的材料",
        )
        for item in referred(read)
    )


def paper_rows(read: CaseRead, proceeding: str, context: Context, *, working: bool) -> tuple[vm.PaperRow, ...]:
    """Papers issued, and those the steps taken so far could still issue."""
    rows = [
        vm.PaperRow(
            title=paper.title,
            href=reverse("paper", args=[paper.token]),
            state="withdrawn" if paper.withdrawn_on else "issued",
            number=paper.number,
            on=paper.issued_on,
            note="盖章扫描件已入卷" if paper.scan else "",
        )
        for paper in reversed(read.papers)
    ]
    if not working:
        return tuple(rows)
    issued = {(paper.proceeding, paper.code) for paper in read.papers if not paper.withdrawn_on}
    rules = context.rules(read.view.day)
    for instance in read.view.state.runs[proceeding].instances:
        for code in instance.step.papers if instance.step and instance.standing else ():
            entry = rules.entry("paper", code)
            if entry is None or (proceeding, code) in issued or not fits(entry, read.view.state, proceeding):
                continue
            issued.add((proceeding, code))
            rows.append(
                vm.PaperRow(
                    title=str(entry.data.get("title", code)),
                    href=reverse("paper_draft", args=[read.row.pk, proceeding, code]),
                    state="draft",
                )
            )
    return tuple(rows)
