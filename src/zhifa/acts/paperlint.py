"""What is wrong with a paper before it is signed, judged by the case it belongs to."""

from __future__ import annotations

from datetime import date

from zhifa.acts.paperfill import Facts
from zhifa.acts.statutes import law_index
from zhifa.acts.work import Work
from zhifa.core.papers import Context, Document, Missing, Template
from zhifa.core.papers.lint import Fault, Given, lint
from zhifa.core.papers.lintreading import day_of, numbers_in
from zhifa.core.papers.stored import load_document
from zhifa.core.procedure.state import State
from zhifa.core.values import Gate, Moment, Refusal
from zhifa.store.casework import models as rows


def faults(
    work: Work, state: State, proceeding: str, given: Template, found: Document | Missing, context: Context, at: Moment
) -> tuple[Fault, ...]:
    """What is wrong with a filled paper, judged by the case, its earlier papers and the law of its days."""
    facts = Facts.on(state, proceeding, at.day)
    happened = facts.lookup("case.happened_on")
    procedure = state.procedure(proceeding, at.day)
    steps = tuple(procedure.steps.values()) if procedure else ()
    days = {step.dated_as: day_of(facts.lookup(step.dated_as)) for step in steps if step.dated_as}
    lineage = _lineage(work, proceeding)
    earlier = rows.Paper.objects.filter(case_id=work.row.pk, proceeding__in=lineage, withdrawn_on=None)
    cited = numbers_in(found) if isinstance(found, Document) else frozenset()
    return lint(
        Given(
            template=given,
            document=found,
            context=context,
            vocabulary=state.vocabulary,
            lookup=facts.lookup,
            holds=facts.holds,
            index=law_index(),
            happened_on=day_of(happened),
            days={code: day for code, day in days.items() if day},
            earlier=tuple(load_document(paper.frozen) for paper in earlier.order_by("version") if paper.frozen),
            numbers=known_numbers(work, cited),
            mark=work.organ.mark,
            officers_needed=max((step.officers for step in steps if given.code in step.papers), default=0),
            uncertified=_uncertified(work, at.day),
        ),
        work.context.rules(at.day),
    )


def _lineage(work: Work, proceeding: str) -> list[str]:
    """A proceeding and those it was opened by: their papers speak of the same party."""
    found = [proceeding]
    while parent := work.case.proceedings[found[-1]].parent:
        found.append(parent)
    return found


def _uncertified(work: Work, day: date) -> tuple[str, ...]:
    """Officers in charge without a certificate in force on the day."""
    people = (work.person(key) for key in work.case.officers)
    return tuple(person.name for person in people if person and person.certificate_on(day) is None)


def known_numbers(work: Work, cited: frozenset[str]) -> frozenset[str]:
    """Of the numbers a paper names, those the case or its organ has; the case's own among them."""
    own = {paper.number for paper in work.case.papers if not paper.withdrawn} | {work.row.number}
    tails = {number[place:] for number in cited if (place := number.find(work.organ.mark)) >= 0} - own
    issued = rows.Paper.objects.filter(organ=work.organ, number__in=tails) if tails else ()
    return frozenset(own | {paper.number for paper in issued})


def faulty(given: Template, wrong: tuple[Fault, ...]) -> Refusal:
    """A refusal that names every fault of a paper, the first in the message."""
    first = wrong[0]
    more = f"，共 {len(wrong)} 处" if len(wrong) > 1 else ""
    gates = tuple(Gate(f"paper:{fault.code}", str(fault), fault.cite, fault.remedy) for fault in wrong)
    return Refusal("lint", f"《{given.title}》有误{more}：{first}", first.remedy, first.cite, gates=gates)
