"""Relations law and practice give to figures: 简易 + 普通 = 处罚, 受理 ≤ 申请.

Which words mean which figure, and what a breach is worth, is data of `rules/reports`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final

from zhifa.core.footing.checks import Check, check, named, plain, summed, together, worth
from zhifa.core.footing.identities import CONTRADICTION, HOLDS, UNEXPLAINED
from zhifa.core.footing.reading.figures import Figure, Reading, Sentence
from zhifa.core.footing.reading.lexicon import Lexicon, Partition, Word
from zhifa.core.footing.reading.likeness import crosses, mended, mistyped, near, turned
from zhifa.core.footing.reading.periods import LAST_YEAR
from zhifa.core.footing.reading.shapes import is_level
from zhifa.core.footing.sums.orders import comparable, order

_FEW: Final = 3
_NESTED: Final = re.compile(r"[^，；。]{1,10}中，")


def relations(reading: Reading, lexicon: Lexicon) -> Iterator[Check]:
    """Every relation the rules know, tried on every sentence."""
    for sentence in reading.sentences:
        figures = [f for f in sentence.figures if f.counted and not f.moved and not f.token.weak]
        context = reading.document.passages[sentence.passage].text
        for told, group in _topics(reading, sentence, figures, lexicon):
            yield from related(group, told, context if told == sentence.text else told, lexicon, reading.figures)
        if figures and sentence.number:
            yield from _divided_before(reading.sentences[sentence.number - 1], sentence, lexicon)


def _divided_before(before: Sentence, sentence: Sentence, lexicon: Lexicon) -> Iterator[Check]:
    """A complete family that sorts what the sentence before counts, this year and last.

    办结37件，较上年的32件增长。其中，一般程序24件，较上年的13件增长；简易程序13件，上年为19件.
    Without 其中 only where the sentence begins with the family and a digit is wrong.
    """
    inside = sentence.text.startswith("其中")
    if before.passage != sentence.passage or not before.figures:
        return
    for rule in lexicon.partitions:
        titled = [(title, f) for f in sentence.figures if f.counted and not f.moved and (title := _title(rule, f))]
        parts = [f for _, f in titled]
        kinds = {title for title, _ in titled}
        if not rule.complete or rule.partial or not 1 < len(parts) == len(kinds) or crosses(parts, lexicon):
            continue
        wholes = [f for f in _wholes(rule, rule.whole, before.figures, parts) if f.counted and comparable(f, parts[0])]
        wholes = wholes[:1]
        if not inside and wholes:
            slipped = mistyped(wholes[0].value, together(parts)) or mended(wholes[0].value, [f.value for f in parts])
            wholes = wholes if slipped and parts[0] is sentence.figures[0] else []
        if wholes and _of_another((*before.figures, *sentence.figures), wholes, parts):
            continue
        yield from _family(rule, wholes, parts, wide=False) if wholes else ()
        then = [_then(f, before if f in wholes else sentence) for f in (*wholes, *parts)]
        told = [f for f in then if f]
        if wholes and len(told) == len(then):
            yield from _family(rule, told[:1], told[1:], wide=False)


def _then(figure: Figure, sentence: Sentence) -> Figure | None:
    """What a figure was in the year before, told right behind it."""
    following = next((f for f in sentence.figures if f.index == figure.index + 1), None)
    if following is None or following.period != LAST_YEAR or following.same != figure.same or following.moved:
        return None
    return replace(following, label=figure.label)


def _topics(
    reading: Reading, sentence: Sentence, figures: Sequence[Figure], lexicon: Lexicon
) -> Iterator[tuple[str, list[Figure]]]:
    """A sentence in the pieces that speak of one thing: a semicolon behind which a new subject is named divides it."""
    text = reading.document.passages[sentence.passage].text
    cuts = [sentence.start]
    for at in range(sentence.start, sentence.end):
        if (
            text[at] == "；"
            and _NESTED.match(text, at + 1)
            or text[at] == "；"
            and lexicon.words["topics"].search(text[at : sentence.end].partition("；")[2].partition("；")[0])
        ):
            cuts.append(at + 1)
    for start, end in zip(cuts, [*cuts[1:], sentence.end], strict=True):
        yield text[start:end], [figure for figure in figures if start <= figure.token.start < end]


def related(
    figures: Sequence[Figure], told: str, context: str, lexicon: Lexicon, others: Sequence[Figure] = ()
) -> Iterator[Check]:
    """The relations among figures that stand together, in a sentence or in a row of a table.

    `told` is the wording around them, `context` that of the whole passage, `others` the figures of the report.
    """
    if len(figures) < 2:
        return
    carried = bool(lexicon.words["carried"].search(told))
    for partition in lexicon.partitions:
        rule = replace(partition, within=None) if carried and partition.within else partition
        yield from _partition(figures, rule, context, others)
    for relation in lexicon.relations:
        yield from order(told, figures, relation, context, lexicon)


def _partition(figures: Sequence[Figure], rule: Partition, context: str, others: Sequence[Figure]) -> Iterator[Check]:
    """The members of a family that stand together, against their whole."""
    if rule.context and not rule.context.search(context):
        return
    if rule.partial and others:
        return  # the text itself is asked in `stretches`
    titled = [(title, f) for f in figures if (title := _title(rule, f))]
    if not titled:
        return
    first = titled[0][1]
    titled = [(title, f) for title, f in titled if f.period == first.period and f.near == first.near]
    titled = _settled(rule, titled)
    found = [figure for _, figure in titled]
    told = [(title, figure.label) for title, figure in titled]
    kinds = {title for title, _ in titled}
    if len(kinds) < (len(rule.parts) if rule.every else 2) or len(set(told)) < len(told):
        return
    if not rule.partial and any(f.partial for f in found):
        return
    if rule.complete and len(titled) > len(rule.parts):
        return  # said more than once, of different things
    wholes = _wholes(rule, rule.whole, figures, found)
    wide = not wholes and rule.wide
    if wide:
        wholes = _elsewhere(others, rule, found)
    if rule.partial and any(
        is_level(whole.row or whole.said, whole.value, [f.value for f in found]) for whole in wholes
    ):
        return
    if wholes:
        opening = min(whole.index for whole in wholes)
        behind = [f for f in found if f.index > opening]
        behind = behind if len({_title(rule, f) for f in behind}) >= 2 else found
        if not _with_another(figures, wholes, behind) and not _of_another(figures, wholes, behind):
            yield from _family(rule, wholes, behind, wide=wide)
    elif rule.within:
        yield from _not_exceeding(rule, _wholes(rule, rule.within, figures, found), found)


def _with_another(figures: Sequence[Figure], wholes: Sequence[Figure], parts: Sequence[Figure]) -> bool:
    """Whether the text adds a kind of its own to a family and the sum is then right: 当场整改、限期整改、立案查处."""
    total = together(parts)
    others = [f for f in figures if f not in parts and f.index > parts[0].index]
    return any(
        other is not whole and other.same == whole.same and other.value and total + other.value == whole.value
        for whole in wholes
        for other in others
    )


def _of_another(figures: Sequence[Figure], wholes: Sequence[Figure], parts: Sequence[Figure]) -> bool:
    """Whether a figure between makes the sum right: 立案48件，结案45件，简易程序12件，普通程序33件."""
    if any(whole.value == together(parts) for whole in wholes):
        return False
    between = [f for f in figures if max(w.index for w in wholes) < f.index < parts[0].index]
    return any(f.value == together(parts) and f.same == parts[0].same for f in between)


def _wholes(rule: Partition, word: Word, figures: Sequence[Figure], parts: Sequence[Figure]) -> list[Figure]:
    """What the parts may be parts of."""
    headed = re.split(r"[。；]", figures[0].lead)[-1]
    headed = headed if "：" in headed else ""  # 二是行政处罚：实施800817件
    wholes = [f for f in figures if f not in parts and f.near == parts[0].near]
    wholes = [f for f in wholes if word.fits(f.said) or (f is figures[0] and word.fits(headed))]
    wholes = [f for f in wholes if f.period == parts[0].period and (rule.partial or f.partial == parts[0].partial)]
    return [f for f in wholes if f.index < parts[-1].index] or wholes


def _not_exceeding(rule: Partition, wholes: Sequence[Figure], parts: Sequence[Figure]) -> Iterator[Check]:
    """The results of cases of which some may still run: never more than there are."""
    if any(f.value >= together(parts) for f in wholes) or not all(f.exact for f in (*wholes, *parts)):
        return
    for whole, own in _each_its_own(wholes, parts):
        total = together(own)
        words = "、".join(named(part) for part in own)
        explain = f"{words}，合计 {plain(total)}，多于 {named(whole)}"
        if total > whole.value and all(part.same == whole.same for part in own):
            yield check(rule.code, CONTRADICTION, summed(whole, own, ">"), explain, [whole, *own])


def _each_its_own(wholes: Sequence[Figure], parts: Sequence[Figure]) -> Iterator[tuple[Figure, Sequence[Figure]]]:
    """行政复议13件（维持10件、驳回3件），行政诉讼7件，胜诉7件: what is told behind the next whole is of that one."""
    if len(wholes) < 2:
        yield from ((whole, parts) for whole in wholes)
        return
    ends = [whole.index for whole in wholes[1:]] + [parts[-1].index + 1]
    for whole, end in zip(wholes, ends, strict=True):
        if own := [part for part in parts if whole.index < part.index < end]:
            yield whole, own


def _settled(rule: Partition, titled: Sequence[tuple[str, Figure]]) -> list[tuple[str, Figure]]:
    """Where several figures could be one part and only one can be meant, the one that says so, else the first."""
    found = list(titled)
    for title, word in rule.parts:
        if word.prefer is None:
            continue
        fitting = [f for name, f in found if name == title]
        meant = next((f for f in fitting if word.prefer.search(f.label)), fitting[0] if fitting else None)
        found = [(name, f) for name, f in found if name != title or f is meant]
    return found


def _title(rule: Partition, figure: Figure) -> str:
    """Which of the parts a figure is; empty for none."""
    return next((title for title, word in rule.parts if word.fits(figure.label)), "")


def _elsewhere(figures: Sequence[Figure], rule: Partition, parts: Sequence[Figure]) -> list[Figure]:
    """The whole of a family named in another passage, when its label names every part: 警告、罚款类行政处罚201件."""
    titles = [next(title for title, word in rule.parts if word.fits(part.label)) for part in parts]
    return [
        f
        for f in figures
        if f.sentence != parts[0].sentence
        and f.counted
        and rule.whole.fits(re.sub(r"警告|罚款", "", f.said))
        and all(title in f.said for title in titles)
        and comparable(f, parts[0])
    ]


def _family(rule: Partition, wholes: Sequence[Figure], parts: Sequence[Figure], *, wide: bool) -> Iterator[Check]:
    total = together(parts)
    slack = sum((part.token.slack for part in parts), Decimal(0))
    law = {"cite": rule.cite, "status": rule.status}
    words = "、".join(named(part) for part in parts)
    for whole in wholes:
        if abs(whole.value - total) <= slack + whole.token.slack:
            explain = f"{rule.say}：{words}，合计 {plain(total)}，与 {named(whole)} 相符"
            yield check(rule.code, HOLDS, summed(whole, parts, "="), explain, [whole, *parts], **law)
            return
    whole = max(wholes, key=lambda figure: figure.value)
    if not whole.exact or not all(part.exact for part in parts):
        return
    strict = all(part.same == whole.same for part in parts)
    severity = CONTRADICTION if (rule.complete or wide) and strict else UNEXPLAINED
    if rule.severity == UNEXPLAINED and not wide:
        severity = UNEXPLAINED
    if severity == UNEXPLAINED and strict and turned(whole, parts):
        severity = CONTRADICTION
    if rule.within and rule.within.fits(whole.said) and strict and total > whole.value:
        severity = CONTRADICTION
    if severity == CONTRADICTION and total < whole.value and not _all_told(rule, whole, parts, total):
        severity = UNEXPLAINED
    if not rule.complete and not wide and total < whole.value and len(parts) < len(rule.parts) // 2 + 1:
        return
    apart = worth(abs(whole.value - total), whole)
    explain = f"{rule.say}：{words}，合计 {worth(total, whole)}，而 {named(whole)}，相差 {apart}"
    yield check(rule.code, severity, summed(whole, parts, "≠"), explain, [whole, *parts], **law)


def _all_told(rule: Partition, whole: Figure, parts: Sequence[Figure], total: Decimal) -> bool:
    """Whether what a family leaves out cannot be the kinds it does not name: all are named, or little is left out."""
    named_ = {_title(rule, part) for part in parts}
    values = [part.value for part in parts]
    every = {title for title, _ in rule.parts} - rule.spare
    if rule.wide and {title for title, _ in rule.parts if title in whole.said} == named_:
        return True  # 警告、罚款类 are these two
    return named_ >= every or len(named_) >= _FEW or near(whole.value, total, values)
