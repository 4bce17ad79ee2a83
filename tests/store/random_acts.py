"""Hundreds of random acts over the real procedures: lawful ones as scenarios tell, and whatever people might type."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bench import town
from zhifa.acts.cases import Opening, StepEntry, add_proceeding, correct_step, hand_over, open_case, take_step
from zhifa.acts.papers import issue_paper
from zhifa.acts.watching import look_again
from zhifa.acts.work import Recorded, context
from zhifa.core.facts import Fact
from zhifa.core.procedure.case import Case, fold
from zhifa.core.procedure.reading import procedure
from zhifa.core.procedure.taking import Correction
from zhifa.core.values import Moment
from zhifa.ports import clock
from zhifa.store import journal

OPENING = ("penalty.simple", "penalty.ordinary", "permit", "inspection", "clue", "measure.seize")
PEOPLE = ("王立", "李明", "赵敏", "周强", "孙悦")
NAMES = ("penalty-simple-main", "penalty-ordinary-main", "penalty-hearing", "permit-granted", "seize-two-in-one-case",
         "penalty-review-returned", "inspection-violation", "clue-main", "penalty-preservation-lapses",
         "publication-withdrawn", "permit-silent-acceptance", "penalty-shuffled", "penalty-instalments")  # fmt: skip


@dataclass
class Driver:
    """Acts on the town's cases as a seed decides. The clock only goes forward."""

    chance: random.Random
    now: datetime = datetime(2024, 1, 8, 2, 0, tzinfo=UTC)
    cases: list[str] = field(default_factory=list)
    written: int = 0
    refused: int = 0

    def run(self, acts: int) -> None:
        """Some cases follow a scenario with slips and corrections, the others take random steps with random facts."""
        while self.written < acts:
            if self.chance.random() < 0.4:
                self._scenario()
            elif not self.cases or self.chance.random() < 0.15:
                self._open()
            else:
                self._act(self.chance.choice(self.cases))

    def count(self, result: object) -> None:
        if isinstance(result, Recorded):
            self.written += 1
        else:
            self.refused += 1

    def today(self) -> date:
        return self.now.date()

    def _scenario(self) -> None:
        player = town.Player(town.scenario(self.chance.choice(NAMES)))
        self.count(player.open().result)
        self.cases.append(player.case_id)
        for when in player.script["when"]:
            luck = self.chance.random()
            if luck < 0.08:
                continue
            if luck < 0.16 and "step" in when:
                when = {**when, "mode": "record"}
            self.count(player.act(when).result)
            if self.chance.random() < 0.06:
                with clock.at(player.latest or self.now):
                    self._correct(player.case_id)
        assert player.latest is not None
        self.now = max(self.now, player.latest)
        with clock.at(self.now):
            look_again(player.case_id)

    def _open(self) -> None:
        with clock.at(self.now):
            facts = {"party.kind": self.chance.choice(["个人", "法人"]), "party.name": f"当事人{len(self.cases)}"}
            opening = Opening("lq", self.chance.choice(OPENING), self._moment(0), facts, ("王立", "李明"))
            result = open_case(opening, actor=town.actor("王立"))
        self.count(result)
        if isinstance(result, Recorded):
            self.cases.append(result.case_id)

    def _act(self, case_id: str) -> None:
        self.now += timedelta(hours=self.chance.choice([1, 5, 20, 60, 200]))
        deeds = [self._step, self._step, self._step, self._step, self._correct, self._begin, self._paper, self._give]
        with clock.at(self.now):
            if self.chance.random() < 0.1:
                look_again(case_id)
            self.chance.choice(deeds)(case_id)

    def case(self, case_id: str) -> Case:
        found = fold(case_id, journal.read_stream("case", case_id), context().book.vocabulary)
        assert found is not None
        return found

    def _moment(self, back: int) -> Moment:
        day = self.today() - timedelta(days=self.chance.randint(0, back) if back else 0)
        return Moment.parse(f"{day}T{self.chance.randint(0, 9):02d}:30") if self.chance.random() < 0.3 else Moment(day)

    def _step(self, case_id: str) -> None:
        case = self.case(case_id)
        place = self.chance.choice(list(case.proceedings.values()))
        found = procedure(context().rules(self.today()), place.procedure)
        if found is None:
            return
        step = self.chance.choice(list(found.steps.values()))
        facts = {c: self.value(context().book.vocabulary[c]) for c in sorted(step.facts) if self.chance.random() < 0.8}
        by = tuple(self.chance.sample(PEOPLE, self.chance.choice([1, 2])))
        mode = self.chance.choice(["performed", "recorded", "recorded"])
        entry = StepEntry(step.code, facts, by, self._moment(20), place.id)
        self.count(take_step(case_id, entry, actor=town.actor(by[0]), mode=mode))

    def _correct(self, case_id: str) -> None:
        taken = [item for item in self.case(case_id).taken if not item.is_deemed]
        if not taken:
            return
        old = self.chance.choice(taken)
        at = Moment(old.at.day + timedelta(days=self.chance.randint(-4, 4)))
        void = self.chance.random() < 0.3
        correction = Correction(old.version, "周强", "登记有误", None if void else at, void=void)
        self.count(correct_step(case_id, correction, actor=town.actor("周强")))

    def _begin(self, case_id: str) -> None:
        code = self.chance.choice(["measure.seize", "publication", "penalty.ordinary"])
        self.count(add_proceeding(case_id, code, actor=town.actor("李明"), at=self._moment(0)))

    def _paper(self, case_id: str) -> None:
        case = self.case(case_id)
        place = self.chance.choice(list(case.proceedings.values()))
        found = procedure(context().rules(self.today()), place.procedure)
        papers = sorted({p for step in found.steps.values() for p in step.papers}) if found else []
        if papers:
            issued = issue_paper(case_id, place.id, self.chance.choice(papers), actor=town.actor("王立"))
            self.count(getattr(issued, "recorded", issued))

    def _give(self, case_id: str) -> None:
        self.count(hand_over(case_id, [self.chance.choice(["王立", "李明"])], "岗位调整", actor=town.actor("周强")))

    def value(self, fact: Fact) -> Any:
        """Something a person might enter for a fact."""
        day = self.today() + timedelta(days=self.chance.randint(-30, 30))
        numbers: Mapping[str, Any] = {
            "money": self.chance.choice(["0", "50", "200", "1000.50", "20000"]),
            "integer": self.chance.randint(0, 40),
            "decimal": "2.5",
            "boolean": self.chance.random() < 0.5,
            "date": day.isoformat(),
            "moment": f"{day}T10:30",
        }
        if fact.type in numbers:
            return numbers[fact.type]
        if fact.type == "choice":
            return self.chance.choice(fact.options)
        if fact.type == "choices":
            return self.chance.sample(fact.options, min(len(fact.options), self.chance.randint(1, 2)))
        if fact.type in {"text", "longtext"}:
            return self.chance.choice(["示例文字", "同意", "两名执法人员在场，核对无误。"])
        return None
