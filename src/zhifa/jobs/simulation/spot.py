"""Penalties on the spot: shown, told, heard, decided, handed over; paid there or at the bank; reported, published."""

from __future__ import annotations

from datetime import datetime, timedelta

from zhifa.jobs.simulation.deeds import Deed, Script, Sheet, Take, written
from zhifa.jobs.simulation.diary import at, plus
from zhifa.jobs.simulation.matters import words
from zhifa.jobs.simulation.offences import Incident, Offence, arise, incident
from zhifa.jobs.simulation.seizures import end_seizure, seize
from zhifa.jobs.simulation.setting import INSIDE, Pair, Setting, archive, publish

PUBLICATION = "penalty.publication"
LATE, DEFERRED, DUNNED = "published_late", "deferred", "dunned"
PAPER_FIRST, ONE_OFFICER, FILED_LATE = "paper_first", "one_officer", "filed_late"
Timed = tuple[datetime, Take]


def on_the_spot(setting: Setting, offence: Offence) -> Script:
    """One penalty by the simple procedure as a script."""
    script = Script(f"简{offence.number:03d}")
    case = incident(setting, offence)
    if offence.episode in (PAPER_FIRST, ONE_OFFICER):
        _on_paper(setting, script, case)
        return script
    begun = arise(setting, script, case)
    goods = taken = None
    shown = case.pair
    facts = {"simple.place": case.weighed.place}
    script.take(begun, "show_certificates", facts, by=shown, proceeding=case.proceeding)
    told = plus(begun, 4)
    if offence.items:
        _order(script, case, plus(begun, 5))
        goods, taken = seize(setting, script, case, plus(begun, 12))
        told = at(offence.day, 15, setting.rng.randrange(50))
    for when, step in spoken(setting, case, case.pair, told):
        script.deeds.append(Deed(when, script.key, step))
    decided = plus(told, 8)
    if goods is not None and taken is not None:
        end_seizure(setting, script, case, goods, taken.date(), decided)
    _pay(setting, script, case, decided)
    _finish(setting, script, case)
    return script


def _order(script: Script, case: Incident, when: datetime) -> None:
    facts = {"rectification.content": f"立即停止{case.weighed.title}", "rectification.deadline": written(when.date())}
    script.take(when, "order_correction", facts, by=case.pair, proceeding=case.proceeding)


def spoken(setting: Setting, case: Incident, by: Pair, told: datetime) -> list[Timed]:
    """What is said and done in the street within some minutes."""
    weighed, rng, name = case.weighed, setting.rng, case.proceeding
    tell = {
        "matter.code": weighed.matter,
        "matter.violated": weighed.violated,
        "simple.facts": f"{case.party.name}{weighed.what}",
        "simple.evidence": weighed.evidence,
        "notice.basis": weighed.basis,
        "notice.rights_told": True,
        "case.title": weighed.title,
        **weighed.conduct,
        **weighed.typed("notice"),
    }
    defended = setting.chance(0.12)
    hear: dict[str, object] = {"defence.offered": defended}
    if defended:
        hear |= {
            "defence.content": rng.choice(words()["defences"]),
            "defence.adoption": "部分采纳",
            "defence.review_reason": words()["defence_answers"][0],
        }
    decide = {
        "decision.facts": f"{case.party.name}于当日{weighed.what}",
        "decision.basis": weighed.basis,
        "decision.reasons": weighed.reasons,
        "decision.term": words()["term"] if weighed.kind == "罚款" else words()["no_term"],
        "decision.remedies_told": True,
        "decision.surcharge_told": True,
        **weighed.typed("decision"),
        **weighed.known,
    }
    sheet = (Sheet("on-the-spot-penalty-decision", name),)
    given = {"delivery.method": "当场交付", "delivery.received_by": case.party.representative or case.party.name}
    return [
        (told, Take("tell", tell, by, name)),
        (plus(told, 3), Take("hear", hear, by, name)),
        (plus(told, 7), Take("decision", decide, by, name, PUBLICATION, sheet)),
        (plus(told, 9), Take("delivery", given, by, name)),
    ]


def _on_paper(setting: Setting, script: Script, case: Incident) -> None:
    """Done on a paper form in the street and entered some days later, as it was."""
    shown = setting.diary.morning(case.offence.day)
    by = case.pair[:1] if case.offence.episode == ONE_OFFICER else case.pair
    entered = setting.diary.afternoon(setting.diary.later(case.offence.day, 1, 2))
    actor = setting.crew(case.pair, entered)[0]
    script.open(
        entered,
        case.offence.procedure,
        case.party.facts,
        organ=setting.organ,
        officers=case.pair,
        actor=actor,
        began=shown,
    )
    steps: list[Timed] = [(shown, Take("show_certificates", {"simple.place": case.weighed.place}, by))]
    steps += spoken(setting, case, by, plus(shown, 4))
    script.enter(plus(entered, 2), steps, actor=actor)
    _pay(setting, script, case, plus(entered, 3), never_there=True)
    _finish(setting, script, case, after=entered)


