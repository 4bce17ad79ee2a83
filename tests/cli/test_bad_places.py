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


def test_a_folder_without_a_single_text_is_no_comparison(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["rules", "check", "--laws", str(tmp_path)]) == 1
    assert "一份也没有，没有对照" in capsys.readouterr().out


def test_an_index_nobody_can_read_does_not_stop_an_answer(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "INDEX.csv").write_bytes("file,title\n甲.md,甲法\n".encode("gb18030"))
    monkeypatch.setenv("ZHIFA_LAWS", str(tmp_path))
    assert main(["law", "行政处罚法#58", "--on", "2026-09-01"]) == 0
    assert main(["law", "甲法#1"]) == 1
    assert "Traceback" not in capsys.readouterr().err
