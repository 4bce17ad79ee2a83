"""`zhifa law`: whether an article is law on a day, since when and until when, and what took its place."""

from __future__ import annotations

import argparse
from datetime import date, datetime, timedelta, timezone

from zhifa.cli.output import complain, emit
from zhifa.cli.reading import read_day
from zhifa.core.citations import Citation, Index, Standing
from zhifa.ports import rules

HELP = "查条文效力：某法某条在某日是否施行、起止日期、由哪些条文接替"

SAID = {
    "in force": "施行中",
    "not yet": "尚未施行",
    "repealed": "已失效",
    "unknown version": "版本未收录",
    "no such article": "没有这一条",
    "unknown instrument": "法规未收录",
}


def configure(parser: argparse.ArgumentParser) -> None:
    """A citation, and the day it is asked for."""
    parser.add_argument("citation", metavar="CITATION", help="如 行政处罚法(2021)#58.1(2)，版本可省")
    parser.add_argument("--on", metavar="DATE", help="以哪一日为准，默认今天")


def run(args: argparse.Namespace) -> int:
    """0 when the index knows the place, 1 when it does not, 2 when the citation or the date cannot be read."""
    on = today() if args.on is None else read_day(args.on, "--on")
    if on is None:
        return 2
    try:
        citation = Citation.parse(args.citation)
    except ValueError as error:
        complain(str(error), where="zhifa law", mend="写作 行政处罚法(2021)#58.1(2)；版本、款、项可以不写")
        return 2
    index = load_index()
    standing = index.status(citation, on)
    emit(args, document(standing), text(standing, on))
    known = standing.status in ("in force", "not yet", "repealed")
    if not known:
        complain(standing.message or SAID[standing.status], where=str(citation), mend="核对法名、版本和条号")
    return 0 if known else 1


def today() -> date:
    """The legal date of this moment."""
    return datetime.now(timezone(timedelta(hours=8))).date()


def load_index() -> Index:
    """The index of instruments alone, without the rest of the rules."""
    book = rules.compiled("laws")
    return Index.load(entry.data for name in ("instrument", "successor") for entry in book.section(name))


def document(standing: Standing) -> dict[str, object]:
    """The JSON form of a standing."""
    return {
        "citation": str(standing.citation),
        "status": standing.status,
        "valid_from": standing.valid_from,
        "valid_to": standing.valid_to,
        "successors": [str(citation) for citation in standing.successors],
        "version": standing.version,
        "verified": standing.verified,
        "dated": standing.dated,
        "chinese": standing.citation.chinese,
        "message": standing.message,
    }


def text(standing: Standing, on: date) -> str:
    """The answer as a reader sees it."""
    lines = [f"{standing.citation.chinese}", f"{on.isoformat()}：{SAID[standing.status]}"]
    if standing.version:
        until = f"至 {standing.valid_to}" if standing.valid_to else "至今"
        lines.append(f"版本：{standing.version}（{standing.valid_from} {until}）")
        if not standing.verified:
            lines.append("注意：该版本只登记了起止日期，正文未核")
        elif not standing.dated:
            lines.append("注意：施行日期据报道，不见于所收正文")
    if standing.successors:
        lines.append("接替：" + "、".join(str(citation) for citation in standing.successors))
    if standing.message:
        lines.append(standing.message)
    return "\n".join(lines)
