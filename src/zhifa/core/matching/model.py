"""What matching speaks in: a matter as it is looked for, what reads a text, and the answer with its reasons."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple, Protocol

from zhifa.core.rulebook import Entry, Rules

_ARTICLE: Final = re.compile(r"[^#]+#[0-9]+(?:之[0-9]+)?")


@dataclass(frozen=True, slots=True)
class Subject:
    """A matter as matching sees it, with what the page needs to show it."""

    code: str
    title: str
    kind: str = "处罚"
    conduct: str = ""
    words: tuple[str, ...] = ()
    heard: tuple[str, ...] = ()
    """Sentences as people say them."""
    articles: tuple[str, ...] = ()
    duties: tuple[str, ...] = ()
    """The articles violated."""
    procedures: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    status: str = "verified"
    field: str = ""

    @classmethod
    def of(cls, entry: Entry) -> Subject:
        """From the catalogue's entry."""
        data = entry.data
        return cls(
            code=entry.key,
            title=str(data.get("title", entry.key)),
            kind=str(data.get("kind", "")),
            conduct=str(data.get("conduct", "")),
            words=_texts(data.get("words")),
            heard=_texts(data.get("heard")),
            articles=_texts(data.get("applied")) or ((entry.cite,) if entry.cite else ()),
            duties=_texts(data.get("violated")),
            procedures=_texts(data.get("procedures")),
            levels=_texts(data.get("levels")),
            status=entry.status,
            field=str(data.get("field", "")),
        )

    @property
    def described(self) -> bool:
        """Whether the catalogue has words for it; a measure or a registration has none and is not looked for."""
        return bool(self.words or self.heard)

    @property
    def texts(self) -> tuple[str, ...]:
        """Everything the catalogue says of it in words."""
        return tuple(dict.fromkeys(text for text in (self.title, self.conduct, *self.words, *self.heard) if text))


def _texts(value: object) -> tuple[str, ...]:
    return tuple(str(item) for item in value) if isinstance(value, list | tuple) else ()


@dataclass(frozen=True, slots=True)
class Affair:
    """What people bring to the counter and no organ of enforcement decides, and where they should go with it."""

    title: str
    goes: str


class Subjects(Mapping[str, Subject]):
    """The matters in force on a day by their code."""

    def __init__(self, subjects: Iterator[Subject] | Sequence[Subject]) -> None:
        self._subjects = {subject.code: subject for subject in subjects}
        self._articles: dict[str, frozenset[str]] = {}

    def __getitem__(self, code: str) -> Subject:
        return self._subjects[code]

    def __iter__(self) -> Iterator[str]:
        return iter(self._subjects)

    def __len__(self) -> int:
        return len(self._subjects)

    def __eq__(self, other: object) -> bool:
        """Only itself: what is prepared for a day is kept by its list of matters."""
        return self is other

    def __hash__(self) -> int:
        return id(self)

    def akin(self, one: str, other: str) -> bool:
        """Whether two matters rest on an article they share: to take one for the other is no wrong basis."""
        return one == other or not self._resting(one).isdisjoint(self._resting(other))

    def _resting(self, code: str) -> frozenset[str]:
        """The articles a matter rests on, without paragraph and item."""
        if code not in self._articles:
            found = self._subjects[code]
            places = (_ARTICLE.match(cite) for cite in (*found.articles, *found.duties))
            self._articles[code] = frozenset(place[0] for place in places if place)
        return self._articles[code]


def subjects(rules: Rules) -> Subjects:
    """The matters in force under these rules that people describe in words of their own."""
    return rules.built("matching", _described)


def _described(rules: Rules) -> Subjects:
    found = (Subject.of(entry) for entry in rules.entries("matter").values())
    return Subjects([subject for subject in found if subject.described])


class Likely(NamedTuple):
    """How likely a text speaks of a matter, or of an affair outside the catalogue, between 0 and 1."""

    code: str
    share: float


class Reader(Protocol):
    """What reads a text: the signs that were learned, or a language model on the site's own network."""

    def likely(self, text: str, among: Subjects, limit: int) -> Sequence[Likely]:
        """The likeliest, best first; shares of all add up to one. Empty when the text says nothing known."""
        ...

    def why(self, text: str, code: str, among: Subjects) -> Sequence[str]:
        """The words of the text that carried a matter, the strongest first."""
        ...


@dataclass(frozen=True, slots=True)
class Match:
    """A matter that may fit, how likely, and the words of the text that carried it."""

    subject: Subject
    score: float
    """Between 0 and 1."""
    why: tuple[str, ...]
    sure: bool
    """Whether this may be said without a question mark."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The matters nearest to a text, best first; `abstained` where the first of them would be a guess.

    `affair` is set where the text is rather about something no organ of enforcement decides.
    """

    matches: tuple[Match, ...]
    abstained: bool
    affair: Affair | None = None
