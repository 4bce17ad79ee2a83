"""Procedures read from their rule entries; a version is read once and shared by every day it is in force."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from zhifa.core.conditions import BadCondition, Condition, parse
from zhifa.core.kinship import kin
from zhifa.core.procedure.functions import FUNCTIONS
from zhifa.core.procedure.model import (
    Answer,
    Check,
    Effect,
    Extension,
    Fewer,
    Lapse,
    Opening,
    Pause,
    Period,
    Point,
    Procedure,
    Record,
    Reopening,
    Sending,
    Step,
    Transition,
)
from zhifa.core.rulebook import Entry, Rulebook, Rules


class BadRule(ValueError):
    """A rule entry that cannot be read; the message says where, in Chinese."""


def procedure(rules: Rules, code: str) -> Procedure | None:
    """The procedure in force on the day of the rules."""
    return rules.built(f"procedure:{code}", lambda given: _procedure(given, code))


def lasting(book: Rulebook, code: str, day: date) -> Procedure | None:
    """The procedure under which a proceeding goes on: one repealed without a successor stays as it last was."""
    found = procedure(book.as_of(day), code)
    if found is not None:
        return found
    ends = [entry.validity.end for entry in book.versions("procedure", code) if entry.validity.end]
    last = max((end for end in ends if end < day), default=None)
    return procedure(book.as_of(last), code) if last else None


def _procedure(rules: Rules, code: str) -> Procedure | None:
    entry = rules.entry("procedure", code)
    if entry is None:
        return None
    mine = f"{code}/"
    book, data = rules.book, entry.data

    steps = [_kept(book, e, lambda e=e, n=n: _step(book, e, n)) for n, e in enumerate(rules.below("step", mine))]
    points = [_kept(book, e, lambda e=e: _point(book, e)) for e in rules.below("point", mine)]
    changes = [e for e in book.section("transition") if e.key.startswith(mine)]
    return Procedure(
        code=code,
        title=str(data.get("title", code)),
        kind=str(data.get("kind", "")),
        cite=entry.cite,
        phases=tuple(data.get("phases", ())),
        number_kind=str(data.get("number_kind", "")),
        light=bool(data.get("light", False)),
        listed=bool(data.get("listed", False)),
        steps={step.code: step for step in steps},
        points={point.code: point for point in points},
        periods=tuple(_kept(book, e, lambda e=e: read_period(book, e)) for e in rules.below("period", mine)),
        transitions=tuple(_kept(book, e, lambda e=e: _transition(book, e)) for e in changes),
    )


def _kept(book: Rulebook, entry: Entry, build: Any) -> Any:
    """The entry as read once; BadRule names the entry whatever it is that cannot be read."""
    try:
        return book.kept(("procedure", id(entry)), build)
    except BadRule:
        raise
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        said = f"缺 {error.args[0]}" if isinstance(error, KeyError) else str(error)
        raise BadRule(f"{entry.path} · {entry.section} {entry.key}：读不懂：{said}") from error


def _condition(book: Rulebook, entry: Entry, text: object, rows: tuple[str, ...] = ()) -> Condition | None:
    if text is None or text == "":
        return None
    if isinstance(text, bool):
        text = str(text)
    try:
        return parse(str(text), book.vocabulary, FUNCTIONS, rows)
    except BadCondition as error:
        raise BadRule(f"{entry.path} · {entry.section} {entry.key}：{error}") from None


def _texts(value: object) -> tuple[str, ...]:
    if value is None or value == "":
        return ()
    if isinstance(value, str):
        return (value,)
    if isinstance(value, Sequence):
        return tuple(str(item) for item in value)
    raise BadRule(f"应为文字或列表：{value!r}")


def _choices(value: object) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(part.strip() for part in item.split("|")) for item in _texts(value))


def _tables(entry: Entry, key: str) -> list[Mapping[str, Any]]:
    items = entry.data.get(key, ())
    if isinstance(items, Mapping):
        items = [items]
    if isinstance(items, str) or not all(isinstance(item, Mapping) for item in items):
        raise BadRule(f"{entry.path} · {entry.section} {entry.key}：{key} 应为一组表")
    return list(items)


def _record(book: Rulebook, entry: Entry, item: object) -> Record:
    if isinstance(item, Mapping):
        return Record(str(item["fact"]), _condition(book, entry, item.get("if")), _texts(item.get("columns")))
    return Record(str(item))


def _opening(book: Rulebook, entry: Entry, item: object) -> Opening:
    if isinstance(item, Mapping):
        return Opening(str(item["procedure"]), _condition(book, entry, item.get("if")))
    return Opening(str(item))


def _sets(item: Mapping[str, Any]) -> tuple[tuple[str, Any], ...]:
    return tuple(item.get("sets", {}).items())


def _step(book: Rulebook, entry: Entry, rank: int) -> Step:
    data = entry.data

    def condition(key: str) -> Condition | None:
        return _condition(book, entry, data.get(key))

    ends = data.get("ends", "")
    return Step(
        procedure=str(data["procedure"]),
        code=entry.code,
        title=str(data.get("title", entry.code)),
        phase=str(data.get("phase", "")),
        cite=entry.cite,
        status=entry.status,
        rank=rank,
        by=_texts(data.get("by", "officer")),
        officers=int(data.get("officers", 0)),
        officers_cite=str(data.get("officers_cite", entry.cite)),
        fewer_if=_fewer(book, entry),
        never_by=_texts(data.get("never_by")),
        after=_choices(data.get("after")),
        needs=condition("needs"),
        checks=_checks(book, entry),
        needed_if=condition("needed_if"),
        until=_texts(data.get("until")),
        counts_if=condition("counts_if"),
        reopens=_reopenings(book, entry),
        repeat=bool(data.get("repeat", False)),
        times=int(data.get("times", 0)),
        records=tuple(_record(book, entry, item) for item in data.get("records", ())),
        may_record=_texts(data.get("may_record")),
        sets=_sets(data),
        dated_as=str(data.get("dated_as", "")),
        effects=_effects(book, entry),
        opens=tuple(_opening(book, entry, item) for item in data.get("opens", ())),
        sends=_sendings(book, entry),
        answers=_told(book, entry, "answers"),
        tells=_told(book, entry, "tells"),
        ends="proceeding" if ends is True else str(ends or ""),
        even_after_end=bool(data.get("even_after_end", False)),
        papers=_papers(book, data),
        optional=bool(data.get("optional", False)),
        note=str(data.get("note", "")),
    )


def _checks(book: Rulebook, entry: Entry) -> tuple[Check, ...]:
    return tuple(
        Check(
            _condition(book, entry, item["if"]) or _never(),
            str(item.get("say", "")),
            str(item.get("cite", entry.cite)),
            str(item.get("remedy", "")),
            str(item.get("tells", "")),
        )
        for item in _tables(entry, "checks")
    )


def _fewer(book: Rulebook, entry: Entry) -> tuple[Fewer, ...]:
    return tuple(
        Fewer(
            _condition(book, entry, item["if"]) or _never(),
            int(item["officers"]),
            str(item.get("say", "")),
            str(item.get("cite", entry.cite)),
        )
        for item in _tables(entry, "fewer_if")
    )


def _reopenings(book: Rulebook, entry: Entry) -> tuple[Reopening, ...]:
    return tuple(
        Reopening(_texts(item["steps"]), _condition(book, entry, item.get("if"))) for item in _tables(entry, "reopens")
    )


def _effects(book: Rulebook, entry: Entry) -> tuple[Effect, ...]:
    return tuple(
        Effect(
            str(item.get("in", "parent")),
            _texts(item.get("annul")),
            str(item.get("takes", "")),
            _sets(item),
            _texts(item.get("carries")),
            str(item.get("dated_as", "")),
            _condition(book, entry, item.get("if")),
        )
        for item in _tables(entry, "effects")
    )


def _sendings(book: Rulebook, entry: Entry) -> tuple[Sending, ...]:
    return tuple(
        Sending(
            str(item["to"]),
            str(item["procedure"]),
            str(item["step"]),
            _texts(item.get("carries")),
            _condition(book, entry, item.get("if")),
            bool(item.get("own_papers", False)),
        )
        for item in _tables(entry, "sends")
    )


def _told(book: Rulebook, entry: Entry, key: str) -> tuple[Answer, ...]:
    return tuple(
        Answer(str(item["step"]), _texts(item.get("carries")), _condition(book, entry, item.get("if")))
        for item in _tables(entry, key)
    )


def _papers(book: Rulebook, data: Mapping[str, Any]) -> tuple[str, ...]:
    """The papers of a step that serve its procedure: a step shared by several procedures names those of all."""

    def meant() -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for paper in book.section("paper"):
            found.setdefault(paper.key, set()).update(_texts(paper.data.get("applies_to")))
        return found

    kinds, owner = book.kept("papers.meant", meant), str(data["procedure"])
    own = set(kin(book, owner))
    return tuple(code for code in _texts(data.get("papers")) if not kinds.get(code) or own & kinds[code])


def _never() -> Condition:
    raise BadRule("checks 的 if 不能为空")


def _point(book: Rulebook, entry: Entry) -> Point:
    when = _condition(book, entry, entry.data.get("when"))
    if when is None:
        raise BadRule(f"{entry.path} · point {entry.key}：缺 when")
    return Point(entry.code, str(entry.data.get("title", entry.code)), when, entry.cite)


def _lapse(book: Rulebook, entry: Entry) -> Lapse | None:
    item = entry.data.get("on_lapse")
    if not item:
        return None
    return Lapse(
        deems=str(item.get("deems", "")),
        dated=str(item.get("dated", "due")),
        facts=tuple(item.get("facts", {}).items()),
        condition=_condition(book, entry, item.get("if")),
        say=str(item.get("say", "")),
    )


def read_period(book: Rulebook, entry: Entry) -> Period:
    """A period from its rule entry."""
    data = entry.data
    owner = str(data.get("procedure", ""))
    known = book.kept(
        ("steps", owner), lambda: frozenset(e.code for e in book.section("step") if e.key.startswith(f"{owner}/"))
    )
    starts = str(data.get("starts", ""))
    alternatives = tuple(part.strip() for part in starts.split("|"))
    by_step = bool(starts) and all(part in known for part in alternatives)
    rows = ("row",) if data.get("each") else ()
    met_by = str(data.get("met_by", "") or "")
    met = tuple(part.strip() for part in met_by.split("|")) if met_by else ()
    met_steps = bool(met) and all(part in known for part in met)
    alert = data.get("alert", {})
    return Period(
        procedure=owner,
        code=entry.code,
        title=str(data.get("title", entry.code)),
        cite=entry.cite,
        status=entry.status,
        start_steps=alternatives if by_step else (),
        starts=None if by_step else _condition(book, entry, starts, rows),
        length=int(data.get("length", 0)),
        unit=str(data.get("unit", "day")),
        count=str(data.get("count", "")),
        kind=str(data.get("kind", "duty")),
        of=str(data.get("of", "organ")),
        met_by=met if met_steps else (),
        met_if=None if met_steps or not met_by else _condition(book, entry, met_by, rows),
        until=_condition(book, entry, data.get("until"), rows),
        only_if=_condition(book, entry, data.get("only_if"), rows),
        shorter_if=tuple(
            (_condition(book, entry, item["if"]) or _never(), int(item["length"]), str(item.get("unit", "")))
            for item in _tables(entry, "shorter_if")
        ),
        each=str(data.get("each", "")),
        paused_by=tuple(
            Pause(str(i["from"]), str(i["to"]), str(i.get("cite", "")), bool(i.get("end_counts", False)))
            for i in _tables(entry, "paused_by")
        ),
        extended_by=tuple(
            Extension(
                str(i["step"]),
                int(i.get("length", 0)),
                str(i.get("fact", "")),
                str(i.get("to", "")),
                str(i.get("cite", "")),
            )
            for i in _tables(entry, "extended_by")
        ),
        on_lapse=_lapse(book, entry),
        rolls=None if "rolls" not in data else bool(data["rolls"]),
        survives=bool(data.get("survives", False)),
        liberty=bool(data.get("liberty", False)),
        pin=str(data.get("pin", "start")),
        yellow=int(alert.get("yellow", 3)),
        red=int(alert.get("red", 0)),
    )


def repealed(book: Rulebook, owner: str) -> list[tuple[date, Period]]:
    """The last version of each period of a procedure that has a last day, with that day."""

    def read() -> list[tuple[date, Period]]:
        last: dict[str, Entry] = {}
        for entry in book.section("period"):
            if entry.key.startswith(f"{owner}/"):
                last[entry.key] = entry
        return [
            (e.validity.end, _kept(book, e, lambda e=e: read_period(book, e))) for e in last.values() if e.validity.end
        ]

    return book.kept(("repealed", owner), read)


def _transition(book: Rulebook, entry: Entry) -> Transition:
    return Transition(
        date.fromisoformat(str(entry.data["on"])),
        _texts(entry.data.get("settled")),
        _condition(book, entry, entry.data.get("if")),
        str(entry.data.get("say", "")),
    )
