"""The score sheet as a paper (案卷评查表): every deduction with its place in the bound file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from zhifa.acts.casefile import Casefile, page_numbers, places
from zhifa.core import papers as paper
from zhifa.core.appraisal import Standard
from zhifa.core.values import show_date
from zhifa.ports.render import NoFont

COLUMNS = (
    paper.Column("序号", 0.5, "center"), paper.Column("项目", 1.6), paper.Column("扣分", 0.7, "center"),
    paper.Column("理由", 3), paper.Column("依据", 1.5), paper.Column("卷内位置", 1.1),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Written:
    """One line of the sheet as it is printed."""

    title: str
    worth: str
    message: str
    cite: str
    token: str = ""
    missing: bool = False


@dataclass(frozen=True, slots=True)
class Scored:
    """A file with what it scored and who scored it."""

    organ: str
    number: str
    title: str
    party: str
    decided_on: date
    score: int
    grade: str
    version: int
    lines: tuple[Written, ...]
    by: str = "系统自动评查"


def in_file(casefile: Casefile, *, pages: bool = False) -> Mapping[str, str] | NoFont:
    """Of everything in the file where it lies: `正卷第 3 件`, with the printed page where that is asked for."""
    numbers = page_numbers(casefile) if pages else {}
    if isinstance(numbers, NoFont):
        return numbers
    return {
        key: f"{volume}第 {number} 件" + (f"（第 {numbers[key]} 页）" if key in numbers else "")
        for key, (volume, number) in places(casefile).items()
    }


def score_sheet(scored: Scored, standard: Standard, where: Mapping[str, str]) -> paper.Document:
    """The sheet as blocks. `where` says where in the file a paper lies."""
    return paper.Document("案卷评查表", tuple(_blocks(scored, standard, where)), author=scored.organ)


def _blocks(scored: Scored, standard: Standard, where: Mapping[str, str]) -> Iterator[paper.Block]:
    yield paper.Title("案卷评查表")
    yield paper.Fields(
        tuple(
            paper.Field(label, paper.text(said))
            for label, said in (
                ("案号", scored.number),
                ("案由", scored.title),
                ("当事人", scored.party),
                ("办案机关", scored.organ),
                ("决定（结案）日期", show_date(scored.decided_on)),
                ("评查标准", standard.title),
                ("得分、等次", f"{scored.score} 分，{scored.grade}"),
                ("评查", scored.by),
            )
            if said
        )
    )
    if scored.lines:
        yield paper.Table(COLUMNS, tuple(_row(n, line, where) for n, line in enumerate(scored.lines, 1)), small=True)
    else:
        yield paper.paragraph("没有发现需要扣分的问题。")
    yield paper.SignatureLine("评查人员")
    yield paper.SignatureLine("复核人员")
    yield paper.Note(
        paper.text(
            f"标准摘要 {standard.digest[:16]}，读到案件第 {scored.version} 个事件；同一标准、同一案卷的得分相同。"
        )
    )


def _row(number: int, line: Written, where: Mapping[str, str]) -> tuple[paper.Runs, ...]:
    place = "卷内没有" if line.missing else where.get(line.token, "案件记录")
    return tuple(paper.text(said) for said in (str(number), line.title, line.worth, line.message, line.cite, place))
