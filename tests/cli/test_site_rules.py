"""A site adds rules of its own: next year's calendar turns provisional days into settled ones."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from zhifa.ports import rules

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


def checked(site: Path, *said: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "zhifa.cli.main", *(said or ("rules", "check")), "--json"]
    environment = {**os.environ, "ZHIFA_RULES": str(site)}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, cwd=site.parent)


def test_a_file_of_the_same_name_takes_the_place_of_the_shipped_one(tmp_path: Path) -> None:
    """Published lists and benchmarks replace the demonstration ones without touching the program."""
    site, plain = tmp_path / "site", tmp_path / "plain"
    plain.mkdir()
    shutil.copytree(rules.folder(), site, ignore=shutil.ignore_patterns("*.json"))
    answer = checked(site)
    assert (answer.returncode, json.loads(answer.stdout)["problems"]) == (0, [])
    steps = [json.loads(checked(place, "procedures", "show", "permit").stdout)["steps"] for place in (site, plain)]
    assert [step["code"] for step in steps[0]] == [step["code"] for step in steps[1]], "steps keep their order"
    clue = site / "periods" / "clue.toml"
    clue.write_text(clue.read_text(encoding="utf-8").replace("length = 5\n", "length = 3\n"), encoding="utf-8")
    clue.write_text(clue.read_text(encoding="utf-8").replace('"五个工作日"', '"三个工作日"'), encoding="utf-8")
    said = json.loads(checked(site, "period", "clue.reply", "--start", "2026-03-02").stdout)
    assert said["due_on"] == "2026-03-05"
    for other in site.rglob("*.toml"):
        if other != clue:
            other.unlink()
    assert checked(site).returncode == 0, "the other files are the shipped ones again"
    clue.write_text(clue.read_text(encoding="utf-8").replace("met_by", "met_bye"), encoding="utf-8")
    found = json.loads(checked(site).stdout)["problems"]
    assert {problem["path"] for problem in found} == {"site/periods/clue.toml"}


def test_a_site_folder_that_is_missing_or_unreadable_is_said(tmp_path: Path) -> None:
    gone = checked(tmp_path / "gone", "workdays", "2026-03-02", "5")
    assert (gone.returncode, "ZHIFA_RULES" in gone.stderr) == (1, True)
    (tmp_path / "calendars").mkdir()
    (tmp_path / "calendars" / "2027.toml").write_bytes("# 放假\n".encode("gbk"))
    garbled = checked(tmp_path, "workdays", "2026-03-02", "5")
    assert (garbled.returncode, "site/calendars/2027.toml" in garbled.stderr) == (1, True)
    assert "Traceback" not in garbled.stderr


def test_a_step_that_cannot_be_read_stops_the_command_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "periods").mkdir()
    clue = (rules.folder() / "periods" / "clue.toml").read_text(encoding="utf-8")
    for wrong in (clue.replace("length = 15", "length = 15.5"), clue.replace("known(clue.informant)", "known(")):
        (tmp_path / "periods" / "clue.toml").write_text(wrong, encoding="utf-8")
        answer = checked(tmp_path, "procedures", "show", "clue")
        assert (answer.returncode, "site/periods/clue.toml · period" in answer.stderr) == (1, True), answer.stderr
