"""`zhifa demo`: a town's published year rebuilt case by case through the real acts, reported, compared, served."""

from __future__ import annotations

import argparse
import json
import os
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from zhifa.cli.output import complain, emit, say

HELP = "演示：把洛碛镇 2024 年的案件从线索到公示办一遍，生成年报，核对数字，打开网页"
FORMATS = ("docx", "pdf", "html", "json")
PLACE = "var/demo"
BUILDING, FINISHED = "building", "finished"


def configure(parser: argparse.ArgumentParser) -> None:
    """Which year, where to keep it, and whether to serve it."""
    parser.add_argument("--no-serve", action="store_true", help="只建立并核对数字，不启动网页")
    parser.add_argument("--data", metavar="DIR", help=f"演示的数据目录，默认 ZHIFA_DATA，否则 {PLACE}")
    parser.add_argument("--profile", default="luoqi-2024", metavar="CODE", help="哪一年的分布，默认 luoqi-2024")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="随机种子；同一种子得到同样的一年")
    parser.add_argument("--port", type=int, default=8000, help="网页端口，默认 8000")


def run(args: argparse.Namespace) -> int:
    """0 when every figure of the profile is met; 1 when one differs or the place cannot be used; 2 for no profile."""
    if not _profile_is_known(args.profile):
        return 2
    if not args.data and not os.environ.get("ZHIFA_DATA"):
        os.environ["ZHIFA_DATA"] = PLACE
    folder = Path(os.environ["ZHIFA_DATA"]).expanduser().resolve()
    marker = _read(folder / "demo.json")
    if refused := _unusable(folder, marker, args.profile):
        complain(refused, where=str(folder), mend="用 --data 目录 另选一个空目录")
        return 1
    import django

    if marker.get("state") != FINISHED:
        _clear(folder)
        _write(folder, {"state": BUILDING, "profile": args.profile, "seed": args.seed})
    django.setup()
    if marker.get("state") != FINISHED:
        built = _build(args, folder)
        if built is None:
            return 1
        marker = built
    return _show(args, folder, marker)


def _profile_is_known(code: str) -> bool:
    """Asked before anything is made or cleared."""
    from zhifa.jobs.simulation.profile import profiles
    from zhifa.ports.rules import rulebook

    known = list(profiles(rulebook()))
    if code not in known:
        complain(f"没有名为“{code}”的分布", where="--profile", mend=f"可用：{'、'.join(known)}")
    return code in known


