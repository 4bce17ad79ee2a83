"""Records of people and things, examination papers, scripted cases."""

from __future__ import annotations

from zhifa.web import viewmodels as vm
from zhifa.web.gallery.marks import AT, PENALTY_42, act

LONG = "参加全区行政执法人员公共法律知识、专业法律知识、执法规范和职业道德集中轮训第十二期的在岗执法人员"


def record(state: str) -> vm.RecordPage:
    """A person who may act, one who may not, and nothing known."""
    may = state == "full"
    word = vm.Verdict(
        level="none" if may else "red",
        word="今天可以执法" if may else "今天不能执法",
        why="以洛碛镇的名义；证件 演示500112001"
        if may
        else "证件 演示500112001 自 2025-01-31 周五 起失效：2024 年培训 36 学时，应有 60 学时",
        law=PENALTY_42,
    )
    rows = tuple(
        vm.Row(href="#", cells=(vm.Cell(text=LONG if n == 0 else f"第{n}期集中授课"), vm.Cell(text="12 学时")))
        for n in range(6)
    )
    return vm.RecordPage(
        title="李样本",
        lead="洛碛镇 · 综合行政执法大队执法人员 · 执法人员",
        verdicts=(word,),
        actions=(act("年审"), act("暂停证件")),
        back=act("回到人员", to=f"{AT}/people/"),
        tiles=(vm.Tile(label="2024 年学时", figure=vm.Figure(text="36"), unit="/ 60"),),
        lacks=() if may else (vm.Lack(what="还有装备没有交回：执法记录仪JL-1"),),
        facts=(vm.FactGroup(title="登记", rows=(vm.FactRow(label="到岗", value="2019-03-01"),)),),
        tables=(
            vm.TableView(
                caption="培训和考试",
                columns=(vm.Column(label="名称", kind="main"), vm.Column(label="结果")),
                rows=() if state == "empty" else rows,
                empty=vm.Empty(what="没有登记培训和考试"),
            ),
        ),
    )


def exam(state: str) -> vm.ExamPaper:
    """A paper being sat, being marked, and marked."""
    told = state != "sitting"

    def options(*labels: str) -> tuple[vm.ExamOption, ...]:
        return tuple(
            vm.ExamOption(value=str(n), letter="ABCD"[n], label=label, chosen=n == 1, right=told and n == 2)
            for n, label in enumerate(labels)
        )

    questions = (
        vm.ExamQuestion(
            name="p031", number=1, kind="单选", text="先行登记保存证据，应当在几日内作出处理决定？", points=2,
            options=options("三日", "五日", "七日", "十五日"), got=0 if told else None, right="C" if told else "",
            why="七日内；指工作日。" if told else "", law=PENALTY_42 if told else None,
        ),
        vm.ExamQuestion(
            name="p065", number=2, kind="案例", text="一人带一名辅助人员当场罚款，请指出违法之处。", points=20,
            written="应当两人，应当出示证件。", got=8 if state == "marked" else None,
            right="至少两名持证执法人员；应当出示执法证件" if told else "",
        ),
    )  # fmt: skip
    return vm.ExamPaper(
        title="2024 年在岗考试",
        lead="满分 100，60 分合格",
        state="sitting" if state == "sitting" else "marking" if state == "marking" else "marked",
        questions=questions,
        action="#",
        save="#" if state == "sitting" else "",
        left=1_320,
        until="10:00:00",
        verb="" if state == "marked" else "交卷" if state == "sitting" else "给分",
        verdict=vm.Verdict(level="yellow", word="52 分，不合格") if state == "marked" else None,
        back=act("回到考试"),
    )


def teaching(state: str) -> vm.TeachingPage:
    """A scripted case begun, under way, and over."""
    turns = (
        vm.TeachingTurn(
            text="我和丙虚构上前表明身份", good=False, said="",
            lacks=(vm.Lack(what="丙虚构是行政执法辅助人员，不得实施“出示执法证件”", law=PENALTY_42),),
        ),
        vm.TeachingTurn(text="我和乙样本出示执法证件", good=True, said="两名持有效证件的执法人员，主动亮证。"),
    )  # fmt: skip
    over = state == "over"
    return vm.TeachingPage(
        title="路口的水果摊：当场处罚怎么做",
        lead="人物、单位均为虚构",
        scene="摊主说：“又没挡着人。”你准备罚五十元。接下来怎么办？",
        number=2,
        scenes=5,
        choices=()
        if over
        else tuple(
            vm.TeachingChoice(letter="ABC"[n], text=text, href="#")
            for n, text in enumerate(("当场写决定书", "告知拟处罚的内容、事实、理由、依据和他的权利", "加到一百五十元"))
        ),
        turns=() if state == "begun" else turns,
        lesson="当场处罚也有完整的次序。" if over else "",
        again=act("再来一遍"),
        back=act("回到情景教学"),
    )
