"""`zhifa export`: what this installation holds, in the layouts of the field."""

from __future__ import annotations

import argparse

from zhifa.cli import cases, findings, matters, outcomes

HELP = "导出：案件清单（cases）、权责清单（matters）、供上级汇总的计数行（outcomes）、监督规则发现的问题（findings）"
KINDS = {
    "matters": ("权责清单", matters.configure_export, matters.give),
    "cases": ("案件清单", cases.configure_export, cases.give),
    "findings": ("监督规则发现的问题：颜色、事件、依据、由谁在何时以前答复", findings.configure_export, findings.give),
    "outcomes": ("计数行：签名的 Parquet 目录，附日志检查点", outcomes.configure_export, outcomes.give),
}


def configure(parser: argparse.ArgumentParser) -> None:
    """Every kind has its own words."""
    kinds = parser.add_subparsers(dest="kind_of", metavar="KIND", required=True)
    for name, (title, words, _) in KINDS.items():
        made = kinds.add_parser(name, help=title, description=title, conflict_handler="resolve")
        words(made)
        made.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="输出一个 JSON 文档")
        made.add_argument("--data", metavar="DIR", default=argparse.SUPPRESS, help="数据目录")


def run(args: argparse.Namespace) -> int:
    """0 when written."""
    import django

    django.setup()
    return KINDS[args.kind_of][2](args)
