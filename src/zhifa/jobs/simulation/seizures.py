"""Seizures as proceedings of a penalty case, with the different ends goods may meet."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from zhifa.jobs.simulation.deeds import Coming, Script
from zhifa.jobs.simulation.diary import at, plus
from zhifa.jobs.simulation.matters import chinese, scenes
from zhifa.jobs.simulation.offences import Incident
from zhifa.jobs.simulation.setting import INSIDE, Notice, Setting, publish

SEIZURE, PUBLISHED = "seizure", "seizure.publication"
Goods = list[dict[str, object]]


def goods_of(setting: Setting, case: Incident) -> Goods:
    """So many items as the profile says, over two or three lines; the first perishable where they will be sold."""
    scene = scenes()["matter"][case.offence.matter]
    items, rng = case.offence.items, setting.rng
    lines = min(items, rng.randint(2, 3))
    kinds = rng.sample(scene["goods"], lines)
    if case.offence.end in ("sell", "destroy"):
        kinds[0] = scene["perishable"]
    counts = [1] * lines
    for _ in range(items - lines):
        counts[rng.randrange(lines)] += 1
    return [
        {
            "no": number,
            "name": name,
            "quantity": str(count),
            "unit": unit,
            "condition": "一般",
            "kept_at": "镇综合行政执法大队暂存室",
        }
        for number, ((name, unit), count) in enumerate(zip(kinds, counts, strict=True), 1)
    ]


def seize(setting: Setting, script: Script, case: Incident, begun: datetime) -> tuple[Goods, datetime]:
    """Report, approval, the seizure itself with its list, the recording stored; urgent ones approved afterwards."""
    urgent = case.offence.end == "urgent"
    goods, rng = goods_of(setting, case), setting.rng
    entry = setting.book.as_of(case.offence.day).entry("matter", case.offence.matter)
    assert entry is not None
    why: dict[str, object] = {
        "seizure.reason": f"{case.weighed.title}，经责令改正拒不改正",
        "seizure.basis": chinese(entry.data.get("seizure", entry.cite)),
    }
    script.begin(begun, "measure.seize", SEIZURE, actor=case.pair[0])
    taken = plus(begun, 6)
    if not urgent:
        listed = "、".join(str(row["name"]) for row in goods)
        report = why | {"seizure.proposed_goods": listed}
        script.take(plus(begun, 1), "report", report, by=case.pair[:1], proceeding=SEIZURE)
        approval = {"seizure.approval_opinion": "同意扣押"}
        head, when = setting.head(case.offence.day), plus(begun, rng.randint(9, 20))
        script.take(when, "approve", approval, by=head, proceeding=SEIZURE)
        taken = plus(begun, 32)
    facts = why | _on_the_spot(setting, case, goods)
    if urgent:
        facts |= {"seizure.urgent": True, "seizure.urgent_reason": "当事人正在装车转移物品，来不及事先报告"}
    script.take(taken, "seize", facts, by=case.pair, proceeding=SEIZURE, opens=PUBLISHED, papers=["seizure-decision"])
    if urgent:
        head, made_up = setting.head(case.offence.day), plus(taken, 150)
        opinion = {"seizure.approval_opinion": "情况属实，同意"}
        script.take(made_up, "make_up_approval", opinion, by=head, proceeding=SEIZURE)
    kept = {"seizure.recording": f"sm3:demo-{case.offence.number:04d}"}
    script.take(plus(taken, 45), "store_recording", kept, by=(INSIDE,), proceeding=SEIZURE)
    notice = Notice("行政强制", f"{case.party.masked}{case.weighed.title}，扣押经营物品", "seizure-decision")
    publish(setting, script, PUBLISHED, notice, setting.diary.later(case.offence.day, 4, 15))
    return goods, taken


def _on_the_spot(setting: Setting, case: Incident, goods: Goods) -> dict[str, object]:
    absent = setting.chance(0.1)
    facts: dict[str, object] = {
        "seizure.place": case.weighed.place,
        "seizure.number": Coming("seizure-decision"),
        "seizure.term_days": 30,
        "seizure.goods": goods,
        "seizure.necessities_excluded": True,
        "seizure.certificates_shown": True,
        "seizure.party_present": not absent,
        "seizure.rights_told": True,
        "seizure.party_statement": setting.rng.choice(("无异议", "请求尽快处理", "表示以后不再占道")),
        "seizure.decision_delivered": True,
        "seizure.record": f"在{case.weighed.place}逐件清点，制作清单一式二份",
    }
    return facts | ({"seizure.witness": setting.population.name()} if absent else {})


def end_seizure(setting: Setting, script: Script, case: Incident, goods: Goods, taken: date, decided: datetime) -> None:
    """What becomes of the goods once the penalty is decided, or before; then the measure is closed."""
    end, diary = case.offence.end, setting.diary
    rows = [row["no"] for row in goods]
    last = decided
    if end == "hand_over":
        last = _hand_over(setting, script, case, rows, decided)
    else:
        if end in ("sell", "destroy"):
            last = max(plus(decided, 20), plus(_dispose_of_first(setting, script, case, taken), 60))
            rows = rows[1:]
        elif end == "extend":
            last = _extend(setting, script, case, taken)
        elif end == "late":
            script.look(at(taken + timedelta(days=31), 7))
            last = diary.morning(diary.working(taken + timedelta(days=34)))
        elif end == "later":
            last = diary.morning(diary.later(decided.date(), 1, 4))
        else:
            last = plus(decided, 20)
        last = _lift(setting, script, case, rows, last)
    closed = diary.sometime(diary.later(last.date(), 1, 3))
    script.take(closed, "close", by=(INSIDE,), proceeding=SEIZURE)


def _lift(setting: Setting, script: Script, case: Incident, rows: list[object], when: datetime) -> datetime:
    expired = case.offence.end == "late"
    facts = {
        "lifting.ground": "措施期限已经届满" if expired else "已经作出处理决定，不再需要采取措施",
        "lifting.number": Coming("seizure-lifting-decision"),
        "seizure.goods": [{"no": number, "disposal": "解除"} for number in rows],
    }
    papers = ["seizure-lifting-decision"]
    script.take(when, "lift", facts, by=setting.head(when.date()), proceeding=SEIZURE, papers=papers)
    crew = setting.crew(case.pair, when)
    received = {"lifting.received_by": case.party.representative or case.party.name}
    if case.offence.end == "sell":
        paid = {"lifting.proceeds_to": "退还当事人", "lifting.proceeds_receipt": "收据，当事人签收"}
        script.take(plus(when, 35), "settle_proceeds", paid, by=crew[:1], proceeding=SEIZURE)
    return script.take(plus(when, 40), "return_goods", received, by=crew[:1], proceeding=SEIZURE)


def _dispose_of_first(setting: Setting, script: Script, case: Incident, taken: date) -> datetime:
    """Perishable goods are sold, or destroyed where spoilt."""
    when = setting.diary.sometime(setting.diary.later(taken, 1))
    crew = setting.crew(case.pair, when)
    _approve_disposal(setting, script, case, when)
    if case.offence.end == "sell":
        facts: dict[str, object] = {
            "lifting.sale_reason": "鲜活农产品不易保管",
            "lifting.sale_proceeds": str(setting.rng.randrange(60, 180, 10)),
            "seizure.goods": [{"no": 1, "disposal": "拍卖变卖"}],
        }
        return script.take(when, "sell_perishable", facts, by=crew, proceeding=SEIZURE)
    facts = {
        "lifting.destruction_record": "两名执法人员在镇垃圾中转站监督销毁，全程录像",
        "seizure.goods": [{"no": 1, "disposal": "销毁"}],
    }
    return script.take(when, "destroy", facts, by=crew, proceeding=SEIZURE)


def _approve_disposal(setting: Setting, script: Script, case: Incident, when: datetime) -> None:
    """The head allows perishable goods to be sold with their owner's consent, or spoilt ones to be destroyed."""
    before, head = plus(when, -20), setting.head(when.date())
    if case.offence.end == "sell":
        facts: dict[str, object] = {
            "lifting.disposal_kind": "变卖",
            "lifting.disposal_reason": "鲜活农产品，存放即腐坏",
            "lifting.owner_consent": "权利人同意",
        }
        script.take(before, "approve_sale", facts, by=head, proceeding=SEIZURE)
    else:
        facts = {"lifting.destruction_basis": "已经腐烂变质，不能食用"}
        script.take(before, "approve_destruction", facts, by=head, proceeding=SEIZURE)


