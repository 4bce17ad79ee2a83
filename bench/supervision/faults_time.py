"""Faults of single cases in time, goods, clues, inspections, permits, publication and carrying out."""

from __future__ import annotations

from datetime import date, timedelta

from bench.supervision.clean import Writer, change, drop, drop_from, entered_later, in_time, later, when
from bench.supervision.faults_steps import PAPERS, one
from bench.supervision.planted import Kind
from zhifa.jobs.simulation import clues, permits
from zhifa.jobs.simulation.deeds import Deed, Script, Take
from zhifa.jobs.simulation.offences import STREET

GOODS = ("time.goods", "time.goods_back", "time.publication", "goods.count", "order", "measure.term")


def early(writer: Writer) -> date:
    """A day early enough for what time alone does to happen within the year."""
    return writer.day(last=(2, 20))


def _unpublished(writer: Writer) -> Script:
    return drop(writer.simple(origin=STREET), "redact", "publish", "archive")


def _published_late(writer: Writer) -> Script:
    script = writer.simple(origin=STREET)
    begun = when(script, "redact")
    for step in ("redact", "publish"):
        change(script, step, at=lambda moment: moment + timedelta(days=12))
    return in_time(drop(script, "archive")) if begun else script


def _delivered_late(writer: Writer) -> Script:
    script = writer.ordinary(origin=STREET)
    decided = when(script, "decision")
    shift = (decided.date() + timedelta(days=20) - when(script, "delivery").date()).days
    change(script, "redact", at=lambda _: decided + timedelta(days=1))
    change(script, "publish", at=lambda _: decided + timedelta(days=1, minutes=9))
    return later(in_time(script), "delivery", shift)


def _measured(writer: Writer, **more: object) -> Script:
    return writer.ordinary(day=writer.day(last=(8, 30)), origin=STREET, items=3, end="lift", **more)


def _kept(writer: Writer) -> Script:
    """Nothing was decided about the goods for seven weeks."""
    script = _measured(writer)
    seized = when(script, "seize")
    for step, days in (("lift", 49), ("return_goods", 49), ("close", 50)):
        change(script, step, at=lambda moment, days=days: seized.replace(hour=9 + days % 3) + timedelta(days=days))
    change(script, "lift", {"lifting.ground": "措施期限已经届满"})
    return in_time(script)


def _not_given_back(writer: Writer) -> Script:
    script = _measured(writer)
    for step, days in (("return_goods", 9), ("close", 10)):
        change(script, step, at=lambda moment, days=days: moment + timedelta(days=days))
    return in_time(script)


def _made_up_late(writer: Writer) -> Script:
    script = writer.ordinary(day=writer.day(last=(8, 30)), origin=STREET, items=3, end="urgent")
    return in_time(change(script, "make_up_approval", at=lambda moment: moment + timedelta(days=3)))


def _unapproved(writer: Writer) -> Script:
    return drop(_measured(writer), "approve")


def _measure_untold(writer: Writer) -> Script:
    return change(_measured(writer), "seize", {"seizure.decision_delivered": False})


def _too_long(writer: Writer) -> Script:
    return change(_measured(writer), "seize", {"seizure.term_days": 45})


def _necessities(writer: Writer) -> Script:
    return change(_measured(writer), "seize", {"seizure.necessities_excluded": False})


def _unrecorded(writer: Writer) -> Script:
    return drop(_measured(writer), "store_recording", "close")


def _money(writer: Writer) -> Script:
    """Cash in somebody's pocket for eight days."""
    while True:
        script = writer.simple(origin=STREET)
        if any(isinstance(d.action, Take) and d.action.step == "hand_in" for d in script.deeds):
            break
    for step in ("hand_in", "bank_in"):
        change(script, step, at=lambda moment: moment + timedelta(days=8))
    return in_time(drop(script, "archive"))


def _clue_late(writer: Writer) -> Script:
    return later(writer.clue(day=writer.day(last=(9, 10))), "no_further", 45)


