"""`zhifa export findings`: what the rules of supervision have found, each with everything it must tell."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zhifa.cli.output import complain, emit

if TYPE_CHECKING:
    from zhifa.core.oversight import Alerts
    from zhifa.store.readers.findings import FindingFilter, FindingLine

PAGE = 1000
EVERYWHERE = ("",)
"""Whoever may run commands on the server sees the whole installation."""
HEAD = {
    "key": "编号", "alert": "规则代码", "title": "问题", "trial": "试行", "colour": "颜色", "organ": "单位",
    "message": "说明", "cite": "依据", "events": "引起它的事件", "answers": "由谁答复", "answer_by": "答复期限",
    "known_on": "发现日期", "mends": "怎么改",
}  # fmt: skip


def configure_export(parser: argparse.ArgumentParser) -> None:
    """Which findings, and where to."""
    parser.add_argument("--organ", metavar="CODE", default="", help="只要这个机关的")
    parser.add_argument("--alert", metavar="RULE", default="", help="只要这一条规则的，写规则代码")
    parser.add_argument("--colour", choices=("red", "yellow", "blue"), default="", help="只要这种颜色的")
    parser.add_argument("--out", metavar="CSV", default="", help="写到这个 CSV 文件；不写的话列在屏幕上")


def give(args: argparse.Namespace) -> int:
    """0 when written, 2 for wrong words."""
    from zhifa.acts.work import context, today
    from zhifa.core.oversight import alerts
    from zhifa.ports.tablewriting import Written, csv_bytes
    from zhifa.store.readers.findings import FindingFilter

    if args.out and not args.out.endswith(".csv"):
        complain("文件名应以 .csv 结尾", where="zhifa export findings", mend="例如 --out 问题.csv")
        return 2
    rules = alerts(context().rules(today()))
    wanted = FindingFilter(organ=args.organ, alert=args.alert, colour=args.colour)
    rows = [_told(line, rules) for line in _every(wanted)]
    if args.out:
        Path(args.out).write_bytes(csv_bytes(Written("", "", tuple(HEAD.values()), [_cells(row) for row in rows])))
        text = f"{args.out}：{len(rows)} 个问题"
    else:
        text = "\n".join(map(_line, rows)) or "没有问题"
    emit(args, {"findings": rows, "number": len(rows)}, text)
    return 0


def _every(wanted: FindingFilter) -> Iterator[FindingLine]:
    from dataclasses import replace

    from zhifa.store.readers.findings import findings

    more = True
    while more:
        page = findings(wanted, reach=EVERYWHERE, limit=PAGE)
        yield from page.lines
        more = page.more
        if more:
            wanted = replace(wanted, after=(page.lines[-1].known_on, page.lines[-1].key))


def _told(line: FindingLine, rules: Alerts) -> dict[str, Any]:
    """Its colour, the events that caused it, the article, who must answer and by when."""
    from zhifa.core.oversight.model import ANSWERS, COLOURS

    rule = rules.all.get(line.alert)
    return {
        "key": line.key,
        "alert": line.alert,
        "title": rule.title if rule else line.alert,
        "trial": bool(rule and rule.trial),
        "colour": COLOURS[line.colour],
        "organ": line.organ_name,
        "message": line.message,
        "cite": line.cite,
        "events": _events(line),
        "answers": ANSWERS.get(line.answers, ""),
        "answer_by": line.answer_by,
        "known_on": line.known_on,
        "mends": line.remedy,
    }


def _events(line: FindingLine) -> list[dict[str, Any]]:
    """The event in its case; of a period that ran out the day; of a pattern every case that shows it."""
    from zhifa.store.readers.findings import causes

    if line.case_id:
        return [{"case": line.case_number, "step": line.step, "version": line.version, "on": line.found_on}]
    shown = causes(line.key, reach=EVERYWHERE)
    return [{"case": one.case_number, "step": "", "version": one.version, "on": one.happened_on} for one in shown]


def _cells(row: dict[str, Any]) -> list[object]:
    events = "；".join(f"{one['case']} {one['on']} {one['step']}".strip() for one in row["events"])
    said = row | {"events": events, "trial": "试行" if row["trial"] else ""}
    return [said[name] for name in HEAD]


def _line(row: dict[str, Any]) -> str:
    where = "、".join(dict.fromkeys(str(one["case"]) for one in row["events"][:3]))
    return (
        f"{row['colour']}  {row['title']}：{row['message']}\n"
        f"      {row['cite']}  {row['organ']} {where}  由{row['answers']}在 {row['answer_by']} 以前答复"
    )
