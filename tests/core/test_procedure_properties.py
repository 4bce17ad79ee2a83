"""What must hold of every case, whatever happened in it: tried on every scenario, in many orders."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.play import PEOPLE
from tests.scenarios.test_scenarios import FILES, Stage
from zhifa.core.events import EFFECT_AROSE, EFFECT_WITHDRAWN, STEP_CORRECTED, STEP_TAKEN, Event
from zhifa.core.procedure.case import Case, fold
from zhifa.core.procedure.findings import findings
from zhifa.core.procedure.gates import step_gates
from zhifa.core.procedure.next_steps import OPEN, next_steps, open_steps
from zhifa.core.procedure.order import unfold
from zhifa.core.procedure.outcomes import outcomes
from zhifa.core.procedure.periods import Obligation, obligations
from zhifa.core.procedure.scope import Scope
from zhifa.core.procedure.settling import settle
from zhifa.core.procedure.state import Context
from zhifa.core.procedure.view import view
from zhifa.core.values import Moment

LAST = date(2026, 11, 20)
NAMES = [path.stem for path in FILES]


@dataclass(frozen=True)
class Played:
    """A scenario after its last act."""

    events: tuple[Event, ...]
    context: Context

    @property
    def case(self) -> Case:
        return folded(self.events, self.context)


@cache
def played(name: str) -> Played:
    script = tomllib.loads(next(path for path in FILES if path.stem == name).read_text(encoding="utf-8"))
    stage = Stage(script)
    for when in script["when"]:
        stage.act(when)
    return Played(tuple(stage.play.events), stage.play.context)


def folded(events: Sequence[Event], context: Context) -> Case:
    found = fold("c1", events, context.book.vocabulary)
    assert found is not None
    return found


def settled(events: Sequence[Event], context: Context, day: date = LAST) -> list[Event]:
    """The journal with the effects of silence written, as the daily watch does it."""
    written = list(events)
    for _ in range(10):
        more = settle(folded(written, context), context=context, day=day)
        if not more:
            return written
        for new in more:
            written.append(
                replace(
                    written[-1],
                    version=len(written) + 1,
                    type=new.type,
                    occurred=new.occurred,
                    actor=new.actor,
                    payload=new.payload,
                )
            )
    raise AssertionError("effects of silence do not come to rest")


def without_effects(events: Sequence[Event]) -> list[Event]:
    kept = [event for event in events if event.type not in (EFFECT_AROSE, EFFECT_WITHDRAWN)]
    return [replace(event, version=number) for number, event in enumerate(kept, 1)]


def shuffled(events: Sequence[Event], seed: int) -> list[Event]:
    """The same acts typed in another order: proceedings stay where they are opened first, steps come in any order."""
    steps = [event for event in events if event.type == STEP_TAKEN]
    others = [event for event in events if event.type != STEP_TAKEN]
    random.Random(seed).shuffle(steps)
    return [replace(event, version=number) for number, event in enumerate((*others, *steps), 1)]


def said(case: Case, context: Context, day: date = LAST) -> dict[str, Any]:
    """Everything a reader of the case is told, without the places of entries in the journal."""
    state = unfold(case, context, day=day)
    runs = {
        key: (
            dict(run.facts),
            sorted((i.taken.step, str(i.taken.at), i.standing, i.counts, i.annulled) for i in run.instances),
        )
        for key, run in state.runs.items()
    }
    told = sorted(
        (f.proceeding, f.code, f.level, f.step, str(f.on), f.message)
        for f in findings(case, context=context, people=PEOPLE.get, day=day)
    )
    due = sorted((o.key, o.state, str(o.started), str(o.due_on), str(o.met_on)) for o in obligations(state, day))
    counted = sorted(
        (r.code, r.proceeding, str(r.counted_on), r.count, r.amount_fen, r.standing, repr(r.dims))
        for r in outcomes(case, context=context)
    )
    return {"runs": runs, "findings": told, "obligations": due, "outcomes": counted}


def corrected(events: Sequence[Event]) -> bool:
    return any(event.type == STEP_CORRECTED for event in events)


@pytest.mark.parametrize("name", NAMES)
def test_acts_entered_in_any_order_end_in_one_state_with_the_same_findings(name: str) -> None:
    found = played(name)
    if corrected(found.events):
        pytest.skip("a correction names its entry by place; it is tried below")
    plain = without_effects(found.events)
    wanted = said(folded(settled(plain, found.context), found.context), found.context)
    for seed in range(4):
        again = settled(shuffled(plain, seed), found.context)
        assert said(folded(again, found.context), found.context) == wanted


@pytest.mark.parametrize("name", NAMES)
def test_looking_between_entries_changes_nothing_but_the_alerts_of_withdrawal(name: str) -> None:
    """The watch looks after every entry, in any order of typing: effects arise, are withdrawn, arise again."""
    found = played(name)
    plain = [event for event in without_effects(found.events) if event.type != STEP_CORRECTED]
    steps = [event for event in plain if event.type == STEP_TAKEN]
    wanted = said(folded(settled(plain, found.context), found.context), found.context)
    for seed in range(2):
        random.Random(seed).shuffle(steps)
        journal = [event for event in plain if event.type != STEP_TAKEN]
        for step in steps:
            journal = settled([*journal, replace(step, version=len(journal) + 1)], found.context)
        again = said(folded(journal, found.context), found.context)
        again["findings"] = [item for item in again["findings"] if item[1] != "effect_withdrawn"]
        assert again == wanted


@pytest.mark.parametrize("name", NAMES)
def test_reading_the_journal_again_says_the_same(name: str) -> None:
    found = played(name)
    once, twice = found.case, folded(list(found.events), found.context)
    assert said(once, found.context) == said(twice, found.context)


@pytest.mark.parametrize("name", NAMES)
def test_one_look_agrees_with_findings_obligations_and_outcomes_taken_apart(name: str) -> None:
    found = played(name)
    case = found.case
    seen = view(case, context=found.context, people=PEOPLE.get, day=LAST)
    assert list(seen.findings) == findings(case, context=found.context, people=PEOPLE.get, day=LAST)
    assert list(seen.obligations) == obligations(unfold(case, found.context, day=LAST), LAST)
    assert list(seen.outcomes) == outcomes(case, context=found.context)


def days_of(case: Case) -> list[date]:
    """Every day on which something happened, the days around it, and some between."""
    acts = sorted({taken.at.day for taken in case.taken})
    spread = {day + timedelta(days=n) for day in acts for n in (0, 1, 16, 61)}
    return sorted(day for day in spread if day <= LAST)


@pytest.mark.parametrize("name", NAMES)
def test_no_obligation_is_lost_or_met_twice(name: str) -> None:
    """On every day each period runs at most once for each of its items, and is met by its first fulfilment."""
    found = played(name)
    case = found.case
    for day in days_of(case):
        state = unfold(case, found.context, day=day)
        running = obligations(state, day)
        assert len({item.key for item in running}) == len(running)
        for item in running:
            assert_begun(item, case, day)
            assert_met(item, case, day)
        begun = {(item.proceeding, item.code) for item in running if item.state != "waiting"}
        for key in state.runs:
            procedure = state.procedure(key)
            for period in procedure.periods if procedure else ():
                wanted = period.only_if is None or period.only_if.holds(Scope(state, key, day)) is True
                stands = any(state.standing(key, step) for step in period.start_steps)
                if stands and wanted and not period.each and period.until is None:
                    assert (key, period.code) in begun, f"{day}: {period.code} is lost"


def assert_begun(item: Obligation, case: Case, day: date) -> None:
    """A period whose starting step stands is never waiting, and none but one counted back from a day to come begins in
    the future."""
    assert item.period is not None
    if item.state == "waiting":
        return
    assert item.started is not None
    assert item.period.backwards or item.started.day <= day
    if item.period.start_steps:
        acts = [t.at for t in case.taken if t.proceeding == item.proceeding and t.step in item.period.start_steps]
        taken_over = [t.at for t in case.taken if t.proceeding != item.proceeding]  # a step done by another's effect
        assert item.started in acts or item.started in taken_over


def assert_met(item: Obligation, case: Case, day: date) -> None:
    assert item.period is not None
    if item.met_on is None:
        assert item.state not in {"met", "late"}
        return
    if item.state == "ended":  # the proceeding ended in time; what was done later was no longer due
        assert item.due_on is not None
        assert item.met_on.day > item.due_on
        return
    assert item.state in {"met", "late"}
    assert item.met_on.day <= day
    if item.period.met_by:
        acts = [
            taken.at
            for taken in case.taken
            if taken.proceeding == item.proceeding and taken.step in item.period.met_by and not taken.is_deemed
        ]
        assert item.met_on in acts or item.met_on in [t.at for t in case.taken if t.proceeding != item.proceeding]


@pytest.mark.parametrize("name", NAMES)
def test_the_short_list_of_open_steps_is_the_long_list_without_what_must_wait(name: str) -> None:
    found = played(name)
    for day in days_of(found.case)[::6]:
        state = unfold(found.case, found.context, day=day)
        short = [(item.proceeding, item.step.code, item.demanded) for item in open_steps(state, day)]
        long = [(i.proceeding, i.step.code, i.demanded) for i in next_steps(state, day) if i.state == OPEN]
        assert short == long


@pytest.mark.parametrize("name", NAMES)
def test_settling_comes_to_rest_and_writes_nothing_twice(name: str) -> None:
    found = played(name)
    once = settled(found.events, found.context)
    assert settle(folded(once, found.context), context=found.context, day=LAST) == []
    arose = [(e.payload["proceeding"], e.payload["period"]) for e in once if e.type == EFFECT_AROSE]
    gone = [e.payload["supersedes"] for e in once if e.type == EFFECT_WITHDRAWN]
    assert len(arose) - len(gone) == len({t.period for t in folded(once, found.context).taken if t.is_deemed})


@pytest.mark.parametrize("name", NAMES)
def test_a_closed_proceeding_accepts_only_what_the_rules_allow_after_its_end(name: str) -> None:
    found = played(name)
    state = unfold(found.case, found.context, day=LAST)
    for key in state.runs:
        ended, procedure = state.ended(key), state.procedure(key)
        for step in procedure.steps.values() if procedure else ():
            codes = {gate.code for gate in step_gates(state, key, step, Moment(LAST))}
            assert ("ended" in codes) is (ended is not None and not step.even_after_end)


def voiding(events: Sequence[Event], version: int) -> Event:
    """The correction that says an entry never happened."""
    return replace(
        events[-1],
        version=len(events) + 1,
        type=STEP_CORRECTED,
        payload={"supersedes": version, "reason": "误录", "facts": {}, "removed": [], "void": True},
    )


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(NAMES), st.data())
def test_an_entry_taken_back_leaves_the_case_as_if_it_had_never_been_typed(name: str, data: st.DataObject) -> None:
    found = played(name)
    plain = without_effects(found.events)
    steps = [event for event in plain if event.type == STEP_TAKEN]
    if corrected(plain) or not steps:
        return
    gone = data.draw(st.sampled_from(steps))
    taken_back = settled([*plain, voiding(plain, gone.version)], found.context)
    kept = [event for event in plain if event is not gone]
    never = settled([replace(event, version=n) for n, event in enumerate(kept, 1)], found.context)
    assert said(folded(taken_back, found.context), found.context) == said(folded(never, found.context), found.context)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(NAMES), st.data())
def test_what_was_shown_before_is_read_by_folding_up_to_that_place(name: str, data: st.DataObject) -> None:
    """Whatever is typed later, the journal up to a place says what it said then."""
    found = played(name)
    place = data.draw(st.integers(2, len(found.events)))
    before = said(folded(found.events[:place], found.context), found.context)
    longer = (*found.events, voiding(found.events, found.events[min(place, len(found.events)) - 1].version))
    assert said(folded(longer[:place], found.context), found.context) == before


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(NAMES), st.data())
def test_a_corrected_entry_says_what_it_would_have_said_had_it_been_right_at_first(
    name: str, data: st.DataObject
) -> None:
    """Day and persons of one entry are corrected; the case is the one in which they were right from the start."""
    found = played(name)
    plain = without_effects(found.events)
    steps = [event for event in plain if event.type == STEP_TAKEN]
    if corrected(plain) or not steps:
        return
    old = data.draw(st.sampled_from(steps))
    moved = Moment(max(old.occurred.day + timedelta(days=data.draw(st.integers(-20, 20))), plain[0].occurred.day))
    right = {"by": ["王立"]}
    payload = {"supersedes": old.version, "reason": "误录", "facts": {}, "removed": [], "void": False, **right}
    mending = replace(plain[-1], version=len(plain) + 1, type=STEP_CORRECTED, occurred=moved, payload=payload)
    mended = settled([*plain, mending], found.context)
    rewritten = replace(old, occurred=moved, payload={**old.payload, **right})
    first = settled([rewritten if event is old else event for event in plain], found.context)
    assert said(folded(mended, found.context), found.context) == said(folded(first, found.context), found.context)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(NAMES), st.randoms(use_true_random=False))
def test_even_a_messy_case_with_many_acts_on_one_day_is_one_case_in_any_order(name: str, chance: random.Random) -> None:
    """Acts left out, doubled, moved to a few days, some with times: the order of typing still says nothing."""
    found = played(name)
    plain = [event for event in without_effects(found.events) if event.type != STEP_CORRECTED]
    start = plain[0].occurred.day
    others = [event for event in plain if event.type != STEP_TAKEN]
    steps = [event for event in plain if event.type == STEP_TAKEN]
    chosen = [event for event in steps for _ in range(chance.choice((0, 1, 1, 1, 2)))]
    messy = []
    for event in chosen:
        day = start + timedelta(days=chance.randrange(4))
        clock = chance.choice(["", "", f"T{chance.randrange(8, 12):02d}:00"])
        by = chance.choice([["王立", "李明"], ["周强"], ["赵敏"], ["王立"]])
        messy.append(
            replace(
                event, occurred=Moment.parse(f"{day}{clock}"), payload={**event.payload, "by": by, "mode": "recorded"}
            )
        )
    journal = [replace(event, version=n) for n, event in enumerate((*others, *messy), 1)]
    wanted = said(folded(settled(journal, found.context), found.context), found.context)
    again = settled(shuffled(journal, chance.randrange(1000)), found.context)
    assert said(folded(again, found.context), found.context) == wanted


def mended(steps: Sequence[Event], chance: random.Random) -> list[tuple[Event, list[Event]]]:
    """Entries, each with the corrections made of it one after the other: another day, other persons, struck out."""
    found: list[tuple[Event, list[Event]]] = []
    for step in steps:
        corrections = []
        for _ in range(chance.choice((0, 0, 1, 2))):
            day = step.occurred.day + timedelta(days=chance.randrange(-6, 7))
            payload: dict[str, Any] = {"reason": "误录", "facts": {}, "removed": [], "void": chance.random() < 0.15}
            if chance.random() < 0.5:
                payload["by"] = chance.choice([["王立", "李明"], ["周强"], ["赵敏"]])
            corrections.append(replace(step, type=STEP_CORRECTED, occurred=Moment(day), payload=payload))
        found.append((step, corrections))
    return found


def typed(others: Sequence[Event], entries: Sequence[tuple[Event, list[Event]]], chance: random.Random) -> list[Event]:
    """A journal in which steps and corrections were typed in a random order, a correction after what it corrects."""
    turns = [place for place, (_, corrections) in enumerate(entries) for _ in range(1 + len(corrections))]
    chance.shuffle(turns)
    journal, begun = list(others), dict[int, tuple[int, int]]()
    for place in turns:
        step, corrections = entries[place]
        version, done = begun.get(place, (len(journal) + 1, -1))
        begun[place] = (version, done + 1)
        if done < 0:
            journal.append(replace(step, version=version))
        else:
            event = corrections[done]
            payload = {**event.payload, "supersedes": version}
            journal.append(replace(event, version=len(journal) + 1, payload=payload))
    return [replace(event, version=number) for number, event in enumerate(journal, 1)]


@settings(max_examples=120, deadline=None)
@given(st.sampled_from(NAMES), st.randoms(use_true_random=False))
def test_steps_and_corrections_typed_in_any_order_with_the_watch_between_are_one_case(
    name: str, chance: random.Random
) -> None:
    found = played(name)
    plain = [event for event in without_effects(found.events) if event.type != STEP_CORRECTED]
    others = [event for event in plain if event.type != STEP_TAKEN]
    entries = mended([event for event in plain if event.type == STEP_TAKEN], chance)
    wanted = said(folded(settled(typed(others, entries, chance), found.context), found.context), found.context)
    again = typed(others, entries, chance)
    journal: list[Event] = []
    places: dict[int, int] = {}
    for event in again:  # effects take places of their own, so what a correction names moves along
        payload = dict(event.payload)
        if event.type == STEP_CORRECTED:
            payload["supersedes"] = places[int(str(payload["supersedes"]))]
        places[event.version] = len(journal) + 1
        journal.append(replace(event, version=len(journal) + 1, payload=payload))
        if len(journal) > len(others) and chance.random() < 0.3:
            journal = settled(journal, found.context)
    told = said(folded(settled(journal, found.context), found.context), found.context)
    told["findings"] = [item for item in told["findings"] if item[1] != "effect_withdrawn"]
    assert told == wanted
