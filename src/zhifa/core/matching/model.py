"""What matching speaks in: a matter as it is looked for, and the answer with its reasons."""

from __future__ import annotations

from dataclasses import dataclass

from zhifa.core.rulebook import Entry


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
    procedures: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    status: str = "verified"
    field: str = ""

    @classmethod
    def of(cls, entry: Entry, sayings: tuple[str, ...] = ()) -> Subject:
        """From the catalogue's entry, with what else people say when they mean it."""
        data = entry.data
        return cls(
            code=entry.key,
            title=str(data.get("title", entry.key)),
            kind=str(data.get("kind", "")),
            conduct=str(data.get("conduct", "")),
            words=_texts(data.get("words")),
            heard=(*_texts(data.get("heard")), *sayings),
            articles=_texts(data.get("applied")) or ((entry.cite,) if entry.cite else ()),
            procedures=_texts(data.get("procedures")),
            levels=_texts(data.get("levels")),
            status=entry.status,
            field=str(data.get("field", "")),
        )


def _texts(value: object) -> tuple[str, ...]:
    return tuple(str(item) for item in value) if isinstance(value, list | tuple) else ()


@dataclass(frozen=True, slots=True)
class Match:
    """A matter that may fit, how strongly, and the words of the text that carried it."""

    subject: Subject
    score: float
    why: tuple[str, ...]
    sure: bool
    """Whether this may be said without a question mark."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The matters nearest to a text, best first; `abstained` where the first of them would be a guess."""

    matches: tuple[Match, ...]
    abstained: bool
