"""Faults of single cases in who acted, in what order, what was told and how it was decided."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

from bench.supervision.clean import Writer, change, drop, drop_from, later, when
from bench.supervision.planted import Kind
from zhifa.jobs.simulation import ordinary
from zhifa.jobs.simulation.deeds import Open, Script, Take
from zhifa.jobs.simulation.offences import STREET

Plant = Callable[[Writer], Sequence[Script]]


def one(write: Callable[[Writer], Script]) -> Plant:
    """A fault of one case."""
    return lambda writer: [write(writer)]


def officers(writer: Writer, script: Script) -> tuple[str, ...]:
    """Who opened the case."""
    opening = script.deeds[0].action
    assert isinstance(opening, Open)
    return opening.officers


RECEIVED_BY = "delivery.received_by"


def with_party(script: Script, **facts: object) -> Script:
    """The case with other facts of its party; what the one before signed for itself, this one signs."""
    opening = script.deeds[0].action
    assert isinstance(opening, Open)
    said = dict(opening.facts) | {f"party.{name}": value for name, value in facts.items()}
    script.deeds[0] = replace(script.deeds[0], action=replace(opening, facts=said))
    before, now = opening.facts.get("party.name"), said.get("party.name")
    for place, deed in enumerate(script.deeds):
        if isinstance(deed.action, Take) and before and deed.action.facts.get(RECEIVED_BY) == before:
            signed = dict(deed.action.facts) | {RECEIVED_BY: now}
            script.deeds[place] = replace(deed, action=replace(deed.action, facts=signed))
    return script


def _alone(writer: Writer) -> Script:
    script = writer.simple(origin=STREET)
    return change(script, "decision", by=officers(writer, script)[:1])


def _expired(writer: Writer) -> Script:
    script = writer.ordinary(origin=STREET)
    return change(script, "interview", by=(officers(writer, script)[0], f"{writer.place.code}.old"))


def _helper(writer: Writer) -> Script:
    script = writer.ordinary(origin=STREET)
    return change(script, "inspect_scene", by=(*officers(writer, script), f"{writer.place.code}.fz"))


def _own_review(writer: Writer) -> Script:
    script = writer.ordinary(origin=STREET, episode=ordinary.REVIEWED)
    return change(script, "legal_review", by=officers(writer, script)[:1])


def _decided_below(writer: Writer) -> Script:
    script = writer.ordinary(origin=STREET)
    return change(script, "decision", by=officers(writer, script)[:1])


def _unreviewed(writer: Writer) -> Script:
    return drop(writer.ordinary(origin=STREET, episode=ordinary.REVIEWED), "legal_review")


def _unnoticed(writer: Writer) -> Script:
    return drop(
        writer.ordinary(origin=STREET), "notice", "notice_delivery", "defence", "defence_waived", "hearing_waived"
    )


def _too_early(writer: Writer) -> Script:
    script = writer.ordinary(origin=STREET)
    script = drop(script, "defence", "defence_review", "defence_waived")
    return later(
        script, "decision", (when(script, "notice_delivery").date() - when(script, "decision").date()).days + 1
    )


def _unfiled(writer: Writer) -> Script:
    return drop(writer.ordinary(origin=STREET), "filing")


def _rights(writer: Writer) -> Script:
    return change(writer.simple(origin=STREET), "tell", {"notice.rights_told": False})


def _more(writer: Writer) -> Script:
    return change(writer.simple(origin=STREET), "tell", {"notice.fine": "20"})


def _hearing_untold(writer: Writer) -> Script:
    script = writer.ordinary(origin=STREET)
    return change(script, "notice", {"notice.other_hearing_ground": True, "notice.hearing_told": False})


def _over_law(writer: Writer) -> Script:
    script = change(writer.simple(origin=STREET, matter="city.litter"), "tell", {"notice.fine": "900"})
    script = drop(change(script, "decision", {"decision.fine": "900"}), "collect_on_spot", "hand_in", "bank_in")
    return _paid(script, "900")


def _paid(script: Script, amount: str) -> Script:
    """Paid in full, where the script has the party pay."""
    try:
        return change(script, "payment", {"payment.amount": amount, "payment.total": amount})
    except KeyError:
        return script


def _over_benchmark(writer: Writer) -> Script:
    script = change(writer.simple(origin=STREET, matter="city.stall.shopfront"), "tell", {"notice.fine": "190"})
    script = change(script, "decision", {"decision.fine": "190"})
    return _paid(drop(script, "collect_on_spot", "hand_in", "bank_in"), "190")


def _dead_basis(writer: Writer) -> Script:
    dead = {"decision.basis": "《中华人民共和国环境噪声污染防治法》第五十八条"}
    return change(writer.simple(origin=STREET), "decision", dead)


def _unknown_basis(writer: Writer) -> Script:
    unknown = {"decision.basis": "《示例市城镇街面秩序管理办法》第十一条"}
    return change(writer.simple(origin=STREET), "decision", unknown)


def _remedies(writer: Writer) -> Script:
    return change(writer.simple(origin=STREET), "decision", {"decision.remedies_told": False})


def _reasons(writer: Writer) -> Script:
    return change(writer.ordinary(origin=STREET), "decision", {"decision.reasons": "情节一般"})


def _child(writer: Writer) -> Script:
    return _aged(writer, 13)


def _youth(writer: Writer) -> Script:
    return change(_aged(writer, 16), "decision", {"discretion.tier": "一般"})


def _aged(writer: Writer, years: int) -> Script:
    script = writer.simple(origin=STREET, matter="city.litter")
    happened = when(script, "decision").date()
    script = with_party(script, kind="个人", born_on=f"{happened.year - years}-01-02")
    return change(script, "tell", {"case.happened_on": happened.isoformat()})


def _faultless(writer: Writer) -> Script:
    return change(writer.simple(origin=STREET), "tell", {"conduct.no_fault": True})


def _limitation(writer: Writer) -> Script:
    script = writer.ordinary(origin=STREET)
    told = {"case.happened_on": "2021-09-01"}
    return change(script, "filing_request", told, without=("filing.discovered_on",))


def _no_power(writer: Writer) -> Script:
    return change(writer.simple(origin=STREET), "decision", {"matter.no_power": True})


def _shown(writer: Writer) -> Script:
    return change(writer.inspection(), "conduct", {"inspection.certificates_shown": False})


def _recused(writer: Writer) -> Script:
    script = writer.ordinary(origin=STREET)
    who = officers(writer, script)[0]
    name = writer.setting.staff.members[who].name
    asked = when(script, "filing") + timedelta(minutes=3)
    head = (f"{writer.place.code}.head",)
    script.take(asked, "recusal", {"case.recused": name}, by=head, proceeding=_main(script))
    return script


def _main(script: Script) -> str:
    return next(d.action.proceeding for d in script.deeds if isinstance(d.action, Take) and d.action.step == "filing")


def _reduced_for_nothing(writer: Writer) -> Script:
    facts = {"discretion.reduce": True, "discretion.lighter": []}
    return change(writer.ordinary(origin=STREET), "investigation_report", facts)


def _unproven(writer: Writer) -> Script:
    return drop(
        writer.ordinary(origin=STREET), "inspect_scene", "interview", "collect_evidence", "investigation_report"
    )


def _undiscussed(writer: Writer) -> Script:
    return change(writer.ordinary(origin=STREET), "investigation_report", {"case.complicated": True})


def _collected(writer: Writer) -> Script:
    script = writer.ordinary(origin=STREET)
    given = when(script, "delivery")
    script = drop_from(script, "payment")
    money = {"payment.amount": "50", "payment.receipt": "示例票据"}
    script.take(
        given + timedelta(minutes=9), "collect_on_spot", money, by=officers(writer, script), proceeding=_main(script)
    )
    day = writer.setting.diary.calendar.add_workdays(given.date(), 1)
    handed = given.replace(year=day.year, month=day.month, day=day.day)
    script.take(handed, "hand_in", by=officers(writer, script)[:1], proceeding=_main(script))
    script.take(handed + timedelta(hours=1), "bank_in", by=(f"{writer.place.code}.neiqin",), proceeding=_main(script))
    return script


def _slow(writer: Writer) -> Script:
    return later(writer.ordinary(day=writer.day(last=(4, 30)), origin=STREET), "notice", 100)


PAPERS = ("paper.content", "paper.amount", "paper.dates", "paper.party", "remedy.untold")
AMOUNTS = ("amount.benchmark", "amount.law", "simple.over", "notice.more", "pattern.out_of_line", "order")
ORDER = (
    "notice.heard", "notice.before", "order", "notice.more", "hearing.told", "time.decide", "review.missing",
    "review.discussion", "correction.none",
)  # fmt: skip
KINDS = (
    Kind("one_officer", "一人当场处罚", one(_alone), ("who.officers",), PAPERS),
    Kind("expired_card", "证件过期的人询问", one(_expired), ("who.certificate",), ("who.officers", *PAPERS)),
    Kind("helper_acts", "辅助人员勘验", one(_helper), ("who.auxiliary",), PAPERS),
    Kind("own_review", "办案人自己审核", one(_own_review), ("review.own",), ("who.role", "review.missing", *PAPERS)),
    Kind("decided_below", "执法人员代负责人决定", one(_decided_below), ("who.role",), PAPERS),
    Kind("unreviewed", "应审核未审核", one(_unreviewed), ("review.missing",), PAPERS),
    Kind("undiscussed", "应集体讨论未讨论", one(_undiscussed), ("review.discussion",), PAPERS),
    Kind("unnoticed", "没有告知就决定", one(_unnoticed), ("notice.before",), (*ORDER, *PAPERS)),
    Kind("too_early", "听取意见期间未满就决定", one(_too_early), ("notice.heard",), (*ORDER, *PAPERS)),
    Kind("unfiled", "没有立案", one(_unfiled), ("filing.before",), (*ORDER, *PAPERS)),
    Kind("unproven", "没有调查取证", one(_unproven), ("investigation.before",), (*ORDER, *AMOUNTS, *PAPERS)),
    Kind("rights", "没有告知权利", one(_rights), ("notice.rights",), PAPERS),
    Kind("more", "罚得比告知的重", one(_more), ("notice.more",), PAPERS),
    Kind("hearing_untold", "应告知听证未告知", one(_hearing_untold), ("hearing.told",), PAPERS),
    Kind("over_law", "超出法定幅度", one(_over_law), ("amount.law",), (*AMOUNTS, *PAPERS)),
    Kind(
        "over_benchmark",
        "超出裁量基准",
        one(_over_benchmark),
        ("amount.benchmark",),
        (*AMOUNTS, *PAPERS),
    ),
    Kind("dead_basis", "引用废止的法律", one(_dead_basis), ("basis.dead",), ("basis.other", *PAPERS)),
    Kind("unknown_basis", "引用查不到的法律", one(_unknown_basis), ("basis.unregistered",), ("basis.other", *PAPERS)),
    Kind("remedies", "没有告知救济途径", one(_remedies), ("remedy.untold",), PAPERS),
    Kind("reasons", "决定书没有说理", one(_reasons), ("decision.reasons",), PAPERS),
    Kind("child", "处罚不满十四周岁的人", one(_child), ("minor.child",), ("minor.youth",)),
    Kind("youth", "未成年人没有从轻", one(_youth), ("minor.youth",), PAPERS),
    Kind("faultless", "没有过错也处罚", one(_faultless), ("fined.faultless",), PAPERS),
    Kind("limitation", "超过时效立案", one(_limitation), ("filing.limitation",), PAPERS),
    Kind("no_power", "没有职权", one(_no_power), ("power.none",), PAPERS),
    Kind("not_shown", "没有出示证件", one(_shown), ("who.shown",), PAPERS),
    Kind("recused", "回避以后继续办案", one(_recused), ("who.recused",), PAPERS),
    Kind("reduced", "没有情节而减轻", one(_reduced_for_nothing), ("amount.reasons",), PAPERS),
    Kind("collected", "普通程序当场收缴", one(_collected), ("money.on_spot",), PAPERS),
    Kind("slow", "九十日内没有决定", one(_slow), ("time.decide",), ("filed.idle", *PAPERS)),
)
