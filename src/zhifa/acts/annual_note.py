"""The note beside an annual report for its writer: what does not agree, what is still missing, what it stands on.

Nothing of it belongs into the report that is published.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from zhifa.acts.annual_report import ReportModel
from zhifa.acts.report_published import Published
from zhifa.core import papers as paper
from zhifa.core.footing import CONTRADICTION, HOLDS, Footing


def note(model: ReportModel) -> paper.Document:
    """The writer's note as a paper of its own."""
    title = f"《{model.title}》编写说明"
    lead = paper.Note(paper.text("供编写人员使用，不随报告公开。"))
    return paper.Document(title, (paper.Title(title), lead, *_blocks(model)), author=model.organ.name)


def _blocks(model: ReportModel) -> Iterator[paper.Block]:
    yield paper.Heading(1, "一、数字之间的核对")
    yield from _checks(model)
    yield paper.Heading(1, "二、还要填写和核实的")
    yield from _listed([f"“{figure.title}”没有填报：正文不写，附表按零计" for figure in model.missing])
    yield from _listed([f"“{passage.text[:30]}……”不是由案件得出的，发布前须核实" for passage in model.drafts])
    if model.compared:
        yield paper.Heading(1, "三、上年数字的出处")
        yield from _listed(before_sources(model))
    yield paper.Note(paper.text(standing_text(model)))


def _listed(lines: Sequence[str]) -> Iterator[paper.Block]:
    if lines:
        yield paper.ListBlock(tuple(paper.text(line) for line in lines))


def before_sources(model: ReportModel) -> list[str]:
    """Which of last year's figures were taken from a printed report, and from which."""
    typed: dict[str, list[str]] = {}
    for figure in model.figures.values():
        if figure.before_source:
            typed.setdefault(figure.before_source, []).append(figure.title)
    said = [f"{'、'.join(titles)}：据{source}" for source, titles in sorted(typed.items())]
    return said or ["由本系统的案件和填报得出"]


def _checks(model: ReportModel) -> Iterator[paper.Block]:
    """What the figures' relations say, and how this report stands to the one that was published."""
    held = sum(check.state == HOLDS for check in model.checks)
    yield paper.Paragraph(paper.text(checks_summary(model, held)))
    if model.broken:
        yield paper.ListBlock(tuple(paper.text(check_text(check)) for check in model.broken))
    yield from _listed(model.member_notes)
    if model.published:
        yield from _published_blocks(model.published)


def checks_summary(model: ReportModel, held: int) -> str:
    """One sentence about all checks."""
    rest = len(model.broken)
    return f"核对数字之间的关系 {len(model.checks)} 项，相符 {held} 项" + (
        f"，不符或者须说明 {rest} 项：" if rest else "。"
    )


def check_text(check: Footing) -> str:
    """A check that does not hold, in words."""
    return ("【矛盾】" if check.state == CONTRADICTION else "【须说明】") + check.explain


def _published_blocks(published: Published) -> Iterator[paper.Block]:
    yield paper.Paragraph(paper.text(published_summary(published)))
    if published.differences:
        columns = (paper.Column("项目", 3.0), *(paper.Column(t, 1.0, "center") for t in ("公布", "本报告")))
        rows = tuple(tuple(map(paper.text, (d.title, d.published, d.found))) for d in published.differences)
        yield paper.Table(columns, rows)
    if published.checks:
        yield paper.Paragraph(paper.text("已公布的报告自身的数字与文字之间须说明的："))
        yield paper.ListBlock(tuple(paper.text(check_text(check)) for check in published.checks))


def published_summary(published: Published) -> str:
    """How this report stands to the published one, in a sentence."""
    same = published.compared - len(published.differences)
    said = f"已公布的《{published.title}》列有 {published.compared} 个总数，本报告与之相同的 {same} 个"
    said += f"（这些总数中 {published.counted} 个由案件计出，其余由人员库计出或者人工填报）"
    return said + ("；不同的如下：" if published.differences else "。")


def standing_text(model: ReportModel) -> str:
    """What the figures stand on: the journal's position, the checkpoint, the rules."""
    found = model.standing
    said = f"数字依据账簿中前 {found.position} 个事件"
    said += f"和尚未排序的 {found.waiting} 个事件" if found.waiting else ""
    if found.checkpoint_at:
        said += f"；最近的检查点含 {found.checkpoint_size} 个事件，树根 {found.checkpoint_root[:16]}…"
    said += f"；规则摘要 {model.rules_digest[:16]}…。"
    return said if model.complete else said + f"{model.year} 年尚未结束，以后的案件还会改变这些数字。"