def _read(place: Path) -> dict[str, Any]:
    try:
        said = json.loads(place.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return said if isinstance(said, dict) else {}


def _write(folder: Path, said: dict[str, Any]) -> None:
    folder.mkdir(parents=True, exist_ok=True, mode=0o750)
    draft = folder / ".demo.json"
    draft.write_text(json.dumps(said, ensure_ascii=False, indent=1), encoding="utf-8")
    draft.replace(folder / "demo.json")


def _unusable(folder: Path, marker: dict[str, Any], profile: str) -> str:
    """Why the place cannot be used: somebody's data, or another demonstration. Empty when it can."""
    if marker:
        return "" if marker.get("profile") == profile else f"这里是另一个演示（{marker.get('profile')}）"
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        return "目录里已有别的内容，演示不会动它"
    return ""


def _clear(folder: Path) -> None:
    """A demonstration that was interrupted is begun anew: its own database file goes."""
    for name in ("zhifa.sqlite3", "zhifa.sqlite3-wal", "zhifa.sqlite3-shm"):
        (folder / name).unlink(missing_ok=True)


def _build(args: argparse.Namespace, folder: Path) -> dict[str, Any] | None:
    """Make the tables and play the year; the new marker, or None after a complaint."""
    from django.conf import settings
    from django.core.management import call_command

    from zhifa.jobs.simulation.profile import read_profile
    from zhifa.jobs.simulation.run import instant, simulate
    from zhifa.ports.rules import rulebook
    from zhifa.store.registry.models import Organ

    profile = read_profile(rulebook(), args.profile)
    if profile is None:
        return None
    Path(settings.ZHIFA_FILES).mkdir(exist_ok=True, mode=0o750)
    call_command("migrate", interactive=False, verbosity=0)
    if Organ.objects.exists():
        complain("数据库里已有机关，演示只建在空库上", where="ZHIFA_DATABASE_URL", mend="换一个空的数据库")
        return None
    with _without_waiting_for_the_disk():
        done = simulate(profile, seed=args.seed, progress=_Progress(sys.stderr.isatty()))
    shift = instant(done.now) - datetime.now(UTC)
    marker = {
        "state": FINISHED,
        "profile": profile.code,
        "seed": args.seed,
        "today": f"{done.now:%Y-%m-%dT%H:%M}+08:00",
        "shift_seconds": round(shift.total_seconds()),
        "acts": done.acts,
        "cases": done.cases,
        "findings": done.findings,
        "seconds": round(done.seconds, 1),
        "rules": rulebook().digest,
    }
    _write(folder, marker)
    return marker


@contextmanager
def _without_waiting_for_the_disk() -> Iterator[None]:
    """While the year is built no commit waits for the disk: a power cut then costs only a demonstration begun anew.
    Served, the demonstration is as careful as any installation."""
    from django.db import connection

    quick, careful = ("PRAGMA synchronous=NORMAL", "PRAGMA synchronous=FULL")
    if connection.vendor == "postgresql":
        quick, careful = ("SET synchronous_commit = off", "SET synchronous_commit = on")
    with connection.cursor() as cursor:
        cursor.execute(quick)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(careful)


class _Progress:
    """One line that is written over on a terminal; elsewhere a line at each tenth."""

    def __init__(self, terminal: bool) -> None:
        self.terminal, self.tenth = terminal, -1

    def __call__(self, day: date, done: int, total: int) -> None:
        share = 100 * done // max(total, 1)
        line = f"正在办理 {day}　{done}/{total} 步　{share}%"
        if self.terminal:
            sys.stderr.write(f"\r{line}　" + ("\n" if done == total else ""))
        elif share // 10 > self.tenth:
            self.tenth = share // 10
            sys.stderr.write(line + "\n")
        sys.stderr.flush()


def _show(args: argparse.Namespace, folder: Path, marker: dict[str, Any]) -> int:
    """The report, the figures side by side, who may sign in, and the server."""
    from zhifa.jobs.simulation.figures import compare
    from zhifa.jobs.simulation.profile import read_profile
    from zhifa.jobs.simulation.town import ACCOUNTS, PASSWORD, TOWN
    from zhifa.ports import clock
    from zhifa.ports.rules import rulebook

    profile = read_profile(rulebook(), args.profile)
    assert profile is not None
    clock.shift.cache_clear()
    lines = compare(profile, TOWN, rulebook())
    same = all(line.same for line in lines)
    reports = _report(TOWN, profile.year, folder / "out")
    data = {
        "profile": profile.code,
        "title": profile.title,
        "data": folder,
        "today": clock.now().date(),
        "equal": same,
        "figures": [asdict(line) for line in lines],
        "reports": reports,
        "accounts": [{"username": a.username, "password": PASSWORD, "shows": a.shows} for a in ACCOUNTS],
        **{name: marker.get(name) for name in ("acts", "cases", "findings", "seconds")},
    }
    text = [*_table(profile.title, lines), "", *_summary(marker, reports, folder)]
    text += [*_accounts([(a.username, a.shows) for a in ACCOUNTS], PASSWORD)]
    emit(args, data, "\n".join(text))
    if not same:
        wrong = "、".join(line.title for line in lines if not line.same)
        complain(f"案件数字与公布的报告不一致：{wrong}", where="zhifa demo", mend="这是程序或规则的缺陷，请报告")
        return 1
    return 0 if args.no_serve or args.json else _serve(args)


def _report(organ: str, year: int, out: Path) -> list[str]:
    """The annual report in every format; nothing while that part is not installed."""
    try:
        from zhifa.jobs.annual_report import build
    except ImportError:
        return []
    out.mkdir(exist_ok=True, parents=True)
    build(organ, year, out, FORMATS)
    return [str(place) for place in sorted(out.rglob("*")) if place.is_file()]


def _summary(marker: dict[str, Any], reports: Sequence[str], folder: Path) -> list[str]:
    per_act = 1000 * float(marker["seconds"]) / max(int(marker["acts"]), 1)
    said = [
        f"{marker['cases']} 个案件，{marker['acts']} 次办理，用时 {marker['seconds']} 秒（每次 {per_act:.1f} 毫秒）",
        f"数据目录：{folder}",
        f"演示日期：{marker['today'][:10]}　本演示的时钟从这一天接着走，期限和提醒都按演示日期计算",
    ]
    return said + [f"年报：{place}" for place in reports]


def _accounts(pairs: Sequence[tuple[str, str]], password: str) -> list[str]:
    wide = max(len(name) for name, _ in pairs)
    return [
        "",
        f"登录（口令都是 {password}；人员、单位和案情均为虚构）：",
        *(f"  {n:<{wide}}  {s}" for n, s in pairs),
    ]


def _table(title: str, lines: Sequence[Any]) -> list[str]:
    """Published and found, side by side, in columns a Chinese terminal shows straight."""
    rows = [("", "指标", "公布", "本系统", "单位", "来源")]
    rows += [("✓" if x.same else "✗", x.title, x.published, x.found, x.unit, x.source) for x in lines]
    wide = [max(_width(row[column]) for row in rows) for column in range(len(rows[0]))]
    said = [f"{title}：公布的数字与本系统由案件得出的数字"]
    for row in rows:
        cells = [_pad(cell, wide[n], right=n in (2, 3)) for n, cell in enumerate(row)]
        said.append("  ".join(cells).rstrip())
    return said


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def _pad(text: str, wide: int, *, right: bool) -> str:
    room = " " * (wide - _width(text))
    return room + text if right else text + room


def _serve(args: argparse.Namespace) -> int:
    from zhifa.cli import serve

    say()
    return serve.run(argparse.Namespace(host="127.0.0.1", port=args.port, workers=1, threads=8, work=True))
