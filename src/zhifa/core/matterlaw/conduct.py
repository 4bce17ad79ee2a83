"""Whether the articles of a matter are about its conduct, and its penalty article about the duty violated."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final

from zhifa.core.bigrams import sought
from zhifa.core.citations import Citation
from zhifa.core.matterlaw.model import DIGITS, Read
from zhifa.core.numerals import chinese_number, number_of

_LEAST_SHARED: Final = 0.34
"""So much of the conduct's wording must stand in the articles applied or violated; rare pairs weigh more."""
_LEAST_DUTY: Final = 0.12
"""So much in an article that states one duty of several."""
_MUCH: Final = 1.8
_AT_LEAST_MORE: Final = 0.1
"""A neighbouring article that says so many times as much of the conduct, and this much more, is the one meant."""
_ITEM_MORE: Final = 0.15
"""By so much more an item must say the conduct than the cited one does, which often leaves words to the opening."""
_pairs: Final = lru_cache(maxsize=1024)(sought)
"""A matter is compared with an article many times over, and the next matter mostly with articles of the same law."""
_ARTICLE: Final = re.compile(rf"第([{DIGITS}]+)条")


def conduct(read: Read) -> Iterator[str]:
    """Whether the articles are about this conduct, and the penalty article about the duty said to be violated."""
    told = str(read.entry.data.get("conduct", "")) or str(read.entry.data.get("title", ""))
    named = _references(read.applied)
    # 本条前款 is its own duty: an article may forbid in one paragraph and punish in the next.
    refers = bool((named | _own(read, "applied")) & _own(read, "violated"))
    if (share := _shared(told, read.applied + read.violated, read.rarities)) < _LEAST_SHARED:
        yield f"所引条文说的不像是这一行为（行为用语只有 {share:.0%} 见于条文）：核对条号，或者用条文的词写 conduct"
        return
    title = str(read.entry.data.get("title", ""))
    named_there = max(_shared(said, read.applied, read.rarities) for said in (told, title))
    if named_there < _LEAST_SHARED and not refers:
        yield "罚则条文没有说到这一行为，也没有写明违反 violated 所列的条款：核对罚则或者义务条款的条号"
    if named and _own(read, "violated") and not refers:
        listed = "、".join(f"第{chinese_number(number)}条" for number in sorted(named)[:6])
        yield f"罚则条文写明违反的是{listed}，violated 没有列入"
    yield from _items(read, (told, title))
    for cite in read.cited("violated"):
        found = read.articles.words(cite, read.entry.validity.start)
        pointed = cite.article in named | _own(read, "applied") and cite.title in _titles(read)
        if found and not pointed and _shared(told, found[0], read.rarities) < _LEAST_DUTY:
            yield f"violated 所列 {cite} 没有说到这一行为，罚则也没有指向它：核对义务条款的条号"
        elif found and not pointed:
            yield from _nearer(read, cite, told, found)


def _nearer(read: Read, cite: Citation, told: str, found: tuple[str, Mapping[str, float]]) -> Iterator[str]:
    """The neighbouring article that says this conduct much better than the one cited."""
    assert cite.article is not None
    least = _shared(told, found[0], (found[1],)) * _MUCH + _AT_LEAST_MORE
    listed = _own(read, "applied") | {other.article for other in read.cited("violated") if other.title == cite.title}
    for number in {cite.article - 1, cite.article + 1} - listed - {0}:
        beside = Citation(cite.title, cite.version, number)
        other = read.articles.words(beside, read.entry.validity.start)
        if other and _shared(told, other[0], (found[1],)) > least:
            yield f"{beside} 说的更像是这一行为：核对 violated 所列 {cite} 的条号"


def _items(read: Read, said: tuple[str, ...]) -> Iterator[str]:
    """Items beside a cited one that say this conduct where the cited one says nothing of it."""
    cited = dict.fromkeys([*read.cited("applied"), *read.cited("violated")])
    listed = {(cite.title, cite.article, cite.sub, cite.item) for cite in cited}
    for cite in cited:
        beside = read.articles.items(cite, read.entry.validity.start) if cite.item else {}
        if _references(beside.get(cite.item or 0, "")) & _own(read, "violated"):
            continue
        shares = {n: max(_shared(told, text, read.rarities) for told in said) for n, text in beside.items()}
        others = {n: s for n, s in shares.items() if (cite.title, cite.article, cite.sub, n) not in listed}
        best = max(others, key=lambda n: (others[n], -n), default=0)
        if best and cite.item and others[best] > shares[cite.item] * _MUCH + _ITEM_MORE:
            yield f"第（{chinese_number(best)}）项说的更像是这一行为：核对 {cite} 的项"


def _own(read: Read, key: str) -> frozenset[int]:
    """The numbers of the cited articles that stand in the law of the penalty article."""
    return frozenset(cite.article for cite in read.cited(key) if cite.article and cite.title in _titles(read))


def _titles(read: Read) -> frozenset[str]:
    return frozenset(cite.title for cite in read.cited("applied"))


def _references(text: str) -> frozenset[int]:
    """The numbers of the articles of its own law that an article names."""
    return frozenset(number_of(found) for found in _ARTICLE.findall(re.sub(r"》第", "", text)))


def _shared(told: str, text: str, rarities: tuple[Mapping[str, float], ...]) -> float:
    """How much of a description stands in a text, between 0 and 1; pairs that few articles have weigh more."""
    said = _pairs(text)
    weights = {pair: min(rare.get(pair, 1.0) for rare in rarities) for pair in sorted(_pairs(told))}
    return sum(weight for pair, weight in weights.items() if pair in said) / (sum(weights.values()) or 1.0)
