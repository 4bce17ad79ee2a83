"""Workbench, clues, inspections, review queue, lists, people, sign-in, errors."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from zhifa.web import viewmodels as vm
from zhifa.web.gallery import fields as f
from zhifa.web.gallery.case import EVIDENCE, FACT_GROUPS, NUMBER, ONE_OFFICER
from zhifa.web.gallery.marks import (
    AT,
    LONG_NAME,
    PENALTY_42,
    PENALTY_54,
    PENALTY_58,
    PENALTY_60,
    PENALTY_61,
    STREET_18,
    STREET_26,
    TODAY,
    act,
    due,
    law,
)

SUGGESTIONS = vm.Suggestions(
    typed="镇中路 18 号门前，商户把桌椅摆到人行道上",
    found=(
        vm.Suggestion(
            title="未经批准擅自占道经营", why="“门前”“桌椅”“人行道”", law=STREET_26, organ="本镇可以办理",
            strength="最接近", start=(act("立线索", primary=True), act("当场处罚")), amounts="金额以裁量基准为准",
        ),
        vm.Suggestion(
            title="临街门店超出门窗外墙摆卖、经营", why="“门前”“商户”", law=STREET_18, organ="本镇可以办理", strength="接近",
            start=(act("立线索"),),
        ),
        vm.Suggestion(
            title="擅自占用城市道路", why="“人行道”", law=law("城市道路条例 §27"), organ="由区城市管理部门办理，可移送", strength="较远",
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
        verb=verb, case=f"罚立〔2024〕{number} 号", party=party, matter=matter, href=f"{AT}/case/", law=mark,
        due=due(days, unit="天" if days < 0 else "个工作日"),
    )


def workbench() -> vm.Workbench:
    groups = (
        vm.ObligationGroup(title="已超期", rows=(
            _duty("送达处罚决定书", 19, "李样品（示例五金店）", -3, PENALTY_61),
            _duty("退还扣押物品", 22, LONG_NAME, -1, law("强制法 §28"), "在主、次干道的车行道、人行道堆放物料"),
        )),
        vm.ObligationGroup(title="今天", rows=(_duty("答复陈述申辩", 31, "吴举例", 0, law("处罚法 §45")),)),
        vm.ObligationGroup(title="本周", rows=(
            _duty("作出处罚决定", 36, NOODLES, 1, PENALTY_60),
            _duty("处理扣押物品", 36, NOODLES, 3, law("强制法 §25")),
        )),
        vm.ObligationGroup(title="以后", rows=(
            _duty("公示处罚决定", 15, "郑模拟（示例建材经营部）", 6, law("公示办法 §9")),
            replace(_duty("作出许可决定", 8, "何样张", 11, law("许可法 §42"), "乡村建设规划许可"), case="许〔2024〕8 号"),
            _duty("作出处罚决定", 41, "冯试例", 47, PENALTY_60),
        ), more=act("全部 23 项", to=f"{AT}/cases/")),
    )
    return vm.Workbench(
        ask=f"{AT}/panel/suggestions/", start="#", groups=groups, tiles=TILES,
        waiting=(
            vm.WaitingRow(what="法制审核 罚立〔2024〕29 号", whom="司法所 陈虚设", since="已 2 个工作日", href=f"{AT}/case/"),
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
    what="现在没有要你办的事", how="在上面写下看到的情况，登记成线索；立案后，每一步和它的期限会排在这里。",
    action=act("登记线索", to=f"{AT}/clues/"),
)


def workbench_empty() -> vm.Workbench:
    zero = tuple(replace(t, figure=vm.Figure(text="0"), level="none", word="") for t in TILES)
    return replace(workbench(), groups=(), waiting=(), recent=(), tiles=zero)


def workbench_typed() -> vm.Workbench:
    work = vm.Progress(label="正在生成 2024 年度报告", done=127, total=201, note="已汇总行政处罚，正在核对平衡关系")
    return replace(workbench(), typed=SUGGESTIONS.typed, suggestions=SUGGESTIONS, progress=work)


# ---- lists ----
CASE_COLUMNS = (
    vm.Column(label="案号", kind="short", sort="?sort=number"),
    vm.Column(label="当事人", kind="main"),
    vm.Column(label="事项"),
    vm.Column(label="阶段", kind="short"),
    vm.Column(label="罚款", kind="money"),
    vm.Column(label="立案", kind="date", sort="?sort=filed", order="descending"),
    vm.Column(label="最近期限", kind="due"),
)
PEOPLE = ("张示例", "李样品（示例五金店）", "吴举例", LONG_NAME, "郑模拟（示例建材经营部）", "冯试例", "何样张", "蒋虚例（个体工商户）")
STAGES = ("调查", "告知", "决定", "送达", "执行", "公示", "归档")
EXPORTS = (act("CSV"), act("XLSX"))
NO_CASES = vm.Empty(what="还没有案件", how="从线索立案，或把纸面上已办的案件补录进来，案件会列在这里。", action=act("登记线索", to=f"{AT}/clues/"))


def _case_row(n: int) -> vm.Row:
    filed = date(2024, 6, 11) - timedelta(days=n * 3)
    closed = STAGES[n % 7] == "归档"
    cells = (
        vm.Cell(text=f"罚立〔2024〕{2000 - n if n > 60 else 62 - n} 号"),
        vm.Cell(text=PEOPLE[n % 8]),
        vm.Cell(text=STREET if n % 3 else "在次干道两侧从事产生油烟的餐饮经营", law=STREET_26 if n % 3 else STREET_18),
        vm.Cell(text=STAGES[n % 7]),
        vm.Cell(fen=(n % 5 + 1) * 5000) if n % 7 > 1 else vm.Cell(),
        vm.Cell(on=filed),
        vm.Cell(due=vm.DueChip(level="none", word="已办结")) if closed else vm.Cell(due=due((n * 7) % 40 - 3)),
    )
    return vm.Row(href=f"{AT}/case/", cells=cells, quiet=closed)


def case_table(rows: int) -> vm.TableView:
    return vm.TableView(
        caption="案件", columns=CASE_COLUMNS, rows=tuple(_case_row(n) for n in range(rows)), empty=NO_CASES,
        query_href=f"{AT}/cases/", exports=EXPORTS if rows else (),
        filters=(
            vm.Filter(label="在办", href="#", here=True, count="37"), vm.Filter(label="超期", href="#", count="2"),
            vm.Filter(label="已办结", href="#", count="164"), vm.Filter(label="全部", href="#", count="201"),
        ),
        pager=vm.Pager(shown=f"本页 {rows} 件", first="#", previous="#", next="#") if rows >= 50 else None,
    )


def cases(rows: int) -> vm.ListPage:
    return vm.ListPage(title="案件", table=case_table(rows), actions=(act("补录已办案件", to=f"{AT}/batch/"),))


def cases_filtered() -> vm.ListPage:
    none = vm.Empty(what="没有符合“占道 2019”的案件", how="换一个词，或看全部案件。", action=act("看全部", to=f"{AT}/cases/"))
    return replace(cases(0), table=replace(case_table(0), query="占道 2019", empty=none))


def cases_error() -> vm.ListPage:
    return replace(cases(0), table=replace(case_table(0), error="列表没有取到，案件本身没有受影响。"))


# ---- clues, inspections ----
CLUE_FORM = vm.StepForm(
    code="clue", title="登记线索", verb="登记", action="#", law=PENALTY_54, draft=f"{AT}/draft/", drafted="10:32",
    fields=(
        f.SEEN,
        vm.FieldView(name="clue.at", label="发现时间", kind="moment", value="2024-06-12 09:20"),
        vm.FieldView(name="clue.source", label="来源", kind="choice", options=tuple(
            vm.Option(value=o, label=o, selected=o == "巡查") for o in ("巡查", "投诉", "移送", "检查发现"))),
        vm.FieldView(name="clue.place", label="地点", kind="text", placeholder="镇中路 18 号门前"),
        vm.FieldView(name="party.name", label="当事人", kind="text", required=False, personal=True),
        f.SCAN,
    ),
)
NO_CLUES = vm.Empty(what="还没有线索", how="用上面的表登记第一条；投诉、巡查、检查发现的都从这里进来。")


def clues(rows: int, *, typed: bool = False) -> vm.ClueDesk:
    columns = (
        vm.Column(label="线索", kind="main"), vm.Column(label="来源"), vm.Column(label="登记", kind="date"),
        vm.Column(label="承办"), vm.Column(label="状态", kind="short"), vm.Column(label="立案期限", kind="due"),
    )
    states = ("待核查", "已立案", "不予立案", "已移送")
    listed = tuple(
        vm.Row(href=f"{AT}/case/", quiet=n % 4 > 1, cells=(
            vm.Cell(text=("镇中路 18 号门前桌椅占道", "新街农贸市场外摆卖蔬菜", "青沙路工地渣土外溢")[n % 3], sub=PEOPLE[n % 8]),
            vm.Cell(text=("巡查", "投诉", "移送")[n % 3]), vm.Cell(on=TODAY - timedelta(days=n)), vm.Cell(text="李样本"),
            vm.Cell(text=states[n % 4]),
            vm.Cell(due=due(5 - n)) if n % 4 == 0 else vm.Cell(due=vm.DueChip(level="none", word="已办结")),
        )) for n in range(rows)
    )
    table = vm.TableView(caption="线索", columns=columns, rows=listed, empty=NO_CLUES, query_href=f"{AT}/clues/", exports=EXPORTS)
    form = CLUE_FORM
    if typed:
        seen = replace(f.SEEN, value=SUGGESTIONS.typed)
        form = replace(form, fields=(seen, *form.fields[1:]))
    return vm.ClueDesk(form=form, ask=f"{AT}/panel/suggestions/", clues=table, suggestions=SUGGESTIONS if typed else None)


def inspections(rows: int, *, form: bool = False) -> vm.InspectionDesk:
    columns = (
        vm.Column(label="被检查对象", kind="main"), vm.Column(label="检查事项"), vm.Column(label="检查日期", kind="date"),
        vm.Column(label="人员"), vm.Column(label="结果"),
    )
    listed = tuple(
        vm.Row(href=f"{AT}/case/", cells=(
            vm.Cell(text=PEOPLE[n % 8], sub="涉企" if n % 3 == 0 else ""), vm.Cell(text=("安全生产", "城市管理", "违法建筑")[n % 3]),
            vm.Cell(on=TODAY - timedelta(days=n)), vm.Cell(text="李样本、王示范"),
            vm.Cell(text=("未发现问题", "责令改正", "转为线索")[n % 3], href="#" if n % 3 == 2 else ""),
        )) for n in range(rows)
    )
    record = vm.StepForm(
        code="inspection", title="记录检查", verb="记录", action="#", law=law("处罚法 §55"), draft=f"{AT}/draft/",
        fields=(f.PARTY, f.MOMENT, f.CORRECTED, f.CREW, replace(f.FACTS, label="检查情况", value="", known_from=""), f.SCAN),
    )
    return vm.InspectionDesk(
        plan=(
            vm.PlanLine(title="涉企安全生产检查", done=61, planned=80, href="#", note="每家每年不超过 1 次，已有 3 家达到"),
            vm.PlanLine(title="城市管理巡查", done=310, planned=480, href="#"),
            vm.PlanLine(title="违法建筑排查", done=44, planned=150, href="#"),
        ) if rows else (),
        plan_note="2024 年，全年 710 次" if rows else "",
        inspections=vm.TableView(
            caption="检查", columns=columns, rows=listed, query_href=f"{AT}/inspections/", exports=EXPORTS if rows else (),
            empty=vm.Empty(what="还没有检查记录", how="现场检查后在这里记录；发现问题可直接转为线索。", action=act("记录检查", to=f"{AT}/inspections/new/")),
        ),
        new=act("记录检查", primary=True, to=f"{AT}/inspections/new/"), form=record if form else None,
    )


# ---- review ----
def review_file() -> vm.ReviewFile:
    opinion = vm.FieldView(name="review.opinion", label="审核意见", kind="longtext", required=False, placeholder="同意可以不写；有保留请写明")
    why = vm.FieldView(name="review.reasons", label="退回理由", kind="longtext", placeholder="写明哪一点、依据哪一条、怎样补正")
    part = vm.FieldView(name="review.part", label="问题所在", kind="choices", options=tuple(
        vm.Option(value=o, label=o) for o in ("事实与证据", "法律适用", "裁量", "程序", "文书")))
    ask = vm.FieldView(name="review.question", label="要问承办人的话", kind="longtext")
    return vm.ReviewFile(
        number=NUMBER, party="张示例（洛碛镇示例小面馆）", matter=STREET, href=f"{AT}/case/", proposer="承办 李样本、王示范",
        proposal="罚款 200 元（贰佰元整），责令立即改正。", due=due(2, unit="个工作日"), law=PENALTY_58, heads=("案件情况疑难复杂",),
        proof=(
            vm.ProofLine(label="法定幅度", value="依法规规定的幅度", law=STREET_26),
            vm.ProofLine(label="裁量阶次", value="从轻：首次、已自行改正、面积 10 平方米以下", law=law("裁量基准 3-12")),
            vm.ProofLine(label="阶次区间", value="100–300 元"),
            vm.ProofLine(label="从轻情节", value="当场收回桌椅（照片 3、询问笔录第 2 页）"),
            vm.ProofLine(label="拟定", value="200 元，在区间之内", strong=True),
        ),
        findings=(
            vm.FindingRow(level="red", word="红色", message="询问时孙演示的执法证件已过期", law=PENALTY_42, since=date(2024, 3, 18)),
            vm.FindingRow(level="none", word="待查明", message="是否造成通行障碍没有记载，影响裁量阶次", law=law("裁量基准 3-12")),
        ),
        facts=FACT_GROUPS[1:], evidence=tuple(replace(e, thumb="/static/zhifa/sample-photo.svg" if e.thumb else "") for e in EVIDENCE),
        agree=vm.StepForm(code="agree", title="同意", verb="同意，看下一件", action="#", fields=(opinion,)),
        send_back=vm.StepForm(code="return", title="退回", verb="退回，看下一件", action="#", fields=(part, why), draft=f"{AT}/draft/"),
        ask=vm.StepForm(code="ask", title="提问", verb="发出，看下一件", action="#", fields=(ask,), note="审核期限照常计算。"),
    )


def review() -> vm.ReviewQueue:
    items = tuple(
        vm.QueueItem(number=f"罚立〔2024〕{n} 号", party=p, href="#", due=due(d, unit="个工作日"), here=n == 36)
        for n, p, d in ((27, "李样品（示例五金店）", -1), (36, "张示例（洛碛镇示例小面馆）", 2), (40, LONG_NAME, 4), (41, "冯试例", 5))
    )
    return vm.ReviewQueue(
        items=items, position="第 2 件，共 4 件", file=review_file(), next="#", previous="#",
        just_done="已同意罚立〔2024〕25 号，意见书已生成。", empty=NO_REVIEW,
    )


NO_REVIEW = vm.Empty(what="没有等待审核的案件", how="承办人提交、且依法须经审核的案件会自动排到这里。")


def review_empty() -> vm.ReviewQueue:
    return vm.ReviewQueue(items=(), position="", file=None, empty=NO_REVIEW)


def review_own() -> vm.ReviewQueue:
    own = vm.RefusalPanel(title="这一件不能由你审核", lacks=(
        vm.Lack(what="你是本案的承办人，承办人不得审核自己的案件", law=PENALTY_58, action=act("转给陈虚设审核", primary=True)),))
    return replace(review(), file=replace(review_file(), refusal=own), just_done="")


# ---- people, gates, errors ----
def people() -> vm.PeoplePage:
    columns = (
        vm.Column(label="姓名", kind="main"), vm.Column(label="证号"), vm.Column(label="职务"), vm.Column(label="执法领域"),
        vm.Column(label="在办", kind="number"), vm.Column(label="证件有效期", kind="due"), vm.Column(label="状态"),
    )
    names = (("李样本", 12, 1022), ("王示范", 9, 932), ("赵试用", 4, 445), ("孙演示", 3, -12), ("陈虚设", 0, 3), ("钱样章", 0, 700))
    rows = tuple(
        vm.Row(href="#", cells=(
            vm.Cell(text=name), vm.Cell(text=f"渝执 01002{31 + n}"), vm.Cell(text="负责人" if name == "钱样章" else "执法人员"),
            vm.Cell(text="城市管理、安全生产"), vm.Cell(text=str(count), href=f"{AT}/cases/"),
            vm.Cell(due=due(left)), vm.Cell(text="停用，待移交" if left < 0 else "可执法"),
        )) for n, (name, count, left) in enumerate(names)
    )
    return vm.PeoplePage(
        people=vm.TableView(caption="执法人员", columns=columns, rows=rows, query_href=f"{AT}/people/", exports=EXPORTS,
                            empty=vm.Empty(what="还没有人员", how="登记人员和证件后才能办理案件。")),
        tiles=(
            vm.Tile(label="执法人员", figure=vm.Figure(text="11", href="#"), unit="名"),
            vm.Tile(label="本年新增", figure=vm.Figure(text="3", href="#"), unit="名"),
            vm.Tile(label="本年注销", figure=vm.Figure(text="9", href="#"), unit="名"),
            vm.Tile(label="证件过期", figure=vm.Figure(text="1", href="#"), unit="名", level="red", word="红色"),
        ),
        lacks=(vm.Lack(what="孙演示证件已过期，名下还有 3 件案件", law=PENALTY_42, action=act("移交案件", to=f"{AT}/handover/")),),
        actions=(act("登记人员"), act("指定代行负责人")),
    )


def sign_in(state: str) -> vm.SignIn:
    boxes = (vm.FieldView(name="username", label="账号", kind="text", value="" if state == "new" else "liyangben"),
             vm.FieldView(name="password", label="密码", kind="text"))
    return vm.SignIn(
        action="#", fields=boxes, organ="洛碛镇人民政府", help="忘记密码，找本单位系统管理员 钱样章。",
        wrong="账号或密码不对。再错 3 次，账号将锁定 30 分钟。" if state == "wrong" else "",
        locked="连续 5 次密码不对，账号锁定到 10:52。急用请找系统管理员 钱样章 解锁。" if state == "locked" else "",
    )


BACK = (act("回到工作台", primary=True, to=f"{AT}/workbench/"),)


def error(kind: str) -> vm.ErrorPage:
    if kind == "403":
        return vm.ErrorPage(kind="stranger", title="这件案件不归你看", what="它由另一个单位办理。需要协助的，请对方移送或者邀请你单位联合办理。", actions=BACK)
    if kind == "404":
        return vm.ErrorPage(kind="missing", title="没有这一页", what="地址可能抄错了，或者这份草稿已经作废。可以用案号或当事人姓名搜索。", actions=BACK)
    if kind == "500":
        return vm.ErrorPage(kind="broken", title="系统出了问题", what="这是系统的毛病，不是你的操作有误。稍后再试；急办的先在纸上办，事后补录。",
                            kept="已存的草稿和案卷没有受影响", actions=(act("再试一次"), *BACK), reference="20240612-1032-7F3A")
    return vm.ErrorPage(kind="refused", title="没有办成", what="罚立〔2024〕36 号，作出处罚决定。", refusal=ONE_OFFICER, actions=(act("回到案件", to=f"{AT}/case/"),))


