"""`zhifa check-report`: the figures of anybody's published report, and whether they can all be true."""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zhifa.cli.law import today
from zhifa.cli.output import complain, emit
from zhifa.cli.reading import unusable

if TYPE_CHECKING:
    from zhifa.core.footing.checks import Check
    from zhifa.core.footing.examining import Examination

HELP = "核对任何单位公开的执法报告：找出数字，核对合计、占比、同比、附表和前后是否一致"
WHERE = "zhifa check-report"
WORDS = {"contradiction": "矛盾", "unexplained": "未说明", "undecidable": "不能确定", "holds": "相符"}


def configure(parser: argparse.ArgumentParser) -> None:
    """The file, and the organ and year of this installation it is held against."""
    parser.add_argument("file", metavar="FILE", help="TXT、DOCX、PDF、HTML 或 XLSX；- 为标准输入")
    parser.add_argument("--against", metavar=("AGENCY", "YEAR"), nargs=2, help="同时与本系统中该机关该年的案件核对")
    parser.add_argument("--all", action="store_true", help="相符的也逐项列出")


def run(args: argparse.Namespace) -> int:
    """0 when nothing contradicts, 1 when something does or the file cannot be read, 2 when asked wrongly."""
    from zhifa.ports.reportfiles import LARGEST, read_report
    from zhifa.ports.tables import Unreadable

    if args.against and not re.fullmatch(r"[0-9]{4}", args.against[1]):
        complain(f"年度应是四位数字，现为“{args.against[1][:20]}”", where=f"{WHERE} --against", mend="如 luoqi 2024")
        return 2
    try:
        if args.file == "-":
            content = sys.stdin.buffer.read(LARGEST + 1)
        else:
            with Path(args.file).open("rb") as file:
                content = file.read(LARGEST + 1)
    except OSError as error:
        complain(unusable(error), where=WHERE, mend="核对路径")
        return 2
    try:
        lines = read_report(content, args.file)
    except Unreadable as error:
        complain(error.reason, where=args.file, mend=error.remedy)
        return 2
    from zhifa.core.footing.examining import examine
    from zhifa.ports.rules import report_words

    return _tell(args, examine(lines, report_words(today())))


def _tell(args: argparse.Namespace, found: Examination) -> int:
    from zhifa.core.footing.reporting import data

    document: dict[str, Any] = data(found)
    text = [_summary(found)]
    for check in found.checks:
        if check.state != "holds" or args.all:
            text.append(_line(check))
    bad = bool(found.contradictions)
    if args.against:
        compared = _against(args, found)
        if compared is None:
            return 2
        document["against"], lines, differs = compared
        text += lines
        bad = bad or differs
    emit(args, document, "\n".join(text))
    return 1 if bad else 0


def _summary(found: Examination) -> str:
    counted = {state: sum(check.state == state for check in found.checks) for state in WORDS}
    said = "，".join(f"{word} {counted[state]}" for state, word in WORDS.items())
    return f"找到 {len(found.figures)} 个数字，核对 {len(found.checks)} 项：{said}"


def _line(check: Check) -> str:
    where = "、".join(str(line) for line in check.lines)
    law = f"（{check.cite}）" if check.cite else ""
    return f"{WORDS[check.state]}　第 {where} 行　{check.explain}\n    {check.expression}{law}"


def _against(args: argparse.Namespace, found: Examination) -> tuple[list[dict[str, Any]], list[str], bool] | None:
    import django

    django.setup()
    from zhifa.acts.report_check import compare
    from zhifa.core.values import Refusal

    compared = compare(found, args.against[0], int(args.against[1]), reach=("",))
    if isinstance(compared, Refusal):
        complain(compared.message, where=f"{WHERE} --against", mend=compared.remedy)
        return None
    rows = [
        {
            "figure": c.code,
            "title": c.title,
            "reported": c.reported,
            "counted": c.counted,
            "same": c.same,
            "line": c.line,
        }
        for c in compared
    ]
    lines = [f"与案件核对：比较 {len(compared)} 个数字"]
    lines += [
        f"{'相同' if c.same else '不同'}　第 {c.line} 行　{c.title}：报告 {c.reported}，案件计出 {c.counted}"
        for c in compared
    ]
    return rows, lines, any(not c.same for c in compared)
