"""People from outside, and people who complain: an invited supervisor asked about cases, complaints handed on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from zhifa.acts.cases import Opening, StepEntry, open_case, take_step
from zhifa.acts.consultations import (
    INVITED,
    OUTCOMES,
    STANCES,
    Asked,
    answer_opinion,
    close_consultation,
    drafted_card,
    give_opinion,
    open_consultation,
)
from zhifa.acts.social import Appointment, Met, appoint, hold_meeting
from zhifa.acts.work import Actor, today
from zhifa.core.values import Refusal
from zhifa.jobs.simulation.deeds import Deed, office
from zhifa.jobs.simulation.diary import at, plus
from zhifa.jobs.simulation.setting import Setting
from zhifa.jobs.simulation.town import BUREAU, GUEST, TOWN
from zhifa.store.casework.models import Case
from zhifa.store.readers.social import consultation
from zhifa.store.registry.people import people

WATCHER, BUREAU_HEAD, TOWN_HEAD, REVIEWER = "jiandu", "sfjuzhang", "zhenzhang", "shenhe"


def _as(person: str) -> Actor:
    return Actor(people([person])[person], person)


def _done(result: object) -> Refusal | None:
    return result if isinstance(result, Refusal) else None


@dataclass(slots=True)
class _Asking:
    """One case about which the invited supervisor is asked: the n-th of those not decided yet."""

    number: int
    key: str = ""

    def open(self, _: Actor) -> Refusal | None:
        """Ask, where there is such a case."""
        cases = Case.objects.filter(organ_id=TOWN, kind="penalty", state="open", decided_on=None).exclude(matter="")
        case = next(iter(cases.order_by("-opened_on", "id")[self.number : self.number + 1]), None)
        if case is None:
            return None
        until = today() + timedelta(days=7)
        wish = "拟作的处罚是否合法、合理？有没有更好的办法？"
        asked = Asked(INVITED, case.pk, "拟作处罚的案件，请提意见", drafted_card(case), wish, until)
        made = open_consultation(asked, actor=_as(TOWN_HEAD))
        self.key = "" if isinstance(made, Refusal) else made
        return _done(made)

    def opinion(self, _: Actor) -> Refusal | None:
        said = "违法行为已经及时改正，没有造成后果，建议从轻，并上门讲清楚怎样办理审批。"
        return give_opinion(self.key, stance=STANCES[1], text=said, actor=_as(GUEST)) if self.key else None

    def answered(self, _: Actor) -> Refusal | None:
        read = consultation(self.key, reach=("",)) if self.key else None
        if read is None or not read.opinions:
            return None
        number = read.opinions[0].number
        why = "按裁量基准的最低阶次从轻；审批的办法已经告知当事人。"
        refused = answer_opinion(self.key, number, outcome=OUTCOMES[0], answer=why, actor=_as(TOWN_HEAD))
        return refused or close_consultation(self.key, summary="采纳意见，从轻处罚。", actor=_as(TOWN_HEAD))


@dataclass(slots=True)
class _Complaint:
    """A complaint as it goes from desk to desk."""

    facts: Mapping[str, object]
    case: str = ""
    there: str = field(default="")

    def register(self, organ: str, who: str) -> Refusal | None:
        steps = [StepEntry("register", self.facts, (who,), None)]
        made = open_case(Opening(organ, "complaint", officers=(who,)), actor=_as(who), steps=steps)
        self.case = "" if isinstance(made, Refusal) else made.case_id
        return _done(made)

    def step(self, code: str, who: str, facts: Mapping[str, object] | None = None) -> Refusal | None:
        return _done(take_step(self.case, StepEntry(code, facts or {}, (who,), None), actor=_as(who)))

    def theirs(self, code: str, who: str, facts: Mapping[str, object]) -> Refusal | None:
        """A step in the case that the handing on began with the town."""
        case = Case.objects.filter(letters__sender_case=self.case).values_list("pk", flat=True).first()
        return _done(take_step(str(case), StepEntry(code, facts, (who,), None), actor=_as(who))) if case else None


HANDED: Mapping[str, object] = {
    "complaint.kind": "执法投诉", "complaint.source": "来电", "complaint.standing": "初信初访",
    "complaint.summary": "执法人员检查时没有说明检查的依据，也没有留下检查记录", "complaint.about_organ": "洛碛镇",
    "complaint.person": "夏某某（演示）",
}  # fmt: skip
PETITION: Mapping[str, object] = {
    "complaint.kind": "信访", "complaint.source": "来访", "complaint.standing": "重复反映",
    "complaint.summary": "清理占道摊点以后没有安排疏导点，请求在原地保留早市", "complaint.person": "殷某某（演示）",
}  # fmt: skip


def social(setting: Setting) -> list[Deed]:
    """A term and a meeting, one case asked about and closed, one still open; a complaint answered, a petition not."""
    year, working = setting.profile.year, setting.diary.working
    asked, now = _Asking(0), _Asking(1)

    def term(_: Actor) -> Refusal | None:
        said = Appointment(BUREAU, GUEST, "第一届", date(year, 3, 1), date(year + 3, 2, 28), "城市管理、行政许可")
        return _done(appoint(said, actor=_as(WATCHER)))

    def meeting(_: Actor) -> Refusal | None:
        minutes = "通报全年行政执法监督情况；监督员建议对首次轻微违法多教育、少处罚，公示的决定写得让人看得懂。"
        said = Met(BUREAU, f"{year} 年特邀监督员例会", today(), minutes, (GUEST,), "区司法局会议室")
        return _done(hold_meeting(said, actor=_as(WATCHER)))

    first = at(working(date(year + 1, 1, 6)), 9, 0)
    last = at(working(date(year + 1, 1, 8)), 9, 0)
    return [
        office(at(working(date(year, 3, 4)), 9, 0), "聘任特邀监督员", term),
        office(first, "征求特邀监督员意见", asked.open),
        office(plus(first, 1500), "提出意见", asked.opinion),
        office(plus(first, 3000), "答复意见", asked.answered),
        office(at(working(date(year, 12, 17)), 14, 0), "特邀监督员例会", meeting),
        office(last, "征求特邀监督员意见", now.open),
        office(plus(last, 1500), "提出意见", now.opinion),
        *_complaints(setting),
    ]


def _complaints(setting: Setting) -> Sequence[Deed]:
    year, working = setting.profile.year, setting.diary.working
    one, other = _Complaint(HANDED), _Complaint(PETITION)
    first = at(working(date(year, 12, 10)), 9, 0)
    last = at(working(date(year + 1, 1, 3)), 9, 0)
    by = date(year, 12, 31).isoformat()
    handing = {
        "letter.to": "洛碛镇", "complaint.handing": "交办", "complaint.denounces": False, "complaint.feedback_by": by,
    }  # fmt: skip
    answer = {
        "complaint.outcome": "部分属实", "complaint.answer": "检查有记录，没有当场说明依据；已向反映人说明并道歉",
        "complaint.mending": "检查以前出示证件、说明依据，检查记录当场交当事人一份",
    }  # fmt: skip
    return [
        office(first, "登记投诉", lambda _: one.register(BUREAU, BUREAU_HEAD)),
        office(plus(first, 60), "交办", lambda _: one.step("hand_on", BUREAU_HEAD, handing)),
        office(plus(first, 1500), "受理", lambda _: one.theirs("accept", REVIEWER, {"complaint.route": "核查后答复"})),
        office(
            plus(first, 4400),
            "核查",
            lambda _: one.theirs("check", REVIEWER, {"complaint.check": "调阅检查记录和录像"}),
        ),
        office(plus(first, 8700), "答复", lambda _: one.theirs("answer", TOWN_HEAD, answer)),
        office(last, "登记信访", lambda _: other.register(TOWN, REVIEWER)),
        office(
            plus(last, 120), "受理", lambda _: other.step("accept", REVIEWER, {"complaint.route": "由法制机构核查"})
        ),
    ]
