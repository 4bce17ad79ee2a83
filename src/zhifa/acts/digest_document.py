"""A digest on paper in the layout of official documents (GB/T 9704): a daily or weekly sheet, the monthly notice."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from zhifa.core import papers as paper
from zhifa.core.digest import DAY, FIGURES, KINDS, MONTH, Digest, Item, OrganLine, dump, ranked
from zhifa.ports.render import NoFont, render_docx, render_page, render_pdf

TABLE = ("came_in", "decided", "closed", "open", "late", "begun", "ended", "again", "standing", "overdue")
"""The columns of the table of organs, besides the active officers."""
FORMATS: Final = ("docx", "pdf", "html", "json")
COMPARED = ("came_in", "closed", "begun", "ended", "again", "standing")
"""What a month is compared by with the one before it."""
NAMED = 5
"""So many organs are named at either end."""


def document(digest: Digest) -> paper.Document:
    """The digest as a paper; the same digest gives the same paper."""
    day = date.fromisoformat(digest.made_on)
    blocks = tuple(_notice(digest, day) if digest.kind == MONTH else _sheet(digest, day))
    return paper.Document(digest.title, blocks, day=day, author=digest.organ_name)


def _notice(digest: Digest, day: date) -> Iterator[paper.Block]:
    yield paper.OrganHeading(digest.organ_name, red=True)
    yield paper.Title(digest.title)
    yield paper.Heading(1, "一、总体情况")
    yield from map(paper.paragraph, (*overview(digest), *against_last(digest)))
    yield from charts(digest)
    yield paper.Heading(1, "二、问题类别")
    yield from _groups(digest)
    if digest.organs:
        yield paper.Heading(1, "三、单位情况")
        yield from map(paper.paragraph, ends(digest.organs))
    yield paper.Heading(1, "四、整改" if digest.organs else "三、整改")
    yield from map(paper.paragraph, mending(digest))
    if digest.organs:
        yield paper.Paragraph(paper.text(f"附件：{digest.span.title}各单位行政执法监督情况表"))
    yield paper.SealDate(digest.organ_name, day)
    if digest.organs:
        yield paper.PageBreak(landscape=True)
        yield organs_table(digest)
    yield paper.Note(paper.text(stand(digest)))


def _sheet(digest: Digest, day: date) -> Iterator[paper.Block]:
    when = "当天" if digest.kind == DAY else "本周"
    yield paper.OrganHeading(digest.organ_name)
    yield paper.Title(digest.title)
    yield from map(paper.paragraph, overview(digest))
    for number, (title, items, count) in enumerate(
        (
            (f"{when}来了什么", digest.came_in, digest.number("came_in")),
            (f"{when}到期、还没有办的", digest.due, len(digest.due)),
            ("已经超期、还没有办的", digest.left, digest.number("late")),
        )
    ):
        yield paper.Heading(1, f"{'一二三'[number]}、{title}（{count}）")
        yield _items(items) if items else paper.paragraph("没有。")
        if len(items) < count:
            yield paper.paragraph(f"只列前 {len(items)} 项。")
    if digest.organs:
        yield paper.Heading(1, "四、各单位")
        yield organs_table(digest)
    yield paper.SealDate(digest.organ_name, day)
    yield paper.Note(paper.text(stand(digest)))


def overview(digest: Digest) -> list[str]:
    """The numbers in two or three sentences."""
    n, span = digest.number, digest.span
    of = f"{len(digest.organs)} 个单位" if digest.organs else "本单位"
    work = f"{span.title}，{of}新收案件 {n('came_in'):,} 件，作出决定 {n('decided'):,} 件，办结 {n('closed'):,} 件。"
    now = f"截至 {digest.made_on}，在办 {n('open'):,} 件，超期未办 {n('late'):,} 项，七天内到期 {n('soon'):,} 项。"
    faults = (
        f"这一时段新出现须改正、须说明的问题 {n('begun'):,} 项（其中改后复发 {n('again'):,} 项），"
        f"已改正 {n('ended'):,} 项，期末未改正 {n('standing'):,} 项。"
    )
    found = [work + now, faults]
    if n("officers"):
        share = round(n("active") * 100 / n("officers"))
        found.append(f"执法人员 {n('officers'):,} 人，当月活跃 {n('active'):,} 人，占 {share}%。")
    return found


def against_last(digest: Digest) -> list[str]:
    """Month against month in one sentence; nothing where no earlier month is known."""
    if len(digest.months) < 2:
        return []
    last, now = digest.months[-2:]
    if not any(last.numbers.values()):
        return []
    parts = (_more(FIGURES[code][0], now.number(code) - last.number(code), FIGURES[code][1]) for code in COMPARED)
    return [f"与上月相比，{'，'.join(parts)}。"]


def _more(label: str, number: int, unit: str) -> str:
    return f"{label}持平" if not number else f"{label}{'增加' if number > 0 else '减少'} {abs(number):,} {unit}"


def charts(digest: Digest) -> Iterator[paper.Bars]:
    """The months beside each other: faults, and what was left of them, work, and officers."""
    months = digest.months
    if not months:
        return
    labels = tuple(f"{int(one.name[5:])}月" for one in months)

    def bars(title: str, unit: str, *codes: str) -> paper.Bars:
        sets = (paper.BarSet(FIGURES[code][0], tuple(one.number(code) for one in months)) for code in codes)
        return paper.Bars(title, unit, labels, tuple(sets))

    yield bars("新出现和已改正的问题", "项", "begun", "ended")
    yield bars("期末未改正的问题和改后复发", "项", "standing", "again")
    yield bars("新收和办结的案件", "件", "came_in", "closed")
    if any(one.share for one in months):
        shares = tuple(one.share or 0 for one in months)
        yield paper.Bars("执法人员活跃度", "%", labels, (paper.BarSet("活跃", shares),))


def ends(lines: Sequence[OrganLine]) -> list[str]:
    """Which organs have nothing late or wrong, and which most of it."""
    clean, wrong = ranked(lines)
    said = []
    if clean:
        names = "、".join(one.name for one in clean[:NAMED])
        said.append(
            f"没有超期、没有未改正问题的 {len(clean)} 个单位"
            + (f"，如{names}。" if len(clean) > NAMED else f"：{names}。")
        )
    if wrong:
        worst = "；".join(map(_wrong, wrong[:NAMED]))
        said.append(f"问题较多的单位：{worst}。按每百件在办案件的超期和未改正问题数排列。")
    return said or ["各单位都没有在办案件，也没有未改正的问题。"]


def _wrong(line: OrganLine) -> str:
    late, left = line.number("late"), line.number("standing")
    return f"{line.name}超期 {late} 项、未改正 {left} 项，每百件在办案件 {line.trouble} 项"


def mending(digest: Digest) -> list[str]:
    """What is asked of the organs."""
    n = digest.number
    said = [f"逾期未整改 {n('overdue'):,} 项，改后复发 {n('again'):,} 项。"]
    late = [one for one in digest.organs if one.number("overdue") or one.number("again")]
    if late:
        parts = (f"{one.name}（逾期 {one.number('overdue')}，复发 {one.number('again')}）" for one in late)
        said.append(f"请下列单位逐项说明原因并整改：{'、'.join(parts)}。")
    elif not n("overdue") and not n("again"):
        said.append("没有须催办的整改事项。")
    return said


def _groups(digest: Digest) -> Iterator[paper.Block]:
    if not digest.groups:
        yield paper.paragraph("这一时段没有须改正、须说明的问题。")
        return
    heads = ("新出现", "其中复发", "已改正", "期末未改正")
    rows = [
        tuple(map(paper.text, (g.group, *(f"{n:,}" for n in (g.begun, g.again, g.ended, g.standing)))))
        for g in digest.groups
    ]
    columns = (paper.Column("类别", 2.0), *(paper.Column(head, 1.0, "center") for head in heads))
    yield paper.Table(columns, tuple(rows))


def organs_table(digest: Digest) -> paper.Table:
    """The numbers of every organ, with their sum."""

    def row(name: str, line: OrganLine) -> tuple[paper.Runs, ...]:
        active = f"{line.number('active')}/{line.number('officers')}"
        return tuple(map(paper.text, (name, *(f"{line.number(code):,}" for code in TABLE), active)))

    whole = OrganLine(digest.organ, "合计", digest.whole)
    return paper.Table(
        columns=(
            paper.Column("单位", 2.4),
            *(paper.Column(FIGURES[code][0], 1.0, "center") for code in TABLE),
            paper.Column("活跃人员", 1.2, "center"),
        ),
        rows=(*(row(line.name, line) for line in digest.organs), row("合计", whole)),
        caption=f"{digest.span.title}各单位行政执法监督情况表",
        total=True,
        small=True,
    )


def _items(items: Sequence[Item]) -> paper.Table:
    columns = (paper.Column("案号", 1.6), paper.Column("事由", 3.0), paper.Column("日期", 1.0, "center"))
    return paper.Table(columns, tuple(tuple(map(paper.text, (i.number, i.what, i.on))) for i in items))


def stand(digest: Digest) -> str:
    """What the digest stands on."""
    return (
        f"{KINDS[digest.kind]}依据账簿中前 {digest.position} 个事件，{digest.made_on} 制作；"
        f"“现”“在办”“逾期”为制作之日的数字；规则摘要 {digest.rules[:16]}…。"
    )


def rendered(made: Digest, formats: Sequence[str]) -> tuple[dict[str, bytes], NoFont | None]:
    """The files of a digest; no PDF on a machine without a Chinese font."""
    printed = document(made)
    files: dict[str, bytes] = {}
    no_font: NoFont | None = None
    for form in (form for form in FORMATS if form in formats):
        if form == "docx":
            files[form] = render_docx(printed)
        elif form == "html":
            files[form] = render_page(printed).encode()
        elif form == "json":
            files[form] = (json.dumps(dump(made), ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
        elif isinstance(pdf := render_pdf(printed), NoFont):
            no_font = pdf
        else:
            files[form] = pdf.content
    return files, no_font
