"""Papers, the public check, statistics, the annual report."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from zhifa.web import viewmodels as vm
from zhifa.web.gallery.case_pieces import NUMBER, PAPERS
from zhifa.web.gallery.lists import EXPORTS
from zhifa.web.gallery.marks import AT, LONG_NAME, PENALTY_42, PENALTY_57, act

BLOCKS: tuple[vm.PaperBlock, ...] = (
    vm.PaperBlock(kind="organ", text="重庆市渝北区洛碛镇人民政府"),
    vm.PaperBlock(kind="title", text="行政处罚决定书"),
    vm.PaperBlock(kind="number", text="渝北洛碛罚决〔2024〕36 号"),
    vm.PaperBlock(
        kind="fields",
        rows=(
            ("当事人", "张示例", "性别", "男"),
            ("证件号码", "5001**********0012", "联系电话", "138****0000"),
            ("字号", "洛碛镇示例小面馆"),
            ("地址", "重庆市渝北区洛碛镇镇中路 18 号"),
        ),
    ),
    vm.PaperBlock(
        kind="paragraph",
        text="经查明，2024 年 3 月 12 日 9 时 20 分，当事人在洛碛镇镇中路 18 号门前人行道摆放方桌 4 张、塑料凳 16 个"
        "从事餐饮经营，占用人行道约 6 平方米，未取得临时占道许可。",
    ),
    vm.PaperBlock(kind="paragraph", text="以上事实有现场检查笔录、照片 3 张、询问笔录、营业执照复印件为证。"),
    vm.PaperBlock(kind="heading", text="处罚理由"),
    vm.PaperBlock(
        kind="paragraph",
        text="当事人系首次违法，占用面积不足 10 平方米，经劝导当场收回桌椅，"
        "符合从轻处罚的情形。本机关采纳当事人在陈述申辩中提出的“已当场改正”的意见。",
    ),
    vm.PaperBlock(kind="heading", text="处罚决定"),
    vm.PaperBlock(
        kind="paragraph",
        text="依据《重庆市市容环境卫生管理条例》第二十六条的规定，"
        "决定给予当事人罚款人民币 200 元（大写：贰佰元整）的行政处罚。",
    ),
    vm.PaperBlock(kind="paragraph", text="当事人应当自收到本决定书之日起十五日内，到指定的银行缴纳罚款。"),
    vm.PaperBlock(kind="sign", text="重庆市渝北区洛碛镇人民政府\n2024 年 6 月 12 日"),
    vm.PaperBlock(kind="seal", text="（此处加盖印章）"),
    vm.PaperBlock(kind="note", text="本决定书一式两份，一份送达当事人，一份存卷。"),
    vm.PaperBlock(kind="qr", text="扫描二维码核验本文书真伪\n核验码 7K4M-92QX-HD3A", image=f"{AT}/qr.svg"),
)


def _set_close(text: str) -> str:
    """Papers set figures without spaces around them."""
    return re.sub(r"(?<=[\u3000-\uffef]) (?=\d)|(?<=\d) (?=[\u3000-\uffef])", "", text)


BLOCKS = tuple(replace(b, text=_set_close(b.text)) for b in BLOCKS)


def paper(state: str) -> vm.PaperPage:
    case = act(f"{NUMBER} · 张示例（洛碛镇示例小面馆）", to=f"{AT}/case/")
    if state == "draft":
        unfinished = (BLOCKS[0], BLOCKS[1], vm.PaperBlock(kind="number", text="（制作时编号）"), *BLOCKS[3:])
        return vm.PaperPage(
            row=PAPERS[0],
            case=case,
            blocks=unfinished,
            actions=(act("打印草稿"),),
            missing=(
                vm.Lack(what="决定日期", law=PENALTY_57, action=act("去填", to=f"{AT}/case/")),
                vm.Lack(what="第二名执法人员", law=PENALTY_42, action=act("去填", to=f"{AT}/case/")),
            ),
            steps=(("草稿", "2024-06-12 10:32"), ("制作", ""), ("签章", ""), ("送达", ""), ("公示", "")),
        )
    row = replace(PAPERS[0], state="issued", number="渝北洛碛罚决〔2024〕36 号", on=date(2024, 6, 12), note="")
    return vm.PaperPage(
        row=row,
        case=case,
        blocks=BLOCKS,
        scan="#",
        actions=(act("登记送达", primary=True), act("打印"), act("下载 PDF"), act("下载 DOCX")),
        steps=(("草稿", "2024-06-12 10:32"), ("制作", "2024-06-12 11:05"), ("签章", ""), ("送达", ""), ("公示", "")),
    )


def check(state: str) -> vm.PaperCheck:
    if state in ("ask", "unknown"):
        return vm.PaperCheck(
            state="ask" if state == "ask" else "unknown",
            code="7K4M-92QX-HD3B",
            action="#",
            contact="洛碛镇人民政府 综合行政执法大队　023-6000 0000（示例）",
        )
    page = vm.PaperCheck(
        state="genuine",
        code="7K4M-92QX-HD3A",
        action="#",
        title="行政处罚决定书",
        number="渝北洛碛罚决〔2024〕36 号",
        organ="洛碛镇人民政府",
        issued=date(2024, 6, 12),
        digest="SM3 8f2c 91d0 44ab … 07e3",
        facts=(
            ("当事人", "张＊＊"),
            ("违法行为", "未经批准擅自占道经营"),
            ("处罚", "罚款 200 元"),
            ("缴款期限", "2024年6月27日前"),
        ),
        objection=(
            ("申请复议", "渝北区人民政府，2024年8月11日前"),
            ("提起诉讼", "有管辖权的人民法院，2024年12月12日前"),
        ),
        contact="洛碛镇人民政府 综合行政执法大队　023-6000 0000（示例）",
    )
    if state == "withdrawn":
        return replace(
            page,
            state="withdrawn",
            objection=(),
            withdrawn="洛碛镇人民政府于 2024年7月3日撤回了它，不再有效。已经缴款的，可以要求退还。",
        )
    return page


def decisions(found: bool) -> vm.DecisionSearch:
    rows = (
        tuple(
            vm.PublishedDecision(
                title="行政处罚决定书",
                number=f"渝北洛碛罚决〔2024〕{n} 号",
                organ="洛碛镇人民政府",
                party=p,
                matter="未经批准擅自占道经营",
                outcome="罚款 200 元",
                on=date(2024, 6, 12),
                href="#",
            )
            for n, p in ((36, "张＊＊（示例小面馆）"), (35, LONG_NAME), (31, "吴＊＊"))
        )
        if found
        else ()
    )
    return vm.DecisionSearch(
        action="#",
        query="" if found else "不存在的单位",
        found=rows,
        pager=vm.Pager(shown="共 3 件") if found else None,
        empty=vm.Empty(what="没有找到", how="决定自作出之日起 7 个工作日内公示，过了公示期的不再列出。"),
    )


def printed() -> vm.PaperPrint:
    return vm.PaperPrint(
        title="行政处罚决定书",
        article='<article class="paper"><h1>行政处罚决定书</h1><p>本机关决定罚款 200 元。</p></article>',
        stylesheet="",
        back=act("回到文书", to=f"{AT}/paper/"),
    )


def decision(withdrawn: bool) -> vm.PublicDecision:
    rows = (("文书号", "渝北洛碛罚决〔2024〕36 号"), ("机关", "洛碛镇人民政府"), ("公示日期", "2024年6月12日"))
    back = act("行政执法决定公示", to=f"{AT}/decisions/")
    if withdrawn:
        gone = "2024年7月3日 撤回。复议机关撤销了该决定。"
        return vm.PublicDecision(title="行政处罚决定", rows=rows, content="", back=back, withdrawn=gone)
    shown = (("当事人", "张某"), ("事由", "未经批准擅自占道经营"), ("结果", "罚款 200 元"))
    content = "张某在镇中路占道经营，罚款 200 元。"
    return vm.PublicDecision(title="行政处罚决定", rows=(*rows, *shown), content=content, back=back)


def _n(text: str, to: str = "cases") -> vm.Figure:
    return vm.Figure(text=text, href=f"{AT}/{to}/" if text not in ("0", "—") else "")


PENALTIES = vm.StatTable(
    title="行政处罚实施情况",
    unit="件、万元",
    anchor="penalty",
    exports=EXPORTS,
    groups=(("按种类", 6), ("合计", 2)),
    columns=("警告", "通报批评", "罚款", "没收", "暂扣许可", "其他", "件数", "罚没金额"),
    rows=(
        vm.StatRow(
            label="行政处罚", total=True, cells=tuple(map(_n, ("9", "0", "192", "0", "0", "0", "201", "1.165")))
        ),
        vm.StatRow(label="简易程序", indent=1, cells=tuple(map(_n, ("8", "0", "163", "0", "0", "0", "171", "0.815")))),
        vm.StatRow(label="普通程序", indent=1, cells=tuple(map(_n, ("1", "0", "29", "0", "0", "0", "30", "0.35")))),
        vm.StatRow(label="其中经法制审核", indent=2, cells=tuple(map(_n, ("0", "0", "4", "0", "0", "0", "4", "0.12")))),
    ),
    note="一件并处多种处罚的，按最重的一种计一件。",
)
INSPECTIONS = vm.StatTable(
    title="行政检查、许可、强制",
    unit="次、件",
    anchor="others",
    exports=EXPORTS,
    columns=("上年", "本年"),
    rows=(
        vm.StatRow(label="行政检查", cells=(vm.Figure(text="—"), _n("726", "inspections")), total=True),
        vm.StatRow(label="涉企检查", indent=1, cells=(vm.Figure(text="—"), _n("116", "inspections"))),
        vm.StatRow(label="行政许可", cells=(vm.Figure(text="—"), _n("41")), total=True),
        vm.StatRow(label="乡村建设规划", indent=1, cells=(vm.Figure(text="—"), _n("32"))),
        vm.StatRow(label="林木采伐", indent=1, cells=(vm.Figure(text="—"), _n("9"))),
        vm.StatRow(label="扣押", cells=(vm.Figure(text="—"), _n("185")), total=True, note="按物品件数"),
    ),
)
YEARS = (
    vm.Filter(label="2022", href="#"),
    vm.Filter(label="2023", href="#"),
    vm.Filter(label="2024", href="#", here=True),
)
FORMS = (
    vm.Filter(label="重庆式", href="#", here=True),
    vm.Filter(label="2019 年式", href="#"),
    vm.Filter(label="2021 年式", href="#"),
)
STAND = "数据截至 2024-12-31 最后一笔记载（第 18,204 号），与当日封存的校验点一致。"


def statistics(state: str) -> vm.StatisticsPage:
    page = vm.StatisticsPage(
        title="统计",
        years=YEARS,
        tables=(PENALTIES, INSPECTIONS),
        forms=FORMS,
        stand=STAND,
        actions=(act("全部表格 XLSX"), act("核对平衡关系")),
    )
    if state == "empty":
        return replace(
            page,
            tables=(),
            stand="",
            empty=vm.Empty(
                what="2024 年还没有可以统计的事", how="每作出一个决定、每完成一次检查，这里当天就会增加一件。"
            ),
        )
    return page


PASSAGE = vm.PassageForm(
    name="p5",
    text="根据行政执法责任制要求，我镇认真落实三项制度。2024年，共受理行政许可申请{{许可.受理}}件。",
    action="#",
    cancel="#",
    hint="大括号里的内容由系统填写，不在这里改",
)


def deliveries(state: str) -> vm.DeliveryDesk:
    """What waits to be delivered: full, refused in one line, announcing, empty."""
    lines = tuple(
        vm.DeliveryLine(
            key=str(number),
            case=vm.Action(label=f"示例案〔2024〕{number}号", href="#"),
            party=LONG_NAME if number == 2 else "张示例",
            what="送达决定书：行政处罚决定书（示例罚〔2024〕1号）",
            due=None,
            chosen=number < 3,
            refused="送达早于决定" if state == "refused" and number == 1 else "",
        )
        for number in range(1, 0 if state == "empty" else 9)
    )
    return vm.DeliveryDesk(
        action="#",
        tabs=(vm.Filter(label="登记送达", href="#", here=True), vm.Filter(label="公告送达", href="#")),
        announcing=state == "announcing",
        lines=lines,
        methods=("当场交付", "直接送达"),
        method="",
        on="2024-03-05",
        reason="",
        posted="",
        told="已办 1 件，1 件没有办成，原因在各行" if state == "refused" else "",
    )


def template(state: str) -> vm.TemplateEditor:
    """A template being edited: sound, with faults, refused."""
    faults = ("第 3 行：没有“[题目]”这种写法，可用：标题、字段、栏",) if state == "wrong" else ()
    article = "" if faults else '<article class="paper"><p class="paper-organ">示例文书</p><p>示例文字。</p></article>'
    refused = vm.RefusalPanel(title="没有保存", lacks=(vm.Lack(what="请填写施行日", hint="模板自哪一天起适用"),))
    return vm.TemplateEditor(
        title="文书模板：示例文书",
        code="sample",
        law=None,
        action="#",
        preview="#",
        pdf="#",
        text="[段落 party]\n[标题] 一、事实\n{{decision.facts}}〔依据 行政处罚法(2021)#59.1(2)〕\n[盖章]\n",
        required="decision.facts",
        effective="2024-03-06",
        reason="",
        cases=(vm.Option(value="1", label="示例案〔2024〕1号 · 张示例"),),
        facts=(("{{party.name}}", "姓名或者名称"), ("{{paper.organ}}", "行政机关名称")),
        marks=("[标题]", "[字段]"),
        shown=vm.TemplatePreview(article=article, problems=faults, stylesheet="/paper.css"),
        refusal=refused if state == "refused" else None,
        may_save=True,
        back=vm.Action(label="全部模板", href="#"),
    )
