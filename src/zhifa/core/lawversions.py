"""When a text of law was in force: what the index of instruments knows of it, else what its collector reports.

Two texts of one instrument never govern the same day. The index orders the versions it knows; of versions nobody has
ordered the earlier stays and the later is put aside, because a text nobody dated must not take the place of law.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from zhifa.core.citations import Index, Instrument, Version
from zhifa.core.lawtext import Flaw, Statute, called
from zhifa.core.values import Validity

_CHINESE_DAY = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
_REPEALED = re.compile(r"REPEALED (\d{4}-\d{2}-\d{2})")
_UNTIL = re.compile(r"in force until (\d{4}-\d{2}-\d{2})")
_OLD = re.compile(r"OLD TEXT")
LONGEST_LEVEL = 40
PROMULGATION = "公布之日"
_LEVELS = ("法律", "行政法规", "司法解释", "地方性法规", "地方政府规章", "部门规章", "政策文件")
_ORDER_AN_INDEX = (
    "在 INDEX.csv 的 status 写明前一版本的终止日（in force until YYYY-MM-DD 或 REPEALED YYYY-MM-DD），"
    "或者在规则目录 laws/ 登记两个版本的起止"
)


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of INDEX.csv: a text and what the collector knows of it."""

    file: str
    title: str
    level: str
    version_date: str
    effective: str
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """A text with its place in time. `indexed`: the index of instruments knows this very version.

    `dated` is False where the days are reported and not read in the text; `known` where the index has the instrument.
    """

    title: str
    label: str
    validity: Validity
    file: str
    level: str
    short: str = ""
    promulgated: date | None = None
    dated: bool = False
    known: bool = False
    indexed: bool = False
    superseded: bool = False
    """The collector says that a newer text exists."""
    numbered_by: str = ""
    highest: int | None = None
    """The last article by the index, for versions it knows; else by the text that was read."""
    note: str = ""

    @property
    def law(self) -> str:
        return f"{self.title}({self.label})" if self.label else self.title


def short_level(level: str) -> str:
    """The level as lists show it: 部门规章 for 部门规章等(按领域汇编)."""
    return next((each for each in _LEVELS if level.startswith(each)), level.split("(")[0].strip()[:LONGEST_LEVEL])


def level_rank(level: str) -> int:
    """Higher law first, for lists; what is not known comes last."""
    return _LEVELS.index(level) if level in _LEVELS else len(_LEVELS)


def day_of(text: str) -> date | None:
    """A day as 2021-01-22 or 2021年7月15日; None for no day at all. ValueError where a day is meant and is none."""
    said = text.strip()
    if not said or said == PROMULGATION:
        return None
    found = _CHINESE_DAY.fullmatch(said)
    try:
        return date(int(found[1]), int(found[2]), int(found[3])) if found else date.fromisoformat(said)
    except ValueError:
        raise ValueError(f"“{said}”不是日期") from None


def dated(row: Listed, index: Index) -> Dated | Flaw:
    """The text of one line of INDEX.csv placed in time, or why it cannot be."""
    mend = "在 INDEX.csv 写作 2021-01-22（version_date）或 2021年7月15日（effective_in_text）；不知道的留空"
    try:
        promulgated, effective, end = day_of(row.version_date), day_of(row.effective), _end(row.status)
    except ValueError as error:
        return Flaw("INDEX.csv", f"版本日期{error}", mend, lost=True)
    named = row.title.strip().removeprefix("《").removesuffix("》").removeprefix("中华人民共和国")
    found = index.find(row.title) or _by_file(index, row.file)
    version = _known_version(found, row) if found else None
    common = Dated(
        title=found.title if found else named,
        label="", validity=Validity(), file=row.file, short=found.short if found else "",
        level=(found.level if found else "") or short_level(row.level),
        promulgated=promulgated, known=found is not None,
        superseded=_OLD.match(row.status) is not None, numbered_by=found.numbered_by if found else "", note=row.status,
    )  # fmt: skip
    if version:
        return replace(
            common, label=version.label, validity=version.validity, dated=version.dated, indexed=True,
            promulgated=version.promulgated or promulgated, highest=version.highest,
        )  # fmt: skip
    start = max((day for day in (promulgated, effective) if day), default=None)
    if start and end and end < start:
        return Flaw("INDEX.csv", f"终止日 {end} 早于施行日 {start}", "核对 INDEX.csv 的日期和 status", lost=True)
    first = promulgated or effective
    year = str(first.year) if first else ""
    return replace(common, label=year, validity=Validity(start, end))


def cut_short(placed: Dated, statute: Statute) -> Flaw | None:
    """A text that ends before or behind the last article the index has for its version; None where they agree.

    A text whose end was lost on the way has no gap by which the loss could be seen.
    """
    if placed.highest is None or placed.highest == statute.highest:
        return None
    said, found = (called(number, 0, statute.numbered_by) for number in (placed.highest, statute.highest))
    mend = "对照公报补上缺少的条文；法规目录有误的，改正规则目录 laws/ 的 highest"
    return Flaw("全文", f"法规目录记载到{said}，正文到{found}", mend)


