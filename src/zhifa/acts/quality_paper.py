"""The conclusion about an organ's quality as a paper; the same conclusion gives the same paper."""

from __future__ import annotations

from collections.abc import Iterator

from zhifa.core import papers as paper
from zhifa.core.values import show_date
from zhifa.store.readers.quality_conclusions import Conclusion

COLUMNS = (
    paper.Column("项目", 1.6), paper.Column("分值", 0.7, "center"), paper.Column("得分", 0.7, "center"),
    paper.Column("依据的数字", 1.2, "center"), paper.Column("怎样算", 3.0),
)  # fmt: skip


def quality_paper(one: Conclusion) -> paper.Document:
    """What is told to the organ, with the objection and its answer where there were any."""
    return paper.Document("行政执法质量考评结论", tuple(_blocks(one)), day=one.told_on, author=one.told_by)


def _blocks(one: Conclusion) -> Iterator[paper.Block]:
    yield paper.OrganHeading(one.told_by)
    yield paper.Title("行政执法质量考评结论")
    yield paper.Fields((
        paper.Field("被考评机关", paper.text(one.organ_name)),
        paper.Field("考评时段", paper.text(f"{one.title}（{show_date(one.first_on)} 至 {show_date(one.last_on)}）")),
        paper.Field("得分、等次", paper.text(f"{one.score} 分，{one.grade}")),
    ))  # fmt: skip
    rows = (
        (item.title, str(item.of), "—" if item.points is None else str(item.points), item.said, item.say)
        for item in one.items
    )
    yield paper.Table(COLUMNS, tuple(tuple(map(paper.text, row)) for row in rows), small=True)
    yield paper.paragraph("没有发生的项目不计，分值按比例摊到其余项目。罚没数额、处罚件数不进入考评。")
    if one.objected_on:
        yield paper.Heading(1, "异议和答复")
        yield paper.paragraph(f"{show_date(one.objected_on)}提出异议：{one.objection}")
        if one.answered_on:
            changed = f"得分由 {one.first_score} 分变为 {one.score} 分。" if one.score != one.first_score else ""
            yield paper.paragraph(f"{show_date(one.answered_on)}答复：{one.answer}{changed}")
    else:
        yield paper.paragraph(f"对结论有异议的，可以在 {show_date(one.object_by)} 以前书面提出，说明理由。")
    yield paper.SealDate(one.told_by, one.answered_on or one.told_on)
    yield paper.Note(paper.text(f"各项由系统从案件算出，规则摘要 {one.rules[:16]}…。"))
