"""The report on how a yearly plan of supervision was carried out, as a paper."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from zhifa.acts.supervision_planning import carried_out
from zhifa.core.papers import blocks as b
from zhifa.core.planning import Item, Plan
from zhifa.core.supervising import CLOSED, STATES
from zhifa.store.readers.supervision import issued_by_kind, recurrences, work_counts

KINDS = ("普遍监督", "重点监督", "日常监督", "专项监督")


@dataclass(frozen=True, slots=True)
class Reporter:
    """Whose plan it is and what of the district may be counted for it."""

    code: str
    name: str
    reach: tuple[str, ...]
    span: int


def plan_report(organ: Reporter, plan: Plan, *, day: date) -> b.Document:
    """The report: the plan and its items, what was issued, how findings were worked off, what came back."""
    title = f"{plan.year}年度行政执法监督计划执行情况报告"
    return b.Document(title, tuple(_blocks(organ, plan, title, day)), day=day, author=organ.name)


def _text(words: str) -> b.Paragraph:
    return b.Paragraph((b.Run(words),))


def _cell(text: object) -> b.Runs:
    return (b.Run(str(text)),)


def _blocks(organ: Reporter, plan: Plan, title: str, day: date) -> Iterator[b.Block]:
    yield b.OrganHeading(organ.name, red=True)
    yield b.Title(title)
    carried = carried_out(organ.code, plan)
    begun, closed = sum(one.begun for one in carried), sum(one.closed for one in carried)
    adopted = f"{plan.adoption.document}" if plan.adoption else "（计划还没有批准）"
    yield b.Heading(1, "一、计划和执行")
    yield _text(f"{adopted}列入监督项目{len(carried)}项，全年开展监督{begun}件，已经结案{closed}件。")
    yield b.Table(
        (b.Column("序号", 0.5), b.Column("种类", 1.0), b.Column("监督内容", 2.4), b.Column("监督对象", 1.8),
         b.Column("计划", 0.6, "right"), b.Column("开展", 0.6, "right"), b.Column("结案", 0.6, "right")),
        tuple(
            (_cell(one.item.number), _cell(one.item.text("oversight.plan_kind")),
             _cell(one.item.text("oversight.plan_subject")), _cell(one.item.text("oversight.plan_objects")),
             _cell(one.item.text("oversight.plan_count")), _cell(one.begun), _cell(one.closed))
            for one in carried
        ),
        small=True,
    )  # fmt: skip
    yield _text("；".join(filter(None, (_of_kind(kind, [one.item for one in carried]) for kind in KINDS))) + "。")
    issued = issued_by_kind(organ.code, plan.year)
    yield b.Heading(1, "二、监督文书")
    said = "、".join(f"{kind}{number}份" for kind, number in issued.items())
    yield _text(f"全年制发监督文书{sum(issued.values())}份{f'，其中{said}' if said else ''}。")
    yield b.Heading(1, "三、问题办结")
    yield _text(f"{_worked(organ)}整改以后复发{sum(recurrences(reach=organ.reach, span=organ.span).values())}件。")
    yield b.SealDate(organ.name, day)


def _of_kind(kind: str, items: list[Item]) -> str:
    number = sum(1 for item in items if item.text("oversight.plan_kind") == kind)
    return f"{kind}{number}项" if number else ""


def _worked(organ: Reporter) -> str:
    counted: dict[str, int] = {}
    for one in work_counts(reach=organ.reach):
        state = CLOSED if one.state == "accepted" else one.state
        counted[state] = counted.get(state, 0) + one.number
    said = "、".join(f"{STATES[state]}{number}件" for state, number in sorted(counted.items()))
    return f"有关机关已经说明或者监督机构已经处理的问题：{said}。" if said else "还没有办结的问题。"
