"""Rows a case leaves in supervision, from a view of it: letters that came, supervision papers that went out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from zhifa.core.conditions import Unknown
from zhifa.core.kinship import kin
from zhifa.core.permission import SUPERVISION
from zhifa.core.procedure.state import State
from zhifa.core.procedure.view import View
from zhifa.core.values import Moment
from zhifa.store.registry.models import Organ
from zhifa.store.rowvalues import Values, values_of
from zhifa.store.supervision.models import Instrument, Letter

APART: Final = "/"
"""Between a case and a proceeding of it, where a proceeding is about one in another organ's case."""
PAPERS: Final = frozenset({"supervision.notice", "supervision.circular"})
"""The procedures that issue a supervision paper; others are written after them."""
DRAFTED, SENT, REPORTED, AGAIN, READY, DONE, RAISED, WITHDRAWN = (
    "起草审批", "待报告", "待核查", "待补充", "待结案", "已结案", "已转用", "已撤销",
)  # fmt: skip


def letter_rows(view: View) -> Iterator[Values]:
    """One row for each proceeding another organ's letter began."""
    for key, item in view.case.proceedings.items():
        for name in item.about:
            case_id, apart, proceeding = name.partition(APART)
            if apart:
                yield values_of(Letter, proceeding=key, sender_case=case_id, sender_proceeding=proceeding)


def instrument_rows(view: View, organ: Organ) -> Iterator[Values]:
    """One row for each paper drafted in a case of supervision."""
    if view.headline.kind != SUPERVISION:
        return
    book = view.state.context.book
    for key, item in view.case.proceedings.items():
        if PAPERS.isdisjoint(kin(book, item.procedure)):
            continue
        state = view.state
        found = state.procedure(key)
        yield values_of(
            Instrument,
            organ_id=organ.pk,
            path=organ.path,
            proceeding=key,
            procedure=item.procedure,
            kind=_text(state, key, "oversight.paper") if _on(state, key, "issue") else found.title if found else "",
            supervised=_text(state, key, "oversight.organ")[:120],
            title=_text(state, key, "case.title")[:300],
            state=_stage(state, key),
            opened_on=item.opened.day,
            issued_on=_on(state, key, "issue"),
            report_by=_day(state, key, "oversight.report_by") if _on(state, key, "issue") else None,
            reported_on=_on(state, key, "supplement") or _on(state, key, "report"),
            checked_on=_on(state, key, "check"),
            result=_text(state, key, "oversight.check_result") if _on(state, key, "check") else "",
            closed_on=ended.taken.at.day if (ended := state.ended(key)) else None,
        )


def _on(state: State, key: str, step: str) -> date | None:
    found = state.standing(key, step)
    return found.taken.at.day if found else None


def _text(state: State, key: str, code: str) -> str:
    value = state.fact(key, code)
    return "" if isinstance(value, Unknown) or value is None else str(value)


def _day(state: State, key: str, code: str) -> date | None:
    value = state.fact(key, code)
    return value.day if isinstance(value, Moment) else value if isinstance(value, date) else None


def _stage(state: State, key: str) -> str:
    """How far a paper has come, in one word."""
    if _on(state, key, "raise"):
        return RAISED
    if state.ended(key):
        return DONE
    if _on(state, key, "review_decide") and _text(state, key, "oversight.review_result") == "撤销":
        return WITHDRAWN
    if not _on(state, key, "issue"):
        return DRAFTED
    checked, told = _on(state, key, "check"), _on(state, key, "supplement") or _on(state, key, "report")
    if checked and _text(state, key, "oversight.check_result") == "已整改到位":
        return READY
    if checked and (told is None or told <= checked):
        return AGAIN
    return REPORTED if told else SENT
