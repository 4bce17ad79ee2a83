"""`zhifa workdays`: the N-th working day after or before a date, with the arithmetic."""

from __future__ import annotations

import argparse

from zhifa.cli.output import complain, emit
from zhifa.cli.reading import read_day, read_number
from zhifa.core.worktime import Calendar, Due, due
from zhifa.ports import rules

HELP = "数工作日：DATE 之后（N 为负则之前）第 N 个工作日，逐步列出计算过程"


def configure(parser: argparse.ArgumentParser) -> None:
    """A date and a number of working days, which may be negative."""
    parser.add_argument("date", metavar="DATE", help="起算日，如 2026-09-30；当日不计入")
    parser.add_argument("number", metavar="N", help="工作日数，负数为向前数，如 7 或 -7")


def run(args: argparse.Namespace) -> int:
    """Read only the calendars, so that the answer comes at once."""
    day = read_day(args.date, "起算日")
    if day is None:
        return 2
    number = read_number(args.number, "工作日数")
    if number is None:
        return 2
    try:
        answer = due(calendar(), day, number, "workday", rolls=False)
    except ValueError as error:
        complain(str(error), where=f"{args.date} {number}", mend="换一个较近的日期或较小的天数")
        return 2
    emit(args, document(answer), "\n".join(line.text for line in answer.trace))
    return 0


def calendar() -> Calendar:
    """The calendars alone, without the rest of the rules."""
    return rules.calendar_of(rules.compiled("calendars"))


def document(answer: Due) -> dict[str, object]:
    """The JSON form of a due date."""
    said: dict[str, object] = {
        "due_on": answer.due_on.isoformat(),
        "provisional": answer.provisional,
        "trace": [line.text for line in answer.trace],
    }
    if answer.due_at is not None:
        said["due_at"] = str(answer.due_at)
    elif answer.earliest is not None and answer.latest is not None:
        said["earliest"], said["latest"] = str(answer.earliest), str(answer.latest)
    return said
