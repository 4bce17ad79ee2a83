"""What is wrong, what nearly is, and by which rules: the three lists of supervision in their states."""

from __future__ import annotations

from datetime import timedelta

from zhifa.web import viewmodels as vm
from zhifa.web.gallery.marks import LONG_NAME, TODAY, act, due, law
from zhifa.web.views.alert_rules import COLUMNS as OF_RULES
from zhifa.web.views.findings import COLUMNS as OF_FINDINGS
from zhifa.web.views.near import COLUMNS as NEAR

FULL, EMPTY, LONG, REFUSED = "full", "empty", "long", "refused"
STATES = (FULL, EMPTY, LONG, REFUSED)
NOT_FETCHED = "列表没有取到，案件本身没有受影响。刷新一次；仍然没有的，请系统管理员看日志。"
COLOURS: tuple[tuple[vm.Level, str], ...] = (("red", "红色"), ("yellow", "黄色"), ("blue", "蓝色"))
GROUPS = ("时限", "审核", "资格", "告知", "听证", "公示", "财物", "裁量", "次序", "送达", "执行", "检查", "统计")
WRONG = (
    ("没有事先告知就作出处罚决定", "尚未完成“处罚事先告知”", "行政处罚法 第44条"),
    ("执法决定没有按期公示", "“行政处罚决定公示期限”于 2024-05-14 周二 届满，至今未完成", "国办发〔2018〕118号 第6条"),
    ("一天登记的现场多得看不过来，疑似凑数（试行）", "同一执法人员一天登记 14 处现场，超过 12 处", "行政处罚法 第47条"),
)
AT_LENGTH = "还不能进行“作出处罚决定”：任一：已有关联的“移送涉嫌犯罪案件”；或“移送涉嫌犯罪案件”尚未终结；" * 4


def _filters(state: str, first: str) -> tuple[vm.Filter, ...]:
    if state in (EMPTY, REFUSED):
        return (vm.Filter(label=first, href="#", here=True),)
    named = (vm.Filter(label=name, href="#", count=str(37 - n * 2)) for n, name in enumerate(GROUPS))
    return (vm.Filter(label=first, href="#", here=True), *named)


def _table(
    state: str, caption: str, columns: tuple[vm.Column, ...], rows: tuple[vm.Row, ...], empty: vm.Empty, first: str = ""
) -> vm.TableView:
    shown = rows if state in (FULL, LONG) else ()
    return vm.TableView(
        caption=caption,
        columns=columns,
        rows=shown,
        filters=_filters(state, first) if first else (),
        pager=vm.Pager(shown=f"本页 {len(shown)} 个", next="#" if shown else ""),
        exports=(vm.Action(label="CSV", href="#", download=True), vm.Action(label="XLSX", href="#", download=True)),
        empty=empty,
        error=NOT_FETCHED if state == REFUSED else "",
    )


def findings(state: str) -> vm.ListPage:
    """Findings of cases and patterns; `long` with names and reasons as long as they come."""
    long = state == LONG

    def row(number: int) -> vm.Row:
        title, message, cite = WRONG[number % len(WRONG)]
        level, word = COLOURS[number % len(COLOURS)]
        case = vm.Cell(text="跨案件")
        if number % len(WRONG) < 2:
            case = vm.Cell(text=f"渝示案〔2024〕{number + 1}号", sub=LONG_NAME if long else "陈样本", href="#")
        return vm.Row(
            href="#",
            cells=(
                vm.Cell(text=title, sub=AT_LENGTH if long else message, law=law(cite)),
                vm.Cell(text=word, level=level),
                case,
                vm.Cell(text=LONG_NAME if long else f"示例镇{number % 5 + 1}"),
                vm.Cell(on=TODAY - timedelta(days=number)),
                vm.Cell(due=due(4 - number), sub="由机关负责人答复" if number % 2 else "由承办人答复"),
            ),
        )

    none = state in (EMPTY, REFUSED)
    figures = [(level, word, 0 if none else 41 - 9 * n) for n, (level, word) in enumerate(COLOURS)]
    every = vm.Tile(label="全部", figure=vm.Figure(text=str(sum(n for *_, n in figures)), href="#"), unit="个")
    return vm.ListPage(
        title="问题",
        lead="单个案件里的，和许多案件放在一起才看得出的。更正、补办以后自行消失；是否违法由人核查。",
        actions=(act("监督规则", to="/gallery/alert-rules/"),),
        tiles=(
            every,
            *(
                vm.Tile(label=word, figure=vm.Figure(text=str(n), href="#"), unit="个", level=level)
                for level, word, n in figures
            ),
        ),
        choices=()
        if none
        else (
            vm.Filter(label="全部单位", href="#", here=True),
            *(vm.Filter(label=f"示例镇{n}", href="#", count=str(9 - n)) for n in range(1, 6)),
        ),
        table=_table(
            state,
            "问题",
            OF_FINDINGS,
            tuple(map(row, range(5 if long else 24))),
            vm.Empty(
                what="没有符合条件的问题",
                how="办理、补录时即时核对，每日巡查时按期限和跨案件的规律核对，发现的列在这里。",
            ),
            "全部类别",
        ),
    )


