"""Totals of parts: 共…其中…, brackets, colons, 分别为, 共计 behind its parts.

其中 may name only some of the parts; then no part may exceed the whole, and what remains is said. A list that
claims to be complete must add up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from zhifa.core.footing.checks import Check, check, named, plain, summed
from zhifa.core.footing.figures import Figure, Reading, Sentence
from zhifa.core.footing.identities import CONTRADICTION, HOLDS, UNEXPLAINED
from zhifa.core.footing.lexicon import Lexicon
from zhifa.core.footing.repeats import core_label

_SUBSET: Final = re.compile(r"其中|包括|包含|含|主要(?:是|有|为)?")
_MARK: Final = re.compile(
    r"其中|包括|包含|分别(?:为|是|有|系)?|依次(?:为|是)|分为|主要(?:是|有|为)|(?<=[，（：])含|(?<=[，：])即|由"
)
_COMPLETE: Final = re.compile(r"分别(?:为|是|有|系)?|依次(?:为|是)|分为")
_TOTAL: Final = re.compile(
    r"(?:^|[，；、])(?:以上|上述|[一二两三四五六七八九十]+[项类者种个]|各[类项种])*(?:总?共计|合计|总计|共|总共)(?:为|达|有)?$"
)
_LOOSE_END: Final = re.compile(r"等(?:[^级]|$)")
_REST: Final = re.compile(r"^(?:其他|其它|其余|剩余|另外|余下)")
_BREAK: Final = re.compile(r"同时|此外|另|较|比上|比去|同比|与去年|与上年|累计|共计|合计|总计|其中|上年|去年")
_MANY: Final = 4000
_BACK: Final = 12
"""How many sentences back 其中 may look for its whole."""
_NEAR_MISS: Final = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Claim:
    """What the text says: these are parts of one of these. `complete` when it says that they are all of it."""

    wholes: tuple[Figure, ...]
    parts: tuple[Figure, ...]
    complete: bool
    subset: bool = False
    """Only some of the parts are named, as 等 and 主要 say."""
    far: bool = False
    """The whole stands in another passage and was found by its wording: a gross difference says nothing."""
    near: bool = True
    """Whether the whole stands right before its parts, so that it is surely the whole."""


def totals(reading: Reading, lexicon: Lexicon) -> Iterator[Check]:
    """Every total of the report held against its parts."""
    for sentence in reading.sentences:
        for claim in _claims(reading, sentence, lexicon):
            if found := judge(claim, lexicon):
                yield found


def _claims(reading: Reading, sentence: Sentence, lexicon: Lexicon) -> Iterator[Claim]:
    figures = [figure for figure in sentence.figures if figure.counted and not figure.moved]
    yield from _bracketed(reading, sentence, figures)
    yield from _marked(reading, sentence, figures, lexicon)
    yield from _after_colon(reading, sentence, figures, lexicon)
    yield from _trailing(figures)
    yield from _sorted(reading, sentence, figures, lexicon)


def _sorted(reading: Reading, sentence: Sentence, figures: Sequence[Figure], lexicon: Lexicon) -> Iterator[Claim]:
    """案件类型：A a件、B b件… — a sentence that sorts what the sentences before it counted, all of it."""
    opening = lexicon.words["sorting"].search(sentence.text)
    if not opening or not figures or sentence.start + opening.end() > figures[0].token.start + 1:
        return
    behind = [f for f in figures if f.token.start >= sentence.start + opening.end() - 1 and f.depth == figures[0].depth]
    parts = [f for f in behind if f.same == behind[0].same and f.period == behind[0].period] if behind else []
    parts = parts[: next((at for at, f in enumerate(parts) if at and _BREAK.search(f.lead)), len(parts))]
    earlier = [f for f in reading.around(figures[0]) if f.sentence < sentence.number and f.counted]
    wholes = [f for f in earlier if f.same == parts[0].same and not f.moved and f.depth == 0] if parts else []
    wholes = [f for f in wholes if f.period == parts[0].period and f.value >= max(part.value for part in parts)]
    text = sentence.text
    loose = bool(_LOOSE_END.search(text)) or any(lexicon.words["extremes"].search(f.label) for f in parts)
    shared = any(
        reading.figures[f.index + 1 : f.index + 2] and reading.figures[f.index + 1].token.percent for f in parts
    )
    if len(parts) >= 3 and wholes and not (loose and not shared):
        yield Claim(tuple(reversed(wholes)), tuple(parts), True, loose)


def _between(reading: Reading, left: Figure, right: Figure) -> str:
    return reading.document.passages[left.passage].text[left.token.end : right.token.start]


def _bracketed(reading: Reading, sentence: Sentence, figures: Sequence[Figure]) -> Iterator[Claim]:
    """A 22名（B 8名，C 14名）."""
    text = reading.document.passages[sentence.passage].text
    for group in sorted({figure.group for figure in figures if figure.group}):
        inside = [figure for figure in figures if figure.group == group]
        outside = [f for f in figures if f.token.end <= group - 1 and f.depth == inside[0].depth - 1]
        if not outside or text[group : group + 1] in "三":
            continue
        whole = outside[-1]
        between = text[whole.token.end : group - 1]
        if len(between) > 14 or re.search(r"[，。；：、]", between) or any(f.period != whole.period for f in inside):
            continue
        opening = inside[0].lead.rpartition("（")[2]
        told = text[group : text.find("）", group)]
        subset = bool(_SUBSET.search(opening))
        if len(inside) == 1 and not subset:
            continue
        yield Claim((whole,), tuple(inside), not subset and len(inside) > 1, bool(_LOOSE_END.search(told)))


def _marked(reading: Reading, sentence: Sentence, figures: Sequence[Figure], lexicon: Lexicon) -> Iterator[Claim]:
    """T件，其中A a件，B b件. The whole is any figure before the mark; the parts run until the sentence turns away."""
    for place, figure in enumerate(figures):
        mark = _last_mark(figure.lead)
        if mark is None or (mark[0] == "由" and "组成" not in sentence.text):
            continue
        earlier = [f for f in figures[:place] if f.depth <= figure.depth and f.group in (0, figure.group)]
        if not earlier and mark[0].startswith("其中"):
            earlier = _of_sentences_before(reading, sentence)
        parts, loose = _run(reading, sentence, figures[place:], lexicon)
        wholes = [f for f in earlier if f.near == parts[0].near and f.period == parts[0].period] if parts else []
        own = any(f.same == parts[0].same for f in wholes)
        if not own and _COMPLETE.match(mark[0]) and len(parts) > 2 and (found := _by_wording(reading, parts)):
            yield Claim(tuple(found), tuple(parts), True, loose, far=True)
        elif wholes:
            complete = bool(_COMPLETE.match(mark[0])) or mark[0] == "由"
            beside = [f for f in sentence.figures if f.index < figure.index and f.depth <= figure.depth]
            near = beside[-1] in wholes if beside else len({f.sentence for f in wholes}) == 1
            yield Claim(tuple(reversed(wholes)), tuple(parts), complete, loose or mark[0].startswith("主要"), near=near)


def _by_wording(reading: Reading, parts: Sequence[Figure]) -> list[Figure]:
    """Figures of other passages whose whole wording the list repeats: 办案数1286件 … 一至六中队办案数依次为…"""
    if len(reading.figures) > _MANY:
        return []
    told = _COMPLETE.split(re.split(r"[，；。：]", parts[0].lead)[-1])[0]
    largest = max(part.value for part in parts)
    return [
        f
        for f in reading.figures
        if f.passage != parts[0].passage and f.same == parts[0].same and f.counted and not f.moved and not f.partial
        if f.period == parts[0].period and f.value >= largest
        if len(core := core_label(f.label)) >= 3 and told.endswith(core)
    ]


def _last_mark(lead: str) -> re.Match[str] | None:
    return next(reversed([*_MARK.finditer(lead)]), None)


def _of_sentences_before(reading: Reading, sentence: Sentence) -> list[Figure]:
    """What a sentence that begins with 其中 may speak of: every figure of the passage before it."""
    return [
        figure
        for before in reading.sentences[max(0, sentence.number - _BACK) : sentence.number]
        if before.passage == sentence.passage
        for figure in before.figures
        if figure.counted and not figure.moved and figure.depth == 0
    ]


def _run(
    reading: Reading, sentence: Sentence, figures: Sequence[Figure], lexicon: Lexicon
) -> tuple[list[Figure], bool]:
    """The parts behind a mark, and whether the list is left open by 等."""
    first = figures[0]
    parts = [first]
    for figure in figures[1:]:
        if figure.depth > first.depth:
            continue
        if figure.depth < first.depth or figure.group != first.group or _BREAK.search(figure.lead):
            break
        if figure.period != first.period:
            break
        if figure.near == "person" and lexicon.words["leaving"].search(figure.label):
            break
        if _turned(reading, parts, figure):
            break
        if figure.near == first.near:
            parts.append(figure)
    text = reading.document.passages[sentence.passage].text
    after = text[parts[-1].token.end : parts[-1].token.end + 12]
    if any(lexicon.words["extremes"].search(part.label) for part in parts):
        return parts, True
    told = text[first.token.start : parts[-1].token.end] + re.split(r"[，。；）]", after)[0]
    return parts, bool(_LOOSE_END.search(told))


def _turned(reading: Reading, parts: Sequence[Figure], figure: Figure) -> bool:
    """Whether a semicolon ends the list: one behind another clause, or the first after commas."""
    between = _divider(reading, parts[-1], figure)
    if "；" not in between:
        return False
    if not between.startswith("；") or figure.same != parts[0].same:
        return True
    return len(parts) > 1 and not any(
        _divider(reading, a, b).startswith("；") for a, b in zip(parts, parts[1:], strict=False)
    )


def _divider(reading: Reading, left: Figure, right: Figure) -> str:
    """What stands between two parts, without shares and brackets that belong to the first."""
    return re.sub(r"（[^）]*）|，?占[^，；。]*?%", "", _between(reading, left, right))


def _after_colon(reading: Reading, sentence: Sentence, figures: Sequence[Figure], lexicon: Lexicon) -> Iterator[Claim]:
    """共899项：许可125项、处罚613项。"""
    for place, figure in enumerate(figures[1:], 1):
        whole = figures[place - 1]
        between = _between(reading, whole, figure)
        if "：" not in between[:18] or _MARK.search(between) or whole.depth != figure.depth:
            continue
        parts, loose = _run(reading, sentence, figures[place:], lexicon)
        if len(parts) > 1 and whole.near == figure.near and whole.period == figure.period:
            yield Claim((whole,), tuple(parts), True, loose)


def _trailing(figures: Sequence[Figure]) -> Iterator[Claim]:
    """A a件、B b件，共计T件: the parts stand before their total."""
    for place, figure in enumerate(figures):
        if place < 2 or not _TOTAL.search(figure.lead):
            continue
        parts: list[Figure] = []
        for earlier in reversed(figures[:place]):
            if earlier.depth != figure.depth or earlier.near != figure.near or earlier.period != figure.period:
                break
            parts.insert(0, earlier)
            if _MARK.search(earlier.lead) or _TOTAL.search(earlier.lead):
                break
        if len(parts) > 1:
            yield Claim((figure,), tuple(parts), True)


def judge(claim: Claim, lexicon: Lexicon) -> Check | None:
    """Whether what the text says of a whole and its parts can be true; None where it says nothing."""
    if any(f.token.weak for f in claim.wholes):
        return None
    for whole in claim.wholes:
        for many in range(len(claim.parts), 0, -1):
            parts = claim.parts[:many]
            if (many > 1 or len(claim.parts) == 1) and _adds_up(whole, parts):
                return _holds(whole, parts)
    return _differs(claim, lexicon)


def _adds_up(whole: Figure, parts: Sequence[Figure]) -> bool:
    slack = whole.token.slack + sum((part.token.slack for part in parts), Decimal(0))
    total = sum((part.value for part in parts), Decimal(0))
    return abs(total - whole.value) <= slack


def _holds(whole: Figure, parts: Sequence[Figure]) -> Check:
    words = " + ".join(named(part) for part in parts)
    return check(
        "total", HOLDS, summed(whole, parts, "="), f"{named(whole)} 等于各部分之和（{words}）", [whole, *parts]
    )


def _differs(claim: Claim, lexicon: Lexicon) -> Check | None:
    alike = [f for f in claim.parts if f.same == claim.parts[0].same]
    whole = _whole_of(claim)
    if not whole.exact or any(not part.exact for part in claim.parts):
        return _roughly(whole, claim)
    if found := _too_large(claim, whole):
        return found
    parts = claim.parts
    total = sum((part.value for part in parts), Decimal(0))
    words = "、".join(named(part) for part in parts)
    apart = plain(abs(whole.value - total))
    if claim.far and abs(whole.value - total) > whole.value * _NEAR_MISS:
        return None
    crossing = any(lexicon.words["crossing"].search(part.label) for part in parts)
    rest = any(_REST.match(part.label) for part in parts) and len(parts) > 1
    if total > whole.value:
        if not claim.near and any(f.value >= total for f in claim.wholes):
            return None
        strict = len(alike) == len(parts) and whole.same == parts[0].same and not crossing
        if not strict and not (rest and not crossing):
            return None if not strict and whole.same != parts[0].same else _left_open(whole, parts)
        explain = f"各部分之和 {plain(total)} 大于 {named(whole)}，多 {apart}（{words}）"
        return check("total", CONTRADICTION, summed(whole, parts, "≠"), explain, [whole, *parts])
    if claim.subset or len(parts) == 1 or not (claim.complete or rest or claim.near):
        return check("part", HOLDS, summed(whole, parts, "≤"), f"{words} 是 {named(whole)} 的一部分", [whole, *parts])
    if (claim.complete or rest) and not crossing:
        explain = f"列出的各部分之和为 {plain(total)}，而 {named(whole)}，差 {apart}（{words}）"
        return check("total", CONTRADICTION, summed(whole, parts, "≠"), explain, [whole, *parts])
    if _near_miss(whole, parts, total, lexicon) and not crossing:
        explain = f"列出的各部分之和为 {plain(total)}，而 {named(whole)}，只差 {apart}，不像没有列全（{words}）"
        return check("total", CONTRADICTION, summed(whole, parts, "≠"), explain, [whole, *parts])
    if whole.token.step > parts[0].token.step or whole.same != parts[0].same:
        return check("part", HOLDS, summed(whole, parts, "≤"), f"{words} 是 {named(whole)} 的一部分", [whole, *parts])
    explain = f"{named(whole)}，列出的部分之和为 {plain(total)}，其余 {apart} 没有说明（{words}）"
    return check("total", UNEXPLAINED, summed(whole, parts, "<"), explain, [whole, *parts])


def _whole_of(claim: Claim) -> Figure:
    """The whole the parts most likely belong to: the nearest that is large enough, else the largest."""
    largest = max(part.value for part in claim.parts)
    same = [f for f in claim.wholes if f.same == claim.parts[0].same] or list(claim.wholes)
    return next((f for f in same if f.value >= largest), max(same, key=lambda figure: figure.value))


def _too_large(claim: Claim, whole: Figure) -> Check | None:
    """A part that exceeds every figure it could be a part of, counted in the same unit."""
    largest = max(claim.parts, key=lambda part: part.value)
    if any(f.value >= largest.value or f.same != largest.same or f.partial != largest.partial for f in claim.wholes):
        return None
    explain = f"{named(largest)} 是 {named(whole)} 的一部分，却比它大"
    return check("part", CONTRADICTION, f"{plain(largest.value)} > {plain(whole.value)}", explain, [whole, largest])


def _left_open(whole: Figure, parts: Sequence[Figure]) -> Check:
    words = "、".join(named(part) for part in parts)
    explain = f"各部分之和大于 {named(whole)}：可能一件列入几项，报告没有说明（{words}）"
    return check("total", UNEXPLAINED, summed(whole, parts, ">"), explain, [whole, *parts])


def _roughly(whole: Figure, claim: Claim) -> Check | None:
    """Numbers given roughly agree or say nothing."""
    total = sum((part.value for part in claim.parts), Decimal(0))
    if whole.value and abs(total - whole.value) <= whole.value / 10 and len(claim.parts) > 1:
        explain = f"{named(whole)} 与各部分之和 {plain(total)} 大致相符（有约数）"
        return check("total", HOLDS, summed(whole, claim.parts, "≈"), explain, [whole, *claim.parts])
    return None


def _near_miss(whole: Figure, parts: Sequence[Figure], total: Decimal, lexicon: Lexicon) -> bool:
    """Three or more parts that leave out less than the smallest of them: nobody leaves so little unnamed.

    What was received and is still being dealt with may remain in any number, so it is never a near miss.
    """
    if len(parts) < 3 or lexicon.words["inputs"].search(whole.label + whole.noun) or whole.same != parts[0].same:
        return False
    least = min((part.value for part in parts if part.value), default=Decimal(0))
    return whole.value - total < least and whole.value - total <= whole.value * _NEAR_MISS