def _by_file(index: Index, file: str) -> Instrument | None:
    """The instrument one of whose versions the index finds in this file, whatever the collector calls it."""
    files = ((version.file, one) for one in index.instruments for version in one.versions)
    return next((one for name, one in files if name and name == file), None)


def _known_version(found: Instrument, row: Listed) -> Version | None:
    by_file = next((version for version in found.versions if version.file and version.file == row.file), None)
    return by_file or found.version(row.version_date[:4])


def _end(status: str) -> date | None:
    """The last day in force, where the collector names it."""
    if found := _UNTIL.search(status):
        return day_of(found[1])
    found = _REPEALED.match(status)
    ended = day_of(found[1]) if found else None
    return ended - timedelta(1) if ended else None


def ordered(
    texts: Iterable[Dated], instrument: Instrument | None, standing: Sequence[Dated] = ()
) -> tuple[list[Dated], list[tuple[Dated, Flaw]]]:
    """The texts of one instrument in time, without two for one day; and those put aside, with the reason.

    `standing` are texts that were loaded before and stay; they too may end where a new one begins.
    """
    kept: list[Dated] = list(standing)
    aside: list[tuple[Dated, Flaw]] = []
    first = sorted(texts, key=lambda text: (not text.indexed, text.validity.start or date.min))
    for text in first:
        if text.promulgated and any(o.label == text.label and o.promulgated != text.promulgated for o in kept):
            text = replace(text, label=text.promulgated.isoformat())
        placed = _among_known(text, instrument)
        flaw = placed if isinstance(placed, Flaw) else _clash(placed, kept)
        if flaw is None and isinstance(placed, Dated):
            kept = [*(_closed(other, placed) for other in kept), placed]
        elif isinstance(flaw, Flaw):
            aside.append((text, flaw))
    return sorted(kept, key=lambda text: text.validity.start or date.min), aside


def _among_known(text: Dated, instrument: Instrument | None) -> Dated | Flaw:
    """A version the index does not have, fitted between those it has."""
    if text.indexed or instrument is None:
        return text
    start = text.validity.start
    if start is None:
        why = f"{text.title}在法规目录中另有版本，本文件没有版本日期，不知道排在哪里"
        return Flaw("INDEX.csv", why, "在 INDEX.csv 填写 version_date", lost=True)
    held = next((one for one in instrument.versions if one.validity.contains(start)), None)
    if held:
        why = f"{text.law}自 {start} 起，与法规目录中的 {held.label} 版（{_span(held.validity)}）施行期间重叠"
        return Flaw("INDEX.csv", why, "在规则目录 laws/ 登记这个版本和前一版本的终止日", lost=True)
    next_start = min((v.validity.start for v in instrument.versions if v.validity.start and v.validity.start > start),
                     default=None)  # fmt: skip
    if next_start is None:
        return text
    end = next_start - timedelta(1)
    return replace(text, validity=Validity(start, min(end, text.validity.end or end)))


def _clash(text: Dated, kept: Sequence[Dated]) -> Flaw | None:
    """Why a text cannot stand beside those that are kept; None when it can."""
    for other in kept:
        if other.label == text.label:
            why = f"与 {other.file} 是{text.title}的同一个版本（{text.label or '没有版本日期'}）"
            return Flaw("INDEX.csv", why, "只留一个文件；确是两个版本的，改正 version_date", lost=True)
        if _closed(other, text).validity.overlaps(text.validity):
            why = (
                f"{text.law}（{_span(text.validity)}）与 {other.label or '没有日期的'} 版"
                f"（{_span(other.validity)}，{other.file}）施行期间重叠"
            )
            return Flaw("INDEX.csv", why, _ORDER_AN_INDEX, lost=True)
    return None


def _closed(earlier: Dated, later: Dated) -> Dated:
    """A text said to be replaced ends where the next begins."""
    start, began = later.validity.start, earlier.validity.start
    if not earlier.superseded or earlier.indexed or start is None or (began and start <= began):
        return earlier
    end = start - timedelta(1)
    return replace(earlier, validity=Validity(began, min(end, earlier.validity.end or end)))


def _span(validity: Validity) -> str:
    start = f"自 {validity.start}" if validity.start else "起始日不明"
    return f"{start}至 {validity.end}" if validity.end else f"{start} 起"


def instrument_of(texts: Sequence[Dated], known: Instrument | None = None) -> Instrument:
    """An instrument as the loaded texts know it, together with the versions the index has."""
    mine = [
        Version(text.label, text.validity, text.promulgated, text.highest, dated=text.dated, file=text.file)
        for text in texts
        if not text.indexed
    ]
    versions = sorted([*(known.versions if known else ()), *mine], key=lambda one: one.validity.start or date.min)
    if known:
        return replace(known, versions=tuple(versions))
    first = texts[0]
    return Instrument(first.title, first.short, (), first.level, tuple(versions), numbered_by=first.numbered_by or "条")
