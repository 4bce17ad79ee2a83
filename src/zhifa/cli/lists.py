"""`zhifa lists`: the power lists of a day, counted by kind, level and mode."""

from __future__ import annotations

import argparse

from zhifa.cli.law import today
from zhifa.cli.matters import counted, table
from zhifa.cli.output import complain, emit
from zhifa.cli.reading import read_day

HELP = "权责清单：有哪些清单，各类、各层级、各行使方式有多少项"


def configure(parser: argparse.ArgumentParser) -> None:
    """A day, and one list where only one is wanted."""
    parser.add_argument("list", metavar="NAME", nargs="?", help="清单名称或者代码；默认全部")
    parser.add_argument("--on", metavar="DATE", help="以哪一日的清单为准，默认今天")


def run(args: argparse.Namespace) -> int:
    """0 with the counts; 1 when there is no such list; 2 for a wrong day."""
    on = today() if args.on is None else read_day(args.on, "--on")
    if on is None:
        return 2
    import django

    django.setup()
    from zhifa.acts.listings import layout_today, lists_on

    chosen = [one for one in lists_on(on) if not args.list or args.list in (one.head.code, one.head.title)]
    if args.list and not chosen:
        complain(f"{on} 没有名为“{args.list}”的清单", where="zhifa lists", mend="zhifa lists 查看有哪些清单")
        return 1
    document = {
        "on": on,
        "lists": [
            {
                "list": one.head.code, "title": one.head.title, "organ": one.head.organ,
                "from": one.head.validity.start, "to": one.head.validity.end, "status": one.head.status,
                "demonstration": one.head.demonstration, "imported": bool(one.version), **counted(one.counts),
            }
            for one in chosen
        ],
    }  # fmt: skip
    rows = [(_name(one.head.title, one.head.code), one.counts.kinds, one.counts.whole) for one in chosen]
    emit(args, document, table(rows, layout_today()) if rows else "没有清单：zhifa import matters 表格")
    return 0


def _name(title: str, code: str) -> str:
    return f"{title}（{code}）"
