"""`zhifa import laws` and `zhifa law` as processes, with an installation of their own."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.acts.lawfolder import CODE, GOOD, LawFolder
from zhifa.cli.main import main

KEYS = {
    "citation", "status", "valid_from", "valid_to", "successors", "version", "verified", "dated", "chinese", "message",
    "path", "text",
}  # fmt: skip


def run(env: dict[str, str], *words: str) -> tuple[int, Any, str]:
    command = [sys.executable, "-m", "zhifa.cli.main", *words, "--json"]
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=600, check=False)
    return done.returncode, json.loads(done.stdout), done.stderr


@pytest.fixture
def folder(tmp_path: Path) -> LawFolder:
    made = LawFolder(tmp_path / "laws")
    made.put("河道.md", "河道采砂管理办法", GOOD)
    made.put("repealed/大气.md", "中华人民共和国大气污染防治法", CODE, date="2018-10-26")
    return made


def test_texts_are_imported_and_answered(installation: dict[str, str], folder: LawFolder) -> None:
    subprocess.run([sys.executable, "-m", "zhifa.cli.main", "init"], env=installation, capture_output=True, check=True)
    folder.put("没有.md", "没有办法", None)
    code, said, _ = run(installation, "import", "laws", str(folder.place), "--dry-run")
    assert (code, said["written"]) == (0, 2)
    code, said, _ = run(installation, "import", "laws", str(folder.place))
    assert code == 0
    assert {"read", "written", "quarantined", "findings", "seconds"} <= set(said)
    assert (said["read"], said["written"]) == (3, 2)
    assert said["quarantined"] == [
        {
            "file": "没有.md",
            "place": "INDEX.csv",
            "reason": "INDEX.csv 列有这一行，目录里没有这个文件",
            "remedy": "补上文件，或者删去这一行",
        }
    ]
    code, said, _ = run(installation, "law", "河道采砂管理办法#2.1(2)", "--on", "2026-09-01")
    assert (code, set(said)) == (0, KEYS)
    assert said["text"] == "有下列行为之一的，处一千元以上五千元以下罚款：\n（二）在禁采期采砂的。"
    assert (said["path"], said["status"], said["dated"]) == (["第二章　罚则"], "in force", False)
    code, said, _ = run(installation, "law", "大气污染防治法#2", "--on", "2026-08-15")
    assert (said["status"], said["text"]) == ("repealed", "禁止露天焚烧秸秆。")
    code, said, _ = run(installation, "law", "河道采砂管理办法#2.1(3)")
    assert (code, said["status"], said["text"], said["message"]) == (
        1, "no such article", None, "不在法规目录，效力据收集说明：in force；这一条的正文里没有所引的款、项、目",
    )  # fmt: skip
    code, said, _ = run(installation, "law", "河道采砂管理办法#2之一")
    assert (code, said["status"], said["message"].split("；")[-1]) == (
        1, "no such article", "正文里没有《河道采砂管理办法》第二条之一",
    )  # fmt: skip
    code, said, _ = run(installation, "law", "《河道采砂管理办法》第二条第一款第（二）项", "--on", "2026-09-01")
    assert (code, said["citation"]) == (0, "河道采砂管理办法#2.1(2)"), "as papers print it"
    code, said, _ = run(installation, "law", "河道采砂管理办法#9")
    assert (code, said["status"], said["text"]) == (1, "no such article", None)


def test_what_cannot_be_imported_ends_with_one(installation: dict[str, str], tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "zhifa.cli.main", "init"], env=installation, capture_output=True, check=True)
    code, said, _ = run(installation, "import", "laws", str(tmp_path))
    assert (code, said["written"], said["quarantined"][0]["file"]) == (1, 0, "INDEX.csv")
    code, said, _ = run(installation, "import", "laws", str(tmp_path / "nowhere"))
    assert code == 2
    assert said["errors"][0]["mend"]


@pytest.mark.parametrize("words", [["import"], ["import", "laws"], ["import", "nothing", "x"]])
def test_wrong_usage_is_exit_two(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == 2
    assert "zhifa import" in capsys.readouterr().err


def test_law_needs_no_database(tmp_path: Path, folder: LawFolder) -> None:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("ZHIFA_", "DJANGO_"))}
    environment = clean | {"ZHIFA_DATA": str(tmp_path / "nothing")}
    code, said, _ = run(environment, "law", "大气污染防治法#119", "--on", "2026-08-14")
    assert (code, said["status"], said["text"], said["path"]) == (0, "in force", None, [])
    code, said, _ = run(environment, "law", "大气污染防治法#119", "--on", "2026-08-15")
    assert (said["status"], said["successors"]) == ("repealed", ["生态环境法典(2026)#1131"])
    assert not (tmp_path / "nothing").exists(), "asking for an article makes no installation"
    environment["ZHIFA_LAWS"] = str(folder.place)
    code, said, _ = run(environment, "law", "河道采砂管理办法#1")
    assert (code, said["text"]) == (0, "为了加强河道采砂管理，制定本办法。")


def test_a_place_without_a_mapping_of_its_own_falls_back(capsys: pytest.CaptureFixture[str]) -> None:
    def successors(cited: str) -> list[str]:
        assert main(["law", cited, "--on", "2026-09-01", "--json"]) == 0
        return list(json.loads(capsys.readouterr().out)["successors"])

    assert successors("大气污染防治法#115.1(1)") == ["生态环境法典(2026)#1128.1(1)"]
    assert successors("土壤污染防治法#21.2(1)") == ["生态环境法典(2026)#414.2"]
    assert successors("大气污染防治法#48.2") == ["生态环境法典(2026)#217"]
    assert successors("大气污染防治法#3.2") == ["生态环境法典(2026)"]


def test_law_starts_no_django() -> None:
    code = "import sys, zhifa.cli.law; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_real_texts_load_within_a_minute(installation: dict[str, str], laws: Path) -> None:
    subprocess.run([sys.executable, "-m", "zhifa.cli.main", "init"], env=installation, capture_output=True, check=True)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    code, said, _ = run(installation, "import", "laws", str(laws))
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert code == 0
    assert said["written"] >= 1000
    assert said["articles"] > 49_000
    # By the processor: the clock counts whatever else the machine does.
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 60
    assert len(said["quarantined"]) < 10
    code, again, _ = run(installation, "import", "laws", str(laws))
    assert (again["written"], again["unchanged"]) == (0, said["written"])
    code, said, _ = run(installation, "law", "生态环境法典#1131.1", "--on", "2026-09-01")
    assert said["path"] == ["第五编　法律责任和附则", "第二章　法律责任分则", "第四节　违反大气污染防治规定"]
    assert said["text"].startswith("违反本法规定，在人口集中地区")


def test_a_text_that_was_replaced_is_not_called_law(tmp_path: Path) -> None:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("ZHIFA_", "DJANGO_"))}
    made = LawFolder(tmp_path / "laws")
    made.put("旧.md", "河道采砂管理办法", GOOD, status="OLD TEXT - a revised version exists")
    environment = clean | {"ZHIFA_DATA": str(tmp_path / "nothing"), "ZHIFA_LAWS": str(made.place)}
    code, said, _ = run(environment, "law", "河道采砂管理办法#1", "--on", "2026-09-01")
    assert (code, said["status"]) == (1, "unknown version")
    assert "收录的 2020 版已有新版本" in said["message"]
    assert said["text"] == "为了加强河道采砂管理，制定本办法。"
