"""The cockpit of supervision in its states: a full district, one organ, nothing wrong, on a wall."""

from __future__ import annotations

from datetime import date

from zhifa.web import viewmodels as vm
from zhifa.web.charts import Monthly, by_month
from zhifa.web.gallery.marks import LONG_NAME

GROUPS = ("时限", "审核", "资格", "告知", "公示", "财物", "裁量", "次序", "送达", "执行", "检查", "统计")
MONTHS = [date(2023, 7 + n, 1) if n < 6 else date(2024, n - 5, 1) for n in range(12)]


def _tile(label: str, text: str, unit: str, *, level: vm.Level = "none", word: str = "", note: str = "") -> vm.Tile:
    href = "#" if text != "0" else ""
    return vm.Tile(label=label, figure=vm.Figure(text=text, href=href), unit=unit, level=level, word=word, note=note)


def _heat(organs: int) -> vm.Heat:
    def row(number: int) -> vm.HeatRow:
        numbers = [max(0, (number * 7 + place * 5) % 13 - 7 - number // 9) for place in range(len(GROUPS))]
        cells = [*((number * 3) % 5, (number * 5) % 7), *numbers, sum(numbers)]
        return vm.HeatRow(
            label=LONG_NAME if number == 3 else f"示例镇{number + 1}",
            href="#",
            cells=tuple(
                vm.HeatCell(figure=vm.Figure(text=f"{n:,}", href="#"), warmth=min(n, 4) if 1 < place < 14 else 0)
                for place, n in enumerate(cells)
            ),
        )

    return vm.Heat(
        title="问题集中在哪里",
        columns=("超期", "七天内", *GROUPS, "合计"),
        rows=tuple(map(row, range(organs))),
        note="另有 9 个单位没有超期、没有临期、没有须改正或者须说明的问题。" if organs else "",
    )


def _charts(much: bool) -> tuple[vm.Chart, ...]:
    links = ["#"] * 12
    begun = [n * 5 % 17 if much else 0 for n in range(12)]
    shares = [89 - n if much else None for n in begun]
    return (
        by_month("新出现与已改正的问题", "项", MONTHS,
                 [Monthly("新出现", begun, links), Monthly("已改正", [n // 2 for n in begun], links, "second")]),
        by_month("改后复发", "项", MONTHS, [Monthly("复发", [n // 5 for n in begun], links)]),
        by_month("执法人员活跃度", "%", MONTHS, [Monthly("活跃", shares, links)], most=100),
    )  # fmt: skip


def cockpit(state: str = "full") -> vm.Cockpit:
    """A district; `empty` where nothing is wrong."""
    much = state == "full"
    back = vm.Line(
        text=f"法制审核缺失（{LONG_NAME}）",
        sub="渝示案〔2024〕12号 2024-06-03 又出现，上一次 2024-05-02 改正",
        href="#",
    )
    return vm.Cockpit(
        title="示例区执法监督",
        lead="58 个单位，截至 2024-06-12 周三",
        tiles=_tiles_full() if much else _tiles_empty(),
        heat=_heat(24 if much else 0),
        charts=_charts(much),
        again=(back,) if much else (),
        actions=(vm.Action(label="大屏", href="/gallery/wall/"),),
        explains=(("执法人员活跃", "当月至少参加过一次须由持证人员实施的步骤。"),),
    )


def _tiles_full() -> tuple[vm.Tile, ...]:
    return (
        _tile("现已超期", "37", "项", level="red", word="超期"),
        _tile("七天内到期", "128", "项"),
        _tile("须改正的问题", "94", "项", level="red", word="红色"),
        _tile("须说明的问题", "61", "项", level="yellow", word="黄色"),
        _tile("改后复发", "6", "项"),
        _tile("在办案件", "2,071", "件"),
        _tile("本月执法人员活跃", "89", "%", note="1,424 / 1,600 人"),
    )


def _tiles_empty() -> tuple[vm.Tile, ...]:
    names = ("现已超期", "七天内到期", "须改正的问题", "须说明的问题", "改后复发")
    return (*(_tile(name, "0", "项") for name in names), _tile("本月执法人员活跃", "—", ""))


def wall() -> vm.Wall:
    return vm.Wall(cockpit=cockpit(), now="2024-06-12 周三")
