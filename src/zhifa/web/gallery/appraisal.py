"""The appraisal in its states: the year's files, a score sheet, a reader's desk."""

from __future__ import annotations

from zhifa.web import viewmodels as vm
from zhifa.web.gallery import marks

LONG = "重庆市渝北区综合行政执法支队（重庆市渝北区城市管理综合行政执法大队）驻洛碛镇"
SCORES = (("100", 81), ("95–99", 614), ("90–94", 116), ("85–89", 103), ("80–84", 5), ("75–79", 4), ("不满 60", 3))
ITEMS = (
    ("强制措施的对象、方式、期限合法", 2, True),
    ("其他应有的文书", 811, False),
    ("送达回证或者其他送达凭证", 15, False),
)


def _bars() -> tuple[vm.Rung, ...]:
    most = max(count for _, count in SCORES)
    return (
        *(vm.Rung(label=label, figure=vm.Figure(text=str(n), href="#"), share=n * 1000 // most) for label, n in SCORES),
        vm.Rung(label="一票否决", figure=vm.Figure(text="4", href="#"), share=6, fails=True),
    )


def desk(state: str) -> vm.AppraisalDesk:
    """A year of files: full, empty, or with an organ of a very long name."""
    names = [LONG] if state == "long" else ["洛碛镇", "示例镇"]
    figures = ("935", "94.4", "811", "112", "5", "7")
    rows = tuple(
        vm.Row(
            href="#", cells=(vm.Cell(text=name), *(vm.Cell(text=f) for f in figures), vm.Cell(text="4", level="red"))
        )
        for name in names
    )
    full = state != "empty"
    heads = ("案卷", "平均分", "优秀", "良好", "合格", "不合格", "一票否决")
    return vm.AppraisalDesk(
        title="案卷评查",
        lead="2024 年决定或者结案的案卷，由系统按评查标准逐件评分。",
        years=tuple(vm.Filter(label=str(y), href="#", here=y == 2024) for y in (2023, 2024, 2025)),
        organs=tuple(vm.Filter(label=name, href="#") for name in ("全部", *names)),
        tiles=tuple(vm.Tile(label=label, figure=vm.Figure(text=f)) for label, f in zip(heads, figures, strict=False))
        if full
        else (),
        scores=_bars() if full else (),
        items=tuple(
            vm.Rung(label=t, figure=vm.Figure(text=f"{n} 件", href="#", note="2 处"), share=n * 1000 // 811, fails=f)
            for t, n, f in ITEMS
        )
        if full
        else (),
        results=vm.TableView(
            caption="各单位的案卷",
            columns=(vm.Column(label="单位", kind="main"), *(vm.Column(label=h, kind="number") for h in heads)),
            rows=rows if full else (),
            empty=vm.Empty(what="这一年没有评查过的案卷", how="案件一经决定或者结案，案卷立即自动评查。"),
        ),
        todo=(marks.act("收到评查结果 5 件，异议最迟 2025-01-14"),) if full else (),
    )


def _line(message: str, place: str) -> vm.SheetLine:
    return vm.SheetLine(message=message, place=place, href="#", law=marks.PENALTY_44)


def sheet(state: str) -> vm.SheetPage:
    """A failed file, or a clean one."""
    failed = state == "full"
    parts = (
        vm.SheetPart(
            title="主体",
            word="1 项有问题",
            items=(
                vm.SheetItem(
                    title="执法人员具有执法资格，人数合法", state="fatal", word="一票否决", law=marks.PENALTY_44,
                    lines=(_line("“询问”应由不少于 2 名执法人员进行，现为 1 名", "《询问笔录》 正卷第 4 件"),),
                ),
            ),
        ),
        vm.SheetPart(
            title="文书",
            word="2 项有问题",
            items=(
                vm.SheetItem(
                    title="送达回证或者其他送达凭证", state="lost", word="−5",
                    lines=(_line("“送达决定书”没有《送达回证》", "卷内缺少的文书"),),
                ),
                vm.SheetItem(
                    title="应当盖章的文书盖了本机关的印章", state="ask", word="请核对",
                    lines=(_line("《行政处罚决定书》没有盖章正本的扫描件", "《行政处罚决定书》 正卷第 2 件"),),
                ),
            ),
        ),
    )  # fmt: skip
    rest = vm.SheetPart(
        title="其余项目",
        word="机器不判断 1 项",
        items=(vm.SheetItem(title="主要事实清楚，主要情节没有遗漏", state="hand", word="由人评查"),),
        clean=tuple(vm.SheetItem(title=title, state="clean", word="没有发现") for title, _, _ in ITEMS),
    )
    return vm.SheetPage(
        title="案卷评查 渝洛碛案〔2024〕79 号",
        lead=f"占道设摊经营，戴试写，{LONG}",
        score=66 if failed else 100,
        grade="不合格" if failed else "优秀",
        failed=failed,
        standard="重庆市行政执法案卷评查标准",
        stands_on="标准摘要 7057c0fe691fb866，读到第 53 个事件；2024-03-01 周五 决定或者结案",
        note="标准据报道，没有读到正文",
        parts=(*parts, rest) if failed else (rest,),
        case=marks.act("打开案件"),
        actions=(marks.act("评查表 DOCX"),),
        said=(
            vm.Said(
                title="2024 年行政处罚案卷评查", word="可以提出异议，最迟 2025-01-14",
                rows=(("得分、等次", "62 分，不合格"),),
            ),
        )
        if failed
        else (),
        next="#",
        back=marks.act("回到评查"),
    )  # fmt: skip


def reading(state: str) -> vm.ReadingDesk:
    """A file to be scored, one that was refused, one that is only looked at."""
    scoring = state != "done"
    lines = tuple(
        vm.ReadingLine(
            code=f"item{n}", title=title, part="主体" if n < 2 else "文书", fatal=fatal, proposed="不扣",
            worth="一票否决" if fatal else "每处扣 5 分", lost="" if fatal else "5", failed=False, words="",
            law=marks.PENALTY_44, found=(_line("“送达决定书”没有《送达回证》", "打开文书"),), differs=n == 2,
            others=("史样例：−5", "康例文：不扣（回证在纸质卷里）") if n == 2 else (), opened=True,
            error="这一项需要改正" if state == "refused" and n == 1 else "",
        )
        for n, (title, _, fatal) in enumerate(ITEMS)
    )  # fmt: skip
    return vm.ReadingDesk(
        title="第 3 件",
        position="2024 年行政处罚案卷评查；洛碛镇；占道设摊经营",
        action="#",
        verb="提交评分",
        queue=(vm.ReadingFile(title="第 3 件", href="#", note="2024 年行政处罚案卷评查", here=True),),
        leaves=(
            vm.ReadingLeaf(title="行政处罚决定书", sub="正卷第 1 件　2024-11-01", href="#", here=True),
            vm.ReadingLeaf(title="缺《送达回证》", sub="送达决定书"),
        ),
        article="<article class='paper'><h1 class='paper-title'>行政处罚决定书</h1></article>".replace("h1", "h2"),
        article_title="行政处罚决定书",
        pdf="#",
        stylesheet="/paper.css",
        lines=lines,
        full=100,
        may_score=scoring,
        note="等第二名评查人员；姓名、证件号码、住址、电话已经隐去",
        refusal=vm.RefusalPanel(title="没有提交", lacks=(vm.Lack(what="“其他应有的文书”与机器的评分不同，请写明理由"),))
        if state == "refused"
        else None,
        next="#",
        back=marks.act("回到我的评查"),
        answer="answer" if state == "refused" else "",
    )
