"""The law library: the list, a law to read, two texts beside each other."""

from __future__ import annotations

from datetime import date

from zhifa.web import viewmodels as vm
from zhifa.web.gallery.marks import LONG_NAME, TODAY, act

COLUMNS = (
    vm.Column(label="名称", kind="main"),
    vm.Column(label="级别", kind="short"),
    vm.Column(label="版本", kind="short"),
    vm.Column(label="施行", kind="date"),
    vm.Column(label="条数", kind="number"),
)
STATES = tuple(
    vm.Filter(label=label, href="?", here=not n) for n, label in enumerate(("全部", "施行中", "已失效", "尚未施行"))
)
HOW = "在服务器上运行 zhifa import laws 目录"


def _row(title: str, *, quiet: bool = False) -> vm.Row:
    cells = (
        vm.Cell(text=title, sub="目录外" if quiet else ""), vm.Cell(text="法律"), vm.Cell(text="2021"),
        vm.Cell(on=date(2021, 7, 15)), vm.Cell(text="86"),
    )  # fmt: skip
    return vm.Row(href="#", cells=cells, quiet=quiet)


def laws(state: str) -> vm.LawLibrary:
    """All instruments, a search that found articles, one that found nothing, nothing loaded, and one that failed."""
    rows = (_row("行政处罚法"), _row(LONG_NAME + "管理办法", quiet=True)) if state in ("full", "found") else ()
    hit = vm.LawHit(
        law="样本法（2021）", article="第五十八条", href="#", path="第五章　决定 · 第三节　普通程序", state="已失效",
        pieces=(vm.LawPiece(text="应当进行"), vm.LawPiece(text="法制审核", marked=True), vm.LawPiece(text="；未经")),
    )  # fmt: skip
    return vm.LawLibrary(
        lead="收录 1,007 部、1,010 个版本、49,716 条" if state != "unloaded" else "还没有收录任何文本",
        action="#",
        query="" if state in ("full", "unloaded", "error") else "法制审核",
        states=STATES,
        levels=(vm.Filter(label="全部级别", href="?", here=True), vm.Filter(label="法律", href="?", count="147")),
        table=vm.TableView(
            caption="法规", columns=COLUMNS, rows=rows, empty=vm.Empty(what="没有名称里有这些词的法规"),
            error="法规库读不出来" if state == "error" else "",
        ),
        hits=(hit, hit) if state == "found" else (),
        hits_note="2 条" if state == "found" else "0 条",
        empty=vm.Empty(what="法规库里还没有文本", how=HOW) if state == "unloaded" else None,
    )  # fmt: skip


def _article(number: str, anchor: str, *, gone: bool = False) -> vm.LawArticle:
    said = "有下列情形之一的，应当进行法制审核："
    items = (
        vm.LawItem(pieces=(vm.LawPiece(text=said),)),
        vm.LawItem(number="（一）", pieces=(vm.LawPiece(text="涉及重大公共利益的；"),)),
        vm.LawItem(number="（十二）", pieces=(vm.LawPiece(text="直接关系当事人重大权益的。"),)),
    )
    headings = (vm.LawHeading(title="第一章　总则", depth=1, anchor=""),) if anchor == "a1" else ()
    return vm.LawArticle(
        anchor=anchor, number=number, items=items, headings=headings,
        succession="由《新法》第九条接替" if gone else "", compare=act("对照") if gone else None,
    )  # fmt: skip


def text(state: str) -> vm.LawPage:
    """A law in force, one that is gone, one whose text is not loaded."""
    loaded, gone = state != "unloaded", state == "gone"
    return vm.LawPage(
        title="样本法" if state != "gone" else LONG_NAME + "管理办法",
        meta="法律 · 样本法",
        standing="2026-09-01 周二　已失效；由《新法》接替" if gone else "2026-09-01 周二　施行中",
        valid=not gone,
        action="#",
        on=TODAY,
        versions=(
            vm.LawVersion(label="2017", span="2018-01-01 起，至 2021-07-14 止", state="已失效", note="正文未收录"),
            vm.LawVersion(label="2021", span="2021-07-15 起", state="施行中", href="#", here=loaded,
                          compare=act("与 2017 版对照")),
        ),
        back=act("法规库"),
        contents=(vm.LawHeading(title="第一章　总则", depth=1, anchor="a1", articles="第一条"),) if loaded else (),
        articles=(_article("第一条", "a1", gone=gone), _article("第一千一百三十一条之一", "a2")) if loaded else (),
        preface=("1996年3月17日通过",) if loaded else (),
        annex=("附表",) if gone else (),
        flaws=("第三条之后：缺第四条",) if gone else (),
        notes=("文件 样本法.md",) if loaded else (),
        empty=None if loaded else vm.Empty(what="2021 版的正文还没有收录", how=HOW),
    )  # fmt: skip


def compare(state: str) -> vm.LawCompare:
    """Two versions with what differs, and two that cannot be compared."""
    old = vm.LawSide(
        title="第一条",
        href="#",
        pieces=(vm.LawPiece(text="处"), vm.LawPiece(text="一千", marked=True), vm.LawPiece(text="元罚款")),
    )
    new = vm.LawSide(
        title="第二条",
        href="#",
        pieces=(vm.LawPiece(text="处"), vm.LawPiece(text="二千", marked=True), vm.LawPiece(text="元罚款")),
    )
    pairs = (
        vm.LawPair(anchor="a1", word="改动", old=old, new=new, note="罚款提高"),
        vm.LawPair(anchor="a2", word="新增", old=vm.LawSide(missing="没有这一条"), new=new),
        vm.LawPair(anchor="a3-old", word="删去", old=old, new=vm.LawSide(missing="没有这一条")),
    )
    full = state == "full"
    return vm.LawCompare(
        title="样本法：2017 版与 2021 版", lead="改动 1 条、新增 1 条、删去 1 条", old="2017 版", new="2021 版",
        back=act("回到样本法"), pairs=pairs if full else (),
        filters=(vm.Filter(label="有差别的", href="?", here=True), vm.Filter(label="改动", href="?", count="1")),
        choices=(vm.Filter(label="全部", href="?", here=True),) if full else (),
        empty=None if full else vm.Empty(what="没有收录 2017 版", how="收录的版本：2021"),
    )  # fmt: skip
