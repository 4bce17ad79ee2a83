"""Approval chains: who must sign before a step, in which order, and what each examines (三级五关 and others).

Chains are rules of an organ and not of law. A step that needs one waits until every checkpoint has been signed, in
order and each by another person; one sent back begins the chain anew, and so does redoing the step it begins with.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from zhifa.core.events import CASE_SIGNED, Event
from zhifa.core.procedure.state import State
from zhifa.core.rulebook import Entry, Rules
from zhifa.core.values import Gate, Moment, before


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """One signature of a chain: by which roles, at which level, examining what."""

    code: str
    title: str
    level: str
    by: tuple[str, ...]
    examines: tuple[str, ...]
    handlers: bool
    """Signed by an officer in charge of the case; every other checkpoint by somebody who is not."""


@dataclass(frozen=True, slots=True)
class Chain:
    """The checkpoints of a chain in the order in which they are signed."""

    code: str
    title: str
    levels: tuple[str, ...]
    checkpoints: tuple[Checkpoint, ...]
    cite: str
    status: str


@dataclass(frozen=True, slots=True)
class Use:
    """Where a chain stands: organs, procedures, the step it begins after and the step that waits for it."""

    chain: Chain
    organs: frozenset[str]
    procedures: frozenset[str]
    begins: str
    before: str

    def takes(self, state: State, proceeding: str, day: date) -> bool:
        """Whether a proceeding follows this chain on a day."""
        procedure = state.runs[proceeding].proceeding.procedure
        return state.case.organ_on(day) in self.organs and procedure in self.procedures


@dataclass(frozen=True, slots=True)
class Signed:
    """One signature as the journal tells it."""

    version: int
    at: Moment
    proceeding: str
    step: str
    checkpoint: str
    agreed: bool
    by: str
    opinion: str


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a chain has come: the signatures that count, and the checkpoint whose turn it is."""

    use: Use
    signed: tuple[Signed, ...]
    next: Checkpoint | None
    begun: bool
    """Whether the step it begins with has been taken."""
    since: date | None = None
    """The day of that step."""


def uses(rules: Rules) -> Sequence[Use]:
    """The chains in use on a day."""
    return rules.built("chains", _uses)


def _uses(rules: Rules) -> list[Use]:
    chains = {key: chain_of(entry) for key, entry in rules.entries("chain").items()}
    return [
        Use(
            chains[str(e.data["chain"])],
            frozenset(map(str, e.data["organs"])),
            frozenset(map(str, e.data["procedures"])),
            str(e.data["begins"]),
            str(e.data["before"]),
        )
        for e in rules.entries("chain_use").values()
        if str(e.data["chain"]) in chains
    ]


def chain_of(entry: Entry) -> Chain:
    """A chain as written."""
    data = entry.data
    return Chain(
        entry.code,
        str(data["title"]),
        tuple(map(str, data["levels"])),
        tuple(
            Checkpoint(
                str(item["code"]),
                str(item["title"]),
                str(item["level"]),
                tuple(map(str, item["by"])),
                tuple(map(str, item["examines"])),
                bool(item.get("handlers", False)),
            )
            for item in data["checkpoints"]
        ),
        entry.cite,
        entry.status,
    )


def use_for(state: State, proceeding: str, step: str, at: Moment) -> Use | None:
    """The chain a step waits for on its day, if the organ uses one there."""
    known = uses(state.context.rules(at.day))
    if not known:
        return None
    return next((use for use in known if use.before == step and use.takes(state, proceeding, at.day)), None)


def progress(state: State, proceeding: str, step: str, at: Moment) -> Progress | None:
    """How far the chain before a step has come at a moment; None where the step waits for none."""
    use = use_for(state, proceeding, step, at)
    if use is None:
        return None
    begun = state.standing(proceeding, use.begins)
    if begun is None:
        return Progress(use, (), use.chain.checkpoints[0], begun=False)
    counted: list[Signed] = []
    for one in _in_order(signatures(state.case.events), proceeding, step):
        if before(one.at, begun.taken.at) is True or before(at, one.at) is True:
            continue
        counted = _after(counted, one, use.chain)
    left = use.chain.checkpoints[len(counted) :]
    return Progress(use, tuple(counted), left[0] if left else None, begun=True, since=begun.taken.at.day)


def awaiting_step(state: State, proceeding: str, day: date) -> str:
    """The step of a proceeding that waits for a chain; empty where its organ uses none there."""
    known = uses(state.context.rules(day)) if proceeding in state.runs else ()
    return next((use.before for use in known if use.takes(state, proceeding, day)), "")


def _in_order(signed: Iterable[Signed], proceeding: str, step: str) -> list[Signed]:
    mine = (one for one in signed if (one.proceeding, one.step) == (proceeding, step))
    return sorted(mine, key=lambda one: (one.at.day, one.version))


def _after(counted: list[Signed], one: Signed, chain: Chain) -> list[Signed]:
    """What counts once a signature is added: one sent back undoes the others, one out of turn adds nothing."""
    place = len(counted)
    if place >= len(chain.checkpoints) or one.checkpoint != chain.checkpoints[place].code:
        return counted
    if not one.agreed:
        return []
    return counted if any(one.by == earlier.by for earlier in counted) else [*counted, one]


def signatures(events: Iterable[Event]) -> Iterator[Signed]:
    """Every signature of a case in the order in which it was written."""
    for event in events:
        if event.type == CASE_SIGNED:
            said: Mapping[str, Any] = event.payload
            yield Signed(
                event.version, event.occurred, said["proceeding"], said["step"], said["checkpoint"],
                bool(said["agreed"]), said["by"], said["opinion"] or "",
            )  # fmt: skip


def chain_gates(state: State, proceeding: str, step: str, title: str, at: Moment) -> Iterator[Gate]:
    """What the chain before a step still lacks."""
    found = progress(state, proceeding, step, at)
    if found is None or found.next is None:
        return
    chain = found.use.chain
    left = "、".join(point.title for point in chain.checkpoints[len(found.signed) :])
    yield Gate(
        "chain",
        f"“{title}”以前应当经{chain.title}签批，还差{left}",
        chain.cite,
        f"请{found.next.title}签批" if found.begun else "签批从调查终结以后开始",
    )
