"""`zhifa match --agency`: for whoever asks, whether they may act and to whom a matter goes otherwise."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from zhifa.cli.main import main

ELECTRIC = "有人背着电瓶在河里电鱼"
REGISTER = """
import os, django
os.environ["DJANGO_SETTINGS_MODULE"] = "zhifa.config.settings"
django.setup()
from zhifa.acts.organs import OrganEntry, register_organ
from zhifa.acts.work import INSTALLER
entry = OrganEntry(code="500112", name="渝北区", short="渝北区", functions=("culture",))
assert register_organ(entry, actor=INSTALLER, change=True) is None
"""
RURAL_HOUSE = "村民没有乡村建设规划许可证就在自家地里建房"


def asked(capsys: pytest.CaptureFixture[str], text: str, agency: str, *more: str) -> dict[str, Any]:
    """The first candidate for a text, asked for by an agency."""
    assert main(["match", text, "--on", "2026-09-10", "--agency", agency, *more, "--json"]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)["candidates"][0]
    return found


@pytest.mark.parametrize(
    ("text", "agency", "matter", "mode", "goes"),
    [
        (ELECTRIC, "区县", "fishery.", "法定", ""),
        (ELECTRIC, "农业农村部门", "fishery.", "法定", ""),
        (ELECTRIC, "文化旅游部门", "fishery.", "无权", "区县农业农村部门"),
        (RURAL_HOUSE, "乡镇", "village.building", "法定", ""),
        (RURAL_HOUSE, "街道", "village.building", "无权", "所在地乡镇人民政府"),
        (RURAL_HOUSE, "规划自然资源部门", "village.building", "无权", "所在地乡镇人民政府"),
        ("小车在高速路上超速行驶", "乡镇", "", "无权", "区县公安机关交通管理部门"),
        ("小车在高速路上超速行驶", "街道", "", "无权", "区县公安机关交通管理部门"),
        ("小车在高速路上超速行驶", "公安机关", "", "法定", ""),
    ],
)
def test_levels_and_departments_are_told_whether_they_may_act(
    capsys: pytest.CaptureFixture[str], text: str, agency: str, matter: str, mode: str, goes: str
) -> None:
    found = asked(capsys, text, agency)
    assert found["matter"].startswith(matter)
    assert (found["standing"]["mode"], found["transfer_to"]) == (mode, goes)
    assert found["standing"]["may_act"] is (mode != "无权")


def test_the_text_says_why_and_where_to(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["match", ELECTRIC, "--on", "2026-09-10", "--agency", "文化旅游部门"]) == 0
    said = capsys.readouterr().out
    assert "不属于文化旅游部门办理：移送区县农业农村部门" in said
    assert main(["match", ELECTRIC, "--on", "2026-09-10", "--agency", "农业农村部门"]) == 0
    assert "农业农村部门可以办理（法定）" in capsys.readouterr().out
    assert main(["match", ELECTRIC, "--on", "2026-09-10"]) == 0
    assert "可以办理" not in capsys.readouterr().out, "nobody asked"


def test_nobody_in_particular_has_no_standing(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["match", ELECTRIC, "--on", "2026-09-10", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)["candidates"][0]
    assert (found["standing"], found["transfer_to"]) == (None, "")


def test_a_registered_organ_is_asked_by_its_functions(installation: dict[str, str]) -> None:
    def run(*words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, *(words if words[0] == "-c" else ("-m", "zhifa.cli.main", *words))]
        return subprocess.run(command, env=installation, capture_output=True, text=True, timeout=120, check=False)

    assert run("init", "--organ", "500112", "--organ-name", "渝北区").returncode == 0
    unknown = run("match", ELECTRIC, "--agency", "500112")
    assert "渝北区可以办理（法定，机关职能未登记）" in unknown.stdout
    done = run("-c", REGISTER)
    assert done.returncode == 0, done.stderr
    known = run("match", ELECTRIC, "--agency", "500112")
    assert (
        "不属于渝北区办理：登记的职能是文化旅游部门，这个事项由农业农村部门主管；移送区县农业农村部门" in known.stdout
    )
    wrong = run("match", ELECTRIC, "--agency", "没有")
    assert wrong.returncode == 2
    assert "农业农村部门" in wrong.stderr


def test_a_batch_may_begin_with_a_signature_and_hold_other_line_ends(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Files out of Windows begin with a byte order mark; what people paste holds U+2028, which ends no line of JSON."""
    asked = tmp_path / "asked.jsonl"
    asked.write_bytes('\ufeff{"id":"a","text":"烧秸秆\u2028浓烟"}\r\n'.encode())
    assert main(["match", "--batch", str(asked), "--on", "2026-09-01"]) == 0
    assert [json.loads(line)["id"] for line in capsys.readouterr().out.splitlines()] == ["a"]
