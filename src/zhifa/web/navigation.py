"""The main pages in the order of the bar, and the sections that gather several pages behind one entry.

A phone shows the first four a person may open; the rest stands behind 更多.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """A page: what it is called, the name of its address, and the permission that opens it; none is for everybody."""

    label: str
    name: str
    action: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """One entry of the bar. Where it has several pages they are the tabs of each of them, and the entry opens the
    first a person may see."""

    label: str
    places: tuple[Place, ...]

    def open_to(self, may: Callable[[str], bool]) -> tuple[Place, ...]:
        return tuple(place for place in self.places if not place.action or may(place.action))


def _alone(label: str, name: str, action: str = "") -> Section:
    return Section(label, (Place(label, name, action),))


CATALOGUE = Section(
    "事项",
    (
        Place("事项目录", "matters", "matters.read"),
        Place("权责清单", "lists", "powers.read"),
        Place("裁量计算", "calculator", "case.read"),
        Place("使用情况", "matter_usage", "matters.read"),
        Place("职权登记", "powers", "powers.read"),
        Place("规则草案", "rule_drafts", "rules.read"),
        Place("文书模板", "paper_templates", "rules.read"),
        Place("两地对照", "crosswalk", "matters.read"),
    ),
)
"""What may be done and how much it costs: the catalogue, the lists that say so, and how both are changed."""
CASES = Section(
    "案件",
    (
        Place("案件", "cases", "case.read"),
        Place("许可登记簿", "permits", "case.read"),
        Place("送达", "deliveries", "case.act"),
        Place("涉案财物", "custody", "case.read"),
        Place("复议诉讼", "remedies", "case.read"),
        Place("罚款", "fines", "fines.read"),
        Place("柔性执法", "soft", "case.read"),
        Place("审批链", "chains", "chain.sign"),
        Place("文号", "numbers", "numbers.read"),
        Place("导入", "imports", "cases.import"),
    ),
)
"""Every case, and the lists drawn from them."""
INSPECTIONS = Section("检查", (Place("检查", "inspections", "case.act"), Place("年度计划", "plan", "plan.read")))
"""What was inspected, and the plan it follows."""
PEOPLE = Section(
    "人员",
    (
        Place("人员与证件", "people", "people.read"),
        Place("培训", "trainings", "training.read"),
        Place("考试", "exams", "training.read"),
        Place("题库", "question_bank", "training.read"),
        Place("情景教学", "teachings", "training.read"),
        Place("考核", "assessments", "assessment.read"),
        Place("装备", "equipment", "equipment.read"),
        Place("片区坐班", "postings", "people.read"),
    ),
)
"""Who works here, what they learned, how they are assessed, what they carry and where they sit."""
OVERSIGHT = Section(
    "监督",
    (
        Place("驾驶舱", "oversight", "oversight.read"),
        Place("问题", "findings", "finding.read"),
        Place("将到期", "near", "finding.read"),
        Place("办结", "finding_work", "finding.read"),
        Place("监督文书", "instruments", "supervision.read"),
        Place("年度监督计划", "supervision_plan", "supervision.read"),
        Place("日清周结月通报", "digests", "digest.read"),
        Place("五个一律", "conformance", "oversight.read"),
        Place("责任追究", "liabilities", "liability.read"),
        Place("干预登记", "interventions", "intervention.read"),
        Place("监督规则", "alert_rules", "finding.read"),
    ),
)
"""What goes wrong where, and what is done about it."""
SOCIETY = Section(
    "社会监督",
    (
        Place("投诉、信访", "complaints", "complaint.read"),
        Place("征求我的意见", "cards", "opinion.give"),
        Place("征求意见与社会评议", "consultations", "consultation.read"),
        Place("特邀监督员", "invited", "invited.read"),
    ),
)
"""What parties complain of, and what people from outside say."""
APPRAISAL = Section(
    "评查",
    (
        Place("案卷评查", "appraisal", "appraisal.read"),
        Place("评查活动", "appraisal_rounds", "appraisal.manage"),
        Place("我的评查", "appraisal_mine", "appraisal.review"),
        Place("执法质量考评", "quality", "appraisal.read"),
    ),
)
"""How good the files are: by the machine, by people, and by organ."""
FIGURES = Section(
    "统计",
    (
        Place("统计", "statistics", "statistics.read"),
        Place("年度报告", "report", "statistics.read"),
        Place("报告核对", "report_check", "statistics.read"),
    ),
)
"""The figures of a year, our own annual report, and the check of anybody's."""
SECTIONS = (
    _alone("工作台", "workbench", "case.read"),
    _alone("审核", "review", "review.queue"),
    _alone("线索", "clues", "case.act"),
    CASES,
    CATALOGUE,
    OVERSIGHT,
    SOCIETY,
    INSPECTIONS,
    APPRAISAL,
    FIGURES,
    _alone("法规", "laws"),
    PEOPLE,
    _alone("机关", "organs", "organs.manage"),
    _alone("清除", "erasure", "person.erase"),
    _alone("审计", "audit", "audit.read"),
    _alone("会签", "agreements", "accounts.agree"),
)
