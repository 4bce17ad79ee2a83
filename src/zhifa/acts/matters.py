"""What the catalogue knows of a matter, filled in where a step records it, so that nobody copies articles by hand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from zhifa.core.citations import parse_all
from zhifa.core.procedure.model import Step
from zhifa.core.rulebook import Rulebook

CODE = "matter.code"
TITLE, VIOLATED, BASIS = "matter.title", "matter.violated", "matter.basis"
FACTS = frozenset({TITLE, VIOLATED, BASIS})


def articles(cites: object) -> str:
    """Citations as decisions print them: `《…条例》第十八条第二款`."""
    texts = cites if isinstance(cites, list) else [cites]
    found = [citation.chinese for text in texts if text for citation in parse_all(str(text))]
    return "、".join(dict.fromkeys(found))


def with_matter(book: Rulebook, step: Step, day: date, typed: Mapping[str, object]) -> Mapping[str, object]:
    """What was typed into a step, with title and articles of the matter in force on the day where nobody wrote them."""
    code = typed.get(CODE)
    wanted = [fact for fact in FACTS if fact in step.facts and typed.get(fact) in (None, "")]
    entry = book.as_of(day).entry("matter", str(code)) if code and wanted else None
    if entry is None:
        return typed
    known = {
        TITLE: str(entry.data.get("title", "")),
        VIOLATED: articles(entry.data.get("violated")),
        BASIS: articles(entry.data.get("applied") or entry.cite),
    }
    return {**typed, **{fact: known[fact] for fact in wanted if known[fact]}}
