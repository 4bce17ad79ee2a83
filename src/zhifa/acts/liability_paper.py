"""An entry of the register of accountability as its paper; the same entry gives the same paper."""

from __future__ import annotations

from zhifa.acts.accountability import STREAM, kinds
from zhifa.acts.paperfill import template
from zhifa.acts.work import context
from zhifa.core.citations import parse_all
from zhifa.core.facts import Value
from zhifa.core.papers import Document
from zhifa.core.papers.fill import Context, Missing, fill
from zhifa.store import journal
from zhifa.store.readers.accountability import LiabilityRead
from zhifa.store.registry.models import Person

CODE = "liability-record"


def liability_paper(found: LiabilityRead) -> Document | None:
    """The form of the register, under the template of the day on which the entry was made; None where there is none."""
    events = journal.read_stream(STREAM, found.id)
    rules = context().rules(events[0].recorded_at.date())
    given = template(rules, CODE)
    if given is None:
        return None
    kind = next((one for one in kinds(found.decided_on) if one.data["title"] == found.kind), None)
    cite = "、".join(place.chinese for place in parse_all(kind.cite)) if kind else "（没有登记依据）"
    told: dict[str, Value] = {
        "organ": found.organ, "person": found.name, "level": found.level, "kind": found.kind, "kind_cite": cite,
        "case": found.case_number, "reason": found.reason, "decided_by": found.decided_by,
        "decided_on": found.decided_on, "document": found.document, "struck": found.struck,
    }  # fmt: skip
    entered = Person.objects.select_related("organ").filter(pk=events[0].actor).first()
    made = fill(
        given,
        lookup=lambda code: told.get(code.removeprefix("liability.")) or None,
        vocabulary=context().book.vocabulary,
        holds=lambda _: None,
        context=Context(organ=entered.organ.name if entered else "", issued_on=found.decided_on, draft=True),
    )
    return None if isinstance(made, Missing) else made
