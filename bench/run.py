"""Every figure of the table in one run: `python -m bench.run [--quick] [--json]`.

Each measurement is a process of its own on a fresh file, one after the other, so that none warms another's caches.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bench.site import spread

ROOT = Path(__file__).resolve().parent.parent
LONGEST = 900


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the table; `wanted` is what it has to keep to, None where nothing was promised."""

    name: str
    value: float
    unit: str
    wanted: float | None = None
    at_least: bool = False
    note: str = ""

    @property
    def holds(self) -> bool | None:
        if self.wanted is None:
            return None
        return self.value >= self.wanted if self.at_least else self.value <= self.wanted


def _json(*words: str) -> Any:
    done = subprocess.run(
        [sys.executable, *words], cwd=ROOT, capture_output=True, text=True, timeout=LONGEST, env=_environment()
    )
    for line in reversed(done.stdout.splitlines()):
        if line.startswith("{"):
            return json.loads(line)
    raise SystemExit(f"{' '.join(words)}: {done.stderr.strip()[-800:] or done.stdout[-800:]}")


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ZHIFA_", "DJANGO_"))}
    return kept | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}


def acts(quick: bool) -> Iterator[Line]:
    found = _json("-m", "bench.acts", "8" if quick else "60", "--json")
    act, raw = found["act"], found["raw"]
    quartiles = f"四分位 {act['low']}–{act['high']}，{act['count']} 次，每次 {found['statements']} 条语句"
    yield Line("一次行为（SQLite，WAL/FULL）中位数", act["median"], "ms", 10, note=quartiles)
    yield Line("一次行为 p99", act["p99"], "ms", 30)
    yield Line("一次行为占用处理器 中位数", found["cpu"]["median"], "ms", note=f"p99 {found['cpu']['p99']}")
    yield Line("同样的行由裸 SQL 脚本一次事务写入", raw["median"], "ms", note=f"p99 {raw['p99']}")
    yield Line("与裸 SQL 之比", found["ratio"], "倍")


def verification(quick: bool) -> Iterator[Line]:
    found = _json("bench/verify.py", "60000" if quick else "300000", "--json")
    name = "verify_per_cpu_second"
    note = f"{found['events']:,} 个事件，每秒（钟表）{found['verify_events_per_second']:,}"
    yield Line("核验日志，每核每秒", found[name], "事件", 80_000, at_least=True, note=note)


def papers(quick: bool) -> Iterator[Line]:
    rounds = 2 if quick else 5
    found = _json("-c", f"import json; from bench.papers import measure; print(json.dumps(measure({rounds})))")
    for name, wanted in (("pdf", 50), ("docx", 20), ("html", None)):
        rates = dict(found.get(name, {}))
        if not rates:
            yield Line(f"{name.upper()} 每秒", 0, "份", wanted, at_least=True, note="没有中文字体，见 zhifa help")
            continue
        whole = rates.pop("全部")
        slow = sorted(rates.items(), key=lambda item: item[1])[:3]
        note = "最慢的：" + "，".join(f"{template} {rate:.0f}" for template, rate in slow)
        yield Line(f"{name.upper()} 每核每秒（{len(rates)} 种文书合计）", round(whole, 1), "份", wanted, True, note)


def workdays(quick: bool) -> Iterator[Line]:
    took = []
    for _ in range(6 if quick else 20):
        began = time.perf_counter()
        subprocess.run([sys.executable, "-m", "zhifa.cli.main", "workdays", "2024-03-05", "7"], cwd=ROOT,
                       check=True, capture_output=True, env=_environment(), timeout=60)  # fmt: skip
        took.append(time.perf_counter() - began)
    found = spread(took[1:])
    yield Line("zhifa workdays 一个进程", found.median, "s", 0.3, note=f"最慢 {found.p99}")


def pages(quick: bool) -> Iterator[Line]:
    found = _json("-m", "bench.pages", "10000" if quick else "100000", "--repeat", "10" if quick else "30", "--json")
    for name, figures in found.items():
        if isinstance(figures, dict):
            note = f"p99 {figures['p99']}，四分位 {figures['low']}–{figures['high']}"
            yield Line(f"50 件一页，{found['cases']:,} 件中 · {name}", figures["median"], "ms", 100, note=note)


