"""Procedures written as variants of others: what they name in their base must be there, and nobody is his own base."""

from __future__ import annotations

from collections.abc import Iterator

from zhifa.core.kinship import ALSO, PLACES, TAKEN_OVER, bases
from zhifa.core.procedure.checking.survey import Survey, meant, problem, texts
from zhifa.core.rulebook import Entry, Problem

LISTS = frozenset(
    ["never_by", "after", "checks", "until", "reopens", "records", "may_record", "effects", "opens", "papers"]
    + ["shorter_if", "paused_by", "extended_by"]
)
"""What a variant may add to; anything else it writes anew."""


def crossed(survey: Survey) -> Iterator[Problem]:
    """Every base, omission, addition and place that a variant names wrongly."""
    procedures = survey.book.written("procedure")
    direct = bases(procedures)
    for entry in procedures:
        base = str(entry.data.get("like", ""))
        if entry.data.get("omits") and not base:
            yield problem(entry, "写了 omits 而没有写 like：省略的是哪个程序的步骤，写明 like")
        if base and base not in survey.procedures:
            yield problem(entry, f"like 所说的程序“{base}”不存在{meant(base, sorted(survey.procedures))}")
        elif base and entry.key not in direct:
            yield problem(entry, f"like 绕了一圈又回到自己：“{base}”也是照“{entry.key}”写的")
        elif base:
            yield from _omissions(survey, entry, base)
    for section in TAKEN_OVER:
        for entry in survey.book.written(section):
            yield from _own(survey, entry, direct.get(str(entry.data.get("procedure", "")), ""))


def _codes(survey: Survey, owner: str) -> dict[str, list[Entry]]:
    return {code: found for section in TAKEN_OVER for code, found in survey.own(owner, section).items()}


def _omissions(survey: Survey, entry: Entry, base: str) -> Iterator[Problem]:
    known = _codes(survey, base)
    rewritten = {
        own.code for section in TAKEN_OVER for own in survey.book.written(section)
        if str(own.data.get("procedure", "")) == entry.key
    }  # fmt: skip
    for code in texts(entry.data.get("omits")):
        if code not in known:
            yield problem(entry, f"omits 所说的“{code}”在“{base}”中不存在{meant(code, sorted(known))}")
        elif code in rewritten:
            yield problem(entry, f"“{code}”既写在 omits 里又重新写了：删去一处")


def _own(survey: Survey, entry: Entry, base: str) -> Iterator[Problem]:
    owner = str(entry.data.get("procedure", ""))
    also = entry.data.get(ALSO)
    placed = [key for key in PLACES if key in entry.data]
    if not base:
        for key in (*placed, *([ALSO] if also is not None else [])):
            yield problem(entry, f"{key} 只用在变体（写明 like 的程序）里，“{owner}”不是变体")
        return
    known = survey.own(base, entry.section)
    if entry.code not in known and (also is not None or "title" not in entry.data):
        yield problem(
            entry,
            f"“{base}”没有“{entry.code}”，没有可以改写、补充的：核对代码；是新的，写全 title、cite 等"
            + meant(entry.code, sorted(known)),
        )
    for key in also if isinstance(also, dict) else ():
        if key not in LISTS:
            yield problem(entry, f"{ALSO} 中不能写“{key}”，可以补充的有：{'、'.join(sorted(LISTS))}；其余的直接改写")
    for key in placed:
        place = str(entry.data[key])
        if place not in survey.own(owner, entry.section):
            yield problem(entry, f"{key} 所说的“{place}”不存在{meant(place, sorted(survey.own(owner, entry.section)))}")
