"""The annual report in its states: being written, finished and published, refused, adding up a district, empty."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from zhifa.web import viewmodels as vm
from zhifa.web.gallery.marks import AT, LONG_NAME, act
from zhifa.web.gallery.publishing import PENALTIES, STAND, YEARS


def written() -> vm.ReportPage:
    def fig(text: str) -> vm.Run:
        return vm.Run(text=text, href=f"{AT}/cases/")

    def t(text: str) -> vm.Run:
        return vm.Run(text=text)

    passages = (
        vm.Passage(kind="title", runs=(t("重庆市渝北区洛碛镇人民政府关于2024年行政执法总体情况的报告"),)),
        vm.Passage(kind="para", runs=(t("按照有关规定，现将我镇2024年行政执法总体情况报告如下："),)),
        vm.Passage(kind="h1", runs=(t("一、2024年行政执法总体情况"),)),
        vm.Passage(kind="h2", runs=(t("（一）行政执法责任制度进一步落实"),)),
        vm.Passage(
            kind="para",
            edit="#",
            edited="王示范 2025-01-06 改过",
            runs=(
                t(
                    "根据行政执法责任制要求，我镇在行政检查、行政处罚、行政许可等执法工作中，认真落实三项制度。2024年，共受理行政许可申请"
                ),
                fig("41"),
                t("件，作出许可决定"),
                fig("41"),
                t("件，开展行政检查"),
                fig("726"),
                t("次，作出警告、罚款类行政处罚"),
                fig("201"),
                t("件。"),
            ),
            notes=(vm.MarginNote(kind="last_year", text="上年没有数据，本年起可比。"),),
        ),
        vm.Passage(kind="h2", runs=(t("（六）行政执法各项工作有序展开"),)),
        vm.Passage(
            kind="para",
            runs=(
                t("全年对辖区各企业单位、个体工商户开展各类行政检查"),
                fig("726"),
                t("次，其中涉企行政检查"),
                fig("116"),
                t("次。全年依法扣押涉案财物"),
                fig("185"),
                t("件，作出警告类行政处罚"),
                fig("9"),
                t("件，罚款类行政处罚"),
                fig("192"),
                t("件，处罚金额共计"),
                fig("1.165"),
                t("万元。开展土地征收"),
                vm.Run(text="1247", entered=True),
                t("亩，房屋征收"),
                vm.Run(text="198", entered=True),
                t("栋。"),
            ),
            notes=(
                vm.MarginNote(
                    kind="contradiction",
                    text="写明扣押 185 件，却没有列行政强制措施的件数。",
                    expression="扣押物品 185 > 0，强制措施 = 未列",
                    action=act("补上强制措施件数"),
                ),
                vm.MarginNote(
                    kind="unexplained",
                    text="检查 726 次中，涉企 116 次，其余 610 次没有说明对象。",
                    expression="726 − 116 = 610",
                ),
            ),
        ),
        vm.Passage(kind="h1", runs=(t("二、存在的主要问题"),)),
        vm.Passage(kind="para", edit="#", runs=(vm.Run(text="（请写明主要问题，本段不由系统生成）", todo=True),)),
        vm.Passage(kind="table", table=PENALTIES),
        vm.Passage(kind="sign", runs=(t("重庆市渝北区洛碛镇人民政府\n2025年1月8日"),)),
    )
    return vm.ReportPage(
        title="2024 年度报告",
        organ="洛碛镇人民政府",
        year=2024,
        state="草稿，1 处待写",
        passages=passages,
        years=YEARS,
        stand=STAND,
        exports=(act("DOCX"), act("PDF"), act("HTML"), act("JSON")),
        actions=(act("定稿", primary=True),),
        summary=tuple(
            (label, vm.Figure(text="1", href="#notes")) for label in ("处前后矛盾", "处余数未说明", "处待写")
        ),
    )


def _bars(*shares: int) -> tuple[vm.Rung, ...]:
    labels = ("警告", "罚款", LONG_NAME)
    return tuple(
        vm.Rung(label=label, figure=vm.Figure(text=f"{share} 宗", href=f"{AT}/cases/"), share=share)
        for label, share in zip(labels, shares, strict=False)
    )


KINDS = tuple(
    vm.Filter(label=label, href="#", here=number == 0)
    for number, label in enumerate(("乡镇（街道）年报", "天津乡镇（街道）年报", "公安机关年报"))
)
NOTES = (
    vm.WriterNotes(
        title="数字之间的核对",
        lines=(
            "核对数字之间的关系 28 项，相符 26 项，不符或者须说明 2 项：",
            "【矛盾】合计 9 应等于 8，相差 1，须更正",
        ),
        level="contradiction",
    ),
    vm.WriterNotes(title="各单位与汇总的核对", lines=(f"还没有定稿的 2 个单位：{LONG_NAME}、示例镇",)),
)


def report(state: str) -> vm.ReportPage:
    """One state of the page."""
    page = written()
    chart = vm.Passage(kind="chart", caption="行政处罚的种类", bars=_bars(45, 1000, 3))
    page = replace(page, passages=(*page.passages[:-1], chart, page.passages[-1]), notes=NOTES, kinds=KINDS)
    due = vm.DueChip(level="yellow", word="临近", on=date(2025, 1, 31), relative="还有 3 个工作日")
    if state == "finished":
        said = ("2025-01-12 定稿，数字落在含 12,897 个事件的检查点上，以后照原样重出。", "2025-01-20 在示例网站公开。")
        met = vm.DueChip(level="none", word="已完成", on=date(2025, 1, 31))
        return replace(page, due=met, finished=said, finished_files=(act("定稿 DOCX"), act("定稿 JSON")))
    if state == "refused":
        panel = vm.RefusalPanel(
            title="没有办成", lacks=(vm.Lack(what="此刻有别的办理正在写入", hint="稍等片刻再定稿"),)
        )
        late = vm.DueChip(level="red", word="已超期", on=date(2025, 1, 31), relative="超 12 天")
        return replace(page, due=late, refused=panel)
    if state == "district":
        organs = tuple(vm.Filter(label=f"示例第{n}镇", href="#", here=n == 3) for n in range(1, 60))
        return replace(page, due=due, organs=organs)
    suggestions = tuple(
        vm.SuggestionRow(
            title=title,
            problem="办理、送达、公示有不按期的情形，当年发现 3 处。",
            plan="按期限提醒逐件办理，逾期的说明原因。",
            grounds=(act("公示问题 2 处"), act("统计问题 1 处")),
            state=said,
            take=None if said else vm.Action(label="写进报告", href="#", post=True),
            leave=None if said else vm.Action(label="不用", href="#", post=True),
        )
        for title, said in (("期限", ""), ("程序", "已写进报告"), (LONG_NAME, ""))
    )
    choose = vm.Action(label="这份年报用这种体例", href="#", post=True, primary=True)
    return replace(page, due=due, suggestions=suggestions, suggesting=True, choose=choose)
