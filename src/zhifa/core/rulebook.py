"""The rulebook: every rule as a dated, cited entry, compiled from TOML into one JSON with a digest.

The compiler here knows nothing of what an entry means; it sees to it that every entry has an identity, a validity
that neither overlaps nor leaves a gap, and a status. What entries mean is read by the subject they belong to.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property, lru_cache
from typing import Any, Final, TypeVar

from zhifa.core.facts import Vocabulary, declare
from zhifa.core.kinship import TAKEN_OVER, expanded
from zhifa.core.published import superseded
from zhifa.core.stepparts import joined
from zhifa.core.values import Validity

T = TypeVar("T")
FORMAT: Final = 2
STATUSES: Final = ("verified", "reported", "configured")
SITE: Final = "site/"
"""How the paths of a site's own files begin."""
UNDATED: Final = frozenset({"fact"})
"""Sections whose entries have no life in time: a fact keeps its meaning for ever."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with the rules: which file, which entry, what, so that its author can mend it."""

    path: str
    where: str
    message: str

    def __str__(self) -> str:
        return f"{self.path} · {self.where}：{self.message}"


@dataclass(frozen=True, slots=True)
class Entry:
    """One version of one rule: what it says, from when to when (last day included), by which article."""

    section: str
    key: str
    validity: Validity
    cite: str
    status: str
    path: str
    data: Mapping[str, Any]
    taken_from: str = ""
    """The procedure it was written for, where a variant takes it over unchanged."""

    @property
    def code(self) -> str:
        """The entry's own code, without the procedure it belongs to."""
        return str(self.data.get("code", self.key))


Part = tuple[str, str]
"""A section, and what the keys of its entries begin with; nothing for the whole section."""


class Rules:
    """The rules in force on one day."""

    __slots__ = ("_built", "_sections", "book", "day")

    def __init__(self, book: Rulebook, day: date) -> None:
        self.book, self.day = book, day
        self._sections: dict[str, dict[str, Entry]] = {}
        self._built: dict[str, Any] = {}

    def entries(self, section: str) -> Mapping[str, Entry]:
        """Entries of a section in force on the day, by key, in the order they were written."""
        if section not in self._sections:
            self._sections[section] = {
                entry.key: entry for entry in self.book.section(section) if entry.validity.contains(self.day)
            }
        return self._sections[section]

    def entry(self, section: str, key: str) -> Entry | None:
        return self.entries(section).get(key)

    def below(self, section: str, start: str) -> list[Entry]:
        """The entries of a section whose keys begin alike: those of one procedure, of one matter."""
        return [entry for key, entry in self.entries(section).items() if key.startswith(start)]

    def built(self, name: str, build: Callable[[Rules], T]) -> T:
        """What a subject makes of these rules, made once and kept with them."""
        if name not in self._built:
            self._built[name] = build(self)
        return self._built[name]  # type: ignore[no-any-return]