def _unanswered(writer: Writer) -> Script:
    """Whoever gave a name and reported a violation is not told that no case was opened."""
    script = drop(writer.clue(day=writer.day(last=(9, 10)), end=clues.NOT_FILED), "reply")
    return change(script, "register", {"clue.source": "举报", "clue.informant": "示例举报人"})


def _untouched(writer: Writer) -> Script:
    return drop_from(writer.clue(day=writer.day(last=(9, 10))), "verify")


def _not_filed(writer: Writer) -> Script:
    script = writer.clue(end=clues.NOT_FILED)
    return change(script, "not_file", {"clue.disposal_reason": "人手不够，暂不处理"})


def _idle(writer: Writer) -> Script:
    return drop_from(writer.ordinary(day=writer.day(last=(8, 30)), origin=STREET), "inspect_scene")


def _unenforced(writer: Writer) -> Script:
    return drop_from(writer.ordinary(day=writer.day(last=(6, 30)), origin=STREET), "payment")


def _missed(writer: Writer) -> Script:
    script = writer.simple(day=early(writer), origin=STREET, matter="city.litter")
    return drop(script, "payment", "collect_on_spot", "hand_in", "bank_in", "archive")


def _unplanned(writer: Writer) -> Script:
    script = writer.inspection(enterprise=True)
    return change(script, "plan", without=("inspection.plan_item",))


def _too_often(writer: Writer) -> Script:
    script = writer.inspection(enterprise=True)
    return change(script, "plan", {"inspection.count_this_year": 2, "inspection.cap": 2})


def _unallowed(writer: Writer) -> Script:
    return drop(writer.inspection(), "approve", "notify")


def _unchecked(writer: Writer) -> Script:
    script = drop(writer.inspection(day=writer.day(last=(9, 30))), "check_correction", "archive")
    ends = when(script, "conduct").date() + timedelta(days=7)
    facts = {
        "inspection.result": "责令限期改正",
        "rectification.content": "清理堵塞的通道",
        "rectification.deadline": ends.isoformat(),
    }
    return change(script, "result", facts)


def _unanswered_inspection(writer: Writer) -> Script:
    script = drop(writer.inspection(day=writer.day(last=(9, 30))), "feedback", "archive", "check_correction")
    return change(
        script,
        "result",
        {"inspection.result": "未发现问题"},
        without=("rectification.content", "rectification.deadline"),
    )


def _identity(writer: Writer) -> Script:
    script = writer.simple(origin=STREET)
    return change(script, "redact", {"publication.content": "张某（11010119900307797X）乱丢废弃物案，罚款50元"})


def _unredacted(writer: Writer) -> Script:
    return drop(writer.simple(origin=STREET), "redact")


def _entered_late(writer: Writer) -> Script:
    return in_time(entered_later(writer.simple(day=writer.day(last=(9, 30)), origin=STREET), 40))


def _permit_late(writer: Writer) -> Script:
    return later(writer.permit(day=writer.day(last=(8, 20))), "decide", 45)


def _asked_again(writer: Writer) -> Script:
    script = writer.permit(day=writer.day(last=(8, 20)), episode=permits.CORRECTED)
    first = when(script, "supplement")
    ask = next(d for d in script.deeds if isinstance(d.action, Take) and d.action.step == "correction_notice")
    back = next(d for d in script.deeds if isinstance(d.action, Take) and d.action.step == "supplement")
    again = first + timedelta(hours=3)
    script = later(script, "accept", 1)
    script.deeds += [Deed(again, ask.case, ask.action), Deed(again + timedelta(hours=1), back.case, back.action)]
    return in_time(script)


def _counted_short(writer: Writer) -> Script:
    script = _measured(writer)
    seized = next(d for d in script.deeds if isinstance(d.action, Take) and d.action.step == "seize")
    assert isinstance(seized.action, Take)
    goods = seized.action.facts["seizure.goods"]
    assert isinstance(goods, list)
    rows = [
        {"no": g["no"], "name": g["name"], "listed": g["quantity"], "found": "0" if g["no"] == 1 else g["quantity"]}
        for g in goods
    ]
    facts = {"custody.counted": rows, "custody.difference": "一件去向不明"}
    who = (f"{writer.place.code}.neiqin",)
    script.take(seized.at + timedelta(hours=3), "stocktake", facts, by=who, proceeding=seized.action.proceeding)
    return in_time(script)


