"""Offences to be penalised, and where they came from: met on the street, found by an inspection, reported."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from zhifa.jobs.simulation.deeds import MAIN, Script, Take
from zhifa.jobs.simulation.diary import at, plus
from zhifa.jobs.simulation.inspections import begin, conclude
from zhifa.jobs.simulation.matters import Weighed, scenes, weigh, words
from zhifa.jobs.simulation.people import Party
from zhifa.jobs.simulation.profile import InspectionShare
from zhifa.jobs.simulation.setting import INSIDE, Notice, Pair, Setting, archive

STREET, INSPECTED, REPORTED = "street", "inspected", "reported"
PENALTY = "penalty"
"""The script's name for a penalty that another proceeding opened."""
SIMPLE, ORDINARY = "penalty.simple", "penalty.ordinary"


@dataclass(frozen=True, slots=True)
class Offence:
    """One penalty to come about: its matter, kind and fine, what is seized, how it came to light, what happens."""

    number: int
    matter: str
    kind: str
    fine: int
    day: date
    items: int = 0
    origin: str = STREET
    procedure: str = SIMPLE
    episode: str = ""
    end: str = "lift"
    """What becomes of the goods seized."""
    inspection: InspectionShare | None = None


@dataclass(frozen=True, slots=True)
class Incident:
    """An offence as it presents itself: who did it, before whom, how it weighs, in which proceeding."""

    offence: Offence
    party: Party
    pair: Pair
    weighed: Weighed
    proceeding: str = MAIN

    @property
    def notice(self) -> Notice:
        """What is published of the decision."""
        paid = f"，罚款{self.weighed.amount}元" if self.weighed.kind == "罚款" else "，警告"
        paper = "on-the-spot-penalty-decision" if self.offence.procedure == SIMPLE else "penalty-decision"
        return Notice("行政处罚", f"{self.party.masked}{self.weighed.title}案{paid}", paper)


def incident(setting: Setting, offence: Offence) -> Incident:
    """Who did it, who dealt with it, and how it weighs."""
    people = setting.population
    party = people.trader() if scenes()["matter"][offence.matter]["party"] == "trader" else people.resident()
    conduct = setting.profile.seizure_facts if offence.items else setting.profile.usual_facts
    weighed = weigh(
        setting.book,
        offence.matter,
        offence.fine,
        party_kind=party.kind,
        conduct=conduct,
        on=offence.day,
        rng=setting.rng,
    )
    if weighed.kind != offence.kind:
        raise ValueError(f"{offence.matter}：基准给出{weighed.kind}，分布写的是{offence.kind}")
    proceeding = MAIN if offence.origin == STREET else PENALTY
    return Incident(offence, party, setting.staff.pair(setting.rng, offence.day), weighed, proceeding)


def arise(setting: Setting, script: Script, case: Incident) -> datetime:
    """How the offence came to light and its procedure was opened; the minute from which it is dealt with."""
    if case.offence.origin == INSPECTED:
        return _found_by_inspection(setting, script, case)
    if case.offence.origin == REPORTED:
        return _reported(setting, script, case)
    when = setting.diary.morning(case.offence.day)
    if case.offence.items or case.offence.procedure == ORDINARY:
        when = at(case.offence.day, 9, setting.rng.randrange(5, 30))
    script.open(when, case.offence.procedure, case.party.facts, organ=setting.organ, officers=case.pair)
    return when


def _found_by_inspection(setting: Setting, script: Script, case: Incident) -> datetime:
    share = case.offence.inspection
    assert share is not None
    simple = case.offence.procedure == SIMPLE
    ended = begin(setting, script, share, case.party, case.pair, case.offence.day)
    outcome: dict[str, object] = {
        "inspection.result": "发现涉嫌违法行为",
        "inspection.disposal": "适用简易程序" if simple else "适用普通程序",
    }
    concluded = conclude(setting, script, case.pair, ended, outcome, found=case.weighed.what, opens=PENALTY)
    answered = setting.diary.sometime(setting.diary.later(case.offence.day, 1, 3))
    script.take(answered, "feedback", {"inspection.feedback": "涉嫌违法行为另案处理，已告知被检查人"}, by=(INSIDE,))
    archive(setting, script, "检", setting.diary.later(case.offence.day, 8, 25), pages=setting.rng.randint(5, 10))
    return plus(concluded, 3)


def _reported(setting: Setting, script: Script, case: Incident) -> datetime:
    """A complaint, a report with a name, or the grid: registered, looked into on the spot, turned into a case."""
    day, rng = case.offence.day, setting.rng
    received = at(day, 9, rng.randrange(2, 20)) if case.offence.items else setting.diary.morning(day)
    source = rng.choice(("投诉", "举报", "网格上报"))
    opened = clue_opening(setting, source, case.offence.matter, case.weighed.place)
    step = Take("register", opened, (INSIDE,))
    script.open(received, "clue", case.party.facts, organ=setting.organ, officers=case.pair, actor=INSIDE, steps=[step])
    looked = plus(received, rng.randint(30, 50))
    seen = {
        "clue.verification": f"现场核查：{case.party.name}{case.weighed.what}",
        "clue.violation_found": True,
        "clue.within_jurisdiction": True,
        "matter.code": case.offence.matter,
    }
    script.take(looked, "verify", seen, by=case.pair)
    turned = "to_simple" if case.offence.procedure == SIMPLE else "to_penalty"
    script.take(plus(looked, 4), turned, {}, by=case.pair, opens=PENALTY)
    if source != "网格上报":
        answered = setting.diary.sometime(setting.diary.later(day, 1, 3))
        script.take(answered, "reply", {"clue.reply": words()["clue_reply"]}, by=(INSIDE,))
    return plus(looked, 6)


def clue_opening(setting: Setting, source: str, matter: str, place: str) -> dict[str, object]:
    """What is written down when a clue comes in."""
    scene = scenes()["matter"][matter]
    facts: dict[str, object] = {
        "clue.source": source,
        "clue.summary": str(scene["clue"]).format(place=place),
        "clue.place": place,
        "case.title": str(scene["title"]),
    }
    if source != "网格上报":
        facts |= {"clue.informant": setting.population.name(), "clue.informant_phone": setting.population.phone()}
    return facts
