"""Rules about people: questions that can be answered, papers that can be composed, standards that keep the law."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from zhifa.core.procedure.checking.survey import Survey, problem, tables, texts
from zhifa.core.rulebook import Entry, Problem

MEASURES: Final = frozenset(["on_time", "clean", "agreed", "hours", "exam", "handled", "corrected"])
"""What may be computed of a person. No amount of fines and no number of penalties is among them (行政处罚法 74.3)."""
UNSCORED: Final = frozenset(["handled", "corrected"])
"""Shown and never scored: much work is no merit of law, and whoever mends a mistake must not lose by it."""
FULL: Final = 100


def people_rules(survey: Survey) -> Iterator[Problem]:
    """Everything wrong with questions, papers, standards of assessment and rules for certificates."""
    for section, look in LOOKS.items():
        for entry in survey.book.section(section):
            yield from look(survey, entry)


def _question(survey: Survey, entry: Entry) -> Iterator[Problem]:
    data, kind = entry.data, entry.data.get("kind")
    answer, options = str(data.get("answer", "")), texts(data.get("options"))
    belongs = str(data.get("procedure", ""))
    if belongs and not survey.book.versions("procedure", belongs):
        yield problem(entry, f"没有“{belongs}”这一程序：核对代码，或者删去 procedure")
    matter = str(data.get("matter", ""))
    if matter and not survey.book.versions("matter", matter):
        yield problem(entry, f"没有“{matter}”这一事项：核对代码，或者删去 matter")
    if kind == "案例":
        if not data.get("expect"):
            yield problem(entry, "案例题没有评分要点：写在 expect 中")
        return
    if kind == "判断":
        if answer not in {"对", "错"}:
            yield problem(entry, f"判断题的 answer 只能是 对 或 错，现为“{answer}”")
        return
    letters = "ABCDEFGH"[: len(options)]
    if len(options) < 3 or len(set(options)) != len(options):
        yield problem(entry, "至少三个各不相同的选项")
    if not answer or any(letter not in letters for letter in answer) or len(set(answer)) != len(answer):
        yield problem(entry, f"answer 应为选项的字母 {letters}，现为“{answer}”")
    elif (kind == "单选") != (len(answer) == 1):
        yield problem(entry, "单选题一个答案，多选题两个以上答案")


def _paper(survey: Survey, entry: Entry) -> Iterator[Problem]:
    parts = list(tables(entry.data.get("parts")))
    total = sum(int(part.get("count", 0)) * int(part.get("points", 0)) for part in parts)
    if total != FULL:
        yield problem(entry, f"各部分分值合计应为 {FULL}，现为 {total}")
    bank = [one.data for one in survey.book.section("question") if one.validity.end is None]
    for part in parts:
        wanted = texts(part.get("topics"))
        fits = [q for q in bank if q.get("kind") == part.get("kind") and (not wanted or q.get("topic") in wanted)]
        if len(fits) < int(part.get("count", 0)):
            yield problem(entry, f"{part.get('kind')}题要 {part.get('count')} 道，题库中只有 {len(fits)} 道")


def _assessment(survey: Survey, entry: Entry) -> Iterator[Problem]:
    items = list(tables(entry.data.get("items")))
    total = sum(int(item.get("points", 0)) for item in items)
    if total != FULL:
        yield problem(entry, f"各项分值合计应为 {FULL}，现为 {total}")
    for item in items:
        measure = str(item.get("measure", ""))
        if measure and measure not in MEASURES:
            yield problem(entry, f"系统不计算“{measure}”，可用：{'、'.join(sorted(MEASURES))}")
        if measure in UNSCORED and item.get("points"):
            yield problem(entry, f"“{item.get('title')}”只能列出，不能计分：points 应为 0")
        if not measure and not item.get("points"):
            yield problem(entry, f"“{item.get('title')}”既不计算也不计分，应删去")
    grades = [int(grade.get("least", 0)) for grade in tables(entry.data.get("grades"))]
    if grades != sorted(grades, reverse=True) or not grades or grades[-1] != 0:
        yield problem(entry, "grades 应从高到低，最后一等 least = 0")


def _qualification(survey: Survey, entry: Entry) -> Iterator[Problem]:
    day = str(entry.data.get("lapses", ""))
    month, _, rest = day.partition("-")
    if not (month.isdecimal() and rest.isdecimal() and 1 <= int(month) <= 12 and 1 <= int(rest) <= 28 + 3):
        yield problem(entry, f"lapses 应写作 01-31，现为“{day}”")


LOOKS: Mapping[str, Callable[[Survey, Entry], Iterator[Problem]]] = {
    "question": _question,
    "exam_paper": _paper,
    "assessment": _assessment,
    "qualification": _qualification,
}
