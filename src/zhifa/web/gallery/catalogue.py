"""The catalogue: finding a matter, and the page of one."""

from __future__ import annotations

from datetime import date

from zhifa.web import viewmodels as vm
from zhifa.web.gallery.desks import SUGGESTIONS
from zhifa.web.gallery.marks import AT, LONG_NAME, PENALTY_54, STREET_18, STREET_26, TODAY, act

COLUMNS = (
    vm.Column(label="事项", kind="main"),
    vm.Column(label="领域", kind="short"),
    vm.Column(label="类别", kind="short"),
    vm.Column(label="依据"),
    vm.Column(label="幅度"),
    vm.Column(label="谁办"),
    vm.Column(label="近一年", kind="number"),
)
TITLES = ("未经批准擅自占道经营", "临街门店超出门窗外墙摆卖、经营", f"在{LONG_NAME}门前堆放物料、搭建棚架")
NARROWINGS = (
    vm.Narrowing(name="field", label="领域", options=(vm.Option(value="city", label="市容环卫", selected=False),)),
    vm.Narrowing(name="mode", label="本单位", options=(vm.Option(value="赋权", label="赋权", selected=False),)),
)


def _row(n: int) -> vm.Row:
    return vm.Row(
        href=f"{AT}/matter/",
        cells=(
            vm.Cell(text=TITLES[n % 3], sub=f"city.example{n}"),
            vm.Cell(text="市容环卫"),
            vm.Cell(text="处罚"),
            vm.Cell(law=STREET_26 if n % 2 else STREET_18),
            vm.Cell(text="个人 50–500 元；单位 500–2,000 元"),
            vm.Cell(text="本单位：赋权", sub="区县城市管理部门（法定）、乡镇（赋权）"),
            vm.Cell(text=str(n % 5), href=f"{AT}/cases/" if n % 5 else ""),
        ),
    )


def desk(rows: int, *, query: str = "") -> vm.MatterDesk:
    return vm.MatterDesk(
        title="事项",
        lead=f"{TODAY.isoformat()} 施行的 1,371 项",
        action=f"{AT}/matters/",
        query=query,
        narrowings=NARROWINGS,
        on=TODAY,
        kept=(),
        table=vm.TableView(
            caption="事项",
            columns=COLUMNS,
            rows=tuple(_row(n) for n in range(rows)),
            filters=(vm.Filter(label="全部", href="#", here=True, count=str(rows)),),
            pager=vm.Pager(shown=f"本页 {rows} 项，共 1,371 项", next="#"),
            exports=(act("CSV"), act("XLSX")) if rows else (),
            empty=vm.Empty(
                what=f"没有含“{query}”的事项", how="上面是按意思最接近的事项。", action=act("看全部事项", to="#")
            ),
        ),
        suggestions=SUGGESTIONS if query else None,
        note="其中 3 项是示例清单（配置），不是公布的清单，正式使用以前由本单位核定。" if rows > 2 else "",
    )


ENTRUSTED = "示例委〔2024〕1号，以示例区城市管理局的名义，至 2024-12-31 周二"
EXPIRED = "委托（示例委〔2023〕1号）已于 2024-05-31 周五 届满；移送示例区城市管理局"
HOLDERS = (
    vm.Holder(organ="示例镇", may=True, mode="委托", why=ENTRUSTED),
    vm.Holder(organ="样品镇", may=False, mode="无权", why=EXPIRED),
)
FLOW = vm.Flow(
    title="普通程序行政处罚",
    law=PENALTY_54,
    phases=(
        vm.FlowPhase(
            title="调查",
            steps=(
                vm.FlowStep(title="现场检查", by="执法人员，2 名持证人员", law=PENALTY_54, papers=("现场检查笔录",)),
                vm.FlowStep(title="先行登记保存", by="执法人员", note="当证据可能灭失", optional=True),
            ),
        ),
        vm.FlowPhase(title="决定", steps=(vm.FlowStep(title="作出决定", by="行政机关负责人", law=PENALTY_54),)),
    ),
    periods=(vm.PeriodRow(title="办案期限", length="90日", whose="机关的义务", law=PENALTY_54),),
    picture="#",
    opened=True,
)
VERSIONS = (
    vm.MatterVersion(
        since=date(2021, 7, 15), until=None, laws=(STREET_26,), state="施行中", href="#", here=True,
        changes=(vm.Change(label="罚款", old="任何 至 500 元", new="个人 50–500 元；单位 500–2,000 元"),),
    ),
    vm.MatterVersion(since=None, until=date(2021, 7, 14), laws=(STREET_18,), state="已失效", href="#"),
)  # fmt: skip


def matter(state: str = "full") -> vm.MatterPage:
    known = state != "bare"
    return vm.MatterPage(
        code="city.example",
        title=TITLES[2] if state == "long" else TITLES[0],
        kind="处罚",
        field="市容环卫",
        department="城市管理部门",
        coming=date(2026, 8, 15) if state == "long" else None,
        laws=(STREET_26,),
        on=TODAY,
        in_force=known,
        ask=f"{AT}/matter/",
        notice="" if known else "这一事项自 2025-01-01 周三 起施行，2024-06-12 周三 的行为不能适用。",
        holders=HOLDERS if known else (),
        amounts=(
            vm.AmountRow(party="个人", condition="", amount="罚款 50 元以上 500 元以下", law=STREET_26),
            vm.AmountRow(
                party="单位", condition="情节严重的，处……", amount="罚款 500 元以上 2,000 元以下", law=STREET_26,
                note="“情节”是严重",
            ),
        ) if known else (),
        kinds=("罚款",) if known else (),
        tiers=(vm.TierRow(tier="从轻", say="首次发现", condition="“次数”为 0", sums=("50–185 元", "500–950 元")),)
        if known else (),
        parties=("个人", "单位"),
        conduct="在道路两侧摆摊设点" * (20 if state == "long" else 1),
        only_if="",
        words=("占道", "摆摊") * (12 if state == "long" else 1),
        heard=("有人在路口摆摊卖水果",),
        near=(vm.NearMatter(title=TITLES[1], href="#", say="没有店面的是本项"),),
        evidence=("摊点现场照片", "询问笔录"),
        flows=(FLOW,) if known else (),
        versions=VERSIONS,
        usage=(vm.UsageYear(year=2024, organ="示例镇", figure=vm.Figure(text="56", href="#")),) if known else (),
        recent=(vm.RecentCase(title="张示例", sub="渝示例案〔2024〕1号 · 告知", href=f"{AT}/case/"),) if known else (),
        papers=("现场检查笔录", "行政处罚决定书"),
        facts=(("追究时效", "2 年"), ("核对", "已核"), ("代码", "city.example")),
        violated=(STREET_18,),
        benchmark_note="推定的基准",
        benchmark_law=PENALTY_54,
        start=(act("登记线索", primary=known),),
        actions=(act("裁量计算"),),
    )  # fmt: skip