class Rulebook:
    """All rules of all times, under one digest. A section that came as text is read when first asked for.

    What is kept and counted by the digest is what was written; variants of procedures are written out when read.
    """

    def __init__(self, entries: Iterable[Entry], digest: str) -> None:
        self.digest = digest
        self._sections: dict[str, list[Entry]] = {}
        self._whole: dict[str, Sequence[Entry]] = {}
        self._unread: dict[str, str] = {}
        self._days: dict[str, Sequence[date]] = {}
        for entry in entries:
            self._sections.setdefault(entry.section, []).append(entry)
        for section, found in self._sections.items():
            self._days[section] = sorted(set(_change_days(found)))
        self._prepare()

    @classmethod
    def from_texts(cls, texts: Mapping[str, str], days: Mapping[str, Sequence[date]], digest: str) -> Rulebook:
        """A rulebook whose sections are still compiled text, with the days on which each of them changes."""
        book = cls((), digest)
        book._unread = dict(texts)
        book._sections = {section: [] for section in texts}
        book._days = dict(days)
        book._prepare()
        return book

    def _prepare(self) -> None:
        self._versions: dict[str, dict[str, tuple[Entry, ...]]] = {}
        self._changes = sorted({day for days in self._days.values() for day in days})
        self._epochs: dict[int, Rules] = {}
        self._kept: dict[object, Any] = {}

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The facts every other rule speaks of."""
        return Vocabulary({entry.key: declare(entry.key, entry.data) for entry in self.section("fact")})

    def section(self, section: str) -> Sequence[Entry]:
        """Every version of every entry of a section, variants of procedures written out in full."""
        if section not in self._whole:
            written = self.written(section)
            variants = section == "procedure" or section in TAKEN_OVER
            self._whole[section] = expanded(section, written, self.written("procedure")) if variants else written
        return self._whole[section]

    def written(self, section: str) -> Sequence[Entry]:
        """Every version of every entry of a section as it was written."""
        # Two threads may read a section at once; neither may find it gone before it is there.
        if (text := self._unread.get(section)) is not None:
            self._sections[section] = [_entry_of(section, row) for row in json.loads(text)]
            self._unread.pop(section, None)
        return self._sections.get(section, ())

    def sections(self) -> Sequence[str]:
        return tuple(self._sections)

    def versions(self, section: str, key: str) -> Sequence[Entry]:
        if section not in self._versions:
            grouped: dict[str, tuple[Entry, ...]] = {}
            for entry in self.section(section):
                grouped[entry.key] = (*grouped.get(entry.key, ()), entry)
            self._versions[section] = grouped
        return self._versions[section].get(key, ())

    def as_of(self, day: date) -> Rules:
        """The rules in force on a day; days between two changes share one object."""
        epoch = bisect_right(self._changes, day)
        if epoch not in self._epochs:
            self._epochs[epoch] = Rules(self, self._changes[epoch - 1] if epoch else date.min)
        return self._epochs[epoch]

    def next_change(self, sections: frozenset[str], day: date) -> date | None:
        """The next day on which an entry of these sections begins or has ended."""
        return self.stretch(frozenset((section, "") for section in sections), day)[1]

    def stretch(self, parts: frozenset[Part], day: date) -> tuple[date | None, date | None]:
        """The time around a day in which no entry of these parts changes: its first day, and the first behind it."""
        days = self.kept(("changes", parts), lambda: sorted({day for part in parts for day in self._turns(*part)}))
        place = bisect_right(days, day)
        return (days[place - 1] if place else None, days[place] if place < len(days) else None)

    def _turns(self, section: str, start: str) -> Iterable[date]:
        if not start:
            return self._days.get(section, ())
        return _change_days(entry for entry in self.section(section) if entry.key.startswith(start))

    def kept(self, key: object, build: Callable[[], T]) -> T:
        """Something read once from an entry, shared by every day on which the entry is in force."""
        if key not in self._kept:
            self._kept[key] = build()
        return self._kept[key]  # type: ignore[no-any-return]

    def dump(self, *, without: Collection[str] = ()) -> str:
        """The compiled text: a line that says what follows, then a line for each section; `load` reads it back."""
        names = [name for name in self._sections if name not in without]
        header = {
            "format": FORMAT,
            "digest": self.digest,
            "sections": [[name, [day.isoformat() for day in self._days.get(name, ())]] for name in names],
        }
        lines = [header, *([_row(entry)[1:] for entry in self.written(name)] for name in names)]
        return "\n".join(json.dumps(line, ensure_ascii=False, separators=(",", ":"), sort_keys=True) for line in lines)


def _change_days(entries: Iterable[Entry]) -> Iterator[date]:
    for entry in entries:
        if entry.validity.start:
            yield entry.validity.start
        if entry.validity.end:
            yield entry.validity.end + timedelta(days=1)


def _row(entry: Entry) -> list[Any]:
    validity = entry.validity
    return [
        entry.section,
        entry.key,
        validity.start.isoformat() if validity.start else None,
        validity.end.isoformat() if validity.end else None,
        entry.cite,
        entry.status,
        entry.path,
        dict(entry.data),
    ]


def _entry_of(section: str, row: list[Any]) -> Entry:
    key, start, end, cite, status, path, data = row
    validity = Validity(date.fromisoformat(start) if start else None, date.fromisoformat(end) if end else None)
    return Entry(section, key, validity, cite, status, path, data)


def load(text: str) -> Rulebook:
    """Read the compiled text; ValueError when it is of another format or cut short."""
    first, *lines = text.split("\n")
    header = json.loads(first)
    if header.get("format") != FORMAT:
        raise ValueError(f"规则文件的格式为 {header.get('format')}，本程序读取格式 {FORMAT}：请重新编译规则")
    days = {name: [date.fromisoformat(day) for day in listed] for name, listed in header["sections"]}
    if len(lines) != len(days):
        raise ValueError("规则文件不完整：请重新编译规则")
    return Rulebook.from_texts(dict(zip(days, lines, strict=True)), days, str(header["digest"]))


def plain(value: Any) -> Any:
    """TOML values as JSON keeps them: dates become ISO text; floats are refused because money and law are exact."""
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, float):
        return str(value)
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return value


def compile_rules(sources: Mapping[str, str], onto: Rulebook | None = None) -> Rulebook | list[Problem]:
    """Compile TOML texts, by path, into a rulebook, or say everything that is wrong with them.

    Files stand in the order of their names, those of a site among the shipped ones. With `onto` the texts come on top
    of rules already compiled, which is how a draft is tried out.
    """
    problems: list[Problem] = []
    entries: list[Entry] = [entry for name in onto.sections() for entry in onto.written(name)] if onto else []
    for path, text in sorted(sources.items(), key=lambda item: item[0].removeprefix(SITE)):
        found, wrong = _file(path, text)
        entries += map(replace, found)  # each rulebook has its own, which `superseded` tells apart
        problems += wrong
    entries = superseded(entries)
    if not problems:  # a part in a file that cannot be read is not missing besides
        entries = _with_parts(entries, problems)
    problems += _clashes(entries)
    problems += _undeclared(entries)
    if problems:
        return problems
    digest = hashlib.sha256(
        json.dumps([_row(entry) for entry in entries], ensure_ascii=False, sort_keys=True).encode()
    ).hexdigest()
    return Rulebook(entries, digest)


@lru_cache(maxsize=2048)
def _file(path: str, text: str) -> tuple[Sequence[Entry], Sequence[Problem]]:
    """The entries of one file, and what is wrong with it. Reading TOML takes most of the time of compiling, and where
    rules are compiled again, as after one is published, all files but one are as they were."""
    problems: list[Problem] = []
    entries: list[Entry] = []
    try:
        document = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        return (), (Problem(path, "文件", f"不是合法的 TOML：{error}"),)
    shared = _shared(path, document, problems)
    for section, content in document.items():
        entries += _section(path, section, content, shared.get(section, {}), problems)
    return tuple(entries), tuple(problems)


def _with_parts(entries: Sequence[Entry], problems: list[Problem]) -> list[Entry]:
    """The entries with every step joined with the parts it shares with others."""
    made: list[Entry] = []
    for found in joined(entries):
        if isinstance(found, Entry):
            made.append(found)
        else:
            problems.append(Problem(found[0].path, f"step {found[0].key}", found[1]))
    return made


def _undeclared(entries: Iterable[Entry]) -> Iterator[Problem]:
    """Facts whose declaration cannot be read."""
    for entry in entries:
        if entry.section == "fact":
            try:
                declare(entry.key, entry.data)
            except KeyError as error:
                yield Problem(entry.path, f"fact {entry.key}", f"columns 中有一栏缺 {error.args[0]}")
            except ValueError as error:
                yield Problem(entry.path, f"fact {entry.key}", str(error))


DEFAULTS: Final = "defaults"
"""The table of a file that says what its entries have in common: `[defaults.matter]` fills every `[[matter]]`."""


def _shared(path: str, document: dict[str, Any], problems: list[Problem]) -> Mapping[str, Mapping[str, Any]]:
    """What the entries of this file have in common, by section; the document is left without it."""
    shared = document.pop(DEFAULTS, {})
    if not isinstance(shared, dict) or not all(isinstance(item, dict) for item in shared.values()):
        problems.append(Problem(path, DEFAULTS, "应写作 [defaults.类别]，例如 [defaults.matter]"))
        return {}
    for section in shared:
        if section not in document:
            problems.append(Problem(path, f"{DEFAULTS}.{section}", f"本文件没有 {section}：删去，或者核对类别名称"))
    return {section: plain(item) for section, item in shared.items()}


def _section(
    path: str, section: str, content: Any, shared: Mapping[str, Any], problems: list[Problem]
) -> Iterator[Entry]:
    """The entries of one top-level table: `[[step]]`, `[fact."x"]`, or one table that is a single entry."""
    items: list[tuple[str | None, Any]]
    if isinstance(content, list):
        items = [(None, item) for item in content]
    elif isinstance(content, dict) and content and all(isinstance(item, dict) for item in content.values()):
        items = list(content.items())
    elif isinstance(content, dict):
        items = [(section, content)]
    else:
        problems.append(Problem(path, section, "顶层只能是表"))
        return
    for number, (name, item) in enumerate(items, 1):
        if not isinstance(item, dict):
            problems.append(Problem(path, f"{section}[{number}]", "应为表"))
            continue
        data = {**shared, **plain(item)}
        if not isinstance(data.get("code", ""), str):
            problems.append(Problem(path, f"{section}[{number}]", f"code 应为文字，写在引号里，现为 {data['code']}"))
            continue
        code = name or next((str(data[k]) for k in ("code", "title", "year", "on") if k in data), "")
        if not code:
            problems.append(Problem(path, f"{section}[{number}]", "缺 code"))
            continue
        for owner in _owners(section, data):
            key = f"{owner}/{code}" if owner else code
            entry = _entry(path, section, key, {**data, "procedure": owner} if owner else data, problems)
            if entry:
                yield entry


OWNED: Final = frozenset({*TAKEN_OVER, "threshold"})


def _owners(section: str, data: Mapping[str, Any]) -> Sequence[str]:
    """The procedures an entry belongs to: one entry may be written once for several of them."""
    owner = data.get("procedure", "") if section in OWNED else ""
    return [str(item) for item in owner] if isinstance(owner, list) else [str(owner)]


def _entry(path: str, section: str, key: str, data: dict[str, Any], problems: list[Problem]) -> Entry | None:
    where = f"{section} {key}"
    ends: dict[str, date | None] = {}
    for side in ("from", "to"):
        try:
            ends[side] = date.fromisoformat(str(data[side])) if side in data else None
        except ValueError:
            problems.append(Problem(path, where, f"{side} 不是日期：{data[side]}"))
            return None
    start, end = ends["from"], ends["to"]
    if start and end and start > end:
        problems.append(Problem(path, where, f"起止颠倒：{start} 至 {end}"))
        return None
    status = str(data.get("status", "verified"))
    if status not in STATUSES:
        problems.append(Problem(path, where, f"status 只能是 {'、'.join(STATUSES)}，现为“{status}”"))
        return None
    return Entry(section, key, Validity(start, end), str(data.get("cite", "")), status, path, data)


def _clashes(entries: Sequence[Entry]) -> Iterator[Problem]:
    """Versions of one rule may neither overlap nor leave days between them without a rule."""
    by_key: dict[tuple[str, str], list[Entry]] = {}
    for entry in entries:
        by_key.setdefault((entry.section, entry.key), []).append(entry)
    for (section, key), versions in by_key.items():
        versions.sort(key=lambda entry: entry.validity.start or date.min)
        for earlier, later in zip(versions, versions[1:], strict=False):
            where = f"{section} {key}"
            if earlier.validity.overlaps(later.validity):
                both = "两个版本的有效期重叠" if section not in UNDATED else "重复声明"
                yield Problem(later.path, where, f"{both}（另一处在 {earlier.path}）")
            elif (
                earlier.validity.end
                and later.validity.start
                and later.validity.start - earlier.validity.end > timedelta(days=1)
                and not later.data.get("after_gap")
            ):
                gap = earlier.validity.end + timedelta(days=1)
                yield Problem(
                    later.path, where, f"自 {gap} 起至 {later.validity.start} 前没有规则，应补齐或注明 after_gap"
                )
