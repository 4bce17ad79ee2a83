"""Rules are checked against the texts: what law does not say is found."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.core.test_citations import index as shipped_index
from zhifa.core.citations import Citation, Index
from zhifa.core.lawbook import check_book
from zhifa.core.lawcheck import Claim, Problem, check, money_forms, says_period
from zhifa.core.lawclaims import claims_from_entry
from zhifa.core.lawtext import Statute, parse_statute
from zhifa.core.rulebook import Rulebook, compile_rules
from zhifa.core.values import Validity
from zhifa.core.worktime import Counting
from zhifa.ports import rules
from zhifa.ports.statutes import StatuteFolder

RULES = Path(__file__).parents[2] / "src" / "zhifa" / "rules"

# A statute of our own, so that the parser is tested without any text from outside.
SYNTHETIC = """# 中华人民共和国样本法

2020年1月1日通过

## 第一章　总则

第一条　为了检验引用，制定本法。

第二条　有下列情形之一的，处二百元以上五万元以下的罚款：

（一）不按规定登记的；

（二）涂改登记的。

第三条规定的单位除外，可以处警告。

第二条之一　逾期不缴纳的，每日按罚款数额的百分之三加处罚款。

## 第二章　程序

**第三条** 行政机关应当自立案之日起九十日内作出决定；经批准，可以延长三十日。

应当在七个工作日前通知当事人，当事人可以在五日内提出。

