"""Faults no single case shows, and organs as a whole, as another hand would plant them: from lists and from cases."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from bench.supervision.second.courses import Course
from bench.supervision.second.courses import course as c
from bench.supervision.second.lists import Rows
from bench.supervision.second.places import Place

INSPECTION, SIMPLE, ORDINARY = "inspection-main", "penalty-simple-main", "penalty-ordinary-main"
FARM = "crop.pesticide_use"
PERSON = "11010519491231002X"
FIRM = "91500112MA5U00000E"
WORKSHOP = "厂区东侧堆放砂石约十二立方米，未覆盖防尘网，冲洗槽无水，现场负责人称设备当日检修，已当场拍照四张"


@dataclass(slots=True)
class Planting:
    """Where one fault is planted: its key, an organ of its own, the rows of its lists, its cases."""

    key: str
    place: Place
    others: Sequence[Place]
    rows: Callable[[Place], Rows]
    cases: list[tuple[Place, Course, str]] = field(default_factory=list)
    """Organ, case, manner."""

    def case(self, found: Course, place: Place | None = None, manner: str = "live") -> None:
        self.cases.append((place or self.place, found, manner))

    def row(self, day: date, name: str, place: Place | None = None, **more: object) -> None:
        self.rows(place or self.place).add(self.key, day, name, **more)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Many:
    code: str
    title: str
    expected: tuple[str, ...]
    also: tuple[str, ...]
    plants: tuple[Callable[[Planting], None], ...]
    whole: bool = False
    """How the organ goes on as a whole."""


def days(first: date, number: int, step: int) -> Iterator[date]:
    return (first + timedelta(days=step * place) for place in range(number))


def simple(day: date, name: str, **more: object) -> Course:
    found = c(SIMPLE).on(day).party(name=name)
    return found.told("tell", matter__code="city.litter", conduct__corrected=True, case__happened_on=str(day), **more)


def inspected(day: date, name: str, clock: str = "09:00", **conduct: object) -> Course:
    """A daily inspection of a firm, its visit on the day after next."""
    found = c(INSPECTION).on(day).party(name=name, credit_code=None, enterprise=True)
    visit = day + timedelta(days=2)
    found = found.at("conduct", f"{visit}T{clock}")
    hour, _, minute = clock.partition(":")
    for step, later in (("record", 1), ("result", 2), ("feedback", 3)):
        found = found.at(step, f"{visit}T{int(hour) + later:02d}:{minute}")
    return found.told("conduct", **conduct) if conduct else found


def _twice_two_lists(p: Planting) -> None:
    day = date(2025, 4, 9)
    p.row(day, "罗示例成", 公民身份号码=PERSON)
    p.row(day + timedelta(days=5), "罗示例成", p.others[0], 公民身份号码=PERSON, 违法日期=str(day))


def _twice_number_left_out(p: Planting) -> None:
    day = date(2025, 4, 9)
    p.row(day, "秦示例川", 公民身份号码=PERSON)
    p.row(day + timedelta(days=3), "秦示例川", 违法日期=str(day))


def _twice_case_and_list(p: Planting) -> None:
    day = date(2025, 6, 11)
    p.case(simple(day, "田示例野"))
    p.row(
        day + timedelta(days=9),
        "田示例野",
        违法日期=str(day),
        事项代码="city.litter",
        违法行为类型="乱扔垃圾",
        违法事实="乱扔垃圾",
        **{"罚款金额（元）": "60"},
    )


def _twice_two_matters(p: Planting) -> None:
    """One stall on one pavement, fined as a stall by one office and as litter by the next."""
    day = date(2025, 7, 16)
    p.row(day, "沈示例河", 公民身份号码=PERSON, 违法事实="在滨江路十二号门前摆摊占道经营")
    p.row(
        day,
        "沈示例河",
        p.others[0],
        公民身份号码=PERSON,
        违法事实="在滨江路十二号门前摆摊占道经营",
        事项代码="city.stall.shopfront",
    )


def _split_one_day(p: Planting) -> None:
    for _ in range(3):
        p.row(date(2025, 5, 14), "阮示例店", kind="个体工商户", fine=180)


def _split_two(p: Planting) -> None:
    for _ in range(2):
        p.row(date(2025, 5, 21), "易示例铺", kind="个体工商户", fine=190)


def _split_days(p: Planting) -> None:
    for day in days(date(2025, 8, 11), 4, 1):
        p.row(day, "尤示例摊", fine=150)


def _split_hearing(p: Planting) -> None:
    """Two fines just below what a hearing is due for, for one act."""
    for day in days(date(2025, 9, 3), 3, 1):
        p.row(
            day,
            "重庆示例石材有限公司",
            kind="法人及非法人组织",
            fine=48000,
            事项代码=FARM,
            统一社会信用代码=FIRM,
            程序="普通程序",
            违法日期=str(day - timedelta(days=20)),
            立案日期=str(day - timedelta(days=18)),
        )


def _only_fined(p: Planting) -> None:
    for day in days(date(2025, 2, 12), 5, 45):
        p.case(simple(day, "贾示例重").told("tell", conduct__corrected=None))


def _only_fined_firm(p: Planting) -> None:
    for number, day in enumerate(days(date(2025, 1, 13), 4, 49)):
        found = (
            c(ORDINARY).on(day).later("decision", 12).party(name="重庆示例建材有限公司", kind="法人", credit_code=FIRM)
        )
        p.case(
            found.told("investigation_report", conduct__corrected=None).told(
                "filing_request", case__happened_on=str(day - timedelta(days=number + 1))
            )
        )


def _out_of_line(p: Planting) -> None:
    for number, day in enumerate(days(date(2025, 3, 3), 14, 7)):
        fine = "200" if number == 13 else "30"
        p.case(
            simple(day, f"均示例{number}")
            .told("tell", notice__fine=fine)
            .told("decision", decision__fine=fine)
            .told("collect_on_spot", payment__amount=fine),
            p.others[number % 3],
        )


def _selective(p: Planting) -> None:
    for number, day in enumerate(days(date(2025, 1, 15), 15, 18)):
        p.row(
            day,
            f"择示例{number}",
            kind="个体工商户",
            事项代码="city.pet",
            违法行为类型="违规养犬",
            违法事实="携犬出户未束犬链",
        )
        p.rows(p.others[number % 4]).add(
            f"clean/pet{p.place.code}{number}",
            day,
            f"犬示例{number}",
            事项代码="city.pet",
            违法行为类型="违规养犬",
            违法事实="携犬出户未束犬链",
        )


def _strangers(p: Planting) -> None:
    for number, day in enumerate(days(date(2025, 1, 13), 7, 21)):
        found = (
            c(ORDINARY)
            .on(day)
            .later("decision", 12)
            .party(name=f"沪示例{number}号贸易有限公司", kind="法人", address="上海市某路 9 号")
        )
        p.case(found.told("filing_request", case__happened_on=str(day - timedelta(days=2))))


def _far_away(place: str) -> Callable[[Planting], None]:
    def plant(p: Planting) -> None:
        p.case(
            c(ORDINARY)
            .on(date(2025, 3, 10))
            .party(name=f"远示例{place[:3]}")
            .told("inspect_scene", evidence__scene_place=place)
        )

    return plant


def _rises(p: Planting) -> None:
    for day in days(date(2024, 4, 8), 5, 14):
        p.row(
            day,
            f"升示例{day:%m%d}",
            kind="法人及非法人组织",
            fine=6000,
            事项代码=FARM,
            程序="普通程序",
            违法日期=str(day - timedelta(days=21)),
            立案日期=str(day - timedelta(days=20)),
        )
    for day in days(date(2025, 4, 7), 12, 6):
        p.row(
            day,
            f"升示例甲{day:%m%d}",
            kind="法人及非法人组织",
            fine=22000,
            事项代码=FARM,
            程序="普通程序",
            违法日期=str(day - timedelta(days=21)),
            立案日期=str(day - timedelta(days=20)),
        )


def _month_end(p: Planting) -> None:
    for month in (3, 4, 5):
        last = date(2025, month + 1, 1) - timedelta(days=1)
        for number in range(14):
            p.row(last - timedelta(days=number % 3), f"末示例{month}{number}")


def _same_round(p: Planting) -> None:
    for month in (5, 6, 7, 8, 9):
        for number in range(10):
            p.row(date(2025, month, 2 + 2 * number), f"整示例{month}{number}")


def _same_count(p: Planting) -> None:
    for month in (3, 4, 5, 6, 7):
        for number in range(13):
            p.row(date(2025, month, 1 + 2 * number), f"齐示例{month}{number}")


def _two_places(p: Planting) -> None:
    p.case(inspected(date(2025, 5, 12), "东示例厂", "09:00", inspection__place="东郊一号厂房"))
    p.case(inspected(date(2025, 5, 12), "西示例厂", "09:04", inspection__place="西郊九号仓库"))


def _crowded(p: Planting) -> None:
    for number in range(15):
        p.case(
            inspected(
                date(2025, 9, 8),
                f"挤示例{number}厂",
                f"{8 + number // 2:02d}:{30 * (number % 2):02d}",
                inspection__place=f"工业园 {number} 号",
            )
        )


def _doubled(p: Planting) -> None:
    """One inspection, entered three times under other numbers."""
    for number in range(3):
        p.case(inspected(date(2025, 5, 19), "重示例厂", f"09:{20 * number:02d}", inspection__place="工业园 77 号"))


def _copies(p: Planting) -> None:
    for number, day in enumerate(days(date(2025, 5, 5), 5, 7)):
        p.case(inspected(day, f"抄示例{number}厂").told("record", inspection__findings=WORKSHOP))


def _copies_scene(p: Planting) -> None:
    for number, day in enumerate(days(date(2025, 3, 3), 4, 14)):
        p.case(
            c(ORDINARY)
            .on(day)
            .party(name=f"摹示例{number}")
            .told("inspect_scene", evidence__scene_record=WORKSHOP)
            .told("filing_request", case__happened_on=str(day - timedelta(days=2)))
        )


def _late_entry(p: Planting) -> None:
    for number, day in enumerate(days(date(2025, 4, 7), 8, 7)):
        p.case(simple(day, f"迟示例{number}"), manner="late")


def _no_plan(p: Planting) -> None:
    for number, day in enumerate(days(date(2025, 1, 13), 12, 7)):
        p.case(inspected(day, f"外示例{number}号"))


def _too_often(p: Planting) -> None:
    for day in days(date(2025, 2, 10), 4, 35):
        p.case(inspected(day, "频示例食品厂"))


def _many_organs(p: Planting) -> None:
    for number, day in enumerate(days(date(2025, 6, 9), 5, 4)):
        p.case(inspected(day, "众示例机械厂"), p.others[number])


def _nothing(p: Planting) -> None:
    return None


TIMES = (
    "time.publication", "time.closing", "time.other", "order", "inspection.cap", "inspection.unplanned",
    "correction.none", "unclear", "missing",
)  # fmt: skip
SAME = ("pattern.twice", "pattern.split", "pattern.instead_of_order", "pattern.month_end", "pattern.round_counts",
        "pattern.crowded", "pattern.two_places", "pattern.over_frequency", "pattern.outside_plan", "pattern.doubled",
        "pattern.late_entry", "pattern.rises", "pattern.strangers_money", "pattern.silent")  # fmt: skip


def _many(code: str, title: str, expected: str, *plants: Callable[[Planting], None], whole: bool = False) -> Many:
    return Many(
        code,
        title,
        tuple(expected.split()),
        (*TIMES, *SAME, "entered.late", "amount.benchmark", "money.on_spot"),
        plants,
        whole,
    )


KINDS = (
    _many(
        "twice",
        "一事两罚",
        "pattern.twice",
        _twice_two_lists,
        _twice_number_left_out,
        _twice_case_and_list,
        _twice_two_matters,
    ),
    _many("split", "拆成几件", "pattern.split", _split_one_day, _split_two, _split_days, _split_hearing),
    _many("only_fined", "只罚不管", "pattern.instead_of_order", _only_fined, _only_fined_firm),
    _many("out_of_line", "同案不同罚", "pattern.out_of_line", _out_of_line),
    _many("selective", "只罚个体户", "pattern.selective", _selective),
    _many("strangers", "专罚外地企业", "pattern.strangers_money", _strangers),
    _many(
        "far_away",
        "到外地执法",
        "pattern.elsewhere",
        _far_away("成都市武侯区某市场"),
        _far_away("重庆市万州区高笋塘"),
        _far_away("浙江省义乌市某仓库"),
    ),
    _many("rises", "罚没成倍增长", "pattern.rises", _rises),
    _many("month_end", "月底扎堆", "pattern.month_end", _month_end),
    _many("quota", "月月同数", "pattern.round_counts", _same_round, _same_count),
    _many("two_places", "分身", "pattern.two_places", _two_places),
    _many("crowded", "一天十五家", "pattern.crowded", _crowded),
    _many("doubled", "一次检查登记三次", "pattern.doubled", _doubled),
    _many("copies", "照抄", "pattern.copies", _copies, _copies_scene),
    _many("late_entry", "大多补录", "pattern.late_entry", _late_entry),
    _many("no_plan", "计划外日常检查", "pattern.outside_plan", _no_plan),
    _many("too_often", "一年四查", "pattern.over_frequency", _too_often),
    _many("many_organs", "五个机关轮番检查", "pattern.many_organs", _many_organs),
    _many("silent", "停了半年", "pattern.silent", _nothing, _nothing, whole=True),
    _many("unused", "清单事项从未行使", "pattern.unused", _nothing, whole=True),
)
