"""What the system can fill in for a publication: nobody copies by hand what a case already says."""

from __future__ import annotations

from collections.abc import Mapping

from zhifa.core.facts import Value
from zhifa.store.readers.cases import CaseRead
from zhifa.store.readers.public import drafted

CATEGORY, NUMBER, CONTENT = "publication.category", "publication.decision_number", "publication.content"


def publication_draft(read: CaseRead, proceeding: str) -> Mapping[str, Value]:
    """Category, number of the decision and a masked text for a publication; nothing for any other proceeding."""
    state = read.view.state
    run = state.runs.get(proceeding)
    declared = state.vocabulary.get(CATEGORY)
    if run is None or declared is None or run.proceeding.parent not in state.runs:
        return {}
    above = run.proceeding.parent
    opener = state.procedure(above)
    category = declared.usual.get(opener.kind, "") if opener else ""
    deciding = (
        []
        if opener is None
        else [
            code
            for step in opener.steps.values()
            if any(opened.procedure == run.proceeding.procedure for opened in step.opens)
            for code in step.papers
        ]
    )
    numbers = [
        paper.number
        for paper in read.view.case.papers
        if paper.proceeding == above and paper.paper in deciding and paper.number and not paper.withdrawn
    ]
    number = numbers[-1] if numbers else ""
    text = drafted(read.view, proceeding, organ=read.row.organ.name, category=category)
    return {code: said for code, said in ((CATEGORY, category), (NUMBER, number), (CONTENT, text)) if said}
