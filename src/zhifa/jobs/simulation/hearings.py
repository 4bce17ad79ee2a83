"""What the party says before the decision: nothing, something, or at a hearing."""

from __future__ import annotations

from datetime import datetime

from zhifa.jobs.simulation.deeds import Script
from zhifa.jobs.simulation.diary import at, plus
from zhifa.jobs.simulation.matters import words
from zhifa.jobs.simulation.offences import Incident
from zhifa.jobs.simulation.setting import INSIDE, Setting

PATIENCE = 6
"""Working days a script waits for a party that keeps silent; the rules decide whether that is enough."""
HEARING = "hearing"
"""What a script calls the hearing its request opens."""
AHEAD = 8
"""Working days by which a script announces a hearing ahead; the rules decide as well."""


def hear_party(setting: Setting, script: Script, case: Incident, told: datetime) -> datetime:
    """Let the party be heard; the day after which a decision may follow."""
    episode, diary = case.offence.episode, setting.diary
    if episode == "hearing":
        return _hearing(setting, script, case, told)
    if episode == "hearing_waived":
        waived = diary.morning(diary.later(told.date(), 2, 3))
        script.take(waived, "hearing_waived", proceeding=case.proceeding, actor=INSIDE)
        return _waive(setting, script, case, waived)
    drawn = setting.rng.random()
    if episode == "reduced" or drawn < 0.3:
        return _defend(setting, script, case, told)
    if drawn < 0.55:
        return _waive(setting, script, case, diary.morning(diary.later(told.date(), 1, 2)))
    return diary.morning(diary.later(told.date(), PATIENCE))


def _waive(setting: Setting, script: Script, case: Incident, when: datetime) -> datetime:
    said = {"defence.waiver": "书面声明放弃陈述、申辩"}
    return script.take(plus(when, 10), "defence_waived", said, proceeding=case.proceeding, actor=INSIDE)


def _defend(setting: Setting, script: Script, case: Incident, told: datetime) -> datetime:
    diary, adopted = setting.diary, case.offence.episode == "reduced"
    said = {"defence.content": setting.rng.choice(words()["defences"])}
    when = diary.morning(diary.later(told.date(), 1, 3))
    script.take(when, "defence", said, proceeding=case.proceeding, actor=INSIDE)
    answered = diary.afternoon(diary.later(when.date(), 1, 2))
    facts = {
        "defence.adoption": "采纳" if adopted else "不采纳",
        "defence.review_reason": words()["defence_answers"][0 if adopted else 1],
    }
    crew = setting.crew(case.pair, answered)
    return script.take(answered, "defence_review", facts, by=crew, proceeding=case.proceeding)


def _hearing(setting: Setting, script: Script, case: Incident, told: datetime) -> datetime:
    """Asked for, announced seven working days ahead and more, held in public by a reviewer, reported."""
    diary, name, host = setting.diary, case.proceeding, ("shenhe2",)
    asked = diary.morning(diary.later(told.date(), 2, 3))
    script.take(asked, "hearing_request", proceeding=name, actor=INSIDE, opens=HEARING)
    announced = diary.afternoon(diary.later(asked.date(), 1))
    held = at(diary.later(announced.date(), AHEAD, AHEAD + 2), 9, 30)
    host_name = setting.staff.members[host[0]].name
    facts = {
        "hearing.scheduled_on": f"{held:%Y-%m-%dT%H:%M}",
        "hearing.place": "洛碛镇人民政府二楼会议室",
        "hearing.host": host_name,
        "hearing.public": True,
    }
    script.take(announced, "hearing_notice", facts, by=(INSIDE,), proceeding=HEARING, papers=["hearing-notice"])
    record = {
        "hearing.host": host_name,
        "hearing.record": "当事人对扣押物品的归属提出异议，调查人员出示照片和询问笔录；当事人作最后陈述",
        "hearing.signed": True,
        "hearing.place": "洛碛镇人民政府二楼会议室",
    }
    script.take(held, "hearing", record, by=host, proceeding=HEARING, papers=["hearing-record"])
    reported = diary.afternoon(diary.later(held.date(), 1, 2))
    opinion = {"hearing.opinion": "违法事实清楚，拟处罚内容适当，建议维持"}
    return script.take(reported, "hearing_report", opinion, by=host, proceeding=HEARING, papers=["hearing-report"])
