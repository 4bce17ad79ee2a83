"""The index by which cases are found by a word (`store.grams`)."""

from __future__ import annotations

from zhifa.store.grams import GramIndex

CASES = GramIndex(table="casework_casegrams", index="casework_search", owner="case_id")

candidates = CASES.owners
"""The cases that may hold a word; None when they are more than the limit."""
forget_erased = CASES.merge
forwards, backwards = CASES.forwards, CASES.backwards
