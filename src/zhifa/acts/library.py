"""Loading the texts of law into a site: one act, which names what it cannot take and loads the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from json import dumps
from pathlib import Path

from django.db import transaction
from django.db.models import Q

from zhifa.acts.statutes import law_index
from zhifa.core.bigrams import indexed, plain
from zhifa.core.citations import Index
from zhifa.core.lawtext import READER, Flaw, Statute, parse_statute, said_numbering
from zhifa.core.lawversions import Dated, Listed, cut_short, dated, level_rank, ordered
from zhifa.core.values import Validity
from zhifa.ports import clock
from zhifa.ports.statutes import INDEX_FILE, is_there, read_listing, read_text, unlisted
from zhifa.store.grams import line_of
from zhifa.store.library.models import Article, ArticleGrams, Instrument, Text
from zhifa.store.library.search import ARTICLES

TEXT_KINDS = (".md", ".txt")
LONGEST_TITLE, LONGEST_FILE, LONGEST_NOTE = 300, 400, 400
Heard = Callable[[int, int], None]
"""Told how many instruments of how many are done."""


@dataclass(frozen=True, slots=True)
class Named:
    """Something of a folder that was put aside, or taken and to be looked at: file, place, reason, remedy."""

    file: str
    place: str
    reason: str
    remedy: str

    @classmethod
    def of(cls, file: str, flaw: Flaw) -> Named:
        return cls(file, flaw.place, flaw.reason, flaw.remedy)


@dataclass(slots=True)
class Imported:
    """What became of a folder of texts; `read` counts the lines of its index that name a text."""

    read: int = 0
    written: int = 0
    unchanged: int = 0
    articles: int = 0
    skipped: int = 0
    """Lines of the index that name no text of law."""
    quarantined: list[Named] = field(default_factory=list)
    findings: list[Named] = field(default_factory=list)

    @property
    def loaded(self) -> int:
        return self.written + self.unchanged


@dataclass(frozen=True, slots=True)
class _Loaded:
    """A text that was read, with its place in time."""

    dated: Dated
    statute: Statute
    source: str

    @property
    def words(self) -> str:
        return sha256(self.source.encode()).hexdigest()

    @property
    def digest(self) -> str:
        one = self.dated
        said = [READER, self.words, one.title, one.label, one.level, one.note, one.dated, one.known, one.indexed]
        said += [flaw.reason for flaw in self.statute.flaws]
        days = [str(day) for day in (one.validity.start, one.validity.end, one.promulgated)]
        return sha256(dumps([*said, *days], ensure_ascii=False).encode()).hexdigest()


def import_laws(folder: Path, *, dry_run: bool = False, heard: Heard | None = None) -> Imported:
    """Read a folder of texts with its INDEX.csv into the library; each instrument is one transaction.

    A text whose digest is known is left alone, a corrected one replaces its version. Nothing is written when
    `dry_run`: the result then says what would be.
    """
    done = Imported()
    rows = read_listing(folder)
    if isinstance(rows, Flaw):
        done.quarantined.append(Named.of(INDEX_FILE, rows))
        return done
    index = law_index()
    groups = _groups(rows, folder, index, done)
    for file in unlisted(folder, rows):
        reason, remedy = "INDEX.csv 没有列这个文件，没有收录", "在 INDEX.csv 补一行，或者移出目录"
        done.findings.append(Named(file, INDEX_FILE, reason, remedy))
    standing = _standing(groups)
    for number, (title, group) in enumerate(groups.items(), 1):
        _take(title, group, standing.get(title, ()), index, done, dry_run=dry_run)
        if heard:
            heard(number, len(groups))
    if done.written and not dry_run:
        ARTICLES.merge()
    return done


def _groups(rows: Sequence[Listed], folder: Path, index: Index, done: Imported) -> Mapping[str, list[_Loaded]]:
    """The readable texts by the title of their instrument."""
    groups: dict[str, list[_Loaded]] = {}
    seen: set[str] = set()
    for row in rows:
        again = row.file in seen
        seen.add(row.file)
        if not again and row.file and not row.file.lower().endswith(TEXT_KINDS) and is_there(folder, row.file):
            done.skipped += 1
            continue
        done.read += 1
        twice = Flaw(INDEX_FILE, "INDEX.csv 把这个文件列了两次", "只留一行", lost=True)
        found = twice if again else _load(row, folder, index)
        if isinstance(found, Flaw):
            done.quarantined.append(Named.of(row.file, found))
            continue
        groups.setdefault(found.dated.title, []).append(found)
    return groups


def _load(row: Listed, folder: Path, index: Index) -> _Loaded | Flaw:
    text = read_text(folder, row.file)
    if isinstance(text, Flaw):
        return text
    if not row.title.strip() or len(row.title) > LONGEST_TITLE or len(row.file) > LONGEST_FILE:
        return Flaw(INDEX_FILE, "这一行的 title 是空的，或者 title、file 太长", "写上法规的全称", lost=True)
    placed = dated(row, index)
    if isinstance(placed, Flaw):
        return placed
    statute = parse_statute(text, title=placed.title, numbered_by=said_numbering(placed.numbered_by))
    if not statute.articles:
        mend = "正文按“第一条”“（一）”或“一、”编号，每条另起一行；没有正文的，补上正文"
        return Flaw("全文", "读不出任何一条", mend, lost=True)
    if short := cut_short(placed, statute):
        statute = replace(statute, flaws=(*statute.flaws, short))
    return _Loaded(replace(placed, numbered_by=statute.numbered_by, note=placed.note[:LONGEST_NOTE]), statute, text)


def _standing(groups: Mapping[str, Sequence[_Loaded]]) -> Mapping[str, list[Dated]]:
    """What the library holds already of these instruments, without what is read again now."""
    read = {(one.dated.title, one.dated.file) for group in groups.values() for one in group}
    read_labels = {(one.dated.title, one.dated.label) for group in groups.values() for one in group}
    held: dict[str, list[Dated]] = {}
    for text in Text.objects.filter(instrument__title__in=_known_titles(groups)).select_related("instrument"):
        title = text.instrument.title
        if (title, text.file) not in read and (title, text.label) not in read_labels:
            held.setdefault(title, []).append(_dated_of(text))
    return held


def _known_titles(groups: Mapping[str, object]) -> list[str]:
    """Those of the titles that are in the library; asked in one piece, a database takes only so many at a time."""
    return [title for title in Instrument.objects.values_list("title", flat=True) if title in groups]


def _dated_of(text: Text) -> Dated:
    held = text.instrument
    return Dated(
        title=held.title, label=text.label, validity=Validity(text.start, text.end), file=text.file, level=held.level,
        short=held.short, promulgated=text.promulgated, dated=text.dated, known=held.known, indexed=text.indexed,
        superseded=text.superseded, numbered_by=held.numbered_by, note=text.note,
    )  # fmt: skip


def _take(
    title: str, group: Sequence[_Loaded], standing: Sequence[Dated], index: Index, done: Imported, *, dry_run: bool
) -> None:
    """Put the texts of one instrument in order and write them."""
    by_file = {one.dated.file: one for one in group}
    kept, aside = ordered((one.dated for one in group), index.find(title), standing)
    done.quarantined += [Named.of(one.file, flaw) for one, flaw in aside]
    loaded = [replace(by_file[one.file], dated=one) for one in kept if one.file in by_file]
    for one in loaded:
        done.articles += len(one.statute.articles)
        for flaw in one.statute.flaws:
            (done.quarantined if flaw.lost else done.findings).append(Named.of(one.dated.file, flaw))
    held = dict(Text.objects.filter(instrument__title=title).values_list("file", "digest"))
    fresh = [one for one in loaded if held.get(one.dated.file) != one.digest]
    moved = [one for one in kept if one.file not in by_file and one not in standing]
    done.written += len(fresh)
    done.unchanged += len(loaded) - len(fresh)
    if dry_run or not (fresh or moved):
        return
    with transaction.atomic():
        instrument = _instrument(loaded[0] if loaded else group[0], index)
        for text in moved:
            _end(instrument, text)
        for one in fresh:
            _write(instrument, one)


def _instrument(one: _Loaded, index: Index) -> Instrument:
    known = index.find(one.dated.title)
    names = (one.dated.title, one.dated.short, *(known.aliases if known else ()))
    row, _ = Instrument.objects.update_or_create(
        title=one.dated.title,
        defaults={
            "short": one.dated.short,
            "level": one.dated.level,
            "rank": level_rank(one.dated.level),
            "numbered_by": one.statute.numbered_by,
            "known": one.dated.known,
            "sought": "\n".join(plain(name) for name in names if name),
        },
    )
    return row


def _end(instrument: Instrument, one: Dated) -> None:
    """A text that was loaded before ends where a new one begins."""
    texts = Text.objects.filter(instrument=instrument, label=one.label)
    Article.objects.filter(text__in=texts).update(end=one.validity.end)
    texts.update(end=one.validity.end)


def _write(instrument: Instrument, one: _Loaded) -> None:
    """Replace a version by what its file says now."""
    placed, statute = one.dated, one.statute
    of_this = Q(instrument=instrument) & (Q(label=placed.label) | Q(file=placed.file))
    renamed = Q(file=placed.file, source=one.words)  # the same words under another name
    before = list(Text.objects.filter(of_this | renamed).values_list("pk", flat=True))
    if before:
        _clear(before)
        Instrument.objects.filter(texts__isnull=True).exclude(pk=instrument.pk).delete()
    text = Text.objects.create(
        instrument=instrument, label=placed.label, start=placed.validity.start, end=placed.validity.end,
        promulgated=placed.promulgated, dated=placed.dated, indexed=placed.indexed, superseded=placed.superseded,
        file=placed.file, note=placed.note, digest=one.digest, source=one.words,
        preface=statute.preface, annex=statute.annex,
        flaws=[[flaw.place, flaw.reason, flaw.remedy] for flaw in statute.flaws],
        articles_count=len(statute.articles), highest=statute.highest, loaded_at=clock.now(),
    )  # fmt: skip
    articles = Article.objects.bulk_create(
        Article(
            text=text, number=article.number, sub=article.sub, path="\n".join(article.path), words=article.printed,
            start=text.start, end=text.end,
        )
        for article in statute.articles.values()
    )  # fmt: skip
    ArticleGrams.objects.bulk_create(_grams(articles))


def _grams(articles: Iterable[Article]) -> list[ArticleGrams]:
    return [ArticleGrams(article=article, grams=line_of(indexed(article.words))) for article in articles]


def _clear(texts: Sequence[int]) -> None:
    """Take versions out, their articles and grams first."""
    ArticleGrams.objects.filter(article__text__in=texts).delete()
    Article.objects.filter(text__in=texts).delete()
    Text.objects.filter(pk__in=texts).delete()
