"""The key of an installation."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from zhifa.config.settings.paths import secret_key


def test_processes_that_start_together_read_one_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(secret_key, [tmp_path / "new"] * 32))
    assert len(keys) == 1
    assert len(keys.pop()) >= 64


def test_only_the_owner_reads_it(tmp_path: Path) -> None:
    key = secret_key(tmp_path)
    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600
    assert [place.name for place in tmp_path.iterdir()] == ["secret-key"]
    assert secret_key(tmp_path) == key
