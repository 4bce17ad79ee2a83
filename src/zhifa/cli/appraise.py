"""`zhifa appraise`: the machine's score sheets of one casefile or of all, by the standards in the rules."""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Iterator
from typing import Any

from zhifa.cli.output import complain, emit

HELP = "评查案卷：按评查标准给一个案件评分，或者补评全部还没有评查的案卷"


def configure(parser: argparse.ArgumentParser) -> None:
    """One case, or everything."""
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--case", metavar="ID", help="只评这个案件，列出每一处扣分")
    which.add_argument("--all", action="store_true", help="评查全部已经决定或者结案的案卷")
    which.add_argument("--missing", action="store_true", help="只补评还没有按现行标准评查的案卷，可以中断后再来")
    parser.add_argument(
        "--standard", metavar="CODE", help="评查标准的代码；与 --all 同用时只计算，不改变各案的评查结果"
    )


def run(args: argparse.Namespace) -> int:
    """0 done; 1 when there is nothing to appraise in the case; 2 for a standard or a case nobody knows."""
    import django

    django.setup()
    from zhifa.acts.appraising import known_standards, standard_named

    if args.standard and standard_named(args.standard) is None:
        complain(f"没有“{args.standard}”这一评查标准", where="--standard", mend=f"可用：{'、'.join(known_standards())}")
        return 2
    return _one(args) if args.case else _many(args)


def _one(args: argparse.Namespace) -> int:
    from zhifa.acts.appraising import sheet, standard_named

    made = sheet(args.case, standard_named(args.standard) if args.standard else None)
    if made is None:
        complain("没有这个案件，或者还没有决定、结案，不评查", where=args.case, mend="核对案件编号；结案以后再评")
        return 1
    listed = [
        {
            "item": one.item, "title": one.title, "points": one.points, "fatal": one.fatal, "ask": one.ask,
            "message": one.message, "cite": one.cite, "place": one.place, "proceeding": one.proceeding,
            "step": one.step, "version": one.version, "paper": one.token or one.paper, "period": one.period,
        }
        for one in made.deductions
    ]  # fmt: skip
    lines = [f"{made.score} 分，{made.grade}；标准 {made.standard}，读到第 {made.version} 个事件"]
    for one in made.deductions:
        worth = "请核对" if one.ask else "一票否决" if one.fatal else f"扣 {one.points} 分"
        lines.append(f"  {worth}　{one.title}：{one.message}　{one.cite}")
    about: dict[str, Any] = {
        "case": args.case, "standard": made.standard, "digest": made.digest, "version": made.version,
        "score": made.score, "grade": made.grade, "fatal": made.fatal, "asks": made.asks, "deductions": listed,
    }  # fmt: skip
    emit(args, about, "\n".join(lines))
    return 0


def _many(args: argparse.Namespace) -> int:
    from zhifa.acts.appraising import appraise_cases, sheet, standard_named
    from zhifa.store.readers.appraisals import grades_of

    began, cases = time.perf_counter(), 0
    tried: Counter[str] = Counter()
    given = standard_named(args.standard) if args.standard else None
    for some in _batches(everything=bool(args.all)):
        if given is None:
            cases += appraise_cases(some)
            continue
        for case_id in some:
            made = sheet(case_id, given)
            if made is not None:
                cases += 1
                tried[made.grade] += 1
    seconds = time.perf_counter() - began
    grades = dict(tried) if given else grades_of(reach=("",))
    each = round(seconds * 1000 / cases, 2) if cases else 0
    told = "，".join(f"{grade} {count}" for grade, count in grades.items())
    emit(
        args,
        {"cases": cases, "standard": args.standard or "", "grades": grades, "seconds": round(seconds, 2), "ms": each},
        f"评查 {cases} 件，每件 {each} 毫秒；{told}",
    )
    return 0


def _batches(*, everything: bool) -> Iterator[list[str]]:
    from zhifa.acts.appraising import waiting

    after = ""
    while some := waiting(everything=everything, after=after):
        yield some
        after = some[-1]