def rules(quick: bool) -> Iterator[Line]:
    script = """if True:
        import json, time
        from zhifa.core.rulebook import load
        from zhifa.ports import rules
        rules.rulebook()
        took = []
        for _ in range(9):
            book = matters = benchmarks = None  # what the last round read is freed before the clock starts
            began = time.perf_counter()
            book = load(rules.kept_file().read_text(encoding="utf-8").partition("\\n")[2])
            matters = {entry.key for entry in book.section("matter")}
            benchmarks = {entry.key for entry in book.section("benchmark")}
            took.append(time.perf_counter() - began)
        ms = round(sorted(took)[4] * 1000, 1)
        print(json.dumps({"ms": ms, "matters": len(matters), "benchmarks": len(benchmarks)}))
    """
    found = _json("-c", script)
    note = f"{found['matters']} 个事项，{found['benchmarks']} 个裁量基准"
    yield Line("读入编译好的规则、全部事项和裁量基准", found["ms"], "ms", 50, note=note)


def matching(quick: bool) -> Iterator[Line]:
    found = _json("-m", "bench.matching.run", "--json")
    note = f"没有用来调整过的一半，{found['descriptions']} 条描述；近似的 {found['near_top1']}%"
    yield Line("事项匹配 前一", found["top1"], "%", 85, at_least=True, note=note)
    both = f"两个行为都在前三 {found['two_both_in_top3']}%"
    yield Line("事项匹配 前三", found["top3"], "%", 95, at_least=True, note=both)
    beside = f"不属于事项的弃答 {found['outside_abstained']}%，不计弃答第一个答案对的 {found['first_right']}%"
    yield Line("事项匹配 弃答", found["abstained"], "%", note=beside)
    yield Line("事项匹配 错而自信", found["wrong_but_confident"], "%", 3)
    yield Line("事项匹配 每核每秒", found["queries_per_second"], "条", 1000, at_least=True)
    yield Line("zhifa match 一个进程", found["cold_seconds"], "s", 0.5)


PARTS = (acts, verification, papers, workdays, rules, matching, pages)


def machine() -> str:
    """The machine in one line, with what else it was doing: figures are read beside it."""
    model = platform.processor() or platform.machine()
    for line in Path("/proc/cpuinfo").read_text().splitlines() if Path("/proc/cpuinfo").exists() else ():
        if line.startswith("model name"):
            model = line.partition(":")[2].strip()
            break
    load = " ".join(f"{one:.1f}" for one in os.getloadavg())
    system = f"{platform.system()} {platform.release()}，Python {platform.python_version()}"
    return f"{model} × {os.cpu_count()}，{system}，此前负载 {load}"


def table(lines: list[Line]) -> str:
    """The lines as text, each with what was promised and whether it holds."""
    said = []
    for line in lines:
        sign = "≥" if line.at_least else "≤"
        wanted = f"{sign} {line.wanted:g}" if line.wanted is not None else ""
        mark = {True: "达到", False: "未达到", None: ""}[line.holds]
        said.append(
            f"{line.value:>12,.10g} {line.unit:<3} {wanted:<10} {mark:<4} {line.name}（{line.note}）".replace(
                "（）", ""
            )
        )
    return "\n".join(said)


def main() -> int:
    parser = argparse.ArgumentParser(description="速度测量")
    parser.add_argument("--quick", action="store_true", help="少量数据，一两分钟")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    before = machine()
    lines: list[Line] = []
    for part in PARTS:
        fresh = list(part(args.quick))
        lines += fresh
        if not args.json:
            sys.stdout.write(("" if len(lines) > len(fresh) else f"{before}\n\n") + table(fresh) + "\n")
            sys.stdout.flush()
    if args.json:
        figures = [asdict(line) | {"holds": line.holds} for line in lines]
        sys.stdout.write(
            json.dumps({"machine": before, "quick": args.quick, "figures": figures}, ensure_ascii=False) + "\n"
        )
    return 1 if any(line.holds is False for line in lines) else 0


if __name__ == "__main__":
    raise SystemExit(main())
