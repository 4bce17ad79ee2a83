"""Meanings of the engine that are easy to get wrong, each in a short case of its own."""

from __future__ import annotations

from datetime import date

from tests.play import PEOPLE, Play
from zhifa.core.events import EFFECT_AROSE, EFFECT_WITHDRAWN
from zhifa.core.procedure.case import fold
from zhifa.core.procedure.findings import RED, findings
from zhifa.core.procedure.order import unfold
from zhifa.core.procedure.outcomes import outcomes
from zhifa.core.procedure.periods import obligations
from zhifa.core.procedure.taking import Accepted
from zhifa.core.values import Moment, Refusal

REQUEST = {"case.title": "占道经营案", "filing.reason": "群众举报"}
BOTH = ("王立", "李明")


def ordinary(start: str = "2024-03-01") -> Play:
    return Play("penalty.ordinary", start, {"party.kind": "个人", "party.name": "甲", "party.address": "洛碛镇"})


def record(
    play: Play,
    step: str,
    on: str,
    facts: dict[str, object] | None = None,
    by: tuple[str, ...] = BOTH,
    proceeding: str = "",
) -> int:
    result = play.do(step, on, facts or {}, by=by, mode="recorded", proceeding=proceeding)
    assert isinstance(result, Accepted), result
    return play.events[-1].version if play.events[-1].type == "step.taken" else len(play.events)


def reds(play: Play, day: str = "2024-12-31") -> list[str]:
    return [f"{item.step} {item.code}" for item in play.findings(day) if item.level == RED and item.step]


def test_a_timed_act_and_an_untimed_one_of_the_same_day_are_unordered() -> None:
    """Filing is timed, the request it rests on is not: in one of the possible orders all is well."""
    play = ordinary()
    record(play, "filing", "2024-03-05T09:00", {"filing.handlers": "王立、李明"}, by=("周强",))
    record(play, "filing_request", "2024-03-05", REQUEST)
    assert reds(play) == []


def test_two_timed_acts_in_the_wrong_order_are_a_finding() -> None:
    play = ordinary()
    record(play, "filing", "2024-03-05T09:00", {"filing.handlers": "王立、李明"}, by=("周强",))
    record(play, "filing_request", "2024-03-05T10:00", REQUEST)
    assert reds(play) == ["filing order", "filing_request until"]


def test_what_the_law_allows_once_is_a_finding_when_done_twice_on_one_day() -> None:
    play = ordinary()
    record(play, "filing_request", "2024-03-04", REQUEST)
    record(play, "filing", "2024-03-05", {"filing.handlers": "王立、李明"}, by=("周强",))
    record(play, "filing", "2024-03-05", {"filing.handlers": "王立、赵敏"}, by=("周强",))
    assert reds(play) == ["filing times"]


def preserved() -> Play:
    play = ordinary()
    record(play, "filing_request", "2024-03-01", REQUEST)
    record(play, "filing", "2024-03-01", {"filing.handlers": "王立、李明"}, by=("周强",))
    record(play, "preserve_request", "2024-03-04", {"preservation.reason": "证据可能灭失"})
    record(play, "preserve_approve", "2024-03-04", {"preservation.approval": "同意"}, by=("周强",))
    goods = [{"no": 1, "name": "推车", "quantity": "1"}]
    record(play, "preserve", "2024-03-04", {"preservation.goods": goods, "preservation.place": "仓库"})
    return play


def test_preservation_that_lapsed_stays_lapsed_when_it_is_disposed_of_too_late() -> None:
    """A disposal after the seven days is late; it is no back-dated entry and takes nothing away."""
    play = preserved()
    play.settle(date(2024, 4, 1))
    assert [e.payload["period"] for e in play.events if e.type == EFFECT_AROSE] == ["penalty.preservation_term"]
    record(play, "preserve_dispose", "2024-04-02", {"preservation.disposal": "退还"})
    assert play.settle(date(2024, 4, 3)) == []
    assert play.obligations("2024-04-03")["penalty.preservation"].state == "late"


def test_a_back_dated_disposal_withdraws_the_lapse_and_alerts() -> None:
    play = preserved()
    play.settle(date(2024, 4, 1))
    record(play, "preserve_dispose", "2024-03-08", {"preservation.disposal": "退还"})
    (withdrawn,) = play.settle(date(2024, 4, 2))
    assert withdrawn.type == EFFECT_WITHDRAWN
    assert play.settle(date(2024, 4, 2)) == []
    (alert,) = [item for item in play.findings("2024-04-02") if item.code == "effect_withdrawn"]
    assert alert.level == RED
    assert alert.cite
    assert play.obligations("2024-04-03")["penalty.preservation"].state == "met"


def test_a_corrected_filing_date_moves_every_due_date_and_what_was_shown_before_stays_readable() -> None:
    play = ordinary("2024-01-02")
    record(play, "filing_request", "2024-03-01", REQUEST)
    version = record(play, "filing", "2024-03-01", {"filing.handlers": "王立、李明"}, by=("周强",))
    before = play.obligations("2024-03-10")["penalty.decide"]
    shown = len(play.events)
    assert isinstance(play.correct(version, "日期录错", on="2024-03-11"), Accepted)
    after = play.obligations("2024-03-12")["penalty.decide"]
    assert (before.due_on, after.due_on) == (date(2024, 5, 30), date(2024, 6, 11))  # 九日是星期日，十日是端午节
    old = fold("c1", play.events[:shown], play.context.book.vocabulary)
    assert old is not None
    day = date(2024, 3, 10)
    again = {item.code: item for item in obligations(unfold(old, play.context, day=day), day)}
    assert again["penalty.decide"] == before
    assert findings(old, context=play.context, people=PEOPLE.get, day=day) == []


