"""What the rules of supervision make of one case: each finding under its rule, and what only these rules look for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta, timezone
from typing import Final

from zhifa.core.oversight.keys import finding_key
from zhifa.core.oversight.mending import Mending, mendings
from zhifa.core.oversight.model import BLUE, BREACH, LATE, OVERDUE, QUESTION, RED, YELLOW, Alert
from zhifa.core.oversight.reading import Alerts, alerts
from zhifa.core.procedure.findings import PERIOD, Finding
from zhifa.core.procedure.periods import Obligation
from zhifa.core.procedure.scope import Scope
from zhifa.core.procedure.state import Instance
from zhifa.core.procedure.view import View

SHANGHAI = timezone(timedelta(hours=8))
OVERSIGHT = "alert:"
"""How the codes of findings begin that only the rules of supervision make."""
LEVELS: Final = {RED: RED, BLUE: QUESTION}
"""What a condition of a rule makes of a case, by the colour of the rule: a blue one asks and accuses nobody."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A finding under its rule: how serious, who must answer, by when."""

    key: str
    finding: Finding
    alert: Alert
    colour: str
    known_on: date
    """The day on which it could first be seen: when the event was entered, or the day after a period ran out."""
    answer_by: date


@dataclass(frozen=True, slots=True)
class Judgement:
    """Everything the rules of supervision find in a case, and when to ask again though nothing happens."""

    findings: tuple[Judged, ...]
    ask_on: date | None = None


def judge(view: View) -> Judgement:
    """Judge a case as a view shows it. Nothing in the view is changed; each finding is under exactly one rule."""
    return view.state.remembered("oversight", lambda: _judge(view))


def _judge(view: View) -> Judgement:
    rules = alerts(view.state.context.rules(view.day))
    running = {(item.proceeding, item.code, item.item): item for item in view.obligations}
    entered = {event.version: event.recorded_at.astimezone(SHANGHAI).date() for event in view.case.events}
    found = {}
    waiting: list[date] = []
    for finding, alert in (*_taken_up(view, rules), *_looked_for(view, rules, waiting), *_mended(view, rules)):
        key = finding_key(view.case.id, finding)
        if key not in found:
            known = _known_on(finding, entered)
            due = view.state.context.calendar.add_workdays(known, alert.within)
            found[key] = Judged(key, finding, alert, alert.colour_when(_stage(finding, running)), known, due)
    return Judgement(tuple(found.values()), min(waiting, default=None))


def _taken_up(view: View, rules: Alerts) -> Iterator[tuple[Finding, Alert]]:
    """What the engine found, each finding with its rule."""
    for finding in view.findings:
        run = view.state.runs.get(finding.proceeding)
        code = run.proceeding.procedure if run else ""
        procedure = view.state.procedure(finding.proceeding) if run else None
        yield finding, rules.catching(finding, code, procedure.kind if procedure else "")


def _looked_for(view: View, rules: Alerts, waiting: list[date]) -> Iterator[tuple[Finding, Alert]]:
    """What conditions of the rules themselves find; days on which one must be asked again are put into `waiting`."""
    for key, run in view.state.runs.items():
        procedure = view.state.procedure(key)
        looks = rules.looks(run.proceeding.procedure, procedure.kind if procedure else "")
        if not looks:
            continue
        steps: dict[str, list[Instance]] = {}
        for done in run.instances:
            if done.standing and done.counts and not done.taken.is_deemed:
                steps.setdefault(done.taken.step, []).append(done)
        for alert in looks:
            assert alert.look is not None
            for done in (item for step in alert.look.steps for item in steps.get(step, ())):
                finding = _look(view, alert, key, done, waiting)
                if finding:
                    yield finding, alert


def _look(view: View, alert: Alert, proceeding: str, done: Instance, waiting: list[date]) -> Finding | None:
    """Ask one condition after one step. What cannot be known is no fault."""
    look, day = alert.look, done.taken.at.day
    assert look is not None
    if alert.since and day < alert.since:
        return None
    told_only = view.state.listed(proceeding)
    if look.days is not None:
        since = day + timedelta(days=look.days + 1)
        if since > view.day:
            if not view.headline.closed_on:
                waiting.append(since)
            return None
        scope = Scope(view.state, proceeding, view.day, taken=done.taken, told_only=told_only)
    else:
        since, scope = day, Scope(view.state, proceeding, day, done.own, done.taken, told_only=told_only)
    if look.condition.holds(scope) is not True:
        return None
    return Finding(
        code=f"{OVERSIGHT}{alert.code}",
        level=LEVELS.get(alert.colour, YELLOW),
        proceeding=proceeding,
        message=alert.say,
        cite=alert.cite,
        remedy=alert.mends,
        on=since,
        step=done.taken.step,
        version=done.taken.version,
        about=tuple(sorted(look.condition.facts())),
    )


def _mended(view: View, rules: Alerts) -> Iterator[tuple[Finding, Alert]]:
    """Faults that were to be seen until somebody corrected an entry, or entered an earlier act behind a later one."""
    for alert in rules.all.values():
        if alert.mended_after is not None:
            for mending in mendings(view, alert.mended_after):
                yield _vanished(mending, alert), alert


def _vanished(mending: Mending, alert: Alert) -> Finding:
    first, many = mending.gone[0], len(mending.gone)
    more = f"等 {many} 个问题" if many > 1 else ""
    return Finding(
        code=f"{OVERSIGHT}{alert.code}",
        level=YELLOW,
        proceeding=first.proceeding,
        message=f"{mending.how}以后不再显示的问题：{first.message}{more}",
        cite=alert.cite,
        remedy=alert.mends,
        on=mending.on,
        step=first.step,
        version=mending.version,
    )


def _stage(finding: Finding, running: Mapping[tuple[str, str, str], Obligation]) -> str:
    if finding.level == "question":
        return QUESTION
    if not finding.code.startswith(PERIOD):
        return BREACH
    item = running.get((finding.proceeding, finding.code.removeprefix(PERIOD), "".join(finding.about)))
    return LATE if item and item.met_on else OVERDUE


def _known_on(finding: Finding, entered: Mapping[int, date]) -> date:
    """A fault of a step is known when its event was entered, one of time when it came and the case was there."""
    if finding.version and not finding.code.startswith(OVERSIGHT):
        return max(entered.get(finding.version, finding.on), finding.on)
    first = entered.get(finding.version or 1, finding.on)
    return max(first, finding.on + timedelta(days=0 if finding.version else 1))
