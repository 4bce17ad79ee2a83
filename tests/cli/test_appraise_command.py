"""`zhifa appraise`: one file with every deduction, all files, another standard tried without changing anything."""

from __future__ import annotations

import json
from argparse import Namespace
from typing import Any

import pytest

from tests.acts.conftest import town, wang
from tests.web.conftest import decided, house
from zhifa.cli import appraise
from zhifa.store.appraisal.models import Appraisal

__all__ = ["decided", "house", "town", "wang"]
pytestmark = pytest.mark.django_db


def asked(capsys: pytest.CaptureFixture[str], **more: object) -> tuple[int, dict[str, Any]]:
    given = {"case": None, "all": False, "missing": False, "standard": None, "json": True} | more
    status = appraise.run(Namespace(**given))
    out = capsys.readouterr().out
    return status, json.loads(out) if out else {}


def test_one_file_twice_says_the_same(decided: str, capsys: pytest.CaptureFixture[str]) -> None:
    first, second = asked(capsys, case=decided), asked(capsys, case=decided)
    assert first == second
    status, said = first
    row = Appraisal.objects.get(case_id=decided)
    assert status == 0
    assert (said["score"], said["grade"], said["version"]) == (row.score, row.grade, row.version)
    assert {"paper.evidence", "paper.filing"} <= {one["item"] for one in said["deductions"]}
    assert all(one["place"] for one in said["deductions"])


def test_all_files_and_those_not_appraised_yet(decided: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert asked(capsys, missing=True)[1]["cases"] == 0
    Appraisal.objects.update(digest="older")
    assert asked(capsys, missing=True)[1]["cases"] == 1
    status, said = asked(capsys, all=True)
    assert (status, said["cases"], sum(said["grades"].values())) == (0, 1, 1)


def test_another_standard_is_tried_and_changes_nothing(decided: str, capsys: pytest.CaptureFixture[str]) -> None:
    status, said = asked(capsys, all=True, standard="guangdong")
    assert (status, said["standard"], said["cases"]) == (0, "guangdong", 1)
    assert Appraisal.objects.get(case_id=decided).standard == "chongqing"
    assert asked(capsys, case=decided, standard="guangdong")[1]["standard"] == "guangdong"


def test_what_cannot_be_appraised_is_said(house: object, capsys: pytest.CaptureFixture[str]) -> None:
    assert asked(capsys, case="nobody")[0] == 1
    assert asked(capsys, all=True, standard="none")[0] == 2
