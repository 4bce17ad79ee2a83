"""`zhifa import matters`, `zhifa export matters` and `zhifa lists` as processes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.acts.listfiles import HEAD, SUMS, bureau, csv_of, xlsx_of
from zhifa.cli.main import main


def run(env: dict[str, str], *words: str) -> tuple[int, Any]:
    command = [sys.executable, "-m", "zhifa.cli.main", *words, "--json"]
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=120, check=False)
    return done.returncode, json.loads(done.stdout)


@pytest.fixture
def site(installation: dict[str, str]) -> dict[str, str]:
    subprocess.run([sys.executable, "-m", "zhifa.cli.main", "init"], env=installation, capture_output=True, check=True)
    return installation


def test_a_bureaus_list_goes_in_and_comes_out(site: dict[str, str], tmp_path: Path) -> None:
    file = tmp_path / "公安.xlsx"
    file.write_bytes(xlsx_of(bureau()))
    code, said = run(site, "import", "matters", str(file), "--dry-run", "--from", "2026-09-01")
    assert (code, said["read"], said["written"]) == (0, 899, 899)
    code, said = run(site, "lists", "示例区公安分局权责清单")
    assert code == 1
    code, said = run(site, "import", "matters", str(file), "--from", "2026-09-01")
    assert {"read", "written", "unchanged", "quarantined", "findings", "seconds"} <= set(said)
    assert (code, said["counts"]["kinds"]) == (0, SUMS)
    code, said = run(site, "import", "matters", str(file))
    assert (code, said["written"], said["unchanged"]) == (0, 0, 899)
    code, said = run(site, "lists", "示例区公安分局权责清单", "--on", "2026-10-01")
    assert (code, said["lists"][0]["items"], said["lists"][0]["kinds"]) == (0, 899, SUMS)
    out = tmp_path / "出.csv"
    code, said = run(site, "export", "matters", "--list", "示例区公安分局权责清单", "--kind", "处罚", "--to", str(out),
                     "--on", "2026-10-01")  # fmt: skip
    assert (code, said["written"]) == (0, 613)
    assert out.read_text(encoding="utf-8-sig").splitlines()[2].startswith("序号,事项名称")


def test_rows_put_aside_are_named(site: dict[str, str], tmp_path: Path) -> None:
    file = tmp_path / "清单.csv"
    file.write_bytes(
        csv_of([list(HEAD), ["1", "甲", "行政处置", "《消防法》第六十条", "镇", "乡镇", "赋权"]], "gb18030")
    )
    code, said = run(site, "import", "matters", str(file), "--list", "镇清单")
    assert (code, said["written"]) == (1, 0)
    (fault,) = said["quarantined"]
    assert (fault["file"], fault["place"], fault["column"]) == ("清单.csv", "第 2 行", "职权类型")
    assert fault["reason"]
    assert fault["remedy"]


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (["import", "matters", "/nowhere.csv"], 2),
        (["import", "matters"], 2),
        (["export", "matters", "--to", "x.pdf"], 2),
        (["export", "matters"], 2),
        (["lists", "--on", "gestern"], 2),
    ],
)
def test_wrong_usage(words: list[str], status: int) -> None:
    assert main(words) == status
