"""Lawful cases of the second hand: the courses lawyers wrote, both live and from paper, and lawful to a hair."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, timedelta
from pathlib import Path

from bench.supervision.second.courses import Course
from bench.supervision.second.courses import course as c
from bench.supervision.second.lists import Rows

COURSES = Path(__file__).with_name("lawful.txt").read_text(encoding="utf-8").split()
"""Scenarios that are lawful from their first step to their last, with the exceptions the law knows."""


def edges() -> Iterator[tuple[str, Course]]:
    """Within the law by an hour, a day, a yuan, or by an exception."""
    building = c("building-village-finished")
    yield "until_night", building.at("execute", "2024-10-14T21:30").at("complete", "2024-10-15T10:00")
    yield (
        "on_a_saturday",
        building.at("execute", "2024-10-19T09:00")
        .at("complete", "2024-10-20T10:00")
        .at("close", "2024-10-21")
        .at("redact", "2024-10-22T09:00")
        .at("publish", "2024-10-22T10:00"),
    )
    yield "eight_hours", c("summons-main").at("leave", "2026-03-17T16:49")
    yield "released_to_the_day", c("detention-main").at("release", "2026-04-06T14:40")
    yield "preserved_seven_days", c("penalty-preservation-disposed").at("preserve_dispose", "2024-03-15T17:30")
    yield (
        "seized_to_the_end",
        c("seal-main")
        .at("lift", "2024-04-02")
        .at("return_goods", "2024-04-02")
        .at("close", "2024-04-02")
        .at("entrust_keeping", "2024-03-06"),
    )
    ordinary = c("penalty-ordinary-main")
    yield "delivered_on_the_seventh", ordinary.at("delivery", "2024-03-29")
    yield "published_on_the_seventh", ordinary.at("redact", "2024-04-02T09:00").at("publish", "2024-04-02T17:00")
    yield (
        "decided_on_the_ninetieth",
        ordinary.later("decision", 73)
        .without("closing_request", "closing", "archive", "redact", "publish")
        .looked("2024-06-03"),
    )
    yield (
        "fined_less_than_told",
        ordinary.told("decision", decision__fine="400").told("payment", payment__amount="400", payment__total="400"),
    )
    yield "waived_and_hasty", c("penalty-unpaid-court")
    simple = c("penalty-simple-main")
    yield (
        "fined_to_the_limit",
        simple.told("tell", matter__code="city.litter", notice__fine="50", conduct__corrected=True),
    )
    yield "handed_in_on_the_second", simple.at("hand_in", "2024-05-08").at("bank_in", "2024-05-09")
    yield (
        "inspected_after_complaint",
        c("inspection-main").told("plan", inspection__kind="个案检查", inspection__task_source="投诉举报"),
    )
    yield "helped_elsewhere", ordinary.told("inspect_scene", evidence__scene_place="渝北区与长寿区交界的洛碛镇桂湾村")


def fillers(rows: Rows, number: int, *, without: Collection[int] = ()) -> None:
    """What an organ does all along, but in some months of 2025: a fine every seven weeks, each to somebody else."""
    day = date(2024, 9, 2) + timedelta(days=number % 9)
    place = 0
    while day < date(2026, 1, 1):
        if day.year != 2025 or day.month not in without:
            rows.add(
                f"clean/list/{rows.place.code}/{place}",
                day,
                f"平示例{rows.place.code}{place}",
                kind=("自然人", "个体工商户")[(number + place) % 2],
                fine=50 + 10 * ((number + place) % 6),
            )
        day += timedelta(days=43 + (number * 7 + place * 5) % 17)
        place += 1
