"""What is seen of a figure when it is asked what the text works it out from: its words, its cues, its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from zhifa.core.footing.reading.figures import Figure, Reading
from zhifa.core.footing.reading.lexicon import Cue, Lexicon
from zhifa.core.footing.reading.naming import pairs_of_words

SHARE, GROWTH, COUNT, CHANGE, OTHER = "share", "growth", "count", "change", "other"
_SIGNS: Final = "，、；：（。"
_NOUN: Final = 8
_ONE_BY_ONE: Final = 4
_STEPS: Final = ((6, 5), (9, 7))
_FAR: Final = 10
_NEAR: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A figure of the text or of a table. `lead` are the words before it, `clause` those behind it up to the next.

    `cues` name what its lead says of what is worked out (占, 其中, 共); `names` are the pairs of characters of what it
    counts, `labels` and `nouns` those before and behind it. `first` is the first of its unit in a paragraph.
    """

    figure: Figure
    kind: str
    lead: str = ""
    clause: str = ""
    cues: tuple[str, ...] = ()
    account: str = ""
    labels: frozenset[str]
    nouns: frozenset[str]
    names: frozenset[str]
    first: bool = False
    whole: bool = False
    """Its words say that it is of everything: 共, 合计, 全年."""
    crossing: bool = False
    """Its sentence says that things are counted twice."""
    rest: bool = False
    """What follows it in the sentence says that there is more."""
    more: bool = False
    """What follows it up to the next figure says so."""

    @property
    def index(self) -> int:
        return self.figure.index

    @property
    def cell(self) -> bool:
        return self.figure.passage < 0

    @property
    def cued(self) -> str:
        return "+".join(self.cues)

    @property
    def sign(self) -> str:
        """The sign that begins its lead."""
        return self.lead[:1] if self.lead[:1] in _SIGNS else ""

    @property
    def said(self) -> str:
        """Its lead without the sign."""
        return self.lead.lstrip(_SIGNS)

    @property
    def unit(self) -> str:
        return "money" if self.figure.near == "money" else self.figure.unit


@dataclass(frozen=True, slots=True)
class Views:
    """The figures of a report as they are seen: those of the text in its order, then the cells of its tables."""

    told: Sequence[View]
    cells: Sequence[View]

    def between(self, first: int, last: int) -> Sequence[View]:
        """The figures of the text that stand between two."""
        return self.told[first + 1 : last]


def apart(target: View, other: View) -> int | str:
    """How far another stands before a figure: figures between them, or paragraphs, or in a table."""
    if other.cell:
        return "cell"
    away, passages = target.index - other.index, abs(target.figure.passage - other.figure.passage)
    if passages > 1 or abs(away) > _NEAR:
        return f"p{min(passages, _ONE_BY_ONE)}"
    return rough(away)


def rough(away: int) -> int:
    """A number of figures, the larger the more roughly."""
    size = abs(away)
    if size > _ONE_BY_ONE:
        size = next((step for most, step in _STEPS if size <= most), _FAR)
    return size if away >= 0 else -size


def shared(one: frozenset[str], other: frozenset[str]) -> int:
    """How many pairs of characters two names have in common: 3 for more."""
    return min(len(one & other), 3)


def views(reading: Reading, celled: Iterable[Figure], lexicon: Lexicon) -> Views:
    """Every figure of a report as it is seen."""
    seen: set[tuple[int, str]] = set()
    told = []
    for figure in reading.figures:
        sentence = reading.sentences[figure.sentence]
        behind = sentence.text[figure.token.end - sentence.start :]
        place = figure.passage, figure.same
        told.append(_told(figure, sentence.text, behind, lexicon.cues, first=place not in seen))
        seen.add(place)
    return Views(told, [_cell(figure, lexicon.cues) for figure in celled])


def _told(figure: Figure, sentence: str, behind: str, cues: Sequence[Cue], *, first: bool) -> View:
    number = re.search(r"\d", behind)
    clause = behind[: number.start()] if number else behind
    labels, nouns = pairs_of_words(figure.label), pairs_of_words(figure.noun[:_NOUN])
    said = {where: _cues(cues, where, text) for where, text in (("sentence", sentence), ("behind", behind))}
    account = _cues(cues, "account", figure.lead) or _cues(cues, "left", figure.lead + clause)
    return View(
        figure=figure,
        kind=_kind(figure),
        lead=figure.lead,
        clause=clause,
        cues=_cues(cues, "lead", figure.lead),
        account=account[0] if account else "other",
        labels=labels,
        nouns=nouns,
        names=labels | nouns,
        first=first,
        whole=bool(_cues(cues, "whole", figure.lead)),
        crossing=bool(said["sentence"]),
        rest=bool(said["behind"]),
        more=bool(_cues(cues, "behind", clause)),
    )


def _cell(figure: Figure, cues: Sequence[Cue]) -> View:
    labels, nouns = pairs_of_words(figure.row), pairs_of_words(figure.label)
    names = labels | nouns | pairs_of_words(figure.noun)
    kind = COUNT if figure.exact and not figure.token.percent else OTHER
    whole = bool(_cues(cues, "whole", figure.row))
    return View(figure=figure, kind=kind, labels=labels, nouns=nouns, names=names, whole=whole)


def _cues(cues: Sequence[Cue], where: str, text: str) -> tuple[str, ...]:
    return tuple(cue.code for cue in cues if cue.where == where and cue.words.search(text))


def _kind(figure: Figure) -> str:
    if figure.token.percent:
        return GROWTH if figure.moved else SHARE
    if not figure.counted:
        return OTHER
    return CHANGE if figure.moved else COUNT
