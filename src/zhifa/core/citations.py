"""Citations of statutes, and the index that says which version was in force on which day.

One grammar everywhere: `法名(版本)#条之N.款(项)(目)`, version optional where the day decides, for example
`行政处罚法(2021)#58.1(2)` or `刑法#133之1`. Policy documents are cited by their running （六） numbers in place of 条.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from functools import lru_cache
from typing import Literal, TypeAlias

from zhifa.core.numerals import chinese_number, number_of
from zhifa.core.values import Validity

Status: TypeAlias = Literal[
    "in force", "not yet", "repealed", "unknown version", "no such article", "unknown instrument"
]

_PATTERN = re.compile(
    r"(?P<title>[^#]+?)"
    r"(?:[(（](?P<version>[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?)[)）])?"
    r"(?:#(?P<article>[0-9]{1,5})(?:之(?P<sub>[0-9]{1,5}|[一二三四五六七八九十]{1,3}))?(?:\.(?P<paragraph>[0-9]{1,5}))?"
    r"(?:[(（](?P<item>[0-9]{1,5})[)）](?:[(（](?P<point>[0-9]{1,5})[)）])?)?)?"
)


_NO_VERSION = re.compile(r"[(（]([0-9-]+)[)）]$")
"""A number in brackets at the end of the title that is no version."""


@dataclass(frozen=True, slots=True)
class Citation:
    """One place in one statute; the parts not given are None (0 for 之N)."""

    title: str
    version: str | None = None
    article: int | None = None
    sub: int = 0
    paragraph: int | None = None
    item: int | None = None
    point: int | None = None

    @classmethod
    @lru_cache(maxsize=4096)
    def parse(cls, text: str) -> Citation:
        """Read a citation; ValueError, in Chinese, names the place that cannot be read."""
        cleaned = text.strip().replace("＃", "#")
        head, mark, tail = cleaned.partition("#")
        found = _PATTERN.fullmatch(cleaned)
        if found is None:
            raise ValueError(_complaint(text, head, mark, tail))
        title = found["title"].strip().removeprefix("《").removesuffix("》")
        if not re.search(r"\w", re.sub(r"[(（][0-9]*[)）]", "", title)):
            raise ValueError(f"引用“{text}”缺法名，应写作 行政处罚法(2021)#58.1(2)")
        if wrong := _NO_VERSION.search(title):
            raise ValueError(f"引用“{text}”的版本“{wrong[1]}”应为四位年份，写作 行政处罚法(2021)#58.1(2)")
        parts = {name: int(found[name]) for name in ("article", "paragraph", "item", "point") if found[name]}
        sub = number_of(found["sub"]) if found["sub"] else 0
        if 0 in parts.values() or (found["sub"] and not sub):
            raise ValueError(f"引用“{text}”的条、款、项从 1 起编号")
        return cls(title=title, version=found["version"], sub=sub, **parts)

    def __str__(self) -> str:
        return self.law + (f"#{self.place}" if self.article is not None else "")

    @property
    def law(self) -> str:
        """The statute alone: `行政处罚法(2021)`."""
        return f"{self.title}({self.version})" if self.version else self.title

    @property
    def place(self) -> str:
        """The place alone: `58.1(2)`."""
        if self.article is None:
            return ""
        said = f"{self.article}" + (f"之{self.sub}" if self.sub else "")
        said += f".{self.paragraph}" if self.paragraph else ""
        said += f"({self.item})" if self.item else ""
        return said + (f"({self.point})" if self.point else "")

    @property
    def chinese(self) -> str:
        """As papers print it: `《行政处罚法》第五十八条第一款第（二）项`."""
        if self.article is None:
            return f"《{self.title}》"
        said = f"《{self.title}》第{chinese_number(self.article)}条"
        said += f"之{chinese_number(self.sub)}" if self.sub else ""
        said += f"第{chinese_number(self.paragraph)}款" if self.paragraph else ""
        said += f"第（{chinese_number(self.item)}）项" if self.item else ""
        return said + (f"第{self.point}目" if self.point else "")

    def mark(self, short: str = "") -> str:
        """The short mark of screens: `处罚法 §58`."""
        return f"{short or self.title} §{self.place}" if self.article is not None else short or self.title

    def wider(self) -> Iterator[Citation]:
        """The same place and every larger one that contains it, down to the article."""
        yield self
        if self.point:
            yield replace(self, point=None)
        if self.item:
            yield replace(self, item=None, point=None)
        if self.paragraph:
            yield replace(self, paragraph=None, item=None, point=None)

    def contains(self, other: Citation) -> bool:
        """Whether the other place lies inside this one; versions are not compared."""
        mine = (self.article, self.sub, self.paragraph, self.item, self.point)
        theirs = (other.article, other.sub, other.paragraph, other.item, other.point)
        return self.title == other.title and all(
            wanted in (None, given) for wanted, given in zip(mine, theirs, strict=True)
        )


def _complaint(text: str, head: str, mark: str, tail: str) -> str:
    shape = "应写作 行政处罚法(2021)#58.1(2)，即 法名(版本)#条.款(项)"
    if not head.strip():
        return f"引用“{text}”缺法名，{shape}"
    if mark and not re.match(r"[0-9]", tail):
        return f"引用“{text}”在 # 之后应为阿拉伯数字的条号，现为“{tail or '空'}”，{shape}"
    if mark:
        good = re.match(
            r"[0-9]{1,5}(之(?:[0-9]{1,5}|[一二三四五六七八九十]{1,3}))?(\.[0-9]{1,5})?([(（][0-9]{1,5}[)）]){0,2}", tail
        )
        rest = tail[good.end() :] if good else tail
        return f"引用“{text}”在“{rest}”处读不懂，{shape}"
    return f"引用“{text}”读不懂，{shape}"


def parse_all(text: object) -> list[Citation]:
    """Every citation of a rule entry's `cite`: one, several joined by semicolons, or a list."""
    if isinstance(text, list | tuple):
        return [citation for part in text for citation in parse_all(part)]
    return [Citation.parse(part) for part in re.split(r"[;；]", str(text or "")) if part.strip()]


