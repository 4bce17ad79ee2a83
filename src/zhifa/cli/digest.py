"""`zhifa digest`: the daily, weekly or monthly digest of an organ or a district as files."""

from __future__ import annotations

import argparse
import re
from pathlib import Path
from typing import TYPE_CHECKING

from zhifa.cli.output import complain, emit
from zhifa.cli.reading import named_organ

if TYPE_CHECKING:
    from zhifa.jobs.digests import Built

HELP = "制作日清、周结、月通报，写成 DOCX、PDF、HTML、JSON；制发过的照原样重出"
FORMATS = ("docx", "pdf", "html", "json")
SAMPLES = {"day": "2024-11-05", "week": "2024-W45", "month": "2024-11"}
WHERE = "zhifa digest"


def configure(parser: argparse.ArgumentParser) -> None:
    """Whose digest, of which span, where to."""
    parser.add_argument("organ", metavar="ORGAN", help="机关代码、全称或者简称；区县的包括下属各单位")
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--day", metavar="DATE", help="日清，如 2024-11-05")
    which.add_argument("--week", metavar="WEEK", help="周结，如 2024-W45")
    which.add_argument("--month", metavar="MONTH", help="月通报，如 2024-11")
    parser.add_argument("--out", metavar="DIR", required=True, help="写到哪个目录，没有则建立")
    parser.add_argument("--format", metavar="LIST", default=",".join(FORMATS), help="docx,pdf,html,json 中的几种")
    parser.add_argument("--look", action="store_true", help="只看，不制发：不写入日志")
    parser.add_argument("--again", action="store_true", help="制发过的再制发一份；原来的保留在日志里")


def run(args: argparse.Namespace) -> int:
    """0 when everything asked for was written, 1 when refused, 2 when asked wrongly."""
    from zhifa.core.digest import span

    formats = [word for word in re.split(r"[,，、\s]+", args.format.strip().lower()) if word]
    if unknown := [word for word in formats if word not in FORMATS] or ([""] if not formats else []):
        complain(f"没有“{unknown[0][:20]}”这种格式", where=f"{WHERE} --format", mend=f"可用：{'、'.join(FORMATS)}")
        return 2
    kind = next(name for name in SAMPLES if getattr(args, name))
    if span(kind, getattr(args, kind)) is None:
        complain(f"没有“{getattr(args, kind)[:20]}”这个时段", where=f"{WHERE} --{kind}", mend=f"写作 {SAMPLES[kind]}")
        return 2
    return _make(args, kind, formats)


def _make(args: argparse.Namespace, kind: str, formats: list[str]) -> int:
    import django

    django.setup()
    from zhifa.core.values import Refusal
    from zhifa.jobs.digests import build

    organ = named_organ(args.organ, WHERE)
    if organ is None:
        return 1
    try:
        built = build(organ, kind, getattr(args, kind), Path(args.out), formats, keep=not args.look, again=args.again)
    except OSError as error:
        complain(
            f"写不了文件：{error.strerror or error}", where=str(error.filename or args.out), mend="换一个可写的目录"
        )
        return 1
    if isinstance(built, Refusal):
        complain(built.message, where=WHERE, mend=built.remedy)
        return 1
    return _tell(args, built)


def _tell(args: argparse.Namespace, built: Built) -> int:
    from zhifa.acts.digest_document import overview, stand
    from zhifa.core.digest import dump

    if built.no_font:
        complain(built.no_font.message, where=WHERE, mend=built.no_font.mend)
    made = built.digest
    lines = [f"{made.organ_name}{made.title}", *(f"  {form:<5}{path}" for form, path in built.paths.items()), ""]
    lines += overview(made)
    lines.append(stand(made) if built.kept else f"{stand(made)}没有制发，以后再看数字可能不同。")
    files = {form: str(path) for form, path in built.paths.items()}
    emit(args, {**dump(made), "kept": built.kept, "files": files}, "\n".join(lines))
    return 0 if built.paths else 1
