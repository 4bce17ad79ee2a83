"""`zhifa rules published`: the files of published drafts beside the journal."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path


def zhifa(*words: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "zhifa.cli.main", *words]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120)


def test_a_file_the_journal_does_not_know_is_named_and_put_aside(installation: dict[str, str]) -> None:
    assert zhifa("init", "--organ", "500112", "--organ-name", "渝北区", environment=installation).returncode == 0
    folder = Path(installation["ZHIFA_DATA"]) / "rules" / "published"
    folder.mkdir(parents=True)
    (folder / "0009.toml").write_text("x = 1\n", encoding="utf-8")
    found = zhifa("rules", "published", "--json", environment=installation)
    assert found.returncode == 1
    assert json.loads(found.stdout)["unknown"] == ["0009.toml"]
    mended = zhifa("rules", "published", "--write", environment=installation)
    assert mended.returncode == 0, mended.stderr
    assert (folder / "0009.toml.unknown").exists()
    assert zhifa("rules", "published", environment=installation).returncode == 0
