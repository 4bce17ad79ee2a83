"""One look at a case on one day: everything lists, inboxes, alerts and statistics need, from a single pass."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from zhifa.core.conditions import Unknown
from zhifa.core.procedure.attempt import People
from zhifa.core.procedure.case import Case, Proceeding
from zhifa.core.procedure.findings import Finding, of_papers, of_periods, of_step, of_unfound, of_withdrawals
from zhifa.core.procedure.next_steps import NextStep, next_steps, open_steps
from zhifa.core.procedure.order import happenings
from zhifa.core.procedure.outcomes import Outcome, Tally
from zhifa.core.procedure.periods import Obligation, obligations
from zhifa.core.procedure.state import Context, State
from zhifa.core.rulebook import OWNED

TOLD = (
    "clue.summary",
    "inspection.items",
    "expropriation.project",
    "requisition.event",
    "soft.content",
    "soft.topic",
    "complaint.summary",
)
"""What a case is about, where it has neither a title nor a matter."""
UNSTATED = "listed.unstated"
NAMES = ("party.name", "clue.subject", "oversight.organ", "letter.from")
ERASED = "（已依法清除）"
"""What stands in the place of a value about a person that was lawfully erased."""
LEADING = ("penalty", "permit", "inspection", "measure", "duty", "compulsion", "clue")
"""Of several proceedings of a case the one it is called by: a clue that became a penalty is a penalty case."""


@dataclass(frozen=True, slots=True)
class Headline:
    """How a case is named in lists."""

    main: str
    procedure: str
    kind: str
    title: str
    matter: str
    party: str
    phase: str
    decided_on: date | None
    closed_on: date | None


@dataclass(frozen=True, slots=True)
class View:
    """A case as it stands on a day."""

    case: Case
    day: date
    people: People
    state: State
    obligations: tuple[Obligation, ...]
    findings: tuple[Finding, ...]
    open_steps: tuple[NextStep, ...]
    outcomes: tuple[Outcome, ...]
    headline: Headline

    @property
    def next_steps(self) -> list[NextStep]:
        """All steps not yet done, those that must wait with their reasons; worked out when a page asks."""
        return next_steps(self.state, self.day)

    def counted_under(self, proceeding: str) -> str:
        """The procedure statistics count a proceeding under: none where a list did not say which it was."""
        run = self.state.runs[proceeding]
        return "" if run.facts.get(UNSTATED) is True else run.proceeding.procedure

    @property
    def next_due(self) -> Obligation | None:
        """The organ's next duty, missed ones first."""
        open_duties = [o for o in self.obligations if o.kind == "duty" and o.of == "organ" and is_open(o)]
        return min(open_duties, key=lambda o: (o.due_on or date.max, o.code), default=None)

    @property
    def next_check_on(self) -> date | None:
        """The next day on which time alone may change something: a period begins or ends, an alert or the law turns."""
        turns = self.state.context.book.next_change(OWNED | {"procedure"}, self.day)
        days = [turns] if turns and not self.headline.closed_on else []
        for item in self.obligations:
            if item.state in {"running", "paused"} and item.due_on and item.period:
                days += [item.due_on + timedelta(days=1), yellow_on(item)]
            elif item.state == "waiting" and item.started:
                days.append(item.started.day)
        return min((day for day in days if day > self.day), default=None)


def verb(state: State, item: Obligation) -> str:
    """What must be done, as the step that meets the obligation is called; else the name of the period."""
    procedure = state.procedure(item.proceeding)
    for code in item.period.met_by if item.period and procedure else ():
        if procedure and code in procedure.steps:
            return procedure.steps[code].title
    return item.title.removesuffix("期限")


def is_open(item: Obligation) -> bool:
    return item.state in {"running", "paused", "lapsed"}


def yellow_on(item: Obligation) -> date:
    """From this day the obligation is shown as near its end."""
    assert item.due_on is not None
    return item.due_on - timedelta(days=item.period.yellow if item.period else 0)


def view(case: Case, *, context: Context, people: People, day: date, reads: set[str] | None = None) -> View:
    """Replay a case once and look at it from a day. `reads` gathers the facts on which the judgement rests."""
    state = State(case, context)
    state.reads = reads
    found: list[Finding] = []
    tally = Tally(state)
    for taken in happenings(state, day):
        found += of_step(state, taken, people)
        tally.count(state.apply(taken))
    state.on(day)
    running = obligations(state, day)
    found += [*of_withdrawals(case, day), *of_papers(case, day), *of_periods(running), *of_unfound(state)]
    opened, counted = tuple(open_steps(state, day)), tuple(tally.rows())
    state.reads = None  # what follows only names the case
    return View(
        case=case,
        day=day,
        people=people,
        state=state,
        obligations=tuple(running),
        findings=tuple(sorted(found, key=lambda item: (item.on, item.version, item.code, item.message))),
        open_steps=opened,
        outcomes=counted,
        headline=_headline(state, case, day),
    )


def _text(state: State, proceeding: str, *codes: str) -> str:
    for code in codes:
        value = state.fact(proceeding, code)
        if not isinstance(value, Unknown) and value:
            return str(value)
    return ""


def _kind(state: State, proceeding: Proceeding) -> str:
    found = state.procedure(proceeding.id)
    return found.kind if found else ""


def _main(state: State, case: Case) -> Proceeding:
    """The proceeding the case is called by: the weightiest kind, of those the latest."""

    def weight(item: Proceeding) -> tuple[int, int]:
        kind = _kind(state, item)
        return (LEADING.index(kind) if kind in LEADING else len(LEADING), -item.version)

    return min(case.proceedings.values(), key=weight)


LASTING = ("remedy", "transfer")
"""Proceedings that keep a case open though what it is called by has ended: a suit, a letter not yet answered."""


def _goes_on(state: State, case: Case) -> bool:
    """Whether a remedy or a transfer is still under way; of one known from a list nobody says so."""
    return any(
        _kind(state, item) in LASTING and not state.listed(key) and not state.ended(key)
        for key, item in case.proceedings.items()
    )


def _headline(state: State, case: Case, day: date) -> Headline:
    main = _main(state, case)
    procedure = state.procedure(main.id)
    phases = procedure.phases if procedure else ()
    run = state.runs[main.id]
    reached = {i.step.phase for i in run.instances if i.step and i.standing and i.counts}
    phase = next((name for name in reversed(phases) if name in reached), phases[0] if phases else "")
    code = _text(state, main.id, "matter.code")
    named = state.context.rules(day).entry("matter", code) if code else None
    listed = str(named.data.get("title", "")) if named else ""
    matter = _text(state, main.id, "matter.title") or listed or _text(state, main.id, "application.permit_kind")
    ended = None if _goes_on(state, case) else state.ended(main.id)
    decision = state.standing(main.id, "decision") or state.standing(main.id, "decide")
    return Headline(
        main=main.id,
        procedure=main.procedure,
        kind=procedure.kind if procedure else "",
        title=_text(state, main.id, "case.title") or matter or _text(state, main.id, *TOLD)[:60],
        matter=code,
        party=_text(state, main.id, *NAMES) or (ERASED if case.erased.intersection(NAMES) else ""),
        phase=phase,
        decided_on=decision.taken.at.day if decision else None,
        closed_on=ended.taken.at.day if ended else _told_until(state, case, main),
    )


def _told_until(state: State, case: Case, main: Proceeding) -> date | None:
    """Of a case known from a list the last day it tells of: lists tell of what was finished."""
    if not state.listed(main.id) or _goes_on(state, case):
        return None
    return max(taken.at.day for taken in case.taken if state.listed(taken.proceeding))
