"""`zhifa match`: from what was seen to the matters it may be, for one text or a file of them."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from zhifa.cli.law import today
from zhifa.cli.output import complain, emit, say
from zhifa.cli.reading import read_day, read_number, unusable
from zhifa.core.citations import Citation, Index, parse_all
from zhifa.core.jurisdiction import agencies, transfer_to
from zhifa.core.lawbook import index_of
from zhifa.core.matching import Answer, Match, match, subjects
from zhifa.core.rulebook import Rulebook
from zhifa.ports import rules
from zhifa.ports.matching import reader

HELP = "匹配事项：一句话说明看到的情况，给出事项、依据、办理机关、程序和裁量基准；没有把握时说明"
LONGEST = 4000
TOP = 3


def configure(parser: argparse.ArgumentParser) -> None:
    """A text, or a file of texts; the day; the organ that asks; how many answers."""
    parser.add_argument("text", metavar="TEXT", nargs="*", help="看到的情况，如 烧烤摊把桌子摆到人行道上")
    parser.add_argument("--batch", metavar="FILE", help='一行一个 JSON：{"id","text","on"}；- 为标准输入')
    parser.add_argument("--on", metavar="DATE", help="以哪一日的规定为准，默认今天")
    parser.add_argument("--agency", metavar="CODE", help="由哪个机关办理：机关代码，或者层级 区县、乡镇、街道")
    parser.add_argument("--top", metavar="N", default=str(TOP), help=f"最多给出几项，默认 {TOP}")


def run(args: argparse.Namespace) -> int:
    """0 when every text was read, also where the answer is that none fits; 1 when a line was unusable; 2 misuse."""
    on = today() if args.on is None else read_day(args.on, "--on")
    top = read_number(args.top, "--top", least=1)
    level = _level(args.agency)
    if on is None or top is None or level is None:
        return 2
    text = " ".join(args.text).strip()
    if bool(text) == bool(args.batch):
        said = "没有要匹配的文字" if not text else "TEXT 和 --batch 只能用一个"
        complain(said, where="zhifa match", mend="写作 zhifa match 烧烤摊把桌子摆到人行道上，或者 --batch 文件")
        return 2
    book = rules.rulebook()
    if args.batch:
        return _batch(args.batch, book, on, level, top)
    if len(text) > LONGEST:
        complain(f"文字有 {len(text)} 字", where="TEXT", mend=f"写出要点，{LONGEST} 字以内")
        return 2
    answer = _answer(text, book, on, top)
    emit(args, document(answer, book, on, level), _text(answer, book, on, level))
    return 0


def _answer(text: str, book: Rulebook, on: date, top: int) -> Answer:
    day = book.as_of(on)
    return match(text, day, subjects(day), reader(book), limit=top)


def _level(agency: str | None) -> str | None:
    """The level of the organ that asks; empty when nobody in particular does; None after a complaint."""
    if agency is None or agency in ("区县", "乡镇", "街道", "市"):
        return agency or ""
    import django

    django.setup()
    from zhifa.store.readers.organs import level_of

    level = level_of(agency)
    if level is None:
        complain(f"没有代码为“{agency}”的机关", where="--agency", mend="用已登记的机关代码，或者 区县、乡镇、街道")
    return level


def _batch(file: str, book: Rulebook, on: date, level: str, top: int) -> int:
    """One JSON line out for every line in; a line that cannot be used is answered with what is wrong with it."""
    try:
        lines = sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        complain(unusable(error), where="--batch", mend="核对路径；文件应为 UTF-8，一行一个 JSON")
        return 2
    status = 0
    for number, line in enumerate(lines.splitlines(), 1):
        if not line.strip():
            continue
        asked = _asked(line, on)
        if isinstance(asked, str):
            status = 1
            complain(asked, where=f"{file} 第 {number} 行", mend='写作 {"id":"1","text":"…","on":"2026-09-10"}')
            say(json.dumps({"id": _id(line), "error": asked, "line": number}, ensure_ascii=False))
            continue
        text, day, name = asked
        answer = _answer(text, book, day, top)
        say(json.dumps({"id": name, **document(answer, book, day, level)}, ensure_ascii=False))
    return status


def _asked(line: str, on: date) -> tuple[str, date, object] | str:
    """Text, day and id of one line, or what is wrong with it."""
    try:
        given = json.loads(line)
    except (ValueError, RecursionError):
        return "不是合法的 JSON"
    if not isinstance(given, dict):
        return "应为一个 JSON 对象"
    text = given.get("text")
    if not isinstance(text, str) or not text.strip():
        return "缺 text，或者 text 不是文字"
    if len(text) > LONGEST:
        return f"text 有 {len(text)} 字，最多 {LONGEST} 字"
    try:
        day = date.fromisoformat(str(given["on"])) if given.get("on") else on
    except ValueError:
        return f"on 不是日期：{str(given['on'])[:40]}"
    return text, day, given.get("id")


def _id(line: str) -> object:
    try:
        given = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return given.get("id") if isinstance(given, dict) else None


def document(answer: Answer, book: Rulebook, on: date, level: str) -> dict[str, Any]:
    """The JSON form of an answer."""
    index = book.kept("index", lambda: index_of(book))
    return {
        "candidates": [_candidate(found, book, index, on, level) for found in answer.matches],
        "abstained": answer.abstained,
        "outside": {"title": answer.affair.title, "goes": answer.affair.goes} if answer.affair else None,
        "on": on.isoformat(),
    }


def _candidate(found: Match, book: Rulebook, index: Index, on: date, level: str) -> dict[str, Any]:
    entry = book.as_of(on).entries("matter")[found.subject.code]
    data = entry.data
    return {
        "matter": found.subject.code,
        "title": found.subject.title,
        "kind": found.subject.kind,
        "field": found.subject.field,
        "score": found.score,
        "agencies": [
            {"level": agency.level, "mode": agency.mode, "department": agency.department} for agency in agencies(entry)
        ],
        "transfer_to": transfer_to(entry, level),
        "bases": list(_bases(data, index, on)),
        "procedure": next(iter(found.subject.procedures), ""),
        "procedures": list(found.subject.procedures),
        "benchmark": str(data.get("benchmark", "")),
        "why": list(found.why),
        "status": entry.status,
    }


def _bases(data: Any, index: Index, on: date) -> Iterator[dict[str, Any]]:
    """The articles of a matter, applied ones first, with the days their text is in force."""
    for role in ("applied", "violated"):
        for cite in (item for text in data.get(role, ()) for item in parse_all(text)):
            standing = index.status(cite, on)
            yield {
                "law": cite.title,
                "article": cite.place,
                "citation": str(cite),
                "role": role,
                "valid_from": standing.valid_from.isoformat() if standing.valid_from else None,
                "valid_to": standing.valid_to.isoformat() if standing.valid_to else None,
                "status": standing.status,
            }


def _text(answer: Answer, book: Rulebook, on: date, level: str) -> str:
    lines = []
    if answer.affair:
        lines.append(f"像是“{answer.affair.title}”，不属于行政执法事项：{answer.affair.goes}。")
    elif not answer.matches:
        return "没有足够接近的事项：可以先登记线索，核查后再定；不属于行政执法的，告知或者转有关单位。"
    if answer.abstained and answer.matches:
        lines.append("如果另有违法行为，可能是：" if answer.affair else "没有把握，可能是：")
    for number, found in enumerate(answer.matches, 1):
        entry = book.as_of(on).entries("matter")[found.subject.code]
        cites = "、".join(_short(item) for text in entry.data.get("applied", ()) for item in parse_all(text))
        lines.append(f"{number}. {found.subject.title}（{found.subject.code}）　{found.score:.0%}")
        lines.append(f"   依据：{cites}")
        lines.append(f"   办理：{'；'.join(agency.text for agency in agencies(entry))}")
        if goes := transfer_to(entry, level):
            lines.append(f"   不属于{level}办理：移送{goes}")
        lines.append(f"   因为：{'、'.join(found.why)}")
    return "\n".join(lines)


def _short(cite: Citation) -> str:
    return cite.chinese
