"""`zhifa simulate`: a bureau's published year written as lists of cases, at any scale, with faults where asked."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from typing import Any

from zhifa.cli.output import complain, emit

HELP = "模拟：按公布的总数写出一个机关一年的案件清单，供 zhifa import cases 导入"
DEFAULT = "yubei-police-2024"


def configure(parser: argparse.ArgumentParser) -> None:
    """Which profile, where to, how much of it."""
    parser.add_argument("profile", metavar="PROFILE", nargs="?", default=DEFAULT, help=f"总数的出处，默认 {DEFAULT}")
    parser.add_argument("--year", type=int, metavar="Y", help="写成哪一年，默认报告的年份")
    parser.add_argument("--out", metavar="DIR", default="var/simulated", help="清单写到哪个目录，默认 var/simulated")
    parser.add_argument("--scale", type=float, default=1.0, metavar="S", help="总数乘以多少，如 0.01；默认 1")
    parser.add_argument("--format", choices=("csv", "parquet"), default="csv", help="文件格式，默认 csv")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="随机种子；同一种子得到同样的清单")
    parser.add_argument(
        "--faults",
        type=int,
        default=0,
        metavar="N",
        help="在每份清单里放多少个坏行（最多一半），各种毛病轮流；标签另存",
    )
    parser.add_argument(
        "--play", metavar="CODE", default="",
        help="用这个代码登记机关和人员、导入全部清单、填报其余数字：这一年的年报即可与公布的核对",
    )  # fmt: skip
    parser.add_argument("--register", metavar="CODE", default="", help="用这个代码在本系统登记该机关和清单里的人员")


def run(args: argparse.Namespace) -> int:
    """0 when everything is written, 1 when it cannot be written or registered, 2 for wrong words."""
    from dataclasses import replace

    from zhifa.jobs.bureau.profile import bureaus, scaled
    from zhifa.ports.rules import rulebook

    book = rulebook()
    known = bureaus(book)
    if args.profile not in known:
        complain(f"没有“{args.profile}”这个总数", where="zhifa simulate", mend=f"可以用：{'、'.join(known)}")
        return 2
    if not 0 < args.scale <= 100 or args.faults < 0:
        complain("--scale 应大于 0、不超过 100，--faults 不小于 0", where="zhifa simulate", mend="例如 --scale 0.01")
        return 2
    bureau = scaled(known[args.profile], args.scale)
    bureau = replace(bureau, year=args.year or bureau.year)
    if args.faults >= bureau.penalties.total:
        complain(f"坏行 {args.faults} 个，处罚只有 {bureau.penalties.total} 件", where="--faults", mend="少放一些")
        return 2
    if args.play:
        return _played(args, bureau, book)
    if args.register and (code := _registered(args.register, bureau)):
        return code
    return _written(args, bureau, book)


def _registered(code: str, bureau: Any) -> int:
    import django

    django.setup()
    from zhifa.jobs.bureau.registering import register_bureau

    refused = register_bureau(bureau, code)
    if refused is None:
        return 0
    complain(refused.message, where=f"--register {code}", mend=refused.remedy)
    return 1


def _played(args: argparse.Namespace, bureau: Any, book: Any) -> int:
    """The whole year in this installation, and how its report stands to the published one."""
    import django

    django.setup()
    from zhifa.acts.annual_note import check_text, published_summary
    from zhifa.acts.annual_report import annual_report
    from zhifa.cli.cases import installer
    from zhifa.core.values import Refusal
    from zhifa.jobs.bureau.playing import play

    author = play(bureau, book, args.play, Path(args.out), actor=installer(), seed=args.seed)
    model = author if isinstance(author, Refusal) else annual_report(author, bureau.year, reach=("",))
    if isinstance(model, Refusal):
        complain(model.message, where=f"--play {args.play}", mend=model.remedy)
        return 1
    lines, told = [f"{bureau.title}：年报由 {model.organ.code} 编写"], model.published
    if told:
        lines += [
            published_summary(told),
            *(f"  {d.title}：公布 {d.published}，本报告 {d.found}" for d in told.differences),
        ]
        lines += [f"  公布的报告：{check_text(check)}" for check in told.checks]
    differing = {d.code: [d.published, d.found] for d in told.differences} if told else {}
    emit(args, {"organ": model.organ.code, "year": bureau.year, "different": differing}, "\n".join(lines))
    return 0


def _written(args: argparse.Namespace, bureau: Any, book: Any) -> int:
    import django

    django.setup()
    from zhifa.jobs.bureau.writing import LABELS, write_year
    from zhifa.ports.tables import Unreadable

    began = time.perf_counter()
    try:
        done = write_year(
            bureau, book, Path(args.out), seed=args.seed, suffix=args.format, faults=args.faults,
            heard=_heard if sys.stderr.isatty() else None,
        )  # fmt: skip
    except Unreadable as error:
        complain(error.reason, where="--format", mend=error.remedy)
        return 1
    seconds = round(time.perf_counter() - began, 1)
    document = {
        "profile": bureau.code, "year": bureau.year, "scale": args.scale, "seconds": seconds,
        "files": [{"kind": one.kind, "file": str(one.path), "rows": one.rows} for one in done],
        "faults": str(Path(args.out) / LABELS) if args.faults else None,
    }  # fmt: skip
    lines = [f"{bureau.title}，乘以 {args.scale:g}：{seconds} 秒"]
    lines += [f"  {one.path}  {one.rows} 行" for one in done]
    if args.faults:
        lines.append(f"  每份清单坏行最多 {args.faults} 个，标签在 {Path(args.out) / LABELS}")
    emit(args, document, "\n".join(lines))
    return 0


def _heard(kind: str, rows: int) -> None:
    sys.stderr.write(f"\r  {kind} {rows}    ")
    sys.stderr.flush()
