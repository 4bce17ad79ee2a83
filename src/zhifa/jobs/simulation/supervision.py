"""The bureau supervises the town: a plan, an opinion followed until it is closed, a directive nobody answers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from zhifa.acts.cases import StepEntry, take_step
from zhifa.acts.papers import issue_paper
from zhifa.acts.supervising import Matter, answer_finding, open_supervision
from zhifa.acts.supervision_planning import adopt_supervision_plan, enter_supervision_item
from zhifa.acts.work import Actor
from zhifa.core.supervising import MEASURES
from zhifa.core.values import Refusal
from zhifa.jobs.simulation.deeds import Deed, office
from zhifa.jobs.simulation.diary import at
from zhifa.jobs.simulation.town import BUREAU, TOWN
from zhifa.store.casework import models as rows
from zhifa.store.registry.people import people

ALIKE = ("case__number", "code", "version")
"""Puts findings of one day into an order that is the same in every run."""
SUPERVISOR, BUREAU_HEAD, TOWN_HEAD = "jiandu", "sfjuzhang", "zhenzhang"
ITEM = {
    "oversight.plan_kind": "重点监督", "oversight.plan_subject": "行政处罚程序和期限", "oversight.plan_objects": "镇街",
    "plan.months": ["10月", "11月", "12月"], "oversight.plan_count": "2", "oversight.plan_lead": "行政执法监督科",
}  # fmt: skip


def _as(person: str) -> Actor:
    return Actor(people([person])[person], person)


class Followed:
    """One fault followed by the bureau: the case of supervision and its paper. Without a fault nothing happens."""

    def __init__(self, number: int, instrument: str, procedure: str, paper: str, plan_item: str) -> None:
        self.number, self.instrument, self.procedure, self.paper = number, instrument, procedure, paper
        self.plan_item, self.case_id, self.proceeding = plan_item, "", ""

    def open(self, _: Actor) -> Refusal | None:
        """Open a case about the n-th red finding of the town."""
        found = rows.Finding.objects.filter(organ_id=TOWN, colour="red").order_by("known_on", *ALIKE)
        finding = next(iter(found[self.number : self.number + 1]), None)
        if finding is None:
            return None
        number = rows.Case.objects.get(pk=finding.case_id).number
        matter = Matter(
            TOWN, "行政处罚程序和期限的重点监督", f"{finding.message}。", "重点监督", case_number=number,
            plan_item=self.plan_item, findings=(finding.key,), instrument=self.instrument,
        )  # fmt: skip
        done = open_supervision(matter, actor=_as(SUPERVISOR))
        if isinstance(done, Refusal):
            return done
        self.case_id = done.case_id
        self.proceeding = rows.Proceeding.objects.get(case_id=done.case_id, procedure=self.procedure).pk
        return None

    def step(self, code: str, who: str, facts: Mapping[str, object] | None = None) -> Refusal | None:
        """Take a step in the bureau's case."""
        return self._take(self.case_id, code, who, facts, self.proceeding) if self.case_id else None

    def theirs(self, code: str, who: str, facts: Mapping[str, object] | None = None) -> Refusal | None:
        """Take a step in the case the paper began with the town."""
        found = rows.Case.objects.filter(letters__sender_case=self.case_id).first() if self.case_id else None
        return self._take(found.pk, code, who, facts, "") if found else None

    def issued(self, _: Actor) -> Refusal | None:
        """Give the paper its number."""
        if not self.case_id:
            return None
        done = issue_paper(self.case_id, self.proceeding, self.paper, actor=_as(SUPERVISOR))
        return done if isinstance(done, Refusal) else None

    @staticmethod
    def _take(case_id: str, code: str, who: str, facts: Mapping[str, object] | None, place: str) -> Refusal | None:
        done = take_step(case_id, StepEntry(code, facts or {}, (who,), None, place), actor=_as(who))
        return done if isinstance(done, Refusal) else None


