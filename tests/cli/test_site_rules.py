"""A site adds rules of its own: next year's calendar turns provisional days into settled ones."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

NEXT_YEAR = """
[[calendar]]
code = "2027"
year = 2027
title = "示例：2027 年放假安排"
status = "configured"
off = [{ name = "元旦", from = "2027-01-01", to = "2027-01-03" }]
work = [{ name = "元旦", day = "2027-01-09" }]
statutory = [{ name = "元旦", day = "2027-01-01" }]
"""


def workdays(site: Path | None, *said: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "ZHIFA_RULES": str(site)} if site else dict(os.environ)
    command = [sys.executable, "-m", "zhifa.cli.main", "workdays", *said, "--json"]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def test_a_calendar_that_arrives_settles_what_was_provisional(tmp_path: Path) -> None:
    before = json.loads(workdays(None, "2026-12-30", "7").stdout)
    (tmp_path / "calendars").mkdir()
    (tmp_path / "calendars" / "2027.toml").write_text(NEXT_YEAR, encoding="utf-8")
    after = json.loads(workdays(tmp_path, "2026-12-30", "7").stdout)
    assert before["provisional"] is True
    assert (after["provisional"], after["due_on"]) == (False, "2027-01-09")


def test_a_calendar_that_repeats_a_shipped_year_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "calendars").mkdir()
    repeated = NEXT_YEAR.replace("2027", "2026")
    (tmp_path / "calendars" / "mine.toml").write_text(repeated, encoding="utf-8")
    answer = workdays(tmp_path, "2026-12-30", "7")
    assert answer.returncode == 1
    assert "site/calendars/mine.toml" in answer.stderr
    assert "重叠" in answer.stderr
