"""Parts of a year and the stretch they make: 1至11月1926件，12月148件，全年2074件.

Every figure that names its months is a piece of time. Where pieces of one kind lie end to end and another figure is of
the whole stretch, they are its parts, whatever else the text says.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import Final

from zhifa.core.footing.checks import Check
from zhifa.core.footing.reading.figures import Figure, Reading, Sentence
from zhifa.core.footing.reading.lexicon import Lexicon
from zhifa.core.footing.reading.likeness import SHARE_OF, THAN
from zhifa.core.footing.reading.naming import core_label
from zhifa.core.footing.sums.claims import agrees, narrowly_missed
from zhifa.core.numerals import number_of

_ONE: Final = r"(\d{1,2}|十[一二]?|[一二三四五六七八九])"
_Months = Callable[[re.Match[str]], tuple[int, int]]
_STRETCHES: Final[tuple[tuple[re.Pattern[str], _Months], ...]] = (
    (re.compile(rf"{_ONE}月?份?\s?[-—–~至到]\s?{_ONE}月"), lambda m: (_n(m[1]), _n(m[2]))),
    (re.compile(rf"(?:截至|截止到?|年初[至到]|到){_ONE}月(?:底|末|份)?"), lambda m: (1, _n(m[1]))),
    (re.compile(rf"前{_ONE}个月"), lambda m: (1, _n(m[1]))),
    (re.compile(r"前([两二三])个?季度"), lambda m: (1, 3 * _n(m[1]))),
    (re.compile(r"第?([一二三四1234])季度"), lambda m: (3 * _n(m[1]) - 2, 3 * _n(m[1]))),
    (re.compile(r"上半年|春季学期|上学期"), lambda m: (1, 6)),
    (re.compile(r"下半年|秋季学期|下学期"), lambda m: (7, 12)),
    (re.compile(rf"(?<!\d){_ONE}月(?!\d|底|末|初)"), lambda m: (_n(m[1]), _n(m[1]))),
    (
        re.compile(r"全年|年度|一年|整年|(?:19|20)\d\d年(?!\d|[底末初]|上半|下半|第?[一二三四]季)|今年|本年"),
        lambda m: (1, 12),
    ),
)
_APART: Final = re.compile(rf"同比|{THAN}|比|增|减|平均|每|其中(?!，?(?:第?[一二三四1234]季|[上下]半年))|{SHARE_OF}|最")
_BEGINS: Final = re.compile("(?:其中，?)?(?:" + "|".join(pattern.pattern for pattern, _ in _STRETCHES[:-1]) + ")")
"""A line that begins with a time shorter than a year."""
_ORDERED: Final = re.compile(r"四个?季度[^，。；]*(?:分别|依次)(?:为|是|有)?$")
_YEAR: Final = re.compile(r"，(?:全年|合计|共计?|总计|一年)")
MOST: Final = 12
QUARTERS: Final = 4
_PAIR: Final = 2


def _n(said: str) -> int:
    return number_of(said)


def stretches(reading: Reading, lexicon: Lexicon) -> Iterator[Check]:
    """Every stretch of the year a passage gives together with its pieces."""
    for figures, timed in timed_amounts(reading):
        if len(figures) <= _PAIR:
            continue
        for whole, span in timed:
            near = [(f, s) for f, s in timed if _inside(s, span) and _of_one_year(reading, whole, f)]
            parts = tiles(near, span)
            if (
                len(parts) >= _PAIR
                and not agrees(whole, parts)
                and not _two_topics(lexicon, reading, whole, parts, timed)
            ):
                yield narrowly_missed(whole, parts, "sum")
    for sentence in reading.sentences:
        yield from _quarters(sentence)


def timed_amounts(reading: Reading) -> Iterator[tuple[list[Figure], list[tuple[Figure, tuple[int, int]]]]]:
    """The amounts of one unit in a passage, or in lines that begin with a time, and of which months they are."""
    for figures in (*reading.families(lambda f: f.unit, amount), *_in_lines(reading)):
        many = len({figure.passage for figure in figures}) > 1
        timed = [(f, span) for f in figures if (span := span_of(f) or (_of_line(f, reading) if many else None))]
        yield figures, timed


def amount(figure: Figure) -> bool:
    """Whether a figure may be a piece of a year or the year: a number as it is, of no part told before."""
    return figure.counted and figure.exact and not figure.moved and not figure.depth


def _in_lines(reading: Reading) -> Iterator[list[Figure]]:
    """The amounts of one unit in lines that each begin with a time: 一季度检查82户次、立案11件； and lines."""
    numbers = range(len(reading.document.passages))
    for timed, run in groupby(numbers, lambda at: bool(_BEGINS.match(reading.document.passages[at].text))):
        figures = [f for at in run for f in reading.of_passage(at) if amount(f)] if timed else []
        for unit in dict.fromkeys(f.unit for f in figures):
            yield [f for f in figures if f.unit == unit]


def _of_line(figure: Figure, reading: Reading) -> tuple[int, int] | None:
    """The months that the line of a figure begins with."""
    first = reading.of_passage(figure.passage)[0]
    return None if _APART.search(re.split(r"[。；]", figure.lead)[-1]) else span_of(first)


def _quarters(sentence: Sentence) -> Iterator[Check]:
    """四个季度依次为538起、611起、646起、551起，全年受理2364起: the year behind its quarters."""
    for at, first in enumerate(sentence.figures):
        parts, behind = sentence.figures[at : at + QUARTERS], sentence.figures[at + QUARTERS : at + QUARTERS + 1]
        if not _ORDERED.search(first.lead) or not behind or not _YEAR.match(behind[0].lead):
            continue
        listed = all(f.lead.startswith("、") for f in parts[1:]) and all(amount(f) for f in (*parts, behind[0]))
        if listed and len({f.unit for f in (*parts, behind[0])}) == 1 and not agrees(behind[0], parts):
            yield narrowly_missed(behind[0], parts, "sum")


def called_alike(whole: Figure, piece: Figure) -> bool:
    """Whether a piece repeats what a whole is called."""
    name = core_label(whole.label)
    return len(name) >= _PAIR and topic(piece).startswith(name)


def span_of(figure: Figure) -> tuple[int, int] | None:
    """The months a figure is of; None where it does not say."""
    said = re.split(r"[。；]", figure.lead)[-1]
    if _APART.search(said):
        return None
    for pattern, months in _STRETCHES:
        found = next(reversed([*pattern.finditer(said)]), None)
        if found:
            begins, ends = months(found)
            return (begins, ends) if 1 <= begins <= ends <= MOST else None
    return None


def _of_one_year(reading: Reading, whole: Figure, piece: Figure) -> bool:
    """Whether a piece is of the year of the whole: it says so, or comes behind it and names no other."""
    if piece.period == whole.period:
        return True
    between = reading.document.passages[whole.passage].text[whole.token.end : piece.token.start]
    return whole.index < piece.index and not re.search(r"\d年|[上去今本同]年|同期", between)


def _inside(piece: tuple[int, int], span: tuple[int, int]) -> bool:
    return span[0] <= piece[0] and piece[1] <= span[1] and piece != span


def tiles(pieces: Sequence[tuple[Figure, tuple[int, int]]], span: tuple[int, int]) -> list[Figure]:
    """The pieces that lie end to end over a stretch; none where a piece is told twice or one is missing."""
    spans = [piece for _, piece in pieces]
    if len(set(spans)) != len(spans):
        return []
    found: list[Figure] = []
    month = span[0]
    while month <= span[1]:
        following = [(figure, piece) for figure, piece in pieces if piece[0] == month]
        if len(following) != 1:
            return []
        found.append(following[0][0])
        month = following[0][1][1] + 1
    return found


def topic(figure: Figure) -> str:
    """What a figure is called without its time."""
    said = re.split(r"[，。；、]", figure.lead)[-1]
    for pattern, _ in _STRETCHES:
        said = pattern.sub("", said)
    return re.sub(r"(?:共计?|合计|总计|累计|为|达|约|完成)+$|^(?:共计?|累计|合计)", "", said)


def _two_topics(
    lexicon: Lexicon,
    reading: Reading,
    whole: Figure,
    parts: Sequence[Figure],
    timed: Sequence[tuple[Figure, tuple[int, int]]],
) -> bool:
    """Whether other figures of the kind without a time stand among the pieces, so that two things are spoken of."""
    names = [topic(figure) for figure in parts]
    told = topic(whole)
    done = {stage for name in names for stage in lexicon.words["stages"].findall(name)}
    if done and (own := lexicon.words["stages"].findall(told)) and not done & set(own):
        return True
    tail = told[-_PAIR:]
    if any(name[-_PAIR:] == tail for name in names) and any(
        name[-_PAIR:] not in told and tail not in name for name in names
    ):
        return True
    if called_alike(whole, parts[0]):
        return False
    with_time = {figure.index for figure, _ in timed}
    first, last = min(f.index for f in (whole, *parts)), max(f.index for f in (whole, *parts))
    return any(
        f.same == whole.same and f.index not in with_time for f in reading.figures[first : last + 1] if f.counted
    )
