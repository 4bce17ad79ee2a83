"""Rules of appraisal: standards that can be scored, items that look at something, measures that keep the law."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import Final

from zhifa.core.procedure.checking.survey import Survey, problem, tables, texts
from zhifa.core.rulebook import Entry, Problem

FULL: Final = 100
LOOKS: Final = ("findings", "papers", "order", "unsealed", "when")
"""What a machine can look at."""
GATES: Final = frozenset(
    ["ended", "already", "times", "until", "order", "needs", "missing", "check", "role", "auxiliary", "certificate"]
    + ["officers", "separation", "recused", "no_rule", "effect_withdrawn", "*"]
)
"""Findings of the engine besides periods and papers."""
MEASURES: Final = frozenset(["appraised", "passed", "on_time", "clean", "mended", "reviewed", "published", "upheld"])
"""What may be computed of an organ. No amount of fines and no number of penalties is among it (行政处罚法 74.3)."""


def appraisal_rules(survey: Survey) -> Iterator[Problem]:
    """Everything wrong with standards, items and the scoring of organs."""
    for entry in survey.book.section("appraisal_standard"):
        yield from _grades(entry)
        if str(entry.data.get("failed")) not in {str(g.get("title")) for g in tables(entry.data.get("grades"))}:
            yield problem(entry, "failed 应是 grades 中的一个等次")
        if not any(entry.key in texts(item.data.get("standards")) for item in survey.book.section("appraisal_item")):
            yield problem(entry, "没有一个项目属于这个标准：在项目的 standards 中写上它")
    for entry in survey.book.section("appraisal_item"):
        yield from _item(survey, entry)
    for entry in survey.book.section("quality"):
        yield from _quality(entry)
    masks = {one.key for one in survey.book.section("redaction")}
    for entry in survey.book.section("appraisal_redaction"):
        if str(entry.data.get("mask")) not in masks:
            yield problem(entry, f"没有“{entry.data.get('mask')}”这一脱敏规则，可用：{'、'.join(sorted(masks))}")
        for code in texts(entry.data.get("facts")):
            if code not in survey.vocabulary:
                yield problem(entry, f"facts 中有未知的事实 {code}")


def _grades(entry: Entry) -> Iterator[Problem]:
    least = [int(grade.get("least", 0)) for grade in tables(entry.data.get("grades"))]
    if not least or least != sorted(least, reverse=True) or least[-1] != 0:
        yield problem(entry, "grades 应从高到低，最后一等 least = 0")


def _item(survey: Survey, entry: Entry) -> Iterator[Problem]:
    data = entry.data
    standards = {one.key for one in survey.book.section("appraisal_standard")}
    for code in texts(data.get("standards")):
        if code not in standards:
            yield problem(entry, f"没有“{code}”这一标准：核对代码，或者删去")
    if bool(data.get("fatal")) == bool(data.get("points")):
        yield problem(entry, "一个项目或者一票否决（fatal），或者写明分值（points），不能都写、都不写")
    looks = any(data.get(key) for key in LOOKS)
    if bool(data.get("by_hand")) == looks:
        yield problem(entry, f"写明机器看什么（{'、'.join(LOOKS)}），或者 by_hand = true，二者取一")
    for code in texts(data.get("procedures")):
        if not survey.book.versions("procedure", code):
            yield problem(entry, f"没有“{code}”这一程序：核对代码，或者删去")
    kinds = {str(one.data.get("kind")) for one in survey.book.section("procedure")}
    for kind in texts(data.get("kinds")):
        if kind not in kinds:
            yield problem(entry, f"没有“{kind}”这一类程序，可用：{'、'.join(sorted(kinds))}")
    for key in ("papers", "unsealed", "order"):
        for like in texts(data.get(key)):
            if not any(fnmatchcase(code, like) for code in survey.papers_there):
                yield problem(entry, f"{key} 中的“{like}”不是任何文书的代码")
    for like in texts(data.get("findings")):
        yield from _finding(survey, entry, like)


def _finding(survey: Survey, entry: Entry, like: str) -> Iterator[Problem]:
    step, _, code = like.partition("/")
    if step != "*" and not any(one.code == step for one in survey.book.section("step")):
        yield problem(entry, f"findings 中的“{like}”：没有“{step}”这一步骤")
    mark, _, name = code.partition(":")
    if name and mark == "period":
        known = [one.code for one in survey.book.section("period")]
    elif name and mark == "paper":
        known = [one.key for one in survey.book.section("paper_check")]
    else:
        known, name = sorted(GATES), code
    if not any(fnmatchcase(one, name) for one in known):
        yield problem(entry, f"findings 中的“{like}”：没有这样的问题，写了也不起作用")


def _quality(entry: Entry) -> Iterator[Problem]:
    yield from _grades(entry)
    items = list(tables(entry.data.get("items")))
    total = sum(int(item.get("points", 0)) for item in items)
    if total != FULL:
        yield problem(entry, f"各项分值合计应为 {FULL}，现为 {total}")
    for item in items:
        if str(item.get("measure")) not in MEASURES:
            yield problem(entry, f"系统不计算“{item.get('measure')}”，可用：{'、'.join(sorted(MEASURES))}")
