"""Penalties by the ordinary procedure: from filing to archive, with reviews, hearings, seizures and deferrals."""

from __future__ import annotations

from datetime import date, datetime

from zhifa.jobs.simulation.deeds import Script, Sheet, Take, written
from zhifa.jobs.simulation.diary import at, plus
from zhifa.jobs.simulation.hearings import hear_party
from zhifa.jobs.simulation.matters import words
from zhifa.jobs.simulation.offences import Incident, Offence, arise, incident
from zhifa.jobs.simulation.seizures import Goods, end_seizure, seize
from zhifa.jobs.simulation.setting import Setting, archive, publish
from zhifa.jobs.simulation.spot import PUBLICATION, defer, dun, pay

RETURNED, REVIEWED = "returned", "reviewed"
HEARING, WAIVED = "hearing", "hearing_waived"
DEFERRED, DUNNED, REDUCED = "deferred", "dunned", "reduced"
EARLY = "decided_early"
"""Entered from paper afterwards; the decision was made before the party's days to answer were over."""


def by_ordinary(setting: Setting, offence: Offence) -> Script:
    """One penalty by the ordinary procedure as a script."""
    script = Script(f"普{offence.number:03d}")
    case = incident(setting, offence)
    begun = arise(setting, script, case)
    filed = _file(setting, script, case, begun)
    investigated, goods, taken = _investigate(setting, script, case, filed)
    reported = _report(setting, script, case, investigated)
    if offence.episode == EARLY:
        decided = _on_paper(setting, script, case, reported)
    else:
        told = _notify(setting, script, case, reported)
        heard = hear_party(setting, script, case, told)
        ready = _review(setting, script, case, heard)
        decided = _decide(setting, script, case, ready)
    _close(setting, script, case, decided)
    if goods is not None and taken is not None:
        end_seizure(setting, script, case, goods, taken, decided)
    return script


def unfinished(setting: Setting, offence: Offence, until: date) -> Script:
    """A case that has come only so far when the year ends."""
    script = Script(f"在办{offence.number:03d}")
    case = incident(setting, offence)
    begun = arise(setting, script, case)
    filed = _file(setting, script, case, begun)
    investigated, _, _ = _investigate(setting, script, case, filed)
    reported = _report(setting, script, case, investigated)
    _notify(setting, script, case, reported)
    script.deeds = [deed for deed in script.deeds if deed.at.date() <= until]
    return script


def _file(setting: Setting, script: Script, case: Incident, begun: datetime) -> datetime:
    weighed, day = case.weighed, case.offence.day
    facts = {
        "case.title": weighed.title,
        "filing.reason": f"{case.party.name}{weighed.what}，涉嫌违反{weighed.violated}",
        "matter.code": weighed.matter,
        "matter.violated": weighed.violated,
        "case.happened_on": written(day),
        "case.place": weighed.place,
        "filing.discovered_on": written(day),
    }
    asked = plus(begun, 10)
    script.take(asked, "filing_request", facts, by=case.pair, proceeding=case.proceeding)
    filed = plus(asked, setting.rng.randint(12, 40))
    handlers = {"filing.handlers": setting.staff.names(case.pair)}
    return script.take(filed, "filing", handlers, by=setting.head(day), proceeding=case.proceeding)


def _investigate(
    setting: Setting, script: Script, case: Incident, filed: datetime
) -> tuple[datetime, Goods | None, date | None]:
    """The scene, the seizure where there is one, what the party says."""
    name, weighed = case.proceeding, case.weighed
    seen = plus(filed, 10)
    scene = {
        "evidence.scene_place": weighed.place,
        "evidence.scene_record": f"现场勘验：{weighed.what}，已拍照、录像",
        "evidence.certificates_shown": True,
    }
    script.take(seen, "inspect_scene", scene, by=case.pair, proceeding=name)
    goods = taken = None
    if case.offence.items:
        order = {"rectification.content": f"立即停止{weighed.title}", "rectification.deadline": written(seen.date())}
        script.take(plus(seen, 8), "order_correction", order, by=case.pair, proceeding=name)
        goods, seized = seize(setting, script, case, plus(seen, 14))
        taken = seized.date()
    asked = setting.diary.afternoon(setting.diary.later(seen.date(), 1, 2))
    answer = {
        "evidence.interviewee": case.party.representative or case.party.name,
        "evidence.interview_role": "当事人",
        "evidence.interview_record": f"承认{weighed.what}，说明物品为本人所有，愿意改正",
        "evidence.certificates_shown": True,
        "evidence.rights_told": True,
    }
    script.take(asked, "interview", answer, by=setting.crew(case.pair, asked), proceeding=name)
    return asked, goods, taken


