"""Folders, ports and numbers that cannot be used are answered in words, before anything is begun."""

from __future__ import annotations

from pathlib import Path

import pytest

from zhifa.cli.main import main


@pytest.fixture
def occupied(tmp_path: Path) -> Path:
    (tmp_path / "file").write_text("something else")
    return tmp_path / "file"


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (["rules", "reference", "--out", "{occupied}"], 1, "同名的文件已经存在"),
        (["rules", "reference", "--out", "{occupied}/below"], 1, "路径中有一段不是目录"),
        (["procedures", "draw", "permit", "--out", "{occupied}/flow.svg"], 1, "路径中有一段不是目录"),
        (["procedures", "check", "--laws", "{occupied}"], 2, "--laws"),
        (["verify", "--proof", "{occupied}.json"], 1, "没有这个文件或者目录"),
        (["verify", "--proof", ""], 1, "是目录，不是文件"),
        (["restore", "{occupied}", "--into", "{occupied}.new"], 1, "不是备份文件"),
        (["restore", "{occupied}.zip", "--into", "{occupied}.new"], 1, "没有这个文件或者目录"),
        (["serve", "--port", "abc"], 2, "不是整数"),
        (["serve", "--port", "70000"], 2, "没有 70000 这个端口"),
        (["serve", "--workers", "0"], 2, "--workers"),
        (["serve", "--threads", "-1"], 2, "--threads"),
        (["report", "luoqi", "2024", "--out", "{occupied}.d", "--dated", "20250120"], 2, "--dated"),
    ],
)
def test_what_cannot_be_used_is_said(
    capsys: pytest.CaptureFixture[str], occupied: Path, words: list[str], status: int, said: str
) -> None:
    assert main([word.format(occupied=occupied) for word in words]) == status
    shown = capsys.readouterr().err
    assert said in shown
    assert "办法：" in shown
    assert "Errno" not in shown
