"""`zhifa export`: what this installation holds, in the layouts of the field."""

from __future__ import annotations

import argparse

from zhifa.cli import cases, matters

HELP = "导出：案件清单（cases），可以再导入；权责清单（matters），按政府公布清单的版式"


def configure(parser: argparse.ArgumentParser) -> None:
    """Every kind has its own words."""
    kinds = parser.add_subparsers(dest="kind_of", metavar="KIND", required=True)
    for name, said, own in (
        ("matters", "权责清单", matters.configure_export),
        ("cases", "案件清单", cases.configure_export),
    ):
        made = kinds.add_parser(name, help=said, description=said, conflict_handler="resolve")
        own(made)
        made.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="输出一个 JSON 文档")
        made.add_argument("--data", metavar="DIR", default=argparse.SUPPRESS, help="数据目录")


def run(args: argparse.Namespace) -> int:
    """0 when written."""
    import django

    django.setup()
    return cases.give(args) if args.kind_of == "cases" else matters.give(args)
