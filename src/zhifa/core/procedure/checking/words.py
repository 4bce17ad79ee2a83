"""Facts nobody records although something reads them, and facts recorded that nothing reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from zhifa.core.conditions import BadCondition, parse
from zhifa.core.procedure.checking.expressions import read
from zhifa.core.procedure.checking.survey import Survey, tables
from zhifa.core.procedure.functions import FUNCTIONS
from zhifa.core.rulebook import Problem


def unrecorded(survey: Survey) -> Iterator[Problem]:
    """A condition or a paper that waits for a fact no step records would wait for ever."""
    recorded = survey.recorders()
    for (path, where), facts in sorted(readers(survey).items()):
        for fact in sorted(facts - set(recorded)):
            label = survey.vocabulary.label(fact)
            yield Problem(path, where, f"用到事实“{fact}”（{label}），但没有任何步骤登记它：补上登记的步骤，或者删去")


def unread(survey: Survey) -> list[str]:
    """Facts that are recorded and only kept."""
    used = {fact for facts in readers(survey).values() for fact in facts}
    return sorted(set(survey.recorders()) - used)


def readers(survey: Survey) -> Mapping[tuple[str, str], set[str]]:
    """Which facts every entry reads."""
    found: dict[tuple[str, str], set[str]] = {}
    for expression in survey.expressions():
        entry = expression.entry
        try:
            facts = read(survey, expression).facts()
        except BadCondition:
            continue
        found.setdefault((entry.path, f"{entry.section} {entry.key}"), set()).update(facts)
    for entry in survey.entries("period"):
        named = [str(entry.data.get("each", ""))]
        named += [str(item.get(key, "")) for item in tables(entry.data.get("extended_by")) for key in ("fact", "to")]
        named += [str(item.get(key, "")) for item in tables(entry.data.get("paused_by")) for key in ("from", "to")]
        facts = frozenset(name for name in named if name in survey.vocabulary)
        found.setdefault((entry.path, f"period {entry.key}"), set()).update(facts)
    for paper in survey.papers:
        facts = frozenset(fact for fact in paper.facts if fact in survey.vocabulary)
        for text in paper.conditions:
            try:
                facts |= parse(text, survey.vocabulary, FUNCTIONS).facts()
            except BadCondition:
                continue
        found.setdefault((paper.path, f"paper {paper.code}"), set()).update(facts)
    return found
