"""The figures of a report: what each one counts, of which period, and where it stands in its sentence."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from zhifa.core.footing.reading.lexicon import Lexicon
from zhifa.core.footing.reading.numbers import EXACT, Token, numbers
from zhifa.core.footing.reading.passages import Document, Passage
from zhifa.core.footing.reading.periods import is_moved, period_of, report_year

MOST_NUMBERS: Final = 4000
"""Numbers of the text that are read: forty times those of a long annual report."""
_LONGEST: Final = 1200
_MOST_FIGURES: Final = 60
"""Longer than any sentence a report has: beyond it the text is no prose, and time would be lost on it."""
_STOPS: Final = "，。；：！？（）"
_LEADING: Final = re.compile(
    r"^(?:[▲●◆■▪•·★※—-]|(?:^|(?<=[，、]))(?:\d{1,2}[.．、](?!\d)|（?\d{1,2}）|[①-⑳])|、|和(?!解)|及(?![时格])|与(?!会)|或|并(?![处罚案])"
    r"|以及|其中|同时|此外|另有|另外|包括|分别为|分别是|即)+[，：]?"
)
_TRAILING: Final = re.compile(
    r"(?:分别)?(?:总数|数量|总量)?(?:总?共计?|合计|总计|累计|达到?|约为?|为|(?<![原现实际])有|是|超过?|近|逾|仅|均|各|至少|不足|不少于|百分之|大约)*[了到至]?$"
)
_ASIDE: Final = re.compile(r"（((?:[^（）]|（[^（）]*）)*)）。?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure of the text.

    `label` is the wording before it, `noun` what follows its unit (12个行政检查事项), `lead` everything between the
    figure before and this one. `group` names the brackets it stands in, 0 for none. A `moved` figure is a difference
    (同比增加12件), not an amount.
    """

    index: int
    token: Token
    label: str
    noun: str
    lead: str
    passage: int
    sentence: int
    group: int
    depth: int
    period: str
    line: int
    printed: str
    moved: bool = False
    partial: bool = False
    """Of a part of the year, of a campaign, of a plan: never held against the figure of the year."""

    row: str = ""
    """For a cell of a table: the label of its row."""

    @property
    def value(self) -> Decimal:
        return self.token.value

    @property
    def unit(self) -> str:
        if self.token.percent:
            return "%"
        if self.token.unit is None:
            return ""
        return "元" if self.token.unit.near == "money" else self.token.unit.word

    @property
    def same(self) -> str:
        return self.token.unit.same if self.token.unit else ""

    @property
    def near(self) -> str:
        return self.token.unit.near if self.token.unit else ""

    @property
    def exact(self) -> bool:
        return self.token.bound == EXACT and not self.token.weak

    @property
    def counted(self) -> bool:
        """Whether it counts or measures something, so that it can be added."""
        return not self.token.percent and self.near not in ("", "points", "times", "time", "score")

    @property
    def said(self) -> str:
        """The words that say what it is."""
        return self.label + self.noun


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with its figures from left to right."""

    number: int
    passage: int
    start: int
    end: int
    text: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """A report with its figures found."""

    document: Document
    sentences: tuple[Sentence, ...]
    figures: tuple[Figure, ...]
    year: int

    passages: Mapping[int, tuple[Sentence, ...]]
    unread: int = 0
    """The line from which numbers were no longer read, because there were too many; 0 when all were."""

    def of_passage(self, number: int) -> list[Figure]:
        return [figure for sentence in self.sentences_of(number) for figure in sentence.figures]

    def families(self, by: Callable[[Figure], str], wanted: Callable[[Figure], bool]) -> Iterator[list[Figure]]:
        """The wanted figures of every passage in the order of the text, those together that count the same."""
        for number in self.passages:
            found: dict[str, list[Figure]] = {}
            for figure in filter(wanted, self.of_passage(number)):
                found.setdefault(by(figure), []).append(figure)
            yield from found.values()

    def around(self, figure: Figure, many: int = 48) -> list[Figure]:
        """The figures of the same passage that stand near one."""
        near = self.figures[max(0, figure.index - many) : figure.index + many]
        return [other for other in near if other.passage == figure.passage]

    def sentences_of(self, number: int) -> tuple[Sentence, ...]:
        return self.passages.get(number, ())


def read_figures(document: Document, lexicon: Lexicon) -> Reading:
    """Find every figure of the passages of a report."""
    year = report_year(document)
    sentences: list[Sentence] = []
    count = unread = 0
    for number, passage in enumerate(document.passages):
        if count >= MOST_NUMBERS:
            unread = passage.line(0)
            break
        tokens = list(numbers(passage.text, lexicon))
        brackets = _brackets(passage.text)
        if len(tokens) > MOST_NUMBERS:
            tokens, unread = tokens[:MOST_NUMBERS], passage.line(tokens[MOST_NUMBERS].start)
        for start, end, inside in _sentences(passage.text, tokens):
            figures = list(
                _figures(passage, number, len(sentences), start, end, inside, count, year, lexicon, brackets)
            )
            count += len(figures)
            made = Sentence(len(sentences), number, start, end, passage.text[start:end], tuple(figures))
            sentences.append(made)
    grouped: dict[int, list[Sentence]] = {}
    for sentence in sentences:
        grouped.setdefault(sentence.passage, []).append(sentence)
    figures_ = tuple(figure for sentence in sentences for figure in sentence.figures)
    return Reading(
        document, tuple(sentences), figures_, year, {at: tuple(told) for at, told in grouped.items()}, unread
    )


def _sentences(text: str, tokens: Sequence[Token]) -> Iterator[tuple[int, int, list[Token]]]:
    """The sentences of a passage with their numbers. What nobody can read as one sentence is cut."""
    waiting = list(reversed(tokens))
    for start, end in _ends(text):
        inside: list[Token] = []
        while waiting and waiting[-1].start < end:
            if len(inside) == _MOST_FIGURES:
                cut = waiting[-1].start
                yield start, cut, inside
                start, inside = cut, []
            inside.append(waiting.pop())
        yield start, end, inside


def _ends(text: str) -> Iterator[tuple[int, int]]:
    start = depth = 0
    for at, sign in enumerate(text):
        depth += (sign == "（") - (sign == "）")
        if (sign in "。！？" and depth <= 0) or at - start >= _LONGEST:
            yield start, at + 1
            start, depth = at + 1, 0
    if text[start:].strip():
        yield start, len(text)


def _brackets(text: str) -> dict[int, tuple[int, int]]:
    """For every position inside brackets: the bracket's number (its opening position plus one) and its depth."""
    found: dict[int, tuple[int, int]] = {}
    open_: list[int] = []
    aside = _ASIDE.fullmatch(text)
    for at, sign in enumerate(text[: aside.end(1)] if aside else text):
        if aside and not at:
            continue  # a paragraph that is all in brackets
        if sign == "（":
            open_.append(at + 1)
        elif sign == "）" and open_:
            open_.pop()
        elif open_:
            found[at] = (open_[-1], len(open_))
    return found


