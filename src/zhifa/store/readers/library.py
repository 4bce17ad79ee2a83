"""The law library: instruments and their loaded texts, single articles, and articles found by their words.

Law is public: nothing here asks who looks.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import and_, or_

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When

from zhifa.core.bigrams import plain, where
from zhifa.core.lawtext import Article, article_of
from zhifa.core.values import Validity
from zhifa.store.library import models as rows
from zhifa.store.library.search import ARTICLES

PAGE = 50
HITS = 30
TRIED = 600
"""Articles that hold all grams are read in order until a page is full; no more than these."""


@dataclass(frozen=True, slots=True)
class TextRead:
    """One loaded version: its days, and how far they are to be trusted."""

    label: str
    validity: Validity
    promulgated: date | None
    dated: bool
    indexed: bool
    articles: int
    note: str
    file: str
    flaws: tuple[tuple[str, str, str], ...]
    replaced: bool = False
    """Its collector says that a newer text exists, and nobody knows since when."""


@dataclass(frozen=True, slots=True)
class InstrumentRead:
    """An instrument with its loaded versions, the earliest first."""

    id: int
    title: str
    short: str
    level: str
    rank: int
    numbered_by: str
    known: bool
    texts: tuple[TextRead, ...]

    def on(self, day: date) -> TextRead | None:
        return next((text for text in self.texts if text.validity.contains(day)), None)


@dataclass(frozen=True, slots=True)
class LawFilter:
    """What the list shows: words in the title, level, state on a day, and where the page begins."""

    day: date
    query: str = ""
    level: str = ""
    state: str = ""
    """`now`, `past`, `coming`, or nothing for all."""
    after: tuple[int, str] | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that holds the words that were looked for."""

    instrument: int
    title: str
    known: bool
    numbered_by: str
    label: str
    validity: Validity
    article: Article
    replaced: bool = False


def library_size() -> tuple[int, int, int]:
    """How many instruments, texts and articles are loaded."""
    return rows.Instrument.objects.count(), rows.Text.objects.count(), rows.Article.objects.count()


def levels() -> list[tuple[str, int]]:
    """The levels there are, higher law first, with how many instruments each has."""
    found = rows.Instrument.objects.values_list("level", "rank").annotate(many=Count("id")).order_by("rank", "level")
    return [(level, many) for level, _, many in found]


def _words(query: str) -> list[str]:
    return query.split()[:6]


def _titled(query: str) -> Q:
    return reduce(and_, (Q(sought__contains=plain(word)) for word in _words(query)), Q())


def _state(state: str, day: date, text: str = "") -> Q:
    """Which texts are meant, by their days; `text` leads from an article to its text."""
    begun, lasting = Q(start__isnull=True) | Q(start__lte=day), Q(end__isnull=True) | Q(end__gte=day)
    replaced = Q(end__isnull=True, **{f"{text}superseded": True, f"{text}indexed": False})
    wanted = {
        "now": begun & lasting & ~replaced,
        "past": Q(end__lt=day) | (begun & replaced),
        "coming": Q(start__gt=day),
    }
    return wanted.get(state, Q())


def _replaced(row: rows.Text) -> bool:
    return row.superseded and not row.indexed and row.end is None


def _matching(wanted: LawFilter) -> QuerySet[rows.Instrument]:
    found = rows.Instrument.objects.filter(_titled(wanted.query))
    if wanted.level:
        found = found.filter(level=wanted.level)
    texts = rows.Text.objects.filter(instrument=OuterRef("pk"))
    if wanted.state:
        found = found.filter(Exists(texts.filter(_state(wanted.state, wanted.day))))
    if wanted.state == "past":
        found = found.exclude(Exists(texts.filter(_state("now", wanted.day))))
    return found


def instrument_page(wanted: LawFilter, *, limit: int = PAGE) -> tuple[list[InstrumentRead], bool]:
    """A page of instruments, higher law first, and whether another follows."""
    found = _matching(wanted)
    if wanted.after:
        rank, title = wanted.after
        found = found.filter(Q(rank__gt=rank) | Q(rank=rank, title__gt=title))
    page = list(found.order_by("rank", "title").prefetch_related("texts")[: limit + 1])
    return [_instrument(row) for row in page[:limit]], len(page) > limit


def instruments_counted(wanted: LawFilter) -> int:
    return _matching(wanted).count()


def _instrument(row: rows.Instrument) -> InstrumentRead:
    texts = sorted((_text(text) for text in row.texts.all()), key=lambda text: text.validity.start or date.min)
    return InstrumentRead(
        row.pk, row.title, row.short, row.level, row.rank, row.numbered_by, row.known, tuple(texts)
    )  # fmt: skip