def _report_facts(case: Incident) -> dict[str, object]:
    weighed, episode = case.weighed, case.offence.episode
    reviewed = episode in (RETURNED, REVIEWED)
    told, why = weighed.typed("report"), weighed.reasons
    if episode == REDUCED:
        proposed = str(2 * weighed.fine // 100)
        told = {"report.kinds": [weighed.kind], "report.fine": proposed}
        why = why.replace(f"罚款 {weighed.amount} 元", f"罚款 {proposed} 元")
    return {
        "report.facts": f"{case.party.name}{weighed.what}，有现场勘验笔录、照片、询问笔录证实",
        "report.reasons": why,
        "report.proposal": "给予行政处罚",
        "case.complex": reviewed,
        "case.complicated": False,
        "case.major": False,
        "case.public_interest": False,
        **told,
        **weighed.conduct,
        **weighed.known,
    }


def _report(setting: Setting, script: Script, case: Incident, after: datetime) -> datetime:
    when = setting.diary.morning(setting.diary.later(after.date(), 1, 3))
    crew, papers = setting.crew(case.pair, when), ["investigation-report"]
    script.take(when, "investigation_report", _report_facts(case), by=crew, proceeding=case.proceeding, papers=papers)
    return when


def _notice_facts(case: Incident) -> dict[str, object]:
    weighed, episode = case.weighed, case.offence.episode
    told = weighed.typed("notice")
    if episode == REDUCED:
        told = {"notice.kinds": [weighed.kind], "notice.fine": str(2 * weighed.fine // 100)}
    heard = episode in (HEARING, WAIVED)
    return {
        "notice.facts": f"{case.party.name}{weighed.what}",
        "notice.basis": weighed.basis,
        "notice.reasons": f"适用“{weighed.tier}”裁量",
        "notice.rights_told": True,
        **({"notice.hearing_told": True, "notice.other_hearing_ground": True} if heard else {}),
        **told,
    }


def _notify(setting: Setting, script: Script, case: Incident, reported: datetime) -> datetime:
    """The notice and its delivery; the day on which the party's days begin."""
    name, diary = case.proceeding, setting.diary
    papers = ["penalty-notice"]
    if case.offence.episode in (HEARING, WAIVED):
        papers.append("hearing-rights-notice")
    made = diary.afternoon(diary.later(reported.date(), 0, 1))
    made = max(made, plus(reported, 60))
    crew = setting.crew(case.pair, made)
    script.take(made, "notice", _notice_facts(case), by=crew, proceeding=name, papers=papers)
    given = diary.sometime(diary.later(made.date(), 1))
    how = {"delivery.method": "直接送达", "delivery.received_by": case.party.representative or case.party.name}
    return script.take(given, "notice_delivery", how, by=setting.crew(case.pair, given), proceeding=name)


def _review(setting: Setting, script: Script, case: Incident, heard: datetime) -> datetime:
    """Legal review where the law asks for it; one is returned, the report redone, and agreed to."""
    episode, name, diary = case.offence.episode, case.proceeding, setting.diary
    if episode not in (RETURNED, REVIEWED, HEARING):
        return heard
    when = diary.morning(diary.later(heard.date(), 1, 2))
    if episode == RETURNED:
        said = {"review.opinion": words()["review_return"], "review.conclusion": "退回"}
        script.take(when, "legal_review", said, by=("shenhe",), proceeding=name, papers=["legal-review-opinion"])
        again = diary.morning(diary.later(when.date(), 1, 2))
        crew = setting.crew(case.pair, again)
        script.take(again, "investigation_report", _report_facts(case), by=crew, proceeding=name)
        when = diary.afternoon(diary.later(again.date(), 1, 2))
    agreed = {"review.opinion": words()["review_agree"], "review.conclusion": "同意"}
    return script.take(when, "legal_review", agreed, by=("shenhe",), proceeding=name, papers=["legal-review-opinion"])


def _decision_facts(case: Incident) -> dict[str, object]:
    weighed = case.weighed
    return {
        "decision.facts": f"{case.party.name}{weighed.what}，上述事实有现场勘验笔录、询问笔录、照片为证",
        "decision.basis": weighed.basis,
        "decision.reasons": weighed.reasons,
        "decision.term": words()["term"],
        "decision.remedies_told": True,
        "decision.surcharge_told": True,
        **weighed.typed("decision"),
    }


def _decide(setting: Setting, script: Script, case: Incident, ready: datetime) -> datetime:
    when = setting.diary.afternoon(setting.diary.later(ready.date(), 1, 3))
    return script.take(
        when,
        "decision",
        _decision_facts(case),
        by=setting.head(when.date()),
        proceeding=case.proceeding,
        opens=PUBLICATION,
        papers=["penalty-decision"],
    )


def _on_paper(setting: Setting, script: Script, case: Incident, reported: datetime) -> datetime:
    """Notice, its delivery and the decision were done on paper within two days and are entered a week later."""
    diary, name = setting.diary, case.proceeding
    first = diary.working(diary.later(reported.date(), 1))
    second = diary.later(first, 2)
    told = {"delivery.method": "直接送达", "delivery.received_by": case.party.representative or case.party.name}
    crew = setting.crew(case.pair, at(second, 9))
    decided, sheet = at(second, 16, 10), Sheet("penalty-decision", name)
    steps = [
        (at(first, 9, 20), Take("notice", _notice_facts(case), crew, name)),
        (at(first, 15, 0), Take("notice_delivery", told, crew, name)),
        (decided, Take("decision", _decision_facts(case), setting.head(second), name, PUBLICATION, (sheet,))),
    ]
    entered = diary.morning(diary.later(second, 2))
    script.enter(entered, steps, actor=setting.crew(case.pair, entered)[0])
    return plus(entered, 15)


def _close(setting: Setting, script: Script, case: Incident, decided: datetime) -> None:
    """Delivery, payment, publication, closing, archive."""
    diary, name, episode = setting.diary, case.proceeding, case.offence.episode
    given = diary.sometime(diary.later(decided.date(), 1, 3))
    how = {"delivery.method": "直接送达", "delivery.received_by": case.party.representative or case.party.name}
    script.take(given, "delivery", how, by=setting.crew(case.pair, given), proceeding=name)
    if episode == DEFERRED:
        defer(setting, script, case, given)
    elif episode == DUNNED:
        dun(setting, script, case, given)
    else:
        pay(setting, script, case, diary.morning(diary.later(given.date(), 2, 7)))
    paid = max(deed.at for deed in script.deeds if isinstance(deed.action, Take) and deed.action.step == "payment")
    publish(setting, script, PUBLICATION, case.notice, diary.later(decided.date(), 2, 4))
    asked = diary.morning(diary.later(paid.date(), 1, 3))
    facts = {"closing.manner": "处罚决定执行完毕", "closing.execution": "罚款已缴清"}
    crew, papers = setting.crew(case.pair, asked), ["closing-approval"]
    script.take(asked, "closing_request", facts, by=crew[:1], proceeding=name, papers=papers)
    closed = diary.afternoon(diary.later(asked.date(), 0, 2))
    closed = max(closed, plus(asked, 30))
    script.take(closed, "closing", by=setting.head(closed.date()), proceeding=name)
    pages = setting.rng.randint(28, 60)
    archive(setting, script, "罚", diary.later(closed.date(), 2, 10), pages=pages, proceeding=name)
