"""Reading expressions: Python's own parser and a whitelist, so that nothing outside the grammar can be written."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from decimal import Decimal
from math import isfinite
from threading import Lock
from typing import Final

from zhifa.core.conditions.condition import Condition
from zhifa.core.conditions.tree import (
    Arithmetic,
    Call,
    Cell,
    Compare,
    Constant,
    Function,
    Items,
    Junction,
    Member,
    Name,
    Node,
    Not,
    Quantified,
)
from zhifa.core.facts import Column, Vocabulary


class BadCondition(ValueError):
    """An expression the grammar does not allow; the message says where and why, in Chinese."""


MAXIMUM_LENGTH: Final = 2_000
MAXIMUM_DEPTH: Final = 60
_ONE_AT_A_TIME: Final = Lock()
"""Python 3.11 counts the depth of a syntax tree for all threads together: two that parse at once fail at random."""
_OPERATORS: Final[Mapping[type[ast.cmpop], str]] = {
    ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=",
}  # fmt: skip


class _Reader:
    """Turns Python's syntax tree into ours, refusing whatever the grammar does not name."""

    def __init__(self, text: str, vocabulary: Vocabulary, functions: Mapping[str, Function]) -> None:
        self.text, self.vocabulary, self.functions = text, vocabulary, functions
        self.rows: dict[str, Mapping[str, Column]] = {}
        self.depth = 0

    def fail(self, node: ast.AST, message: str) -> BadCondition:
        column = getattr(node, "col_offset", 0) + 1
        return BadCondition(f"条件“{self.text}”第 {column} 列：{message}")

    def read(self, node: ast.expr) -> Node:
        reader: Callable[[ast.expr], Node] | None = getattr(self, f"_{type(node).__name__.lower()}", None)
        if reader is None:
            raise self.fail(node, f"不允许的写法 {type(node).__name__}")
        self.depth += 1
        if self.depth > MAXIMUM_DEPTH:
            raise BadCondition(f"条件“{self.text[:80]}”嵌套过深（上限 {MAXIMUM_DEPTH} 层）")
        try:
            return reader(node)
        finally:
            self.depth -= 1

    def _boolop(self, node: ast.BoolOp) -> Node:
        return Junction(isinstance(node.op, ast.And), tuple(self.read(value) for value in node.values))

    def _unaryop(self, node: ast.UnaryOp) -> Node:
        if isinstance(node.op, ast.Not):
            return Not(self.read(node.operand))
        number = node.operand.value if isinstance(node.operand, ast.Constant) else None
        if isinstance(node.op, ast.USub) and isinstance(number, int) and not isinstance(number, bool):
            return Constant(-number)
        raise self.fail(node, "只允许 not 与负整数")

    def _constant(self, node: ast.Constant) -> Node:
        if isinstance(node.value, bool | int | str):
            return Constant(node.value)
        if isinstance(node.value, float) and isfinite(node.value):
            return Constant(Decimal(repr(node.value)))
        raise self.fail(node, "只允许文字、数字、True、False")

    def _list(self, node: ast.List) -> Node:
        return Items(tuple(self.read(item) for item in node.elts))

    def _tuple(self, node: ast.Tuple) -> Node:
        return Items(tuple(self.read(item) for item in node.elts))

    def _name(self, node: ast.Name) -> Node:
        raise self.fail(node, f"没有名为“{node.id}”的事实，事实写作 组.名")

    def _attribute(self, node: ast.Attribute) -> Node:
        if not isinstance(node.value, ast.Name):
            raise self.fail(node, "事实写作 组.名")
        if node.value.id in self.rows:
            columns = self.rows[node.value.id]
            if columns and node.attr not in columns:
                raise self.fail(node, f"清单没有名为“{node.attr}”的栏目")
            column = columns.get(node.attr)
            label = column.label if column else node.attr
            return Cell(node.value.id, node.attr, label, closed=column is not None and column.type == "boolean")
        code = f"{node.value.id}.{node.attr}"
        if code not in self.vocabulary:
            raise self.fail(node, f"没有名为“{code}”的事实")
        return Name(code)

    def _binop(self, node: ast.BinOp) -> Node:
        if isinstance(node.op, ast.Add | ast.Sub):
            return Arithmetic(self.read(node.left), "+" if isinstance(node.op, ast.Add) else "-", self.read(node.right))
        raise self.fail(node, "只允许加减")

    def _compare(self, node: ast.Compare) -> Node:
        parts: list[Node] = []
        left = self.read(node.left)
        for operator, comparator in zip(node.ops, node.comparators, strict=True):
            right = self.read(comparator)
            if isinstance(operator, ast.In | ast.NotIn):
                self._check_options(node, right, left)
                member = Member(left, right)
                parts.append(member if isinstance(operator, ast.In) else Not(member))
            elif type(operator) in _OPERATORS:
                self._check_options(node, left, right)
                kind, unit = self._kind(left) or self._kind(right) or ("text", "")
                if kind == "money" and isinstance(left, Call) and left.function.returns == "integer":
                    kind, unit = "integer", ""  # an hour is compared with a threshold, which is a sum elsewhere
                parts.append(Compare(left, _OPERATORS[type(operator)], right, kind, unit))
            else:
                raise self.fail(node, "不允许的比较")
            left = right
        return parts[0] if len(parts) == 1 else Junction(True, tuple(parts))

    def _kind(self, node: Node) -> tuple[str, str] | None:
        if isinstance(node, Name):
            fact = self.vocabulary[node.code]
            return fact.type, fact.unit
        if isinstance(node, Call) and node.function.returns == "money":
            return "money", "元"
        if isinstance(node, Arithmetic):
            return self._kind(node.left) or self._kind(node.right)
        return None

    def _check_options(self, place: ast.AST, named: Node, constant: Node) -> None:
        """A choice may only be compared with one of its options: a misspelt option would never hold."""
        if isinstance(named, Items) and isinstance(constant, Name):
            named, constant = constant, named
        if not isinstance(named, Name):
            return
        options = self.vocabulary[named.code].options
        said = constant.members if isinstance(constant, Items) else (constant,)
        for item in said:
            if options and isinstance(item, Constant) and item.held not in options:
                raise self.fail(place, f"“{named.code}”没有“{item.held}”这一选项")

    def _call(self, node: ast.Call) -> Node:
        if not isinstance(node.func, ast.Name) or node.keywords:
            raise self.fail(node, "函数写作 名称(参数)")
        name = node.func.id
        if name in {"any", "all", "sum", "count"}:
            return self._quantified(node, name)
        function = self.functions.get(name)
        if function is None:
            raise self.fail(node, f"没有名为“{name}”的函数")
        if len(node.args) not in function.arity:
            raise self.fail(node, f"函数 {name} 应有 {' 或 '.join(map(str, function.arity))} 个参数")
        return Call(function, tuple(self.read(argument) for argument in node.args))

    def _quantified(self, node: ast.Call, kind: str) -> Node:
        if len(node.args) != 1 or not isinstance(node.args[0], ast.GeneratorExp):
            raise self.fail(node, f"{kind} 写作 {kind}(条件 for 行 in 清单)")
        generator = node.args[0]
        loop = generator.generators[0]
        if len(generator.generators) != 1 or not isinstance(loop.target, ast.Name) or loop.is_async:
            raise self.fail(node, "只允许一层 for")
        if len(loop.ifs) > 1:
            raise self.fail(node, "只允许一个 if，多个条件用 and 连接")
        table = self.read(loop.iter)
        variable = loop.target.id
        columns = self.vocabulary[table.code].columns if isinstance(table, Name) else ()
        if not columns:
            raise self.fail(node, f"{kind} 只能用于清单类事实")
        if variable in self.rows:
            raise self.fail(node, f"“{variable}”已经用来指另一份清单的行，请换一个名称")
        self.rows[variable] = {column.code: column for column in columns}
        try:
            only = self.read(loop.ifs[0]) if loop.ifs else None
            return Quantified(kind, variable, table, self.read(generator.elt), only)
        finally:
            del self.rows[variable]


def parse(
    text: str, vocabulary: Vocabulary, functions: Mapping[str, Function], rows: tuple[str, ...] = ()
) -> Condition:
    """Read an expression; BadCondition says, in Chinese, where it breaks the grammar."""
    if len(text) > MAXIMUM_LENGTH:
        raise BadCondition(f"条件过长（{len(text)} 字符，上限 {MAXIMUM_LENGTH}）")
    try:
        with _ONE_AT_A_TIME:
            tree = ast.parse(text.strip(), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise BadCondition(f"条件“{text[:200]}”不是合法的写法：{error}") from None
    reader = _Reader(text, vocabulary, functions)
    for variable in rows:
        reader.rows[variable] = {}
    try:
        return Condition(text, reader.read(tree.body))
    except RecursionError:
        raise BadCondition(f"条件“{text[:80]}”嵌套过深") from None
