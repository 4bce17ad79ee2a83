"""Findings: what is wrong with a case as it stands, replayed from its journal, so that a correction mends them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from zhifa.core.procedure.attempt import Attempt, People, title_of
from zhifa.core.procedure.case import Case, Taken
from zhifa.core.procedure.gates import gates
from zhifa.core.procedure.model import Step
from zhifa.core.procedure.order import happenings
from zhifa.core.procedure.periods import Obligation, obligations
from zhifa.core.procedure.scope import Scope
from zhifa.core.procedure.speaking import behind, facts_unfound, spoken_of
from zhifa.core.procedure.state import Context, State
from zhifa.core.values import Gate, Moment, before, show_date

RED, YELLOW, QUESTION = "red", "yellow", "question"
UNFOUND = "unfound"
PERIOD, PAPER = "period:", "paper:"
"""How the codes of findings about a period and about a paper begin."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault or question about a case: what, by which article, in which step, caused by which event."""

    code: str
    level: str
    proceeding: str
    message: str
    cite: str
    remedy: str
    on: date
    step: str = ""
    version: int = 0
    """The event that caused it; 0 for a period that ran out."""
    about: tuple[str, ...] = ()
    """Codes of what it speaks of: steps that are lacking, facts that were judged, the row a period runs for."""

    @property
    def key(self) -> tuple[str, str, str, int, str]:
        """What makes it the same finding tomorrow: a period keeps its name while what it says goes on changing."""
        said = "/".join(self.about) if self.code.startswith(PERIOD) else self.message
        return (self.proceeding, self.code, self.step, self.version, said)


def findings(case: Case, *, context: Context, people: People, day: date) -> list[Finding]:
    """Every finding of a case on a day: steps out of order or authority, duties breached, effects withdrawn."""
    state = State(case, context)
    found: list[Finding] = []
    for taken in happenings(state, day):
        found += of_step(state, taken, people)
        state.apply(taken)
    state.on(day)
    found += [*of_withdrawals(case, day), *of_papers(case, day), *of_periods(obligations(state, day))]
    found += of_unfound(state)
    return sorted(found, key=lambda item: (item.on, item.version, item.code, item.message))


def of_step(state: State, taken: Taken, people: People) -> list[Finding]:
    """What was wrong with a step, judged by the state just before it."""
    step = state.step(taken.proceeding, taken.step, taken.at.day)
    if taken.is_deemed:
        return []
    if step is None:
        return [_unruled(taken)]
    state.on(taken.at.day)
    listed = state.listed(taken.proceeding)
    told = listed and taken.listed
    attempt = Attempt(taken.proceeding, step, taken.at, taken.facts, taken.by, taken.erased, told)
    silent = state.case.erased | facts_unfound(state, taken.proceeding)
    unfound = _never_found(state, taken.proceeding)
    found = gates(state, attempt, people, sure=listed)
    wrong = [g for g in found if not (silent and g.missing and silent.issuperset(g.missing))]
    wrong = [gate for gate in wrong if not unfound(gate)]
    if listed:  # what a list does not tell is no question to anybody; a step entered since must tell of itself
        wrong = [gate for gate in wrong if not gate.unknown or (gate.code == "missing" and not told)]
    if wrong:
        wrong = _asked_for(state, attempt, _in_every_order(state.case, state.context, people, attempt, wrong, taken))
    return [_finding(gate, taken, step) for gate in wrong]


def _never_found(state: State, proceeding: str) -> Callable[[Gate], bool]:
    """Whether a gate rests on steps of which a completed file does not tell, or on what could only come after them."""
    found, steps = state.procedure(proceeding), state.runs[proceeding].proceeding.unfound
    if found is None or not steps:
        return lambda gate: False
    untold = {code for code in behind(found, steps) if not state.instances(proceeding, code)}
    return lambda gate: gate.code in _RESTING and not untold.isdisjoint(spoken_of(found, gate.about))


_RESTING = frozenset({"order", "needs", "check"})


def _asked_for(state: State, attempt: Attempt, wrong: list[Gate]) -> list[Gate]:
    """Without steps whose turn had not come and which, as things stood, the law did not ask for: what should have come
    before them is said already, and a discussion nobody owed is not missing because a review was."""
    procedure = state.procedure(attempt.proceeding)
    if procedure is None or sum(gate.code == "order" for gate in wrong) < 2:
        return wrong
    scope = Scope(state, attempt.proceeding, attempt.at.day, attempt.facts)

    def owed(gate: Gate) -> bool:
        steps = [procedure.steps[code] for code in gate.about if code in procedure.steps]
        return not steps or any(step.needed_if is None or step.needed_if.holds(scope) is not False for step in steps)

    kept = [gate for gate in wrong if gate.code != "order" or owed(gate)]
    return kept if any(gate.code == "order" for gate in kept) else wrong


def _unruled(taken: Taken) -> Finding:
    """A step no version of the procedure knows: kept, and asked about."""
    return Finding(
        code="no_rule",
        level=QUESTION,
        proceeding=taken.proceeding,
        message=f"程序规则中没有“{taken.step}”这一步骤，不能判断是否合法",
        cite="",
        remedy="核对步骤名称，或补充当时施行的程序规则",
        on=taken.at.day,
        step=taken.step,
        version=taken.version,
    )


