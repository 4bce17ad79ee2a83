"""`zhifa period`: when a period of the rules ends, counted the way its own statute counts."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import date
from difflib import get_close_matches
from typing import Any, cast

from zhifa.cli.output import complain, emit
from zhifa.cli.reading import read_day, read_number
from zhifa.cli.workdays import calendar, document
from zhifa.core.citations import parse_all
from zhifa.core.kinship import kin
from zhifa.core.rulebook import Entry
from zhifa.core.values import Moment
from zhifa.core.worktime import NATURAL, UNITS, Counting, Due, Extension, Pause, Unit, due
from zhifa.ports import rules

HELP = "算期限：某一法定期限自起算日何时届满，逐步列出计算过程"


def configure(parser: argparse.ArgumentParser) -> None:
    """A period by its code, its first day, pauses, and one extension."""
    parser.add_argument("code", metavar="CODE", help="期限代码，如 penalty.decide")
    parser.add_argument("--start", metavar="DATE", required=True, help="起算日，按小时的期限可写 2026-09-30T14:30")
    parser.add_argument("--suspend", metavar="A..B", action="append", default=[], help="中止区间（首尾均含），可重复")
    parser.add_argument("--extend", metavar="N", help="延长多少，单位与期限相同")
    parser.add_argument("--procedure", metavar="CODE", help="几个程序有同名期限时，指明哪一个，如 penalty.simple")


def run(args: argparse.Namespace) -> int:
    """0 with the due date; 1 when the rules give none for that day; 2 when a word cannot be read."""
    start, extend = _start(args.start), 0 if args.extend is None else read_number(args.extend, "--extend", least=0)
    pauses = [pause for pause in map(_pause, args.suspend) if pause]
    if start is None or extend is None or len(pauses) < len(args.suspend):
        return 2
    every = _named(args.code, args.procedure)
    if not every:
        return 2
    entry = _in_force(every, args.code, start.day)
    if entry is None:
        return 1
    if not isinstance(entry.data.get("length"), int):
        complain(
            "这一期限没有固定的长度，届满日由案件中的事实决定",
            where=args.code,
            mend="在案件页查看它的到期日",
        )
        return 1
    try:
        answer = _due(entry, start, pauses, extend)
    except ValueError as error:
        complain(str(error), where=args.code, mend="核对起算日、中止区间和延长的长度")
        return 2
    title = str(entry.data.get("title", args.code))
    trace = [*(line.text for line in answer.trace), *_notes(entry, extend)]
    trace += [*_before_the_law(entry, start.day), *_namesakes(every, entry)]
    rule = {"code": entry.code, "procedure": _owner(entry), "title": title, "cite": entry.cite, "status": entry.status}
    emit(args, {**document(answer), "trace": trace, **rule}, "\n".join([f"{title}（{entry.cite}）", *trace]))
    return 0


def _start(text: str) -> Moment | None:
    try:
        return Moment.parse(text)
    except ValueError as error:
        complain(str(error), where="--start", mend="写作 2026-09-30，按小时的写作 2026-09-30T14:30")
        return None


def _pause(text: str) -> Pause | None:
    first, mark, last = text.partition("..")
    if not mark:
        complain(f"“{text}”不是区间", where="--suspend", mend="写作 2026-09-01..2026-09-10")
        return None
    begin, end = read_day(first, "--suspend"), read_day(last, "--suspend")
    if begin is None or end is None:
        return None
    if end < begin:
        complain(f"“{text}”的终日早于始日", where="--suspend", mend="写作 2026-09-01..2026-09-10")
        return None
    return begin, end


def _named(code: str, procedure: str | None) -> list[Entry]:
    """Every version of the period in every procedure that has one; none after a complaint."""
    book = rules.rulebook()
    plain = [e for e in book.written("period") if e.code == code and len(kin(book, _owner(e))) == 1]
    every = [*plain, *(e for e in book.section("period") if e.code == code and len(kin(book, _owner(e))) > 1)]
    if not every:
        names = sorted({entry.code for entry in book.section("period")})
        near = get_close_matches(code, names, n=3, cutoff=0.3) or names[:3]
        complain(f"没有名为“{code}”的期限", where="zhifa period", mend=f"相近的有：{'、'.join(near)}")
        return []
    owners = list(dict.fromkeys(_owner(entry) for entry in every))
    if procedure is not None and procedure not in owners:
        complain(f"程序“{procedure}”没有期限“{code}”", where="--procedure", mend=f"有这一期限的：{'、'.join(owners)}")
        return []
    return [entry for entry in every if procedure in (None, _owner(entry))]


def _owner(entry: Entry) -> str:
    return str(entry.data.get("procedure", ""))


def _in_force(every: Sequence[Entry], code: str, day: date) -> Entry | None:
    """The version in force on the first day, or None after a complaint."""
    found = next((entry for entry in every if entry.validity.contains(day)), None)
    if found is None:
        spans = dict.fromkeys(f"{e.validity.start or ''} 至 {e.validity.end or '今'}" for e in every)
        complain(f"期限“{code}”在 {day} 没有规则，收录的是 {'；'.join(spans)}", where="--start", mend="核对起算日")
    return found


def _before_the_law(entry: Entry, day: date) -> list[str]:
    """A period reckoned for a day on which its procedure was not law yet is said to be a mere reckoning."""
    spans = [e.validity for e in rules.rulebook().section("procedure") if e.key == _owner(entry)]
    starts = [span.start for span in spans if span.start]
    if not starts or any(span.contains(day) for span in spans):
        return []
    return [f"注意：所依据的规定自 {min(starts)} 起施行，{day} 适用当时的规定，以上只是按本规则推算"]


def _namesakes(every: Sequence[Entry], shown: Entry) -> list[str]:
    """Other procedures whose period of this name is another one."""
    keys = ("starts", "length", "unit", "cite")
    others = {_owner(e): e for e in every if any(e.data.get(key) != shown.data.get(key) for key in keys)}
    return [
        f"注意：程序 {owner} 的同名期限“{entry.data.get('title')}”不同，加 --procedure {owner} 查看"
        for owner, entry in others.items()
        if owner != _owner(shown)
    ]


def _due(entry: Entry, start: Moment, pauses: Sequence[Pause], extend: int) -> Due:
    data = entry.data
    unit = str(data.get("unit", "day"))
    if unit not in UNITS:
        raise ValueError(f"规则中的单位“{unit}”未知")
    counting = _counting(entry, start.day)
    if data.get("count") == "work" and unit == "day":
        unit = "workday"
    extensions = [Extension(extend, by_organ=True)] if extend else []
    return due(
        calendar(),
        start,
        int(data["length"]),
        cast("Unit", unit),
        counting=NATURAL if data.get("count") == "natural" else counting,
        rolls=data.get("rolls", True) is not False,
        pauses=pauses,
        extensions=extensions,
    )


def _counting(entry: Entry, day: date) -> Counting:
    """How the statute the period cites counts days."""
    book = rules.compiled("laws")
    citations = parse_all(entry.cite)
    titles = [citation.title for citation in citations[:1]]
    for rule in book.section("counting"):
        if rule.code in titles and rule.validity.contains(day):
            return Counting.load(rule.data)
    return NATURAL


def _notes(entry: Entry, extend: int) -> list[str]:
    notes: list[str] = []
    granted: Any = entry.data.get("extended_by")
    if extend and not granted:
        notes.append("注意：规则没有规定这一期限可以延长")
    if entry.status != "verified":
        said = {"reported": "据报道，条文未核", "configured": "由本地设定"}[entry.status]
        notes.append(f"注意：这一期限{said}")
    return notes
