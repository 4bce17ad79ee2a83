"""`zhifa match`: from what was seen to the matters it may be, for one text or a file of them."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from zhifa.cli.law import today
from zhifa.cli.output import complain, emit, say
from zhifa.cli.reading import read_day, read_number, unusable
from zhifa.core.citations import Citation, Index, parse_all
from zhifa.core.competence import Carried, Functions, functions_of
from zhifa.core.jurisdiction import COUNTY, LEVELS, Holder, Standing, agencies, standing
from zhifa.core.lawbook import index_of
from zhifa.core.matching import Answer, Match, match, subjects
from zhifa.core.rulebook import Entry, Rulebook
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
    parser.add_argument(
        "--agency", metavar="CODE", help="由哪个机关办理：机关代码，层级 区县、乡镇、街道，或者部门，如 农业农村部门"
    )
    parser.add_argument("--top", metavar="N", default=str(TOP), help=f"最多给出几项，默认 {TOP}")


def run(args: argparse.Namespace) -> int:
    """0 when every text was read, also where the answer is that none fits; 1 when a line was unusable; 2 misuse."""
    on = today() if args.on is None else read_day(args.on, "--on")
    top = read_number(args.top, "--top", least=1)
    if on is None or top is None:
        return 2
    text = " ".join(args.text).strip()
    if bool(text) == bool(args.batch):
        said = "没有要匹配的文字" if not text else "TEXT 和 --batch 只能用一个"
        complain(said, where="zhifa match", mend="写作 zhifa match 烧烤摊把桌子摆到人行道上，或者 --batch 文件")
        return 2
    book = rules.rulebook()
    asking = _asking(args.agency, functions_of(book.as_of(on)))
    if asking is None:
        return 2
    if args.batch:
        return _batch(args.batch, book, on, asking, top)
    if len(text) > LONGEST:
        complain(f"文字有 {len(text)} 字", where="TEXT", mend=f"写出要点，{LONGEST} 字以内")
        return 2
    answer = _answer(text, book, on, top)
    emit(args, document(answer, book, on, asking), _text(answer, book, on, asking))
    return 0


def _answer(text: str, book: Rulebook, on: date, top: int) -> Answer:
    day = book.as_of(on)
    return match(text, day, subjects(day), reader(book), limit=top)


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks: an organ, or no more of one than its level or its function; nobody in particular without a holder."""

    name: str = ""
    holder: Holder | None = None
    registered: bool = False
    """Whether it is an organ of this installation, of which functions are known or lacking."""

    def standing(self, entry: Entry, book: Rulebook, on: date) -> Standing | None:
        """How whoever asks holds a matter, and to whom it goes otherwise."""
        if self.holder is None:
            return None
        held = standing(entry, self.holder, functions_of(book.as_of(on)), on)
        return held if self.registered else replace(held, note="")

    def said(self, held: Standing) -> str:
        """The answer in a line."""
        if held.may_act:
            return f"{self.name}可以办理（{held.mode}{f'，{held.note}' if held.note else ''}）"
        return f"不属于{self.name}办理：{f'{held.reason}；' if self.registered else ''}移送{held.goes_to}"


def _asking(agency: str | None, functions: Functions) -> Asking | None:
    """Whom an agency means; None after a complaint."""
    if agency is None:
        return Asking()
    if agency in LEVELS:
        return Asking(agency, Holder(agency))
    if named := functions.named(agency):
        level = named.level or COUNTY
        return Asking(named.title, Holder(level, () if named.level else (Carried(named.code),)))
    import django

    django.setup()
    from zhifa.store.readers.organs import name_of
    from zhifa.store.readers.powers import holder_of

    holder = holder_of(agency)
    if holder is None:
        complain(
            f"没有代码为“{agency}”的机关，也没有这个部门", where="--agency",
            mend="用已登记的机关代码，区县、乡镇、街道，或者事项目录里的部门名称，如 农业农村部门",
        )  # fmt: skip
        return None
    return Asking(name_of(agency), holder, registered=True)


def _batch(file: str, book: Rulebook, on: date, asking: Asking, top: int) -> int:
    """One JSON line out for every line in; a line that cannot be used is answered with what is wrong with it."""
    try:
        lines = sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        complain(unusable(error), where="--batch", mend="核对路径；文件应为 UTF-8，一行一个 JSON")
        return 2
    status = 0
    # Only a line feed ends a line of JSON Lines: what people wrote may hold other characters that end lines.
    for number, line in enumerate(lines.split("\n"), 1):
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
        say(json.dumps({"id": name, **document(answer, book, day, asking)}, ensure_ascii=False))
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


def document(answer: Answer, book: Rulebook, on: date, asking: Asking) -> dict[str, Any]:
    """The JSON form of an answer."""
    index = book.kept("index", lambda: index_of(book))
    return {
        "candidates": [_candidate(found, book, index, on, asking) for found in answer.matches],
        "abstained": answer.abstained,
        "outside": {"title": answer.affair.title, "goes": answer.affair.goes} if answer.affair else None,
        "on": on.isoformat(),
    }


def _candidate(found: Match, book: Rulebook, index: Index, on: date, asking: Asking) -> dict[str, Any]:
    entry = book.as_of(on).entries("matter")[found.subject.code]
    data, held = entry.data, asking.standing(entry, book, on)
    return {
        "matter": found.subject.code,
        "title": found.subject.title,
        "kind": found.subject.kind,
        "field": found.subject.field,
        "score": found.score,
        "agencies": [
            {"level": agency.level, "mode": agency.mode, "department": agency.department} for agency in agencies(entry)
        ],
        "transfer_to": held.goes_to if held else "",
        "standing": {"mode": held.mode, "may_act": held.may_act, "reason": held.reason, "note": held.note}
        if held
        else None,
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


def _text(answer: Answer, book: Rulebook, on: date, asking: Asking) -> str:
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
        if held := asking.standing(entry, book, on):
            lines.append(f"   {asking.said(held)}")
        lines.append(f"   因为：{'、'.join(found.why)}")
    return "\n".join(lines)


def _short(cite: Citation) -> str:
    return cite.chinese
