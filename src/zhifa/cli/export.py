"""`zhifa export`: what this installation holds, in the layouts of the field."""

from __future__ import annotations

import argparse

from zhifa.cli import matters

HELP = "导出：权责清单（matters），按政府公布清单的版式"


def configure(parser: argparse.ArgumentParser) -> None:
    """Every kind has its own words."""
    kinds = parser.add_subparsers(dest="kind_of", metavar="KIND", required=True)
    made = kinds.add_parser("matters", help="权责清单", description="权责清单", conflict_handler="resolve")
    matters.configure_export(made)
    made.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="输出一个 JSON 文档")
    made.add_argument("--data", metavar="DIR", default=argparse.SUPPRESS, help="数据目录")


def run(args: argparse.Namespace) -> int:
    """0 when written."""
    import django

    django.setup()
    return matters.give(args)
