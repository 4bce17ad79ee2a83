"""A case as its journal tells it: proceedings, what happened in them, corrections and effects of law.

Reading the journal establishes *what was recorded*. Which of it stands, counts or was undone follows from the order
in which things happened in law, not from the order in which they were typed; `state` works that out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any, Final

from zhifa.core.events import Event
from zhifa.core.facts import FactError, Value, Vocabulary
from zhifa.core.procedure.entered import expanded
from zhifa.core.values import Moment

LAW: Final = "law"
"""The actor of what arises by operation of law."""


@dataclass(frozen=True, slots=True)
class Proceeding:
    """One procedure running in a case: a penalty, a seizure, a publication."""

    id: str
    procedure: str
    opened: Moment
    parent: str = ""
    about: tuple[str, ...] = ()
    facts: Mapping[str, Value] = field(default_factory=dict)
    version: int = 0
    listed: bool = False
    """Known from a row of a list: what the row does not tell is not known, and is not judged."""
    completed: int = 0
    """The event with which somebody said that all there was is entered now: from then on it is judged in full."""
    unfound: Mapping[str, str] = field(default_factory=dict)
    """Steps of which the file does not tell whether they were taken, each with the reason somebody gave."""


@dataclass(frozen=True, slots=True)
class Taken:
    """One step as it was recorded: when, by whom, with which facts; `version` is its place in the journal."""

    version: int
    proceeding: str
    step: str
    at: Moment
    facts: Mapping[str, Value]
    by: tuple[str, ...]
    mode: str
    recorded_at: datetime
    actor: str
    listed: bool = False
    """A list told of it: what it did not tell of the step is not known."""
    key: str = ""
    """What a step the law deems taken is called in the order of its day; others are told apart by what they say."""
    part: int = 0
    """Which step of a light case, where one event carries several; 0 for a step that is an event of its own."""
    corrected_by: int = 0
    period: str = ""
    """For a step the law deems taken: the period whose lapse did it."""
    item: str = ""
    """For a period that runs for each row of a list: which row."""
    arose_on: date | None = None
    """For such a step, the day on which the effect arose; `at` is the day the law dates it from."""

    erased: frozenset[str] = frozenset()
    """Facts that were entered and later lawfully erased: they are not missing."""

    @property
    def known_on(self) -> date:
        """The day from which the step could be known: silence speaks only when its period has ended."""
        return self.arose_on or self.at.day

    @property
    def is_deemed(self) -> bool:
        return self.mode == "deemed"


@dataclass(frozen=True, slots=True)
class Issued:
    """A paper issued in the case."""

    version: int
    proceeding: str
    paper: str
    number: str
    at: Moment
    digest: str
    step: str = ""
    token: str = ""
    withdrawn: bool = False
    faults: tuple[tuple[str, str, str, str], ...] = ()
    """What was wrong with a paper given out before it was entered: code, words, article, remedy."""


@dataclass(frozen=True, slots=True)
class Moved:
    """A due date that was shown until a day and is another since: what people relied on stays readable."""

    proceeding: str
    period: str
    item: str
    was: date
    on: date
    """The day on which it was reckoned anew."""
    why: str


@dataclass(frozen=True, slots=True)
class Case:
    """Everything a case's journal says, folded once."""

    id: str
    organ: str
    opened: Moment
    version: int
    facts: Mapping[str, Value]
    proceedings: Mapping[str, Proceeding]
    taken: tuple[Taken, ...]
    papers: tuple[Issued, ...]
    officers: tuple[str, ...]
    """Persons in charge, as last assigned."""
    events: tuple[Event, ...] = ()
    rules: str = ""
    """The digest of the rules, calendar included, under which its last event was written."""
    erased: frozenset[str] = frozenset()
    """Facts lawfully erased anywhere in the case: what rests on them can no longer be judged, and is not asked."""
    before: tuple[tuple[date, str], ...] = ()
    """Organs that handled the case before, each with the first day on which its successor did."""
    former_paths: tuple[str, ...] = ()
    """Their places in the tree: who acted for them is judged by the roles held there."""
    moved: tuple[Moved, ...] = ()
    """Due dates that were shown before, the earliest first."""

    def organ_on(self, day: date) -> str:
        """The organ whose case it was on a day: what it decided stays its own when another goes on with the case."""
        return next((organ for until, organ in self.before if day < until), self.organ)

    def children(self, proceeding: str) -> list[Proceeding]:
        """Proceedings opened by, or about, the given one."""
        return [p for p in self.proceedings.values() if p.parent == proceeding or proceeding in p.about]


