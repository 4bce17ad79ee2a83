"""The calculator in its states: before a matter, with an answer, refused, under two laws; and the panel of a case."""

from __future__ import annotations

from dataclasses import replace

from zhifa.web import viewmodels as vm
from zhifa.web.gallery.marks import STREET_18, act, law

PLACE = "/gallery/calculator/full/"
ORDER_16 = law("裁量办法 §16(2)", "重庆市规范行政处罚裁量权办法(2023)#16(2)")
LENIENT_33 = law("处罚法 §33.1 · 本地配置")
GUIDANCE = (
    vm.GuidanceCard(
        kind="指引",
        title="占道摆摊：取什么证据",
        paragraphs=("先拍全景，再拍近景。", "量三个数：占用的长、宽、面积，记明从哪里量到哪里。"),
        law=law("处罚法 §46"),
    ),
    vm.GuidanceCard(kind="典型案例", title="卖自家蔬菜的老人当场离开：首违不罚", paragraphs=("虚构的案例。",)),
)
STRIP = vm.LikeStrip(
    said="同一事项“一般”阶次 24 件：最低 200 元，中位 260 元，最高 350 元，半数在 230 元至 300 元之间",
    least=0,
    lower=200,
    median=400,
    upper=667,
    most=1000,
    mark=960,
    left="200",
    right="350",
    verdict="344 元：偏高，22 件比它低、0 件相同、2 件比它高",
    outlier=True,
    differs=("涉及面积：本案 8 平方米，类案多为 2 平方米",),
)
LIKELY = vm.Weighing(
    headline="一般",
    amounts="185.01 元至 364.99 元",
    notes=("法定幅度 50 元至 500 元", "裁量基准为本地配置的示例，正式使用前应导入公布的基准"),
    law=STREET_18,
    lines=(
        vm.TraceLine(text="法定幅度（个人）：50 元以上 500 元以下", law=STREET_18),
        vm.TraceLine(text="裁量基准（推定的基准）：一般——不属于从轻、从重的其他情形", law=law("裁量办法 §11")),
        vm.TraceLine(text="一般：50 + 450 × 30% = 185 元 至 50 + 450 × 70% = 365 元（两端不含本数）", law=ORDER_16),
    ),
    lenient=(
        vm.LenientRow(
            state="open", kind="首违不罚", say="第一次占道经营，当场离开", verdict="还要知道：是否改正", law=LENIENT_33
        ),
        vm.LenientRow(
            state="unmet", kind="轻微免罚", say="不超过 2 平方米", verdict="不符合：“涉及面积”应不超过2", law=LENIENT_33
        ),
    ),
    earlier="按姓名（名称）查到，可能同名，请核对证件号码：2024-03-05 渝洛碛案〔2024〕1号",
    like=STRIP,
)
TWO_LAWS = vm.TwoLaws(
    old="2026-08-10 周一 《大气污染防治法》第一百一十八条第三款",
    new="2026-09-10 周四 《生态环境法典》第一千一百三十二条第三款",
    rows=(
        vm.LawRow(name="罚款上限", old="20,000 元", new="5,000 元", lighter="新"),
        vm.LawRow(name="罚款下限", old="500 元", new="500 元", lighter=""),
    ),
    applies="适用新的规定",
    law=law("处罚法 §37"),
)


def _groups(error: str = "") -> tuple[vm.FieldGroup, ...]:
    day = vm.FieldView(name="on", label="违法行为发生日", kind="date", value="2024-03-05", error=error)
    corrected = vm.FieldView(name="conduct.corrected", label="经指出后立即改正", kind="boolean", required=False)
    area = vm.FieldView(name="conduct.area", label="涉及面积", kind="decimal", unit="平方米", value="8", required=False)
    options = tuple(vm.Option(value=text, label=text) for text in ("受他人胁迫或者诱骗", "配合查处有立功表现"))
    lighter = vm.FieldView(
        name="discretion.lighter", label="从轻或者减轻情节", kind="choices", options=options, required=False
    )
    fine = vm.FieldView(name="amount", label="拟处罚款", kind="money", value="344", required=False)
    return (
        vm.FieldGroup(title="日期", fields=(day,)),
        vm.FieldGroup(title="行为", fields=(corrected, area)),
        vm.FieldGroup(title="从轻、从重情节", fields=(lighter,), folded=True),
        vm.FieldGroup(title="数额", fields=(fine,), hint="填写后看它在类案里的位置"),
    )


def answered() -> vm.CalculatorPage:
    return vm.CalculatorPage(
        title="裁量计算",
        action=PLACE,
        matter="临街商场、门店超出门窗外墙摆卖、经营",
        code="city.stall.shopfront",
        law=STREET_18,
        about="罚款 个人 50–500 元，单位 500–2,000 元",
        others=(act("看这一事项"), act("换一个事项", to=PLACE)),
        kept=(("matter", "city.stall.shopfront"),),
        groups=_groups(),
        weighing=replace(LIKELY, outside="拟处罚款 400 元高于区间上限：没有相应情节的，须登记调整适用并经批准"),
        guidance=GUIDANCE,
        back=act("回到案件"),
    )


def both_laws() -> vm.CalculatorPage:
    few = vm.LikeStrip(said="可见范围内还没有同一事项“一般”阶次的罚款决定")
    return replace(answered(), weighing=replace(LIKELY, two_laws=TWO_LAWS, like=few, lenient=(), earlier=""))


def refused() -> vm.CalculatorPage:
    lack = vm.Lack(what="没有法定的从轻或者减轻情节，不能减轻处罚", law=law("裁量办法 §14"), hint="选定情节并附证据")
    panel = vm.RefusalPanel(title="还不能计算罚款幅度", lacks=(lack,), kept=False)
    weighing = vm.Weighing(headline="还不能计算", amounts="", refusal=panel)
    return replace(answered(), groups=_groups("“三月”不是日期"), weighing=weighing, guidance=())


def waiting() -> vm.CalculatorPage:
    return replace(answered(), weighing=None, waiting="先选当事人类型。", guidance=(), back=None)


def start() -> vm.CalculatorPage:
    columns = (vm.Column(label="事项", kind="main"), vm.Column(label="情形"), vm.Column(label="依据", kind="short"))
    cells = (vm.Cell(text="乱丢废弃物"), vm.Cell(text="当场捡起"), vm.Cell(law=LENIENT_33))
    listed = vm.TableView(
        caption="柔性执法清单（1 项）",
        columns=columns,
        rows=(vm.Row(href=PLACE, cells=cells),),
        empty=NONE,
        name="lenient",
    )
    return vm.CalculatorPage(title="裁量计算", action=PLACE, listed=listed)


NONE = vm.Empty(what="没有柔性执法清单")


def found(number: int) -> vm.CalculatorPage:
    choice = vm.MatterChoice(
        title="在桥梁上摆摊", href=PLACE, law=STREET_18, amounts="罚款 50–500 元", field="市容环卫"
    )
    nothing = "" if number else "没有与“飞碟”相近的处罚事项，换一个说法试试"
    return vm.CalculatorPage(title="裁量计算", action=PLACE, query="飞碟", choices=(choice,) * number, nothing=nothing)


PANEL = vm.DiscretionPanel(
    title="占道经营", weighing=LIKELY, note="在案区间为 50–500 元", actions=(act("改事实再算一次", to=PLACE),)
)
