"""The words of a draft: read into entries, checked for what the compiler cannot know, written as a rule file."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from zhifa.core.citations import Citation, Index, parse_all
from zhifa.core.published import PLACE, WHOLE
from zhifa.core.rulebook import DEFAULTS, Entry, Problem, Rulebook, plain
from zhifa.core.tomltext import entry_text

SECTIONS: Final = (
    "matter", "benchmark", "successor", "instrument", "paper", "passage", "chain", "chain_use", "conformance",
)  # fmt: skip
"""What a site may change by a draft; procedures and periods change with the program, where scenarios prove them."""
LONGEST: Final = 60_000
ORDER: Final = (
    "code", "title", "kind", "field", "conduct", "only_if", "violated", "applied", "cite", "says", "kinds", "fines",
    "detentions", "may_combine", "order_to_correct", "goods", "seizure", "tiers", "old", "new", "on", "versions",
    "number_kind", "applies_to", "required", "optional", "body",
    "chain", "organs", "levels", "checkpoints", "level", "by", "handlers", "examines", "begins", "before",
    "says_of", "once", "holds", "entered_within",
    "benchmark", "department", "levels", "power", "delegated", "procedures", "hearing", "publication",
    "limitation_years", "limitation_months", "limitation_cite",
    "words", "heard", "near", "evidence", "label", "promulgated", "party", "tier", "when",
    "matter", "if", "base", "per", "min", "max", "min_times", "max_times", "min_percent", "max_percent", "may", "say",
    "status", "note", "from", "to", "highest", "file",
)  # fmt: skip
"""In which order the keys of an entry are written and compared: first what a decision rests on."""
_AT: Final = re.compile(r"\(at line (\d+), column (\d+)\)|\(at end of document\)")
_DRAFT: Final = "草案"


@dataclass(frozen=True, slots=True)
class Said:
    """One entry as a draft says it."""

    section: str
    code: str
    data: Mapping[str, Any]

    @property
    def where(self) -> str:
        return f"{self.section} {self.code}"


def read_text(text: str, effective: date) -> tuple[list[Said], list[Problem]]:
    """The entries of a draft, dated with its day, and everything that keeps them from being read."""
    problems: list[Problem] = []
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return [], [
            Problem(_DRAFT, _place(str(error)), f"写法不对：{_AT.sub('', str(error)).strip()}；核对引号、逗号和括号")
        ]
    shared: Any = document.pop(DEFAULTS, {})
    said: list[Said] = []
    for section, content in document.items():
        if section not in SECTIONS:
            problems.append(Problem(_DRAFT, section, f"草案只能写{'、'.join(SECTIONS)}；其他规则随程序更新"))
            continue
        items = content if isinstance(content, list) else [content]
        common = shared.get(section, {}) if isinstance(shared, dict) else {}
        for number, item in enumerate(items, 1):
            if not isinstance(item, dict) or not isinstance(common, dict):
                problems.append(Problem(_DRAFT, f"{section}[{number}]", f"每一条以 [[{section}]] 开头"))
                continue
            made = _said(section, {**plain(common), **plain(item)}, effective, number)
            if isinstance(made, Problem):
                problems.append(made)
            else:
                said.append(made)
    if not said and not problems:
        problems.append(Problem(_DRAFT, "全文", "没有一条规则：以 [[matter]] 或者 [[benchmark]] 开头写"))
    return said, problems


def _place(message: str) -> str:
    found = _AT.search(message)
    return f"第 {found[1]} 行第 {found[2]} 列" if found and found[1] else "末尾"


def _said(section: str, data: dict[str, Any], effective: date, number: int) -> Said | Problem:
    code = data.get("code") or (data.get("title") if section == "instrument" else "")
    if not isinstance(code, str) or not code:
        return Problem(_DRAFT, f"{section}[{number}]", '缺 code：写明是哪一条，例如 code = "city.pile"')
    if section in WHOLE:
        return Said(section, code, data)
    if data.get("from") not in (None, effective.isoformat()):
        return Problem(
            _DRAFT,
            f"{section} {code}",
            f"from 写的是 {data['from']}，而草案自 {effective} 起施行：删去 from，或者改成同一天",
        )
    return Said(section, code, {**data, "from": effective.isoformat()})


def retroactive(said: Sequence[Said], effective: date, today: date, index: Index) -> Iterator[Problem]:
    """Entries that would apply to days already past without the law they cite having begun on that very day.

    法不溯及既往: nobody is judged by a rule that did not stand when they acted. A rule may only be entered late
    where the law itself already applied; then its first day is the law's own.
    """
    if effective >= today:
        return
    for one in said:
        if one.section in WHOLE:
            continue
        began = _began(one, index)
        if effective not in began:
            known = "、".join(sorted(str(day) for day in began)) or "没有查到"
            yield Problem(
                _DRAFT, one.where,
                f"施行日 {effective} 早于今天，规则不溯及既往。所引的法自己在这一天施行的才能补录"
                f"（所引版本的施行日：{known}）；改为 {today} 或者以后",
            )  # fmt: skip


def _began(one: Said, index: Index) -> set[date]:
    """The days on which the versions cited by an entry took effect."""
    days: set[date] = set()
    for key in ("applied", "cite", "violated"):
        for cite in _citations(one.data.get(key)):
            found = index.find(cite.title)
            version = found.version(cite.version) if found and cite.version else None
            if version and version.validity.start:
                days.add(version.validity.start)
    return days


def _citations(raw: object) -> list[Citation]:
    try:
        return parse_all(raw)
    except ValueError:
        return []


def rewritten(said: Sequence[Said], base: Rulebook) -> Iterator[Problem]:
    """Instruments whose known versions a draft leaves out or dates anew: what was law once stays on record."""
    for one in said:
        for entry in base.versions("instrument", one.code) if one.section == "instrument" else ():
            now = {str(v.get("label")): v for v in one.data.get("versions", ()) if isinstance(v, dict)}
            for was in entry.data.get("versions", ()):
                label = str(was.get("label"))
                if label not in now:
                    yield Problem(_DRAFT, one.where, f"少了 {label} 年版本：原有的版本都要照写，以前的案件还要引用")
                elif now[label].get("from") != was.get("from"):
                    yield Problem(
                        _DRAFT,
                        one.where,
                        f"{label} 年版本的施行日改成了 {now[label].get('from')}，应为 {was.get('from')}",
                    )


def file_name(number: int) -> str:
    """The file of a published draft."""
    return f"{number:04d}.toml"


def file_text(said: Sequence[Said], *, number: int, reason: str) -> str:
    """The rule file of a draft: every entry complete and dated, so that it says the same wherever it is read."""
    head = f"# 规则草案第 {number} 号，由平台公布；不要手工改动，改动以日志为准，zhifa rules published 核对。\n"
    why = "".join(f"# {line}\n" for line in reason.splitlines() if line.strip())
    return head + why + "".join("\n" + entry_text(one.section, one.data, ORDER) for one in said)


def starting_text(entry: Entry) -> str:
    """A rule as it stands now, for a draft to begin with; its first day is the draft's."""
    kept = {key: value for key, value in entry.data.items() if key not in ("from", "procedure")}
    if not entry.validity.end:
        kept.pop("to", None)
    return entry_text(entry.section, kept, ORDER)


def draft_place(number: int) -> str:
    """The path under which problems speak of a draft's entries before it has a file."""
    return f"{PLACE}{file_name(number)}"
