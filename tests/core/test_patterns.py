"""Patterns over many cases: what each finds, and what it must leave alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from zhifa.core.oversight import alerts
from zhifa.core.oversight.patterns import READERS, Deed, Found, OrganYear, Visit
from zhifa.ports.rules import rulebook

DAY = date(2026, 6, 30)
FINE = Deed(
    "c1", 5, "lq", date(2026, 5, 11), "city.stall", "party1", "张示例", "个人", "一般", 10_000, 0, date(2026, 5, 11),
    True, False, "",
)  # fmt: skip
SEEN = Visit(
    "c1", 3, "lq", date(2026, 5, 11), 600, date(2026, 5, 11), "inspection", ("wang", "li"), "洛碛路 1 号", "party1",
    "示例食品厂", True, True, "2026年第1项", False, "",
)  # fmt: skip


def find(reader: str, rows: Iterable[Any]) -> list[Found]:
    """What a reader finds with the parameters of the shipped rule."""
    rule = next(alert for alert in alerts(rulebook().as_of(DAY)).readers() if alert.reader == reader)
    return list(READERS[reader].find(list(rows), rule.parameters, DAY))


def asked(reader: str) -> Mapping[str, Any]:
    """What the shipped rule asks of a reader: the tests stand on both sides of it."""
    return next(alert for alert in alerts(rulebook().as_of(DAY)).readers() if alert.reader == reader).parameters


def days(start: date, *steps: int) -> list[date]:
    return [start + timedelta(days=step) for step in steps]


def test_one_act_fined_in_two_cases_is_found_and_two_acts_are_not() -> None:
    again = replace(FINE, case="c2", organ="sl", day=date(2026, 5, 20))
    (found,) = find("twice", [FINE, again])
    assert (found.organ, [one.case for one in found.shown]) == ("sl", ["c1", "c2"])
    assert find("twice", [FINE, replace(again, happened_on=date(2026, 5, 12))]) == []
    assert find("twice", [FINE, replace(again, matter="city.litter")]) == []
    assert find("twice", [FINE, replace(again, party="")]) == []
    assert find("twice", [replace(FINE, happened_on=None), replace(again, happened_on=None)]) == []
    assert find("twice", [FINE, replace(again, fine=0, gains=500)]) == []
    assert find("twice", [FINE, replace(again, case="c1", version=9)]) == []


def test_an_act_fined_on_the_spot_is_of_that_day_where_nobody_wrote_the_day_down() -> None:
    spot = replace(FINE, happened_on=None)
    filed = replace(FINE, case="c2", simple=False, day=date(2026, 6, 1))
    assert len(find("twice", [spot, filed])) == 1
    assert find("twice", [spot, replace(filed, happened_on=date(2026, 5, 10))]) == []
    assert find("twice", [spot, replace(spot, case="c2")]) == [], "two on one spot may be two acts"
    assert find("twice", [replace(spot, simple=False), filed]) == []


def test_fines_on_the_spot_that_add_up_beyond_the_limit_within_days_are_split() -> None:
    three = [replace(FINE, case=f"c{n}", day=day, happened_on=day) for n, day in enumerate(days(FINE.day, 0, 2, 5))]
    (found,) = find("split", three)
    assert len(found.shown) == 3
    assert find("split", three[:2]) == []
    slower = [*three[:2], replace(three[2], day=three[2].day + timedelta(days=1))]
    assert find("split", slower) == []
    assert find("split", [replace(deed, fine=6_600) for deed in three]) == []
    assert find("split", [replace(deed, simple=False) for deed in three]) == []
    twins = [replace(FINE, case=f"c{n}", fine=15_000) for n in range(2)]
    assert len(find("split", twins)) == 1, "two on one day are one in two pieces"
    assert find("split", [twins[0], replace(twins[1], day=FINE.day + timedelta(days=1))]) == []
    firm = [replace(deed, party_kind="法人", simple=False, fine=3_000_000) for deed in twins]
    assert "听证" in find("split", firm)[0].message
    assert find("split", [replace(deed, fine=2_000_000) for deed in firm]) == []
    assert find("split", [replace(deed, party=f"party{n}") for n, deed in enumerate(three)]) == []


def test_fined_again_and_again_without_an_order_counts_one_order_as_enough() -> None:
    four = [replace(FINE, case=f"c{n}", day=day) for n, day in enumerate(days(FINE.day, 0, 30, 60, 90))]
    assert len(find("instead_of_order", four)) == 1
    assert find("instead_of_order", [*four[:3], replace(four[3], ordered=True)]) == []
    assert find("instead_of_order", four[:3]) == []


def test_nobody_is_in_two_places_at_once_but_a_minute_apart_at_one_place_is_fine() -> None:
    near = replace(SEEN, case="c2", minute=605, place="洛碛路 99 号", party="party2")
    (found,) = find("two_places", [SEEN, near])
    assert "5 分钟后" in found.message
    assert find("two_places", [SEEN, replace(near, place=SEEN.place)]) == []
    assert find("two_places", [SEEN, replace(near, minute=608)]) == []
    assert find("two_places", [SEEN, replace(near, minute=None)]) == []
    assert find("two_places", [SEEN, replace(near, officers=("zhao",))]) == []
    assert find("two_places", [SEEN, replace(near, case="c1")]) == []


def test_one_inspection_entered_three_times_is_found_and_three_firms_are_not() -> None:
    three = [replace(SEEN, case=f"c{n}", minute=540 + 20 * n) for n in range(3)]
    (found,) = find("doubled", three)
    assert len(found.shown) == 3
    assert find("doubled", three[:2]) == []
    assert find("doubled", [replace(one, party=f"firm{n}") for n, one in enumerate(three)]) == []
    assert find("doubled", [replace(one, officers=("wang", f"li{n}")) for n, one in enumerate(three)]) == []
    assert find("doubled", [replace(one, kind="penalty") for one in three]) == []


def test_a_day_holds_only_so_many_places() -> None:
    many = [replace(SEEN, case=f"c{n}", minute=500 + 20 * n, place=f"{n} 号") for n in range(13)]
    assert len(find("crowded", many)) == 1
    assert find("crowded", many[:12]) == []


def test_records_of_four_parties_word_for_word_alike_are_copies() -> None:
    alike = [replace(SEEN, case=f"c{n}", party=f"party{n}", said="d" * 32) for n in range(4)]
    assert len(find("copies", alike)) == 1
    assert find("copies", [replace(visit, party="party1") for visit in alike]) == []
    assert find("copies", [replace(visit, said="") for visit in alike]) == []


def test_the_third_daily_inspection_of_a_year_is_too_many_and_a_complaint_is_not_daily() -> None:
    three = [replace(SEEN, case=f"c{n}", day=day) for n, day in enumerate(days(date(2026, 1, 5), 0, 60, 120))]
    assert len(find("over_frequency", three)) == 1
    assert find("over_frequency", three[:2]) == []
    assert find("over_frequency", [*three[:2], replace(three[2], daily=False)]) == []
    assert find("over_frequency", [replace(three[0], day=date(2025, 12, 31)), *three[1:]]) == []


def test_work_in_another_district_needs_help_from_there() -> None:
    assert len(find("elsewhere", [replace(SEEN, place="成都市武侯区示例路 3 号")])) == 1
    assert find("elsewhere", [replace(SEEN, place="示例工业园区 3 号")]) == []
    away = replace(SEEN, place="江北区示例路 3 号")
    assert len(find("elsewhere", [away])) == 1
    assert find("elsewhere", [replace(away, assisted=True)]) == []
    assert find("elsewhere", [replace(away, place="渝北区江北区界碑旁")]) == []


def test_a_town_stays_in_its_own_place_unless_another_asked_for_it() -> None:
    away = replace(SEEN, place="示例镇新街 3 号", abroad="示例镇")
    (found,) = find("over_boundary", [away, replace(away, version=4)])
    assert "示例镇" in found.message
    assert len(found.shown) == 2
    assert find("over_boundary", [SEEN]) == []
    assert find("over_boundary", [replace(away, assisted=True)]) == []


def test_decisions_that_bunch_at_the_end_of_months_running() -> None:
    bunched = [
        replace(FINE, case=f"c{month}{n}", day=date(2026, month, 28 if n < 8 else 10))
        for month in (4, 5)
        for n in range(10)
    ]
    assert len(find("month_end", bunched)) == 1
    assert find("month_end", [deed for deed in bunched if deed.day.month == 4]) == []
    apart = [replace(deed, day=deed.day.replace(month=3)) if deed.day.month == 4 else deed for deed in bunched]
    assert find("month_end", apart) == []


def test_a_small_organ_shows_over_more_months_what_a_large_one_shows_in_two() -> None:
    few = [replace(FINE, case=f"c{month}{n}", day=date(2026, month, 28)) for month in (2, 3, 4) for n in range(5)]
    assert len(find("month_end", few)) == 1
    assert find("month_end", [deed for deed in few if deed.day.month > 2]) == [], "ten in two months may be chance"
    assert find("month_end", [deed for deed in few if not deed.case.endswith("4")]) == [], "four a month show nothing"


def test_the_same_round_number_month_after_month() -> None:
    def months(*numbers: int) -> list[Deed]:
        return [
            replace(FINE, case=f"c{month}-{n}", day=date(2026, month, 1 + n % 28))
            for month, number in enumerate(numbers, 1)
            for n in range(number)
        ]

    assert len(find("round_counts", months(10, 10, 10, 10))) == 1
    assert find("round_counts", months(10, 10, 11, 10)) == []
    assert len(find("round_counts", months(13, 13, 13, 13))) == 1
    assert find("round_counts", months(9, 9, 9, 9)) == []
    assert find("round_counts", months(10, 20, 10, 20)) == []
    assert len(find("round_counts", months(9, 9, 9, 9, 9))) == 1, "few a month, but for long"
    assert find("round_counts", months(4, 4, 4, 4, 4)) == []
    (within,) = find("round_counts", months(7, 12, 12, 12, 12))
    assert len(within.shown) == 48


def test_a_silent_organ_and_one_without_officers() -> None:
    quiet = OrganYear("lq", 3, date(2026, 1, 1), date(2026, 2, 1), (), ())
    assert len(find("silent", [quiet])) == 1
    assert find("silent", [replace(quiet, last_on=date(2026, 3, 2))]) == []
    assert find("silent", [replace(quiet, officers=1)]) == []
    assert find("silent", [replace(quiet, last_on=None, since=date(2026, 5, 1))]) == []


def deeds(count: int, **more: Any) -> list[Deed]:
    return [replace(FINE, case=f"{more.get('organ', 'lq')}{n}", **more) for n in range(count)]


def test_a_fine_many_times_or_a_part_of_those_of_like_cases_is_out_of_line() -> None:
    least, times = asked("out_of_line")["least"], asked("out_of_line")["times"]
    like = deeds(least - 1)
    for fine in (times * FINE.fine, FINE.fine // times):
        (found,) = find("out_of_line", [*like, replace(FINE, case="odd", fine=fine)])
        assert [one.case for one in found.shown] == ["odd"]
    assert find("out_of_line", [*like, replace(FINE, case="odd", fine=times * FINE.fine - 1)]) == []
    assert find("out_of_line", [*like[1:], replace(FINE, case="odd", fine=times * FINE.fine)]) == [], (
        "too few are alike"
    )
    assert find("out_of_line", [*like, replace(FINE, case="odd", tier="从重", fine=times * FINE.fine)]) == []


def test_one_kind_of_party_alone_is_selective_only_where_others_see_several() -> None:
    least, share = asked("selective")["least"], asked("selective")["share"]
    own = deeds(least)
    firms = deeds(least * 2, organ="yz", party_kind="法人")
    assert [found.organ for found in find("selective", [*own, *firms[:least], *deeds(1, organ="yz")])] == ["lq"]
    assert find("selective", [*own[1:], *firms]) == [], "too few of its own"
    mixed = [*own, replace(own[0], case="other", party_kind="法人"), *firms]
    assert "lq" not in [found.organ for found in find("selective", mixed)], "its own are of two"
    others = [*deeds(share + 1, organ="sl"), *deeds(99 - share, organ="sl", party_kind="法人")]
    assert find("selective", [*own, *others]) == [], "others fine this kind as well"


def test_most_of_the_money_from_firms_seated_elsewhere_is_found() -> None:
    least, share, home = (asked("strangers_money")[name] for name in ("least", "share", "home"))
    away = deeds(least, seat="成都市人民路")
    assert len(find("strangers_money", away)) == 1
    assert find("strangers_money", away[1:]) == [], "too few, whatever their part"
    rest = FINE.fine * least * (100 - share) // share
    assert len(find("strangers_money", [*away, *deeds(1, organ="lq", seat=home[0], fine=rest)])) == 1
    assert find("strangers_money", [*away, *deeds(1, organ="lq", seat=home[0], fine=rest + FINE.fine)]) == []
    assert find("strangers_money", deeds(least, seat="")) == [], "whose seat nobody knows"


def test_sums_many_times_those_of_a_year_before_are_found() -> None:
    least, times = asked("rises")["least_fen"], asked("rises")["times"]
    now, then = replace(FINE, day=DAY, fine=least), replace(FINE, case="c0", day=DAY - timedelta(days=365))
    assert len(find("rises", [now, replace(then, fine=least // times)])) == 1
    assert find("rises", [now, replace(then, fine=least // times + 1)]) == []
    assert find("rises", [replace(now, fine=least - 1), replace(then, fine=1)]) == []
    assert find("rises", [now]) == [], "a first year has nothing to be compared with"


def visits(count: int, **more: Any) -> list[Visit]:
    return [replace(SEEN, case=f"{more.get('organ', 'lq')}{n}", **more) for n in range(count)]


def test_an_organ_that_enters_its_work_late_is_found_by_number_and_part() -> None:
    least, share, wait = (asked("late_entry")[name] for name in ("least", "share", "days"))
    late = visits(least, entered_on=SEEN.day + timedelta(days=wait + 1))
    assert len(find("late_entry", late)) == 1
    assert find("late_entry", late[1:]) == []
    assert find("late_entry", visits(least, entered_on=SEEN.day + timedelta(days=wait))) == []
    in_time = [replace(one, case=f"t{n}") for n, one in enumerate(visits(least * 100 // share - least + 1))]
    assert find("late_entry", [*late, *in_time]) == [], "a small part of much"


def test_inspections_beside_the_plan_are_found_by_number_and_part() -> None:
    least, share = asked("outside_plan")["least"], asked("outside_plan")["share"]
    beside = visits(least, plan_item="")
    planned = [replace(SEEN, case=f"p{n}") for n in range(least * 100 // share - least + 1)]
    assert len(find("outside_plan", beside)) == 1
    assert find("outside_plan", beside[1:]) == []
    assert find("outside_plan", [*beside, *planned]) == []
    assert find("outside_plan", visits(least, plan_item="", daily=False)) == []


def test_an_enterprise_visited_by_many_organs_within_days_is_found_unless_they_came_together() -> None:
    least, span = asked("many_organs")["least"], asked("many_organs")["days"]
    came = [replace(SEEN, case=f"c{n}", organ=f"o{n}", day=SEEN.day + timedelta(days=n)) for n in range(least)]
    assert len(find("many_organs", came)) == 1
    assert find("many_organs", came[1:]) == []
    assert find("many_organs", [*came[:-1], replace(came[-1], day=SEEN.day + timedelta(days=span + 1))]) == []
    assert find("many_organs", [*came[:-1], replace(came[-1], assisted=True)]) == []
    assert find("many_organs", [replace(one, enterprise=False) for one in came]) == []
    assert find("many_organs", [replace(one, daily=False) for one in came]) == []


def test_powers_nobody_took_up_are_found_by_their_part_of_the_list() -> None:
    share = asked("unused")["share"]
    matters = tuple(f"事项{n}" for n in range(100))
    idle = OrganYear("lq", 3, date(2026, 1, 1), date(2026, 6, 1), matters, matters[:share])
    assert len(find("unused", [idle])) == 1
    assert find("unused", [replace(idle, unused=matters[: share - 1])]) == []
    assert find("unused", [replace(idle, matters=(), unused=())]) == [], "an organ without a list"


def test_every_reader_is_used_by_a_rule_and_finds_nothing_in_nothing() -> None:
    used = {alert.reader for alert in alerts(rulebook().as_of(DAY)).readers()}
    assert used == set(READERS)
    assert all(find(reader, []) == [] for reader in READERS)