def test_a_correction_that_moves_a_step_before_what_it_rests_on_is_flagged_and_mended_by_another() -> None:
    play = ordinary("2024-01-02")
    record(play, "filing_request", "2024-03-04", REQUEST)
    version = record(play, "filing", "2024-03-05", {"filing.handlers": "王立、李明"}, by=("周强",))
    assert isinstance(play.correct(version, "日期录错", on="2024-03-01"), Accepted)
    assert reds(play) == ["filing order", "filing_request until"]
    assert isinstance(play.correct(version, "又核对了原件", on="2024-03-06"), Accepted)
    assert reds(play) == []
    assert play.state("2024-03-07").fact(play.root, "filing.filed_on") == Moment(date(2024, 3, 6))


def test_what_nobody_corrected_cannot_be_corrected() -> None:
    play = ordinary()
    record(play, "filing_request", "2024-03-04", REQUEST)
    assert isinstance(play.correct(99, "没有这一条"), Refusal)
    assert isinstance(play.correct(3, "   "), Refusal)
    assert isinstance(play.correct(3, "早于案件", on="2023-01-01"), Refusal)


def revoked_permit() -> Play:
    play = Play("permit", "2024-03-01", {"party.kind": "个人", "party.name": "甲"})
    record(play, "apply", "2024-03-01", {"application.permit_kind": "林木采伐许可", "application.content": "采伐"})
    record(play, "accept", "2024-03-01")
    record(play, "decide", "2024-03-20", {"permit.result": "准予", "permit.number": "1", "permit.content": "准予采伐"})
    return play


def test_a_revoked_permit_no_longer_starts_the_period_of_its_issue() -> None:
    play = revoked_permit()
    assert play.obligations("2024-03-21")["permit.issue"].state == "running"
    revoking = play.open("permit.revoke", "2024-03-21")
    facts = {"revocation.result": "撤销", "permit.revocation_reason": "越权", "permit.remedies_told": True}
    record(play, "decide", "2024-03-22", facts, by=("周强",), proceeding=revoking)
    assert "permit.issue" not in play.obligations("2024-03-25") or (
        play.obligations("2024-03-25")["permit.issue"].state == "waiting"
    )
    state = play.state("2024-03-25")
    assert not state.done(play.root, "decide")
    assert [item.annulled for item in state.instances(play.root, "decide")] == [True]


def test_silence_counts_once_however_often_the_watch_looks() -> None:
    play = Play("permit", "2024-03-01", {"party.kind": "个人", "party.name": "甲"})
    record(play, "apply", "2024-03-01", {"application.permit_kind": "林木采伐许可", "application.content": "采伐"})
    written = [event for day in range(1, 30) for event in play.settle(date(2024, 3, day))]
    assert [event.type for event in written] == [EFFECT_AROSE]
    assert written[0].occurred.day == date(2024, 3, 1)
    assert play.state("2024-03-30").done(play.root, "accept")


def test_a_back_dated_notice_of_correction_withdraws_the_acceptance_by_silence() -> None:
    play = Play("permit", "2024-03-01", {"party.kind": "个人", "party.name": "甲"})
    record(play, "apply", "2024-03-01", {"application.permit_kind": "林木采伐许可", "application.content": "采伐"})
    play.settle(date(2024, 3, 20))
    shown = len(play.events)
    record(play, "correction_notice", "2024-03-05", {"correction.items": "补交图纸"}, by=("王立",))
    assert [event.type for event in play.settle(date(2024, 3, 21))] == [EFFECT_WITHDRAWN]
    assert not play.state("2024-03-21").done(play.root, "accept")
    old = fold("c1", play.events[:shown], play.context.book.vocabulary)
    assert old is not None
    assert unfold(old, play.context, day=date(2024, 3, 20)).done(play.root, "accept")


FINED = {
    "decision.kinds": ["罚款"], "decision.fine": 50000, "decision.facts": "占道经营", "decision.basis": "条例",
    "decision.reasons": "情节一般", "decision.term": "十五日内缴纳", "decision.remedies_told": True,
}  # fmt: skip


def test_an_annulled_decision_no_longer_starts_the_clock_of_payment_and_stays_counted() -> None:
    play = ordinary()
    record(play, "decision", "2024-03-11", FINED, by=("周强",))
    record(play, "delivery", "2024-03-12", {"delivery.method": "直接送达"})
    assert play.obligations("2024-03-20")["penalty.deliver"].state == "met"
    record(play, "remedy_filed", "2024-03-15", {"remedy.kind": "行政复议"}, by=())
    record(play, "remedy_result", "2024-04-15", {"remedy.result": "撤销"}, by=())
    state = play.state("2024-04-20")
    assert not state.done(play.root, "decision")
    assert [item.annulled for item in state.instances(play.root, "decision")] == [True]
    after = play.obligations("2024-04-20")
    assert after["penalty.deliver"].state == "waiting"
    rows = [row for row in outcomes(play.case, context=play.context) if row.code == "penalty.decided"]
    assert [(row.amount_fen, row.standing) for row in rows] == [(50000, False)]


def test_what_payment_is_owed_after_the_decision_was_annulled() -> None:
    """Delivered, then annulled: nobody owes the fine any more."""
    play = ordinary()
    record(play, "decision", "2024-03-11", FINED, by=("周强",))
    record(play, "delivery", "2024-03-12", {"delivery.method": "直接送达"})
    assert play.obligations("2024-03-13")["penalty.pay"].state == "running"
    record(play, "remedy_filed", "2024-03-15", {"remedy.kind": "行政复议"}, by=())
    record(play, "remedy_result", "2024-03-20", {"remedy.result": "撤销"}, by=())
    owed = play.obligations("2024-04-20").get("penalty.pay")
    assert owed is None or owed.state == "waiting"
