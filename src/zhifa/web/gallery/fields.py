"""One field of every kind, filled, empty and wrong."""

from __future__ import annotations

from dataclasses import replace

from zhifa.web import viewmodels as vm
from zhifa.web.gallery.marks import AT, PENALTY_42, PENALTY_54, PENALTY_57, act, law

OFFICERS = (
    vm.Option(value="1", label="李样本", selected=True, note="渝执 0100231 · 至 2027-03-31"),
    vm.Option(value="2", label="王示范", note="渝执 0100232 · 至 2026-12-31"),
    vm.Option(value="3", label="赵试用", note="渝执 0100240 · 至 2025-08-31"),
    vm.Option(value="4", label="孙演示", note="渝执 0100198 · 至 2024-05-31", why_not="证件已过期"),
    vm.Option(value="5", label="周虚构", note="渝执 0100255 · 至 2027-03-31", why_not="与当事人有近亲属关系，已回避"),
)
PARTY = vm.FieldView(
    name="party.name",
    label="当事人",
    kind="text",
    value="张示例（洛碛镇示例小面馆）",
    known_from="来自现场检查笔录 2024-03-12",
    personal=True,
    check=f"{AT}/check/",
)
FACTS = vm.FieldView(
    name="decision.facts",
    label="违法事实",
    kind="longtext",
    value="2024 年 3 月 12 日 9 时 20 分，当事人在洛碛镇镇中路 18 号门前人行道摆放方桌 4 张、塑料凳 16 个"
    "从事餐饮经营，占用人行道约 6 平方米，未取得临时占道许可。",
    known_from="来自调查终结报告 2024-04-02",
)
FINE = vm.FieldView(
    name="decision.fine",
    label="罚款金额",
    kind="money",
    value="200.00",
    law=law("裁量基准 3-12"),
    low="100",
    high="300",
    proof=vm.Action(label="看裁量说明", href=f"{AT}/panel/trace/"),
    check=f"{AT}/check/",
)
DAY = vm.FieldView(name="decision.made_on", label="决定日期", kind="date", value="2024-06-12", check=f"{AT}/check/")
MOMENT = vm.FieldView(name="inspection.at", label="检查时间", kind="moment", value="2024-03-12 09:20")
KINDS = vm.FieldView(
    name="decision.kinds",
    label="处罚种类",
    kind="choices",
    law=PENALTY_57,
    options=(
        vm.Option(value="警告", label="警告"),
        vm.Option(value="罚款", label="罚款", selected=True),
        vm.Option(value="没收", label="没收违法所得、非法财物", why_not="本事项没有这一种类"),
    ),
)
AREA = vm.FieldView(name="matter.area", label="占用面积", kind="decimal", value="6.0", unit="平方米")
TABLES = vm.FieldView(name="matter.tables", label="桌椅数量", kind="integer", value="20", unit="件", required=False)
CORRECTED = vm.FieldView(name="matter.corrected", label="是否已自行改正", kind="boolean", value="是", law=PENALTY_54)
ROAD = vm.FieldView(
    name="matter.road",
    label="道路等级",
    kind="choice",
    options=tuple(vm.Option(value=o, label=o, selected=o == "次干道") for o in ("主干道", "次干道", "支路", "其他")),
)
DELIVERY = vm.FieldView(
    name="delivery.way",
    label="送达方式",
    kind="choice",
    options=tuple(
        vm.Option(value=o, label=o) for o in ("直接送达", "留置送达", "电子送达", "邮寄送达", "委托送达", "公告送达")
    ),
)
CREW = vm.FieldView(
    name="step.officers",
    label="承办执法人员",
    kind="officers",
    options=OFFICERS,
    needed=2,
    law=PENALTY_42,
    hint="不少于两名，证件在当日有效。",
)
CREW_AFTERWARDS = replace(
    CREW,
    hint="按实际到场的人选；当日证件无效的也照实选。",
    options=tuple(replace(o, note=f"{o.note}{' · ' if o.why_not else ''}{o.why_not}", why_not="") for o in OFFICERS),
)
GOODS = vm.FieldView(
    name="seizure.goods",
    label="扣押物品清单",
    kind="table",
    law=law("强制法 §24"),
    columns=(
        vm.TableColumn(code="name", label="物品名称", wide=True),
        vm.TableColumn(code="quantity", label="数量", kind="decimal"),
        vm.TableColumn(code="unit", label="单位"),
        vm.TableColumn(code="value", label="估价（元）", kind="money"),
        vm.TableColumn(code="state", label="成色", kind="choice", options=("完好", "有损", "易腐")),
    ),
    rows=(
        vm.TableRow(values=("折叠方桌（木面，铁脚）", "4", "张", "320.00", "完好")),
        vm.TableRow(values=("塑料凳", "16", "个", "160.00", "完好")),
        vm.TableRow(values=("液化气灶", "1", "台", "12.345", "有损"), error="估价“12.345”精确到分，最多两位小数"),
    ),
)
SCAN = vm.FieldView(
    name="evidence.file",
    label="现场照片",
    kind="file",
    accept="image/*",
    required=False,
    files=(act("门前桌椅.jpg · 2024-03-12 09:24 · 2.1 MB"),),
)
SEEN = vm.FieldView(
    name="clue.seen",
    label="发生了什么",
    kind="longtext",
    placeholder="什么人、在哪里、做了什么。写看到的，不必写依据。",
)
WRONG_DAY = vm.FieldView(
    name="notice.delivered_on",
    label="告知书送达日",
    kind="date",
    value="2024-03-01",
    error="早于立案日 2024-03-15",
    remedy="核对送达回证上的日期，写实际送达的那一天",
)
WRONG_FINE = vm.FieldView(
    name="proposal.fine",
    label="拟处罚款",
    kind="money",
    value="200.005",
    error="金额“200.005”精确到分，最多两位小数",
    remedy="写作 200 或 200.50",
)
ALL = (
    PARTY,
    FACTS,
    DAY,
    MOMENT,
    FINE,
    AREA,
    TABLES,
    CORRECTED,
    ROAD,
    KINDS,
    DELIVERY,
    CREW,
    GOODS,
    SCAN,
    WRONG_DAY,
    WRONG_FINE,
)
