"""Lists: cases, clues, inspections."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from zhifa.web import viewmodels as vm
from zhifa.web.gallery import fields as f
from zhifa.web.gallery.desks import STREET, SUGGESTIONS
from zhifa.web.gallery.marks import (
    AT,
    LONG_NAME,
    PENALTY_54,
    STREET_18,
    STREET_26,
    TODAY,
    act,
    due,
    law,
)

# ---- lists ----
CASE_COLUMNS = (
    vm.Column(label="案号", kind="short", sort="?sort=number"),
    vm.Column(label="当事人", kind="main"),
    vm.Column(label="事项"),
    vm.Column(label="阶段", kind="short"),
    vm.Column(label="罚款", kind="money"),
    vm.Column(label="立案", kind="date", sort="?sort=filed", order="descending"),
    vm.Column(label="最近期限", kind="due"),
)
PEOPLE = (
    "张示例",
    "李样品（示例五金店）",
    "吴举例",
    LONG_NAME,
    "郑模拟（示例建材经营部）",
    "冯试例",
    "何样张",
    "蒋虚例（个体工商户）",
)
STAGES = ("调查", "告知", "决定", "送达", "执行", "公示", "归档")
EXPORTS = (act("CSV"), act("XLSX"))
NO_CASES = vm.Empty(
    what="还没有案件",
    how="从线索立案，或把纸面上已办的案件补录进来，案件会列在这里。",
    action=act("登记线索", to=f"{AT}/clues/"),
)


def _case_row(n: int) -> vm.Row:
    filed = date(2024, 6, 11) - timedelta(days=n * 3)
    closed = STAGES[n % 7] == "归档"
    cells = (
        vm.Cell(text=f"罚立〔2024〕{2000 - n if n > 60 else 62 - n} 号"),
        vm.Cell(text=PEOPLE[n % 8]),
        vm.Cell(text=STREET if n % 3 else "在次干道两侧从事产生油烟的餐饮经营", law=STREET_26 if n % 3 else STREET_18),
        vm.Cell(text=STAGES[n % 7]),
        vm.Cell(fen=(n % 5 + 1) * 5000) if n % 7 > 1 else vm.Cell(),
        vm.Cell(on=filed),
        vm.Cell(due=vm.DueChip(level="none", word="已办结")) if closed else vm.Cell(due=due((n * 7) % 40 - 3)),
    )
    return vm.Row(href=f"{AT}/case/", cells=cells, quiet=closed)


def case_table(rows: int) -> vm.TableView:
    return vm.TableView(
        caption="案件",
        columns=CASE_COLUMNS,
        rows=tuple(_case_row(n) for n in range(rows)),
        empty=NO_CASES,
        query_href=f"{AT}/cases/",
        exports=EXPORTS if rows else (),
        filters=(
            vm.Filter(label="在办", href="#", here=True, count="37"),
            vm.Filter(label="超期", href="#", count="2"),
            vm.Filter(label="已办结", href="#", count="164"),
            vm.Filter(label="全部", href="#", count="201"),
        ),
        pager=vm.Pager(shown=f"本页 {rows} 件", first="#", previous="#", next="#") if rows >= 50 else None,
    )


def cases(rows: int) -> vm.ListPage:
    return vm.ListPage(title="案件", table=case_table(rows), actions=(act("补录已办案件", to=f"{AT}/batch/"),))


def cases_matching(word: str) -> vm.ListPage:
    table = case_table(50)
    found = tuple(row for row in table.rows if any(word in cell.text for cell in row.cells))
    return replace(cases(50), table=replace(table, rows=found, query=word, pager=None))


def cases_loading() -> vm.ListPage:
    return replace(cases(0), table=replace(case_table(0), loading=f"{AT}/cases/"))


def cases_filtered() -> vm.ListPage:
    none = vm.Empty(
        what="没有符合“占道 2019”的案件", how="换一个词，或看全部案件。", action=act("看全部", to=f"{AT}/cases/")
    )
    return replace(cases(0), table=replace(case_table(0), query="占道 2019", empty=none))


def cases_error() -> vm.ListPage:
    return replace(cases(0), table=replace(case_table(0), error="列表没有取到，案件本身没有受影响。"))


# ---- clues, inspections ----
CLUE_FORM = vm.StepForm(
    code="clue",
    title="登记线索",
    verb="登记",
    action="#",
    law=PENALTY_54,
    draft=f"{AT}/draft/",
    drafted="10:32",
    fields=(
        f.SEEN,
        vm.FieldView(name="clue.at", label="发现时间", kind="moment", value="2024-06-12 09:20"),
        vm.FieldView(
            name="clue.source",
            label="来源",
            kind="choice",
            options=tuple(
                vm.Option(value=o, label=o, selected=o == "巡查") for o in ("巡查", "投诉", "移送", "检查发现")
            ),
        ),
        vm.FieldView(name="clue.place", label="地点", kind="text", placeholder="镇中路 18 号门前"),
        vm.FieldView(name="party.name", label="当事人", kind="text", required=False, personal=True),
        f.SCAN,
    ),
)
NO_CLUES = vm.Empty(what="还没有线索", how="用上面的表登记第一条；投诉、巡查、检查发现的都从这里进来。")


def clues(rows: int, *, typed: bool = False) -> vm.ClueDesk:
    columns = (
        vm.Column(label="线索", kind="main"),
        vm.Column(label="来源"),
        vm.Column(label="登记", kind="date"),
        vm.Column(label="承办"),
        vm.Column(label="状态", kind="short"),
        vm.Column(label="立案期限", kind="due"),
    )
    states = ("待核查", "已立案", "不予立案", "已移送")
    listed = tuple(
        vm.Row(
            href=f"{AT}/case/",
            quiet=n % 4 > 1,
            cells=(
                vm.Cell(
                    text=("镇中路 18 号门前桌椅占道", "新街农贸市场外摆卖蔬菜", "青沙路工地渣土外溢")[n % 3],
                    sub=PEOPLE[n % 8],
                ),
                vm.Cell(text=("巡查", "投诉", "移送")[n % 3]),
                vm.Cell(on=TODAY - timedelta(days=n)),
                vm.Cell(text="李样本"),
                vm.Cell(text=states[n % 4]),
                vm.Cell(due=due(5 - n)) if n % 4 == 0 else vm.Cell(due=vm.DueChip(level="none", word="已办结")),
            ),
        )
        for n in range(rows)
    )
    table = vm.TableView(
        caption="线索", columns=columns, rows=listed, empty=NO_CLUES, query_href=f"{AT}/clues/", exports=EXPORTS
    )
    form = CLUE_FORM
    if typed:
        seen = replace(f.SEEN, value=SUGGESTIONS.typed)
        form = replace(form, fields=(seen, *form.fields[1:]))
    return vm.ClueDesk(
        form=form, ask=f"{AT}/panel/suggestions/", clues=table, suggestions=SUGGESTIONS if typed else None
    )


def inspections(rows: int, *, form: bool = False) -> vm.InspectionDesk:
    columns = (
        vm.Column(label="被检查对象", kind="main"),
        vm.Column(label="检查事项"),
        vm.Column(label="检查日期", kind="date"),
        vm.Column(label="人员"),
        vm.Column(label="结果"),
    )
    listed = tuple(
        vm.Row(
            href=f"{AT}/case/",
            cells=(
                vm.Cell(text=PEOPLE[n % 8], sub="涉企" if n % 3 == 0 else ""),
                vm.Cell(text=("安全生产", "城市管理", "违法建筑")[n % 3]),
                vm.Cell(on=TODAY - timedelta(days=n)),
                vm.Cell(text="李样本、王示范"),
                vm.Cell(text=("未发现问题", "责令改正", "转为线索")[n % 3], href="#" if n % 3 == 2 else ""),
            ),
        )
        for n in range(rows)
    )
    record = vm.StepForm(
        code="inspection",
        title="记录检查",
        verb="记录",
        action="#",
        law=law("处罚法 §55"),
        draft=f"{AT}/draft/",
        fields=(
            f.PARTY,
            f.MOMENT,
            f.CORRECTED,
            f.CREW,
            replace(f.FACTS, label="检查情况", value="", known_from=""),
            f.SCAN,
        ),
    )
    return vm.InspectionDesk(
        plan=(
            vm.PlanLine(
                title="涉企安全生产检查", done=61, planned=80, href="#", note="每家每年不超过 1 次，已有 3 家达到"
            ),
            vm.PlanLine(title="城市管理巡查", done=310, planned=480, href="#"),
            vm.PlanLine(title="违法建筑排查", done=44, planned=150, href="#"),
        )
        if rows
        else (),
        plan_note="2024 年，全年 710 次" if rows else "",
        plan_action=act("看计划", to="#"),
        inspections=vm.TableView(
            caption="检查",
            columns=columns,
            rows=listed,
            query_href=f"{AT}/inspections/",
            exports=EXPORTS if rows else (),
            empty=vm.Empty(
                what="还没有检查记录",
                how="现场检查后在这里记录；发现问题可直接转为线索。",
                action=act("记录检查", to=f"{AT}/inspections/new/"),
            ),
        ),
        new=act("记录检查", primary=True, to=f"{AT}/inspections/new/"),
        form=record if form else None,
    )


def power_lists(state: str) -> vm.ListPage:
    """Lists with their eight kinds and one that waits, and none at all."""
    kinds = ("许可", "处罚", "强制", "确认", "奖励", "检查", "公共服务", "便民服务")
    counts = (125, 613, 36, 86, 7, 11, 16, 5)
    columns = (
        vm.Column(label="清单", kind="main"), *(vm.Column(label=kind, kind="number") for kind in kinds),
        vm.Column(label="合计", kind="number"), vm.Column(label="施行", kind="date"),
    )  # fmt: skip
    rows = tuple(
        vm.Row(href="#", quiet=bool(sub), cells=(
            vm.Cell(text=title, sub=sub), *(vm.Cell(text=str(many)) for many in counts),
            vm.Cell(text=str(sum(counts))), vm.Cell(on=TODAY, sub="法定 899"),
        ))
        for title, sub in ((f"{LONG_NAME}权责清单", ""), ("镇综合执法事项清单（示例）", "示例清单"))
    )  # fmt: skip
    full = state == "full"
    return vm.ListPage(
        title="权责清单",
        lead="2024-07-05 有 2 个清单",
        actions=(act("导入清单"),),
        banners=(
            vm.Banner(word="还没有收录", text="某清单（清单.xlsx）已经上传", action=act("预览并收录")),
            vm.Banner(word="示例清单", text="用来演示，不是任何机关公布的清单", note="导入公布的清单后代替"),
        )
        if full
        else (),
        table=vm.TableView(
            caption="清单",
            columns=columns,
            rows=rows if full else (),
            empty=vm.Empty(what="还没有清单", how="导入公布的清单表格。"),
        ),
    )