@dataclass(frozen=True, slots=True)
class Version:
    """One text of an instrument: the days it was in force, its last article, and how far that was verified."""

    label: str
    validity: Validity
    promulgated: date | None = None
    highest: int | None = None
    status: str = "verified"
    """`verified`: the text was read; `reported`: only its dates are known."""
    dated: bool = True
    """False when the day of taking effect does not stand in the text that was read."""
    file: str = ""
    """The path of the text under the folder of statutes, where a site has loaded them."""


@dataclass(frozen=True, slots=True)
class Instrument:
    """A law, regulation, rule or document, with its names and versions in order of time."""

    title: str
    short: str
    aliases: tuple[str, ...]
    level: str
    versions: tuple[Version, ...]
    successors: tuple[str, ...] = ()
    since: date | None = None
    """The day the instrument first took effect; earlier versions than the recorded ones may exist after it."""
    enacted: date | None = None
    """The day the first text was passed or published, where the day it took effect is not known."""
    numbered_by: str = "条"
    """`条`, or `项` for documents whose running number is （六）."""

    def version(self, label: str) -> Version | None:
        return next((version for version in self.versions if version.label == label), None)

    def on(self, day: date) -> Version | None:
        """The version in force on a day."""
        return next((version for version in self.versions if version.validity.contains(day)), None)

    def ended(self, day: date) -> Version | None:
        """The last version, when it ended before the day."""
        last = self.versions[-1]
        return last if last.validity.end and day > last.validity.end else None


@dataclass(frozen=True, slots=True)
class Standing:
    """What an article is worth on a day."""

    citation: Citation
    status: Status
    valid_from: date | None = None
    valid_to: date | None = None
    version: str | None = None
    successors: tuple[Citation, ...] = ()
    verified: bool = True
    """False when only the dates, not the text of this version, are known."""
    dated: bool = True
    """False when the dates are reported, not read in the text."""
    message: str = ""


