"""The same figure said again in other words: 受理群众投诉1,326件 in the summary, 1,362件 in the section.

Two wordings are the same when nothing is left of either but the same words once time, organ, manner and verbs that
change nothing are taken away. Different values are a contradiction only where both speak of the whole year and the
whole organ, or where one is the other with its digits swapped; otherwise one may be of a part nobody named.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Final

from zhifa.core.footing.checks import Check
from zhifa.core.footing.reading.figures import Figure, Reading
from zhifa.core.footing.reading.lexicon import Lexicon
from zhifa.core.footing.reading.likeness import digits, mistyped, swapped
from zhifa.core.footing.reading.naming import canonical, core_label, own_label, pairs_of
from zhifa.core.footing.reading.periods import THIS_YEAR
from zhifa.core.footing.twice.repeats import scope
from zhifa.core.footing.twice.sameness import close, compared, of_everything, slipped

_NOUN_ENDS: Final = re.compile(r"全部|均|都|已|进行|参加|通过|中|取得|持|组成|接受|的")
_PLAIN: Final = re.compile(
    r"^(?:全年|合计|总计|本年度?|今年|\d{4}年度?|数量|件数|总数|数值|数据|次数|人数|完成情况)(?:（.*）)?$"
)
_HANDLED: Final = re.compile("^(?:受理|办理|处理|接收|接到|收到|接|收)")
_SHORTEST: Final = 2
_LONG: Final = 4
_TENS: Final = 10
_HUNDRED: Final = 100
_THOUSAND: Final = 1000
_MOST: Final = 1500
"""Figures that are compared with one another; a report with more is a table."""


def restated(reading: Reading, lexicon: Lexicon, celled: Sequence[Figure]) -> Iterator[Check]:
    """Figures of the text and of total rows that say the same thing twice."""
    seen: dict[tuple[str, str], list[Figure]] = {}
    parts: dict[tuple[str, str], list[Figure]] = {}
    narrow: dict[tuple[str, str, str], list[Figure]] = {}
    for figure in reading.figures[:_MOST]:
        if _is_part(figure) and (name := _name(figure, reading, lexicon)):
            parts.setdefault((name, figure.same), []).append(figure)
        of = scope(figure, reading, lexicon)
        if of is not None and (name := _name(figure, reading, lexicon)):
            seen.setdefault((name, figure.same), []).append(figure) if not of else narrow.setdefault(
                (name, figure.same, of), []
            ).append(figure)
    for (name, _), figures in seen.items():
        if len(figures) > 1:
            yield from _compared(name, figures, reading, lexicon)
    for (name, _, _), figures in narrow.items():
        pairs = (pair for pair in pairwise(figures) if pair[0].sentence != pair[1].sentence)
        yield from filter(None, (_pair(name, *pair, sure=False) for pair in pairs))
    yield from _shortened(seen)
    yield from _of_other_verbs(seen)
    yield from _side_by_side(reading, lexicon)
    yield from _summaries(reading, lexicon)
    yield from _with_cells(seen, reading, lexicon, celled)
    yield from _with_cells(parts, reading, lexicon, celled)


def _shortened(seen: dict[tuple[str, str], list[Figure]]) -> Iterator[Check]:
    """追回医保基金本金1280.7万元, 追回基金本金1208.7万元: a word left out, and two digits swapped."""
    for (name, same), figures in seen.items():
        for (longer, other), told in seen.items():
            if (
                other != same
                or not _without_a_word(name, longer)
                or {f.value for f in figures} & {f.value for f in told}
            ):
                continue
            pairs = [(a, b) for a in told for b in figures if a.sentence != b.sentence and _turned(a, b)]
            if len(pairs) == 1:
                yield compared(longer, *sorted(pairs[0], key=lambda f: f.index))


def _of_other_verbs(seen: dict[tuple[str, str], list[Figure]]) -> Iterator[Check]:
    """受理环境信访举报2467件, 办理环境信访举报2647件: what was received was dealt with; digits are swapped."""
    told: dict[tuple[str, str], list[tuple[str, Figure]]] = {}
    for (name, same), figures in seen.items():
        bare = _HANDLED.sub("", name, count=1)
        if len(bare) >= _LONG:
            told.setdefault((bare, same), []).extend((name, figure) for figure in figures)
    for (name, _), some in told.items():
        values = {figure.value for _, figure in some}
        (one, first), (other, last) = some[0], some[-1]
        if one != other and len(values) == _SHORTEST and first.sentence != last.sentence and _turned(first, last):
            yield compared(name, first, last)


def _without_a_word(name: str, longer: str) -> bool:
    """Whether a name is another without a word in its middle."""
    if not _LONG <= len(name) < len(longer) or len(longer) - len(name) > _LONG:
        return False
    cuts = range(_SHORTEST, len(name) - _SHORTEST + 1)
    return any(longer.startswith(name[:at]) and longer.endswith(name[at:]) for at in cuts)


def _turned(one: Figure, other: Figure) -> bool:
    """Whether two numbers of four digits or more are the same digits in another order."""
    return len(digits(one.value)) >= _LONG and slipped(one, other) and digits(one.value) != digits(other.value)


def _side_by_side(reading: Reading, lexicon: Lexicon) -> Iterator[Check]:
    """警情13696条，发现问题140条; 警情13696件，发现问题410条: two names, one figure the same and one a slip."""
    seen: dict[tuple[str, str], tuple[Figure, Figure]] = {}
    for sentence in reading.sentences:
        told = [f for f in sentence.figures if f.counted and f.exact and not f.moved and f.period == THIS_YEAR]
        for pair in pairwise(told):
            names = [canonical(own_label(figure, reading), lexicon) for figure in pair]
            if pair[1].index != pair[0].index + 1 or min(map(len, names)) < _SHORTEST:
                continue
            first = seen.setdefault((names[0], names[1]), pair)
            if first[0].sentence == sentence.number:
                continue
            for name, same, other in ((names[1], 0, 1), (names[0], 1, 0)):
                equal = first[same].value == pair[same].value >= _HUNDRED
                one, two = first[other].value, pair[other].value
                sure = max(f.value for f in pair) >= _THOUSAND and close(first[other], pair[other])
                if equal and one != two and (sure or mistyped(one, two)):
                    yield compared(name, first[other], pair[other])


def _summaries(reading: Reading, lexicon: Lexicon) -> Iterator[Check]:
    """办结许可申请64件，检查874次，处罚205件, where the sections have 许可46件: all but one figure is told again."""
    figures = [f for f in reading.figures[:_MOST] if f.counted and f.exact and not f.moved and f.period == THIS_YEAR]
    shared = {f.index: pairs_of(canonical(own_label(f, reading), lexicon)) for f in figures}
    told_at: dict[tuple[str, Decimal], list[Figure]] = {}
    for figure in figures:
        told_at.setdefault((figure.same, figure.value), []).append(figure)

    def alike(one: Figure, other: Figure) -> bool:
        return one.passage != other.passage and bool(shared[one.index] & shared[other.index])

    for sentence in reading.sentences:
        own = [f for f in sentence.figures if f.index in shared and f.value >= _TENS and not f.depth]
        again = [f for f in own if any(alike(f, g) for g in told_at[f.same, f.value])]
        if len(again) < 2 or len(own) - len(again) != 1:
            continue
        odd = next(f for f in own if f not in again)
        others = [g for g in figures if g.same == odd.same and alike(odd, g)]
        others = [
            g for g in others if swapped(odd.value, g.value) or _alone(odd, g) or _mistold(odd, g, reading, lexicon)
        ]
        if len(told_at[odd.same, odd.value]) == 1 and len({g.value for g in others}) == 1:
            yield compared(odd.label, odd, others[0])


def _mistold(one: Figure, other: Figure, reading: Reading, lexicon: Lexicon) -> bool:
    """Whether one digit is another under a name that is the other's, or begins or ends it: 立案77件, 新立案79件."""
    short, long = sorted((canonical(own_label(f, reading), lexicon) for f in (one, other)), key=len)
    alike = len(short) >= _SHORTEST and (long.startswith(short) or long.endswith(short))
    return alike and mistyped(one.value, other.value)


