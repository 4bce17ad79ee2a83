"""What must hold of any case at all: random steps of every procedure, random days, facts, corrections.

The cases make no sense in law, and nothing here asks what they mean. Whatever is typed, no period that has begun is
lost, none is met twice or by what came before it, the journal read again says the same, and a proceeding that has
ended takes nothing but what the rules allow after the end.
"""

from __future__ import annotations

import random
from datetime import date, timedelta
from decimal import Decimal

import pytest

from tests.core.test_procedure_properties import assert_begun, assert_met, folded, said
from tests.play import PEOPLE, Play
from zhifa.core.facts import Fact, Json
from zhifa.core.procedure.gates import step_gates
from zhifa.core.procedure.order import unfold
from zhifa.core.procedure.periods import Obligation, obligations
from zhifa.core.procedure.reading import procedure
from zhifa.core.procedure.scope import Scope
from zhifa.core.procedure.taking import Accepted
from zhifa.core.values import Moment
from zhifa.ports.rules import rulebook

BEGAN = date(2026, 1, 5)
LAST = date(2026, 11, 20)
STEPS = 14
SEEDS = range(6)
PROCEDURES = sorted(entry.key for entry in rulebook().as_of(LAST).entries("procedure").values())


class Walk:
    """A case grown by chance."""

    def __init__(self, code: str, seed: int) -> None:
        self.chance = random.Random(f"{code}{seed}")
        self.play = Play(code, BEGAN.isoformat(), {"party.kind": "个人", "party.name": "甲"}, today=LAST.isoformat())
        self.taken = 0

    def grow(self) -> None:
        for _ in range(STEPS):
            if self.taken and self.chance.random() < 0.2:
                self.correct()
            else:
                self.step()

    def day(self) -> date:
        return min(LAST, BEGAN + timedelta(days=int(self.chance.expovariate(1 / 60))))

    def moment(self) -> str:
        clock = f"T{self.chance.randrange(24):02d}:15" if self.chance.random() < 0.3 else ""
        return f"{self.day()}{clock}"

    def step(self) -> None:
        place = self.chance.choice(list(self.play.case.proceedings.values()))
        found = procedure(self.play.context.rules(LAST), place.procedure)
        assert found is not None
        step = self.chance.choice(list(found.steps.values()))
        facts = {code: self.value(self.vocabulary[code]) for code in sorted(step.facts) if self.chance.random() < 0.85}
        by = self.chance.sample(sorted(PEOPLE), self.chance.choice([1, 2, 2]))
        done = self.play.do(step.code, self.moment(), facts, by=by, mode="recorded", proceeding=place.id)
        self.taken += isinstance(done, Accepted)

    def correct(self) -> None:
        taken = [item for item in self.play.case.taken if not item.is_deemed]
        if taken:
            void = self.chance.random() < 0.3
            self.play.correct(self.chance.choice(taken).version, "误录", on="" if void else self.moment(), void=void)

    @property
    def vocabulary(self) -> dict[str, Fact]:
        return dict(self.play.context.book.vocabulary.facts)

    def value(self, fact: Fact) -> Json:
        match fact.type:
            case "boolean":
                return self.chance.random() < 0.6
            case "date":
                return (self.day() + timedelta(days=self.chance.randrange(-5, 40))).isoformat()
            case "moment":
                return self.moment()
            case "integer":
                return self.chance.choice([0, 1, 3, 10, 30])
            case "money":
                return self.chance.choice([0, 5000, 100000, 5000000])
            case "decimal":
                return str(Decimal(self.chance.randrange(1, 500)) / 10)
            case "choice":
                return self.chance.choice(fact.options)
            case "choices":
                return self.chance.sample(fact.options, self.chance.randint(1, min(2, len(fact.options))))
            case "table":
                return [{c.code: self.value(c) for c in fact.columns} for _ in range(self.chance.randint(1, 2))]
            case _:
                return f"文字{self.chance.randrange(9)}"


@pytest.mark.parametrize("code", PROCEDURES)
def test_whatever_is_typed_no_period_is_lost_or_met_twice_and_the_journal_says_it_again(code: str) -> None:
    taken = 0
    for seed in SEEDS:
        walk = Walk(code, seed)
        walk.grow()
        taken += walk.taken
        case = walk.play.case
        for day in sorted({item.at.day + timedelta(days=n) for item in case.taken for n in (0, 1, 31)}):
            if day <= LAST:
                held_on(walk, day)
        once, twice = case, folded(tuple(walk.play.events), walk.play.context)
        assert said(once, walk.play.context) == said(twice, walk.play.context)
    assert taken >= len(SEEDS), f"{code}: nothing can be recorded"


def held_on(walk: Walk, day: date) -> None:
    """The obligations of one day: each once, begun when its step was, met by one deed that came after it."""
    case = walk.play.case
    state = unfold(case, walk.play.context, day=day)
    running = obligations(state, day)
    assert len({item.key for item in running}) == len(running)
    for item in running:
        assert_begun(item, case, day)
        assert_met(item, case, day)
        assert_explained(item)
    begun = {(item.proceeding, item.code) for item in running if item.state != "waiting"}
    for key in state.runs:
        found = state.procedure(key)
        for period in found.periods if found else ():
            wanted = period.only_if is None or period.only_if.holds(Scope(state, key, day)) is True
            stands = any(state.standing(key, step) for step in period.start_steps)
            if stands and wanted and not period.each and period.until is None:
                assert (key, period.code) in begun, f"{day}: {period.code} is lost"
        ended = state.ended(key)
        for step in found.steps.values() if found else ():
            codes = {gate.code for gate in step_gates(state, key, step, Moment(day))}
            assert ("ended" in codes) is (ended is not None and not step.even_after_end)


def assert_explained(item: Obligation) -> None:
    """A due date that was reckoned says how, line by line, and its last line is the day itself."""
    if item.due is not None:
        assert len(item.trace) >= 2 or item.due.legs[0].length == 0
        assert str(item.due_on) in item.trace[-1]
