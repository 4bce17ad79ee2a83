"""`zhifa bench`: the measured figures, all in one run; they live with the sources, beside the tests."""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

from zhifa.cli.output import complain

HELP = "速度测量：行为、核验、文书、列表页，一次列出（在源码目录中运行）"


def configure(parser: argparse.ArgumentParser) -> None:
    """Full, or quick with little data."""
    parser.add_argument("--quick", action="store_true", help="少量数据，一两分钟")


def run(args: argparse.Namespace) -> int:
    """0 when every promised figure holds, 1 when one does not, 2 away from the sources."""
    root = next((up for up in Path(__file__).resolve().parents if (up / "bench" / "run.py").is_file()), None)
    if root is None:
        complain("找不到测量程序 bench/", where="zhifa bench", mend="在源码目录中运行 make bench")
        return 2
    words = ["--quick"] * args.quick + ["--json"] * bool(getattr(args, "json", False))
    return subprocess.run([sys.executable, "-m", "bench.run", *words], cwd=root).returncode