第四条　紧急情况下应当立即报告，并在二十四小时内补办；期限为六个月。
"""

INDEX = Index.load(
    [
        {
            "title": "样本法",
            "versions": [
                {"label": "2010", "from": "2010-01-01", "to": "2019-12-31", "status": "reported"},
                {"label": "2020", "from": "2020-01-01", "to": "2025-12-31", "highest": 4},
            ],
        },
        {"title": "现行法", "versions": [{"label": "2020", "from": "2020-01-01", "highest": 4}]},
    ]
)
LIFE = {"from": "2020-01-01", "to": "2025-12-31"}


def statute() -> Statute:
    return parse_statute(SYNTHETIC)


def texts() -> dict[tuple[str, str], Statute]:
    return {("样本法", "2020"): statute(), ("现行法", "2020"): statute()}


def said(entry: dict[str, Any], section: str = "period", **more: Any) -> list[str]:
    found = check(claims_from_entry(section, {"code": "x", **LIFE, **entry}), INDEX, texts(), **more)
    return [problem.message for problem in found]


def test_articles_paragraphs_and_items_are_addressable() -> None:
    text = statute()
    assert sorted(text.articles) == [(1, 0), (2, 0), (2, 1), (3, 0), (4, 0)]
    assert text.highest == 4

    def words(place: str) -> str | None:
        return text.find(Citation.parse(f"样本法#{place}"))

    assert "涂改登记的" in str(words("2.1(2)"))
    assert "不按规定登记" not in str(words("2.1(2)"))
    assert "第三条规定的单位除外" in str(words("2.2")), "a reference at the head of a line is no new article"
    assert "百分之三" in str(words("2之1"))
    assert words("3.2") == "应当在七个工作日前通知当事人，当事人可以在五日内提出。"
    for missing in ("5", "3.3", "2.1(3)", "2.2(1)", "3之1"):
        assert words(missing) is None, missing


def test_documents_are_addressed_by_their_running_number() -> None:
    document = parse_statute(
        "# 意见\n一、总体要求\n（一）指导思想。要好。\n二、措施\n（二）公开。七个工作日内公布。\n再说明。\n",
        numbered_by="项",
    )
    assert document.highest == 2
    assert document.find(Citation.parse("意见#2")) == "公开。七个工作日内公布。\n再说明。"


@pytest.mark.parametrize(
    "entry",
    [
        {"cite": "样本法(2020)#3", "length": 90, "unit": "day"},
        {"cite": "样本法(2020)#3.2", "length": -7, "unit": "workday"},
        {"cite": "样本法(2020)#4", "length": 24, "unit": "hour"},
        {"cite": "样本法(2020)#4", "length": 6, "unit": "month"},
        {"cite": "样本法(2020)#4", "length": 0, "unit": "day"},
        {"cite": "样本法(2020)#3", "length": 90, "extended_by": [{"length": 30, "cite": "样本法(2020)#3.1"}]},
        {"cite": "样本法(2020)#2.1(1)", "amounts": [20000, 5000000]},
        {"cite": "样本法(2020)#2之1", "percent": 3},
        {"cite": "样本法(2020)#2", "says": ["可以处警告"]},
        {"cite": "样本法(2020)#1;样本法(2020)#3", "length": 90},
    ],
)
def test_what_the_text_says_passes(entry: dict[str, Any]) -> None:
    assert said(entry) == []


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ({"cite": "样本法(2020)#3", "length": 60}, "六十日"),
        ({"cite": "样本法(2020)#3", "length": 9}, "九日"),
        ({"cite": "样本法(2020)#3", "length": 10}, "十日"),
        ({"cite": "样本法(2020)#3.1", "length": 7, "unit": "workday"}, "七个工作日"),
        ({"cite": "样本法(2020)#3.2", "length": 7, "unit": "day"}, "七日"),
        ({"cite": "样本法(2020)#4", "length": 4, "unit": "hour"}, "四小时"),
        ({"cite": "样本法(2020)#3", "length": 0}, "立即"),
        ({"cite": "样本法(2020)#3", "length": 90, "extended_by": [{"length": 15, "cite": "样本法(2020)#3"}]}, "十五日"),
        ({"cite": "样本法(2020)#2", "amounts": [5000]}, "五十元"),
        ({"cite": "样本法(2020)#2", "amounts": [500000]}, "五千元"),
        ({"cite": "样本法(2020)#2之1", "percent": 5}, "百分之五"),
        ({"cite": "样本法(2020)#2", "says": ["吊销"]}, "吊销"),
        ({"cite": "样本法(2020)#2.1(3)"}, "没有这一条、款或项"),
        ({"cite": "样本法(2020)#5"}, "没有第 5 条"),
        ({"cite": "样本法(2021)#3"}, "没有 2021 年版本"),
        ({"cite": "样板法(2020)#3"}, "样本法"),
    ],
)
def test_what_the_text_does_not_say_is_found(entry: dict[str, Any], message: str) -> None:
    assert len(said(entry)) == 1
    assert message in said(entry)[0]


def test_working_days_need_a_statute_that_counts_them() -> None:
    entry = {"cite": "样本法(2020)#3.2", "length": 5, "unit": "workday"}
    five = {"样本法": Counting(code="样本法", lengths=frozenset({5}))}
    assert said(entry, countings=five) == []
    assert "按工作日" in said(entry, countings={"样本法": Counting(code="样本法")})[0]
    written = {"cite": "样本法(2020)#3.2", "length": 7, "unit": "workday"}
    assert said(written, countings={"样本法": Counting(code="样本法")}) == []


def test_a_rule_may_not_outlive_its_law() -> None:
    def life(**dates: str) -> list[str]:
        entry = {"code": "x", "cite": "样本法(2020)#3", **dates}
        return [p.message for p in check(claims_from_entry("period", entry), INDEX)]

    assert life(**LIFE) == []
    assert "施行至 2025-12-31" in life(**{"from": "2020-01-01"})[0]
    assert "自 2020-01-01 起施行" in life(**{"from": "2019-06-01", "to": "2025-12-31"})[0]
    assert check(claims_from_entry("period", {"cite": "现行法(2020)#3"}), INDEX) == []


def test_a_verified_rule_needs_a_text_that_was_read() -> None:
    entry = {"code": "x", "cite": "样本法(2010)#3", "from": "2010-01-01", "to": "2019-12-31"}
    assert "正文未读" in check(claims_from_entry("period", entry), INDEX)[0].message
    assert check(claims_from_entry("period", {**entry, "status": "reported"}), INDEX) == []


def test_numbers_of_configured_rules_are_their_own() -> None:
    assert said({"cite": "样本法(2020)#3", "length": 60, "status": "configured"}) == []
    assert said({"cite": "样本法(2020)#9", "length": 60, "status": "configured"}) != []


def test_thresholds_and_matters_make_claims() -> None:
    assert said({"cite": "样本法(2020)#2", "value": 20000}, section="threshold") == []
    assert "三百元" in said({"cite": "样本法(2020)#2", "value": 30000}, section="threshold")[0]
    ok = {"cite": "样本法(2020)#2.1(1)", "kinds": ["罚款"]}
    assert said(ok, section="matter") == []
    assert "吊销许可证件" in said({**ok, "kinds": ["吊销许可证件"]}, section="matter")[0]
    elsewhere = {**ok, "kinds": ["警告"]}
    assert said(elsewhere, section="matter") != []
    assert said({**elsewhere, "applied": ["样本法(2020)#2.2"]}, section="matter") == []
    assert "没有第 9 条" in said({**ok, "violated": ["样本法(2020)#9"]}, section="matter")[0]
    assert "二年" in said({**ok, "limitation_cite": "样本法(2020)#4", "limitation_years": 2}, section="matter")[0]


def test_place_names_the_entry() -> None:
    claims = claims_from_entry("period", {"code": "a.b", "cite": "现行法#1", "shorter_if": [{"cite": "现行法#9"}]})
    assert [claim.place for claim in claims] == ["period a.b", "period a.b.shorter_if[1]"]
    with pytest.raises(ValueError, match="读不懂"):
        claims_from_entry("period", {"cite": "现行法#9z"})


def test_forms_of_numbers() -> None:
    assert "五万元" in money_forms(5_000_000)
    assert "二百元" in money_forms(20_000)
    assert says_period("在两个月内", 2, "month")
    assert says_period("“二日”“三日”“五日”", 3, "day")
    assert not says_period("在三十日内", 10, "day")
    assert not says_period("在三十日内", 3, "day")


# --- the shipped rules against the texts of a site ------------------------------------------------------------------


def entries() -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path in sorted(RULES.rglob("*.toml")):
        for section, content in tomllib.loads(path.read_text(encoding="utf-8")).items():
            for entry in content if isinstance(content, list) else []:
                yield f"{path.name} {section} {entry.get('code', '')}", section, entry


@cache
def countings() -> dict[str, Counting]:
    return {entry["code"]: Counting.load(entry) for _, section, entry in entries() if section == "counting"}


@pytest.fixture(scope="module")
def folder(laws: Path) -> StatuteFolder:
    return StatuteFolder(laws, shipped_index())


def real(claim: Claim, folder: StatuteFolder) -> list[Problem]:
    return check([claim], shipped_index(), folder, countings())


def claim(cite: str, **says: Any) -> Claim:
    return Claim("test", (Citation.parse(cite),), Validity(date(2026, 9, 1)), **says)


def test_highest_articles_of_the_index_are_those_of_the_texts(folder: StatuteFolder) -> None:
    checked = 0
    for (title, label), text in folder.all():
        instrument = shipped_index().find(title)
        version = instrument.version(label) if instrument else None
        assert version is not None
        assert version.highest == text.highest, title
        checked += 1
    assert checked > 400


def test_rules_of_counting_say_what_the_texts_say(folder: StatuteFolder) -> None:
    found = [c for place, s, e in entries() if s in ("counting", "fixed_holidays") for c in claims_from_entry(s, e)]
    assert len(found) > 12
    assert check(found, shipped_index(), folder) == []


@pytest.mark.parametrize(
    ("cite", "says"),
    [
        ("行政处罚法(2021)#60", {"length": 90}),
        ("行政处罚法(2021)#64.1(2)", {"length": -7, "unit": "workday"}),
        ("行政处罚法(2021)#64.1(1)", {"length": 5, "unit": "workday"}),
        ("行政处罚法(2021)#51", {"amounts": (20_000, 300_000)}),
        ("行政处罚法(2021)#72.1(1)", {"percents": (3,)}),
        ("行政处罚法(2021)#9(2)", {"words": ("罚款", "没收违法所得")}),
        ("行政强制法(2011)#19", {"length": 24, "unit": "hour"}),
        ("行政强制法(2011)#53", {"length": 3, "unit": "month"}),
        ("行政强制法(2011)#54", {"length": 10, "unit": "workday"}),
        ("行政许可法(2019)#42.1", {"length": 20, "unit": "workday"}),
        ("国办发〔2018〕118号#6", {"length": 7, "unit": "workday"}),
        ("生态环境法典(2026)#1131.3", {"amounts": (1_000_000, 10_000_000)}),
    ],
)
def test_true_claims_about_real_statutes_pass(folder: StatuteFolder, cite: str, says: dict[str, Any]) -> None:
    assert real(claim(cite, **says), folder) == []


@pytest.mark.parametrize(
    ("cite", "says"),
    [
        ("行政处罚法(2021)#61", {"length": 90}),
        ("行政处罚法(2021)#60", {"length": 60}),
        ("行政处罚法(2021)#60", {"length": 10}),
        ("行政处罚法(2021)#67", {"length": 15, "unit": "workday"}),
        ("行政处罚法(2021)#51", {"amounts": (5_000,)}),
        ("行政处罚法(2021)#58.1(5)", {}),
        ("行政处罚法(2021)#87", {}),
        ("行政处罚法(2017)#33", {}),
        ("行政强制法(2011)#25", {"length": 60}),
        ("大气污染防治法(2018)#119.1", {"amounts": (50_000,)}),
        ("治安管理处罚法(2012)#99", {}),
    ],
)
def test_planted_errors_in_real_statutes_are_found(folder: StatuteFolder, cite: str, says: dict[str, Any]) -> None:
    assert real(claim(cite, **says), folder) != []


PLANTED = """
[[period]]
code = "planted"
title = "作出处罚决定期限"
cite = "{cite}"
from = "2021-07-15"
length = {length}
unit = "day"
"""


def shipped_sources(**more: str) -> dict[str, str]:
    return {**rules.sources(), **more}


def problems(sources: dict[str, str], folder: StatuteFolder | None = None) -> list[str]:
    book = compile_rules(sources)
    assert isinstance(book, Rulebook), book
    return [str(problem) for problem in check_book(book, folder)]


def test_every_shipped_rule_cites_what_is_in_the_index() -> None:
    assert problems(shipped_sources()) == []


@pytest.fixture(scope="module")
def shipped_problems(folder: StatuteFolder) -> list[str]:
    """What the texts say against the rules as they ship: comparing all of them takes long."""
    return problems(shipped_sources(), folder)


def test_every_shipped_rule_says_what_the_texts_say(shipped_problems: list[str]) -> None:
    assert shipped_problems == []


@pytest.mark.parametrize(("cite", "length"), [("行政处罚法(2021)#61", 90), ("行政处罚法(2021)#60", 80)])
def test_a_planted_period_fails_the_build(
    folder: StatuteFolder, shipped_problems: list[str], cite: str, length: int
) -> None:
    planted = PLANTED.format(cite=cite, length=length)
    found = set(problems(shipped_sources(**{"periods/zz.toml": planted}), folder)) - set(shipped_problems)
    assert len(found) == 1
    assert "periods/zz.toml" in found.pop()


@pytest.mark.parametrize(
    ("cite", "said"),
    [
        ("行政处罚法(2021)#87", "没有第 87 条"),
        ("行政处罚法(2020)#60", "没有 2020 年版本"),
        ("行政处罚#60", "行政处罚法"),
        ("行政处罚法(2021)#六十", "阿拉伯数字"),
        ("行政处罚法(2017)#42", "施行至 2021-07-14"),
    ],
)
def test_a_planted_citation_fails_the_build_even_without_texts(cite: str, said: str) -> None:
    planted = {"periods/zz.toml": PLANTED.format(cite=cite, length=90)}
    found = [problem for problem in problems(shipped_sources(**planted)) if "zz.toml" in problem]
    assert len(found) == 1
    assert said in found[0]
