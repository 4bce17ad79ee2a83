"""Conditions: each is read, its names must exist, its sides must be comparable, its lists must reduce to one value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from zhifa.core.conditions import BadCondition, Call, Condition, Name
from zhifa.core.conditions.tree import Arithmetic, Cell, Compare, Constant, Items, Member, Node, Quantified
from zhifa.core.procedure.checking.survey import Expression, Survey, meant, problem
from zhifa.core.rulebook import Problem

KINDS: Final[Mapping[str, str]] = {
    "text": "text", "longtext": "text", "choice": "text", "file": "text", "money": "number", "integer": "number",
    "decimal": "number", "date": "date", "moment": "date", "boolean": "boolean", "choices": "texts", "table": "table",
}  # fmt: skip
SAID: Final[Mapping[str, str]] = {
    "text": "文字", "number": "数", "date": "日期", "boolean": "是否", "texts": "多选", "table": "清单",
}  # fmt: skip
VALUE_KEYS: Final[Mapping[str, str]] = {
    "starts": "date", "met_by": "date", "until": "date", "counted_on": "date",
    "amount": "number", "count": "number", "principal": "number",
}  # fmt: skip
Rows = Mapping[str, Mapping[str, str]]
OF_SUBSTANCE: Final = frozenset(["matter", "benchmark", "discretion_factor", "leniency_kind", "leniency"])


def read(survey: Survey, expression: Expression) -> Condition:
    """The condition of an expression; BadCondition when the grammar does not allow it."""
    of_substance = expression.entry.section in OF_SUBSTANCE
    return survey.condition(expression.text, of_substance=of_substance, rows=("row",) if expression.each else ())


def conditions(survey: Survey) -> Iterator[Problem]:
    """Conditions that cannot be read, name what does not exist, or compare what cannot be compared."""
    for expression in survey.expressions:
        entry = expression.entry
        try:
            found = read(survey, expression)
        except BadCondition as error:
            yield problem(entry, f"{expression.key}：{error}")
            continue
        rows = {"row": _columns(survey, expression.each)} if expression.each else {}
        owners = _owners(survey, expression)
        for said in (*_faults(survey, found.tree, rows), *_calls(survey, found, owners, entry.section)):
            yield problem(entry, f"{expression.key}“{found.text}”：{said}")
        kind, wanted = kind_of(survey, found.tree, rows), _wanted(expression.key)
        if "any" not in (kind, wanted) and kind != wanted:
            yield problem(entry, f"{expression.key}“{found.text}”得出的是{SAID.get(kind, kind)}，应为{SAID[wanted]}")
    yield from _papers(survey)


def _wanted(key: str) -> str:
    """What kind of value the expression under a key has to give."""
    last = key.rpartition(".")[2]
    if key.startswith("dims."):
        return "any"
    return {"date": "date", "number": "number"}.get(VALUE_KEYS.get(last, ""), "boolean")


def _papers(survey: Survey) -> Iterator[Problem]:
    for paper in survey.papers:
        for text in paper.conditions:
            try:
                found = survey.condition(text)
            except BadCondition as error:
                yield Problem(paper.path, f"paper {paper.code}", str(error))
                continue
            every = sorted(survey.procedures)
            for said in (*_faults(survey, found.tree, {}), *_calls(survey, found, every, "paper")):
                yield Problem(paper.path, f"paper {paper.code}", f"“{text}”：{said}")


def _owners(survey: Survey, expression: Expression) -> list[str]:
    """The procedures in which the names of an expression are looked up."""
    owner = expression.entry.data.get("procedure", "")
    if isinstance(owner, list):
        return [str(item) for item in owner]
    return survey.above(str(owner)) if owner else sorted(survey.procedures)


def _columns(survey: Survey, table: str) -> Mapping[str, str]:
    fact = survey.vocabulary.get(table)
    return {column.code: KINDS.get(column.type, "any") for column in fact.columns} if fact else {}


def _calls(survey: Survey, found: Condition, owners: list[str], section: str) -> Iterator[str]:
    """Every step, point, period, procedure, threshold or list a function names must exist."""
    for call in found.calls():
        kind, name = call.function.argument, call.function.name
        if name == "today" and section not in {"period", "accrual"}:
            yield "today() 只能用在期限里：程序的结论不能随看的日子改变，请改用 passed('期限')"
        if name == "known" and not isinstance(call.arguments[0], Name | Call):
            yield "known 的参数应为事实或者函数，写作 known(组.名)"
        if name == "party_is":
            yield from _party_is(survey, call)
        if kind == "value":
            continue
        first = call.arguments[0]
        if not (isinstance(first, Constant) and isinstance(first.held, str)):
            yield f"{name} 的第一个参数应为加引号的名称"
            continue
        yield from _named(survey, kind, name, first.held, owners)


def _party_is(survey: Survey, call: Call) -> Iterator[str]:
    fact, said = survey.vocabulary.get("party.kind"), call.arguments[0]
    if fact and isinstance(said, Constant) and said.held not in fact.options:
        yield f"当事人类型没有“{said.held}”，可用：{'、'.join(fact.options)}"


def _named(survey: Survey, kind: str, function: str, name: str, owners: list[str]) -> Iterator[str]:
    if kind in {"step", "point", "period"}:
        known = [code for owner in owners for code in survey.own(owner, kind)]
        if kind == "point":
            known += [code for owner in owners for code in survey.own(owner, "step")]
        what = {"step": "步骤", "point": "节点", "period": "期限"}[kind]
    elif kind == "procedure":
        known, what = sorted(survey.procedures), "程序"
    elif kind == "threshold":
        codes = [entry.code for entry in survey.book.section("threshold")]
        stems = [c.removesuffix(".person") for c in codes if f"{c.removesuffix('.person')}.organisation" in codes]
        known, what = codes + stems, "数额界限"
    else:
        known, what = [entry.code for entry in survey.book.section("list")], "名录"
    if name not in known:
        yield f"{function}('{name}') 所说的{what}不存在{meant(name, known)}"


def kind_of(survey: Survey, node: Node, rows: Rows) -> str:
    """The kind of value a node gives; `any` where the rules leave it open."""
    if isinstance(node, Name):
        fact = survey.vocabulary.get(node.code)
        return KINDS.get(fact.type, "any") if fact else "any"
    if isinstance(node, Constant):
        return "boolean" if isinstance(node.held, bool) else "text" if isinstance(node.held, str) else "number"
    if isinstance(node, Cell):
        return rows.get(node.variable, {}).get(node.column, "any")
    if isinstance(node, Items):
        return "texts" if all(kind_of(survey, item, rows) == "text" for item in node.members) else "list"
    if isinstance(node, Arithmetic):
        sides = {kind_of(survey, node.left, rows), kind_of(survey, node.right, rows)}
        return "any" if "any" in sides or sides == {"date"} else "date" if "date" in sides else "number"
    if isinstance(node, Call):
        returns = node.function.returns
        return {"money": "number", "integer": "number", "value": "any"}.get(returns, returns)
    if isinstance(node, Quantified):
        return "boolean" if node.kind in {"any", "all"} else "number"
    return "boolean"


def _faults(survey: Survey, node: Node, rows: Rows) -> Iterator[str]:
    """Comparisons that can never be judged, and lists used as if they were one value."""
    if isinstance(node, Quantified):
        table = node.table.code if isinstance(node.table, Name) else ""
        if kind_of(survey, node.table, rows) != "table":
            yield f"{node.kind} 只能用于清单类事实"
        rows = {**rows, node.variable: _columns(survey, table)}
    if isinstance(node, Cell) and node.column not in rows.get(node.variable, {node.column: ""}):
        yield f"清单没有“{node.column}”这一栏"
    if isinstance(node, Compare | Arithmetic):
        left, right = kind_of(survey, node.left, rows), kind_of(survey, node.right, rows)
        yield from _pair(left, right, isinstance(node, Arithmetic))
    if isinstance(node, Member):
        yield from _member(kind_of(survey, node.item, rows), kind_of(survey, node.group, rows))
    for child in node.children():
        yield from _faults(survey, child, rows)


def _pair(left: str, right: str, sum_of: bool) -> Iterator[str]:
    if "table" in (left, right):
        yield "清单不能直接比较或者加减，应先用 any、all、count、sum 或 len 归为一个值"
    elif sum_of:
        if not {left, right} <= {"number", "date", "any"}:
            yield f"{SAID.get(left, left)}与{SAID.get(right, right)}不能相加减"
    elif "any" not in (left, right) and left != right:
        yield f"{SAID.get(left, left)}不能与{SAID.get(right, right)}比较，结果永远是“未知”"


def _member(item: str, group: str) -> Iterator[str]:
    if "table" in (item, group):
        yield "清单不能直接用 in，应写作 any(行.栏 == 值 for 行 in 清单)"
    elif item == "texts" and group != "list":
        yield "多选不能整体用 in，应逐项写作 '选项' in 事实"
    elif group not in {"texts", "list", "any"}:
        yield f"in 的右边应为列表或者多选，现为{SAID.get(group, group)}"
