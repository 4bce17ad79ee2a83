"""A value of the wrong shape planted in the shipped rules is named with its file, not misread in a case."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest

from zhifa.cli.rules import check
from zhifa.core.lawbook import check_book, index_of
from zhifa.core.procedure.checking import check_rules
from zhifa.core.rulebook import Problem, Rulebook, compile_rules
from zhifa.ports import rules
from zhifa.ports.statutes import StatuteFolder

PENALTY, CITY = "periods/penalty.toml", "matters/city.toml"
GOODS, DISPOSAL = "custody/goods.toml", "procedures/measure-4-disposal.toml"
EXECUTION, ORDER = "periods/penalty-execution.toml", "benchmarks/order-355.toml"
IDLE = '[[threshold]]\ncode = "idle"\nvalue = 1\ncite = "行政处罚法(2021)#51"\n'
FINE = "min = 5000, max = 50000"


@cache
def shipped() -> Mapping[str, str]:
    return rules.sources_in(rules.folder())


@pytest.fixture(scope="module", autouse=True)
def read_once() -> Iterator[None]:
    """The files nothing was planted in are the same in every test: TOML is read once for all of them."""
    loads = cache(tomllib.loads)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("zhifa.core.rulebook.tomllib.loads", lambda text: dict(loads(text)))
        yield


def planted(file: str, old: str, new: str) -> Mapping[str, str]:
    assert old in shipped()[file]
    return {**shipped(), file: shipped()[file].replace(old, new, 1)}


def problems(sources: Mapping[str, str]) -> list[Problem]:
    book = compile_rules(sources)
    return check_rules(book) if isinstance(book, Rulebook) else book


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        (PENALTY, "length = 90", "length = true", "length 应为整数"),
        (PENALTY, "length = 90", "length = 60", "与 says 所引的“九十日”不一致"),
        (PENALTY, 'code = "penalty.decide"', "code = 5", "code 应为文字"),
        ("periods/inspection.toml", 'until = "rectification.deadline"', 'until = "seizure.goods"', "得出的是清单"),
        ("periods/measure.toml", "rolls = false", "rolls = true", "强制措施的期限"),
        (DISPOSAL, 'columns = ["no", "name",', 'columns = ["no", "nmae",', "没有“nmae”这一栏"),
        (GOODS, 'each = "seizure.goods"', 'each = "seizure.reason"', "应为有 key 的清单类事实"),
        (GOODS, 'counts = "stocktake"', 'counts = "stocktaking"', "counts 所说的步骤“stocktaking”不存在"),
        (GOODS, '["penalty.preservation"]', '["penalty.preserve"]', "期限“penalty.preserve”不存在"),
        (GOODS, '{ state = "保存中" },', "", "每一件都要有状态"),
        (GOODS, "row.disposal == '解除'", "row.disposed == '解除'", "清单没有“disposed”这一栏"),
        (EXECUTION, 'only_if = "decision.remedies_told"', 'only_if = "decision.fine"', "应为是否"),
        (EXECUTION, "percent_per_day = 3", "percent_per_day = 0", "percent_per_day"),
        (EXECUTION, "cap_percent = 100", "cap_percent = 200", "不得超出本数"),
        ("thresholds/penalty.toml", "value = 20000", "value = 200.5", "value 应为整数"),
        ("thresholds/penalty.toml", "value = 20000", "value = 30000", "而 says 写的是“二百元以下”"),
        ("thresholds/penalty.toml", "[[threshold]]", IDLE + "[[threshold]]", "没有条件用到这一数额"),
        (CITY, FINE, "min = 500000, max = 50000", "不大于 max"),
        (CITY, FINE, "min = -1, max = 50000", "不小于零"),
        (CITY, FINE, 'min = "5000", max = 50000', "fines[1].min 应为整数"),
        (CITY, FINE, "mim = 5000, max = 50000", "没有“mim”这一键"),
        (CITY, 'kinds = ["罚款"]', 'kinds = ["拘役"]', "没有“拘役”这一处罚种类"),
        (CITY, 'words = ["占道经营"', 'words = "占道经营" # ["', "words 应为列表"),
        (CITY, 'power = "赋权"', 'power = "自封"', "power 不能是“自封”"),
        (CITY, 'benchmark = "city.stall.shopfront"', 'benchmrk = "x"', "没有“benchmrk”这一键"),
        (CITY, 'benchmark = "city.stall.shopfront"', 'benchmark = "city.hanging"', "没有事项用到这一裁量基准"),
        ("benchmarks/township.toml", 'when = "conduct.refused', "when = \"conduct.gravity == '极严重' or x", "极严重"),
        ("benchmarks/township.toml", 'when = "conduct.refused', "when = \"done('filing')", "done"),
        (ORDER, "lighter = [0, 30]", "lighter = [0, 130]", "两个百分数"),
        (ORDER, "lighter = [0, 30]", "lighter = [30, 0]", "从小到大"),
        (ORDER, 'code = "受他人胁迫或者诱骗"', 'code = "受人胁迫"', "没有“受人胁迫”这一选项"),
        ("calendars/2026.toml", 'from = "2026-05-01"', 'from = "2026-05-31"', "不是先后相接的日期"),
        ("calendars/2026.toml", 'from = "2026-05-01"', 'from = "2026-13-01"', "不是先后相接的日期"),
        ("calendars/2026.toml", 'day = "2026-05-09"', 'day = "2026-05-04"', "既放假又上班"),
        ("calendars/2026.toml", "year = 2026", "year = 2031", "都不在这一年"),
        ("facts/permit.toml", '[fact."', '[fact."permit.idle"]\nlabel = "x"\n[fact."', "没有步骤登记这个事实"),
        ("facts/permit.toml", '[fact."', '[fact."permit.idle"]\ntype = "text"\n[fact."', "缺 label"),
        ("facts/permit.toml", '[fact."', '[fact."permit.idle"]\nlabel = "x"\ntype = "色"\n[fact."', "未知的类型“色”"),
    ],
)
def test_a_value_that_cannot_mean_what_its_key_says_is_named(file: str, old: str, new: str, said: str) -> None:
    found = problems(planted(file, old, new))
    assert any(said in problem.message for problem in found), "\n".join(map(str, found)) or "nothing was found"
    assert any(problem.path == file or "benchmark" in said or "裁量基准" in said for problem in found)


def test_steps_that_wait_for_each_other_are_named_even_where_silence_could_break_the_circle() -> None:
    text = shipped()["procedures/permit-1-application.toml"]
    start = text.index('code = "accept"')
    found = problems(
        planted("procedures/permit-1-application.toml", text[start : text.index("after", start)], 'code = "accept"\n')
    )
    assert found, "a step without title, phase and article"
    head, _, tail = text[start:].partition("after = [")
    circle = text[:start] + head + 'after = ["decide", ' + tail
    found = problems({**shipped(), "procedures/permit-1-application.toml": circle})
    assert any("互相等待" in problem.message and "accept" in problem.message for problem in found)


@pytest.fixture(scope="module")
def texts(laws: Path) -> StatuteFolder:
    """The texts, read once: nothing here changes which of them there are."""
    return StatuteFolder(laws, index_of(rules.compiled()))


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        (EXECUTION, "percent_per_day = 3", "percent_per_day = 5", "条文没有“百分之五”"),
        (ORDER, "lighter = [0, 30]", "lighter = [0, 40]", "条文没有“百分之四十”"),
        (ORDER, "(2023)#14.1(1)", "(2023)#15.1(1)", "条文没有“已满14周岁"),
        ("laws/counting.toml", "= [2, 3, 5, 7]", "= [2, 3, 5, 7, 15]", "条文没有“十五日”"),
        ("laws/counting.toml", "workday_up_to = 10", "workday_up_to = 20", "条文没有“二十日以内”"),
    ],
)
def test_the_texts_are_asked_about_rates_and_ways_of_counting(
    texts: StatuteFolder, file: str, old: str, new: str, said: str
) -> None:
    book = compile_rules(planted(file, old, new))
    assert isinstance(book, Rulebook)
    found = check_book(book, texts)
    assert any(said in problem.message and problem.place.startswith(file) for problem in found)


def test_problems_of_the_index_name_the_file_they_stand_in() -> None:
    book = compile_rules(planted("laws/successors.toml", "生态环境法典(2026)#1128", "生态环境法典(2026)#9128"))
    assert isinstance(book, Rulebook)
    (found,) = check_book(book)
    assert found.place.startswith("laws/successors.toml · successor")


def test_what_is_only_reported_may_not_be_shipped_as_read_even_when_no_article_is_named() -> None:
    book = compile_rules(planted("thresholds/penalty.toml", 'status = "reported"', 'status = "verified"'))
    assert isinstance(book, Rulebook)
    (found,) = check_book(book)
    assert "正文未读" in found.message
    assert found.place.startswith("thresholds/penalty.toml")


def test_files_that_cannot_be_read_are_problems_and_not_tracebacks(tmp_path: Path) -> None:
    (tmp_path / "folder.toml").mkdir()
    (tmp_path / "nowhere.toml").symlink_to(tmp_path / "missing")
    found, _ = check(tmp_path)
    assert [problem.path for problem in found] == ["folder.toml", "nowhere.toml"]
