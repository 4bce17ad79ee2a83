"""The workbench and the review queue."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from zhifa.web import viewmodels as vm
from zhifa.web.gallery.case_pieces import EVIDENCE, FACT_GROUPS, NUMBER
from zhifa.web.gallery.marks import (
    AT,
    LONG_NAME,
    PENALTY_42,
    PENALTY_58,
    PENALTY_60,
    PENALTY_61,
    STREET_18,
    STREET_26,
    act,
    due,
    law,
)

SUGGESTIONS = vm.Suggestions(
    typed="镇中路 18 号门前，商户把桌椅摆到人行道上",
    found=(
        vm.Suggestion(
            title="未经批准擅自占道经营",
            href=f"{AT}/matter/",
            why="“门前”“桌椅”“人行道”",
            law=STREET_26,
            organ="本镇可以办理",
            strength="最接近",
            start=(act("登记线索", primary=True), act("当场处罚")),
            amounts="金额以裁量基准为准",
        ),
        vm.Suggestion(
            title="临街门店超出门窗外墙摆卖、经营",
            why="“门前”“商户”",
            law=STREET_18,
            organ="本镇可以办理",
            strength="接近",
            start=(act("登记线索"),),
        ),
        vm.Suggestion(
            title="擅自占用城市道路",
            why="“人行道”",
            law=law("城市道路条例 §27"),
            organ="由区城市管理部门办理，可移送",
            strength="较远",
            start=(act("登记并移送"),),
        ),
    ),
)
TILES = (
    vm.Tile(label="在办案件", figure=vm.Figure(text="37", href=f"{AT}/cases/"), unit="件"),
    vm.Tile(label="超期", figure=vm.Figure(text="2", href=f"{AT}/cases/"), unit="件", level="red", word="红色"),
    vm.Tile(label="本月办结", figure=vm.Figure(text="18", href=f"{AT}/cases/"), unit="件"),
)
STREET, NOODLES = "未经批准擅自占道经营", "张示例（示例小面馆）"


def _duty(verb: str, number: int, party: str, days: int, mark: vm.LawMark, matter: str = STREET) -> vm.ObligationRow:
    return vm.ObligationRow(
        verb=verb,
        case=f"罚立〔2024〕{number} 号",
        party=party,
        matter=matter,
        href=f"{AT}/case/",
        law=mark,
        due=due(days, unit="天" if days < 0 else "个工作日"),
    )


def workbench() -> vm.Workbench:
    groups = (
        vm.ObligationGroup(
            title="已超期",
            rows=(
                _duty("送达处罚决定书", 19, "李样品（示例五金店）", -3, PENALTY_61),
                _duty("退还扣押物品", 22, LONG_NAME, -1, law("强制法 §28"), "在主、次干道的车行道、人行道堆放物料"),
            ),
        ),
        vm.ObligationGroup(title="今天", rows=(_duty("答复陈述申辩", 31, "吴举例", 0, law("处罚法 §45")),)),
        vm.ObligationGroup(
            title="本周",
            rows=(
                _duty("作出处罚决定", 36, NOODLES, 1, PENALTY_60),
                _duty("处理扣押物品", 36, NOODLES, 3, law("强制法 §25")),
            ),
        ),
        vm.ObligationGroup(
            title="以后",
            rows=(
                _duty("公示处罚决定", 15, "郑模拟（示例建材经营部）", 6, law("公示办法 §9")),
                replace(
                    _duty("作出许可决定", 8, "何样张", 11, law("许可法 §42"), "乡村建设规划许可"), case="许〔2024〕8 号"
                ),
                _duty("作出处罚决定", 41, "冯试例", 47, PENALTY_60),
            ),
            more=act("全部 23 项", to=f"{AT}/cases/"),
        ),
    )
    return vm.Workbench(
        ask=f"{AT}/panel/suggestions/",
        start="#",
        groups=groups,
        tiles=TILES,
        waiting=(
            vm.WaitingRow(
                what="法制审核 罚立〔2024〕29 号", whom="司法所 陈虚设", since="已 2 个工作日", href=f"{AT}/case/"
            ),
            vm.WaitingRow(what="缴纳罚款 200 元", whom="当事人 李样品", since="还有 9 天", href=f"{AT}/case/"),
        ),
        recent=(
            vm.RecentCase(title=NOODLES, sub="渝北洛碛罚立〔2024〕36 号 · 决定", href=f"{AT}/case/"),
            vm.RecentCase(title=LONG_NAME, sub="渝北洛碛罚立〔2024〕22 号 · 执行", href=f"{AT}/case/"),
            vm.RecentCase(title="何样张", sub="渝北洛碛许〔2024〕8 号 · 审查", href=f"{AT}/case/"),
        ),
        empty=NO_DUTIES,
    )


NO_DUTIES = vm.Empty(
    what="现在没有要你办的事",
    how="在上面写下看到的情况，登记成线索；立案后，每一步和它的期限会排在这里。",
    action=act("登记线索", to=f"{AT}/clues/"),
)


def workbench_empty() -> vm.Workbench:
    zero = tuple(replace(t, figure=vm.Figure(text="0"), level="none", word="") for t in TILES)
    return replace(workbench(), groups=(), waiting=(), recent=(), tiles=zero)


def workbench_typed() -> vm.Workbench:
    work = vm.Progress(label="正在生成 2024 年度报告", done=127, total=201, note="已汇总行政处罚，正在核对平衡关系")
    return replace(workbench(), typed=SUGGESTIONS.typed, suggestions=SUGGESTIONS, progress=work)


# ---- review ----
def review_file() -> vm.ReviewFile:
    opinion = vm.FieldView(
        name="review.opinion",
        label="审核意见",
        kind="longtext",
        required=False,
        placeholder="同意可以不写；有保留请写明",
    )
    why = vm.FieldView(
        name="review.reasons", label="退回理由", kind="longtext", placeholder="写明哪一点、依据哪一条、怎样补正"
    )
    part = vm.FieldView(
        name="review.part",
        label="问题所在",
        kind="choices",
        options=tuple(vm.Option(value=o, label=o) for o in ("事实与证据", "法律适用", "裁量", "程序", "文书")),
    )
    ask = vm.FieldView(name="review.question", label="要问承办人的话", kind="longtext")
    return vm.ReviewFile(
        number=NUMBER,
        party="张示例（洛碛镇示例小面馆）",
        matter=STREET,
        href=f"{AT}/case/",
        proposer="承办 李样本、王示范",
        proposal="罚款 200 元（贰佰元整），责令立即改正。",
        due=due(2, unit="个工作日"),
        law=PENALTY_58,
        heads=("案件情况疑难复杂",),
        proof=(
            vm.ProofLine(label="法定幅度", value="依法规规定的幅度", law=STREET_26),
            vm.ProofLine(
                label="裁量阶次", value="从轻：首次、已自行改正、面积 10 平方米以下", law=law("裁量基准 3-12")
            ),
            vm.ProofLine(label="阶次区间", value="100–300 元"),
            vm.ProofLine(label="从轻情节", value="当场收回桌椅（照片 3、询问笔录第 2 页）"),
            vm.ProofLine(label="金额", value="200 元，在区间之内", strong=True),
        ),
        findings=(
            vm.FindingRow(
                level="red",
                word="红色",
                message="询问时孙演示的执法证件已过期",
                law=PENALTY_42,
                since=date(2024, 3, 18),
            ),
            vm.FindingRow(
                level="none", word="待查明", message="是否造成通行障碍没有记载，影响裁量阶次", law=law("裁量基准 3-12")
            ),
        ),
        facts=FACT_GROUPS[1:],
        evidence=tuple(replace(e, thumb="/static/zhifa/sample-photo.svg" if e.thumb else "") for e in EVIDENCE),
        agree=vm.StepForm(code="agree", title="同意", verb="同意，看下一件", action="#", fields=(opinion,)),
        send_back=vm.StepForm(
            code="return", title="退回", verb="退回，看下一件", action="#", fields=(part, why), draft=f"{AT}/draft/"
        ),
        ask=vm.StepForm(
            code="ask", title="提问", verb="发出，看下一件", action="#", fields=(ask,), note="审核期限照常计算。"
        ),
    )


def review() -> vm.ReviewQueue:
    items = tuple(
        vm.QueueItem(number=f"罚立〔2024〕{n} 号", party=p, href="#", due=due(d, unit="个工作日"), here=n == 36)
        for n, p, d in (
            (27, "李样品（示例五金店）", -1),
            (36, "张示例（洛碛镇示例小面馆）", 2),
            (40, LONG_NAME, 4),
            (41, "冯试例", 5),
        )
    )
    return vm.ReviewQueue(
        items=items,
        position="第 2 件，共 4 件",
        file=review_file(),
        next="#",
        previous="#",
        just_done="已同意罚立〔2024〕25 号，意见书已生成。",
        empty=NO_REVIEW,
    )


NO_REVIEW = vm.Empty(what="没有等待审核的案件", how="承办人提交、且依法须经审核的案件会自动排到这里。")


def review_empty() -> vm.ReviewQueue:
    return vm.ReviewQueue(items=(), position="", file=None, empty=NO_REVIEW)


def review_own() -> vm.ReviewQueue:
    own = vm.RefusalPanel(
        title="这一件不能由你审核",
        lacks=(
            vm.Lack(
                what="你是本案的承办人，承办人不得审核自己的案件",
                law=PENALTY_58,
                action=act("转给陈虚设审核", primary=True),
            ),
        ),
    )
    return replace(review(), file=replace(review_file(), refusal=own), just_done="")