@dataclass(frozen=True, slots=True)
class Succession:
    """One article replaced by others from a day on."""

    old: Citation
    new: tuple[Citation, ...]
    on: date
    note: str = ""


def _title(text: str) -> str:
    return text.strip().removeprefix("《").removesuffix("》").removeprefix("中华人民共和国")


class Index:
    """All known instruments by name, and which article took the place of which."""

    __slots__ = ("_names", "_replaced", "instruments", "successions")

    def __init__(self, instruments: Iterable[Instrument], successions: Iterable[Succession] = ()) -> None:
        self.instruments = tuple(instruments)
        self.successions = tuple(successions)
        self._replaced: dict[str, list[Succession]] = {}
        """What took the place of articles of one instrument, by its title."""
        for one in self.successions:
            self._replaced.setdefault(one.old.title, []).append(one)
        self._names: dict[str, Instrument] = {}
        for instrument in self.instruments:
            for name in (instrument.title, instrument.short, *instrument.aliases):
                other = self._names.setdefault(_title(name), instrument) if name else instrument
                if other is not instrument:
                    raise ValueError(f"“{name}”既是{other.title}又是{instrument.title}的名称")

    @classmethod
    def load(cls, entries: Iterable[Mapping[str, object]]) -> Index:
        """From the entries of rules/laws: those with `versions` are instruments, those with `old` successions."""
        everything = list(entries)
        return cls(
            [_instrument(entry) for entry in everything if "versions" in entry],
            [_succession(entry) for entry in everything if "old" in entry],
        )

    def find(self, title: str) -> Instrument | None:
        """An instrument by its title, short title or alias, with or without 中华人民共和国 and 《》."""
        return self._names.get(_title(title))

    def near(self, title: str) -> list[str]:
        """Titles that look like this one, for messages."""
        return get_close_matches(_title(title), list(self._names), n=3, cutoff=0.4)

    def canonical(self, citation: Citation) -> Citation:
        """The same citation under the instrument's own title."""
        found = self.find(citation.title)
        return replace(citation, title=found.title) if found else citation

    def mark(self, citation: Citation) -> str:
        """The short mark of a citation, by the instrument's short title."""
        found = self.find(citation.title)
        return citation.mark(found.short if found else "")

    def successors(self, citation: Citation) -> tuple[Citation, ...]:
        """What took the place of this article: the nearest entry that contains it, or all that lie inside it.

        For a place of an article of which only other places are mapped, what the article as a whole became.
        """
        wanted = self.canonical(citation)
        of_law = self._replaced.get(wanted.title, ())
        known = [s for s in of_law if wanted.version in (None, s.old.version) or s.old.version is None]
        for place in wanted.wider():
            found = [s for s in known if replace(s.old, version=None) == replace(place, version=None)]
            if found:
                return _unique(new for s in found for new in s.new)
        inside = _unique(new for s in known if wanted.contains(s.old) for new in s.new)
        if inside or wanted.article is None:
            return inside
        around = replace(wanted, paragraph=None, item=None, point=None)
        return _unique(new for s in known if around.contains(s.old) for new in s.new)

    def status(self, citation: Citation, on: date) -> Standing:
        """Whether the cited place is law on the day; without a version the day decides which text is meant."""
        found = self.find(citation.title)
        cited = self.canonical(citation)
        if found is None:
            near = self.near(citation.title)
            hint = f"，相近的有：{'、'.join(near)}" if near else ""
            return Standing(citation, "unknown instrument", message=f"法规目录中没有“{citation.title}”{hint}")
        version = found.version(cited.version) if cited.version else found.on(on) or found.ended(on)
        if version is None:
            return self._outside(cited, found, on)
        standing = Standing(
            cited,
            "in force",
            version.validity.start,
            version.validity.end,
            version.label,
            self._after(cited, found, version),
            version.status == "verified",
            version.dated,
        )
        if cited.article is not None and version.highest is not None and cited.article > version.highest:
            unit = found.numbered_by
            said = f"{found.title}({version.label})共 {version.highest} {unit}，没有第 {cited.article} {unit}"
            return replace(standing, status="no such article", successors=(), message=said)
        if version.validity.contains(on):
            return standing
        if version.validity.start and on < version.validity.start:
            return replace(standing, status="not yet")
        return replace(standing, status="repealed")

    def _outside(self, cited: Citation, found: Instrument, on: date) -> Standing:
        """No version of this label, or none in force on the day."""
        labels = "、".join(version.label for version in found.versions)
        if cited.version:
            said = f"{found.title}没有 {cited.version} 年版本，收录的有：{labels}"
            return Standing(cited, "unknown version", message=said)
        if found.enacted and not found.since:
            first = f"{found.title} {found.enacted} 才首次公布"
            if on < found.enacted:
                return Standing(cited, "not yet", message=first)
            return Standing(cited, "unknown version", message=f"{on} 施行的版本未收录，收录的有：{labels}")
        since = found.since or found.versions[0].validity.start
        if since and on < since:
            said = f"{found.title}自 {since} 起施行"
            return Standing(cited, "not yet", since, message=said)
        return Standing(cited, "unknown version", message=f"{on} 施行的版本未收录，收录的有：{labels}")

    def _after(self, cited: Citation, found: Instrument, version: Version) -> tuple[Citation, ...]:
        """What takes the place of the cited one: by article where that is known, else the instrument that follows."""
        mapped = self.successors(replace(cited, version=version.label))
        return mapped or (self._instruments_after(found, version) if version.validity.end else ())

    def _instruments_after(self, found: Instrument, version: Version) -> tuple[Citation, ...]:
        later = found.versions[found.versions.index(version) + 1 :]
        if later:
            return (Citation(found.title, later[-1].label),)
        return tuple(Citation.parse(name) for name in found.successors)


