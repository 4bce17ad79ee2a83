"""Texts placed in time: no two for one day, and nothing put aside without its reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from zhifa.core.citations import Index
from zhifa.core.lawtext import Flaw
from zhifa.core.lawversions import Dated, Listed, dated, instrument_of, level_rank, ordered, short_level

INDEX = Index.load(
    [
        {
            "title": "样本法",
            "short": "样本",
            "level": "法律",
            "versions": [
                {"label": "2015", "from": "2015-05-01", "to": "2020-12-31"},
                {"label": "2020", "from": "2021-01-01", "file": "样本法.md"},
            ],
        },
    ]
)
ROW = Listed("样本法.md", "中华人民共和国样本法", "法律", "2020-10-01", "2015年5月1日", "in force")


def place(**changed: str) -> Dated | Flaw:
    return dated(replace(ROW, **changed), INDEX)


def placed(**changed: str) -> Dated:
    found = place(**changed)
    assert isinstance(found, Dated)
    return found


def test_the_index_knows_better_than_the_collector() -> None:
    found = placed()
    assert (found.title, found.label, found.indexed, found.known) == ("样本法", "2020", True, True)
    assert found.validity.start == date(2021, 1, 1)
    assert placed(title="样本的全称", file="样本法.md").title == "样本法", "the index names the file"


def test_what_the_index_does_not_know_is_reported() -> None:
    found = placed(title="别的办法", file="别.md", level="部门规章等(按领域汇编)")
    assert (found.known, found.dated, found.label, found.level) == (False, False, "2020", "部门规章")
    assert found.validity.start == date(2020, 10, 1), "an amended text is not older than its amendment"
    assert placed(title="别的", file="别.md", version_date="", effective="公布之日").label == ""
    assert placed(title="别的", file="别.md", status="REPEALED 2026-08-15 by 新法").validity.end == date(2026, 8, 14)
    assert placed(title="别的", file="别.md", status="in force until 2026-12-31; x").validity.end == date(2026, 12, 31)


@pytest.mark.parametrize(
    "changed",
    [
        {"version_date": "2020-13-01"},
        {"version_date": "去年"},
        {"effective": "2020年2月30日"},
        {"title": "别的", "file": "别.md", "status": "REPEALED 2019-99-99"},
        {"title": "别的", "file": "别.md", "status": "REPEALED 2019-01-01"},
    ],
)
def test_a_date_that_is_none_is_named(changed: dict[str, str]) -> None:
    found = place(**changed)
    assert isinstance(found, Flaw)
    assert found.lost
    assert found.remedy


def other(label: str, start: str, **changed: str) -> Dated:
    return placed(title="别的办法", file=f"{label}.md", version_date=start, effective="", **changed)


def test_two_texts_for_one_day_cannot_both_stand() -> None:
    kept, aside = ordered([other("乙", "2021-01-01"), other("甲", "2019-01-01")], None)
    assert [one.label for one in kept] == ["2019"], "the later one is put aside"
    assert "施行期间重叠" in aside[0][1].reason
    assert aside[0][0].file == "乙.md"


def test_the_collector_may_order_them() -> None:
    old = other("甲", "2019-01-01", status="OLD TEXT - a revised version exists")
    kept, aside = ordered([other("乙", "2021-01-01"), old], None)
    assert aside == []
    assert [(one.label, one.validity.end) for one in kept] == [("2019", date(2020, 12, 31)), ("2021", None)]
    ended = other("甲", "2019-01-01", status="in force until 2020-06-30; then 2021")
    kept, aside = ordered([other("乙", "2021-01-01"), ended], None)
    assert [one.validity.end for one in kept] == [date(2020, 6, 30), None]


def test_two_texts_of_one_year_and_one_text_twice() -> None:
    first = other("甲", "2019-01-01", status="in force until 2019-05-31")
    kept, aside = ordered([first, other("乙", "2019-06-01")], None)
    assert [one.label for one in kept] == ["2019", "2019-06-01"]
    kept, aside = ordered([first, replace(first, file="丙.md")], None)
    assert "同一个版本" in aside[0][1].reason


def test_a_version_the_index_lacks_is_fitted_between_or_put_aside() -> None:
    instrument = INDEX.find("样本法")
    early = placed(file="早.md", version_date="2003-01-01", effective="")
    kept, aside = ordered([early, placed()], instrument)
    assert [(one.label, one.validity.end) for one in kept] == [("2003", date(2015, 4, 30)), ("2020", None)]
    late = placed(file="新.md", version_date="2024-01-01", effective="")
    kept, aside = ordered([late, placed()], instrument)
    assert [one.label for one in kept] == ["2020"]
    assert "2020 版" in aside[0][1].reason
    undated = replace(early, validity=replace(early.validity, start=None))
    assert "不知道排在哪里" in ordered([undated], instrument)[1][0][1].reason


def test_texts_loaded_before_stay_and_may_end() -> None:
    before = other("甲", "2019-01-01", status="OLD TEXT")
    kept, aside = ordered([other("乙", "2021-01-01")], None, [before])
    assert aside == []
    assert [one.validity.end for one in kept] == [date(2020, 12, 31), None]


def test_an_instrument_of_loaded_texts_has_a_standing() -> None:
    instrument = instrument_of([other("甲", "2019-01-01")])
    index = Index([instrument])
    assert index.find("别的办法") is instrument
    merged = instrument_of([placed(file="早.md", version_date="2003-01-01", effective="")], INDEX.find("样本法"))
    assert [version.label for version in merged.versions] == ["2003", "2015", "2020"]


def test_levels() -> None:
    assert short_level("政策文件/规章(执法合规汇编)") == "政策文件"
    assert short_level("团体标准(某)") == "团体标准"
    assert level_rank("法律") < level_rank("行政法规") < level_rank("不知道的")
