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

THIS_YEAR, LAST_YEAR, OTHER = "", "last", "other"
"""Of which period a figure is: the year of the report, the year before, or some other stretch of time."""
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
_LAST: Final = re.compile(r"(?:去年|上年|上一年|前一年|上月|上周|上季度)(?:同期)?|同期")
_THIS: Final = re.compile(r"今年|本年|(?<!年)全年|当年|本期|本年度")
_COMPARED: Final = re.compile(r"同比|环比|较去年|较上|比去年|比上|[较比与]\d{4}年|与去年|与上[年月周]|相比|同期")
_THIS_MOVED: Final = re.compile(r"(?:今年|本年度?|当年)(?:增长|增加|上升|提高|减少|下降|降低|增|减|升|降|多|少)了?$")
"""上年71件，今年增加16件: what follows is a difference, if the amount of another year stands before it."""
_THEN: Final = re.compile(r"[上去]一?年|\d{4}年")
_MOVED: Final = re.compile(r"增长|增加|上升|提高|提升|减少|下降|降低|压减|增|减|降|升|多|少")
_GREW: Final = re.compile(rf"(?:{_MOVED.pattern})了?\d[^，；]*，")
_BEFORE_LAST: Final = re.compile(r"大?前年(?!度?同)")
_ASIDE: Final = re.compile(r"（((?:[^（）]|（[^（）]*）)*)）。?")
_YEAR: Final = re.compile(r"((?:19|20)\d\d)\s?年")


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


def report_year(document: Document) -> int:
    """The year the report is about: the one its first lines name, else the one it names most; 0 without any."""
    for passage in document.passages[:6]:
        if found := re.search(r"((?:19|20)\d\d)\s?年", passage.text):
            return int(found[1])
    seen: dict[int, int] = {}
    for passage in document.passages:
        for found in _YEAR.finditer(passage.text):
            seen[int(found[1])] = seen.get(int(found[1]), 0) + 1
    return max(seen, key=lambda year: (seen[year], year)) if seen else 0


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
            period=_period(text, start, token.start, year),
            line=passage.line(token.start),
            printed=text[token.start : token.end],
            moved=_is_moved(text[max(start, before - 1) : token.start], text[start : token.start]),
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


def _period(text: str, start: int, at: int, year: int) -> str:
    """The period the nearest words before a figure name; a comparison that has ended names nothing any more."""
    told = text[start:at]
    if told.endswith("同比"):
        return LAST_YEAR  # 受理8426件，同比9105件
    found = THIS_YEAR
    best = -1
    for pattern, period in ((_LAST, LAST_YEAR), (_THIS, THIS_YEAR), (_BEFORE_LAST, OTHER)):
        for match in pattern.finditer(told):
            if match.start() > best and not _only_compared(told, match):
                best, found = match.start(), period
    for match in _YEAR.finditer(told):
        if match.start() > best:
            named = int(match[1])
            best = match.start()
            found = THIS_YEAR if not year or named == year else LAST_YEAR if named == year - 1 else OTHER
            if re.search(r"(?:同比|较|比|与)$", told[: match.start()]):
                found = LAST_YEAR
    if (
        found != THIS_YEAR
        and best >= 0
        and re.search(r"相比|；|）|结转[^；]*，(?:(?:共|合|总)计|共应|[全本]年共?应)", told[best:])
    ):
        return THIS_YEAR
    if found == LAST_YEAR and told[max(0, best - 1) : best] in ("较", "比") and _GREW.search(told[best:]):
        return THIS_YEAR  # 较上年同期45万元增长20%，平均每件4000元
    return found


def _only_compared(told: str, match: re.Match[str]) -> bool:
    """较去年增长…: last year is what is compared with, and the figure behind is no figure of last year."""
    if not re.search(r"[较比与同]$", told[max(0, match.start() - 1) : match.start()]):
        return False
    return bool(
        re.match(
            r"(?:同期)?(?:相?比)?(?![例重])，?[^，；。\d]{0,8}(?:增|减|升|降|提|多|少|压|翻|持平)", told[match.end() :]
        )
    )


def _is_moved(lead: str, told: str) -> bool:
    """Whether a figure is the difference between two years and not an amount."""
    if _THIS_MOVED.search(lead) and _THEN.search(told):
        return True
    compared = next(reversed([*_COMPARED.finditer(lead)]), None)
    said = lead[compared.end() :] if compared else lead
    last = said.rpartition("，")[2]
    if compared and "，" in said and (len(last) > 2 or last in ("由", "从")) and not _MOVED.search(last):
        return False  # 警情同比呈下降态势，共接报2940起; 同比下降三成，由600件下降到420件
    if compared:
        return bool(_MOVED.search(said)) and "至" not in said[-2:] and "到" not in said[-2:]
    if not _COMPARED.search(told.rpartition("；")[2]) and "相比" not in told:
        return False
    if "相比" in told and _MOVED.search(lead[-4:]) and lead[-1:] not in "至到为":
        return True
    return bool(re.search(r"(?:^.?|，|、|；|）)(?:增长|上升|下降|减少|增加|提高|降低|多|少|增|减|升|降)(?:了)?$", lead))