def _hand_over(setting: Setting, script: Script, case: Incident, rows: list[object], when: datetime) -> datetime:
    facts = {
        "lifting.handed_over_to": "重庆市渝北区市场监督管理局洛碛市场监督管理所",
        "lifting.party_told": True,
        "seizure.goods": [{"no": number, "disposal": "移送"} for number in rows],
    }
    moment = plus(when, 30)
    return script.take(moment, "hand_over", facts, by=setting.crew(case.pair, moment)[:1], proceeding=SEIZURE)


def _extend(setting: Setting, script: Script, case: Incident, taken: date) -> datetime:
    day = setting.diary.working(taken + timedelta(days=22))
    when = setting.diary.morning(day)
    facts = {"seizure.extension_days": 15, "seizure.extension_reason": "当事人对物品归属有异议，需要进一步核实"}
    papers = ["seizure-extension-notice"]
    script.take(when, "extend", facts, by=setting.head(day), proceeding=SEIZURE, papers=papers)
    receiver = case.party.representative or case.party.name
    told = {"delivery.method": "直接送达", "delivery.received_by": receiver}
    script.take(plus(when, 60), "tell_extension", told, by=setting.crew(case.pair, when)[:1], proceeding=SEIZURE)
    return setting.diary.morning(setting.diary.working(taken + timedelta(days=38)))
