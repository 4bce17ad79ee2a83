"""Many deliveries at once: each case is its own act, and what one refuses does not keep the others back.

One announcement may serve many: it is made once, names everybody it is for, and every case keeps the same file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from zhifa.acts.cases import StepEntry, take_step
from zhifa.acts.files import keep_file
from zhifa.acts.work import Actor, Recorded, context, this_moment, today
from zhifa.core.papers import Document, OrganHeading, SealDate, Table, Title, paragraph, text
from zhifa.core.papers.blocks import Column
from zhifa.core.procedure.taking import bad_input
from zhifa.core.rulebook import Rules
from zhifa.core.values import Moment, Refusal
from zhifa.ports.render import NoFont, render_pdf
from zhifa.store.readers.deliveries import WaitingDelivery

RECEIPT, ANNOUNCEMENT = "delivery-receipt", "delivery-announcement"
FILE: Final = "delivery.announcement_file"
METHODS: Final = ("当场交付", "直接送达", "公告送达")
"""Methods whose proof is the same for many; the others are entered case by case."""


@dataclass(frozen=True, slots=True)
class Delivered:
    """What became of one of many."""

    line: WaitingDelivery
    result: Recorded | Refusal


def delivering_steps(rules: Rules, paper: str) -> tuple[tuple[str, str], ...]:
    """Steps by which something is delivered (or announced): those that make a receipt (or an announcement)."""
    found = []
    for key, entry in rules.entries("step").items():
        if paper in entry.data.get("papers", ()):
            procedure, _, step = key.partition("/")
            found.append((procedure, step))
    return tuple(found)


def deliver_many(
    lines: Sequence[WaitingDelivery], facts: Mapping[str, object], at: Moment, *, actor: Actor
) -> tuple[Delivered, ...]:
    """Take the delivering step of every case with the same method and day."""
    return tuple(Delivered(line, _take(line, {**facts, **_named(line)}, at, actor)) for line in lines)


def announce_many(
    lines: Sequence[WaitingDelivery], facts: Mapping[str, object], at: Moment, *, organ: str, address: str, actor: Actor
) -> tuple[Delivered, ...] | Refusal:
    """Make one announcement for all, keep it, and take the announcing step of every case with it."""
    if not lines:
        return bad_input("没有选案件", "在左边勾选要公告送达的案件", place="line")
    made = render_pdf(announcement(lines, at, organ=organ, address=address))
    if isinstance(made, NoFont):
        return Refusal("no_font", made.message, made.mend)
    content = made.content
    kept = keep_file("送达公告.pdf", "application/pdf", [content], len(content), path=lines[0].path, actor=actor)
    if isinstance(kept, Refusal):
        return kept
    return deliver_many(lines, {**facts, FILE: kept}, at, actor=actor)


def announcement(lines: Sequence[WaitingDelivery], at: Moment, *, organ: str, address: str) -> Document:
    """The announcement in the words of the template, with everybody it is for."""
    rows = tuple((text(line.party), text(line.case_title), text("、".join(line.papers) or "文书")) for line in lines)
    said = str(_template_text(context().rules(at.day)))
    blocks = (
        OrganHeading(organ),
        Title("送达公告"),
        paragraph("因下落不明，或者用其他方式无法送达，现依法向下列当事人公告送达有关文书。"),
        Table((Column("受送达人", 3), Column("案由", 4), Column("送达的文书", 5)), rows),
        paragraph(f"{said}请在此期间到本机关（{address}）领取文书。" if address else said),
        SealDate(organ, at.day),
    )
    return Document("送达公告", blocks, day=at.day, author=organ)


def _template_text(rules: Rules) -> str:
    """How long the announcement runs, as the template of one announcement says it."""
    entry = rules.entry("paper", ANNOUNCEMENT)
    items = entry.data.get("body", ()) if entry else ()
    said = next((str(item["text"]) for item in items if "视为送达" in str(item.get("text", ""))), "")
    return said.partition("请在此期间")[0]


def _take(line: WaitingDelivery, facts: Mapping[str, object], at: Moment, actor: Actor) -> Recorded | Refusal:
    entry = StepEntry(line.step, facts, (actor.id,), at, line.proceeding)
    return take_step(line.case_id, entry, actor=actor)


def _named(line: WaitingDelivery) -> dict[str, object]:
    return {"delivery.paper": line.papers[-1]} if line.papers else {}


def moment(typed: str) -> Moment | Refusal:
    """The day of the deliveries; not after today."""
    if not typed:
        return this_moment()
    try:
        found = Moment.parse(typed)
    except ValueError as error:
        return bad_input(f"日期：{error}", "写作 2024-03-05", place="on")
    return found if found.day <= today() else bad_input("日期晚于今天", "填今天或者以前的日期", place="on")
