"""The case page, its paper-first entry and its handover."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from zhifa.web import viewmodels as vm
from zhifa.web.gallery import fields as f
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

NUMBER = "渝北洛碛罚立〔2024〕36 号"


def phases(here: int) -> tuple[vm.Phase, ...]:
    names = ("线索", "立案", "调查", "审核", "告知", "决定", "送达", "执行", "公示", "归档")
    days = (date(2024, 3, 12), date(2024, 3, 15), date(2024, 4, 2), None, date(2024, 5, 28))
    result = []
    for index, name in enumerate(names):
        state = "done" if index < here else "here" if index == here else "later"
        if name == "审核" and index < here:
            state = "skipped"
        on = days[index] if index < len(days) and state == "done" else None
        result.append(vm.Phase(label=name, state=state, on=on))  # type: ignore[arg-type]
    return tuple(result)


DECISION = vm.StepForm(
    code="decision", title="作出处罚决定", verb="作出决定", action="#", law=PENALTY_57,
    fields=(f.DAY, f.FINE, f.KINDS, f.FACTS, replace(f.CREW, hint="")),
    draft=f"{AT}/draft/", drafted="10:32",
    checks=(
        vm.CheckLine(text="罚款不高于告知的 300 元", state="met", law=PENALTY_44),
        vm.CheckLine(text="陈述申辩已复核，意见已答复", state="met", law=law("处罚法 §45")),
        vm.CheckLine(text="两名执法人员，证件有效", state="open", law=PENALTY_42),
    ),
    papers=(act("预览决定书", to=f"{AT}/paper/"),),
)
ONE_OFFICER = vm.RefusalPanel(
    title="还不能作出决定",
    lacks=(
        vm.Lack(
            what="只有一名执法人员，须不少于两名", law=PENALTY_42, action=act("再选一名", to="#f-step-officers-label"),
        ),
        vm.Lack(
            what="告知书还没有送达当事人", law=PENALTY_44, action=act("去送达告知书"),
            hint="当事人有权先陈述、申辩；没有告知就作出的决定不成立。",
        ),
        vm.Lack(what="是否属于情节复杂，还没有写明", law=PENALTY_58, action=act("写明"), question=True),
    ),
    record_instead=act("按实际发生的样子补录", to=f"{AT}/batch/"),
)
TIMELINE = (
    vm.TimelineEntry(
        title="答复陈述申辩意见", occurred="2024-06-03 周一", text="采纳“已当场收回桌椅”一节，拟处罚款由 300 元减为 200 元。",
        by="李样本、王示范", recorded="2024-06-03 周一 16:12", law=law("处罚法 §45"), papers=(act("复核意见书"),), proof="#",
    ),
    vm.TimelineEntry(
        title="当事人陈述申辩", occurred="2024-05-30 周四", text="张示例称桌椅摆出不足两小时，经劝导已当场收回，请求从轻。",
        by="当事人", kind="recorded", recorded="2024-06-03 周一 09:40", gap=4, law=law("处罚法 §45"), proof="#",
    ),
    vm.TimelineEntry(
        title="送达行政处罚事先告知书", occurred="2024-05-28 周二 15:05", text="直接送达，张示例本人签收。拟处罚款 300 元。",
        by="李样本、王示范", recorded="2024-05-28 周二 15:40", law=PENALTY_44,
        papers=(act("事先告知书"), act("送达回证")), proof="#",
    ),
    vm.TimelineEntry(
        title="登记保存自行失效", occurred="2024-03-27 周三", text="先行登记保存期满，没有作出处理决定，登记保存自行失效。",
        kind="law", recorded="2024-03-28 周四 00:05", law=law("处罚法 §56"),
        flag=vm.FindingRow(level="yellow", word="黄色", message="登记保存期内未作处理决定", law=law("处罚法 §56")),
    ),
    vm.TimelineEntry(
        title="询问当事人", occurred="2024-03-18 周一 10:00", text="制作询问笔录一份，当事人逐页签名。", by="李样本、孙演示",
        kind="recorded", recorded="2024-03-22 周五 17:30", gap=4, law=law("处罚法 §55"), papers=(act("询问笔录"),), proof="#",
    ),
    vm.TimelineEntry(
        title="立案", occurred="2024-03-16 周六", by="李样本", recorded="2024-03-16 周六 11:02", law=PENALTY_54,
        superseded="2024-03-18 更正：立案日应为 2024-03-15，审批表签署日。期限已重算。", kind="correction", proof="#",
    ),
    vm.TimelineEntry(
        title="立案", occurred="2024-03-15 周五", text="负责人钱样章批准立案，承办人李样本、王示范。", by="钱样章",
        recorded="2024-03-18 周一 09:10", gap=3, law=PENALTY_54, papers=(act("立案审批表"),), proof="#",
    ),
    vm.TimelineEntry(
        title="现场检查", occurred="2024-03-12 周二 09:20", text="镇中路 18 号门前人行道摆放方桌 4 张、塑料凳 16 个，约 6 平方米。",
        by="李样本、王示范", recorded="2024-03-12 周二 09:58", law=law("处罚法 §55"),
        papers=(act("现场检查笔录"), act("照片 3 张")), proof="#",
    ),
)
FACT_GROUPS = (
    vm.FactGroup(
        title="当事人",
        rows=(
            vm.FactRow(label="姓名", value="张示例", personal=True),
            vm.FactRow(label="字号", value="洛碛镇示例小面馆"),
            vm.FactRow(label="身份证号", value="5001**********0012", personal=True),
            vm.FactRow(label="联系电话", value="", missing=True),
        ),
    ),
    vm.FactGroup(
        title="违法行为",
        rows=(
            vm.FactRow(label="时间", value="2024-03-12 周二 09:20", source="现场检查笔录"),
            vm.FactRow(label="地点", value="洛碛镇镇中路 18 号门前人行道", source="现场检查笔录"),
            vm.FactRow(label="占用面积", value="6.0 平方米", source="现场检查笔录", href="#"),
            vm.FactRow(label="道路等级", value="次干道", source="询问笔录"),
            vm.FactRow(label="已自行改正", value="是", source="照片 3"),
        ),
    ),
    vm.FactGroup(
        title="告知",
        rows=(
            vm.FactRow(label="拟处罚款", value="300 元", source="事先告知书"),
            vm.FactRow(label="告知书送达", value="2024-05-28 周二", source="送达回证"),
            vm.FactRow(label="要求听证", value="不适用"),
        ),
    ),
)
EVIDENCE = (
    vm.Evidence(title="门前桌椅全景", href="#", kind="photo", taken="2024-03-12 09:24", place="镇中路 18 号", thumb="photo"),
    vm.Evidence(title="占道范围测量", href="#", kind="photo", taken="2024-03-12 09:31", place="镇中路 18 号", thumb="photo"),
    vm.Evidence(title="现场检查录像", href="#", kind="video", taken="2024-03-12 09:20", place="镇中路 18 号", digest="pending"),
    vm.Evidence(title="询问笔录", href="#", kind="record", taken="2024-03-18 10:00", by="李样本"),
    vm.Evidence(title="营业执照复印件", href="#", kind="paper", taken="2024-03-18 10:40", digest="broken"),
)
PAPERS = (
    vm.PaperRow(title="行政处罚决定书", href=f"{AT}/paper/draft/", state="draft", note="缺：决定日期、第二名执法人员"),
    vm.PaperRow(title="行政处罚事先告知书", href=f"{AT}/paper/", state="delivered", number="渝北洛碛罚告〔2024〕31 号", on=date(2024, 5, 28)),
    vm.PaperRow(title="立案审批表", href=f"{AT}/paper/", state="issued", number="渝北洛碛罚立〔2024〕36 号", on=date(2024, 3, 15)),
    vm.PaperRow(title="先行登记保存通知书", href=f"{AT}/paper/", state="withdrawn", number="渝北洛碛登保〔2024〕4 号", on=date(2024, 3, 18)),
)


def full() -> vm.CasePage:
    return vm.CasePage(
        number=NUMBER, matter="未经批准擅自占道经营", party="张示例（洛碛镇示例小面馆）", organ="洛碛镇人民政府",
        officers="李样本、王示范", matter_law=STREET_26, phases=phases(5),
        tabs=(
            vm.Tab(label="处罚", href="#", here=True, note="决定"),
            vm.Tab(label="扣押一", href="#", note="已解除"),
            vm.Tab(label="扣押二", href="#", note="还有 3 天", level="yellow"),
            vm.Tab(label="公示", href="#", note="未开始"),
        ),
        clocks=(
            vm.Clock(title="作出处罚决定", of="本机关", due=due(1), law=PENALTY_60, share=99),
            vm.Clock(title="扣押二到期", of="本机关", due=due(3), law=law("强制法 §25"), share=90),
            vm.Clock(
                title="送达处罚决定书", of="本机关", law=PENALTY_61, state="决定作出后起算，7 日",
                due=vm.DueChip(level="none", word="等待开始"),
            ),
        ),
        findings=(
            vm.FindingRow(
                level="red", word="红色", message="询问时孙演示的执法证件已过期（2024-03-10 到期）", law=PENALTY_42,
                since=date(2024, 3, 18), action=act("重新询问"),
            ),
            vm.FindingRow(
                level="blue", word="蓝色", message="两次录入距事情发生超过 3 天", since=date(2024, 3, 22),
            ),
        ),
        open_steps=(
            vm.OpenStep(
                code="decision", title="作出处罚决定", law=PENALTY_57, phase="决定", by="负责人", due=due(1), form=DECISION,
                opened=True, main=True,
            ),
            vm.OpenStep(code="evidence", title="补充证据", law=PENALTY_54, phase="调查", by="执法人员", href="#"),
            vm.OpenStep(
                code="discussion", title="集体讨论", law=PENALTY_57, phase="决定", by="负责人", href="#",
                why="情节复杂或者重大违法行为才需要",
            ),
        ),
        near_steps=(
            vm.NearStep(
                title="送达处罚决定书", law=PENALTY_61, lacks=(vm.Lack(what="处罚决定还没有作出"),),
            ),
            vm.NearStep(
                title="法制审核", law=PENALTY_58,
                lacks=(vm.Lack(what="任一：涉及重大公共利益；经过听证；案情疑难复杂；列入本地目录", action=act("写明是否复杂")),),
            ),
        ),
        timeline=TIMELINE, facts=FACT_GROUPS, evidence=_thumbs(), papers=PAPERS,
        actions=(
            act("事后补录", to=f"{AT}/batch/"), act("更正"), act("移交", to=f"{AT}/handover/"), act("打印卷宗目录"), act("导出证明"),
        ),
        evidence_add=act("加证据"),
    )


def _thumbs() -> tuple[vm.Evidence, ...]:
    return tuple(replace(e, thumb="/static/zhifa/sample-photo.svg" if e.thumb else "") for e in EVIDENCE)


def refused() -> vm.CasePage:
    step = replace(full().open_steps[0], form=replace(DECISION, refusal=ONE_OFFICER))
    return replace(full(), open_steps=(step, *full().open_steps[1:]), findings=(), phases=phases(4), timeline=TIMELINE[3:])


def new() -> vm.CasePage:
    filing = vm.StepForm(
        code="filing", title="立案", verb="提交立案审批", action="#", fields=(f.PARTY, f.CREW), draft=f"{AT}/draft/",
    )
    return replace(
        full(), number="未编号", phases=phases(1), tabs=(), clocks=(), findings=(), near_steps=(), timeline=(), evidence=(),
        papers=(), facts=FACT_GROUPS[:1],
        open_steps=(
            vm.OpenStep(
                code="filing", title="立案", law=PENALTY_54, phase="立案", by="执法人员", form=filing, opened=True, main=True
            ),
        ),
    )


def closed() -> vm.CasePage:
    return replace(
        full(), phases=phases(10), clocks=(), findings=(), open_steps=(), near_steps=(), tabs=(), actions=(act("导出证明"),),
        closed="本案已于 2024-09-02 归档。需要改动的，走更正。",
    )


def long() -> vm.CasePage:
    return replace(full(), party=LONG_NAME, matter="未经批准擅自占道经营，且在次干道及其两侧从事产生油烟的餐饮经营活动，经责令限期改正逾期未改正")


def batch(checked: bool = False) -> vm.BatchEntry:
    def step(code: str, title: str, mark: vm.LawMark, chosen: bool, *more: vm.FieldView) -> vm.BatchStep:
        day = vm.FieldView(
            name=f"{code}.on", label="实际发生日期", kind="date", value="2024-05-28" if chosen else "", required=True
        )
        found = (
            vm.FindingRow(level="red", word="红色", message="作出决定早于告知书送达", law=PENALTY_44),
        ) if checked and code == "decision" else ()
        form = vm.StepForm(
            code=code, title=title, verb="", action="", law=mark, recording=True,
            fields=(day, *(replace(m, name=f"{code}.{m.name}") for m in more)),
        )
        return vm.BatchStep(form=form, chosen=chosen, findings=found)

    return vm.BatchEntry(
        number=NUMBER, party="张示例（洛碛镇示例小面馆）", action="#", checked=checked, draft=f"{AT}/draft/", drafted="10:32",
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
        title="移交案件", action="#", leaver="孙演示", law=PENALTY_42, back=act("回到人员", to=f"{AT}/people/"),
        cases=tuple(
            vm.FactRow(label=f"渝北洛碛罚立〔2024〕{n} 号", value=what, source=party, href=f"{AT}/case/")
            for n, what, party in ((21, "告知，等待陈述申辩", "李样品（示例五金店）"), (28, "调查", LONG_NAME), (33, "送达", "张示例"))
        ),
        fields=(
            vm.FieldView(name="to", label="接办人", kind="officers", options=f.OFFICERS, needed=1),
            vm.FieldView(name="on", label="移交日期", kind="date", value="2024-06-12"),
            vm.FieldView(name="why", label="移交原因", kind="text", value="", placeholder="例如：调离执法岗位"),
        ),
    )
