"""Inspections: planned, approved, carried out by two officers, recorded, concluded, fed back, archived."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from zhifa.core.planning import ITEM, item_name
from zhifa.jobs.simulation.deeds import MAIN, Script, Take, written
from zhifa.jobs.simulation.diary import plus
from zhifa.jobs.simulation.matters import chinese, scenes
from zhifa.jobs.simulation.people import Party
from zhifa.jobs.simulation.profile import InspectionShare
from zhifa.jobs.simulation.setting import INSIDE, Pair, Setting, archive

CLUE = "clue"
BAD_AT_ONCE, BAD_BY_A_DAY = 0.17, 0.05
"""Shares of inspections with something to put right at once, and within some days."""


def inspected(setting: Setting, matter: str) -> Party:
    """Somebody whom such an inspection concerns."""
    kind = scenes()["inspection"][matter]["party"]
    people = setting.population
    if kind == "enterprise":
        return people.enterprise()
    return people.villager() if kind == "villager" else people.trader()


def inspection(setting: Setting, share: InspectionShare, day: date, number: int, *, noted: bool = False) -> Script:
    """One inspection as its own case, from the plan to the archive; `noted` where it leaves a clue to follow."""
    script = Script(f"检查{number:03d}")
    scene = scenes()["inspection"][share.matter]
    party, pair = inspected(setting, share.matter), setting.staff.pair(setting.rng, day)
    ended = begin(setting, script, share, party, pair, day)
    outcome = _outcome(setting, scene, day)
    if noted:
        outcome = {"inspection.result": "发现涉嫌违法行为", "inspection.disposal": "登记线索"}
    sitting = conclude(setting, script, pair, ended, outcome, opens=CLUE if noted else "")
    if noted:
        _follow(setting, script, pair, sitting, party)
    checked = _check(setting, script, pair, outcome, day)
    _feed_back(setting, script, sitting)
    archive(setting, script, "检", setting.diary.later(checked or day, 5, 25), pages=setting.rng.randint(4, 9))
    return script


def begin(
    setting: Setting, script: Script, share: InspectionShare, party: Party, pair: Pair, day: date, name: str = MAIN
) -> datetime:
    """Plan, approval, notice where it is announced, the visit and its record; the minute the visit ended."""
    diary, rng = setting.diary, setting.rng
    scene = scenes()["inspection"][share.matter]
    planned_on = _workday_before(setting, day)
    if any(not setting.staff.members[p].certified(planned_on) for p in pair):
        planned_on = day
    visit = diary.sometime(day) if planned_on < day else diary.afternoon(day)
    planned = diary.afternoon(planned_on) if planned_on < day else diary.morning(day)
    plan = Take("plan", plan_facts(setting, share, scene, day), pair)
    facts = party.facts | {"party.enterprise": share.enterprise}
    script.open(planned, "inspection", facts, organ=setting.organ, officers=pair, steps=[plan])
    approved = plus(planned, rng.randint(8, 35))
    script.take(approved, "approve", {"inspection.approval": "同意"}, by=setting.head(planned_on))
    if not scene.get("unannounced"):
        script.take(plus(approved, 15), "notify", by=pair[:1], papers=["inspection-notice"])
    visit = max(visit, plus(approved, 30))
    return visited(script, scene, party, pair, visit, rng.choice(scene["items"]), name)


def plan_facts(setting: Setting, share: InspectionShare, scene: dict[str, Any], day: date) -> dict[str, object]:
    """What the plan says: who, why, what, by which article; from 2025 on also how often this year."""
    entry = setting.book.as_of(day).entry("matter", share.matter)
    any_version = next((e for e in setting.book.section("matter") if e.key == share.matter), None)
    matter = entry or any_version
    facts: dict[str, object] = {
        "inspection.kind": scene["kind"],
        "inspection.task_source": scene["source"],
        "inspection.items": setting.rng.choice(scene["items"]),
        "inspection.enterprise": share.enterprise,
        "inspection.unannounced": bool(scene.get("unannounced")),
        "matter.code": share.matter,
        "case.title": str(matter.data["title"]) if matter else share.matter,
    }
    if item := _planned(setting, share, day):
        facts[ITEM] = item
    if matter:
        facts["inspection.basis"] = chinese(matter.data["applied"])
    return facts


def _planned(setting: Setting, share: InspectionShare, day: date) -> str:
    """The plan item an inspection carries out; the plan is adopted on the first working day of the year."""
    if day.year != setting.profile.year:
        return ""
    of = [(item.matter, item.enterprise) for item in setting.profile.planned]
    wanted = (share.matter, share.enterprise)
    return item_name(day.year, of.index(wanted) + 1) if wanted in of else ""


def visited(
    script: Script, scene: dict[str, Any], party: Party, pair: Pair, visit: datetime, items: str, name: str = MAIN
) -> datetime:
    """The visit and its record."""
    shown = {"inspection.place": party.address, "inspection.certificates_shown": True, "inspection.rights_told": True}
    script.take(visit, "conduct", shown, by=pair, proceeding=name)
    return plus(visit, 25)


def _outcome(setting: Setting, scene: dict[str, Any], day: date) -> dict[str, object]:
    drawn, rng = setting.rng.random(), setting.rng
    if drawn < BAD_BY_A_DAY:
        return {
            "inspection.result": "责令限期改正",
            "rectification.content": rng.choice(scene["bad"]),
            "rectification.deadline": written(setting.diary.later(day, 3, 7)),
        }
    if drawn < BAD_BY_A_DAY + BAD_AT_ONCE:
        return {"inspection.result": "责令当场改正", "rectification.content": rng.choice(scene["bad"])}
    return {"inspection.result": "未发现问题"}


def conclude(
    setting: Setting,
    script: Script,
    pair: Pair,
    at: datetime,
    outcome: dict[str, object],
    *,
    found: str = "",
    name: str = MAIN,
    opens: str = "",
) -> datetime:
    """The record is signed and the result stated on the spot."""
    said = found or str(outcome.get("rectification.content", "")) or "现场检查，未发现问题"
    record = {"inspection.findings": said, "inspection.signed": True}
    script.take(at, "record", record, by=pair, proceeding=name, papers=["inspection-record"])
    return script.take(plus(at, 6), "result", outcome, by=pair, proceeding=name, opens=opens)


def _check(setting: Setting, script: Script, pair: Pair, outcome: dict[str, object], day: date) -> date | None:
    """Whether what was ordered was done by the day given."""
    if outcome["inspection.result"] != "责令限期改正":
        return None
    deadline = date.fromisoformat(str(outcome["rectification.deadline"]))
    moment = setting.diary.sometime(deadline)
    result = {"rectification.result": "已改正"}
    script.take(moment, "check_correction", result, by=setting.crew(pair, moment))
    return deadline


def _feed_back(setting: Setting, script: Script, concluded: datetime) -> None:
    moment = setting.diary.sometime(setting.diary.later(concluded.date(), 1, 3))
    script.take(moment, "feedback", {"inspection.feedback": "检查结果已当面告知并书面反馈被检查人"}, by=(INSIDE,))


def _follow(setting: Setting, script: Script, pair: Pair, noted: datetime, party: Party) -> None:
    """The clue an inspection left: written down, looked into again, found to be put right."""
    facts = {"clue.source": "检查发现", "clue.summary": f"{party.name}门前物品疑似超出门窗外墙摆放，需再次核实"}
    script.take(plus(noted, 5), "register", facts, by=pair[:1], proceeding=CLUE)
    looked = setting.diary.sometime(setting.diary.later(noted.date(), 2, 5))
    crew = setting.crew(pair, looked)
    seen = {
        "clue.verification": "再次到场，物品已收回店内",
        "clue.violation_found": False,
        "clue.within_jurisdiction": True,
    }
    script.take(looked, "verify", seen, by=crew, proceeding=CLUE)
    reason = {"clue.disposal_reason": "再次核查未发现违法行为"}
    script.take(plus(looked, 20), "no_further", reason, by=crew[:1], proceeding=CLUE)


def _workday_before(setting: Setting, day: date) -> date:
    before = day - timedelta(days=1)
    while not setting.diary.calendar.is_workday(before):
        before -= timedelta(days=1)
    return before if before.year == setting.profile.year else day
