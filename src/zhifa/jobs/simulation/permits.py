"""Permits: applied for at the counter, accepted, examined, checked on the spot, decided, issued, published."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from zhifa.jobs.simulation.deeds import Coming, Script, Volume, written
from zhifa.jobs.simulation.diary import at, plus
from zhifa.jobs.simulation.matters import scenes
from zhifa.jobs.simulation.people import Party
from zhifa.jobs.simulation.profile import PermitShare
from zhifa.jobs.simulation.setting import CLERK, INSIDE, Notice, Pair, Setting, publish

CORRECTED, SILENT, EXTENDED = "corrected", "silent", "extended"
PUBLICATION = "permit.publication"


def permit(setting: Setting, share: PermitShare, day: date, number: int, episode: str = "") -> Script:
    """One application from the counter to the archive."""
    script = Script(f"许{number:03d}")
    party, scene = setting.population.villager(), scenes()["permit"][share.permit_kind]
    pair = setting.staff.pair(setting.rng, day)
    content = wanted(setting.rng, scene, party)
    received = apply(setting, script, share, party, pair, content, day)
    accepted = _accept(setting, script, scene, received, episode)
    ready = _examine(setting, script, scene, pair, accepted, episode)
    decided = _decide(setting, script, scene, content, ready)
    _issue(setting, script, scene, party, decided, number)
    notice = Notice("行政许可", f"准予{party.masked}{share.permit_kind}", "permit-decision")
    publish(setting, script, PUBLICATION, notice, setting.diary.later(decided.date(), 1, 5))
    return script


def wanted(rng: Random, scene: dict[str, Any], party: Party) -> str:
    low, high = scene["area"]
    village = party.address.removeprefix("洛碛镇")
    return str(rng.choice(scene["content"]).format(village=village, area=rng.randrange(low, high, 2)))


def apply(
    setting: Setting, script: Script, share: PermitShare, party: Party, pair: Pair, content: str, day: date
) -> datetime:
    """The application arrives at the counter."""
    received = setting.diary.sometime(day)
    scene = scenes()["permit"][share.permit_kind]
    materials = [{"no": n, "name": name} for n, name in enumerate(scene["materials"], 1)]
    script.open(received, "permit", party.facts, organ=setting.organ, officers=pair, actor=CLERK)
    facts = {
        "application.permit_kind": share.permit_kind,
        "application.content": content,
        "application.channel": "窗口提交",
        "application.materials": materials,
        "matter.code": share.matter,
    }
    script.take(plus(received, 2), "apply", facts, actor=CLERK)
    return received


def _accept(setting: Setting, script: Script, scene: dict[str, Any], received: datetime, episode: str) -> datetime:
    """Accepted within days, after one correction, or by silence."""
    diary = setting.diary
    if episode == SILENT:
        known = diary.later(received.date(), 6)
        script.look(at(known, 7))
        return at(known, 10)
    when = diary.sometime(diary.later(received.date(), 1, 3))
    if episode == CORRECTED:
        missing = {"correction.items": scene["missing"]}
        script.take(when, "correction_notice", missing, by=(CLERK,), papers=["correction-notice"])
        supplied = diary.morning(diary.later(when.date(), 2, 6))
        script.take(supplied, "supplement", {"correction.complete": True}, actor=CLERK)
        when = diary.afternoon(diary.later(supplied.date(), 0, 1))
        when = max(when, plus(supplied, 30))
    return script.take(when, "accept", by=(CLERK,), papers=["acceptance-notice"])


def _examine(
    setting: Setting, script: Script, scene: dict[str, Any], pair: Pair, accepted: datetime, episode: str
) -> datetime:
    diary = setting.diary
    when = diary.morning(diary.later(accepted.date(), 1, 4))
    facts = {
        "examination.opinion": scene["opinion"],
        "examination.meets_conditions": True,
        "examination.site_check_needed": True,
        "examination.third_party_interest": False,
    }
    script.take(when, "examine", facts, by=setting.crew(pair, when)[:1])
    checked = diary.afternoon(diary.later(when.date(), 0, 3))
    crew = setting.crew(pair, checked)
    people = [{"no": n, "name": setting.staff.members[p].name} for n, p in enumerate(crew, 1)]
    script.take(checked, "site_check", {"site_check.people": people, "site_check.record": scene["check"]}, by=crew)
    if episode == EXTENDED:
        day = diary.later(accepted.date(), 16)
        reason = {"permit.extension_reason": "相邻方边界正在测绘，需要进一步核实四至"}
        papers = ["permit-extension-notice"]
        return script.take(diary.morning(day), "extend", reason, by=setting.head(day), papers=papers)
    return checked


def _ends(day: date, months: int) -> date:
    """The last day of a permit that holds for so many months, of thirty days each."""
    return day + timedelta(days=30 * months)


def _decide(setting: Setting, script: Script, scene: dict[str, Any], content: str, ready: datetime) -> datetime:
    when = setting.diary.afternoon(setting.diary.later(ready.date(), 1, 5))
    facts: dict[str, object] = {
        "permit.result": "准予",
        "permit.number": Coming("permit-decision"),
        "permit.content": content,
    }
    if months := scene.get("months"):
        facts |= {"permit.valid_from": written(when.date()), "permit.valid_until": written(_ends(when.date(), months))}
    papers = ["permit-decision"]
    head = setting.head(when.date())
    return script.take(when, "decide", facts, by=head, opens=PUBLICATION, papers=papers)


def _issue(
    setting: Setting, script: Script, scene: dict[str, Any], party: Party, decided: datetime, number: int
) -> None:
    diary = setting.diary
    when = diary.sometime(diary.later(decided.date(), 1, 6))
    facts = {
        "delivery.method": "直接送达",
        "delivery.received_by": party.name,
        "permit.certificate_number": scene["certificate"].format(year=when.year, n=number),
    }
    script.take(when, "issue", facts, by=(CLERK,))
    kept = diary.sometime(diary.later(when.date(), 6, 20))
    script.take(kept, "archive", {"permit.volume_number": Volume("许")}, by=(INSIDE,))
