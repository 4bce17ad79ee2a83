"""The catalogue as rows of a list: prepared once for the rules of a day, narrowed for whoever looks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from zhifa.acts.work import context
from zhifa.core.competence import Carried, carried_on, functions_of
from zhifa.core.discretion.changes import STATUS
from zhifa.core.discretion.wording import range_words
from zhifa.core.jurisdiction import TRANSFER, Holder, standing
from zhifa.core.rulebook import Entry, Rules

OWN = "可以办"
"""Whatever an organ may act on, in whatever capacity."""
MODES = (OWN, "法定", "赋权", "委托", TRANSFER)
PAGE = 50


@dataclass(frozen=True, slots=True)
class MatterRow:
    """A matter in force on a day, with the text it is searched in and its range in words."""

    entry: Entry
    title: str
    kind: str
    field: str
    levels: tuple[str, ...]
    range: str
    sought: str

    @property
    def code(self) -> str:
        return self.entry.key


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for in the catalogue."""

    query: str = ""
    kind: str = ""
    field: str = ""
    level: str = ""
    mode: str = ""
    status: str = ""
    on: date | None = None

    @property
    def narrowed(self) -> bool:
        return bool(self.query or self.kind or self.field or self.level or self.mode or self.status)


def rows_on(day: date) -> tuple[MatterRow, ...]:
    """Every matter in force on a day, by field and code."""
    return context().rules(day).built("matter rows", _rows)


def _rows(rules: Rules) -> tuple[MatterRow, ...]:
    made = (_row(entry, rules) for entry in rules.entries("matter").values())
    return tuple(sorted(made, key=lambda row: (row.field or "其他", row.code)))


def _row(entry: Entry, rules: Rules) -> MatterRow:
    data = entry.data
    words = "\n".join(str(word) for word in data.get("words", ()))
    title, conduct = str(data.get("title", entry.key)), str(data.get("conduct", ""))
    return MatterRow(
        entry=entry,
        title=title,
        kind=str(data.get("kind", "")),
        field=str(data.get("field", "")),
        levels=tuple(str(level) for level in data.get("levels", ())),
        range=range_words(entry, rules.book.vocabulary),
        sought=f"{title}\n{conduct}\n{words}\n{entry.key}".lower(),
    )


def modes_of(rows: Sequence[MatterRow], holder: Holder, day: date) -> dict[str, str]:
    """In what capacity an organ holds each matter, by code; what it may not decide goes to another."""
    usual, rules = _usual_modes(holder, day), context().rules(day)
    found = {}
    for row in rows:
        given = tuple(power for power in holder.powers if power.covers(row.entry))
        found[row.code] = _mode(row.entry, replace(holder, powers=given), rules, day) if given else usual[row.code]
    return found


def _usual_modes(holder: Holder, day: date) -> Mapping[str, str]:
    """How organs of a level and with the same functions hold the matters as long as nothing else is registered."""
    held = carried_on(holder.carried, day)
    like = Holder(holder.level, tuple(map(Carried, sorted(held or ()))))
    said = "未登记" if held is None else " ".join(sorted(held))

    def build(rules: Rules) -> Mapping[str, str]:
        return {code: _mode(entry, like, rules, day) for code, entry in rules.entries("matter").items()}

    return context().rules(day).built(f"usual modes {holder.level} {said}", build)


def _mode(entry: Entry, holder: Holder, rules: Rules, day: date) -> str:
    held = standing(entry, holder, functions_of(rules), day)
    return held.mode if held.may_act else TRANSFER


def select(rows: Sequence[MatterRow], wanted: Wanted, modes: Mapping[str, str]) -> list[MatterRow]:
    """The rows that fit; several words of the query must all be found."""
    terms = wanted.query.lower().split()
    return [
        row
        for row in rows
        if (not wanted.kind or row.kind == wanted.kind)
        and (not wanted.field or (row.field or "其他") == wanted.field)
        and (not wanted.level or wanted.level in row.levels)
        and (not wanted.status or row.entry.status == wanted.status)
        and (not wanted.mode or _held(modes.get(row.code, ""), wanted.mode))
        and all(term in row.sought for term in terms)
    ]


def _held(mode: str, wanted: str) -> bool:
    return mode not in ("", TRANSFER) if wanted == OWN else mode == wanted


def own_first(found: Sequence[MatterRow], modes: Mapping[str, str]) -> list[MatterRow]:
    """What an organ may act on before what it hands over; else in the order given."""
    return sorted(found, key=lambda row: modes.get(row.code) == TRANSFER)


def page_of(found: Sequence[MatterRow], after: str) -> tuple[Sequence[MatterRow], str]:
    """One page after a code, and the code after which the next begins."""
    start = next((n + 1 for n, row in enumerate(found) if row.code == after), 0) if after else 0
    shown = found[start : start + PAGE]
    return shown, shown[-1].code if len(found) > start + PAGE else ""


def status_word(entry: Entry) -> str:
    """How far an entry was read in the text of the law."""
    return STATUS.get(entry.status, entry.status)
