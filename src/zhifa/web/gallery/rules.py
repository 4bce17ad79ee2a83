"""Drafts of rules and two provinces beside each other."""

from __future__ import annotations

from zhifa.web import viewmodels as vm
from zhifa.web.gallery.marks import LONG_NAME, PENALTY_58, STREET_26, act

STATE = {"full": "待批准", "wrong": "需要改正", "published": "已公布", "long": "待批准"}
TEXT = (
    '[[matter]]\ncode = "city.pile"\ntitle = "街面堆物"\nfines = [\n  { party = "个人", min = 5000, max = 50000 },\n]\n'
)

NEW = vm.Cell(text="一般 335.00 至 715.00 元", level="yellow")


def _piece(text: str, marked: bool = False) -> vm.LawPiece:
    return vm.LawPiece(text=text, marked=marked)


def _change(title: str) -> vm.RuleChange:
    return vm.RuleChange(
        title=title,
        kind="事项·修改",
        span="现行版本（自 2018-07-26）到 2026-12-31 为止；新版本自 2027-01-01 起，没有终止日",
        fields=(
            vm.RuleField(
                label="罚款", key="fines",
                old=(_piece("个人 50 元以上 "), _piece("500", True), _piece(" 元以下")),
                new=(_piece("个人 50 元以上 "), _piece("1,000", True), _piece(" 元以下")),
            ),
            vm.RuleField(label="说明", key="note", new=(_piece("条例修改以后提高上限", True),)),
        ),
    )  # fmt: skip


def _touched(count: int) -> vm.TableView:
    rows = tuple(
        vm.Row(
            href="#",
            cells=(
                vm.Cell(text=f"渝洛碛〔2026〕罚{n}号", sub=LONG_NAME if n % 2 else "占道堆放物料"),
                vm.Cell(text="洛碛镇"),
                vm.Cell(text="街面堆物"), vm.Cell(text="一般 185.00 至 365.00 元"),
                NEW if n % 2 else vm.Cell(text="不变"),
            ),
        )
        for n in range(1, count + 1)
    )  # fmt: skip
    return vm.TableView(
        caption="涉及的在办案件",
        columns=(
            vm.Column(label="案件", kind="main"), vm.Column(label="机关", kind="short"), vm.Column(label="事项"),
            vm.Column(label="现行规则的幅度"), vm.Column(label="草案的幅度"),
        ),
        rows=rows, empty=vm.Empty(what="没有在办案件受影响", how="草案公布以后，以新立的案件为准"), name="touched",
    )  # fmt: skip


def _decisions(state: str) -> tuple[vm.RuleDecision, ...]:
    if state == "published":
        return (vm.RuleDecision(label="停止施行", why_not="规则已经施行，案件可能已经适用", remedy="另写草案改"),)
    if state == "wrong":
        return (vm.RuleDecision(label="批准", why_not="草案有 2 处问题", remedy="由起草人改正以后再办"),)
    approve = vm.StepForm(code="draft-approve", title="批准", verb="批准", action="#", fields=())
    asked = (vm.FieldView(name="reason", label="理由", kind="text"),)
    refuse = vm.StepForm(code="draft-refuse", title="不批准", verb="不批准", action="#", fields=asked)
    return (
        vm.RuleDecision(label="批准", form=approve, open=True),
        vm.RuleDecision(label="不批准", form=refuse),
        vm.RuleDecision(label="撤回", why_not="没有办理此事的权限", remedy="请联系起草人"),
    )


def draft(state: str) -> vm.RuleDraftPage:
    """One that waits, one with faults, one published, one that reaches many cases."""
    wrong = (
        vm.Lack(
            what="事项 city.pile：罚款第 1 行的 min 应不小于零、不大于 max，现为 50000 和 4000", action=act("改草案")
        ),
        vm.Lack(what="第 3 行第 12 列：写法不对，核对引号、逗号和括号"),
    )
    titles = [LONG_NAME, "街面堆物", "占道经营"] if state == "long" else ["街面堆物（city.pile）"]
    return vm.RuleDraftPage(
        title="规则草案第 12 号",
        state=STATE[state],
        lead="条例修改，提高罚款上限　自 2027-01-01 周五 起施行",
        steps=(("起草", "王示例，2026-11-20 周五"), ("批准", "李示例，2026-11-21 周六")),
        back=act("全部草案"),
        problems=wrong if state == "wrong" else (),
        judged="已连同现行规则一起核对，没有发现问题" if state in ("full", "long") else "",
        changes=tuple(_change(title) for title in titles),
        tiles=(
            vm.Tile(label="改动的规则", figure=vm.Figure(text="1"), unit="条"),
            vm.Tile(label="涉及的在办案件", figure=vm.Figure(text="40"), unit="件", note="洛碛镇 40"),
        ),
        touched=None if state == "published" else _touched(30 if state == "long" else 0),
        decisions=_decisions(state),
        lighter=PENALTY_58,
        text=TEXT,
        edit=None if state == "published" else act("改草案"),
    )


def _row(number: int) -> vm.CrosswalkRow:
    differs = number % 3 == 0
    return vm.CrosswalkRow(
        anchor=f"pair{number}",
        title=LONG_NAME if number == 0 else "乱丢果皮、纸屑、烟头",
        field="市容环卫",
        one=vm.CrosswalkSide(
            lines=("个人 50 元以上 200 元以下", "单位 200 元以上 2,000 元以下"), laws=(STREET_26,),
            benchmark="基准 city.litter",
        ),
        other=vm.CrosswalkSide(lines=("条文没有写数额",), laws=(PENALTY_58,),
            standing="本地规定没有收录，列的是国家规定"),
        difference="重庆条例写了数额；国家条例只写可以并处警告、罚款，没有数额。",
        word="幅度不同" if differs else "一地没有数额",
        differs=differs,
    )  # fmt: skip


def crosswalk(count: int) -> vm.CrosswalkPage:
    """Many pairs, and none."""
    options = (vm.Option(value="重庆", label="重庆市", selected=True), vm.Option(value="四川", label="四川省"))
    return vm.CrosswalkPage(
        lead="60 种行为；有差别的在前",
        action="#",
        one="重庆市",
        other="四川省",
        ones=options,
        others=options,
        query="" if count else "没有的词",
        fields=(vm.Filter(label="全部领域", href="#", here=True, count="60"),),
        words=(vm.Filter(label="幅度不同", href="#", count="10"), vm.Filter(label="依据相同", href="#", count="23")),
        rows=tuple(_row(number) for number in range(count)),
        exports=(act("CSV"),),
        rules=(("重庆市", "按法定幅度的百分比分档", PENALTY_58), ("四川省", "裁量规定没有收录", None)),
        empty=None if count else vm.Empty(what="没有符合条件的行为", how="换一个领域或者差别"),
    )