def _text(row: rows.Text) -> TextRead:
    return TextRead(
        row.label, Validity(row.start, row.end), row.promulgated, row.dated, row.indexed, row.articles_count, row.note,
        row.file, tuple((str(f[0]), str(f[1]), str(f[2])) for f in row.flaws), _replaced(row),
    )  # fmt: skip


def instrument_read(title: str) -> InstrumentRead | None:
    """An instrument by its full title, or by its number in the library."""
    by = Q(pk=int(title)) if title.isdecimal() and len(title) < 10 else Q(title=title)
    row = rows.Instrument.objects.filter(by).prefetch_related("texts").first()
    return _instrument(row) if row else None


def articles_of(title: str, label: str) -> list[Article]:
    """All articles of one version, in order."""
    found = rows.Article.objects.filter(text__instrument__title=title, text__label=label)
    return [_article(row) for row in found.order_by("number", "sub")]


def around(title: str, label: str) -> tuple[str, str]:
    """What stands before the first article of a version, and the lists and forms behind the last."""
    found = rows.Text.objects.filter(instrument__title=title, label=label).values_list("preface", "annex").first()
    return found or ("", "")


def article_read(title: str, label: str, number: int, sub: int) -> Article | None:
    """One article of one version; None where it is not loaded."""
    found = rows.Article.objects.filter(text__instrument__title=title, text__label=label, number=number, sub=sub)
    row = found.first()
    return _article(row) if row else None


def articles_at(citations: Iterable[tuple[str, str, int, int]]) -> dict[tuple[str, str, int, int], Article]:
    """Many articles by title, version, number and 之N, with one question for each version."""
    wanted: dict[tuple[str, str], set[int]] = {}
    for title, label, number, _ in citations:
        wanted.setdefault((title, label), set()).add(number)
    return {
        (title, label, row.number, row.sub): _article(row)
        for (title, label), numbers in wanted.items()
        for row in rows.Article.objects.filter(text__instrument__title=title, text__label=label, number__in=numbers)
    }


def _article(row: rows.Article) -> Article:
    return article_of(row.number, row.sub, row.words, tuple(row.path.split("\n")) if row.path else ())


def article_hits(wanted: LawFilter, *, limit: int = HITS) -> tuple[list[Hit], bool]:
    """Articles in whose words, with their title, everything that was looked for stands; and whether there are more.

    At least one word must stand in the article itself. First what is law on the day, then hits with a word in the
    title, then higher law. More are not paged: who finds too many says one word more.
    """
    words = [word for word in _words(wanted.query) if ARTICLES.holding(word) is not None]
    if not words:
        return [], False
    held = {word: Q(pk__in=ARTICLES.holding(word)) for word in words}
    titles = {
        word: set(rows.Instrument.objects.filter(sought__contains=plain(word)).values_list("pk", flat=True))
        for word in words
    }
    everything = reduce(and_, (held[w] | Q(text__instrument__in=titles[w]) if titles[w] else held[w] for w in words))
    found = rows.Article.objects.filter(
        everything, reduce(or_, held.values()), _state(wanted.state, wanted.day, "text__")
    )
    if wanted.level:
        found = found.filter(text__instrument__level=wanted.level)
    now = Case(When(_state("now", wanted.day, "text__"), then=Value(0)), default=Value(1), output_field=IntegerField())
    named = set().union(*titles.values())
    titled = Case(When(text__instrument__in=named, then=Value(0)), default=Value(1), output_field=IntegerField())
    found = found.annotate(now=now, titled=titled).select_related("text__instrument")
    ordered = found.order_by("now", "titled", "text__instrument__rank", "text__instrument__title", "-start", "number",
                             "sub")  # fmt: skip
    return _verified(ordered, words, titles, limit)


def _verified(
    ordered: QuerySet[rows.Article], words: Sequence[str], titles: dict[str, set[int]], limit: int
) -> tuple[list[Hit], bool]:
    """Those that hold the words themselves: an article that holds all grams need not hold the word."""
    hits: list[Hit] = []
    for row in ordered[:TRIED]:
        inside = [word for word in words if where(row.words, word)]
        held = row.text.instrument
        if inside and all(word in inside or held.pk in titles[word] for word in words):
            if len(hits) == limit:
                return hits, True
            days = Validity(row.start, row.end)
            hits.append(
                Hit(held.pk, held.title, held.known, held.numbered_by, row.text.label, days, _article(row),
                    _replaced(row.text))
            )  # fmt: skip
    return hits, False
