"""Goods in custody: one item, and the sheet of a count."""

from __future__ import annotations

from zhifa.web import viewmodels as vm
from zhifa.web.gallery.marks import AT, LONG_NAME, act, due, law

COUNTED = (
    ("三轮车", "力之星 150", "1", "辆", "大队暂存室 A1"),
    ("遮阳伞", "", "12", "把", "大队暂存室 A1"),
    ("可移动式遮阳棚（含支架、配重及全部连接件）", "DN20×6m 镀锌", "3.5", "套", "大队暂存室 B2（露天，已加盖防雨布）"),
    (LONG_NAME, LONG_NAME, "100000", "千克", LONG_NAME),
)


def item(state: str = "full") -> vm.CustodyItemPage:
    """An item in custody; `ended` one that was dealt with, `short` one a count did not find whole."""
    ended = state == "ended"
    said = ("物品", "遮阳伞"), ("数量", "12把"), ("保管地点", "大队暂存室 A1"), ("采取日期", "2024-05-20 周一")
    return vm.CustodyItemPage(
        title="遮阳伞 12把",
        state="已了结" if ended else "在管",
        verb="" if ended else "在查封、扣押期限内作出处理决定",
        due=None if ended else due(3),
        short="2024-06-11 周二 盘点，台账 12把，实存 11把" if state == "short" else "",
        actions=(act("看案件" if ended else "到案件办理", primary=not ended), act("全部涉案财物")),
        facts=(vm.FactGroup(title="物品", rows=tuple(vm.FactRow(label=a, value=b) for a, b in said)),),
        life=(
            vm.TimelineEntry(
                title="登记财物出入库",
                occurred="2024-05-20 周一 16:40",
                text="出入库事由：入库；移交人：李样本；接收人：王示范",
                by="王示范",
                recorded="2024-05-20 周一 16:42",
                law=law("强制法 §26"),
            ),
            vm.TimelineEntry(
                title="实施扣押",
                occurred="2024-05-20 周一 15:10",
                text="查封、扣押财物清单：2 项",
                by="李样本、王示范",
                recorded="2024-05-20 周一 15:40",
                law=law("强制法 §24"),
            ),
        ),
        papers=(vm.PaperRow(title="扣押决定书", href="#", state="issued", number="渝洛碛扣〔2024〕7号"),),
    )


def stocktake(state: str = "full") -> vm.StocktakePage:
    """The sheet of a count, also with nothing to count and with something nobody can read."""
    lack = vm.Lack(what="“遮阳伞”的实存数量“两把”不是数", hint="填写数字，没有找到的填 0")
    return vm.StocktakePage(
        title="盘点涉案财物",
        lead="洛碛镇在管 4 项。逐件清点，只改与台账不同的数量；没有找到的填 0。差异记入案件，成为需要查明的问题。",
        action="#",
        back=act("涉案财物", to=f"{AT}/custody/"),
        places=(act("全部", primary=True), act("大队暂存室 A1"), act("大队暂存室 B2")),
        lines=tuple(
            vm.CountLine(
                name=name,
                key=str(number),
                detail=kind,
                case=act(f"渝洛碛案〔2024〕{number}号"),
                kept_at=place,
                listed=quantity,
                unit=unit,
                found="两把" if state == "refused" and number == 2 else quantity,
            )
            for number, (name, kind, quantity, unit, place) in enumerate(COUNTED, 1)
        ),
        fields=(vm.FieldView(name="note", label="差异的说明", kind="text", required=False),),
        empty=vm.Empty(what="没有要盘点的财物", how="查封、扣押的财物入库后列在这里。") if state == "empty" else None,
        refusal=vm.RefusalPanel(title="没有登记", lacks=(lack,)) if state == "refused" else None,
    )
