"""Whether the article said to have taken another's place says what the old one said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from zhifa.core.bigrams import sought
from zhifa.core.citations import Citation, Succession
from zhifa.core.lawcheck import Problem
from zhifa.core.matterlaw.model import Articles

_LEAST: Final = 0.19
"""So much of the shorter article must stand in the longer."""
_MUCH: Final = 1.5
_MORE: Final = 0.12
"""A neighbouring article that says so many times as much of the old one, and this much more, is the one meant."""


def successor(succession: Succession, articles: Articles) -> Iterator[Problem]:
    """The neighbour of a new article that says the old one much better; nothing where a text is not loaded."""
    new = [cite for cite in succession.new if cite.article]
    old = articles.words(succession.old, None)
    said = [_whole(cite, articles) for cite in new]
    if old is None or not new or any(words is None for words in said):
        return
    before = sought(old[0])
    alike = max(_alike(before, words) for words in said if words)
    listed, place = "；".join(str(one) for one in succession.new), f"successor {succession.old}"
    if alike < _LEAST:
        yield Problem(place, listed, f"新条的用语与旧条没有关系（只有 {alike:.0%} 相同）：核对条号")
    least = alike * _MUCH + _MORE
    numbers = {cite.article for cite in new}
    for cite in new:
        for number in sorted({(cite.article or 0) - 1, (cite.article or 0) + 1} - numbers - {0}):
            beside = replace(cite, article=number, sub=0)
            if (words := _whole(beside, articles)) and _alike(before, words) > least:
                yield Problem(place, listed, f"{cite.law}#{number} 说的更像是旧条的内容：核对 {cite} 的条号")


def _whole(cite: Citation, articles: Articles) -> frozenset[str] | None:
    """The pairs of the whole article: a paragraph that begins with 前款 says little by itself."""
    found = articles.words(replace(cite, paragraph=None, item=None, point=None), None)
    return frozenset(sought(found[0])) if found else None


def _alike(old: frozenset[str] | set[str], new: frozenset[str]) -> float:
    """How much of the shorter stands in the longer."""
    return len(old & new) / max(1, min(len(old), len(new)))
