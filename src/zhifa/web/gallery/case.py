"""The case page, its paper-first entry and its handover."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from zhifa.web import viewmodels as vm
from zhifa.web.gallery import fields as f
from zhifa.web.gallery.case_pieces import DECISION, EVIDENCE, FACT_GROUPS, NUMBER, ONE_OFFICER, PAPERS, TIMELINE, phases
from zhifa.web.gallery.marks import (
    AT,
    LONG_NAME,
    PENALTY_42,
    PENALTY_44,
    PENALTY_54,
    PENALTY_57,
    PENALTY_58,
    PENALTY_60,
    PENALTY_61,
    STREET_26,
    act,
    due,
    law,
)
from zhifa.web.gallery.weighing import GUIDANCE

TABS: tuple[vm.Tab, ...] = (
    vm.Tab(label="处罚", href="#", here=True, note="决定"),
    vm.Tab(label="扣押一", href="#", note="已解除"),
    vm.Tab(label="扣押二", href="#", note="还有 3 天", level="yellow"),
    vm.Tab(label="公示", href="#", note="未开始"),
)
CLOCKS: tuple[vm.Clock, ...] = (
    vm.Clock(title="作出处罚决定", of="本机关", due=due(1), law=PENALTY_60, share=99),
    vm.Clock(title="扣押二到期", of="本机关", due=due(3), law=law("强制法 §25"), share=90),
    vm.Clock(
        title="送达处罚决定书",
        of="本机关",
        law=PENALTY_61,
        state="决定作出后起算，7 日",
        due=vm.DueChip(level="none", word="等待开始"),
    ),
)
FINDINGS: tuple[vm.FindingRow, ...] = (
    vm.FindingRow(
        level="red",
        word="红色",
        message="询问时孙演示的执法证件已过期（2024-03-10 到期）",
        law=PENALTY_42,
        since=date(2024, 3, 18),
        action=act("重新询问"),
    ),
    vm.FindingRow(
        level="blue",
        word="蓝色",
        message="两次录入距事情发生超过 3 天",
        since=date(2024, 3, 22),
    ),
)
OPEN_STEPS: tuple[vm.OpenStep, ...] = (
    vm.OpenStep(
        code="decision",
        title="作出处罚决定",
        law=PENALTY_57,
        phase="决定",
        by="负责人",
        due=due(1),
        form=DECISION,
        opened=True,
        main=True,
    ),
    vm.OpenStep(code="evidence", title="补充证据", law=PENALTY_54, phase="调查", by="执法人员", href="#"),
    vm.OpenStep(
        code="discussion",
        title="集体讨论",
        law=PENALTY_57,
        phase="决定",
        by="负责人",
        href="#",
        why="情节复杂或者重大违法行为才需要",
    ),
)
NEAR_STEPS: tuple[vm.NearStep, ...] = (
    vm.NearStep(
        title="送达处罚决定书",
        law=PENALTY_61,
        lacks=(vm.Lack(what="处罚决定还没有作出"),),
    ),
    vm.NearStep(
        title="法制审核",
        law=PENALTY_58,
        lacks=(
            vm.Lack(what="任一：涉及重大公共利益；经过听证；案情疑难复杂；列入本地目录", action=act("写明是否复杂")),
        ),
    ),
)


def full() -> vm.CasePage:
    return vm.CasePage(
        number=NUMBER,
        matter="未经批准擅自占道经营",
        party="张示例（洛碛镇示例小面馆）",
        organ="洛碛镇人民政府",
        officers="李样本、王示范",
        matter_law=STREET_26,
        matter_href=f"{AT}/matter/",
        guidance=GUIDANCE,
        phases=phases(5),
        tabs=TABS,
        clocks=CLOCKS,
        findings=FINDINGS,
        open_steps=OPEN_STEPS,
        near_steps=NEAR_STEPS,
        timeline=TIMELINE,
        facts=FACT_GROUPS,
        evidence=_thumbs(),
        papers=PAPERS,
        actions=(
            act("事后补录", to=f"{AT}/batch/"),
            act("更正"),
            act("移交", to=f"{AT}/handover/"),
            act("打印卷宗目录"),
            act("导出证明"),
        ),
        evidence_add=act("加证据"),
    )


def _thumbs() -> tuple[vm.Evidence, ...]:
    return tuple(replace(e, thumb="/static/zhifa/sample-photo.svg" if e.thumb else "") for e in EVIDENCE)


def refused() -> vm.CasePage:
    step = replace(full().open_steps[0], form=replace(DECISION, refusal=ONE_OFFICER))
    return replace(
        full(), open_steps=(step, *full().open_steps[1:]), findings=(), phases=phases(4), timeline=TIMELINE[3:]
    )


def new() -> vm.CasePage:
    filing = vm.StepForm(
        code="filing",
        title="立案",
        verb="提交立案审批",
        action="#",
        fields=(f.PARTY, f.CREW),
        draft=f"{AT}/draft/",
    )
    return replace(
        full(),
        number="未编号",
        phases=phases(1),
        tabs=(),
        clocks=(),
        findings=(),
        near_steps=(),
        timeline=(),
        evidence=(),
        papers=(),
        facts=FACT_GROUPS[:1],
        open_steps=(
            vm.OpenStep(
                code="filing",
                title="立案",
                law=PENALTY_54,
                phase="立案",
                by="执法人员",
                form=filing,
                opened=True,
                main=True,
            ),
        ),
    )


def closed() -> vm.CasePage:
    return replace(
        full(),
        phases=phases(10),
        clocks=(),
        findings=(),
        open_steps=(),
        near_steps=(),
        tabs=(),
        actions=(act("导出证明"),),
        closed="本案已于 2024-09-02 归档。需要改动的，走更正。",
    )


def listed() -> vm.CasePage:
    ways = (act("补录案卷里有的步骤", to=f"{AT}/record/"), act("补齐", to=f"{AT}/complete/"))
    return replace(
        closed(),
        phases=tuple(
            replace(one, state="untold", on=None) if n in (1, 2, 3) else one for n, one in enumerate(phases(10))
        ),
        listed=vm.ListedNote(text="清单没有写的不作判断", actions=ways),
        closed="没有轮到您办理的步骤。",
    )


def long() -> vm.CasePage:
    return replace(
        full(),
        party=LONG_NAME,
        matter="未经批准擅自占道经营，且在次干道及其两侧从事产生油烟的餐饮经营活动，经责令限期改正逾期未改正",
    )


def batch(checked: bool = False) -> vm.BatchEntry:
    def step(code: str, title: str, mark: vm.LawMark, chosen: bool, *more: vm.FieldView) -> vm.BatchStep:
        day = vm.FieldView(
            name=f"{code}.on", label="实际发生日期", kind="date", value="2024-05-28" if chosen else "", required=True
        )
        found = (
            (vm.FindingRow(level="red", word="红色", message="作出决定早于告知书送达", law=PENALTY_44),)
            if checked and code == "decision"
            else ()
        )
        form = vm.StepForm(
            code=code,
            title=title,
            verb="",
            action="",
            law=mark,
            recording=True,
            fields=(day, *(replace(m, name=f"{code}.{m.name}") for m in more)),
        )
        return vm.BatchStep(form=form, chosen=chosen, findings=found)

    return vm.BatchEntry(
        number=NUMBER,
        party="张示例（洛碛镇示例小面馆）",
        action="#",
        checked=checked,
        draft=f"{AT}/draft/",
        drafted="10:32",
        back=act("回到案件", to=f"{AT}/case/"),
        steps=(
            step("notice", "送达事先告知书", PENALTY_44, True, f.FINE),
            step("defence", "陈述申辩", law("处罚法 §45"), False, f.FACTS),
            step("review", "法制审核", PENALTY_58, False),
            step("decision", "作出处罚决定", PENALTY_57, True, f.FINE, f.CREW_AFTERWARDS),
            step("delivery", "送达决定书", PENALTY_61, False, f.DELIVERY),
        ),
    )


def handover() -> vm.Handover:
    return vm.Handover(
        title="移交案件",
        action="#",
        leaver="孙演示",
        law=PENALTY_42,
        back=act("回到人员", to=f"{AT}/people/"),
        cases=tuple(
            vm.FactRow(label=f"渝北洛碛罚立〔2024〕{n} 号", value=what, source=party, href=f"{AT}/case/")
            for n, what, party in (
                (21, "告知，等待陈述申辩", "李样品（示例五金店）"),
                (28, "调查", LONG_NAME),
                (33, "送达", "张示例"),
            )
        ),
        fields=(
            vm.FieldView(name="to", label="接办人", kind="officers", options=f.OFFICERS, needed=1),
            vm.FieldView(name="on", label="移交日期", kind="date", value="2024-06-12"),
            vm.FieldView(name="why", label="移交原因", kind="text", value="", placeholder="例如：调离执法岗位"),
        ),
    )


def correction() -> vm.FormPage:
    form = vm.StepForm(
        code="correction",
        title="更正",
        verb="更正",
        action="#",
        note="更正不会抹去原来的记载：原来的一笔标为已更正，期限和问题随之重算。",
        fields=(
            vm.FieldView(name="filing.on", label="立案日期", kind="date", value="2024-03-16", hint="原记载 2024-03-16"),
            vm.FieldView(name="correction.why", label="更正理由", kind="longtext"),
        ),
    )
    return vm.FormPage(
        title="更正立案",
        form=form,
        back=act("回到案件", to=f"{AT}/case/"),
        facts=FACT_GROUPS[:1],
        lead=f"{NUMBER}，张示例",
    )


EVIDENCE_PANEL = vm.EvidencePanel(
    evidence=EVIDENCE[0],
    image="/static/zhifa/sample-photo.svg",
    rows=(
        vm.FactRow(label="拍摄", value="2024-03-12 周二 09:24"),
        vm.FactRow(label="地点", value="镇中路 18 号"),
        vm.FactRow(label="拍摄人", value="李样本"),
        vm.FactRow(label="校验", value="✓ 与采集时一致", source="SM3 8f2c 91d0 … 07e3"),
    ),
    actions=(act("打开原件"), act("下载")),
)
