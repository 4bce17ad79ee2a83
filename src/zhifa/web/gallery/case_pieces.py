"""What the case page is made of: phases, the decision form, the timeline, facts, evidence, papers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from zhifa.web import viewmodels as vm
from zhifa.web.gallery import fields as f
from zhifa.web.gallery.marks import (
    AT,
    PENALTY_42,
    PENALTY_44,
    PENALTY_54,
    PENALTY_57,
    PENALTY_58,
    act,
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
    code="decision",
    title="作出处罚决定",
    verb="作出决定",
    action="#",
    law=PENALTY_57,
    fields=(f.DAY, f.FINE, f.KINDS, f.FACTS, replace(f.CREW, hint="")),
    draft=f"{AT}/draft/",
    drafted="10:32",
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
            what="只有一名执法人员，须不少于两名",
            law=PENALTY_42,
            action=act("再选一名", to="#f-step-officers-label"),
        ),
        vm.Lack(
            what="告知书还没有送达当事人",
            law=PENALTY_44,
            action=act("去送达告知书"),
            hint="当事人有权先陈述、申辩；没有告知就作出的决定不成立。",
        ),
        vm.Lack(what="是否属于情节复杂，还没有写明", law=PENALTY_58, action=act("写明"), question=True),
    ),
    record_instead=act("按实际发生的样子补录", to=f"{AT}/batch/"),
)
TIMELINE = (
    vm.TimelineEntry(
        title="答复陈述申辩意见",
        occurred="2024-06-03 周一",
        text="采纳“已当场收回桌椅”一节，拟处罚款由 300 元减为 200 元。",
        by="李样本、王示范",
        recorded="2024-06-03 周一 16:12",
        law=law("处罚法 §45"),
        papers=(act("复核意见书"),),
        proof="#",
    ),
    vm.TimelineEntry(
        title="当事人陈述申辩",
        occurred="2024-05-30 周四",
        text="张示例称桌椅摆出不足两小时，经劝导已当场收回，请求从轻。",
        by="当事人",
        kind="recorded",
        recorded="2024-06-03 周一 09:40",
        gap=4,
        law=law("处罚法 §45"),
        proof="#",
    ),
    vm.TimelineEntry(
        title="送达行政处罚事先告知书",
        occurred="2024-05-28 周二 15:05",
        text="直接送达，张示例本人签收。拟处罚款 300 元。",
        by="李样本、王示范",
        recorded="2024-05-28 周二 15:40",
        law=PENALTY_44,
        papers=(act("事先告知书"), act("送达回证")),
        proof="#",
    ),
    vm.TimelineEntry(
        title="登记保存自行失效",
        occurred="2024-03-27 周三",
        text="先行登记保存期满，没有作出处理决定，登记保存自行失效。",
        kind="law",
        recorded="2024-03-28 周四 00:05",
        law=law("处罚法 §56"),
        flag=vm.FindingRow(level="yellow", word="黄色", message="登记保存期内未作处理决定", law=law("处罚法 §56")),
    ),
    vm.TimelineEntry(
        title="询问当事人",
        occurred="2024-03-18 周一 10:00",
        text="制作询问笔录一份，当事人逐页签名。",
        by="李样本、孙演示",
        kind="recorded",
        recorded="2024-03-22 周五 17:30",
        gap=4,
        law=law("处罚法 §55"),
        papers=(act("询问笔录"),),
        proof="#",
    ),
    vm.TimelineEntry(
        title="立案",
        occurred="2024-03-16 周六",
        by="李样本",
        recorded="2024-03-16 周六 11:02",
        law=PENALTY_54,
        superseded="2024-03-18 更正：立案日应为 2024-03-15，审批表签署日。期限已重算。",
        kind="correction",
        proof="#",
    ),
    vm.TimelineEntry(
        title="立案",
        occurred="2024-03-15 周五",
        text="负责人钱样章批准立案，承办人李样本、王示范。",
        by="钱样章",
        recorded="2024-03-18 周一 09:10",
        gap=3,
        law=PENALTY_54,
        papers=(act("立案审批表"),),
        proof="#",
    ),
    vm.TimelineEntry(
        title="现场检查",
        occurred="2024-03-12 周二 09:20",
        text="镇中路 18 号门前人行道摆放方桌 4 张、塑料凳 16 个，约 6 平方米。",
        by="李样本、王示范",
        recorded="2024-03-12 周二 09:58",
        law=law("处罚法 §55"),
        papers=(act("现场检查笔录"), act("照片 3 张")),
        proof="#",
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
PIECE = f"{AT}/panel/evidence/"
EVIDENCE = (
    vm.Evidence(
        title="门前桌椅全景",
        href=PIECE,
        kind="photo",
        taken="2024-03-12 09:24",
        place="镇中路 18 号",
        thumb="photo",
    ),
    vm.Evidence(
        title="占道范围测量",
        href=PIECE,
        kind="photo",
        taken="2024-03-12 09:31",
        place="镇中路 18 号",
        thumb="photo",
    ),
    vm.Evidence(
        title="现场检查录像",
        href=PIECE,
        kind="video",
        taken="2024-03-12 09:20",
        place="镇中路 18 号",
        digest="pending",
    ),
    vm.Evidence(title="询问笔录", href=PIECE, kind="record", taken="2024-03-18 10:00", by="李样本"),
    vm.Evidence(title="营业执照复印件", href=PIECE, kind="paper", taken="2024-03-18 10:40", digest="broken"),
)
PAPERS = (
    vm.PaperRow(title="行政处罚决定书", href=f"{AT}/paper/draft/", state="draft", note="缺：决定日期、第二名执法人员"),
    vm.PaperRow(
        title="行政处罚事先告知书",
        href=f"{AT}/paper/",
        state="delivered",
        number="渝北洛碛罚告〔2024〕31 号",
        on=date(2024, 5, 28),
    ),
    vm.PaperRow(
        title="立案审批表",
        href=f"{AT}/paper/",
        state="issued",
        number="渝北洛碛罚立〔2024〕36 号",
        on=date(2024, 3, 15),
    ),
    vm.PaperRow(
        title="先行登记保存通知书",
        href=f"{AT}/paper/",
        state="withdrawn",
        number="渝北洛碛登保〔2024〕4 号",
        on=date(2024, 3, 18),
    ),
)
