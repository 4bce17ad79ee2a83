"""What came along with letters of other organs: papers listed in a case, which stand in the case of the sender."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from zhifa.core.permission import EVERYWHERE
from zhifa.core.procedure.state import Context
from zhifa.store.readers.cases import CaseRead, read_case
from zhifa.store.readers.papers import PaperRead, read_paper

FILES = "letter.files"


@dataclass(frozen=True, slots=True)
class Referred:
    """A paper a letter lists: what it is called there, and the token under which it was issued."""

    name: str
    number: str
    dated_on: object
    token: str


def senders(about: Sequence[str]) -> set[str]:
    """The cases of other organs a proceeding is about: written when their letter began it, never typed."""
    return {case_id for case_id, apart, _ in (name.partition("/") for name in about) if apart}


def referred(read: CaseRead) -> tuple[Referred, ...]:
    """The papers that letters received in the case list by reference; a case's own papers are not among them."""
    own = {paper.token for paper in read.papers}
    found: dict[str, Referred] = {}
    for run in read.view.state.runs.values():
        rows = run.facts.get(FILES) if senders(run.proceeding.about) else ()
        for row in rows if isinstance(rows, tuple) else ():
            if not isinstance(row, Mapping):
                continue
            token = str(row.get("token") or "")
            if token and token not in own:
                name, number = str(row.get("name", "")), str(row.get("number", ""))
                found[token] = Referred(name, number, row.get("dated_on"), token)
    return tuple(found.values())


def referred_paper(case_id: str, token: str, *, reach: Sequence[str], context: Context, day: date) -> PaperRead | None:
    """A paper of another organ, where a letter received in a case of the reach lists it; None otherwise."""
    read = read_case(case_id, reach=reach, context=context, day=day)
    if read is None or all(item.token != token for item in referred(read)):
        return None
    asked = {key for item in read.view.case.proceedings.values() for key in senders(item.about)}
    found = read_paper(token, reach=EVERYWHERE)
    return found if found is not None and found.row.case_id in asked else None
