"""Plays scripts through the acts: what is lawful is performed, a breach that cannot be is recorded afterwards."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from zhifa.acts.cases import take_step
from zhifa.acts.papers import issue_paper
from zhifa.acts.work import Actor, Recorded
from zhifa.core.procedure.taking import RECORDED
from zhifa.core.values import Moment, Refusal
from zhifa.jobs.simulation.deeds import Deed, Open, Take
from zhifa.jobs.simulation.stage import Played, Refused, Stage


@dataclass(slots=True)
class Told:
    """What was played: cases by the key of their script, and how often something had to be recorded."""

    cases: dict[str, str] = field(default_factory=dict)
    recorded: int = 0


class District(Stage):
    """A stage on which scripts with planted faults may be played; a clean one that is refused is a mistake."""

    def __init__(self, faulty: set[str]) -> None:
        super().__init__()
        self.faulty, self.told = faulty, Told()

    def _open(self, deed: Deed, action: Open) -> None:
        if deed.case not in self.faulty or not action.steps:
            super()._open(deed, action)
            return
        super()._open(deed, replace(action, steps=()))
        for step in action.steps:
            self._take(deed, step)

    def _take(self, deed: Deed, action: Take) -> None:
        if deed.case not in self.faulty:
            super()._take(deed, action)
            return
        played = self.cases[deed.case]
        actor = self.actor(action.actor or action.by[0])
        entry = self._entry(played, deed.at, action)
        result = take_step(played.case_id, entry, actor=actor)
        if isinstance(result, Refusal):
            self.told.recorded += 1
            result = take_step(played.case_id, entry, actor=actor, mode=RECORDED)
        self._done(deed, result, action.step)
        assert isinstance(result, Recorded)
        if action.opens and result.opened:
            played.proceedings[action.opens] = result.opened[0]
        for sheet in action.papers:
            self._paper(deed, played, sheet.paper, played.proceedings[sheet.proceeding], action.step, actor)

    def _paper(self, deed: Deed, played: Played, paper: str, proceeding: str, step: str, actor: Actor) -> None:
        at = Moment.of(deed.at)
        for afterwards in (False, True):
            result = issue_paper(
                played.case_id, proceeding, paper, actor=actor, at=at, step=step, afterwards=afterwards
            )
            if not isinstance(result, Refusal):
                played.numbers[paper] = result.number
                return
        raise Refused(f"{deed.case} {paper}：{result.message}")
