"""The reference pages made from rules and code: procedures, facts, events, commands. Never edited by hand."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from importlib import import_module
from typing import Any

from zhifa.cli.coverage import coverage
from zhifa.core.events import EVENT_TYPES
from zhifa.core.facts import Fact
from zhifa.core.kinship import kin
from zhifa.core.permission import ROLE_TITLES
from zhifa.core.procedure.checking.survey import recorded_by
from zhifa.core.procedure.model import Procedure, Step
from zhifa.core.procedure.reading import procedure
from zhifa.core.procedure.wording import KINDS, OF, UNITS, said, titles
from zhifa.core.procedure.wording import named as as_noun
from zhifa.core.rulebook import Rulebook, Rules

NOTE = "<!-- 由 `zhifa rules reference` 生成，不要手改。 -->\n"
TYPES = {
    "text": "文字", "longtext": "长文字", "money": "金额", "date": "日期", "moment": "时刻", "integer": "整数",
    "decimal": "小数", "boolean": "是否", "choice": "单选", "choices": "多选", "table": "清单", "file": "文件",
}  # fmt: skip
ABSENT = {"no": "视为否", "zero": "视为零", "empty": "视为没有", "unknown": "视为不知道"}
STATUSES = {"verified": "已核条文", "reported": "据报道", "configured": "本地配置"}


def pages(book: Rulebook, scenarios: Mapping[str, Mapping[str, Any]]) -> Mapping[str, str]:
    """Every page by file name; `scenarios` are the acceptance scripts by name."""
    return {
        "coverage.md": NOTE + "\n".join(coverage(book, scenarios, book.as_of(date.max))) + "\n",
        "procedures.md": NOTE + "\n".join(_procedures(book)),
        "facts.md": NOTE + "\n".join(_facts(book)),
        "events.md": NOTE + "\n".join(_events()),
        "commands.md": NOTE + "\n".join(_commands()),
    }


def cell(text: str) -> str:
    """A text that cannot break a table."""
    return text.replace("|", "\\|").replace("\n", " ")


def row(*cells: str) -> str:
    return "| " + " | ".join(cell(text) for text in cells) + " |"


def table(*heads: str) -> list[str]:
    return [row(*heads), "|" + " --- |" * len(heads)]


def latest(book: Rulebook) -> Iterator[tuple[Procedure, Rules]]:
    """Every procedure in its newest text."""
    rules = book.as_of(date.max)
    for code in rules.entries("procedure"):
        if found := procedure(rules, code):
            yield found, rules


def own_part(found: Procedure, rules: Rules) -> Procedure:
    """Of a variant what it writes itself; another procedure whole."""

    def own(section: str, code: str) -> bool:
        entry = rules.entry(section, f"{found.code}/{code}")
        return entry is None or not entry.taken_from

    return replace(
        found,
        steps={code: step for code, step in found.steps.items() if own("step", code)},
        points={code: point for code, point in found.points.items() if own("point", code)},
        periods=tuple(period for period in found.periods if own("period", period.code)),
    )


def _procedures(book: Rulebook) -> Iterator[str]:
    yield "# 程序\n\n每一步由谁办理、先要完成什么、起算和履行哪些期限、制发哪些文书、依据哪一条。\n"
    for found, rules in latest(book):
        named = titles(rules, found.code)
        papers = {code: str(entry.data.get("title", code)) for code, entry in rules.entries("paper").items()}
        yield f"## {found.title} `{found.code}`\n\n依据：{found.cite}\n"
        found = own_part(found, rules)
        if base := kin(book, found.code)[1:]:
            yield f"照 `{base[0]}` 写，下面只列不同的；其余与它相同。\n"
        yield from table("步骤", "代码", "阶段", "办理", "先要完成", "期限", "文书", "条文")
        for step in found.steps.values():
            yield _step(found, step, papers)
        yield ""
        yield from _conditions(found, book, named)
        yield from _periods(found, book, named)


def _step(found: Procedure, step: Step, papers: Mapping[str, str]) -> str:
    who = "、".join(ROLE_TITLES.get(role, role) for role in step.by)
    who += f"（持证 {step.officers} 人）" if step.officers else ""
    after = "；".join("或".join(_title(found, code) for code in group) for group in step.after)
    periods = [f"起算“{p.title}”" for p in found.periods if step.code in p.start_steps]
    periods += [f"履行“{p.title}”" for p in found.periods if step.code in p.met_by]
    issued = "、".join(papers.get(code, code) for code in step.papers)
    cite = step.cite if step.status == "verified" else f"{step.cite}（{STATUSES[step.status]}）"
    return row(step.title, f"`{step.code}`", step.phase, who, after, "；".join(periods), issued, cite)


def _title(found: Procedure, code: str) -> str:
    if code in found.steps:
        return found.steps[code].title
    return found.points[code].title if code in found.points else code


def _conditions(found: Procedure, book: Rulebook, named: Mapping[tuple[str, str], str]) -> Iterator[str]:
    """Points and conditions in words."""

    def title(kind: str, code: str) -> str:
        return named.get((kind, code), code)

    lines = [
        f"- **{point.title}** `{code}`：{said(point.when, book.vocabulary, title)}。（{point.cite}）"
        for code, point in found.points.items()
    ]
    for step in found.steps.values():
        for word, condition in (("何时需要", step.needed_if), ("前提", step.needs), ("何时算数", step.counts_if)):
            if condition is not None:
                lines.append(f"- {step.title} · {word}：{said(condition, book.vocabulary, title)}。")
        for check in step.checks:
            lines.append(f"- {step.title} · 要求：{check.say}。（{check.cite}）")
    if lines:
        yield "节点和条件：\n"
        yield from lines
        yield ""


def _periods(found: Procedure, book: Rulebook, named: Mapping[tuple[str, str], str]) -> Iterator[str]:

    def title(kind: str, code: str) -> str:
        return named.get((kind, code), code)

    if not found.periods:
        return
    yield from table("期限", "代码", "长短", "起算", "性质", "条件", "条文")
    for period in found.periods:
        length = f"{period.length} {UNITS[period.unit]}" if period.length else "立即"
        if period.until is not None and not period.length:
            length = "至" + as_noun(period.until, book.vocabulary, title)
        starts = "或".join(_title(found, code) for code in period.start_steps)
        starts = starts or (as_noun(period.starts, book.vocabulary, title) if period.starts else "")
        only = said(period.only_if, book.vocabulary, title) if period.only_if else ""
        nature = f"{OF.get(period.of, period.of)}的{KINDS[period.kind]}"
        cite = period.cite if period.status == "verified" else f"{period.cite}（{STATUSES[period.status]}）"
        yield row(period.title, f"`{period.code}`", length, starts, nature, only, cite)
    yield ""


def _facts(book: Rulebook) -> Iterator[str]:
    yield "# 事实\n\n表单、文书、条件和统计只用这些名称。“个人信息”的值只以承诺值进入日志链，可以依法清除。\n"
    recorders: dict[str, list[str]] = {}
    for entry in book.section("step"):
        for code in recorded_by(entry):
            recorders.setdefault(code, []).append(str(entry.data.get("title", entry.code)))
    group = ""
    for code in sorted(book.vocabulary.facts):
        fact = book.vocabulary.facts[code]
        if code.partition(".")[0] != group:
            group = code.partition(".")[0]
            yield f"\n## {group}\n"
            yield from table("代码", "名称", "类型", "没有登记时", "个人信息", "登记它的步骤")
        yield _fact(fact, dict.fromkeys(recorders.get(code, ())))
    yield ""


def _fact(fact: Fact, steps: Iterable[str]) -> str:
    kind = TYPES[fact.type] + (f"（{fact.unit}）" if fact.unit else "")
    if fact.options:
        kind += "：" + "、".join(fact.options)
    if fact.columns:
        kind += "：" + "、".join(column.label for column in fact.columns)
    personal = "是" if fact.personal else ""
    return row(f"`{fact.code}`", fact.label, kind, ABSENT[fact.absent], personal, "、".join(steps))


def _events() -> Iterator[str]:
    yield "# 事件\n\n日志中会发生的一切。事件不改不删；有错的，以后一个事件更正前一个。\n"
    yield from table("代码", "名称", "流", "载明")
    for event in EVENT_TYPES.values():
        yield row(f"`{event.code}`", event.title, "任意" if event.stream == "*" else f"`{event.stream}`", event.meaning)
    yield ""


def _commands() -> Iterator[str]:
    from zhifa.cli.main import commands, module_name

    yield "# 命令\n\n每个命令都接受 `--json`（输出一个 JSON 文档）和 `--data DIR`（数据目录）。"
    yield "退出码：0 完成，1 被拒绝或者核对不通过，2 用法有误。\n"
    for name in commands():
        module = import_module(module_name(name))
        parser = argparse.ArgumentParser(prog=f"zhifa {name}", add_help=False, conflict_handler="resolve")
        parser.add_argument("--json", action="store_true")
        module.configure(parser)
        yield f"## zhifa {name}\n\n{str(module.HELP).strip()}\n"
        lines = list(_options(parser, ""))
        if lines:
            yield from table("参数", "说明")
            yield from lines
            yield ""


def _options(parser: argparse.ArgumentParser, word: str) -> Iterator[str]:
    """The arguments of a command, those of its second word under that word."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            said_of = {choice.dest: str(choice.help or "") for choice in action._choices_actions}
            for name, inner in action.choices.items():
                yield row(f"`{name}`", said_of.get(name, ""))
                yield from _options(inner, f"{name} ")
        elif action.help != argparse.SUPPRESS and action.option_strings[:1] not in (["--json"], ["-h"]):
            names = "、".join(action.option_strings)
            metavar = action.metavar if isinstance(action.metavar, str) else ""
            shown = f"{names} {metavar}".strip() or action.dest
            yield row(f"`{word}{shown}`", str(action.help or ""))