def _unique(citations: Iterable[Citation]) -> tuple[Citation, ...]:
    return tuple(dict.fromkeys(citations))


def _names(entry: Mapping[str, object], key: str) -> tuple[str, ...]:
    value = entry.get(key, ())
    return tuple(str(item) for item in value) if isinstance(value, list | tuple) else (str(value),)


def _day(raw: object) -> date | None:
    return date.fromisoformat(str(raw)) if raw else None


def _version(data: Mapping[str, object]) -> Version:
    highest = data.get("highest")
    return Version(
        label=str(data["label"]),
        validity=Validity(_day(data.get("from")), _day(data.get("to"))),
        promulgated=_day(data.get("promulgated")),
        highest=highest if isinstance(highest, int) else None,
        status=str(data.get("status", "verified")),
        dated=data.get("dates") != "reported" and data.get("status") != "reported",
        file=str(data.get("file", "")),
    )


def _instrument(entry: Mapping[str, object]) -> Instrument:
    raw = entry["versions"]
    versions = [_version(item) for item in raw if isinstance(item, Mapping)] if isinstance(raw, list) else []
    if not versions:
        raise ValueError(f"{entry.get('title')} 没有版本")
    return Instrument(
        title=str(entry["title"]),
        short=str(entry.get("short", "")),
        aliases=_names(entry, "aliases"),
        level=str(entry.get("level", "")),
        versions=tuple(sorted(versions, key=lambda version: version.validity.start or date.min)),
        successors=_names(entry, "successors"),
        since=_day(entry.get("since")),
        enacted=_day(entry.get("enacted")),
        numbered_by=str(entry.get("numbered_by", "条")),
    )


def _succession(entry: Mapping[str, object]) -> Succession:
    new = tuple(parse_all(entry.get("new")))
    day = _day(entry.get("on"))
    if day is None:
        raise ValueError(f"{entry['old']} 缺接替之日 on")
    return Succession(Citation.parse(str(entry["old"])), new, day, str(entry.get("note", "")))