def rules(state: str) -> vm.ListPage:
    """The rules with what was measured of them; one that is on trial, one that was never measured."""
    long = state == LONG

    def row(number: int) -> vm.Row:
        title, _, cite = WRONG[number % len(WRONG)]
        level, word = COLOURS[number % len(COLOURS)]
        known = number % 4
        return vm.Row(
            href="#",
            quiet=number % 2 == 1,
            cells=(
                vm.Cell(
                    text=title, sub=f"{GROUPS[number % len(GROUPS)]} · 试行" if known == 1 else "时限", law=law(cite)
                ),
                vm.Cell(
                    text=word, sub="将到期蓝 · 当日黄 · 逾期未办红 · 逾期才办黄" if known == 2 else "", level=level
                ),
                vm.Cell(
                    text=AT_LENGTH if long else "作出决定、送达以前没有该有的一步",
                    sub=f"改法：{AT_LENGTH if long else '补办'}",
                ),
                vm.Cell(text="机关负责人" if number % 2 else "承办人", sub="5 个工作日"),
                vm.Cell(text="未测" if known == 3 else "1.00", sub="" if known == 3 else "12 对 0 错"),
                vm.Cell(text="未测" if known == 3 else "1.00", sub="" if known == 3 else "6 找到 6"),
                vm.Cell(text=str(number * 3 % 11)),
            ),
        )

    return vm.ListPage(
        title="监督规则",
        lead="140 条。精确率、召回率在标注数据上测得；低于 0.95 的标明试行，没有样本的写“未测”。",
        actions=(act("现有的问题", to="/gallery/findings/"),),
        table=_table(
            state,
            "监督规则",
            OF_RULES,
            tuple(map(row, range(5 if long else 24))),
            vm.Empty(what="没有这一类规则", how="规则写在规则目录的 alerts 里。"),
            "全部类别",
        ),
    )


def near(state: str) -> vm.ListPage:
    """Duties near their end, the nearest first."""
    long = state == LONG

    def row(number: int) -> vm.Row:
        level, word = ("yellow", "黄色") if number == 0 else ("blue", "蓝色")
        return vm.Row(
            href="#",
            cells=(
                vm.Cell(
                    text=AT_LENGTH if long else ("公示处罚决定", "送达决定书", "作出处罚决定")[number % 3],
                    sub=("执法决定没有按期公示", "决定书没有在七日内送达", "立案以后逾期没有作出处罚决定")[number % 3],
                    law=law("行政处罚法 第61条第1款"),
                ),
                vm.Cell(text=word, level=level),  # type: ignore[arg-type]
                vm.Cell(text=f"渝示案〔2024〕{number + 1}号", sub=LONG_NAME if long else "陈样本", href="#"),
                vm.Cell(text=LONG_NAME if long else "示例镇1"),
                vm.Cell(due=due(number // 2)),
            ),
        )

    return vm.ListPage(
        title="将到期",
        lead="还没有违法、再不办就会成为问题的期限。从规则写明的提醒日起列在这里，办完即消失。",
        actions=(act("问题", to="/gallery/findings/"),),
        table=_table(
            state,
            "将到期",
            NEAR,
            tuple(map(row, range(5 if long else 18))),
            vm.Empty(what="没有临近届满的期限", how="临近届满的办案期限自动列在这里。"),
        ),
    )
