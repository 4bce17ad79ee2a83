"""Shared pieces of the fixtures: the shell, law marks, due chips."""

from __future__ import annotations

from datetime import date, timedelta

from zhifa.web import viewmodels as vm

TODAY = date(2024, 6, 12)
LONG_NAME = "重庆市渝北区洛碛镇示例生态农业综合开发与农产品冷链仓储物流配送服务有限责任公司第三分公司（个人独资）样本"
AT = "/gallery"

NAV = (
    ("工作台", "workbench", 0),
    ("线索", "clues", 3),
    ("检查", "inspections", 0),
    ("案件", "cases", 0),
    ("审核", "review", 4),
    ("统计", "statistics", 0),
    ("年报", "report", 0),
    ("人员", "people", 0),
)


def shell(here: str) -> vm.Shell:
    return vm.Shell(
        organ="洛碛镇人民政府",
        user="李样本",
        role="执法人员",
        nav=tuple(
            vm.NavItem(label=label, href=f"{AT}/{page}/", here=page == here, count=count) for label, page, count in NAV
        ),
        home=f"{AT}/workbench/",
        search=f"{AT}/cases/",
        account=f"{AT}/people/",
        signout=f"{AT}/sign-in/",
        acting="",
        today=TODAY,
    )


def law(label: str, title: str = "") -> vm.LawMark:
    return vm.LawMark(label=label, href=f"{AT}/panel/law/", title=title)


def act(label: str, *, primary: bool = False, post: bool = False, confirm: str = "", to: str = "#") -> vm.Action:
    return vm.Action(label=label, href=to, primary=primary, post=post, confirm=confirm)


def due(days: int, *, unit: str = "天", at: str = "") -> vm.DueChip:
    """A chip as many days from the gallery's own today."""
    on = TODAY + timedelta(days=days)
    if days < 0:
        return vm.DueChip(
            level="red", word="已超期", on=on, at=at, relative=f"超 {-days} {unit}", href=f"{AT}/panel/trace/"
        )
    if days == 0:
        return vm.DueChip(level="red", word="今天", on=on, at=at, relative="今天到期", href=f"{AT}/panel/trace/")
    level: vm.Level = "yellow" if days <= 3 else "blue"
    word = "临近" if days <= 3 else "未到"
    return vm.DueChip(level=level, word=word, on=on, at=at, relative=f"还有 {days} {unit}", href=f"{AT}/panel/trace/")


PENALTY_44 = law("处罚法 §44", "行政处罚法(2021)#44")
PENALTY_54 = law("处罚法 §54", "行政处罚法(2021)#54")
PENALTY_57 = law("处罚法 §57", "行政处罚法(2021)#57")
PENALTY_58 = law("处罚法 §58", "行政处罚法(2021)#58")
PENALTY_60 = law("处罚法 §60", "行政处罚法(2021)#60")
PENALTY_61 = law("处罚法 §61", "行政处罚法(2021)#61")
PENALTY_42 = law("处罚法 §42", "行政处罚法(2021)#42")
STREET_26 = law("市容条例 §26", "重庆市市容环境卫生管理条例(2018)#26")
STREET_18 = law("市容条例 §18", "重庆市市容环境卫生管理条例(2018)#18")

PANEL = vm.LawPanel(
    label="处罚法 §60",
    instrument="中华人民共和国行政处罚法",
    article="第六十条",
    in_force="2021 年修订文本，自 2021-07-15 起有效，本案 2024-03-15 立案时有效",
    why="本案按普通程序立案，从立案之日起计算作出处罚决定的期限。",
    status="verified",
    status_note="2024-05-20 与导入的原文逐字比对。",
    text="（示例：此处显示本单位导入的第六十条原文。）\n\n（条文中与本案有关的一款加粗显示。）",
    source=vm.Action(label="看整部法", href="#"),
)
TRACE = vm.DueTrace(
    title="作出处罚决定",
    due=due(1),
    law=PENALTY_60,
    lines=(
        vm.TraceLine(on=date(2024, 3, 15), text="立案，从次日起算"),
        vm.TraceLine(on=date(2024, 6, 13), text="第 90 天，按自然日计", law=PENALTY_60),
        vm.TraceLine(text="2024-04-08 至 2024-04-15 鉴定：本程序没有扣除规定，不扣除"),
        vm.TraceLine(on=date(2024, 6, 13), text="周四，不是节假日，不顺延"),
        vm.TraceLine(on=date(2024, 6, 13), text="期限届满日", result=True),
    ),
    note="日历：国务院办公厅 2024 年节假日安排，已发布。",
)