def _is_part(figure: Figure) -> bool:
    """A figure behind 其中: nothing to compare with another sentence, but a table may have a row for it."""
    partly = figure.group or "其中" in figure.lead
    return bool(partly) and figure.counted and figure.exact and figure.period == THIS_YEAR and not figure.moved


def _with_cells(
    seen: dict[tuple[str, str], list[Figure]], reading: Reading, lexicon: Lexicon, celled: Sequence[Figure]
) -> Iterator[Check]:
    cells: dict[str, list[Figure]] = {}
    for figure in celled[:_MOST] if seen else ():
        if figure.period == THIS_YEAR and not figure.token.percent:
            for said in cell_names(figure):
                cells.setdefault(canonical(said, lexicon), []).append(figure)
    for (name, _), figures in seen.items():
        found = [f for f in cells.get(name, []) if all((f.unit == "元") == (g.unit == "元") for g in figures)]
        if len(found) != 1:
            continue
        for figure in figures:
            if made := _pair(
                name, figure, found[0], sure=not _is_part(figure) and of_everything(figure, reading, lexicon)
            ):
                yield made


def cell_names(figure: Figure) -> list[str]:
    """What a cell may be called: its row where the column only says how many, its column in a total row, else both."""
    if figure.row and _PLAIN.match(figure.label):
        return [figure.row]
    if figure.row and _PLAIN.match(figure.row):
        return [figure.label]
    if not figure.row:
        return [figure.label] if figure.depth == 0 else []
    if figure.depth == 0:
        return [figure.label, f"{figure.lead}{figure.label}"] if figure.lead else [figure.label]
    return [f"{figure.row}{figure.label}"] if figure.label != figure.row else [figure.row]


def _name(figure: Figure, reading: Reading, lexicon: Lexicon) -> str:
    """The words of a figure in their plainest form; empty where too little is left."""
    said = core_label(own_label(figure, reading))
    if len(said) < _SHORTEST and figure.noun:
        said = _NOUN_ENDS.split(figure.noun)[0]
    elif figure.noun and not _NOUN_ENDS.match(figure.noun):
        return ""
    found = canonical(said, lexicon)
    return found if len(found) >= _SHORTEST else ""


def _compared(name: str, figures: Sequence[Figure], reading: Reading, lexicon: Lexicon) -> Iterator[Check]:
    first = figures[0]
    for other in figures[1:]:
        if other.sentence == first.sentence:
            continue
        said = [of_everything(figure, reading, lexicon) for figure in (first, other)]
        wide = all(of_everything(figure, reading, lexicon, said=False) for figure in (first, other))
        if made := _pair(name, first, other, sure=all(said), likely=wide and _alone(first, other)):
            yield made


def _alone(first: Figure, other: Figure) -> bool:
    """Whether two numbers are too long to differ in one digit by chance."""
    return min(first.value, other.value) >= _THOUSAND and mistyped(first.value, other.value)


def _pair(name: str, first: Figure, other: Figure, *, sure: bool, likely: bool = False) -> Check | None:
    if abs(first.value - other.value) <= first.token.slack + other.token.slack:
        return compared(name, first, other, right=True)
    wrong = slipped(first, other) or likely or (sure and close(first, other))
    return compared(name, first, other) if wrong else None
