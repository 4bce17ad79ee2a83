"""Facts nobody records although something reads them, and facts recorded that nothing reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from zhifa.core.conditions import BadCondition, Call
from zhifa.core.conditions.tree import Constant
from zhifa.core.procedure.checking.expressions import read
from zhifa.core.procedure.checking.layouts import told_by_lists
from zhifa.core.procedure.checking.survey import Survey, alternatives, problem, tables, texts
from zhifa.core.rulebook import Problem


def unrecorded(survey: Survey) -> Iterator[Problem]:
    """A condition or a paper that waits for a fact no step records would wait for ever."""
    recorded = set(survey.recorders) | told_by_lists(survey) | _in_registers(survey)
    for (path, where), facts in sorted(readers(survey).items()):
        for fact in sorted(facts - recorded):
            label = survey.vocabulary.label(fact)
            yield Problem(path, where, f"用到事实“{fact}”（{label}），但没有任何步骤登记它：补上登记的步骤，或者删去")


def unread(survey: Survey) -> list[str]:
    """Facts that are recorded and only kept."""
    used = {fact for facts in readers(survey).values() for fact in facts}
    return sorted(set(survey.recorders) - used)


def idle(survey: Survey) -> Iterator[Problem]:
    """Facts that no step records and nothing reads, and amounts no condition asks for."""
    named = set(survey.recorders) | {fact for facts in readers(survey).values() for fact in facts} | _named(survey)
    named |= _in_registers(survey)
    for entry in survey.book.section("fact"):
        if entry.key not in named:
            yield problem(entry, "没有步骤登记这个事实，也没有规则用到它：在步骤的 records 中写上它，或者删去")
    asked = _asked(survey)
    for entry in survey.book.section("threshold"):
        stem = entry.code.removesuffix(".person").removesuffix(".organisation")
        if not {entry.code, stem} & asked:
            yield problem(entry, f"没有条件用到这一数额：写作 threshold('{entry.code}')，或者删去")


def _in_registers(survey: Survey) -> set[str]:
    """Facts an entry of a register tells, which only its paper reads."""
    return {code for entry in survey.entries("register") for code in texts(entry.data.get("records"))}


def _named(survey: Survey) -> set[str]:
    """Facts that entries other than conditions name: beside a fine, in a list to redact, in a plan, to prefill one."""
    rows = [row for entry in survey.entries("matter") for row in tables(entry.data.get("fines"))]
    found = {str(row[key]) for row in rows for key in ("base", "per") if key in row}
    found |= {code for e in survey.entries("redaction") for code in texts(e.data.get("facts"))}
    planned = ("asks", "may_ask", "adopted_with", "filed_with")
    found |= {code for e in survey.entries("planning") for key in planned for code in texts(e.data.get(key))}
    found |= told_by_lists(survey)
    return found | {code for e in survey.entries("fact") for code in texts(e.data.get("prefill"))}


def _asked(survey: Survey) -> set[str]:
    """The names of amounts that conditions ask for."""
    found: set[str] = set()
    for expression in survey.expressions:
        try:
            calls = read(survey, expression).calls()
        except BadCondition:
            continue
        found |= _thresholds(calls)
    for paper in survey.papers:
        for text in paper.conditions:
            try:
                found |= _thresholds(survey.condition(text).calls())
            except BadCondition:
                continue
    return found


def _thresholds(calls: Iterable[Call]) -> set[str]:
    firsts = [call.arguments[0] for call in calls if call.function.name == "threshold"]
    return {str(first.held) for first in firsts if isinstance(first, Constant)}


def readers(survey: Survey) -> Mapping[tuple[str, str], set[str]]:
    """Which facts every entry reads."""
    found: dict[tuple[str, str], set[str]] = {}
    for expression in survey.expressions:
        entry = expression.entry
        try:
            facts = read(survey, expression).facts()
        except BadCondition:
            continue
        found.setdefault((entry.path, f"{entry.section} {entry.key}"), set()).update(facts)
    for entry in survey.entries("period"):
        named = [str(entry.data.get("each", ""))]
        named += [str(item.get(key, "")) for item in tables(entry.data.get("extended_by")) for key in ("fact", "to")]
        pauses = [str(item.get(key, "")) for item in tables(entry.data.get("paused_by")) for key in ("from", "to")]
        named += [name for pause in pauses for name in alternatives(pause)]
        facts = frozenset(name for name in named if name in survey.vocabulary)
        found.setdefault((entry.path, f"period {entry.key}"), set()).update(facts)
    for paper in survey.papers:
        facts = frozenset(fact for fact in paper.facts if fact in survey.vocabulary)
        for text in paper.conditions:
            try:
                facts |= survey.condition(text).facts()
            except BadCondition:
                continue
        found.setdefault((paper.path, f"paper {paper.code}"), set()).update(facts)
    return found