def _in_every_order(
    case: Case, context: Context, people: People, attempt: Attempt, wrong: list[Gate], taken: Taken
) -> list[Gate]:
    """Of a day's steps without times, or of one minute, the order is unknown: a finding is wrong in every order."""
    if all(gate.code in _TIMELESS for gate in wrong):
        return wrong
    other = [t for t in case.taken if t is not taken and not t.is_deemed and _order(t.at, taken.at) is None]
    if not other:
        return wrong
    for unordered in (True, False):
        wrong = _still_wrong(State(case, context), people, attempt, wrong, taken, unordered=unordered)
    return wrong


def _still_wrong(
    state: State, people: People, attempt: Attempt, wrong: list[Gate], taken: Taken, *, unordered: bool
) -> list[Gate]:
    """What stays wrong if everything of the same day whose place is not known came first, or came after.

    The same step taken twice is twice in any order, so its other entry always counts as before.
    """
    for happened in happenings(state, taken.at.day):
        order = _order(happened.at, taken.at)
        twin = (happened.step, happened.proceeding) == (taken.step, taken.proceeding)
        if happened is not taken and (order is True or (order is None and (unordered or twin))):
            state.apply(happened)
    state.on(taken.at.day)
    still = {(gate.code, gate.message) for gate in gates(state, attempt, people)}
    return [gate for gate in wrong if (gate.code, gate.message) in still or gate.code in _TIMELESS]


def _order(first: Moment, second: Moment) -> bool | None:
    """Whether one came before the other; None when day or minute leave it open."""
    return None if first == second else before(first, second)


_TIMELESS = frozenset({"officers", "certificate", "role", "missing", "check", "separation"})


def _finding(gate: Gate, taken: Taken, step: Step) -> Finding:
    return Finding(
        code=gate.code,
        level=QUESTION if gate.unknown else RED,
        proceeding=taken.proceeding,
        message=gate.message,
        cite=gate.cite,
        remedy=gate.remedy,
        on=taken.at.day,
        step=step.code,
        version=taken.version,
        about=gate.about,
    )


def of_periods(running: list[Obligation]) -> list[Finding]:
    """Only a duty of the organ, breached, is a finding."""
    found: list[Finding] = []
    for item in running:
        if item.kind != "duty" or item.of != "organ" or item.state not in {"late", "lapsed"} or not item.due_on:
            continue
        met = f"，{show_date(item.met_on.day)} 才完成" if item.met_on else "，至今未完成"
        found.append(
            Finding(
                code=f"{PERIOD}{item.code}",
                level=RED,
                proceeding=item.proceeding,
                message=f"“{item.title}”于 {show_date(item.due_on)} 届满{met}",
                cite=item.cite,
                remedy="尽快补办并说明原因" if item.met_on is None else "在案卷中说明逾期原因",
                on=item.due_on,
                about=(item.item,),
            )
        )
    return found


def of_withdrawals(case: Case, day: date) -> list[Finding]:
    """An effect of silence taken away by a late, back-dated entry always alerts: it is the loophole."""
    found: list[Finding] = []
    for event in case.events:
        if event.type == "effect.withdrawn" and event.occurred.day <= day and event.payload.get("by_entry", True):
            found.append(
                Finding(
                    code="effect_withdrawn",
                    level=RED,
                    proceeding=str(event.payload["proceeding"]),
                    message=str(event.payload["reason"]),
                    cite=str(event.payload.get("cite", "")),
                    remedy="核对补录材料的形成时间并附证据；由监督机构复核",
                    on=event.occurred.day,
                    version=event.version,
                )
            )
    return found


def of_unfound(state: State) -> list[Finding]:
    """Steps of which a file completed from a list does not tell: a question that stays until somebody finds them."""
    return [
        Finding(
            code=UNFOUND,
            level=QUESTION,
            proceeding=key,
            message=f"案卷里没有查到“{title_of(state, key, code)}”：{why}",
            cite=step.cite if (step := state.step(key, code, state.day)) else "",
            remedy="查到以后补录；办理过的附上材料，没有办理的重新补齐、不再列入",
            on=next((e.occurred.day for e in state.case.events if e.version == run.proceeding.completed), state.day),
            step=code,
            version=run.proceeding.completed,
            about=(code,),
        )
        for key, run in state.runs.items()
        for code, why in run.proceeding.unfound.items()
        if state.standing(key, code) is None
    ]


def of_papers(case: Case, day: date) -> list[Finding]:
    """Faults of papers that were given out before they were entered; a withdrawn paper is no longer wrong."""
    return [
        Finding(
            code=f"{PAPER}{code}",
            level=RED,
            proceeding=paper.proceeding,
            message=f"{paper.number or '文书'}：{said}",
            cite=cite,
            remedy=f"{remedy}；已经送达的，撤回后重新制作、送达",
            on=paper.at.day,
            step=paper.step,
            version=paper.version,
        )
        for paper in case.papers
        if not paper.withdrawn and paper.at.day <= day
        for code, said, cite, remedy in paper.faults
    ]
