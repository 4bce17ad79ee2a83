"""Which facts the range of a matter hangs on: what a calculator or an officer has to ask, and nothing more."""

from __future__ import annotations

from collections.abc import Iterator

from zhifa.core.discretion.lighter import condition_of
from zhifa.core.rulebook import Entry, Rules


def asked_facts(rules: Rules, entry: Entry) -> tuple[str, ...]:
    """The facts by which a matter is fined, tiered or forgiven, in the order of the vocabulary."""
    texts = [text for text in _conditions(rules, entry) if text]
    found = {code for text in texts for code in condition_of(rules.book, text).facts()}
    found |= {str(row[key]) for row in entry.data.get("fines", ()) for key in ("base", "per") if key in row}
    return tuple(code for code in rules.book.vocabulary.facts if code in found)


def _conditions(rules: Rules, entry: Entry) -> Iterator[str]:
    yield str(entry.data.get("only_if", ""))
    for row in entry.data.get("fines", ()):
        yield str(row.get("if", ""))
    benchmark = rules.entry("benchmark", str(entry.data.get("benchmark", "")))
    for tier in benchmark.data.get("tiers", ()) if benchmark else ():
        yield str(tier.get("when", ""))
    for item in rules.entries("leniency").values():
        if item.data.get("matter") == entry.key:
            kind = rules.entry("leniency_kind", str(item.data.get("kind", "")))
            yield str(item.data.get("when", ""))
            yield str(kind.data.get("when", "")) if kind else ""