def supervision(year: int) -> list[Deed]:
    """Everything the bureau does in the last quarter of a year."""
    item = f"{year}年第1项"
    opinion = Followed(0, "监督意见书", "supervision.opinion", "supervision-opinion", item)
    directive = Followed(1, "督办通知书", "supervision.directive", "supervision-directive", item)
    deeds = [
        office(at(date(year, 1, 16), 9, 10), "监督计划列项", lambda _: _entered(year)),
        office(at(date(year, 1, 18), 9, 10), "批准监督计划", lambda _: _adopted(year)),
    ]
    deeds += _sent(opinion, year, 11, "对照法定程序逐案自查，已经作出的决定依法处理，并修订办案流程", date(year, 12, 6))
    deeds += [
        office(at(date(year, 11, 22), 10, 5), "签收", lambda _: opinion.theirs("sign", TOWN_HEAD)),
        office(at(date(year, 12, 2), 10, 5), "报告整改", lambda _: opinion.theirs("report", TOWN_HEAD, _REPORT)),
        office(at(date(year, 12, 5), 10, 5), "核查", lambda _: opinion.step("check", SUPERVISOR, _CHECKED)),
        office(at(date(year, 12, 6), 10, 5), "结案", lambda _: opinion.step("close", BUREAU_HEAD, _CLOSED)),
    ]
    deeds += _sent(directive, year, 12, "查明逾期的原因，逐件报告办理结果", date(year, 12, 26))
    deeds.append(office(at(date(year, 12, 27), 15, 0), "说明问题", lambda _: _answered()))
    return deeds


_REPORT = {"oversight.report": "已逐案自查，修订办案流程，组织全体执法人员学习一次；涉及的案件已在案卷中说明原因"}
_CHECKED = {
    "oversight.check_result": "已整改到位",
    "oversight.check_record": "调阅自查表和修订后的流程，抽查三件在办案件",
}
_CLOSED = {"oversight.result": "整改到位，监督事项办结"}


def _sent(one: Followed, year: int, month: int, demands: str, by: date) -> list[Deed]:
    def drafted(_: Actor) -> Refusal | None:
        facts = {
            "oversight.problem": _problem(one),
            "oversight.demands": demands,
            "oversight.report_by": by.isoformat(),
        }
        return one.step("draft", SUPERVISOR, facts)

    def when(day: int, hour: int) -> datetime:
        return at(date(year, month, day), hour, 20)

    return [
        office(when(18, 9), "立监督案件", one.open),
        office(when(18, 10), "起草监督文书", drafted),
        office(when(19, 9), "审批监督文书", lambda _: one.step("approve", BUREAU_HEAD, {"oversight.approved": True})),
        office(when(20, 9), "制作监督文书", one.issued),
        office(when(20, 10), "送达监督文书", lambda _: one.step("issue", SUPERVISOR)),
    ]


def _problem(one: Followed) -> str:
    found = rows.Finding.objects.filter(key__in=rows.Case.objects.filter(pk=one.case_id).values("raised_from__key"))
    said = found.values_list("message", flat=True).first()
    return str(said or "行政处罚程序、期限不符合规定")


def _entered(year: int) -> Refusal | None:
    done = enter_supervision_item(BUREAU, year, ITEM, actor=_as(SUPERVISOR))
    return done if isinstance(done, Refusal) else None


def _adopted(year: int) -> Refusal | None:
    document = f"渝北司发〔{year}〕示例2号"
    return adopt_supervision_plan(BUREAU, year, document=document, actor=_as(BUREAU_HEAD))


def _answered() -> Refusal | None:
    """The town's head says something about one more finding, which then waits for the supervisor."""
    found = rows.Finding.objects.filter(organ_id=TOWN).exclude(colour="blue").order_by("-known_on", *ALIKE).first()
    if found is None or found.answers not in {"head", "officer"}:
        return None
    text = "已在案卷中说明逾期的原因，并提醒承办人按期办理"
    return answer_finding(found.key, measure=MEASURES[1], text=text, actor=_as(TOWN_HEAD))
