"""The check of the rules as procedures: what the compiler cannot see because it does not know what entries mean.

Every problem names the file, the entry and what mends it. Errors break the build; notes are for the reader.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from zhifa.core.procedure.checking.appraisals import appraisal_rules
from zhifa.core.procedure.checking.chains import chain_rules
from zhifa.core.procedure.checking.circles import circles
from zhifa.core.procedure.checking.coverage import uncovered
from zhifa.core.procedure.checking.expressions import conditions
from zhifa.core.procedure.checking.keys import misspelt
from zhifa.core.procedure.checking.layouts import layouts
from zhifa.core.procedure.checking.names import dangling
from zhifa.core.procedure.checking.people import people_rules
from zhifa.core.procedure.checking.reach import stuck
from zhifa.core.procedure.checking.shapes import misshapen
from zhifa.core.procedure.checking.survey import PaperUse, Survey
from zhifa.core.procedure.checking.variants import crossed
from zhifa.core.procedure.checking.words import idle, unread, unrecorded
from zhifa.core.rulebook import Problem, Rulebook

__all__ = ["PaperUse", "check_rules", "uncovered", "unread_facts"]

PASSES: tuple[Callable[[Survey], Iterator[Problem]], ...] = (
    misspelt,
    misshapen,
    conditions,
    dangling,
    people_rules,
    appraisal_rules,
    chain_rules,
    layouts,
)
"""Each looks at entries one by one; what follows needs entries that can be read."""


def check_rules(
    book: Rulebook, *, papers: Iterable[PaperUse] = (), scenarios: Mapping[str, Mapping[str, Any]] | None = None
) -> list[Problem]:
    """Everything wrong with the rules. `scenarios` are the acceptance scripts by name; without them no coverage."""
    survey = Survey(book, tuple(papers))
    found = list(crossed(survey))
    if not found:
        found = [problem for look in PASSES for problem in look(survey)]
    if not found:
        found = list(circles(survey))
    if not found:
        found = [*stuck(survey), *unrecorded(survey), *idle(survey)]
    if not found and scenarios is not None:
        found = list(uncovered(survey, scenarios))
    return list(dict.fromkeys(found))


def unread_facts(book: Rulebook, papers: Iterable[PaperUse] = ()) -> list[str]:
    """Facts that are recorded and that no condition, period, paper or count reads: kept for the record only."""
    return unread(Survey(book, tuple(papers)))
