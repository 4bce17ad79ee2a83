"""`zhifa demo` where it must not build anything."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ZHIFA = [sys.executable, "-m", "zhifa.cli.main", "demo", "--no-serve"]


def demo(environment: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*ZHIFA, *words], env=environment, capture_output=True, text=True, timeout=120, check=False)


def test_somebodys_data_is_left_alone(empty_installation: dict[str, str], tmp_path: Path) -> None:
    place = tmp_path / "mine"
    place.mkdir()
    (place / "notes.txt").write_text("不要动", encoding="utf-8")
    done = demo(empty_installation, "--data", str(place))
    assert done.returncode == 1
    assert "已有别的内容" in done.stderr
    assert "另选一个空目录" in done.stderr
    assert [file.name for file in place.iterdir()] == ["notes.txt"]


def test_a_profile_nobody_wrote_is_refused_by_name(empty_installation: dict[str, str], tmp_path: Path) -> None:
    done = demo(empty_installation, "--data", str(tmp_path / "new"), "--profile", "nowhere-1999")
    assert done.returncode == 2
    assert "nowhere-1999" in done.stderr
    assert "luoqi-2024" in done.stderr


def test_another_demonstration_is_not_overwritten(empty_installation: dict[str, str], tmp_path: Path) -> None:
    place = tmp_path / "other"
    place.mkdir()
    kept = {"state": "finished", "profile": "elsewhere-2023", "shift_seconds": 0}
    (place / "demo.json").write_text(json.dumps(kept), encoding="utf-8")
    done = demo(empty_installation, "--data", str(place))
    assert done.returncode == 1
    assert "elsewhere-2023" in done.stderr
