"""The faults of many cases and of organs once more, otherwise: other matters, other months, other ways to enter."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from bench.supervision.second.courses import course as c
from bench.supervision.second.many import ORDINARY, Planting, days, inspected, simple

Plant = Callable[[Planting], None]


def _fined(day: date, name: str, fine: str) -> object:
    return (
        simple(day, name)
        .told("tell", notice__fine=fine)
        .told("decision", decision__fine=fine)
        .told("collect_on_spot", payment__amount=fine)
    )


def _out_of_line(fine: str) -> Plant:
    """One sum that is like none of the others for the same thing."""

    def plant(p: Planting) -> None:
        p.case(_fined(date(2025, 6, 16), f"异示例{fine}", fine))  # type: ignore[arg-type]

    return plant


def _one_kind(matter: str, conduct: str, own: str, others: str) -> Plant:
    """A matter that is enforced here against one kind of party, and elsewhere against others."""

    def plant(p: Planting) -> None:
        for number, day in enumerate(days(date(2025, 2, 3), 14, 17)):
            said = {"事项代码": matter, "违法行为类型": conduct, "违法事实": conduct}
            p.row(day, f"单示例{matter}{number}", kind=own, **said)
            key = f"clean/{matter}{p.place.code}{number}"
            p.rows(p.others[number % 4]).add(key, day, f"众示例{matter}{number}", kind=others, **said)

    return plant


def _strangers(p: Planting) -> None:
    for number, day in enumerate(days(date(2025, 2, 17), 8, 14)):
        found = c(ORDINARY).on(day).later("decision", 12)
        found = found.party(name=f"川示例{number}号物流有限公司", kind="法人", address="四川省某市某路 2 号")
        p.case(found.told("filing_request", case__happened_on=str(day - timedelta(days=1))), manner="paper")


def _rises(before: int, now: int, month: int) -> Plant:
    """Some months bring many times what the same months of the year before brought."""

    def plant(p: Planting) -> None:
        for year, fine, many in ((2024, before, 4), (2025, now, 14)):
            for day in days(date(year, month, 2), many, 5):
                p.row(
                    day,
                    f"涨示例{day:%Y%m%d}",
                    kind="法人及非法人组织",
                    fine=fine,
                    事项代码="crop.pesticide_use",
                    程序="普通程序",
                    违法日期=str(day - timedelta(days=16)),
                    立案日期=str(day - timedelta(days=15)),
                )

    return plant


def _month_end(p: Planting) -> None:
    for month in (8, 9, 10, 11):
        last = date(2025, month + 1, 1) - timedelta(days=1)
        for number in range(11):
            p.row(last - timedelta(days=number % 2), f"尾示例{month}{number}")


def _two_places(p: Planting) -> None:
    """A fine in one street, an inspection at the other end of the town six minutes later."""
    day = date(2025, 5, 14)
    p.case(simple(day, "南示例街"))
    p.case(inspected(day - timedelta(days=2), "北示例厂", "09:06", inspection__place="北郊五号厂房"))


def _crowded(p: Planting) -> None:
    for number in range(14):
        day = date(2025, 10, 14)
        found = simple(day, f"赶示例{number}")
        clock = f"{8 + number // 2:02d}"
        half = 30 * (number % 2)
        for step, later in (("show_certificates", 0), ("tell", 5), ("hear", 8), ("decision", 12), ("delivery", 15),
                            ("collect_on_spot", 16)):  # fmt: skip
            found = found.at(step, f"{day}T{clock}:{half + later:02d}")
        p.case(found.told("show_certificates", simple__place=f"滨江路 {number} 号"))


def _doubled(day: date, times: int) -> Plant:
    def plant(p: Planting) -> None:
        for hour in range(9, 9 + times):
            p.case(inspected(day, "叠示例厂", f"{hour:02d}:00", inspection__place="工业园 5 号"), manner="paper")

    return plant


def _late_inspections(p: Planting) -> None:
    for number, day in enumerate(days(date(2025, 3, 3), 7, 7)):
        p.case(inspected(day, f"补示例{number}厂"), manner="late")


def _no_plan(p: Planting) -> None:
    for number, day in enumerate(days(date(2025, 3, 3), 11, 7)):
        p.case(inspected(day, f"散示例{number}号").told("plan", inspection__enterprise=False), manner="paper")


def _too_often(p: Planting) -> None:
    for day in days(date(2025, 3, 17), 3, 42):
        p.case(inspected(day, "复示例化工厂"), manner="paper")


def _many_organs(first: date, step: int) -> Plant:
    def plant(p: Planting) -> None:
        for number, day in enumerate(days(first, 5, step)):
            p.case(inspected(day, f"轮示例{first:%m}厂"), p.others[number])

    return plant


def _nothing(p: Planting) -> None:
    return None


def _twice_spot_and_filed(p: Planting) -> None:
    """Fined on the spot, where nobody wrote down the day of the act, and again for that day after it was filed."""
    day = date(2025, 5, 15)
    p.row(day, "双示例当场", 违法日期="")
    p.row(
        day + timedelta(days=20),
        "双示例当场",
        程序="普通程序",
        违法日期=str(day),
        立案日期=str(day + timedelta(days=1)),
    )


def _six_a_month(p: Planting) -> None:
    for month in (3, 4, 5, 6, 7, 8, 9):
        for number in range(6):
            p.row(date(2025, month, 3 + 4 * number), f"六示例{month}{number}")


AGAIN: Mapping[str, tuple[Plant, ...]] = {
    "twice": (_twice_spot_and_filed,),
    "quota": (_six_a_month,),
    "out_of_line": (_out_of_line("150"), _out_of_line("120")),
    "selective": (
        _one_kind("city.sewage", "向街面倾倒污水", "个体工商户", "自然人"),
        _one_kind("city.hanging", "沿街晾晒吊挂", "自然人", "个体工商户"),
    ),
    "strangers": (_strangers,),
    "rises": (_rises(5500, 9000, 5), _rises(6000, 12000, 9)),
    "month_end": (_month_end,),
    "two_places": (_two_places,),
    "crowded": (_crowded,),
    "doubled": (_doubled(date(2025, 4, 14), 3), _doubled(date(2025, 6, 16), 4)),
    "late_entry": (_late_inspections,),
    "no_plan": (_no_plan,),
    "too_often": (_too_often,),
    "many_organs": (_many_organs(date(2025, 7, 7), 5), _many_organs(date(2025, 5, 19), 2)),
    "unused": (_nothing, _nothing),
}
"""Further plants by the code of their kind."""
