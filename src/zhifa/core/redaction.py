"""Masking before publication: names, identity numbers, telephones, addresses and accounts of persons.

What is masked, and how, is rule data (`rules/indicators/redaction.toml`). Two things are done: facts known to be
personal are masked as a whole, and their values and known patterns are sought in the free text as well.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from zhifa.core.facts import Value, show_value
from zhifa.core.rulebook import Entry, Rules

STAR: Final = "某"
OMITTED: Final = "（略）"
# Family names of two characters that are common enough to meet; the rest are one character.
_DOUBLE: Final = frozenset(
    ["欧阳", "司马", "诸葛", "上官", "夏侯", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "司徒", "端木", "南宫"]
)


@dataclass(frozen=True, slots=True)
class Mask:
    """One kind of information that is hidden, and the way it is hidden."""

    code: str
    title: str
    facts: tuple[str, ...]
    method: str
    keep: tuple[int, int]
    patterns: tuple[re.Pattern[str], ...]
    only_persons: bool
    cite: str


@dataclass(frozen=True, slots=True)
class Hit:
    """Something that was, or should be, hidden: what kind, where in the text."""

    code: str
    title: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Redacted:
    """A text ready to be published, and the kinds of information that were hidden in it."""

    text: str
    hidden: tuple[str, ...]


class BadMask(ValueError):
    """A redaction rule that cannot be used; the message names it, in Chinese."""


def masks(rules: Rules) -> Sequence[Mask]:
    """What is hidden on a day."""
    return rules.built("redaction", lambda given: [_mask(e) for e in given.entries("redaction").values()])


def _mask(entry: Entry) -> Mask:
    data = entry.data
    method = str(data.get("method", "omit"))
    if method not in {"surname", "stars", "omit"}:
        raise BadMask(f"脱敏规则 {entry.key}：method 只能是 surname、stars、omit，现为“{method}”")
    head, tail = (int(part) for part in data.get("keep", (0, 0)))
    try:
        patterns = tuple(re.compile(str(text)) for text in data.get("patterns", ()))
    except re.error as error:
        raise BadMask(f"脱敏规则 {entry.key}：样式不能使用（{error}）") from None
    return Mask(
        entry.key,
        str(data.get("title", entry.key)),
        tuple(str(code) for code in data.get("facts", ())),
        method,
        (head, tail),
        patterns,
        bool(data.get("only_persons", False)),
        entry.cite,
    )


def hide(mask: Mask, text: str) -> str:
    """One value hidden by its mask: `张三` → `张某`, a telephone → `138******00`, an address → `（略）`."""
    if mask.method == "omit":
        return OMITTED
    if mask.method == "surname":
        parts = re.split(r"([、，,；;\s]+)", text.strip())
        return "".join(part if index % 2 else _surname(part) for index, part in enumerate(parts))
    head, tail = mask.keep
    if len(text) <= head + tail:
        return "*" * len(text)
    return text[:head] + "*" * (len(text) - head - tail) + (text[-tail:] if tail else "")


def _surname(name: str) -> str:
    if not name:
        return name
    return (name[:2] if name[:2] in _DOUBLE and len(name) > 2 else name[:1]) + STAR


def is_person(facts: Mapping[str, Value]) -> bool:
    """Whether the party is a natural person; an organisation's name and address are published.

    An individual business is a person by its operator: its name stays, the operator's is masked through other facts.
    """
    return facts.get("party.kind", "个人") == "个人"


def redact_facts(facts: Mapping[str, Value], wanted: Sequence[Mask]) -> dict[str, str]:
    """The published form of the facts some mask covers."""
    person = is_person(facts)
    found: dict[str, str] = {}
    for mask in wanted:
        for code in mask.facts:
            if code in facts:
                shown = show_value(facts[code])
                keeps = mask.only_persons and code in _PARTYS_OWN and not person
                found[code] = shown if keeps else hide(mask, shown)
    return found


_PARTYS_OWN: Final = frozenset({"party.name", "party.address", "delivery.address"})
"""Facts that describe the party itself; for organisations they are published."""


def redact(text: str, facts: Mapping[str, Value], wanted: Sequence[Mask]) -> Redacted:
    """A text for publication: every personal value of the case and every known pattern hidden in it."""
    hidden: list[str] = []
    for mask, value in _personal(facts, wanted):
        if value in text:
            text = text.replace(value, hide(mask, value))
            hidden.append(mask.title)
    for mask in wanted:
        for pattern in mask.patterns:
            changed = _masked(mask, pattern, text)
            if changed != text:
                text = changed
                hidden.append(mask.title)
    return Redacted(text, tuple(dict.fromkeys(hidden)))


def _masked(mask: Mask, pattern: re.Pattern[str], text: str) -> str:
    return pattern.sub(lambda found: hide(mask, found[0]), text)


def _personal(facts: Mapping[str, Value], wanted: Sequence[Mask]) -> list[tuple[Mask, str]]:
    """The values to be sought, longest first so that no value is hidden only in part."""
    person = is_person(facts)
    found: dict[str, Mask] = {}
    for mask in wanted:
        for code in mask.facts:
            value = facts.get(code)
            if not isinstance(value, str) or len(value) < 2:
                continue
            if mask.only_persons and code in _PARTYS_OWN and not person:
                continue
            parts = re.split(r"[、，,；;\s]+", value) if mask.method == "surname" else [value]
            found |= {part: mask for part in parts if len(part) >= 2}
    return [(found[value], value) for value in sorted(found, key=len, reverse=True)]


def leaks(text: str, facts: Mapping[str, Value], wanted: Sequence[Mask]) -> list[Hit]:
    """What a text still shows that must be hidden: the check before publication; empty means it may go out."""
    found: list[Hit] = []
    for mask, value in _personal(facts, wanted):
        start = text.find(value)
        while start >= 0:
            found.append(Hit(mask.code, mask.title, start, start + len(value)))
            start = text.find(value, start + len(value))
    for mask in wanted:
        for pattern in mask.patterns:
            found += [Hit(mask.code, mask.title, hit.start(), hit.end()) for hit in pattern.finditer(text)]
    return sorted(dict.fromkeys(found), key=lambda hit: (hit.start, hit.end))


def with_facts(mask: Mask, *codes: str) -> Mask:
    """The same mask for further facts: a site may hide more than the default list."""
    return replace(mask, facts=tuple(dict.fromkeys((*mask.facts, *codes))))
