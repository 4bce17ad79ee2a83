"""A small procedure of its own for one sentence of the engine at a time, apart from the law that ships."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from tests.play import Play
from zhifa.core.conditions import parse
from zhifa.core.procedure.functions import FUNCTIONS
from zhifa.core.procedure.scope import Scope
from zhifa.core.procedure.state import Context
from zhifa.core.procedure.taking import Accepted
from zhifa.core.rulebook import Rulebook, compile_rules
from zhifa.ports.rules import calendar

FACTS = """
[fact."a.on"]
label = "甲日"
type = "date"
[fact."a.until"]
label = "甲的终日"
type = "date"
[fact."a.text"]
label = "甲的内容"
type = "text"
[fact."a.flag"]
label = "甲的情形"
type = "boolean"
absent = "unknown"
[fact."a.closed"]
label = "甲的封闭情形"
type = "boolean"
[fact."a.amount"]
label = "甲的数额"
type = "integer"
[fact."a.list"]
label = "甲的清单"
type = "table"
key = "no"
columns = [
  { code = "no", label = "序号", type = "integer" },
  { code = "due", label = "日期", type = "date", required = false },
  { code = "value", label = "价值", type = "integer", required = false },
]
[fact."case.recused"]
label = "回避的人员"
type = "text"
"""
HEAD = """
[[procedure]]
code = "{0}"
title = "{0}程序"
kind = "supervision"
cite = "行政处罚法(2021)#54"
phases = ["办理"]
"""


def step(code: str, more: str = "", *, of: str = "main") -> str:
    """A step of a procedure, taken by the party unless said otherwise: nothing is asked of whoever takes it."""
    by = "" if "by = " in more else 'by = "party"'
    lines = more.replace("; ", "\n")
    head = f'procedure = "{of}"\ncode = "{code}"\ntitle = "{code}步骤"\nphase = "办理"\ncite = "行政处罚法(2021)#54"'
    return f"[[step]]\n{head}\n{by}\n{lines}\n"


def period(code: str, more: str) -> str:
    lines = more.replace("; ", "\n")
    head = f'procedure = "main"\ncode = "{code}"\ntitle = "{code}期限"\ncite = "行政处罚法(2021)#60"'
    return f"[[period]]\n{head}\n{lines}\n"


def book(*rules: str, procedures: tuple[str, ...] = ("main",), facts: str = FACTS) -> Rulebook:
    found = compile_rules({"facts.toml": facts, "main.toml": "".join(map(HEAD.format, procedures)) + "".join(rules)})
    assert isinstance(found, Rulebook), found
    return found


def play(*rules: str, start: str = "2024-03-01", procedures: tuple[str, ...] = ("main",)) -> Play:
    return Play("main", start, context=Context(book(*rules, procedures=procedures), calendar()))


def taken(game: Play, code: str, on: str, facts: Mapping[str, object] | None = None, **more: str) -> int:
    """Record a step as it happened; its place in the journal."""
    result = game.do(code, on, facts or {}, mode=more.get("mode", "recorded"), proceeding=more.get("proceeding", ""))
    assert isinstance(result, Accepted), result
    return next(event.version for event in reversed(game.events) if event.type == "step.taken")


def holds(game: Play, text: str, day: str) -> object:
    condition = parse(text, game.context.book.vocabulary, FUNCTIONS)
    return condition.value(Scope(game.state(day), game.root, date.fromisoformat(day)))
