"""Under which of its proceedings a further one of a case runs."""

from __future__ import annotations

from datetime import date

from zhifa.core.kinship import kin
from zhifa.core.procedure.case import Case
from zhifa.core.procedure.state import Context
from zhifa.core.procedure.taking import bad_input
from zhifa.core.rulebook import Entry, Rules
from zhifa.core.values import Refusal


def above_of(case: Case, given: Context, procedure: str, day: date, *, near: str = "") -> str | Refusal:
    """Under which proceeding of a case a further one runs: the one looked at (`near`) or one above it that its rules
    name (`beside`), else the latest they name; where they name none, the one looked at or the first.

    Compulsion rests on a decision: where the case has no proceeding that may have made one, it is refused.
    """
    rules = given.rules(day)
    entry = rules.entry("procedure", procedure)
    wanted = {str(code) for code in entry.data.get("beside", ())} if entry else set()
    if entry is None or not wanted:
        return near or next(iter(case.proceedings))
    named = [p.id for p in case.proceedings.values() if wanted.intersection(kin(given.book, p.procedure))]
    fitting = named or [p.id for p in case.proceedings.values() if _kind(rules, p.procedure) in wanted]
    while near in case.proceedings:
        if near in fitting:
            return near
        near = case.proceedings[near].parent
    if fitting:
        return fitting[-1]
    return _refused(entry, wanted, rules)


def _kind(rules: Rules, procedure: str) -> str:
    entry = rules.entry("procedure", procedure)
    return str(entry.data.get("kind", "")) if entry else ""


def _refused(entry: Entry, wanted: set[str], rules: Rules) -> Refusal:
    titles = [str(found.data["title"]) for code in sorted(wanted) if (found := rules.entry("procedure", code))]
    where = f"在{'、'.join(titles)}之下" if titles else "在别的程序之下"
    return bad_input(f"“{entry.data['title']}”要{where}启动，本案没有", "先办理它所依据的程序", place="procedure")
