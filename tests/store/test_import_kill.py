"""Kill -9 in the middle of an import, ten times: gone on with, it ends in the tables of one that was left alone, in
which other processes worked the rows out."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.acts.lists import row, write

ROOT = Path(__file__).resolve().parent.parent.parent
ROWS, CHUNK, KILLS = 2000, 40, 10
BAD = {
    7: {"处罚决定日期": "五月"}, 333: {"罚款金额（元）": "二百"}, 800: {"行政相对人名称": ""},
    900: {"行政处罚决定书文号": row(5)["行政处罚决定书文号"]},
}  # fmt: skip


def python(site: Mapping[str, str], *words: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", *words], cwd=ROOT, env=site | {"DJANGO_SETTINGS_MODULE": "zhifa.config.settings"},
        capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert done.returncode in (0, 1), done.stderr
    return done.stdout


def words(path: Path) -> list[str]:
    return ["import", "cases", str(path), "--organ", "lq", "--resume", "--chunk", str(CHUNK), "--json"]


def told(site: Mapping[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(python(site, "tests.store.import_site", "tell"))
    return found


def test_killed_ten_times_it_ends_in_the_same_tables(installation: dict[str, str], tmp_path: Path) -> None:
    path = write(tmp_path / "list.csv", [row(n, **BAD.get(n, {})) for n in range(ROWS)])
    python(installation, "tests.store.import_site", "make")
    chance = random.Random(20260901)
    for _ in range(KILLS):
        process = subprocess.Popen(
            [sys.executable, "-m", "zhifa.cli.main", *words(path), "--progress"], cwd=ROOT, env=installation,
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        )  # fmt: skip
        assert process.stderr is not None
        for _ in range(chance.randint(1, 2)):
            assert process.stderr.readline(), "it was over before it could be killed"
        time.sleep(chance.uniform(0, 0.02))
        process.kill()
        process.communicate()
        assert process.returncode == -signal.SIGKILL
    last = json.loads(python(installation, "zhifa.cli.main", *words(path)))
    found = told(installation)
    assert found["valid"]
    assert found["differences"] == 0
    assert [run[-1] for run in found["runs"]] == ["done"] * len(found["runs"])
    assert len(found["runs"]) < KILLS, "every one came to its end before it was killed"

    calm = installation | {"ZHIFA_DATA": str(tmp_path / "calm")}
    calm.pop("ZHIFA_DATABASE_URL", None)
    python(calm, "tests.store.import_site", "make")
    whole = json.loads(python(calm, "zhifa.cli.main", *words(path), "--workers", "2"))
    assert (whole["read"], whole["written"], whole["quarantined"]) == (ROWS, ROWS - len(BAD), len(BAD))
    alone = told(calm)
    for name in ("cases", "taken", "aside", "outcomes", "findings", "numbers"):
        assert found[name] == alone[name], name
    assert last["quarantined"] in (len(BAD), 0)
