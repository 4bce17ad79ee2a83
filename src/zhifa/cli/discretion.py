"""`zhifa discretion`: how much may be fined for a matter under the facts given, with arithmetic and articles."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict
from difflib import get_close_matches

from zhifa.cli.law import today
from zhifa.cli.output import complain, emit
from zhifa.cli.reading import read_day
from zhifa.core.discretion import Lenient, Range, leniency_for, range_for
from zhifa.core.facts import FactError, Value
from zhifa.core.rulebook import Rulebook
from zhifa.core.values import Refusal, format_yuan
from zhifa.ports import rules

HELP = "算裁量：某一事项在给定事实下的罚款区间、阶次、算式和依据"
EXAMPLE = """--facts '{"party.kind":"个人","conduct.corrected":true}'"""


def configure(parser: argparse.ArgumentParser) -> None:
    """A matter by its code, the recorded facts, the day of the act and of the decision."""
    parser.add_argument("matter", metavar="MATTER", help="事项编码，如 city.litter")
    parser.add_argument("--facts", metavar="JSON", default="{}", help=f"事实，写作 {EXAMPLE}")
    parser.add_argument("--on", metavar="DATE", help="违法行为发生日期，默认今天")
    parser.add_argument("--decided", metavar="DATE", help="作出决定的日期，默认同发生日期（用于从旧兼从轻）")


def run(args: argparse.Namespace) -> int:
    """0 with the range; 1 when it cannot be computed from these facts; 2 when a word cannot be read."""
    on = today() if args.on is None else read_day(args.on, "--on")
    decided = on if args.decided is None else read_day(args.decided, "--decided")
    if on is None or decided is None:
        return 2
    if decided < on:
        complain("作出决定的日期早于违法行为发生日期", where="--decided", mend="核对两个日期")
        return 2
    book = rules.rulebook()
    facts = _facts(book, args.facts)
    if facts is None or not _known(book, args.matter):
        return 2
    found = range_for(book=book, matter=args.matter, facts=facts, happened_on=on, decided_on=decided)
    if isinstance(found, Refusal):
        if args.json:
            emit(args, asdict(found), found.message)
        complain(found.message, where=args.matter, mend=found.remedy)
        return 1
    lenient = leniency_for(book=book, matter=args.matter, facts=facts, happened_on=on)
    emit(args, {**document(found), "lenient": [asdict(item) for item in lenient]}, text(found, book, lenient))
    return 0


def _facts(book: Rulebook, raw: str) -> dict[str, Value] | None:
    """The typed facts, or None after a complaint about each one that cannot be taken."""
    try:
        given = json.loads(raw, object_pairs_hook=_once, parse_constant=_no_number, parse_int=_number)
    except json.JSONDecodeError as error:
        said = f"不是合法的 JSON：第 {error.lineno} 行第 {error.colno} 个字符处读不懂"
        complain(said, where="--facts", mend=f"写作 {EXAMPLE}")
        return None
    except (ValueError, RecursionError) as error:
        said = "嵌套太深" if isinstance(error, RecursionError) else str(error)
        complain(f"不能当作一组事实：{said}", where="--facts", mend=f"写作 {EXAMPLE}")
        return None
    if not isinstance(given, dict):
        complain("应为一组事实", where="--facts", mend=f"写作 {EXAMPLE}")
        return None
    facts: dict[str, Value] = {}
    errors: list[FactError] = []
    for code, value in given.items():
        read = book.vocabulary.read(str(code), value)
        if isinstance(read, FactError):
            errors.append(read)
        else:
            facts[str(code)] = read
    for wrong in errors:
        mend = wrong.remedy or f"写作 {EXAMPLE}；事实的类型和选项见 docs/reference/facts.md"
        complain(wrong.message, where=f"--facts {wrong.place}", mend=mend)
    return None if errors else facts


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """A fact given twice is a question which one is meant; JSON would silently take the last."""
    given = dict(pairs)
    if len(given) < len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError(f"“{next(name for name in names if names.count(name) > 1)}”写了两次")
    return given


def _no_number(word: str) -> object:
    raise ValueError(f"“{word}”不是数")


def _number(digits: str) -> int:
    if len(digits) > 18:
        raise ValueError(f"“{digits}”太大")
    return int(digits)


def _known(book: Rulebook, matter: str) -> bool:
    codes = sorted({entry.key for entry in book.section("matter")})
    if matter in codes:
        return True
    near = get_close_matches(matter, codes, n=3, cutoff=0.3) or codes[:3]
    complain(f"没有编码为“{matter[:60]}”的事项", where="zhifa discretion", mend=f"相近的有：{'、'.join(near)}")
    return False


def document(found: Range) -> dict[str, object]:
    """The JSON form: tier, interval in fen, and the proof line by line."""
    return {
        "matter": found.matter,
        "title": found.title,
        "party": found.party,
        "tier": found.tier,
        "kind": found.kind,
        "min_fen": found.min_fen,
        "max_fen": found.max_fen,
        "statutory_min_fen": found.statutory_min,
        "statutory_max_fen": found.statutory_max,
        "limit_fen": found.limit_fen,
        "bases": list(found.basis),
        "trace": [{"text": line.text, "cite": line.cite} for line in found.trace],
        "missing": list(found.missing),
        "concurrence": found.concurrence,
        "status": found.status,
    }


def text(found: Range, book: Rulebook, lenient: Sequence[Lenient] = ()) -> str:
    """The answer as a reader sees it."""
    lines = [f"{found.title}（{found.party}）"]
    lines += [f"  {line.text}" + (f"　{line.cite}" if line.cite else "") for line in found.trace]
    if found.kind == "罚款":
        lines.append(f"{found.tier}：{format_yuan(found.min_fen)} 元 至 {format_yuan(found.max_fen)} 元")
    else:
        lines.append(f"{found.tier}：{found.kind}")
    if found.missing:
        labels = "、".join(book.vocabulary.label(code) for code in found.missing)
        lines.append(f"没有登记、可能影响阶次的事实：{labels}")
    lines += [f"柔性执法清单“{item.kind}”：{item.verdict}　{item.cite}" for item in lenient if item.holds]
    return "\n".join(lines)
