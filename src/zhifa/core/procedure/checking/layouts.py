"""Layouts of lists that are imported: their columns fill steps and facts there are, of procedures that take lists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from zhifa.core.kinship import family
from zhifa.core.procedure.checking.survey import Survey, alternatives, meant, problem, tables
from zhifa.core.rulebook import Entry, Problem

TYPES: Final = frozenset(
    ["text", "name", "number", "day", "yuan", "wan", "choice", "choices", "integer", "yesno", "matter", "about"]
    + ["basis", "citizen", "credit", "organ", "officers", "procedure", "case", "none"]
)


def told_by_lists(survey: Survey) -> set[str]:
    """The facts that columns of layouts fill."""
    found = {str(entry.data["unstated"]) for entry in survey.book.section("layout") if entry.data.get("unstated")}
    for entry in survey.book.section("layout"):
        for column in tables(entry.data.get("columns")):
            found |= {name for part in alternatives(str(column.get("fact", ""))) for name in part.split("+") if name}
    return found


def layouts(survey: Survey) -> Iterator[Problem]:
    """Every name a layout gives that nothing answers to."""
    known = {entry.key: entry for entry in survey.book.section("layout")}
    for entry in known.values():
        like = str(entry.data.get("like", ""))
        if like and like not in known:
            yield problem(entry, f"like 所说的版式“{like}”不存在{meant(like, sorted(known))}")
            continue
        columns = _columns(entry, known)
        procedures = _procedures(entry, known, columns)
        besides = {str(column["beside"]) for column in columns.values() if column.get("beside")}
        yield from _listed(survey, entry, procedures, besides)
        yield from _named(entry, known, columns)
        for column in tables(entry.data.get("columns")):
            beside = str(column.get("beside", ""))
            yield from _column(survey, entry, column, {beside} if beside else procedures)


def _columns(entry: Entry, known: Mapping[str, Entry]) -> dict[str, Mapping[str, Any]]:
    base = known.get(str(entry.data.get("like", "")))
    own = {str(column.get("code", "")): column for column in tables(entry.data.get("columns"))}
    return {**(_columns(base, known) if base else {}), **own}


def _said(entry: Entry, known: Mapping[str, Entry], key: str) -> Any:
    base = known.get(str(entry.data.get("like", "")))
    return entry.data.get(key, base.data.get(key) if base else None)


def _procedures(entry: Entry, known: Mapping[str, Entry], columns: Mapping[str, Mapping[str, Any]]) -> set[str]:
    chosen = columns.get(str(_said(entry, known, "chooses") or ""), {}).get("words", {})
    return {str(code) for code in (*chosen.values(), _said(entry, known, "otherwise")) if code}


def _listed(survey: Survey, entry: Entry, procedures: set[str], besides: set[str]) -> Iterator[Problem]:
    if not procedures:
        yield problem(entry, "没有写 otherwise，也没有决定程序的一栏：不知道一行成为什么案件")
    for code in sorted(procedures | besides):
        versions = survey.book.versions("procedure", code)
        if not versions:
            yield problem(entry, f"没有代码为“{code}”的程序{meant(code, sorted(survey.procedures))}")
        elif not all(version.data.get("listed") for version in versions):
            yield problem(entry, f"程序“{code}”没有写 listed = true，清单不能录成它的案件")


def _named(entry: Entry, known: Mapping[str, Entry], columns: Mapping[str, Any]) -> Iterator[Problem]:
    named = [str(_said(entry, known, key) or "") for key in ("chooses", "number")]
    named += [str(code) for pair in _said(entry, known, "orders") or () for code in pair]
    named += [str(column.get(key, "")) for column in columns.values() for key in ("needs", "by")]
    for key in ("agrees", "excludes"):
        named += [str(rule[side]) for rule in tables(_said(entry, known, key)) for side in ("column", "kinds")]
    for code in filter(None, named):
        if code not in columns:
            yield problem(entry, f"没有代码为“{code}”的一栏{meant(code, sorted(columns))}")


def _column(survey: Survey, entry: Entry, column: Mapping[str, Any], procedures: set[str]) -> Iterator[Problem]:
    place = f"columns 的“{column.get('code', '')}”"
    kind = str(column.get("type", "text"))
    if not column.get("code") or not column.get("title"):
        yield problem(entry, f"{place}缺 code 或者 title")
    if kind not in TYPES:
        yield problem(entry, f"{place}的 type“{kind}”不认得{meant(kind, sorted(TYPES))}")
    if (kind == "case") != bool(column.get("of")):
        yield problem(entry, f"{place}：写别的案件文号的一栏（type = case），要写 of（那是什么案件），别的栏不写")
    known = {
        code
        for procedure in procedures
        for member in family(survey.book, procedure)
        for code in survey.own(member, "step")
    }
    for step in alternatives(str(column.get("step", ""))):
        if step and step not in known:
            yield problem(entry, f"{place}所说的步骤“{step}”不存在{meant(step, sorted(known))}")
    named = [name for part in alternatives(str(column.get("fact", ""))) for name in part.split("+") if name]
    for code in [*named, *column.get("with", {}), *column.get("again", {})]:
        if code not in survey.vocabulary:
            yield problem(entry, f"{place}所说的事实“{code}”没有声明{meant(code, sorted(survey.vocabulary.facts))}")