def read_facts(vocabulary: Vocabulary, raw: Mapping[str, Any]) -> dict[str, Value]:
    """Facts from a journal payload; what was erased or no longer readable is left out, never guessed."""
    facts: dict[str, Value] = {}
    for code, item in raw.items():
        if item is None:
            continue
        value = vocabulary.read(code, item)
        if not isinstance(value, FactError):
            facts[code] = value
    return facts


class _Reader:
    """Gathers the journal of one case; events that correct others are applied at the end."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.opened: Event | None = None
        self.facts: dict[str, Value] = {}
        self.proceedings: dict[str, Proceeding] = {}
        self.taken: dict[tuple[int, int, str], Taken] = {}
        self.papers: dict[str, Issued] = {}
        self.officers: tuple[str, ...] = ()
        self.events: list[Event] = []
        self.before: list[tuple[date, str]] = []
        self.former_paths: list[str] = []
        self.moved: list[Moved] = []
        self.organ = ""

    def read(self, event: Event) -> None:
        self.events.append(event)
        match event.type:
            case "case.opened":
                self._opened(event)
            case "proceeding.opened":
                self._proceeding(event)
            case "proceeding.corrected":
                self._mended(event)
            case "proceeding.completed":
                self._completed(event)
            case "step.taken":
                self._taken(event)
            case "step.corrected":
                self._corrected(event)
            case "effect.arose":
                self._arose(event)
            case "effect.withdrawn":
                self._withdrawn(event)
            case "due.moved":
                self._moved(event)
            case "paper.issued":
                self._issued(event)
            case "paper.withdrawn":
                token = str(event.payload["token"])
                self.papers[token] = replace(self.papers[token], withdrawn=True)
            case "case.succeeded":
                self.before.append((event.occurred.day, self.organ))
                self.former_paths.append(str(event.payload["former_path"]))
                self.organ = str(event.payload["organ"])
            case "case.assigned" | "case.handed_over":
                self.officers = tuple(event.payload["officers"])  # type: ignore[arg-type]

    def _opened(self, event: Event) -> None:
        self.opened = event
        self.organ = str(event.payload["organ"])
        self.facts = read_facts(self.vocabulary, event.payload.get("facts", {}))  # type: ignore[arg-type]
        self.officers = tuple(event.payload.get("officers", ()))  # type: ignore[arg-type]

    def _proceeding(self, event: Event) -> None:
        payload: Mapping[str, Any] = event.payload
        self.proceedings[payload["proceeding"]] = Proceeding(
            id=payload["proceeding"],
            procedure=payload["procedure"],
            opened=event.occurred,
            parent=payload.get("parent") or "",
            about=tuple(payload.get("about", ())),
            facts=read_facts(self.vocabulary, payload.get("facts", {})),
            version=event.version,
            listed=bool(payload.get("listed")),
        )

    def _mended(self, event: Event) -> None:
        """What was entered wrongly when a proceeding was opened: the wrong procedure, the wrong party."""
        payload: Mapping[str, Any] = event.payload
        old = self.proceedings[payload["proceeding"]]
        facts = {**old.facts, **read_facts(self.vocabulary, payload.get("facts", {}))}
        for code in (*payload.get("removed", ()), *_erased(event)):
            facts.pop(code, None)
        self.proceedings[old.id] = replace(
            old, procedure=payload.get("procedure") or old.procedure, opened=event.occurred, facts=facts
        )

    def _completed(self, event: Event) -> None:
        payload: Mapping[str, Any] = event.payload
        old = self.proceedings[payload["proceeding"]]
        self.proceedings[old.id] = replace(old, completed=event.version, unfound=dict(payload.get("unfound", {})))

    def _taken(self, event: Event) -> None:
        payload: Mapping[str, Any] = event.payload
        facts = read_facts(self.vocabulary, payload.get("facts", {}))
        for proceeding in payload["proceedings"]:
            self.taken[event.version, event.part, proceeding] = Taken(
                version=event.version,
                part=event.part,
                proceeding=proceeding,
                step=payload["step"],
                at=event.occurred,
                facts=facts,
                by=tuple(payload.get("by", ())),
                mode=payload["mode"],
                recorded_at=event.recorded_at,
                actor=event.actor,
                listed=bool(payload.get("listed")),
                erased=_erased(event),
            )

    def _corrected(self, event: Event) -> None:
        payload: Mapping[str, Any] = event.payload
        wanted = (int(payload["supersedes"]), int(payload.get("part", 0)))
        for place, old in list(self.taken.items()):
            if place[:2] != wanted:
                continue
            if payload.get("void"):
                del self.taken[place]
                continue
            facts = {**old.facts, **read_facts(self.vocabulary, payload.get("facts", {}))}
            for code in (*payload.get("removed", ()), *_erased(event)):
                facts.pop(code, None)  # erased in the correction: what it corrected does not come back
            self.taken[place] = replace(
                old,
                at=event.occurred,
                facts=facts,
                by=tuple(payload.get("by", old.by)),
                mode="recorded",
                corrected_by=event.version,
                erased=(old.erased - facts.keys()) | _erased(event),
            )

    def _arose(self, event: Event) -> None:
        payload: Mapping[str, Any] = event.payload
        self.taken[event.version, 0, payload["proceeding"]] = Taken(
            version=event.version,
            proceeding=payload["proceeding"],
            step=payload["deems"],
            at=event.occurred,
            facts=read_facts(self.vocabulary, payload.get("facts", {})),
            by=(),
            mode="deemed",
            recorded_at=event.recorded_at,
            actor=LAW,
            key=f"deemed:{payload['period']}",
            period=payload["period"],
            item=payload.get("item", ""),
            arose_on=date.fromisoformat(payload["due_on"]) + timedelta(days=1),
        )

    def _withdrawn(self, event: Event) -> None:
        version = int(event.payload["supersedes"])  # type: ignore[arg-type]
        for key in [key for key in self.taken if key[0] == version]:
            del self.taken[key]

    def _moved(self, event: Event) -> None:
        payload: Mapping[str, Any] = event.payload
        self.moved += [
            Moved(
                proceeding=item["proceeding"],
                period=item["period"],
                item=item.get("item", ""),
                was=date.fromisoformat(item["was"]),
                on=event.occurred.day,
                why=payload["why"],
            )
            for item in payload["dues"]
        ]

    def _issued(self, event: Event) -> None:
        payload: Mapping[str, Any] = event.payload
        self.papers[payload["token"]] = Issued(
            version=event.version,
            proceeding=payload["proceeding"],
            paper=payload["paper"],
            number=payload.get("number", ""),
            at=event.occurred,
            digest=payload.get("digest") or "",
            step=payload.get("step", ""),
            token=payload["token"],
            faults=tuple((str(f[0]), str(f[1]), str(f[2]), str(f[3])) for f in _read_faults(payload)),
        )


def _read_faults(payload: Mapping[str, Any]) -> Sequence[Sequence[Any]]:
    found = payload.get("faults")
    return found if isinstance(found, list) else ()


def content_key(facts: Mapping[str, Value], by: Iterable[str], vocabulary: Vocabulary) -> str:
    """A text that depends on what a step says, not on when it was typed: ties on one day are broken by it.

    Personal values come last: they tell apart only entries that agree in everything else, so that erasing them
    changes no order anybody could still see.
    """
    said = sorted((code, repr(value)) for code, value in facts.items())
    lasting = [item for item in said if item[0] not in vocabulary or not vocabulary[item[0]].personal]
    return repr((lasting, sorted(by), said))


def _erased(event: Event) -> frozenset[str]:
    """Codes of the facts of an event that are no longer there."""
    return frozenset(path.removeprefix("/facts/") for path in event.erased if path.startswith("/facts/"))


def fold(case_id: str, events: Iterable[Event], vocabulary: Vocabulary) -> Case | None:
    """The case its journal tells of; None when the journal is empty."""
    reader = _Reader(vocabulary)
    for event in events:
        for one in expanded(event):
            reader.read(one)
    if reader.opened is None:
        return None
    opened = reader.opened.occurred
    if any(one.listed for one in reader.proceedings.values()):
        # A list tells of the earliest day it knows; what is entered later may have come before it.
        opened = min([opened, *(one.at for one in reader.taken.values() if not one.listed)], key=lambda at: at.day)
    return Case(
        id=case_id,
        organ=reader.organ,
        before=tuple(reader.before),
        former_paths=tuple(reader.former_paths),
        moved=tuple(reader.moved),
        opened=opened,
        version=reader.events[-1].version,
        facts=reader.facts,
        proceedings=reader.proceedings,
        taken=tuple(reader.taken.values()),
        papers=tuple(reader.papers.values()),
        officers=reader.officers,
        events=tuple(reader.events),
        rules=next((str(e.payload["rules"]) for e in reversed(reader.events) if "rules" in e.payload), ""),
        erased=frozenset().union(*map(_erased, reader.events)),
    )