def _pay(setting: Setting, script: Script, case: Incident, decided: datetime, *, never_there: bool = False) -> None:
    """Collected there and then and banked within days, or paid by the party later."""
    if case.weighed.kind != "罚款":
        return
    name, diary, episode = case.proceeding, setting.diary, case.offence.episode
    if episode in (DEFERRED, DUNNED):
        (defer if episode == DEFERRED else dun)(setting, script, case, decided)
        return
    if never_there or case.weighed.fine > _most_on_spot(setting, case) or setting.chance(0.4):
        day = decided.date() + timedelta(days=setting.rng.randint(1, 13))
        pay(setting, script, case, max(plus(decided, 30), at(day, 10, setting.rng.randrange(60))))
        return
    receipt = f"演示票据{case.offence.number:05d}"
    collected = {"payment.amount": case.weighed.amount, "payment.receipt": receipt}
    script.take(plus(decided, 4), "collect_on_spot", collected, by=case.pair, proceeding=name)
    handed = diary.sometime(diary.later(decided.date(), 1))
    crew = setting.crew(case.pair, handed)
    script.take(handed, "hand_in", by=crew[:1], proceeding=name)
    banked = diary.afternoon(diary.later(handed.date(), 1, 2))
    script.take(banked, "bank_in", by=(INSIDE,), proceeding=name)


def _most_on_spot(setting: Setting, case: Incident) -> int:
    """The highest fine that may be collected there and then, from the rules."""
    entry = setting.book.as_of(case.offence.day).entry("threshold", "collect.on_spot")
    return int(entry.data["value"]) if entry else 0


def pay(setting: Setting, script: Script, case: Incident, when: datetime) -> None:
    """The bank reports what the party paid."""
    amount = case.weighed.amount
    facts = {"payment.amount": amount, "payment.total": amount, "payment.receipt": f"演示回单{case.offence.number:05d}"}
    script.take(when, "payment", facts, proceeding=case.proceeding, actor=INSIDE)


def defer(setting: Setting, script: Script, case: Incident, told: datetime) -> None:
    """The party asks for time, the head grants it, the party pays within it."""
    diary, name = setting.diary, case.proceeding
    asked = diary.morning(diary.later(told.date(), 2, 4))
    reason = {"deferral.reason": setting.rng.choice(words()["defers"])}
    script.take(asked, "deferral_request", reason, proceeding=name, actor=INSIDE)
    granted = diary.afternoon(diary.later(asked.date(), 1, 2))
    until = granted.date() + timedelta(days=60)
    facts = {"deferral.conclusion": "同意延期", "deferral.until": written(until)}
    papers = ["deferral-approval"]
    script.take(granted, "deferral", facts, by=setting.head(granted.date()), proceeding=name, papers=papers)
    pay(setting, script, case, diary.morning(diary.working(until - timedelta(days=9))))


def dun(setting: Setting, script: Script, case: Incident, told: datetime) -> None:
    """Nobody paid in time: a dunning notice, delivered; then the party pays."""
    diary, name = setting.diary, case.proceeding
    made = diary.morning(diary.later(told.date() + timedelta(days=16), 2, 3))
    by_day = diary.later(made.date(), 10)
    facts = {"dunning.amount": case.weighed.amount, "dunning.pay_by": written(by_day)}
    crew = setting.crew(case.pair, made)
    script.take(made, "dunning", facts, by=crew, proceeding=name, papers=["dunning-notice"])
    given = diary.sometime(diary.later(made.date(), 1))
    received = {
        "delivery.method": "直接送达",
        "delivery.received_by": case.party.representative or case.party.name,
    }
    script.take(given, "dunning_delivery", received, by=setting.crew(case.pair, given)[:1], proceeding=name)
    pay(setting, script, case, diary.morning(diary.later(given.date(), 4, 7)))


def _finish(setting: Setting, script: Script, case: Incident, after: datetime | None = None) -> None:
    """Reported to the organ, published, archived."""
    diary, offence = setting.diary, case.offence
    days = 6 if offence.episode == FILED_LATE else setting.rng.randint(1, 2)
    filed = diary.afternoon(diary.later(offence.day, days))
    if after is not None and filed <= plus(after, 5):
        filed = plus(after, 6)
    script.take(filed, "report_filing", by=(INSIDE,), proceeding=case.proceeding)
    published = diary.later(offence.day, 11, 15) if offence.episode == LATE else diary.later(offence.day, 3, 6)
    if after is not None and published <= after.date():
        published = diary.later(after.date(), 1)
    publish(setting, script, PUBLICATION, case.notice, published)
    done = max(deed.at for deed in script.deeds).date()
    pages = setting.rng.randint(6, 14)
    archive(setting, script, "简罚", diary.later(done, 3, 15), pages=pages, proceeding=case.proceeding)
