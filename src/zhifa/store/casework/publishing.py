"""The public form of a published decision: everything personal is masked here, before it leaves the store."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from zhifa.core.conditions import Unknown
from zhifa.core.facts import Value, show_value
from zhifa.core.procedure.state import State
from zhifa.core.procedure.view import View
from zhifa.core.redaction import Mask, leaks, masks, redact, redact_facts

PUBLICATION = "publication"


@dataclass(frozen=True, slots=True)
class Published:
    """A published decision as the public sees it; of a withdrawn one only the number and the reason remain."""

    id: str
    category: str
    number: str
    organ: str
    party: str
    matter: str
    outcome: str
    content: str
    published_on: date
    correction: str = ""
    withdrawn_on: date | None = None
    withdrawn_why: str = ""

    @property
    def text(self) -> str:
        """Everything the public may see of it in one text: what a search looks through."""
        parts = (self.category, self.number, self.organ, self.party, self.matter, self.outcome, self.content)
        return "\n".join(part for part in parts if part)


def _facts(state: State, proceeding: str) -> Mapping[str, Value]:
    facts: dict[str, Value] = dict(state.case.facts)
    for key in reversed(list(_chain(state, proceeding))):
        facts.update(state.runs[key].facts)
    return facts


def _chain(state: State, proceeding: str) -> Iterator[str]:
    current = proceeding
    while current in state.runs:
        yield current
        current = state.runs[current].proceeding.parent


def _text(state: State, proceeding: str, code: str) -> str:
    value = state.fact(proceeding, code)
    return "" if isinstance(value, Unknown) or value is None else str(value)


def published(view: View, key: str, *, organ: str, number: str) -> Published | None:
    """The masked form on the day of the view; None when the decision was not published, as when it was exempt.

    `organ` and `number` are the name of the organ and the number of the case, used where no number was published.
    """
    state, day = view.state, view.day
    done = state.standing(key, "publish")
    if done is None:
        return None
    facts = _facts(state, key)
    hidden = masks(state.context.rules(day))
    shown = redact_facts(facts, hidden)
    withdrawn = state.standing(key, "withdraw")
    number = _text(state, key, "publication.decision_number") or number
    category = _text(state, key, "publication.category") or "行政执法决定"
    if withdrawn is not None:
        why = _masked(_text(state, key, "publication.withdrawal_reason"), facts, hidden)
        return Published(
            key, category, number, organ, "", "", "", "", done.taken.at.day,
            withdrawn_on=withdrawn.taken.at.day, withdrawn_why=why,
        )  # fmt: skip
    name = facts.get("party.name")
    return Published(
        id=key,
        category=category,
        number=number,
        organ=organ,
        party=shown.get("party.name", str(name) if name else ""),
        matter=_masked(view.headline.title, facts, hidden),
        outcome=_outcome(state, key),
        content=_masked(_text(state, key, "publication.content"), facts, hidden),
        published_on=done.taken.at.day,
        correction=_masked(_text(state, key, "publication.correction"), facts, hidden),
    )


def drafted(view: View, key: str, *, organ: str, category: str) -> str:
    """A first text for whoever prepares a publication: who decided what about whom, already masked.

    Empty where nothing was decided yet. What must not be told is for a person to judge all the same.
    """
    state = view.state
    outcome, facts = _outcome(state, key), _facts(state, key)
    if not outcome or not view.headline.title:
        return ""
    party = facts.get("party.name")
    whom = f"对{party}" if party else ""
    text = f"{organ}{whom}作出{category or '行政执法'}决定。案由：{view.headline.title}。决定内容：{outcome}。"
    return _masked(text, facts, masks(state.context.rules(view.day)))


def _masked(text: str, facts: Mapping[str, Value], hidden: Sequence[Mask]) -> str:
    """A text with everything personal hidden; left out whole where something would still show."""
    made = redact(text, facts, hidden).text
    return "（脱敏后再显示）" if leaks(made, facts, hidden) else made


def _outcome(state: State, key: str) -> str:
    """What the published decision itself says: a seizure has no fine, though the case it belongs to may."""
    above = state.runs[key].proceeding.parent
    facts = state.runs.get(above, state.runs[key]).facts
    kinds, fine, result = facts.get("decision.kinds"), facts.get("decision.fine"), facts.get("permit.result")
    parts = [show_value(value) for value in (kinds, result) if value]
    if isinstance(fine, int) and fine:
        parts.append(show_value(fine, "money"))
    if parts or above not in state.runs:
        return " ".join(parts)
    opener = state.procedure(above)
    return opener.title if opener and opener.kind in ("measure", "compulsion") else ""
