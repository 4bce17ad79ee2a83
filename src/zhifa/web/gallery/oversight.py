"""The cockpit of supervision in its states: a full district, one organ, nothing wrong, on a wall."""

from __future__ import annotations

from datetime import date

from zhifa.web import viewmodels as vm
from zhifa.web.charts import Monthly, by_month
from zhifa.web.gallery.marks import LONG_NAME, STREET_26, due

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
    if state == "organ":
        return vm.Cockpit(
            title=f"{LONG_NAME}执法监督",
            lead="截至 2024-06-12 周三",
            tiles=_tiles_full(),
            heat=_heat(1),
            charts=_charts(much=True),
            again=(),
            tables=(_urgent(),),
            up=(vm.Filter(label="全部单位", href="#"),),
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


def _urgent() -> vm.TableView:
    """The most pressing periods, with a party whose name is long and an article whose title is."""
    kinds = (
        ("要办的事", "main"),
        ("案号", "short"),
        ("当事人", "text"),
        ("事项", "text"),
        ("单位", "short"),
        ("期限", "due"),
    )
    rows = tuple(
        vm.Row(
            href="#",
            cells=(
                vm.Cell(text="报告整改情况"), vm.Cell(text="渝洛碛案〔2024〕973号"),
                vm.Cell(text=LONG_NAME if n else "余虚拟"),
                vm.Cell(text="行政处罚程序和期限的重点监督", law=STREET_26), vm.Cell(text=LONG_NAME),
                vm.Cell(due=due(-15 if n else 30)),
            ),
        )
        for n in range(2)
    )  # fmt: skip
    columns = tuple(vm.Column(label=label, kind=kind) for label, kind in kinds)  # type: ignore[arg-type]
    return vm.TableView(caption="最急的期限", name="urgent", columns=columns, rows=rows, empty=vm.Empty(what="没有"))


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


def digest(state: str = "month") -> vm.DigestPage:
    """A monthly notice of a district that was made, a daily sheet that was not, one that was refused."""
    month = state == "month"
    item = vm.DigestItem(number="渝示案〔2024〕12号", what=f"公示：{LONG_NAME}占道经营", on="2024-06-12", href="#")
    lines = ("一", "二", "三")
    organs = vm.StatTable(
        title="各单位",
        unit="件、项、人",
        columns=("新收案件", "作出决定", "办结案件", "在办案件", "现已超期", "新出现问题", "已改正", "改后复发",
                 "期末未改正", "逾期未整改", "活跃人员"),
        rows=(
            *(vm.StatRow(label=LONG_NAME if n == 2 else f"示例镇{n}", cells=tuple(
                vm.Figure(text=f"{n * place % 7}", href="#" if n * place % 7 else "") for place in range(11)))
              for n in range(1, 20)),
            vm.StatRow(label="合计", cells=tuple(vm.Figure(text=f"{place * 40:,}") for place in range(11)), total=True),
        ),
    )  # fmt: skip
    return vm.DigestPage(
        title="关于2024年6月行政执法监督情况的通报" if month else "2024年6月12日行政执法日清",
        organ="示例区",
        state="已制发，2024-06-30" if month else "还没有制发，数字是现在的",
        kinds=tuple(vm.Filter(label=k, href="#", here=(k == "月通报") == month) for k in ("日清", "周结", "月通报")),
        choices=tuple(vm.Filter(label=f"示例镇{n}", href="#") for n in range(4)),
        before=vm.Action(label="上一期", href="#"),
        after=None,
        actions=(vm.Action(label="DOCX", href="#", download=True), vm.Action(label="制发", href="#", post=True)),
        said=(
            "22 个单位新收案件 120 件，作出决定 88 件，办结 97 件。",
            "新出现须改正、须说明的问题 14 项，已改正 9 项。",
        ),
        parts=()
        if month
        else tuple(vm.DigestPart(title=f"{n}、当天来了什么", count="3", lines=(item,) * 3, more="#") for n in lines),
        table=organs if month else None,
        groups=None,
        ends=("问题较多的单位：示例镇1超期 3 项、未改正 4 项，每百件在办案件 9 项。",) if month else (),
        mending=("逾期未整改 2 项，改后复发 1 项。",) if month else (),
        charts=cockpit().charts if month else (),
        stand="月通报依据账簿中前 12807 个事件，2024-06-30 制作。",
        earlier=(vm.Filter(label="2024年5月", href="#"),) if month else (),
        refused="2024年6月还没有结束" if state == "refused" else "",
    )
