"""What a row of a list tells beside a case of its own: another proceeding of it, or that it belongs to a case that is
there already, such as the inspection that led to a penalty."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from zhifa.acts.work import Actor, act, new_id
from zhifa.core.procedure.entered import LISTED, EnteredStep, opened_beside, taken_beside
from zhifa.core.values import show_date
from zhifa.store.casework.models import Finding
from zhifa.store.readers.imports import cases_numbered


@dataclass(frozen=True, slots=True)
class Beside:
    """A proceeding to be opened in a case: its procedure and its steps, typed."""

    procedure: str
    """Empty for further steps of the proceeding the case was opened with."""
    steps: tuple[EnteredStep, ...]


@dataclass(frozen=True, slots=True)
class NoCase:
    """Why a row belongs to no case: the reason and what mends it."""

    reason: str
    remedy: str


def case_joined(kind: str, number: str, organ: str, besides: Sequence[Beside]) -> str | NoCase:
    """The case of an organ whose document a row names. It cannot have been decided before what led to it."""
    found = cases_numbered(kind, number, organ)
    if not found:
        return NoCase(
            f"本机关没有文书号为“{number[:60]}”的案件",
            "先导入那份清单，或者核对文书号；没有作出处罚、由别的机关处罚的，删去文书号",
        )
    if len(found) > 1:
        return NoCase(f"文书号为“{number[:60]}”的案件有 {len(found)} 件", "核对文书号，看不出是哪一件的删去")
    begun = min(one.at.day for beside in besides for one in beside.steps if one.step != LISTED)
    if found[0].decided_on and found[0].decided_on < begun:
        said = f"那个案件 {show_date(found[0].decided_on)} 已经作出决定，早于这一行的 {show_date(begun)}"
        return NoCase(said, "核对文书号和日期")
    return found[0].id


def open_beside(case_id: str, besides: Sequence[Beside], *, under: bool, actor: Actor) -> int:
    """Inside a transaction: open proceedings in a case, known from a list as it is; how many findings that made.

    `under` says that they run under the proceeding the case was opened with, and not beside it.
    """
    before = Finding.objects.filter(case_id=case_id).count()
    with act(case_id) as work:
        assert work is not None, "the case was found in this transaction"
        own, vocabulary = next(iter(work.case.proceedings)), work.context.book.vocabulary
        for one in besides:
            if one.procedure:
                parent = own if under else ""
                new = opened_beside(
                    new_id(), one.procedure, one.steps, actor=actor.id, vocabulary=vocabulary, parent=parent
                )
            else:
                new = taken_beside(own, one.steps, actor=actor.id, vocabulary=vocabulary)
            work.write(new)
        work.finish()
    return Finding.objects.filter(case_id=case_id).count() - before
