"""A case told to people outside in plain words and without anybody's data: what was done, what the organ means to do.

The card is drafted from facts that describe the act, never from those that describe the person; then everything
personal the case knows is looked for in it. What is still found must be taken out before anybody sees it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from zhifa.core.facts import Value, show_value
from zhifa.core.redaction import Hit, Mask, leaks, redact
from zhifa.core.rulebook import Rules

PARTY = "当事人"
NAMES = ("party.name", "party.representative", "party.agent")


def draft(matter: str, facts: Mapping[str, Value], rules: Rules, masks: Sequence[Mask]) -> str:
    """A card about a case, everything personal hidden; an organisation is hidden like a person."""
    vocabulary, said = rules.book.vocabulary, [f"事项：{matter}"] if matter else []
    for entry in rules.entries("card_line").values():
        code = next((str(code) for code in entry.data["facts"] if code in facts), "")
        if code:
            fact = vocabulary[code]
            said.append(f"{entry.data['title']}：{show_value(facts[code], fact.type, fact.unit)}")
    return hidden("\n".join(said), facts, masks)


def _as_person(facts: Mapping[str, Value]) -> dict[str, Value]:
    """The facts as if the party were a person: to outsiders the name of a shop says who it is."""
    return {**facts, "party.kind": "个人"}


def hidden(text: str, facts: Mapping[str, Value], masks: Sequence[Mask]) -> str:
    """A text with the parties called 当事人 and everything else personal masked."""
    for code in NAMES:
        name = facts.get(code)
        if isinstance(name, str) and len(name) > 1:
            text = text.replace(name, PARTY)
    return redact(text, _as_person(facts), masks).text


def still_shown(text: str, facts: Mapping[str, Value], masks: Sequence[Mask]) -> list[Hit]:
    """What of a card tells who it is about; empty means it may be shown."""
    return leaks(text, _as_person(facts), masks)
