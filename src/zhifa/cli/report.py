"""`zhifa report`: the annual report of an organ, with its tables and checks."""

from __future__ import annotations

import argparse
import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from zhifa.cli.output import complain, emit
from zhifa.cli.reading import named_organ
from zhifa.core.values import read_date

if TYPE_CHECKING:
    from zhifa.jobs.annual_report import Built

HELP = "制作年度行政执法情况报告：正文、附表、数字核对，写成 DOCX、PDF、HTML、JSON"
FORMATS = ("docx", "pdf", "html", "json")
WHERE = "zhifa report"


def configure(parser: argparse.ArgumentParser) -> None:
    """Whose report, of which year, where to and in which formats."""
    parser.add_argument("agency", metavar="AGENCY", help="机关代码、全称或者简称，如 luoqi 或 洛碛镇")
    parser.add_argument("year", metavar="YEAR", help="年度，如 2024")
    parser.add_argument("--out", metavar="DIR", required=True, help="写到哪个目录，没有则建立")
    parser.add_argument("--format", metavar="LIST", default=",".join(FORMATS), help="docx,pdf,html,json 中的几种")
    parser.add_argument("--dated", metavar="DATE", help="报告的日期；不给则留空，由签发人填写")
    parser.add_argument("--kind", metavar="CODE", default="", help="另用一种体例，如 police；不给则按机关选定的")
    parser.add_argument("--note", action="store_true", help="另写编写说明：数字核对、待填报、待核实")
    parser.add_argument("--finished", action="store_true", help="写出定稿，与当时逐字节相同；并按检查点重新计数核对")
    parser.add_argument("--site", metavar="URL", default="", help="本系统的网址，DOCX 和 PDF 中的数字链接到它")


def run(args: argparse.Namespace) -> int:
    """0 when everything asked for was written, 1 when refused, 2 when asked wrongly."""
    formats = [word for word in re.split(r"[,，、\s]+", args.format.strip().lower()) if word]
    if not re.fullmatch(r"[0-9]{4}", args.year):
        complain(f"年度应是四位数字，现为“{args.year[:20]}”", where=WHERE, mend="如 zhifa report luoqi 2024 --out out")
        return 2
    if unknown := [word for word in formats if word not in FORMATS] or ([""] if not formats else []):
        complain(f"没有“{unknown[0][:20]}”这种格式", where=f"{WHERE} --format", mend=f"可用：{'、'.join(FORMATS)}")
        return 2
    try:
        day = read_date(args.dated) if args.dated is not None else None
    except ValueError:
        complain(f"“{args.dated[:20]}”不是日期", where=f"{WHERE} --dated", mend="写作 2025-01-20")
        return 2
    return _make(args, formats, day)


def _make(args: argparse.Namespace, formats: list[str], day: date | None) -> int:
    import django

    django.setup()
    from zhifa.core.values import Refusal
    from zhifa.jobs.annual_report import build

    organ = named_organ(args.agency, WHERE)
    if organ is None:
        return 1
    if args.finished:
        return _finished(args, organ, formats)
    try:
        built = build(
            organ, int(args.year), Path(args.out), formats, day=day, site=args.site, kind=args.kind,
            with_note=args.note,
        )  # fmt: skip
    except OSError as error:
        complain(
            f"写不了文件：{error.strerror or error}", where=str(error.filename or args.out), mend="换一个可写的目录"
        )
        return 1
    if isinstance(built, Refusal):
        complain(built.message, where=WHERE, mend=built.remedy)
        return 1
    return _tell(args, built)


def _finished(args: argparse.Namespace, organ: str, formats: list[str]) -> int:
    """The finished report again, and whether its checkpoint gives the same figures; 1 where it does not."""
    from zhifa.acts.report_reproducing import reproduce
    from zhifa.core.values import Refusal
    from zhifa.jobs.annual_report import write_finished

    paths = write_finished(organ, int(args.year), Path(args.out), formats)
    found = reproduce(organ, int(args.year))
    if paths is None or isinstance(found, Refusal):
        said = found if isinstance(found, Refusal) else Refusal("bad_input", "这份年报还没有定稿", "先定稿")
        complain(said.message, where=f"{WHERE} --finished", mend=said.remedy)
        return 1
    document = {
        "files": {made: str(path) for made, path in paths.items()},
        "checkpoint": found.checkpoint,
        "changed_cases": found.changed,
        "same_rules": found.same_rules,
        "different": [{"figure": d.code, "kept": str(d.kept), "again": str(d.again)} for d in found.different],
    }
    lines = [f"  {made:<5}{path}" for made, path in paths.items()]
    lines.append(
        f"按含 {found.checkpoint} 个事件的检查点重新计数 {len(found.counted)} 个，以后改动的案件 {found.changed} 个"
    )
    lines += [f"  {d.title}：定稿 {d.kept}，重新计出 {d.again}" for d in found.different] or ["  与定稿相同"]
    if not found.same_rules:
        lines.append("  定稿以后规则改过，同样的事件可能计得不同")
    emit(args, document, "\n".join(lines))
    return 1 if found.different and found.same_rules else 0


def _tell(args: argparse.Namespace, built: Built) -> int:
    from zhifa.acts.annual_data import report_data
    from zhifa.acts.annual_note import check_text, checks_summary, published_summary, standing_text
    from zhifa.core.footing import HOLDS

    if built.no_font:
        complain(built.no_font.message, where=WHERE, mend=built.no_font.mend)
    if built.unprintable:
        complain(f"PDF 中印不出的字：{''.join(built.unprintable)}，以〓代替", where=WHERE, mend="安装更全的中文字体")
    model = built.model
    lines = [model.title, *(f"  {kind:<5}{path}" for kind, path in built.paths.items()), ""]
    lines.append(checks_summary(model, sum(check.state == HOLDS for check in model.checks)))
    lines += [f"  {check_text(check)}" for check in model.broken]
    if model.published:
        lines.append(published_summary(model.published))
        lines += [f"  {d.title}：公布 {d.published}，本报告 {d.found}" for d in model.published.differences]
        lines += [f"已公布的报告：{check_text(check)}" for check in model.published.checks]
    if model.missing:
        lines.append(f"未填报，按零计：{'；'.join(figure.title for figure in model.missing)}")
    lines.append(standing_text(model))
    files = {kind: str(path) for kind, path in built.paths.items()}
    emit(args, {**report_data(model), "files": files}, "\n".join(lines))
    return 0 if built.paths else 1