FOLLOWS = (
    "time.other", "time.publication", "time.closing", "order", "delivered.unenforced", "delivery.wrong",
    "time.delivery", *PAPERS,
)  # fmt: skip
KINDS = (
    Kind("unpublished", "决定没有公示", one(_unpublished), ("time.publication",), FOLLOWS),
    Kind("published_late", "决定公示逾期", one(_published_late), ("time.publication",), FOLLOWS),
    Kind("delivered_late", "决定书逾期送达", one(_delivered_late), ("time.delivery",), FOLLOWS),
    Kind("kept", "扣押逾期不处理", one(_kept), ("time.goods",), (*GOODS, *FOLLOWS)),
    Kind("not_given_back", "解除以后不退还", one(_not_given_back), ("time.goods_back",), (*GOODS, *FOLLOWS)),
    Kind("made_up_late", "紧急扣押逾期补办", one(_made_up_late), ("time.urgent",), (*GOODS, *FOLLOWS)),
    Kind("unapproved", "没有批准就扣押", one(_unapproved), ("measure.unapproved",), (*GOODS, *FOLLOWS)),
    Kind("measure_untold", "扣押不交付决定书", one(_measure_untold), ("measure.told",), FOLLOWS),
    Kind("too_long", "扣押期限四十五日", one(_too_long), ("measure.term",), FOLLOWS),
    Kind("necessities", "扣押生活必需品", one(_necessities), ("measure.object",), FOLLOWS),
    Kind("unrecorded", "扣押没有音像记录", one(_unrecorded), ("recorder.off",), FOLLOWS),
    Kind("counted_short", "扣押的财物少了", one(_counted_short), ("goods.count",), FOLLOWS),
    Kind("money", "当场收缴的罚款八天后上交", one(_money), ("time.money",), FOLLOWS),
    Kind("clue_late", "线索逾期处理", one(_clue_late), ("time.clue",), ("time.clue_reply",)),
    Kind("unanswered", "不答复举报人", one(_unanswered), ("time.clue_reply",)),
    Kind("untouched", "线索没人管", one(_untouched), ("clue.untouched",), ("time.clue", "time.clue_reply")),
    Kind("not_filed", "应立未立", one(_not_filed), ("not_filed",)),
    Kind("idle", "立而不查", one(_idle), ("filed.idle",), ("time.decide",)),
    Kind("unenforced", "决定送达以后不执行", one(_unenforced), ("delivered.unenforced",), ("court.missed", *FOLLOWS)),
    Kind("missed", "错过申请法院执行", one(_missed), ("court.missed",), FOLLOWS),
    Kind("unplanned", "计划外的涉企日常检查", one(_unplanned), ("inspection.unplanned",)),
    Kind("too_often", "检查超过频次", one(_too_often), ("inspection.cap",)),
    Kind("unallowed", "没有批准就检查", one(_unallowed), ("inspection.order",), PAPERS),
    Kind("unchecked", "责令改正不复查", one(_unchecked), ("inspection.recheck",)),
    Kind("not_fed_back", "检查不反馈", one(_unanswered_inspection), ("inspection.feedback",)),
    Kind("identity", "公示身份证号码", one(_identity), ("publication.identity",)),
    Kind("unredacted", "没有脱敏就公示", one(_unredacted), ("publication.more",)),
    Kind("entered_late", "四十天以后才登记", one(_entered_late), ("entered.late",), ("pattern.late_entry", *FOLLOWS)),
    Kind("permit_late", "许可逾期", one(_permit_late), ("time.permit",), FOLLOWS),
    Kind(
        "asked_again",
        "一再要求补正",
        one(_asked_again),
        ("permit.asked_again",),
        ("order", "order.twice", "permit.order", *PAPERS),
    ),
)