def _figures(
    passage: Passage,
    number: int,
    sentence: int,
    start: int,
    end: int,
    tokens: Sequence[Token],
    first: int,
    year: int,
    lexicon: Lexicon,
    brackets: Mapping[int, tuple[int, int]],
) -> Iterator[Figure]:
    text = passage.text
    before = start
    partial_words = lexicon.words["partial"]
    for place, token in enumerate(tokens):
        lead = text[before : token.start]
        following = tokens[place + 1].start if place + 1 < len(tokens) else end
        group, depth = brackets.get(token.start, (0, 0))
        figure = Figure(
            index=first + place,
            token=token,
            label=_label(text, start, before, token.start),
            noun=_noun(text, token.end, following),
            lead=lead,
            passage=number,
            sentence=sentence,
            group=group,
            depth=depth,
            period=period_of(text, start, token.start, year),
            line=passage.line(token.start),
            printed=text[token.start : token.end],
            moved=is_moved(text[max(start, before - 1) : token.start], text[start : token.start]),
            partial=bool(partial_words.search(text[start : token.start])),
        )
        yield figure
        before = token.end


def _label(text: str, sentence: int, before: int, at: int) -> str:
    """The wording before a number, back to the next stop; where nothing is left, the wording before that stop too."""
    stop = at
    while stop > before:
        cut = max(text.rfind(sign, before, stop) for sign in _STOPS)
        said = text[cut + 1 : at] if cut >= before else text[before:at]
        core = _TRAILING.sub("", _LEADING.sub("", said.strip("，：（）；。、")))
        if len(core) >= 2 or cut < before:
            return core
        stop = cut
    return ""


def _noun(text: str, end: int, limit: int) -> str:
    found = re.match(r"[^，。；：、！？（）\d]{1,16}", text[end:limit])
    return found[0] if found else ""
