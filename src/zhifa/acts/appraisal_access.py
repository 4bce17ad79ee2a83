"""The file as a reader of a round may see it: everything to whoever may read the case, else redacted and no scans."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from zhifa.acts.appraisal_rounds import standard_of
from zhifa.acts.appraising import sheet_then
from zhifa.acts.casefile import Casefile, casefile_of
from zhifa.acts.work import Actor, act, context, today
from zhifa.core.appraisal import Deduction, Standard
from zhifa.core.facts import Value
from zhifa.core.papers import QR, Document
from zhifa.core.papers.stored import dump, load_document
from zhifa.core.permission import may, reach, reading
from zhifa.core.procedure.state import State
from zhifa.core.procedure.taking import bad_input
from zhifa.core.redaction import Mask, masks, redact, with_facts
from zhifa.core.rulebook import Rules
from zhifa.core.values import Refusal
from zhifa.store.readers.appraisal_rounds import FileRead, file_read

SECTION = "appraisal_redaction"
UNTOUCHED = frozenset({"_", "href", "day", "share"})
"""Keys of a stored document that hold no words of it."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A file on a reader's desk."""

    file: FileRead
    standard: Standard
    casefile: Casefile
    deductions: tuple[Deduction, ...]
    manages: bool
    redacted: bool
    """True for whoever could not read the case otherwise: names, numbers, addresses hidden, scans withheld."""
    known: tuple[Mapping[str, Value], ...]
    wanted: tuple[Mask, ...]

    def said(self, text: str) -> str:
        """A text as this reader may see it."""
        if not self.redacted:
            return text
        for facts in self.known:
            text = redact(text, facts, self.wanted).text
        return text

    def document(self, token: str) -> Document | None:
        """A paper of the file as this reader may see it; None where there is none, or its content was erased."""
        paper = self.casefile.papers.get(token)
        if paper is None or not paper.frozen:
            return None
        return self._hidden(load_document(paper.frozen)) if self.redacted else load_document(paper.frozen)

    def _hidden(self, document: Document) -> Document:
        """The paper without what it says of persons, and without the code by which anybody could look it up."""
        kept = replace(document, blocks=tuple(block for block in document.blocks if not isinstance(block, QR)))
        return load_document(self._each(dump(kept)))

    def _each(self, part: Any) -> Any:
        if isinstance(part, list):
            return [self._each(one) for one in part]
        if isinstance(part, dict):
            return {key: value if key in UNTOUCHED else self._each(value) for key, value in part.items()}
        return self.said(part) if isinstance(part, str) else part


def masks_for_readers(rules: Rules) -> tuple[Mask, ...]:
    """What is hidden from readers of other organs: what the public may not see, and what else the rules name."""
    found = {mask.code: mask for mask in masks(rules)}
    for entry in rules.entries(SECTION).values():
        code = str(entry.data["mask"])
        found[code] = with_facts(found[code], *(str(fact) for fact in entry.data["facts"]))
    return tuple(found.values())


def _known(state: State) -> tuple[Mapping[str, Value], ...]:
    """The facts of each proceeding, over those of the case: a value one of them holds is hidden in all papers."""
    return tuple({**state.case.facts, **run.proceeding.facts, **run.facts} for run in state.runs.values())


def open_reading(round_key: str, number: int, *, actor: Actor) -> Reading | Refusal:
    """A file of a round for one of its readers, or for whoever runs the round."""
    file = file_read(round_key, number)
    nothing = bad_input("没有这件评查的案卷，或者没有分给您", "从“我的评查”打开", place="file")
    if file is None:
        return nothing
    manages = may(actor.person, "appraisal.manage", file.round_path, today()) is None
    mine = bool(file.order_of(actor.id)) and file.round_state == "drawn"
    mine = mine and bool(reach(actor.person, "appraisal.review", today()))
    if not (manages or mine):
        return nothing
    standard = standard_of(file.standard, today()) or standard_of(file.standard, file.planned_on)
    if standard is None:
        return bad_input("找不到这次活动的评查标准", "请规则维护人员补上", place="standard")
    machine = file.machine
    made = sheet_then(file.case, standard, int(machine["version"]), date.fromisoformat(str(machine["on"])))
    with act(file.case) as work:
        if work is None:
            return nothing
        redacted = may(actor.person, reading(work.row.kind), work.row.path, work.day) is not None
        return Reading(
            file=file,
            standard=standard,
            casefile=casefile_of(work),
            deductions=made.deductions if made else (),
            manages=manages,
            redacted=redacted,
            known=_known(work.look().state),
            wanted=masks_for_readers(context().rules(today())),
        )


def shown_papers(reading: Reading) -> Sequence[str]:
    """The tokens of the papers of the file, in the order of its index: readers call them by their place in it."""
    leaves = [leaf for filed in reading.casefile.filed for leaf in filed.leaves]
    return [leaf.key for leaf in leaves if leaf.key in reading.casefile.papers]
