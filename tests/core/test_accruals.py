"""The surcharge on a fine: three per cent a day once it is late, stopped by payment, never above the fine."""

from __future__ import annotations

from datetime import date

import pytest

from tests.play import Play
from zhifa.core.procedure.accruals import accruals

DECIDED = {
    "decision.kinds": ["罚款"],
    "decision.fine": "500",
    "decision.facts": "占道堆放砂石",
    "decision.basis": "重庆市市容环境卫生管理条例",
    "decision.reasons": "一般情节",
    "decision.term": "十五日内缴纳",
    "decision.remedies_told": True,
    "decision.surcharge_told": True,
}


def fined(**more: object) -> Play:
    """A fine of 500 yuan delivered on 2024-03-18: to be paid by 2024-04-02."""
    play = Play("penalty.ordinary", "2024-03-01", {"party.kind": "个人", "party.name": "陈大海"})
    play.do("decision", "2024-03-18", DECIDED | more, by=["周强"], mode="recorded")
    play.do("delivery", "2024-03-18", {"delivery.method": "直接送达"}, mode="recorded")
    return play


def added(play: Play, day: str) -> int:
    found = accruals(play.state(day), play.root, date.fromisoformat(day))
    return sum(item.amount_fen for item in found)


@pytest.mark.parametrize(
    ("day", "fen"), [("2024-04-02", 0), ("2024-04-03", 1_500), ("2024-05-05", 49_500), ("2024-05-06", 50_000)]
)
def test_three_per_cent_a_day_never_above_the_fine(day: str, fen: int) -> None:
    assert added(fined(), day) == fen


def test_nothing_is_added_to_a_fine_paid_in_time_or_collected_on_the_spot() -> None:
    paid = fined()
    paid.do("payment", "2024-03-25", {"payment.amount": "500", "payment.total": "500"}, by=["银行"], mode="recorded")
    assert added(paid, "2024-06-01") == 0
    spot = fined()
    spot.do("collect_on_spot", "2024-03-20", {"payment.amount": "500", "payment.receipt": "1"}, mode="recorded")
    assert added(spot, "2024-06-01") == 0


def test_a_part_payment_ends_nothing_and_the_last_one_does() -> None:
    play = fined()
    play.do("payment", "2024-04-04", {"payment.amount": "300", "payment.total": "300"}, by=["银行"], mode="recorded")
    assert added(play, "2024-04-12") == 15_000
    play.do("payment", "2024-04-12", {"payment.amount": "200", "payment.total": "500"}, by=["银行"], mode="recorded")
    assert added(play, "2024-06-01") == 15_000


def test_nothing_is_added_while_a_remedy_is_pending_or_where_nobody_was_told() -> None:
    play = fined()
    play.do("remedy_filed", "2024-04-05", {"remedy.kind": "行政复议"}, by=["当事人"], mode="recorded")
    play.do("remedy_result", "2024-04-14", {"remedy.result": "维持"}, by=["复议机关"], mode="recorded")
    assert added(play, "2024-04-16") == 2 * 1_500 + 2 * 1_500
    assert added(fined(**{"decision.surcharge_told": False}), "2024-06-01") == 0
