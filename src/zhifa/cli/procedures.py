"""`zhifa procedures`: the procedures in force on a day, each readable by a lawyer, drawn, or checked."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from zhifa.cli import rules as rules_command
from zhifa.cli.law import today
from zhifa.cli.output import complain, emit, say
from zhifa.cli.reading import read_day, unusable
from zhifa.core.conditions import Condition
from zhifa.core.facts import Vocabulary
from zhifa.core.permission import ROLE_TITLES
from zhifa.core.procedure.model import Period, Procedure, Step
from zhifa.core.procedure.reading import procedure
from zhifa.core.procedure.wording import length_words, said, titles, whose_words
from zhifa.core.procedure.wording import named as as_noun
from zhifa.core.rulebook import Rules
from zhifa.ports import rules

HELP = "看程序：列出、逐步查看、画流程图、核对规则"
Speak = Callable[[Condition | None], str]
"""A condition in Chinese."""
STATUSES = {"verified": "", "reported": "（据报道）", "configured": "（本地配置）"}


def configure(parser: argparse.ArgumentParser) -> None:
    """list, show, draw, check."""
    words = parser.add_subparsers(dest="word", metavar="list|show|draw|check", required=True)
    for word, text in (
        ("list", "列出施行中的程序"),
        ("show", "逐步列出一个程序：步骤、期限、文书、条文、事实"),
        ("draw", "把一个程序画成流程图，或者画出两个程序的不同（SVG）"),
        ("check", "核对全部规则，同 zhifa rules check"),
    ):
        made = words.add_parser(word, help=text, conflict_handler="resolve")
        made.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="输出一个 JSON 文档")
        if word in {"show", "draw"}:
            made.add_argument("code", metavar="CODE", help="程序代码，如 penalty.ordinary")
        if word == "check":
            rules_command.options(made)
        else:
            made.add_argument("--on", metavar="DATE", help="以哪一日的规则为准，默认今天")
        if word == "draw":
            made.add_argument("against", metavar="AGAINST", nargs="?", help="再写一个程序代码：画出前一个与它的不同")
            made.add_argument("--out", metavar="FILE.svg", help="写入文件；不写则输出到屏幕")


def run(args: argparse.Namespace) -> int:
    """0 done; 1 when the check finds something or no such procedure is in force; 2 for a date that is none."""
    if args.word == "check":
        return rules_command.run(args)
    on = today() if args.on is None else read_day(args.on, "--on")
    if on is None:
        return 2
    given = rules.rulebook().as_of(on)
    if args.word == "list":
        return _list(args, given)
    found = procedure(given, args.code)
    if found is None:
        return _unknown(args.code, given)
    if args.word == "show":
        return _show(args, found, given)
    base = procedure(given, args.against) if args.against else None
    return _unknown(args.against, given) if args.against and base is None else _draw(args, found, base)


def _unknown(code: str, given: Rules) -> int:
    near = get_close_matches(code, given.entries("procedure"), n=1, cutoff=0.4)
    elsewhere = given.book.versions("procedure", code)
    if elsewhere:
        days = "；".join(f"{e.validity.start or '最初'} 至 {e.validity.end or '今'}" for e in elsewhere)
        complain(
            f"程序“{code}”在 {given.day} 没有施行", where="zhifa procedures", mend=f"用 --on 指定施行的日期：{days}"
        )
    else:
        mend = f"您要的是 {near[0]} 吗？" if near else "zhifa procedures list 查看全部程序"
        complain(f"没有代码为“{code}”的程序", where="zhifa procedures", mend=mend)
    return 1 if elsewhere else 2


def _list(args: argparse.Namespace, given: Rules) -> int:
    found = [item for code in given.entries("procedure") if (item := procedure(given, code))]
    data = [
        {"code": p.code, "title": p.title, "kind": p.kind, "cite": p.cite}
        | {"steps": len(p.steps), "periods": len(p.periods)}
        for p in found
    ]
    lines = [f"{p.code:<18}{p.title}（{p.cite}）：{len(p.steps)} 个步骤，{len(p.periods)} 个期限" for p in found]
    emit(args, {"on": given.day, "procedures": data}, "\n".join(lines))
    return 0


def _draw(args: argparse.Namespace, found: Procedure, base: Procedure | None) -> int:
    from zhifa.core.procedure.differing import compare
    from zhifa.core.procedure.drawing import draw

    picture = draw(found, compare(base, found) if base else None)
    if not args.out:
        emit(args, {"code": found.code, "svg": picture}, picture)
        return 0
    out = Path(args.out)
    try:
        out.write_text(picture, encoding="utf-8")
    except OSError as error:
        complain(f"写不进去：{unusable(error)}", where="--out", mend="换一个可以写的位置")
        return 1
    emit(
        args,
        {"code": found.code, "file": str(out)},
        f"{found.title}{f'与{base.title}的不同' if base else '的流程图'}已写入 {out}",
    )
    return 0


def _show(args: argparse.Namespace, found: Procedure, given: Rules) -> int:
    papers = {code: str(entry.data.get("title", code)) for code, entry in given.entries("paper").items()}
    words = given.book.vocabulary
    if getattr(args, "json", False):
        emit(args, document(found, words, papers), "")
        return 0
    named = titles(given, found.code)

    def speak(condition: Condition | None) -> str:
        return said(condition, words, lambda kind, code: named.get((kind, code), code)) if condition else ""

    def noun(condition: Condition | None) -> str:
        return as_noun(condition, words, lambda kind, code: named.get((kind, code), code)) if condition else ""

    say("\n".join(described(found, words, papers, speak, noun)))
    return 0


def title_of(found: Procedure, code: str) -> str:
    """What a step or point is called."""
    if code in found.steps:
        return found.steps[code].title
    return found.points[code].title if code in found.points else code


def described(
    found: Procedure, words: Vocabulary, papers: Mapping[str, str], speak: Speak, noun: Speak
) -> Iterator[str]:
    """The procedure as a lawyer reads it, phase by phase."""
    yield f"{found.title}（{found.code}）　依据：{found.cite}"
    starts, ends = _periods_by_step(found)
    for phase in found.phases:
        steps = [step for step in found.steps.values() if step.phase == phase]
        if not steps:
            continue
        yield f"\n【{phase}】"
        for step in steps:
            yield from _step_lines(found, step, words, papers, speak)
            yield from (f"      起算：{said_period(p, noun)}" for p in starts.get(step.code, ()))
            yield from (f"      履行：{p.title}" for p in ends.get(step.code, ()))
    if found.points:
        yield "\n【节点】"
        yield from (f"  {point.title}（{code}）：{speak(point.when)}" for code, point in found.points.items())
    others = [p for p in found.periods if not p.start_steps]
    if others:
        yield "\n【自事实起算的期限】"
        yield from (f"  {said_period(p, noun)}　自{noun(p.starts)}起" for p in others)


def _periods_by_step(found: Procedure) -> tuple[dict[str, list[Period]], dict[str, list[Period]]]:
    starts: dict[str, list[Period]] = {}
    ends: dict[str, list[Period]] = {}
    for period in found.periods:
        for code in period.start_steps:
            starts.setdefault(code, []).append(period)
        for code in period.met_by:
            ends.setdefault(code, []).append(period)
    return starts, ends


def said_period(period: Period, noun: Speak) -> str:
    """A period in one line: title, length, whose, article."""
    status = STATUSES.get(period.status, "")
    return f"{period.title}：{length_words(period, noun)}，{whose_words(period)}（{period.cite}）{status}"


def _step_lines(
    found: Procedure, step: Step, words: Vocabulary, papers: Mapping[str, str], speak: Speak
) -> Iterator[str]:
    marks = [mark for mark in (_how_often(step), "终结程序" if step.ends else "") if mark]
    yield f"  {step.title}（{step.code}）　{step.cite}{STATUSES.get(step.status, '')}" + "".join(
        f" ·{m}" for m in marks
    )
    who = "、".join(ROLE_TITLES.get(role, role) for role in step.by)
    yield f"      办理：{who}" + (f"，持证人员不少于 {step.officers} 名" if step.officers else "")
    if step.never_by:
        yield f"      不得由办理过以下步骤的人办理：{'、'.join(title_of(found, code) for code in step.never_by)}"
    if step.after:
        groups = ["或".join(title_of(found, code) for code in group) for group in step.after]
        yield f"      先要完成：{'；'.join(groups)}"
    if step.needed_if is not None:
        yield f"      何时需要：{speak(step.needed_if)}"
    if step.needs is not None:
        yield f"      前提：{speak(step.needs)}"
    for check in step.checks:
        yield f"      要求：{check.say}（{check.cite}）"
    facts = [words.label(r.fact) + ("（有条件）" if r.condition else "") for r in step.records]
    if facts:
        yield f"      登记：{'、'.join(facts)}"
    if step.may_record:
        yield f"      可以登记：{'、'.join(words.label(code) for code in step.may_record)}"
    if step.papers:
        yield f"      文书：{'、'.join(papers.get(code, code) for code in step.papers)}"


def _how_often(step: Step) -> str:
    if step.needed_if is not None:
        return "视情形"
    return "可重复" if step.repeat else "可选" if step.optional else ""


def document(found: Procedure, words: Vocabulary, papers: Mapping[str, str]) -> dict[str, Any]:
    """The JSON form."""
    return {
        "code": found.code,
        "title": found.title,
        "kind": found.kind,
        "cite": found.cite,
        "phases": list(found.phases),
        "steps": [_step_document(step, words, papers) for step in found.steps.values()],
        "points": [
            {"code": code, "title": p.title, "when": p.when.text, "cite": p.cite} for code, p in found.points.items()
        ],
        "periods": [_period_document(period) for period in found.periods],
    }


def _step_document(step: Step, words: Vocabulary, papers: Mapping[str, str]) -> dict[str, Any]:
    return {
        "code": step.code,
        "title": step.title,
        "phase": step.phase,
        "cite": step.cite,
        "status": step.status,
        "by": list(step.by),
        "officers": step.officers,
        "never_by": list(step.never_by),
        "after": [list(group) for group in step.after],
        "needs": step.needs.text if step.needs else None,
        "needed_if": step.needed_if.text if step.needed_if else None,
        "checks": [{"if": c.condition.text, "say": c.say, "cite": c.cite} for c in step.checks],
        "records": [
            {"fact": r.fact, "label": words.label(r.fact), "if": r.condition.text if r.condition else None}
            for r in step.records
        ],
        "may_record": [{"fact": code, "label": words.label(code)} for code in step.may_record],
        "papers": [{"code": code, "title": papers.get(code, code)} for code in step.papers],
        "optional": step.optional,
        "repeat": step.repeat,
        "ends": step.ends,
    }


def _period_document(period: Period) -> dict[str, Any]:
    return {
        "code": period.code,
        "title": period.title,
        "cite": period.cite,
        "status": period.status,
        "starts": list(period.start_steps) or (period.starts.text if period.starts else None),
        "length": period.length,
        "unit": period.unit,
        "until": period.until.text if period.until else None,
        "kind": period.kind,
        "of": period.of,
        "met_by": list(period.met_by) or (period.met_if.text if period.met_if else None),
        "only_if": period.only_if.text if period.only_if else None,
    }
